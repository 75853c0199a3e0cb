from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("reactions", "0006_stance_changed")]

    operations = [
        AddIndexConcurrently(
            model_name="stance",
            index=models.Index(
                condition=models.Q(("status", "accepted")),
                fields=["crisis", "-public_version"],
                name="stance_of_crisis_changed",
            ),
        ),
    ]
