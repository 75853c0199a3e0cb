"""What was last spoken of, for pronouns and for references such as "the bloc"."""

from collections.abc import Sequence
from dataclasses import replace

from reactions.extraction.gazetteer import Gazetteer
from reactions.extraction.parties import Party, Standing

_PEERS = frozenset(("leaders", "ministers", "foreign ministers", "presidents", "prime ministers"))
_PAIR = 2


class Discourse:
    """What was last spoken of: for pronouns and "the bloc"."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._person: Party | None = None
        self._unnamed: Party | None = None
        self._body: Party | None = None
        self._joint: Party | None = None
        self._organization: Party | None = None
        self._group: Party | None = None
        self._last: Party | None = None
        self._noted: list[Party] = []
        self._is_new_scene = False
        self._teller: Party | None = None
        self._person_before: Party | None = None
        self._block = 0
        self._opens = True
        self._spoken_of: dict[str, int] = {}
        self._recent: list[str] = []
        self._country: Party | None = None
        self.speaker: Party | None = None
        self.document: Party | None = None

    def end_sentence(self) -> None:
        """Put the sentence's first subject before the others: "he" and "it" go on with it."""
        if len(self._noted) > 1 or self._is_new_scene:
            for party in reversed(self._noted):
                self._take(party)
        self._noted.clear()
        self._is_new_scene = False
        if self._teller is not None:
            self._person = self._teller
            self._spoken_of["person"] = self._block
        self._teller = None
        self._person_before = self._person

    def note_teller(self, party: Party) -> None:
        """Take notice of who told the sentence at its end: "he" goes on with him, whoever the
        sentence is about.
        """
        self._teller = party

    def teller_before(self, party: Party) -> Party:
        """Return whom "he" means at the end of what it tells of `party`: the official spoken of
        before, where `party` is none: "Popa should go, he added".
        """
        before = self._person_before
        if party.standing is Standing.ACTOR or before is None:
            return party
        return before if before.standing is Standing.ACTOR else party

    def begin_sentence(self, block: int, *, opens: bool) -> None:
        """Go on with the next sentence: `block` is its paragraph's number, which it `opens`.

        Only the first sentence of a paragraph goes on with whom the one before spoke of: later ones
        refer to what their own has named.
        """
        self._block = block
        self._opens = opens

    def _reaches(self, *roles: str) -> bool:
        """Whether what was last spoken of in one of these roles can be meant here."""
        return self._opens or any(self._spoken_of.get(role) == self._block for role in roles)

    @property
    def first(self) -> Party | None:
        """The first subject of the sentence at hand."""
        return self._noted[0] if self._noted else None

    def note(self, party: Party) -> None:
        """Take notice of a party that a clause had as its subject."""
        self._noted.append(party)
        self._take(party)

    def note_together(self, parties: Sequence[Party]) -> None:
        """Take notice of several that a clause had as its subject together: they are "both"."""
        codes = tuple(dict.fromkeys(code for party in parties for code in party.codes))
        if len(codes) > 1:
            self._joint = Party(Standing.ACTOR, codes, span=parties[0].span)
            self._spoken_of["joint"] = self._block

    def _take(self, party: Party) -> None:
        if party.standing is Standing.UNKNOWN and not party.is_person:
            return
        if party.is_person and not self._is_spoken_for(party):
            self._person = party
            self._spoken_of["person"] = self._block
        if party.is_person and party.standing is Standing.ACTOR:
            self._unnamed = party if party.official is None and party.office else None
        if len(party.codes) > 1:
            self._joint = party
            self._spoken_of["joint"] = self._block
        if party.type == "plural" and party.codes:
            self._group = party
        if party.standing is Standing.ACTOR:
            for code in party.codes:
                if code in self._recent:
                    self._recent.remove(code)
                self._recent.append(code)
        if party.codes:
            self._body = party
            self._spoken_of["body"] = self._block
            organization = len(party.codes) == 1 and self._gazetteer.is_organization(party.codes[0])
            if organization:
                self._organization = party
            if party.standing is Standing.ACTOR:
                self._last = party
                self._country = self._country if organization else party
                self._spoken_of["last"] = self._block
        elif party.standing is Standing.OUTSIDER or (
            party.standing is Standing.INSIDE and not party.is_person
        ):
            self._body = party
            self._spoken_of["body"] = self._block
            if party.standing is Standing.OUTSIDER and not party.is_person:
                self._joint = None  # "Two senators wrote a letter in which they demanded it"

    def _is_spoken_for(self, party: Party) -> bool:
        """Whether an unnamed spokesman follows the principal, who is "he" rather than himself."""
        person = self._person
        unnamed = party.type == "spokes" and party.official is None
        return (
            unnamed
            and person is not None
            and bool(person.official)
            and (person.codes == party.codes)
        )

    def pronoun(self, word: str) -> Party | None:
        """Return what a pronoun stands for."""
        if word in ("he", "she", "him", "her", "who"):
            return self._person if self._reaches("person") else None
        if word in ("i", "we", "us", "our"):
            return self.speaker
        if not self._reaches("body", "joint"):
            return None
        if word in ("they", "them", "both"):
            return self._joint or _body_of(self._body)
        if word == "it":
            return self._bodies_of(_body_of(self._body))
        return None

    def _bodies_of(self, party: Party | None) -> Party | None:
        """What "it" can mean of several actors: "the EU and the US" have one body among them."""
        if party is None or len(party.codes) < 2:
            return party
        bodies = tuple(code for code in party.codes if self._gazetteer.is_organization(code))
        return replace(party, codes=bodies) if bodies else party

    def last_organization(self) -> Party | None:
        """Return the organization last spoken of."""
        return _body_of(self._organization)

    def group_of(self, office: str) -> tuple[str, ...]:
        """Return whose several officials were told of last, if they hold this office: "the
        ministers" after "Commonwealth foreign ministers", whoever spoke for himself since.
        """
        group = self._group
        if group is None or group.office is None or group.standing is not Standing.ACTOR:
            return ()
        return group.codes if group.office.lower().endswith(office) else ()

    def last_two(self, office: str) -> tuple[str, ...]:
        """Return whom "the leaders" and "the ministers" mean after two who acted together, if
        nobody else has been spoken of since.
        """
        codes = self._joint.codes if self._joint is not None and office in _PEERS else ()
        return codes if len(codes) == _PAIR and set(codes) == set(self.recent(_PAIR)) else ()

    def holder_of(self, office: str) -> Party | None:
        """Return the person last spoken of if it holds this office: "the president" after Obama."""
        person = self._person
        if person is None or person.standing is not Standing.ACTOR or not person.office:
            return None
        return person if office in person.office.lower() else None

    def unnamed(self, offset: int, within: int) -> Party | None:
        """Return the official told of last, by the office alone, at most `within` characters
        before `offset`.
        """
        party = self._unnamed
        return party if party is not None and offset - party.span[1] <= within else None

    def recent(self, count: int) -> tuple[str, ...]:
        """Return the last `count` actors spoken of: "the three countries"."""
        return tuple(self._recent[-count:]) if len(self._recent) >= count else ()

    def set_scene(self, codes: tuple[str, ...]) -> None:
        """Take notice of the place where the next statements are made."""
        self._last = Party(Standing.ACTOR, codes)
        self._country = self._last
        self._spoken_of["last"] = self._block
        self._is_new_scene = True

    def set_topic(self, codes: tuple[str, ...]) -> None:
        """Take notice of the actor that a sentence was about in which nobody outside acted."""
        self._take(Party(Standing.ACTOR, codes))

    def tells_of(self, *standings: Standing) -> bool:
        """Return whether anybody of these was the subject of a clause of the sentence at hand."""
        return any(party.standing in standings for party in self._noted)

    def last_codes(self, *, country: bool = False) -> tuple[str, ...]:
        """Return the codes of the actor last spoken of, of the last country if so asked."""
        last = self._country if country else self._last
        return last.codes if last and self._reaches("last") else ()

    def body_fits(self, phrase: str) -> bool:
        """Whether "the ministry" can be the last actor's: organizations have none."""
        if self._last is None:
            return False
        organization = len(self._last.codes) == 1 and self._gazetteer.is_organization(
            self._last.codes[0]
        )
        state = any(
            word in phrase
            for word in ("ministry", "embassy", "government", "presidency", "cabinet")
        )
        return not (organization and state)


def _body_of(party: Party | None) -> Party | None:
    """The state or organization that a party speaks for, without the official."""
    if party is None or not party.codes:
        return party
    return replace(party, official=None, office=None, type="")
