"""What the documents name is there: commands, targets of make, benchmarks, files, settings.

What they tell to run is run elsewhere: docs/api.md in `tests/api/test_guide.py`, docs/operations.md
in `test_backup.py` and `test_moment.py`, docs/engine.md in `tests/extraction/test_commands.py`.
"""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from benchmarks.__main__ import names

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("reactions/**/*.md"))
    if path.name != "CHANGELOG.md"
)
TARGETS = set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
SETTINGS = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
# Beside the settings: what make, benchmarks, tests and the documents' own shell lines take.
OTHERS = {"PORT", "DATA", "CHROMIUM", "API", "ARCHIVE", "MOMENT", "PGDATA", "PYTHON", "JOBS"}
# A path of the project, as it is written between backticks: a folder ends with a slash.
PATH = re.compile(
    r"`((?:benchmarks|crisiswatch|deploy|docs|reactions|static|templates|tests)/[\w/.-]*)`"
)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_a_document_names_is_there(name):
    text = (ROOT / name).read_text()
    missing = [
        *(word for word in re.findall(r"manage\.py (\w+)", text) if word not in get_commands()),
        *(word for word in re.findall(r"-m benchmarks ([\w-]+)", text) if word not in names()),
        *(
            word
            for word in re.findall(r"(?:`|^ {4})make ([\w-]+)", text, re.M)
            if word not in TARGETS
        ),
        *(path for path in PATH.findall(text) if not (ROOT / path).exists()),
        *(
            link
            for link in re.findall(r"\]\((?!/)([\w./-]+)(?:#[\w-]+)?\)", text)
            if not (ROOT / name).parent.joinpath(link).exists()
        ),
    ]
    assert missing == []


def test_settings_that_operations_names_are_settings():
    text = (ROOT / "docs" / "operations.md").read_text()
    named = set(re.findall(r"`?\b([A-Z]+(?:_[A-Z]+)+)\b", text))
    assert named - SETTINGS - OTHERS == set()
