"""Who speaks in the first person outside quotation marks: a document's maker, or the person
interviewed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reactions.extraction.cast import Cast
from reactions.extraction.chunks import Type
from reactions.extraction.discourse import Discourse
from reactions.extraction.gazetteer import Form
from reactions.extraction.parties import Party, Standing, actors_among
from reactions.extraction.reading import Article, ReadSentence
from reactions.extraction.sentences import BlockKind
from reactions.extraction.vocabulary import word_list

_FIRST_PERSON = frozenset(("we", "our", "i", "my"))
_PLURAL = frozenset(("we", "our"))
_DOCUMENTS = word_list("documents")
_ANSWERS = frozenset(("answers", "answer", "replies", "reply", "response", "responses"))
_OPENING = 4
"""Sentences at the beginning that may tell who made a document."""
_MEETING = frozenset(("meet", "speak", "talk", "interview", "sit", "ask"))
_CLOSING = 4
"""Sentences at the end that may tell who spoke, and words in which one comes to it."""
_DELIVERED = frozenset(("delivered", "signed", "read"))
_OFTEN = 2
"""Times that a document without a heading of its maker says "we" or "I" at the least."""
_QUESTIONS = 3
"""Questions that stand alone and make an article an interview."""


@dataclass(frozen=True, slots=True)
class Author:
    """The party that "we" and "I" stand for in the blocks from `first` to `last`, and those who
    made the document together with it.
    """

    party: Party
    first: int
    last: int
    cosigners: tuple[Party, ...] = ()

    def speaks_in(self, read: ReadSentence) -> bool:
        """Whether a sentence stands in the author's own words."""
        return self.first <= read.block.index <= self.last


def find_author(article: Article, cast: Cast) -> Author | None:
    """Return the author of an article in the first person, None for an ordinary report."""
    questions = [
        read.block.index
        for read in article.sentences
        if _is_question(read) and not _is_quoted(article, read)
    ]
    if len(questions) >= _QUESTIONS:
        person = _interviewed(article, cast, questions[0])
        return Author(person, questions[0], questions[-1] + 1) if person else None
    signers = _signers(article, cast) or _delivered(article, cast)
    if _own_words(article) < (1 if signers else _OFTEN):
        return None
    maker = signers[0] if signers else _on_behalf(article, cast) or _maker(article, cast)
    if maker is not None and not signers and maker.is_person and not _says_we(article):
        return None
    return Author(maker, 0, len(article.blocks), tuple(signers[1:])) if maker else None


def interview_sentences(article: Article, author: Author) -> Iterator[ReadSentence]:
    """Yield the sentences before an interview that tell of the meeting, and so its day."""
    for read in article.sentences:
        if read.block.index >= author.first:
            return
        if any(token.lemma in _MEETING for token in read.tokens):
            yield read


def _is_question(read: ReadSentence) -> bool:
    whole = read.sentence.start == read.block.start
    return whole and read.text.endswith("?") and read.block.kind is not BlockKind.HEADING


def _is_quoted(article: Article, read: ReadSentence) -> bool:
    return article.quote_at(read.sentence.start) is not None


def _own_words(article: Article, words: frozenset[str] = _FIRST_PERSON) -> int:
    """How often a document says one of some words of the first person for itself."""
    return sum(
        token.lower in words and article.quote_at(token.start) is None
        for read in article.sentences
        if not words.isdisjoint(read.lowers)
        for token in read.tokens
    )


def _interviewed(article: Article, cast: Cast, first_question: int) -> Party | None:
    """The official whom the lines before the first question introduce: "X has been Denmark's
    minister".
    """
    nobody = Discourse(cast.gazetteer)
    for read in article.sentences:
        if read.block.index >= first_question:
            break
        answering = _answering(read, cast)
        if answering is not None:
            return answering
        chunks = read.clauses.chunks
        for position, chunk in enumerate(chunks[:-1]):
            if chunk.type is not Type.NP or chunks[position + 1].type is not Type.VERB:
                continue
            names = cast.names_in(read, chunk)
            if not names or position + 2 >= len(chunks) or chunks[position + 2].type is not Type.NP:
                continue
            office = cast.resolve(read, position + 2, nobody)
            if office and office[0].standing is Standing.ACTOR and office[0].type:
                span = (read.tokens[chunk.first].start, read.tokens[chunk.end - 1].end)
                return replace(office[0], official=names[0], official_span=span)
    if _own_words(article) < _OFTEN:
        return None  # questions and answers of the paper's own
    begin = article.blocks[first_question].start
    introduced = (p for p in cast.persons() if p.standing is Standing.ACTOR and p.span[0] < begin)
    return next(introduced, None)


