"""Phrases that stand for several: lists, officials joined, chairs that speak for a body."""

from dataclasses import replace

from reactions.extraction.actor_lists import ActorLists
from reactions.extraction.chunks import Chunk, Type
from reactions.extraction.discourse import Discourse
from reactions.extraction.gazetteer import Form as NameForm
from reactions.extraction.parties import Party, Standing
from reactions.extraction.reading import ReadSentence
from reactions.extraction.vocabulary import word_list
from reactions.extraction.words import Tag

_WHERE = word_list("where")
_CHAIRS = word_list("chairs")
_LEADING = frozenset(("by", "from", "to"))
_LED = frozenset(("world", "capitals"))


_UNTOLD = ("no office", "whose office is not told")
_MOST = 40
"""Actors in one list; a longer one is no sentence of news."""


class JointPhrases(ActorLists):
    """Noun phrases that stand for several actors at once (codebook rule 6)."""

    def resolve(self, read: ReadSentence, position: int, context: "Discourse") -> list[Party]:
        """Return the parties that the noun phrase at a chunk stands for; several if it is joint."""
        chunks = read.clauses.chunks
        chunk = chunks[position]
        tokens = read.tokens
        if read.lowers[chunk.first] in ("all", "both", "each") and (
            read.lowers[chunk.first + 1 : chunk.first + 3] == ["of", "them"]
        ):
            found = context.pronoun("they")
            return [found] if found else []
        those = read.lowers[chunk.first : chunk.end + 1] == ["those", "of"]
        pronoun = tokens[chunk.first].tag in (Tag.PRON, Tag.DET, Tag.REL) and not those
        if chunk.end - chunk.first == 1 and pronoun:
            if read.lowers[chunk.first] == "they" and self._tell_of_themselves(read, position):
                return [Party(Standing.UNKNOWN)]
            found = context.pronoun(tokens[chunk.first].lower)
            return [found] if found else []
        led = self._led(read, chunk)
        if led is not None:
            return [led]
        if tokens[chunk.first].lower == "whose" and position:
            return self._owner_of(read, position, context)
        start = position
        if read.can_list:
            asked, position = position, self._list_end(read, position)
            start = self._list_start(read, position)
            if start != asked and self._is_behind_place(read, start):
                outer = self._noun_of_list(read, start)
                if outer is None:
                    # "Nicaraguans in Mexico, Canada and Spain took to the streets"
                    span = (tokens[chunk.first].start, tokens[chunk.end - 1].end)
                    return [Party(Standing.UNKNOWN, span=span)]
                position = start = outer
        first, end = self._stretch(read, start)
        end = max(end, self._stretch(read, position)[1])
        several = self._named_together(read, first, end, context) if read.spans else []
        if several:
            return several
        listed = self._listed_next(read, first, end) or self._listed_before(read, first, end)
        if listed:
            return [listed]
        each = self._each_of(read, start, position, context)
        if each:
            return each
        party = self._read_stretch(read, first, end, context)
        if party is not None:
            of_state = self._of_state(read, position, party)
            if of_state is not None:
                others = self._joined_before(read, position, context)
                return [*others, of_state] if others else [party]
        if party is not None and party.why in ("by context", "whose office is not told"):
            shared = self._of_same_state(read, position, party, context)
            if shared:
                return shared
        others = self._joined_before(read, position, context) if party and party.codes else []
        if party is not None and len(others) == 1 and self._holds_both(read, others[0], party):
            return [replace(party, codes=others[0].codes, office=others[0].office)]
        return self._distributed(read, end, [*others, party]) if party else []

    @staticmethod
    def _tell_of_themselves(read: ReadSentence, position: int) -> bool:
        """Whether "they" are several of no name who open the sentence: "Four oil companies said
        that they were leaving".
        """
        first, before = read.clauses.chunks[0], read.clauses.chunks[position - 1]
        if position == 0 or first.type is not Type.NP or before.type is not Type.SUB:
            return False
        head = read.tokens[first.end - 1]
        named = any(first.first <= a < first.end for a, _, _ in read.spans)
        told = any(first.first <= i < first.end for i in read.offices)
        counted = read.tokens[first.first].lower not in ("the", "both", "these", "those")
        return counted and head.tag is Tag.NOUN and head.lower.endswith("s") and not (named or told)

    def _named_together(
        self, read: ReadSentence, first: int, end: int, context: "Discourse"
    ) -> list[Party]:
        """Whom a phrase with names means at once: a list, whose chair speaks, or examples."""
        joint = self._joint(read, first, end)
        if joint:
            return [joint]
        speaks_for = self._on_behalf(read, end)
        if speaks_for:
            party = self._read_stretch(read, first, end, context)
            if party and party.standing is Standing.ACTOR:
                return [replace(party, codes=speaks_for)]
        return self._examples(read, first, end)

    @staticmethod
    def _is_behind_place(read: ReadSentence, start: int) -> bool:
        """Whether a list hangs on a preposition that may only tell where."""
        before = read.clauses.chunks[start - 1] if start > 1 else None
        return (
            before is not None and before.type is Type.PREP and read.lowers[before.first] in _WHERE
        )

    def _noun_of_list(self, read: ReadSentence, start: int) -> int | None:
        """What a list is of, if it acts: "the leaders of", "a joint statement from"."""
        chunks = read.clauses.chunks
        outer = read.clauses.noun_before(start - 1)
        if outer is not None and self.vocabulary.has(
            "documents", read.lowers[chunks[outer].end - 1]
        ):
            return start
        if outer is not None and read.lowers[chunks[outer].first] == "those":
            return outer  # "the embassies, those of Norway and Peru"
        outer = self._outermost(read, outer)
        if outer is None or not self._is_plural_office(read, chunks[outer]):
            return None
        return outer

    def _distributed(self, read: ReadSentence, end: int, parties: list[Party]) -> list[Party]:
        """Give each his own state: "Ada Holm and Per Lind, the foreign ministers of Peru and
        Chile".
        """
        if len(parties) < 2 or any(not party.official for party in parties):
            return parties
        first = min(read.token_at(party.span[0]) for party in parties)
        named = [span for span in read.spans if first <= span[0] < end]
        taken = {i for a, b, _ in named for i in range(a, b)}
        names = self._persons_in(read, first, end, taken)
        apart = len(names) == len(named) == len(parties) and (
            named[0][0] >= names[-1][1] or named[-1][1] <= names[0][0]
        )
        plural = any(
            office.type == "plural" and first <= i < end
            for i, found in read.offices.items()
            for _, office in found
        )
        if not apart or not plural:
            return parties
        return [
            self.actor(
                mention.codes,
                span=party.span,
                official=party.official,
                office=party.office,
                type_=party.type,
                official_span=party.official_span,
            )
            for party, (_, _, mention) in zip(parties, named, strict=True)
        ]

    def _led(self, read: ReadSentence, chunk: Chunk) -> Party | None:
        """The actors of a lead: "From the United States to the Arab League, the world reacted"."""
        tokens = read.tokens
        if tokens[chunk.end - 1].lower not in _LED or tokens[chunk.first].tag is Tag.NAME:
            return None
        start = chunk.first
        while start and tokens[start - 1].tag is not Tag.STOP:
            start -= 1
        named = [span for span in read.spans if start < span[0] and span[1] <= chunk.first]
        if tokens[start].lower != "from" or len(named) < 2:
            return None
        codes = tuple(dict.fromkeys(code for _, _, m in named for code in m.codes))
        return self.actor(codes, span=(named[0][2].start, named[-1][2].end), type_="lead")

    def _owner_of(self, read: ReadSentence, position: int, context: "Discourse") -> list[Party]:
        """The organization of ", whose Permanent Council met": a body of it acts for it."""
        chunks = read.clauses.chunks
        if not self._is_plural_office(read, chunks[position]):
            return []
        j = position - 1
        while j >= 0 and chunks[j].type in (Type.COMMA, Type.ADV):
            j -= 1
        return self.resolve(read, j, context) if j >= 0 and chunks[j].type is Type.NP else []

    def _on_behalf(self, read: ReadSentence, end: int) -> tuple[str, ...]:
        """The organization that a rotating chair speaks for: "Finland, for the European Union,
        ...".
        """
        if read.lowers[end : end + 1] != [","]:
            return ()
        text = " ".join(read.lowers[end + 1 : end + 7])
        if not text.startswith(
            (
                *("for ", "speaking for ", "acting for ", "on behalf of ", "in the name of "),
                *("speaking on behalf of ", "acting on behalf of "),
            )
        ):
            return ()
        for mention in read.mentions:
            a, _ = read.mention_tokens(mention)
            if end < a <= end + 6 and self.gazetteer.is_organization(mention.codes[0]):
                return mention.codes
        return ()

    def _joined_before(
        self, read: ReadSentence, position: int, context: "Discourse"
    ) -> list[Party]:
        """The actors joined by "and" to the phrase at a chunk: "Cleverly and the French
        ministry".
        """
        chunks = read.clauses.chunks
        found: list[Party] = []
        while position >= 2 and len(found) < _MOST:
            before = self._joined_at(read, position, joined=bool(found))
            if before is None:
                break
            people = self._bare_people(read, chunks[before])
            if people is not None:
                found.insert(0, people)
                position = before
                continue
            limit = chunks[before + 1].first
            position = before
            of = False
            led = read.lowers[chunks[position - 1].first] if position else ""
            if position and chunks[position - 1].type is Type.PREP and led not in _LEADING:
                # "Ada Holm of Norway and Per Lind of Sweden"
                of = read.tokens[chunks[position - 1].first].lower == "of" and position >= 2
                position -= 2
                if not of or chunks[position].type is not Type.NP:
                    break
                if position > 1 and self._comma(read, position):
                    # "Ada Holm, president of Norway, and Per Lind"
                    name = chunks[position - 2]
                    if name.type is Type.NP and self.names_in(read, name):
                        position -= 2
            first, end = self._stretch(read, position)
            end = min(end, limit)
            party = self._read_stretch(read, first, end, context)
            if party is None or party.standing is not Standing.ACTOR:
                break
            if of and party.official is None:
                break
            found.insert(0, party)
        return found

    def _joined_at(self, read: ReadSentence, position: int, *, joined: bool) -> int | None:
        """The phrase joined to the one at a chunk by "and", or by a comma in a list of them."""
        chunks = read.clauses.chunks
        before = position - 2
        if chunks[position - 1].type is Type.CONJ:
            if self._opens_clause(read, position, before):
                return None  # "Germany expelled two diplomats and Peru withdrew its envoy"
            if before > 1 and chunks[before].type is Type.COMMA:
                before -= 1
                if chunks[before - 1].type is Type.VERB:
                    return None  # "Mexico, which borders Belize, and Cuba"
        elif not self._comma(read, position) or not (
            joined or self._bare_people(read, chunks[before])
        ):
            return None
        return before if chunks[before].type is Type.NP else None

    def _bare_people(self, read: ReadSentence, chunk: Chunk) -> Party | None:
        """The state of the first in "Bolivian and Venezuelan officials"."""
        named = read.ends.get(chunk.end)
        if named is None or named[0] != chunk.first or named[1].plural:
            return None
        mention = named[1]
        following = next((a for a, _, _ in read.spans if a > chunk.end), len(read.tokens))
        if mention.form is not NameForm.DEMONYM or following > chunk.end + 2:
            return None
        return self.actor(mention.codes, span=(mention.start, mention.end))

    def _of_same_state(
        self, read: ReadSentence, position: int, party: Party, context: "Discourse"
    ) -> list[Party]:
        """The officials of one state, told with the first: "Polish President Nowak and Prime
        Minister Kos".
        """
        if party.official is None or party.type not in ("head", "minister"):
            return []
        others = self._joined_before(read, position, context)
        if not others or others[-1].type not in ("head", "minister") or not others[-1].official:
            return []
        if others[-1].why or len(others[-1].codes) != 1:
            return []
        shared = self.actor(
            others[-1].codes,
            span=party.span,
            official=party.official,
            office=party.office,
            type_=party.type,
            official_span=party.official_span,
        )
        return [*others, shared]

    def _holds_both(self, read: ReadSentence, chair: Party, named: Party) -> bool:
        """Whether one person has two offices and speaks for the organization that it chairs:
        "OSCE chairman and Austrian Foreign Minister Ada Holm".
        """
        if read.lowers[read.token_at(named.span[0])] == "former" and chair.official is None:
            return True  # "the AU's envoy and former president Ada Holm"
        chairs = chair.official is None and chair.office and chair.office.lower() in _CHAIRS
        if not chairs or not named.official or len(chair.codes) != 1:
            return False
        first = read.tokens[read.token_at(named.span[0])].tag is not Tag.DET
        return first and self.gazetteer.is_organization(chair.codes[0])

    def _each_of(
        self, read: ReadSentence, start: int, position: int, context: "Discourse"
    ) -> list[Party]:
        """The actors of a list of offices: "the US embassy and the French foreign ministry"."""
        chunks = read.clauses.chunks[start : position + 1]
        if start == position or any(
            chunk.type not in (Type.NP, Type.COMMA, Type.CONJ) for chunk in chunks
        ):
            return []
        phrases = [chunk for chunk in chunks if chunk.type is Type.NP]
        parties = [self._read_stretch(read, c.first, c.end, context) for c in phrases]
        found = [p for p in parties if p is not None and p.standing is Standing.ACTOR]
        return found if len(found) == len(phrases) else []

    def _of_state(self, read: ReadSentence, position: int, party: Party) -> Party | None:
        """The official in "Per Lind of Sweden", joined to others whose office was told."""
        chunks = read.clauses.chunks
        if (
            party.standing is not Standing.OUTSIDER
            or party.why not in _UNTOLD
            or not party.official
        ):
            return None
        if (
            position + 2 >= len(chunks)
            or read.tokens[chunks[position + 1].first].lower != "of"
            or position < 2
            or chunks[position - 1].type is not Type.CONJ
        ):
            return None
        named = read.ends.get(chunks[position + 2].end)
        if named is None or named[0] != chunks[position + 2].first:
            return None
        return self.actor(
            named[1].codes,
            span=party.span,
            official=party.official,
            office="",
            type_="person",
            official_span=party.official_span,
        )

    @staticmethod
    def _comma(read: ReadSentence, position: int) -> bool:
        return read.clauses.chunks[position - 1].type is Type.COMMA
