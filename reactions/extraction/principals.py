"""Who holds an office that is told without a name: "the UN chief", "the French president"."""

from dataclasses import replace
from itertools import chain

from reactions.extraction.gazetteer import plain, without_accents
from reactions.extraction.parties import Party, Standing
from reactions.extraction.people import People
from reactions.extraction.vocabulary import Office

_PERSONAL = frozenset(["head", "minister", "org"])
"""Types of offices that one person holds at a time."""
_DIPLOMATS = frozenset(["minister", "envoy", "org"])
_SECONDS = frozenset(["deputy", "vice", "assistant", "first", "crown", "acting", "under"])
# Which role of the reference data an office has, by a part of its name; the first that fits.
_ROLES = (
    ("foreign policy chief", ("high_representative",)),
    ("high representative", ("high_representative",)),
    ("top diplomat", ("high_representative", "foreign_minister")),
    ("chief diplomat", ("high_representative", "foreign_minister")),
    ("rights", ("human_rights_chief",)),
    ("council", ("council_president",)),
    ("foreign", ("foreign_minister",)),
    ("external affairs", ("foreign_minister",)),
    ("secretary of state", ("foreign_minister",)),
    ("prime minister", ("head_of_government",)),
    ("chancellor", ("head_of_government",)),
    ("president", ("head_of_state", "head_of_organization")),
)
_ROLES_OF_TYPE = {
    "head": ("head_of_state", "head_of_government"),
    "org": ("head_of_organization",),
}


class Principals(People):
    """The holders of offices: by what the article tells of them, then by the reference data."""

    def named(self, party: Party) -> Party:
        """Return the official told of by the office alone with the name that the article gives
        the holder elsewhere; the party itself if it gives none, or two.
        """
        if party.official is not None or not party.office or party.type not in _PERSONAL:
            return party
        office = party.office.lower()
        holders = [
            person
            for person in self.persons()
            if person.standing is Standing.ACTOR
            and person.codes == party.codes
            and person.type == party.type
            and person.office is not None
            and person.office.lower() == office
        ]
        if len({holder.official for holder in holders}) != 1:
            return party
        return replace(party, official=holders[0].official)

    def principal_of(self, speaker: Party, title: str, offset: int) -> Party | None:
        """Whom "the President" means in the words of a spokesman: the speaker's own principal."""
        entry = self._office_called(title)
        known = [
            party
            for party in self._told_before(speaker.codes, offset)
            if party.office
            and (
                party.office.lower().endswith(title)
                or (entry is not None and entry.type == party.type != "minister")
            )
        ]
        if known:
            return known[-1]
        named = self._holder_named(speaker.codes, entry, offset) if entry is not None else None
        type_ = entry.type if entry is not None else ""
        return named or replace(
            speaker, official=None, office=title, official_span=None, type=type_
        )

    def _office_called(self, title: str) -> Office | None:
        key = tuple(title.split())
        entries = self.vocabulary.offices.get(key[0], [])
        return next((office for phrase, office in entries if phrase == key), None)

    def _told_before(self, codes: tuple[str, ...], offset: int) -> list[Party]:
        """The persons of an actor whom the article has introduced before an offset."""
        return [p for p in self.persons() if p.codes == codes and p.span[0] < offset]

    def _principal(self, codes: tuple[str, ...], entry: Office, offset: int) -> Party | None:
        """The person whom "the UN chief" or "the French president" means, if the article named
        one.
        """
        if entry.phrase.endswith("diplomat"):
            return self._diplomat(codes, offset) or self._holder_named(codes, entry, offset)
        if entry.type not in _PERSONAL:
            return None
        for party in chain.from_iterable(self._persons.values()):
            if party.codes == codes and party.span[0] < offset and _has_office(party, entry):
                return party
        return self._holder_named(codes, entry, offset)

    def _diplomat(self, codes: tuple[str, ...], offset: int) -> Party | None:
        """The person whom "the top US diplomat" means: the last diplomat of it named before."""
        named = [p for p in self._told_before(codes, offset) if p.type in _DIPLOMATS]
        return named[-1] if named else None

    def _holder_named(self, codes: tuple[str, ...], entry: Office, offset: int) -> Party | None:
        """The holder of an office by the reference data, if the article names the person: "a
        spokesman for Ban Ki-moon said the UN secretary general".
        """
        if len(codes) != 1:
            return None
        for role in _roles_of(entry):
            for tenure in self.gazetteer.holders_of(codes[0], role, self.published):
                if plain(tenure.official) in self.article.plain:
                    official = tenure.official
                    if official not in self.article.text:
                        official = without_accents(official)
                    return self.actor(codes, span=(0, offset), official=official, type_=entry.type)
        return None

    def _only_holder(self, entry: Office, offset: int) -> Party | None:
        """Whom "the Special Representative" means: the only one whom the article has named."""
        if entry.type not in ("envoy", "org"):
            return None
        holders = [
            party
            for party in self.persons()
            if party.standing is Standing.ACTOR
            and party.span[0] < offset
            and party.office
            and entry.phrase in party.office.lower()
        ]
        return holders[-1] if len({holder.official for holder in holders}) == 1 else None


def _has_office(party: Party, entry: Office) -> bool:
    """Whether a person has an office of the sort, for ministers the very office."""
    if not party.office or party.type != entry.type:
        return False
    return entry.type != "minister" or party.office.lower() == entry.phrase


def _roles_of(office: Office) -> tuple[str, ...]:
    """The roles of the reference data whose holder an office means; none for a deputy's."""
    if not _SECONDS.isdisjoint(office.phrase.replace("-", " ").split()):
        return ()
    for part, roles in _ROLES:
        if part in office.phrase:
            return roles
    return _ROLES_OF_TYPE.get(office.type, ())
