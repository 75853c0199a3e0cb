"""Addresses that readers follow: of the web alone.

A link of another scheme, `javascript:` above all, would run in the reader's browser. Forms and
models refuse it by the validator, and the tables by the constraint.
"""

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q

of_the_web = URLValidator(schemes=["http", "https"])


def web_constraint(model: str, field: str, *, unset: Q | None = None) -> models.CheckConstraint:
    """Refuses what is not of the web, but `unset`, in a field of the model named `model`."""
    of_web = Q(**{f"{field}__regex": "^https?://"})
    return models.CheckConstraint(
        name=f"{model}_{field}_is_of_the_web", condition=of_web if unset is None else unset | of_web
    )
