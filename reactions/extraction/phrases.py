"""Reads a noun phrase: actor, official, reference or nobody."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from reactions.extraction.chunks import Chunk
from reactions.extraction.discourse import Discourse
from reactions.extraction.gazetteer import Form as NameForm
from reactions.extraction.gazetteer import plain
from reactions.extraction.mentions import Context, Mention
from reactions.extraction.names import (
    HONORIFICS,
    Elements,
    capital_names,
    first_within,
    name_beside_office,
    stands_within,
)
from reactions.extraction.parties import Party, Standing
from reactions.extraction.reading import ReadSentence
from reactions.extraction.stretches import Stretches
from reactions.extraction.vocabulary import Office, word_list
from reactions.extraction.words import Tag, Token

_BODY_REFERENCES = word_list("body_references")
_SAYING = word_list("say_noun")
_GENERIC = word_list("generic")
_REGIONAL = word_list("regional")
_STATE_WORDS = word_list("state_words")


_PERSONAL = frozenset(["head", "minister", "org", "envoy", "spokes"])
_NAMED_WITHIN = 400
"""Characters from an office to the name that it turns out to have."""
_ADJECTIVAL = ("ed", "ous", "ful", "ern", "less", "ary")
_CHAMBERS = frozenset(
    ("lords", "commons", "house", "senate", "congress", "parliament", "assembly", "westminster")
)
_DESCRIBING = word_list("describing")
_DOMESTIC = word_list("domestic")
_TOLD = (
    word_list("told_nouns")
    | word_list("pages")
    | {"office", "government", "administration", "cabinet", "side", "policy", "party", "team"}
)
_OWN = frozenset(("position", "response", "move", "side", "reaction"))
_VOICED = word_list("told_nouns") | word_list("voiced")
_REALMS = word_list("realms")
_NOBODY_S = frozenset(("international", "world", "global", "diplomatic", "donor", "business"))
"""Whose community is no organization that has been named."""
_COUNTS = frozenset(("two", "three", "four", "both", "trio", "pair"))
_NOTHING = Elements([], [], [], [])


class Phrases(Stretches):
    """What one noun phrase stands for, with its modifiers and appositions."""

    def _persons_in(
        self, read: ReadSentence, first: int, end: int, taken: set[int]
    ) -> list[tuple[int, int, str]]:
        """The names in a stretch that are not made of words of offices ("Defense Staff")."""
        return [
            name
            for name in capital_names(read.tokens, read.names, first, end, taken)
            if not all(word.lower() in self.vocabulary.office_words for word in name[2].split())
            or plain(name[2]).split()[-1] in self._persons
        ]

    def names_in(self, read: ReadSentence, chunk: Chunk) -> list[str]:
        """The persons' names in a phrase that holds no actor."""
        if any(chunk.first <= read.mention_tokens(m)[0] < chunk.end for m in read.mentions):
            return []
        return [name for _, _, name in self._persons_in(read, chunk.first, chunk.end, set())]

    def _elements(self, read: ReadSentence, first: int, end: int) -> Elements:
        tokens = read.tokens
        mentions = [span for span in read.spans if first <= span[0] < end]
        taken = {i for a, b, _ in mentions for i in range(a, b)}
        offices: list[tuple[int, int, Office]] = []
        outsiders: list[tuple[int, int, str]] = []
        free = first
        introducers = read.introducers
        for i in introducers[bisect_left(introducers, first) : bisect_left(introducers, end)]:
            if i < free:
                continue  # within the one before
            outsider = self._outsider_at(read, i, first, end)
            office = first_within(read.offices, i, end)
            if office and i in taken and (i + office[0] - 1) in taken:
                office = None  # "State" of "State Department", "States" of "United States"
            if outsider and outsider[1] == "legislator" and offices and offices[-1][1] == i:
                outsider = None  # "Foreign Minister Senator Penny Wong"
            if outsider and (not office or outsider[0] >= office[0]) and i not in taken:
                outsiders.append((i, i + outsider[0], outsider[1]))
                free = i + outsider[0]
            elif office and tokens[i].tag is not Tag.VERB:
                offices.append((i, i + office[0], office[1]))
                taken.update(range(i, i + office[0]))
                free = i + office[0]
        bodies = {
            a for a, _, office in offices if office.type == "body" and tokens[a].tag is Tag.NAME
        }
        # "the National Constituent Assembly"
        names = [n for n in self._persons_in(read, first, end, taken) if n[1] not in bodies]
        return Elements(mentions, offices, names, outsiders)

    def _outsider_at(
        self, read: ReadSentence, i: int, first: int, end: int
    ) -> tuple[int, str] | None:
        """Who is no actor by the words from `i` on, unless they are part of a name or a state."""
        outsider = first_within(read.outsiders, i, end)
        if outsider is None:
            return None
        tokens = read.tokens
        if outsider[0] == 1 and tokens[i].text[0].isupper():
            if tokens[i].lower in self._persons:
                return None  # Julie Bishop is no bishop
            if i > first and tokens[i - 1].text[0].isupper() and outsider[1] in ("group", "party"):
                return None
        if (
            outsider[1] == "former"
            and i + 1 < end
            and tokens[i + 1].lower in ("colonial", "soviet", "yugoslav")
        ):
            return None  # the former colonial power is no former official
        return outsider

    def _read_stretch(
        self, read: ReadSentence, first: int, end: int, context: "Discourse | None"
    ) -> Party | None:
        tokens = read.tokens
        tells = stands_within(read.telling, first, end)
        found = self._elements(read, first, end) if tells else _NOTHING
        base_end = _base_end(read, first, end, found)
        span = (tokens[first].start, tokens[max(end - 1, first)].end)
        if (
            base_end - first == 2
            and tokens[first].lower in _BODY_REFERENCES
            and tokens[first + 1].lower in _GENERIC
        ):
            codes = self._organization_before(read, tokens[first].start, context)
            return (
                replace(self.actor(codes, span=span), why="inferred")
                if codes and context is not None
                else Party(Standing.UNKNOWN, (), span=span)
            )  # "Council members"
        if (
            base_end - first >= 2
            and (tokens[first].lower in ("the", "this") or tokens[first + 1].tag is Tag.POSS)
            and tokens[base_end - 1].lower in _BODY_REFERENCES
            and not any(m[0] < base_end for m in found.mentions)
            and all(
                t.tag in (Tag.ADJ, Tag.NUM, Tag.POSS) or t.lower in _REGIONAL or "-" in t.text
                for t in tokens[first + 1 : base_end - 1]
            )
        ):
            return self._reference(read, first, base_end, span, context)
        if (
            tokens[base_end - 1].lower in _SAYING
            and base_end < end
            and tokens[base_end].lower in ("from", "by", "of")
        ):
            source = self._read_stretch(read, base_end + 1, end, context)
            if source is not None and source.standing is Standing.ACTOR:
                return source
        if not tells:
            return self._unnamed(read, first, base_end, span, context)
        outsider = next(
            (
                o
                for o in found.outsiders
                if o[0] < base_end
                or (found.names and tokens[o[0] - 1].tag in (Tag.COMMA, Tag.DET, Tag.ADJ))
            ),
            None,
        )
        own = _of_owned(tokens, found, base_end)
        base_office = next((o for o in own.offices if o[0] < base_end), None)
        if (
            outsider
            and base_office
            and outsider[0] >= base_end
            and any(name[0] < base_end for name in found.names)
            and any(m[0] < base_end for m in found.mentions)
        ):
            outsider = None  # "Norway's Prime Minister Ada Holm, a former lawmaker,"
        if outsider and outsider[2] == "legislator" and _is_minister(tokens, found):
            outsider = None  # "Senator Ada Holm, Australia's foreign minister,"
        if outsider and outsider[2] == "former" and _serves_now(tokens, found, outsider[0]):
            outsider = None  # "the AU's envoy, former president Ada Holm,"
        if base_office and base_office[1] < base_end and tokens[base_office[1]].tag is Tag.POSS:
            base_office = next(
                (o for o in found.offices if base_office[1] < o[0] < base_end), base_office
            )
        if base_office and not found.names and self._owns(tokens, base_office[1], base_end):
            return Party(Standing.UNKNOWN, (), span=span, why="not the government")
        base_mention = _head_mention(tokens, [m for m in found.mentions if m[0] < base_end])
        described = bool(outsider or (found.names and not found.offices))
        if described and base_mention and _is_alone(tokens, base_mention, first, base_end):
            # "Norway, a friend of the farmers,"
            return self._bare_actor(read, found, base_mention, (first, base_end, end), context)
        name = next((n for n in own.names if n[1] <= base_end), None)
        if name is None or base_office is not None:
            name = name_beside_office(own)
        if (
            name
            and base_office
            and name[0] >= base_end
            and self._is_principal(tokens, base_office, base_end)
        ):
            if self.is_inside_name(name[2]) and found.names[-1] is not name:
                return Party(Standing.INSIDE, (), None, None, "spokes", span)
            principal = self.person(name[2], span[0]) or self._holder(name[2])
            own_state = all(
                m[0] >= name[1] and principal is not None and m[2].codes == principal.codes
                for m in found.mentions
            )
            if principal is not None and principal.codes and own_state:
                return replace(
                    principal, official=None, office=base_office[2].phrase, type="spokes", span=span
                )
            his_own = principal is None or principal.type == "spokes"
            before = tokens[name[0] - 1]
            told = before.tag is Tag.COMMA or (before.tag is Tag.NAME and before.text.isupper())
            if not his_own or not told:
                name = None  # unless "the spokesman of the State Department, Ned Hale"
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
                return self.actor(
                    base_mention[2].codes, span=span, official=short, office="", type_="person"
                )
            served = self._served_by(tokens, found, name)
            if base_mention is None and served is not None:
                return self.actor(
                    served.codes,
                    span=span,
                    official=name[2],
                    office="",
                    type_="person",
                    official_span=official_span,
                )
            if base_mention is None and _is_bare_name(tokens, first, name):
                named = self._named_at_last(name[2], span, context)
                if named is not None:
                    return named
            if (
                base_mention is not None
                and base_mention[1] + 1 == name[0]
                and tokens[base_mention[1]].tag is Tag.POSS
                and name[1] == end
                and " " in name[2]
                and not set(base_mention[2].codes) & self.inside
            ):
                return self.actor(
                    base_mention[2].codes,
                    span=span,
                    official=name[2],
                    office="",
                    type_="person",
                    official_span=official_span,
                )  # "Sweden's Nora Ek"
            if base_mention is None or base_mention[0] < name[0]:
                is_inside = base_mention is not None and set(base_mention[2].codes) & self.inside
                return Party(
                    Standing.INSIDE if is_inside else Standing.OUTSIDER,
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
        return self._unnamed(read, first, base_end, span, context)

    def _served_by(
        self, tokens: Sequence[Token], found: Elements, name: tuple[int, int, str]
    ) -> Mention | None:
        """The seat or organ that stands behind a full name: "Ada Holm of the State Department"."""
        if name[1] >= len(tokens) or tokens[name[1]].lower != "of" or " " not in name[2]:
            return None
        for a, b, mention in found.mentions:
            if name[1] < a <= name[1] + 2 and mention.form in (NameForm.SEAT, NameForm.ORGAN):
                words = {token.lower for token in tokens[a:b]}
                return None if words & _CHAMBERS else mention
        return None

    def _unnamed(
        self,
        read: ReadSentence,
        first: int,
        base_end: int,
        span: tuple[int, int],
        context: "Discourse | None",
    ) -> Party | None:
        """Whom a phrase stands for whose base has no name, office or word for no actor."""
        return self._realm(read, base_end) or self._reference(read, first, base_end, span, context)

    def _realm(self, read: ReadSentence, at: int) -> Party | None:
        """The country in "the landlocked nation of Botswana", given the word after the noun."""
        words = read.lowers
        if words[at - 1] not in _REALMS or words[at : at + 1] != ["of"]:
            return None
        first = at + 1 + (words[at + 1 : at + 2] == ["the"])
        for a, b, mention in read.spans:
            if a == first and mention.form is NameForm.NAME:
                if b < len(words) and read.tokens[b].tag is Tag.POSS:
                    return None
                return self.actor(mention.codes, span=(mention.start, mention.end))
        return None

    def _owns(self, tokens: Sequence[Token], at: int, end: int) -> bool:
        """Whether a phrase is of something that an office has: "the embassy's gardener"."""
        if at + 1 >= end or tokens[at].tag is not Tag.POSS or tokens[end - 1].tag is not Tag.NOUN:
            return False
        word = tokens[end - 1].lower
        return word not in _TOLD and not self.vocabulary.has("say_noun", word)

    def _named_at_last(
        self, name: str, span: tuple[int, int], context: "Discourse | None"
    ) -> Party | None:
        """The official told of by the office alone and named now, without a word on who it is:
        "Lithuania's president condemned it. Gitanas Nowak also called for a new vote".
        """
        unnamed = context.unnamed(span[0], _NAMED_WITHIN) if context is not None else None
        if unnamed is None or len(name.split()) not in (2, 3) or unnamed.type not in _PERSONAL:
            return None
        if self.article.text.find(name) < span[0]:
            return None  # somebody told of before
        end = span[0] + len(name)
        named = replace(unnamed, official=name, span=span, official_span=(span[0], end))
        self._register(named)
        return named

    def _bare_actor(
        self,
        read: ReadSentence,
        found: Elements,
        mention: tuple[int, int, Mention],
        limits: tuple[int, int, int],
        context: "Discourse | None",
    ) -> Party | None:
        tokens = read.tokens
        first, base_end, _ = limits
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
                    return self.actor(codes, span=span)
                return Party(Standing.UNKNOWN, (), span=span)
            lead = [
                t
                for t in tokens[first:a]
                if t.tag not in (Tag.DET, Tag.ADJ, Tag.ADV, Tag.NUM, Tag.QUOTE)
            ]
            named = {i for x, y, _ in found.mentions for i in range(x, y)}
            foreign = [
                i
                for i in range(first, a)
                if tokens[i] in lead
                and tokens[i].tag is not Tag.NOUN
                and i not in named
                and not (i == 0 and _describes(tokens[i].lower))
            ]
            if foreign and len(foreign) == len(lead):
                return Party(Standing.UNKNOWN, (), span=span)
            if b < len(tokens) and tokens[b].tag is Tag.POSS:
                if b + 1 < len(tokens) and tokens[b + 1].tag is Tag.DO:
                    return self.actor(codes, span=span)  # "Mali's did the same"
                return Party(Standing.UNKNOWN, (), span=span)
            seat = self._seat_elsewhere(read, m)
            return self.actor(seat or codes, span=span)
        body = all(self.gazetteer.is_organization(code) for code in codes)
        if tail[-1].lower in _STATE_WORDS or (body and tail[-1].lower in _BODY_REFERENCES):
            return self.actor(codes, span=span)  # "the Uzbek side", "the ECOWAS bloc"
        # "Berlin's statement", "the EU's displeasure": what is told speaks for whoever tells it.
        owned = b < base_end and tokens[b].tag is Tag.POSS
        noun = tail[-1].lower
        if self.vocabulary.has("say_noun", noun) or noun in _OWN or (owned and noun in _VOICED):
            return self.actor(codes, span=span)
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
        if head == "community" and tokens[base_end - 2].lower in _NOBODY_S:
            return Party(Standing.UNKNOWN, (), span=span)
        if head in _BODY_REFERENCES and (
            lead in ("the", "this", "our") or tokens[first + 1].tag is Tag.POSS
        ):
            codes = self._organization_apposed(read, base_end) or self._organization_before(
                read, tokens[first].start, context
            )
            found = self.actor(codes, span=span) if codes else None
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
            or (head in _COUNTS and read.lowers[base_end : base_end + 2] != ["of", "whom"])
            or (head in ("countries", "nations", "states") and lead in ("the", "both"))
        ):
            found = context.pronoun("they")
        elif head in _REALMS and lead == "the":
            found = context.pronoun("it")
            alone = base_end - first == 2 or head == "giant"
            if found and not (alone and self._is_country(found)):
                return Party(Standing.UNKNOWN, (), span=span)
        else:
            return Party(self._own_or_unknown(read, first, base_end), (), span=span)
        return replace(found, span=span, why="inferred") if found else None

    def _is_country(self, party: Party) -> bool:
        single = len(party.codes) == 1 and party.standing is Standing.ACTOR
        return single and not self.gazetteer.is_organization(party.codes[0])

    def _own_or_unknown(self, read: ReadSentence, first: int, end: int) -> Standing:
        """INSIDE for "the junta", "the army", "the coup leaders", where no state is named."""
        words = read.lowers[first:end]
        own = words[0] in ("the", "its") and not _DOMESTIC.isdisjoint(words)
        return Standing.INSIDE if own else Standing.UNKNOWN


