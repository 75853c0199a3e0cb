"""Who is who in an article: what a phrase, a pronoun or a name stands for.

A `Party` is whoever can speak or act: an actor, possibly through an official; the crisis's own side; or somebody who
is no actor by the codebook's rules 1 and 2.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from reactions.extraction.clauses import Chunk, Type
from reactions.extraction.gazetteer import Form as NameForm
from reactions.extraction.gazetteer import Gazetteer, plain
from reactions.extraction.mentions import Context, Mention
from reactions.extraction.reading import Article, ReadSentence
from reactions.extraction.sentences import BlockKind
from reactions.extraction.types import CrisisFrame
from reactions.extraction.vocabulary import Office, Vocabulary, word_list
from reactions.extraction.words import TIMES, Tag, Token

HONORIFICS = word_list("honorifics")
_PARTICLES = word_list("particles")
_BODY_REFERENCES = word_list("body_references")
_STATE_REFERENCES = word_list("state_references")


_GENERIC = word_list("generic")
_CONTINENTS = frozenset(["europe", "africa", "asia", "others"])
_WHERE = word_list("where")
_LISTING = word_list("listing")
_REGIONAL = word_list("regional")
_NOT_BLOCS = frozenset(["UN", "NATO", "G7", "G20", "ICC", "IAEA", "OSCE", "COE", "IMF", "WB"])
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "both": 2}
_STATE_WORDS = word_list("state_words")
_UNTOLD = ("no office", "whose office is not told")


_STAFF = frozenset(["official", "source", "adviser", "aide", "diplomat"])


class Standing(StrEnum):
    """What the codebook lets a party do."""

    ACTOR = "actor"
    INSIDE = "inside"
    OUTSIDER = "outsider"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Party:
    """Whoever a phrase stands for. `codes` has several for joint actors."""

    standing: Standing
    codes: tuple[str, ...] = ()
    official: str | None = None
    office: str | None = None
    type: str = ""
    span: tuple[int, int] = (0, 0)
    official_span: tuple[int, int] | None = None
    why: str = ""

    @property
    def is_person(self) -> bool:
        """Whether "he" or "she" can stand for it."""
        return (
            self.official is not None
            or (self.office is not None and self.office.lower().split()[-1] in _STAFF)
            or self.type
            in (
                "head",
                "minister",
                "spokes",
                "envoy",
                "org",
                "person",
            )
        )


@dataclass(slots=True)
class _Elements:
    """What a stretch of words holds: actors, offices, names, outsiders, in reading order."""

    mentions: list[tuple[int, int, Mention]]
    offices: list[tuple[int, int, Office]]
    names: list[tuple[int, int, str]]
    outsiders: list[tuple[int, int, str]]


class Cast:
    """The parties of one article, with memory for short names, pronouns and references."""

    def __init__(
        self,
        article: Article,
        gazetteer: Gazetteer,
        vocabulary: Vocabulary,
        crisis: CrisisFrame,
        published: date,
    ) -> None:
        self.article = article
        self.gazetteer = gazetteer
        self.vocabulary = vocabulary
        self.crisis = crisis
        self.published = published
        self.inside = (
            crisis.inside | ({crisis.focal} if crisis.focal else set()) | self._inside_by_name()
        )
        self._inside_names = _name_words(crisis.authorities + crisis.opponents, self._actor_words())
        self._persons: dict[str, list[Party]] = {}
        self._headings: dict[int, Party] = {}
        self._leading = self._leading_parties()
        self._headings = self._heading_parties()
        self._introduce()

    # --- the crisis's own side

    def _inside_by_name(self) -> frozenset[str]:
        """An invader named as authorities ("the Libyan government") is inside as well."""
        from reactions.extraction.mentions import find_mentions

        found: set[str] = set()
        for name in self.crisis.authorities:
            for mention in find_mentions(name, self.gazetteer):
                if len(mention.codes) == 1 and not self.gazetteer.is_organization(mention.codes[0]):
                    found |= set(mention.codes)
        return frozenset(found)

    def _actor_words(self) -> frozenset[str]:
        words: set[str] = set()
        for code in self.inside:
            if code in self.gazetteer:
                for name in self.gazetteer.names(code):
                    words |= set(plain(name).split())
        return frozenset(words)

    def is_inside_name(self, name: str) -> bool:
        """Whether a person's name is one of the crisis's authorities or opponents."""
        words = plain(name).split()
        return bool(words) and words[-1] in self._inside_names

    # --- headings, labels and rows

    def _heading_parties(self) -> dict[int, Party]:
        """For each block under a heading that names an actor alone, that actor."""
        under: dict[int, Party] = {}
        current: Party | None = None
        for read in self.article.sentences:
            if read.block.kind is BlockKind.HEADING:
                current = self._label_party(read)
                continue
            if current is not None:
                under[read.block.index] = current
        return under

    def _leading_parties(self) -> dict[int, Party]:
        """For each table row and each line "Name: ..." the actor named first."""
        leading: dict[int, Party] = {}
        for read in self.article.sentences:
            if (
                read.block.index in leading
                or read.sentence.start != read.block.start
                or not read.mentions
            ):
                continue
            mention = read.mentions[0]
            a, b = read.mention_tokens(mention)
            if b >= len(read.tokens) or any(
                t.tag not in (Tag.DET, Tag.QUOTE, Tag.STOP) for t in read.tokens[:a]
            ):
                continue
            mark = read.tokens[b].text
            label = (
                mark == ":"
                or mark == "|"
                or (mark in "–—-" and mention.context is not Context.DATELINE)
            )
            if not label and read.block.kind is not BlockKind.ROW:
                continue
            if read.block.kind is BlockKind.ROW or label:
                standing = Standing.INSIDE if set(mention.codes) & self.inside else Standing.ACTOR
                leading[read.block.index] = Party(
                    standing, mention.codes, span=(mention.start, mention.end), type="label"
                )
        return leading

    def _label_party(self, read: ReadSentence) -> Party | None:
        if (
            read.mentions
            and len(read.tokens) <= 12
            and not any(t.tag is Tag.VERB for t in read.tokens)
        ):
            party = self._read_stretch(read, 0, len(read.tokens), None)
            if party is not None and party.official and party.codes and party.office:
                self._register(
                    replace(
                        party,
                        official=party.official.title()
                        if party.official.isupper()
                        else party.official,
                    )
                )
                return party
        mentions = [m for m in read.mentions if m.form is not NameForm.DEMONYM]
        if not mentions or any(t.tag in (Tag.VERB, Tag.MODAL, Tag.TO) for t in read.tokens):
            return None
        covered = sum(m.end - m.start for m in mentions)
        letters = sum(c.isalpha() for c in read.text)
        if covered < 0.6 * max(letters, 1):
            return None
        codes = tuple(dict.fromkeys(code for m in mentions for code in m.codes))
        if len(codes) > 1 and set(codes) & self.inside:
            return None
        standing = Standing.INSIDE if set(codes) & self.inside else Standing.ACTOR
        return Party(standing, codes, span=(mentions[0].start, mentions[-1].end), type="label")

    def label_of(self, read: ReadSentence) -> Party | None:
        """The actor that the heading over a sentence, the first cell of a row or a leading "Name:" names."""
        return self._leading.get(read.block.index) or self._headings.get(read.block.index)

    # --- persons

    def _introduce(self) -> None:
        """Register every person whom the article introduces with an office."""
        for read in self.article.sentences:
            if read.block.kind is BlockKind.HEADING and read.text.isupper():
                continue
            self.introduce(read, None)

    def introduce(self, read: ReadSentence, context: "Discourse | None") -> None:
        """Register the persons whom a sentence introduces with an office, or as no actor."""
        for position, chunk in enumerate(read.clauses.chunks):
            if chunk.type is not Type.NP:
                continue
            first, end = self._stretch(read, position)
            if not any(read.tokens[i].tag is Tag.NAME for i in range(first, end)):
                continue
            party = self._read_stretch(read, first, end, context)
            if party is None or not party.official:
                continue
            if party.why == "by context" and not self._speaks(read, position):
                continue
            if (party.office and (party.codes or party.standing is Standing.INSIDE)) or (
                party.standing is Standing.OUTSIDER and party.why not in _UNTOLD
            ):
                self._register(party)

    def _speaks(self, read: ReadSentence, position: int) -> bool:
        """Whether a phrase can be a subject, so that its state may be taken from the talk before it."""
        chunks = read.clauses.chunks
        if position == 0:
            return True
        before = chunks[position - 1]
        if before.type is Type.VERB:
            return read.clauses.is_inverted(position - 1) or (
                before.mood == "finite"
                and self.vocabulary.has("say", read.tokens[before.head].lemma)
            )
        return before.type is not Type.PREP

    def _register(self, party: Party) -> None:
        assert party.official is not None  # noqa: S101
        words = plain(party.official).split()
        if len(words) > 1 and self.vocabulary.has("surname_first", words[0]):
            words = [*words[1:], words[0]]
        for key in {words[-1], plain(party.official), " ".join(words), " ".join(words[-2:])} | (
            {" ".join(words[i:]) for i in range(1, len(words))} if len(words) < 6 else set()
        ):
            known = self._persons.setdefault(key, [])
            if not any(same.official == party.official for same in known):
                known.append(party)

    def person(self, name: str, offset: int) -> Party | None:
        """The person introduced under this name or surname; the last one before `offset` if several."""
        known = self._persons.get(plain(name))
        if not known:
            return None
        before = [party for party in known if party.span[0] <= offset]
        return before[-1] if before else known[0]

    def persons(self) -> list[Party]:
        """Every person whom the article introduces, in order of first naming."""
        found = {party.span: party for known in self._persons.values() for party in known}
        return [found[span] for span in sorted(found)]

    def names_in(self, read: ReadSentence, chunk: Chunk) -> list[str]:
        """The persons' names in a phrase that holds no actor."""
        if any(chunk.first <= read.mention_tokens(m)[0] < chunk.end for m in read.mentions):
            return []
        return [name for _, _, name in self._persons_in(read.tokens, chunk.first, chunk.end, set())]

    # --- phrases

    def _stretch(self, read: ReadSentence, position: int) -> tuple[int, int]:
        """The words of the phrase that begins at a chunk: its modifiers and appositions included."""
        chunks = read.clauses.chunks
        first = chunks[position].first
        end = chunks[position].end
        j = position + 1
        commas = 0
        while j < len(chunks):
            chunk = chunks[j]
            if chunk.type is Type.PREP:
                if chunks[j - 1].type is Type.COMMA:
                    break
                if read.tokens[chunk.first].lower not in (
                    "of",
                    "for",
                    "to",
                    "in",
                    "at",
                    "from",
                    "on",
                ):
                    break
                if j + 1 < len(chunks) and chunks[j + 1].type is Type.NP:
                    end = chunks[j + 1].end
                    j += 2
                    continue
                break
            if chunk.type is Type.STOP and read.tokens[chunk.first].text == "(":
                while j < len(chunks) and read.tokens[chunks[j].first].text != ")":
                    j += 1
                if j < len(chunks):
                    end = chunks[j].end
                j += 1
                continue
            if (
                chunk.type is Type.NP
                and j > position + 1
                and (
                    read.tokens[chunk.first].tag is Tag.NAME
                    or (
                        read.tokens[chunks[j - 1].first].text == ")"
                        and read.tokens[chunk.first].tag is not Tag.DET
                    )
                )
            ):
                end = chunk.end  # "Secretary-general of the EEAS (EEAS) | Stefan Sannino"
                j += 1
                continue
            if chunk.type is Type.COMMA and commas < 3:
                commas += not self._opens_listed(read, j)
                j += 1
                continue
            if chunk.type is Type.NP and j and chunks[j - 1].type in (Type.COMMA, Type.CONJ):
                end = chunk.end
                j += 1
                continue
            if (
                chunk.type is Type.CONJ
                and j + 1 < len(chunks)
                and chunks[j + 1].type in (Type.NP, Type.CONJ)
            ):
                j += 1
                continue
            break
        return first, end

    def _persons_in(
        self, tokens: Sequence[Token], first: int, end: int, taken: set[int]
    ) -> list[tuple[int, int, str]]:
        """The names in a stretch that are not made of words of offices ("Defense Staff")."""
        return [
            name
            for name in _names(tokens, first, end, taken)
            if not all(word.lower() in self.vocabulary.office_words for word in name[2].split())
            or plain(name[2]).split()[-1] in self._persons
        ]

    def _opens_listed(self, read: ReadSentence, comma: int) -> bool:
        """Whether a comma goes on with a list of actors."""
        chunks = read.clauses.chunks
        return (
            comma + 1 < len(chunks)
            and chunks[comma + 1].type is Type.NP
            and self._is_listed(read, chunks[comma + 1])
        )

    def _elements(self, read: ReadSentence, first: int, end: int) -> _Elements:
        tokens = read.tokens
        mentions = []
        taken: set[int] = set()
        for mention in read.mentions:
            a, b = read.mention_tokens(mention)
            if first <= a < end:
                mentions.append((a, b, mention))
                taken |= set(range(a, b))
        offices: list[tuple[int, int, Office]] = []
        outsiders: list[tuple[int, int, str]] = []
        i = first
        while i < end:
            outsider = _phrase_at(tokens, i, end, self.vocabulary.outsiders)
            office = _phrase_at(tokens, i, end, self.vocabulary.offices)
            if office and i in taken and (i + office[0] - 1) in taken:
                office = None  # "State" of "State Department", "States" of "United States"
            if (
                outsider
                and outsider[0] == 1
                and tokens[i].text[0].isupper()
                and tokens[i].lower in self._persons
            ):
                outsider = None  # Julie Bishop is no bishop
            if (
                outsider
                and outsider[0] == 1
                and i > first
                and tokens[i].text[0].isupper()
                and tokens[i - 1].text[0].isupper()
            ):
                outsider = None if outsider[1] in ("group", "party") else outsider
            if (
                outsider
                and outsider[1] == "former"
                and i + 1 < end
                and tokens[i + 1].lower in ("colonial", "soviet", "yugoslav")
            ):
                outsider = None  # the former colonial power is no former official
            if outsider and (not office or outsider[0] >= office[0]) and i not in taken:
                outsiders.append((i, i + outsider[0], outsider[1]))
                i += outsider[0]
            elif office and tokens[i].tag is not Tag.VERB:
                offices.append((i, i + office[0], office[1]))
                taken |= set(range(i, i + office[0]))
                i += office[0]
            else:
                i += 1
        return _Elements(mentions, offices, self._persons_in(tokens, first, end, taken), outsiders)

    def resolve(self, read: ReadSentence, position: int, context: "Discourse") -> list[Party]:
        """Return the parties that the noun phrase at a chunk stands for; several if it is joint."""
        chunks = read.clauses.chunks
        chunk = chunks[position]
        tokens = read.tokens
        if chunk.end - chunk.first == 1 and tokens[chunk.first].tag in (Tag.PRON, Tag.DET, Tag.REL):
            found = context.pronoun(tokens[chunk.first].lower)
            return [found] if found else []
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
            if outer is None or not self._is_plural_office(read, chunks[outer]):
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
            return [such]
        listed = self._listed_next(read, first, end)
        if listed:
            return [listed]
        party = self._read_stretch(read, first, end, context)
        others = self._joined_before(read, position, context) if party and party.codes else []
        return [*others, party] if party else []

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
        """The first phrase of the list of actors that ends at a chunk: "France, Germany and Britain"."""
        chunks = read.clauses.chunks
        start = position
        joined, count = False, 0
        while self._is_listed(read, chunks[start]):
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
        office = _phrase_at(read.tokens, chunk.end - 1, chunk.end, self.vocabulary.offices)
        return office is not None or read.tokens[chunk.end - 1].lower.endswith("ministers")

    def _on_behalf(self, read: ReadSentence, end: int) -> tuple[str, ...]:
        """The organization that a rotating chair speaks for: "Finland, for the European Union, ..."."""
        words = [t.lower for t in read.tokens[end : end + 7]]
        if not words or words[0] != ",":
            return ()
        text = " ".join(words[1:])
        if not text.startswith(
            ("for ", "speaking for ", "on behalf of ", "speaking on behalf of ", "in the name of ")
        ):
            return ()
        for mention in read.mentions:
            a, b = read.mention_tokens(mention)
            if end < a <= end + 6 and self.gazetteer.is_organization(mention.codes[0]):
                return mention.codes
        return ()

    def _joined_before(
        self, read: ReadSentence, position: int, context: "Discourse"
    ) -> list[Party]:
        """The actors joined by "and" to the phrase at a chunk: "Cleverly and the French ministry"."""
        chunks = read.clauses.chunks
        found: list[Party] = []
        while (
            position >= 2
            and chunks[position - 1].type is Type.CONJ
            and chunks[position - 2].type is Type.NP
        ):
            position -= 2
            if position and chunks[position - 1].type is Type.PREP:
                break
            first, end = self._stretch(read, position)
            end = min(end, chunks[position + 1].first)
            party = self._read_stretch(read, first, end, context)
            if party is None or party.standing is not Standing.ACTOR:
                break
            found.insert(0, party)
        return found

    def _listed_next(self, read: ReadSentence, first: int, end: int) -> Party | None:
        """ "Several countries that refused it. These countries include Peru and Chile": the ones told next."""
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
        return self._actor(outside, span=(tokens[first].start, tokens[base - 1].end), type_="joint")

    def _examples(self, read: ReadSentence, first: int, end: int) -> Party | None:
        """ "Other countries, such as Mexico and Brazil": the ones named."""
        tokens = read.tokens
        stop = min(len(tokens), end + 14)
        for i in range(first + 1, stop):
            words = (tokens[i].lower, tokens[i + 1].lower if i + 1 < len(tokens) else "")
            if (
                words == ("such", "as")
                or words == ("led", "by")
                or words[0] in ("including", "notably")
                or words == ("among", "them")
            ):
                head = [t for t in tokens[first:i] if t.lower in _GENERIC]
                lead = [
                    m
                    for m in read.mentions
                    if first <= read.mention_tokens(m)[0] < i and m.form is not NameForm.DEMONYM
                ]
                if not head or lead:
                    return None
                codes: list[str] = []
                last = i + 2
                for m in read.mentions:
                    a, b = read.mention_tokens(m)
                    if i < a and a - last <= 3:
                        codes += m.codes
                        last = b
                return (
                    self._actor(
                        tuple(codes), span=(tokens[first].start, tokens[i].start), type_="joint"
                    )
                    if codes
                    else None
                )
            if tokens[i].tag in (Tag.VERB, Tag.STOP, Tag.BE, Tag.HAVE):
                return None
        return None

    def _is_listed(self, read: ReadSentence, chunk: Chunk) -> bool:
        """Whether a noun phrase is nothing but an actor, as in a list of them."""
        if chunk.end - chunk.first == 1 and read.tokens[chunk.first].lower in _CONTINENTS:
            return True
        for mention in read.mentions:
            a, b = read.mention_tokens(mention)
            if (
                a >= chunk.first
                and b == chunk.end
                and (mention.form is not NameForm.DEMONYM or mention.plural)
            ):
                return True
            if chunk.first <= a and b < chunk.end:
                office = _phrase_at(read.tokens, chunk.end - 1, chunk.end, self.vocabulary.offices)
                return office is not None
        return False

    def _joint(self, read: ReadSentence, first: int, end: int) -> Party | None:
        """Several actors that speak or act together (codebook rule 6)."""
        tokens = read.tokens
        mentions = [
            (a, b, m)
            for m in read.mentions
            for a, b in [read.mention_tokens(m)]
            if first <= a < end
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
            between = _outside_brackets(tokens[heads[-1][1] : a])
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
        if tail and tail[0].tag not in (Tag.COMMA, Tag.CONJ, Tag.PREP, Tag.POSS, Tag.ADV):
            if _phrase_at(tokens, last[1], end, self.vocabulary.offices) is None:
                return None
        codes = tuple(dict.fromkeys(code for _, _, m in heads for code in m.codes))
        return self._actor(codes, span=(heads[0][2].start, last[2].end), type_="joint")

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
            found = _phrase_at(words, i, len(words), self.vocabulary.offices)
            if found is None:
                return words[i].lower in ("eu", "nato", "neighbours", "neighbors")
            i += found[0]
        return True

    def _actor(
        self,
        codes: tuple[str, ...],
        *,
        span: tuple[int, int],
        official: str | None = None,
        office: str | None = None,
        type_: str = "",
        official_span: tuple[int, int] | None = None,
    ) -> Party:
        if official is not None and self.is_inside_name(official):
            return Party(Standing.INSIDE, codes, official, office, type_, span, official_span)
        outside = tuple(code for code in codes if code not in self.inside)
        if not outside:
            return Party(Standing.INSIDE, codes, official, office, type_, span, official_span)
        return Party(Standing.ACTOR, outside, official, office, type_, span, official_span)

    def _read_stretch(
        self, read: ReadSentence, first: int, end: int, context: "Discourse | None"
    ) -> Party | None:
        tokens = read.tokens
        base_end = first
        found = self._elements(read, first, end)
        within = {i for a, b, _ in found.mentions for i in range(a + 1, b)}
        while base_end < end and (
            base_end in within
            or (
                tokens[base_end].text not in "()[]–—-|:;/"
                and tokens[base_end].tag not in (Tag.PREP, Tag.TO, Tag.COMMA, Tag.CONJ)
            )
        ):
            base_end += 1
        span = (tokens[first].start, tokens[max(end - 1, first)].end)
        if (
            base_end - first >= 2
            and tokens[first].lower in ("the", "this")
            and tokens[base_end - 1].lower in _BODY_REFERENCES
            and not any(m[0] < base_end for m in found.mentions)
            and all(
                t.tag in (Tag.ADJ, Tag.NUM) or t.lower in _REGIONAL or "-" in t.text
                for t in tokens[first + 1 : base_end - 1]
            )
        ):
            return self._reference(read, first, base_end, span, context)
        if (
            self.vocabulary.has("say_noun", tokens[base_end - 1].lower)
            and base_end < end
            and tokens[base_end].lower in ("from", "by", "of")
        ):
            source = self._read_stretch(read, base_end + 1, end, context)
            if source is not None and source.standing is Standing.ACTOR:
                return source
        outsider = next(
            (
                o
                for o in found.outsiders
                if o[0] < base_end
                or (found.names and tokens[o[0] - 1].tag in (Tag.COMMA, Tag.DET, Tag.ADJ))
            ),
            None,
        )
        base_office = next((o for o in found.offices if o[0] < base_end), None)
        if base_office and base_office[1] < base_end and tokens[base_office[1]].tag is Tag.POSS:
            base_office = next(
                (o for o in found.offices if base_office[1] < o[0] < base_end), base_office
            )
        base_mention = next((m for m in found.mentions if m[0] < base_end), None)
        name = _name_of(found)
        if (
            name
            and base_office
            and name[0] >= base_end
            and self._is_principal(tokens, base_office, base_end)
        ):
            principal = self.person(name[2], span[0]) or self._holder(name[2])
            if principal is not None and principal.codes and not found.mentions:
                return replace(
                    principal, official=None, office=base_office[2].phrase, type="spokes", span=span
                )
            name = None
        official = name[2] if name else None
        official_span = (tokens[name[0]].start, tokens[name[1] - 1].end) if name else None
        if outsider and outsider[2] == "former" and not self._is_known_actor(name, span[0]):
            return Party(
                Standing.OUTSIDER, (), official, None, "person", span, official_span, outsider[2]
            )
        if outsider and not (base_office and base_office[0] > outsider[0] and base_mention):
            inside = any(set(m[2].codes) & self.inside for m in found.mentions)
            standing = Standing.INSIDE if inside and outsider[2] == "party" else Standing.OUTSIDER
            return Party(
                standing,
                (),
                official,
                None,
                "person" if name else "",
                span,
                official_span,
                outsider[2],
            )
        office = self._office_for(found, base_office, name)
        if name and office is None:
            known = self.person(name[2], span[0])
            if known:
                return replace(known, span=span)
            if self.is_inside_name(name[2]):
                return Party(Standing.INSIDE, (), official, None, "person", span, official_span)
            holder = self._holder(name[2])
            if holder and (base_mention is None or holder.codes == base_mention[2].codes):
                return replace(
                    holder, span=span, official_span=official_span, official=holder.official
                )
            if (
                base_mention is not None
                and base_mention[0] < name[0]
                and base_mention[2].form in (NameForm.SEAT, NameForm.ORGAN)
            ):
                words = name[2].split()
                short = " ".join(words[-2:]) if len(words) > 3 else name[2]
                return self._actor(
                    base_mention[2].codes, span=span, official=short, office="", type_="person"
                )
            if base_mention is None or base_mention[0] < name[0]:
                inside = base_mention is not None and set(base_mention[2].codes) & self.inside
                return Party(
                    Standing.INSIDE if inside else Standing.OUTSIDER,
                    (),
                    official,
                    None,
                    "person",
                    span,
                    official_span,
                    "no office",
                )
        if office is not None:
            return self._office_party(read, found, office, name, (first, base_end, end), context)
        if base_mention is not None:
            return self._bare_actor(read, found, base_mention, (first, base_end, end), context)
        return self._reference(read, first, base_end, span, context)

    def _office_for(
        self,
        found: _Elements,
        base: tuple[int, int, Office] | None,
        name: tuple[int, int, str] | None,
    ) -> tuple[int, int, Office] | None:
        if base is not None:
            personal = [o for o in found.offices if o[2].type not in ("body", "plural")]
            if (
                base[2].type in ("body", "plural")
                and name
                and personal
                and personal[0][0] <= name[0] + 3
            ):
                return personal[0]
            return base
        if name:
            before = [o for o in found.offices if o[1] == name[0]]
            after = [o for o in found.offices if o[0] >= name[1]]
            return (before or after or [None])[0]
        return None

    def _as_written(self, name: str, full: str) -> str:
        """The full name if the article has it, else the name as it stands."""
        return full if full in self.article.text else name

    def _is_principal(
        self, tokens: Sequence[Token], office: tuple[int, int, Office], base_end: int
    ) -> bool:
        """Whether the name after "an aide to" is another's: "A spokesman for Secretary-General Vanhala"."""
        unnamed = office[2].type == "spokes" or office[2].phrase in (
            "aide",
            "adviser",
            "advisers",
            "source",
            "sources",
            "official",
        )
        return unnamed and base_end < len(tokens) and tokens[base_end].lower in ("for", "to", "of")

    def _holder(self, name: str) -> Party | None:
        """The official of this name in the reference data on the day of publication."""
        tenures = self.gazetteer.holders(name, self.published)
        actors = {tenure.actor for tenure in tenures}
        if len(actors) != 1:
            return None
        tenure = tenures[0]
        return self._actor(
            (tenure.actor,),
            span=(0, 0),
            official=self._as_written(name, tenure.official),
            office=tenure.office,
            type_="person",
        )

    def _office_party(
        self,
        read: ReadSentence,
        found: _Elements,
        office: tuple[int, int, Office],
        name: tuple[int, int, str] | None,
        limits: tuple[int, int, int],
        context: "Discourse | None",
    ) -> Party | None:
        tokens = read.tokens
        first, _, end = limits
        span = (tokens[first].start, tokens[max(end - 1, first)].end)
        official = name[2] if name else None
        official_span = (tokens[name[0]].start, tokens[name[1] - 1].end) if name else None
        entry = office[2]
        title = read.words(office[0], office[1])
        codes = self._codes_of_office(read, found, office, name)
        if name:
            known = self.person(name[2], span[0])
            if (
                known
                and known.standing is not Standing.OUTSIDER
                and (not codes or set(codes) == set(known.codes))
            ):
                longer = known.official if len(known.official or "") >= len(name[2]) else name[2]
                return replace(known, span=span, official=longer)
            if self.is_inside_name(name[2]) and not (
                codes and not set(codes) & self.inside and entry.type != "head"
            ):
                return Party(
                    Standing.INSIDE, codes, official, title, entry.type, span, official_span
                )
        owner = self._possessor(tokens, office, span[0]) if not codes else None
        if owner is not None:
            if owner.standing is not Standing.ACTOR:
                return replace(
                    owner, official=official, office=title, span=span, official_span=official_span
                )
            codes = owner.codes
        if not codes and not entry.actor and self._of_the_president(tokens, found, office):
            return Party(
                Standing.INSIDE,
                (),
                official,
                title,
                entry.type,
                span,
                official_span,
                "the country's own",
            )
        if not codes and entry.actor:
            codes = (entry.actor,)
            if entry.actor == "DEU" and self.crisis.focal == "AUT":
                codes = ("AUT",)
        if not codes and name:
            holder = self._holder(name[2])
            if holder:
                return replace(holder, span=span, official_span=official_span, office=title)
        inferred = ""
        if not codes and name is None and context is not None and tokens[first].lower == "the":
            same = context.holder_of(entry.phrase)
            if same is not None:
                return replace(same, span=span)
        if not codes:
            if not any(
                set(m[2].codes) & self.inside
                and (m[1] >= len(tokens) or tokens[m[1]].tag is not Tag.POSS)
                for m in found.mentions
            ):
                codes = self._codes_by_context(read, tokens, office, name, context)
            inferred = "inferred" if name is None else "by context"
        if not codes and any(
            set(m[2].codes) & self.inside
            and (m[1] >= len(tokens) or tokens[m[1]].tag is not Tag.POSS)
            for m in found.mentions
        ):
            return Party(Standing.INSIDE, (), official, title, entry.type, span, official_span)
        if not codes:
            same = context.holder_of(entry.phrase) if context is not None and name is None else None
            if same is not None and tokens[first].lower == "the":
                return replace(same, span=span)
            if (
                name is None
                and entry.type in ("head", "minister", "body", "spokes")
                and _definite(tokens, first)
            ):
                return Party(
                    Standing.INSIDE, (), None, title, entry.type, span, why="the country's own"
                )
            standing = Standing.OUTSIDER if name else Standing.UNKNOWN
            return Party(
                standing,
                (),
                official,
                title,
                entry.type,
                span,
                official_span,
                "whose office is not told",
            )
        if name is None and official is None:
            same = self._principal(codes, entry, span[0])
            if same:
                official, official_span = same.official, None
        party = self._actor(
            codes,
            span=span,
            official=official,
            office=title,
            type_=entry.type,
            official_span=official_span,
        )
        return replace(party, why=inferred) if inferred else party

    def _is_known_actor(self, name: tuple[int, int, str] | None, offset: int) -> bool:
        known = self.person(name[2], offset) if name else None
        return known is not None and known.standing is Standing.ACTOR

    def _possessor(
        self, tokens: Sequence[Token], office: tuple[int, int, Office], offset: int
    ) -> Party | None:
        """The person whose spokesman or aide it is: "Merkel's spokesman"."""
        i = office[0] - 1
        while i > 0 and tokens[i].tag in (Tag.ADJ, Tag.NOUN):
            i -= 1
        if i < 1 or tokens[i].tag is not Tag.POSS or tokens[i - 1].tag is not Tag.NAME:
            return None
        name = tokens[i - 1].text
        known = self.person(name, offset)
        if known is not None:
            return known
        if self.is_inside_name(name):
            return Party(Standing.INSIDE, (), name)
        return self._holder(name)

    def _of_the_president(
        self, tokens: Sequence[Token], found: _Elements, office: tuple[int, int, Office]
    ) -> bool:
        """Whether it is "the president's spokesman", with no country told: the focal one's."""
        for a, b, entry in found.offices:
            if (
                entry.type == "head"
                and b < office[0] + 1
                and b < len(tokens)
                and tokens[b].tag is Tag.POSS
            ):
                return (
                    (a > 0 and tokens[a - 1].lower == "the") or tokens[a].lower == "the" or a == 0
                )
        return False

    def _principal(self, codes: tuple[str, ...], entry: Office, offset: int) -> Party | None:
        """The person whom "the UN chief" or "the French president" means, if the article named one."""
        if entry.type not in ("head", "org", "minister"):
            return None
        for known in self._persons.values():
            for party in known:
                if (
                    party.codes == codes
                    and party.span[0] < offset
                    and party.office
                    and entry.type == party.type
                ):
                    if entry.type == "minister" and party.office.lower() != entry.phrase:
                        continue
                    return party
        return None

    def _codes_of_office(
        self,
        read: ReadSentence,
        found: _Elements,
        office: tuple[int, int, Office],
        name: tuple[int, int, str] | None,
    ) -> tuple[str, ...]:
        """The actor that the words around an office name: before it, or after "of", "for"."""
        tokens = read.tokens
        before = [
            m
            for m in found.mentions
            if m[1] <= office[0]
            and not self._is_addressee(
                tokens, m[0], min(e[0] for e in (*found.mentions, *found.offices))
            )
        ]
        near = [
            m
            for m in before
            if all(tokens[i].tag not in (Tag.COMMA, Tag.CONJ) for i in range(m[1], office[0]))
        ]
        label = self.label_of(read)
        if (
            near
            and near[0][2].form is NameForm.DEMONYM
            and office[2].type == "org"
            and label
            and self.gazetteer.is_organization(label.codes[0])
        ):
            return label.codes  # "the Dutch head of its observers", under OSCE
        if near:
            return near[0][2].codes
        for m in found.mentions:
            if m[1] < len(tokens) and tokens[m[1]].tag is Tag.POSS and m[0] >= office[1]:
                continue  # "minister of Niger's southern neighbour"
            if m[0] >= office[1]:
                words = list(tokens[office[1] : m[0]])
                while words and (
                    words[-1].tag in (Tag.DET, Tag.ADJ, Tag.NUM)
                    or words[-1].lower in _BODY_REFERENCES
                ):
                    words.pop()
                lead = [t.lower for t in words]
                if (
                    lead
                    and lead[-1]
                    in ("of", "for", "from", *(("in",) if office[2].type == "plural" else ()))
                    and (len(lead) == 1 or not any(w == "," for w in lead[:-1]) or name)
                ):
                    return m[2].codes
        if before and name and name[0] < office[0]:
            return before[-1][2].codes
        inner = [m for m in found.mentions if m[0] >= office[0] and m[1] <= office[1]]
        return inner[0][2].codes if inner else ()

    def _is_addressee(self, tokens: Sequence[Token], i: int, first: int) -> bool:
        """Whether the actor at `i` is where an envoy is sent: "ambassador to France"."""
        j = i - 1
        while j >= first and tokens[j].tag is Tag.DET:
            j -= 1
        return j >= first and tokens[j].lower in ("to", "in", "at", "on", "with")

    def _codes_by_context(
        self,
        read: ReadSentence,
        tokens: Sequence[Token],
        office: tuple[int, int, Office],
        name: tuple[int, int, str] | None,
        context: "Discourse | None",
    ) -> tuple[str, ...]:
        if context is None:
            label = self.label_of(read)
            if label and name:
                return label.codes
        possessor = next(
            (
                t.lower
                for t in tokens[max(0, office[0] - 4) : office[0]]
                if t.lower in ("its", "their", "his", "her")
            ),
            "",
        )
        reference = next(
            (
                i
                for i in range(max(0, office[0] - 4), office[0])
                if tokens[i].lower in _BODY_REFERENCES
                and i + 1 < len(tokens)
                and tokens[i + 1].tag is Tag.POSS
            ),
            None,
        )
        if reference is not None:
            return self._organization_before(read, tokens[office[0]].start, context)
        if context is not None and possessor:
            owner = context.pronoun(
                "it" if possessor == "its" else "they" if possessor == "their" else "he"
            )
            if owner and owner.codes:
                return owner.codes
        label = self.label_of(read)
        if label:
            return label.codes
        place = self._place(read)
        if place and (name or office[2].type in ("body", "spokes", "minister")):
            return place
        if (
            context is not None
            and office[2].type == "plural"
            and any(
                t.lower in ("regional", "african", "bloc")
                for t in tokens[max(0, office[0] - 3) : office[0]]
            )
        ):
            body = context.last_organization()
            return body.codes if body else ()
        if office[2].type == "body" and read.mentions and name is None:
            opening = read.mentions[0]
            a, b = read.mention_tokens(opening)
            if (
                a <= 3
                and b < office[0]
                and opening.form is not NameForm.DEMONYM
                and not set(opening.codes) & self.inside
            ):
                return opening.codes  # "Singapore is worried," the foreign ministry said
        before = tokens[max(0, office[0] - 3) : office[0]]
        if (
            office[2].type == "plural"
            and tokens[office[1] - 1].lower.endswith("s")
            and not any(
                t.tag is Tag.DET or t.lower == "regional" or t.lower in _NUMBERS for t in before
            )
        ):
            return ()  # "Western governments" are nobody
        count = next(
            (
                _NUMBERS[t.lower]
                for t in tokens[max(0, office[0] - 3) : office[0]]
                if t.lower in _NUMBERS
            ),
            0,
        )
        if context is not None and count and office[2].type in ("plural", "minister", "head"):
            return context.recent(count)
        if context is not None and office[2].type == "org" and not name:
            if context.speaker is not None and context.speaker.codes:
                return context.speaker.codes
            body = context.last_organization()
            return body.codes if body else ()
        if context is not None and (
            name or office[2].type in ("minister", "spokes", "body", "plural", "envoy")
        ):
            if office[2].type == "body" and not context.body_fits(office[2].phrase):
                return ()
            return context.last_codes(country=office[2].type in ("minister", "head", "envoy"))
        return ()

    def _organization_before(
        self, read: ReadSentence, offset: int, context: "Discourse | None"
    ) -> tuple[str, ...]:
        """The organization that "the bloc" means: of its sentence, of the talk, of the label, or named last."""
        named = [
            m
            for m in self.article.mentions
            if m.start < offset and self.gazetteer.is_organization(m.codes[0])
        ]
        if named and named[-1].start >= read.sentence.start:
            return named[-1].codes
        body = context.last_organization() if context else None
        if body is not None:
            return body.codes
        label = self.label_of(read)
        if label is not None and self.gazetteer.is_organization(label.codes[0]):
            return label.codes
        if named:
            return named[-1].codes
        later = [m for m in read.mentions if self.gazetteer.is_organization(m.codes[0])]
        return later[0].codes if later else ()

    def _place(self, read: ReadSentence) -> tuple[str, ...]:
        """The country whose capital the sentence is set in: "In Brasilia, the Planalto said"."""
        for mention in read.mentions:
            if mention.form is NameForm.CAPITAL and not set(mention.codes) & self.inside:
                a, _ = read.mention_tokens(mention)
                if a and read.tokens[a - 1].lower in ("in", "at", "from"):
                    return mention.codes
        return ()

    def _bare_actor(
        self,
        read: ReadSentence,
        found: _Elements,
        mention: tuple[int, int, Mention],
        limits: tuple[int, int, int],
        context: "Discourse | None",
    ) -> Party | None:
        tokens = read.tokens
        first, base_end, end = limits
        a, b, m = mention
        span = (m.start, m.end)
        codes = m.codes
        tail = tokens[b:base_end]
        if m.context is Context.COMPOUND:
            return Party(Standing.UNKNOWN, (), span=span)
        if (
            tail
            and tail[-1].lower in _GENERIC
            and any(
                t.lower in ("other", "some", "several", "many", "most", "few")
                for t in tokens[first:a]
            )
        ):
            return Party(Standing.UNKNOWN, (), span=span)  # "other EU nations"
        if not tail or tail[0].tag is Tag.QUOTE:
            if m.form is NameForm.DEMONYM and not m.plural:
                if tokens[a - 1].lower == "the" if a else False:
                    return self._actor(codes, span=span)
                return Party(Standing.UNKNOWN, (), span=span)
            lead = [
                t
                for t in tokens[first:a]
                if t.tag not in (Tag.DET, Tag.ADJ, Tag.ADV, Tag.NUM, Tag.QUOTE)
            ]
            if lead and not all(
                t.tag is Tag.NOUN
                or t.lower
                in (
                    "former",
                    "colonial",
                    "ruler",
                    "neighbour",
                    "neighbor",
                    "ally",
                    "allies",
                    "neighbours",
                    "neighbors",
                    "power",
                    "giant",
                )
                for t in lead
            ):
                if not all(
                    any(x[0] <= i < x[1] for x in found.mentions)
                    for i in range(first, a)
                    if tokens[i] in lead
                ):
                    return Party(Standing.UNKNOWN, (), span=span)
            if b < len(tokens) and tokens[b].tag is Tag.POSS:
                return Party(Standing.UNKNOWN, (), span=span)
            seat = self._seat_elsewhere(read, m)
            return self._actor(seat or codes, span=span)
        if tail[-1].lower in _STATE_WORDS:
            return self._actor(codes, span=span)  # "the Turkish Republic", "the Uzbek side"
        # "Berlin's statement", "the EU's position": a document speaks for its maker.
        if self.vocabulary.has("say_noun", tail[-1].lower) or tail[-1].lower in (
            "position",
            "response",
            "move",
            "side",
            "reaction",
        ):
            return self._actor(codes, span=span)
        inside = bool(set(codes) & self.inside)
        return Party(
            Standing.INSIDE if inside else Standing.UNKNOWN, (), span=span, why="not the government"
        )

    def _seat_elsewhere(self, read: ReadSentence, mention: Mention) -> tuple[str, ...]:
        """The state of "the Foreign Office in Berlin", whose name alone is another's."""
        if mention.form is not NameForm.SEAT:
            return ()
        _, end = read.mention_tokens(mention)
        for other in read.mentions:
            a, _ = read.mention_tokens(other)
            if other.form is NameForm.CAPITAL and a == end + 1 and read.tokens[end].lower == "in":
                return other.codes
        return ()

    def _reference(
        self,
        read: ReadSentence,
        first: int,
        base_end: int,
        span: tuple[int, int],
        context: "Discourse | None",
    ) -> Party | None:
        """ "The bloc", "the ministry", "his country": what was named before."""
        tokens = read.tokens
        if context is None or base_end <= first:
            return None
        head = tokens[base_end - 1].lower
        lead = tokens[first].lower
        if head in _BODY_REFERENCES and lead in ("the", "this", "our"):
            codes = self._organization_before(read, tokens[first].start, context)
            found = self._actor(codes, span=span) if codes else None
        elif head in ("country", "government", "nation") and lead in (
            "his",
            "her",
            "their",
            "my",
            "our",
            "its",
        ):
            found = context.pronoun(
                {"his": "he", "her": "she", "my": "we", "our": "we"}.get(lead, "it")
            )
            if found:
                found = replace(found, official=None, office=None)
        elif (
            (
                head
                in (
                    "signatories",
                    "states",
                    "countries",
                    "nations",
                    "governments",
                    "ministers",
                )
                and (
                    lead in ("all", "these", "signatory")
                    or "signatory" in [t.lower for t in tokens[first:base_end]]
                )
            )
            or head in ("two", "three", "four", "both", "trio", "pair")
            or (head in ("countries", "nations", "states") and lead in ("the", "both"))
        ):
            found = context.pronoun("they")
        else:
            return Party(Standing.UNKNOWN, (), span=span)
        return replace(found, span=span, why="inferred") if found else None


def _outside_brackets(tokens: Sequence[Token]) -> list[str]:
    """The words that do not stand in brackets: "the United Nations (UN), the African Union"."""
    words = []
    depth = 0
    for token in tokens:
        if token.text == "(":
            depth += 1
        elif token.text == ")":
            depth = max(0, depth - 1)
        elif not depth:
            words.append(token.lower)
    return words


def _definite(tokens: Sequence[Token], first: int) -> bool:
    return tokens[first].lower in ("the", "his", "her", "its") or tokens[first].tag is not Tag.DET


def _phrase_at(
    tokens: Sequence[Token],
    i: int,
    end: int,
    table: dict[str, list[tuple[tuple[str, ...], object]]],
) -> tuple[int, object] | None:
    for key, value in table.get(tokens[i].lower, ()):
        if i + len(key) <= end and all(tokens[i + k].lower == word for k, word in enumerate(key)):
            return len(key), value
    return None


def _name_follows(tokens: Sequence[Token], j: int, end: int) -> bool:
    """Whether a name goes on after particles: "Ursula von der Leyen"."""
    while j < end and tokens[j].lower in _PARTICLES:
        j += 1
    return j < end and tokens[j].tag is Tag.NAME


def _name_of(found: _Elements) -> tuple[int, int, str] | None:
    """The name that goes with the offices of a phrase: the one right after an office, else the first."""
    for name in found.names:
        if any(
            office[1] == name[0] or (office[1] <= name[0] <= office[1] + 1)
            for office in found.offices
        ):
            return name
    return found.names[0] if found.names else None


def _names(
    tokens: Sequence[Token], first: int, end: int, taken: set[int]
) -> list[tuple[int, int, str]]:
    """Runs of capitalised words that can be a person's name, without titles."""
    names = []
    i = first
    while i < end:
        if (
            tokens[i].tag is not Tag.NAME
            or i in taken
            or tokens[i].lower.rstrip(".") in TIMES
            or tokens[i].lower in _STATE_WORDS
            or tokens[i].lower in _REGIONAL
        ):
            i += 1
            continue
        j = i
        while (
            j < end
            and j not in taken
            and (
                (tokens[j].tag is Tag.NAME and tokens[j].lower.rstrip(".") not in TIMES)
                or (tokens[j].lower in _PARTICLES and j > i and _name_follows(tokens, j + 1, end))
                or (
                    tokens[j].text == "."
                    and j + 1 < end
                    and tokens[j + 1].tag is Tag.NAME
                    and len(tokens[j - 1].text) <= 3
                )
            )
        ):
            j += 1
        k = i
        while k < j and (tokens[k].lower.rstrip(".") in HONORIFICS or tokens[k].text == "."):
            k += 1
        place = j - k == 1 and k > first and tokens[k - 1].lower == "the"  # "envoy for the Horn"
        if k < j and not place:
            parts = [tokens[n].text for n in range(k, j)]
            text = " ".join(parts).replace(" .", ".")
            names.append((k, j, text))
        i = max(j, i + 1)
    return names


def _name_words(names: Sequence[str], known: frozenset[str]) -> frozenset[str]:
    """The surnames in a crisis's lists of names, in plain spelling."""
    found: set[str] = set()
    for name in names:
        words = [word.strip(",.()'\"") for word in name.replace("(", " ").replace(")", " ").split()]
        capitals = [word for word in words if word[:1].isupper() and word.lower() not in _TITLES]
        for word in capitals:
            folded = plain(word)
            if folded and folded not in known and len(folded) > 2:
                found.add(folded)
    return frozenset(found)


_TITLES = word_list("titles")


class Discourse:
    """What was last spoken of: for pronouns and "the bloc"."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._person: Party | None = None
        self._body: Party | None = None
        self._joint: Party | None = None
        self._organization: Party | None = None
        self._last: Party | None = None
        self._noted: list[Party] = []
        self._recent: list[str] = []
        self._country: Party | None = None
        self.speaker: Party | None = None

    def end_sentence(self) -> None:
        """Put the sentence's first subject before the others: "he" and "it" go on with it."""
        for party in reversed(self._noted):
            self._take(party)
        self._noted.clear()

    @property
    def first(self) -> Party | None:
        """The first subject of the sentence at hand."""
        return self._noted[0] if self._noted else None

    def note(self, party: Party) -> None:
        """Take notice of a party that a clause had as its subject."""
        self._noted.append(party)
        self._take(party)

    def _take(self, party: Party) -> None:
        if party.standing is Standing.UNKNOWN and not party.is_person:
            return
        if party.is_person:
            self._person = party
        if len(party.codes) > 1:
            self._joint = party
        if party.standing is Standing.ACTOR:
            for code in party.codes:
                if code in self._recent:
                    self._recent.remove(code)
                self._recent.append(code)
        if party.codes:
            body = replace(party, official=None, office=None, type="")
            self._body = body
            organization = len(party.codes) == 1 and self._gazetteer.is_organization(party.codes[0])
            if organization:
                self._organization = body
            if party.standing is Standing.ACTOR:
                self._last = body
                self._country = self._country if organization else body
        elif party.standing is Standing.OUTSIDER or (
            party.standing is Standing.INSIDE and not party.is_person
        ):
            self._body = party

    def pronoun(self, word: str) -> Party | None:
        """Return what a pronoun stands for."""
        if word in ("he", "she", "him", "her", "who"):
            return self._person
        if word in ("i", "we", "us", "our"):
            return self.speaker
        if word in ("they", "them", "both"):
            return self._joint or self._body
        if word == "it":
            return self._body
        return None

    def last_organization(self) -> Party | None:
        """Return the organization last spoken of."""
        return self._organization

    def holder_of(self, office: str) -> Party | None:
        """Return the person last spoken of if it holds this office: "the president" after Obama."""
        person = self._person
        if person is None or person.standing is not Standing.ACTOR or not person.office:
            return None
        return person if office in person.office.lower() else None

    def recent(self, count: int) -> tuple[str, ...]:
        """Return the last `count` actors spoken of: "the three countries"."""
        return tuple(self._recent[-count:]) if len(self._recent) >= count else ()

    def set_scene(self, codes: tuple[str, ...]) -> None:
        """Take notice of the place where the next statements are made."""
        self._last = Party(Standing.ACTOR, codes)
        self._country = self._last

    def last_codes(self, *, country: bool = False) -> tuple[str, ...]:
        """Return the codes of the actor last spoken of, of the last country if so asked."""
        last = self._country if country else self._last
        return last.codes if last else ()

    def body_fits(self, phrase: str) -> bool:
        """Whether "the ministry" can be the last actor's: organizations have none."""
        if self._last is None:
            return False
        organization = len(self._last.codes) == 1 and self._gazetteer.is_organization(
            self._last.codes[0]
        )
        state = any(
            word in phrase
            for word in ("ministry", "embassy", "government", "presidency", "cabinet")
        )
        return not (organization and state)
