"""Actors named as examples or members of a group: "four countries, such as Mexico and Brazil"."""

from collections.abc import Iterator

from reactions.extraction.chunks import Type
from reactions.extraction.gazetteer import Form as NameForm
from reactions.extraction.parties import Party, Standing
from reactions.extraction.phrases import Phrases
from reactions.extraction.reading import ReadSentence
from reactions.extraction.vocabulary import word_list
from reactions.extraction.words import Tag

_GENERIC = word_list("generic")
_LISTING = word_list("listing")
_EXAMPLES_OF = word_list("examples_of") | word_list("rosters")
_OPENERS = tuple(tuple(phrase.split()) for phrase in sorted(word_list("example_openers")))
_OPENING = frozenset(phrase[0] for phrase in _OPENERS)
_MARKS = frozenset("(–—-,:")
_ALONE = frozenset(("country", "nation", "state", "neighbour", "neighbor", "member", "ally"))
"""Nouns that one actor alone is the apposition of: "one country, Botswana,"."""
_FEWEST = 2
"""Actors that make a list of an apposition without a word that opens it."""


class Examples(Phrases):
    """Phrases that mean the actors named in or after them."""

    def _listed_next(self, read: ReadSentence, first: int, end: int) -> Party | None:
        """ "Several countries that refused it. These countries include Peru and Chile": the ones
        told next.
        """
        tokens = read.tokens
        if _GENERIC.isdisjoint(read.lowers):
            return None
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

    def _listed_before(self, read: ReadSentence, first: int, end: int) -> Party | None:
        """ "It expelled the envoys of Peru and Chile, after the governments of these countries
        condemned it": the ones last told, in this sentence or in the one before.
        """
        tokens = read.tokens
        if tokens[end - 1].lower not in _GENERIC:
            return None
        pointer = next(
            (i for i in range(first, end - 1) if tokens[i].lower in ("these", "those")), None
        )
        if pointer is None or any(first <= a < end for a, _, _ in read.spans):
            return None
        lead = tokens[first:pointer]
        if any(t.tag is not Tag.DET and t.lower not in _GENERIC | {"of"} for t in lead):
            return None
        codes = self._last_list(read, first)
        if not codes and read.index:
            before = self.article.sentences[read.index - 1]
            codes = self._last_list(before, len(before.tokens))
        if not codes:
            return None
        return self.actor(codes, span=(tokens[first].start, tokens[end - 1].end), type_="joint")

    def _last_list(self, read: ReadSentence, stop: int) -> tuple[str, ...]:
        """The actors of the last list of names before word `stop`, if none is inside the crisis."""
        named = [s for s in read.spans if s[1] <= stop and s[2].form is not NameForm.DEMONYM]
        codes: list[str] = []
        following = None
        for a, b, mention in reversed(named):
            if following is not None and any(
                word not in _LISTING for word in read.lowers[b:following]
            ):
                break
            codes[:0] = mention.codes
            following = a
        listed = tuple(dict.fromkeys(codes))
        return listed if len(listed) >= _FEWEST and not self.inside.intersection(listed) else ()

    def _examples(self, read: ReadSentence, first: int, end: int) -> list[Party]:
        """ "Other countries, such as Mexico and Brazil": the ones named."""
        tokens = read.tokens
        stop = min(len(tokens), end + 14)
        if not read.spans or _EXAMPLES_OF.isdisjoint(read.lowers[first:stop]):
            return []
        at = self._opener(read, first, stop)
        if at is None or _EXAMPLES_OF.isdisjoint(read.lowers[first:at]):
            return []
        if any(first <= a < at and m.form is not NameForm.DEMONYM for a, _, m in read.spans):
            return []
        named = self._named_examples(read, at + 1)
        if any(party.official for party in named):
            return named
        codes = tuple(self._codes_after(read, at))
        span = (tokens[first].start, tokens[at].start)
        return [self.actor(codes, span=span, type_="joint")] if codes else []

    def _opener(self, read: ReadSentence, first: int, stop: int) -> int | None:
        """Where the examples begin: at "such as", "including", or the mark before a bare list."""
        words = read.lowers
        for i in range(first + 1, stop):
            if words[i] in _OPENING and any(
                tuple(words[i : i + len(phrase)]) == phrase for phrase in _OPENERS
            ):
                return i
            if words[i] in _MARKS:
                if self._is_apposed_list(read, i):
                    return i
            elif read.tokens[i].tag in (Tag.VERB, Tag.STOP, Tag.BE, Tag.HAVE):
                return None
        return None

    def _is_apposed_list(self, read: ReadSentence, mark: int) -> bool:
        """Whether a mark opens a list of actors and nothing else: "(Norway and Sweden)"."""
        last, count = mark + 1, 0
        for a, b, mention in read.spans:
            if a <= mark or mention.form is NameForm.DEMONYM:
                continue
            if any(word not in _LISTING for word in read.lowers[last:a]):
                break
            last, count = b, count + 1
        if not count or last >= len(read.tokens):
            return False
        after = read.tokens[last]
        if count < _FEWEST:
            closes = ")" if read.lowers[mark] == "(" else read.lowers[mark]
            alone = read.lowers[mark - 1] in _ALONE and read.lowers[mark] != ":"
            return alone and after.text == closes
        if read.lowers[mark] == "(":
            return after.text == ")"
        return after.text in _MARKS or after.tag in (Tag.VERB, Tag.HAVE, Tag.ADV)

    def _codes_after(self, read: ReadSentence, at: int) -> Iterator[str]:
        """The actors of the list that begins behind word `at`."""
        tokens, last = read.tokens, at + 2
        for a, b, mention in read.spans:
            near = a - last <= 3 or not any(
                t.tag in (Tag.VERB, Tag.PREP, Tag.STOP, Tag.BE) for t in tokens[last:a]
            )
            if at < a and near and a - last <= 5:
                yield from mention.codes
                last = b

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
