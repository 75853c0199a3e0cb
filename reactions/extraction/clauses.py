"""Finds the subject of a verb: phrases, verb groups, and a walk to the left.

This is an approximation of a parse, made for news prose: a clause's subject is the noun phrase
that stands
before its verb group, reached over adverbs, modifiers and asides; verbs joined by "and" share it;
a participle
after a comma has the main clause's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NewType

from reactions.extraction.vocabulary import word_list
from reactions.extraction.words import TIMES, Form, Tag, Token

_NOMINAL = frozenset({Tag.DET, Tag.ADJ, Tag.NUM, Tag.NOUN, Tag.NAME, Tag.POSS})
_AUX = frozenset({Tag.MODAL, Tag.BE, Tag.HAVE, Tag.DO})
_VERBAL = _AUX | {Tag.VERB, Tag.PART, Tag.ING, Tag.INF}
_OPENING = frozenset({Tag.DET, Tag.ADJ, Tag.POSS})


_ASIDE_VERBS = word_list("aside_verbs")
_SAYING = word_list("saying")
_WEEKDAYS = word_list("weekdays")
_MOVING = word_list("moving")


ChunkType = NewType("ChunkType", str)


class Type:
    """What a chunk of a sentence is: plain strings, quick to look up and to compare by `is`."""

    NP: Final = ChunkType("np")
    PREP: Final = ChunkType("prep")
    VERB: Final = ChunkType("verb")
    COMMA: Final = ChunkType("comma")
    CONJ: Final = ChunkType("conj")
    REL: Final = ChunkType("rel")
    SUB: Final = ChunkType("sub")
    STOP: Final = ChunkType("stop")
    QUOTE: Final = ChunkType("quote")
    ADV: Final = ChunkType("adv")


_SINGLE = {
    Tag.ADV: Type.ADV, Tag.NEG: Type.ADV, Tag.PRON: Type.NP, Tag.PREP: Type.PREP,
    Tag.TO: Type.PREP, Tag.CONJ: Type.CONJ, Tag.REL: Type.REL, Tag.SUB: Type.SUB,
    Tag.QUOTE: Type.QUOTE, Tag.COMMA: Type.COMMA, Tag.STOP: Type.STOP,
}  # fmt: skip
"""What a word is that makes a chunk of its own."""
_JOINTS = frozenset({Type.CONJ, Type.COMMA, Type.ADV})
_BREAKS = frozenset({Type.STOP, Type.SUB, Type.REL})


@dataclass(slots=True)
class Chunk:
    """Tokens from `first` to before `end`. `head` is the lexical verb of a verb group."""

    type: ChunkType
    first: int
    end: int
    head: int = -1
    mood: str = ""  # finite, inf, ing, part
    passive: bool = False
    negated: bool = False
    modal: str = ""
    perfect: bool = False
    joined: bool = False  # an infinitive that shares the "to" of one before it


class Clauses:
    """The chunks of one sentence, and the questions put to them."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.chunks = _chunks(tokens)
        self._join_infinitives()
        self._of_token = [
            position
            for position, chunk in enumerate(self.chunks)
            for _ in range(chunk.first, chunk.end)
        ]

    def _join_infinitives(self) -> None:
        """Make "urged them to stop, refrain and talk" three infinitives: the bare ones share
        "to".
        """
        last: Chunk | None = None
        before: ChunkType | None = None
        for chunk in self.chunks:
            type_ = chunk.type
            if type_ is Type.VERB:
                joined = before in _JOINTS
                if last is not None and joined and chunk.mood == "finite" and self._is_bare(chunk):
                    chunk.mood, chunk.joined = "inf", True
                if chunk.mood == "inf":
                    chunk.joined |= last is not None and before is Type.CONJ
                    last = chunk
                elif chunk.mood == "finite":
                    last = None
            elif type_ in _BREAKS:
                last = None
            before = type_

    def _is_bare(self, chunk: Chunk) -> bool:
        return chunk.first == chunk.head and self.tokens[chunk.head].form is Form.BASE

    def chunk_at(self, i: int) -> int:
        """The position of the chunk that holds token `i`."""
        return self._of_token[i]

    def is_time(self, chunk: Chunk) -> bool:
        """Whether a noun phrase only tells when: "Monday", "late Saturday", "last week"."""
        last = self.tokens[chunk.end - 1]
        return last.lower.rstrip(".") in TIMES or last.lower.isdigit()

    def subject(self, position: int, depth: int = 0) -> int | None:
        """Return where the noun phrase stands that is subject of the verb group at `position`."""
        if depth > 8:
            return None
        verb = self.chunks[position]
        if verb.mood == "inf":
            return self._infinitive_subject(position, depth)
        if verb.mood == "ing":
            return self._participle_subject(position, depth)
        if verb.mood == "part":
            return None
        if self.is_inverted(position):
            return position + 1
        return self._finite_subject(position, depth)

    def is_inverted(self, position: int) -> bool:
        """Whether a verb of saying stands between a quotation and its speaker: '", said
        Prentiss'.
        """
        chunks = self.chunks
        if position == 0 or position + 1 >= len(chunks) or chunks[position + 1].type is not Type.NP:
            return False
        if self.tokens[chunks[position].head].lemma not in _SAYING:
            return False
        before = chunks[position - 1]
        if before.type is Type.QUOTE:
            opens = self.tokens[before.first].end == self.tokens[chunks[position].first].start
            return not opens
        following = chunks[position + 2].type if position + 2 < len(chunks) else Type.STOP
        ends = following in (Type.COMMA, Type.STOP, Type.PREP, Type.ADV)
        return (
            before.type is Type.COMMA
            and self.tokens[chunks[position].head].lemma in ("say", "add", "write", "explain")
            and ends
            and not self.is_time(chunks[position + 1])
            and any(c.type is Type.VERB and c.mood == "finite" for c in chunks[:position])
            and not self._has_verb_after(position + 2)
        )

    def _has_verb_after(self, position: int) -> bool:
        """Whether a phrase goes on to a verb: "Borrell, said the response to the vote was"."""
        for chunk in self.chunks[position:]:
            if chunk.type not in (Type.PREP, Type.NP, Type.ADV):
                return chunk.type is Type.VERB and chunk.mood == "finite"
        return False

    def _finite_subject(self, position: int, depth: int) -> int | None:
        resumed = self._before_open_relative(position)
        if resumed is not None:
            return resumed
        j = position - 1
        while j >= 0:
            chunk = self.chunks[j]
            if chunk.type in (Type.ADV, Type.QUOTE):
                j -= 1
            elif chunk.type is Type.NP:
                if j and self.chunks[j - 1].type is Type.PREP:
                    prep = self.tokens[self.chunks[j - 1].first].lower
                    outer = self.noun_before(j - 1)
                    if (
                        prep in ("after", "before", "since", "as", "until", "than", "like")
                        and j == position - 1
                    ):
                        return j
                    modified = j >= 2 and self.chunks[j - 2].mood == "part"
                    if modified and prep == "by":
                        j -= 3  # "a delegation led by the envoy arrived"
                        continue
                    if outer is None and j - 2 >= 0 and self.chunks[j - 2].type is Type.VERB:
                        return (
                            j
                            if prep
                            not in ("of", "in", "on", "at", "by", "for", "to", "from", "with")
                            else None
                        )
                    j -= 2
                    continue
                if self.is_time(chunk) and j:
                    j -= 1
                    continue
                return self._before_abbreviation(j)
            elif chunk.type is Type.COMMA:
                jumped = self._before_aside(j)
                if jumped is None and self.chunks[j + 1].type is Type.PREP and j + 1 < position - 1:
                    j -= 1  # "ECOWAS, at a meeting in Abuja, issued"
                    continue
                if jumped is None and self._is_stray(j, position):
                    return 0
                if jumped is None:
                    return self._coordinated(j, position, depth)
                j = jumped
            elif chunk.type is Type.REL or (
                chunk.type is Type.SUB and self.tokens[chunk.first].lower == "that"
            ):
                return self._antecedent(j)
            elif chunk.type is Type.CONJ:
                return self._coordinated(j, position, depth)
            elif chunk.type is Type.PREP:
                j -= 1
            elif chunk.type is Type.VERB and chunk.mood == "part" and j != position - 1:
                j -= 1  # "a delegation led by ..., has arrived"
            elif self.tokens[chunk.first].text == ")":
                j = self._before_bracket(j)
                if (
                    j >= 1
                    and self.chunks[j].type is Type.COMMA
                    and self.chunks[j - 1].type is Type.NP
                ):
                    j -= 1
            else:
                return None
        return None

    def _before_open_relative(self, position: int) -> int | None:
        """The subject before a relative clause that no comma closes: "Holm, who was elected as
        chair of the bloc said".
        """
        chunks = self.chunks
        if self.tokens[chunks[position].head].lemma not in _SAYING:
            return None
        j = position - 1
        while j > 1 and chunks[j].type in (Type.NP, Type.PREP, Type.ADV):
            j -= 1
        if j < 2 or j == position - 1 or chunks[j].type is not Type.VERB:
            return None
        opened = chunks[j - 1].type is Type.REL and chunks[j - 2].type is Type.COMMA
        who = self.tokens[chunks[j - 1].first].lower == "who"
        return self._antecedent(j - 1) if opened and who else None

    def _is_stray(self, comma: int, position: int) -> bool:
        """Whether a comma only parts the subject that opens the sentence from its verb: "The
        League (LAS), also condemned".
        """
        lead, chunks = self.chunks[:comma], self.chunks
        if not lead or lead[0].type is not Type.NP or self.is_time(lead[0]):
            return False
        if any(c.type is not Type.ADV for c in chunks[comma + 1 : position]):
            return False
        whole = all(
            c.type is Type.NP or self.tokens[c.first].lower in ("of", "(", ")") for c in lead
        )
        resumed = any(
            c.type is Type.COMMA and chunks[k + 1].type is Type.VERB
            for k, c in enumerate(chunks[position:-1], position)
        )
        return whole and not resumed  # not "Norway, condemned by all, gave in"

    def _before_abbreviation(self, np: int) -> int:
        """The phrase that "the Group of Seven (G7) industrial nations" begins with."""
        if (
            np < 2
            or self.tokens[self.chunks[np - 1].first].text != ")"
            or self.tokens[self.chunks[np].first].tag is Tag.DET
        ):
            return np
        before = self._before_bracket(np - 1)
        return before if before >= 0 and self.chunks[before].type is Type.NP else np

    def _before_bracket(self, closing: int) -> int:
        j = closing - 1
        while j >= 0 and self.tokens[self.chunks[j].first].text != "(":
            j -= 1
        return j - 1

    def noun_before(self, prep: int) -> int | None:
        """The noun phrase that a preposition hangs on."""
        j = prep - 1
        while j >= 0 and self.chunks[j].type in (Type.ADV, Type.QUOTE):
            j -= 1
        return j if j >= 0 and self.chunks[j].type is Type.NP else None

    def _before_aside(self, comma: int) -> int | None:
        """Where the walk goes on left of an aside that `comma` closes; None if it closes none."""
        j = comma - 1
        has_verb = False
        while j >= 0:
            chunk = self.chunks[j]
            if chunk.type is Type.STOP:
                if self.tokens[chunk.first].text == ")":
                    j = self._before_bracket(j)
                    continue
                return None
            if chunk.type is Type.COMMA:
                opener = self.chunks[j + 1]
                if has_verb and not (
                    opener.type is Type.REL
                    or (opener.type is Type.VERB and opener.mood in ("ing", "part"))
                    or (opener.type is Type.SUB)
                    or self.tokens[opener.head].lemma in _ASIDE_VERBS
                    or (opener.type is Type.PREP and self.chunks[j + 2].type is Type.REL)
                    or (
                        opener.type is Type.NP
                        and j + 2 < comma
                        and self.chunks[j + 2].type is Type.PREP
                        and j + 3 < comma
                        and self.chunks[j + 3].type is Type.REL
                    )
                ):
                    return None
                return j - 1
            if chunk.type is Type.VERB and chunk.mood == "finite":
                has_verb = True
            elif chunk.type is Type.REL or self.tokens[chunk.first].lower == "whose":
                return self._open_of_aside(j)
            j -= 1
        return None

    def _open_of_aside(self, j: int) -> int | None:
        """What stands before the comma that opens an aside with a relative clause."""
        while j >= 0:
            if self.chunks[j].type is Type.COMMA:
                return j - 1
            if self.chunks[j].type is Type.STOP:
                return None
            j -= 1
        return None

    def _coordinated(self, joint: int, position: int, depth: int) -> int | None:
        """The subject of the verb that the group at `position` is joined to."""
        verb = self.chunks[position]
        fallback: int | None = None
        for j in range(joint - 1, -1, -1):
            chunk = self.chunks[j]
            if chunk.type is Type.STOP and self.tokens[chunk.first].text not in "–—-()":
                break
            if chunk.type is Type.VERB and chunk.mood == "finite":
                if self._same_form(chunk, verb):
                    return self.subject(j, depth + 1)
                if fallback is None:
                    fallback = j
        return self.subject(fallback, depth + 1) if fallback is not None else None

    def _same_form(self, one: Chunk, other: Chunk) -> bool:
        """Whether two verb groups can be joined by "and": tense and mood agree."""
        first, second = self.tokens[one.first], self.tokens[other.first]
        past = {"was", "were", "had", "did"}
        if one.modal or other.modal:
            return bool(one.modal) == bool(other.modal) or bool(one.modal)
        one_past = (first.form is not None and first.form.is_past) or first.lower in past
        other_past = (second.form is not None and second.form.is_past) or second.lower in past
        return one_past == other_past

    def _antecedent(self, rel: int) -> int | None:
        j = rel - 1
        while j >= 0 and self.chunks[j].type in (Type.COMMA, Type.ADV, Type.QUOTE, Type.PREP):
            j -= 1
        if j < 0 or self.chunks[j].type is not Type.NP:
            return None
        if (
            self.tokens[self.chunks[rel].first].lower in ("who", "which")
            and self._behind_of(j) is not None
        ):
            outer = self._behind_of(j)
            if outer is not None and self.tokens[self.chunks[rel].first].lower == "who":
                return outer
        return j

    def _behind_of(self, np: int) -> int | None:
        if (
            np >= 2
            and self.chunks[np - 1].type is Type.PREP
            and self.tokens[self.chunks[np - 1].first].lower == "of"
        ):
            return self.noun_before(np - 1)
        return None

    def _infinitive_subject(self, position: int, depth: int) -> int | None:
        governor = self.governor(position)
        if governor is None:
            return None
        verb = self.chunks[governor]
        if not verb.passive and self.tokens[verb.head].lemma in _MOVING:
            caused = self.object_between(governor, position)
            if caused is not None:
                return caused  # "the arrests prompted Norway to condemn them"
        return self.subject(governor, depth + 1)

    def governor(self, position: int) -> int | None:
        """The verb group that an infinitive or participle at `position` hangs on."""
        joined = self.chunks[position].joined
        if position and self.chunks[position - 1].type is Type.COMMA and not joined:
            before = self._before_aside(position - 1)
            if before is not None:
                position = before + 1  # "expect IGAD, which has its seat here, to call a meeting"
        for j in range(position - 1, -1, -1):
            chunk = self.chunks[j]
            if chunk.type is Type.VERB:
                if joined:
                    joined = chunk.joined or chunk.mood != "inf"
                    if chunk.mood == "inf":
                        continue
                return j
            if chunk.type in (Type.STOP, Type.SUB, Type.REL):
                return None
        return None

    def object_between(self, governor: int, position: int) -> int | None:
        """The noun phrase between a verb and the infinitive that hangs on it, if any."""
        for j in range(position - 1, governor, -1):
            if self.chunks[j].type is Type.NP and not self.is_time(self.chunks[j]):
                return j
        return None

    def _cited(self, position: int, depth: int) -> int | None:
        """Who says so in "quoted Holm as condemning" and "Holm was quoted as saying"."""
        for k in range(position - 2, -1, -1):
            chunk = self.chunks[k]
            if chunk.type is Type.VERB:
                if self.tokens[chunk.head].lemma not in ("quote", "cite"):
                    return None
                if chunk.passive:
                    return self._finite_subject(k, depth + 1)
                return self._inverted(k)
        return None

    def _participle_subject(self, position: int, depth: int) -> int | None:
        cited = self._cited(position, depth)
        if cited is not None:
            return cited
        j = position - 1
        while j >= 0 and self.chunks[j].type in (Type.ADV, Type.QUOTE):
            j -= 1
        if j >= 0 and self.chunks[j].type is Type.CONJ:
            for k in range(j - 1, -1, -1):
                if self.chunks[k].type is Type.VERB and self.chunks[k].mood == "ing":
                    return self.subject(k, depth + 1)
        absolute = self._absolute(j) or self._second_absolute(j)
        if absolute is not None:
            return absolute
        after_comma = j >= 0 and self.chunks[j].type is Type.COMMA
        for k in range(position - 1, -1, -1):
            chunk = self.chunks[k]
            if chunk.type is Type.VERB and chunk.mood in ("finite", "inf"):
                if after_comma and self._is_subordinate(k) and self._has_main_before(k):
                    continue
                found = self.subject(k, depth + 1)
                if found is None and chunk.mood == "finite" and self._inverted(k) is not None:
                    return self._inverted(k)
                return found
            if chunk.type is Type.STOP and self.tokens[chunk.first].text in ";:":
                break
        for k in range(position + 1, len(self.chunks)):
            if self.chunks[k].type is Type.VERB and self.chunks[k].mood == "finite":
                return self.subject(k, depth + 1)
        return next((k for k, c in enumerate(self.chunks[:position]) if c.type is Type.NP), None)

    def _second_absolute(self, j: int) -> int | None:
        """The noun phrase of "..., with Paris saying so and Rome also condemning it"."""
        if (
            j < 1
            or self.chunks[j].type is not Type.NP
            or self.chunks[j - 1].type not in (Type.CONJ, Type.COMMA)
        ):
            return None
        earlier = self.chunks[: j - 1]
        has_with = any(
            c.type is Type.PREP and self.tokens[c.first].lower == "with" for c in earlier
        )
        has_participle = any(c.type is Type.VERB and c.mood == "ing" for c in earlier)
        return j if has_with and has_participle else None

    def _is_subordinate(self, k: int) -> bool:
        """Whether a verb stands in a clause of time, condition or relation: "until Tripoli
        responds".
        """
        j = k - 1
        while j >= 0 and self.chunks[j].type in (Type.NP, Type.ADV, Type.QUOTE):
            j -= 1
        if j < 0:
            return False
        chunk = self.chunks[j]
        time = ("after", "before", "until", "till", "since", "as")
        return chunk.type in (Type.SUB, Type.REL) or (
            chunk.type is Type.PREP and self.tokens[chunk.first].lower in time
        )

    def _has_main_before(self, k: int) -> bool:
        return any(c.type is Type.VERB and c.mood == "finite" for c in self.chunks[:k])

    def _absolute(self, j: int) -> int | None:
        """The noun phrase of "with Bolivia and Chile pushing for ..."."""
        np = j
        if np < 0 or self.chunks[np].type is not Type.NP:
            return None
        while j >= 1:
            before = self.chunks[j - 1]
            if before.type is Type.PREP:
                return np if self.tokens[before.first].lower == "with" else None
            if (
                before.type in (Type.CONJ, Type.COMMA)
                and j >= 2
                and self.chunks[j - 2].type is Type.NP
            ):
                j -= 2
                continue
            return None
        return None

    def _inverted(self, position: int) -> int | None:
        """The subject right after its verb: "said Prentiss"."""
        j = position + 1
        while j < len(self.chunks) and self.chunks[j].type in (Type.ADV,):
            j += 1
        if j < len(self.chunks) and self.chunks[j].type is Type.NP:
            return j
        return None

    def passive_subject(self, position: int) -> int | None:
        """The noun phrase that a passive verb group tells of."""
        return self._finite_subject(position, 0)

    def inverted_subject(self, position: int) -> int | None:
        """The subject of a verb of saying, after it."""
        return self._inverted(position)

    def agent(self, position: int) -> int | None:
        """The noun phrase after "by" that does what the passive at `position` tells."""
        for j in range(position + 1, min(position + 9, len(self.chunks))):
            chunk = self.chunks[j]
            if chunk.type is Type.VERB and chunk.mood == "finite":
                return None
            if chunk.type in (Type.STOP, Type.REL, Type.SUB):
                return None
            if (
                chunk.type is Type.PREP
                and self.tokens[chunk.first].lower == "by"
                and j + 1 < len(self.chunks)
            ):
                following = self.chunks[j + 1]
                if following.type is Type.NP and not self.is_time(following):
                    return j + 1
        return None


