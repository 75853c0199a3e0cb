"""How far an act has come: announced, in force, or ended."""

from reactions.extraction.chunks import Type
from reactions.extraction.codebook import Kind, Phase
from reactions.extraction.cues import Cue
from reactions.extraction.reading import ReadSentence

ACTS = frozenset({Kind.MEDIATE, Kind.RECALL_AMBASSADOR, Kind.SANCTION, Kind.SEVER_RELATIONS})


def find_phase(read: ReadSentence, cue: Cue, kind: Kind, *, future: bool) -> Phase | None:
    """Return the phase of an act, None for a statement.

    `future` tells that the day named beside the act lies after publication.
    """
    if cue.pattern.row.phase:
        return Phase(cue.pattern.row.phase)
    if kind not in ACTS:
        return None
    position = read.clauses.chunk_at(cue.head)
    chunk = read.clauses.chunks[position]
    if future:
        return Phase.ANNOUNCED
    if chunk.type is Type.VERB:
        if chunk.modal in ("will", "would", "shall"):
            return Phase.ANNOUNCED
        if chunk.mood == "inf":
            return Phase.ANNOUNCED
        if read.tokens[chunk.head].lemma in (
            "offer",
            "promise",
            "pledge",
            "propose",
            "request",
            "ask",
            "call",
            "plan",
            "agree",
            "seek",
        ):
            return Phase.ANNOUNCED
    return Phase.IN_FORCE
