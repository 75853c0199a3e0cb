"""Who stands behind a document, beside an actor, or for a description."""

import pytest

from tests.extraction.frames import MALI, drafts, pairs


def actors(text):
    return {(draft.actor, draft.official) for draft in drafts(text) if draft.kind == "condemn"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A statement by Norwegian Foreign Minister Ine Soreide condemned the violence.",
            {("NOR", "Ine Soreide")},
        ),
        (
            "A letter signed by the embassies of Norway and Sweden condemned the violence.",
            {("NOR", None), ("SWE", None)},
        ),
        (
            "A joint statement from Norway and Sweden condemned the violence.",
            {("NOR", None), ("SWE", None)},
        ),
        (
            "NATO issued a communique on Monday.\n\nThe communique condemned the violence.",
            {("NATO", None)},
        ),
        (
            (
                "A statement by the spokesman of the US Department of State, Ned Hale, read: "
                '"The United States condemns the violence."'
            ),
            {("USA", "Ned Hale")},
        ),
        (
            (
                "The statement quoted Norway's prime minister, Erna Solberg, as condemning the "
                "violence."
            ),
            {("NOR", "Erna Solberg")},
        ),
        (
            "Norwegian Prime Minister Erna Solberg said in Oslo:\n\nToday I condemn the violence.",
            {("NOR", "Erna Solberg")},
        ),
        ("A statement by the opposition condemned the violence.", set()),
        ("The police issued a statement. The statement condemned the violence.", set()),
    ],
)
def test_documents_speak_for_their_maker(text, expected):
    assert actors(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Japan, like Canada, condemned the violence.", {"JPN", "CAN"}),
        ("Like Canada, Japan condemned the violence.", {"JPN", "CAN"}),
        ("Norway, along with Sweden and Denmark, condemned it.", {"NOR", "SWE", "DNK"}),
        ("Norway, joined by Sweden, condemned the violence.", {"NOR", "SWE"}),
        ("Norway joined Sweden and Denmark in condemning it.", {"NOR", "SWE", "DNK"}),
        ("NATO has been joined by the EU in condemning the violence.", {"NATO", "EU"}),
        ("Sweden condemned the violence, as did Norway.", {"SWE", "NOR"}),
        ("Among those condemning the violence were Norway and Sweden.", {"NOR", "SWE"}),
        ("Washington and its allies condemned the violence.", {"USA"}),
        (
            "It was condemned by figures ranging from US President Donald Trump to Norway.",
            {"USA", "NOR"},
        ),
        ("The violence was condemned by Norway and by Sweden.", {"NOR", "SWE"}),
        ("Norwegian condemnation of the violence was swift.", {"NOR"}),
        ("Norway, unlike Canada, condemned the violence.", {"NOR"}),
        ("Norway, joined by fans of Sweden's singer, condemned the violence.", {"NOR"}),
        ("Norway joined NATO in 1949. It condemned the violence.", {"NOR"}),
    ],
)
def test_who_acts_as_well(text, expected):
    assert {actor for actor, kind in pairs(text) if kind == "condemn"} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "The EU's foreign policy chief, Josep Borrell, came. "
                '"The EU and its member states condemn the violence," he said.'
            ),
            {("EU", "Josep Borrell")},
        ),
        (
            (
                "Several leaders, including Norwegian Prime Minister Erna Solberg and Sweden's "
                "Prime Minister Stefan Lofven, condemned the violence."
            ),
            {("NOR", "Erna Solberg"), ("SWE", "Stefan Lofven")},
        ),
        (
            "Prime Ministers Erna Solberg of Norway and Stefan Lofven of Sweden condemned it.",
            {("NOR", "Erna Solberg"), ("SWE", "Stefan Lofven")},
        ),
        (
            "The US Special Envoy for the Horn of Africa Jeffrey Feltman condemned the violence.",
            {("USA", "Jeffrey Feltman")},
        ),
        (
            '"We condemn it," said Wang Wenbin, a spokesman for China\'s Foreign Ministry.',
            {("CHN", "Wang Wenbin")},
        ),
        (
            "US Secretary of State Mike Pompeo landed. The top US diplomat condemned the violence.",
            {("USA", "Mike Pompeo")},
        ),
        (
            "African Union Commission chief Moussa Faki Mahamat condemned the violence.",
            {("AU", "Moussa Faki Mahamat")},
        ),
        (
            "Norwegian Minister of International Development Dag Ulstein condemned it.",
            {("NOR", "Dag Ulstein")},
        ),
        ("The Vienna-based OSCE condemned the violence.", {("OSCE", None)}),
        ("Africa's bloc, the African Union, condemned the violence.", {("AU", None)}),
        ("The Vienna-based daily condemned the violence.", set()),
    ],
)
def test_whose_official(text, expected):
    assert actors(text) == expected


