"""The guide: its examples run as they are written."""

import json
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from reactions.api.urls import COMPUTED, RESOURCES
from tests.factories import make_stance

GUIDE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
PROGRAMS = {
    "sh": ("sh", "-eu", "-c"),
    "python": (sys.executable, "-c"),
    "r": ("Rscript", "-e"),
    "js": ("node", "--input-type=module", "-e"),
}


def examples(language):
    """The examples in a language."""
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, flags=re.DOTALL)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("sh", ["condemn", "standing measure", "id,version,crisis"]),
        ("python", ["2020-08-17 GBR condemn"]),
        ("r", ["GBR", "condemn"]),
        ("js", ["GBR sanction 2020-08-10"]),
    ],
)
def test_an_example_runs_as_written(live_server, tmp_path, language, shown):
    program = PROGRAMS[language]
    needed = {"sh": "curl"}.get(language, program[0])
    if shutil.which(needed) is None:
        pytest.skip(f"THE EXAMPLE IN {language} WAS NOT RUN: there is no {needed} here.")
    make_stance("GBR", "condemn", status="accepted")
    make_stance("GBR", "sanction", status="accepted", phase="in_force", day=date(2020, 8, 10))
    (code,) = examples(language)
    code = code.replace("http://127.0.0.1:8000", live_server.url)
    ran = subprocess.run(
        [*program, code], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stderr
    said = ran.stdout + "".join(path.read_text() for path in tmp_path.iterdir())
    assert not [word for word in shown if word not in said], said


def test_every_list_is_in_the_guide():
    for name in (*RESOURCES, *(view.resource_name for view in COMPUTED)):
        assert f"`{name}/`" in GUIDE


@pytest.mark.django_db
def test_the_answers_in_the_guide_have_the_members_of_real_ones(client):
    page, problem = (json.loads(text) for text in examples("json"))
    assert set(page) == set(client.get("/api/v1/crises/").json())
    answer = client.get("/api/v1/stances/?kynd=reject").json()
    assert set(problem) == set(answer)
    assert (problem["title"], problem["errors"]) == (answer["title"], answer["errors"])
