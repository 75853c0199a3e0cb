"""Who else a phrase stands for: the maker of a document, "along with Sweden", "and its allies"."""

from collections.abc import Iterator
from dataclasses import replace

from reactions.extraction.chunks import Chunk, Type
from reactions.extraction.discourse import Discourse
from reactions.extraction.gazetteer import Form as NameForm
from reactions.extraction.joint import JointPhrases
from reactions.extraction.mentions import Context
from reactions.extraction.parties import Party, Standing
from reactions.extraction.reading import ReadSentence
from reactions.extraction.vocabulary import former_rulers, word_list
from reactions.extraction.words import Tag

_DOCUMENTS = word_list("documents")
_COMPANY = tuple(tuple(phrase.split()) for phrase in sorted(word_list("company")))
_COMPANY_OPENS = frozenset(phrase[0] for phrase in _COMPANY)
_LONGEST_PHRASE = max(map(len, _COMPANY))
_ROSTERS = word_list("rosters")
_FOLLOWING = word_list("generic") | {"others", "capitals", "organisations", "organizations"}
_LISTING = word_list("listing")
_REGIONAL = word_list("regional")
_RULERS = word_list("rulers")
_CHAIRS = word_list("chairs")
_RELATIVE = (Type.REL, Type.SUB)
_PAGES = word_list("pages")
_MAKERS = frozenset(["by", "from", "of"])
_PRESIDING = frozenset(("holds", "held", "chairs", "chaired", "heads", "presides"))
_LEADS = frozenset(("leads", "heads", "runs", "directs", "chairs", "represents"))
_PRESIDED = 2
_NEAR = 5
"""Words from a name to the body that its aside says it leads."""
_POSSESSIVES = frozenset(["its", "their", "his", "her"])