def _chunks(tokens: Sequence[Token]) -> list[Chunk]:
    chunks: list[Chunk] = []
    i = 0
    while i < len(tokens):
        tag = tokens[i].tag
        if tag in _NOMINAL:
            chunk = Chunk(Type.NP, i, _np_end(tokens, i))
        elif tag in _VERBAL or (tag is Tag.TO and _opens_infinitive(tokens, i)):
            chunk = _verb_group(tokens, i)
        else:
            chunk = Chunk(_SINGLE.get(tag, Type.ADV), i, i + 1)
        chunks.append(chunk)
        i = chunk.end
    return chunks


def _opens_infinitive(tokens: Sequence[Token], i: int) -> bool:
    j = i + 1
    while j < len(tokens) and tokens[j].tag in (Tag.ADV, Tag.NEG, Tag.QUOTE):
        j += 1
    return j < len(tokens) and (
        tokens[j].tag is Tag.INF
        or (tokens[j].tag in (Tag.BE, Tag.HAVE, Tag.DO) and tokens[j].lower in ("be", "have", "do"))
    )


def _np_end(tokens: Sequence[Token], i: int) -> int:
    j = i + 1
    while j < len(tokens):
        tag, before = tokens[j].tag, tokens[j - 1].tag
        if tag in _NOMINAL:
            if tokens[j].lower in _WEEKDAYS and (before is Tag.NAME or before is Tag.NOUN):
                break  # "the UK | Monday"
            if (tag is Tag.NAME or tag is Tag.DET) and _ends_time(tokens, i, j):
                break  # "On 3 September | Venezuela", "on Monday | the bloc"
            # A new determiner begins a new phrase: "gave [Lesotho's prime minister] [the weekend]".
            if tag is Tag.DET and before is not Tag.DET and before is not Tag.ADJ:
                break
            j += 1
        elif (tag is Tag.QUOTE or tag is Tag.ADV) and j + 1 < len(tokens):
            following = tokens[j + 1].tag
            opens = before in _OPENING
            glued = (
                tag is Tag.QUOTE
                and (before is Tag.ADJ or before is Tag.NOUN)
                and following is Tag.NOUN
                and tokens[j].start == tokens[j - 1].end
            )
            if following not in _NOMINAL or not (opens or glued):
                break
            j += 2
        else:
            break
    return j


