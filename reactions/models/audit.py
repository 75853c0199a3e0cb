"""The internal audit: every change of a row, also by raw SQL, is kept by a database trigger.

It is for administrators who ask who changed what; it is never served. That something has changed
is what the API's validators are made of (`api.freshness`).
"""

from typing import Any

import pghistory


def audited(
    model_name: str,
    *,
    fields: list[str] | None = None,
    but: list[str] | None = None,
    since_made: bool = True,
) -> Any:
    """A class decorator that keeps each version of a row in the table `model_name`.

    `fields` are those that matter, where not all do, and `but` those that don't; without
    `since_made` only what changes afterwards is kept, not the row as it was first.
    """
    made = [pghistory.InsertEvent(), pghistory.DeleteEvent()] if since_made else []
    return pghistory.track(
        *made,
        pghistory.UpdateEvent(),
        model_name=model_name,
        fields=fields,
        exclude=but,
        obj_field=pghistory.ObjForeignKey(related_name="audit", related_query_name="audit"),
    )
