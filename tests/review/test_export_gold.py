"""Decisions as gold files, and that `evaluate` can use them."""

import json

import pytest
from django.core.management import CommandError, call_command

from reactions import curation
from reactions.curation import StanceFields
from reactions.extraction.evaluation import load_gold
from tests.factories import make_article, make_editor, make_evidence, make_finding, make_stance

pytestmark = pytest.mark.django_db

TEXT = 'Report. "The UK does not accept the results," Raab said. Russia 🕊️ agrees with Minsk.'


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "gold"


def proposal(article, actor, kind, span, **fields):
    stance = make_stance(actor, kind, article=article, span=span, **fields)
    make_finding(stance)
    return stance


def export(folder, **options):
    call_command("export_gold", str(folder), **options)
    return [json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))]


def test_it_writes_what_was_decided_and_evaluate_reads_it(folder):
    article, editor = make_article(TEXT), make_editor()
    accepted = proposal(article, "GBR", "reject", TEXT[8:56], official="Dominic Raab")
    rejected = proposal(article, "RUS", "support", "Russia 🕊️ agrees with Minsk.")
    fields = StanceFields.of(accepted)
    month = StanceFields(
        **{**{n: getattr(fields, n) for n in fields.__slots__}, "day_precision": "month"}
    )
    curation.correct(accepted, month, seen=1, editor=editor)
    curation.reject(rejected, seen=1, editor=editor, reason="2")
    (gold,) = export(folder)
    (label,) = gold["stances"]
    assert (label["actor"], label["official"], label["date"]) == ("GBR", "Dominic Raab", "2020-08")
    assert gold["text"][label["start"] : label["end"]] == label["evidence"]
    (path,) = folder.glob("*.json")
    (read,) = load_gold([path])
    assert [(stance.actor, stance.kind) for stance in read.stances] == [("GBR", "reject")]


def test_an_article_with_something_open_is_not_labelled(folder):
    article, editor = make_article(TEXT), make_editor()
    curation.accept(proposal(article, "GBR", "reject", "Raab said."), seen=1, editor=editor)
    waiting = proposal(article, "RUS", "support", "Russia 🕊️ agrees")
    assert export(folder) == []
    curation.reject(waiting, seen=1, editor=editor, reason="1")
    assert len(export(folder)) == 1


def test_waiting_corroboration_holds_an_article_back(folder):
    editor = make_editor()
    stance = proposal(make_article(TEXT), "GBR", "reject", "Raab said.")
    curation.accept(stance, seen=1, editor=editor)
    second = make_article("The UK rejects it.")
    make_evidence(stance, second, status="proposed")
    assert [gold["text"] for gold in export(folder)] == [TEXT]


def test_an_unknown_crisis_is_named(folder):
    with pytest.raises(CommandError, match="There is no crisis 'x'"):
        export(folder, crisis="x")
