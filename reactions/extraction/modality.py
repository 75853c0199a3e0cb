"""Tells what the grammar around a cue makes of it: negated, on a condition, only possible,
demanded (codebook rule 4).
"""

from collections.abc import Sequence

from reactions.extraction.chunks import Chunk, Type
from reactions.extraction.cues import Cue
from reactions.extraction.governed import POSSIBLE, governed
from reactions.extraction.reading import ReadSentence
from reactions.extraction.vocabulary import word_list
from reactions.extraction.words import Form, Tag, Token

_CONDITION = frozenset(("if", "unless", "whether", "lest"))
_CONDITION_NEAR = 25
"""Words before a verb within which the condition begins that it stands in."""
_STATEMENTS = word_list("statements")
_WEIGHING = word_list("weigh")
_MANDATING = frozenset(("ask", "demand", "insist", "order", "propose", "request", "require"))
_ENDING = frozenset((
    *("condemn", "denounce", "criticise", "criticize", "end", "stop", "halt", "lack"),
    *("withdraw", "withhold", "deny", "refuse", "revoke", "reject", "decline"),
))  # fmt: skip
_NEGATING = frozenset(("no", "without", "despite", "not"))
_NOUN_NEAR = 3


def negated_within(read: ReadSentence, cue: Cue) -> str | None:
    """Why a cue is not coded that holds a negation which is not its pattern's: "backs no side"."""
    end = cue.end
    if cue.kind == "urge" and read.lowers[end - 2 : end] == ["not", "to"]:
        end -= 2  # "asked it not to use force"
    if cue.pattern.negates:
        return None
    within = read.tokens[cue.first : end]
    negated = any(t.tag is Tag.NEG or t.lower in ("no", "neither") for t in within)
    return "negated" if negated else None


def on_condition(read: ReadSentence, cue: Cue) -> str | None:
    """Why a cue in an if-clause is not coded; to warn on a condition is to warn."""
    if _CONDITION.isdisjoint(read.lowers):
        return None
    word = _condition(read, cue)
    if word is None or (cue.kind == "warn" and word != "whether"):
        return None
    return f"in a condition ({word})"


def _condition(read: ReadSentence, cue: Cue) -> str | None:
    """The word that opens the if-clause in which a cue stands, if it stands in one."""
    for i in range(cue.head, max(-1, cue.head - _CONDITION_NEAR), -1):
        token = read.tokens[i]
        if token.lower in _CONDITION and token.tag is Tag.SUB and i != cue.first:
            within = i < cue.first and not _is_over(read.tokens[i + 1 : cue.head])
            return token.lower if within else None
        if token.tag is Tag.STOP:
            return None
    return None


def _is_over(between: Sequence[Token]) -> bool:
    """Whether an if-clause has come to its end: "if they shoot, we will", by verb and comma."""
    return {Tag.COMMA, Tag.VERB} <= {token.tag for token in between}


def by_phrase(read: ReadSentence, cue: Cue) -> str | None:
    """Why a cue is not coded by the verb group or the noun phrase that its head stands in."""
    position = read.clauses.chunk_at(cue.head)
    chunk = read.clauses.chunks[position]
    if chunk.type is not Type.VERB:
        return _by_noun(read, cue)
    return _by_verb(read, cue, chunk) or governed(read, cue, position)


def _by_verb(read: ReadSentence, cue: Cue, chunk: Chunk) -> str | None:
    """What a verb group says of itself: negated, demanded, possible, imagined, an obligation."""
    if not cue.pattern.negates and _is_negated(read, chunk):
        return "negated"
    if cue.frame == "act" and _is_demanded(read, chunk):
        return "asked of somebody else"
    refused = chunk.negated and cue.pattern.negates  # "cannot accept" is certain
    if chunk.modal in POSSIBLE and cue.frame != "say" and not refused:
        return f"only possible ({chunk.modal})"
    opened = _by_opening(read, cue, chunk)
    if opened:
        return opened
    if chunk.modal == "would" and cue.kind not in _STATEMENTS and chunk.perfect:
        return "only imagined (would have)"
    if chunk.modal == "must" and cue.frame == "act":
        return "an obligation"
    if chunk.mood == "inf" and cue.frame != "say" and read.lowers[chunk.first - 1] == "ought":
        return "only possible (ought)"
    return None


def _is_negated(read: ReadSentence, chunk: Chunk) -> bool:
    """Whether a verb group is negated within or by the word before: "without condemning"."""
    if chunk.negated:
        return True
    before = read.tokens[chunk.first - 1] if chunk.first else None
    return before is not None and (before.tag is Tag.NEG or before.lower in ("no", "without"))


def _by_opening(read: ReadSentence, cue: Cue, chunk: Chunk) -> str | None:
    """What the first word of a sentence makes of its verb: "Neither has", "If so, it would"."""
    opening = read.lowers[0]
    if opening == "neither" and all(t.tag is not Tag.COMMA for t in read.tokens[: cue.first]):
        return "negated"
    if opening in _CONDITION and chunk.modal in ("would", "will") and cue.kind != "warn":
        return "only imagined (if)"
    return None


def _is_demanded(read: ReadSentence, chunk: Chunk) -> bool:
    """Whether a verb is what somebody demands: "requiring that Peru and Chile recall"."""
    if chunk.modal or read.tokens[chunk.head].form is not Form.BASE:
        return False
    for before in reversed(read.clauses.chunks[: read.clauses.chunk_at(chunk.first)]):
        if before.type is Type.VERB:
            return read.tokens[before.head].lemma in _MANDATING
        if before.type is Type.SUB and read.lowers[before.first] != "that":
            return False
        if before.type in (Type.COMMA, Type.STOP, Type.REL, Type.QUOTE):
            return False
    return False


def _by_noun(read: ReadSentence, cue: Cue) -> str | None:
    """What the words before a noun make of it: "no support", "weighs sanctions", "ends its aid"."""
    before = read.tokens[max(0, cue.first - _NOUN_NEAR) : cue.first]
    if not cue.pattern.negates and any(token.lower in _NEGATING for token in before):
        return "negated"
    if any(token.lemma in _WEIGHING for token in before):
        return "only considered"
    if cue.kind in ("side", "mediate") and any(token.lemma in _ENDING for token in before):
        return "support or mediation that is blamed, refused or ends"
    if cue.frame == "say" and not cue.pattern.negates and _is_under_negation(read, cue):
        return "negated"
    return None


def _is_under_negation(read: ReadSentence, cue: Cue) -> bool:
    """Whether the verb before a noun cue is negated: "no longer treats him as head of a lawful
    government".
    """
    chunks = read.clauses.chunks
    for j in range(read.clauses.chunk_at(cue.first), -1, -1):
        if chunks[j].type in (Type.SUB, Type.STOP, Type.COMMA, Type.REL):
            return False
        if chunks[j].type is Type.VERB:
            return chunks[j].negated
    return False
