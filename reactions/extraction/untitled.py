"""Persons named without an office: "Holm said", "Sweden's Nora Ek", "Ada Holm of the Treasury"."""

from dataclasses import replace

from reactions.extraction.bare_actors import BareActors
from reactions.extraction.gazetteer import Form as NameForm
from reactions.extraction.names import HONORIFICS
from reactions.extraction.noun_phrase import PERSONAL, Core, Phrase, place_of
from reactions.extraction.parties import Party, Standing
from reactions.extraction.words import Tag

_NAMED_WITHIN = 400
"""Characters from an office to the name that it turns out to have."""
_CHAMBERS = frozenset(
    ("lords", "commons", "house", "senate", "congress", "parliament", "assembly", "westminster")
)
_ORGANS = (NameForm.SEAT, NameForm.ORGAN)
_Name = tuple[int, int, str]


class Untitled(BareActors):
    """Who somebody is of whom a phrase tells the name and no office."""

    def _untitled(self, phrase: Phrase, core: Core, name: _Name) -> Party | None:
        """The first that fits; None if the name only describes the actor named before it."""
        for step in (
            self._person_told_of,
            self._person_inside,
            self._holder_in_office,
            self._person_at_seat,
            self._person_of_organ,
            self._person_of_office_before,
            self._person_of_state,
            self._person_of_no_office,
        ):
            party = step(phrase, core, name)
            if party is not None:
                return party
        return None

    def _person_told_of(self, phrase: Phrase, core: Core, name: _Name) -> Party | None:
        """Somebody whom the article introduces."""
        known = self.person(name[2], phrase.span[0])
        return replace(known, span=phrase.span) if known else None

    def _person_inside(self, phrase: Phrase, core: Core, name: _Name) -> Party | None:
        """Somebody of the crisis's own authorities or opponents."""
        if not self.is_inside_name(name[2]):
            return None
        place = place_of(phrase.tokens, name)
        return Party(Standing.INSIDE, (), name[2], None, "person", phrase.span, place)

    def _holder_in_office(self, phrase: Phrase, core: Core, name: _Name) -> Party | None:
        """Somebody whom the reference data knows, unless another actor is named beside."""
        holder = self._holder(name[2])
        if holder and (core.mention is None or holder.codes == core.mention[2].codes):
            place = place_of(phrase.tokens, name)
            return replace(holder, span=phrase.span, official_span=place)
        return None

    def _person_at_seat(self, phrase: Phrase, core: Core, name: _Name) -> Party | None:
        """Somebody named behind a seat or an organ: "the Kremlin's Ada Holm"."""
        mention = core.mention
        if mention is None or mention[0] >= name[0] or mention[2].form not in _ORGANS:
            return None
        words = name[2].split()
        short = " ".join(words[-2:]) if len(words) > 3 else name[2]
        return self.actor(
            mention[2].codes, span=phrase.span, official=short, office="", type_="person"
        )

    def _person_of_organ(self, phrase: Phrase, core: Core, name: _Name) -> Party | None:
        """Somebody of the seat or organ behind a full name: "Ada Holm of the State Department"."""
        tokens, end = phrase.tokens, name[1]
        if core.mention is not None or end >= len(tokens):
            return None
        if tokens[end].lower != "of" or " " not in name[2]:
            return None
        for a, b, mention in phrase.found.mentions:
            if end < a <= end + 2 and mention.form in _ORGANS:
                chamber = not _CHAMBERS.isdisjoint(phrase.read.lowers[a:b])
                return None if chamber else self._person_of(mention.codes, phrase, name)
        return None

    def _person_of_office_before(self, phrase: Phrase, core: Core, name: _Name) -> Party | None:
        """The official told of by the office alone and named now, without a word on who it is:
        "Lithuania's president condemned it. Gitanas Nowak also called for a new vote".
        """
        if core.mention is not None or phrase.context is None or not _is_bare(phrase, name):
            return None
        start = phrase.span[0]
        unnamed = phrase.context.unnamed(start, _NAMED_WITHIN)
        if unnamed is None or unnamed.type not in PERSONAL:
            return None
        if len(name[2].split()) not in (2, 3) or self.article.text.find(name[2]) < start:
            return None  # or somebody told of before
        place = (start, start + len(name[2]))
        named = replace(unnamed, official=name[2], span=phrase.span, official_span=place)
        self._register(named)
        return named

    def _person_of_state(self, phrase: Phrase, core: Core, name: _Name) -> Party | None:
        """Somebody whose actor alone is told: "Sweden's Nora Ek"."""
        if core.mention is None or name[1] != phrase.end or " " not in name[2]:
            return None
        _, end, mention = core.mention
        owned = end + 1 == name[0] and phrase.tokens[end].tag is Tag.POSS
        if not owned or set(mention.codes) & self.inside:
            return None
        return self._person_of(mention.codes, phrase, name)

    def _person_of_no_office(self, phrase: Phrase, core: Core, name: _Name) -> Party | None:
        """Anybody else, who is no official: "Norwegian tourist Ada Holm"."""
        mention = core.mention
        if mention is not None and mention[0] >= name[0]:
            return None
        inside = mention is not None and set(mention[2].codes) & self.inside
        standing = Standing.INSIDE if inside else Standing.OUTSIDER
        place = place_of(phrase.tokens, name)
        return Party(standing, (), name[2], None, "person", phrase.span, place, "no office")

    def _person_of(self, codes: tuple[str, ...], phrase: Phrase, name: _Name) -> Party:
        return self.actor(
            codes,
            span=phrase.span,
            official=name[2],
            office="",
            type_="person",
            official_span=place_of(phrase.tokens, name),
        )


def _is_bare(phrase: Phrase, name: _Name) -> bool:
    """Whether a phrase is a name alone, so that who it is must have been told before: not "the
    gardener, Ada Holm" nor "Ada Holm (Oslo, Labour)".
    """
    words = phrase.read.lowers[phrase.first : name[0]]
    if any(word.rstrip(".") not in HONORIFICS for word in words):
        return False
    behind = phrase.tokens[name[1] : name[1] + 1]
    return not behind or behind[0].text not in (",", "(")
