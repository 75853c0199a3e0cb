import io
import json
import time

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from reactions.extraction.jsonlines import quotations_of
from reactions.extraction.quotation_evaluation import (
    LabelledQuotation,
    LabelledText,
    evaluate_quotations,
    load_labelled,
)
from reactions.extraction.quotations import find_quotations
from reactions.extraction.statements import Directness


def said(text):
    """What is found: (speaker, cue, quote, directness) of each quotation."""
    return [
        (q.speaker.text, q.cue.text if q.cue else None, q.quote.text, q.directness.value)
        for q in find_quotations(text)
    ]


def test_it_works():
    text = 'Fatou Ndiaye said the vote was unfair. "We will appeal," she added.'
    assert quotations_of({"id": 7, "text": text}) == {
        "id": 7,
        "quotations": [
            {
                "speaker": "Fatou Ndiaye",
                "speaker_start": 0,
                "speaker_end": 12,
                "cue": "said",
                "cue_start": 13,
                "cue_end": 17,
                "quote": "the vote was unfair",
                "start": 18,
                "end": 37,
                "direct": False,
            },
            {
                "speaker": "she",
                "speaker_start": 57,
                "speaker_end": 60,
                "cue": "added",
                "cue_start": 61,
                "cue_end": 66,
                "quote": "We will appeal,",
                "start": 40,
                "end": 55,
                "direct": True,
                "resolved": "Fatou Ndiaye",
            },
        ],
    }


