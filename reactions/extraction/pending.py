"""Tells what is not done yet, or only in words that nobody means: threats, drafts, rumors,
forecasts, what is asked of others (codebook rule 4).
"""

import re

from reactions.extraction.chunks import Chunk, Type
from reactions.extraction.cues import Cue
from reactions.extraction.governed import is_asked_of_somebody
from reactions.extraction.precedence import is_announced
from reactions.extraction.reading import ReadSentence
from reactions.extraction.vocabulary import word_list
from reactions.extraction.words import Form, Tag

_PROTESTS = frozenset(("sanction", "sever_relations", "recall_ambassador", "summon_ambassador"))
_ACTS_ASKED = frozenset(("warn", "sanction", "mediate"))
_CLAUSE = 12
_TOLD = 10
"""Words before "that" in which a rumor is named: "a report, carried by a Beirut paper, that"."""
_DRAFT_NEAR = 9
_FEAR_NEAR = 5
_BACKDROP_NEAR = 3
_CONSEQUENCE_NEAR = 9
_WARNING = 16
"""Words behind "warned" in which it is told of what."""
_OPENING = 4
"""Words at the beginning of a sentence that are too few for a quotation that it tells of."""
_THE_DAY = re.compile(r"\b[Tt]he (?:day|moment|minute) (?:an?|any|one|he|she|they|it)\b")
_IMPOSING = frozenset(("impose", "slap", "introduce"))
_DRAFTED = frozenset(("draft", "proposed"))
_RUMORS = frozenset((
    *("report", "reports", "rumour", "rumours", "rumor", "rumors", "speculation"),
    *("suggestion", "suggestions", "story", "stories", "talk", "gossip", "leaflet", "leaflets"),
))  # fmt: skip
_DOUBTED = frozenset(("rumoured", "rumored", "granted", "doubtful"))
_FEARED = frozenset(("fear", "fears", "risk", "avoid", "prevent", "refrain"))
_FORESEEING = frozenset(("could", "might", "may", "risk", "risks", "risked"))
_THREATS = word_list("threats")
_CONSEQUENCES = frozenset((
    *("consequences", "sanctions", "measures", "action", "isolation", "suspension", "unless"),
    *("repercussions", "face", "aid", "suspended", "expelled", "sanctioned", "excluded", "cut"),
    *("backlash", "wrath", "price", "cost", "costs"),
    *("retaliation", "reprisals", "response", "punishment", "intervention", "force", "embargo"),
))  # fmt: skip
_READY = frozenset(("ready", "prepared", "willing", "poised", "determined"))
_THREATENING = frozenset(("threaten", "prepare", "vow"))
_UNABLE = (["unable", "to"], ["unwilling", "to"], ["reluctant", "to"])
_TO_COME = (["yet", "to"], ["about", "to"])
_NOT_YET = (["not", "yet"], ["n't", "yet"])


def is_threat(read: ReadSentence, cue: Cue) -> bool:
    """Whether an act is still to come, on a condition: "will impose bans", "will stop aid if",
    "the day they shoot, we leave".
    """
    if cue.kind not in _PROTESTS:
        return False
    chunk = read.clauses.phrase_at(cue.head)
    to_come = chunk.type is Type.VERB and chunk.modal in ("will", "would")
    if to_come and (_imposes(read, chunk) or _on_condition(read, cue)):
        return True
    present = read.tokens[chunk.head].form in (Form.BASE, Form.PRESENT)
    return (present or to_come) and _THE_DAY.search(read.text) is not None


def _imposes(read: ReadSentence, chunk: Chunk) -> bool:
    """Whether a verb group is of imposing, unless that is announced as decided."""
    return read.tokens[chunk.head].lemma in _IMPOSING and not is_announced(read, chunk.first)


def _on_condition(read: ReadSentence, cue: Cue) -> bool:
    """Whether an act to come hangs on a condition that follows: "will stop aid if"."""
    following = read.lowers[cue.end : cue.end + _CLAUSE]
    return "if" in following or "unless" in following


def is_rumored(read: ReadSentence, cue: Cue) -> bool:
    """Whether an act only stands in what is rumored: "reports that Peru had expelled him"."""
    if cue.kind not in _PROTESTS:
        return False
    before = read.lowers[max(0, cue.head - _CLAUSE - _TOLD) : cue.head]
    if "that" not in before:
        return False
    if not _DOUBTED.isdisjoint(before):
        return True  # "it was rumored that", "takes it for granted that"
    told = before[: len(before) - before[::-1].index("that") - 1]
    return not _RUMORS.isdisjoint(told[-_TOLD:])