class Company(JointPhrases):
    """Phrases that stand for somebody named beside them or before."""

    def resolve(self, read: ReadSentence, position: int, context: Discourse) -> list[Party]:
        """Return the parties that the noun phrase at a chunk stands for; several if it is joint."""
        chunk = read.clauses.chunks[position]
        if read.tokens[chunk.end - 1].lower.removesuffix("s") in _DOCUMENTS:
            makers = self._makers(read, position, context)
            if makers:
                return makers
        ruler = self._former_ruler(read, chunk)
        if ruler is not None:
            return [ruler]
        last = self._last_listed(read, position)
        if last is not None and self._is_following(read, position):
            return self._followed(read, last, context)
        parties = super().resolve(read, position, context)
        if len(parties) == 1 and parties[0].why == "no office":
            led = self._led_by(read, chunk.end)
            return [replace(parties[0], standing=Standing.ACTOR, codes=led)] if led else parties
        if len(parties) == 1 and parties[0].standing is Standing.ACTOR:
            if parties[0].official is None and parties[0].office:
                parties = [self._apposed_name(read, position, parties[0])]
            presides = parties[0].official or self._presides(read, chunk)
            chaired = self._chaired(read, chunk) if presides else ()
            chaired = chaired or self._spoken_for(read, chunk)
            if chaired:
                return [replace(parties[0], codes=chaired)]
            beside = self._official_beside(read, position, context)
            if beside is not None:
                return [*parties, beside]
            codes = [code for code in self._companions(read, chunk) if code not in parties[0].codes]
            if codes:
                span = parties[0].span
                return [*parties, self.actor(tuple(codes), span=span, type_="joint")]
            if parties[0].official and self._is_owned(read, chunk):
                return [replace(parties[0], official=None, official_span=None)]
        return parties

    def resolve_all(self, read: ReadSentence, position: int, context: Discourse) -> list[Party]:
        """Return the parties of a phrase that nothing follows but its list: "by Foreign Minister
        Ada Holm and Peru's President Luis Paz".

        `resolve` is for a subject, which is known by its last phrase.
        """
        parties = self.resolve(read, position, context)
        chunks = read.clauses.chunks
        last = read.clauses.chunk_at(self._stretch(read, position)[1] - 1)
        joined = last > position and chunks[last - 1].type is Type.CONJ
        verb = chunks[last + 1] if last + 1 < len(chunks) else None
        if not joined or (verb is not None and verb.mood == "finite"):
            return parties
        if not self._names_actor(read, chunks[last]):
            return parties
        more = self.resolve(read, last, context)
        known = {code for party in more for code in party.codes}
        return more if known > {code for party in parties for code in party.codes} else parties

    @staticmethod
    def _names_actor(read: ReadSentence, chunk: Chunk) -> bool:
        return any(chunk.first <= a < chunk.end for a, _, _ in read.spans)

    def _official_beside(
        self, read: ReadSentence, position: int, context: Discourse
    ) -> Party | None:
        """The official in "Ada Holm, together with her Peruvian counterpart Luis Paz, said"."""
        chunks = read.clauses.chunks
        j = position + 1
        if j >= len(chunks) or chunks[j].type is not Type.COMMA:
            return None
        phrase = next(
            (p for p in _COMPANY if tuple(read.lowers[chunks[j].end :][: len(p)]) == p), ()
        )
        at = chunks[j].end + len(phrase)
        if not phrase or at >= len(read.tokens):
            return None
        k = read.clauses.chunk_at(at)
        if chunks[k].type is not Type.NP or chunks[k].first != at:
            return None
        if not any(i in read.offices for i in range(at, chunks[k].end)):
            return None
        party = self._read_stretch(read, *self._stretch(read, k), context)
        return party if party is not None and party.standing is Standing.ACTOR else None

    def _is_owned(self, read: ReadSentence, chunk: Chunk) -> bool:
        """Whether a phrase names the government of a person: "Prime Minister Holm's cabinet"."""
        owned = read.tokens[chunk.end - 1].lower in ("government", "administration", "cabinet")
        return owned and any(t.tag is Tag.POSS for t in read.tokens[chunk.first : chunk.end])

    def resolve_list(self, read: ReadSentence, position: int, context: Discourse) -> list[Party]:
        """Return the parties of the list of phrases that begins at a chunk."""
        chunks = read.clauses.chunks
        while (
            position + 2 < len(chunks)
            and chunks[position + 1].type in (Type.COMMA, Type.CONJ)
            and chunks[position + 2].type is Type.NP
        ):
            position += 2
        return self.resolve(read, position, context)

    def signers(self, read: ReadSentence, first: int) -> list[Party]:
        """Return the actors listed from word `first` to the end of a document's heading."""
        nobody = Discourse(self.gazetteer)
        joint = self.resolve_list(read, read.clauses.chunk_at(first), nobody)
        found: list[Party] = []
        for start, end in self._between_conjunctions(read, first):
            party = self._read_stretch(read, start, end, nobody)
            if party is None or party.standing is not Standing.ACTOR or not party.official:
                return [party for party in joint if party.standing is Standing.ACTOR]
            found.append(party)
        return found

    def _between_conjunctions(self, read: ReadSentence, first: int) -> Iterator[tuple[int, int]]:
        for chunk in read.clauses.chunks:
            if chunk.first > first and chunk.type in (Type.CONJ, Type.STOP):
                yield first, chunk.first
                first = chunk.end
        if first < len(read.tokens):
            yield first, len(read.tokens)

    def _makers(self, read: ReadSentence, position: int, context: Discourse) -> list[Party]:
        """Who made a document: "a statement signed by the ministers", "the statement"."""
        chunks = read.clauses.chunks
        j = position + 1
        if j < len(chunks) and chunks[j].type is Type.VERB and chunks[j].mood == "part":
            j += 1
        if (
            j + 1 < len(chunks)
            and chunks[j].type is Type.PREP
            and read.tokens[chunks[j].first].lower in _MAKERS
            and chunks[j + 1].type is Type.NP
            and not read.clauses.is_time(chunks[j + 1])
        ):
            return self.resolve_all(read, j + 1, context)
        page = self._page_owner(read, j, context)
        if page:
            return page
        issuer = self._issuer(read, position)
        if issuer is not None:
            return self.resolve(read, issuer, context)
        chunk = chunks[position]
        lead = read.tokens[chunk.first].lower
        if lead in _POSSESSIVES:
            owner = context.pronoun({"its": "it", "their": "they", "his": "he", "her": "she"}[lead])
        elif (
            lead in ("the", "this", "a") and self._meeting_of(read) and chunks[j - 1].mood == "part"
        ):
            span = (read.tokens[chunk.first].start, read.tokens[chunk.end - 1].end)
            return [self.actor(self._meeting_of(read), span=span)]
        elif lead in ("the", "this") and not self._names_somebody(read, chunk):
            owner = context.document or context.pronoun("it")
        else:
            return []
        return [replace(owner, why="inferred")] if owner and owner.codes else []

    def _page_owner(self, read: ReadSentence, j: int, context: Discourse) -> list[Party]:
        """Whose page a document stands on: "on the ministry's website", "on the site of Oslo"."""
        chunks = read.clauses.chunks
        if j + 1 >= len(chunks) or read.lowers[chunks[j].first] != "on":
            return []
        page = chunks[j + 1]
        if page.type is not Type.NP or read.lowers[page.end - 1] not in _PAGES:
            return []
        if j + 3 < len(chunks) and read.lowers[chunks[j + 2].first] == "of":
            return self.resolve(read, j + 3, context)
        codes = next((m.codes for a, _, m in read.spans if page.first <= a < page.end), ())
        span = (read.tokens[page.first].start, read.tokens[page.end - 1].end)
        return [self.actor(codes, span=span)] if codes else []

    def _issuer(self, read: ReadSentence, position: int) -> int | None:
        """Who adopts or issues a document that a clause tells more of: "the Council adopted a
        resolution which condemns it", "statements condemning it were issued by Norway".
        """
        chunks = read.clauses.chunks
        following = chunks[position + 1 : position + 2]
        told_of = following and (following[0].mood == "ing" or following[0].type in _RELATIVE)
        if not told_of:
            return None
        before = chunks[position - 1] if position else None
        if before is not None and before.type is Type.VERB:
            subject = read.clauses.subject(position - 1)
            return subject if subject is not None and subject < position else None
        for k in range(position + 2, len(chunks) - 2):
            chunk = chunks[k]
            if chunk.type is Type.VERB and chunk.mood == "finite":
                if chunk.passive:
                    return read.clauses.agent(k)
                came = read.tokens[chunk.head].lemma == "come"
                source = read.lowers[chunks[k + 1].first] == "from"
                return k + 2 if came and source and chunks[k + 2].type is Type.NP else None
        return None

    def _former_ruler(self, read: ReadSentence, chunk: Chunk) -> Party | None:
        """ "The former colonial power", where no name stands by: that of the focal country."""
        words = read.lowers[chunk.first : chunk.end]
        if words[-1] not in _RULERS or self._names_somebody(read, chunk):
            return None
        if not any("coloni" in word or word == "imperial" for word in words):
            return None
        code = former_rulers().get(self.crisis.focal or "")
        tokens = read.tokens
        span = (tokens[chunk.first].start, tokens[chunk.end - 1].end)
        return self.actor((code,), span=span) if code else None

    def _led_by(self, read: ReadSentence, at: int) -> tuple[str, ...]:
        """The organization that an aside says somebody leads: "Ada Holm, who heads the UN mission
        in Mali,".
        """
        words = read.lowers[at : at + 3]
        if words[:2] != [",", "who"] or len(words) <= _PRESIDED or words[-1] not in _LEADS:
            return ()
        for a, _, mention in read.spans:
            if at < a <= at + _NEAR and self.gazetteer.is_organization(mention.codes[0]):
                return mention.codes
        return ()

    def _names_somebody(self, read: ReadSentence, chunk: Chunk) -> bool:
        tokens = read.tokens[chunk.first : chunk.end]
        return any(t.tag in (Tag.NAME, Tag.POSS) for t in tokens)

    def _apposed_name(self, read: ReadSentence, position: int, party: Party) -> Party:
        """The official in "Heather Nauert, the State Department spokesperson said"."""
        chunks = read.clauses.chunks
        if position < 2 or chunks[position - 1].type is not Type.COMMA:
            return party
        opener = chunks[position - 3].type if position > 2 else Type.STOP
        name = chunks[position - 2]
        if name.type is not Type.NP or opener in (Type.NP, Type.VERB, Type.PREP, Type.CONJ):
            return party
        names = self._persons_in(read, name.first, name.end, set())
        if len(names) != 1 or names[0][:2] != (name.first, name.end) or " " not in names[0][2]:
            return party
        if any(name.first <= a < name.end for a, _, _ in read.spans):
            return party
        span = (read.tokens[name.first].start, read.tokens[name.end - 1].end)
        return replace(party, official=names[0][2], official_span=span)

    @staticmethod
    def _presides(read: ReadSentence, chunk: Chunk) -> bool:
        """Whether a state's aside says that it presides: "Sweden, which holds the presidency"."""
        aside = read.lowers[chunk.end : chunk.end + 4]
        return aside[:2] == [",", "which"] and not _PRESIDING.isdisjoint(aside[2:])

    def _chaired(self, read: ReadSentence, chunk: Chunk) -> tuple[str, ...]:
        """The organization that an aside says an official chairs, who speaks for it: "Holm, whose
        country holds the EU presidency," and "Holm, the current chairman of ECOWAS,".
        """
        tokens = read.tokens
        start = next(
            (
                i
                for i in range(chunk.first, min(chunk.end + 4, len(tokens)))
                if tokens[i].text == ","
            ),
            None,
        )
        if start is None:
            return ()
        end = next(
            (i for i in range(start + 1, min(start + 16, len(tokens))) if tokens[i].text == ","),
            start,
        )
        words = {token.lower for token in tokens[start:end]}
        if not words & _CHAIRS:
            return ()
        bodies = {
            mention.codes
            for a, _, mention in read.spans
            if start < a < end and self.gazetteer.is_organization(mention.codes[0])
        }
        return bodies.pop() if len(bodies) == 1 else ()

    def _spoken_for(self, read: ReadSentence, chunk: Chunk) -> tuple[str, ...]:
        """The organization in whose name an official or a presidency speaks: "Holm said on behalf
        of the EU", "the Finnish presidency said for the Union".
        """
        words = read.lowers
        presiding = words[chunk.end - 1] == "presidency"
        if not presiding and "behalf" not in words:
            return ()
        if presiding and "union 's" in " ".join(words[chunk.end :]):
            return ("EU",)  # "voiced the Union's objection"
        for i in range(chunk.end, len(words) - 2):
            behalf = words[i : i + 2] == ["behalf", "of"]
            if not behalf and not (presiding and words[i] in ("for", "of")):
                continue
            first = i + 1 + behalf
            first += words[first] == "the"
            for a, _, mention in read.spans:
                if a == first and self.gazetteer.is_organization(mention.codes[0]):
                    return mention.codes
            if presiding and words[first : first + 1] == ["union"]:
                return ("EU",)
        return ()

    def _is_following(self, read: ReadSentence, position: int) -> bool:
        """Whether a phrase is the following of the actor before it: "Washington and its allies",
        "France, Canada and most African countries".
        """
        chunks = read.clauses.chunks
        chunk = chunks[position]
        last = self._last_listed(read, position)
        if last is None:
            return False
        end = chunk.end
        if read.lowers[end - 1] in _ROSTERS and read.lowers[end : end + 1] == ["of"]:
            end = chunks[min(position + 2, len(chunks) - 1)].end  # "a number of other nations"
        if read.lowers[end - 1] not in _FOLLOWING:
            return False
        if read.lowers[chunk.first] in _POSSESSIVES:
            return not self._names_somebody(read, chunk)
        definite = read.lowers[chunk.first] in ("the", "these", "those")
        named = any(chunk.first <= a < end for a, _, _ in read.spans)
        others = read.lowers[chunk.first] == "other"  # "President Holm and other world leaders"
        return not definite and not named and (others or self._is_listed(read, chunks[last]))

    def _last_listed(self, read: ReadSentence, position: int) -> int | None:
        """The phrase joined by "and", perhaps after a comma, to the one at a chunk."""
        chunks = read.clauses.chunks
        if position < 2 or chunks[position - 1].type is not Type.CONJ:
            return None
        last = position - 2
        if last and chunks[last].type is Type.COMMA:
            last -= 1
        return last if chunks[last].type is Type.NP else None

    def _followed(self, read: ReadSentence, position: int, context: Discourse) -> list[Party]:
        """The actors of a list that ends with a following: "France, Canada and others"."""
        chunks = read.clauses.chunks
        found = self.resolve(read, position, context)
        while (
            len(found) == 1
            and position >= 2
            and chunks[position - 1].type is Type.COMMA
            and self._is_listed(read, chunks[position - 2])
        ):
            position -= 2
            more = self.resolve(read, position, context)
            known = {code for party in more for code in party.codes}
            found = [*more, *(party for party in found if not known >= set(party.codes))]
        return found

    def _companions(self, read: ReadSentence, chunk: Chunk) -> Iterator[str]:
        """The actors in "Norway, along with Sweden and Denmark," and "Like Sweden, Norway"."""
        words = read.lowers
        at = chunk.end + (chunk.end < len(words) and words[chunk.end] == ",")
        yield from self._listed_after(read, at)
        opens = read.tokens[0].tag is Tag.QUOTE
        if chunk.first >= 3 + opens and words[chunk.first - 1] == ",":
            yield from self._listed_after(read, int(opens), end=chunk.first - 1)

    def _listed_after(
        self, read: ReadSentence, at: int, *, end: int | None = None
    ) -> Iterator[str]:
        """The actors listed from `at` behind words of company, up to a comma, a verb or `end`."""
        words = tuple(read.lowers[at : at + _LONGEST_PHRASE])
        if not words or words[0] not in _COMPANY_OPENS:
            return
        phrase = next((p for p in _COMPANY if words[: len(p)] == p), None)
        if phrase is None:
            return
        last = at + len(phrase)
        codes: list[str] = []
        for a, b, mention in read.spans:
            if end is not None and a >= end:
                break
            if a < last or not self._lists_on(read, last, a):
                continue
            named = mention.form is not NameForm.DEMONYM and mention.context is Context.FREE
            if not named or (b < len(read.tokens) and read.tokens[b].tag is Tag.POSS):
                return
            codes += mention.codes
            last = b
        if codes and last < len(read.tokens) and self._closes(read, last, end):
            yield from codes

    def _lists_on(self, read: ReadSentence, first: int, end: int) -> bool:
        """Whether words only lead from one actor of a list to the next, past "other countries"."""
        return all(
            token.lower in _LISTING
            or token.lower in _FOLLOWING
            or token.tag is Tag.ADJ
            or token.lower in _REGIONAL
            for token in read.tokens[first:end]
        )

    def _closes(self, read: ReadSentence, at: int, end: int | None) -> bool:
        """Whether a list of actors ends at a word, so that they are no part of a longer phrase."""
        if end is not None:
            return at == end
        chunk = read.clauses.chunks[read.clauses.chunk_at(at)]
        return chunk.type in (Type.COMMA, Type.VERB, Type.ADV, Type.STOP)
