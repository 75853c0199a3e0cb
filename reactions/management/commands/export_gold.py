"""`manage.py export_gold FOLDER`: decided articles as gold files, ready for `evaluate`."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reactions.gold import gold_articles
from reactions.models import Crisis


class Command(BaseCommand):
    help = (
        "Write each article whose proposals are all decided as a gold file. The files hold the "
        "articles' text, which remains its publisher's: do not pass them on."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="made where it is missing")
        parser.add_argument("--crisis", metavar="SLUG", help="default: every crisis")

    def handle(self, *args: Any, folder: Path, crisis: str | None, **options: Any) -> None:
        crises = Crisis.objects.filter(slug=crisis) if crisis else Crisis.objects.all()
        if crisis and not crises:
            known = ", ".join(Crisis.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no crisis {crisis!r}. There are: {known}.")
        folder.mkdir(parents=True, exist_ok=True)
        written = stances = 0
        for chosen in crises:
            for gold in gold_articles(chosen):
                path = folder / f"{chosen.slug}-{gold['id']}.json"
                path.write_text(
                    json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
                )
                written += 1
                stances += len(gold["stances"])
        self.stdout.write(f"{written} articles with {stances} stances written to {folder}")
