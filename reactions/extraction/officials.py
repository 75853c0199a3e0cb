"""Offices and the actors that they speak for: "the foreign minister", "its spokesman"."""

from collections.abc import Sequence
from dataclasses import replace

from reactions.extraction.discourse import Discourse
from reactions.extraction.gazetteer import Form as NameForm
from reactions.extraction.names import Elements, is_definite
from reactions.extraction.parties import Party, Standing
from reactions.extraction.reading import ReadSentence
from reactions.extraction.told_offices import ToldOffice
from reactions.extraction.untold_owners import UntoldOwners
from reactions.extraction.vocabulary import Office
from reactions.extraction.words import Tag, Token

_CHAIRS = frozenset(("chairman", "chairwoman", "chair", "chairperson", "head"))
_COMMITTEES = frozenset(("committee", "subcommittee"))
_CHAMBERS = frozenset(
    ("senate", "house", "congress", "parliament", "bundestag", "commons", "lords")
)
_COMMITTEE_NEAR = 9
"""Words behind "chairman" in which a parliament's committee is named."""
_STAFF = frozenset(("aide", "adviser", "advisers", "source", "sources", "official"))
"""Who is often told of by the name of the principal: "an aide to Secretary-General Vanhala"."""
_IMPERSONAL = ("body", "plural")
_NAME_NEAR = 3
"""Words from a person's office to the name, behind a body's: "the ministry's spokesman, Holm"."""


