"""Lists of actors: where one begins and ends, and whom it names."""

from collections.abc import Sequence

from reactions.extraction.chunks import Chunk, Type
from reactions.extraction.examples import Examples
from reactions.extraction.mentions import Context, Mention
from reactions.extraction.names import (
    first_within,
    outside_brackets,
    phrase_at,
)
from reactions.extraction.parties import Party
from reactions.extraction.reading import CONTINENTS, ReadSentence
from reactions.extraction.vocabulary import word_list
from reactions.extraction.words import TIMES, Tag, Token

_GENERIC = word_list("generic")
_LISTING = word_list("listing")
_ROSTERS = word_list("rosters")
_PEERS = frozenset(("neighbours", "neighbors", "allies", "partners", "powers", "both"))
_DESCRIBING = word_list("regional") | {"eu", "nato", "baltic", "nordic", "gulf", "those"}
"""Words that tell which officials speak: "the left-wing presidents of", "those of"."""
_PLURAL = ("plural", "body")
_WHERE = word_list("where")
_SMALL = (Tag.DET, Tag.ADJ, Tag.NUM, Tag.PREP, Tag.ADV, Tag.CONJ)


_MOST = 40
"""Actors in one list; a longer one is no sentence of news."""
_PAIR = 2
"""Chunks from the first phrase to the second in "Norway and Peru"."""


