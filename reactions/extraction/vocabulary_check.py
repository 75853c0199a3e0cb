"""Finds what is wrong with the vocabulary: clashes, duplicates and entries that can never match."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from reactions.extraction.codebook import Kind, Phase, Target
from reactions.extraction.cues import MEDIATING, THEIRS, Pattern, compile_pattern
from reactions.extraction.vocabulary import Vocabulary, read_table
from reactions.extraction.words import TAGS

FRAMES = ("act", "pass", "say", "noun", "talk")
_REPORTING_FRAMES = ("clause", "address", "order", "promise", "object", "noun")
_TARGETS = ("", "none", *(target.value for target in Target))
_PHASES = ("", *(phase.value for phase in Phase))
_KINDS = ("side", THEIRS, *sorted(MEDIATING), *(kind.value for kind in Kind))
_AUXILIARIES = ("be", "have", "do")


def check_vocabulary(vocabulary: Vocabulary) -> Iterator[str]:
    """Yield a line for each fault: file, line, what is wrong and the mend. Raises
    VocabularyError.
    """
    patterns = [compile_pattern(row, vocabulary) for row in vocabulary.cues]
    yield from _bad_cells(patterns)
    yield from _duplicates(patterns)
    yield from _unknown_verbs(patterns, vocabulary)
    yield from _unused_sets(vocabulary)
    yield from _words_twice()
    yield from _bad_tags(vocabulary)
    yield from _bad_reporting_words(vocabulary)
    yield from _clashes(vocabulary)


def _bad_cells(patterns: list[Pattern]) -> Iterator[str]:
    for pattern in patterns:
        row = pattern.row
        for cell, allowed in (
            (row.kind, _KINDS),
            (row.frame, FRAMES),
            (row.target, _TARGETS),
            (row.phase, _PHASES),
        ):
            if cell not in allowed:
                known = ", ".join(filter(None, allowed))
                yield f"cues.tsv, line {row.line}: {cell!r} is none of {known}"


def _duplicates(patterns: list[Pattern]) -> Iterator[str]:
    lines: dict[tuple[str, str], list[Pattern]] = defaultdict(list)
    for pattern in patterns:
        lines[pattern.row.frame, pattern.row.pattern].append(pattern)
    for same in lines.values():
        if len(same) > 1:
            places = ", ".join(str(p.row.line) for p in same)
            kinds = {p.row.kind for p in same}
            what = "a duplicate" if len(kinds) == 1 else f"a clash of {' and '.join(sorted(kinds))}"
            yield f"cues.tsv, lines {places}: {what}: {same[0].row.pattern!r}; keep one"


def _unknown_verbs(patterns: list[Pattern], vocabulary: Vocabulary) -> Iterator[str]:
    lemmas = {lemma for lemma, _ in vocabulary.verb_forms.values()}
    for pattern in patterns:
        verbs = {
            word[:-1]
            for part in pattern.parts
            for option in part.options
            for word in option
            if word.endswith("+")
        }
        for verb in sorted(verbs - lemmas - set(_AUXILIARIES)):
            yield f"cues.tsv, line {pattern.row.line}: verbs.tsv has no {verb!r}; add it there"


def _unused_sets(vocabulary: Vocabulary) -> Iterator[str]:
    used = " ".join(row.pattern for row in vocabulary.cues)
    for name in vocabulary.word_sets:
        if f"@{name}" not in used:
            yield f"word_sets.tsv: no cue uses @{name}; remove it or use it"


def _words_twice() -> Iterator[str]:
    for table in (
        "verbs.tsv",
        "function_words.tsv",
        "offices.tsv",
        "outsiders.tsv",
        "word_sets.tsv",
        "lists.tsv",
        "reporting.tsv",
    ):
        counts = Counter(cells[0] for _, cells in read_table(table))
        for word, count in sorted(counts.items()):
            if count > 1:
                yield f"{table}: {word!r} stands {count} times; keep one"


def _bad_tags(vocabulary: Vocabulary) -> Iterator[str]:
    for word, tag in vocabulary.function_words.items():
        if tag not in TAGS:
            yield f"function_words.tsv: {word!r} has the unknown tag {tag!r}"


def _bad_reporting_words(vocabulary: Vocabulary) -> Iterator[str]:
    verbs = {base for base, _ in vocabulary.verb_forms.values()}
    for number, (word, frames) in read_table("reporting.tsv"):
        place = f"reporting.tsv, line {number}: {word!r}"
        for frame in frames.split("|"):
            if frame.partition("+")[0] not in _REPORTING_FRAMES:
                yield f"{place} has the unknown frame {frame!r}; give one of the table's heading"
        if frames != "noun" and word not in verbs:
            yield f"{place} is no verb of verbs.tsv; add it there"


def _clashes(vocabulary: Vocabulary) -> Iterator[str]:
    offices = {key for entries in vocabulary.offices.values() for key, _ in entries}
    outsiders = {key for entries in vocabulary.outsiders.values() for key, _ in entries}
    for key in sorted(offices & outsiders):
        phrase = " ".join(key)
        yield f"offices.tsv and outsiders.tsv: both have {phrase!r}; keep it where it belongs"
