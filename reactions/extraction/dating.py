"""Which day a stance has: the day told beside its verb or its attribution, else the speaker's
last one.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from reactions.extraction.chunks import Chunk, Type
from reactions.extraction.codebook import DayPrecision
from reactions.extraction.days import (
    DayMention,
    Expression,
    find_expressions,
    resolve_days,
)
from reactions.extraction.parties import actors_among
from reactions.extraction.reading import Article, ReadSentence
from reactions.extraction.sentences import BlockKind
from reactions.extraction.vocabulary import word_list
from reactions.extraction.voices import Voices
from reactions.extraction.words import Tag

_NOT_ITS_OWN = word_list("not_its_own")
_DOCUMENTS = word_list("say_noun")
_BEFORE_PARTICIPLE = frozenset(["after", "before", "following", "while", "when", "in", "by"])
_CONVENING = word_list("convening")
_EVENTS = word_list("events")
_COUNTING = frozenset(["later", "earlier", "before", "after", "next", "following", "same", "eve"])
_COUNTED = 3
"""Sentences back in which a day is looked for that others are counted from."""
_AHEAD_OF = re.compile(
    r"\b(?:ahead of|prior to|in advance of|in the run-up to) [^.,;:\"“”]{0,60}$", re.IGNORECASE
)
"""What is told before a day that is another event's: "ahead of a summit on Friday"."""
_RELATIVE = frozenset(["today", "yesterday", "tomorrow", "tonight", "last night", "this morning"])
_DEEDS = word_list("say_noun") | {
    "decision",
    "move",
    "step",
    "announcement",
    "suspension",
    "meeting",
}
_BESIDE = 5
"""Words within which "The decision on Wednesday" dates what has just been told."""
_DATELINE = 40
"""Characters within which a dateline's day begins."""
_REMEMBERED = 20
"""Sentences over which a speaker's day is carried on."""
_ACTED = 3
"""The same for the day on which the speaker did something else."""


@dataclass(frozen=True, slots=True)
class Dated:
    """The day of a stance: `span` in the article, None if it is the day of publication or carried
    on.
    """

    day: date
    precision: DayPrecision
    span: tuple[int, int] | None
    future: bool = False
    background: bool = False