class ActorLists(Examples):
    """Phrases that list actors: "the leaders of Norway, Peru and the regional bloc ECOWAS"."""

    def _list_end(self, read: ReadSentence, position: int) -> int:
        """The last phrase of the list that a chunk is within: "Norway, Sweden and Denmark"."""
        chunks = read.clauses.chunks
        last, j, parted = position, position, False
        while j + 2 < len(chunks) and last - position < 2 * _MOST and not parted:
            if not self._is_listed(read, chunks[j]) or chunks[j + 1].type is not Type.COMMA:
                break
            j += 2
            if chunks[j].type is Type.CONJ and j + 1 < len(chunks):
                j += 1
                parted = True
            elif chunks[j].type is not Type.NP:
                break
            if j + 1 < len(chunks) and chunks[j + 1].type is Type.CONJ and not parted:
                j, parted = j + 2, True
            if j >= len(chunks) or chunks[j].type is not Type.NP:
                return position
            if not self._is_listed(read, chunks[j]):
                return position
            last = j
        return last if parted else position

    def _list_start(self, read: ReadSentence, position: int) -> int:
        """The first phrase of the list of actors that ends at a chunk: "France, Germany and
        Britain".
        """
        chunks = read.clauses.chunks
        start = position
        joined, count = False, 0
        while count < _MOST and self._is_listed(read, chunks[start]):
            j = self._before_joint(read, start)
            if (
                j == 1
                and chunks[0].type is Type.PREP
                and start == 3
                and chunks[2].type is Type.COMMA
            ):
                break  # "In London, Downing Street condemned"
            if j >= 0 and self._ends_opening(read, j, start):
                break  # "After talks in Oslo, Paris and Berlin condemned"
            if (
                j == start - 1
                or j < 0
                or chunks[j].type is not Type.NP
                or not self._is_listed(read, chunks[j])
                or self._is_object_of_aside(read, j, start)
                or (j == start - _PAIR and self._opens_clause(read, start, j))
                or read.lowers[chunks[j].first] == "others"
            ):
                break
            joined |= any(chunks[i].type is Type.CONJ for i in range(j + 1, start))
            count += 1
            start = j
        # "In light of the protests in Kazakhstan, the EU said": two names and a comma are no list.
        return start if joined or count > 1 else position

    @staticmethod
    def _opens_clause(read: ReadSentence, position: int, before: int) -> bool:
        """Whether "and" joins clauses: the phrase before it is a verb's object, the one behind
        it another verb's subject.
        """
        chunks = read.clauses.chunks
        if before < 1 or position + 1 >= len(chunks):
            return False
        verb, following = chunks[before - 1], chunks[position + 1]
        return (
            verb.type is following.type is Type.VERB
            and verb.mood == following.mood == "finite"
            and read.tokens[verb.head].tag is not Tag.BE
            and (form := read.tokens[verb.head].form) is not None
            and form.is_past
            and before > 1
            and chunks[before - 2].type is Type.NP
            and not verb.passive
            and not read.clauses.is_inverted(before - 1)
        )

    def _ends_opening(self, read: ReadSentence, j: int, start: int) -> bool:
        """Whether a name only tells where, at the end of the phrase that opens a sentence."""
        chunks = read.clauses.chunks
        if j < 1 or start != j + 2 or chunks[j + 1].type is not Type.COMMA:
            return False
        opening = chunks[:j]
        led = opening[0].type is Type.PREP or opening[0].mood in ("ing", "part")
        where = opening[-1].type is Type.PREP and read.lowers[opening[-1].first] in _WHERE
        simple = all(c.mood != "finite" and c.type is not Type.COMMA for c in opening)
        return led and where and simple

    def _before_joint(self, read: ReadSentence, start: int) -> int:
        """The chunk before what parts one item of a list from the next: a comma, "and then"."""
        chunks, tokens = read.clauses.chunks, read.tokens
        j = start - 1
        joined = False
        while j >= 0:
            mark = tokens[chunks[j].first].text
            if mark == ")":
                while j >= 0 and tokens[chunks[j].first].text != "(":
                    j -= 1
            elif chunks[j].type is Type.ADV:
                adverb = tokens[chunks[j].first].tag is Tag.ADV
                nearby = joined or (j and chunks[j - 1].type in (Type.CONJ, Type.ADV, Type.NP))
                if not adverb or not nearby:
                    break
            elif chunks[j].type is Type.NP:
                aside = j > 1 and chunks[j - 1].type is Type.COMMA and j < start - 1
                if not aside or not self._is_aside_of_time(read, j):
                    break
            elif chunks[j].type not in (Type.COMMA, Type.CONJ) and mark != "/":
                break
            joined |= chunks[j].type is Type.CONJ
            j -= 1
        return j if any(c.type is not Type.ADV for c in chunks[j + 1 : start]) else start - 1

    def _is_aside_of_time(self, read: ReadSentence, j: int) -> bool:
        """Whether a phrase in a list only tells when: "Sweden and, a day later, Norway"."""
        chunks = read.clauses.chunks
        return read.clauses.is_time(chunks[j]) and chunks[j - 2].type is Type.CONJ

    def _is_object_of_aside(self, read: ReadSentence, j: int, start: int) -> bool:
        """Whether a name ends the aside of another: "Chad, which borders Libya, and Niger"."""
        chunks = read.clauses.chunks
        pair = chunks[j + 1].type is Type.COMMA and chunks[start - 1].type is Type.CONJ
        return j > 0 and pair and chunks[j - 1].type is Type.VERB

    def _outermost(self, read: ReadSentence, outer: int | None) -> int | None:
        """The first noun of "the heads of state of", given the last."""
        chunks = read.clauses.chunks
        while outer and outer > 1 and read.tokens[chunks[outer - 1].first].lower == "of":
            before = read.clauses.noun_before(outer - 1)
            if before is None:
                break
            outer = before
        return outer

    def _is_plural_office(self, read: ReadSentence, chunk: Chunk) -> bool:
        last = read.tokens[chunk.end - 1].lower
        office = first_within(read.offices, chunk.end - 1, chunk.end)
        return office is not None or last.endswith("ministers") or last in _ROSTERS

    def _joint(self, read: ReadSentence, first: int, end: int) -> Party | None:
        """Several actors that speak or act together (codebook rule 6)."""
        tokens = read.tokens
        mentions = [
            span
            for span in read.spans
            if first <= span[0] < end and span[2].context is not Context.COMPOUND
        ]
        if len(mentions) < 2:
            return None
        for i in range(mentions[-1][0] - 1, first, -1):
            # "Belarus' EU and NATO neighbours Lithuania and Poland": only those after the noun
            if tokens[i].lower in _GENERIC and any(i + 1 == m[0] for m in mentions):
                mentions = [m for m in mentions if m[0] > i]
                first = i + 1
                break
        heads: list[tuple[int, int, Mention]] = []
        for a, b, m in mentions:
            if not heads:
                lead = tokens[first:a]
                if lead and not self._passes_through(lead):
                    return None
                heads.append((a, b, m))
                continue
            if tokens[a - 1].text == "(":
                continue
            if not self._leads_on(read, heads[-1][1], a):
                break
            heads.append((a, b, m))
        if len(heads) < 2:
            return None
        last = heads[-1]
        tail = tokens[last[1] : end]
        ends = not tail or tail[0].tag in (Tag.COMMA, Tag.CONJ, Tag.PREP, Tag.POSS, Tag.ADV)
        if not ends and first_within(read.offices, last[1], end) is None:
            return None
        codes = tuple(dict.fromkeys(code for _, _, m in heads for code in m.codes))
        return self.actor(codes, span=(heads[0][2].start, last[2].end), type_="joint")

    def _leads_on(self, read: ReadSentence, first: int, end: int) -> bool:
        """Whether words only lead from one actor of a list to the next."""
        tokens = outside_brackets(read.tokens[first:end])
        chunk = read.clauses.chunks[read.clauses.chunk_at(end)]
        own = read.tokens[chunk.first].start
        if any(self._outsider_at(read, i, chunk.first, end) for i in range(chunk.first, end)):
            return False
        return bool(tokens) and all(
            t.lower in _LISTING
            or t.lower in CONTINENTS
            or t.lower.endswith(("-member", "-nation", "-country", "-state"))
            or t.tag is Tag.ADV
            or t.lower in TIMES
            # "and the regional bloc ECOWAS", "and former colonial power France"
            or (own <= t.start and t.tag in (Tag.ADJ, Tag.NOUN, Tag.NUM))
            for t in tokens
        )

    def _passes_through(self, lead: Sequence[Token]) -> bool:
        """Whether "the leaders of", "both", "foreign ministers from" stand before the list."""
        words = [t for t in lead if t.tag not in _SMALL]
        if not words:
            return True
        if lead[-1].lower not in ("of", "from", "the", "in", "by", "to"):
            return all(t.lower in _PEERS for t in words)
        i = 0
        while i < len(lead):
            found = phrase_at(lead, i, len(lead), self.vocabulary.offices)
            if found is not None and (found[1].type in _PLURAL or lead[i].lower.endswith("s")):
                i += found[0]
            elif (
                lead[i].tag in _SMALL
                or lead[i].lower in _DESCRIBING
                or "-" in lead[i].text
                or self._counts(lead, i)
            ):
                i += 1
            else:
                return False
        return True

    def _counts(self, lead: Sequence[Token], i: int) -> bool:
        """Whether a word tells of a group that the list makes up: "the trilateral mechanism of"."""
        following = lead[i + 1].lower if i + 1 < len(lead) else ""
        return lead[i].lower in _ROSTERS or following in _ROSTERS
