from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("reactions", "0007_stance_of_crisis_changed")]

    operations = [
        AddIndexConcurrently(
            model_name="stance",
            index=models.Index(
                condition=models.Q(("status", "accepted")),
                fields=["actor", "-public_version"],
                name="stance_of_actor_changed",
            ),
        ),
    ]
