"""Whose an office is that tells no owner, by what was spoken of: "the minister", "its envoy"."""

from reactions.extraction.discourse import Discourse
from reactions.extraction.gazetteer import Form as NameForm
from reactions.extraction.office_owners import OfficeOwners
from reactions.extraction.told_offices import OF_STATE, ToldOffice
from reactions.extraction.vocabulary import word_list
from reactions.extraction.words import Tag

_INDEFINITE = word_list("domestic") | {
    "many", "some", "several", "few", "most", "other", "numerous", "various",
}  # fmt: skip
_OBSERVERS = frozenset(("observers", "election observer", "observer mission"))
_SOME = frozenset(("a", "an", "one", "another"))
_MEMBERS = frozenset(("member states", "members states", "member countries", "states", "members"))
_FORCES = frozenset(("military", "armed forces", "military command"))
_BRITISH = frozenset(("foreign secretary", "home secretary"))
_SECRETARIES = frozenset(("PHL", "IND", "PAK", "BGD", "LKA", "NPL", "MEX"))
"""States other than Britain whose ministers or senior diplomats are called so."""
_PEERS = frozenset(("colleague", "colleagues", "opposite number"))
_LEGISLATURES = frozenset((
    *("congress", "parliament", "lower house", "upper house", "house", "cabinet"),
    *("national assembly", "supreme court", "constitutional court", "president's office"),
))  # fmt: skip
"""Bodies that every state has: those of none told are the focal country's."""
_REFERRING = frozenset(("the", "all", "both", "these", "those", "other", "our"))
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "both": 2}
_OF_BLOC = frozenset(("regional", "african", "bloc"))
_PRONOUNS = {"its": "it", "their": "they", "his": "he", "her": "he"}
_OPENING = 3
"""The last word at which an actor that opens a sentence can begin."""


