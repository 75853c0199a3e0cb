from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reactions", "0003_evidence_of_article")]

    operations = [
        # Articles are asked for a page at a time. To start processes that help takes longer than
        # that, which the planner does not believe of words that it knows nothing of.
        migrations.RunSQL(
            "ALTER TABLE reactions_article SET (parallel_workers = 0)",
            "ALTER TABLE reactions_article RESET (parallel_workers)",
        )
    ]
