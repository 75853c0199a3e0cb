"""`manage.py check_evidence`: whether every evidence stands in its article to the letter."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reactions.models import Evidence


class Command(BaseCommand):
    help = "Compare every evidence in the database with the text of its article."

    def handle(self, *args: Any, **options: Any) -> None:
        checked = Evidence.objects.count()
        wrong = Evidence.objects.not_in_article()
        lines = [
            f"Evidence {item.pk} of stance {item.stance_id}: article {item.article_id} says "
            f"{item.said!r} at {item.start}-{item.end}, not {item.text!r}."
            for item in wrong.order_by("pk").iterator()
        ]
        if lines:
            mend = "Open each stance at the desk and mark the words anew."
            raise CommandError("\n".join([*lines, f"{len(lines)} of {checked} do not fit. {mend}"]))
        self.stdout.write(
            f"All {checked} pieces of evidence stand in their articles to the letter."
        )
