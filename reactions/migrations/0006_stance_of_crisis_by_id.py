from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("reactions", "0005_stance_of_target")]

    operations = [
        AddIndexConcurrently(
            "stance",
            models.Index(
                name="stance_of_crisis_by_id",
                fields=["crisis", "id"],
                condition=models.Q(status="accepted"),
            ),
        )
    ]
