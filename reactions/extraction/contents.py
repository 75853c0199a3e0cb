"""Finds what a cue governs: where its clause, infinitive or object begins and ends."""

from dataclasses import dataclass

from reactions.extraction.chunks import Type
from reactions.extraction.quotes import Quote
from reactions.extraction.sentence_view import FEWEST, REACH
from reactions.extraction.tellers import Tellers
from reactions.extraction.words import Form, Tag

_MODALS = frozenset(["would", "could", "should", "might", "will", "must", "can", "may"])
_STOP = -1
"""In place of the next chunk: what is reported does not begin here."""
_DATELINE = 14
"""Words within which a dateline ends."""


@dataclass(slots=True)
class _Scan:
    """How far the search for what a cue reports has come.

    `marked` asks for "that" or a quotation from now on; `addressed`: the addressee is behind.
    """

    position: int
    frames: frozenset[str]
    takes_clause: bool
    addressed: bool
    marked: bool


class Contents(Tellers):
    """What the cues of one sentence govern, as ranges of words."""

    def _complement(self, position: int, frames: frozenset[str]) -> tuple[int, int] | None:
        """The clause or quotation that a cue at `position` reports."""
        start = self._complement_start(position, frames)
        if start is None or start >= len(self.tokens):
            return None
        return start, self._clause_end(start)

    def _complement_start(self, position: int, frames: frozenset[str]) -> int | None:
        takes_clause = bool(frames & {"clause", "address"})
        scan = _Scan(position, frames, takes_clause, "address" not in frames, not takes_clause)
        j = position + 1
        while 0 <= j < min(len(self.chunks), position + REACH):
            if self._opens_quote(self.chunks[j].first):
                introduced = self._is_introduced(j, marked=takes_clause)
                return self.chunks[j].first if introduced else None
            found, j = self._step(scan, j)
            if found is not None:
                return found
        return None

    def _step(self, scan: _Scan, j: int) -> tuple[int | None, int]:
        """Where what is reported begins if at chunk `j`, and the chunk to go on with if not."""
        match self.chunks[j].type:
            case Type.SUB:
                return self._at_conjunction(scan, j)
            case Type.STOP | Type.REL:
                return self._at_stop(scan, j)
            case Type.COMMA:
                return self._at_comma(scan, j)
            case Type.PREP:
                return self._at_preposition(scan, j)
            case Type.NP:
                return self._at_phrase(scan, j)
            case Type.VERB:
                return self._at_verb(scan, j)
            case Type.CONJ if "address" not in scan.frames:
                return None, _STOP
            case Type.ADV if self._is_there(scan, j):
                return self.chunks[j].first, _STOP
        return None, j + 1

    def _is_there(self, scan: _Scan, j: int) -> bool:
        there = self._word(self.chunks[j].first) == "there"
        return there and not scan.marked and self._starts_clause(j)

    def _at_conjunction(self, scan: _Scan, j: int) -> tuple[int | None, int]:
        chunk = self.chunks[j]
        word = self._word(chunk.first)
        if word == "that" and self.tokens[chunk.first - 1].tag is Tag.PREP and scan.takes_clause:
            return None, j + 1  # "of that country"
        if not scan.takes_clause or (word != "that" and self.vocabulary.has("circumstance", word)):
            return None, _STOP
        if word == "that":
            return chunk.end, _STOP
        far = word == "if" and j > scan.position + 1
        return (None if far else chunk.first), _STOP

    def _at_stop(self, scan: _Scan, j: int) -> tuple[int | None, int]:
        chunk = self.chunks[j]
        match self._word(chunk.first):
            case ":":
                begins = scan.takes_clause or self._opens_quote(chunk.end)
                return (chunk.end if begins else None), _STOP
            case "(":
                return None, self._behind_bracket(j)
            case "/":
                return None, j + 1  # "RFE/RL"
        return None, _STOP

    def _at_comma(self, scan: _Scan, j: int) -> tuple[int | None, int]:
        behind = self._behind_comma(j)
        if behind is not None:
            return None, behind
        return (self._behind_circumstance(scan.position, j) if scan.takes_clause else None), _STOP

    def _at_preposition(self, scan: _Scan, j: int) -> tuple[int | None, int]:
        chunk = self.chunks[j]
        if not scan.marked and self._counts(j):
            return chunk.first, _STOP
        scan.marked |= self.vocabulary.has("circumstance", self._word(chunk.first))
        return None, j + (2 if self._type(j + 1) in (Type.NP, Type.VERB) else 1)

    def _at_phrase(self, scan: _Scan, j: int) -> tuple[int | None, int]:
        chunk = self.chunks[j]
        if self.clauses.is_time(chunk):
            return None, j + 1
        if not scan.addressed and self._runs_on(j):
            return chunk.first + 1, _STOP
        if not scan.addressed and self._type(self._forward(j + 1)) is not Type.VERB:
            scan.addressed = True
            return None, j + 1
        if not scan.marked and self._starts_clause(j):
            return chunk.first, _STOP
        address = "address" in scan.frames
        goes_on = (
            self._word(chunk.first - 1) == "/"
            or (address and self._marker_follows(j, colon=False))
            or (scan.takes_clause and address and j == scan.position + 1)
            or self._marker_follows(j)
        )
        return None, (j + 1 if goes_on else _STOP)

    def _at_verb(self, scan: _Scan, j: int) -> tuple[int | None, int]:
        chunk = self.chunks[j]
        near = j == scan.position + 1 and scan.takes_clause
        finite = chunk.mood == "finite"
        if near and (self._modifies(j) or (finite and self._has_gap(scan.position))):
            return chunk.first, _STOP
        on = self._word(chunk.end) == "that" and not (near and finite)
        return None, (j + 1 if on else _STOP)

    def _runs_on(self, j: int) -> bool:
        """Whether a clause begins within the addressee: "told Parliament defence ties were"."""
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
        """Whether what is reported begins with the quotation at `j`.

        `marked` takes it without a comma or colon before it too.
        """
        first = self.chunks[j].first
        quote = self.quoted[first]
        if quote is not None and self._word(first - 1) in (",", ":"):
            return marked or self._inner(quote)[:1].isupper()
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
        """Whether a relative clause leaves a gap: "a vote that observers said was flawed"."""
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
        """Whether a participle behind a cue opens a subject: "said detained leaders should"."""
        form = self.tokens[self.chunks[j].first].form
        return (
            form is not None
            and form.is_past
            and self._type(j + 1) is Type.NP
            and self._starts_clause(j + 1)
        )

    def _behind_comma(self, comma: int) -> int | None:
        """Where to go on after a comma: at a quotation, or behind an aside before "that"."""
        if comma + 1 < len(self.chunks) and self._opens_quote(self.chunks[comma + 1].first):
            return comma + 1
        for k in range(comma + 1, min(len(self.chunks), comma + REACH)):
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
        opens = first.type is Type.PREP and self.vocabulary.has(
            "circumstance", self._word(first.first)
        )
        commas = [
            k
            for k in range(comma, min(len(self.chunks) - 1, comma + REACH))
            if self.chunks[k].type is Type.COMMA
        ]
        clause = any(self._type(k + 1) is Type.NP and self._starts_clause(k + 1) for k in commas)
        return first.first if opens and clause else None

    def _behind_aside(self, comma: int) -> int | None:
        """The infinitive behind an aside: "called for the parliament, elected freely, to meet"."""
        if self._type(comma + 1) not in (Type.REL, Type.VERB):
            return None
        for k in range(comma + 1, min(len(self.chunks) - 1, comma + REACH)):
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

    def _infinitive(self, position: int, frames: frozenset[str]) -> tuple[int, int] | None:
        """What somebody is told to do, or promises to: "urged the army to return"."""
        first = self._object_of_order(position, frames)
        orders = first is not None
        if first is None:
            first = position + 1
            if self._type(first) is Type.PREP:
                return None
        infinitive = self._infinitive_after(first, position + REACH)
        if infinitive is None:
            return None
        chunk = self.chunks[infinitive]
        told = any(self._is_object(k) for k in range(first, infinitive))
        if told and orders:
            whole = chunk.passive or self._word(self.chunks[position].end) == "for"
            start = self.chunks[first].first if whole else chunk.first
            negated = self.tokens[start - 1].tag is Tag.NEG  # "warned them not to come"
            start -= negated or self._opens_quote(start - 1)
            return start, self._clause_end(start, after=chunk.end)
        if not told and "promise" in frames:
            return chunk.first, self._clause_end(chunk.first, after=chunk.end)
        return None

    def _object_of_order(self, position: int, frames: frozenset[str]) -> int | None:
        """Where whoever is told to do something begins; None if the verb gives no order."""
        preposition = self._word(self.chunks[position].end)
        after = position + 1
        timed = self._is_time_at(after + 1)
        if self._type(after) is not Type.PREP:
            return after if "order" in frames else None
        if f"order+{preposition}" in frames and not timed:
            return after if "order" in frames else after + 1
        return after if timed and "order" in frames else None

    def _is_object(self, j: int) -> bool:
        return self._type(j) is Type.NP and not self.clauses.is_time(self.chunks[j])

    def _infinitive_after(self, first: int, end: int) -> int | None:
        """The infinitive that follows an object, over what hangs on it."""
        told = False
        j = first
        while j < min(len(self.chunks), end):
            chunk = self.chunks[j]
            if self._opens_infinitive(j):
                return j
            if chunk.type is Type.COMMA:
                aside = self._behind_aside(j) if told else None
                if aside is not None:
                    j = aside
                    continue
                if not told or self._type(j + 1) not in (Type.NP, Type.CONJ, Type.QUOTE):
                    return None
            elif chunk.type not in (Type.NP, Type.PREP, Type.ADV, Type.CONJ, Type.QUOTE):
                return None
            told |= self._is_object(j)
            j += 1
        return None

    def _object(self, j: int) -> tuple[int, int] | None:
        """The object of a cue if part of it stands in quotation marks: "called it a “farce”"."""
        if j >= len(self.chunks) or self.chunks[j].type not in (Type.NP, Type.QUOTE):
            return None
        start = self.chunks[j].first
        end = self._clause_end(start, phrase=True)
        if any(q is not None for q in self.quoted[start:end]):
            return start, end
        return None

    def _clause_end(self, start: int, *, after: int | None = None, phrase: bool = False) -> int:
        """The word before which what begins at `start` ends; a `phrase` ends at any new verb."""
        opened = self._unclosed_bracket(start)
        aside = self._stands_in_aside(self.clauses.chunk_at(start))
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
            if aside and chunk.type is Type.COMMA and self._is_finite(j + 1):
                return chunk.first
        return len(self.tokens)

    def _is_whole(self, quote: Quote, behind: int) -> bool:
        """Whether a quotation with which a complement begins is all of it."""
        inner = self._inner(quote)
        if behind >= len(self.tokens):
            return True
        if inner.rstrip()[-1:] in ",.?!" or self.tokens[behind].tag in (
            Tag.COMMA,
            Tag.STOP,
        ):
            return True
        more = any(q is not None and q is not quote for q in self.quoted[behind:])
        circumstance = self.vocabulary.has("circumstance", self._word(behind))
        return circumstance and len(inner.split()) > FEWEST and not more

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
        """Whether what is reported ends before the chunk at `j`."""
        chunk = self.chunks[j]
        word = self._word(chunk.first)
        closes = chunk.type is Type.QUOTE and self._word(chunk.first - 1) in (",", "?", "!")
        if chunk.type is Type.COMMA or closes:
            return self._is_break_at_comma(j + 1, phrase=phrase)
        if chunk.type is Type.CONJ:
            return self._joins_report(j, phrase=phrase)
        if phrase and self._ends_phrase(j):
            return True
        if chunk.type is Type.SUB:
            return self.vocabulary.has("contrast", word)
        return word == "as" and self._is_circumstance(j)

    def _is_break_at_comma(self, following: int, *, phrase: bool) -> bool:
        kind = self._type(following)
        if kind is Type.VERB and self.chunks[following].mood == "ing":
            return phrase or self._is_reporting(following)
        if kind is Type.CONJ:
            return self._is_new_clause(following, phrase=phrase)
        if kind is not None and self.vocabulary.has(
            "contrast", self._word(self.chunks[following].first)
        ):
            return True
        clause = kind is Type.NP and self._starts_clause(following)
        return phrase and (clause or kind in (Type.VERB, Type.SUB, Type.REL))

    def _ends_phrase(self, j: int) -> bool:
        """Whether an object ends before a participle of saying, a relative or a circumstance."""
        chunk = self.chunks[j]
        if chunk.type is Type.VERB and chunk.mood == "ing":
            return self._is_reporting(j)
        circumstance = self.vocabulary.has("circumstance", self._word(chunk.first))
        return chunk.type is Type.REL or (chunk.type is Type.SUB and circumstance)

    def _is_circumstance(self, j: int) -> bool:
        """Whether "as" opens a clause of time: not "as long as", not "as the vote"."""
        chunk = self.chunks[j]
        measure = ("long", "soon", "far", "well", "much", "many")
        return (
            self._word(chunk.first - 1) not in measure
            and self._type(j + 1) is Type.NP
            and not self._opens_quote(chunk.end)
            and self._starts_clause(j + 1)
        )

    def _stands_in_aside(self, position: int) -> bool:
        """Whether a chunk stands in a relative clause between commas: "X, who said so, left"."""
        for j in range(position - 1, 0, -1):
            if self.chunks[j].type is Type.REL:
                return self.chunks[j - 1].type is Type.COMMA
            if self.chunks[j].type is Type.COMMA:
                return False
        return False

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
        """Whether "and" joins a further verb of saying: "... and called for calm"."""
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

    def _content_start(self, boundary: int) -> int:
        """The word with which what stands before an attribution begins."""
        quote = self.quoted[self.chunks[boundary].first]
        if quote is None and boundary:
            quote = self.quoted[self.chunks[boundary - 1].first]
        if quote is not None and quote.start >= self.read.sentence.start and self._is_full(quote):
            return self.read.token_at(quote.start)
        start = 0
        for i, token in enumerate(self.tokens[1:_DATELINE], 1):
            if token.text in "–—-:" and self.tokens[i - 1].text.isupper():
                start = i + 1
        return start
