"""What a whole sentence makes of its acts: denied, asked about, only expected, or long before the
crisis (codebook rules 4 and 7).
"""

import re

from reactions.extraction.chunks import Chunk, Type
from reactions.extraction.cues import Cue
from reactions.extraction.reading import ReadSentence
from reactions.extraction.words import Tag

_BELIED = re.compile(
    r"\bno truth (?:in|to)\b|"
    r"\b[Dd]en(?:y|ies|ied|ying) (?:(?:media|press|the|all|any) )*(?:reports?|claims?|rumou?rs|"
    r"allegations|suggestions)\b|"
    r"\b(?:reports?|rumou?rs|claims?|suggestions) (?:that|of)\b.{0,160}"
    r"\b(?:is|are|was|were) (?:\w+ )?(?:baseless|false|untrue|wrong|unfounded|incorrect|fake|"
    r"groundless|invented|fabricated)\b"
)
_BELYING = frozenset(("truth", "report", "reports", "rumours", "rumors", "rumour", "rumor",
                      "claim", "claims", "allegations", "suggestion", "suggestions"))  # fmt: skip
_OPEN = re.compile(
    r"\b[Ii]t (?:is|was|seems|seemed|remains|remained) (?:\w+ ){0,2}?(?:expected|likely|unlikely|"
    r"unclear|certain|uncertain|doubtful|possible|conceivable|thought|assumed|rumou?red|believed|"
    r"improbable|doubted|open)\b"
)
_SUPPOSED = re.compile(
    r"\bwere (?:it|he|she|they|there|the \w+) to\b|\bshould (?:it|they|he) come\b"
)
_BEFORE = re.compile(
    r"\b[Bb]efore (?:the |this |last \w+'s )?(?:\w+ )?(?:coup|putsch|takeover|mutiny|army|soldiers|"
    r"troops|invasion|war|massacre|uprising|crackdown|protests|crisis|election|vote|poll|ballot|"
    r"referendum|siege|annexation|arrests?|attack|assassination)\b"
)
_PAST_TIMES = re.compile(
    r"\b(?:[Aa]fter|[Ff]ollowing|[Ss]ince) the (?:last|previous) "
    r"(?:one|coup|putsch|election|crisis|time)\b|\b[Ll]ast time\b|\bin the past\b"
)
_PAST_WORDS = frozenset(("last", "previous", "past"))
"""The words that `_PAST_TIMES` needs."""
_ASKED = ("QUESTION:", "Question:", "Q:", "Q.")
_SUPPOSING = frozenset(("imagine", "suppose", "supposing", "assuming"))
_ASKING = 8
"""Words in which a sentence that opens with "Asked" comes to "if" or "whether"."""


def unreal(read: ReadSentence, cue: Cue) -> str | None:
    """Why nothing that a cue tells is so, by what the sentence says of it; None if it may be."""
    return _by_its_form(read, cue) or _by_its_words(read, cue) or _by_its_verb(read, cue)


def _by_its_form(read: ReadSentence, cue: Cue) -> str | None:
    """What the sentence is: a question, a supposition, a correction, a look back."""
    if read.text.rstrip("\"”’' ").endswith("?") or read.text.startswith(_ASKED):
        return "a question"
    if read.lowers[0] in _SUPPOSING and cue.first:
        return "only imagined (suppose)"
    if read.text.startswith(("Correction", "CORRECTION")):
        return "a correction"
    if not _PAST_WORDS.isdisjoint(read.lowers) and _PAST_TIMES.search(read.text):
        return "background (rule 7)"
    return None


def _by_its_words(read: ReadSentence, cue: Cue) -> str | None:
    """What words elsewhere in the sentence make of a cue: "denied reports", "asked whether"."""
    words = read.lowers
    if not _BELYING.isdisjoint(words) and _BELIED.search(read.text) and cue.frame != "talk":
        return "denied"
    if _is_asked_about(read, cue) or _is_reported_question(read, cue):
        return "only asked about"
    return None


