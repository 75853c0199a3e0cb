"""Finds what a text reports that somebody says: who governs which words, by what cue.

It goes by form alone; which party the governing phrase stands for is for attribution to tell.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from itertools import pairwise

from reactions.extraction.clauses import Chunk, Type
from reactions.extraction.quotes import Quote
from reactions.extraction.reading import Article, ReadSentence
from reactions.extraction.sentences import BlockKind
from reactions.extraction.vocabulary import load_vocabulary, read_table
from reactions.extraction.words import Form, Tag

_CIRCUMSTANCES = frozenset(
    "after before since as during despite amid following until than because when while although though".split()
)
"""Words that open a circumstance of the saying rather than what is said."""
_CONTRASTS = frozenset("while although though whereas".split())
_ISSUING = frozenset(
    "express voice issue make repeat reiterate give send deliver release publish renew reject dismiss face".split()
)
_INVERTING = frozenset("say add write report note explain tweet state warn".split())
"""Verbs that stand before their subject without a quotation: "the vote was fair, said the minister"."""
_REFUSING = frozenset("reject dismiss face deny rebut refute".split())
_NOMINATIVES = frozenset("he she they we i".split())
_SPANS_OF_TIME = frozenset("minutes hours days weeks months years hour day week month year".split())
_TURN = re.compile(
    r"(?:\[(?P<who>[^\W\d_][^\]\n:]{0,40})\]|(?P<name>[QA]|[A-Z][A-Z.'’ -]{2,40}(?: \([^)]{1,40}\))?):)\s+(?=\S)"
)
_SIGNATURE = re.compile(r"[-–—]?[ \t]*([^\W\d_][^()\n@]{1,60}) \(@\w{1,30}\)")
_FIRST_PERSON = frozenset("i we our my us".split())
_PARAGRAPHS = 2
"Paragraphs back in which a quotation without a cue looks for who spoke last."
_LABEL = 12
"""Words within which the colon of a label stands."""
_TITLE = 6
"Words that a subheading in quotation marks has at most."
_SECTION = 8
"""Sentences over which a heading that names a speaker holds."""
_MODALS = frozenset("would could should might will must can may".split())
_REACH = 18
"""Phrases after a cue within which what it reports has to begin."""
_BARE = 6
"""Phrases before and after the verb that an attribution in a sentence of its own has at most."""
_SUBJECT = 30
"""Phrases that a subject with all that hangs on it may have."""
_ASIDES = 4
"""Commas that asides in a subject may have."""
_LONG = 7
"Words above which a quotation within a sentence is a statement without a comma at its end."
_FEWEST = 3
"""Words that a quotation without a cue of its own must have to be a statement."""


class Directness(StrEnum):
    """How much of what is reported stands in quotation marks: all, part or nothing."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