DIRECT = [
    # Before, behind and between; curly, straight and angle marks.
    (
        '"The army must go home," Marin said.',
        [("Marin", "said", "The army must go home,")],
    ),
    (
        "“The army must go home,” said Marin.",
        [("Marin", "said", "The army must go home,")],
    ),
    (
        'Marin told reporters: "The army must go home."',
        [("Marin", "told", "The army must go home.")],
    ),
    (
        "«The army must go home,» the minister added.",
        [("the minister", "added", "The army must go home,")],
    ),
    (
        'He shrugged, "Nobody asked me."',
        [("He", "shrugged", "Nobody asked me.")],
    ),
    (
        '"The army," Marin said, "must go home."',
        [("Marin", "said", "The army,"), ("Marin", "said", "must go home.")],
    ),
    # A quotation of several sentences, and one that goes on behind the attribution.
    (
        '"It is late. The army must go home," Marin said. "We are waiting for an answer."',
        [
            ("Marin", "said", "It is late. The army must go home,"),
            ("Marin", "said", "We are waiting for an answer."),
        ],
    ),
    # The attribution in a sentence of its own.
    ('"Go home!" Marin said.', [("Marin", "said", "Go home!")]),
    # Over paragraphs, with and without the marks closed in between.
    (
        '"We saw the tanks come in.\n\n"Nobody slept that night," Marin said.',
        [
            ("Marin", "said", "We saw the tanks come in."),
            ("Marin", "said", "Nobody slept that night,"),
        ],
    ),
    (
        '"We saw the tanks come in," Marin said.\n\n"Nobody slept that night in our street."',
        [
            ("Marin", "said", "We saw the tanks come in,"),
            ("Marin", "said", "Nobody slept that night in our street."),
        ],
    ),
    # The speaker a sentence before, who only acts there.
    (
        'Norway condemned the arrests.\n\n"The detainees must be released without delay."',
        [("Norway", None, "The detainees must be released without delay.")],
    ),
    # Labels, headings, signatures, dashes, interviews.
    (
        'Commission spokesperson Ines Vance: "We follow the situation closely."',
        [("Ines Vance", None, "We follow the situation closely.")],
    ),
    (
        "MARTA OLSEN, FOREIGN MINISTER OF NORWAY\n\n“We stand with the people in the streets.”",
        [("MARTA OLSEN", None, "We stand with the people in the streets.")],
    ),
    (
        '"We stand with the people in the streets." — Marta Olsen, Foreign Minister',
        [("Marta Olsen", None, "We stand with the people in the streets.")],
    ),
    (
        "The talks failed.\n- We will not wait any longer, he says.\nThe crowd left.",
        [("he", "says", "We will not wait any longer")],
    ),
    (
        "We will not forget this night.\nMarta Olsen (@martaolsen) October 1, 2017",
        [("Marta Olsen", None, "We will not forget this night.")],
    ),
    (
        "QUESTION: Will you meet the general?\n\nMR. KRAUS: We have been clear that we will not.",
        [
            ("QUESTION", None, "Will you meet the general?"),
            ("MR. KRAUS", None, "We have been clear that we will not."),
        ],
    ),
    (
        "QUESTION: Are you worried?\n\nMR. KRAUS: Yes.\n\nThe army must go home.\n\nQUESTION: Now?",
        [
            ("QUESTION", None, "Are you worried?"),
            ("MR. KRAUS", None, "Yes."),
            ("MR. KRAUS", None, "The army must go home."),
            ("QUESTION", None, "Now?"),
        ],
    ),
    # Marks that nobody closes, or that another sort closes.
    (
        '"Our only wish is peace, he said.\n\nThe talks go on.',
        [("he", "said", "Our only wish is peace,")],
    ),
    ('"Our only wish is peace,” Marin said.', [("Marin", "said", "Our only wish is peace,")]),
    # Objects that stand wholly in marks; cited by somebody else.
    (
        "The vote was condemned by Norway as “a farce”.",
        [("Norway", "condemned", "a farce")],
    ),
    (
        "Marin called for “an immediate return to order”.",
        [("Marin", "called for", "an immediate return to order")],
    ),
    (
        '"The vote was lost," the newspaper cited a source in the ministry as saying.',
        [("a source in the ministry", "saying", "The vote was lost,")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), DIRECT)
def test_direct(text, expected):
    assert said(text) == [(*quotation, "direct") for quotation in expected]


INDIRECT = [
    ("Marin said that the vote was fair.", ("Marin", "said", "the vote was fair")),
    ("Marin said on Tuesday the vote was fair.", ("Marin", "said", "the vote was fair")),
    ("Marin told a Senate panel the vote was fair.", ("Marin", "told", "the vote was fair")),
    ("The vote was fair, Marin said.", ("Marin", "said", "The vote was fair")),
    ("The vote was fair, said Marin.", ("Marin", "said", "The vote was fair")),
    (
        "The vote was fair, according to observers.",
        ("observers", "according to", "The vote was fair"),
    ),
    ("According to the AU, the vote was fair.", ("the AU", "According to", "the vote was fair")),
    # Told, asked or ordered to; promised to.
    (
        "Norway urged the army to free the detainees.",
        ("Norway", "urged", "to free the detainees"),
    ),
    (
        "Norway called on the army to free the detainees.",
        ("Norway", "called on", "to free the detainees"),
    ),
    (
        "Norway called for the detainees to be freed.",
        ("Norway", "called for", "the detainees to be freed"),
    ),
    ("The general warned his men not to leave.", ("The general", "warned", "not to leave")),
    (
        "General Adu, the former chief of staff, said parliament and the court were dissolved.",
        ("General Adu", "said", "parliament and the court were dissolved"),
    ),
    ("Two elected mayors said it was late.", ("Two elected mayors", "said", "it was late")),
    ("The general vowed to stay in power.", ("The general", "vowed", "to stay in power")),
    # Nouns that a clause explains.
    (
        "The court dismissed the suit on the grounds that the deadline had passed.",
        ("The court", "on the grounds", "the deadline had passed"),
    ),
    (
        "The court heard their claims that votes were lost.",
        ("their", "claims", "votes were lost"),
    ),
    (
        "Marin, who expressed doubt that the truce would hold, left early.",
        ("Marin", "expressed doubt", "the truce would hold"),
    ),
    # The name, not the office; the phrase, where there is no name.
    (
        "Norwegian Foreign Minister Marta Olsen said the vote was fair.",
        ("Marta Olsen", "said", "the vote was fair"),
    ),
    (
        "Marta Olsen, the foreign minister of Norway, said the vote was fair.",
        ("Marta Olsen", "said", "the vote was fair"),
    ),
    (
        "The foreign minister of Norway, Marta Olsen, said the vote was fair.",
        ("Marta Olsen", "said", "the vote was fair"),
    ),
    ("Olsen's former aide Lars Dahl said it was fair.", ("Lars Dahl", "said", "it was fair")),
    (
        "A doctor in the capital said the wards were full.",
        ("A doctor in the capital", "said", "the wards were full"),
    ),
    # What is reported ends where the reporter goes on.
    (
        "Marin said the vote was fair, but the crowd stayed in the streets.",
        ("Marin", "said", "the vote was fair"),
    ),
    (
        "Marin said the vote was fair as police cleared the square.",
        ("Marin", "said", "the vote was fair"),
    ),
    (
        "The President: The army must stand down\nMore follows.",
        ("The President", None, "The army must stand down"),
    ),
]


@pytest.mark.parametrize(("text", "expected"), INDIRECT)
def test_indirect(text, expected):
    assert said(text) == [(*expected, "indirect")]


MIXED = [
    (
        "Marin said the vote was “a farce” and a danger.",
        ("Marin", "said", "the vote was “a farce” and a danger"),
    ),
    ('Marin called the vote a "farce".', ("Marin", "called", 'the vote a "farce"')),
    ("Marin warned of “grave costs” for all.", ("Marin", "warned", "“grave costs” for all")),
    (
        "Norway announced the recall of its envoy “for talks.”",
        ("Norway", "announced", "the recall of its envoy “for talks.”"),
    ),
    (
        'Norway "decides to suspend all its aid", announced the ministry.',
        ("the ministry", "announced", 'Norway "decides to suspend all its aid"'),
    ),
]


@pytest.mark.parametrize(("text", "expected"), MIXED)
def test_mixed(text, expected):
    assert said(text) == [(*expected, "mixed")]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        # Verbs joined to a report have its speaker.
        (
            "Marin said the vote was fair, adding that the army had stayed away.",
            [("Marin", "the vote was fair"), ("Marin", "the army had stayed away")],
        ),
        (
            "Marin said the vote was fair and urged all sides to talk.",
            [("Marin", "the vote was fair"), ("Marin", "to talk")],
        ),
        (
            "Norway cut its aid until the junta responds, saying the coup was illegal.",
            [("Norway", "the coup was illegal")],
        ),
        # Nested: each has its own.
        (
            "The army will leave, Marin said, Reuters reported.",
            [("Reuters", "The army will leave, Marin said"), ("Marin", "The army will leave")],
        ),
        (
            "It was an election that observers said was flawed, the AU said.",
            [
                ("the AU", "It was an election that observers said was flawed"),
                ("observers", "was flawed"),
            ],
        ),
    ],
)
def test_speakers_of_joined_and_nested_reports(text, speakers):
    assert [(speaker, quote) for speaker, _, quote, _ in said(text)] == speakers


