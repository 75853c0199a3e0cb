from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("reactions", "0004_evidence_of_source")]

    operations = [
        AddIndexConcurrently(
            model_name="evidence",
            index=models.Index(
                condition=models.Q(("shows", True)),
                fields=["language", "-day", "stance"],
                name="evidence_of_language",
            ),
        ),
    ]
