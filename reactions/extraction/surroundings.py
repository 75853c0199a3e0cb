"""What is named around an office: in its sentence, its paragraph and the article before."""

from bisect import bisect_left

from reactions.extraction.discourse import Discourse
from reactions.extraction.gazetteer import Form as NameForm
from reactions.extraction.mentions import Context
from reactions.extraction.principals import Principals
from reactions.extraction.reading import ReadSentence
from reactions.extraction.told_offices import OF_STATE, ToldOffice
from reactions.extraction.vocabulary import word_list
from reactions.extraction.words import Tag

_MEETINGS = word_list("meetings")
_POSTED = frozenset(
    ("embassy", "mission", "consulate", "delegation", "ambassador", "envoy", "commissioner")
)
"""Who works in another country's capital: "the embassy in Oslo"."""


class Surroundings(Principals):
    """The actors named near a phrase, of whom it can be without a word on that."""

    def place(self, read: ReadSentence) -> tuple[str, ...]:
        """The country whose capital the sentence is set in: "In Brasilia, the Planalto said"."""
        for a, _, mention in read.spans:
            if mention.form is NameForm.CAPITAL and not set(mention.codes) & self.inside:
                posted = a > 1 and not _POSTED.isdisjoint(read.lowers[max(0, a - 3) : a - 1])
                if a and read.lowers[a - 1] in ("in", "at", "from") and not posted:
                    return mention.codes
        return ()

    def _opens_at_home(self, read: ReadSentence) -> bool:
        """Whether a sentence is set in the focal country's capital: "In Minsk, the government"."""
        if not read.spans or read.lowers[0] != "in":
            return False
        first, end, mention = read.spans[0]
        capital = first == 1 and mention.form is NameForm.CAPITAL
        return capital and read.lowers[end] == "," and bool(set(mention.codes) & self.inside)

    def _rules_there(self, told: ToldOffice) -> bool:
        """Whether a ruler is that of the capital named by: "In Oslo, the prime minister said",
        "the president in Warsaw", but not "In Oslo, the ousted president".
        """
        lowers = told.read.lowers
        if lowers[told.at - 1] != "the":
            return False
        for first, end, mention in told.read.spans:
            if mention.form is NameForm.CAPITAL:
                behind = first == told.behind + 1 and lowers[told.behind] == "in"
                if behind or (first == 1 and end < told.at):
                    return True
        return False

    def _place_before(self, offset: int) -> tuple[str, ...]:
        """The country that "the ministry there" is of: the last named before."""
        places = (NameForm.CAPITAL, NameForm.NAME)
        named = [m for m in self.article.mentions if m.start < offset and m.form in places]
        return named[-1].codes if named else ()

    def _dateline(self) -> tuple[str, ...]:
        """The country that an article is datelined from: its own press names no state beside
        "President Clinton".
        """
        first = self.article.mentions[0] if self.article.mentions else None
        if first is None or first.form not in (NameForm.CAPITAL, NameForm.NAME):
            return ()
        at_home = bool(set(first.codes) & self.inside)
        return first.codes if first.context is Context.DATELINE and not at_home else ()

    def _own_state(self, told: ToldOffice) -> tuple[str, ...]:
        """The actor that opens a sentence at the end of which its own official tells it: "Chile
        stands by the Greek government, its foreign minister said".
        """
        read, i = told.read, told.at
        if not read.spans:
            return ()
        first, _, mention = read.spans[0]
        its = next((j for j in range(i - 1, max(0, i - 5), -1) if read.lowers[j] == "its"), 0)
        before = read.tokens[its - 1] if its else None
        if before is None or first > 1 or before.tag is not Tag.COMMA:
            return ()
        return () if set(mention.codes) & self.inside else mention.codes

    def _alone_in_block(self, told: ToldOffice) -> tuple[str, ...]:
        """The only actor from outside that a paragraph has named before an office in it: "Ankara,
        which has long been patient, asked for calm, in the words of Foreign Minister Ada Holm".
        """
        if told.is_type("plural"):
            return ()
        mentions, end = self.article.mentions, told.offset
        at = bisect_left(mentions, told.read.block.start, key=lambda mention: mention.start)
        named: set[tuple[str, ...]] = set()
        while at < len(mentions) and mentions[at].start < end:
            if not set(mentions[at].codes) & self.inside:
                named.add(mentions[at].codes)
            at += 1
        codes = named.pop() if len(named) == 1 else ()
        body = len(codes) == 1 and self.gazetteer.is_organization(codes[0])
        return () if body and told.is_type(*OF_STATE) else codes

    def _body_in_block(self, told: ToldOffice) -> bool:
        """Whether a paragraph or the one before it names an organization before an office."""
        start = self.article.text.rfind("\n\n", 0, max(0, told.read.block.start - 2))
        end = told.offset
        return any(
            start <= mention.start < end and self.gazetteer.is_organization(mention.codes[0])
            for mention in self.article.mentions
        )

    def _body_before(self, told: ToldOffice) -> tuple[str, ...]:
        """The organization that a sentence has named last before an office in it."""
        bodies = [
            mention.codes
            for _, end, mention in told.read.spans
            if end <= told.at and self.gazetteer.is_organization(mention.codes[0])
        ]
        return bodies[-1] if bodies else ()

    def _meeting_of(self, read: ReadSentence) -> tuple[str, ...]:
        """The organization of "at an ECOWAS summit" and "at a summit of ECOWAS"."""
        for a, b, mention in read.spans:
            if not self.gazetteer.is_organization(mention.codes[0]):
                continue
            behind = not _MEETINGS.isdisjoint(read.lowers[b : b + 3])
            before = read.lowers[max(0, a - 3) : a]
            if behind or ("of" in before and not _MEETINGS.isdisjoint(before)):
                return mention.codes
        return ()

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
        self, read: ReadSentence, offset: int, context: Discourse | None
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
