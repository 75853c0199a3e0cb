"""The engine's measures on the project's gold, and what must hold on any text."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reactions.extraction import extract
from reactions.extraction.evaluation import evaluate, load_gold, report
from reactions.extraction.types import CrisisFrame
from tests.extraction.frames import BELARUS, MONDAY, drafts

GOLD = Path(__file__).parents[1] / "data" / "gold"
ON_RECORD = 0.959
"""Actor and kind F1 in docs/accuracy.md, less one point."""


@pytest.fixture(scope="module")
def evaluation():
    return evaluate(load_gold([GOLD]))


def test_the_headline_stays_where_it_is_on_record(evaluation):
    assert evaluation.scores["actor+kind"].f1 >= ON_RECORD


def test_articles_without_a_stance_stay_empty(evaluation):
    assert evaluation.empty_right == evaluation.empty


def test_the_report_names_every_measure(evaluation):
    lines = "\n".join(report(evaluation))
    for name in ("actor+kind", "actor+official+kind", "actor+kind+date", "evidence overlap", "ROC"):
        assert name in lines


def test_offsets_fit_on_gold(evaluation):
    for result in evaluation.results:
        text = result.article.text
        for draft in result.drafts:
            for span in (draft.evidence, draft.cue, draft.official_span, draft.day_span):
                assert span is None or text[span.start : span.end] == span.text


PIECES = [
    "France condemned the violence. ",
    '"We condemn it," French President Emmanuel Macron said. ',
    "“It is an outrage",
    "’s ",
    "China\n\n",
    "NATO – on Monday – said:",
    "the U.S. ",
    " (",
    "”",
    '"',
    "‘",
    "\u00a0",
    "Country | EU recalled its ambassador | 3 Aug\n",
    "and Germany, ",
    "who said that it ",
    "1,200 km",
    "😀",
    "Ελλάδα ",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=14).map("".join))
def test_offsets_fit_and_the_same_text_gives_the_same(text):
    found = drafts(text)
    for draft in found:
        assert text[draft.evidence.start : draft.evidence.end] == draft.evidence.text
        assert text[draft.cue.start : draft.cue.end] == draft.cue.text
        assert 0 <= draft.confidence <= 1
        assert draft.day <= MONDAY
    assert found == drafts(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n ",
        "a" * 300_000,
        "(" * 5_000 + "France condemned it." + ")" * 5_000,
        '"' * 5_001,
        "France, " * 5_000 + "condemned it.",
        "and " * 20_000,
        "“" * 3_000 + "France condemned it.",
        "He said that " * 3_000,
    ],
    ids=["empty", "blank", "no blank", "brackets", "marks", "list", "and", "open", "nested"],
)
def test_odd_texts_are_read_in_time(text):
    drafts(text)


def test_a_text_in_another_language_gives_nothing():
    assert (
        drafts("Frankreich hat die Gewalt in Minsk scharf verurteilt und fordert Neuwahlen.") == []
    )


def test_an_unrelated_paragraph_changes_nothing_elsewhere():
    text = "France condemned the violence.\n\nSweden recalled its ambassador."
    more = text + "\n\nThe harvest was good this year, farmers said."
    assert drafts(more) == drafts(text)


def test_nobody_is_inside_without_a_focal_country():
    found = extract("Belarus condemned Poland.", published=MONDAY, crisis=CrisisFrame(focal=None))
    assert {draft.actor for draft in found} == {"BLR"}
    assert drafts("Belarus condemned Poland.", BELARUS) == []