class DayReader:
    """Dates the finds of an article, in reading order."""

    def __init__(self, article: Article, published: date) -> None:
        self._article = article
        self._published = published
        self._anchor: date | None = None
        self._anchored = -1
        self._told: dict[str, tuple[int, Dated]] = {}
        self._acted: dict[str, tuple[int, Dated]] = {}
        self._pinned: dict[str, Dated] = {}
        self._latest: tuple[str, ...] = ()
        self._expressions: dict[int, list[Expression]] = {}
        self._resolved: tuple[int, date | None, list[DayMention]] = (-1, None, [])

    def pin(self, read: ReadSentence, speaker: str) -> None:
        """Take the day told in a sentence for all that `speaker` says without one: an interview's
        day.
        """
        for day in self.days(read):
            if _is_certain(day):
                self._pinned[speaker] = Dated(day.day, day.precision, None)

    def days(self, read: ReadSentence) -> list[DayMention]:
        """Return the day expressions of a sentence."""
        if not _COUNTING.isdisjoint(read.lowers):
            self._look_back(read)
        index, anchor, days = self._resolved
        if index == read.index and anchor == self._anchor:
            return days
        days = self._days_from(read, self._anchor)
        self._resolved = (read.index, self._anchor, days)
        return days

    def _days_from(self, read: ReadSentence, anchor: date | None) -> list[DayMention]:
        """The day expressions of a sentence, counted from a day told before."""
        expressions = self._expressions.get(read.index)
        if expressions is None:
            expressions = self._expressions[read.index] = find_expressions(read.text)
        return resolve_days(read.text, expressions, published=self._published, anchor=anchor)

    def _look_back(self, read: ReadSentence) -> None:
        """Take the day told shortly before for the one that "two days later" counts from."""
        for index in range(read.index - 1, max(self._anchored, read.index - _COUNTED) - 1, -1):
            told = self._days_from(self._article.sentences[index], None)
            days = [d.day for d in told if _is_certain(d)]
            if days:
                self._anchor, self._anchored = days[-1], index
                return

    def note(self, read: ReadSentence, voices: Voices) -> None:
        """Remember the days on which actors did anything, for what they say next."""
        deed = read.lowers[:1] == ["the"] and not _DEEDS.isdisjoint(read.lowers[1:2])
        acting = {
            position: parties
            for position, parties in voices.subjects.items()
            if _is_finite(read.clauses.chunks[position]) and actors_among(parties)
        }
        if not acting and not deed:
            return
        for day in self.days(read):
            if not _is_certain(day) or self._is_quoted(read.sentence.start + day.start):
                continue
            if deed and read.token_at(read.sentence.start + day.start) <= _BESIDE:
                for speaker in self._latest:
                    self._told[speaker] = (read.index, Dated(day.day, day.precision, None))
            for position in set(_attached(read, day)) & acting.keys():
                dated = Dated(day.day, day.precision, None)
                for party in acting[position]:
                    for key in (party.official, *party.codes):
                        if key is not None:
                            self._acted[key] = (read.index, dated)

    def dated(
        self,
        read: ReadSentence,
        voices: Voices,
        days: list[DayMention],
        head: int,
        speakers: tuple[str, ...],
        *,
        act: bool = True,
    ) -> Dated:
        """Return the day of the stance whose verb is word `head`, told by or of `speakers`.

        Only an `act` has begun on the day that it lasts "since"; "since 2011" tells of no reaction.
        """
        self._latest = speakers
        governing = _governing(read, voices, head)
        days = [day for day in days if not _since(read, day) or (act and not day.background)]
        days = [day for day in days if not _names_event(read, day)]
        days = self._spoken(read, days, head, speakers)
        mention = self._own_day(read, governing, days, head)
        if mention is None or not _is_certain(mention):
            mention = _opening_year(days) or mention or _background_day(read, days, head)
        pinned = next((self._pinned[s] for s in speakers if s in self._pinned), None)
        if mention is None and pinned is not None:
            return pinned
        if mention is None:
            if _is_past(read, governing):
                return self._carried(read, speakers)
            return Dated(self._published, DayPrecision.DAY, None)
        start = read.sentence.start
        dated = Dated(
            self._published if mention.future else mention.day,
            DayPrecision.DAY if mention.future else mention.precision,
            None if mention.future else (start + mention.start, start + mention.end),
            mention.future,
            mention.background,
        )
        if not mention.future and not mention.background:
            self._anchor, self._anchored = mention.day, read.index
            for speaker in speakers:
                self._told[speaker] = (read.index, dated)
        return dated

    def _carried(self, read: ReadSentence, speakers: tuple[str, ...]) -> Dated:
        for speaker in speakers:
            index, dated = self._told.get(speaker, (-99, None))
            if dated is not None and read.index - index <= _REMEMBERED:
                self._told[speaker] = (read.index, dated)
                return Dated(dated.day, dated.precision, None)
        for speaker in speakers:
            index, dated = self._acted.get(speaker, (-99, None))
            if dated is not None and read.index - index <= _ACTED:
                return dated
        return Dated(self._published, DayPrecision.DAY, None)

    def _own_day(
        self, read: ReadSentence, governing: list[int], days: list[DayMention], head: int
    ) -> DayMention | None:
        if not days:
            return None
        if read.block.kind is BlockKind.ROW:
            return _row_day(read, days, head)
        chunk = read.clauses.chunks[read.clauses.chunk_at(head)]
        if chunk.mood == "inf" or chunk.modal in ("will", "would", "shall"):
            # What is to be done on Friday was announced before.
            at = read.tokens[head].start - read.sentence.start
            quoted = self._is_quoted(read.tokens[head].start)
            days = [
                day
                for day in days
                if day.start < at
                or _after_saying(read, day)
                or (quoted and not self._is_quoted(read.sentence.start + day.start))
            ]
        days = [day for day in days if not _AHEAD_OF.search(read.text[: day.start])]
        own: list[tuple[int, int, DayMention]] = []
        dateline: DayMention | None = None
        for day in days:
            if read.text[: day.start].rstrip().endswith("in force since"):
                return day
            places = [governing.index(verb) for verb in _attached(read, day) if verb in governing]
            if places:
                if _is_dateline(read, day):
                    dateline = day
                    continue
                place = min(places)
                verb = read.tokens[read.clauses.chunks[governing[place]].head]
                own.append((place, abs(verb.start - read.sentence.start - day.start), day))
        if own:
            return min(own, key=lambda told: told[:2])[2]
        return _day_of_clause_before(read, days, governing) or dateline

    def _is_quoted(self, offset: int) -> bool:
        return self._article.quote_at(offset) is not None

    def _spoken(
        self, read: ReadSentence, days: list[DayMention], head: int, speakers: tuple[str, ...]
    ) -> list[DayMention]:
        """The days as their speaker means them: "today" in a quotation is the day on which it is
        spoken, and a day long past in what somebody "condemns" is that of the deed.
        """
        start = read.sentence.start
        quoted = [day for day in days if self._is_quoted(start + day.start)]
        if not quoted:
            return days
        outside = [day for day in days if day not in quoted and _is_certain(day)]
        spoken = outside[0].day if outside else self._carried(read, speakers).day
        at = read.tokens[head].start
        present = self._is_quoted(at) and _is_present(read, head)
        found = [day for day in days if day not in quoted]
        for day in quoted:
            if read.text[day.start : day.end].lower() in _RELATIVE:
                found.append(replace(day, day=day.day - (self._published - spoken)))
            elif not (present and day.day < spoken and start + day.start > at):
                found.append(day)
        return sorted(found, key=lambda day: day.start)


