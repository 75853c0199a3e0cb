"""The internal audit: every change of a row, also by raw SQL, is kept by a database trigger.

It is for administrators who ask who changed what; it is never served.
"""

from typing import Any

import pghistory


def audited(model_name: str) -> Any:
    """A class decorator that keeps each version of a row in the table `model_name`."""
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        model_name=model_name,
        obj_field=pghistory.ObjForeignKey(related_name="audit", related_query_name="audit"),
    )
