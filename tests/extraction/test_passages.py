"""Files of labelled passages: their form, and how the engine does on those it never learned."""

from pathlib import Path

import pytest

from reactions.extraction import extract
from reactions.extraction.codebook import Kind
from reactions.extraction.evaluation import Score
from reactions.extraction.labelled import labelled_texts
from reactions.extraction.passage_evaluation import report_passages
from reactions.extraction.passages import PassageError, read_passages
from reactions.extraction.training import fit, samples

DATA = Path(__file__).parents[1] / "data"
HEAD = "# focal=MLI | published=2031-05-12 | name=the coup | authorities=the junta, Colonel Ba\n"


def written(tmp_path, text):
    file = tmp_path / "passages.txt"
    file.write_text(text, encoding="utf-8")
    return file


def test_each_line_is_a_text_of_its_own(tmp_path):
    file = written(tmp_path, HEAD + "NOR condemn, urge; SWE urge | One.\n- | Two | three.\n")
    one, two = read_passages(file)
    assert one.text == "One."
    assert one.crisis.authorities == ("the junta", "Colonel Ba")
    assert one.passages[0].labels == {("NOR", "condemn"), ("NOR", "urge"), ("SWE", "urge")}
    assert two.text == "Two | three."
    assert two.passages[0].labels == set()


def test_the_lines_of_an_article_are_its_paragraphs(tmp_path):
    head = HEAD.replace("# ", "# article=1 | ")
    (article,) = read_passages(written(tmp_path, head + "- | One.\nNOR urge | Two.\n"))
    assert article.text == "One.\n\nTwo."
    assert [article.text[p.start : p.end] for p in article.passages] == ["One.", "Two."]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("NOR urge | Before any scene.\n", "line 1"),
        (HEAD + "Without labels.\n", "line 2: write labels"),
        (HEAD + "NOR scold | Wrong.\n", "'scold' is no kind"),
        ("# focal=MLI | published=May\n- | Wrong.\n", "line 1: a scene needs"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path, text, told):
    with pytest.raises(PassageError, match=told):
        list(read_passages(written(tmp_path, text)))


def test_what_each_actor_says_is_a_sample_with_its_kinds(tmp_path):
    (text,) = read_passages(
        written(tmp_path, HEAD + "NOR condemn | Norway condemned it, but Sweden was silent.\n")
    )
    found = {sample.kinds: sample.given for sample in samples(text)}
    assert found.keys() == {frozenset(["condemn"]), frozenset()}
    assert "condemned" in found[frozenset(["condemn"])]
    assert "silent" in found[frozenset()]


def test_words_that_come_with_a_kind_speak_for_it():
    texts = labelled_texts(DATA / "passages" / "fitted" / "africa-middle-east-02.txt")
    biases, weights = fit([found for text in texts for found in samples(text)])
    assert biases.keys() == {kind.value for kind in Kind}
    assert dict(weights["between"])["mediate"] > 0
    assert dict(weights["AUTHORITIES"])["support"] > 0


@pytest.mark.parametrize("form", ["passages", "stories"])
def test_the_projects_texts_are_in_form_and_none_stands_twice(form):
    texts = [text for part in ("fitted", "held") for text in labelled_texts(DATA / form / part)]
    assert len({text.text for text in texts}) == len(texts) > 800
    for text in texts:
        codes = {actor for passage in text.passages for actor, _ in passage.labels}
        assert text.crisis.focal not in codes, text.place


def test_the_report_counts_and_lists_errors(tmp_path):
    file = written(
        tmp_path, HEAD + "NOR condemn | Norway condemned the coup.\nSWE urge | Sweden is cold.\n"
    )
    lines = list(report_passages(read_passages(file), errors=True))
    assert "line 3: missed [('SWE', 'urge')]" in lines[0]
    assert "(1 right of 1 found, 2 labelled)" in lines[1]


@pytest.mark.parametrize(
    ("files", "on_record"), [("*articles-*.txt", 0.833), ("agency-*.txt", 0.729)]
)
def test_stories_never_learned_are_read_as_on_record(files, on_record):
    """Actor and kind F1 of the stories held in docs/accuracy.md, less one point."""
    score = Score()
    for file in sorted((DATA / "stories" / "held").glob(files)):
        for text in read_passages(file):
            gold = {label for passage in text.passages for label in passage.labels}
            drafts = extract(text.text, published=text.published, crisis=text.crisis)
            score.add(gold, {(draft.actor, draft.kind.value) for draft in drafts})
    assert score.f1 >= on_record
