"""Tells what governs an infinitive or a participle: whoever is asked, expected, refused or kept
"to do" or "from doing" it has not done it (codebook rule 4).
"""

from collections.abc import Callable
from dataclasses import dataclass

from reactions.extraction.chunks import Chunk, Type
from reactions.extraction.clauses import Clauses
from reactions.extraction.cues import Cue
from reactions.extraction.reading import ReadSentence
from reactions.extraction.vocabulary import word_list

POSSIBLE = frozenset(("could", "may", "might", "should"))
"""The modals by which an act is only possible or wished for."""
_URGING = word_list("urging")
_MOVING = word_list("moving")
_REFRAINING = word_list("refrain")
_WEIGHING = word_list("weigh")
_CONSIDERING = _WEIGHING | {"expect", "threaten", "try", "attempt", "seek"}
_BELIEVED = frozenset(("understand", "believe", "think", "rumour", "rumor"))
_EXPECTED = frozenset(("expect", "say", "ask", "urge", "report", "call"))
_WISHING = frozenset(("hope", "wish"))
_WANTING = _WISHING | {"want", "like", "need"}
_DONE_TO_STATES = frozenset(("sanction", "sever_relations", "recall_ambassador"))
_SAID = frozenset(("say", "argue", "think", "believe", "warn", "add"))
_CALLS = word_list("call_noun")
_CALL = 3
"""Chunks that stand between a noun that calls and the infinitive: "call", "for", "Kenya"."""
_TEXT = 2
"""Chunks from a verb to what a text tells that is its object."""
_BLOCKING = frozenset(("veto", "block", "oppose", "refuse", "reject", "dilute", "quash", "prevent"))
_TEXTS = frozenset(
    ("resolution", "statement", "draft", "motion", "declaration", "text", "document")
)
_UNREAL_NOUNS = word_list("unreal_nouns")
_ASKING_NOUNS = _UNREAL_NOUNS | {
    *("calls", "appeal", "request", "opportunity", "ability", "power", "authority"),
}
_IMAGINING = frozenset(("without", "instead", "against", "before", "than"))
_RULED_NEAR = 3
_TELEPHONING = frozenset((
    *("congratulate", "felicitate", "assure", "promise", "pledge", "offer", "convey", "voice"),
    *("express", "wish", "tell", "reiterate"),
))  # fmt: skip
"""What is told somebody who is called on the telephone."""


def governed(read: ReadSentence, cue: Cue, position: int) -> str | None:
    """Why the verb group at `position`, of a cue, is not coded for what it hangs on."""
    mood = read.clauses.chunks[position].mood
    if mood == "ing":
        return _participle(_Hanging(read, cue, position))
    if mood == "inf":
        return _infinitive(_Hanging(read, cue, position))
    return None


def is_asked_of_somebody(read: ReadSentence, position: int) -> bool:
    """Whether somebody else is asked to do what an infinitive tells: "asked Peru to refuse"."""
    clauses = read.clauses
    governor = clauses.governor(position)
    if governor is None or clauses.object_between(governor, position) is None:
        return False
    return read.tokens[clauses.chunks[governor].head].lemma in _URGING


@dataclass(frozen=True, slots=True)
class _Hanging:
    """A cue whose verb group, an infinitive or a participle, stands at `position`."""

    read: ReadSentence
    cue: Cue
    position: int

    @property
    def clauses(self) -> Clauses:
        return self.read.clauses

    def back(self, count: int) -> Chunk | None:
        """The phrase that stands `count` phrases before."""
        return self.clauses.chunks[self.position - count] if self.position >= count else None

    def lemma(self, chunk: Chunk) -> str:
        """The verb of a verb group."""
        return self.read.tokens[chunk.head].lemma

    def noun(self, chunk: Chunk) -> str:
        """The last word of a noun phrase."""
        return self.read.lowers[chunk.end - 1]


