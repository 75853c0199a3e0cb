"""Offices and the actors that they speak for: "the foreign minister", "its spokesman"."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from reactions.extraction.discourse import Discourse
from reactions.extraction.gazetteer import Form as NameForm
from reactions.extraction.gazetteer import plain
from reactions.extraction.mentions import Context
from reactions.extraction.names import HONORIFICS, Elements, is_definite
from reactions.extraction.parties import Party, Standing
from reactions.extraction.principals import Principals
from reactions.extraction.reading import ReadSentence
from reactions.extraction.vocabulary import Office, word_list
from reactions.extraction.words import Tag, Token

_BODY_REFERENCES = word_list("body_references")
_REGIONAL = word_list("regional")
_DOMESTIC = word_list("domestic")
_INDEFINITE = _DOMESTIC | {
    "many", "some", "several", "few", "most", "other", "numerous", "various",
}  # fmt: skip
_STATE_BODIES = frozenset(["department", "ministry", "office", "commission", "secretariat"])
_GENERIC = word_list("generic")
_OBSERVERS = frozenset(("observers", "election observer", "observer mission"))
_SOME = frozenset(("a", "an", "one", "another"))
_MEETINGS = word_list("meetings")
_POSTED = frozenset(
    ("embassy", "mission", "consulate", "delegation", "ambassador", "envoy", "commissioner")
)
"""Who works in another country's capital: "the embassy in Oslo"."""
_OWNERS = frozenset(("its", "their", "his", "her"))
_MEMBERS = frozenset(("member states", "members states", "member countries", "states", "members"))
_OF_A_PLACE = frozenset(("sultan", "emir", "ruler", "sheikh", "governor", "first minister"))
"""Offices that a place within a state has as well: "the sultan of Kanem"."""
_FORCES = frozenset(("military", "armed forces", "military command"))
_BRITISH = frozenset(("foreign secretary", "home secretary"))
_SECRETARIES = frozenset(("PHL", "IND", "PAK", "BGD", "LKA", "NPL", "MEX"))
"""States other than Britain whose ministers or senior diplomats are called so."""
_PEERS = frozenset(("colleague", "colleagues", "opposite number"))
_OF_STATE = ("head", "minister")
_CHAIRS = frozenset(("chairman", "chairwoman", "chair", "chairperson", "head"))
_COMMITTEES = frozenset(("committee", "subcommittee"))
_LEGISLATURES = frozenset((
    *("congress", "parliament", "lower house", "upper house", "house", "cabinet"),
    *("national assembly", "supreme court", "constitutional court", "president's office"),
))  # fmt: skip
"""Bodies that every state has: those of none told are the focal country's."""
_CHAMBERS = frozenset(
    ("senate", "house", "congress", "parliament", "bundestag", "commons", "lords")
)
_COMMITTEE_NEAR = 9
"""Words behind "chairman" in which a parliament's committee is named."""
_NAMESAKES = {"chancellor": "AUT", "vice chancellor": "AUT", "vice-chancellor": "AUT"}
_REFERRING = frozenset(("the", "all", "both", "these", "those", "other", "our"))
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "both": 2}


