"""Loads the engine's vocabulary from the tables in data/, once per process.

The tables are tab-separated text with a header line; lines that begin with # are comments.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from sys import intern

DATA = Path(__file__).parent / "data"


class VocabularyError(ValueError):
    """A row of a vocabulary table cannot be used; the message names file, line and mend."""


@dataclass(frozen=True, slots=True)
class CueRow:
    """A row of cues.tsv: wording that shows a kind."""

    line: int
    kind: str
    frame: str
    pattern: str
    target: str
    phase: str


@dataclass(frozen=True, slots=True)
class Office:
    """A row of offices.tsv: an office or body that speaks for an actor."""

    phrase: str
    type: str
    actor: str | None
    usual: str | None = None
    """Whose it is where nobody else was spoken of."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every word list of the engine."""

    function_words: dict[str, str]
    verb_forms: dict[str, tuple[str, str]]
    nouns_too: frozenset[str]
    offices: dict[str, list[tuple[tuple[str, ...], Office]]]
    office_words: frozenset[str]
    outsiders: dict[str, list[tuple[tuple[str, ...], str]]]
    word_sets: dict[str, tuple[str, ...]]
    cues: tuple[CueRow, ...]
    lists: dict[str, frozenset[str]]

    def has(self, name: str, word: str) -> bool:
        """Whether `word` is in the word list called `name` in lists.tsv."""
        return word in self.lists[name]


def read_table(name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (line number, cells) of a table in data/, without comments and the header.

    Raises VocabularyError for a row with more cells than the header.
    """
    path = DATA / name
    width = 0
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not width:
            width = len(cells)
            continue
        if len(cells) > width:
            message = f"{name}, line {number}: {len(cells)} cells instead of {width}; remove a tab"
            raise VocabularyError(message)
        yield number, cells + [""] * (width - len(cells))


@cache
def _lists() -> dict[str, frozenset[str]]:
    return {name: frozenset(words.split("|")) for _, (name, words) in read_table("lists.tsv")}


def word_list(name: str) -> frozenset[str]:
    """Return the words of a list in lists.tsv. Raises VocabularyError for a list that is not
    there.
    """
    try:
        return _lists()[name]
    except KeyError as error:
        raise VocabularyError(f"lists.tsv: no list {name!r}; add it") from error


def inflect(base: str, past: str = "", participle: str = "") -> dict[str, str]:
    """Return every form of a verb with what form it is: "base", "s", "ed" or "ing";
    "pt" and "en" for a past and a participle that differ."""
    vowels = "aeiou"
    double = (
        len(base) > 2
        and base[-1] in "bdglmnprt"
        and base[-2] in vowels
        and base[-3] not in vowels
        and (len(base) <= 4 or base in _DOUBLING)
    )
    if base.endswith("y") and base[-2] not in vowels:
        present, stem = base[:-1] + "ies", base[:-1] + "ied"
    elif base.endswith(("s", "x", "z", "ch", "sh", "o")):
        present, stem = base + "es", base + "ed"
    else:
        present, stem = base + "s", (base + "d" if base.endswith("e") else base + "ed")
    ing = (
        base[:-1] + "ing"
        if base.endswith("e") and not base.endswith(("ee", "oe", "ye"))
        else base + "ing"
    )
    if base.endswith("ie"):
        ing = base[:-2] + "ying"
    if double:
        stem, ing = base + base[-1] + "ed", base + base[-1] + "ing"
    forms = {ing: "ing", participle or past or stem: "en", past or stem: "ed", present: "s"}
    if participle and participle != past:
        forms[past] = "pt"
    forms[base] = "ed" if past == base else "base"
    return forms


_DOUBLING = frozenset(
    [
        "readmit",
        "admit",
        "commit",
        "permit",
        "submit",
        "refer",
        "defer",
        "confer",
        "prefer",
        "deter",
        "abhor",
        "compel",
        "expel",
        "repel",
        "propel",
        "rebut",
        "abet",
        "regret",
        "omit",
        "transfer",
        "occur",
        "recur",
        "incur",
        "patrol",
        "control",
        "begin",
        "forget",
        "upset",
        "rebel",
        "quarrel",
        "travel",
        "counsel",
        "signal",
        "cancel",
        "label",
        "model",
        "channel",
    ]
)


def _verbs() -> tuple[dict[str, tuple[str, str]], frozenset[str]]:
    forms: dict[str, tuple[str, str]] = {}
    nouns: set[str] = set()
    for _, (base, past, participle, also) in read_table("verbs.tsv"):
        made = inflect(base, past, participle)
        if base.endswith("l"):  # both spellings: canceled, cancelled
            made |= {
                base + "led": "ed",
                base + "ling": "ing",
                base + "ed": "ed",
                base + "ing": "ing",
            }
        for form, what in made.items():
            # "found" is rather the past of find than a verb of its own.
            if form not in forms or (what in ("ed", "pt", "en") and past):
                forms[form] = (base, what)
        if also == "noun":
            nouns |= {form for form, what in made.items() if what in ("base", "s")}
    return forms, frozenset(nouns)


def _phrase_key(phrase: str) -> tuple[str, ...]:
    return tuple(phrase.lower().replace("’", "'").replace("'s", " 's").replace(",", " ,").split())


@cache
def former_rulers() -> dict[str, str]:
    """Return the code of the former colonial power for the code of each country that has one."""
    return {
        country: ruler
        for _, (ruler, countries) in read_table("former_rulers.tsv")
        for country in countries.split("|")
    }


@cache
def load_vocabulary() -> Vocabulary:
    """Return the vocabulary of data/; raises VocabularyError where a table is wrong."""
    forms, nouns = _verbs()
    offices: dict[str, list[tuple[tuple[str, ...], Office]]] = {}
    for _, (phrase, type_, actor) in read_table("offices.tsv"):
        key = _phrase_key(phrase)
        usual = actor.removesuffix("?") if actor.endswith("?") else None
        office = Office(phrase, type_, None if usual else actor or None, usual)
        offices.setdefault(key[0], []).append((key, office))
    outsiders: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for _, (phrase, why) in read_table("outsiders.tsv"):
        key = _phrase_key(phrase)
        outsiders.setdefault(key[0], []).append((key, why))
    for table in (offices, outsiders):
        for entries in table.values():
            entries.sort(key=lambda entry: -len(entry[0]))
    return Vocabulary(
        function_words={
            # Interned like the names of tags in the code, so that `is` compares them.
            word: intern(tag)
            for _, (word, tag) in read_table("function_words.tsv")
        },
        verb_forms=forms,
        nouns_too=nouns,
        offices=offices,
        office_words=frozenset(
            word
            for table in (offices, outsiders)
            for entries in table.values()
            for key, _ in entries
            for word in key
        ),
        outsiders=outsiders,
        word_sets={
            name: tuple(members.split("|")) for _, (name, members) in read_table("word_sets.tsv")
        },
        cues=tuple(CueRow(number, *cells) for number, cells in read_table("cues.tsv")),
        lists=_lists(),
    )
