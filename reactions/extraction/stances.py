"""From the cues of a sentence to the stances that it shows."""

from dataclasses import dataclass, replace
from datetime import date

from reactions.extraction.attribution import Attribution, Voices
from reactions.extraction.cast import Cast
from reactions.extraction.clauses import Type
from reactions.extraction.codebook import DayPrecision, Kind, Phase, Target
from reactions.extraction.cues import Cue
from reactions.extraction.exclusions import exclusion
from reactions.extraction.mentions import Context, Mention
from reactions.extraction.parties import Party, Standing
from reactions.extraction.precedence import most_specific, standing, told_as_passive
from reactions.extraction.reading import ReadSentence
from reactions.extraction.sentences import BlockKind
from reactions.extraction.targets import Sides, find_target, object_end
from reactions.extraction.vocabulary import Vocabulary
from reactions.extraction.words import Tag

_MOODS = frozenset(("disappointed", "disappointment", "uncomfortable", "uneasy", "anxious"))
_REFUGE = frozenset(("asylum", "refuge", "sanctuary", "passage", "haven"))
_OUGHT = frozenset(("must",))
_OBJECT = 10
"""Words from a verb within which its object tells the same again."""
_OBSERVERS = frozenset(("monitors", "observers", "inspectors", "mission", "missions"))


@dataclass(slots=True)
class Find:
    """A cue with whoever it belongs to; `excluded` says why it is no stance."""

    read: ReadSentence
    cue: Cue
    kind: Kind | None
    parties: list[Party]
    how: str
    excluded: str | None = None
    target: str | None = None
    phase: Phase | None = None
    day: date | None = None
    precision: DayPrecision = DayPrecision.DAY
    day_span: tuple[int, int] | None = None
    in_quote: bool = False


_DECIDED = frozenset(("sanction", "mediate"))