class UntoldOwners(OfficeOwners):
    """Tries in turn what can tell whose an office is, from its own sentence to the talk before."""

    def _codes_by_context(self, told: ToldOffice) -> tuple[str, ...]:
        """Whose an office is: of the first step that tells it, () if that is of nobody told."""
        for step in self._STEPS:
            codes = step(self, told)
            if codes is not None:
                return codes
        return self._of_last(told, told.context) if told.context is not None else ()

    def _of_label_of_name(self, told: ToldOffice) -> tuple[str, ...] | None:
        """A label tells of whom a name in a list is: "Foreign Minister Ada Holm", under Norway."""
        label = self.label_of(told.read) if told.context is None and told.name else None
        return label.codes if label is not None else None

    def _of_peer(self, told: ToldOffice) -> tuple[str, ...] | None:
        """ "A colleague said" is of nobody, "her opposite number in Oslo" of the place."""
        return self.place(told.read) if told.office.phrase in _PEERS else None

    def _of_body_referred_to(self, told: ToldOffice) -> tuple[str, ...] | None:
        """ "The bloc's chief diplomat": of the organization spoken of."""
        if not told.is_of_reference:
            return None
        return self._organization_before(told.read, told.offset, told.context)

    def _of_nobody_known(self, told: ToldOffice) -> tuple[str, ...] | None:
        """ "The MDC's secretary general", "a spokesman for the farmers": of no actor."""
        return () if self._is_of_unknown(told) or self._is_of_other(told) else None

    def _of_no_forces(self, told: ToldOffice) -> tuple[str, ...] | None:
        """ "The military": that of the country which all is about."""
        forces = told.office.phrase in _FORCES and not told.possessive
        return () if forces and not self.place(told.read) else None

    def _of_no_observers(self, told: ToldOffice) -> tuple[str, ...] | None:
        """ "International observers", without "the": of nobody told."""
        return () if told.office.phrase in _OBSERVERS and "the" not in told.lead else None

    def _of_possessor(self, told: ToldOffice) -> tuple[str, ...] | None:
        """ "Its foreign minister", "his spokesman": of whom the pronoun stands for."""
        word = told.possessive
        if not word:
            return None
        own = self._own_state(told) if word == "its" else ()
        if own or told.context is None:
            return own or None
        owner = told.context.pronoun(_PRONOUNS[word])
        if owner is None or not owner.codes:
            return None
        alone = self._alone_in_block(told) if word == "its" else ()
        return alone or owner.codes

    def _of_label(self, told: ToldOffice) -> tuple[str, ...] | None:
        """The actor of the heading or row that it stands under."""
        label = self.label_of(told.read)
        return label.codes if label else None

    def _of_body_before(self, told: ToldOffice) -> tuple[str, ...] | None:
        """ "NATO will meet, Secretary General Holm said in Brussels"."""
        return (self._body_before(told) or None) if told.is_type("org") else None

    def _of_place(self, told: ToldOffice) -> tuple[str, ...] | None:
        """ "In Oslo, the foreign ministry said", "in Oslo, the prime minister said"."""
        place = self.place(told.read)
        if not place:
            return None
        if told.name or told.is_type("body", "spokes", "minister"):
            return place
        return place if told.is_type("head") and self._rules_there(told) else None

    def _of_meeting(self, told: ToldOffice) -> tuple[str, ...] | None:
        """ "At an ECOWAS summit, leaders called for calm"."""
        if not told.is_type("plural") or told.name or told.is_led_by(_INDEFINITE):
            return None
        return self._meeting_of(told.read) or None

    def _of_bloc(self, told: ToldOffice) -> tuple[str, ...] | None:
        """ "Regional leaders", "African leaders": of the organization last spoken of."""
        if told.context is None or not told.is_type("plural") or not told.is_led_by(_OF_BLOC):
            return None
        body = told.context.last_organization()
        return body.codes if body else ()

    def _of_opening(self, told: ToldOffice) -> tuple[str, ...] | None:
        """ "Singapore is worried," the foreign ministry said."""
        if not told.is_type("body") or told.name or not told.read.spans:
            return None
        first, end, mention = told.read.spans[0]
        opens = first <= _OPENING and end < told.at and mention.form is not NameForm.DEMONYM
        return mention.codes if opens and not set(mention.codes) & self.inside else None

    def _of_those_behind(self, told: ToldOffice) -> tuple[str, ...] | None:
        """ "Leaders of the bloc", "heads of several states": of whom "of" leads to."""
        if not told.is_type("plural", "body", "org", "spokes"):
            return None
        codes = self._of_reference(told)
        return codes if codes or told.is_type("plural") else None

    def _of_group(self, told: ToldOffice) -> tuple[str, ...] | None:
        """ "The ministers" after "Commonwealth foreign ministers", or after two who acted."""
        if told.context is None or not told.is_type("plural"):
            return None
        if told.read.lowers[told.at - 1] != "the":
            return None
        phrase = told.office.phrase
        return told.context.group_of(phrase) or told.context.last_two(phrase) or None

    def _of_no_envoy(self, told: ToldOffice) -> tuple[str, ...] | None:
        """ "A senior diplomat said": of nobody told."""
        unnamed = told.is_type("envoy") and not told.name
        return () if unnamed and told.is_led_by(_SOME) else None

    def _of_indefinite(self, told: ToldOffice) -> tuple[str, ...] | None:
        """ "Many countries", "the coup leaders": of nobody."""
        return () if told.is_type("plural") and told.is_led_by(_INDEFINITE) else None

    def _of_members(self, told: ToldOffice) -> tuple[str, ...] | None:
        """ "Member states have decided", the African Union said: the organization."""
        if told.office.phrase not in _MEMBERS or told.context is None:
            return None
        subject = told.context.first if told.read.lowers[0] not in _MEMBERS else None
        spoken_for = told.context.speaker or subject
        codes = spoken_for.codes if spoken_for is not None else ()
        return codes if len(codes) == 1 and self.gazetteer.is_organization(codes[0]) else None

    def _of_bare_plural(self, told: ToldOffice) -> tuple[str, ...] | None:
        """ "Western governments": of nobody."""
        lowers = told.read.lowers
        if not told.is_type("plural") or not lowers[told.behind - 1].endswith("s"):
            return None
        before = told.read.tokens[told.at - len(told.lead) : told.at]
        determined = any(t.tag is Tag.DET or t.lower == "regional" for t in before)
        return None if determined or told.is_led_by(_NUMBERS) else ()

    def _of_counted(self, told: ToldOffice) -> tuple[str, ...] | None:
        """ "The three presidents": of as many as were spoken of last."""
        count = next((_NUMBERS[word] for word in told.lead if word in _NUMBERS), 0)
        if told.context is None or not count or not told.is_type("plural", *OF_STATE):
            return None
        return told.context.recent(count) if told.is_led_by(_REFERRING) else ()

    def _of_body_in_talk(self, told: ToldOffice) -> tuple[str, ...] | None:
        """ "In New York, the secretary-general asked for an inquiry", "the commissioner added"."""
        context, usual = told.context, told.usual
        if context is None or not told.is_type("org") or (told.name and not usual):
            return None
        unsaid = not told.name and not self._body_in_block(told)
        if usual and (unsaid or (usual == ("UN",) and "york" in told.read.lowers)):
            return usual
        if context.speaker is not None and context.speaker.codes:
            return context.speaker.codes
        body = context.last_organization()
        return body.codes if body else usual

    _STEPS = (
        _of_label_of_name,
        _of_peer,
        _of_body_referred_to,
        _of_nobody_known,
        _of_no_forces,
        _of_no_observers,
        _of_possessor,
        _of_label,
        _of_body_before,
        _of_place,
        _of_meeting,
        _of_bloc,
        _of_opening,
        _of_those_behind,
        _of_group,
        _of_no_envoy,
        _of_indefinite,
        _of_members,
        _of_bare_plural,
        _of_counted,
        _of_body_in_talk,
    )

    def _of_last(self, told: ToldOffice, context: Discourse) -> tuple[str, ...]:
        """Whose "the foreign minister" is by who was spoken of last, else whose it usually is."""
        if not told.name and not told.is_type("minister", "spokes", "body", "plural", "envoy"):
            return told.usual
        if told.is_type("body") and not context.body_fits(told.office.phrase):
            return told.usual
        if told.office.phrase in _LEGISLATURES and told.read.lowers[told.at - 1] != "its":
            return self._alone_in_block(told)  # "Congress meets on Tuesday"
        last = context.last_codes(country=told.is_type(*OF_STATE, "envoy"))
        if told.office.phrase in _BRITISH and not set(last) & _SECRETARIES:
            return told.usual  # "the Foreign Secretary, Ada Holm", in a British paper
        return self._alone_here(told, last) or last or self._by_dateline(told) or told.usual

    def _alone_here(self, told: ToldOffice, last: tuple[str, ...]) -> tuple[str, ...]:
        """The only actor of a paragraph, where it goes before the one spoken of last."""
        alone = self._alone_in_block(told)
        if told.name or (last and not self.inside.issuperset(last)):
            return alone
        told_here = any(mention.codes == alone for mention in told.read.mentions)
        return alone if told_here and not last else ()

    def _by_dateline(self, told: ToldOffice) -> tuple[str, ...]:
        """ "President Clinton", in the press of the state that it is datelined from."""
        return self._dateline() if told.name and told.is_type(*OF_STATE) else ()
