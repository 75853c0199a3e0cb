"""Lists of actors, examples, chairs that speak for their organization."""

from collections.abc import Sequence
from dataclasses import replace

from reactions.extraction.chunks import Chunk, Type
from reactions.extraction.discourse import Discourse
from reactions.extraction.gazetteer import Form as NameForm
from reactions.extraction.mentions import Mention
from reactions.extraction.names import (
    first_within,
    outside_brackets,
    phrase_at,
)
from reactions.extraction.parties import Party, Standing
from reactions.extraction.phrases import Phrases
from reactions.extraction.reading import ReadSentence
from reactions.extraction.vocabulary import word_list
from reactions.extraction.words import Tag, Token

_GENERIC = word_list("generic")
_CONTINENTS = frozenset(["europe", "africa", "asia", "others"])
_WHERE = word_list("where")
_LISTING = word_list("listing")
_CHAIRS = word_list("chairs")
_EXAMPLES_OF = word_list("examples_of")


_AMONG = (("among", "them"), ("ranging", "from"), ("stretching", "from"))
_UNTOLD = ("no office", "whose office is not told")
_MOST = 40
"""Actors in one list; a longer one is no sentence of news."""


class JointPhrases(Phrases):
    """Noun phrases that stand for several actors at once (codebook rule 6)."""

    def resolve(self, read: ReadSentence, position: int, context: "Discourse") -> list[Party]:
        """Return the parties that the noun phrase at a chunk stands for; several if it is joint."""
        chunks = read.clauses.chunks
        chunk = chunks[position]
        tokens = read.tokens
        if chunk.end - chunk.first == 1 and tokens[chunk.first].tag in (Tag.PRON, Tag.DET, Tag.REL):
            found = context.pronoun(tokens[chunk.first].lower)
            return [found] if found else []
        led = self._led(read, chunk)
        if led is not None:
            return [led]
        if tokens[chunk.first].lower == "whose" and position:
            return self._owner_of(read, position, context)
        start = self._list_start(read, position)
        if (
            start != position
            and start > 1
            and chunks[start - 1].type is Type.PREP
            and tokens[chunks[start - 1].first].lower in _WHERE
        ):
            outer = read.clauses.noun_before(start - 1)
            document = outer is not None and self.vocabulary.has(
                "documents", tokens[chunks[outer].end - 1].lower
            )
            if document:
                outer = start  # "a joint statement from Norway and Sweden"
            elif outer is None or not self._is_plural_office(read, chunks[outer]):
                # "Nicaraguans in Mexico, Canada and Spain took to the streets"
                return [
                    Party(
                        Standing.UNKNOWN,
                        span=(tokens[chunk.first].start, tokens[chunk.end - 1].end),
                    )
                ]
            start = outer
        first, end = self._stretch(read, start)
        joint = self._joint(read, first, end)
        if joint:
            return [joint]
        speaks_for = self._on_behalf(read, end)
        if speaks_for:
            party = self._read_stretch(read, first, end, context)
            if party and party.standing is Standing.ACTOR:
                return [replace(party, codes=speaks_for)]
        such = self._examples(read, first, end)
        if such:
            return such
        listed = self._listed_next(read, first, end)
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
        others = self._joined_before(read, position, context) if party and party.codes else []
        if party is not None and len(others) == 1 and self._holds_both(read, others[0], party):
            return [replace(party, codes=others[0].codes, office=others[0].office)]
        return [*others, party] if party else []

    def _led(self, read: ReadSentence, chunk: Chunk) -> Party | None:
        """The actors of a lead: "From the United States to the Arab League, the world reacted"."""
        tokens = read.tokens
        if tokens[chunk.end - 1].lower != "world":
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

    def _list_start(self, read: ReadSentence, position: int) -> int:
        """The first phrase of the list of actors that ends at a chunk: "France, Germany and
        Britain".
        """
        chunks = read.clauses.chunks
        start = position
        joined, count = False, 0
        while count < _MOST and self._is_listed(read, chunks[start]):
            j = start - 1
            while j >= 0 and (
                chunks[j].type in (Type.COMMA, Type.CONJ)
                or read.tokens[chunks[j].first].text == ")"
            ):
                if read.tokens[chunks[j].first].text == ")":
                    while j >= 0 and read.tokens[chunks[j].first].text != "(":
                        j -= 1
                j -= 1
            if (
                j == 1
                and chunks[0].type is Type.PREP
                and start == 3
                and chunks[2].type is Type.COMMA
            ):
                break  # "In London, Downing Street condemned"
            if (
                j == start - 1
                or j < 0
                or chunks[j].type is not Type.NP
                or not self._is_listed(read, chunks[j])
            ):
                break
            joined |= any(chunks[i].type is Type.CONJ for i in range(j + 1, start))
            count += 1
            start = j
        # "In light of the protests in Kazakhstan, the EU said": two names and a comma are no list.
        return start if joined or count > 1 else position

    def _is_plural_office(self, read: ReadSentence, chunk: Chunk) -> bool:
        office = first_within(read.offices, chunk.end - 1, chunk.end)
        return office is not None or read.tokens[chunk.end - 1].lower.endswith("ministers")

    def _on_behalf(self, read: ReadSentence, end: int) -> tuple[str, ...]:
        """The organization that a rotating chair speaks for: "Finland, for the European Union,
        ...".
        """
        words = [t.lower for t in read.tokens[end : end + 7]]
        if not words or words[0] != ",":
            return ()
        text = " ".join(words[1:])
        if not text.startswith(
            ("for ", "speaking for ", "on behalf of ", "speaking on behalf of ", "in the name of ")
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
        while (
            position >= 2
            and len(found) < _MOST
            and (chunks[position - 1].type is Type.CONJ or (found and self._comma(read, position)))
            and chunks[position - 2].type is Type.NP
        ):
            limit = chunks[position - 1].first
            position -= 2
            of = False
            if position and chunks[position - 1].type is Type.PREP:
                # "Ada Holm of Norway and Per Lind of Sweden"
                of = read.tokens[chunks[position - 1].first].lower == "of" and position >= 2
                position -= 2
                if not of or chunks[position].type is not Type.NP:
                    break
            first, end = self._stretch(read, position)
            end = min(end, limit)
            party = self._read_stretch(read, first, end, context)
            if party is None or party.standing is not Standing.ACTOR:
                break
            if of and party.official is None:
                break
            found.insert(0, party)
        return found

    def _holds_both(self, read: ReadSentence, chair: Party, named: Party) -> bool:
        """Whether one person has two offices and speaks for the organization that it chairs:
        "OSCE chairman and Austrian Foreign Minister Ada Holm".
        """
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

    def _listed_next(self, read: ReadSentence, first: int, end: int) -> Party | None:
        """ "Several countries that refused it. These countries include Peru and Chile": the ones
        told next.
        """
        tokens = read.tokens
        base = next((i for i in range(first, end) if tokens[i].tag is Tag.PREP), end)
        if tokens[base - 1].lower not in _GENERIC or read.index + 1 >= len(self.article.sentences):
            return None
        if any(first <= read.mention_tokens(m)[0] < base for m in read.mentions):
            return None
        following = self.article.sentences[read.index + 1]
        words = [t.lower for t in following.tokens[:7]]
        if (
            not words
            or words[0] not in ("these", "the", "they", "among")
            or not ({"include", "are", "were", "included"} & set(words))
        ):
            return None
        if words[0] != "they" and words[0] != "among" and tokens[base - 1].lower not in words:
            return None
        codes = [c for m in following.mentions if m.form is not NameForm.DEMONYM for c in m.codes]
        outside = tuple(dict.fromkeys(c for c in codes if c not in self.inside))
        if len(outside) < 2:
            return None
        return self.actor(outside, span=(tokens[first].start, tokens[base - 1].end), type_="joint")

    def _examples(self, read: ReadSentence, first: int, end: int) -> list[Party]:
        """ "Other countries, such as Mexico and Brazil": the ones named."""
        tokens = read.tokens
        stop = min(len(tokens), end + 14)
        if _EXAMPLES_OF.isdisjoint(read.lowers[first:stop]):
            return []
        for i in range(first + 1, stop):
            words = (tokens[i].lower, tokens[i + 1].lower if i + 1 < len(tokens) else "")
            if (
                words == ("such", "as")
                or words == ("led", "by")
                or words[0] in ("including", "notably")
                or words in _AMONG
            ):
                head = [t for t in tokens[first:i] if t.lower in _EXAMPLES_OF]
                lead = [
                    m
                    for m in read.mentions
                    if first <= read.mention_tokens(m)[0] < i and m.form is not NameForm.DEMONYM
                ]
                if not head or lead:
                    return []
                codes: list[str] = []
                last = i + 2
                for m in read.mentions:
                    a, b = read.mention_tokens(m)
                    near = a - last <= 3 or not any(
                        t.tag in (Tag.VERB, Tag.PREP, Tag.STOP, Tag.BE) for t in tokens[last:a]
                    )
                    if i < a and near and a - last <= 5:
                        codes += m.codes
                        last = b
                named = self._named_examples(read, i + 1)
                if any(party.official for party in named):
                    return named
                span = (tokens[first].start, tokens[i].start)
                return [self.actor(tuple(codes), span=span, type_="joint")] if codes else []
            if tokens[i].tag in (Tag.VERB, Tag.STOP, Tag.BE, Tag.HAVE) and words not in _AMONG:
                return []
        return []

    def _named_examples(self, read: ReadSentence, i: int) -> list[Party]:
        """The actors and officials listed from word `i` on, phrase by phrase."""
        chunks = read.clauses.chunks
        found: list[Party] = []
        for position in range(read.clauses.chunk_at(i), len(chunks)):
            chunk = chunks[position]
            if chunk.type is Type.NP:
                end = chunk.end
                if position + 2 < len(chunks) and read.tokens[chunk.end].lower == "of":
                    end = chunks[position + 2].end
                party = self._read_stretch(read, chunk.first, end, None)
                if party is not None and party.standing is Standing.ACTOR:
                    found.append(party)
            elif chunk.type in (Type.VERB, Type.STOP, Type.REL, Type.SUB):
                break
        return found

    def _joint(self, read: ReadSentence, first: int, end: int) -> Party | None:
        """Several actors that speak or act together (codebook rule 6)."""
        tokens = read.tokens
        mentions = [span for span in read.spans if first <= span[0] < end]
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
            between = outside_brackets(tokens[heads[-1][1] : a])
            if not between or not all(
                w in _LISTING
                or w in _CONTINENTS
                or w.endswith(("-member", "-nation", "-country", "-state"))
                for w in between
            ):
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

    def _passes_through(self, lead: Sequence[Token]) -> bool:
        """Whether "the leaders of", "both", "foreign ministers from" stand before the list."""
        words = [t for t in lead if t.tag not in (Tag.DET, Tag.ADJ, Tag.NUM, Tag.PREP, Tag.ADV)]
        if not words:
            return True
        if lead[-1].lower not in ("of", "from", "the", "in", "by"):
            return all(
                t.lower in ("neighbours", "neighbors", "allies", "partners", "powers", "both")
                for t in words
            )
        i = 0
        while i < len(words):
            found = phrase_at(words, i, len(words), self.vocabulary.offices)
            if found is None:
                return words[i].lower in ("eu", "nato", "neighbours", "neighbors")
            i += found[0]
        return True