def _opening_year(days: list[DayMention]) -> DayMention | None:
    """An earlier year that a sentence opens with: "In 1997, after the coup, aid was cut"."""
    first = days[0] if days else None
    return first if first and first.background and first.start <= _OPENING else None


_OPENING = len("In early ")
"""Where the year may begin that a sentence opens with."""


def _background_day(read: ReadSentence, days: list[DayMention], head: int) -> DayMention | None:
    """A year long gone in the words after the verb: "froze aid after the last coup in 2006"."""
    at = read.tokens[head].start - read.sentence.start
    for day in days:
        if day.background and day.start > at:
            between = read.tokens[head + 1 : read.token_at(read.sentence.start + day.start)]
            if not any(t.tag in (Tag.VERB, Tag.COMMA, Tag.STOP, Tag.SUB, Tag.REL) for t in between):
                return day
    return None


def _since(read: ReadSentence, day: DayMention) -> bool:
    return read.text[: day.start].rstrip().lower().endswith("since")


def _names_event(read: ReadSentence, day: DayMention) -> bool:
    """Whether a day belongs to the name of what the reaction is to: "the April 29 coup"."""
    first = read.token_at(read.sentence.start + day.start)
    end = read.token_at(read.sentence.start + day.end)
    if not 0 < first < end < len(read.tokens) or read.tokens[first - 1].tag is not Tag.DET:
        return False
    return read.lowers[end] in _EVENTS


def _is_certain(day: DayMention) -> bool:
    """Whether a day is told to the day, and lies behind."""
    return not day.future and not day.background and day.precision is DayPrecision.DAY


def _day_of_clause_before(
    read: ReadSentence, days: list[DayMention], governing: list[int]
) -> DayMention | None:
    """The day of the clause that another without a day is joined to: "the OAS on Sunday suspended
    Peru, while Chile withdrew its envoy".
    """
    chunks = read.clauses.chunks
    verb = next((k for k in governing if _is_past_finite(read, k)), None)
    subject = read.clauses.subject(verb) if verb is not None else None
    if verb is None or subject is None:
        return None
    first = subject
    while first and chunks[first - 1].type in (Type.NP, Type.COMMA, Type.CONJ):
        first -= 1
    joins = _join_of(read, first, subject)
    if joins is None:
        return None
    for day in reversed([day for day in days if _is_certain(day)]):
        if read.token_at(read.sentence.start + day.start) < chunks[joins].first and any(
            _is_past_finite(read, k) for k in _attached(read, day) if k < joins
        ):
            return day
    return None


def _join_of(read: ReadSentence, first: int, subject: int) -> int | None:
    """Where the "and" or "while" stands that joins the clause of a subject to one before."""
    chunks = read.clauses.chunks
    for k in range(max(first - 1, 0), subject):
        word = read.tokens[chunks[k].first].lower
        verbs = any(chunks[j].type is Type.VERB for j in range(k))
        if verbs and (word == "while" or (word == "and" and chunks[k - 1].type is Type.COMMA)):
            return k
    return None


def _is_past_finite(read: ReadSentence, position: int) -> bool:
    chunk = read.clauses.chunks[position]
    form = read.tokens[chunk.head].form
    return (
        _is_finite(chunk)
        and chunk.first == chunk.head
        and form is not None
        and form.is_past
        and not chunk.passive
    )


def _is_dateline(read: ReadSentence, day: DayMention) -> bool:
    """Whether a day belongs to the place and source that open a report, "OSLO, Aug. 15 --": any
    other day of the sentence comes before it.
    """
    return day.start < _DATELINE and read.text[day.end :].lstrip()[:1] in ("-", "–", "—", "(")