@pytest.mark.parametrize(
    "text",
    [
        "Norway condemned the coup and called for calm.",
        "The special operation began at dawn.",
        "The police recalled its “special” unit to the barracks yesterday.",
        "Information suggesting that votes were lost reached the court.",
        "The general did not say whether he would stay.",
        "We call on all sides to lay down their arms.",
        "Norway issued a warning.",
        "",
    ],
)
def test_nothing_is_reported(text):
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("Marta Olsen left. She said the vote was fair.", "Marta Olsen"),
        ("Marta Olsen spoke for Norway. Lars Dahl did not. He said it was fair.", "Lars Dahl"),
        ("The ministry met. It said the vote was fair.", "The ministry"),
        ("The doctors met. They said the wards were full.", "The doctors"),
        ("The doctors met. Two men were hurt, they said.", "The doctors"),
    ],
)
def test_pronouns_stand_for(text, resolved):
    assert find_quotations(text)[-1].resolved == resolved


def test_offsets_are_those_of_the_text():
    text = "\n\n Preface.\n\n“Go home,” said Marta Olsen, of Norway. Lars Dahl said it was late."
    found = find_quotations(text)
    assert len(found) == 2
    for quotation in found:
        for span in (quotation.speaker, quotation.cue, quotation.quote):
            assert text[span.start : span.end] == span.text


