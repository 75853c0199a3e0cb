"""Which of several cues on the same words stands: the longer, the verb, the more specific kind."""

from itertools import pairwise

from reactions.extraction.chunks import Type
from reactions.extraction.cues import Cue
from reactions.extraction.reading import ReadSentence
from reactions.extraction.vocabulary import Vocabulary
from reactions.extraction.words import Tag


def most_specific(cues: list[Cue]) -> list[Cue]:
    """Leave out cues of one kind that lie within another, and the weaker kind on the same words
    (rule 5).
    """
    kept: list[Cue] = []
    passives = [c for c in cues if c.frame == "pass"]
    cues = (
        [
            c
            for c in cues
            if c.frame != "pass"
            or not any(o.kind == c.kind and o.head == c.head and o.frame == "act" for o in cues)
        ]
        if passives
        else cues
    )
    ranked = sorted(
        cues,
        key=lambda c: (c.first - c.end, c.first, c.frame == "pass", not c.pattern.denies),
    )
    for cue in ranked:
        if any(_covers(other, cue) for other in kept):
            continue
        kept.append(cue)
    kept = [cue for cue in kept if not any(_outdoes(other, cue) for other in kept)]
    return sorted(kept, key=lambda c: (c.first, c.end))


def _outdoes(other: Cue, cue: Cue) -> bool:
    """Whether another cue on the same verb has the stronger kind, or refuses what this one would
    give: "unable to accept the results".
    """
    overlaps = other.first < cue.end and cue.first < other.end
    if other.kind == "summon_ambassador" and cue.kind == "condemn":
        return overlaps  # "handed over a note protesting the arrests"
    if other.kind == "reject" and cue.kind in ("side", "support", "concern"):
        return overlaps
    return overlaps and other.head == cue.head and other.kind in _STRONGER.get(cue.kind, ())


_STRONGER = {
    "condemn": {"reject", "sanction"},
    "warn": {"recall_ambassador", "sever_relations"},
    "urge": {
        *("mediate", "neutral", "sanction"),
        *("recall_ambassador", "sever_relations", "summon_ambassador"),
    },
    "sanction": {"recall_ambassador", "sever_relations", "warn"},
    "side": {"recall_ambassador", "sever_relations", "sanction"},
    "mediate": {"summon_ambassador", "recall_ambassador", "sanction", "sever_relations"},
}


def _covers(other: Cue, cue: Cue) -> bool:
    alike = _FRAMES.get(other.frame) == _FRAMES.get(cue.frame)
    if other.first <= cue.first and cue.end <= other.end:
        if other.kind == cue.kind and alike:
            return True
        if {other.kind, cue.kind} == {"monitor", "concern"}:
            return False
        if cue.kind in _STRONGER.get(other.kind, ()):
            return False
        return (
            (alike or other.kind != cue.kind)
            and other.head == cue.head
            and (
                other.end - other.first > cue.end - cue.first
                or other.kind in _STRONGER.get(cue.kind, ())
            )
        )
    return other.kind == cue.kind and other.head == cue.head and alike


_FRAMES = {"noun": "noun", "say": "say"}
"""Frames that do not stand for each other; the others all look for a verb's subject."""

_OBJECT = 10
"""Words from a verb within which its object tells the same again."""
_CLOSELY = frozenset(("closely", "carefully", "attentively", "intently", "vigilantly"))


def standing(read: ReadSentence, cues: list[Cue], vocabulary: Vocabulary) -> list[Cue]:
    """Leave out nouns that are verbs here, and the weaker of two kinds on one verb."""
    kept = [
        cue
        for cue in cues
        if cue.frame != "noun"
        or read.tokens[cue.first].lower not in vocabulary.nouns_too
        or read.clauses.chunks[read.clauses.chunk_at(cue.first)].type is not Type.VERB
    ]
    kept = [
        cue
        for cue in kept
        if not (
            _only_calls(read, cue)
            or _only_names(read, cue)
            or _is_decided(read, cue)
            or _is_of_services(read, cue)
        )
    ]
    chunk_at = read.clauses.chunk_at
    worried = {chunk_at(cue.head) for cue in kept if cue.kind == "concern"}
    kept = [
        cue
        for cue in kept
        if not (_is_told_by_passive(read, cue, kept) or _is_lodged(read, cue, kept))
    ]
    return [
        cue
        for cue in kept
        # "Follows with concern" is concern alone, "closely and with concern" is both.
        if not (
            cue.kind == "monitor"
            and _verb_of(read, cue) in ("follow", "watch")
            and chunk_at(cue.head) in worried
            and not _CLOSELY & {t.lower for t in read.tokens[cue.head : cue.head + _OBJECT]}
        )
    ]


