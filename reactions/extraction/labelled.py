"""Labelled texts in either form: files of passages, folders of such files or of articles."""

from collections.abc import Iterator
from pathlib import Path

from reactions.extraction.evaluation import GoldArticle, load_gold
from reactions.extraction.passages import LabelledText, Passage, read_passages
from reactions.extraction.sentences import find_blocks, find_sentences


def labelled_texts(path: Path) -> Iterator[LabelledText]:
    """Yield the labelled texts of a file or folder; each sentence of an article is a passage.

    Raises PassageError or GoldError for what cannot be read.
    """
    if path.is_file():
        yield from read_passages(path)
    elif any(path.glob("*.json")):
        for article in load_gold([path]):
            yield _by_sentence(article)
    else:
        for file in sorted(path.glob("*.txt")):
            yield from read_passages(file)


def _by_sentence(article: GoldArticle) -> LabelledText:
    passages = tuple(
        Passage(
            sentence.start,
            sentence.end,
            frozenset(
                (label.actor, label.kind)
                for label in article.stances
                if label.start < sentence.end and label.end > sentence.start
            ),
        )
        for sentence in find_sentences(article.text, find_blocks(article.text, []))
    )
    return LabelledText(article.id, article.text, article.published, article.crisis, passages)