def _is_present(read: ReadSentence, head: int) -> bool:
    """Whether a verb is in the simple present: what it tells is said as it is spoken."""
    chunk = read.clauses.chunks[read.clauses.chunk_at(head)]
    form = read.tokens[chunk.head].form
    return (
        chunk.type is Type.VERB
        and all(token.tag is Tag.ADV for token in read.tokens[chunk.first : chunk.head])
        and form is not None
        and not form.is_past
        and chunk.mood == "finite"
    )


def _after_saying(read: ReadSentence, day: DayMention) -> bool:
    """Whether a day stands right after a verb of saying: "..., the ministry said on Monday"."""
    at = read.token_at(read.sentence.start + day.start)
    return any(
        t.lemma in ("say", "announce", "tell", "add", "state")
        for t in read.tokens[max(0, at - 3) : at]
    )


def _is_past(read: ReadSentence, governing: list[int]) -> bool:
    """Whether the statement is told in the simple past, so that the day told before it still
    holds.
    """
    for position in governing:
        chunk = read.clauses.chunks[position]
        form = read.tokens[chunk.first].form
        if chunk.type is Type.VERB and chunk.mood == "finite" and form is not None and form.is_past:
            return True
        if chunk.type is Type.VERB and read.tokens[chunk.first].lower in ("was", "were", "did"):
            return True
    return False


def _row_day(read: ReadSentence, days: list[DayMention], head: int) -> DayMention:
    """The day in the cue's own cell or brackets, else the row's last one."""
    at = read.tokens[head].start - read.sentence.start
    near = [
        day
        for day in days
        if 0 <= day.start - at < 40
        and "|" not in read.text[at : day.start]
        and ";" not in read.text[at : day.start]
    ]
    return near[0] if near else days[-1]


def _governing(read: ReadSentence, voices: Voices, head: int) -> list[int]:
    """The verb groups whose day is the cue's: its own, then those it hangs on or is told by."""
    clauses = read.clauses
    position = clauses.chunk_at(head)
    found = [position]
    if clauses.chunks[position].type is not Type.VERB:
        found = [k for k in range(position, -1, -1) if clauses.chunks[k].type is Type.VERB][:1]
        if not found:  # "At a summit on Saturday, the union condemned"
            later = range(position + 1, len(clauses.chunks))
            found = [k for k in later if _is_finite(clauses.chunks[k])][:1]
    k: int | None = found[0] if found else None
    while k is not None and clauses.chunks[k].mood in ("inf", "ing"):
        k = clauses.governor(k)
        if k is None or k in found:
            break
        found.append(k)
    for saying in voices.sayings:
        if saying.first <= head < saying.end:
            found.append(saying.position)
    quote_free = [
        saying.position
        for saying in voices.sayings
        if saying.position not in found
        and saying.speakers
        and clauses.chunks[saying.position].mood in ("finite", "")
    ]
    own = {code for p in voices.subjects.get(position, []) for code in p.codes}
    for other, parties in voices.subjects.items():
        same = {code for p in parties for code in p.codes}
        apart = _is_relative(read, other) or _is_relative(read, position)
        if other not in found and clauses.chunks[other].mood == "finite" and own == same != set():
            found += [] if apart else [other]
    if not voices.sayings or _all_quoted(read, voices, head):
        found += quote_free
    return found


def _all_quoted(read: ReadSentence, voices: Voices, head: int) -> bool:
    """Whether no saying governs the word, so that any in the sentence may date it."""
    return not any(saying.first <= head < saying.end for saying in voices.sayings)


def _is_relative(read: ReadSentence, position: int) -> bool:
    chunks = read.clauses.chunks
    j = position - 1
    while j >= 0 and chunks[j].type in (Type.ADV, Type.NP):
        j -= 1
    return j >= 0 and (
        chunks[j].type is Type.REL
        or (
            chunks[j].type is Type.SUB
            and read.tokens[chunks[j].first].lower == "that"
            and j > 0
            and chunks[j - 1].type is Type.NP
        )
    )