def is_draft(read: ReadSentence, cue: Cue) -> bool:
    """Whether an act only stands in a text that is not agreed: "a draft resolution condemning"."""
    if cue.frame == "say" or _DRAFTED.isdisjoint(read.lowers):
        return False
    before = read.tokens[max(0, cue.first - _DRAFT_NEAR) : cue.first]
    return any(token.lower in _DRAFTED and token.tag is not Tag.VERB for token in before)


def is_feared(read: ReadSentence, cue: Cue) -> bool:
    """Whether words of blame tell what somebody fears or would avoid: "the risk of a massacre"."""
    if cue.kind != "condemn" or cue.frame != "say":
        return False
    return not _FEARED.isdisjoint(read.lowers[max(0, cue.first - _FEAR_NEAR) : cue.first])


def is_supposed(read: ReadSentence, cue: Cue) -> bool:
    """Whether words of blame stand in a sentence that opens with "If": "If it is a coup, ..."."""
    opens = read.text.startswith(("If ", "“If ", '"If '))
    return opens and cue.kind == "condemn" and cue.frame == "say"


def is_forecast(read: ReadSentence, cue: Cue) -> bool:
    """ "Warned that it could destabilise the region" foresees, it does not threaten."""
    if cue.kind != "warn" or read.tokens[cue.head].lemma != "warn":
        return False
    after = read.lowers[cue.end : cue.end + _WARNING]
    if after[:1] in (["that"], [","], [":"]) and _THREATS.isdisjoint(after[1:]):
        return True
    if _follows_quoted(read, cue) and _THREATS.isdisjoint(read.lowers[: cue.first]):
        return True
    if after[:1] in (["of"], ["about"]):
        return _CONSEQUENCES.isdisjoint(after[:_CONSEQUENCE_NEAR])
    return not _FORESEEING.isdisjoint(after) and _CONSEQUENCES.isdisjoint(after)


def _follows_quoted(read: ReadSentence, cue: Cue) -> bool:
    """Whether a verb only tells who said what stands before it: '"It cannot go on," warned X'."""
    if cue.first <= _OPENING or read.tokens[cue.head].form is Form.ING:
        return False
    return read.tokens[cue.first - 1].tag in (Tag.QUOTE, Tag.COMMA)


def is_apparent(read: ReadSentence, cue: Cue) -> bool:
    """Whether words tell how something seems to a reporter: "appeared worried"."""
    if cue.frame != "say" or not cue.first:
        return False
    return read.tokens[cue.first - 1].lemma in ("appear", "seem")


def is_backdrop(read: ReadSentence, cue: Cue) -> bool:
    """Whether a noun only tells amid what something happens: "amid deepening concern at"."""
    if cue.frame != "say" or cue.kind not in ("concern", "condemn"):
        return False
    before = read.lowers[max(0, cue.first - _BACKDROP_NEAR) : cue.first]
    return "amid" in before or "amidst" in before


def is_not_done_yet(read: ReadSentence, cue: Cue) -> bool:
    """Whether an act is still to come: "has yet to recognise", "is about to recall"."""
    before = read.lowers[max(0, cue.head - 2) : cue.head]
    if before in _UNABLE and cue.kind in ("side", "support", "solidarity"):
        return True
    if before in _TO_COME and read.tokens[cue.head].tag is Tag.INF:
        return True
    if cue.frame != "act" or cue.kind in ("monitor", "neutral", "urge", "warn"):
        return False
    return before in _NOT_YET


def is_asked(read: ReadSentence, cue: Cue) -> bool:
    """Whether words stand in what others are to do: "called on it to take all measures"."""
    if cue.frame != "say" or cue.kind not in _ACTS_ASKED:
        return False
    chunks = read.clauses.chunks
    for j in range(read.clauses.chunk_at(cue.first), -1, -1):
        if chunks[j].type in (Type.STOP, Type.SUB, Type.REL):
            return False
        if chunks[j].type is Type.VERB:
            return chunks[j].mood == "inf" and is_asked_of_somebody(read, j)
    return False


def is_end_to_come(read: ReadSentence, cue: Cue) -> bool:
    """Whether an act is still to be ended: "to lift the ban", "may return its envoy"."""
    if cue.pattern.row.phase != "ended":
        return False
    chunk = read.clauses.phrase_at(cue.head)
    return chunk.mood == "inf" or bool(chunk.modal)


def is_readiness(read: ReadSentence, cue: Cue) -> bool:
    """Whether a sanction is what somebody is "ready", "prepared" or "threatening" to do."""
    chunk = read.clauses.phrase_at(cue.head)
    if cue.kind != "sanction" or chunk.mood != "inf" or not chunk.first:
        return False
    before = read.tokens[chunk.first - 1]
    return before.lower in _READY or before.lemma in _THREATENING