WORDS = [
    "Marin", "said", "that", "the", "vote", "was", "fair", ",", ".", '"', "“", "”", "’", ":", "and",
    "as", "according", "to", "he", "—", "\n\n", "(", ")", "called", "a", "farce", "saying", "-",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
def test_any_text_gives_offsets_that_fit_and_the_same_each_time(text):
    found = find_quotations(text)
    assert found == find_quotations(text)
    for quotation in found:
        assert text[quotation.quote.start : quotation.quote.end] == quotation.quote.text != ""
        assert text[quotation.speaker.start : quotation.speaker.end] == quotation.speaker.text


@pytest.mark.parametrize(
    "unit",
    ['"Go home," he said. ', '"Go home now, all of you."\n\n', "“", "he said that ", "x: “y” — Z "],
)
def test_time_is_linear(unit):
    # The processor's time, the better of two, so that a busy machine does not decide: four times
    # the text may take four times as long, not sixteen times.
    def seconds(size):
        text = unit * (size // len(unit))
        best = []
        for _ in range(2):
            start = time.process_time()
            find_quotations(text)
            best.append(time.process_time() - start)
        return min(best)

    assert seconds(16_000) < 8 * seconds(4_000) + 0.05


def test_the_command_gives_a_line_for_each_line(tmp_path):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    rows = ['{"id": "a", "text": "Marin said it was late."}', "", "{", '{"id": "b"}']
    source.write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(SystemExit):
        call_command("quotations", str(source), output=str(target))
    lines = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [line.get("id", line.get("line")) for line in lines] == ["a", 3, "b"]
    assert lines[0]["quotations"][0]["quote"] == "it was late"
    assert "not JSON" in lines[1]["error"]
    assert "no text" in lines[2]["error"]


def labels(text, *rows):
    return LabelledText(
        "t",
        text,
        tuple(
            LabelledQuotation(
                text.index(quote),
                text.index(quote) + len(quote),
                directness,
                speaker,
                text.index(speaker),
                text.index(speaker) + len(speaker),
            )
            for speaker, quote, directness in rows
        ),
    )


def test_the_measure_asks_for_words_and_speaker():
    text = 'Marin said it was late. "Go home," Olsen said. Dahl left.'
    right = labels(
        text,
        ("Marin", "it was late", Directness.INDIRECT),
        ("Olsen", "Go home,", Directness.DIRECT),
    )
    scores = evaluate_quotations([right]).scores
    assert {name: score.f1 for name, score in scores.items()} == dict.fromkeys(scores, 1.0)
    wrong = labels(text, ("Dahl", "Go home,", Directness.DIRECT))
    scores = evaluate_quotations([wrong]).scores
    assert scores["direct"].f1 == 0
    assert scores["direct, words alone"].f1 == 1
    assert scores["all, words alone"].recall == 1


def test_the_report_names_what_went_wrong(tmp_path):
    text = "Marin said it was late. Dahl left."
    row = {
        "id": "late",
        "text": text,
        "quotations": [
            {"speaker": "Dahl", "speaker_start": 24, "speaker_end": 28, "cue": "said",
             "quote": "it was late", "start": 11, "end": 22, "direct": False},
        ],
    }  # fmt: skip
    (tmp_path / "late.json").write_text(json.dumps(row), encoding="utf-8")
    assert [labelled.id for labelled in load_labelled([tmp_path])] == ["late"]
    out = io.StringIO()
    call_command("evaluate_quotations", str(tmp_path), stdout=out)
    assert "speaker 'Marin' instead of 'Dahl': it was late" in out.getvalue()
    assert "all, words alone       P 1.000  R 1.000  F1 1.000" in out.getvalue()
