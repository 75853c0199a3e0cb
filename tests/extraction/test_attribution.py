"""Who says what: quotations of every shape, reported speech, labels and rows."""

import pytest

from tests.extraction.frames import drafts, pairs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '"The violence is unacceptable," French President Emmanuel Macron said.',
            {("FRA", "condemn")},
        ),
        (
            'French President Emmanuel Macron said: "The violence is unacceptable."',
            {("FRA", "condemn")},
        ),
        (
            '"The violence," French President Emmanuel Macron said, "is unacceptable."',
            {("FRA", "condemn")},
        ),
        (
            "“The violence is unacceptable,” tweeted French President Emmanuel Macron.",
            {("FRA", "condemn")},
        ),
        (
            "‘The violence is unacceptable,’ French President Emmanuel Macron said.",
            {("FRA", "condemn")},
        ),
        (
            "French President Emmanuel Macron said the violence was unacceptable.",
            {("FRA", "condemn")},
        ),
        (
            "The violence was unacceptable, French President Emmanuel Macron said.",
            {("FRA", "condemn")},
        ),
        (
            "According to the French foreign ministry, the violence was unacceptable.",
            {("FRA", "condemn")},
        ),
        ('French President Emmanuel Macron: "The violence is unacceptable."', {("FRA", "condemn")}),
        ('Lukashenko said: "The violence is unacceptable."', set()),
        ('"The violence is unacceptable," a protester said.', set()),
    ],
)
def test_quotations(text, expected):
    assert pairs(text) == expected


def test_a_quotation_goes_on_in_the_next_paragraph():
    text = (
        '"The vote was neither free nor fair," Irish Foreign Minister Simon Coveney said.\n\n'
        '"We urge the authorities to release the prisoners."'
    )
    assert ("IRL", "urge") in pairs(text)


def test_a_quotation_over_paragraphs_has_the_speaker_at_its_end():
    text = (
        '"The world has watched with horror at the violence.\n\n'
        'The UK does not accept the results," British Foreign Secretary Dominic Raab said.'
    )
    assert ("GBR", "reject") in pairs(text)


def test_headings_speak():
    text = (
        'What the world says about the vote:\n\nFrance\n\n"We condemn the violence."'
        "\n\nChina\n\nCongratulated Lukashenko on his victory."
    )
    assert pairs(text) == {("FRA", "condemn"), ("CHN", "support")}


def test_labels_speak():
    text = "FRANCE: Called for restraint.\n\nCHINA: Congratulated Lukashenko."
    assert pairs(text) == {("FRA", "urge"), ("CHN", "support")}


def test_rows_speak_and_are_their_own_evidence():
    text = (
        "Country | Position | Date\nArgentina | Ambassador recalled for consultations | 15 Aug\n"
        "Chile | Congratulated Lukashenko | 14 Aug\n"
    )
    found = drafts(text)
    assert {(d.actor, d.kind.value, d.day.day) for d in found} == {
        ("ARG", "recall_ambassador", 15),
        ("CHL", "support", 14),
    }
    assert found[0].evidence.text.startswith("Argentina |")


def test_a_press_release_speaks_in_the_first_person():
    text = (
        "1. The European Union has read the reports.\n\n2. We condemn the use of force.\n\n"
        "3. We call on the authorities to release the prisoners."
    )
    assert pairs(text) == {("EU", "condemn"), ("EU", "urge")}


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        (
            "Joint statement by Norwegian Prime Minister, Ada Holm, and Swedish Minister Per Lind:",
            {("NOR", "Ada Holm"), ("SWE", "Per Lind")},
        ),
        (
            "Statement by the Foreign Ministers of Norway and Sweden",
            {("NOR", None), ("SWE", None)},
        ),
        ("Statement by Ada Holm, Foreign Minister of Norway", {("NOR", "Ada Holm")}),
        ("Statement by the opposition leader Ada Holm", set()),
    ],
)
def test_a_document_speaks_for_those_its_heading_names(heading, expected):
    text = f"{heading}\n\nWe are concerned about the arrests. We urge the police to show restraint."
    found = drafts(text)
    for kind in ("concern", "urge"):
        assert {(d.actor, d.official) for d in found if d.kind == kind} == expected


def test_what_is_quoted_for_somebody_is_his():
    text = 'For the Brazilian Foreign Ministry, the decree of the National Assembly "violates law".'
    assert [(d.actor, d.official) for d in drafts(text)] == [("BRA", None)]


