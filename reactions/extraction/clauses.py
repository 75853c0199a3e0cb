"""Finds the subject of a verb: a walk to the left over phrases, asides and joined verbs.

This is an approximation of a parse, made for news prose: a clause's subject is the noun phrase
that stands
before its verb group, reached over adverbs, modifiers and asides; verbs joined by "and" share it;
a participle
after a comma has the main clause's.
"""

from collections.abc import Container, Iterator, Sequence

from reactions.extraction.asides import Asides
from reactions.extraction.chunks import Chunk, Type
from reactions.extraction.vocabulary import word_list
from reactions.extraction.words import Tag, Token

_SAYING = word_list("saying")
_MOVING = word_list("moving")
_DASHES = "–—-"
_NO_ENDS = "–—-()$€£"
"""Signs that stand inside a clause, though no phrase holds them."""
_OPENING_CLAUSES = frozenset(("after", "before", "since", "as", "until", "than", "like"))
_CROWDS = word_list("crowds")
_PORTFOLIOS = word_list("portfolios") | {"the", "and"}
_JUDGED = 4
"""Chunks before the infinitive of "it is wrong of Peru to", at the least."""
_PLANS = frozenset(("attempt", "attempts", "bid", "ploy", "scheme", "maneuver", "manoeuvre"))
_REFLEXIVES = frozenset(("itself", "himself", "herself", "themselves"))
_MAKING = frozenset(("make", "compose", "comprise", "consist"))