def _base_end(read: ReadSentence, first: int, end: int, found: Elements) -> int:
    """Where the base of a phrase ends: before what hangs on it or is joined to it."""
    joints = read.joints
    for i in joints[bisect_left(joints, first) : bisect_left(joints, end)]:
        if not any(a < i < b for a, b, _ in found.mentions):
            return i
    return end


def _is_alone(
    tokens: Sequence[Token], mention: tuple[int, int, Mention], first: int, base_end: int
) -> bool:
    """Whether the base of a phrase is an actor's name and nothing else, so that what hangs on it
    only describes the actor.
    """
    start = first + (tokens[first].tag is Tag.DET)
    whole = mention[0] <= start and mention[1] == base_end
    follows = base_end < len(tokens) and tokens[base_end].tag is Tag.COMMA
    return whole and follows and mention[2].form is not NameForm.DEMONYM


def _of_owned(tokens: Sequence[Token], found: Elements, base_end: int) -> Elements:
    """What a phrase holds behind a person's "'s": of "President Hall's spokeswoman Jen Parker" it
    is the spokeswoman who is meant.
    """
    owners = [
        name[1] for name in found.names if name[1] < base_end and tokens[name[1]].tag is Tag.POSS
    ]
    if not owners:
        return found
    at = max(owners)
    offices = [office for office in found.offices if office[0] > at]
    if not any(office[0] < base_end and office[2].type in _PERSONAL for office in offices):
        return found
    names = [name for name in found.names if name[0] > at]
    return Elements(found.mentions, offices, names, found.outsiders)


