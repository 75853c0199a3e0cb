"""Phrases that mean what was named before: "the bloc", "his country", "these states"."""

from dataclasses import replace

from reactions.extraction.discourse import Discourse
from reactions.extraction.gazetteer import Form as NameForm
from reactions.extraction.noun_phrase import Phrase
from reactions.extraction.parties import Party, Standing
from reactions.extraction.phrase_elements import PhraseElements
from reactions.extraction.vocabulary import word_list
from reactions.extraction.words import Tag

_BODY_REFERENCES = word_list("body_references")
_DOMESTIC = word_list("domestic")
_GENERIC = word_list("generic")
_REGIONAL = word_list("regional")
_REALMS = word_list("realms")
_NOBODY_S = frozenset(("international", "world", "global", "diplomatic", "donor", "business"))
"""Whose community is no organization that has been named."""
_COUNTS = frozenset(("two", "three", "four", "both", "trio", "pair"))
_STATES = frozenset(("countries", "nations", "states"))
_TOGETHER = _STATES | {"signatories", "governments", "ministers"}
_OWN_STATES = frozenset(("country", "government", "nation"))
_OWNERS = {"his": "he", "her": "she", "their": "it", "its": "it", "my": "we", "our": "we"}
"""The pronoun that tells whose country is meant, by the word before it."""


class References(PhraseElements):
    """Phrases that hold no name and mean somebody named elsewhere."""

    def _unnamed(self, phrase: Phrase) -> Party | None:
        """Whom a phrase stands for whose base has no name, office or word for no actor."""
        return self._realm(phrase) or self._reference(phrase)

    def _realm(self, phrase: Phrase) -> Party | None:
        """The country in "the landlocked nation of Botswana"."""
        words, at = phrase.read.lowers, phrase.base_end
        if phrase.head not in _REALMS or words[at : at + 1] != ["of"]:
            return None
        first = at + 1 + (words[at + 1 : at + 2] == ["the"])
        for a, b, mention in phrase.read.spans:
            if a == first and mention.form is NameForm.NAME:
                if b < len(words) and phrase.tokens[b].tag is Tag.POSS:
                    return None
                return self.actor(mention.codes, span=(mention.start, mention.end))
        return None

    def _reference(self, phrase: Phrase) -> Party | None:
        """ "The bloc", "the ministry", "his country": what was named before."""
        context, lead, head = phrase.context, phrase.lead, phrase.head
        if context is None or phrase.base_end <= phrase.first:
            return None
        if head == "community" and phrase.read.lowers[phrase.base_end - 2] in _NOBODY_S:
            return Party(Standing.UNKNOWN, (), span=phrase.span)
        if _means_body(phrase):
            return _inferred(self._body_meant(phrase, context), phrase)
        if head in _OWN_STATES and lead in _OWNERS:
            return _inferred(_own_state(lead, context), phrase)
        if _means_several(phrase):
            return _inferred(context.pronoun("they"), phrase)
        if head in _REALMS and lead == "the":
            return self._realm_meant(phrase, context)
        return Party(_own_or_unknown(phrase), (), span=phrase.span)

    def _body_meant(self, phrase: Phrase, context: Discourse) -> Party | None:
        """The organization of "the bloc" and "Africa's bloc, the African Union,"."""
        read, start = phrase.read, phrase.span[0]
        codes = self._organization_apposed(read, phrase.base_end)
        codes = codes or self._organization_before(read, start, context)
        return self.actor(codes, span=phrase.span) if codes else None

    def _realm_meant(self, phrase: Phrase, context: Discourse) -> Party | None:
        """The country of "the kingdom" and "the Asian giant", no organization; that of "the small
        kingdom" is not told.
        """
        found = context.pronoun("it")
        alone = phrase.base_end - phrase.first == 2 or phrase.head == "giant"
        if found and not (alone and self._is_country(found)):
            return Party(Standing.UNKNOWN, (), span=phrase.span)
        return _inferred(found, phrase)

    def _is_country(self, party: Party) -> bool:
        single = len(party.codes) == 1 and party.standing is Standing.ACTOR
        return single and not self.gazetteer.is_organization(party.codes[0])

    def _members(self, phrase: Phrase) -> Party:
        """The organization of "Council members"."""
        codes = self._organization_before(phrase.read, phrase.span[0], phrase.context)
        if not codes or phrase.context is None:
            return Party(Standing.UNKNOWN, (), span=phrase.span)
        return replace(self.actor(codes, span=phrase.span), why="inferred")


def are_members(phrase: Phrase) -> bool:
    """Whether a phrase is "Council members"."""
    two = phrase.base_end - phrase.first == 2
    return two and phrase.lead in _BODY_REFERENCES and phrase.head in _GENERIC


def is_body_alone(phrase: Phrase) -> bool:
    """Whether a phrase is "the regional bloc", "this 15-nation body" or "Africa's bloc"."""
    tokens, first, end = phrase.tokens, phrase.first, phrase.base_end
    return (
        end - first >= 2
        and (phrase.lead in ("the", "this") or tokens[first + 1].tag is Tag.POSS)
        and phrase.head in _BODY_REFERENCES
        and not any(mention[0] < end for mention in phrase.found.mentions)
        and all(
            token.tag in (Tag.ADJ, Tag.NUM, Tag.POSS)
            or token.lower in _REGIONAL
            or "-" in token.text
            for token in tokens[first + 1 : end - 1]
        )
    )


def _inferred(found: Party | None, phrase: Phrase) -> Party | None:
    return replace(found, span=phrase.span, why="inferred") if found else None


def _means_body(phrase: Phrase) -> bool:
    """Whether a phrase ends in "bloc" or the like and points at one: "our union"."""
    if phrase.head not in _BODY_REFERENCES:
        return False
    second = phrase.tokens[phrase.first + 1 : phrase.first + 2]
    owned = bool(second) and second[0].tag is Tag.POSS
    return owned or phrase.lead in ("the", "this", "our")


def _own_state(owner: str, context: Discourse) -> Party | None:
    """The actor of "his country": that of the person spoken of, without the person."""
    found = context.pronoun(_OWNERS[owner])
    return replace(found, official=None, office=None) if found else None


def _means_several(phrase: Phrase) -> bool:
    """Whether a phrase is "both countries", "all signatories", "the three", but not "three of
    whom".
    """
    words, first, end = phrase.read.lowers, phrase.first, phrase.base_end
    if phrase.head in _COUNTS and words[end : end + 2] != ["of", "whom"]:
        return True
    if phrase.head in _STATES and phrase.lead in ("the", "both"):
        return True
    all_of_them = phrase.lead in ("all", "these") or "signatory" in words[first:end]
    return phrase.head in _TOGETHER and all_of_them


def _own_or_unknown(phrase: Phrase) -> Standing:
    """INSIDE for "the junta", "the army", "the coup leaders", where no state is named."""
    words = phrase.read.lowers[phrase.first : phrase.base_end]
    own = phrase.lead in ("the", "its") and not _DOMESTIC.isdisjoint(words)
    return Standing.INSIDE if own else Standing.UNKNOWN
