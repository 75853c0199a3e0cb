"""Whether a cue that may be for either side backs the authorities (support), stands with their
opponents or the people (solidarity), or is for neither.
"""

from collections.abc import Callable
from dataclasses import dataclass

from reactions.extraction.beneficiaries import SENDING
from reactions.extraction.codebook import Kind, Target
from reactions.extraction.cues import Cue
from reactions.extraction.gazetteer import Form
from reactions.extraction.mentions import Context, Mention
from reactions.extraction.once import once
from reactions.extraction.reading import ReadSentence
from reactions.extraction.targets import Sides
from reactions.extraction.vocabulary import Vocabulary, word_list
from reactions.extraction.words import Tag

_OBJECT = 3
"""Words of an object in which it is told what it is."""
_NEAR = 5
_CONDUCT_NEAR = 6
_AIM = 12
"""Words behind a cue in which the aim of those who are sent stands."""
_HARMS = word_list("harms")
_RESPONSES = word_list("response_nouns")
_RULING = word_list("ruling_nouns")
_MEASURES = frozenset(("measures", "sanctions", "action", "steps", "operation", "operations"))
_SECONDING = frozenset(("endorse", "support", "second", "remain"))
_BACKING = frozenset(("support", "back", "endorse"))
_STANDING = frozenset(("stand", "side", "admire", "rally"))
_SIDING = frozenset(("side", "embrace", "hug", "defend"))
_PRAISING = frozenset(
    ("praise", "hail", "applaud", "commend", "laud", "welcome", "salute", "extol")
)
_ACKNOWLEDGING = frozenset(("recognise", "recognize", "acknowledge"))
_HAILING = _ACKNOWLEDGING | {"congratulate", "felicitate"}
_WELL_WISHING = ("congratulat", "felicitat", "approval")
_HELPING = frozenset(
    ("give", "provide", "offer", "render", "promise", "pledge", "extend", "lend", "come")
)
_READY = frozenset(("ready", "willing", "prepared"))
_HOSTING = frozenset((
    *("host", "shelter", "harbor", "harbour", "lodge", "house", "accommodate", "put", "hide"),
    *("feed", "billet"),
))  # fmt: skip
_FRIENDS = frozenset(
    ("friend", "friends", "ally", "allies", "brother", "brothers", "neighbour", "neighbor")
)
_ORDER = frozenset(("riot", "order", "security", "stability", "stabilise", "stabilize", "secure"))
_NO_OBJECTS = frozenset((
    *("attitude", "need", "efforts", "importance", "challenges", "fact", "right"),
    *("progress", "sovereignty", "independence", "integrity"),
))  # fmt: skip
_POLLS = frozenset(("vote", "election", "elections", "poll", "polls", "referendum", "voting"))
_CONDUCT = frozenset((
    *("result", "outcome", "mandate", "ruling", "postponement", "dissolution", "revolution"),
    *("victory", "continuity", "discipline", "order", "takeover", "takeovers", "decree"),
    *("verdict", "operation", "curfew", "firmness", "landslide", "triumph", "choice"),
    *("handling", "measures"),
))  # fmt: skip
_OF_RULERS = _CONDUCT | _MEASURES | {"efforts", "side", "leaders", "rulers", "hand", "conduct"}
_ARMS = frozenset((
    *("weapons", "arms", "military", "ammunition", "troops", "tanks", "missiles", "brigade"),
    *("battalion", "regiment", "division", "force", "forces"),
))  # fmt: skip


