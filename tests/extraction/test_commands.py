"""The commands on articles given as lines or files: they need no database."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
CRISIS = {"focal": "BLR", "name": "", "authorities": ["Lukashenko"], "opponents": []}
GOOD = {"id": 1, "published": "2020-08-17", "text": "France condemned it.", "crisis": CRISIS}


def manage(*arguments, stdin=""):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )


def test_extract_writes_a_line_for_each_article():
    done = manage("extract", "-", stdin=json.dumps(GOOD) + "\n")
    assert done.returncode == 0, done.stderr
    (line,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert line["id"] == 1
    (stance,) = line["stances"]
    assert (stance["actor"], stance["kind"], stance["date"]) == ("FRA", "condemn", "2020-08-17")
    assert set(stance) == {
        "actor", "official", "kind", "target", "phase", "date", "start", "end", "evidence",
        "confidence", "rule",
    }  # fmt: skip


def test_extract_goes_on_after_bad_lines_and_ends_with_one(tmp_path):
    lines = [
        "{",
        "[1]",
        json.dumps(GOOD | {"published": "yesterday"}),
        json.dumps({"id": 7, "published": "2020-08-17"}),
        json.dumps(GOOD | {"crisis": None}),
    ]
    out = tmp_path / "out.jsonl"
    given = tmp_path / "in.jsonl"
    given.write_text("\n".join(lines), encoding="utf-8")
    done = manage("extract", str(given), "-o", str(out))
    assert done.returncode == 1
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert ["error" in row for row in rows] == [True, True, True, True, False]
    assert rows[0]["line"] == 1
    assert rows[3]["id"] == 7


def test_evaluate_fails_below_the_figure_asked_for():
    gold = str(ROOT / "tests" / "data" / "gold" / "17-nepal-2000.json")
    assert manage("evaluate", gold).returncode == 0
    assert manage("evaluate", gold, "--at-least", "1.01").returncode == 1


def test_explain_tells_rule_and_reason():
    text = "France condemned it. Lukashenko condemned it."
    done = manage("explain", "-", "--published", "2020-08-17", "--focal", "BLR",
                  "--authorities", "Lukashenko", stdin=text)  # fmt: skip
    assert "condemn.act" in done.stdout
    assert "inside the crisis" in done.stdout


def test_the_vocabulary_has_no_fault():
    done = manage("check_vocabulary")
    assert done.returncode == 0, done.stdout


def test_the_worked_article_of_the_guide_is_explained_as_it_says(tmp_path):
    guide = (ROOT / "docs" / "engine.md").read_text()
    command, output = re.findall(r"^```\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)[:2]
    quoted = guide.partition("## A worked article\n")[2].partition("\n`explain`")[0]
    paragraphs = [part.replace("\n> ", " ") for part in quoted.strip().split("\n>\n")]
    article = tmp_path / "article.txt"
    article.write_text("\n\n".join(part.removeprefix("> ") for part in paragraphs))
    program, *words = shlex.split(command)[1:]
    assert (program, words[:2]) == ("manage.py", ["explain", "article.txt"])
    said = manage("explain", str(article), *words[2:]).stdout.splitlines()
    for line in output.splitlines():
        told = re.compile(re.escape(line).replace(re.escape("..."), ".*"))
        assert any(told.fullmatch(one) for one in said), line