class StanceFinder:
    """Turns cues into finds, with the article's attribution and the crisis's sides at hand."""

    def __init__(self, attribution: Attribution, sides: Sides, vocabulary: Vocabulary) -> None:
        self.attribution = attribution
        self.cast: Cast = attribution.cast
        self.sides = sides
        self.vocabulary = vocabulary

    def finds(self, read: ReadSentence, voices: Voices, cues: list[Cue]) -> list[Find]:
        """Return every cue of a sentence as a find, the excluded ones with their reason."""
        found = [
            self._find(read, voices, cue)
            for cue in most_specific(standing(read, cues, self.vocabulary))
        ]
        return [find for find in found if not _is_object_of(find, found)]

    def _find(self, read: ReadSentence, voices: Voices, cue: Cue) -> Find:
        parties, how = self._whose(read, voices, cue)
        find = Find(read, cue, None, parties, how)
        find.in_quote = self.attribution.full_quote(read, cue.head) is not None
        find.excluded = exclusion(read, cue, self.vocabulary) or self._not_an_actor(
            read, voices, cue, parties, how
        )
        if find.excluded:
            return find
        if cue.kind == "urge" and self._impersonal_hope(read, cue):
            find.excluded = "impersonal hope"
            return find
        excused = self._excused(read, voices, cue, how)
        if excused:
            find.excluded = excused
            return find
        kind = self._kind(read, cue, parties)
        if kind is None:
            find.excluded = "neither side of the crisis is meant"
            return find
        find.kind = kind
        find.parties = self._with_cosigners(
            read, self._named(read, voices, cue, _actors(parties) or parties)
        )
        codes = [code for party in parties for code in party.codes]
        find.target = cue.pattern.row.target or find_target(read, cue, kind, self.sides, codes)
        if cue.pattern.row.target == "none":
            find.target = None
        if kind is Kind.SOLIDARITY and find.target is None:
            find.target = find_target(read, cue, kind, self.sides, codes)
        return find

    def _named(
        self, read: ReadSentence, voices: Voices, cue: Cue, parties: list[Party]
    ) -> list[Party]:
        """ "Warsaw will recall its envoy, Minister Orkan said" has the minister, who speaks for
        Warsaw.
        """
        quote = self.attribution.full_quote(read, cue.head)
        holders = (self.attribution.speakers_of(quote) if quote else voices.holder(cue.head)) or []
        part = self.attribution.article.quote_at(read.tokens[cue.head].start)
        if not holders and part is not None:
            holders = self.attribution.speakers_of(part)
        if len(holders) != 1 or not holders[0].official or len(holders[0].codes) != 1:
            return parties
        if self._is_of_its_member(parties, holders[0]):
            return [replace(holders[0], codes=parties[0].codes)]
        told = {code for party in parties for code in party.codes}
        unnamed = not any(party.official for party in parties)
        if unnamed and not told <= set(holders[0].codes) and told <= self._own(holders[0]):
            return [replace(holders[0], codes=(code,)) for p in parties for code in p.codes]
        if len(parties) == 1 and len(parties[0].codes) > 1:
            others = tuple(code for code in parties[0].codes if code not in holders[0].codes)
            if len(others) < len(parties[0].codes):
                return [holders[0], replace(parties[0], codes=others)]
        return [
            holders[0]
            if party.official is None
            and party.codes == holders[0].codes
            and not (party.type in ("head", "org") and holders[0].type == "spokes")
            else party
            for party in parties
        ]

    def _with_cosigners(self, read: ReadSentence, parties: list[Party]) -> list[Party]:
        """What the first of a document's makers says in it, the others say too (rule 6)."""
        author = self.attribution.author
        if author is None or not author.speaks_in(read) or parties != [author.party]:
            return parties
        return [author.party, *author.cosigners]

    def _own(self, holder: Party) -> set[str]:
        """The actors whom somebody speaks for: a chair of an organization also for its country."""
        known = self.cast.person(holder.official, holder.span[0]) if holder.official else None
        return {*holder.codes, *(known.codes if known else ())}

    def _excused(self, read: ReadSentence, voices: Voices, cue: Cue, how: str) -> str | None:
        """Why a cue of an actor is none by the codebook for whom or what it is said of."""
        words = {t.lower for t in read.tokens[cue.first : cue.end]}
        if (
            cue.kind == "concern"
            and words & _MOODS
            and how == "subject of a state"
            and not voices.holder(cue.head)
            and not self._is_quoted(read, cue)
        ):
            return "a reporter's word for a mood"
        if cue.kind == "concern" and any(
            t.tag is Tag.POSS for t in read.tokens[cue.head + 1 : cue.end]
        ):
            return "somebody else's concern"
        if cue.frame == "say" and self._is_unsaid(read, voices, cue):
            return "not said"
        if cue.kind == "solidarity" and words & _REFUGE:
            side = self.sides.of_words(read, cue.end, object_end(read, cue))
            if side == Target.AUTHORITIES:
                return "a way out for the authorities"
        if cue.kind == "urge" and words <= _OUGHT and not self._is_for_a_side(read, cue):
            return "nobody of the crisis has to"
        if cue.kind == "monitor" and self._is_observed(read, cue):
            return "observers at their work"
        return None

    def _is_unsaid(self, read: ReadSentence, voices: Voices, cue: Cue) -> bool:
        """Whether somebody refuses to say it: "declined to call it a coup or say it broke law"."""
        told = [s for s in voices.sayings if s.first <= cue.head < s.end and not s.is_after]
        if not told:
            return False
        position = max(told, key=lambda s: s.first).position
        chunks = read.clauses.chunks
        if chunks[position].negated:
            return True
        governor = read.clauses.governor(position) if chunks[position].mood == "inf" else None
        return governor is not None and self.vocabulary.has(
            "refrain", read.tokens[chunks[governor].head].lemma
        )

    def _is_for_a_side(self, read: ReadSentence, cue: Cue) -> bool:
        """Whether it is a side of the crisis that must do something: "the army must go"."""
        subject = read.clauses.subject(read.clauses.chunk_at(cue.head))
        if subject is None:
            return False
        chunk = read.clauses.chunks[subject]
        side = self.sides.of_words(read, chunk.first, chunk.end)
        return side in (Target.AUTHORITIES, Target.OPPONENTS, Target.ALL, "focal")

    def _is_quoted(self, read: ReadSentence, cue: Cue) -> bool:
        first, last = read.tokens[cue.first], read.tokens[cue.end - 1]
        return self.attribution.article.has_quote(first.start, last.end)

    def _is_observed(self, read: ReadSentence, cue: Cue) -> bool:
        """Whether observers follow, as it is their task: "OSCE monitors followed the count"."""
        subject = read.clauses.subject(read.clauses.chunk_at(cue.head))
        if subject is None:
            return False
        return read.tokens[read.clauses.chunks[subject].end - 1].lower in _OBSERVERS

    def _is_of_its_member(
        self, parties: list[Party], holder: Party, *, decided: bool = False
    ) -> bool:
        """Whether a member's official tells what its organization says: "Council members condemn
        it," France's ambassador said (a rotating chair speaks for the organization). What it
        has `decided` its members may tell however it is named.
        """
        if len(parties) != 1 or len(parties[0].codes) != 1:
            return False
        if parties[0].why != "inferred" and not decided:
            return False
        gazetteer = self.cast.gazetteer
        body, code = parties[0].codes[0], holder.codes[:1]
        if not gazetteer.is_organization(body) or holder.standing is not Standing.ACTOR:
            return False
        return bool(set(code) & set(gazetteer.members_of(body, self.cast.published)))

    def _impersonal_hope(self, read: ReadSentence, cue: Cue) -> bool:
        """A hope counts as a call only if a party is to do something."""
        words = [t.lower for t in read.tokens[cue.first : cue.end]]
        hoping = read.tokens[cue.head].lemma == "hope" or "hope" in words or "hopes" in words
        return hoping and self.sides.of_words(
            read, cue.head + 1, min(len(read.tokens), cue.head + 9)
        ) in (None, "focal")

    # --- whose

    def _whose(self, read: ReadSentence, voices: Voices, cue: Cue) -> tuple[list[Party], str]:
        if cue.frame == "noun":
            return self._of_noun(read, voices, cue)
        if cue.frame == "say":
            return self._of_speaker(read, voices, cue)
        if cue.frame == "talk" and not self._with_third(read, voices, cue):
            return [], "a talk with nobody outside is only a channel"
        return self._of_verb(read, voices, cue)

    def _with_third(self, read: ReadSentence, voices: Voices, cue: Cue) -> bool:
        """Whether a talk is with another outside actor: with the country's own leaders it is a
        channel.
        """
        end = min(len(read.tokens), cue.end + 14)
        position = read.clauses.chunk_at(cue.head)
        own = {code for p in voices.subjects.get(position, []) for code in p.codes}
        third = self.sides.third_actor(read, cue.first, end)
        if (third and third not in own) or len(own - self.cast.inside) > 1:
            return True
        if (
            any(self.cast.gazetteer.is_organization(code) for code in own)
            and "discuss" in read.tokens[cue.head].lemma
        ):
            return True  # a body that discusses the crisis meets on it
        reached = self._reached(read, position)
        if reached:
            return any(party.standing is Standing.ACTOR for party in reached)
        for mention in read.mentions:
            if (
                cue.first <= read.mention_tokens(mention)[0] < end
                and set(mention.codes) & self.cast.inside
            ):
                return False
        return any(
            t.lower in ("counterpart", "counterparts", "allies", "partners", "colleagues")
            for t in read.tokens[cue.first : end]
        )

    def _reached(self, read: ReadSentence, position: int) -> list[Party]:
        """Who is talked with, where an official is named: "phoned Putin", "spoke with Merkel"."""
        chunks = read.clauses.chunks
        for j in range(position + 1, min(position + 3, len(chunks))):
            if chunks[j].type is Type.NP:
                parties = self.cast.resolve(read, j, self.attribution.discourse)
                known = [p for p in parties if p.standing in (Standing.ACTOR, Standing.INSIDE)]
                return known if any(p.official for p in known) else []
        return []

    def _of_verb(self, read: ReadSentence, voices: Voices, cue: Cue) -> tuple[list[Party], str]:
        clauses = read.clauses
        position = clauses.chunk_at(cue.head)
        chunk = clauses.chunks[position]
        if chunk.type is not Type.VERB:
            return self._of_noun(read, voices, cue)
        parties = voices.subjects.get(position, [])
        quote = self.attribution.full_quote(read, cue.head)
        label = self.cast.label_of(read)
        form = read.tokens[chunk.head].form
        bare = form is not None and form.is_past and chunk.first == chunk.head
        if (
            read.block.kind is BlockKind.ROW
            and label
            and bare
            and not any(p.standing is Standing.ACTOR for p in parties)
        ):
            return [label], "row"
        told = chunk.passive or (cue.frame == "pass" and told_as_passive(read, position))
        if cue.frame == "pass" and not told:
            return [], "active, not passive"
        if told:
            patients = voices.patients.get(position, [])
            if patients and _is_state(read, cue, chunk.head):
                return patients, "subject of a state"
            if parties:
                joined = read.tokens[cue.head].lemma == "join"
                return ([*parties, *_actors(patients)] if joined else parties), "agent"
            behind = read.tokens[chunk.end].lower if chunk.end < len(read.tokens) else ""
            if cue.frame == "pass" and behind != "by":
                return self._of_passive(read, voices, cue)
            return [], "passive without agent"
        decided = self._decider(read, position) or self._assembly(read, cue)
        if decided:
            return decided, "possessor"
        if parties:
            together = any(t.tag is Tag.ING for t in read.tokens[cue.head + 1 : cue.end])
            if read.tokens[cue.head].lemma == "join" and together:
                parties = [*parties, *self._company(read, cue)]
            return [*parties, *self.attribution.echoed(read, position)], "subject"
        if quote is not None:
            subject = clauses.subject(position)
            if subject is None:
                return self.attribution.speakers_of(quote), "speaker, subject left out"
            return [], "somebody in a quotation"
        subject = clauses.subject(position)
        if subject is None:
            return self._understood(read, voices, cue)
        if read.tokens[clauses.chunks[subject].end - 1].lower in ("we", "i"):
            return voices.holder(cue.head) or [], "reported speech"
        return [], "unknown subject"

    def _assembly(self, read: ReadSentence, cue: Cue) -> list[Party]:
        """Whose meeting it is: "Leaders gathered in Abuja for an ECOWAS summit"."""
        if cue.kind != "mediate" or read.tokens[cue.head].lemma not in _ASSEMBLING:
            return []
        for a, b, mention in read.spans:
            if cue.head < a and b < cue.end and self._is_body(mention):
                return [self.cast.actor(mention.codes, span=(mention.start, mention.end))]
        return []

    def _decider(self, read: ReadSentence, position: int) -> list[Party]:
        """Whose act an infinitive is behind a noun: "Peru's decision to expel the envoy"."""
        clauses = read.clauses
        if not position or clauses.chunks[position].mood != "inf":
            return []
        noun = clauses.chunks[position - 1]
        if noun.type is not Type.NP or not self.vocabulary.has(
            "commit_noun", read.tokens[noun.end - 1].lower
        ):
            return []
        return self._possessor(read, noun.first, noun.end - 1)

    def _possessor(self, read: ReadSentence, first: int, end: int) -> list[Party]:
        """Who is named with "'s" among words first to before end."""
        for a, b, mention in read.spans:
            if first <= a and b <= end and read.tokens[b].tag is Tag.POSS:
                return [self.cast.actor(mention.codes, span=(mention.start, mention.end))]
        return []

    def _company(self, read: ReadSentence, cue: Cue) -> list[Party]:
        """Who is joined: "Latvia joined Poland in condemning the vote"."""
        chunks = read.clauses.chunks
        position = read.clauses.chunk_at(cue.head) + 1
        if position >= len(chunks) or chunks[position].type is not Type.NP:
            return []
        return _actors(self.cast.resolve(read, position, self.attribution.discourse))

    def _understood(self, read: ReadSentence, voices: Voices, cue: Cue) -> tuple[list[Party], str]:
        """A clause without subject: a heading's, a row's or the document's actor."""
        label = self.cast.label_of(read)
        if label is not None:
            return [label], "label"
        return [], "no subject"

    def _of_passive(self, read: ReadSentence, voices: Voices, cue: Cue) -> tuple[list[Party], str]:
        """ "Its ambassador was recalled", "the envoy was summoned in Paris": who is behind it."""
        position = read.clauses.chunk_at(cue.head)
        kind = cue.kind
        owner = self._owner(read, cue)
        source = self._left_body(read, cue) or self._own_body(read, cue)
        if source:
            return source, "the body that does it"
        closed = kind == "sever_relations" and self._closes(read, cue)
        if (kind == "recall_ambassador" or closed) and owner:
            return owner, "owner of the envoy"
        if kind == "sever_relations" and owner and not closed:
            return [], "expelled by the country itself"
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
        del position
        last = tuple(
            c for c in self.attribution.discourse.last_codes() if c not in self.cast.inside
        )
        if last:
            return [
                self.cast.actor(last, span=(read.sentence.start, read.sentence.end))
            ], "last spoken of"
        return [], "passive without agent"

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
                return [self.cast.actor(mention.codes, span=(mention.start, mention.end))]
        return []

    def _left_body(self, read: ReadSentence, cue: Cue) -> list[Party]:
        """ "Fiji has been suspended from the Commonwealth": the Commonwealth did it."""
        if cue.kind not in ("sanction", "sever_relations"):
            return []
        for a, _, mention in read.spans:
            left = cue.kind == "sever_relations" or self._is_body(mention)
            between = {t.lower for t in read.tokens[cue.head : a]}
            if (
                left
                and cue.head < a <= cue.end + 3
                and {"from", "of"} & between
                and not set(mention.codes) & self.cast.inside
            ):
                return [self.cast.actor(mention.codes, span=(mention.start, mention.end))]
        return []

    def _closes(self, read: ReadSentence, cue: Cue) -> bool:
        """Whether a mission is closed, which its owner does, not its host."""
        return read.tokens[cue.head].lemma in ("close", "shut", "cut", "sever", "break", "suspend")

    def _own_body(self, read: ReadSentence, cue: Cue) -> list[Party]:
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

    def _owner(self, read: ReadSentence, cue: Cue) -> list[Party]:
        """Whose ambassador it is: "Mexico's ambassador, withdrawn on ..."."""
        for mention in reversed(read.mentions):
            _, b = read.mention_tokens(mention)
            if b <= cue.end and cue.first - 4 <= b and not set(mention.codes) & self.cast.inside:
                return [self.cast.actor(mention.codes, span=(mention.start, mention.end))]
        return []

    def _of_speaker(self, read: ReadSentence, voices: Voices, cue: Cue) -> tuple[list[Party], str]:
        quote = self.attribution.full_quote(read, cue.head)
        if quote is not None:
            experiencer = self._experiencer(read, voices, cue)
            speakers = self.attribution.speakers_of(quote)
            unknown = all(
                p.standing is Standing.UNKNOWN or p.why in ("no office", "media") for p in speakers
            )
            if experiencer and unknown:
                return experiencer, "subject of a state"
            if speakers:
                return speakers, "speaker of a quotation"
        experiencer = self._experiencer(read, voices, cue)
        if experiencer:
            return experiencer, "subject of a state"
        body = self._own_body(read, cue) if cue.kind == "mediate" else []
        if body:
            return body, "the body that does it"
        holder = voices.holder(cue.head)
        if holder:
            return holder, "reported speech"
        part = self.attribution.article.quote_at(read.tokens[cue.head].start)
        if part is not None:
            speakers = self.attribution.speakers_of(part)
            if speakers:
                return speakers, "speaker of quoted words"
        clauses = read.clauses
        position = clauses.chunk_at(cue.head)
        if cue.kind in ("condemn", "reject", "urge", "warn", "sanction"):
            opening = cue.first <= 1 and read.tokens[cue.first].lower in ("outraged", "angered")
            position = position if opening else -1  # what a thing is called is nobody's statement
        order = [*range(position, -1, -1)]
        if position >= 0 and not any(voices.subjects.get(candidate) for candidate in order):
            # "During an emergency summit attended by all, leaders called for"
            order = sorted(k for k in voices.subjects if read.clauses.chunks[k].mood == "finite")
        for candidate in order:
            if voices.subjects.get(candidate):
                parties = voices.subjects[candidate]
                if any(p.standing is Standing.ACTOR for p in parties):
                    return parties, "subject"
                if position >= 0 and candidate <= position:
                    break
        inner = self._inner_subject(read, voices, cue)
        if inner:
            return inner, "subject"
        label = self.cast.label_of(read)
        if label:
            return [label], "label"
        author = self.attribution.author
        if author is not None and author.speaks_in(read):
            return [author.party], "the document's author"
        return [], "no speaker"

    def _inner_subject(self, read: ReadSentence, voices: Voices, cue: Cue) -> list[Party]:
        """Who does what a verb within the cue tells: "quoted Holm as condemning", "as well as
        Sweden condemned", or the speaker's own "I condemn".
        """
        clauses = read.clauses
        joined = read.tokens[cue.first].tag is Tag.CONJ
        for position in range(clauses.chunk_at(cue.first), clauses.chunk_at(cue.end - 1) + 1):
            parties = voices.subjects.get(position)
            if not parties:
                continue
            subject = clauses.subject(position)
            own = subject is not None and read.tokens[clauses.chunks[subject].first].lower == "i"
            if clauses.chunks[position].mood == "ing" or joined or own:
                return parties
        return []

    def _experiencer(self, read: ReadSentence, voices: Voices, cue: Cue) -> list[Party]:
        """Who is worried, watchful, ready or neutral: the subject, where that is an actor."""
        if cue.kind not in (
            "concern",
            "monitor",
            "neutral",
            "mediate",
            "side",
            "support",
            "solidarity",
        ):
            return []
        position = read.clauses.chunk_at(cue.head)
        parties = voices.patients.get(position) or voices.subjects.get(position)
        if parties is None and position and read.clauses.chunks[position - 1].type is Type.VERB:
            parties = voices.subjects.get(position - 1)
        if parties and all(p.standing is Standing.ACTOR for p in parties):
            return parties
        return []

    def _of_noun(self, read: ReadSentence, voices: Voices, cue: Cue) -> tuple[list[Party], str]:
        """ "Condemnation came from Paris", "France's condemnation", a row's "Congratulations"."""
        clauses = read.clauses
        discourse = self.attribution.discourse
        last = read.tokens[cue.end - 1].lower
        if last in ("in", "to", "among"):
            sources: tuple[str, ...] = (last,)  # "caused alarm in Paris", "of concern to the EU"
        elif last in ("of", "request", "behest"):
            sources = ("from", "by", "of")
        else:
            sources = ("from", "by")
        beyond = last in ("request", "behest", *sources)
        start = clauses.chunk_at(cue.end - 1 if beyond else cue.first)
        for j in range(start, min(start + 10, len(clauses.chunks) - 1)):
            chunk = clauses.chunks[j]
            if (
                chunk.type is Type.PREP
                and read.tokens[chunk.first].lower in sources
                and clauses.chunks[j + 1].type is Type.NP
            ):
                parties = self.cast.resolve(read, j + 1, discourse)
                if any(p.standing is Standing.ACTOR for p in parties):
                    return parties, "source"
        first = clauses.chunks[clauses.chunk_at(cue.first)]
        for mention in read.mentions:
            a, b = read.mention_tokens(mention)
            if (
                first.first <= a
                and b <= cue.first
                and b < len(read.tokens)
                and (read.tokens[b].tag is Tag.POSS or self._modifies(read, mention, b, cue))
            ):
                return [
                    self.cast.actor(mention.codes, span=(mention.start, mention.end))
                ], "possessor"
        label = self.cast.label_of(read)
        if label is not None and not any(
            c.type is Type.VERB and c.mood == "finite"
            for c in clauses.chunks[: clauses.chunk_at(cue.first)]
        ):
            return [label], "label"
        return [], "no source"

    def _modifies(self, read: ReadSentence, mention: Mention, end: int, cue: Cue) -> bool:
        """Whether an actor is whose the noun is without a mark: "Norwegian condemnation"."""
        between = read.tokens[end : cue.first]
        return (
            mention.context is Context.FREE
            and not mention.plural
            and all(token.tag is Tag.ADJ for token in between)
        )

    # --- is it coded

    def _not_an_actor(
        self, read: ReadSentence, voices: Voices, cue: Cue, parties: list[Party], how: str
    ) -> str | None:
        if not parties:
            return how
        for party in [] if _actors(parties) else parties:
            if party.standing is Standing.INSIDE:
                return "inside the crisis (rule 1)"
            if party.standing is Standing.OUTSIDER:
                return f"no actor: {party.why} (rule 2)"
            if party.standing is Standing.UNKNOWN:
                return "who acts is not known"
        if self._own_people(read, cue, parties):
            return "care for one's own nationals"
        return self._hearsay(read, voices, cue, parties)

    def _own_people(self, read: ReadSentence, cue: Cue, parties: list[Party]) -> bool:
        """ "Called on Australians in Thailand to take care", said by Australia."""
        codes = {code for party in parties for code in party.codes}
        for mention in read.mentions:
            a, _ = read.mention_tokens(mention)
            if mention.plural and set(mention.codes) <= codes and cue.head < a <= cue.head + 4:
                return cue.kind in ("urge", "warn", "concern")
        return False

    def _hearsay(
        self, read: ReadSentence, voices: Voices, cue: Cue, parties: list[Party]
    ) -> str | None:
        """Codebook rule 3: what one says of another is not the other's act."""
        quote = self.attribution.full_quote(read, cue.head)
        holders = self.attribution.speakers_of(quote) if quote else voices.holder(cue.head)
        if not holders:
            return None
        codes = {code for party in parties for code in party.codes}
        if voices.is_denied(cue.head):
            return "denied"
        if voices.is_expected(cue.head) and cue.kind not in ("urge", "warn", "concern"):
            return "only expected"
        if len(holders) == 1 and self._is_of_its_member(
            parties, holders[0], decided=cue.kind in _DECIDED and cue.frame == "act"
        ):
            return None
        for holder in holders:
            if holder.standing is Standing.INSIDE:
                return "told by a side of the crisis (rule 3)"
            if (
                holder.standing is Standing.ACTOR
                and holder.why != "inferred"
                and not self._own(holder) & codes
            ):
                return "told by another actor (rule 3)"
            if holder.standing is Standing.OUTSIDER and holder.why not in (
                "media",
                "company",
                "no office",
            ):
                return f"told by others: {holder.why} (rule 3)"
        return None

    # --- what

    def _kind(self, read: ReadSentence, cue: Cue, parties: list[Party]) -> Kind | None:
        if cue.kind == "sever_relations" and self._only_suspends(read, cue, parties):
            return Kind.SANCTION
        if cue.kind != "side":
            return Kind(cue.kind)
        end = _within_quote(read, cue, object_end(read, cue))
        words = [t.lower for t in read.tokens[cue.end : end]]
        side = self.sides.of_words(read, cue.end, end)
        if side in (None, "focal") and (
            _INSTITUTIONS & set(words) or "constitutional order" in " ".join(words)
        ):
            side = self.sides.elected
        lemma = read.tokens[cue.head].lemma
        if side is None and lemma not in ("send", "deploy", "dispatch"):
            side = self.sides.of_words(read, cue.head + 1, cue.end)
        if cue.frame == "say" and cue.first:
            named = self.sides.named(read, max(0, cue.first - 8), cue.first)
            side = named or side  # "Keita remains the legitimate president"
        spoken_to = read.tokens[cue.head + 1].lower if cue.head + 1 < len(read.tokens) else ""
        if side is None and (spoken_to in ("him", "her", "them") or cue.frame == "noun"):
            side = self.sides.named(read, 0, cue.first) or self.sides.of_words(
                read, max(0, cue.first - 4), cue.first
            )
        if side is None and (cue.frame == "say" or (end <= cue.end + 1 and lemma in _VOICING)):
            side = self.sides.of_words(read, max(0, cue.first - 8), cue.first)
        if side == "focal" and any(
            "congratulat" in t.lower for t in read.tokens[cue.first : cue.end]
        ):
            return Kind.SUPPORT
        if lemma in _PRAISING and any(self.vocabulary.has("harms", w) for w in words[:5]):
            return None
        if lemma in ("recognise", "recognize", "acknowledge") and _NO_OBJECTS & set(words[:4]):
            return None
        if side in (Target.OPPONENTS, "people"):
            return Kind.SOLIDARITY
        if lemma in _HOSTING:
            guest = self.sides.named(read, cue.head + 1, end)
            return Kind.SOLIDARITY if guest == Target.OPPONENTS else None
        if side == Target.AUTHORITIES:
            return Kind.SUPPORT
        if lemma in ("congratulate", "recognise", "recognize", "felicitate", "acknowledge"):
            return Kind.SUPPORT
        if lemma in _PRAISING and _POLLS & set(words[:6]):
            return Kind.SUPPORT
        others = self.sides.third_actor(read, cue.end, end)
        if (
            not others
            and lemma in ("support", "back", "endorse", *_PRAISING)
            and any(self.vocabulary.has("ruling_nouns", w) for w in words)
        ):
            return Kind.SUPPORT
        if any(self.vocabulary.has("response_nouns", w) for w in words):
            return None
        if lemma in ("stand", "side", "admire", "rally") or (
            "your" in (t.lower for t in read.tokens[cue.first : cue.end])
        ):
            return Kind.SOLIDARITY
        if side == "focal":
            arming = any(t.lower in _ARMS for t in read.tokens[cue.first : cue.end])
            ready = read.tokens[cue.head].lower in ("ready", "willing", "prepared")
            backing = arming or ready or lemma in ("support", "back", "endorse")
            return Kind.SUPPORT if backing else Kind.SOLIDARITY
        if "congratulations" in (t.lower for t in read.tokens[cue.first : cue.end]):
            return Kind.SUPPORT
        if self.sides.invaded and any(t.lower in _ARMS for t in read.tokens[cue.first : cue.end]):
            return Kind.SOLIDARITY  # who arms anybody in an invasion arms the invaded
        return None

    def _only_suspends(self, read: ReadSentence, cue: Cue, parties: list[Party]) -> bool:
        """An organization that suspends relations imposes a sanction: it keeps no embassies."""
        return read.tokens[cue.head].lemma in ("suspend", "freeze", "halt") and all(
            self.cast.gazetteer.is_organization(code) for party in parties for code in party.codes
        )


