"""Tells what is not to be coded: negated, imagined, asked, expected or long past (codebook rules
4 and 7).
"""

from collections.abc import Callable

from reactions.extraction import own_affairs, pending
from reactions.extraction.cues import Cue
from reactions.extraction.lookalikes import only_looks_alike
from reactions.extraction.modality import by_phrase, negated_within, on_condition
from reactions.extraction.reading import ReadSentence
from reactions.extraction.unreal import unreal

_CASES: tuple[tuple[Callable[[ReadSentence, Cue], bool], str], ...] = (
    (own_affairs.handles_own_envoy, "its own envoy"),
    (own_affairs.only_approves, "sanctioned as approved"),
    (own_affairs.is_shut_for_safety, "shut for safety"),
    (pending.is_threat, "a threat, not yet an act"),
    (pending.is_rumored, "only rumoured"),
    (pending.is_draft, "only a draft"),
    (own_affairs.cares_for_nationals, "care for one's own nationals"),
    (pending.is_feared, "only feared"),
    (pending.is_supposed, "only if it is so"),
    (pending.is_forecast, "a forecast"),
    (only_looks_alike, "other words that look alike"),
    (pending.is_apparent, "only apparent"),
    (pending.is_backdrop, "a backdrop, nobody's words"),
    (pending.is_not_done_yet, "not done yet"),
    (own_affairs.is_own_affair, "an affair of its own"),
    (pending.is_asked, "asked of somebody else"),
    (pending.is_end_to_come, "not done yet"),
    (pending.is_readiness, "a threat, not yet a sanction"),
)
"""What makes a cue none by the words around it, with the reason given; the first that holds."""


def exclusion(read: ReadSentence, cue: Cue) -> str | None:
    """Return why the clause of `cue` is not coded, or None if it is real."""
    return (
        unreal(read, cue)
        or negated_within(read, cue)
        or on_condition(read, cue)
        or next((reason for holds, reason in _CASES if holds(read, cue)), None)
        or by_phrase(read, cue)
    )
