"""Who said what in a text: every reported statement of anybody, with the name that speaks."""

from dataclasses import dataclass
from datetime import date

from reactions.extraction.attribution import Attribution
from reactions.extraction.cast import Cast
from reactions.extraction.chunks import Chunk, Type
from reactions.extraction.gazetteer import Gazetteer, default_gazetteer, plain
from reactions.extraction.names import HONORIFICS
from reactions.extraction.parties import Party
from reactions.extraction.reading import Article, ReadSentence, find_actors, read_article
from reactions.extraction.reports import find_statements
from reactions.extraction.sentences import BlockKind
from reactions.extraction.statements import Directness, Governor, Statement
from reactions.extraction.types import CrisisFrame, Span
from reactions.extraction.vocabulary import load_vocabulary
from reactions.extraction.words import Tag

_NO_CRISIS = CrisisFrame(focal=None, name="")
_POSSESSIVES = {"his": "he", "her": "she", "their": "they", "its": "it"}
_OCCASIONS = frozenset(
    ["briefing", "conference", "address", "twitter", "x", "facebook", "radio", "television"]
)
_PAIR = 2
_APPOSED = [Type.NP, Type.COMMA, Type.VERB]
_TAIL_PREPOSITIONS = frozenset(["of", "for", "from", "in", "at", "on", "to", "with", "by"])


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
    article = read_article(text, find_actors(text, gazetteer))
    # Nobody holds an office here by the day of a publication: the text alone tells who speaks.
    cast = Cast(article, gazetteer, vocabulary, _NO_CRISIS, date.max)
    attribution = Attribution(article, cast, vocabulary, find_statements(article))
    for read in article.sentences:
        attribution.read(read)
    return _Speakers(article, attribution).quotations()