@dataclass(frozen=True)
class Backing:
    """A cue of either side, found to be for `side`, whose object ends before word `end`."""

    read: ReadSentence
    cue: Cue
    end: int
    side: str | None
    sides: Sides
    vocabulary: Vocabulary

    @property
    def kind(self) -> Kind | None:
        """The kind that it shows; None if it is for neither side."""
        return next((kind for holds, kind in _CASES if holds(self)), None)

    @once
    def lemma(self) -> str:
        """The verb, or the word that the cue has for one."""
        return self.read.tokens[self.cue.head].lemma

    @once
    def inner(self) -> list[str]:
        """The words of the cue itself."""
        return self.read.lowers[self.cue.first : self.cue.end]

    @once
    def words(self) -> list[str]:
        """The words of its object."""
        return self.read.lowers[self.cue.end : self.end]

    @once
    def names_others(self) -> bool:
        """Whether its object names an actor outside the crisis."""
        return self.sides.third_actor(self.read, self.cue.end, self.end) is not None

    def is_for_country(self) -> bool:
        """Whether the country is named alone, with neither side told."""
        return self.side == "focal"

    def is_for_authorities(self) -> bool:
        """ "Backs the president"."""
        return self.side == Target.AUTHORITIES

    def is_for_opponents(self) -> bool:
        """ "Stands with the strikers", "with the people"."""
        return self.side in (Target.OPPONENTS, "people")

    def wishes_well(self) -> bool:
        """ "Sent its congratulations", "gave its approval"."""
        return any(word.startswith(_WELL_WISHING) for word in self.inner)

    def wishes_country_well(self) -> bool:
        """ "Congratulated Belarus"."""
        return self.is_for_country() and self.wishes_well()

    def praises_harm(self) -> bool:
        """ "Welcomed the arrest of the president": what harms a side backs nobody."""
        return self.lemma in _PRAISING and not _HARMS.isdisjoint(self.words[:_NEAR])

    def only_admits(self) -> bool:
        """ "Recognised that", "acknowledged the need"."""
        return self.lemma in _ACKNOWLEDGING and (
            self.words[:1] == ["that"] or not _NO_OBJECTS.isdisjoint(self.words[:_NEAR])
        )

    def supports_measures(self) -> bool:
        """ "Ready to support measures against the government"."""
        measures = not _MEASURES.isdisjoint(self.words[:_OBJECT])
        return measures and "against" in self.words[: _OBJECT + 1]

    def seconds_others(self) -> bool:
        """ "Endorsed the call of the Union": what somebody else asks for."""
        return self.lemma in _SECONDING and not _RESPONSES.isdisjoint(self.words[:_OBJECT])

    def backs_rulers(self) -> bool:
        """Whether a country's bare name, or its capital's, is what somebody backs: its rulers are
        meant, unless they are invaders ("sided with Apia", "praised Dushanbe's firm hand").
        """
        if not self.is_for_country() or self.sides.invaded or self.cue.frame == "noun":
            return False
        if self.lemma in SENDING or self.lemma in _HOSTING:
            return False
        named = (
            span
            for span in self.read.spans
            if self.cue.head < span[0] < self.end and self.sides.is_focal(span[2])
        )
        first = next(named, None)
        return first is not None and self._means_rulers(*first)

    def _means_rulers(self, start: int, behind: int, mention: Mention) -> bool:
        """Whether the name of the country that stands from word `start` on stands for who rules."""
        words = self.read.lowers
        if mention.context is not Context.FREE or mention.plural:
            return False
        if words[start - 1] == "of" and words[start - 2] not in _OF_RULERS:
            return False  # "the students of Minsk"
        if mention.form in (Form.CAPITAL, Form.SEAT):
            return True
        bare = mention.form is Form.NAME and start <= self.cue.end + 1
        if not bare or not (self.lemma in _PRAISING or self.lemma in _SIDING):
            return False
        following = self.read.tokens[behind].tag if behind < len(words) else None
        if following is Tag.POSS:
            return not _CONDUCT.isdisjoint(words[behind + 1 : behind + 1 + _OBJECT])
        return following not in (Tag.NAME, Tag.NOUN)

    def sends_order(self) -> bool:
        """ "Sent police to help with riot control"."""
        if self.lemma not in SENDING or self.sides.invaded:
            return False
        return not _ORDER.isdisjoint(self.read.lowers[self.cue.end : self.cue.end + _AIM])

    def offers_good_offices(self) -> bool:
        """ "Put itself at the disposal of all parties"."""
        return self.side == Target.ALL and offers_services(self.read, self.cue)

    def hosts_talks(self) -> bool:
        """ "Hosted the government and the rebels"."""
        return self.lemma in _HOSTING and self.sides.names_both(self.read, self.cue.head + 1)

    def hosts_opponents(self) -> bool:
        """ "Sheltered the opposition leader"."""
        if self.lemma not in _HOSTING:
            return False
        guest = self.sides.named(self.read, self.cue.head + 1, self.end)
        guest = guest or self.sides.of_words(self.read, self.cue.head + 1, self.cue.end)
        return guest == Target.OPPONENTS

    def hosts(self) -> bool:
        """ "Hosted a summit"."""
        return self.lemma in _HOSTING

    def hails(self) -> bool:
        """ "Congratulated the winner", "recognised the result"."""
        return self.lemma in _HAILING

    def praises_polls(self) -> bool:
        """ "Praised the vote"."""
        return self.lemma in _PRAISING and not _POLLS.isdisjoint(self.words[:_CONDUCT_NEAR])

    def backs_office(self) -> bool:
        """ "Backs the presidency", with nobody else named."""
        backing = self.lemma in _BACKING or self.lemma in _PRAISING
        return backing and not _RULING.isdisjoint(self.words) and not self.names_others

    def backs_response(self) -> bool:
        """ "Hailed the mediation": what others do about the crisis."""
        return not _RESPONSES.isdisjoint(self.words)

    def stands_with(self) -> bool:
        """ "Stands with", "admires your courage"."""
        return self.lemma in _STANDING or "your" in self.inner

    def praises_conduct(self) -> bool:
        """ "Hailed the outcome", with no side and nobody else named."""
        if self.side is not None or self.lemma not in _PRAISING:
            return False
        return not _CONDUCT.isdisjoint(self.words[:_CONDUCT_NEAR]) and not self.names_others

    def sends_gifts(self) -> bool:
        """ "Sent Mali wheat", lorries or money: to whom in the country is not told."""
        return self.is_for_country() and self.inner[-1] in self.vocabulary.word_sets["gifts"]

    def helps_state(self) -> bool:
        """ "Offered Mali arms", "is ready to back Mali": a state's help is for those who rule."""
        if not self.is_for_country():
            return False
        return (
            self.arms()
            or self.lemma in _HELPING
            or self.lemma in _BACKING
            or self.read.lowers[self.cue.head] in _READY
            or not {"support", "backing"}.isdisjoint(self.inner)
        )

    def arms(self) -> bool:
        """ "Sent tanks"."""
        return not _ARMS.isdisjoint(self.inner)

    def arms_invaded(self) -> bool:
        """ "Sent tanks" in an invasion: who arms anybody arms the invaded."""
        return self.sides.invaded and self.arms()

    def calls_friend(self) -> bool:
        """ "Called it a friend": friends of a state are those who rule it."""
        return not _FRIENDS.isdisjoint(self.inner)