def _participle(hanging: _Hanging) -> str | None:
    """What makes a participle one that is not coded, by the first case that holds."""
    return next(filter(None, (case(hanging) for case in _OF_PARTICIPLES)), None)


def _after_preposition(hanging: _Hanging) -> str | None:
    """ "Instead of condemning", "the idea of leaving", "barred from joining"."""
    link = hanging.back(1)
    if link is None or link.type is not Type.PREP:
        return None
    word = hanging.read.lowers[link.first]
    if word in _IMAGINING:
        return f"imagined ({word})"
    noun = hanging.back(2)
    if word == "of" and noun is not None and noun.type is Type.NP:
        idea = hanging.noun(noun)
        return f"imagined ({idea})" if idea in _UNREAL_NOUNS else None
    return "kept from it" if word == "from" else None


def _ruled_out(hanging: _Hanging) -> str | None:
    """ "Ruled out recognising them"."""
    first = hanging.clauses.chunks[hanging.position].first
    before = hanging.read.tokens[max(0, first - _RULED_NEAR) : first]
    ruled = any(token.lemma == "rule" for token in before)
    return "ruled out" if ruled and not hanging.cue.pattern.negates else None


def _talked_of(hanging: _Hanging) -> str | None:
    """ "Said suspending it would only hurt"."""
    previous = hanging.back(1)
    if previous is None:
        return None
    if previous.type is Type.VERB:
        said = hanging.lemma(previous) in _SAID
    else:
        said = previous.type is Type.SUB and hanging.read.lowers[previous.first] == "that"
    following = (c for c in hanging.clauses.chunks[hanging.position + 1 :] if c.type is Type.VERB)
    verb = next(following, None) if said else None
    imagined = verb is not None and verb.modal in ("would", "could", "will", "may")
    return "only spoken of" if imagined else None


def _in_blocked_text(hanging: _Hanging) -> str | None:
    """ "Vetoed a draft condemning the coup"."""
    verb, text = hanging.back(_TEXT), hanging.back(1)
    if verb is None or text is None or verb.type is not Type.VERB or text.type is not Type.NP:
        return None
    blocked = hanging.lemma(verb) in _BLOCKING and hanging.noun(text) in _TEXTS
    return "in a text that somebody blocks" if blocked else None


def _after_verb(hanging: _Hanging) -> str | None:
    """ "Risks losing", "denied backing", "considered recalling"."""
    verb = hanging.back(1)
    if verb is None or verb.type is not Type.VERB:
        return None
    lemma = hanging.lemma(verb)
    if lemma in ("face", "risk"):
        return "only threatened"
    if lemma == "deny" and not verb.negated:
        return "denied"
    if lemma in _WEIGHING or lemma in _REFRAINING:
        return f"only considered ({lemma})"
    return None


def _under_considering(hanging: _Hanging) -> str | None:
    """ "Weighs measures suspending aid", not "considers the vote to have fallen short"."""
    for back in range(1, hanging.position + 1):
        verb = hanging.clauses.chunks[hanging.position - back]
        if verb.type is Type.VERB and verb.mood in ("finite", "inf"):
            lemma = hanging.lemma(verb)
            near = back == 1 or (back == 2 and lemma != "consider")
            return "only considered" if near and lemma in _WEIGHING else None
    return None


_OF_PARTICIPLES: tuple[Callable[[_Hanging], str | None], ...] = (
    _after_preposition,
    _ruled_out,
    _talked_of,
    _in_blocked_text,
    _after_verb,
    _under_considering,
)
"""The cases, in the order in which they are tried."""


