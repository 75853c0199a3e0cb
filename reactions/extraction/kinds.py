"""The kind of a cue: for a cue of either side, by whom it is for."""

from reactions.extraction.backing import Backing, offers_services
from reactions.extraction.beneficiaries import Beneficiaries
from reactions.extraction.cast import Cast
from reactions.extraction.codebook import Kind, Target
from reactions.extraction.cues import Cue
from reactions.extraction.parties import Party
from reactions.extraction.reading import ReadSentence
from reactions.extraction.targets import Sides, object_end
from reactions.extraction.vocabulary import Vocabulary
from reactions.extraction.words import Tag

_CLAUSE = 14
_OTHERWISE = frozenset(("or", "unless", "otherwise", "will", "would", "if", "consequences"))
_SITTING = 20
"""Words behind a verb of meeting in which it is told on what."""


class KindFinder:
    """Decides between support and solidarity, and where a suspension severs nothing."""

    def __init__(self, cast: Cast, sides: Sides, vocabulary: Vocabulary) -> None:
        self.cast = cast
        self.sides = sides
        self.vocabulary = vocabulary
        self._beneficiaries = Beneficiaries(sides)

    def kind(self, read: ReadSentence, cue: Cue, parties: list[Party]) -> Kind | None:
        """Return the kind that `cue` of `parties` shows; None if it is for neither side."""
        if cue.kind == "sever_relations" and self._only_suspends(read, cue, parties):
            return Kind.SANCTION
        if cue.kind == "warn" and _only_calls(read, cue):
            return Kind.URGE
        if cue.pattern.row.kind == "sitting" and not self._sits(read, cue, parties):
            return None
        if cue.kind == "support" and offers_services(read, cue) and self._is_for_all(read, cue):
            return None  # good offices
        return self._backs(read, cue) if cue.kind == "side" else Kind(cue.kind)

    def _backs(self, read: ReadSentence, cue: Cue) -> Kind | None:
        """Whether a cue of either side is for the authorities or for their opponents."""
        end = _within_quote(read, cue, object_end(read, cue))
        side = self._beneficiaries.side(read, cue, end)
        return Backing(read, cue, end, side, self.sides, self.vocabulary).kind

    def _is_for_all(self, read: ReadSentence, cue: Cue) -> bool:
        """Whether both sides are meant by the words behind a cue."""
        return self.sides.of_words(read, cue.end, object_end(read, cue)) == Target.ALL

    def _sits(self, read: ReadSentence, cue: Cue, parties: list[Party]) -> bool:
        """Whether it is an organization that meets, on the crisis or on a day that is near."""
        codes = [code for party in parties for code in party.codes]
        if not codes or not all(map(self.cast.gazetteer.is_organization, codes)):
            return False
        end = object_end(read, cue, longest=_SITTING)
        if self.sides.of_words(read, cue.end, end) is not None:
            return True
        words = read.lowers[cue.end - 1 : end]
        if any(self.vocabulary.has("crisis_words", word) for word in words):
            return True
        chunk = read.clauses.phrase_at(cue.head)
        past = read.tokens[cue.head].form
        to_come = chunk.modal in ("will", "would") or not (past and past.is_past)
        to_come = to_come and chunk.mood != "ing"
        return to_come and any(self.vocabulary.has("near_days", word) for word in words)

    def _only_suspends(self, read: ReadSentence, cue: Cue, parties: list[Party]) -> bool:
        """An organization that suspends relations imposes a sanction: it keeps no embassies."""
        return read.tokens[cue.head].lemma in ("suspend", "freeze", "halt") and all(
            self.cast.gazetteer.is_organization(code) for party in parties for code in party.codes
        )


def _only_calls(read: ReadSentence, cue: Cue) -> bool:
    """Whether who "warned that it must not be used" threatens with nothing."""
    if read.tokens[cue.head].lemma != "warn" or cue.end - cue.first > 1:
        return False
    told = read.lowers[cue.end : cue.end + _CLAUSE]
    ought = told[:1] == ["that"] and not {"should", "must"}.isdisjoint(told)
    return ought and _OTHERWISE.isdisjoint(read.lowers[cue.end :])


def _within_quote(read: ReadSentence, cue: Cue, end: int) -> int:
    """Where an object ends at the latest: at a closing mark, for a cue that a quotation holds."""
    tokens = read.tokens
    marks = [i for i in range(cue.end, end) if tokens[i].tag is Tag.QUOTE]
    opened = sum(token.tag is Tag.QUOTE for token in tokens[: cue.first]) % 2
    return marks[0] if marks and opened and marks[0] > cue.end else end