class Officials(UntoldOwners):
    """What an office stands for: whose it is, and who holds it."""

    def _office_for(
        self,
        found: Elements,
        base: tuple[int, int, Office] | None,
        name: tuple[int, int, str] | None,
    ) -> tuple[int, int, Office] | None:
        """The office that a phrase tells of: of a name the one beside it, else that of its base."""
        if base is not None:
            personal = next((o for o in found.offices if o[2].type not in _IMPERSONAL), None)
            impersonal = base[2].type in _IMPERSONAL
            if impersonal and name and personal and personal[0] <= name[0] + _NAME_NEAR:
                return personal
            return base
        if name is None:
            return None
        before = (o for o in found.offices if o[1] == name[0])
        after = (o for o in found.offices if o[0] >= name[1])
        return next(before, None) or next(after, None)

    def _is_principal(
        self, tokens: Sequence[Token], office: tuple[int, int, Office], base_end: int
    ) -> bool:
        """Whether the name after "an aide to" is another's: "A spokesman for Secretary-General
        Vanhala".
        """
        unnamed = office[2].type == "spokes" or office[2].phrase in _STAFF
        return unnamed and base_end < len(tokens) and tokens[base_end].lower in ("for", "to", "of")

    def _office_party(
        self,
        read: ReadSentence,
        found: Elements,
        office: tuple[int, int, Office],
        name: tuple[int, int, str] | None,
        limits: tuple[int, int, int],
        context: Discourse | None,
    ) -> Party | None:
        """Whom an office stands for, with the name of the holder if one is told."""
        at, behind, entry = office
        told = ToldOffice(read, found, entry, at, behind, name, limits[0], limits[2], context)
        codes = self._codes_of_office(told)
        known = self._known_holder(told, codes) or self._legislator(told, codes)
        if known is not None:
            return known
        return self._in_office(told, codes) if codes else self._of_untold(told)

    def _known_holder(self, told: ToldOffice, codes: tuple[str, ...]) -> Party | None:
        """The person introduced before under the name, or one of the crisis's own."""
        if told.name is None:
            return None
        name = told.name[2]
        known = self.person(name, told.span[0])
        agrees = known is not None and (not codes or set(codes) == set(known.codes))
        if known is not None and agrees and known.standing is not Standing.OUTSIDER:
            longer = known.official if len(known.official or "") >= len(name) else name
            return replace(known, span=told.span, official=longer)
        abroad = codes and not set(codes) & self.inside and not told.is_type("head")
        if self.is_inside_name(name) and not abroad:
            return _as_told(told, Standing.INSIDE, codes=codes)
        return None

    def _legislator(self, told: ToldOffice, codes: tuple[str, ...]) -> Party | None:
        """Whoever sits in a parliament, who speaks for nobody."""
        if self._sits_for_voters(told):
            return replace(_as_told(told, Standing.OUTSIDER, why="legislator"), type="person")
        if told.office.phrase in ("members", "member") and self._sit_in(told.found, codes):
            title, span = told.title, told.span
            return Party(Standing.OUTSIDER, (), None, title, "person", span, None, "legislator")
        return None

    def _sits_for_voters(self, told: ToldOffice) -> bool:
        """Whether somebody sits in a parliament: "Representative Ada Holm of Ohio", "the chairman
        of the Senate's foreign relations committee".
        """
        if told.office.phrase == "representative":
            follows = told.name is not None and told.name[0] == told.behind
            return follows and told.read.tokens[told.at].text == "Representative"
        if told.office.phrase not in _CHAIRS:
            return False
        behind = told.read.lowers[told.behind : told.behind + _COMMITTEE_NEAR]
        return not _COMMITTEES.isdisjoint(behind) and not _CHAMBERS.isdisjoint(behind)

    def _sit_in(self, found: Elements, codes: tuple[str, ...]) -> bool:
        """Whether members are those of a country's parliament: "members of the US Congress"."""
        state = not any(self.gazetteer.is_organization(code) for code in codes)
        return state and any(
            m.form in (NameForm.SEAT, NameForm.ORGAN) for _, _, m in found.mentions
        )

    def _in_office(self, told: ToldOffice, codes: tuple[str, ...]) -> Party:
        """The official of an actor, by the name that the article gives the holder elsewhere if the
        phrase gives none.
        """
        official = told.official
        same = self._principal(codes, told.office, told.span[0]) if official is None else None
        return self.actor(
            codes,
            span=told.span,
            official=same.official if same is not None else official,
            office=told.title,
            type_=told.office.type,
            official_span=told.official_span,
        )

    def _of_untold(self, told: ToldOffice) -> Party:
        """Whom an office stands for whose phrase names no actor."""
        return (
            self._of_person(told)
            or self._of_own_president(told)
            or self._of_its_only_actor(told)
            or self._by_reference_data(told)
            or self._told_before_as(told)
            or self._of_home(told)
            or self._by_context(told)
        )

    def _of_person(self, told: ToldOffice) -> Party | None:
        """ "Merkel's spokesman": of whom the person speaks for."""
        owner = self._possessor(told.read.tokens, told.at, told.span[0])
        if owner is None:
            return None
        if owner.standing is Standing.ACTOR:
            return self._in_office(told, owner.codes)
        return replace(
            owner,
            official=told.official,
            office=told.title,
            span=told.span,
            official_span=told.official_span,
        )

    def _of_own_president(self, told: ToldOffice) -> Party | None:
        """ "The president's spokesman", with no country told: the focal one's."""
        if told.office.actor or self.place(told.read) or not _is_of_ruler(told):
            return None
        return _as_told(told, Standing.INSIDE, why="the country's own")

    def _of_its_only_actor(self, told: ToldOffice) -> Party | None:
        """An office that one actor has: "the Federal Chancellor", if it is no namesake's."""
        if not told.office.actor:
            return None
        namesake = self._namesake(told)
        codes = (told.office.actor,) if namesake is None else namesake
        return self._in_office(told, codes) if codes else None

    def _by_reference_data(self, told: ToldOffice) -> Party | None:
        """The official of the name in the reference data."""
        holder = self._holder(told.name[2]) if told.name else None
        if holder is None:
            return None
        return replace(holder, span=told.span, official_span=told.official_span, office=told.title)

    def _told_before_as(self, told: ToldOffice) -> Party | None:
        """ "The president" after one spoken of, unless a label or a place tells another."""
        if told.context is None or told.name or not told.opens_with_the:
            return None
        if told.is_type("head") and self.place(told.read) and self._rules_there(told):
            return None
        same = told.context.holder_of(told.office.phrase)
        same = same or self._only_holder(told.office, told.span[0])
        label = self.label_of(told.read)
        if same is None or (label is not None and label.codes != same.codes):
            return None
        return replace(same, span=told.span)

    def _of_home(self, told: ToldOffice) -> Party | None:
        """An office beside the focal country's name: its own, whatever was spoken of last."""
        if self._is_at_home(told) and not self._own_state(told):
            return _as_told(told, Standing.INSIDE)
        return None

    def _by_context(self, told: ToldOffice) -> Party:
        """Whom an office stands for by what was spoken of, the focal country's if by nothing."""
        codes = self._codes_by_context(told)
        if len(codes) == 1 or (codes and told.is_type("plural")):
            # One person holds no office of several states.
            party = self._in_office(told, codes)
            return replace(party, why="by context" if told.name else "inferred")
        if told.name:
            return _as_told(told, Standing.OUTSIDER, why="whose office is not told")
        same = told.context.holder_of(told.office.phrase) if told.context is not None else None
        if same is not None and told.opens_with_the:
            return replace(same, span=told.span)
        own = told.is_type("head", "minister", "body", "spokes")
        if own and is_definite(told.read.tokens, told.first):
            return _as_told(told, Standing.INSIDE, why="the country's own")
        return _as_told(told, Standing.UNKNOWN, why="whose office is not told")


def _as_told(
    told: ToldOffice, standing: Standing, *, codes: tuple[str, ...] = (), why: str = ""
) -> Party:
    """Whoever holds an office, as the phrase tells it."""
    return Party(
        standing,
        codes,
        told.official,
        told.title,
        told.office.type,
        told.span,
        told.official_span,
        why,
    )


def _is_of_ruler(told: ToldOffice) -> bool:
    """Whether "the president's", of no state told, stands before an office."""
    read = told.read
    for a, b, entry in told.found.offices:
        if entry.type == "head" and b <= told.at and read.tokens[b].tag is Tag.POSS:
            return a == 0 or "the" in read.lowers[a - 1 : a + 1]
    return False