def test_the_clearest_telling_is_the_one_that_names_the_actor_alone():
    text = (
        "Norway, Sweden and Denmark said the result would not be recognized.\n\n"
        + "The arrests went on in the capital. " * 12
        + "\n\nThe Swedish foreign ministry said that it does not recognize the result."
    )
    spans = {d.actor: d.evidence.text for d in drafts(text) if d.kind == "reject"}
    assert spans["SWE"].startswith("The Swedish foreign ministry")
    assert spans["NOR"].startswith("Norway, Sweden")


INTERVIEW = """Norway's foreign minister, Ada Holm, does not sit behind her desk. We spoke in Oslo.

Has Norway lost patience, Minister?

{answer}

Will you withdraw your envoy?

He is useful there.

Then what remains?

Patience. I have plenty.

In Paris, a deputy called for calm."""


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("I want the prisons opened.", {("NOR", "urge")}),
        ("Open the prisons. We ask no more.", {("NOR", "urge")}),
        ("I have none to lose.", set()),
    ],
)
def test_who_is_introduced_gives_the_answers_of_an_interview(answer, expected):
    assert pairs(INTERVIEW.format(answer=answer)) == expected


def test_a_quotation_belongs_to_who_signs_it_behind_a_dash():
    text = (
        "A selection of what has been said.\n\n"
        "“The arrests are a disgrace.” — Ada Holm, Prime Minister of Norway, Monday\n\n"
        "“Release the prisoners tonight.”\n— Luis Paz, foreign minister of Peru\n\n"
        "“We condemn the arrests.” — a congressman in Washington\n\n"
        "“We are deeply concerned.” — the seamen's union\n"
    )
    assert pairs(text) == {("NOR", "condemn"), ("PER", "urge")}


def test_who_speaks_a_turn_of_a_transcript():
    text = (
        "From the record of the Norwegian parliament. The foreign minister, Ada Holm, answers on "
        "the arrests in Minsk.\n\n"
        "A DEPUTY: Minister, what have you demanded?\n\n"
        "THE MINISTER: I demand that the prisoners be released.\n\n"
        "THE DEPUTY: I condemn the arrests.\n\n"
        "THE MINISTER: We are deeply concerned.\n"
    )
    found = {(draft.actor, draft.kind.value, draft.official) for draft in drafts(text)}
    assert found == {("NOR", "urge", "Ada Holm"), ("NOR", "concern", "Ada Holm")}


def test_a_reporter_who_says_i_is_not_who_is_met_first():
    text = (
        "The Norwegian ambassador, Ada Holm, hands out tea. I take a cup. I count five policemen.\n"
        "\nThere is a notice on the gate: the arrests are a disgrace, and I write it down."
    )
    assert pairs(text) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "Comfort came from Tunis. The foreign ministry there voiced full support for the "
                "Belarusian government."
            ),
            {("TUN", "support")},
        ),
        ("In Minsk, the government withdrew its ambassador from Oslo.", set()),
        ("In Oslo, where many marched, the prime minister condemned it.", {("NOR", "condemn")}),
        ("In Oslo, the ousted president condemned the violence.", set()),
        ("In Minsk, the prime minister condemned the protests.", set()),
        (
            "Norway supports the Belarusian government, its minister, Ada Holm, said.",
            {("NOR", "support")},
        ),
        ("China urged both sides to keep calm, its U.N. envoy said.", {("CHN", "urge")}),
        ("Two UN special rapporteurs condemned the violence.", {("UN", "condemn")}),
        (
            "The International Criminal Court's prosecutor is following the events.",
            {("ICC", "monitor")},
        ),
        (
            (
                "THE CLARION, Oslo, is no kinder. Foreign Minister Ada Holm said on Wednesday that "
                "she was following the events in Minsk closely."
            ),
            {("NOR", "monitor")},
        ),
    ],
)
def test_whose_office_a_place_tells(text, expected):
    assert pairs(text) == expected


def test_who_gives_written_answers():
    text = (
        "OSLO. Answers by the Minister of Foreign Affairs, Ms Ada Holm, to questions from the "
        "Member Lind concerning the arrests in Minsk.\n\n"
        "1. Have you seen the report on the arrests?\n\nYes.\n\n"
        "2. What is your view of them?\n\nI condemn the arrests.\n\n"
        "3. Will you speak to others?\n\nI called on the authorities to release the prisoners."
        "\n"
    )
    assert pairs(text) == {("NOR", "condemn"), ("NOR", "urge")}


def test_a_remark_is_of_whoever_made_it():
    text = (
        "THE CLARION relishes a remark made on Monday by the Norwegian foreign minister, Ada Holm: "
        '"We condemn the arrests."'
    )
    assert pairs(text) == {("NOR", "condemn")}
