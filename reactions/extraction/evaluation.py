"""The codebook's measures of the engine against labelled articles."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from reactions.extraction.engine import extract
from reactions.extraction.gazetteer import plain
from reactions.extraction.types import CrisisFrame, Draft

MEASURES = ("actor+kind", "actor", "actor+official+kind", "actor+kind+date")
BINS = 5


class GoldError(ValueError):
    """A gold file cannot be used; the message names the file and the mend."""


@dataclass(frozen=True, slots=True)
class GoldStance:
    """One label. `date` may be partial: "2022-12" fits any day in it."""

    actor: str
    official: str | None
    kind: str
    target: str | None
    date: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """A labelled article."""

    id: str
    text: str
    published: date
    crisis: CrisisFrame
    style: str
    stances: tuple[GoldStance, ...]


@dataclass(slots=True)
class Score:
    """Counts of a measure, and what they come to."""

    right: int = 0
    found: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """Of what was found, how much is right; 1 if nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Of what is there, how much was found; 1 if nothing is there."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def add(self, gold: Iterable[object], found: Iterable[object]) -> None:
        """Count two sets of one article."""
        gold, found = set(gold), set(found)
        self.right += len(gold & found)
        self.found += len(found)
        self.gold += len(gold)


@dataclass(slots=True)
class ArticleResult:
    """An article's labels beside the engine's drafts."""

    article: GoldArticle
    drafts: list[Draft]

    @property
    def misses(self) -> list[GoldStance]:
        """Labels whose actor and kind the engine did not find."""
        found = {(draft.actor, draft.kind) for draft in self.drafts}
        return [label for label in self.article.stances if (label.actor, label.kind) not in found]

    @property
    def false_finds(self) -> list[Draft]:
        """Drafts whose actor and kind no label has."""
        gold = {(label.actor, label.kind) for label in self.article.stances}
        return [draft for draft in self.drafts if (draft.actor, draft.kind) not in gold]


@dataclass(slots=True)
class Evaluation:
    """All measures over a set of articles."""

    results: list[ArticleResult]
    scores: dict[str, Score] = field(default_factory=dict)
    kinds: dict[str, Score] = field(default_factory=dict)
    styles: dict[str, Score] = field(default_factory=dict)
    evidence: Score = field(default_factory=Score)
    empty_right: int = 0
    empty: int = 0
    bins: list[tuple[float, float, int]] = field(default_factory=list)
    auc: float = 0.0


def frame_from(crisis: dict[str, Any] | None) -> CrisisFrame:
    """Return the frame that a gold file or an input line gives; None or no focal: nobody is
    inside.
    """
    crisis = crisis or {}
    focal = crisis.get("focal")
    if not focal:
        return CrisisFrame(focal=None, name=crisis.get("name") or "")
    return CrisisFrame(
        focal=focal,
        name=crisis.get("name") or "",
        authorities=tuple(crisis.get("authorities") or ()),
        opponents=tuple(crisis.get("opponents") or ()),
    )


def load_gold(paths: Iterable[Path], texts: Path | None = None) -> Iterator[GoldArticle]:
    """Yield the labelled articles in files or folders, in order of their names.

    `texts` is a folder of `<id>.txt` for labels that come without their text and have none beside
    them. Raises GoldError.
    """
    for path in paths:
        files = sorted(path.glob("*.json")) if path.is_dir() else [path]
        for file in files:
            yield _load_file(file, texts)


def _load_file(file: Path, texts: Path | None) -> GoldArticle:
    try:
        row = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GoldError(f"{file}: {error}; give a gold file of the codebook's form") from error
    text = row.get("text")
    if text is None:
        name = f"{row.get('id', file.stem)}.txt"
        beside = file.parent / name
        if texts is not None and not beside.exists():
            beside = texts / name
        if not beside.exists():
            raise GoldError(
                f"{file}: has no text and {beside} does not exist; name the folder by --texts"
            )
        text = beside.read_bytes().decode("utf-8")
    try:
        return _article_from(row, text)
    except KeyError as error:
        raise GoldError(
            f"{file}: has no {error}; give a gold file of the codebook's form"
        ) from error


def _article_from(row: dict[str, Any], text: str) -> GoldArticle:
    stances = tuple(
        GoldStance(
            s["actor"], s["official"], s["kind"], s["target"], s["date"], s["start"], s["end"]
        )
        for s in row["stances"]
    )
    return GoldArticle(
        row["id"],
        text,
        date.fromisoformat(row["published"]),
        frame_from(row["crisis"]),
        row.get("style", ""),
        stances,
    )


def evaluate(articles: Iterable[GoldArticle]) -> Evaluation:
    """Run the engine over labelled articles and return every measure."""
    results = [
        ArticleResult(a, extract(a.text, published=a.published, crisis=a.crisis)) for a in articles
    ]
    evaluation = Evaluation(results, {name: Score() for name in MEASURES})
    kinds: dict[str, Score] = defaultdict(Score)
    styles: dict[str, Score] = defaultdict(Score)
    for result in results:
        _count(result, evaluation, kinds, styles)
    evaluation.kinds, evaluation.styles = dict(sorted(kinds.items())), dict(sorted(styles.items()))
    judged = judgments(results)
    evaluation.bins = in_bins(judged)
    evaluation.auc = area_under_curve(judged)
    return evaluation


