from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("reactions", "0002_stance_of_official")]

    operations = [
        AddIndexConcurrently(
            "evidence",
            models.Index(
                name="evidence_of_article",
                fields=["article", "crisis"],
                condition=models.Q(shows=True),
            ),
        )
    ]
