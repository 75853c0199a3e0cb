"""From what a request states to what `curation` takes."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from reactions.api.problems import FieldError, Problem
from reactions.curation import EvidenceSpan, StanceFields
from reactions.models import Article, Official


def statement_of(
    said: Mapping[str, Any], stated: StanceFields | None, *, published: date | None
) -> StanceFields:
    """What is stated of a stance: `stated` as it stood, with what the body says in its place.

    Raises Problem `invalid` for an official who is not known, unless the body says that he may be
    new, and for a day after the article was published.
    """
    if "day" in said and published and said["day"] > published:
        raise _invalid("day", "The day is after the article was published.")
    changes = {
        name: said[name]
        for name in ("actor", "kind", "day", "day_precision", "office")
        if name in said
    }
    changes |= {name: said[name] or "" for name in ("target", "phase") if name in said}
    if "official" in said:
        changes["official"] = _official(said["official"], may_be_new=said.get("new_official"))
    return replace(stated, **changes) if stated else StanceFields(**changes)


def _official(name: str | None, *, may_be_new: bool | None) -> Official | None:
    words = " ".join((name or "").split())
    if not words:
        return None
    known = Official.objects.named(words) if may_be_new else Official.objects.known(words)
    if known is None:
        names = list(Official.objects.values_list("name", flat=True))
        near = difflib.get_close_matches(words, names, n=1)
        mend = f"Did you mean {near[0]!r}?" if near else "Send `new_official` for a new one."
        raise _invalid("official", f"There is no official {words!r} yet. {mend}")
    return known


def span_of(said: Mapping[str, Any]) -> EvidenceSpan:
    """The words that a body points to. Raises Problem `invalid` where they are not there."""
    article = Article.objects.filter(pk=said["article"]).first()
    if article is None:
        raise _invalid("evidence/article", f"There is no article {said['article']}.")
    if not said["start"] < said["end"] <= len(article.text):
        detail = f"The text has {len(article.text)} characters; end lies after start, within it."
        raise _invalid("evidence/end", detail)
    return EvidenceSpan(article, said["start"], said["end"])


def _invalid(place: str, detail: str) -> Problem:
    return Problem("invalid", errors=[FieldError(pointer=f"/{place}", detail=detail)])
