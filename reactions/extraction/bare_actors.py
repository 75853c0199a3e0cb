"""Phrases that name an actor without an official: "Norway", "the EU's statement", "the Poles"."""

from reactions.extraction.gazetteer import Form as NameForm
from reactions.extraction.mentions import Context, Mention
from reactions.extraction.noun_phrase import Phrase
from reactions.extraction.parties import Party, Standing
from reactions.extraction.reading import ReadSentence
from reactions.extraction.references import References
from reactions.extraction.vocabulary import word_list
from reactions.extraction.words import Tag

_ADJECTIVAL = ("ed", "ous", "ful", "ern", "less", "ary")
_BODY_REFERENCES = word_list("body_references")
_DESCRIBING = word_list("describing")
_GENERIC = word_list("generic")
_STATE_WORDS = word_list("state_words")
_LIGHT = (Tag.DET, Tag.ADJ, Tag.ADV, Tag.NUM, Tag.QUOTE)
"""Words before a name that leave it what it is: "the small Norway"."""
_OWN = frozenset(("position", "response", "move", "side", "reaction"))
_SOME = frozenset(("other", "some", "several", "many", "most", "few"))
_VOICED = word_list("told_nouns") | word_list("voiced")


class BareActors(References):
    """Whether an actor's name in a phrase means the actor, or only something of it."""

    def _bare_actor(self, phrase: Phrase, mention: tuple[int, int, Mention]) -> Party:
        _, end, named = mention
        span = (named.start, named.end)
        if named.context is Context.COMPOUND or _is_of_some(phrase, mention):
            return Party(Standing.UNKNOWN, (), span=span)
        if end >= phrase.base_end or phrase.tokens[end].tag is Tag.QUOTE:
            return self._name_alone(phrase, mention)
        if self._speaks_for(phrase, mention):
            return self.actor(named.codes, span=span)
        inside = bool(set(named.codes) & self.inside)
        return Party(
            Standing.INSIDE if inside else Standing.UNKNOWN, (), span=span, why="not the government"
        )

    def _name_alone(self, phrase: Phrase, mention: tuple[int, int, Mention]) -> Party:
        """The actor of a base that ends in its name, unless the name is only part of another."""
        first, end, named = mention
        tokens = phrase.tokens
        if named.form is NameForm.DEMONYM and not named.plural:
            means_actor = first > 0 and tokens[first - 1].lower == "the"
        elif _is_part_of_name(phrase, mention):
            means_actor = False
        else:
            owns = end < len(tokens) and tokens[end].tag is Tag.POSS
            does = end + 1 < len(tokens) and tokens[end + 1].tag is Tag.DO
            means_actor = not owns or does  # "Mali's did the same"
        span = (named.start, named.end)
        if not means_actor:
            return Party(Standing.UNKNOWN, (), span=span)
        return self.actor(_seat_elsewhere(phrase.read, named) or named.codes, span=span)

    def _speaks_for(self, phrase: Phrase, mention: tuple[int, int, Mention]) -> bool:
        """Whether the noun behind an actor's name means the actor: "the Uzbek side", "the ECOWAS
        bloc", and what is told for whoever tells it: "Berlin's statement", "the EU's displeasure".
        """
        _, end, named = mention
        noun = phrase.head
        if noun in _STATE_WORDS or noun in _OWN or self.vocabulary.has("say_noun", noun):
            return True
        if noun in _VOICED and phrase.tokens[end].tag is Tag.POSS:
            return True
        return noun in _BODY_REFERENCES and all(map(self.gazetteer.is_organization, named.codes))


def _is_of_some(phrase: Phrase, mention: tuple[int, int, Mention]) -> bool:
    """Whether a phrase means some that are not named: "other EU nations"."""
    first, end, _ = mention
    if end >= phrase.base_end or phrase.head not in _GENERIC:
        return False
    return not _SOME.isdisjoint(phrase.read.lowers[phrase.first : first])


def _is_part_of_name(phrase: Phrase, mention: tuple[int, int, Mention]) -> bool:
    """Whether the words before an actor's name make it another's: "Hotel Norway", but neither
    "neighbor Norway" nor "Landlocked Botswana".
    """
    tokens = phrase.tokens
    before = [i for i in range(phrase.first, mention[0]) if tokens[i].tag not in _LIGHT]
    return bool(before) and all(
        tokens[i].tag is not Tag.NOUN
        and not any(a <= i < b for a, b, _ in phrase.found.mentions)
        and not (i == 0 and _describes(tokens[i].lower))
        for i in before
    )


def _describes(word: str) -> bool:
    """Whether a word that opens a sentence tells what a country is like: "Landlocked Botswana"."""
    return word in _DESCRIBING or word.endswith(_ADJECTIVAL)


def _seat_elsewhere(read: ReadSentence, mention: Mention) -> tuple[str, ...]:
    """The state of "the Foreign Office in Berlin", whose name alone is another's."""
    if mention.form is not NameForm.SEAT:
        return ()
    _, end = read.mention_tokens(mention)
    for other in read.mentions:
        a, _ = read.mention_tokens(other)
        if other.form is NameForm.CAPITAL and a == end + 1 and read.tokens[end].lower == "in":
            return other.codes
    return ()
