"""Who said what in a text: every reported statement of anybody, with the name that speaks."""

from dataclasses import dataclass
from datetime import date

from reactions.extraction.attribution import Attribution, Voices
from reactions.extraction.clauses import Type
from reactions.extraction.gazetteer import Gazetteer, default_gazetteer
from reactions.extraction.parties import Cast, Party
from reactions.extraction.reading import Article, ReadSentence, read_article
from reactions.extraction.statements import Directness, Governor, Statement, find_statements
from reactions.extraction.types import CrisisFrame, Span
from reactions.extraction.vocabulary import load_vocabulary
from reactions.extraction.words import Tag


@dataclass(frozen=True, slots=True)
class Quotation:
    """A reported statement. `resolved` is the name that a speaker given by pronoun stands for."""

    speaker: Span
    cue: Span | None
    quote: Span
    directness: Directness
    resolved: str | None = None


def find_quotations(text: str, *, gazetteer: Gazetteer | None = None) -> list[Quotation]:
    """Return every reported statement of `text`, direct, indirect and mixed, in reading order."""
    gazetteer = gazetteer or default_gazetteer()
    vocabulary = load_vocabulary()
    article = read_article(text, gazetteer, vocabulary)
    cast = Cast(article, gazetteer, vocabulary, CrisisFrame(focal=None, name=""), date.today())
    attribution = Attribution(article, cast, vocabulary)
    voices = [attribution.read(read) for read in article.sentences]
    speakers = _Speakers(article, cast, voices)
    return [speakers.quotation(statement) for statement in find_statements(article)]


class _Speakers:
    """Names the phrases that speak."""

    def __init__(self, article: Article, cast: Cast, voices: list[Voices]) -> None:
        self.article = article
        self.cast = cast
        self.voices = voices

    def quotation(self, statement: Statement) -> Quotation:
        """Return a statement with its speaker's words and, for a pronoun, its name."""
        governor = statement.governor
        speaker = self._span_of(governor)
        cue = self._span(*statement.cue) if statement.cue else None
        return Quotation(
            speaker,
            cue,
            self._span(statement.start, statement.end),
            statement.directness,
            None,
        )

    def _span(self, start: int, end: int) -> Span:
        return Span(start, end, self.article.text[start:end])

    def _span_of(self, governor: Governor) -> Span:
        read = self.article.sentences[governor.sentence]
        chunk = read.clauses.chunks[governor.chunk]
        return self._span(read.tokens[chunk.first].start, read.tokens[chunk.end - 1].end)
