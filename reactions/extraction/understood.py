"""Who is behind a passive that names nobody: "its envoy was recalled", "the envoy was summoned"."""

from reactions.extraction.attribution import Attribution
from reactions.extraction.cast import Cast
from reactions.extraction.chunks import Type
from reactions.extraction.cues import Cue
from reactions.extraction.gazetteer import Form
from reactions.extraction.mentions import Mention
from reactions.extraction.parties import Party, Standing
from reactions.extraction.reading import ReadSentence
from reactions.extraction.vocabulary import word_list
from reactions.extraction.voices import Voices
from reactions.extraction.words import Tag

_LISTING = word_list("listing")
_PROTESTS = frozenset((
    *("protest", "protests", "complaint", "objection", "objections", "displeasure", "reprimand"),
    *("disapproval", "dissatisfaction", "disagreement", "indignation", "anger", "demarche"),
    *("démarche", "dissent"),
))  # fmt: skip
_ENVOYS = frozenset(("ambassador", "ambassadors", "envoy", "envoys", "commissioner"))
_ENVOY_NEAR = 3
"""Words beside an actor's name in which its envoy is named: "the French top envoy"."""
_PROTEST_NEAR = 5
"""Words behind an actor's name in which its protest is named: "Norway's strongest protest"."""


class UnderstoodDoers:
    """Finds who does what a passive without agent tells: an owner, a host, a body, a place."""

    def __init__(self, attribution: Attribution) -> None:
        self.attribution = attribution
        self.cast: Cast = attribution.cast

    def of_passive(self, read: ReadSentence, voices: Voices, cue: Cue) -> tuple[list[Party], str]:
        """ "Its ambassador was recalled", "the envoy was summoned in Paris": who is behind it."""
        kind = cue.kind
        owner = self.owner(read, cue)
        source = self.left_body(read, cue) or self.own_body(read, cue)
        if source:
            return source, "the body that does it"
        closed = kind == "sever_relations" and self._closes(read, cue)
        if kind == "recall_ambassador":
            owner = self._envoys_of(read, cue) or owner
        if (kind == "recall_ambassador" or closed) and owner:
            return owner, "owner of the envoy"
        if kind == "sever_relations" and owner and not closed:
            announced = self._announced(read, voices, cue, owner)
            return announced, "announced" if announced else "expelled by the country itself"
        if kind == "summon_ambassador" and self._is_foreign_envoy(read, cue):
            return [], "summoned by the country itself"
        giver = self._named_owner(read, cue) if kind == "sanction" else None
        if giver is not None and not set(giver.codes) & self.cast.inside:
            return self._run(read, giver), "owner of the aid"
        protester = self._protester(read) if kind == "summon_ambassador" else []
        if protester:
            return protester, "whose protest it is"
        called_to = self._called_to(read, cue) or self._host(read, cue)
        if called_to:
            return called_to, "where the envoy was called"
        place = self.cast.place(read) if kind != "sanction" else ()
        if place:
            return [self.cast.actor(place, span=(read.sentence.start, read.sentence.end))], "place"
        holder = voices.holder(cue.head)
        if holder and any(p.standing is Standing.ACTOR for p in holder):
            return holder, "speaker"
        label = self.cast.label_of(read)
        if label:
            return [label], "label"
        last = tuple(
            c
            for c in self.attribution.discourse.last_codes()
            if c not in self.cast.inside and not _is_where(read, c)
        )
        if last:
            return [
                self.cast.actor(last, span=(read.sentence.start, read.sentence.end))
            ], "last spoken of"
        return [], "passive without agent"

    def of_place(self, read: ReadSentence) -> tuple[list[Party], str]:
        """Who judges where a sentence that tells no agent opens: "In Paris it was denounced"."""
        if not read.spans or read.lowers[0] != "in":
            return [], "passive without agent"
        first, _, mention = read.spans[0]
        capital = first == 1 and mention.form is Form.CAPITAL
        if not capital or set(mention.codes) & self.cast.inside:
            return [], "passive without agent"
        return self._run(read, mention), "place"

    def _announced(
        self, read: ReadSentence, voices: Voices, cue: Cue, owner: list[Party]
    ) -> list[Party]:
        """Who announces that others' envoys "would be expelled"."""
        chunk = read.clauses.chunks[read.clauses.chunk_at(cue.head)]
        holder = voices.holder(cue.head) or []
        own = {code for party in owner for code in party.codes}
        if chunk.modal not in ("will", "would") or any(own & set(p.codes) for p in holder):
            return []
        return [party for party in holder if party.standing is Standing.ACTOR]

    def _is_foreign_envoy(self, read: ReadSentence, cue: Cue) -> bool:
        """Whether it is an outside actor's envoy who was summoned: "the Polish ambassador was"."""
        owner = self._named_owner(read, cue)
        return owner is not None and not set(owner.codes) & self.cast.inside

    def is_inside_envoy(self, read: ReadSentence, cue: Cue) -> bool:
        """Whether it is the country's own envoy: "the Malian ambassador was called home"."""
        owner = self._named_owner(read, cue)
        return owner is not None and bool(set(owner.codes) & self.cast.inside)

    def _named_owner(self, read: ReadSentence, cue: Cue) -> Mention | None:
        """Who is named right before the envoy that a cue begins with: "the Polish ambassador"."""
        known = read.ends.get(cue.first)
        if known is None and cue.first and read.tokens[cue.first - 1].tag is Tag.POSS:
            known = read.ends.get(cue.first - 1)
        return known[1] if known is not None else None

    def _protester(self, read: ReadSentence) -> list[Party]:
        """ "He was called in to hear the Czech government's protest"."""
        for a, b, mention in read.spans:
            behind = read.lowers[b : b + _PROTEST_NEAR]
            if not set(mention.codes) & self.cast.inside and not _PROTESTS.isdisjoint(behind):
                linked = read.tokens[b].tag is Tag.POSS or read.tokens[a - 1].lower != "in"
                return self._run(read, mention) if linked else []
        return []

    def _called_to(self, read: ReadSentence, cue: Cue) -> list[Party]:
        """ "The envoy was summoned to the Italian foreign ministry"."""
        chunks = read.clauses.chunks
        position = read.clauses.chunk_at(cue.head)
        for j in range(position + 1, min(position + 4, len(chunks) - 1)):
            if (
                chunks[j].type is Type.PREP
                and read.tokens[chunks[j].first].lower in ("to", "at")
                and chunks[j + 1].type is Type.NP
            ):
                parties = self.cast.resolve(read, j + 1, self.attribution.discourse)
                if parties and all(p.standing is Standing.ACTOR for p in parties):
                    return parties
        return []

    def _host(self, read: ReadSentence, cue: Cue) -> list[Party]:
        """ "Its ambassador to Sweden was summoned": the host summons."""
        if cue.kind != "summon_ambassador":
            return []
        for a, b, mention in read.spans:
            prep = read.tokens[a - 1].lower if a else ""
            if (
                cue.first < a
                and b <= cue.head
                and prep in ("to", "in")
                and not set(mention.codes) & self.cast.inside
            ):
                return self._run(read, mention)
        return []

    def left_body(self, read: ReadSentence, cue: Cue) -> list[Party]:
        """ "Fiji has been suspended from the Commonwealth": the Commonwealth did it."""
        if cue.kind not in ("sanction", "sever_relations"):
            return []
        for a, _, mention in read.spans:
            left = cue.kind == "sever_relations" or self._is_body(mention)
            between = {t.lower for t in read.tokens[cue.head : a]}
            near = a <= cue.end + 3 or _is_one_phrase(read, cue.end, a)
            if (
                left
                and cue.head < a
                and near
                and {"from", "of"} & between
                and not set(mention.codes) & self.cast.inside
            ):
                return self._run(read, mention)
        return []

    def _closes(self, read: ReadSentence, cue: Cue) -> bool:
        """Whether a mission is closed, which its owner does, not its host."""
        return read.tokens[cue.head].lemma in ("close", "shut", "cut", "sever", "break", "suspend")

    def own_body(self, read: ReadSentence, cue: Cue) -> list[Party]:
        """ "A session of the Security Council was called", "membership of the AU is suspended"."""
        if cue.kind not in ("mediate", "sanction"):
            return []
        first = read.clauses.chunks[read.clauses.chunk_at(cue.first)].first
        last = cue.end if cue.frame == "say" else cue.head
        for a, b, mention in read.spans:
            if first <= a and b <= last and self._is_body(mention):
                return [self.cast.actor(mention.codes, span=(mention.start, mention.end))]
        return []

    def _is_body(self, mention: Mention) -> bool:
        return self.cast.gazetteer.is_organization(mention.codes[0])

    def owner(self, read: ReadSentence, cue: Cue) -> list[Party]:
        """Whose ambassador it is: "Mexico's ambassador, withdrawn on ..."."""
        for mention in reversed(read.mentions):
            _, b = read.mention_tokens(mention)
            if b <= cue.end and cue.first - 4 <= b and not set(mention.codes) & self.cast.inside:
                return self._run(read, mention)
        return []

    def _envoys_of(self, read: ReadSentence, cue: Cue) -> list[Party]:
        """Whose envoys a list before the verb names: "US ambassador Ned Hale, British envoy Jo
        Kerr and others were recalled", "the ambassadors of the EU states will be withdrawn".
        """
        codes: list[str] = []
        for a, b, mention in read.spans:
            if a >= cue.head or set(mention.codes) & self.cast.inside:
                continue
            behind = read.lowers[b : b + _ENVOY_NEAR]
            before = read.lowers[max(0, a - _ENVOY_NEAR) : a]
            owned = "of" in before and not _ENVOYS.isdisjoint(before)
            if not _ENVOYS.isdisjoint(behind) or owned:
                codes += self._run(read, mention)[0].codes
        if not codes:
            return []
        span = (read.tokens[0].start, read.tokens[cue.head].end)
        return [self.cast.actor(tuple(dict.fromkeys(codes)), span=span)]

    def _run(self, read: ReadSentence, mention: Mention) -> list[Party]:
        """The actors of the list that one stands in: "the envoys of Norway and Sweden"."""
        run: list[tuple[int, int, Mention]] = []
        for span in read.spans:
            if run and any(word not in _LISTING for word in read.lowers[run[-1][1] : span[0]]):
                if any(m is mention for _, _, m in run):
                    break
                run = []
            run.append(span)
        codes = tuple(dict.fromkeys(code for _, _, m in run for code in m.codes))
        return [self.cast.actor(codes, span=(run[0][2].start, run[-1][2].end))]


_ORGANS = 9
"""Words of "from" and the organs named before the body that somebody is shut out of."""
_IN_PHRASE = frozenset((Tag.DET, Tag.ADJ, Tag.NOUN, Tag.PREP, Tag.CONJ, Tag.POSS, Tag.NAME))


def _is_one_phrase(read: ReadSentence, first: int, end: int) -> bool:
    """Whether one phrase leads to a name: "from the councils and organs of the"."""
    between = read.tokens[first:end]
    return len(between) <= _ORGANS and all(token.tag in _IN_PHRASE for token in between)


def _is_where(read: ReadSentence, code: str) -> bool:
    """Whether an actor is named in a sentence only as the place of what it tells: "adopted at a
    meeting in Lisbon".
    """
    named = [a for a, _, mention in read.spans if code in mention.codes]
    return bool(named) and all(a and read.lowers[a - 1] in ("in", "at") for a in named)
