"""Whether words can bear what the learned meanings read in them.

The model weighs the company of words: what is mostly said beside an appeal ("elections",
"rights", "all parties") counts for one where nothing is asked for. So a meaning that no cue has
told stands only where the utterance holds a word by which the kind is done.
"""

from reactions.extraction.codebook import Kind
from reactions.extraction.reading import ReadSentence
from reactions.extraction.utterances import Utterance
from reactions.extraction.vocabulary import word_list
from reactions.extraction.words import Form, Tag

_ASKING = word_list("asking_words")
_TALKING = word_list("talking_words")
_THREATENING = word_list("threatening_words")
_CARE = word_list("care_words")


def bears(kind: Kind, read: ReadSentence, utterance: Utterance) -> bool:
    """Whether an utterance has a word by which `kind` is done."""
    words = {read.lowers[i] for i in utterance.manners if read.tokens[i].tag is not Tag.ADJ}
    if kind is Kind.URGE:
        return not _ASKING.isdisjoint(words) or _commands(read, utterance)
    if kind is Kind.MEDIATE:
        return not _TALKING.isdisjoint(words)
    if kind is Kind.WARN:
        return not _THREATENING.isdisjoint(words) and _CARE.isdisjoint(words)
    return True


def _commands(read: ReadSentence, utterance: Utterance) -> bool:
    """Whether a clause of an utterance opens with a bare verb: "Free them", "Oslo: let them go"."""
    opens = True
    for i, token in enumerate(read.tokens):
        if opens and token.tag is Tag.VERB and token.form is Form.BASE and i in utterance.manners:
            return True
        opens = token.tag in _OPENERS
    return False


_OPENERS = frozenset((Tag.QUOTE, Tag.COMMA, Tag.STOP))
