"""Officials: office before, after and apposed, short names, persons who speak for nobody."""

import pytest

from tests.extraction.frames import drafts


@pytest.mark.parametrize(
    ("text", "actor", "official"),
    [
        ("German Chancellor Angela Merkel condemned the violence.", "DEU", "Angela Merkel"),
        ("Germany's chancellor, Angela Merkel, condemned the violence.", "DEU", "Angela Merkel"),
        ("Angela Merkel, the German chancellor, condemned the violence.", "DEU", "Angela Merkel"),
        (
            "Josep Borrell, the bloc's top diplomat, condemned it for the European Union.",
            "EU",
            "Josep Borrell",
        ),
        (
            "Ursula von der Leyen, the European Commission president, condemned the violence.",
            "EU",
            "Ursula von der Leyen",
        ),
        ("British Foreign Secretary Dominic Raab condemned the violence.", "GBR", "Dominic Raab"),
        ("UN Secretary-General Antonio Guterres condemned the violence.", "UN", "Antonio Guterres"),
        (
            "Foreign Minister Edgars Rinkevics of Latvia condemned the violence.",
            "LVA",
            "Edgars Rinkevics",
        ),
        (
            "The violence was condemned by Polish Prime Minister Mateusz Morawiecki.",
            "POL",
            "Mateusz Morawiecki",
        ),
        ('"We condemn the violence," Swedish Foreign Minister Ann Linde said.', "SWE", "Ann Linde"),
        ('"We condemn the violence," said Swedish Foreign Minister Ann Linde.', "SWE", "Ann Linde"),
        (
            "Warsaw condemns the violence, Polish Foreign Minister Jacek Czaputowicz said.",
            "POL",
            "Jacek Czaputowicz",
        ),
        (
            "Abu Dhabi's minister, Sheikh Abdullah bin Zayed al-Nahyan, condemned the violence.",
            "ARE",
            "Abdullah bin Zayed al-Nahyan",
        ),
        ("A senior US administration official condemned the violence.", "USA", None),
        ("The US embassy condemned the violence.", "USA", None),
    ],
)
def test_official(text, actor, official):
    found = drafts(text)
    assert {(d.actor, d.official) for d in found if d.kind == "condemn"} == {(actor, official)}


def test_a_later_short_name_is_the_same_official():
    text = (
        "French Foreign Minister Jean-Yves Le Drian spoke in Paris. "
        "The arrests went on.\n\nLe Drian condemned the violence."
    )
    assert [(d.actor, d.official) for d in drafts(text)] == [("FRA", "Jean-Yves Le Drian")]


def test_a_pronoun_is_the_official_last_spoken_of():
    text = "Lithuanian President Gitanas Nauseda spoke on Monday. He condemned the violence."
    assert [(d.actor, d.official) for d in drafts(text)] == [("LTU", "Gitanas Nauseda")]


@pytest.mark.parametrize(
    "text",
    [
        "Former Polish president Lech Walesa condemned the violence.",
        "US Senator Chris Murphy condemned the violence.",
        "Opposition leader Svetlana Tikhanovskaya condemned the violence.",
        "Lukashenko condemned the protests.",
        "The president's spokeswoman, Natalya Eismont, condemned the protests.",
        "Amnesty International condemned the violence.",
        "John Smith, an analyst at a London think tank, condemned the violence.",
        "The archbishop of Warsaw condemned the violence.",
    ],
)
def test_who_speaks_for_nobody(text):
    assert drafts(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The arrests alarm Norway. Caribbean countries condemned the violence.",
        "The council (MSC) of the European Union condemned the violence.",
    ],
)
def test_places_and_abbreviations_are_no_persons(text):
    assert all(draft.official is None for draft in drafts(text))


@pytest.mark.parametrize(
    "text",
    [
        'Norway spoke of the vote. "It is a fraud," the MDC\'s secretary general Ada Holm said.',
        "In Oslo a spokesman for the Mekong Lawyers' Network condemned the violence.",
    ],
)
def test_the_office_of_an_unknown_body_speaks_for_nobody(text):
    assert drafts(text) == []


