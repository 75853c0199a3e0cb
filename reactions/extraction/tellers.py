"""Finds who speaks by a verb: its subject, the speaker behind it, the one who goes on."""

from reactions.extraction.chunks import Type
from reactions.extraction.sentence_view import FEWEST, SentenceView
from reactions.extraction.words import Tag

_SPANS_OF_TIME = frozenset(
    ["minutes", "hours", "days", "weeks", "months", "years", "hour", "day", "week", "month"]
)


class Tellers(SentenceView):
    """Who speaks by the verbs of one sentence."""

    def _subject(self, position: int) -> int | None:
        found = self._quoted_by(position) or self._joined_subject(position)
        if found is None:
            found = self.clauses.subject(position)
        if found is not None:
            found = self._apposed_to(self._behind_time(found, position))
        if found is None or self._is_quoted(self.chunks[found].first):
            return None
        return found

    def _inverted(self, position: int, frames: frozenset[str]) -> int | None:
        """The speaker after the verb: '..., said Prentiss'."""
        chunk = self.chunks[position]
        before = self._back(position - 1)
        after = position + 1
        if before is None or chunk.mood != "finite" or after >= len(self.chunks):
            return None
        if self.chunks[after].type is not Type.NP or self.clauses.is_time(self.chunks[after]):
            return None
        if self._ends_quote(before) or self._is_behind_marks(before):
            return after
        if not frames & {"clause", "address"} or self._starts_clause(after):
            return None
        return after if self._stands_before_subject(position, before) else None

    def _stands_before_subject(self, position: int, before: int) -> bool:
        """Whether a verb behind a comma, without marks, is one that puts its subject last."""
        chunk = self.chunks[position]
        lemma = self.tokens[chunk.head].lemma
        inverts = self.vocabulary.has("inverting", lemma) and chunk.end - chunk.first == 1
        return (
            inverts
            and self.chunks[before].type is Type.COMMA
            and self._has_finite(0, before)
            and not self._closes_relative(before)
            and not self._subject_between(before, position)
        )

    def _is_behind_marks(self, comma: int) -> bool:
        """Whether a comma follows long marked words: '"... suspends it", announced the AU'."""
        chunk = self.chunks[comma]
        quote = self._closed_at(chunk.first - 1) if chunk.type is Type.COMMA else None
        return quote is not None and len(self._inner(quote).split()) > FEWEST

    def _closes_relative(self, comma: int) -> bool:
        """Whether a comma closes a relative clause: "Biden, for whom all changed, announced"."""
        for j in range(comma - 1, -1, -1):
            if self.chunks[j].type is Type.REL:
                return any(c.type is Type.COMMA for c in self.chunks[max(0, j - 2) : j])
        return False

    def _subject_between(self, comma: int, position: int) -> bool:
        return any(c.type is Type.NP for c in self.chunks[comma + 1 : position])

    def _joined_subject(self, position: int) -> int | None:
        """Who speaks by a verb joined to a report: "..., adding that", "... and said that"."""
        before = self._back(position - 1)
        if before is None or not self._is_reporting(position):
            return None
        joint = self.chunks[before]
        mood = self.chunks[position].mood
        contrast = self.vocabulary.has("contrast", self.tokens[joint.first].lower)
        participle = mood == "ing" and (joint.type is Type.COMMA or contrast)
        if not participle and not (mood == "finite" and joint.type is Type.CONJ):
            return None
        reporter = self._reporter_before(before)
        if reporter is not None:
            return reporter
        nearest = next((j for j in range(before - 1, -1, -1) if self._is_finite(j)), None)
        nested = nearest is not None and self._is_subordinate(nearest)
        return self._main_subject(before) if participle or nested else None

    def _reporter_before(self, end: int) -> int | None:
        """Who speaks by the last reporting verb before `end` whose clause hangs on no other."""
        for j in range(end - 1, -1, -1):
            chunk = self.chunks[j]
            if not self._is_finite(j) or chunk.passive or not self._is_reporting(j):
                continue
            if not self._is_subordinate(j):
                inverted = self._inverted(j, self.frames[self.tokens[chunk.head].lemma])
                return inverted if inverted is not None else self.clauses.subject(j)
        return None

    def _main_subject(self, end: int) -> int | None:
        """The subject of the last clause before `end` that hangs on no other."""
        for j in range(end - 1, -1, -1):
            if self._is_finite(j) and not self._is_subordinate(j):
                return self.clauses.subject(j)
        return None

    def _is_subordinate(self, verb: int) -> bool:
        """Whether a verb's clause hangs on another: "until Tripoli responds"."""
        subject = self.clauses.subject(verb)
        before = self._back(subject - 1) if subject else None
        if before is None:
            return False
        opener = self.chunks[before]
        word = self.tokens[opener.first].lower
        return opener.type in (Type.SUB, Type.REL) or self.vocabulary.has("circumstance", word)

    def _quoted_by(self, position: int) -> int | None:
        """Who speaks in "cited a source as saying" and "was quoted as saying"."""
        citing = self._citing(position)
        if citing is None:
            return None
        if self.chunks[citing].passive:
            return self.clauses.subject(citing)
        return citing + 1 if self._type(citing + 1) is Type.NP else None

    def _citing(self, position: int) -> int | None:
        """The verb of "cited ... as saying" for its participle."""
        chunk = self.chunks[position]
        if chunk.mood != "ing" or self._word(chunk.first - 1) != "as":
            return None
        for j in range(position - 1, -1, -1):
            head = self.chunks[j].head
            if head >= 0 and self.tokens[head].lemma in ("quote", "cite"):
                return j
        return None

    def _apposed_to(self, found: int) -> int:
        """The name that a phrase explains: "Kasim Traore, a reporter in the capital, said"."""
        if found < 2 or self.chunks[found - 1].type is not Type.COMMA:
            return found
        name = self.chunks[found - 2]
        opens = found == 2 or self.chunks[found - 3].type is Type.SUB or self._ends_quote(found - 3)
        explains = self.tokens[self.chunks[found].end - 1].tag is not Tag.NAME
        named = name.type is Type.NP and self.tokens[name.end - 1].tag is Tag.NAME
        return found - 2 if opens and explains and named else found

    def _behind_time(self, found: int, position: int) -> int:
        """The subject of "hours after the leader of the takeover, Colonel X, said"."""
        if self.tokens[self.chunks[found].end - 1].lower not in _SPANS_OF_TIME:
            return found
        after = found + 1 < position and self._word(self.chunks[found + 1].first)
        return found + 2 if after in ("after", "before", "since") else found
