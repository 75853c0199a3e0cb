from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("reactions", "0009_stance_of_kind_changed")]

    operations = [
        AddIndexConcurrently(
            "evidence",
            models.Index(
                name="evidence_of_crisis_by_id",
                fields=["crisis", "article"],
                condition=models.Q(shows=True),
            ),
        )
    ]
