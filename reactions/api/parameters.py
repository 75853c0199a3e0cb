"""Query parameters: declared once, then read strictly and described in the OpenAPI document.

A page leaves out what it cannot read and says so; a program is told that its request is wrong.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from django.db.models import Q
from django.http import QueryDict

from reactions.api.deprecation import Deprecation
from reactions.api.problems import FieldError, Problem

JsonSchema = dict[str, Any]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile(r"-?[0-9]{1,18}")


class Values(Protocol):
    """What one value of a parameter may be."""

    def read(self, raw: str) -> Any:
        """The value that `raw` stands for; ValueError, with a sentence, where there is none."""

    def schema(self) -> JsonSchema:
        """The same as a JSON Schema."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words; with `negatable` also any of them after a minus, which excludes it."""

    words: tuple[str, ...]
    negatable: bool = False

    def read(self, raw: str) -> str:
        if raw in self.words or (self.negatable and raw.removeprefix("-") in self.words):
            return raw
        raise ValueError(f"{raw!r} is not known. {hint(raw.removeprefix('-'), self.words)}")

    def schema(self) -> JsonSchema:
        excluded = [f"-{word}" for word in self.words] if self.negatable else []
        return {"type": "string", "enum": [*self.words, *excluded]}


@dataclass(frozen=True, slots=True)
class Form:
    """A word of a certain form, such as an actor's code; `expected` says it in words."""

    pattern: str
    expected: str

    def read(self, raw: str) -> str:
        # The dollar sign of Python also matches before a last line break, that of JSON Schema not.
        if re.fullmatch(self.pattern.removeprefix("^").removesuffix("$"), raw):
            return raw
        raise ValueError(f"{raw!r} is not {self.expected}.")

    def schema(self) -> JsonSchema:
        return {"type": "string", "pattern": self.pattern}


@dataclass(frozen=True, slots=True)
class Day:
    """A day as YYYY-MM-DD, or the word that stands for no bound (read as None)."""

    word: str = ""

    def read(self, raw: str) -> date | None:
        if self.word and raw == self.word:
            return None
        try:
            if _DAY.fullmatch(raw):
                return date.fromisoformat(raw)
        except ValueError:
            pass
        raise ValueError(f"{raw!r} is not a day. Write it as 2026-03-14.")

    def schema(self) -> JsonSchema:
        day: JsonSchema = {"type": "string", "format": "date"}
        return {"anyOf": [day, {"type": "string", "enum": [self.word]}]} if self.word else day


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two bounds, both in."""

    lowest: int
    highest: int

    def read(self, raw: str) -> int:
        if _WHOLE.fullmatch(raw) and self.lowest <= int(raw) <= self.highest:
            return int(raw)
        raise ValueError(f"{raw!r} is not a whole number from {self.lowest} to {self.highest}.")

    def schema(self) -> JsonSchema:
        return {"type": "integer", "minimum": self.lowest, "maximum": self.highest}


@dataclass(frozen=True, slots=True)
class Text:
    """Any words of at most `longest` characters; `item` means one of several between commas."""

    item: bool = False
    longest: int = 200

    def read(self, raw: str) -> str:
        if self.item and not raw:
            raise ValueError("One of the values is empty.")
        if "\0" in raw:
            raise ValueError("The value has a NUL character in it.")
        if len(raw) > self.longest:
            raise ValueError(f"The value is longer than {self.longest} characters.")
        return raw

    def schema(self) -> JsonSchema:
        pattern = r"^[^\u0000,]+$" if self.item else r"^[^\u0000]*$"
        return {"type": "string", "maxLength": self.longest, "pattern": pattern}


ACTOR_CODE = r"[A-Z][A-Z0-9]{1,15}"
ACTOR = Form(rf"^{ACTOR_CODE}$", "an actor's code: capitals and digits, such as GBR or NATO")
ACTORS = Form(rf"^-?{ACTOR_CODE}$", "an actor's code: capitals and digits, such as GBR or NATO")
SLUG = Form(r"^[A-Za-z0-9_-]{1,50}$", "a crisis's short name, such as belarus-2020")
SLUGS = Form(r"^-?[A-Za-z0-9_][A-Za-z0-9_-]{0,49}$", "a crisis's short name, such as belarus-2020")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A query parameter. `many` takes several values joined by commas.

    `condition` makes the database's condition of the value, where the parameter narrows a list.
    """

    name: str
    description: str
    values: Values
    many: bool = False
    required: bool = False
    default: Any = None
    deprecated: Deprecation | None = None
    condition: Callable[[Any], Q] | None = field(default=None, compare=False)

    def read(self, raws: list[str]) -> Any:
        """The value of the raw ones given under this name; ValueError where it cannot be read."""
        if self.many:
            return [self.values.read(part) for raw in raws for part in raw.split(",")]
        if len(raws) > 1:
            raise ValueError("It is given more than once.")
        return self.values.read(raws[0])

    def schema(self) -> JsonSchema:
        schema = self.values.schema()
        return {"type": "array", "items": schema, "minItems": 1} if self.many else schema


def read_parameters(query: QueryDict, known: Iterable[Parameter]) -> dict[str, Any]:
    """The value of every known parameter, its default where it is not given.

    Raises Problem: `unknown-parameter` for a name that is not known, with the nearest one that is,
    `bad-parameter` for a value that cannot be read or a required one that is missing.
    """
    by_name = {parameter.name: parameter for parameter in known}
    unknown = [
        FieldError(parameter=name, detail=f"There is no parameter {name!r}. {hint(name, by_name)}")
        for name in query
        if name not in by_name
    ]
    if unknown:
        raise Problem("unknown-parameter", errors=unknown)
    values, errors = _read_known(query, by_name)
    if errors:
        raise Problem("bad-parameter", errors=errors)
    return values


def _read_known(
    query: QueryDict, by_name: Mapping[str, Parameter]
) -> tuple[dict[str, Any], list[FieldError]]:
    values: dict[str, Any] = {}
    errors: list[FieldError] = []
    for name, parameter in by_name.items():
        given = query.getlist(name)
        if not given:
            values[name] = parameter.default
            if parameter.required:
                errors.append(FieldError(parameter=name, detail=f"{name} is required."))
            continue
        try:
            values[name] = parameter.read(given)
        except ValueError as error:
            errors.append(FieldError(parameter=name, detail=str(error)))
    return values, errors


def hint(word: str, known: Iterable[str]) -> str:
    """A sentence that names the nearest of the known words, or all of them."""
    words = [str(word) for word in known]
    near = difflib.get_close_matches(word, words, n=1)
    if near:
        return f"Did you mean {near[0]!r}?"
    return f"Known: {', '.join(words)}." if words else "None is known here."


def any_of(path: str) -> Callable[[list[str]], Q]:
    """A condition on a column for codes of which those after a minus are excluded."""

    def condition(values: list[str]) -> Q:
        wanted = [value for value in values if not value.startswith("-")]
        unwanted = [value[1:] for value in values if value.startswith("-")]
        found = Q(**{f"{path}__in": wanted}) if wanted else Q()
        return found & ~Q(**{f"{path}__in": unwanted}) if unwanted else found

    return condition