@dataclass(frozen=True, slots=True)
class Governor:
    """The phrase that speaks: the noun phrase at a chunk of a sentence, or its possessor ("their claims")."""

    sentence: int
    chunk: int
    possessor: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A reported statement: text[start:end], without its marks if it is direct.

    `cue` is None where only the place shows who speaks; `verb` is the cue's chunk in the governor's
    sentence if it is a verb; `quote` is the quotation that a direct one is.
    """

    start: int
    end: int
    directness: Directness
    governor: Governor
    cue: tuple[int, int] | None
    verb: int | None = None
    quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class _Report:
    """A cue in a sentence and the ranges of tokens that it governs."""

    cue: tuple[int, int]
    speaker: int
    ranges: tuple[tuple[int, int], ...]
    verb: int | None = None
    possessor: bool = False
    is_object: bool = False


@cache
def reporting_frames() -> dict[str, frozenset[str]]:
    """Return the frames of each reporting word of data/reporting.tsv."""
    return {word: frozenset(frames.split("|")) for _, (word, frames) in read_table("reporting.tsv")}


def find_statements(article: Article) -> list[Statement]:
    """Return every reported statement of an article, in the order of their words."""
    found: list[Statement] = []
    for read in article.sentences:
        found += _SentenceReports(article, read).statements()
    found = list(_distinct(found))
    found += _LooseQuotes(article, found).statements()
    return sorted(found, key=lambda s: (s.start, -s.end))


def _distinct(found: Iterable[Statement]) -> Iterator[Statement]:
    seen: set[tuple[int, int]] = set()
    for statement in found:
        if (statement.start, statement.end) not in seen:
            seen.add((statement.start, statement.end))
            yield statement


class _SentenceReports:
    """The reports of one sentence."""

    def __init__(self, article: Article, read: ReadSentence) -> None:
        self.article = article
        self.read = read
        self.tokens = read.tokens
        self.clauses = read.clauses
        self.chunks = read.clauses.chunks
        self.frames = reporting_frames()

    @cached_property
    def quoted(self) -> list[Quote | None]:
        """For each word the quotation that it stands in."""
        return [self.article.quote_at(token.start) for token in self.tokens]

    def statements(self) -> Iterator[Statement]:
        """Yield what the sentence reports, cue by cue."""
        if not self.chunks:
            return
        reports = [r for p in range(len(self.chunks)) for r in self._reports_at(p)]
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

    # --- from cue to report

    def _reports_at(self, position: int) -> Iterator[_Report]:
        chunk = self.chunks[position]
        if self._is_quoted(max(chunk.head, chunk.first)):
            return
        if self.tokens[chunk.end - 1].lower == "according":
            yield from self._according(position)
        elif chunk.type is Type.VERB:
            yield from self._verb_reports(position)
        elif chunk.type is Type.NP:
            yield from self._noun_reports(position)

    def _verb_reports(self, position: int) -> Iterator[_Report]:
        chunk = self.chunks[position]
        lemma = self.tokens[chunk.head].lemma
        frames = self.frames.get(lemma, frozenset())
        if lemma == "make" and self._word(chunk.end) == "clear":
            yield from self._made_clear(position)
            return
        if lemma in ("quote", "cite") and self._is_cited(position):
            return
        preposition = self._word(chunk.end)
        cue = (chunk.head, chunk.end)
        if f"order+{preposition}" in frames and not self._is_time_at(position + 2):
            cue = (chunk.head, chunk.end + 1)
        if chunk.passive:
            speaker = self.clauses.agent(position)
            if speaker is not None and frames and not self._is_quoted(self.chunks[speaker].first):
                marked = self._marker_follows(speaker, colon=False)
                after = self._complement(speaker, frames | {"clause"}) if marked else None
                found = after or self._object(self._skip_to(position))
                if found:
                    yield _Report(cue, speaker, (found,), position)
            return
        if self._shows(position) or (chunk.mood == "ing" and self._back(position - 1) is None):
            return
        if chunk.negated and not any(self.quoted):
            return
        inverted = self._inverted(position, frames)
        speaker = inverted if inverted is not None else self._subject(position)
        if speaker is None:
            return
        if chunk.mood == "inf":
            frames -= {"order", "promise", "object"}
        if self._word(self.chunks[speaker].first) in _FIRST_PERSON and not chunk.negated:
            if self.tokens[chunk.head].form in (Form.BASE, Form.PRESENT):
                # "We call on all sides to talk" is said, not reported.
                frames = frozenset(f for f in frames if not f.startswith(("order", "promise")))
        ranges = self._ranges(position, speaker, frames, inverted=inverted is not None)
        if ranges:
            yield _Report(cue, speaker, tuple(ranges), position)
            return
        plain = "object" in frames and inverted is None
        quoted = self._object(self._skip_to(position)) if plain else None
        if quoted:
            yield _Report(cue, speaker, (quoted,), position, is_object=True)

    def _made_clear(self, position: int) -> Iterator[_Report]:
        chunk = self.chunks[position]
        speaker = self._subject(position)
        found = self._complement(position + 1, frozenset({"clause"}))
        if speaker is not None and found is not None and not chunk.passive:
            yield _Report((chunk.head, chunk.end + 1), speaker, (found,), position)

    def _shows(self, position: int) -> bool:
        """Whether a participle tells what a thing shows: "information suggesting that"."""
        chunk = self.chunks[position]
        if chunk.mood == "ing" and "noun" in self.frames.get(self.tokens[chunk.head].lower, ()):
            return self._type(position - 1) is Type.NP  # "issued a subtle warning"
        return (
            chunk.mood == "ing"
            and self.tokens[chunk.head].lemma
            in ("suggest", "indicate", "confirm", "signal", "rule")
            and self._type(position - 1) is Type.NP
        )

    def _subject(self, position: int) -> int | None:
        found = self._quoted_by(position) or self._joined_subject(position)
        if found is None:
            found = self.clauses.subject(position)
        if found is not None:
            found = self._apposed_to(self._behind_time(found, position))
        if found is None or self._is_quoted(self.chunks[found].first):
            return None
        return found

    def _behind_time(self, found: int, position: int) -> int:
        """The subject of "hours after the leader of the takeover, Colonel X, said"."""
        if self.tokens[self.chunks[found].end - 1].lower not in _SPANS_OF_TIME:
            return found
        after = found + 1 < position and self._word(self.chunks[found + 1].first)
        return found + 2 if after in ("after", "before", "since") else found

    def _is_cited(self, position: int) -> bool:
        words = [token.lower for token in self.tokens[self.chunks[position].end :]]
        pairs = zip(words, words[1:], strict=False)
        return any(a == "as" and b in ("saying", "telling", "calling") for a, b in pairs)

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

    def _joined_subject(self, position: int) -> int | None:
        """Who speaks by a verb joined to a report: "..., adding that", "... and said that"."""
        before = self._back(position - 1)
        if before is None or not self._is_reporting(position):
            return None
        joint = self.chunks[before]
        mood = self.chunks[position].mood
        word = self.tokens[joint.first].lower
        participle = mood == "ing" and (joint.type is Type.COMMA or word in _CONTRASTS)
        if not participle and not (mood == "finite" and joint.type is Type.CONJ):
            return None
        for j in range(before - 1, -1, -1):
            chunk = self.chunks[j]
            if chunk.type is not Type.VERB or chunk.passive or self._is_quoted(chunk.head):
                continue
            if chunk.mood == "finite" and self._is_reporting(j) and not self._is_subordinate(j):
                frames = self.frames[self.tokens[chunk.head].lemma]
                inverted = self._inverted(j, frames)
                return inverted if inverted is not None else self.clauses.subject(j)
        nearest = next((j for j in range(before - 1, -1, -1) if self._is_finite(j)), None)
        nested = nearest is not None and self._is_subordinate(nearest)
        return self._main_subject(before) if participle or nested else None

    def _is_finite(self, j: int) -> bool:
        chunk = self.chunks[j]
        return (
            chunk.type is Type.VERB and chunk.mood == "finite" and not self._is_quoted(chunk.head)
        )

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
        return opener.type in (Type.SUB, Type.REL) or word in _CIRCUMSTANCES

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
        if self.chunks[before].type is not Type.COMMA or not frames & {
            "clause",
            "address",
        }:
            return None
        lemma = self.tokens[chunk.head].lemma
        if lemma not in _INVERTING or chunk.end - chunk.first > 1 or self._closes_relative(before):
            return None
        if not self._has_finite(0, before) or self._subject_between(before, position):
            return None
        return None if self._starts_clause(after) else after

    def _is_behind_marks(self, comma: int) -> bool:
        """Whether a comma follows a long quotation: '... "decides to suspend it at once", announced the AU'."""
        i = self.chunks[comma].first
        quote = self.quoted[i - 1] if self.chunks[comma].type is Type.COMMA and i else None
        if quote is None or quote.end != self.tokens[i - 1].end:
            return False
        return len(self.article.text[quote.start : quote.end].split()) > _FEWEST

    def _closes_relative(self, comma: int) -> bool:
        """Whether a comma closes a relative clause: "Biden, for whom all has changed, announced"."""
        for j in range(comma - 1, -1, -1):
            if self.chunks[j].type is Type.REL:
                return any(c.type is Type.COMMA for c in self.chunks[max(0, j - 2) : j])
        return False

    def _subject_between(self, comma: int, position: int) -> bool:
        return any(c.type is Type.NP for c in self.chunks[comma + 1 : position])

    def _ranges(  # noqa: PLR0911
        self, position: int, speaker: int, frames: frozenset[str], *, inverted: bool
    ) -> list[tuple[int, int]]:
        chunk = self.chunks[position]
        citing = self._citing(position)
        first_chunk = min(speaker, position) if citing is None else self._subject(citing) or citing
        last_chunk = max(speaker, position)
        boundary = self._back(first_chunk - 1)
        quote_before = boundary is not None and self._ends_quote(boundary)
        if boundary is None and frames & {"clause", "address"}:
            spoken = self._quote_of_sentence_before(last_chunk)
            if spoken:
                return [spoken]
        complement = self._complement(last_chunk, frames)
        opens = complement is not None and self._opens_quote(complement[0])
        if quote_before and (chunk.mood == "finite" or citing is not None):
            before = (
                self._content_start(boundary or 0),
                self.chunks[boundary or 0].end,
            )
            return [before, complement] if opens and complement else [before]
        if not frames:
            return [complement] if opens and complement and chunk.mood == "finite" else []
        if complement is not None and not (inverted and not opens):
            split = opens and self._word(complement[0] - 1) == "," and boundary is not None
            halves = self._around(boundary or 0, last_chunk) if split else []
            return [*halves, complement]
        if boundary is not None and chunk.mood == "finite" and frames & {"clause", "address"}:
            around = self._around(boundary, last_chunk)
            if around:
                return around
        if inverted:
            return []
        infinitive = self._infinitive(position, frames)
        if infinitive:
            return [infinitive]
        return []

    def _quote_of_sentence_before(self, last: int) -> tuple[int, int] | None:
        """An empty range at the start if a bare attribution follows a quotation: '"Go!" Raab said.'"""
        if self._spoken_before() is None or last > _BARE:
            return None
        rest = self.chunks[last + 1 :]
        bare = all(c.type in (Type.ADV, Type.PREP, Type.NP, Type.STOP) for c in rest)
        return (0, 0) if bare and len(rest) <= _BARE else None

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
        following = self.chunks[last + 1] if last + 1 < len(self.chunks) else None
        if following is not None and following.type is Type.VERB and following.mood == "inf":
            return []
        start = self._content_start(boundary)
        end = self.chunks[boundary].first
        after = self._forward(last + 1)
        had_verb = self._has_finite(self.clauses.chunk_at(start), boundary)
        if after is not None and self.chunks[after].type is Type.COMMA:
            rest = self.chunks[after + 1] if after + 1 < len(self.chunks) else None
            if rest is not None and (
                (rest.type is Type.VERB and rest.mood == "finite" and not had_verb)
                or (rest.type is Type.NP and not had_verb and self._starts_clause(after + 1))
                or (rest.type is Type.CONJ and had_verb and self._starts_clause(after + 2))
            ):
                second = rest.end if rest.type is Type.CONJ else rest.first
                return [(start, end), (second, self._clause_end(second))]
        return [(start, end)] if had_verb else []

    def _is_lead(self, comma: int) -> bool:
        """Whether all before a comma is one clause that hangs on what follows: "While it waits, ..."."""
        first = self._word(0)
        opens = self.tokens[0].tag is Tag.SUB or first in _CIRCUMSTANCES
        return opens and not any(c.type is Type.COMMA for c in self.chunks[:comma])

    # --- what follows a cue

    def _complement(self, position: int, frames: frozenset[str]) -> tuple[int, int] | None:
        start = self._complement_start(position, frames)
        if start is None or start >= len(self.tokens):
            return None
        return start, self._clause_end(start)

    def _complement_start(self, position: int, frames: frozenset[str]) -> int | None:  # noqa: C901, PLR0911, PLR0912
        """The word with which what a cue reports begins, after the cue: clause or quotation."""
        takes_clause = bool(frames & {"clause", "address"})
        addressed = "address" not in frames
        only_marked = not takes_clause
        j = position + 1
        while j < min(len(self.chunks), position + _REACH):
            chunk = self.chunks[j]
            word = self.tokens[chunk.first].lower
            if self._opens_quote(chunk.first):
                return chunk.first if self._is_introduced(j, marked=takes_clause) else None
            match chunk.type:
                case Type.SUB if not takes_clause:
                    return None
                case Type.SUB if word == "that" and self.tokens[chunk.first - 1].tag is Tag.PREP:
                    pass  # "of that country"
                case Type.SUB if word == "that":
                    return chunk.end
                case Type.SUB if word in _CIRCUMSTANCES:
                    return None
                case Type.SUB:
                    return chunk.first if word != "if" or j == position + 1 else None
                case Type.STOP if word == ":":
                    return chunk.end if takes_clause or self._opens_quote(chunk.end) else None
                case Type.STOP if word == "(":
                    j = self._behind_bracket(j)
                    continue
                case Type.STOP if word == "/":
                    pass  # "RFE/RL"
                case Type.STOP | Type.REL:
                    return None
                case Type.COMMA:
                    behind = self._behind_comma(j)
                    if behind is None:
                        return self._behind_circumstance(position, j) if takes_clause else None
                    j = behind
                    continue
                case Type.PREP if takes_clause and not only_marked and self._counts(j):
                    return chunk.first
                case Type.PREP:
                    only_marked |= word in _CIRCUMSTANCES
                    j += 2 if self._type(j + 1) in (Type.NP, Type.VERB) else 1
                    continue
                case Type.NP if self.clauses.is_time(chunk):
                    pass
                case Type.NP if not addressed and self._runs_on(j):
                    return chunk.first + 1
                case Type.NP if not addressed and self._type(self._forward(j + 1)) is not Type.VERB:
                    addressed = True
                case Type.NP if takes_clause and not only_marked and self._starts_clause(j):
                    return chunk.first
                case Type.NP if self._word(chunk.first - 1) == "/":
                    pass
                case Type.NP if "address" in frames and self._marker_follows(j, colon=False):
                    pass
                case Type.NP if not takes_clause or j > position + 1 or "address" not in frames:
                    if not self._marker_follows(j):
                        return None
                case Type.ADV if word == "there" and self._starts_clause(j) and not only_marked:
                    return chunk.first
                case Type.VERB if chunk.mood == "finite" and j == position + 1 and takes_clause:
                    opens = self._has_gap(position) or self._modifies(j)
                    return chunk.first if opens else None
                case Type.VERB if j == position + 1 and takes_clause and self._modifies(j):
                    return chunk.first
                case Type.VERB if self._word(chunk.end) != "that":
                    return None
                case Type.CONJ if "address" not in frames:
                    return None
            j += 1
        return None

    def _runs_on(self, j: int) -> bool:
        """Whether a clause begins within the phrase of the addressee: "told Parliament defence ties were"."""
        chunk = self.chunks[j]
        if chunk.end - chunk.first == 1 or self.tokens[chunk.first].tag is not Tag.NAME:
            return False
        second = self.tokens[chunk.first + 1]
        if second.tag in (Tag.NAME, Tag.POSS):
            return False
        return self._starts_clause(j) and not self._marker_follows(j)

    def _marker_follows(self, j: int, *, colon: bool = True) -> bool:
        """Whether "that", a colon or an introduced quotation comes after the noun phrase at `j`."""
        k = j + 1
        while k < len(self.chunks) and self.chunks[k].type in (
            Type.PREP,
            Type.NP,
            Type.ADV,
        ):
            k += 1
        if k >= len(self.chunks):
            return False
        word = self.tokens[self.chunks[k].first].lower
        if self.chunks[k].type is Type.COMMA or word == ":":
            opens = k + 1 < len(self.chunks) and self._opens_quote(self.chunks[k + 1].first)
            return opens or (colon and word == ":")
        return not colon and word == "that" and self.chunks[k].type is Type.SUB

    def _is_introduced(self, j: int, *, marked: bool) -> bool:
        """Whether what is reported begins with the quotation at `j`; `marked`: without a comma or colon too."""
        first = self.chunks[j].first
        quote = self.quoted[first]
        if quote is not None and self._word(first - 1) in (",", ":"):
            return marked or self.article.text[quote.inner[0]].isupper()
        if quote is None or not marked:
            return False
        if self.tokens[first - 1].tag in (Tag.DET, Tag.PREP, Tag.ADJ, Tag.POSS, Tag.NUM):
            return False
        behind = self.read.token_at(quote.end)
        ends = behind >= len(self.tokens) or self.tokens[behind].tag in (
            Tag.COMMA,
            Tag.STOP,
        )
        return ends or self._starts_clause(j) or self._is_whole(quote, behind)

    def _has_gap(self, position: int) -> bool:
        """Whether a verb stands in a relative clause that leaves out what it reports of: "a vote that observers said was"."""
        subject = self._subject(position)
        if subject is None:
            return False
        before = self._back(subject - 1)
        if before is None:
            return False
        first = self.tokens[self.chunks[position + 1].first].tag
        if first not in (Tag.BE, Tag.HAVE, Tag.MODAL, Tag.DO):
            return False
        return self.chunks[before].type in (Type.REL, Type.SUB, Type.NP, Type.COMMA)

    def _counts(self, j: int) -> bool:
        """Whether a preposition opens a number that is a subject: "said about 300 people were"."""
        if self.tokens[self.chunks[j].first].lower not in (
            "about",
            "around",
            "over",
            "under",
        ):
            return False
        figure = self._word(self.chunks[j].end)
        money = figure in ("$", "€", "£")
        k = j + 2 if money else j + 1
        return (money or figure[:1].isdigit()) and k < len(self.chunks) and self._starts_clause(k)

    def _modifies(self, j: int) -> bool:
        """Whether a past participle right behind a cue belongs to the subject: "said detained leaders should"."""
        form = self.tokens[self.chunks[j].first].form
        return (
            form is not None
            and form.is_past
            and self._type(j + 1) is Type.NP
            and self._starts_clause(j + 1)
        )

    def _behind_comma(self, comma: int) -> int | None:
        """Where to go on after a comma behind a cue: at a quotation, or behind an aside before "that"."""
        if comma + 1 < len(self.chunks) and self._opens_quote(self.chunks[comma + 1].first):
            return comma + 1
        for k in range(comma + 1, min(len(self.chunks), comma + 12)):
            if self.chunks[k].type is Type.COMMA and k + 1 < len(self.chunks):
                following = self.chunks[k + 1]
                marked = following.type is Type.SUB and self.tokens[following.first].lower == "that"
                return k + 1 if marked or self._opens_quote(following.first) else None
            if self.chunks[k].type is Type.VERB and self.chunks[k].mood == "finite":
                return None
        return None

    def _behind_circumstance(self, position: int, comma: int) -> int | None:
        """The start of "despite the power cuts, the vote was fair" right behind a cue."""
        first = self.chunks[position + 1]
        opens = first.type is Type.PREP and self._word(first.first) in _CIRCUMSTANCES
        commas = [
            k
            for k in range(comma, min(len(self.chunks) - 1, comma + _REACH))
            if self.chunks[k].type is Type.COMMA
        ]
        clause = any(self._type(k + 1) is Type.NP and self._starts_clause(k + 1) for k in commas)
        return first.first if opens and clause else None

    def _behind_bracket(self, j: int) -> int:
        while j < len(self.chunks) and self.tokens[self.chunks[j].first].text != ")":
            j += 1
        return j + 1

    def _infinitive(self, position: int, frames: frozenset[str]) -> tuple[int, int] | None:
        """What somebody is told to do, or promises to: "urged the army to return"."""
        orders = any(frame.startswith("order") for frame in frames)
        bare = not any(frame == "order" for frame in frames)
        j = position + 1
        preposition = self._word(self.chunks[position].end)
        timed = self._is_time_at(j + 1)
        if self._type(j) is Type.PREP and (timed or f"order+{preposition}" not in frames):
            if not timed or "order" not in frames:
                return None
        if orders and bare:
            if f"order+{preposition}" not in frames:
                orders = False
            else:
                j += 1
        first = j
        seen_object = False
        while j < min(len(self.chunks), position + _REACH):
            chunk = self.chunks[j]
            if self._opens_infinitive(j):
                if seen_object and orders:
                    whole = chunk.passive or preposition == "for"
                    start = self.chunks[first].first if whole else chunk.first
                    start -= start > 0 and self._opens_quote(start - 1)
                    return start, self._clause_end(start, after=chunk.end)
                if not seen_object and "promise" in frames:
                    return chunk.first, self._clause_end(chunk.first, after=chunk.end)
                return None
            if chunk.type is Type.NP:
                seen_object |= not self.clauses.is_time(chunk)
            elif chunk.type is Type.COMMA:
                aside = self._behind_aside(j) if seen_object else None
                if aside is not None:
                    j = aside
                    continue
                if not (seen_object and self._type(j + 1) in (Type.NP, Type.CONJ, Type.QUOTE)):
                    return None
            elif chunk.type not in (Type.PREP, Type.ADV, Type.CONJ, Type.QUOTE):
                return None
            j += 1
        return None

    def _behind_aside(self, comma: int) -> int | None:
        """The infinitive behind an aside: "called for the parliament, formed by vote, to convene"."""
        if self._type(comma + 1) not in (Type.REL, Type.VERB):
            return None
        for k in range(comma + 1, min(len(self.chunks) - 1, comma + _REACH)):
            if self.chunks[k].type is Type.COMMA:
                return k + 1 if self._opens_infinitive(k + 1) else None
        return None

    def _opens_infinitive(self, j: int) -> bool:
        chunk = self.chunks[j]
        if chunk.type is Type.VERB:
            return chunk.mood == "inf" and self.tokens[chunk.first].tag is Tag.TO
        return self.tokens[chunk.first].tag is Tag.TO and self._opens_quote(chunk.end)

    def _skip_to(self, position: int) -> int:
        """The chunk at which the object of a cue begins, behind "of", "for", "on"."""
        j = position + 1
        while j < len(self.chunks) and self._is_adjunct(j):
            told_where = self._word(self.chunks[j].first) in ("in", "on", "at", "by", "during")
            held = self._type(j + 1) is Type.NP and self._type(j + 2) in (Type.NP, Type.QUOTE)
            j += 2 if told_where and held else 1
        return j

    def _is_adjunct(self, j: int) -> bool:
        chunk = self.chunks[j]
        time = chunk.type is Type.NP and self.clauses.is_time(chunk)
        that = chunk.type is Type.SUB and self.tokens[chunk.first - 1].tag is Tag.PREP
        return time or that or chunk.type in (Type.PREP, Type.ADV)

    def _object(self, j: int) -> tuple[int, int] | None:
        """The object of a cue if part of it stands in quotation marks: "called it a “farce”"."""
        if j >= len(self.chunks) or self.chunks[j].type not in (Type.NP, Type.QUOTE):
            return None
        start = self.chunks[j].first
        end = self._clause_end(start, phrase=True)
        if any(q is not None for q in self.quoted[start:end]):
            return start, end
        return None

    # --- other cues

    def _according(self, position: int) -> Iterator[_Report]:
        chunk = self.chunks[position]
        speaker = position + 2
        if self._word(chunk.end) != "to" or self._type(speaker) is not Type.NP:
            return
        cue = (chunk.end - 1, chunk.end + 1)
        end = self._phrase_end(speaker)
        before = self._back(position - 1)
        ranges: list[tuple[int, int]] = []
        if before is None or self.chunks[before].type in (Type.CONJ, Type.STOP):
            if self._type(end) is Type.COMMA:
                start = self.chunks[end].end
                ranges = [(start, self._clause_end(start))]
        elif self._type(end) is Type.COMMA and self._type(end + 1) is Type.VERB:
            start = self.chunks[end].end
            ranges = [(start, self._clause_end(start))]
        else:
            comma = self.chunks[before].type is Type.COMMA
            stop = self.chunks[before].first if comma else chunk.first
            ranges = [(self._content_start(before), stop)]
        if ranges and ranges[0][0] < ranges[0][1]:
            yield _Report(cue, speaker, tuple(ranges))

    def _phrase_end(self, position: int) -> int:
        """The chunk behind a noun phrase with what hangs on it and its apposition."""
        j = position + 1
        while True:
            if self._type(j) is Type.STOP and self._word(self.chunks[j].first) == "(":
                j = self._behind_bracket(j)
            elif self._type(j) is Type.PREP and self._type(j + 1) is Type.NP:
                j += 2
            elif self._type(j) is Type.CONJ and self._type(j + 1) is Type.NP:
                j += 2
            elif (
                self._type(j) is Type.COMMA
                and self._type(j + 1) is Type.NP
                and self._type(j + 2) is Type.COMMA
                and self._type(j + 3) is Type.VERB
            ):
                return j + 2
            else:
                return j

    def _noun_reports(self, position: int) -> Iterator[_Report]:
        chunk = self.chunks[position]
        noun = self.tokens[chunk.end - 1]
        frames = self.frames.get(noun.lower) or self.frames.get(noun.lower.removesuffix("s"))
        following = position + 1
        if (
            not frames
            or "noun" not in frames
            or self._type(following) is not Type.SUB
            and noun.lower != "grounds"
        ):
            return
        if self._word(chunk.end) == "that":
            start = chunk.end + 1
        elif noun.lower == "grounds" and self._starts_clause(following):
            start = chunk.end
        else:
            return
        content = (start, self._clause_end(start))
        if self._possessor_end(chunk) is not None:
            yield _Report((chunk.end - 1, chunk.end), position, (content,), possessor=True)
            return
        before = position - 1
        if noun.lower == "grounds" and self._word(self.chunks[before].first) == "on":
            cue = (self.chunks[before].first, chunk.end)
            verb = self._verb_before(before)
        else:
            verb = self._verb_before(position)
            if (
                verb is None
                or self.tokens[self.chunks[verb].head].lemma not in _ISSUING - _REFUSING
            ):
                return
            cue = (self.chunks[verb].head, chunk.end)
        speaker = (
            self._subject(verb) if verb is not None and not self.chunks[verb].passive else None
        )
        if speaker is not None:
            yield _Report(cue, speaker, (content,), verb)

    def _possessor_end(self, chunk: Chunk) -> int | None:
        """Where the possessor in a noun phrase ends: "their claims", "the ministry's claim"."""
        if self.tokens[chunk.first].lower in ("his", "her", "their", "its"):
            return chunk.first + 1
        for i in range(chunk.first + 1, chunk.end):
            if self.tokens[i].tag is Tag.POSS:
                return i
        return None

    def _verb_before(self, position: int) -> int | None:
        for j in range(position - 1, max(-1, position - 8), -1):
            if self.chunks[j].type is Type.VERB:
                return j
            if self.chunks[j].type in (Type.STOP, Type.SUB, Type.REL):
                return None
        return None

    # --- where a clause ends

    def _clause_end(self, start: int, *, after: int | None = None, phrase: bool = False) -> int:
        """The word before which what begins at `start` ends; a `phrase` ends at any further verb."""
        opened = self._unclosed_bracket(start)
        quote = self.quoted[start] if start < len(self.tokens) else None
        if quote is not None and self._opens_quote(start) and quote.end < self.read.sentence.end:
            alone = self.read.token_at(quote.end)
            if self._is_whole(quote, alone):
                return alone
        for j in range(self.clauses.chunk_at(start) + 1, len(self.chunks)):
            chunk = self.chunks[j]
            if chunk.first <= (after or start) or self._is_inside(chunk.first, start):
                continue
            word = self.tokens[chunk.first].text
            if word == ";" or (word == ")" and opened):
                return chunk.first
            if self._is_break(j, phrase=phrase) or (after and self._is_aside(j)):
                return chunk.first
        return len(self.tokens)

    def _is_whole(self, quote: Quote, behind: int) -> bool:
        """Whether a quotation with which a complement begins is all of it."""
        inner = self.article.text[quote.inner[0] : quote.inner[1]]
        if behind >= len(self.tokens):
            return True
        if inner.rstrip()[-1:] in ",.?!" or self.tokens[behind].tag in (
            Tag.COMMA,
            Tag.STOP,
        ):
            return True
        more = any(q is not None and q is not quote for q in self.quoted[behind:])
        circumstance = self.tokens[behind].lower in _CIRCUMSTANCES
        return circumstance and len(inner.split()) > _FEWEST and not more

    def _unclosed_bracket(self, start: int) -> bool:
        depth = 0
        for token in self.tokens[:start]:
            depth += (token.text == "(") - (token.text == ")")
        return depth > 0

    def _is_inside(self, i: int, start: int) -> bool:
        """Whether word `i` stands in a quotation that `start` does not stand in."""
        quote = self.quoted[i]
        return (
            quote is not None
            and quote.start < self.tokens[i].start
            and self.tokens[i].end < quote.end
            and (quote.start >= self.tokens[start].start)
        )

    def _is_break(self, j: int, *, phrase: bool) -> bool:
        chunk = self.chunks[j]
        following = j + 1
        word = self.tokens[chunk.first].lower
        closes = chunk.type is Type.QUOTE and self._word(chunk.first - 1) in (",", "?", "!")
        if chunk.type is Type.COMMA or closes:
            if self._type(following) is Type.VERB and self.chunks[following].mood == "ing":
                return phrase or self._is_reporting(following)
            if self._type(following) is Type.CONJ:
                return self._is_new_clause(following, phrase=phrase)
            next_word = (
                self._word(self.chunks[following].first) if following < len(self.chunks) else ""
            )
            if next_word in _CONTRASTS:
                return True
            if phrase and self._type(following) is Type.NP and self._starts_clause(following):
                return True
            return phrase and self._type(following) in (Type.VERB, Type.SUB, Type.REL)
        if chunk.type is Type.CONJ:
            return self._joins_report(j, phrase=phrase)
        if phrase and chunk.type is Type.VERB and chunk.mood == "ing":
            return self._is_reporting(j)
        if phrase and chunk.type is Type.REL:
            return True
        if chunk.type is Type.SUB and phrase:
            return word in _CIRCUMSTANCES
        if word in _CONTRASTS:
            return chunk.type is Type.SUB
        return (
            word == "as"
            and self._word(chunk.first - 1) not in ("long", "soon", "far", "well", "much", "many")
            and self._type(following) is Type.NP
            and not self._opens_quote(chunk.end)
            and self._starts_clause(following)
        )

    def _is_aside(self, j: int) -> bool:
        return self.chunks[j].type is Type.COMMA and self._type(j + 1) is Type.REL

    def _is_new_clause(self, conj: int, *, phrase: bool) -> bool:
        """Whether a comma and "and" or "but" begin a clause of the reporter's own."""
        if self._joins_report(conj, phrase=phrase):
            return True
        word = self.tokens[self.chunks[conj].first].lower
        j = conj + 1
        while self._type(j) in (Type.ADV, Type.PREP):
            j += 1
        if self._type(j) is not Type.NP or not self._starts_clause(j):
            return False
        verb = self._next_finite(j)
        if verb is None:
            return False
        return word == "but" or self._is_reporting(verb) or self.chunks[verb].modal not in _MODALS

    def _joins_report(self, conj: int, *, phrase: bool) -> bool:
        """Whether "and" joins a further verb of saying of the same subject: "... and called for calm"."""
        j = conj + 1
        while self._type(j) is Type.ADV:
            j += 1
        if self._type(j) is not Type.VERB or self.chunks[j].mood not in (
            "finite",
            "part",
        ):
            return False
        verb = self.tokens[self.chunks[j].head]
        resumed = any(
            c.type is Type.SUB and self._type(k) is Type.CONJ and self._word(c.first) == "that"
            for k, c in enumerate(self.chunks[j + 1 :], j)
        )
        if resumed and not phrase:
            return False  # "said that he incited them and urged it and that ..."
        return phrase or (
            self._is_reporting(j) and not self.chunks[j].modal and verb.form is not Form.BASE
        )

    def _is_reporting(self, position: int) -> bool:
        return self.tokens[self.chunks[position].head].lemma in self.frames

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

    # --- statements

    def _statements_of(self, report: _Report, first: int, end: int) -> Iterator[Statement]:
        text = self.article.text
        governor = Governor(self.read.index, report.speaker, report.possessor)
        cue = (self.tokens[report.cue[0]].start, self.tokens[report.cue[1] - 1].end)
        spoken = self._spoken_before() if end == 0 else None
        if spoken is not None:
            for a, b in quote_pieces(self.article, spoken):
                yield Statement(a, b, Directness.DIRECT, governor, cue, report.verb, spoken)
            return
        first, end = self._trimmed(first, end)
        if not any(token.text[:1].isalnum() for token in self.tokens[first:end]):
            return
        start_at, end_at = self.tokens[first].start, self.tokens[end - 1].end
        quotes = self._quotes_in(start_at, end_at)
        whole = next((q for q in quotes if q.start <= start_at and q.end >= end_at), None)
        if whole is not None:
            for a, b in quote_pieces(self.article, whole):
                yield Statement(a, b, Directness.DIRECT, governor, cue, report.verb, whole)
            return
        last = quotes[-1] if quotes else None
        if last is not None and last.start >= start_at and last.end > end_at:
            end_at = min(last.end, self.read.block.end)
        if (
            last is not None
            and text[last.end - 1 : last.end].isalnum() is False
            and last.end > end_at
        ):
            end_at = last.end
        directness = Directness.MIXED if quotes else Directness.INDIRECT
        if directness is Directness.INDIRECT and cue[0] > end_at and self._is_dash_quote():
            start_at, directness = self.read.block.start, Directness.DIRECT
        yield Statement(start_at, end_at, directness, governor, cue, report.verb)

    def _is_dash_quote(self) -> bool:
        """Whether the paragraph is a quotation behind a dash, not an item of a list."""
        block, blocks = self.read.block, self.article.blocks
        around = blocks[max(0, block.index - 1) : block.index + 2]
        alone = [b.kind for b in around].count(BlockKind.ITEM) == 1
        dash = self.article.text[max(0, block.start - 3) : block.start].strip()
        return block.kind is BlockKind.ITEM and alone and dash in ("-", "–", "—")

    def _quotes_in(self, start: int, end: int) -> list[Quote]:
        return [q for q in self.article.quotes if q.start < end and q.end > start]

    def _trimmed(self, first: int, end: int) -> tuple[int, int]:
        while first < end and self.tokens[first].text in ",;:.–—-":
            first += 1
        while end > first and self.tokens[end - 1].text in ",;:.–—-":
            end -= 1
        return first, end

    # --- small questions

    def _content_start(self, boundary: int) -> int:
        """The word with which what stands before an attribution begins."""
        quote = self.quoted[self.chunks[boundary].first]
        if quote is None and boundary:
            quote = self.quoted[self.chunks[boundary - 1].first]
        if quote is not None and quote.start >= self.read.sentence.start and self._is_full(quote):
            return self.read.token_at(quote.start)
        start = 0
        for i, token in enumerate(self.tokens[1:14], 1):
            if token.text in "–—-:" and self.tokens[i - 1].text.isupper():
                start = i + 1
        return start

    def _is_full(self, quote: Quote) -> bool:
        text = self.article.text
        inner = text[quote.inner[0] : quote.inner[1]].strip()
        return inner[:1].isupper() and (inner[-1:] in ",.?!" or len(inner.split()) > 4)

    def _ends_quote(self, position: int) -> bool:
        """Whether a quotation that is a statement ends with the chunk, or with a comma after it."""
        chunk = self.chunks[position]
        i = chunk.end - 1
        text = self.article.text
        if self.tokens[i].tag is Tag.COMMA and i:
            quote = self.quoted[i - 1]
            if quote is None or quote.end != self.tokens[i - 1].end:
                return False
            return self._is_full(quote) or quote.start <= self.read.sentence.start
        quote = self.quoted[i]
        if quote is None or quote.end != self.tokens[i].end:
            return False
        inner = text[quote.inner[0] : quote.inner[1]]
        whole = quote.start <= self.read.sentence.start or len(inner.split()) > _LONG
        return inner.rstrip()[-1:] in ",?!—–-…." or (whole and self._is_full(quote))

    def _opens_quote(self, i: int) -> bool:
        if i >= len(self.tokens):
            return False
        quote = self.quoted[i]
        return quote is not None and quote.start == self.tokens[i].start

    def _is_quoted(self, i: int) -> bool:
        quote = self.quoted[i]
        return quote is not None

    def _word(self, i: int) -> str:
        return self.tokens[i].lower if 0 <= i < len(self.tokens) else ""

    def _type(self, j: int | None) -> Type | None:
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

    def _next_finite(self, j: int) -> int | None:
        for k in range(j, min(len(self.chunks), j + _REACH)):
            if self.chunks[k].type is Type.VERB and self.chunks[k].mood == "finite":
                return k
        return None

    def _starts_clause(self, j: int) -> bool:
        """Whether the phrase at `j` has a finite verb of its own after it."""
        if self._word(self.chunks[j].first) in _NOMINATIVES:
            return True
        relatives = 0
        commas = 0
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
            elif chunk.type is Type.CONJ and self._type(self._forward(k + 1)) is Type.VERB:
                return False
            elif chunk.type is Type.COMMA:
                commas += 1
                if commas > _ASIDES or self._type(k + 1) is Type.CONJ:  # noqa: PLR2004
                    return False
                if self._type(k + 1) is Type.VERB and self.chunks[k + 1].mood == "ing":
                    return False
            elif chunk.type is Type.STOP and self.tokens[chunk.first].text not in "()":
                return False
            elif chunk.type is Type.PREP and self.tokens[chunk.first].lower in _CIRCUMSTANCES:
                return False
        return False

    def _agrees(self, verb: int) -> bool:
        """Whether a finite verb is one: "U.S. support" is a singular with a base form, so a noun."""
        token = self.tokens[self.chunks[verb].first]
        before = self.tokens[self.chunks[verb].first - 1]
        if token.tag is not Tag.VERB or token.form is not Form.BASE or self.chunks[verb].modal:
            return True
        return before.tag is not Tag.NAME or before.lower.endswith("s")