def _is_bare_name(tokens: Sequence[Token], first: int, name: tuple[int, int, str]) -> bool:
    """Whether a phrase is a name alone, so that who it is must have been told before: not "the
    gardener, Ada Holm" nor "Ada Holm (Oslo, Labour)".
    """
    if any(token.lower.rstrip(".") not in HONORIFICS for token in tokens[first : name[0]]):
        return False
    behind = tokens[name[1] : name[1] + 1]
    return not behind or behind[0].text not in (",", "(")


def _serves_now(tokens: Sequence[Token], found: Elements, former: int) -> bool:
    """Whether a former official is told to hold an office for an organization or a state now."""
    return any(
        office.type in ("envoy", "org")
        and b <= former
        and tokens[former - 1].tag in (Tag.COMMA, Tag.CONJ, Tag.DET)
        and any(m[0] < former for m in found.mentions)
        and found.mentions[0][0] < former
        for _, b, office in found.offices
    )


def _is_minister(tokens: Sequence[Token], found: Elements) -> bool:
    """Whether an apposition tells of a member of parliament that he or she governs as well."""
    if not found.names or not found.mentions:
        return False
    return any(
        office.type in ("head", "minister")
        and first > found.names[0][1]
        and tokens[found.names[0][1]].tag is Tag.COMMA
        and all(token.tag is not Tag.PREP for token in tokens[found.names[0][1] : first])
        and any(found.names[0][1] < mention[0] for mention in found.mentions)
        for first, _, office in found.offices
    )


def _describes(word: str) -> bool:
    """Whether a word that opens a sentence tells what a country is like: "Landlocked Botswana"."""
    return word in _DESCRIBING or word.endswith(_ADJECTIVAL)


def _head_mention(
    tokens: Sequence[Token], mentions: list[tuple[int, int, Mention]]
) -> tuple[int, int, Mention] | None:
    """The actor that the base of a phrase names: not the Cairo of "the Cairo-based Arab League",
    nor the OSCE of "the OSCE's Office for Democratic Institutions", with the "'s" or without.
    """
    for named, following in pairwise(mentions):
        _, end, mention = named
        owned = following[0] == end + 1 and tokens[end].tag is Tag.POSS
        same = owned and mention.codes == following[2].codes
        same = same or (following[0] == end and mention.codes == following[2].codes)
        if mention.context is not Context.COMPOUND and not same:
            return named
    return mentions[-1] if mentions else None
