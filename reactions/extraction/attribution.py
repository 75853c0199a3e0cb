"""Who says or does what the clauses of an article tell, sentence by sentence."""

from collections.abc import Sequence

from reactions.extraction.authors import entitled, find_author
from reactions.extraction.cast import Cast
from reactions.extraction.chunks import Type
from reactions.extraction.gazetteer import Form as NameForm
from reactions.extraction.mentions import Context
from reactions.extraction.parties import Party, Standing, actors_among
from reactions.extraction.quote_speakers import QuoteSpeakers
from reactions.extraction.reading import Article, ReadSentence
from reactions.extraction.scenes import opening_scene, topic
from reactions.extraction.statements import Statement
from reactions.extraction.turns import turns
from reactions.extraction.vocabulary import Vocabulary, word_list
from reactions.extraction.voices import Voices

_DOCUMENTS = word_list("documents")
_EARLY = 3
"""The place of the word at which the scene of a sentence is named, at the latest."""


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
        self._turns = turns(article)
        self._titles = dict(entitled(article, cast))
        self._label: Party | None = None
        self._document: Party | None = None
        self._led_in: tuple[int, Party] | None = None
        if self._turns:
            self._set_opening_scene()

    def read(self, read: ReadSentence) -> Voices:
        """Return who acts and speaks in a sentence; call in reading order."""
        voices = Voices(read)
        self.discourse.end_sentence()
        opens = read.sentence.start == read.block.start
        self.discourse.begin_sentence(read.block.index, opens=opens)
        self._document = self._writer(read)
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
        self.cast.introduce(read, self.discourse, before=_first_verb(read))
        for position, chunk in enumerate(clauses.chunks):
            if chunk.type is not Type.VERB:
                continue
            if quotes and self.full_quote(read, chunk.head) is not None:
                quoted.append(position)
                continue
            self._note_governors(read, position)
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
        self._note_topic(read)
        if read.text.endswith(":") and voices.sayings and len(voices.sayings[-1].speakers) == 1:
            self._led_in = (read.block.index + 1, voices.sayings[-1].speakers[0])
        if quotes:
            self._last_speakers = self._speakers.get(quotes[-1].start, [])
            self._last_sentence = read.index
        elif voices.sayings:
            self._last_speakers = voices.sayings[-1].speakers
            self._last_sentence = read.index
        return voices

    @property
    def writer(self) -> Party | None:
        """Whose own words the sentence read last stands in, outside quotation marks."""
        return self._document

    def _writer(self, read: ReadSentence) -> Party | None:
        """Who speaks in a block: by its label in a transcript, else whose document it is."""
        if read.block.index in self._turns:
            governor = self._turns[read.block.index][1]
            return next((p for p in actors_among(self.governing(governor)) if p.is_person), None)
        if self.author is not None and self.author.speaks_in(read):
            return self.author.party
        return self._lead_in(read)

    def _lead_in(self, read: ReadSentence) -> Party | None:
        """Who speaks in a block that a line "Holm told reporters in Oslo:" leads in."""
        block, speaker = self._led_in or (-1, None)
        return speaker if block == read.block.index else None

    def _set_opening_scene(self) -> None:
        """Take the one state that the line over a transcript names for that of its officials:
        "From the record of the Norwegian parliament".
        """
        first = self.article.sentences[0]
        named = {mention.codes for mention in first.mentions}
        if len(named) == 1 and first.block.index not in self._turns:
            codes = named.pop()
            if not set(codes) & self.cast.inside:
                self.discourse.set_scene(codes)

    def _note_document(self, read: ReadSentence) -> None:
        """Remember whose statement a sentence tells of: the next one's "the statement"."""
        maker = self.discourse.first
        if maker is not None and maker.standing in (Standing.ACTOR, Standing.INSIDE):
            if not _DOCUMENTS.isdisjoint(read.lowers):
                self.discourse.document = maker
            elif maker.codes:
                self.discourse.document = None

    def _note_topic(self, read: ReadSentence) -> None:
        """Keep in mind whom a sentence is about in which nobody that could say it acts."""
        spoken_of = self.discourse.tells_of(Standing.ACTOR, Standing.OUTSIDER)
        if not read.spans or spoken_of or read.text.isupper():
            return
        about = topic(read, self.cast.inside)
        if about and not self.discourse.tells_of(Standing.INSIDE):
            self.discourse.set_topic(about)

    def _note_place(self, read: ReadSentence) -> None:
        """A seat or capital that opens a sentence is its scene: "At Foggy Bottom the tone was
        softer".
        """
        if not read.mentions:
            return
        mention = read.mentions[0]
        first, _ = read.mention_tokens(mention)
        scene = opening_scene(read, self.cast.inside)
        if scene:
            self.discourse.set_scene(scene)
            return
        scenic = (
            mention.form in (NameForm.CAPITAL, NameForm.SEAT)
            and mention.context is not Context.DATELINE
        )
        bare = first == 0 and not any(c.mood == "finite" for c in read.clauses.chunks)
        near = 0 < first <= _EARLY or bare or _behind_masthead(read, first)
        if scenic and near and not set(mention.codes) & self.cast.inside:
            self.discourse.set_scene(mention.codes)


def _first_verb(read: ReadSentence) -> int:
    """Where the first verb group of a sentence stands: who is named before it is whoever the talk
    before the sentence makes of him, whatever else the sentence names.
    """
    chunks = read.clauses.chunks
    return next((k for k, chunk in enumerate(chunks) if chunk.type is Type.VERB), len(chunks))


def _behind_masthead(read: ReadSentence, place: int) -> bool:
    """Whether a place tells whence a paper is, or belongs to its name, at the head of a block:
    "THE CLARION, Oslo, notes", "THE OSLO CLARION notes".
    """
    if read.sentence.start != read.block.start or place + 1 >= len(read.tokens):
        return False
    name = [t for t in read.tokens[:place] if t.text != ","]
    shouted = all(t.text.isupper() for t in name) and len(name) > 0
    apart = len(name) < place and len(name) > 1
    return shouted and (apart or read.tokens[place + 1].text.isupper())
