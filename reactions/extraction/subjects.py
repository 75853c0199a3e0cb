"""Who acts by a verb: its subject, its agent, who joins in and who does the same."""

from reactions.extraction.cast import Cast
from reactions.extraction.chunks import Type
from reactions.extraction.discourse import Discourse
from reactions.extraction.parties import Party, Standing
from reactions.extraction.quotes import Quote
from reactions.extraction.reading import Article, ReadSentence
from reactions.extraction.vocabulary import Vocabulary, word_list
from reactions.extraction.words import Tag

_PRINCIPALS = word_list("principals")
_JOINING = frozenset(["join", "follow", "lead", "echo"])
_FIRST_PERSON = frozenset(["i", "we", "our", "us", "my", "me"])


class Subjects:
    """Who acts by the verbs of an article's sentences, read in order."""

    def __init__(self, article: Article, cast: Cast, vocabulary: Vocabulary) -> None:
        self.article = article
        self.cast = cast
        self.vocabulary = vocabulary
        self.discourse = Discourse(cast.gazetteer)
        self._speakers: dict[int, list[Party]] = {}
        self._quoted_subject: tuple[int, list[Party]] | None = None

    def speakers_of(self, quote: Quote) -> list[Party]:
        """The parties that a quotation read so far belongs to (codebook rule 10)."""
        return self._speakers.get(quote.start, [])

    def _quotes_in(self, read: ReadSentence) -> list[Quote]:
        return self.article.quotes_in(read.sentence.start, read.sentence.end)

    def full_quote(self, read: ReadSentence, i: int) -> Quote | None:
        """The quotation around word `i` if it is a statement of its own, not a few words."""
        quote = self.article.quote_at(read.tokens[i].start)
        return quote if quote and self.is_full(quote) else None

    def is_full(self, quote: Quote) -> bool:
        """Whether a quotation begins like a sentence, so that it has its own subject."""
        text = self.article.text[quote.inner[0] : quote.inner[1]].lstrip("…. [")
        before = self.article.text[max(0, quote.start - 3) : quote.start].rstrip()
        return text[:1].isupper() and (
            not before or before[-1] in ',:.!?"”' or len(text.split()) > 5
        )

    def _subject(self, read: ReadSentence, position: int) -> list[Party]:
        clauses = read.clauses
        chunk = clauses.chunks[position]
        if chunk.passive:
            return self._agents(read, position)
        joined = self._joined_in(read, position) or self._among(read, position)
        if joined:
            return joined
        inverted = self._is_inverted(read, position)
        found = clauses.inverted_subject(position) if inverted else clauses.subject(position)
        if found is None:
            return []
        if self.article.quote_at(read.tokens[clauses.chunks[found].first].start) is not None:
            quote = self.full_quote(read, clauses.chunks[found].first)
            if quote is not None:
                return self._inside_quote(read, found, quote)
        return self.cast.resolve(read, found, self.discourse)

    def _agents(self, read: ReadSentence, position: int) -> list[Party]:
        """Who does what a passive tells: "by Norway's Ada Holm and by Sweden"."""
        chunks = read.clauses.chunks
        agent = read.clauses.agent(position)
        found: list[Party] = []
        while agent is not None:
            found += self.cast.resolve(read, agent, self.discourse)
            following = agent + 1
            while following < len(chunks) and chunks[following].type is Type.COMMA:
                following += 1
            again = (
                following + 2 < len(chunks)
                and chunks[following].type is Type.CONJ
                and read.tokens[chunks[following + 1].first].lower == "by"
                and chunks[following + 2].type is Type.NP
            )
            agent = following + 2 if again else None
        return found

    def _principal(self, read: ReadSentence, found: int, quote: Quote) -> list[Party]:
        """Whom a spokesman's "the President" means: "The President condemns it," Carney said."""
        speakers = self._speakers.get(quote.start, [])
        if len(speakers) != 1 or speakers[0].type != "spokes":
            return []
        if speakers[0].standing is not Standing.ACTOR or len(speakers[0].codes) != 1:
            return []
        chunk = read.clauses.chunks[found]
        if read.tokens[chunk.first].lower != "the":
            return []
        title = read.words(chunk.first + 1, chunk.end).lower()
        if title not in _PRINCIPALS:
            return []
        principal = self.cast.principal_of(speakers[0], title, quote.start)
        return [principal] if principal else []

    def _among(self, read: ReadSentence, position: int) -> list[Party]:
        """Who acts in "Among the first to condemn it were Norway and Sweden": told at the end."""
        chunks = read.clauses.chunks
        if read.tokens[0].lower not in ("among", "amongst") or chunks[position].mood not in (
            "ing",
            "inf",
        ):
            return []
        for k in range(position + 1, len(chunks) - 1):
            if chunks[k].type is Type.VERB and chunks[k].mood == "finite":
                tells = read.tokens[chunks[k].head].tag is Tag.BE
                if tells and chunks[k + 1].type is Type.NP:
                    return self.cast.resolve_list(read, k + 1, self.discourse)
                return []
        return []

    def echoed(self, read: ReadSentence, position: int) -> list[Party]:
        """Who does the same by "as did Norway" or "so has Norway" after a verb."""
        chunks = read.clauses.chunks
        for k in range(position + 1, len(chunks) - 1):
            chunk = chunks[k]
            if chunk.type is Type.VERB and chunk.mood == "finite":
                bare = chunk.end - chunk.first == 1
                aux = read.tokens[chunk.head].tag in (Tag.BE, Tag.HAVE, Tag.DO, Tag.MODAL)
                so = read.tokens[chunk.first - 1].lower in ("as", "so")
                if bare and aux and so and chunks[k + 1].type is Type.NP:
                    parties = self.cast.resolve_list(read, k + 1, self.discourse)
                    return [p for p in parties if p.standing is Standing.ACTOR]
                return []
        return []

    def _joined_in(self, read: ReadSentence, position: int) -> list[Party]:
        """Both who join and who are joined "in condemning": one does what the other does."""
        clauses = read.clauses
        chunk = clauses.chunks[position]
        if chunk.mood != "ing" or read.tokens[chunk.first - 1].lower not in ("in", "and"):
            return []
        for k in range(position - 1, -1, -1):
            verb = clauses.chunks[k]
            if verb.type is not Type.VERB:
                continue
            if verb.mood == "ing" and read.tokens[verb.first - 1].lower == "in":
                continue
            if read.tokens[verb.head].lemma not in _JOINING:
                return []
            subject = clauses.subject(k)
            other = clauses.agent(k) if verb.passive else clauses.inverted_subject(k)
            if verb.passive:
                subject = clauses.passive_subject(k)
            return [
                party
                for at in (subject, other)
                if at is not None
                for party in self.cast.resolve(read, at, self.discourse)
                if party.standing is not Standing.UNKNOWN
            ]
        return []

    def _inside_quote(self, read: ReadSentence, found: int, quote: Quote) -> list[Party]:
        word = read.tokens[read.clauses.chunks[found].first].lower
        if word in _FIRST_PERSON:
            chunks = read.clauses.chunks
            if (
                found + 2 < len(chunks)
                and chunks[found + 1].type is Type.COMMA
                and chunks[found + 2].type is Type.NP
            ):
                apposed = self.cast.resolve(read, found + 2, self.discourse)
                if apposed and all(p.standing is Standing.ACTOR for p in apposed):
                    return apposed  # "We, the foreign ministers of the G7, condemn"
            return self._speakers.get(quote.start, [])
        if read.tokens[read.clauses.chunks[found].first].tag is Tag.PRON:
            start, subject = self._quoted_subject or (-1, [])
            return subject if word == "it" and start == quote.start else []
        parties = self.cast.resolve(read, found, self.discourse)
        if not any(party.official for party in parties):
            parties = self._principal(read, found, quote) or parties
        if parties:
            self._quoted_subject = (quote.start, parties)
        return parties

    def _is_inverted(self, read: ReadSentence, position: int) -> bool:
        """Whether a verb of saying stands before its subject: '..., said Prentiss'."""
        return read.clauses.chunks[position].mood == "finite" and read.clauses.is_inverted(position)
