"""Whose an office is by the words of its phrase: "the Polish foreign minister", "of Poland"."""

from reactions.extraction.gazetteer import Form as NameForm
from reactions.extraction.gazetteer import plain
from reactions.extraction.mentions import Mention
from reactions.extraction.names import HONORIFICS
from reactions.extraction.reading import ReadSentence
from reactions.extraction.surroundings import Surroundings
from reactions.extraction.told_offices import BODY_REFERENCES, OF_STATE, OWNERS, ToldOffice
from reactions.extraction.vocabulary import word_list
from reactions.extraction.words import Tag, Token

_DOMESTIC = word_list("domestic")
_GENERIC = word_list("generic")
_REFERENCES = BODY_REFERENCES | word_list("regional")
_STATE_BODIES = frozenset(["department", "ministry", "office", "commission", "secretariat"])
_OF_A_PLACE = frozenset(("sultan", "emir", "ruler", "sheikh", "governor", "first minister"))
"""Offices that a place within a state has as well: "the sultan of Kanem"."""
_NAMESAKES = {"chancellor": "AUT", "vice chancellor": "AUT", "vice-chancellor": "AUT"}
_OWNED_NEAR = 3
"""Words from "Niger's" in which the office of Niger begins."""


class OfficeOwners(Surroundings):
    """Reads an office's owner in its phrase, or that it is of somebody nobody knows."""

    def _codes_of_office(self, told: ToldOffice) -> tuple[str, ...]:
        """The actor that the words around an office name: before it, or after "of", "for"."""
        before = self._named_before(told)
        near = next((m for m in before if not _is_parted(told, m[1])), None)
        if near is not None:
            return self._of_actor_before(told, near[0], near[2])
        if told.read.lowers[told.behind : told.behind + 1] == ["there"]:
            return self._place_before(told.offset)
        if told.follows_reference:
            return ()  # "the regional body's secretariat in Oslo"
        behind = _actor_behind(told)
        if behind is not None:
            return behind.codes
        if before and told.name and told.name[0] < told.at:
            return before[-1][2].codes
        within = (m for a, b, m in told.found.mentions if told.at <= a and b <= told.behind)
        return next((mention.codes for mention in within), ())

    def _named_before(self, told: ToldOffice) -> list[tuple[int, int, Mention]]:
        """The actors named before an office, or across its first word: "AU Commission chief"."""
        first = min((e[0] for e in (*told.found.mentions, *told.found.offices)), default=0)
        return [
            (a, b, mention)
            for a, b, mention in told.found.mentions
            if (b <= told.at or a < told.at < b) and not _is_addressee(told.read.tokens, a, first)
        ]

    def _of_actor_before(self, told: ToldOffice, first: int, mention: Mention) -> tuple[str, ...]:
        """Whose an office is that an actor, from word `first` on, stands right before."""
        if mention.form is NameForm.DEMONYM and told.is_type("org"):
            label = self.label_of(told.read)
            if label and self.gazetteer.is_organization(label.codes[0]):
                return label.codes  # "the Dutch head of its observers", under OSCE
        if told.is_type("envoy") and first and told.read.lowers[first - 1] in OWNERS:
            return ()  # "its U.N. envoy"
        return mention.codes

    def _namesake(self, told: ToldOffice) -> tuple[str, ...] | None:
        """Another state that has an office of the name, if the crisis is there or it was spoken of
        last: Austria's chancellor. Nobody's where it is not known yet what was spoken of.
        """
        other = _NAMESAKES.get(told.office.phrase)
        if other is None:
            return None
        if other in self.inside:
            return (other,)
        if told.context is None:
            return ()
        label = self.label_of(told.read)
        place = self.place(told.read)
        spoken_of = (told.context.last_codes(country=True), place, label and label.codes)
        return (other,) if (other,) in spoken_of else None

    def _is_at_home(self, told: ToldOffice) -> bool:
        """Whether an office with no owner told is the focal country's, for its name stands by.

        A mission there is somebody else's: "the embassy in Minsk".
        """
        abroad = told.works_abroad
        if not abroad and told.is_type("body") and self._opens_at_home(told.read):
            return True
        tokens = told.read.tokens
        return any(
            set(mention.codes) & self.inside
            and (b >= len(tokens) or tokens[b].tag is not Tag.POSS)
            and not (abroad and a and tokens[a - 1].lower in ("in", "at"))
            for a, b, mention in told.found.mentions
        )

    def _of_reference(self, told: ToldOffice) -> tuple[str, ...] | None:
        """Whose "leaders of the bloc" and "heads of several states" are: none of nobody named."""
        tokens, clauses, at = told.read.tokens, told.read.clauses, told.behind
        if at + 1 >= len(tokens) or tokens[at].lower not in ("of", "from"):
            return None
        chunk = clauses.chunks[clauses.chunk_at(at + 1)]
        opener, noun = tokens[chunk.first].lower, tokens[chunk.end - 1].lower
        if opener in ("these", "those") and noun in _GENERIC:
            return None
        definite = opener in ("the", "this", "its")
        if definite and noun in BODY_REFERENCES:
            return self._organization_before(told.read, tokens[at].start, told.context)
        return None if definite else ()

    def _is_of_unknown(self, told: ToldOffice) -> bool:
        """Whether an office is that of a name nobody knows: "the MDC's secretary general", and of a
        place that is no state: "Kirkuk's governor".
        """
        tokens, i = told.read.tokens, told.at
        while i and tokens[i - 1].tag in (Tag.ADJ, Tag.NOUN):
            i -= 1
        if i < 2 or tokens[i - 1].tag is not Tag.POSS:
            return False
        owner = tokens[i - 2]
        if owner.text.isupper():
            return True
        known = plain(owner.text) in self._persons or self.is_inside_name(owner.text)
        return told.is_type(*OF_STATE) and owner.tag is Tag.NAME and not known

    def _is_of_other(self, told: ToldOffice) -> bool:
        """Whether an office is told to be of a body that nobody knows: "a spokesman for the Mekong
        Lawyers' Network", but not "for Prime Minister Holm" nor "for the Foreign Ministry".
        """
        read, at = told.read, told.behind
        if not (told.office.phrase in _OF_A_PLACE or told.is_type("spokes", "org")):
            return False
        if at + 1 >= len(read.tokens) or read.lowers[at] not in ("for", "of", "at"):
            return False
        if _is_of_domestic(read, at + 1):
            return True
        first = at + 1 + (read.tokens[at + 1].tag is Tag.DET)
        end = first
        while end < len(read.tokens) and read.tokens[end].tag is Tag.NAME:
            end += 1
        return end > first and not self._is_told_of(read, first, end)

    def _is_told_of(self, read: ReadSentence, first: int, end: int) -> bool:
        """Whether a name is that of a person, an actor, an office or a body of a state."""
        words = read.lowers[first:end]
        return (
            words[0].rstrip(".") in HONORIFICS
            or plain(words[0]) in self._persons
            or any(first <= a < end for a, _, _ in read.spans)
            or any(i in read.offices for i in range(first, end))
            or not _STATE_BODIES.isdisjoint(words)
        )


