"""Who may do what: four roles, each with the rights of the one before it.

A role is a Django group of the same name, so that the admin shows who has which. The right to
enter the admin at all is the user's own `is_staff`.
"""

from __future__ import annotations

from enum import StrEnum

from django.contrib.auth.models import Group, Permission
from django.db import transaction


class Role(StrEnum):
    """What a person is at the editors' desk."""

    VIEWER = "viewer"
    EDITOR = "editor"
    SENIOR_EDITOR = "senior editor"
    ADMINISTRATOR = "administrator"


_REFERENCE = (
    "actor", "country", "organization", "membership", "official", "tenure",
    "crisis", "party", "crisisevent", "source",
)  # fmt: skip
_RECORDS = (
    "stance", "evidence", "finding", "decision", "article", "reading", "publicchange",
    "secondopinion",
)  # fmt: skip


def _rights(verbs: tuple[str, ...], models: tuple[str, ...]) -> frozenset[str]:
    return frozenset(f"reactions.{verb}_{model}" for verb in verbs for model in models)


_OWN_RIGHTS: dict[Role, frozenset[str]] = {
    Role.VIEWER: _rights(("view",), (*_REFERENCE, *_RECORDS)),
    Role.EDITOR: frozenset({"reactions.decide_stance"})
    | _rights(("add", "change"), ("official", "tenure")),
    Role.SENIOR_EDITOR: frozenset(
        {"reactions.merge_stance", "reactions.publish_crisis", "reactions.settle_disagreement"}
    )
    | _rights(("add", "change"), _REFERENCE),
    Role.ADMINISTRATOR: _rights(("delete",), _REFERENCE)
    | {"auth.view_user", "auth.add_user", "auth.change_user", "auth.view_group"},
}


def rights(role: Role) -> frozenset[str]:
    """The permissions of `role`, its own and those of the roles below, as `app.codename`."""
    roles = list(Role)
    return frozenset().union(*(_OWN_RIGHTS[each] for each in roles[: roles.index(role) + 1]))


@transaction.atomic
def ensure_roles() -> dict[Role, Group]:
    """Make the four groups and give them their permissions; what is so already stays.

    Permissions that an administrator gave a group beyond these are kept.
    """
    known = {
        f"{app}.{codename}": pk
        for pk, app, codename in Permission.objects.filter(
            content_type__app_label__in=("reactions", "auth")
        ).values_list("pk", "content_type__app_label", "codename")
    }
    groups = {}
    for role in Role:
        group, _ = Group.objects.get_or_create(name=role.value)
        group.permissions.add(*(known[right] for right in rights(role)))
        groups[role] = group
    return groups
