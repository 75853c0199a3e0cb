"""`manage.py delete_article`: an article is removed on request, with every trace of its words."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from reactions import curation
from reactions.models import Article


class Command(BaseCommand):
    help = (
        "Remove an article's words from tables, captures and histories. Stances that other "
        "articles show stay; the others are withdrawn, and the public changes say why. Without "
        "--yes it only tells what it would do."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("article", help="its number, or its address for all of its versions")
        parser.add_argument("--reason", required=True, help="what the public changes say")
        parser.add_argument("--by", required=True, help="username of who decides so")
        parser.add_argument("--yes", action="store_true", help="do it; this cannot be undone")

    def handle(self, *args: Any, **options: Any) -> None:
        word = options["article"]
        articles = self._articles(word)
        editor = User.objects.filter(username=options["by"]).first()
        if editor is None:
            raise CommandError(f"There is no account {options['by']}: name one with --by.")
        for article in articles:
            copies = ", ".join(str(pk) for pk in article.reprints.values_list("pk", flat=True))
            self.stdout.write(
                f"Article {article.pk} ({article}): evidence of "
                f"{article.evidence.values('stance').distinct().count()} stances, "
                f"{article.captures.exclude(body='').count()} captures."
                + (f" Reprints with texts of their own: {copies}." if copies else "")
            )
            if options["yes"]:
                decisions = curation.remove_article(
                    article, editor=editor, public_reason=options["reason"]
                )
                for decision in decisions:
                    self.stdout.write(f"  stance {decision.stance_id}: {decision.verdict}")
        if options["yes"] and self._rows(word):
            raise CommandError(f"A new version of {word} came in meanwhile: run this again.")
        self.stdout.write("Removed." if options["yes"] else "Nothing is removed without --yes.")

    def _articles(self, word: str) -> list[Article]:
        found = self._rows(word)
        if not found:
            raise CommandError(
                f"There is no article {word} whose text is still here. Give its number as the "
                "desk shows it, or its address to the letter."
            )
        return found

    def _rows(self, word: str) -> list[Article]:
        rows = Article.objects.filter(removed_at__isnull=True).order_by("version")
        return list(rows.filter(pk=int(word)) if word.isdecimal() else rows.filter(url=word))
