"""Who acts by a verb: its subject, its agent, who joins in and who does the same."""

from reactions.extraction.cast import Cast
from reactions.extraction.chunks import Type
from reactions.extraction.discourse import Discourse
from reactions.extraction.parties import Party, Standing, actors_among
from reactions.extraction.quotes import Quote
from reactions.extraction.reading import Article, ReadSentence
from reactions.extraction.vocabulary import Vocabulary, word_list
from reactions.extraction.words import Tag

_PRINCIPALS = word_list("principals")
_JOINING = frozenset(["join", "follow", "lead", "echo"])
_PROVERBS = frozenset((Tag.BE, Tag.HAVE, Tag.DO, Tag.MODAL))
_ECHOING = frozenset(("share", "echo", "follow", "join", "repeat", "mirror", "back"))
_POSITIONS = word_list("told_nouns")
_VOTING = frozenset(("vote", "approve", "adopt", "pass"))
_FEW = frozenset(
    ("some", "several", "many", "opposition", "two", "three", "ten", "senior", "other")
)
_ORDINALS = frozenset(("first", "last", "latest", "only", "second", "third", "next"))
_PLACEHOLDERS = (
    word_list("generic")
    | _ORDINALS
    | frozenset(
        (
            "those",
            "ones",
            "one",
            "country",
            "nation",
            "state",
            "government",
            "capital",
            "capitals",
            "organisations",
            "organizations",
            "bodies",
            "institutions",
            "voices",
            "heads",
            "groups",
        )
    )
)
_RELATIVE = (Type.REL, Type.SUB, Type.ADV)
_OPENING = 6
"""Chunks of a sentence in which "among those condemning it" stands."""
_NUMBERED = 6
"""Characters of a number or a bullet before the first word of a paragraph."""
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
        self._full: dict[int, bool] = {}

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
        full = self._full.get(quote.start)
        if full is None:
            full = self._full[quote.start] = self._begins_sentence(quote)
        return full

    def _begins_sentence(self, quote: Quote) -> bool:
        text = self.article.text[quote.inner[0] : quote.inner[1]].lstrip("…. [")
        before = self.article.text[max(0, quote.start - 3) : quote.start]
        before = "" if "\n\n" in before else before.rstrip()
        return text[:1].isupper() and (
            not before or before[-1] in ',:.!?"”' or len(text.split()) > 5
        )

    def _subject(self, read: ReadSentence, position: int) -> list[Party]:
        clauses = read.clauses
        chunk = clauses.chunks[position]
        if chunk.passive:
            return self._agents(read, position)
        joined = self._joined_in(read, position) or self._told_at_end(read, position)
        joined = joined or self._resolving(read, position)
        if joined:
            return joined
        inverted = self._is_inverted(read, position)
        found = clauses.inverted_subject(position) if inverted else clauses.subject(position)
        if found is None:
            return self._reporter(read, position) or self._going_on(read, position)
        if self.article.quote_at(read.tokens[clauses.chunks[found].first].start) is not None:
            quote = self.full_quote(read, clauses.chunks[found].first)
            if quote is not None:
                return self._inside_quote(read, found, quote)
        resolve = self.cast.resolve_all if inverted else self.cast.resolve
        parties = resolve(read, found, self.discourse)
        if len(parties) == 1 and parties[0].why == "legislator":
            return self._voting(read, position, found) or parties
        if all(party.standing is Standing.UNKNOWN for party in parties):
            return self._reporter(read, position) or self._going_on(read, position) or parties
        return parties

    def _resolving(self, read: ReadSentence, position: int) -> list[Party]:
        """The body whose text goes on in a paragraph that opens with its verb: "Strongly condemns
        the coup;", "2. Decides to suspend it;".
        """
        chunks = read.clauses.chunks
        if position > 1 or chunks[position].mood == "part":
            return []
        if position and not read.lowers[chunks[0].first].endswith("ly"):
            return []
        if position and chunks[0].end - chunks[0].first > 1:
            return []
        present = read.lowers[chunks[position].first].endswith("s")
        if not present or read.sentence.start > read.block.start + _NUMBERED:
            return []
        body = self.discourse.pronoun("it")
        if body is None or body.standing is not Standing.ACTOR:
            return []
        return [body] if all(map(self.cast.gazetteer.is_organization, body.codes)) else []

    def _reporter(self, read: ReadSentence, position: int) -> list[Party]:
        """Who goes on behind reported words: "regrets that the vote was marred and appeals to"."""
        clauses = read.clauses
        reporting = clauses.reporting(position)
        if reporting is None or clauses.chunks[reporting].passive:
            return []
        found = clauses.subject(reporting)
        if found is None:
            return []
        return actors_among(self.cast.resolve(read, found, self.discourse))

    def _going_on(self, read: ReadSentence, position: int) -> list[Party]:
        """Who goes on where the phrase before is nobody: "took note of the vote, congratulated"."""
        if read.clauses.chunks[position].mood != "finite":
            return []
        quote = self.article.quote_at(read.tokens[read.clauses.chunks[position].first].start)
        for k in read.clauses.joined(position):
            if self.article.quote_at(read.tokens[read.clauses.chunks[k].first].start) is not quote:
                continue
            found = read.clauses.subject(k)
            if found is not None:
                parties = self.cast.resolve(read, found, self.discourse)
                if any(party.standing is not Standing.UNKNOWN for party in parties):
                    return actors_among(parties)
        return []

    def _voting(self, read: ReadSentence, position: int, found: int) -> list[Party]:
        """The country whose lawmakers vote: "Peruvian lawmakers voted to condemn it"."""
        clauses = read.clauses
        governor = clauses.governor(position) if clauses.chunks[position].mood == "inf" else None
        verb = clauses.chunks[position if governor is None else governor]
        chunk = clauses.chunks[found]
        plural = read.lowers[chunk.end - 1].endswith("s")
        if not plural or read.tokens[verb.head].lemma not in _VOTING:
            return []
        if not _FEW.isdisjoint(read.lowers[chunk.first : chunk.end]):
            return []
        for a, b, mention in read.spans:
            if chunk.first <= a and b < chunk.end:
                return [self.cast.actor(mention.codes, span=(mention.start, mention.end))]
        return []

    def _agents(self, read: ReadSentence, position: int) -> list[Party]:
        """Who does what a passive tells: "by Norway's Ada Holm and by Sweden"."""
        chunks = read.clauses.chunks
        agent = read.clauses.agent(position)
        found: list[Party] = []
        while agent is not None:
            found += self.cast.resolve_all(read, agent, self.discourse)
            following = agent + 1
            while following < len(chunks) and chunks[following].type is not Type.PREP:
                if chunks[following].type not in (Type.COMMA, Type.CONJ, Type.ADV, Type.NP):
                    break
                following += 1
            following -= 1
            again = (
                agent < following < len(chunks) - 2
                and chunks[following].type in (Type.CONJ, Type.ADV)
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

    def _told_at_end(self, read: ReadSentence, position: int) -> list[Party]:
        """Who acts in "Among the first to condemn it were Norway and Sweden" and in "the countries
        that condemned it include Norway".
        """
        chunks = read.clauses.chunks
        if not self._is_placeholder(read, position):
            return []
        for k in range(position + 1, len(chunks) - 1):
            if chunks[k].type is Type.VERB and chunks[k].mood == "finite":
                head = read.tokens[chunks[k].head]
                tells = head.tag is Tag.BE or head.lemma == "include"
                at = k + 1 + (chunks[k + 1].type is Type.ADV)
                if tells and at < len(chunks) and chunks[at].type is Type.NP:
                    return self.listed(read, at)
                return []
        return []

    def _is_placeholder(self, read: ReadSentence, position: int) -> bool:
        """Whether who does what a verb tells is left open at first: "those condemning it"."""
        clauses = read.clauses
        chunk = clauses.chunks[position]
        if read.tokens[0].lower in ("among", "amongst"):
            return position < _OPENING
        if chunk.mood == "inf":
            if read.tokens[chunk.first - 1].lower in _ORDINALS:
                return True
        elif chunk.mood == "finite" and clauses.chunks[position - 1].type not in _RELATIVE:
            return False
        if position and clauses.chunks[position - 1].type is Type.ADV and chunk.mood == "ing":
            return position == 1  # "Also condemning it were Norway and Sweden"
        found = clauses.subject(position)
        if found is None or found > position:
            return False
        phrase = clauses.chunks[found]
        named = any(phrase.first <= a < phrase.end for a, _, _ in read.spans)
        return not named and read.tokens[phrase.end - 1].lower in _PLACEHOLDERS

    def echoed(self, read: ReadSentence, position: int) -> list[Party]:
        """Who does the same by "as did Norway", "so has Norway", "as Norway had done" or "a call
        shared by Norway" after a verb.
        """
        chunks = read.clauses.chunks
        for k in range(position + 1, len(chunks)):
            chunk = chunks[k]
            if chunk.type is not Type.VERB:
                if read.lowers[chunk.first : chunk.first + 2] == ["following", "suit"]:
                    first = self.first_listed(read, k - 1)
                    return [] if first is None else self.listed(read, first)
                continue
            at = self._echo_at(read, k)
            if at is not None:
                return self.listed(read, at)
            if chunk.mood == "finite":
                same = self.does_the_same(read, k) and self._is_joined_on(read, k)
                return actors_among(self._subject(read, k)) if same else []
        return []

    def does_the_same(self, read: ReadSentence, position: int) -> bool:
        """Whether a verb group says that its subject does alike: "did likewise"."""
        words = read.lowers[read.clauses.chunks[position].end :][:2]
        lemma = read.tokens[read.clauses.chunks[position].head].lemma
        if read.tokens[read.clauses.chunks[position].head].tag is Tag.DO:
            return words[:1] in (["likewise"], ["so"]) or words == ["the", "same"]
        return lemma == "follow" and words[:1] == ["suit"]

    def _is_joined_on(self, read: ReadSentence, position: int) -> bool:
        """Whether a clause is joined to the one before: ", and Norway did the same"."""
        found = read.clauses.subject(position)
        first = self.first_listed(read, found) if found is not None else None
        return bool(first) and self._type(read, (first or 0) - 1) in (Type.CONJ, Type.STOP)

    def _echo_at(self, read: ReadSentence, k: int) -> int | None:
        """The phrase that the verb group at `k` says does the same as the one before."""
        chunks, tokens = read.clauses.chunks, read.tokens
        chunk = chunks[k]
        before = tokens[chunk.first - 1].lower
        if chunk.mood == "finite" and tokens[chunk.head].tag in _PROVERBS:
            bare = chunk.end - chunk.first == 1
            if bare and before in ("as", "so") and self._type(read, k + 1) is Type.NP:
                return k + 1
            follows = k > 1 and tokens[chunks[k - 2].first].lower == "as"
            return k - 1 if follows and chunks[k - 1].type is Type.NP else None
        lemma = tokens[chunk.head].lemma
        if lemma in _ECHOING and (chunk.passive or chunk.mood == "part"):
            opens = before == "," or tokens[chunk.first - 1].tag is Tag.CONJ
            named = k > 1 and before in _POSITIONS and chunks[k - 2].type is Type.COMMA
            return read.clauses.agent(k) if opens or named else None
        return None

    def listed(self, read: ReadSentence, first: int) -> list[Party]:
        """Return the actors of the list that begins at a chunk."""
        return actors_among(self.cast.resolve_list(read, first, self.discourse))

    @staticmethod
    def _type(read: ReadSentence, position: int) -> str:
        chunks = read.clauses.chunks
        return chunks[position].type if position < len(chunks) else Type.STOP

    def first_listed(self, read: ReadSentence, position: int) -> int | None:
        """Return where the first phrase stands of the list that ends at a chunk."""
        chunks = read.clauses.chunks
        while position > 1 and chunks[position - 1].type in (Type.COMMA, Type.CONJ):
            if chunks[position - 2].type is not Type.NP:
                break
            position -= 2
        return position if chunks[position].type is Type.NP else None

    def _joined_in(self, read: ReadSentence, position: int) -> list[Party]:
        """Both who join and who are joined "in condemning": one does what the other does."""
        clauses = read.clauses
        chunk = clauses.chunks[position]
        if chunk.mood == "inf":
            return self._joined_to(read, position)
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

    def _joined_to(self, read: ReadSentence, position: int) -> list[Party]:
        """Both who join and who are joined: "Peru joined Chile and Holm of Norway to demand"."""
        clauses, chunks = read.clauses, read.clauses.chunks
        governor = clauses.governor(position)
        if governor is None or chunks[governor].passive:
            return []
        if read.tokens[chunks[governor].head].lemma != "join":
            return []
        subject = clauses.subject(governor)
        phrases = [] if subject is None else [subject]
        phrases += [k for k in range(governor + 1, position) if chunks[k].type is Type.NP]
        found: list[Party] = []
        for k in phrases:
            known = {code for party in found for code in party.codes}
            parties = actors_among(self.cast.resolve(read, k, self.discourse))
            found += [party for party in parties if not known.issuperset(party.codes)]
        return found if len(found) > 1 else []

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
