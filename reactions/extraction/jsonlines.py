"""The engine's line format: one JSON object a line in, one out."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from reactions.extraction.engine import extract
from reactions.extraction.evaluation import frame_from
from reactions.extraction.gazetteer import Gazetteer
from reactions.extraction.quotations import Quotation, find_quotations
from reactions.extraction.statements import Directness
from reactions.extraction.types import Draft


class LineError(ValueError):
    """An input line cannot be read; the message says what is wrong and what to give."""


def run_lines(
    lines: Iterable[str], work: Callable[[dict[str, Any]], dict[str, Any]]
) -> Iterator[tuple[str, bool]]:
    """Yield (output line, whether it went well) for each input line that is not blank, in order.

    A line that cannot be read gives `{"id" or "line", "error"}` and the rest goes on.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row: Any = None
        try:
            row = _object(line)
            yield json.dumps(work(row), ensure_ascii=False), True
        except LineError as error:
            failed: dict[str, Any] = {"line": number}
            if isinstance(row, dict) and isinstance(row.get("id"), str | int):
                failed = {"id": row["id"]}
            yield json.dumps(failed | {"error": str(error)}, ensure_ascii=False), False


def stances_of(row: dict[str, Any], gazetteer: Gazetteer | None = None) -> dict[str, Any]:
    """Return the output object of `manage.py extract` for one input object. Raises LineError."""
    text = text_of(row)
    drafts = extract(
        text,
        published=_published(row),
        crisis=_frame(row),
        title=row.get("title") or "",
        gazetteer=gazetteer,
    )
    return {"id": row["id"], "stances": [_stance(draft) for draft in drafts]}


def quotations_of(row: dict[str, Any], gazetteer: Gazetteer | None = None) -> dict[str, Any]:
    """Return the output object of `manage.py quotations` for one input object. Raises LineError."""
    found = find_quotations(text_of(row), gazetteer=gazetteer)
    return {"id": row["id"], "quotations": [_quotation(quotation) for quotation in found]}


def text_of(row: dict[str, Any]) -> str:
    """Return the text of an input object that also has an id. Raises LineError."""
    if row.get("id") is None:
        raise LineError("no id; give every line an id")
    text = row.get("text")
    if not isinstance(text, str):
        raise LineError("no text; give the article's text as a string")
    return text


def _object(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise LineError(f"not JSON: {error}; give one object a line") from error
    if not isinstance(row, dict):
        raise LineError(f"a JSON {type(row).__name__}; give one object a line")
    return row


def _published(row: dict[str, Any]) -> date:
    value = row.get("published")
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise LineError(f"published is {value!r}; give a day as YYYY-MM-DD") from error


def _frame(row: dict[str, Any]) -> Any:
    crisis = row.get("crisis")
    if crisis is not None and not isinstance(crisis, dict):
        raise LineError(
            'crisis is not an object; give {"focal", "name", "authorities", "opponents"} or null'
        )
    for name in ("authorities", "opponents"):
        names = (crisis or {}).get(name) or []
        if not isinstance(names, list) or not all(isinstance(n, str) for n in names):
            raise LineError(f"crisis.{name} is not a list of names; give strings")
    return frame_from(crisis)


_DIRECT: dict[Directness, bool | str] = {
    Directness.DIRECT: True,
    Directness.MIXED: "mixed",
    Directness.INDIRECT: False,
}


def _quotation(quotation: Quotation) -> dict[str, Any]:
    speaker, cue, quote = quotation.speaker, quotation.cue, quotation.quote
    row: dict[str, Any] = {
        "speaker": speaker.text,
        "speaker_start": speaker.start,
        "speaker_end": speaker.end,
        "cue": cue.text if cue else None,
        "cue_start": cue.start if cue else None,
        "cue_end": cue.end if cue else None,
        "quote": quote.text,
        "start": quote.start,
        "end": quote.end,
        "direct": _DIRECT[quotation.directness],
    }
    if quotation.resolved is not None:
        row["resolved"] = quotation.resolved
    return row


def _stance(draft: Draft) -> dict[str, Any]:
    return {
        "actor": draft.actor,
        "official": draft.official,
        "kind": draft.kind.value,
        "target": draft.target,
        "phase": draft.phase.value if draft.phase else None,
        "date": draft.day.isoformat(),
        "start": draft.evidence.start,
        "end": draft.evidence.end,
        "evidence": draft.evidence.text,
        "confidence": round(draft.confidence, 3),
        "rule": draft.rule,
    }
