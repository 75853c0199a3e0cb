"""Once an article, one telling: joins drafts of the same utterance or act (codebook rule 9 and
clarifications).
"""

from collections.abc import Iterable
from dataclasses import replace

from reactions.extraction.codebook import DayPrecision, Kind
from reactions.extraction.types import Draft

_ACTS = frozenset(
    {Kind.SUMMON_AMBASSADOR, Kind.RECALL_AMBASSADOR, Kind.SANCTION, Kind.SEVER_RELATIONS}
)
_QUOTES = ('"', "\u201c", "\u00ab", "''")
NEAR = 600
"""Characters between two tellings of one utterance."""
NEAR_BEHIND = 250
"""The same, where the telling without a name comes second: it is rather another's."""
LEAD = 300
"""Characters in which a lead tells what follows."""
OPENING = 60
"""Characters in which the line begins that opens a text: often its title again."""


def merge(drafts: Iterable[Draft]) -> list[Draft]:
    """Return one draft for each stance, in the order of their evidence."""
    kept: list[Draft] = []
    for draft in _without_led(list(drafts)):
        for position, other in enumerate(kept):
            if _is_same(other, draft):
                kept[position] = _joined(other, draft)
                break
        else:
            kept.append(draft)
    return sorted(kept, key=lambda draft: (draft.evidence.start, draft.cue.start, draft.actor))


def _without_led(drafts: list[Draft]) -> list[Draft]:
    """Leave out what a heading tells where something better follows ("Named only in a lead")."""
    told = {(draft.actor, draft.kind) for draft in drafts if not draft.rule.endswith("heading")}
    actors = {draft.actor for draft in drafts if not draft.rule.endswith("heading")}
    return [
        draft
        for draft in drafts
        if not draft.rule.endswith("heading")
        or (
            (draft.actor, draft.kind) not in told
            and (draft.actor not in actors or (draft.target and not _is_lead(draft)))
        )
    ]


def _is_lead(draft: Draft) -> bool:
    """Whether it is a sweep over the world: "From Oslo to Tokyo, governments condemned"."""
    return draft.rule.endswith("lead, heading")


def _is_same(one: Draft, other: Draft) -> bool:
    if (one.actor, one.kind) != (other.actor, other.kind):
        return False
    if one.target and other.target and one.target != other.target:
        return False
    if one.official and other.official and one.official != other.official:
        return False
    if (one.phase == "ended") != (other.phase == "ended"):
        return False
    if (one.official is None) != (other.official is None) and not _may_be_one_telling(one, other):
        return False
    return one.day == other.day or one.day_span is None or other.day_span is None


def _may_be_one_telling(one: Draft, other: Draft) -> bool:
    """Whether a telling without a name can be that of a name: it leads, or they stand close
    together.
    """
    unnamed, named = (one, other) if one.official is None else (other, one)
    if unnamed.kind in _ACTS:
        return True  # an act is done once, however often it is told
    if "joint" in unnamed.rule.rsplit("/", 1)[-1]:
        return unnamed.evidence.end <= LEAD < named.evidence.start
    ahead = named.evidence.start - unnamed.evidence.end
    behind = unnamed.evidence.start - named.evidence.end
    return (ahead <= NEAR and behind <= NEAR_BEHIND) or unnamed.evidence.start < LEAD


def _joined(one: Draft, other: Draft) -> Draft:
    """The clearer of two tellings, with what only the other one tells."""
    better, worse = (other, one) if _clarity(other) > _clarity(one) else (one, other)
    dated = _dated(better, worse)
    named = better if better.official else worse
    return replace(
        better,
        target=better.target or worse.target,
        official=named.official,
        office=named.office if named.official else better.office,
        official_span=named.official_span,
        day=dated.day,
        day_precision=dated.day_precision,
        day_span=dated.day_span,
    )


def _dated(better: Draft, worse: Draft) -> Draft:
    """The telling that dates a stance: the better one if it tells the day, else the one that does;
    if neither does, the one whose day was carried on from before rather than that of publication.
    """
    if better.day_span is None and worse.day_span is None:
        return min(better, worse, key=lambda draft: draft.day)
    if better.day_span and worse.day_span and worse.day_precision is DayPrecision.DAY:
        return better if better.day_precision is DayPrecision.DAY else worse
    return better if better.day_span else worse


def _clarity(draft: Draft) -> tuple[int, int]:
    """How well a telling serves as the evidence; of two that serve as well, the first.

    For it speak that the official is named, best where it stands, a verb of its own, a quotation,
    and that the day and the side are told; against it, that it is the lead, which sums up what
    follows, or a heading, or that its actor is carried over from elsewhere.
    """
    evidence, how = draft.evidence, draft.rule.rsplit("/", 1)[-1]
    frame = draft.rule.split(":")[0].split(".")[-1]
    name = draft.official_span
    for_it = (
        2 * (draft.official is not None)
        + (name is not None and evidence.start <= name.start < evidence.end)
        + (draft.day_span is not None)
        + (draft.target is not None)
        + (frame == "act")
        + any(mark in evidence.text for mark in _QUOTES)
    )
    against = (
        (evidence.start < LEAD)
        + (evidence.start < OPENING)
        + 2 * how.startswith(("last spoken of", "the document's author"))
        + how.endswith("heading")
    )
    return for_it - against, -evidence.start
