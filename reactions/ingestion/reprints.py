"""Finds reprints: copies of one text with cuts, a new lead or headline, and changed words.

Each text is known by its runs of three words. MinHash (Broder, "On the resemblance and containment
of documents", 1997), with one hash for all bins (Li, Owen and Zhang, "One Permutation Hashing",
2012), gives a few numbers by which likely copies are found among all articles; whether they are
is then decided on the runs themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from django.db import connection

_RUN = 3
_BINS = 128
_ROWS = 2  # bins in a band: two texts share a band where these agree
_WORD = re.compile(r"\w+")
# Shorter texts are too much alike by chance: "Following is the text of a statement by".
_FEWEST_RUNS = 40
# The share of the shorter text's runs that a copy has. A text with every fifth word changed keeps
# half of its runs; reports of one event by different hands share quotations, a tenth at most.
_COPIED = 0.33
_MOST_CANDIDATES = 8
_WINDOW = timedelta(days=10)
# A paragraph that shares less than this with the original is new; so many new words are worth
# reading.
_SHARED_PARAGRAPH = 0.2
_NEW_WORDS = 60

# Not the article's own earlier versions: a changed page is no reprint. As SQL, because Django makes
# an expression of every number in a list, and rows are all that is needed.
_NEAREST = """
SELECT article.id, article.text, article.reprint_of_id
FROM reactions_article AS article
    JOIN reactions_fingerprint AS print ON print.article_id = article.id
WHERE article.id = ANY (ARRAY(
    SELECT article_id FROM reactions_fingerprint WHERE bands && %(bands)s::bigint[]
  ))
  AND published BETWEEN %(first)s AND %(last)s
  AND (%(url)s::text IS NULL OR url IS DISTINCT FROM %(url)s::text)
ORDER BY (SELECT count(*) FROM unnest(bands) AS band WHERE band = ANY (%(bands)s::bigint[])) DESC,
         article.id
LIMIT %(most)s
"""

# Of numbers that hardly ever come twice the database takes a quarter of all rows to share one, and
# would read them all, seconds of a hundred thousand: only its index is to be used here.
_ONLY_BY_INDEX = """
SELECT set_config(name, %(other)s, true)
FROM (VALUES ('enable_seqscan'), ('enable_indexscan')) AS setting (name)
"""

_BIN_SHIFT = 64 - (_BINS - 1).bit_length()


def runs_of(text: str) -> frozenset[tuple[str, ...]]:
    """The runs of three words of a text, without regard to case and punctuation."""
    words = _WORD.findall(text.lower())
    return frozenset(zip(*(words[start:] for start in range(_RUN)), strict=False))


def bands_of(runs: frozenset[tuple[str, ...]]) -> list[int]:
    """The numbers by which likely copies are found: two texts that share many runs share some."""
    smallest = [-1] * _BINS
    for run in runs:
        value = int.from_bytes(blake2b(" ".join(run).encode(), digest_size=8).digest())
        place = value >> _BIN_SHIFT
        if smallest[place] < 0 or value < smallest[place]:
            smallest[place] = value
    if max(smallest) < 0:
        return []
    filled = _densified(smallest)
    bands = (filled[start : start + _ROWS] for start in range(0, _BINS, _ROWS))
    return [_band(number, band) for number, band in enumerate(bands)]


def _densified(smallest: list[int]) -> list[int]:
    """Empty bins take the value of the next one that has any (Shrivastava and Li, 2014)."""
    filled = list(smallest)
    following = next(value for value in smallest if value >= 0)
    for place in range(_BINS - 1, -1, -1):
        if smallest[place] >= 0:
            following = smallest[place]
        filled[place] = following
    return filled


def _band(number: int, values: Sequence[int]) -> int:
    """A band as one signed number of 64 bits, as the database keeps it."""
    words = f"{number}:{':'.join(map(str, values))}".encode()
    return int.from_bytes(blake2b(words, digest_size=8).digest(), signed=True)


def shared(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    """The share of the shorter text's runs that the other has too."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0


def is_copy(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    """Whether two texts are copies of one."""
    return min(len(one), len(other)) >= _FEWEST_RUNS and shared(one, other) >= _COPIED


@dataclass(frozen=True, slots=True)
class Likeness:
    """A new text's numbers, and of which article it is a copy, if of any.

    `adds` where the copy has paragraphs of its own. Without `bands` it is too short to be told.
    """

    bands: list[int]
    original: int | None = None
    adds: bool = False


def compare(text: str, *, url: str | None, published: datetime) -> Likeness:
    """Look for the text's original among the articles of the days around.

    Called once for each new article, in the transaction that stores it, while nobody else does.
    """
    runs = runs_of(text)
    if len(runs) < _FEWEST_RUNS:
        return Likeness([])
    bands = bands_of(runs)
    for pk, candidate, reprint_of in _candidates(bands, url=url, published=published):
        theirs = runs_of(candidate)
        if is_copy(runs, theirs):
            return Likeness(bands, reprint_of or pk, _adds(text, theirs))
    return Likeness(bands)


def _candidates(
    bands: list[int], *, url: str | None, published: datetime
) -> list[tuple[int, str, int | None]]:
    """Articles of the days around that share bands, those that share most first: the number of
    each, its text and of which it is a copy.
    """
    values: dict[str, Any] = {
        "bands": bands,
        "first": published - _WINDOW,
        "last": published + _WINDOW,
        "url": url,
        "most": _MOST_CANDIDATES,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ONLY_BY_INDEX, {"other": "off"})
        cursor.execute(_NEAREST, values)
        rows: list[tuple[int, str, int | None]] = cursor.fetchall()
        cursor.execute(_ONLY_BY_INDEX, {"other": "on"})
    return rows


def _adds(text: str, original: frozenset[tuple[str, ...]]) -> bool:
    """Whether a copy has paragraphs of its own that are worth reading."""
    new = 0
    for paragraph in text.split("\n"):
        runs = runs_of(paragraph)
        if len(runs & original) < _SHARED_PARAGRAPH * len(runs):
            new += len(paragraph.split())
    return new >= _NEW_WORDS
