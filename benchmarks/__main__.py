"""Runs one benchmark by its name and prints its figures, the last line as one JSON object."""

import importlib
import json
import pkgutil
import sys

import benchmarks

# Parts that benchmarks are made of, not benchmarks.
_PARTS = {
    *("__main__", "api_questions", "api_reference", "api_site", "browser", "copies", "cost"),
    *("dispatches", "feed", "keyboard", "news", "seed", "server", "services"),
}


def names() -> list[str]:
    found = {module.name for module in pkgutil.iter_modules(benchmarks.__path__)} - _PARTS
    return sorted(name.replace("_", "-") for name in found)


def main() -> None:
    if len(sys.argv) != 2 or sys.argv[1] not in names():
        raise SystemExit(f"Usage: python -m benchmarks NAME, one of: {', '.join(names())}")
    name = sys.argv[1]
    module = importlib.import_module(f"benchmarks.{name.replace('-', '_')}")
    figures = module.run()
    for key, value in figures.items():
        sys.stdout.write(f"{key}: {value}\n")
    sys.stdout.write(json.dumps({"benchmark": name, **figures}) + "\n")


if __name__ == "__main__":
    main()