def _infinitive(hanging: _Hanging) -> str | None:
    """What makes an infinitive one that is not coded: a noun, or the verb that governs it."""
    if hanging.cue.kind != "urge" and _is_called_for(hanging):
        return "asked of somebody else (call)"
    position = hanging.clauses.governor(hanging.position)
    if position is None:
        return _after_noun(hanging)
    governor = hanging.clauses.chunks[position]
    lemma = hanging.lemma(governor)
    refraining = lemma in _REFRAINING
    if governor.negated and refraining:
        return None  # "did not hesitate to condemn"
    if governor.negated and not hanging.cue.pattern.negates:
        return "negated"
    if governor.passive and lemma in _BELIEVED:
        return "only believed"
    if hanging.clauses.object_between(position, hanging.position) is not None:
        return _of_object(hanging, governor)
    if hanging.cue.kind == "sanction" and governor.passive and lemma == "prepare":
        return "a threat, not yet a sanction"
    if refraining:
        return _refrained_from(hanging, position)
    return _of_subject(hanging, governor)


def _is_called_for(hanging: _Hanging) -> bool:
    """Whether an infinitive is what a noun calls for: "his call for Kenya to lead mediation"."""
    if hanging.position < _CALL:
        return False
    noun, link, who = hanging.clauses.chunks[hanging.position - _CALL : hanging.position]
    if noun.type is not Type.NP or who.type is not Type.NP:
        return False
    return hanging.read.lowers[link.first] == "for" and hanging.noun(noun) in _CALLS


def _after_noun(hanging: _Hanging) -> str | None:
    """ "Its power to sanction", "the request to mediate"."""
    previous = hanging.back(1)
    if previous is None or previous.type is not Type.NP:
        return None
    noun = hanging.noun(previous)
    return f"imagined ({noun})" if noun in _ASKING_NOUNS else None


def _of_object(hanging: _Hanging, governor: Chunk) -> str | None:
    """What a verb with an object makes of the infinitive behind: "asked Peru to condemn", but not
    "sent its envoy to mediate", "called him to congratulate him".
    """
    lemma = hanging.lemma(governor)
    if lemma in _MOVING and not governor.passive:
        return None
    if lemma == "call" and _rings_up(hanging, governor):
        return None
    if lemma in _URGING:
        return f"asked of somebody else ({lemma})"
    if hanging.cue.kind == "monitor":
        return "others are to follow it"
    return _after_noun(hanging) or _under_considering(hanging)


def _rings_up(hanging: _Hanging, calling: Chunk) -> bool:
    """Whether who calls somebody telephones: "called him to congratulate him", not "called on"."""
    if hanging.read.tokens[hanging.cue.head].lemma not in _TELEPHONING:
        return False
    return hanging.read.lowers[calling.head + 1] not in ("on", "upon", "for")


def _refrained_from(hanging: _Hanging, governor: int) -> str | None:
    """What "refuse" and the like make of the infinitive behind: "refused to condemn"; a refusal
    that is the cue's own, "refused to recognise", counts unless it is asked for or only possible.
    """
    verb = hanging.clauses.chunks[governor]
    if verb.modal in POSSIBLE:
        return f"only possible ({verb.modal})"
    if verb.mood == "inf" and is_asked_of_somebody(hanging.read, governor):
        return "asked of somebody else (to refuse)"
    return None if hanging.cue.pattern.negates else f"not done ({hanging.lemma(verb)})"


def _of_subject(hanging: _Hanging, governor: Chunk) -> str | None:
    """What a verb makes of the infinitive of its subject: "is expected to", "threatened to",
    "seems to", but not "is scheduled to".
    """
    lemma, kind = hanging.lemma(governor), hanging.cue.kind
    if governor.passive and lemma == "schedule":
        return None
    if governor.passive and lemma in _EXPECTED:
        return f"only expected ({lemma})"
    if lemma in _CONSIDERING:
        return f"only considered ({lemma})" if kind != "warn" else None
    if (lemma in _WANTING and kind in _DONE_TO_STATES) or (
        lemma in _WISHING and kind in ("side", "support")
    ):
        return f"only wished ({lemma})"
    if lemma in ("appear", "seem"):
        return "only apparent"
    if governor.modal in POSSIBLE:
        return f"only possible ({governor.modal})"
    return None
