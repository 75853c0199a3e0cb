"""From the cues of a sentence to the stances that it shows."""

from dataclasses import dataclass
from datetime import date

from reactions.extraction.attribution import Attribution
from reactions.extraction.codebook import DayPrecision, Kind, Phase
from reactions.extraction.cues import THEIRS, Cue
from reactions.extraction.doers import DoerFinder
from reactions.extraction.exclusions import exclusion
from reactions.extraction.excuses import Excuses
from reactions.extraction.holders import Holders
from reactions.extraction.kinds import KindFinder
from reactions.extraction.mentions import Mention
from reactions.extraction.parties import Party, Standing, actors_among
from reactions.extraction.precedence import most_specific, standing
from reactions.extraction.reading import ReadSentence
from reactions.extraction.targets import Sides, find_target, object_end
from reactions.extraction.vocabulary import Vocabulary, word_list
from reactions.extraction.voices import Voices
from reactions.extraction.words import Tag

_OBJECT = 10
"""Words from a verb within which its object tells the same again."""
_WHOSE = 3
"""Words behind a cue within which it is told whose matter something is."""
_UNKNOWN = "who acts is not known"
_NEITHER = "neither side of the crisis is meant"
_WHOSE_IS_OPEN = frozenset((_UNKNOWN, "no source", "no speaker", "no subject"))
_OF_OTHERS = word_list("response_nouns") | frozenset((
    *("initiatives", "missions", "work", "sovereignty", "independence", "integrity", "vote"),
    *("statehood", "right", "rights", "aid"),
))  # fmt: skip
"""What is backed that is no side of the crisis: others' efforts, a country's independence."""


@dataclass(slots=True)
class Find:
    """A cue with whoever it belongs to; `excluded` says why it is no stance."""

    read: ReadSentence
    cue: Cue
    kind: Kind | None
    parties: list[Party]
    how: str
    excluded: str | None = None
    target: str | None = None
    phase: Phase | None = None
    day: date | None = None
    precision: DayPrecision = DayPrecision.DAY
    day_span: tuple[int, int] | None = None
    in_quote: bool = False
    likelihood: float = 0.0
    """How likely its words alone make its kind, by the learned meanings."""

    @property
    def lacks_doer(self) -> bool:
        """Whether it is left out only because whose it is was not found."""
        return self.excluded in _WHOSE_IS_OPEN and not self.in_quote

    @property
    def lacks_side(self) -> bool:
        """Whether it is left out only because it was not found whom it is for, of the crisis."""
        told = self.read.lowers[self.cue.head + 1 : object_end(self.read, self.cue)]
        return self.excluded == _NEITHER and _OF_OTHERS.isdisjoint(told)


