"""Reads a noun phrase: actor, official, reference or nobody."""

from dataclasses import replace

from reactions.extraction.discourse import Discourse
from reactions.extraction.gazetteer import Form as NameForm
from reactions.extraction.mentions import Mention
from reactions.extraction.noun_phrase import Core, Phrase, core_of, place_of
from reactions.extraction.parties import Party, Standing
from reactions.extraction.phrase_elements import NOTHING
from reactions.extraction.reading import ReadSentence
from reactions.extraction.references import are_members, is_body_alone
from reactions.extraction.untitled import Untitled
from reactions.extraction.vocabulary import word_list
from reactions.extraction.words import Tag

_SAYING = word_list("say_noun")
_SOURCE = ("from", "by", "of")
_TOLD = (
    word_list("told_nouns")
    | word_list("pages")
    | {"office", "government", "administration", "cabinet", "side", "policy", "party", "team"}
)


class Phrases(Untitled):
    """What one noun phrase stands for, with its modifiers and appositions."""

    def _read_stretch(
        self, read: ReadSentence, first: int, end: int, context: Discourse | None
    ) -> Party | None:
        """Whom words `first` to before `end` stand for: by what they say, by whom they point at
        if they name nobody, and by `context` if it is given.
        """
        phrase = self._phrase(read, first, end, context)
        if are_members(phrase):
            return self._members(phrase)
        if is_body_alone(phrase):
            return self._reference(phrase)
        source = self._source(phrase)
        if source is not None:
            return source
        return self._unnamed(phrase) if phrase.found is NOTHING else self._told(phrase)

    def _source(self, phrase: Phrase) -> Party | None:
        """The actor of "a statement from Oslo"."""
        at = phrase.base_end
        if phrase.head not in _SAYING or at >= phrase.end or phrase.read.lowers[at] not in _SOURCE:
            return None
        source = self._read_stretch(phrase.read, at + 1, phrase.end, phrase.context)
        return source if source is not None and source.standing is Standing.ACTOR else None

    def _told(self, phrase: Phrase) -> Party | None:
        """Whom a phrase stands for by the actors, offices and names that it holds."""
        core = core_of(phrase)
        apart = self._belonging(phrase, core) or self._described(phrase, core)
        if apart is not None:
            return apart
        principal_name = self._name_behind_aide(phrase, core)
        if principal_name is not None:
            principal = self.person(principal_name[2], phrase.span[0])
            principal = principal or self._holder(principal_name[2])
            aide = self._aide_of(principal, phrase, core, principal_name)
            if aide is not None:
                return aide
            if not _is_own_name(principal, phrase, principal_name):
                core = replace(core, name=None)
        return self._outsider_party(phrase, core) or self._party_of(phrase, core)

    def _party_of(self, phrase: Phrase, core: Core) -> Party | None:
        """The official, person or actor that a phrase tells of, if no outsider is meant."""
        office = self._office_for(phrase.found, core.office, core.name)
        if office is not None:
            limits = (phrase.first, phrase.base_end, phrase.end)
            return self._office_party(
                phrase.read, phrase.found, office, core.name, limits, phrase.context
            )
        person = self._untitled(phrase, core, core.name) if core.name else None
        if person is not None:
            return person
        return self._bare_actor(phrase, core.mention) if core.mention else self._unnamed(phrase)

    def _belonging(self, phrase: Phrase, core: Core) -> Party | None:
        """Nobody, for something that an office has: "the embassy's gardener"."""
        if core.office is None or phrase.found.names:
            return None
        tokens, at, end = phrase.tokens, core.office[1], phrase.base_end
        if at + 1 >= end or tokens[at].tag is not Tag.POSS or tokens[end - 1].tag is not Tag.NOUN:
            return None
        if phrase.head in _TOLD or self.vocabulary.has("say_noun", phrase.head):
            return None
        return Party(Standing.UNKNOWN, (), span=phrase.span, why="not the government")

    def _described(self, phrase: Phrase, core: Core) -> Party | None:
        """The actor of "Norway, a friend of the farmers,", whatever else is said of it."""
        found = phrase.found
        describes = core.outsider is not None or (found.names and not found.offices)
        if not describes or core.mention is None or not _is_alone(phrase, core.mention):
            return None
        return self._bare_actor(phrase, core.mention)

    def _name_behind_aide(self, phrase: Phrase, core: Core) -> tuple[int, int, str] | None:
        """The name in "a spokesman for Secretary-General Vanhala", which may be another's."""
        if core.name is None or core.office is None or core.name[0] < phrase.base_end:
            return None
        aide = self._is_principal(phrase.tokens, core.office, phrase.base_end)
        return core.name if aide else None

    def _aide_of(
        self, principal: Party | None, phrase: Phrase, core: Core, name: tuple[int, int, str]
    ) -> Party | None:
        """The aide of somebody named who is known, by whom alone it is told whose aide it is."""
        if self.is_inside_name(name[2]) and phrase.found.names[-1] is not name:
            return Party(Standing.INSIDE, (), None, None, "spokes", phrase.span)
        if principal is None or not principal.codes or core.office is None:
            return None
        for first, _, mention in phrase.found.mentions:
            if first < name[1] or mention.codes != principal.codes:
                return None
        office = core.office[2].phrase
        return replace(principal, official=None, office=office, type="spokes", span=phrase.span)

    def _outsider_party(self, phrase: Phrase, core: Core) -> Party | None:
        """Whoever is told to be no actor: "former president Ada Holm", "a Norwegian lawmaker"."""
        outsider, office = core.outsider, core.office
        if outsider is None:
            return None
        former = outsider[2] == "former" and not self._is_known_actor(core.name, phrase.span[0])
        serves = office is not None and office[0] > outsider[0] and core.mention is not None
        if serves and not former:
            return None
        inside = outsider[2] == "party" and self._tells_of_inside(phrase)
        standing = Standing.INSIDE if inside else Standing.OUTSIDER
        type_ = "person" if former or core.name else ""
        place = place_of(phrase.tokens, core.name)
        return Party(standing, (), core.official, None, type_, phrase.span, place, outsider[2])

    def _tells_of_inside(self, phrase: Phrase) -> bool:
        """Whether a phrase names an actor that is a party to the crisis itself."""
        return any(set(mention.codes) & self.inside for _, _, mention in phrase.found.mentions)


def _is_own_name(principal: Party | None, phrase: Phrase, name: tuple[int, int, str]) -> bool:
    """Whether a name behind an aide is the aide's: "the spokesman of the State Department, Ned
    Hale".
    """
    if principal is not None and principal.type != "spokes":
        return False
    before = phrase.tokens[name[0] - 1]
    return before.tag is Tag.COMMA or (before.tag is Tag.NAME and before.text.isupper())


def _is_alone(phrase: Phrase, mention: tuple[int, int, Mention]) -> bool:
    """Whether the base of a phrase is an actor's name and nothing else, so that what hangs on it
    only describes the actor.
    """
    tokens, end = phrase.tokens, phrase.base_end
    start = phrase.first + (tokens[phrase.first].tag is Tag.DET)
    whole = mention[0] <= start and mention[1] == end
    follows = end < len(tokens) and tokens[end].tag is Tag.COMMA
    return whole and follows and mention[2].form is not NameForm.DEMONYM