def _is_lodged(read: ReadSentence, cue: Cue, cues: list[Cue]) -> bool:
    """Whether a protest is what an envoy is summoned for: "summoned her in Oslo to protest at"."""
    if cue.kind != "condemn" or read.tokens[cue.head].lemma != "protest":
        return False
    return any(
        other.kind == "summon_ambassador" and other.first < cue.head <= other.end + _OBJECT
        for other in cues
    )


def _is_of_services(read: ReadSentence, cue: Cue) -> bool:
    """Whether ties that are cut are not those of two states, a sanction: "military contacts"."""
    words = read.lowers[cue.head + 1 : cue.end]
    ties = not _DEALINGS.isdisjoint(words)
    return cue.kind == "sever_relations" and ties and not _SERVICES.isdisjoint(words)


_DEALINGS = frozenset(("contacts", "ties", "relations", "links", "cooperation", "dealings"))
_SERVICES = frozenset(("military", "defence", "defense", "high-level", "trade"))


def _only_calls(read: ReadSentence, cue: Cue) -> bool:
    """Whether a verb that could name something calls for it: "called for an end to the tragedy",
    "called the army to end the bloodshed".
    """
    following = read.tokens[cue.head + 1].lower if cue.head + 1 < len(read.tokens) else ""
    return (
        cue.frame == "act"
        and cue.kind in ("concern", "condemn", "reject")
        and read.tokens[cue.head].lemma == "call"
        and (
            following in ("for", "on", "upon", "in", "off")
            or any(
                token.tag is Tag.NAME and after.tag is Tag.TO
                for token, after in pairwise(read.tokens[cue.head : cue.end])
            )
        )
    )


def _only_names(read: ReadSentence, cue: Cue) -> bool:
    """Whether a verb that could call for something names it: "called the coup a step back for"."""
    following = read.tokens[cue.head + 1] if cue.head + 1 < len(read.tokens) else None
    return (
        cue.kind == "urge"
        and cue.frame == "act"
        and read.tokens[cue.head].lemma == "call"
        and following is not None
        and following.tag in (Tag.DET, Tag.PRON)
        and "for" in read.lowers[cue.head : cue.end]
    )


def _is_decided(read: ReadSentence, cue: Cue) -> bool:
    """Whether a sanction to come is no threat any more: "announced that it would impose bans"."""
    if cue.kind != "warn" or cue.frame != "act" or read.tokens[cue.head].lemma != "impose":
        return False
    return is_announced(read, read.clauses.chunks[read.clauses.chunk_at(cue.head)].first)


def is_announced(read: ReadSentence, verb: int) -> bool:
    """Whether the verb group that begins at word `verb` tells what has been decided."""
    before = read.tokens[max(0, verb - _OBJECT) : verb]
    return any(token.lemma in _ANNOUNCING and token.tag is Tag.VERB for token in before)


_ANNOUNCING = frozenset(("announce", "decide", "agree", "confirm"))


def _is_told_by_passive(read: ReadSentence, cue: Cue, cues: list[Cue]) -> bool:
    """Whether a passive without agent has a cue of its own: "its envoy was recalled"."""
    if cue.frame != "act":
        return False
    position = read.clauses.chunk_at(cue.head)
    return (
        told_as_passive(read, position)
        and any(o.kind == cue.kind and o.head == cue.head and o.frame == "pass" for o in cues)
        and read.clauses.agent(position) is None
    )


def told_as_passive(read: ReadSentence, position: int) -> bool:
    """Whether a verb group is passive, also as headlines have it: "Czech ambassador recalled"."""
    chunk = read.clauses.chunks[position]
    if chunk.passive:
        return True
    form = read.tokens[chunk.head].form if chunk.type is Type.VERB else None
    following = read.tokens[chunk.end] if chunk.end < len(read.tokens) else None
    return (
        chunk.first == chunk.head
        and form is not None
        and form.is_past
        and read.tokens[chunk.first - 1].tag is not Tag.COMMA
        and not any(c.type is Type.VERB for c in read.clauses.chunks[:position])
        and (following is None or following.tag in (Tag.STOP, Tag.PREP, Tag.TO))
    )


def _verb_of(read: ReadSentence, cue: Cue) -> str:
    chunk = read.clauses.chunks[read.clauses.chunk_at(cue.head)]
    return read.tokens[chunk.head].lemma if chunk.type is Type.VERB else ""