class _Speakers:
    """Names the phrases that speak in one article."""

    def __init__(self, article: Article, attribution: Attribution) -> None:
        self.article = article
        self.attribution = attribution
        self._named: dict[Governor, tuple[Span, str | None]] = {}
        self._person: str | None = None

    def quotations(self) -> list[Quotation]:
        """Return the article's statements with the words that name their speakers."""
        statements = self.attribution.statements
        for governor in sorted(
            {s.governor for s in statements}, key=lambda g: (g.sentence, g.chunk, g.possessor)
        ):
            self._named[governor] = self._name(governor)
        return [self._quotation(statement) for statement in statements]

    def _quotation(self, statement: Statement) -> Quotation:
        speaker, resolved = self._named[statement.governor]
        cue = self._span(*statement.cue) if statement.cue else None
        quote = self._span(statement.start, statement.end)
        return Quotation(speaker, cue, quote, statement.directness, resolved)

    def _span(self, start: int, end: int) -> Span:
        return Span(start, end, self.article.text[start:end])

    def _name(self, governor: Governor) -> tuple[Span, str | None]:
        read = self.article.sentences[governor.sentence]
        chunk = read.clauses.chunks[governor.chunk]
        token = read.tokens[chunk.first]
        if governor.possessor and token.lower not in _POSSESSIVES:
            end = next(i for i in range(chunk.first, chunk.end) if read.tokens[i].tag is Tag.POSS)
            return self._words(read, chunk.first, end), None
        parties = self.attribution.governing(governor)
        alone = chunk.end - chunk.first == 1 and token.tag is Tag.PRON
        if alone or governor.possessor:
            span = self._span(token.start, token.end)
            return span, self._stands_for(
                governor, _POSSESSIVES.get(token.lower, token.lower), parties
            )
        span = self._spoken_name(read, governor.chunk, parties)
        if parties and parties[0].official:
            self._person = parties[0].official
        return span, None

    def _stands_for(self, governor: Governor, pronoun: str, parties: list[Party]) -> str | None:
        if pronoun in ("he", "she"):
            official = parties[0].official if parties else None
            return official or self._person
        found = self._thing_before(governor, plural=pronoun in ("they", "we", "both"))
        if found is None and parties and parties[0].span != (0, 0):
            start, end = parties[0].span
            return self.article.text[start:end]
        return found

    def _thing_before(self, governor: Governor, *, plural: bool) -> str | None:
        """The last subject before a pronoun that "it" or "they" can stand for."""
        for index in range(governor.sentence, max(-1, governor.sentence - 4), -1):
            read = self.article.sentences[index]
            chunks = read.clauses.chunks
            if read.block.kind is BlockKind.HEADING and chunks and not plural:
                return self._words(read, chunks[0].first, self._phrase_end(read, 0)).text
            own = index == governor.sentence
            if (
                own
                and governor.chunk
                and chunks[governor.chunk - 1].type in (Type.COMMA, Type.QUOTE)
            ):
                continue  # "Two were hurt, they said": not the two
            for position in range(governor.chunk if own else len(chunks)):
                if chunks[position].mood != "finite":
                    continue
                subject = read.clauses.subject(position)
                if subject is not None and self._fits(read, subject, plural=plural):
                    end = self._phrase_end(read, subject)
                    return self._words(read, chunks[subject].first, end).text
                if not own:
                    break  # the subject of the sentence itself, not of a clause in it
        return None

    def _fits(self, read: ReadSentence, position: int, *, plural: bool) -> bool:
        chunks = read.clauses.chunks
        head = read.tokens[chunks[position].end - 1]
        quoted = self.article.quote_at(head.start) is not None
        if quoted or head.tag is Tag.PRON or read.clauses.is_time(chunks[position]):
            return False
        joined = position > 0 and chunks[position - 1].type is Type.CONJ
        opens = position == 0 and chunks[0].end == 1 and not read.mentions[:1]
        noun = head.tag is Tag.NOUN or opens  # a capital says nothing about the first word
        many = joined or (head.lower.endswith("s") and noun)
        return many is plural

    def _words(self, read: ReadSentence, first: int, end: int) -> Span:
        return self._span(read.tokens[first].start, read.tokens[end - 1].end)

    def _spoken_name(self, read: ReadSentence, position: int, parties: list[Party]) -> Span:
        """The words that name a speaker: a person's name, or the whole phrase."""
        chunks = read.clauses.chunks
        end = self._phrase_end(read, position)
        if len(parties) > 1 or (parties and parties[0].type == "joint"):
            start, last = parties[0].span[0], parties[-1].span[1]
            if start <= read.tokens[chunks[position].first].start < last:
                return self._span(start, last)
        apposed = self._apposed_name(read, position)
        if apposed:
            return apposed
        if parties and parties[0].official:
            found = self._name_in(read, chunks[position].first, parties[0].official)
            if found:
                return self._words(read, *found)
        behind = self._behind_possessor(read, chunks[position])
        if behind is not None:
            return self._words(read, behind, chunks[position].end)
        return self._words(read, chunks[position].first, end)

    def _apposed_name(self, read: ReadSentence, position: int) -> Span | None:
        """A phrase that is a name, or the name between commas that explains it."""
        chunks = read.clauses.chunks
        if self._is_name(read, chunks[position]):
            return self._words(read, chunks[position].first, chunks[position].end)
        j = position + 1
        while j + 1 < len(chunks) and chunks[j].type in (Type.PREP, Type.CONJ, Type.NP):
            j += 1
        types = [c.type for c in chunks[j : j + 4]]
        if types != [Type.COMMA, *_APPOSED] or not self._is_name(read, chunks[j + 1]):
            return None
        return self._words(read, chunks[j + 1].first, chunks[j + 1].end)

    def _is_name(self, read: ReadSentence, chunk: Chunk) -> bool:
        """Whether a phrase is the name of a person, of two words or more."""
        words = range(chunk.first, chunk.end)
        placed = any(
            a < chunk.end and b > chunk.first for a, b in map(read.mention_tokens, read.mentions)
        )
        return len(words) > 1 and not placed and all(self._is_name_word(read, i) for i in words)

    def _behind_possessor(self, read: ReadSentence, chunk: Chunk) -> int | None:
        """Where a name of several words that ends a phrase behind a possessor or office begins."""
        i = chunk.end
        while i > chunk.first and self._is_name_word(read, i - 1):
            i -= 1
        led = i > chunk.first and read.tokens[i - 1].tag in (Tag.POSS, Tag.NOUN)
        return i if led and chunk.end - i > 1 else None

    def _is_name_word(self, read: ReadSentence, i: int) -> bool:
        token = read.tokens[i]
        office = token.lower in self.attribution.vocabulary.office_words
        return token.tag is Tag.NAME and not office

    def _name_in(self, read: ReadSentence, first: int, name: str) -> tuple[int, int] | None:
        """The words of a name behind word `first`, with the title before a lone surname."""
        words = set(plain(name).split())
        for i in range(first, self._end_of_subject(read, first)):
            if not words & set(plain(read.tokens[i].text).split()):
                continue
            end = i + 1
            while end < len(read.tokens) and self._goes_on(read, end, words):
                end += 1
            if end < len(read.tokens) and read.tokens[end].tag is Tag.POSS:
                continue  # "Arce's former ally": not Arce
            if self._is_attribute(read, end):
                continue  # "a VOA reporter"
            lone = end - i == 1
            while i > first and lone and self._is_part_of_name(read, i - 1):
                i -= 1  # "Amnesty International"
            while (
                end - i > _PAIR and read.tokens[i].lower in self.attribution.vocabulary.office_words
            ):
                i += 1  # "Press Secretary Jen Psaki"
            if end - i == 1 and i > first and read.tokens[i - 1].lower.rstrip(".") in HONORIFICS:
                i -= 1
            return i, end
        return None

    def _end_of_subject(self, read: ReadSentence, first: int) -> int:
        """The word before which the phrase that begins at `first` ends at the latest."""
        chunks = read.clauses.chunks
        according = first > 1 and read.tokens[first - 2].lower == "according"
        for j in range(read.clauses.chunk_at(first) + 1, len(chunks)):
            chunk = chunks[j]
            finite = chunk.type is Type.VERB and chunk.mood == "finite"
            if finite or chunk.type is Type.QUOTE:
                return chunk.first
            if according and chunk.type is Type.COMMA:
                apposed = [c.type for c in chunks[j + 1 : j + 4]]
                return chunks[j + 1].end if apposed == _APPOSED else chunk.first
        return len(read.tokens)

    def _is_attribute(self, read: ReadSentence, i: int) -> bool:
        return i < len(read.tokens) and read.tokens[i].tag is Tag.NOUN

    def _is_part_of_name(self, read: ReadSentence, i: int) -> bool:
        token = read.tokens[i]
        placed = any(m.start <= token.start < m.end for m in read.mentions)
        offices = self.attribution.vocabulary.offices.get(token.lower, ())
        title = token.lower.rstrip(".") in HONORIFICS or any(len(key) == 1 for key, _ in offices)
        return token.text[:1].isupper() and token.tag is not Tag.DET and not placed and not title

    def _goes_on(self, read: ReadSentence, i: int, words: set[str]) -> bool:
        if read.tokens[i].text == ".":
            return i + 1 < len(read.tokens) and self._goes_on(read, i + 1, words)
        return bool(words & set(plain(read.tokens[i].text).split()))

    def _phrase_end(self, read: ReadSentence, position: int) -> int:
        """The word behind a noun phrase and what hangs on it: "a doctor in Andijan"."""
        chunks = read.clauses.chunks
        j = position
        while j + 2 < len(chunks) and self._hangs_on(read, chunks[j + 1], chunks[j + 2]):
            j += 2
        return chunks[j].end

    def _is_occasion(self, noun: str) -> bool:
        """Whether a noun tells where something was said: "the ministry in a statement"."""
        return noun in _OCCASIONS or self.attribution.vocabulary.has("say_noun", noun)

    def _hangs_on(self, read: ReadSentence, preposition: Chunk, phrase: Chunk) -> bool:
        return (
            preposition.type is Type.PREP
            and read.tokens[preposition.first].lower in _TAIL_PREPOSITIONS
            and phrase.type is Type.NP
            and not read.clauses.is_time(phrase)
            and not self._is_occasion(read.tokens[phrase.end - 1].lower)
            and self.article.quote_at(read.tokens[phrase.first].start) is None
        )
