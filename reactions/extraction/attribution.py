"""Who says or does what a clause tells: subjects, speakers of quotations, reported speech."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from reactions.extraction.authors import find_author
from reactions.extraction.cast import Cast
from reactions.extraction.clauses import Chunk, Type
from reactions.extraction.discourse import Discourse
from reactions.extraction.gazetteer import Form as NameForm
from reactions.extraction.mentions import Context
from reactions.extraction.parties import Party, Standing
from reactions.extraction.quotes import Quote
from reactions.extraction.reading import Article, ReadSentence
from reactions.extraction.sentences import BlockKind
from reactions.extraction.statements import Governor, Statement
from reactions.extraction.vocabulary import Vocabulary, word_list
from reactions.extraction.words import Tag

_DOCUMENTS = word_list("documents")
_PRINCIPALS = word_list("principals")
_JOINING = frozenset(["join", "follow", "lead", "echo"])
_FIRST_PERSON = frozenset(["i", "we", "our", "us", "my", "me"])


@dataclass(slots=True)
class Saying:
    """A verb of saying in a sentence: its chunk, who says, and the words it governs."""

    position: int
    speakers: list[Party]
    first: int
    end: int
    is_after: bool = False
    lemma: str = ""


@dataclass(slots=True)
class Voices:
    """Who acts and speaks in one sentence."""

    read: ReadSentence
    subjects: dict[int, list[Party]] = field(default_factory=dict)
    patients: dict[int, list[Party]] = field(default_factory=dict)
    sayings: list[Saying] = field(default_factory=list)
    quotes: dict[int, list[Party]] = field(default_factory=dict)

    def is_denied(self, i: int) -> bool:
        """Whether word `i` stands in what somebody denies."""
        told = [s for s in self.sayings if s.first <= i < s.end and not s.is_after]
        inner = max(told, key=lambda s: s.first, default=None)
        return inner is not None and inner.lemma in ("deny", "rebut", "dismiss")

    def is_expected(self, i: int) -> bool:
        """Whether word `i` stands in what somebody only expects of others."""
        expecting = ("expect", "predict", "forecast", "anticipate", "suspect", "doubt")
        return any(s.first <= i < s.end and s.lemma in expecting for s in self.sayings)

    def holder(self, i: int) -> list[Party] | None:
        """Who states the clause that word `i` stands in; None if the reporter does."""
        inner = [s for s in self.sayings if s.first <= i < s.end and not s.is_after]
        if inner:
            return max(inner, key=lambda s: s.first).speakers
        after = [s for s in self.sayings if s.first <= i < s.end]
        return after[-1].speakers if after else None


class Attribution:
    """Reads an article's sentences in order and keeps track of who speaks.

    Of the `statements` those in quotation marks tell who speaks a quotation.
    """

    def __init__(
        self,
        article: Article,
        cast: Cast,
        vocabulary: Vocabulary,
        statements: Sequence[Statement],
    ) -> None:
        self.article = article
        self.cast = cast
        self.vocabulary = vocabulary
        self.discourse = Discourse(cast.gazetteer)
        self._speakers: dict[int, list[Party]] = {}
        self._last_speakers: list[Party] = []
        self._last_sentence = -2
        self._label: Party | None = None
        self.author = find_author(article, cast)
        self._document: Party | None = None
        self._quoted_subject: tuple[int, list[Party]] | None = None
        self._led_in: tuple[int, Party] | None = None
        self.statements = statements
        self._governors = {
            s.quote.start: s.governor
            for s in self.statements
            if s.quote and not s.governor.possessor
        }
        self._governing: dict[tuple[int, int | None], list[Governor]] = {}
        for s in self.statements:
            at = self._governing.setdefault((s.governor.sentence, s.verb), [])
            at.append(s.governor)
        self._spoken: dict[Governor, list[Party]] = {}

    def governing(self, governor: Governor) -> list[Party]:
        """The parties that the phrase which governs a statement stands for, as when first read."""
        if governor not in self._spoken:
            read = self.article.sentences[governor.sentence]
            self._spoken[governor] = self.cast.resolve(read, governor.chunk, self.discourse)
        return self._spoken[governor]

    def _note_governors(self, read: ReadSentence, verb: int | None) -> None:
        """Resolve who governs statements by a verb now: pronouns mean what was spoken of so far."""
        for governor in self._governing.get((read.index, verb), ()):
            self.governing(governor)

    def speakers_of(self, quote: Quote) -> list[Party]:
        """The parties that a quotation read so far belongs to (codebook rule 10)."""
        return self._speakers.get(quote.start, [])

    def read(self, read: ReadSentence) -> Voices:
        """Return who acts and speaks in a sentence; call in reading order."""
        voices = Voices(read)
        self.discourse.end_sentence()
        own_words = self.author is not None and self.author.speaks_in(read)
        self._document = self.author.party if self.author and own_words else self._lead_in(read)
        label = self.cast.label_of(read)
        if label is not None and label != self._label:
            self.discourse.note(label)  # under a new heading "it" is the one it names
        self._label = label
        clauses = read.clauses
        quotes = self._quotes_in(read)
        self.discourse.speaker = self._document
        self._note_place(read)
        self._note_according(read, voices)
        self._note_governors(read, None)
        quoted: list[int] = []
        for position, chunk in enumerate(clauses.chunks):
            if chunk.type is not Type.VERB:
                continue
            if self.full_quote(read, chunk.head) is not None:
                quoted.append(position)
                continue
            self._note_governors(read, position)
            parties = self._main_speaker(read, voices, position) or self._subject(read, position)
            voices.subjects[position] = parties
            if chunk.passive and chunk.mood == "finite":
                self._note_patient(read, voices, position)
            for party in parties:
                if chunk.mood == "finite" and (
                    not chunk.passive or party.standing is Standing.ACTOR
                ):
                    self.discourse.note(party)
            self._note_saying(read, voices, position, chunk, parties)
        self.cast.introduce(read, self.discourse)
        for quote in quotes:
            if quote.start >= read.sentence.start or quote.start not in self._speakers:
                self._speakers[quote.start] = self._find_speakers(read, voices, quote)
        for position in quoted:
            quote_ = self.full_quote(read, clauses.chunks[position].head)
            speakers = self._speakers.get(quote_.start, []) if quote_ else []
            self.discourse.speaker = speakers[0] if speakers else self._document
            voices.subjects[position] = self._subject(read, position)
            if clauses.chunks[position].passive:
                self._note_patient(read, voices, position)
        self.discourse.speaker = self._document
        self._note_document(read)
        if read.text.endswith(":") and voices.sayings and len(voices.sayings[-1].speakers) == 1:
            self._led_in = (read.block.index + 1, voices.sayings[-1].speakers[0])
        if quotes:
            self._last_speakers = self._speakers.get(quotes[-1].start, [])
            self._last_sentence = read.index
        elif voices.sayings:
            self._last_speakers = voices.sayings[-1].speakers
            self._last_sentence = read.index
        return voices

    def _lead_in(self, read: ReadSentence) -> Party | None:
        """Who speaks in a block that a line "Holm told reporters in Oslo:" leads in."""
        block, speaker = self._led_in or (-1, None)
        return speaker if block == read.block.index else None

    def _note_document(self, read: ReadSentence) -> None:
        """Remember whose statement a sentence tells of: the next one's "the statement"."""
        maker = self.discourse.first
        if maker is not None and maker.standing in (Standing.ACTOR, Standing.INSIDE):
            if any(token.lower in _DOCUMENTS for token in read.tokens):
                self.discourse.document = maker
            elif maker.codes:
                self.discourse.document = None

    def _note_according(self, read: ReadSentence, voices: Voices) -> None:
        """ "According to the ministry, ...": the whole sentence is the ministry's."""
        self._note_for(read, voices)
        if "according" not in read.lowers:
            return
        for i, words in enumerate(pairwise(read.lowers[:-1])):
            if words == ("according", "to"):
                position = read.clauses.chunk_at(i + 2)
                if read.clauses.chunks[position].type is Type.NP:
                    parties = self.cast.resolve(read, position, self.discourse)
                    if parties:
                        voices.sayings.append(
                            Saying(position, parties, 0, len(read.tokens), is_after=True)
                        )

    def _note_for(self, read: ReadSentence, voices: Voices) -> None:
        """ "For the ministry, the vote "violates" the law": what it quotes is the ministry's."""
        chunks = read.clauses.chunks
        if read.lowers[0] != "for" or len(chunks) < 4 or not self._quotes_in(read):
            return
        if chunks[1].type is Type.NP and chunks[2].type is Type.COMMA:
            parties = self.cast.resolve(read, 1, self.discourse)
            if parties and all(party.standing is Standing.ACTOR for party in parties):
                end = len(read.tokens)
                voices.sayings.append(Saying(1, parties, chunks[2].end, end, is_after=True))

    def _note_patient(self, read: ReadSentence, voices: Voices, position: int) -> None:
        """Take notice of a passive's subject: it is who is worried, drawn in, prepared."""
        found = read.clauses.subject(position)
        if found is None:
            return
        voices.patients[position] = self.cast.resolve(read, found, self.discourse)
        for party in voices.patients[position]:
            if party.standing is Standing.ACTOR:
                self.discourse.note(party)

    def _note_place(self, read: ReadSentence) -> None:
        """A seat or capital that opens a sentence is its scene: "At Foggy Bottom the tone was
        softer".
        """
        if not read.mentions:
            return
        mention = read.mentions[0]
        first, _ = read.mention_tokens(mention)
        scenic = (
            mention.form in (NameForm.CAPITAL, NameForm.SEAT)
            and mention.context is not Context.DATELINE
        )
        if scenic and 0 < first <= 3 and not set(mention.codes) & self.cast.inside:
            self.discourse.set_scene(mention.codes)

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

    def _main_speaker(self, read: ReadSentence, voices: Voices, position: int) -> list[Party]:
        """Who said '... "so" and urged ...': a verb joined after a closing mark is the speaker's
        own.
        """
        chunks = read.clauses.chunks
        joined = (
            position >= 2
            and chunks[position - 1].type is Type.CONJ
            and chunks[position - 2].type is Type.QUOTE
        )
        if not joined or chunks[position].mood != "finite" or chunks[position].passive:
            return []
        before = [s for s in voices.sayings if not s.is_after and s.position < position]
        if not before or not any(p.standing is Standing.ACTOR for p in before[0].speakers):
            return []
        return before[0].speakers

    def _is_inverted(self, read: ReadSentence, position: int) -> bool:
        """Whether a verb of saying stands before its subject: '..., said Prentiss'."""
        return read.clauses.chunks[position].mood == "finite" and read.clauses.is_inverted(position)

    def _note_saying(
        self, read: ReadSentence, voices: Voices, position: int, chunk: Chunk, parties: list[Party]
    ) -> None:
        verb = read.tokens[chunk.head]
        is_say = self.vocabulary.has("say", verb.lemma) or self.vocabulary.has("expect", verb.lemma)
        if not is_say:
            return
        chunks = read.clauses.chunks
        clauses = read.clauses
        subject = clauses.subject(position)
        inverted = self._is_inverted(read, position)
        if inverted:
            after = clauses.inverted_subject(position)
            if after is not None:
                parties = self.cast.resolve(read, after, self.discourse)
                voices.subjects[position] = parties
                for party in parties:
                    self.discourse.note(party)
                subject = position
        if not parties:
            return
        if (
            subject is not None
            and chunk.mood == "finite"
            and self._follows_statement(chunks, subject, read)
        ):
            start = chunks[subject].first if subject <= position else chunk.first
            main = self.discourse.first
            if (
                read.tokens[chunks[subject].first].lower == "it"
                and main is not None
                and not main.is_person
            ):
                parties = [main]  # "The League barred Libya until Tripoli responds, it said"
            voices.sayings.append(
                Saying(position, parties, 0, start, is_after=True, lemma=verb.lemma)
            )
            return
        chaired = self._on_behalf(read, chunk.end)
        if chaired and len(parties) == 1 and parties[0].standing is Standing.ACTOR:
            parties = [replace(parties[0], codes=chaired)]
            voices.subjects[position] = parties
        if not self._takes_clause(read, position):
            return
        end = self._complement_end(read, position)
        voices.sayings.append(Saying(position, parties, chunk.end, end, lemma=verb.lemma))

    def _on_behalf(self, read: ReadSentence, first: int) -> tuple[str, ...]:
        """The organization that a speaker speaks for: "Membe said on behalf of the AU"."""
        words = [t.lower for t in read.tokens[first : first + 3]]
        if words not in (["on", "behalf", "of"], ["in", "behalf", "of"]):
            return ()
        for mention in read.mentions:
            a, _ = read.mention_tokens(mention)
            if first < a <= first + 5 and self.cast.gazetteer.is_organization(mention.codes[0]):
                return mention.codes
        return ()

    def _takes_clause(self, read: ReadSentence, position: int) -> bool:
        """Whether a verb of saying governs a clause or a quotation: "recalled that", not
        "recalled its envoy".
        """
        chunks = read.clauses.chunks
        if self.vocabulary.has("say_core", read.tokens[chunks[position].head].lemma):
            return True
        for chunk in chunks[position + 1 : position + 6]:
            word = read.tokens[chunk.first].text
            if chunk.type is Type.SUB or chunk.type is Type.QUOTE or word == ":":
                return chunk.type is not Type.SUB or word.lower() in ("that", "how", "why", "what")
            if chunk.type in (Type.VERB, Type.STOP, Type.CONJ, Type.REL):
                return False
        return False

    def _follows_statement(self, chunks: list[Chunk], subject: int, read: ReadSentence) -> bool:
        """Whether the attribution stands after what it attributes: '..., the ministry said.'"""
        j = subject - 1
        while j >= 0 and chunks[j].type in (Type.QUOTE, Type.ADV):
            j -= 1
        if j <= 0 or chunks[j].type is not Type.COMMA:
            return False
        opens = self.vocabulary.has("contrast", read.tokens[0].lower)
        if opens and not any(c.type is Type.COMMA for c in chunks[:j]):
            return False  # "While Russia rejoiced, Germany voiced doubts"
        had_verb = any(c.type is Type.VERB and c.mood == "finite" for c in chunks[:j])
        return had_verb and not any(
            c.type is Type.VERB and c.mood == "finite" and self._has_own(read, k, chunks)
            for k, c in enumerate(chunks[subject + 2 :], subject + 2)
        )

    def _has_own(self, read: ReadSentence, k: int, chunks: list[Chunk]) -> bool:
        """Whether a verb later in the sentence belongs to a clause of its own."""
        j = k - 1
        while j > 0 and chunks[j].type in (Type.ADV, Type.NP):
            j -= 1
        return chunks[j].type in (Type.SUB,)

    def _complement_end(self, read: ReadSentence, position: int) -> int:
        chunks = read.clauses.chunks
        for j in range(position + 1, len(chunks)):
            chunk = chunks[j]
            word = read.tokens[chunk.first].lower
            if chunk.type is Type.STOP and word == ";":
                return chunk.first
            if chunk.type is Type.SUB and word in ("while", "although", "though", "whereas"):
                return chunk.first
            if (
                chunk.type is Type.VERB
                and chunk.mood == "ing"
                and chunks[j - 1].type is Type.COMMA
                and self.vocabulary.has("saying", read.tokens[chunk.head].lemma)
            ):
                return chunk.first  # "denied it, saying that ..."
            if (
                chunk.type is Type.CONJ
                and chunks[j - 1].type is Type.COMMA
                and j + 2 < len(chunks)
                and chunks[j + 1].type is Type.NP
                and any(c.type is Type.VERB and c.mood == "finite" for c in chunks[j + 2 : j + 5])
            ):
                return chunk.first
        return len(read.tokens)

    def _find_speakers(self, read: ReadSentence, voices: Voices, quote: Quote) -> list[Party]:
        """Who speaks a quotation: told in its sentence, the one that ends it, or the one before."""
        governor = self._governors.get(quote.start)
        governing = self.governing(governor) if governor else []
        if any(party.standing is not Standing.UNKNOWN for party in governing):
            return governing
        own = self._speakers_beside(read, voices, quote)
        if own:
            return own
        if quote.end > read.sentence.end:
            last = self._sentence_at(quote.end)
            if last is not None and last.index != read.index:
                found = self._peek(last, quote)
                if found:
                    return found
        if (
            self._last_sentence >= 0
            and read.index - self._last_sentence <= 2
            and self._stands_alone(read, quote)
        ):
            return self._last_speakers
        following = self._sentence_after(quote)
        if following is not None and self._stands_alone(read, quote):
            found = self._peek(following, None)
            if found:
                return found
        label = self.cast.label_of(read)
        return [label] if label else []

    def _stands_alone(self, read: ReadSentence, quote: Quote) -> bool:
        return self.is_full(quote)

    def _sentence_at(self, offset: int) -> ReadSentence | None:
        for read in self.article.sentences:
            if read.sentence.start < offset <= read.sentence.end:
                return read
        return None

    def _sentence_after(self, quote: Quote) -> ReadSentence | None:
        for read in self.article.sentences:
            if read.sentence.start >= quote.end:
                return read
        return None

    def _peek(self, read: ReadSentence, quote: Quote | None) -> list[Party]:
        """The speakers that a later sentence names, without taking notice of it yet."""
        voices = Voices(read)
        saved = (self.discourse, self._speakers)
        for position, chunk in enumerate(read.clauses.chunks):
            if chunk.type is Type.VERB and self.full_quote(read, chunk.head) is None:
                parties = self._subject(read, position)
                voices.subjects[position] = parties
                self._note_saying(read, voices, position, chunk, parties)
        self.discourse, self._speakers = saved
        if quote is not None:
            return self._speakers_beside(read, voices, quote)
        return (
            voices.sayings[0].speakers
            if voices.sayings and read.clauses.chunks[0].type is not Type.QUOTE
            else []
        )

    def _before_colon(self, read: ReadSentence, quote: Quote) -> list[Party]:
        """The speaker of 'Commission spokesperson Vanhaverbeke: "We ..."', without a verb."""
        clauses = read.clauses
        at = read.token_at(quote.start)
        if not 0 < at < len(read.tokens) or read.tokens[at - 1].text != ":":
            return []
        stop = clauses.chunk_at(at - 1)
        chunks = clauses.chunks[:stop]
        if not chunks or any(c.type is Type.VERB and c.mood == "finite" for c in chunks):
            return []
        for position, chunk in enumerate(chunks):
            if chunk.type is Type.NP and (
                position == 0 or chunks[position - 1].type is not Type.PREP
            ):
                parties = self.cast.resolve(read, position, self.discourse)
                if parties and parties[0].standing is not Standing.UNKNOWN:
                    return parties
        return []

    def _speakers_beside(self, read: ReadSentence, voices: Voices, quote: Quote) -> list[Party]:
        before_colon = self._before_colon(read, quote)
        if before_colon:
            return before_colon
        outside = [s for s in voices.sayings if s.speakers]
        after = [
            s
            for s in outside
            if read.tokens[read.clauses.chunks[s.position].first].start >= quote.end
        ]
        before = [
            s
            for s in outside
            if read.tokens[read.clauses.chunks[s.position].first].start < quote.start
        ]
        if after:
            first = after[0]
            gap = self.article.text[
                quote.end : read.tokens[read.clauses.chunks[first.position].first].start
            ]
            if first.is_after or (len(gap) < 120 and not before):
                return first.speakers
        if before:
            return before[-1].speakers
        for position, parties in voices.subjects.items():
            chunk = read.clauses.chunks[position]
            if parties and chunk.mood == "finite" and self.full_quote(read, chunk.head) is None:
                return parties
        if read.block.kind is BlockKind.ROW:
            label = self.cast.label_of(read)
            return [label] if label else []
        return []
