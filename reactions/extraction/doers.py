"""Who is behind a cue: the subject of a verb, the speaker of words, the source of a noun."""

from reactions.extraction.attribution import Attribution
from reactions.extraction.cast import Cast
from reactions.extraction.chunks import Chunk, Type
from reactions.extraction.cues import Cue
from reactions.extraction.mentions import Context, Mention
from reactions.extraction.parties import Party, Standing, actors_among
from reactions.extraction.precedence import told_as_passive
from reactions.extraction.reading import ReadSentence
from reactions.extraction.sentences import BlockKind
from reactions.extraction.targets import Sides
from reactions.extraction.understood import UnderstoodDoers
from reactions.extraction.vocabulary import Vocabulary
from reactions.extraction.voices import Voices
from reactions.extraction.words import Tag

_UNDERGOING = {
    "summon_ambassador": frozenset((
        *("hear", "listen", "receive", "collect", "accept", "take", "get", "leave", "go", "come"),
        *("spend", "find", "face", "have"),
    )),
    "sanction": frozenset(("lose", "forfeit")),
}  # fmt: skip
_LISTED = (Type.NP, Type.PREP, Type.COMMA, Type.CONJ, Type.ADV)
_HOLDING = ("hold", "convene", "open", "begin")
_ASSEMBLING = ("gather", "meet", "travel", "arrive", "assemble", "attend")


