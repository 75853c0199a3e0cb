"""The OpenAPI document as a page of forms: what can be asked, asked from the browser."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson

from reactions.api.schema import openapi_document

_DOWNLOADS = (".csv", ".ndjson", ".atom")


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter as a field: `choices` are the values it may have, where those are few."""

    name: str
    place: str
    description: str
    required: bool
    value: str
    choices: tuple[str, ...]

    @property
    def few(self) -> bool:
        """Whether the choices are so few that a list of them is worth opening."""
        return 0 < len(self.choices) <= 40


@dataclass(frozen=True, slots=True)
class Operation:
    """A method of an address, with its fields; `body` is an example where it takes one."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    fields: tuple[Field, ...]
    body: str
    is_private: bool


@cache
def operations() -> dict[str, list[Operation]]:
    """All operations but downloads, which have the fields of their lists, by subject."""
    document = orjson.loads(openapi_document())
    found: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        if path.endswith(_DOWNLOADS):
            continue
        for method, operation in methods.items():
            entry = _operation(document, path, method, operation)
            found.setdefault(operation["tags"][0], []).append(entry)
    return found


def _operation(
    document: dict[str, Any], path: str, method: str, operation: dict[str, Any]
) -> Operation:
    return Operation(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation.get("summary", ""),
        description=operation.get("description", ""),
        fields=tuple(_field(parameter) for parameter in operation.get("parameters", ())),
        body=_example(document, operation),
        is_private="security" in operation,
    )


def _field(parameter: dict[str, Any]) -> Field:
    schema = parameter["schema"]
    return Field(
        name=parameter["name"],
        place=parameter["in"],
        description=parameter.get("description", ""),
        required=parameter.get("required", False),
        value=_as_typed(schema.get("default", "")),
        choices=tuple(map(str, schema.get("items", schema).get("enum", ()))),
    )


def _as_typed(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _example(document: dict[str, Any], operation: dict[str, Any]) -> str:
    """A body with the members that must be there, to be filled in; empty where none is taken."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return ""
    example = _value(document, content["schema"])
    return orjson.dumps(example, option=orjson.OPT_INDENT_2).decode()


def _value(document: dict[str, Any], schema: dict[str, Any]) -> Any:
    if "$ref" in schema:
        return _value(document, document["components"]["schemas"][schema["$ref"].split("/")[-1]])
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            properties = schema.get("properties", {})
            return {name: _value(document, properties[name]) for name in schema.get("required", ())}
        case "array":
            return [_value(document, schema["items"])]
        case "integer":
            return 1
        case _:
            return ""
