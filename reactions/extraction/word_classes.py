"""Words that are used alike, in classes: python -m reactions.extraction.word_classes VECTORS.

VECTORS is a file of word vectors in the form of GloVe, a word and its numbers a line, the commonest
words first. Writes data/word_classes.tsv. Needs scikit-learn, which the engine itself does not.
"""

import sys
from collections import defaultdict
from functools import cache
from itertools import islice
from pathlib import Path

from reactions.extraction.vocabulary import DATA, read_table

WORDS = 20_000
CLASSES = 1_000
CROWD = 150
"""Words above which a class says nothing: what is left over."""


@cache
def load_classes() -> dict[str, str]:
    """Return the class of each word in data/word_classes.tsv."""
    return {
        word: f"%{number}"
        for _, (number, words) in read_table("word_classes.tsv")
        for word in words.split()
    }


def main(vectors: Path) -> None:
    """Write the classes of the commonest words of a file of vectors."""
    from sklearn.cluster import MiniBatchKMeans
    from sklearn.preprocessing import normalize

    with vectors.open(encoding="utf-8") as lines:
        told = (line.split() for line in lines)
        rows = list(islice((row for row in told if row[0].isalpha()), WORDS))
    groups = MiniBatchKMeans(CLASSES, random_state=1, n_init=3, batch_size=4096, max_iter=60)
    numbers = groups.fit_predict(normalize([[float(cell) for cell in row[1:]] for row in rows]))
    words: dict[int, list[str]] = defaultdict(list)
    for row, number in zip(rows, numbers, strict=True):
        words[int(number)].append(row[0])
    lines_out = [
        "# Words that are used alike, by the vectors of GloVe (SOURCES.md): word_classes.py.",
        "number\twords",
        *(f"{n}\t{' '.join(words[n])}" for n in sorted(words) if len(words[n]) <= CROWD),
    ]
    (DATA / "word_classes.tsv").write_text("\n".join(lines_out) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