def _by_its_verb(read: ReadSentence, cue: Cue) -> str | None:
    """What the tense and mood of its verb make of a cue: "was to have flown", "had cautioned"."""
    words = read.lowers
    chunk = read.clauses.phrase_at(cue.head)
    if chunk.mood == "inf" and chunk.perfect and _was_to(words, chunk):
        return "not done (was to have)"
    imagined = chunk.modal in ("would", "could", "might", "may")
    if imagined and cue.kind != "warn":
        if words[0] == "should" or _SUPPOSED.search(read.text):
            return "only imagined (should)"
        if "it" in words and _OPEN.search(read.text):
            return "only expected (it is)"
    if cue.kind in _BACKING and _is_told_aside(read, chunk):
        return "background (rule 7)"
    if _is_past_perfect(read, chunk) and "before" in words and _BEFORE.search(read.text):
        return "background (rule 7)"
    if "time" in words and _is_at_that_time(read, cue):
        return "background (rule 7)"
    if chunk.mood == "ing" and words[max(0, chunk.first - 2) : chunk.first] == ["short", "of"]:
        return "not done (short of)"
    return None


def _is_asked_about(read: ReadSentence, cue: Cue) -> bool:
    """Whether words are what somebody was asked: "Asked if it would pull out its envoy, he ...",
    "The minister was asked whether he condemned the coup and left".
    """
    words = read.lowers
    if words[0] not in ("asked", "questioned", "pressed"):
        return False
    opening = words[1:_ASKING]
    if "if" not in opening and "whether" not in opening:
        return False
    comma = next((i for i, token in enumerate(read.tokens) if token.tag is Tag.COMMA), 0)
    return cue.first < comma


def _is_reported_question(read: ReadSentence, cue: Cue) -> bool:
    """Whether words are a question that is told without its mark: "Would Peru halt its aid, a
    reporter asked".
    """
    first = read.tokens[0]
    opens = first.tag in (Tag.MODAL, Tag.DO, Tag.HAVE, Tag.BE)
    return opens and not _ASKERS.isdisjoint(read.lowers[cue.end :])


_ASKERS = frozenset(("asked", "asks", "wondered"))


def _is_at_that_time(read: ReadSentence, cue: Cue) -> bool:
    """Whether what is told belongs to another time: "the arrests were condemned at the time"."""
    at = read.lowers.index("time")
    if read.lowers[max(0, at - 2) : at] not in (["at", "the"], ["at", "that"]):
        return False
    if read.lowers[at + 1 : at + 2] in (["of"], ["when"], ["that"]):
        return False
    between = read.tokens[min(at, cue.head) : max(at, cue.head)]
    return all(token.tag not in (Tag.COMMA, Tag.STOP, Tag.QUOTE) for token in between)


_BACKING = frozenset(("side", "support"))


def _is_told_aside(read: ReadSentence, chunk: Chunk) -> bool:
    """Whether a verb group recalls in an aside what somebody has done before: "Macron, who has
    backed the president, said".
    """
    position = read.clauses.chunk_at(chunk.first)
    aside = position > 1 and read.clauses.chunks[position - 1].type is Type.REL
    comma = aside and read.clauses.chunks[position - 2].type is Type.COMMA
    return comma and chunk.perfect and read.lowers[chunk.first] in ("has", "have")


def _was_to(words: list[str], chunk: Chunk) -> bool:
    """Whether an infinitive tells what had been planned only: "was to have flown"."""
    return words[chunk.first - 1] in ("was", "were") or words[chunk.first - 2 : chunk.first] == [
        *("due", "to")
    ]


def _is_past_perfect(read: ReadSentence, chunk: Chunk) -> bool:
    """Whether a verb group tells of what had been done by then: "had cautioned"."""
    return chunk.type is Type.VERB and chunk.perfect and read.lowers[chunk.first] == "had"