class Clauses(Asides):
    """Which phrase is the subject, the object or the agent of a verb."""

    def __init__(self, tokens: Sequence[Token], breaks: Container[int] = ()) -> None:
        super().__init__(tokens, breaks)
        self._subjects: dict[int, int | None] = {}

    def subject(self, position: int, depth: int = 0) -> int | None:
        """Return where the noun phrase stands that is subject of the verb group at `position`."""
        if depth:
            return self._find_subject(position, depth)
        if position not in self._subjects:
            self._subjects[position] = self._find_subject(position, depth)
        return self._subjects[position]

    def _find_subject(self, position: int, depth: int) -> int | None:
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
        if position == 0 or self.tokens[chunks[position].head].lemma not in _SAYING:
            return False
        if position + 1 >= len(chunks) or chunks[position + 1].type is not Type.NP:
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
                modified = self._before_participle(j)
                if modified is not None:
                    j = modified
                    continue
                if j and self.chunks[j - 1].type is Type.PREP:
                    prep = self.tokens[self.chunks[j - 1].first].lower
                    outer = self.noun_before(j - 1)
                    modified = self._before_participle(j - 1)
                    if outer is None and modified is not None:
                        j = modified  # "EU ministers meeting in Luxembourg condemned"
                        continue
                    if prep in _OPENING_CLAUSES and self._is_bare_subject(j, position):
                        return j
                    made = self._made_of(j - 1)
                    if made is not None:
                        # "a delegation led by the envoy arrived", ", made up of Chad and Niger,"
                        j = made - (1 if self.chunks[made].type is Type.COMMA else 0)
                        continue
                    if self._is_participle_of(j - 2):
                        j -= 3  # "a statement posted on its website said"
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
                if (self.is_time(chunk) or self._is_reflexive(chunk)) and j:
                    j -= 1
                    continue
                if self._is_second_portfolio(j):
                    j -= 2
                    continue
                return self._before_abbreviation(j)
            elif chunk.type is Type.COMMA and self._parts_date(j):
                j -= 1
            elif chunk.type is Type.COMMA:
                jumped = self._before_aside(j)
                if jumped is None and self.chunks[j + 1].type is Type.PREP and j + 1 < position - 1:
                    j -= 1  # "ECOWAS, at a meeting in Abuja, issued"
                    continue
                alone = jumped is None or bool(self._behind_opening(j))
                stray = self._stray_subject(j, position) if alone else None
                if stray is not None:
                    return stray
                if jumped is None:
                    opening = self._opening_subject(j)
                    return self._coordinated(j, position, depth) if opening is None else opening
                j = jumped
            elif chunk.type is Type.SUB and j and self.chunks[j - 1].type is Type.REL:
                j -= 1  # "Britain, which once planned"
            elif chunk.type is Type.REL or (
                chunk.type is Type.SUB and self.tokens[chunk.first].lower == "that"
            ):
                return self._antecedent(j)
            elif chunk.type is Type.CONJ:
                return self._coordinated(j, position, depth)
            elif chunk.type is Type.PREP:
                j -= 1
            elif self._is_parted(j, position):
                return self.subject(j, depth + 1)  # "has, through its minister, condemned"
            elif chunk.type is Type.VERB and chunk.mood == "part" and j != position - 1:
                j -= 1  # "a delegation led by ..., has arrived"
            elif self.tokens[chunk.first].text in _DASHES:
                opened = self._before_dash(j)
                if opened is None:
                    return None
                j = opened
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

    def _is_reflexive(self, chunk: Chunk) -> bool:
        """Whether a phrase only stresses the one before it: "Riyadh itself"."""
        return self.tokens[chunk.first].lower in _REFLEXIVES

    def _opening_subject(self, comma: int) -> int | None:
        """The phrase that opens a clause and is parted by asides of several commas from its verb:
        "Peru, which once paid it, and has said so, condemned", given the last comma.
        """
        chunks = self.chunks
        first = comma
        while first > 0 and not self._ends_clause(chunks[first - 1]):
            first -= 1
        while chunks[first].type in (Type.CONJ, Type.QUOTE) and first < comma:
            first += 1
        if first + 2 >= comma or chunks[first].type is not Type.NP or self.is_time(chunks[first]):
            return None
        if chunks[first + 1].type is not Type.COMMA:
            return None
        aside = False
        told = False
        for chunk in chunks[first + 2 : comma]:
            if chunk.type is Type.COMMA:
                told = False
            elif chunk.type is Type.CONJ and aside:
                told = True
            elif chunk.type in (Type.REL, Type.SUB) or self._says_whose(chunk):
                aside = told = True
            elif chunk.type is Type.VERB and chunk.mood == "finite" and not told:
                return None
        return first if aside else None

    def _ends_clause(self, chunk: Chunk) -> bool:
        """Whether a chunk is a stop, and no sign that stands inside a clause."""
        return chunk.type is Type.STOP and self.tokens[chunk.first].text not in _NO_ENDS

    def _says_whose(self, chunk: Chunk) -> bool:
        """Whether a phrase opens a relative clause: "on whose soil"."""
        return chunk.type is Type.NP and self.tokens[chunk.first].lower == "whose"

    def _is_bare_subject(self, j: int, position: int) -> bool:
        """Whether a phrase, with nothing but an "of" behind it, stands right before a verb group:
        "after the governments of these countries refused".
        """
        inner = range(j + 1, position)
        return all(
            self.chunks[i].type is Type.NP or self.tokens[self.chunks[i].first].lower == "of"
            for i in inner
        )

    def _is_second_portfolio(self, j: int) -> bool:
        """Whether a phrase is the second half of a portfolio: "of Trade and Cooperation"."""
        if j < 3 or self.chunks[j - 1].type is not Type.CONJ:
            return False
        first, chunk = self.chunks[j - 2], self.chunks[j]
        words = {self.tokens[i].lower for c in (first, chunk) for i in range(c.first, c.end)}
        of = self.tokens[self.chunks[j - 3].first].lower in ("of", "for")
        return of and first.type is Type.NP and words <= _PORTFOLIOS

    def _is_participle_of(self, j: int) -> bool:
        """Whether a chunk is a past participle right behind its noun."""
        return j > 0 and self.chunks[j].mood == "part" and self.chunks[j - 1].type is Type.NP

    def _is_parted(self, j: int, position: int) -> bool:
        """Whether an aside parts an auxiliary from its verb."""
        chunk = self.chunks[j]
        parted = self.chunks[j + 1].type is Type.COMMA and j < position - 2
        bare = chunk.end - chunk.first == 1 and self.tokens[chunk.first].tag is Tag.HAVE
        return chunk.type is Type.VERB and parted and bare

    def _before_participle(self, j: int) -> int | None:
        """The phrase that a participle before the chunk at `j` belongs to: "ministers meeting"."""
        inner = j - 1
        while inner > 0 and self.chunks[inner].mood == "inf":
            inner -= 1  # "the countries refusing to recognise the junta include"
        if inner < j - 1 and self.chunks[inner].mood != "ing":
            return inner if self._opens_clause(inner) else None
        j = inner + 1
        if j < 2 or self.chunks[j - 1].mood != "ing" or self.chunks[j - 2].type is not Type.NP:
            return None
        absolute = j > 2 and self.tokens[self.chunks[j - 3].first].lower == "with"
        time = self.is_time(self.chunks[j - 2])
        compound = self.tokens[self.chunks[j].first].tag is Tag.NOUN  # "the trading bloc"
        return None if absolute or time or compound else j - 2

    def _opens_clause(self, j: int) -> bool:
        """Whether a clause begins with a phrase: "Italy's decision (to leave the talks)"."""
        opener = self.chunks[j - 1].type if j else Type.STOP
        starts = opener in (Type.STOP, Type.SUB, Type.COMMA, Type.CONJ, Type.QUOTE)
        return self.chunks[j].type is Type.NP and starts

    def _made_of(self, prep: int) -> int | None:
        """What stands before "led by" and "made up of", given the preposition."""
        j = prep - 1
        while j > 0 and self.tokens[self.chunks[j].first].lower == "up":
            j -= 1
        verb, word = self.chunks[j], self.tokens[self.chunks[prep].first].lower
        if j < 1 or verb.type is not Type.VERB:
            return None
        led = verb.mood == "part" and word == "by"
        made = word == "of" and self.tokens[verb.head].lemma in _MAKING
        return j - 1 if led or made else None

    def _before_open_relative(self, position: int) -> int | None:
        """The subject before a relative clause that no comma closes: "Holm, who was elected as
        chair of the bloc said", "the mission that watches over the accord of 2016 asked".
        """
        chunks = self.chunks
        j = position - 1
        while j > 1 and chunks[j].type in (Type.NP, Type.PREP, Type.ADV):
            j -= 1
        if j < 2 or j == position - 1 or chunks[j].type is not Type.VERB:
            return None
        opener = self.tokens[chunks[j - 1].first].lower
        if opener == "that":
            return j - 2 if chunks[j - 2].type is Type.NP else None
        if self.tokens[chunks[position].head].lemma not in _SAYING:
            return None
        opened = chunks[j - 1].type is Type.REL and chunks[j - 2].type is Type.COMMA
        return self._antecedent(j - 1) if opened and opener == "who" else None

    def _coordinated(self, joint: int, position: int, depth: int) -> int | None:
        """The subject of the verb that the group at `position` is joined to."""
        verb = self.chunks[position]
        fallback: int | None = None
        for j in range(joint - 1, -1, -1):
            chunk = self.chunks[j]
            if chunk.type is Type.STOP and self.tokens[chunk.first].text not in _NO_ENDS:
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
        other_past = (second.form is not None and second.form.is_past) or second.lower in past
        if one.modal or other.modal:
            return bool(one.modal) and (bool(other.modal) or not other_past)
        one_past = (first.form is not None and first.form.is_past) or first.lower in past
        return one_past == other_past

    def reporting(self, position: int) -> int | None:
        """Return the verb group that reports the words behind which a verb is joined on, where
        those are of a thing: the "regrets" of "regrets that the vote was marred and appeals to".
        """
        if not position or self.chunks[position - 1].type is not Type.CONJ:
            return None
        finite = [
            j
            for j in range(position - 1)
            if self.chunks[j].type is Type.VERB and self.chunks[j].mood == "finite"
        ]
        if not finite or not self._tells_of_thing(finite[-1]):
            return None
        verb = self.chunks[position]
        return next(
            (
                j
                for j in reversed(finite[:-1])
                if self._reports(j) and self._same_form(self.chunks[j], verb)
            ),
            None,
        )

    def joined(self, position: int) -> Iterator[int]:
        """Yield the verb groups before, the nearest first, that one may be joined to by "and" or
        in a row: the "took" of "took note of the vote, congratulated him and called for calm".
        """
        j = position - 1
        while j > 0 and self.chunks[j].type is Type.ADV:
            j -= 1
        if j < 1 or self.chunks[j].type not in (Type.CONJ, Type.COMMA):
            return
        verb = self.chunks[position]
        for k in range(j - 1, -1, -1):
            chunk = self.chunks[k]
            if chunk.type is Type.STOP and self.tokens[chunk.first].text not in _NO_ENDS:
                return
            finite = chunk.type is Type.VERB and chunk.mood == "finite" and not chunk.passive
            if not finite:
                continue
            aside = self.chunks[k + 1].type is Type.COMMA  # ", a spokesman said, and hopes"
            if self.tokens[chunk.head].lemma in _SAYING and not aside:
                return  # whoever is reported to have done one thing has done the other
            if self._same_form(chunk, verb) and (verb.modal or not chunk.modal):
                yield k

    def _reports(self, position: int) -> bool:
        """Whether a verb group has reported words behind it: "said", "expressed regret that"."""
        following = self.chunks[position + 1 : position + 4]
        return self.tokens[self.chunks[position].head].lemma in _SAYING or any(
            chunk.type is Type.SUB and self.tokens[chunk.first].lower == "that"
            for chunk in following
        )

    def _tells_of_thing(self, position: int) -> bool:
        """Whether a verb group tells what a thing is or what is done: "was marred", "is grave"."""
        verb = self.chunks[position]
        return verb.passive or self.tokens[verb.head].tag is Tag.BE

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
            return self._headline_subject(position)
        told_of = self._told_of(position) or self._owner_of_plan(position)
        if told_of is not None:
            return told_of
        verb = self.chunks[governor]
        if not verb.passive and self.tokens[verb.head].lemma in _MOVING:
            caused = self.object_between(governor, position)
            if caused is not None:
                return caused  # "the arrests prompted Norway to condemn them"
        return self.subject(governor, depth + 1)

    def _told_of(self, position: int) -> int | None:
        """Whose conduct is judged: "it is wrong of Peru and Chile not to recognize it"."""
        who = position - 1
        while who > 0 and self.chunks[who].type is Type.ADV:
            who -= 1  # "not to"
        if position < _JUDGED or self.chunks[who].type is not Type.NP:
            return None
        j = who
        while j > 0 and self.chunks[j].type in (Type.NP, Type.CONJ, Type.COMMA):
            j -= 1
        if j < _JUDGED - 1 or self.tokens[self.chunks[j].first].lower not in ("of", "for"):
            return None
        before = j - 1
        while before > 0 and self.chunks[before].type is Type.QUOTE:
            before -= 1
        judged = self.chunks[before]
        verdict = judged.type is Type.NP and judged.end - judged.first == 1
        verb = self.chunks[before - 1]
        while verb.type in (Type.QUOTE, Type.ADV) and before > 1:
            before -= 1
            verb = self.chunks[before - 1]
        is_state = verb.type is Type.VERB and self.tokens[verb.head].tag is Tag.BE
        return who if verdict and is_state else None

    def _owner_of_plan(self, position: int) -> int | None:
        """Whose act an infinitive is behind somebody's "attempt": "rejected his bid to stay"."""
        plan = self.chunks[position - 1]
        if plan.type is not Type.NP or self.tokens[plan.end - 1].lower not in _PLANS:
            return None
        owned = any(self.tokens[i].tag is Tag.POSS for i in range(plan.first, plan.end))
        return position - 1 if owned else None

    def _headline_subject(self, position: int) -> int | None:
        """Who opens a headline that tells what is to come: "EU to hold emergency summit"."""
        opens = position == 1 and self.chunks[0].type is Type.NP
        finite = any(c.type is Type.VERB and c.mood == "finite" for c in self.chunks)
        return 0 if opens and not finite else None

    def governor(self, position: int) -> int | None:
        """The verb group that an infinitive or participle at `position` hangs on."""
        joined = self.chunks[position].joined or self._is_listed_infinitive(position)
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

    def _is_listed_infinitive(self, position: int) -> bool:
        """Whether an infinitive goes on with a list: "to keep calm, to show restraint and to"."""
        if position < 2 or self.chunks[position].mood != "inf":
            return False
        if self.chunks[position - 1].type is not Type.COMMA:
            return False
        if self.tokens[self.chunks[position].first].lower != "to":
            return False
        before = next((c for c in self.chunks[position - 1 :: -1] if c.type is Type.VERB), None)
        return before is not None and before.mood == "inf"

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
        absolute = self._absolute(j) or self._second_absolute(j) or self._bare_absolute(position)
        if absolute is not None:
            return absolute
        if j == position - 1 and j and self._is_crowd(j):
            return j
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

    def _is_crowd(self, j: int) -> bool:
        """Whether a phrase is people who demand things for themselves: "protesters demanding"."""
        chunk = self.chunks[j]
        return chunk.type is Type.NP and self.tokens[chunk.end - 1].lower in _CROWDS

    def _bare_absolute(self, position: int) -> int | None:
        """The noun phrase of "Oslo condemned it, its neighbor Sweden calling for calm"."""
        if position < 3 or self.chunks[position - 2].type is not Type.COMMA:
            return None
        np = self.chunks[position - 1]
        named = np.type is Type.NP and self.tokens[np.end - 1].tag is Tag.NAME
        told = any(c.type is Type.VERB and c.mood == "finite" for c in self.chunks[: position - 2])
        return position - 1 if named and told and not self.is_time(np) else None

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
                at = self._behind_aside(j + 1)
                following = self.chunks[at]
                if following.type is Type.NP and not self.is_time(following):
                    return at
        return None

    def _behind_aside(self, j: int) -> int:
        """Where it goes on behind an aside: "by, among others, Norway"."""
        if self.chunks[j].type is not Type.COMMA:
            return j
        for k in range(j + 1, min(j + 5, len(self.chunks) - 1)):
            if self.chunks[k].type is Type.COMMA:
                return k + 1
        return j
