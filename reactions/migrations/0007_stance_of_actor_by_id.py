from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("reactions", "0006_stance_of_crisis_by_id")]

    operations = [
        AddIndexConcurrently(
            "stance",
            models.Index(
                name="stance_of_actor_by_id",
                fields=["actor", "id"],
                condition=models.Q(status="accepted"),
            ),
        )
    ]