def _is_parted(told: ToldOffice, end: int) -> bool:
    """Whether a comma or "and" stands between an actor, given its end, and an office."""
    return any(t.tag in (Tag.COMMA, Tag.CONJ) for t in told.read.tokens[end : told.at])


def _is_addressee(tokens: list[Token], i: int, first: int) -> bool:
    """Whether the actor at `i` is where an envoy is sent: "ambassador to France"."""
    j = i - 1
    while j >= first and tokens[j].tag is Tag.DET:
        j -= 1
    return j >= first and tokens[j].lower in ("to", "in", "at", "on", "with")


def _actor_behind(told: ToldOffice) -> Mention | None:
    """The actor that an office is told to be of: "foreign minister of the regional power Chad"."""
    for a, b, mention in told.found.mentions:
        if a >= told.behind and not _has_other(told, b) and _is_led_to(told, a):
            return mention
    return None


def _has_other(told: ToldOffice, end: int) -> bool:
    """Whether an actor has something that is no office: "minister of Niger's southern neighbor"."""
    tokens = told.read.tokens
    owns = end < len(tokens) and tokens[end].tag is Tag.POSS
    return owns and not any(end < o[0] <= end + _OWNED_NEAR for o in told.found.offices)


def _is_led_to(told: ToldOffice, at: int) -> bool:
    """Whether "of", "for" or "from" leads from an office to the actor at a word."""
    words = told.read.tokens[told.behind : at]
    while words and (
        words[-1].tag in (Tag.DET, Tag.ADJ, Tag.NUM) or words[-1].lower in _REFERENCES
    ):
        words.pop()
    if not words:
        return False
    led = words[-1].lower in ("of", "for", "from")
    led = led or (words[-1].lower == "in" and told.has_its_seat)
    return led and (told.name is not None or all(word.lower != "," for word in words))


def _is_of_domestic(read: ReadSentence, at: int) -> bool:
    """Whether the phrase at a word is of no actor's: "a spokesman for the rebels in Paris"."""
    chunk = read.clauses.chunks[read.clauses.chunk_at(at)]
    own = not _DOMESTIC.isdisjoint(read.lowers[chunk.first : chunk.end])
    return own and not any(chunk.first <= a < chunk.end for a, _, _ in read.spans)
