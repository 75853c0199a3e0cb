from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Max

# So many rows are written at once, and are held for others no longer than that takes.
_ROWS = 20_000

_NEWEST_CHANGE = """
UPDATE reactions_stance SET public_version = newest.revision, public_change_at = newest.at
    FROM (
        SELECT DISTINCT ON (stance_id) stance_id, revision, at FROM reactions_publicchange
            WHERE stance_id > %s AND stance_id <= %s ORDER BY stance_id, revision DESC
    ) newest
    WHERE newest.stance_id = reactions_stance.id AND public_version < newest.revision
"""
# The trigger sets the new columns of whatever is written.
_OF_EVIDENCE = """
UPDATE reactions_evidence SET waits = waits WHERE id > %s AND id <= %s AND crisis_id IS NULL
"""


def fill(apps: Any, schema_editor: Any) -> None:
    for name, sql in (("Stance", _NEWEST_CHANGE), ("Evidence", _OF_EVIDENCE)):
        last = apps.get_model("reactions", name).objects.aggregate(last=Max("pk"))["last"] or 0
        for start in range(0, last, _ROWS):
            schema_editor.execute(sql, (start, start + _ROWS))


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("reactions", "0007_newest_change_and_days_of_evidence"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        AddIndexConcurrently(
            model_name="evidence",
            index=models.Index(
                condition=models.Q(("shows", True)),
                fields=["crisis", "-published", "article"],
                name="evidence_of_crisis",
            ),
        ),
        AddIndexConcurrently(
            model_name="evidence",
            index=models.Index(
                condition=models.Q(("shows", True)), fields=["day"], name="evidence_of_day"
            ),
        ),
    ]
