from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reactions", "0003_desk_marks_and_batches")]

    operations = [
        migrations.AddIndex(
            model_name="stance",
            index=models.Index(
                condition=models.Q(("status", "accepted")),
                fields=["-day", "id"],
                name="stance_newest",
            ),
        ),
    ]