def _attached(read: ReadSentence, day: DayMention) -> list[int]:
    """The verb groups that a day expression may belong to; none if it dates a noun."""
    chunks = read.clauses.chunks
    at = read.token_at(read.sentence.start + day.start)
    end = read.token_at(read.sentence.start + day.end)
    if at >= len(read.tokens) or not _may_date_verb(read, at, end):
        return []
    position = read.clauses.chunk_at(at)
    j = -1 if _opens_its_clause(read, position) else position - 1
    found: list[int] = []
    relative = False
    while j >= 0:
        chunk = chunks[j]
        if chunk.type is Type.VERB:
            found.append(j)
            hung = _hung_on(read, j)
            found += hung
            if chunk.mood != "part" and (hung or not _opens_sentence(read, j)):
                return found
        if chunk.type is Type.COMMA and j and chunks[j - 1].type is Type.CONJ:
            break  # "and, by an order signed on Monday, froze"
        if chunk.type in (Type.SUB, Type.REL) or (
            chunk.type is Type.STOP and read.tokens[chunk.first].text not in "()"
        ):
            relative = chunk.type is Type.REL
            break
        if chunk.type is Type.CONJ and j + 1 < len(chunks) and chunks[j + 1].type is Type.PREP:
            break
        j -= 1
    stop = next(
        (k for k in range(position, len(chunks)) if read.tokens[chunks[k].first].text == ";"),
        len(chunks),
    )
    following = [k for k in range(position + 1, stop) if _is_finite(chunks[k])]
    return found + (following[:1] if relative else following)


def _opens_its_clause(read: ReadSentence, position: int) -> bool:
    """Whether a day stands between a subject, or an aside to it, and the verb that it dates:
    "and Oslo on Sunday condemned it", "Lie, whose country presides, late on Sunday condemned it".
    """
    chunks = read.clauses.chunks
    if position + 1 >= len(chunks) or not _is_finite(chunks[position + 1]):
        return False
    before = position - 1
    while before > 0 and chunks[before].type in (Type.PREP, Type.ADV):
        before -= 1
    if before <= 0:
        return False
    return chunks[before].type is Type.COMMA or before == read.clauses.subject(position + 1)


def _may_date_verb(read: ReadSentence, at: int, end: int) -> bool:
    """Whether the day expression read.tokens[at:end] tells when something is done: "Sunday's
    coup" and "the coup of Sunday" do not, "Sunday's statement" and "its letter of 10 May" do.
    """
    tokens = read.tokens
    if _is_possessive(read, end):
        return end + 1 < len(tokens) and tokens[end + 1].lower in _DOCUMENTS
    following = [token.lower for token in tokens[end : end + 2]]
    if following[:1] == ["when"] or following == ["in", "which"]:
        return False  # "atrocities in September in which troops opened fire"
    before = tokens[at - 1].lower if at else ""
    if before == "of" and at > 1 and tokens[at - 2].lower in _DOCUMENTS:
        return True
    return before not in _NOT_ITS_OWN and not (
        before in ("late", "early", "the", "last")
        and at > 1
        and tokens[at - 2].lower in _NOT_ITS_OWN
    )


def _hung_on(read: ReadSentence, position: int) -> list[int]:
    """The verb groups that share the day of the one at `position`, which hangs on them: "held a
    summit to discuss it on Monday", "said after meeting her on Monday", "in a statement issued on
    Monday it condemned".
    """
    clauses = read.clauses
    chunks = clauses.chunks
    chunk = chunks[position]
    if chunk.mood == "inf":
        governor = clauses.governor(position)
        aimed = governor is not None and read.tokens[chunks[governor].head].lemma in _CONVENING
        return [governor] if governor is not None and aimed else []
    before = chunks[position - 1] if position else None
    if chunk.mood == "finite" or before is None:
        return []
    word = read.tokens[before.end - 1].lower
    if chunk.mood == "ing" and word in _BEFORE_PARTICIPLE and position > 1:
        outer = [k for k in range(position - 1) if _is_finite(chunks[k])]
        return outer[-1:]
    return []


def _opens_sentence(read: ReadSentence, position: int) -> bool:
    """Whether a participle opens its sentence or hangs on the document or meeting that opens it:
    "Speaking on Monday", "In a statement issued on Monday".
    """
    chunks = read.clauses.chunks
    if chunks[position].mood == "ing":
        return all(c.type in (Type.ADV, Type.QUOTE, Type.STOP) for c in chunks[:position])
    return (
        2 <= position <= 3
        and chunks[position - 1].type is Type.NP
        and chunks[position - 2].type is Type.PREP
        and read.tokens[chunks[position - 1].end - 1].lower in _DOCUMENTS
    )


def _is_finite(chunk: Chunk) -> bool:
    return chunk.type is Type.VERB and chunk.mood == "finite"


def _is_possessive(read: ReadSentence, end: int) -> bool:
    return end < len(read.tokens) and read.tokens[end].tag is Tag.POSS
