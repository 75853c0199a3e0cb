"""The codebook's words and signs in templates."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from reactions.extraction.codebook import KINDS, Group, Kind
from reactions.models import Article, Evidence, Stance
from reactions.wording import GROUPS, deed, party

register = template.Library()


@register.filter
def kind_label(kind: str) -> str:
    return KINDS[Kind(kind)].label


@register.filter
def kind_code(kind: str) -> str:
    return KINDS[Kind(kind)].code


@register.filter
def group_name(group: str) -> str:
    return GROUPS[Group(group)].name


@register.filter
def group_sign(group: str) -> str:
    return GROUPS[Group(group)].sign


@register.filter
def in_words(target: str) -> str:
    """A stance's target as readers meet it."""
    return party(target)


@register.filter
def target_of(stance: Stance) -> str:
    """Whom a stance is towards; an actor by its name."""
    return party(stance.target, stance.target_name)


@register.filter
def what(stance: Stance) -> str:
    """What the actor did by this stance, as the predicate of a sentence."""
    return deed(
        stance.kind, target=stance.target, phase=stance.phase, actor_name=stance.target_name
    )


@register.filter
def percent(value: float) -> str:
    """A share in percent, without decimals; what is nearly all or none is not rounded to it."""
    shown = f"{value:.0f}"
    if shown in ("0", "100") and value != float(shown):
        shown = f"{min(max(value, 0.1), 99.9):.1f}"
    return shown


@register.filter
def day(value: date | datetime | None) -> str:
    """A day as pages write it: 14 Mar 2026."""
    return f"{value.day} {value:%b %Y}" if value else ""


@register.filter
def independent(evidence: Sequence[Evidence]) -> int:
    """How many origins the evidence has: reprints of a text and versions of a page count once."""
    articles = [one.article for one in evidence]
    addresses = {article.pk: article.url or article.pk for article in articles}
    origins = {
        addresses.get(article.reprint_of_id or article.pk, article.reprint_of_id)
        for article in articles
    }
    return len(origins)


@register.filter
def publisher(article: Article | None) -> str:
    """Who published an article, as well as it is known."""
    if not article:  # a missing lookup in a template is an empty string
        return ""
    if article.publisher:
        return article.publisher
    return article.source.name if article.source else "Unnamed source"


@register.filter
def hits(text: str, words: Sequence[str] | None) -> SafeString | str:
    """`text` with every one of `words` marked, wherever it stands."""
    if not words:
        return text
    pattern = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
    parts, end = [], 0
    for found in pattern.finditer(text):
        parts += [escape(text[end : found.start()]), _hit(found.group())]
        end = found.end()
    return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308 (every part is escaped)


def _hit(text: str) -> str:
    return f'<mark class="hit">{escape(text)}</mark>'
