from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("reactions", "0001_initial")]

    operations = [
        AddIndexConcurrently(
            "stance",
            models.Index(
                name="stance_of_official",
                fields=["official", "-day", "id"],
                condition=models.Q(status="accepted", official__isnull=False),
            ),
        )
    ]