class Officials(Principals):
    """What an office stands for: whose it is, and who holds it."""

    def _office_for(
        self,
        found: Elements,
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
            found_offices = before or after
            return found_offices[0] if found_offices else None
        return None

    def _is_principal(
        self, tokens: Sequence[Token], office: tuple[int, int, Office], base_end: int
    ) -> bool:
        """Whether the name after "an aide to" is another's: "A spokesman for Secretary-General
        Vanhala".
        """
        unnamed = office[2].type == "spokes" or office[2].phrase in (
            "aide",
            "adviser",
            "advisers",
            "source",
            "sources",
            "official",
        )
        return unnamed and base_end < len(tokens) and tokens[base_end].lower in ("for", "to", "of")

    def _office_party(
        self,
        read: ReadSentence,
        found: Elements,
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
        if self._sits_for_voters(tokens, office, name):
            return Party(
                Standing.OUTSIDER, (), official, title, "person", span, official_span, "legislator"
            )
        if entry.phrase in ("members", "member") and self._sit_in(found, codes):
            return Party(Standing.OUTSIDER, (), None, title, "person", span, None, "legislator")
        owner = self._possessor(tokens, office[0], span[0]) if not codes else None
        if owner is not None:
            if owner.standing is not Standing.ACTOR:
                return replace(
                    owner, official=official, office=title, span=span, official_span=official_span
                )
            codes = owner.codes
        set_abroad = bool(self.place(read))
        if (
            not codes
            and not entry.actor
            and not set_abroad
            and self._of_the_president(tokens, found, office)
        ):
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
            namesake = self._namesake(read, entry.phrase, context)
            codes = (entry.actor,) if namesake is None else namesake
        if not codes and name:
            holder = self._holder(name[2])
            if holder:
                return replace(holder, span=span, official_span=official_span, office=title)
        inferred = ""
        at_home = self._is_at_home(read, tokens, found, entry)
        at_home = at_home and not self._own_state(read, office[0])
        ruling = entry.type == "head" and self.place(read) and self._rules_there(read, office)
        if (
            not codes
            and not ruling
            and name is None
            and context is not None
            and tokens[first].lower == "the"
        ):
            same = context.holder_of(entry.phrase) or self._only_holder(entry, span[0])
            label = self.label_of(read)
            if same is not None and (label is None or label.codes == same.codes):
                return replace(same, span=span)
        if not codes:
            if not at_home:
                codes = self._codes_by_context(read, tokens, office, name, context)
            if len(codes) > 1 and entry.type != "plural":
                codes = ()  # one person holds no office of several states
            inferred = "inferred" if name is None else "by context"
        if not codes and at_home:
            return Party(Standing.INSIDE, (), official, title, entry.type, span, official_span)
        if not codes:
            same = context.holder_of(entry.phrase) if context is not None and name is None else None
            if same is not None and tokens[first].lower == "the":
                return replace(same, span=span)
            if (
                name is None
                and entry.type in ("head", "minister", "body", "spokes")
                and is_definite(tokens, first)
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
        party = self.actor(
            codes,
            span=span,
            official=official,
            office=title,
            type_=entry.type,
            official_span=official_span,
        )
        return replace(party, why=inferred) if inferred else party

    def _namesake(
        self, read: ReadSentence, office: str, context: "Discourse | None"
    ) -> tuple[str, ...] | None:
        """Another state that has an office of the name, if the crisis is there or it was spoken of
        last: Austria's chancellor. Nobody's where it is not known yet what was spoken of.
        """
        other = _NAMESAKES.get(office)
        if other is None:
            return None
        if other in self.inside:
            return (other,)
        if context is None:
            return ()
        label = self.label_of(read)
        spoken_of = (context.last_codes(country=True), self.place(read), label and label.codes)
        return (other,) if (other,) in spoken_of else None

    def _is_at_home(
        self, read: ReadSentence, tokens: Sequence[Token], found: Elements, office: Office
    ) -> bool:
        """Whether an office with no owner told is the focal country's, for its name stands by.

        A mission there is somebody else's: "the embassy in Minsk".
        """
        abroad = _is_abroad(office)
        if not abroad and office.type == "body" and self._opens_at_home(read):
            return True
        return any(
            set(mention.codes) & self.inside
            and (b >= len(tokens) or tokens[b].tag is not Tag.POSS)
            and not (abroad and a and tokens[a - 1].lower in ("in", "at"))
            for a, b, mention in found.mentions
        )

    def _opens_at_home(self, read: ReadSentence) -> bool:
        """Whether a sentence is set in the focal country's capital: "In Minsk, the government"."""
        if not read.spans or read.lowers[0] != "in":
            return False
        first, end, mention = read.spans[0]
        capital = first == 1 and mention.form is NameForm.CAPITAL
        return capital and read.lowers[end] == "," and bool(set(mention.codes) & self.inside)

    def _sits_for_voters(
        self,
        tokens: Sequence[Token],
        office: tuple[int, int, Office],
        name: tuple[int, int, str] | None,
    ) -> bool:
        """Whether somebody sits in a parliament: "Representative Ada Holm of Ohio", "the chairman
        of the Senate's foreign relations committee".
        """
        first, end, entry = office
        if entry.phrase == "representative":
            return name is not None and name[0] == end and tokens[first].text == "Representative"
        if entry.phrase not in _CHAIRS:
            return False
        behind = {token.lower for token in tokens[end : end + _COMMITTEE_NEAR]}
        return not _COMMITTEES.isdisjoint(behind) and not _CHAMBERS.isdisjoint(behind)

    def _sit_in(self, found: Elements, codes: tuple[str, ...]) -> bool:
        """Whether members are those of a country's parliament: "members of the US Congress"."""
        state = not any(self.gazetteer.is_organization(code) for code in codes)
        return state and any(
            m.form in (NameForm.SEAT, NameForm.ORGAN) for _, _, m in found.mentions
        )

    def _of_the_president(
        self, tokens: Sequence[Token], found: Elements, office: tuple[int, int, Office]
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

    def _codes_of_office(
        self,
        read: ReadSentence,
        found: Elements,
        office: tuple[int, int, Office],
        name: tuple[int, int, str] | None,
    ) -> tuple[str, ...]:
        """The actor that the words around an office name: before it, or after "of", "for"."""
        tokens = read.tokens
        before = [
            m
            for m in found.mentions
            if (m[1] <= office[0] or m[0] < office[0] < m[1])  # "AU Commission chief"
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
        at = near[0][0] if near and office[2].type == "envoy" else 0
        if at and tokens[at - 1].lower in _OWNERS:
            return ()  # "its U.N. envoy"
        if near:
            return near[0][2].codes
        if office[1] < len(tokens) and tokens[office[1]].lower == "there":
            return self._place_before(tokens[office[0]].start)
        if self._is_of_body(tokens, office[0]):
            return ()  # "the regional body's secretariat in Oslo"
        for m in found.mentions:
            if (
                m[1] < len(tokens)
                and tokens[m[1]].tag is Tag.POSS
                and m[0] >= office[1]
                and not any(m[1] < o[0] <= m[1] + 3 for o in found.offices)
            ):
                continue  # "minister of Niger's southern neighbour"
            if m[0] >= office[1]:
                words = list(tokens[office[1] : m[0]])
                while words and (
                    words[-1].tag in (Tag.DET, Tag.ADJ, Tag.NUM)
                    or words[-1].lower in _BODY_REFERENCES
                    or words[-1].lower in _REGIONAL
                ):
                    words.pop()
                lead = [t.lower for t in words]
                if (
                    lead
                    and lead[-1]
                    in ("of", "for", "from", *(("in",) if _has_its_seat(office[2]) else ()))
                    and (len(lead) == 1 or not any(w == "," for w in lead[:-1]) or name)
                ):
                    return m[2].codes
        if before and name and name[0] < office[0]:
            return before[-1][2].codes
        inner = [m for m in found.mentions if m[0] >= office[0] and m[1] <= office[1]]
        return inner[0][2].codes if inner else ()

    @staticmethod
    def _is_of_body(tokens: Sequence[Token], at: int) -> bool:
        """Whether an office at a word is told to be that of "the bloc" or "the body"."""
        owned = at > 1 and tokens[at - 1].tag is Tag.POSS
        return owned and tokens[at - 2].lower in _BODY_REFERENCES

    def _place_before(self, offset: int) -> tuple[str, ...]:
        """The country that "the ministry there" is of: the last named before."""
        places = (NameForm.CAPITAL, NameForm.NAME)
        named = [m for m in self.article.mentions if m.start < offset and m.form in places]
        return named[-1].codes if named else ()

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
        if office[2].phrase in _PEERS:
            return self.place(read)  # "a colleague said", "her opposite number in Oslo"
        usual = (office[2].usual,) if office[2].usual else ()
        phrase = tokens[max(0, office[0] - 4) : office[0]]
        while any(t.tag is Tag.COMMA for t in phrase):
            phrase = phrase[1:]  # not "on its own, President Holm"
        possessor = next((t.lower for t in phrase if t.lower in _OWNERS), "")
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
        if self._is_of_unknown(tokens, office) or self._is_of_other(read, office):
            return ()
        if office[2].phrase in _FORCES and not possessor and not self.place(read):
            return ()  # "the military": that of the country which all is about
        lead = tokens[max(0, office[0] - 3) : office[0]]
        if office[2].phrase in _OBSERVERS and not any(t.lower == "the" for t in lead):
            return ()  # "International observers", of nobody told
        opener = self._own_state(read, office[0]) if possessor == "its" else ()
        if opener:
            return opener
        if context is not None and possessor:
            owner = context.pronoun(
                "it" if possessor == "its" else "they" if possessor == "their" else "he"
            )
            if owner and owner.codes:
                alone = self._alone_in_block(read, office) if possessor == "its" else ()
                return alone or owner.codes
        label = self.label_of(read)
        if label:
            return label.codes
        if office[2].type == "org":
            bodies = [
                mention.codes
                for _, b, mention in read.spans
                if b <= office[0] and self.gazetteer.is_organization(mention.codes[0])
            ]
            if bodies:
                return bodies[-1]  # "NATO will meet, Secretary General Holm said in Brussels"
        place = self.place(read)
        if place and (name or office[2].type in ("body", "spokes", "minister")):
            return place
        if place and office[2].type == "head" and self._rules_there(read, office):
            return place
        meeting = self._meeting_of(read) if office[2].type == "plural" and not name else ()
        if meeting and not any(
            t.lower in _INDEFINITE for t in tokens[max(0, office[0] - 3) : office[0]]
        ):
            return meeting
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
        if office[2].type in ("plural", "body", "org", "spokes"):
            referred = self._of_reference(read, office[1], context)
            if referred or (referred is not None and office[2].type == "plural"):
                return referred
        if (
            context is not None
            and office[2].type == "plural"
            and read.lowers[office[0] - 1] == "the"
        ):
            group = context.group_of(office[2].phrase) or context.last_two(office[2].phrase)
            if group:
                return group
        if office[2].type == "envoy" and not name and any(t.lower in _SOME for t in lead):
            return ()  # "a senior diplomat said"
        if office[2].type == "plural" and any(t.lower in _INDEFINITE for t in before):
            return ()  # "many countries", "the coup leaders"
        if office[2].phrase in _MEMBERS and context is not None:
            told = context.speaker or (context.first if read.lowers[0] not in _MEMBERS else None)
            codes = told.codes if told is not None else ()
            if len(codes) == 1 and self.gazetteer.is_organization(codes[0]):
                return codes  # "Member states have decided", the African Union said
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
            refers = not _REFERRING.isdisjoint(t.lower for t in before)
            return context.recent(count) if refers else ()
        if context is not None and office[2].type == "org" and (not name or usual):
            unsaid = not name and not self._body_in_block(read, office)
            if usual and (unsaid or (usual == ("UN",) and "york" in read.lowers)):
                return usual  # "In New York, the secretary-general asked for an inquiry"
            if context.speaker is not None and context.speaker.codes:
                return context.speaker.codes
            body = context.last_organization()
            return body.codes if body else usual
        if context is not None and (
            name or office[2].type in ("minister", "spokes", "body", "plural", "envoy")
        ):
            if office[2].type == "body" and not context.body_fits(office[2].phrase):
                return usual
            if office[2].phrase in _LEGISLATURES and read.lowers[office[0] - 1] != "its":
                return self._alone_in_block(read, office)  # "Congress meets on Tuesday"
            last = context.last_codes(country=office[2].type in ("minister", "head", "envoy"))
            if office[2].phrase in _BRITISH and not set(last) & _SECRETARIES:
                return usual  # "the Foreign Secretary, Ada Holm", in a British paper
            alone = self._alone_in_block(read, office)
            told_here = any(mention.codes == alone for mention in read.mentions)
            if alone and (name or (not self.inside.issuperset(last) if last else told_here)):
                return alone
            datelined = self._dateline() if name and office[2].type in _OF_STATE else ()
            return last or datelined or usual
        return usual if context is not None else ()

    def _own_state(self, read: ReadSentence, i: int) -> tuple[str, ...]:
        """The actor that opens a sentence at the end of which its own official tells it: "Chile
        stands by the Greek government, its foreign minister said".
        """
        if not read.spans:
            return ()
        first, _, mention = read.spans[0]
        its = next((j for j in range(i - 1, max(0, i - 5), -1) if read.lowers[j] == "its"), 0)
        before = read.tokens[its - 1] if its else None
        if before is None or first > 1 or before.tag is not Tag.COMMA:
            return ()
        return () if set(mention.codes) & self.inside else mention.codes

    def _alone_in_block(
        self, read: ReadSentence, office: tuple[int, int, Office]
    ) -> tuple[str, ...]:
        """The only actor from outside that a paragraph has named before an office in it: "Ankara,
        which has long been patient, asked for calm, in the words of Foreign Minister Ada Holm".
        """
        mentions = self.article.mentions
        end = read.tokens[office[0]].start
        at = bisect_left(mentions, read.block.start, key=lambda mention: mention.start)
        named: set[tuple[str, ...]] = set()
        while at < len(mentions) and mentions[at].start < end:
            if not set(mentions[at].codes) & self.inside:
                named.add(mentions[at].codes)
            at += 1
        codes = named.pop() if len(named) == 1 and office[2].type != "plural" else ()
        body = len(codes) == 1 and self.gazetteer.is_organization(codes[0])
        return () if body and office[2].type in _OF_STATE else codes

    def _body_in_block(self, read: ReadSentence, office: tuple[int, int, Office]) -> bool:
        """Whether a paragraph or the one before it names an organization before an office."""
        end = read.tokens[office[0]].start
        start = self.article.text.rfind("\n\n", 0, max(0, read.block.start - 2))
        return any(
            start <= mention.start < end and self.gazetteer.is_organization(mention.codes[0])
            for mention in self.article.mentions
        )

    def _rules_there(self, read: ReadSentence, office: tuple[int, int, Office]) -> bool:
        """Whether a ruler is that of the capital named by: "In Oslo, the prime minister said",
        "the president in Warsaw", but not "In Oslo, the ousted president".
        """
        for first, end, mention in read.spans:
            if mention.form is not NameForm.CAPITAL:
                continue
            behind = first == office[1] + 1 and read.lowers[office[1]] == "in"
            opens = first == 1 and end < office[0]
            if (behind or opens) and read.lowers[office[0] - 1] == "the":
                return True
        return False

    def _dateline(self) -> tuple[str, ...]:
        """The country that an article is datelined from: its own press names no state beside
        "President Clinton".
        """
        first = self.article.mentions[0] if self.article.mentions else None
        capital = first is not None and first.form is NameForm.CAPITAL
        named = first is not None and first.form is NameForm.NAME
        if first is None or not (capital or named) or first.context is not Context.DATELINE:
            return ()
        return () if set(first.codes) & self.inside else first.codes

    def _meeting_of(self, read: ReadSentence) -> tuple[str, ...]:
        """The organization of "at an ECOWAS summit" and "at a summit of ECOWAS"."""
        for a, b, mention in read.spans:
            if not self.gazetteer.is_organization(mention.codes[0]):
                continue
            behind = [w for w in read.lowers[b : b + 3] if w in _MEETINGS]
            before = read.lowers[max(0, a - 3) : a]
            if behind or ("of" in before and not _MEETINGS.isdisjoint(before)):
                return mention.codes
        return ()

    def _of_reference(
        self, read: ReadSentence, at: int, context: "Discourse | None"
    ) -> tuple[str, ...] | None:
        """Whose "leaders of the bloc" and "heads of several states" are: none of nobody named."""
        tokens = read.tokens
        if at + 1 >= len(tokens) or tokens[at].lower not in ("of", "from"):
            return None
        chunk = read.clauses.chunks[read.clauses.chunk_at(at + 1)]
        opener, noun = tokens[chunk.first].lower, tokens[chunk.end - 1].lower
        if opener in ("these", "those") and noun in _GENERIC:
            return None
        definite = opener in ("the", "this", "its")
        if definite and tokens[chunk.end - 1].lower in _BODY_REFERENCES:
            return self._organization_before(read, tokens[at].start, context)
        return None if definite else ()

    def _is_of_unknown(self, tokens: Sequence[Token], office: tuple[int, int, Office]) -> bool:
        """Whether an office is that of a name nobody knows: "the MDC's secretary general", and of a
        place that is no state: "Kirkuk's governor".
        """
        i = office[0]
        while i and tokens[i - 1].tag in (Tag.ADJ, Tag.NOUN):
            i -= 1
        if i < 2 or tokens[i - 1].tag is not Tag.POSS:
            return False
        owner = tokens[i - 2]
        if owner.text.isupper():
            return True
        known = plain(owner.text) in self._persons or self.is_inside_name(owner.text)
        return office[2].type in _OF_STATE and owner.tag is Tag.NAME and not known

    def _is_of_other(self, read: ReadSentence, office: tuple[int, int, Office]) -> bool:
        """Whether an office is told to be of a body that nobody knows: "a spokesman for the Mekong
        Lawyers' Network", but not "for Prime Minister Holm" nor "for the Foreign Ministry".
        """
        tokens, i = read.tokens, office[1]
        local = office[2].phrase in _OF_A_PLACE
        if not (local or office[2].type in ("spokes", "org")) or i + 1 >= len(tokens):
            return False
        if tokens[i].lower not in ("for", "of", "at"):
            return False
        first = i + 1 + (tokens[i + 1].tag is Tag.DET)
        chunk = read.clauses.chunks[read.clauses.chunk_at(i + 1)]
        own = not _DOMESTIC.isdisjoint(read.lowers[chunk.first : chunk.end])
        if own and not any(chunk.first <= a < chunk.end for a, _, _ in read.spans):
            return True  # "a spokesman for the rebels in Paris"
        end = first
        while end < len(tokens) and tokens[end].tag is Tag.NAME:
            end += 1
        words = read.lowers[first:end]
        if not words or words[0].rstrip(".") in HONORIFICS or plain(words[0]) in self._persons:
            return False
        actor = any(first <= a < end for a, _, _ in read.spans)
        told = any(i in read.offices for i in range(first, end))
        return not actor and not told and _STATE_BODIES.isdisjoint(words)

    def _organization_apposed(self, read: ReadSentence, end: int) -> tuple[str, ...]:
        """The organization right after a phrase: "Africa's bloc, the African Union,"."""
        words = read.tokens[end : end + 2]
        if not words or words[0].tag is not Tag.COMMA:
            return ()
        first = end + 1 + (len(words) > 1 and words[1].tag is Tag.DET)
        for a, _, mention in read.spans:
            if a == first and self.gazetteer.is_organization(mention.codes[0]):
                return mention.codes
        return ()

    def _organization_before(
        self, read: ReadSentence, offset: int, context: "Discourse | None"
    ) -> tuple[str, ...]:
        """The organization that "the bloc" means: of its sentence, of the talk, of the label, or
        named last.
        """
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

    def place(self, read: ReadSentence) -> tuple[str, ...]:
        """The country whose capital the sentence is set in: "In Brasilia, the Planalto said"."""
        for mention in read.mentions:
            if mention.form is NameForm.CAPITAL and not set(mention.codes) & self.inside:
                a, _ = read.mention_tokens(mention)
                posted = a > 1 and not _POSTED.isdisjoint(read.lowers[max(0, a - 3) : a - 1])
                if a and read.tokens[a - 1].lower in ("in", "at", "from") and not posted:
                    return mention.codes
        return ()


def _has_its_seat(office: Office) -> bool:
    """Whether the place of an office is the state it is of: "officials in Rome", no embassy."""
    return office.type in ("plural", "body") and not _is_abroad(office)


def _is_abroad(office: Office) -> bool:
    """Whether an office works in another country than its own: an embassy, a mission."""
    return any(word in office.phrase for word in ("embassy", "mission", "consul", "delegation"))
