"""A sentence as the finder of statements sees it: small questions about phrases and marks."""

from reactions.extraction.chunks import ChunkType, Type
from reactions.extraction.once import once
from reactions.extraction.quotes import Quote
from reactions.extraction.reading import Article, ReadSentence
from reactions.extraction.statements import reporting_frames
from reactions.extraction.vocabulary import load_vocabulary
from reactions.extraction.words import Form, Tag

REACH = 18
"""Phrases after a cue within which what it reports has to begin."""
FEWEST = 3
"""Words that a quotation without a cue of its own must have to be a statement."""
_NOMINATIVES = frozenset(["he", "she", "they", "we", "i"])
_SUBJECT = 30
"""Phrases that a subject with all that hangs on it may have."""
_ASIDES = 4
"""Commas that asides in a subject may have."""
_LONG = 7
"""Words above which a quotation within a sentence is a statement without a comma at its end."""
_FULL = 4
"""Words above which a quotation that begins with a capital is a statement."""


class SentenceView:
    """One sentence of an article; positions are those of its chunks, words those of its tokens."""

    def __init__(self, article: Article, read: ReadSentence) -> None:
        self.article = article
        self.read = read
        self.tokens = read.tokens
        self.clauses = read.clauses
        self.chunks = read.clauses.chunks
        self.frames = reporting_frames()
        self.vocabulary = load_vocabulary()

    @once
    def _is_quoting(self) -> bool:
        """Whether a quotation stands in the sentence."""
        return self.article.has_quote(self.read.sentence.start, self.read.sentence.end)

    @once
    def quoted(self) -> list[Quote | None]:
        """For each word the quotation that it stands in."""
        if not self._is_quoting:
            return [None] * len(self.tokens)
        return [self.article.quote_at(token.start) for token in self.tokens]

    def _opens_quote(self, i: int) -> bool:
        if i >= len(self.tokens):
            return False
        quote = self.quoted[i]
        return quote is not None and quote.start == self.tokens[i].start

    def _is_quoted(self, i: int) -> bool:
        return self.quoted[i] is not None

    def _closed_at(self, i: int) -> Quote | None:
        """The quotation that ends with word `i`."""
        quote = self.quoted[i] if i >= 0 else None
        return quote if quote is not None and quote.end == self.tokens[i].end else None

    def _ends_quote(self, position: int) -> bool:
        """Whether a quotation that is a statement ends with the chunk, or with a comma after it."""
        i = self.chunks[position].end - 1
        opening = self.read.sentence.start
        if self.tokens[i].tag is Tag.COMMA:
            quote = self._closed_at(i - 1)
            return quote is not None and (self._is_full(quote) or quote.start <= opening)
        quote = self._closed_at(i)
        if quote is None:
            return False
        inner = self._inner(quote)
        whole = quote.start <= opening or len(inner.split()) > _LONG
        return inner.rstrip()[-1:] in ",?!—–-…." or (whole and self._is_full(quote))

    def _inner(self, quote: Quote) -> str:
        return self.article.text[quote.inner[0] : quote.inner[1]]

    def _is_full(self, quote: Quote) -> bool:
        inner = self._inner(quote).strip()
        return inner[:1].isupper() and (inner[-1:] in ",.?!" or len(inner.split()) > _FULL)

    def _word(self, i: int) -> str:
        return self.tokens[i].lower if 0 <= i < len(self.tokens) else ""

    def _type(self, j: int | None) -> ChunkType | None:
        return self.chunks[j].type if j is not None and 0 <= j < len(self.chunks) else None

    def _is_time_at(self, j: int) -> bool:
        return self._type(j) is Type.NP and self.clauses.is_time(self.chunks[j])

    def _back(self, j: int) -> int | None:
        while j >= 0 and self.chunks[j].type is Type.ADV:
            j -= 1
        return j if j >= 0 else None

    def _forward(self, j: int) -> int | None:
        while j < len(self.chunks) and (
            self.chunks[j].type is Type.ADV
            or (self.chunks[j].type is Type.NP and self.clauses.is_time(self.chunks[j]))
        ):
            j += 1
        return j if j < len(self.chunks) else None

    def _has_finite(self, first: int, end: int) -> bool:
        return any(c.type is Type.VERB and c.mood == "finite" for c in self.chunks[first:end])

    def _is_finite(self, j: int) -> bool:
        if self._type(j) is not Type.VERB:
            return False
        chunk = self.chunks[j]
        return chunk.mood == "finite" and not self._is_quoted(chunk.head)

    def _next_finite(self, j: int) -> int | None:
        for k in range(j, min(len(self.chunks), j + REACH)):
            if self.chunks[k].type is Type.VERB and self.chunks[k].mood == "finite":
                return k
        return None

    def _is_reporting(self, position: int) -> bool:
        frames = self.frames.get(self.tokens[self.chunks[position].head].lemma, frozenset())
        return bool(frames - {"noun"})

    def _starts_clause(self, j: int) -> bool:
        """Whether the phrase at `j` has a finite verb of its own after it."""
        if self._word(self.chunks[j].first) in _NOMINATIVES:
            return True
        relatives = commas = 0
        aside = False
        for k in range(j, min(len(self.chunks), j + _SUBJECT)):
            chunk = self.chunks[k]
            if chunk.type is Type.VERB and chunk.mood == "finite" and k > j:
                if not relatives:
                    return (commas % 2 == 0 or aside) and self._agrees(k)
                relatives -= 1
            elif chunk.type is Type.REL or (chunk.type is Type.SUB and k > j):
                relatives += 1
                aside |= self._type(k - 1) is Type.COMMA
            elif chunk.type is Type.COMMA and commas < _ASIDES:
                commas += 1
            if self._ends_subject(k):
                return False
        return False

    def _ends_subject(self, k: int) -> bool:
        """Whether the chunk at `k` can stand in no subject."""
        chunk = self.chunks[k]
        word = self.tokens[chunk.first].lower
        if chunk.type is Type.COMMA:
            participle = self._type(k + 1) is Type.VERB and self.chunks[k + 1].mood == "ing"
            return participle or self._type(k + 1) is Type.CONJ
        if chunk.type is Type.CONJ:
            return self._type(self._forward(k + 1)) is Type.VERB
        bracket = word in ("(", ")")
        return (chunk.type is Type.STOP and not bracket) or (
            chunk.type is Type.PREP and self.vocabulary.has("circumstance", word)
        )

    def _agrees(self, verb: int) -> bool:
        """Whether a finite verb is one: in "U.S. support" a base form follows a singular."""
        token = self.tokens[self.chunks[verb].first]
        before = self.tokens[self.chunks[verb].first - 1]
        if token.tag is not Tag.VERB or token.form is not Form.BASE or self.chunks[verb].modal:
            return True
        return before.tag is not Tag.NAME or before.lower.endswith("s")

    def _behind_bracket(self, j: int) -> int:
        while j < len(self.chunks) and self.tokens[self.chunks[j].first].text != ")":
            j += 1
        return j + 1
