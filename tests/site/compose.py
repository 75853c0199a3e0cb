"""docker-compose.yml as Compose reads it, and its programs without containers."""

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docker-compose.yml"
_VARIABLE = re.compile(r"\$(?:(\$)|\{(\w+):-([^}]*)\})")


def variables() -> set[str]:
    """The names that the file takes from `.env`."""
    return {name for _, name, _ in _VARIABLE.findall(FILE.read_text()) if name}


def services(**given: str) -> dict[str, Any]:
    """The services with these variables given and the others at their defaults."""

    def value(match: re.Match[str]) -> str:
        dollar, name, default = match.groups()
        return dollar or given.get(name) or default

    def filled(node: Any) -> Any:
        match node:
            case str():
                return _VARIABLE.sub(value, node)
            case list():
                return [filled(each) for each in node]
            case dict():
                return {key: filled(each) for key, each in node.items()}
        return node

    return filled(yaml.safe_load(FILE.read_text())["services"])