class StanceFinder:
    """Turns cues into finds, with the article's attribution and the crisis's sides at hand."""

    def __init__(self, attribution: Attribution, sides: Sides, vocabulary: Vocabulary) -> None:
        self.attribution = attribution
        self.sides = sides
        self.vocabulary = vocabulary
        self._doers = DoerFinder(attribution, sides, vocabulary)
        self._holders = Holders(attribution)
        self._excuses = Excuses(attribution, sides, vocabulary)
        self._kinds = KindFinder(attribution.cast, sides, vocabulary)

    def finds(self, read: ReadSentence, voices: Voices, cues: list[Cue]) -> list[Find]:
        """Return every cue of a sentence as a find, the excluded ones with their reason."""
        if not cues:
            return []
        meant = [cue for cue in cues if self._has_its_sides(read, cue)]
        found = [
            self.find(read, voices, cue, *self._doers.doers(read, voices, cue))
            for cue in most_specific(standing(read, meant, self.vocabulary))
        ]
        return [
            find
            for find in found
            if not (_is_object_of(find, found) or _only_completes(find, found))
        ]

    def _has_its_sides(self, read: ReadSentence, cue: Cue) -> bool:
        """Whether a cue that mediates only between both sides has them behind its verb, one that is
        neutral only of the focal country or its people names them, and an envoy who is called "to"
        somewhere has a place outside the crisis behind: his own capital.
        """
        if cue.pattern.row.kind == THEIRS:
            return self.sides.names_focal(read, cue.first + 1, cue.end + _WHOSE)
        if cue.kind == "recall_ambassador" and cue.pattern.row.phase != "ended":
            return read.lowers[cue.end - 1] != "to" or self._leads_home(read, cue)
        between = cue.pattern.row.kind == "between"
        return not between or self.sides.names_both(read, cue.head + 1)

    def _leads_home(self, read: ReadSentence, cue: Cue) -> bool:
        """Whether a bare place follows that is not in the crisis, and no envoy of the country's
        own is called there: not "called the Malian ambassador to Paris".
        """
        inside = self.attribution.cast.inside
        envoys = [m for _, b, m in read.spans if cue.first <= b <= cue.end and b < len(read.tokens)]
        place = next((span for span in read.spans if span[0] == cue.end), None)
        if place is None or set(place[2].codes) & inside:
            return False
        bare = read.tokens[place[1]].tag is not Tag.POSS if place[1] < len(read.tokens) else True
        return bare and not any(set(m.codes) & inside and not _is_post(read, m) for m in envoys)

    def find(
        self, read: ReadSentence, voices: Voices, cue: Cue, parties: list[Party], how: str
    ) -> Find:
        """Return a cue as the find of `parties`, of whom `how` says how they were found."""
        find = Find(read, cue, None, parties, how)
        find.in_quote = self.attribution.full_quote(read, cue.head) is not None
        find.excluded = exclusion(read, cue) or self._not_an_actor(read, voices, cue, parties, how)
        if find.excluded:
            return find
        excused = self._excuses.excused(read, voices, cue, parties, how)
        if excused:
            find.excluded = excused
            return find
        kind = self._kinds.kind(read, cue, parties)
        if kind is None:
            find.excluded = _NEITHER
            return find
        find.kind = kind
        doers = self._holders.on_behalf(read, actors_among(parties) or parties)
        doers = self._holders.with_envoy(read, cue, doers)
        find.parties = self._holders.with_cosigners(
            read, self._holders.named(read, voices, cue, doers)
        )
        codes = [code for party in parties for code in party.codes]
        find.target = cue.pattern.row.target or find_target(read, cue, kind, self.sides, codes)
        if cue.pattern.row.target == "none":
            find.target = None
        if kind is Kind.SOLIDARITY and find.target is None:
            find.target = find_target(read, cue, kind, self.sides, codes)
        return find

    def _not_an_actor(
        self, read: ReadSentence, voices: Voices, cue: Cue, parties: list[Party], how: str
    ) -> str | None:
        if not parties:
            return how
        for party in [] if actors_among(parties) else parties:
            if party.standing is Standing.INSIDE:
                return "inside the crisis (rule 1)"
            if party.standing is Standing.OUTSIDER:
                return f"no actor: {party.why} (rule 2)"
            if party.standing is Standing.UNKNOWN:
                return _UNKNOWN
        if self._excuses.own_people(read, cue, parties):
            return "care for one's own nationals"
        return self._holders.hearsay(read, voices, cue, parties)


_SAME = {(kind.value, kind.value) for kind in Kind} | {
    *(("side", "side"), ("reject", "side"), ("condemn", "concern"), ("reject", "concern"))
}
"""Kinds of a verb and of words in its object that are one: "cease to recognise as legitimate"."""


def _is_post(read: ReadSentence, mention: Mention) -> bool:
    """Whether a name only tells where an envoy serves: "its ambassador in Lima"."""
    first, _ = read.mention_tokens(mention)
    return first > 0 and read.lowers[first - 1] in ("in", "to", "at", "from", "for")


def _only_completes(find: Find, finds: list[Find]) -> bool:
    """Whether standing behind somebody who is of no known side only completes a support told."""
    if find.kind is not Kind.SOLIDARITY or find.cue.kind != "side" or find.target is not None:
        return False
    return any(other.kind is Kind.SUPPORT and other.parties == find.parties for other in finds)


def _is_joined(first: Find, second: Find) -> bool:
    """Whether "and" or "but" stands between two finds: "voiced condemnation and grave concern"."""
    between = first.read.tokens[first.cue.head : second.cue.end]
    return any(token.tag is Tag.CONJ for token in between)


def _is_object_of(find: Find, finds: list[Find]) -> bool:
    """Whether a find by wording alone only repeats, in its object, what a verb tells."""
    if find.cue.frame != "say":
        return False
    return any(
        other.parties
        and not any(party.standing is Standing.INSIDE for party in other.parties)
        and other.cue.frame == "act"
        and (other.cue.kind, find.cue.kind) in _SAME
        and other.cue.head <= find.cue.end
        and not (find.cue.kind == "concern" and _is_joined(other, find))
        and (
            (find.cue.first < other.cue.end and find.how != "speaker of quoted words")
            or (
                actors_among(other.parties)
                and find.cue.first - other.cue.head <= _OBJECT
                and not any(
                    token.tag in (Tag.STOP, Tag.SUB, Tag.VERB, Tag.BE)
                    for token in find.read.tokens[other.cue.head + 1 : find.cue.first]
                )
            )
        )
        for other in finds
    )