def test_the_former_colonial_power_is_that_of_the_country():
    assert pairs("The former colonial power condemned the coup.", MALI) == {("FRA", "condemn")}
    assert pairs("The former ruling party condemned the coup.", MALI) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ghanaian President Nana Akufo-Addo, the current ECOWAS chairman, condemned it.",
            {("ECOWAS", "Nana Akufo-Addo")},
        ),
        (
            (
                "Croatia's Prime Minister Andrej Plenkovic, whose country holds the rotating EU "
                "presidency, condemned the violence."
            ),
            {("EU", "Andrej Plenkovic")},
        ),
        (
            (
                "The Security Council met. “Council members condemn the violence,” France's "
                "UN ambassador Nicolas de Riviere said."
            ),
            {("UN", "Nicolas de Riviere")},
        ),
        (
            "“We condemn the violence,” France's UN ambassador Nicolas de Riviere said.",
            {("FRA", "Nicolas de Riviere")},
        ),
        (
            (
                "US President Donald Trump rang Minsk. “The President condemns it,” the White "
                "House spokeswoman, Kayleigh McEnany, said."
            ),
            {("USA", "Donald Trump")},
        ),
        (
            "A spokesman for Antonio Guterres said the UN secretary general condemned it.",
            {("UN", "Antonio Guterres")},
        ),
        (
            (
                "In a note titled “Belarus” Ned Hale, the State Department spokesman said, "
                "“The United States condemns the violence.”"
            ),
            {("USA", "Ned Hale")},
        ),
        (
            "Norway's Prime Minister Erna Solberg, late on Sunday, condemned the violence.",
            {("NOR", "Erna Solberg")},
        ),
        (
            (
                "US President Donald Trump rang Minsk. “The President … condemns it,” the White "
                "House spokeswoman, Kayleigh McEnany, said."
            ),
            {("USA", "Donald Trump")},
        ),
        (
            (
                "A spokesman for Antonio Guterres said the UN secretary general was shocked. "
                "He condemned the violence."
            ),
            {("UN", "Antonio Guterres")},
        ),
        ("''Norway condemns it,'' Foreign Minister Ine Soreide said.", {("NOR", "Ine Soreide")}),
        (
            "Poland and Latvia condemned it, Polish Foreign Minister Jacek Czaputowicz said.",
            {("POL", "Jacek Czaputowicz"), ("LVA", None)},
        ),
        (
            "“The president condemned it,” said a guard of the Norwegian embassy's car park.",
            set(),
        ),
        (
            "Norway's minister Ola Elvestuen, who chairs a committee, condemned it.",
            {("NOR", "Ola Elvestuen")},
        ),
    ],
)
def test_who_speaks_for_whom(text, expected):
    assert actors(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The arrests prompted Norway to condemn the violence.", {"NOR"}),
        ("The arrests led the bloc's leaders to condemn the violence.", set()),
        ("Norway urged Sweden to condemn the violence.", set()),
        ("France, Canada and most African countries condemned the violence.", {"FRA", "CAN"}),
        ("It was condemned by many countries. Peru and Chile border Bolivia.", set()),
        (
            "Moscow denied that it played any role, saying it condemned the violence.",
            {"RUS"},
        ),
        ("The opposition and the European Union condemned the violence.", {"EU"}),
        ("The US embassy and the British High Commission condemned it.", {"USA", "GBR"}),
        ("NATO, as well as Western countries and the EU, condemned the violence.", {"NATO", "EU"}),
        (
            "It was condemned by partners including the EU and former colonial power France.",
            {"EU", "FRA"},
        ),
        ("France condemned it. The coup leaders condemned foreign meddling.", {"FRA"}),
    ],
)
def test_who_else_acts(text, expected):
    assert {actor for actor, kind in pairs(text) if kind == "condemn"} == expected