class DoerFinder:
    """Finds whoever a cue belongs to, by its frame."""

    def __init__(self, attribution: Attribution, sides: Sides, vocabulary: Vocabulary) -> None:
        self.attribution = attribution
        self.cast: Cast = attribution.cast
        self.sides = sides
        self.vocabulary = vocabulary
        self.understood = UnderstoodDoers(attribution)

    def doers(self, read: ReadSentence, voices: Voices, cue: Cue) -> tuple[list[Party], str]:
        """Return the parties whose cue it is, and how they were found (or why nobody was)."""
        if cue.frame == "noun":
            return self._of_noun(read, voices, cue)
        if cue.frame == "say":
            return self._of_speaker(read, voices, cue)
        if cue.frame == "talk" and not self._with_third(read, voices, cue):
            return [], "a talk with nobody outside is only a channel"
        if cue.kind == "recall_ambassador" and self.understood.is_inside_envoy(read, cue):
            return [], "called home by the country itself"
        parties, how = self._of_verb(read, voices, cue)
        if cue.kind == "recall_ambassador" and all(
            party.standing is Standing.UNKNOWN for party in parties
        ):
            # Only a state itself calls its envoy home.
            owner = self.understood.owner(read, cue)
            return (owner, "owner of the envoy") if owner else (parties, how)
        return parties, how

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
        if any(self.cast.gazetteer.is_organization(code) for code in own) and read.tokens[
            cue.head
        ].lemma in ("discuss", "debate"):
            return True  # a body that discusses the crisis meets on it
        reached = self._reached(read, position) or self._met(read, cue, end, own)
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

    def _met(self, read: ReadSentence, cue: Cue, end: int, own: set[str]) -> list[Party]:
        """With which official of others it is talked: "discussed the situation with Merkel"."""
        if "with" not in read.lowers[cue.head : end]:
            return []
        position = read.clauses.chunk_at(read.lowers.index("with", cue.head) + 1)
        parties = self.cast.resolve(read, position, self.attribution.discourse)
        return [p for p in actors_among(parties) if p.official and own.isdisjoint(p.codes)]

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
            and (cue.frame == "pass" or not any(p.standing is Standing.ACTOR for p in parties))
        ):
            return [label], "row"
        told = chunk.passive or (cue.frame == "pass" and told_as_passive(read, position))
        told = told or (cue.frame == "pass" and _undergoes(read, cue))
        if cue.frame == "pass" and not told:
            return [], "active, not passive"
        if chunk.mood == "part" and chunk.first == 0 and label:
            return [label], "label"  # "NORWAY\nSuspended aid to Peru."
        if told:
            patients = voices.patients.get(position, [])
            if patients and _is_state(read, cue, chunk.head):
                return patients, "subject of a state"
            headline = not chunk.passive and cue.frame == "pass"
            if parties and not headline:
                joined = read.tokens[cue.head].lemma == "join"
                return ([*parties, *actors_among(patients)] if joined else parties), "agent"
            behind = read.tokens[chunk.end].lower if chunk.end < len(read.tokens) else ""
            if (cue.frame == "pass" or cue.kind == "recall_ambassador") and behind != "by":
                return self.understood.of_passive(read, voices, cue)
            return self.understood.of_place(read)
        decided = self._decider(read, position) or self._assembly(read, cue, parties)
        if read.tokens[cue.head].lemma == "suspend" and not actors_among(parties):
            decided = decided or self.understood.left_body(read, cue)
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
            return voices.holder(cue.head) or ([label] if label else []), "reported speech"
        return [], "unknown subject"

    def _assembly(self, read: ReadSentence, cue: Cue, parties: list[Party]) -> list[Party]:
        """Whose meeting it is: "Leaders gathered in Abuja for an ECOWAS summit", also "held an
        ECOWAS summit" where the subject tells nobody.
        """
        lemma = read.tokens[cue.head].lemma
        if lemma in _HOLDING and not any(p.standing is not Standing.UNKNOWN for p in parties):
            lemma = _ASSEMBLING[0]
        if cue.kind != "mediate" or lemma not in _ASSEMBLING:
            return []
        for a, b, mention in read.spans:
            if (
                cue.head < a
                and b < cue.end
                and self.cast.gazetteer.is_organization(mention.codes[0])
            ):
                return [self.cast.actor(mention.codes, span=(mention.start, mention.end))]
        return []

    def _decider(self, read: ReadSentence, position: int) -> list[Party]:
        """Whose act an infinitive is behind a noun: "Peru's decision to expel the envoy", "the
        decision of Peru to expel it".
        """
        clauses = read.clauses
        if not position or clauses.chunks[position].mood != "inf":
            return []
        noun = clauses.chunks[position - 1]
        last = position - 1
        while last > 1 and (
            clauses.chunks[last].type is Type.ADV or clauses.is_time(clauses.chunks[last])
        ):
            last -= 1
        first = self.attribution.first_listed(read, last)
        if first and first > 1 and read.lowers[clauses.chunks[first - 1].first] in ("of", "by"):
            taken = clauses.chunks[first - 2].mood == "part" and first > 2
            head = clauses.chunks[first - 2 - taken]  # "the decision (taken) by Peru to expel it"
            if self.vocabulary.has("commit_noun", read.lowers[head.end - 1]):
                return actors_among(self.cast.resolve(read, first, self.attribution.discourse))
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
        return actors_among(self.cast.resolve(read, position, self.attribution.discourse))

    def _understood(self, read: ReadSentence, voices: Voices, cue: Cue) -> tuple[list[Party], str]:
        """A clause without subject: a heading's, a row's or the document's actor."""
        label = self.cast.label_of(read)
        if label is not None:
            return [label], "label"
        listed = self._behind_colon(read, cue)
        return listed, "list" if listed else "no subject"

    def _behind_colon(self, read: ReadSentence, cue: Cue) -> list[Party]:
        """The actors of "Condemned the coup: Norway, Peru, Chile"."""
        chunks = read.clauses.chunks
        marks = [k for k, c in enumerate(chunks) if read.lowers[c.first] == ":"]
        if len(marks) != 1 or cue.first > 1 or chunks[marks[0]].first < cue.end:
            return []
        listed = chunks[marks[0] + 1 :]
        if any(c.type in (Type.VERB, Type.PREP, Type.QUOTE) for c in listed):
            return []
        return self.attribution.listed(read, marks[0] + 1) if listed else []

    def _of_speaker(self, read: ReadSentence, voices: Voices, cue: Cue) -> tuple[list[Party], str]:
        quote = self.attribution.full_quote(read, cue.head)
        body = self.understood.own_body(read, cue) if cue.kind == "mediate" else []
        writer = self.attribution.writer
        if cue.pattern.parts[0].at_start and quote is None:
            if writer is not None:
                return [writer], "the document's author"
            return [], "a command that nobody is quoted with"
        if quote is not None and body:
            return body, "the body that does it"
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
        if body:
            return body, "the body that does it"
        compounded = self._compounded(read, cue)
        if compounded:
            return compounded, "compound"
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
        if writer is not None:
            return [writer], "the document's author"
        return [], "no speaker"

    def _compounded(self, read: ReadSentence, cue: Cue) -> list[Party]:
        """Who is named in the first word of a cue: "Swiss-mediated talks"."""
        if not read.tokens[cue.first].lower.startswith("-"):
            return []
        return [
            self.cast.actor(mention.codes, span=(mention.start, mention.end))
            for a, _, mention in read.spans
            if a == cue.first
        ]

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
        if last in ("in", "to", "among") and cue.kind != "urge":
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
                parties = self.cast.resolve_all(read, j + 1, discourse)
                if all(party.why == "inferred" for party in parties) and _is_bare(
                    read, clauses.chunks[j + 1]
                ):
                    continue  # "calls from authorities", nobody's
                if any(p.standing is Standing.ACTOR for p in parties):
                    return [*parties, *self._further_sources(read, j, sources)], "source"
        first = clauses.chunks[clauses.chunk_at(cue.first)]
        quoted = _quoted_of(read, first.first)
        for mention in read.mentions:
            a, b = read.mention_tokens(mention)
            if b == quoted:
                return [
                    self.cast.actor(mention.codes, span=(mention.start, mention.end))
                ], "possessor"
            owned = cue.first <= a and b < cue.end and read.tokens[b].tag is Tag.POSS
            if (
                first.first <= a
                and (b <= cue.first or owned)
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

    def _further_sources(
        self, read: ReadSentence, first: int, sources: tuple[str, ...]
    ) -> list[Party]:
        """Who else is named so: "from the king of Morocco, from Peru and from Chile"."""
        chunks = read.clauses.chunks
        word, found = read.lowers[chunks[first].first], list[Party]()
        for j in range(first + 2, len(chunks) - 1):
            if chunks[j].type not in _LISTED:
                break
            again = chunks[j].type is Type.PREP and read.lowers[chunks[j].first] == word
            if again and word in sources and chunks[j - 1].type in (Type.COMMA, Type.CONJ):
                parties = self.cast.resolve_all(read, j + 1, self.attribution.discourse)
                found += actors_among(parties)
        return found

    def _modifies(self, read: ReadSentence, mention: Mention, end: int, cue: Cue) -> bool:
        """Whether an actor is whose the noun is without a mark: "Norwegian condemnation"."""
        between = read.tokens[end : cue.first]
        return (
            mention.context is Context.FREE
            and not mention.plural
            and all(token.tag is Tag.ADJ for token in between)
        )


def _quoted_of(read: ReadSentence, first: int) -> int:
    """Where the possessor ends of words that a quotation opens: "Oslo's “full support” for", "the
    U.S. “full support” for"; 0 if there is none.
    """
    marks = first
    while marks and (read.tokens[marks - 1].tag in (Tag.QUOTE, Tag.POSS)):
        marks -= 1
    owned = any(token.text in _APOSTROPHES for token in read.tokens[marks:first])
    named = marks > 1 and marks < first and read.tokens[marks - 2].lower == "the"
    return marks if (owned and first - marks > 1) or named else 0


_APOSTROPHES = frozenset(("'", "’", "'s", "’s"))


def _undergoes(read: ReadSentence, cue: Cue) -> bool:
    """Whether an active verb tells what is done to its subject: "the envoy heard a protest"."""
    return read.tokens[cue.head].lemma in _UNDERGOING.get(cue.kind, ())


def _is_bare(read: ReadSentence, chunk: Chunk) -> bool:
    """Whether a phrase is a plain plural: "authorities", "officials"."""
    return chunk.end - chunk.first == 1 and read.tokens[chunk.first].tag is Tag.NOUN


def _is_state(read: ReadSentence, cue: Cue, verb: int) -> bool:
    """Whether a passive tells how its subject feels or stands: "was outraged", "is prepared"."""
    token = read.tokens[cue.head]
    return token.tag is Tag.BE or read.tokens[verb].lemma in ("prepare", "commit", "determine")
