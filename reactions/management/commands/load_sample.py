"""`manage.py load_sample`: the sample crises, their articles read by the workers, an editor."""

import os
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand

from reactions.management.progress import follow, send
from reactions.models import Stance
from reactions.roles import Role, ensure_roles
from reactions.sample_data import load_crisis, load_sources, replay_decisions, samples
from reactions.sample_opinions import replay_opinions


class Command(BaseCommand):
    help = (
        "Load the sample crises, have their articles read by the running workers and replay the "
        "recorded decisions. DEMO_PASSWORD makes an editor's account. Safe to repeat."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        roles = ensure_roles()
        if password := os.environ.get("DEMO_PASSWORD"):
            # A senior editor: whoever tries the demo may try everything at the desk.
            _make_editor(password, roles[Role.SENIOR_EDITOR])
        load_sources()
        readings = []
        for sample in samples():
            _, of_crisis = load_crisis(sample)
            readings += [reading.pk for reading in of_crisis]
        self.stdout.write(f"Reading {len(readings)} sample articles ...")
        send(readings)
        result = follow(readings)
        for sample in samples():
            replay_decisions(sample)
            replay_opinions(sample)
        self.stdout.write(
            f"{result.read} articles read, {result.stances} stances found, {result.failed} failed; "
            f"{Stance.objects.accepted().count()} stances accepted, "
            f"{Stance.objects.proposed().count()} wait in the queue."
        )


def _make_editor(password: str, role: Group) -> None:
    # Staff, to see the reference data; with an address, to try the reset of a password.
    editor, is_new = User.objects.get_or_create(
        username="editor", defaults={"email": "editor@example.org", "is_staff": True}
    )
    if is_new:
        editor.set_password(password)
        editor.save()
        editor.groups.add(role)