_VOICING = ("show", "express", "convey", "offer", "pledge", "voice", "declare", "promise")
_HOSTING = ("host", "shelter", "harbor", "harbour")
_ASSEMBLING = ("gather", "meet", "travel", "arrive", "assemble", "attend")
_NO_OBJECTS = frozenset(
    ("attitude", "need", "efforts", "importance", "challenges", "fact", "right", "that", "progress")
)
_POLLS = frozenset(("vote", "election", "elections", "poll", "polls", "referendum", "voting"))
_PRAISING = ("praise", "hail", "applaud", "commend", "laud", "welcome")
_INSTITUTIONS = frozenset(("institutions", "elected", "democratically-elected"))
_ARMS = frozenset(("weapons", "arms", "military", "ammunition", "troops", "tanks", "missiles"))


_SAME = {(kind.value, kind.value) for kind in Kind} | {("side", "side"), ("reject", "side")}
"""Kinds of a verb and of words in its object that are one: "cease to recognise as legitimate"."""


def _is_object_of(find: Find, finds: list[Find]) -> bool:
    """Whether a find by wording alone only repeats, in its object, what a verb tells."""
    if find.cue.frame != "say":
        return False
    return any(
        other.parties
        and not any(party.standing is Standing.INSIDE for party in other.parties)
        and other.cue.frame == "act"
        and (other.cue.kind, find.cue.kind) in _SAME
        and other.cue.head <= find.cue.end
        and (
            (find.cue.first < other.cue.end and find.how != "speaker of quoted words")
            or (
                _actors(other.parties)
                and find.cue.first - other.cue.head <= _OBJECT
                and not any(
                    token.tag in (Tag.STOP, Tag.SUB, Tag.VERB, Tag.BE)
                    for token in find.read.tokens[other.cue.head + 1 : find.cue.first]
                )
            )
        )
        for other in finds
    )


def _within_quote(read: ReadSentence, cue: Cue, end: int) -> int:
    """Where an object ends at the latest: at a closing mark, for a cue that a quotation holds."""
    tokens = read.tokens
    marks = [i for i in range(cue.end, end) if tokens[i].tag is Tag.QUOTE]
    opened = sum(token.tag is Tag.QUOTE for token in tokens[: cue.first]) % 2
    return marks[0] if marks and opened else end


def _actors(parties: list[Party]) -> list[Party]:
    return [party for party in parties if party.standing is Standing.ACTOR]


def _is_state(read: ReadSentence, cue: Cue, verb: int) -> bool:
    """Whether a passive tells how its subject feels or stands: "was outraged", "is prepared"."""
    token = read.tokens[cue.head]
    return token.tag is Tag.BE or read.tokens[verb].lemma in ("prepare", "commit", "determine")
