"""Who says or does what the clauses of an article tell, sentence by sentence."""

from collections.abc import Sequence

from reactions.extraction.authors import entitled, find_author
from reactions.extraction.cast import Cast
from reactions.extraction.chunks import Chunk, Type
from reactions.extraction.gazetteer import Form as NameForm
from reactions.extraction.mentions import Context
from reactions.extraction.parties import Party, Standing, actors_among
from reactions.extraction.quote_speakers import QuoteSpeakers
from reactions.extraction.reading import Article, ReadSentence
from reactions.extraction.statements import Statement
from reactions.extraction.vocabulary import Vocabulary, word_list
from reactions.extraction.voices import Voices

_DOCUMENTS = word_list("documents")


class Attribution(QuoteSpeakers):
    """Reads an article's sentences in order and keeps track of who speaks."""

    def __init__(
        self,
        article: Article,
        cast: Cast,
        vocabulary: Vocabulary,
        statements: Sequence[Statement],
    ) -> None:
        super().__init__(article, cast, vocabulary, statements)
        self.author = find_author(article, cast)
        self._titles = dict(entitled(article, cast))
        self._label: Party | None = None
        self._document: Party | None = None
        self._led_in: tuple[int, Party] | None = None

    def read(self, read: ReadSentence, *, telling: bool = True) -> Voices:
        """Return who acts and speaks in a sentence; call in reading order.

        Of one that is not `telling`, whose cues and likenesses nobody will ask for, only what later
        sentences may refer to.
        """
        voices = Voices(read)
        self.discourse.end_sentence()
        own_words = self.author is not None and self.author.speaks_in(read)
        self._document = self.author.party if self.author and own_words else self._lead_in(read)
        label = self.cast.label_of(read)
        if label is not None and label != self._label:
            self.discourse.note(label)  # under a new heading "it" is the one it names
        self._label = label
        for maker in reversed(self._titles.get(read.index, [])):
            self.discourse.note(maker)  # "the Ministry" of a press release is its maker
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
            if quotes and self.full_quote(read, chunk.head) is not None:
                quoted.append(position)
                continue
            self._note_governors(read, position)
            if not telling and not quotes and self._is_idle(read, chunk):
                continue
            parties = self._main_speaker(read, voices, position) or self._subject(read, position)
            voices.subjects[position] = parties
            if chunk.passive and chunk.mood == "finite":
                self._note_patient(read, voices, position)
            if len(parties) > 1 and chunk.mood == "finite":
                self.discourse.note_together(actors_among(parties))
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

    def _is_idle(self, read: ReadSentence, chunk: Chunk) -> bool:
        """Whether nobody refers to who does what a verb tells: it is not finite, says nothing, and
        its subject cannot be the name of an official told of before.
        """
        if chunk.mood == "finite" or self._says(read, chunk):
            return False
        return not read.names or not self.discourse.awaits_name

    def _lead_in(self, read: ReadSentence) -> Party | None:
        """Who speaks in a block that a line "Holm told reporters in Oslo:" leads in."""
        block, speaker = self._led_in or (-1, None)
        return speaker if block == read.block.index else None

    def _note_document(self, read: ReadSentence) -> None:
        """Remember whose statement a sentence tells of: the next one's "the statement"."""
        maker = self.discourse.first
        if maker is not None and maker.standing in (Standing.ACTOR, Standing.INSIDE):
            if not _DOCUMENTS.isdisjoint(read.lowers):
                self.discourse.document = maker
            elif maker.codes:
                self.discourse.document = None

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