def _ends_time(tokens: Sequence[Token], first: int, j: int) -> bool:
    last = tokens[j - 1].lower.rstrip(".")
    if tokens[j].lower.rstrip(".") in TIMES:
        return False
    if last in TIMES:
        return last not in ("may", "march", "august") or (
            first < j - 1 and tokens[j - 2].tag is Tag.NUM
        )
    return last.isdigit() and j - 2 >= first and tokens[j - 2].lower.rstrip(".") in TIMES


def _verb_group(tokens: Sequence[Token], i: int) -> Chunk:
    start = i
    chunk = Chunk(Type.VERB, start, start + 1, head=start)
    tag = tokens[i].tag
    first = tokens[i]
    chunk.mood = "finite"
    if tag is Tag.TO:
        chunk.mood = "inf"
        i += 1
        while tokens[i].tag in (Tag.ADV, Tag.NEG, Tag.QUOTE):
            chunk.negated |= tokens[i].tag is Tag.NEG
            i += 1
    elif tag is Tag.ING or first.lower in ("being", "having"):
        chunk.mood = "ing"
    elif tag is Tag.PART:
        chunk.mood = "part"
        chunk.passive = True
    elif tag is Tag.INF or first.lower == "been":
        chunk.mood = "inf"
    chunk.head = i
    chunk.negated |= tokens[i].lower == "cannot"
    end = i + 1
    while end <= len(tokens):
        current = tokens[chunk.head]
        if current.tag is Tag.MODAL:
            chunk.modal = chunk.modal or current.lower
        if current.tag not in _AUX:
            break
        j = end
        negated = False
        while j < len(tokens) and tokens[j].tag in (Tag.ADV, Tag.NEG, Tag.QUOTE):
            negated |= tokens[j].tag is Tag.NEG
            j += 1
        if negated:
            chunk.negated = True
        if j >= len(tokens) or not _chains(current, tokens[j]):
            break
        if current.tag is Tag.BE and _is_past(tokens[j]):
            chunk.passive = True
        if current.tag is Tag.HAVE:
            chunk.perfect = True
        chunk.head = j
        end = j + 1
    chunk.end = end
    # "no longer", "never" before a finite verb belong to it.
    j = start - 1
    while j >= 0 and tokens[j].tag in (Tag.ADV, Tag.NEG):
        chunk.negated |= tokens[j].tag is Tag.NEG
        j -= 1
    return chunk


def _is_past(token: Token) -> bool:
    return token.form is not None and token.form.is_past


def _chains(aux: Token, following: Token) -> bool:
    if following.tag in (Tag.BE, Tag.HAVE) and aux.tag in (Tag.MODAL, Tag.DO):
        return following.lower in ("be", "have")
    if aux.tag is Tag.MODAL or aux.tag is Tag.DO:
        return following.tag in (Tag.VERB, Tag.INF, Tag.DO)
    if aux.tag is Tag.HAVE:
        if following.lower in ("become", "come", "run", "overcome"):
            return True
        return (
            following.tag in (Tag.VERB, Tag.PART) and _is_past(following)
        ) or following.lower in ("been", "had", "done")
    if aux.tag is Tag.BE:
        return (
            following.tag in (Tag.VERB, Tag.PART, Tag.ING)
            and (_is_past(following) or following.form is Form.ING)
        ) or following.lower == "being"
    return False