_CASES: tuple[tuple[Callable[[Backing], bool], Kind | None], ...] = (
    (Backing.wishes_country_well, Kind.SUPPORT),
    (Backing.praises_harm, None),
    (Backing.only_admits, None),
    (Backing.supports_measures, None),
    (Backing.seconds_others, None),
    (Backing.backs_rulers, Kind.SUPPORT),
    (Backing.sends_order, Kind.SUPPORT),
    (Backing.is_for_opponents, Kind.SOLIDARITY),
    (Backing.offers_good_offices, None),
    (Backing.hosts_talks, None),
    (Backing.hosts_opponents, Kind.SOLIDARITY),
    (Backing.hosts, None),
    (Backing.is_for_authorities, Kind.SUPPORT),
    (Backing.hails, Kind.SUPPORT),
    (Backing.praises_polls, Kind.SUPPORT),
    (Backing.backs_office, Kind.SUPPORT),
    (Backing.backs_response, None),
    (Backing.stands_with, Kind.SOLIDARITY),
    (Backing.praises_conduct, Kind.SUPPORT),
    (Backing.sends_gifts, None),
    (Backing.helps_state, Kind.SUPPORT),
    (Backing.is_for_country, Kind.SOLIDARITY),
    (Backing.wishes_well, Kind.SUPPORT),
    (Backing.arms_invaded, Kind.SOLIDARITY),
    (Backing.calls_friend, Kind.SUPPORT),
)
"""What tells whom a cue backs; the first that holds decides."""


def offers_services(read: ReadSentence, cue: Cue) -> bool:
    """Whether something is put at somebody's disposal."""
    return "disposal" in read.lowers[cue.first : cue.end]
