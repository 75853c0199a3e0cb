"""Labelled passages of news: a few sentences each, with the stances that they hold.

A file has scenes. A scene begins with the crisis it plays in,

    # focal=GIN | published=2031-05-12 | name=the coup | authorities=the junta | opponents=...

and holds a passage a line, its labels before a bar: "NOR condemn; SWE condemn, urge | ...", or "-"
where it holds no stance. The passages of a scene with `article=1` are the paragraphs of an article.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from reactions.extraction.codebook import Kind
from reactions.extraction.types import CrisisFrame

_KINDS = frozenset(kind.value for kind in Kind)


class PassageError(ValueError):
    """A line of a file of passages cannot be read; the message names file, line and mend."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text with what its words show: `labels` are (actor, kind)."""

    start: int
    end: int
    labels: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text of one passage, or an article of several."""

    place: str
    text: str
    published: date
    crisis: CrisisFrame
    passages: tuple[Passage, ...]


@dataclass(slots=True)
class _Scene:
    place: str
    crisis: CrisisFrame
    published: date
    is_article: bool
    lines: list[tuple[str, str, frozenset[tuple[str, str]]]] = field(default_factory=list)

    def texts(self) -> Iterator[LabelledText]:
        if self.is_article:
            yield self._text(self.place, self.lines)
        else:
            for line in self.lines:
                yield self._text(line[0], [line])

    def _text(
        self, place: str, lines: list[tuple[str, str, frozenset[tuple[str, str]]]]
    ) -> LabelledText:
        passages: list[Passage] = []
        start = 0
        for _, text, labels in lines:
            passages.append(Passage(start, start + len(text), labels))
            start += len(text) + len(_BREAK)
        whole = _BREAK.join(text for _, text, _ in lines)
        return LabelledText(place, whole, self.published, self.crisis, tuple(passages))


_BREAK = "\n\n"


def read_passages(file: Path) -> Iterator[LabelledText]:
    """Yield the texts of a file; raises PassageError for a line that cannot be read."""
    scene: _Scene | None = None
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        place = f"{file.name}, line {number}"
        if line.startswith("#"):
            if scene is not None:
                yield from scene.texts()
            scene = _scene(line[1:], place)
        elif line.strip():
            told, bar, text = line.partition(" | ")
            if not bar or scene is None:
                raise PassageError(f"{place}: write labels or '-', ' | ' and the passage")
            scene.lines.append((place, text.strip(), _labels(told, place)))
    if scene is not None:
        yield from scene.texts()


def _scene(line: str, place: str) -> _Scene:
    told = {
        key.strip(): value.strip()
        for key, _, value in (cell.partition("=") for cell in line.split("|"))
    }
    try:
        published = date.fromisoformat(told["published"])
        focal = told["focal"]
    except (KeyError, ValueError) as error:
        raise PassageError(f"{place}: a scene needs focal=XXX and published=YYYY-MM-DD") from error
    authorities, opponents = (
        tuple(name.strip() for name in told.get(side, "").split(",") if name.strip())
        for side in ("authorities", "opponents")
    )
    crisis = CrisisFrame(focal, told.get("name", ""), authorities, opponents)
    return _Scene(place, crisis, published, "article" in told)


def _labels(told: str, place: str) -> frozenset[tuple[str, str]]:
    if told.strip() == "-":
        return frozenset()
    labels = set()
    for part in told.split(";"):
        actor, _, kinds = part.strip().partition(" ")
        for kind in kinds.split(","):
            if kind.strip() not in _KINDS:
                raise PassageError(f"{place}: {kind.strip()!r} is no kind of the codebook")
            labels.add((actor, kind.strip()))
    return frozenset(labels)