def _answering(read: ReadSentence, cast: Cast) -> Party | None:
    """Who gives "Answers by the Minister of Foreign Affairs, Ada Holm, to questions", of the
    country whose capital the document is dated from.
    """
    scene = Discourse(cast.gazetteer)
    first = cast.article.mentions[0] if cast.article.mentions else None
    if first is not None and first.form is Form.CAPITAL and not set(first.codes) & cast.inside:
        scene.set_scene(first.codes)
    for i, word in enumerate(read.lowers[:-2]):
        if word in _ANSWERS and read.lowers[i + 1] in ("by", "from", "of"):
            parties = cast.resolve(read, read.clauses.chunk_at(i + 2), scene)
            return next((party for party in actors_among(parties) if party.is_person), None)
    return None


def _signers(article: Article, cast: Cast) -> list[Party]:
    """The actors whose document the opening says it is."""
    return next((found for _, found in entitled(article, cast)), [])


def _delivered(article: Article, cast: Cast) -> list[Party]:
    """Whoever a last line "As delivered by Ambassador Ada Holm" says spoke; of the first actor
    that is a subject, where the line names no state.
    """
    for read in article.sentences[-_CLOSING:]:
        words = read.lowers
        by = words.index("by") if "by" in words[:_CLOSING] else 0
        if not by or words[by - 1] not in _DELIVERED:
            continue
        scene = Discourse(cast.gazetteer)
        maker = _maker(article, cast)
        if maker is not None:
            scene.set_scene(maker.codes)
        cast.introduce(read, scene)
        parties = cast.resolve(read, read.clauses.chunk_at(by + 1), scene)
        return [party for party in actors_among(parties) if party.official]
    return []


def entitled(article: Article, cast: Cast) -> Iterator[tuple[int, list[Party]]]:
    """Yield each opening sentence that says whose document follows, with its makers: "Joint
    statement by Foreign Minister Ada Holm and ...".
    """
    for read in article.sentences[:_OPENING]:
        chunks = read.clauses.chunks
        if any(c.type is Type.VERB for c in chunks):
            continue
        if _DOCUMENTS.isdisjoint(read.lowers):
            bodies = _letterhead(read, cast)
            if bodies:
                yield read.index, bodies
            continue
        for position in range(len(chunks) - 2):
            document = read.tokens[chunks[position].end - 1].lower in _DOCUMENTS
            made = read.tokens[chunks[position + 1].first].lower in ("by", "from", "of")
            if document and made:
                yield read.index, cast.signers(read, chunks[position + 2].first)
                break


def _letterhead(read: ReadSentence, cast: Cast) -> list[Party]:
    """The body that an opening line of its own names: "Ministry of Foreign Affairs of Norway"."""
    alone = read.sentence.start == read.block.start and read.sentence.end == read.block.end
    if not alone or not read.mentions or 0 not in read.offices:
        return []
    parties = cast.resolve(read, 0, Discourse(cast.gazetteer))
    return [party for party in actors_among(parties) if party.type == "body"]


def _on_behalf(article: Article, cast: Cast) -> Party | None:
    """Whom an opening "On behalf of the Government of Norway, I ..." names."""
    nobody = Discourse(cast.gazetteer)
    for read in article.sentences[:_OPENING]:
        if read.lowers[:3] == ["on", "behalf", "of"] and len(read.clauses.chunks) > 3:
            parties = actors_among(cast.resolve(read, 3, nobody))
            if parties:
                return parties[0]
    return None


def _maker(article: Article, cast: Cast) -> Party | None:
    """The first actor that is a subject in the opening sentences."""
    nobody = Discourse(cast.gazetteer)
    for read in article.sentences[:_OPENING]:
        clauses = read.clauses
        for position, chunk in enumerate(clauses.chunks):
            if chunk.type is not Type.VERB or chunk.mood != "finite" or not read.mentions:
                continue
            subject = clauses.subject(position)
            parties = cast.resolve(read, subject, nobody) if subject is not None else []
            if parties and parties[0].standing is Standing.ACTOR:
                return parties[0]
    return None


def _says_we(article: Article) -> bool:
    """Whether a document has a "we" of its own: "I" alone may be a reporter's."""
    return _own_words(article, _PLURAL) > 0
