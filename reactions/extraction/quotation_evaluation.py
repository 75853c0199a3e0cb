"""How well quotations are found, and their speakers told, against labelled texts."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reactions.extraction.evaluation import GoldError, Score
from reactions.extraction.gazetteer import plain
from reactions.extraction.quotations import Quotation, find_quotations
from reactions.extraction.statements import Directness

OVERLAP = 0.5
"""The share of the longer of two stretches that makes them the same quotation."""
MEASURES = ("all", "direct", "direct, words alone", "all, words alone")
_DIRECT: dict[object, Directness] = {
    True: Directness.DIRECT,
    "mixed": Directness.MIXED,
    False: Directness.INDIRECT,
}


@dataclass(frozen=True, slots=True)
class LabelledQuotation:
    """One label: where the quotation stands and who speaks."""

    start: int
    end: int
    directness: Directness
    speaker: str
    speaker_start: int
    speaker_end: int
    resolved: str | None = None


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text with every reported statement in it."""

    id: str
    text: str
    quotations: tuple[LabelledQuotation, ...]


@dataclass(slots=True)
class TextResult:
    """A text's labels beside what was found; `pairs` are those with the same words."""

    labelled: LabelledText
    found: list[Quotation]
    pairs: list[tuple[LabelledQuotation, Quotation]]


@dataclass(slots=True)
class QuotationEvaluation:
    """The measures over a set of texts; but for "words alone" the speaker must be right too."""

    results: list[TextResult]
    scores: dict[str, Score] = field(default_factory=lambda: {name: Score() for name in MEASURES})


def load_labelled(paths: Iterable[Path], *, only: str = "") -> Iterator[LabelledText]:
    """Yield the labelled texts in files or folders, those whose `text_file` begins with `only`.

    A label file has `text`, or a `text_file` in its folder or the one above. Raises GoldError.
    """
    for path in paths:
        for file in sorted(path.glob("*.json")) if path.is_dir() else [path]:
            try:
                row = json.loads(file.read_text(encoding="utf-8"))
            except (OSError, ValueError) as error:
                raise GoldError(
                    f"{file}: {error}; give a file with id, text and quotations"
                ) from error
            if str(row.get("text_file") or "").startswith(only):
                yield LabelledText(row["id"], _text_of(row, file), tuple(_labels(row)))


def _text_of(row: dict[str, Any], file: Path) -> str:
    if "text" in row:
        return str(row["text"])
    name = row.get("text_file") or f"{row['id']}.txt"
    for folder in (file.parent, file.parent.parent):
        if (folder / name).exists():
            return (folder / name).read_bytes().decode("utf-8")
    raise GoldError(f"{file}: no {name} beside it; put the text there")


def _labels(row: dict[str, Any]) -> Iterator[LabelledQuotation]:
    for q in row["quotations"]:
        yield LabelledQuotation(
            q["start"],
            q["end"],
            _DIRECT[q["direct"]],
            q["speaker"],
            q["speaker_start"],
            q["speaker_end"],
            q.get("resolved"),
        )


def evaluate_quotations(texts: Iterable[LabelledText]) -> QuotationEvaluation:
    """Find the quotations of labelled texts and return the measures."""
    evaluation = QuotationEvaluation([])
    for labelled in texts:
        found = find_quotations(labelled.text)
        result = TextResult(labelled, found, _pairs(labelled.quotations, found))
        evaluation.results.append(result)
        _count(result, evaluation.scores)
    return evaluation


def _pairs(
    labels: Sequence[LabelledQuotation], found: Sequence[Quotation]
) -> list[tuple[LabelledQuotation, Quotation]]:
    """Match labels and finds one to one, the best overlaps (and right speakers) first."""
    ranked = sorted(
        (
            (-_shared(label, quotation), not speaker_is_right(label, quotation), i, j)
            for i, label in enumerate(labels)
            for j, quotation in enumerate(found)
            if _shared(label, quotation) >= OVERLAP
        ),
    )
    pairs = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, _, i, j in ranked:
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            pairs.append((labels[i], found[j]))
    return pairs


def _shared(label: LabelledQuotation, quotation: Quotation) -> float:
    span = quotation.quote
    shared = min(label.end, span.end) - max(label.start, span.start)
    return shared / max(label.end - label.start, span.end - span.start, 1)


def speaker_is_right(label: LabelledQuotation, quotation: Quotation) -> bool:
    """Whether the same mention speaks, or one of the same last name."""
    span = quotation.speaker
    if min(label.speaker_end, span.end) > max(label.speaker_start, span.start):
        return True
    names = {_last(name) for name in (label.speaker, label.resolved) if name}
    return bool(names & {_last(name) for name in (span.text, quotation.resolved) if name})


def _last(name: str) -> str:
    return (plain(name).split() or [""])[-1]


def _count(result: TextResult, scores: dict[str, Score]) -> None:
    direct = Directness.DIRECT
    spoken = [pair for pair in result.pairs if speaker_is_right(*pair)]
    for name, pairs in (("", spoken), (", words alone", result.pairs)):
        every = scores["all" + name]
        every.right += len(pairs)
        every.found += len(result.found)
        every.gold += len(result.labelled.quotations)
        score = scores["direct" + name]
        score.right += sum(a.directness is direct and b.directness is direct for a, b in pairs)
        score.found += sum(quotation.directness is direct for quotation in result.found)
        score.gold += sum(label.directness is direct for label in result.labelled.quotations)


def report_quotations(evaluation: QuotationEvaluation, *, worst: int) -> Iterator[str]:
    """Yield the lines of a report; `worst` is how many texts are listed with their errors."""
    yield f"{len(evaluation.results)} texts"
    for name, s in evaluation.scores.items():
        yield (
            f"{name:<22} P {s.precision:.3f}  R {s.recall:.3f}  F1 {s.f1:.3f}   "
            f"({s.right} right of {s.found} found, {s.gold} labelled)"
        )
    ranked = sorted(evaluation.results, key=lambda r: -len(list(_errors(r))))
    for result in ranked[:worst]:
        errors = list(_errors(result))
        if errors:
            yield f"{result.labelled.id}: {len(errors)} errors"
            yield from errors


def _errors(result: TextResult) -> Iterator[str]:
    for label, found in result.pairs:
        if not speaker_is_right(label, found):
            names = f"{found.speaker.text!r} instead of {label.speaker!r}"
            yield f"  speaker {names}: {_short(found.quote.text)}"
        elif label.directness is not found.directness:
            yield f"  {found.directness} instead of {label.directness}: {_short(found.quote.text)}"
    for label in result.labelled.quotations:
        if not any(label is other for other, _ in result.pairs):
            words = result.labelled.text[label.start : label.end]
            yield f"  missed ({label.directness}, {label.speaker}): {_short(words)}"
    for found in result.found:
        if not any(found is other for _, other in result.pairs):
            yield f"  false ({found.directness}, {found.speaker.text}): {_short(found.quote.text)}"


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) < 160 else f"{words[:100]} ... {words[-50:]}"
