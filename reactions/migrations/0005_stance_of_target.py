from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("reactions", "0004_articles_without_helpers")]

    operations = [
        AddIndexConcurrently(
            "stance",
            models.Index(
                name="stance_of_target",
                fields=["target", "-day", "id"],
                condition=models.Q(status="accepted") & ~models.Q(target=""),
            ),
        )
    ]
