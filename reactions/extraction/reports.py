"""Finds the statements that cues report, and those that follow from their place alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from reactions.extraction.chunks import Chunk, Type
from reactions.extraction.contents import Contents
from reactions.extraction.loose_quotes import LooseQuotes
from reactions.extraction.quotes import Quote
from reactions.extraction.reading import Article, ReadSentence
from reactions.extraction.sentences import BlockKind
from reactions.extraction.statements import (
    Attributed,
    Directness,
    Governor,
    Statement,
    direct_statements,
)
from reactions.extraction.words import Form, Tag

_FIRST_PERSON = frozenset(["i", "we", "our", "my", "us"])
_BARE = 6
"""Phrases before and after the verb that an attribution in a sentence of its own has at most."""
_NEAR = 8
"""Phrases back in which the verb that a noun hangs on is looked for."""


@dataclass(frozen=True, slots=True)
class _Report:
    """A cue in a sentence and the ranges of words that it governs.

    An empty range stands for the quotation with which the sentence before ends.
    """

    cue: tuple[int, int]
    speaker: int
    ranges: tuple[tuple[int, int], ...]
    verb: int | None = None
    possessor: bool = False
    is_object: bool = False


def find_statements(article: Article) -> list[Statement]:
    """Return every reported statement of an article, in the order of their words."""
    found = _reported(article, article.sentences)
    loose = LooseQuotes(article, found, lambda read: ()).statements()
    return sorted([*found, *loose], key=lambda s: (s.start, -s.end))


def find_quoted(article: Article) -> list[Statement]:
    """Return the statements of `find_statements` that are whole quotations.

    Sentences with no quotation in or right before them are only read where a quotation depends on
    what was said there.
    """
    if not article.quotes:
        return []
    near = [read for read in article.sentences if _has_quote(article, read)]
    found = _reported(article, near)
    known = {read.index for read in near}

    @cache
    def more(index: int) -> list[Statement]:
        return [] if index in known else _reported(article, [article.sentences[index]])

    loose = LooseQuotes(article, found, lambda read: more(read.index)).statements()
    quoted = (s for s in (*found, *loose) if s.quote is not None)
    return sorted(quoted, key=lambda s: (s.start, -s.end))


def _reported(article: Article, sentences: Sequence[ReadSentence]) -> list[Statement]:
    """What the cues of some sentences report."""
    found: dict[tuple[int, int], Statement] = {}
    for read in sentences:
        for statement in _Reports(article, read).statements():
            found.setdefault((statement.start, statement.end), statement)
    return list(found.values())


def _has_quote(article: Article, read: ReadSentence) -> bool:
    """Whether a quotation stands in a sentence or ends the one before it."""
    before = article.sentences[read.index - 1].sentence.end - 1 if read.index else 0
    return article.has_quote(min(before, read.sentence.start), read.sentence.end)


class _Reports(Contents):
    """The reports of one sentence."""

    def statements(self) -> Iterator[Statement]:
        """Yield what the sentence reports, cue by cue."""
        if not self.chunks:
            return
        may_report = [p for p, chunk in enumerate(self.chunks) if self._may_report(chunk)]
        reports = [r for p in may_report for r in self._reports_at(p)]
        for report in reports:
            if report.is_object and self._is_told(report, reports):
                continue
            for first, end in report.ranges:
                yield from self._statements_of(
                    report, first, self._cut_tail(report, first, end, reports)
                )

    def _is_told(self, report: _Report, reports: Sequence[_Report]) -> bool:
        """Whether an object with marked words belongs to what somebody else reports."""
        return any(
            other is not report and first <= report.cue[0] < end and other.cue[0] < first
            for other in reports
            for first, end in other.ranges
        )

    def _may_report(self, chunk: Chunk) -> bool:
        """Whether a chunk can be a cue, by its own words."""
        last = self.tokens[chunk.end - 1].lower
        if chunk.type is Type.NP:
            return last in self.frames or last.removesuffix("s") in self.frames
        return chunk.type is Type.VERB or last == "according"

    def _reports_at(self, position: int) -> Iterator[_Report]:
        chunk = self.chunks[position]
        if self._is_quoting and self._is_quoted(chunk.head if chunk.head >= 0 else chunk.first):
            return
        if self.tokens[chunk.end - 1].lower == "according":
            yield from self._according(position)
        elif chunk.type is Type.VERB:
            yield from self._verb_reports(position)
        elif chunk.type is Type.NP:
            yield from self._noun_reports(position)

    # --- cues that are verbs

    def _verb_reports(self, position: int) -> Iterator[_Report]:
        chunk = self.chunks[position]
        lemma = self.tokens[chunk.head].lemma
        if lemma == "make" and self._word(chunk.end) == "clear":
            yield from self._made_clear(position)
        elif lemma not in self.frames and not self._is_quoting:
            return  # without marks only verbs of reporting report
        elif chunk.passive:
            yield from self._passive_reports(position)
        elif not self._is_idle(position):
            yield from self._active_reports(position)

    def _is_idle(self, position: int) -> bool:
        """Whether a verb of saying reports nothing here, whatever follows it."""
        chunk = self.chunks[position]
        opens = chunk.mood == "ing" and self._back(position - 1) is None
        denied = chunk.negated and not any(self.quoted)
        return opens or denied or self._shows(position) or self._is_cited(position)

    def _cue(self, position: int, frames: frozenset[str]) -> tuple[int, int]:
        """The words of a verb's cue, its preposition included: "called on"."""
        chunk = self.chunks[position]
        with_preposition = f"order+{self._word(chunk.end)}" in frames
        if with_preposition and not self._is_time_at(position + 2):
            return chunk.head, chunk.end + 1
        return chunk.head, chunk.end

    def _passive_reports(self, position: int) -> Iterator[_Report]:
        """ "Was condemned by Paris as “a coup”": the agent speaks."""
        frames = self.frames.get(self.tokens[self.chunks[position].head].lemma, frozenset())
        speaker = self.clauses.agent(position)
        if speaker is None or not frames or self._is_quoted(self.chunks[speaker].first):
            return
        marked = self._marker_follows(speaker, colon=False)
        after = self._complement(speaker, frames | {"clause"}) if marked else None
        found = after or self._object(self._skip_to(speaker))
        if found:
            yield _Report(self._cue(position, frames), speaker, (found,), position)

    def _active_reports(self, position: int) -> Iterator[_Report]:
        frames = self.frames.get(self.tokens[self.chunks[position].head].lemma, frozenset())
        cue = self._cue(position, frames)
        inverted = self._inverted(position, frames)
        speaker = inverted if inverted is not None else self._subject(position)
        if speaker is None:
            return
        frames = self._usable(frames, position, speaker)
        ranges = self._ranges(position, speaker, frames, inverted=inverted is not None)
        if ranges:
            yield _Report(cue, speaker, tuple(ranges), position)
            return
        plain = "object" in frames and inverted is None
        quoted = self._object(self._skip_to(position)) if plain else None
        if quoted:
            yield _Report(cue, speaker, (quoted,), position, is_object=True)

    def _usable(self, frames: frozenset[str], position: int, speaker: int) -> frozenset[str]:
        """The frames that a verb has in its form: "to urge" and "we urge" report no order."""
        chunk = self.chunks[position]
        if chunk.mood == "inf":
            frames -= {"order", "promise", "object"}
        present = self.tokens[chunk.head].form in (Form.BASE, Form.PRESENT)
        if present and self._word(self.chunks[speaker].first) in _FIRST_PERSON:
            frames = frozenset(f for f in frames if not f.startswith(("order", "promise")))
        return frames

    def _is_cited(self, position: int) -> bool:
        """Whether a verb only names whom it quotes: "cited a source as saying"."""
        if self.tokens[self.chunks[position].head].lemma not in ("quote", "cite"):
            return False
        words = [token.lower for token in self.tokens[self.chunks[position].end :]]
        verbs = ("saying", "telling", "calling")
        return any(before == "as" and word in verbs for before, word in pairwise(words))

    def _made_clear(self, position: int) -> Iterator[_Report]:
        chunk = self.chunks[position]
        speaker = self._subject(position)
        found = self._complement(position + 1, frozenset({"clause"}))
        if speaker is not None and found is not None and not chunk.passive:
            yield _Report((chunk.head, chunk.end + 1), speaker, (found,), position)

    def _shows(self, position: int) -> bool:
        """Whether a participle tells what a thing shows: "information suggesting that"."""
        chunk = self.chunks[position]
        if chunk.mood != "ing" or self._type(position - 1) is not Type.NP:
            return False
        verb = self.tokens[chunk.head]
        warning = "noun" in self.frames.get(verb.lower, ())  # "issued a subtle warning"
        return warning or self.vocabulary.has("showing", verb.lemma)

    # --- where what a verb reports stands

    def _ranges(
        self, position: int, speaker: int, frames: frozenset[str], *, inverted: bool
    ) -> list[tuple[int, int]]:
        """What a verb reports: before it, behind it, around it, or in the sentence before."""
        speech = bool(frames & {"clause", "address"})
        last = max(speaker, position)
        boundary = self._boundary(position, speaker)
        if boundary is None and speech and self._is_bare(last):
            return [(0, 0)]
        complement = self._complement(last, frames)
        opens = complement is not None and self._opens_quote(complement[0])
        finite = self.chunks[position].mood == "finite"
        tells = finite or self._citing(position) is not None
        if boundary is not None and tells and self._ends_quote(boundary):
            before = (self._content_start(boundary), self.chunks[boundary].end)
            return [before, complement] if opens and complement else [before]
        if not frames:
            return [complement] if opens and complement and finite else []
        if complement is not None and (opens or not inverted):
            split = opens and boundary is not None and self._word(complement[0] - 1) == ","
            return [*(self._around(boundary, last) if split and boundary else []), complement]
        if boundary is not None and finite and speech:
            around = self._around(boundary, last)
            if around or inverted:
                return around
        infinitive = None if inverted else self._infinitive(position, frames)
        return [infinitive] if infinitive else []

    def _boundary(self, position: int, speaker: int) -> int | None:
        """The chunk before the attribution."""
        citing = self._citing(position)
        first = min(self.clauses.first_joined(speaker), position)
        if citing is not None:
            first = self._subject(citing) or citing
        return self._back(first - 1)

    def _is_bare(self, last: int) -> bool:
        """Whether the sentence only attributes the quotation before it: '"Go!" Raab said.'"""
        if self._spoken_before() is None or last > _BARE:
            return False
        rest = self.chunks[last + 1 :]
        bare = all(c.type in (Type.ADV, Type.PREP, Type.NP, Type.STOP) for c in rest)
        return bare and len(rest) <= _BARE

    def _spoken_before(self) -> Quote | None:
        """The quotation with which the sentence before in the same paragraph ends."""
        index = self.read.index
        before = self.article.sentences[index - 1] if index else None
        if before is None or before.block.index != self.read.block.index:
            return None
        quote = self.article.quote_at(before.sentence.end - 1)
        return quote if quote is not None and quote.end == before.sentence.end else None

    def _around(self, boundary: int, last: int) -> list[tuple[int, int]]:
        """What stands before (and behind) an attribution: '..., the ministry said(, ...)'."""
        if self.chunks[boundary].type is not Type.COMMA or boundary == 0:
            return []
        if self._word(self.chunks[boundary].end) == "whose" or self._is_lead(boundary):
            return []
        if self._type(last + 1) is Type.VERB and self.chunks[last + 1].mood == "inf":
            return []
        start = self._content_start(boundary)
        before = (start, self.chunks[boundary].first)
        had_verb = self._has_finite(self.clauses.chunk_at(start), boundary)
        second = self._second_half(last, had_verb=had_verb)
        if second is not None:
            return [before, (second, self._clause_end(second))]
        return [before] if had_verb else []

    def _second_half(self, last: int, *, had_verb: bool) -> int | None:
        """Where what is reported goes on behind "..., he said, ..."."""
        comma = self._forward(last + 1)
        if comma is None or self._type(comma) is not Type.COMMA or comma + 1 >= len(self.chunks):
            return None
        rest = self.chunks[comma + 1]
        if rest.type is Type.CONJ:
            clause = had_verb and comma + 2 < len(self.chunks) and self._starts_clause(comma + 2)
            return rest.end if clause else None
        verb = rest.type is Type.VERB and rest.mood == "finite"
        clause = rest.type is Type.NP and self._starts_clause(comma + 1)
        return rest.first if not had_verb and (verb or clause) else None

    def _is_lead(self, comma: int) -> bool:
        """Whether all before a comma is a clause that hangs on what follows: "While it waits,"."""
        first = self._word(0)
        opens = self.tokens[0].tag is Tag.SUB or self.vocabulary.has("circumstance", first)
        return opens and not any(c.type is Type.COMMA for c in self.chunks[:comma])

    # --- other cues

    def _according(self, position: int) -> Iterator[_Report]:
        """ "According to witnesses, ..." and "..., according to witnesses"."""
        chunk = self.chunks[position]
        speaker = position + 2
        if self._word(chunk.end) != "to" or self._type(speaker) is not Type.NP:
            return
        end = self._phrase_end(speaker)
        before = self._back(position - 1)
        leads = before is None or self.chunks[before].type in (Type.CONJ, Type.STOP)
        if self._type(end) is Type.COMMA and (leads or self._type(end + 1) is Type.VERB):
            start = self.chunks[end].end
            content = (start, self._clause_end(start))
        elif before is not None and not leads:
            comma = self.chunks[before].type is Type.COMMA
            stop = self.chunks[before].first if comma else chunk.first
            content = (self._content_start(before), stop)
        else:
            return
        if content[0] < content[1]:
            yield _Report((chunk.end - 1, chunk.end + 1), speaker, (content,))

    def _phrase_end(self, position: int) -> int:
        """The chunk behind a noun phrase with what hangs on it and its apposition."""
        j = position + 1
        while True:
            joins = self._type(j) in (Type.PREP, Type.CONJ) and self._type(j + 1) is Type.NP
            if self._type(j) is Type.STOP and self._word(self.chunks[j].first) == "(":
                j = self._behind_bracket(j)
            elif joins:
                j += 2
            else:
                apposed = [self._type(k) for k in range(j, j + 4)]
                return j + 2 if apposed == [Type.COMMA, Type.NP, Type.COMMA, Type.VERB] else j

    def _noun_reports(self, position: int) -> Iterator[_Report]:
        """ "Their claims that ...", "expressed doubt that ...", "on the grounds that ..."."""
        chunk = self.chunks[position]
        noun = self.tokens[chunk.end - 1].lower
        frames = self.frames.get(noun) or self.frames.get(noun.removesuffix("s"))
        start = self._content_of_noun(position) if frames and "noun" in frames else None
        if start is None:
            return
        content = (start, self._clause_end(start))
        if self._has_possessor(chunk):
            yield _Report((chunk.end - 1, chunk.end), position, (content,), possessor=True)
            return
        grounds = noun == "grounds" and self._word(chunk.first - 1) == "on"
        verb = self._verb_before(position)
        if verb is None or self.chunks[verb].passive:
            return
        head = self.chunks[verb].head
        speaker = self._subject(verb)
        if speaker is not None and (
            grounds or self.vocabulary.has("issuing", self.tokens[head].lemma)
        ):
            cue = (chunk.first - 1 if grounds else head, chunk.end)
            yield _Report(cue, speaker, (content,), verb)

    def _content_of_noun(self, position: int) -> int | None:
        """The word with which the clause that explains a noun begins."""
        end = self.chunks[position].end
        if self._type(position + 1) is Type.SUB and self._word(end) == "that":
            return end + 1
        grounds = self._word(end - 1) == "grounds" and position + 1 < len(self.chunks)
        return end if grounds and self._starts_clause(position + 1) else None

    def _has_possessor(self, chunk: Chunk) -> bool:
        """Whether a noun phrase tells whose it is: "their claims", "the ministry's claim"."""
        if self._word(chunk.first) in ("his", "her", "their", "its"):
            return True
        return any(self.tokens[i].tag is Tag.POSS for i in range(chunk.first + 1, chunk.end))

    def _verb_before(self, position: int) -> int | None:
        for j in range(position - 1, max(-1, position - _NEAR), -1):
            if self.chunks[j].type is Type.VERB:
                return j
            if self.chunks[j].type in (Type.STOP, Type.SUB, Type.REL):
                return None
        return None

    # --- from ranges to statements

    def _cut_tail(self, cut: _Report, first: int, end: int, reports: Sequence[_Report]) -> int:
        """End before an attribution that closes the sentence: "..., writes Reuters"."""
        for report in reports:
            if report.cue[0] <= cut.cue[0]:
                continue
            start = min(self.chunks[report.speaker].first, report.cue[0])
            governs = any(a <= first and b <= start for a, b in report.ranges)
            if governs and first < start < end and all(b <= start for _, b in report.ranges):
                end = min(end, max(b for _, b in report.ranges))
        return end

    def _statements_of(self, report: _Report, first: int, end: int) -> Iterator[Statement]:
        governor = Governor(self.read.index, report.speaker, report.possessor)
        cue = (self.tokens[report.cue[0]].start, self.tokens[report.cue[1] - 1].end)
        said = Attributed(governor, cue, report.verb)
        spoken = self._spoken_before() if end == 0 else None
        if spoken is not None:
            yield from direct_statements(self.article, spoken, said)
            return
        first, end = self._trimmed(first, end)
        if not any(token.text[:1].isalnum() for token in self.tokens[first:end]):
            return
        start_at, end_at = self.tokens[first].start, self.tokens[end - 1].end
        quotes = list(dict.fromkeys(q for q in self.quoted[first:end] if q is not None))
        if quotes and quotes[0].start <= start_at and quotes[0].end >= end_at:
            yield from direct_statements(self.article, quotes[0], said)
            return
        directness = Directness.MIXED if quotes else Directness.INDIRECT
        if quotes and quotes[-1].end > end_at:
            end_at = min(quotes[-1].end, self.read.block.end)
        if not quotes and cue[0] > end_at and self._is_dash_quote():
            start_at, directness = self.read.block.start, Directness.DIRECT
        yield Statement(start_at, end_at, directness, governor, cue, report.verb)

    def _is_dash_quote(self) -> bool:
        """Whether the paragraph is a quotation behind a dash, not an item of a list."""
        block, blocks = self.read.block, self.article.blocks
        around = blocks[max(0, block.index - 1) : block.index + 2]
        alone = [b.kind for b in around].count(BlockKind.ITEM) == 1
        dash = self.article.text[max(0, block.start - 3) : block.start].strip()
        return block.kind is BlockKind.ITEM and alone and dash in ("-", "–", "—")

    def _trimmed(self, first: int, end: int) -> tuple[int, int]:
        while first < end and self.tokens[first].text in ",;:.–—-":
            first += 1
        while end > first and self.tokens[end - 1].text in ",;:.–—-":
            end -= 1
        return first, end
