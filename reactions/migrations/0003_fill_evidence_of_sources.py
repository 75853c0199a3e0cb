from django.db import migrations
from django.db.models import F, Max

_AT_ONCE = 10_000


def fill(apps, schema_editor):
    """Have the trigger set the new columns of what there is, in batches that hold nobody up."""
    evidence = apps.get_model("reactions", "Evidence").objects.using(schema_editor.connection.alias)
    last = evidence.aggregate(last=Max("pk"))["last"] or 0
    for first in range(1, last + 1, _AT_ONCE):
        some = evidence.filter(pk__gte=first, pk__lt=first + _AT_ONCE, language="")
        some.update(waits=F("waits"))


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("reactions", "0002_evidence_of_sources")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
