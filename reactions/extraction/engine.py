"""The engine's stages in order: an article's text in, drafts out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from reactions.extraction.abroad import names_anybody_abroad
from reactions.extraction.attribution import Attribution
from reactions.extraction.authors import interview_sentences
from reactions.extraction.cast import Cast
from reactions.extraction.confidence import rated
from reactions.extraction.cues import Cue, default_finder
from reactions.extraction.dating import DayReader
from reactions.extraction.echoes import echoes
from reactions.extraction.gazetteer import Gazetteer, default_gazetteer
from reactions.extraction.mentions import Mention
from reactions.extraction.merge import merge
from reactions.extraction.once import once
from reactions.extraction.people import codes_inside
from reactions.extraction.phases import ACTS, find_phase
from reactions.extraction.reading import Article, ReadSentence, find_actors, read_article
from reactions.extraction.reports import find_quoted
from reactions.extraction.sentences import BlockKind
from reactions.extraction.stances import Find, StanceFinder
from reactions.extraction.statements import Statement
from reactions.extraction.targets import Sides
from reactions.extraction.tellings import tellings
from reactions.extraction.types import CrisisFrame, Draft
from reactions.extraction.vocabulary import load_vocabulary
from reactions.extraction.voices import Voices
from reactions.extraction.weighing import Weigher

ENGINE_VERSION = "1.4"


_TELLING = 3
"""Words that a heading must have to tell something."""
_LINKS = frozenset(
    ("read", "watch", "also", "related", "see", "more", "video", "photos", "opinion")
)


@dataclass(frozen=True, slots=True)
class Explained:
    """A sentence with every cue found in it, coded or not."""

    read: ReadSentence
    finds: tuple[Find, ...]


def extract(
    text: str,
    *,
    published: date,
    crisis: CrisisFrame,
    title: str = "",
    gazetteer: Gazetteer | None = None,
) -> list[Draft]:
    """Return the stances that `text` shows, in the order they stand in it.

    `title` is context only: nothing in it is evidence. `gazetteer` defaults to the package's own.
    """
    del title
    gazetteer = gazetteer or default_gazetteer()
    view = _view_of(text, gazetteer)
    inside = codes_inside(crisis, gazetteer)
    if not names_anybody_abroad(
        text, view.mentions, gazetteer=gazetteer, inside=inside, published=published
    ):
        return []
    explained = _explained(view, published=published, crisis=crisis, gazetteer=gazetteer)
    told = tellings(view.article, (find for sentence in explained for find in sentence.finds))
    return rated(merge(telling.draft for telling in told), told)


def explain(
    text: str,
    *,
    published: date,
    crisis: CrisisFrame,
    gazetteer: Gazetteer | None = None,
) -> tuple[Article, list[Explained]]:
    """Return the article as read, and for each sentence every cue with its fate."""
    gazetteer = gazetteer or default_gazetteer()
    view = _view_of(text, gazetteer)
    explained = _explained(view, published=published, crisis=crisis, gazetteer=gazetteer)
    return view.article, explained


class _View:
    """What a text says whatever the crisis that it is read for."""

    def __init__(self, text: str, gazetteer: Gazetteer) -> None:
        self._text = text
        self._gazetteer = gazetteer

    @once
    def mentions(self) -> list[Mention]:
        """The actors that it names."""
        return find_actors(self._text, self._gazetteer)

    @once
    def article(self) -> Article:
        """Its sentences."""
        return read_article(self._text, self.mentions)

    @once
    def cues(self) -> list[list[Cue]]:
        """The cues of each sentence."""
        return [_cues(read) for read in self.article.sentences]

    @once
    def quoted(self) -> list[Statement]:
        """The statements that are whole quotations."""
        return find_quoted(self.article)


# An article about several crises is read for one after the other.
@lru_cache(maxsize=1)
def _view_of(text: str, gazetteer: Gazetteer) -> _View:
    return _View(text, gazetteer)


def _explained(
    view: _View, *, published: date, crisis: CrisisFrame, gazetteer: Gazetteer
) -> list[Explained]:
    article = view.article
    cast = Cast(article, gazetteer, load_vocabulary(), crisis, published)
    finds = list(_finds(view, cast))
    for find in (find for told in finds for find in told):
        find.parties = [cast.named(party) for party in find.parties]
    told = zip(article.sentences, finds, strict=True)
    return [Explained(read, tuple(found)) for read, found in told]


def _cues(read: ReadSentence) -> list[Cue]:
    return [] if _says_nothing(read) else default_finder().find(read.tokens)


def _finds(view: _View, cast: Cast) -> Iterator[list[Find]]:
    """Yield the finds of each sentence."""
    article, vocabulary = view.article, cast.vocabulary
    attribution = Attribution(article, cast, vocabulary, view.quoted)
    finder = StanceFinder(attribution, Sides(cast, vocabulary), vocabulary)
    weigher = Weigher(finder)
    days = DayReader(article, cast.published)
    author = attribution.author
    if author is not None and author.party.official:
        for read in interview_sentences(article, author):
            days.pin(read, author.party.official)
    before: list[Find] = []
    for read, found in zip(article.sentences, view.cues, strict=True):
        voices = attribution.read(read)
        finds = finder.finds(read, voices, found)
        if not _says_nothing(read):
            finds += weigher.weigh(read, voices, finds)
        finds += echoes(attribution, read, voices, before, finds)
        before = finds
        _date(read, voices, finds, days=days, crisis=cast.crisis)
        days.note(read, voices)
        yield finds


def _says_nothing(read: ReadSentence) -> bool:
    """Whether a heading is a link or a label rather than a sentence that tells an act."""
    if read.block.kind is not BlockKind.HEADING:
        return False
    words = [token.lower for token in read.tokens[:2]]
    return len(read.tokens) < _TELLING or words[0] in _LINKS or words == ["live", "updates"]


def _date(
    read: ReadSentence,
    voices: Voices,
    finds: Iterable[Find],
    *,
    days: DayReader,
    crisis: CrisisFrame,
) -> None:
    """Give every find its day and phase; leave out what is background by its day."""
    coded = [find for find in finds if not find.excluded]
    mentions = days.days(read) if coded else []
    for find in coded:
        assert find.kind is not None  # noqa: S101
        speakers = tuple(
            key
            for party in find.parties
            for key in (party.official, *party.codes)
            if key is not None
        )
        act = find.kind in ACTS
        dated = days.dated(read, voices, mentions, find.cue.head, speakers, act=act)
        find.day, find.precision, find.day_span = dated.day, dated.precision, dated.span
        if dated.background:
            find.excluded = "background (rule 7)"
        elif crisis.started and dated.day < crisis.started:
            find.excluded = "before the crisis (rule 7)"
        find.phase = find_phase(read, find.cue, find.kind, future=dated.future)