def _count(
    result: ArticleResult, evaluation: Evaluation, kinds: dict[str, Score], styles: dict[str, Score]
) -> None:
    gold, drafts = result.article.stances, result.drafts
    pairs = {(g.actor, g.kind) for g in gold}
    found = {(d.actor, str(d.kind)) for d in drafts}
    evaluation.scores["actor+kind"].add(pairs, found)
    evaluation.scores["actor"].add({g.actor for g in gold}, {d.actor for d in drafts})
    evaluation.scores["actor+official+kind"].add(
        {(g.actor, _folded(g.official), g.kind) for g in gold},
        {(d.actor, _folded(d.official), str(d.kind)) for d in drafts},
    )
    _count_dates(result, evaluation.scores["actor+kind+date"])
    styles[result.article.style].add(pairs, found)
    for kind in {kind for _, kind in pairs | found}:
        kinds[kind].add({p for p in pairs if p[1] == kind}, {p for p in found if p[1] == kind})
    if not gold:
        evaluation.empty += 1
        evaluation.empty_right += not drafts
    for pair in pairs & found:
        spans = [(g.start, g.end) for g in gold if (g.actor, g.kind) == pair]
        mine = [(d.evidence.start, d.evidence.end) for d in drafts if (d.actor, d.kind) == pair]
        evaluation.evidence.found += 1
        evaluation.evidence.gold += 1
        evaluation.evidence.right += any(_overlap(a, b) for a in spans for b in mine)


def _folded(name: str | None) -> str | None:
    return plain(name) if name else None


def _count_dates(result: ArticleResult, score: Score) -> None:
    gold = {(g.actor, g.kind, g.date) for g in result.article.stances}
    found = {(d.actor, str(d.kind), d.day.isoformat()) for d in result.drafts}
    right = sum(
        any((a, k) == (x, y) and day.startswith(z) for a, k, day in found) for x, y, z in gold
    )
    score.right += right
    score.found += len(found)
    score.gold += len(gold)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared >= 0.5 * min(one[1] - one[0], other[1] - other[0])


def judgments(results: Iterable[ArticleResult]) -> list[tuple[float, bool]]:
    """Return (stated confidence, whether a label has the actor and kind) for each draft."""
    judged = []
    for result in results:
        gold = {(g.actor, g.kind) for g in result.article.stances}
        judged += [(d.confidence, (d.actor, str(d.kind)) in gold) for d in result.drafts]
    return judged


def in_bins(judged: Sequence[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """Mean confidence, share right and count of finds in each of five equal bins."""
    bins = []
    for number in range(BINS):
        low, high = number / BINS, (number + 1) / BINS
        inside = [(c, r) for c, r in judged if low <= c < high or (high == 1 and c == 1)]
        if inside:
            n = len(inside)
            bins.append((sum(c for c, _ in inside) / n, sum(r for _, r in inside) / n, n))
    return bins


def area_under_curve(judged: Sequence[tuple[float, bool]]) -> float:
    """The chance that a right find is stated more confidently than a wrong one (ties half)."""
    right = [c for c, r in judged if r]
    wrong = [c for c, r in judged if not r]
    if not right or not wrong:
        return 1.0
    wins = sum((a > b) + 0.5 * (a == b) for a in right for b in wrong)
    return wins / (len(right) * len(wrong))


def score_line(name: str, s: Score) -> str:
    """Return a measure in one line."""
    counts = f"{s.right} right of {s.found} found, {s.gold} labelled"
    return f"{name:<22} P {s.precision:.3f}  R {s.recall:.3f}  F1 {s.f1:.3f}   ({counts})"


def report(evaluation: Evaluation, *, worst: int = 5) -> Iterator[str]:
    """Yield the lines of a report; `worst` is how many articles are listed with their errors."""
    yield f"{len(evaluation.results)} articles"
    for name, score in evaluation.scores.items():
        yield score_line(name, score)
    yield f"{'evidence overlap':<22} {evaluation.evidence.precision:.3f}"
    if evaluation.empty:
        empty = f"{evaluation.empty_right} of {evaluation.empty}"
        yield f"{'left empty':<22} {empty} articles without a stance"
    yield "calibration (mean confidence, share right, finds): " + "; ".join(
        f"{mean:.2f} {share:.2f} {count}" for mean, share, count in evaluation.bins
    )
    yield f"{'area under ROC':<22} {evaluation.auc:.3f}"
    yield ""
    yield "by kind"
    for name, score in evaluation.kinds.items():
        yield score_line("  " + name, score)
    yield "by style"
    for name, score in evaluation.styles.items():
        yield score_line("  " + name, score)
    ranked = sorted(evaluation.results, key=lambda r: -(len(r.misses) + len(r.false_finds)))
    for result in ranked[:worst]:
        if result.misses or result.false_finds:
            yield ""
            yield from report_article(result)


def report_article(result: ArticleResult) -> Iterator[str]:
    """Yield an article's misses and false finds."""
    yield f"{result.article.id}: {len(result.misses)} missed, {len(result.false_finds)} false"
    for label in result.misses:
        evidence = result.article.text[label.start : label.end].replace("\n", " ")
        yield f"  missed {label.actor} {label.kind} ({label.official}): {evidence[:160]}"
    for draft in result.false_finds:
        evidence = draft.evidence.text.replace("\n", " ")
        by = f"{draft.cue.text[:40]!r}, {draft.rule}"
        yield f"  false  {draft.actor} {draft.kind} ({draft.official}) [{by}]: {evidence[:160]}"