def test_a_chair_with_an_office_at_home_speaks_for_the_organization():
    text = "OSCE chairman and Austrian Foreign Minister Ada Holm condemned the violence."
    assert [(d.actor, d.official) for d in drafts(text)] == [("OSCE", "Ada Holm")]


def test_officials_of_two_organs_are_two():
    text = "The EU commissioner and Austrian Foreign Minister Ada Holm condemned the violence."
    assert {d.actor for d in drafts(text)} == {"EU", "AUT"}


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        (", said Norway condemns it.", {"NOR"}),
        (" said Norway condemns it.", {"NOR"}),
        (", said Norway and the AU condemn it.", {"NOR", "AU"}),
    ],
)
def test_a_chair_speaks_for_its_country_too(told, codes):
    text = f"Norwegian President Ada Holm, who was elected as chair of the AU{told}"
    assert {(d.actor, d.official) for d in drafts(text)} == {(code, "Ada Holm") for code in codes}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("British Prime Minister Theresa May condemned it.", {("GBR", "Theresa May")}),
        ("The German envoy, Jan Berg, condemned it.", {("DEU", "Jan Berg")}),
        ("White House press secretary Ada Grand condemned the violence.", {("USA", "Ada Grand")}),
        (
            "US President Joe Hall's spokeswoman Jen Parker condemned the violence.",
            {("USA", "Jen Parker")},
        ),
        ("Norway's Ada Lie condemned the violence.", {("NOR", "Ada Lie")}),
        (
            "Norwegian President Ada Lie and Prime Minister Per Holm condemned the violence.",
            {("NOR", "Ada Lie"), ("NOR", "Per Holm")},
        ),
        (
            '"We condemn it," said Ada Lie, a spokeswoman for Secretary-General Per Holm of NATO.',
            {("NATO", "Ada Lie")},
        ),
        (
            "The representative of the MFA of the PRC Lan Wei said China condemned the violence.",
            {("CHN", "Lan Wei")},
        ),
        ("Irish minister Mary O'Brien condemned the violence.", {("IRL", "Mary O'Brien")}),
        (
            "Lie told Norway's Foreign Minister.In Oslo the Norwegian envoy Ada Lie condemned it.",
            {("NOR", "Ada Lie")},
        ),
        ("Kenya's minister, Korir Sing'oei, condemned it.", {("KEN", "Korir Sing'oei")}),
        ("Kenya's Principal Secretary, Ada Oduor, condemned the violence.", {("KEN", "Ada Oduor")}),
        (
            "Norway has condemned the violence in Minsk, foreign minister Ada Lie said.",
            {("NOR", "Ada Lie")},
        ),
        ("Foreign Minister Ada Lie said Norway condemned the violence.", {("NOR", "Ada Lie")}),
        (
            "Norway's president condemned the violence. Ada Lie also condemned the arrests.",
            {("NOR", "Ada Lie")},
        ),
        (
            "Norway will send its minister, Ada Lie, to Minsk. Ms Lie condemned the violence.",
            {("NOR", "Ada Lie")},
        ),
        (
            "Norway's top diplomat condemned the violence. Ada Lie told reporters so in Oslo.",
            {("NOR", None)},
        ),
        (
            "The EU foreign policy chief condemned it, as Josep Borrell had before.",
            {("EU", "Josep Borrell")},
        ),
        ("The EU foreign policy chief condemned it.", {("EU", None)}),
    ],
)
def test_official_by_what_stands_around(text, told):
    assert {(d.actor, d.official) for d in drafts(text) if d.kind == "condemn"} == told


@pytest.mark.parametrize(
    ("text", "official"),
    [
        ("Ankara offered to send its foreign minister, Ilhan Soy, to mediate.", "Ilhan Soy"),
        ("Turkey dispatched its envoy Ilhan Soy to Minsk for talks.", "Ilhan Soy"),
        ("Turkey is sending a special envoy to Minsk to mediate.", None),
    ],
)
def test_a_mediation_has_the_envoy_who_is_sent(text, official):
    assert {(d.kind.value, d.official) for d in drafts(text)} == {("mediate", official)}