def quote_pieces(article: Article, quote: Quote) -> Iterator[tuple[int, int]]:
    """Yield the words of a quotation without marks, one stretch for each paragraph."""
    text = article.text
    for block in article.blocks:
        start, end = max(block.start, quote.inner[0]), min(block.end, quote.inner[1])
        if start >= end:
            continue
        while start < end and (
            text[start].isspace() or (start == block.start and text[start] in '"“«‘')
        ):
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            yield start, end


class _LooseQuotes:
    """Quotations that no cue of their sentence governs, and lines "Name: ..."."""

    def __init__(self, article: Article, found: Sequence[Statement]) -> None:
        self.article = article
        self.found = sorted(found, key=lambda s: s.start)
        self._claimed = {s.quote.start for s in found if s.quote is not None}

    def statements(self) -> list[Statement]:
        """Return the statements that follow from their place alone."""
        made = [*self._turns(), *self._labelled_lines(), *self._signed_posts()]
        for quote in self.article.quotes:
            if quote.start in self._claimed or self._is_part(quote):
                continue
            read = self._sentence_at(quote.start)
            if read is None or not self._is_statement(read, quote):
                continue
            spoken = (
                self._before_colon(read, quote)
                or self._signed(read, quote)
                or self._running_on(read, quote)
                or self._carried(read, quote, made)
            )
            if spoken is None:
                continue
            governor, cue, verb = spoken
            made += [
                Statement(a, b, Directness.DIRECT, governor, cue, verb, quote)
                for a, b in quote_pieces(self.article, quote)
            ]
        return made

    @cached_property
    def _transcript(self) -> dict[int, re.Match[str]]:
        """The blocks of an interview: "[Name] ...", "QUESTION: ...", "MR. PRICE: ..."; two or more."""
        text = self.article.text
        turns = {b.index: _TURN.match(text, b.start, b.end) for b in self.article.blocks}
        found = {index: turn for index, turn in turns.items() if turn}
        return found if len(found) > 1 else {}

    def _turns(self) -> Iterator[Statement]:
        """What each speaker of an interview or briefing says."""
        for read in self.article.sentences:
            turn = self._transcript.get(read.block.index)
            if turn is None or read.sentence.start != read.block.start:
                continue
            chunk = read.clauses.chunk_at(read.token_at(turn.start(turn.lastgroup or 0)))
            governor = Governor(read.index, chunk)
            if turn.end() < read.block.end:
                yield Statement(turn.end(), read.block.end, Directness.DIRECT, governor, None)

    def _labelled_lines(self) -> Iterator[Statement]:
        """What stands behind "Name:" without marks: a heading, or words in the first person."""
        for read in self.article.sentences:
            colon = self._label_end(read)
            if colon is None:
                continue
            end = read.sentence.end if read.block.kind is BlockKind.HEADING else read.block.end
            start = read.tokens[colon + 1].start
            if any(q.start < end and q.end > start for q in self.article.quotes):
                continue
            spoken = read.block.kind is not BlockKind.HEADING
            if read.block.index in self._transcript:
                continue
            if spoken and not _FIRST_PERSON & set(self.article.text[start:end].lower().split()):
                continue
            directness = Directness.DIRECT if spoken else Directness.INDIRECT
            yield Statement(start, end, directness, Governor(read.index, 0), None)

    def _signed_posts(self) -> Iterator[Statement]:
        """Posts that an article holds whole: a paragraph over "Charles Michel (@CharlesMichel)"."""
        for before, read in pairwise(self.article.sentences):
            chunks = read.clauses.chunks
            if read.block.index == before.block.index or not chunks:
                continue
            signature = _SIGNATURE.match(self.article.text, read.block.start, read.block.end)
            if signature is None:
                continue
            start = signature.start(1)
            block = before.block
            marked = any(q.start < block.end and q.end > block.start for q in self.article.quotes)
            if not marked and start in read.starts:
                chunk = read.clauses.chunk_at(read.token_at(start))
                governor = Governor(read.index, chunk)
                yield Statement(block.start, block.end, Directness.DIRECT, governor, None)

    def _label_end(self, read: ReadSentence) -> int | None:
        """The colon behind a person or office that opens a block, if a sentence follows it."""
        chunks = read.clauses.chunks
        if read.sentence.start != read.block.start or not chunks or chunks[0].type is not Type.NP:
            return None
        colon = next((i for i, t in enumerate(read.tokens[:_LABEL]) if t.text == ":"), None)
        if colon is None or colon + 2 >= len(read.tokens):
            return None
        before = [c for c in chunks if c.first < colon]
        after = [c for c in chunks if c.first > colon]
        if any(c.type is Type.VERB for c in before) or not any(
            c.type is Type.VERB and c.mood == "finite" for c in after
        ):
            return None
        return colon if self._is_person(read, before[0]) else None

    def _is_person(self, read: ReadSentence, chunk: Chunk) -> bool:
        """Whether a phrase is a name that is no place's, or an office."""
        words = [read.tokens[i] for i in range(chunk.first, chunk.end)]
        if words[-1].lower in load_vocabulary().offices:
            return True
        places = [read.mention_tokens(m) for m in read.mentions]
        placed = any(a < chunk.end and b > chunk.first for a, b in places)
        return not placed and len(words) > 1 and all(w.text[:1].isupper() for w in words)

    def _is_part(self, quote: Quote) -> bool:
        return any(s.start <= quote.start and quote.end <= s.end + 1 for s in self.found)

    def _sentence_at(self, offset: int) -> ReadSentence | None:
        for read in self.article.sentences:
            if read.sentence.start <= offset < read.sentence.end:
                return read
        return None

    def _is_statement(self, read: ReadSentence, quote: Quote) -> bool:
        inner = self.article.text[quote.inner[0] : quote.inner[1]].lstrip("…. [(")
        heading = read.block.kind is BlockKind.HEADING and self._tail_of(quote) is None
        if heading or len(inner.split()) < _FEWEST:
            return False
        if quote.end >= read.block.end and len(inner.split()) <= _TITLE and inner[-1:].isalnum():
            return False  # a subheading in marks
        before = self.article.text[read.sentence.start : quote.start].strip()
        if self._running_on(read, quote):
            return True
        return (not before or before[-1] == ":") and inner[:1].isupper()

    def _signed(
        self, read: ReadSentence, quote: Quote
    ) -> tuple[Governor, tuple[int, int] | None, int | None] | None:
        """The name behind a dash that follows a quotation: '"We stand with them." — Ana Brnabic'."""
        tail = self._tail_of(quote)
        if tail is None:
            return None
        after, position = tail
        chunks = after.clauses.chunks[position:]
        verbs = any(c.type is Type.VERB for c in chunks)
        named = bool(chunks) and after.tokens[chunks[0].first].tag is Tag.NAME
        if verbs or not named or len(chunks) > _BARE:
            return None
        return Governor(after.index, position), None, None

    def _tail_of(self, quote: Quote) -> tuple[ReadSentence, int] | None:
        """The chunk behind the dash that follows a quotation, in its sentence."""
        text = self.article.text
        dash = quote.end
        while dash < len(text) and text[dash].isspace():
            dash += 1
        if dash >= len(text) or text[dash] not in "–—―-":
            return None
        start = dash + 1
        while start < len(text) and text[start].isspace():
            start += 1
        after = self._sentence_at(start)
        if after is None or start not in after.starts:
            return None
        return after, after.clauses.chunk_at(after.token_at(start))

    def _running_on(
        self, read: ReadSentence, quote: Quote
    ) -> tuple[Governor, tuple[int, int] | None, int | None] | None:
        """The subject outside the marks of 'The governments "urge all sides to talk".'"""
        chunks = read.clauses.chunks
        at = read.token_at(quote.start) + 1
        if at >= len(read.tokens) or quote.end < read.sentence.end - 1 or len(chunks) < 3:
            return None
        verb = read.clauses.chunk_at(at)
        while verb + 1 < len(chunks) and chunks[verb].type is Type.ADV:
            verb += 1
        tag = read.tokens[chunks[verb].first].tag
        runs = (
            tag is not Tag.BE and chunks[verb].type is Type.VERB and chunks[verb].mood == "finite"
        )
        led = chunks[: read.clauses.chunk_at(at - 1)]
        joints = (Type.NP, Type.CONJ, Type.PREP, Type.COMMA, Type.STOP)
        alone = all(c.type in joints for c in led)
        subject = read.clauses.subject(verb) if runs and alone else None
        return (Governor(read.index, subject), None, None) if subject is not None else None

    def _before_colon(
        self, read: ReadSentence, quote: Quote
    ) -> tuple[Governor, tuple[int, int] | None, int | None] | None:
        """The speaker of 'Commission spokesperson Vanhaverbeke: "We ..."', where no verb says so."""
        at = read.token_at(quote.start)
        if not 0 < at < len(read.tokens) or read.tokens[at - 1].text != ":":
            return None
        chunks = read.clauses.chunks[: read.clauses.chunk_at(at - 1)]
        for position, chunk in enumerate(chunks):
            if chunk.type is Type.NP:
                return Governor(read.index, position), None, None
        return None

    def _carried(
        self, read: ReadSentence, quote: Quote, made: Sequence[Statement]
    ) -> tuple[Governor, tuple[int, int] | None, int | None] | None:
        """Who spoke last: a quotation that stands alone goes on with the speaker before it (codebook rule 10)."""
        told = self._told_before(read)
        if told is not None:
            return told
        heading = self._heading_over(read)
        since = self.article.sentences[heading.sentence].sentence.end if heading else 0
        before = [s for s in [*self.found, *made] if since <= s.end <= quote.start]
        for statement in sorted(before, key=lambda s: (s.end, s.start), reverse=True):
            said = self.article.sentences[statement.governor.sentence]
            nested = any(
                o is not statement and o.start <= statement.start and statement.end <= o.end
                for o in before
            )
            if nested:
                continue
            if read.block.index - self._block_of(statement.end) > _PARAGRAPHS:
                break
            del said
            return statement.governor, statement.cue, statement.verb
        return (heading, None, None) if heading else self._subject_before(read)

    def _heading_over(self, read: ReadSentence) -> Governor | None:
        """The heading of a section that names who speaks in it: "ANTONY BLINKEN, SECRETARY OF STATE"."""
        for above in reversed(self.article.sentences[max(0, read.index - _SECTION) : read.index]):
            if above.block.kind is not BlockKind.HEADING:
                if self.article.quote_at(above.sentence.start) is None:
                    return None  # the section has begun with other words
                continue
            chunks = above.clauses.chunks
            verbs = any(c.type is Type.VERB for c in chunks)
            if verbs or not chunks or chunks[0].type is not Type.NP:
                return None
            named = any(
                above.tokens[i].tag is Tag.NAME for i in range(chunks[0].first, chunks[0].end)
            )
            return Governor(above.index, 0) if named else None
        return None

    def _block_of(self, offset: int) -> int:
        read = self._sentence_at(max(offset - 1, 0))
        return read.block.index if read else -9

    def _told_before(
        self, read: ReadSentence
    ) -> tuple[Governor, tuple[int, int] | None, int | None] | None:
        """Who in the sentence before condemned, called for or expressed something without a quotation."""
        found = self._subject_before(read, reporting=True)
        if found is None:
            return None
        sentence = self.article.sentences[found[0].sentence].sentence
        stated = any(s.start < sentence.end and s.end > sentence.start for s in self.found)
        colon = self.article.text[sentence.end - 1] == ":"
        return None if stated and not colon else found

    def _subject_before(
        self, read: ReadSentence, *, reporting: bool = False
    ) -> tuple[Governor, tuple[int, int] | None, int | None] | None:
        """The subject of the sentence before; only that of a reporting verb if so asked."""
        if not read.index:
            return None
        before = self.article.sentences[read.index - 1]
        introduces = self.article.text[before.sentence.end - 1] == ":"
        if before.block.kind is BlockKind.HEADING and not introduces:
            return None
        if before.block.index != read.block.index and not reporting:
            return None
        clauses = before.clauses
        frames = reporting_frames()
        for position, chunk in enumerate(clauses.chunks):
            if chunk.type is Type.VERB and chunk.mood == "finite" and not chunk.passive:
                subject = clauses.subject(position)
                if reporting and before.tokens[chunk.head].lemma not in frames:
                    continue
                if subject is not None:
                    head = before.tokens[chunk.head]
                    cue = (head.start, head.end) if introduces else None
                    return Governor(before.index, subject), cue, position
        return None
