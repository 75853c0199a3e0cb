from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("reactions", "0007_stance_of_actor_by_id")]

    operations = [
        AddIndexConcurrently(
            "stance",
            models.Index(
                name="stance_of_kind_by_id",
                fields=["kind", "id"],
                condition=models.Q(status="accepted"),
            ),
        )
    ]
