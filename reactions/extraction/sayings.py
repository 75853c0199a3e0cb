"""Reported speech: which verb of saying governs which words, and whose they are."""

from dataclasses import replace
from itertools import pairwise

from reactions.extraction.chunks import Chunk, Type
from reactions.extraction.parties import Party, Standing, actors_among
from reactions.extraction.reading import ReadSentence
from reactions.extraction.views import Views
from reactions.extraction.vocabulary import word_list
from reactions.extraction.voices import Saying, Voices

_DOCUMENTS = word_list("documents")
_IT_WAS = (["it", "was"], ["it", "is"], ["it", "has"])
_WORDING = frozenset(("words", "put"))
_TELLING_PHRASES = {
    "make": {"clear", "plain", "known"},
    "let": {"know", "known"},
    "give": {"understand", "notice", "view"},
    "take": {"view", "position"},
    "leave": {"doubt"},
}
"""Verbs that say something together with a word behind them."""
_PHRASE = 9
"""Words behind such a verb in which that word stands."""
_OPENING = frozenset(("that", '"', "“", "‘", "'", ":", ","))
"""With what the words said begin."""

_TELLING = word_list("say") | word_list("expect")


class Sayings(Views):
    """Who says something by the verbs of a sentence, and how far the words go that they govern."""

    def _note_according(self, read: ReadSentence, voices: Voices) -> None:
        """ "According to the ministry, ...": the whole sentence is the ministry's."""
        self._note_views(read, voices)
        self._note_words(read, voices)
        if "according" not in read.lowers:
            return
        for i, words in enumerate(pairwise(read.lowers[:-1])):
            if words == ("according", "to"):
                position = read.clauses.chunk_at(i + 2)
                if read.clauses.chunks[position].type is Type.NP:
                    parties = self.cast.resolve_all(read, position, self.discourse)
                    if parties:
                        voices.sayings.append(
                            Saying(position, parties, 0, len(read.tokens), is_after=True)
                        )

    def _note_words(self, read: ReadSentence, voices: Voices) -> None:
        """ "In the words of the ministry", "as the ministry put it", and of translations: "In the
        statement made by the ministry, it was stated that".
        """
        words, chunks = read.lowers, read.clauses.chunks
        at = None
        for i in range(len(words) - 4) if not _WORDING.isdisjoint(words) else ():
            if words[i : i + 4] == ["in", "the", "words", "of"]:
                at = read.clauses.chunk_at(i + 4)
            elif words[i : i + 2] == ["put", "it"] and i > 1:
                at = read.clauses.subject(read.clauses.chunk_at(i))
                at = at if at and words[chunks[at - 1].first] == "as" else None
        if at is None and words[0] == "in" and len(chunks) > 2:
            document = words[chunks[1].end - 1] in _DOCUMENTS
            told = any(words[i : i + 2] in _IT_WAS for i in range(len(words) - 1))
            at = 1 if document and told else None
        if at is None or chunks[at].type is not Type.NP:
            return
        parties = self.cast.resolve(read, at, self.discourse)
        if actors_among(parties):
            voices.sayings.append(Saying(at, parties, 0, len(read.tokens), is_after=True))

    def _note_patient(self, read: ReadSentence, voices: Voices, position: int) -> None:
        """Take notice of a passive's subject: it is who is worried, drawn in, prepared."""
        found = read.clauses.subject(position)
        if found is None:
            return
        voices.patients[position] = self.cast.resolve(read, found, self.discourse)
        for party in voices.patients[position]:
            told_of = party.official is not None and self.discourse.first is None
            if party.standing is Standing.ACTOR or told_of:
                self.discourse.note(party)

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

    def _note_saying(
        self, read: ReadSentence, voices: Voices, position: int, chunk: Chunk, parties: list[Party]
    ) -> None:
        if not self._says(read, chunk):
            return
        verb = read.tokens[chunk.head]
        chunks = read.clauses.chunks
        clauses = read.clauses
        subject = clauses.subject(position)
        inverted = self._is_inverted(read, position)
        if inverted:
            after = clauses.inverted_subject(position)
            if after is not None:
                parties = self.cast.resolve_all(read, after, self.discourse)
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
            and not self._says_little(read, position)
        ):
            start = chunks[subject].first if subject <= position else chunk.first
            main = self.discourse.first
            if (
                read.tokens[chunks[subject].first].lower == "it"
                and main is not None
                and not main.is_person
            ):
                parties = [main]  # "The League barred Libya until Tripoli responds, it said"
            if read.tokens[chunks[subject].first].lower in ("he", "she") and len(parties) == 1:
                parties = [self.discourse.teller_before(parties[0])]
                voices.subjects[position] = parties
            if len(parties) == 1 and parties[0].is_person:
                self.discourse.note_teller(parties[0])
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

    @staticmethod
    def _says(read: ReadSentence, chunk: Chunk) -> bool:
        """Whether a verb group is one of saying."""
        return read.tokens[chunk.head].lemma in _TELLING or _tells_by_phrase(read, chunk)

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
        chunk = chunks[position]
        if self.vocabulary.has("say_core", read.tokens[chunk.head].lemma):
            return True
        if _tells_by_phrase(read, chunk):
            return True
        for chunk in chunks[position + 1 : position + 6]:
            word = read.tokens[chunk.first].text
            if chunk.type is Type.SUB or chunk.type is Type.QUOTE or word == ":":
                return chunk.type is not Type.SUB or word.lower() in ("that", "how", "why", "what")
            if chunk.type in (Type.VERB, Type.STOP, Type.CONJ, Type.REL):
                return False
        return False

    def _says_little(self, read: ReadSentence, position: int) -> bool:
        """Whether a verb of saying has its own object: "the junta says nothing"."""
        end = read.clauses.chunks[position].end
        return read.lowers[end : end + 1] in (["nothing"], ["little"], ["no"], ["yes"], ["so"])

    def _follows_statement(self, chunks: list[Chunk], subject: int, read: ReadSentence) -> bool:
        """Whether the attribution stands after what it attributes: '..., the ministry said.'"""
        j = read.clauses.first_joined(subject) - 1
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


def _tells_by_phrase(read: ReadSentence, chunk: Chunk) -> bool:
    """Whether a verb says something together with a word behind it: "made it plain that", "let
    Minsk know that", "gave them to understand that", "took the view that".
    """
    marks = _TELLING_PHRASES.get(read.tokens[chunk.head].lemma)
    if not marks:
        return False
    behind = read.lowers[chunk.end : chunk.end + _PHRASE]
    return any(
        word in marks and not _OPENING.isdisjoint(behind[i + 1 :]) for i, word in enumerate(behind)
    )
