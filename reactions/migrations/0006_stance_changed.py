from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("reactions", "0005_evidence_of_language")]

    operations = [
        AddIndexConcurrently(
            model_name="stance",
            index=models.Index(
                condition=models.Q(("status", "accepted")),
                fields=["-public_version"],
                name="stance_changed",
            ),
        ),
    ]
