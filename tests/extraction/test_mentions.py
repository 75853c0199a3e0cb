import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reactions.extraction.ambiguities import WHERE, Ambiguities, default_ambiguities
from reactions.extraction.gazetteer import (
    ActorEntry,
    Form,
    Gazetteer,
    default_gazetteer,
    spellings,
)
from reactions.extraction.mentions import Context, find_mentions
from reactions.extraction.reference_data import (
    AmbiguityEntry,
    read_ambiguities,
    read_traps,
)


def found(text):
    return [(m.text, "+".join(m.codes)) for m in find_mentions(text, default_gazetteer())]


def codes(text):
    return ["+".join(m.codes) for m in find_mentions(text, default_gazetteer())]


def only(text):
    mentions = find_mentions(text, default_gazetteer())
    assert len(mentions) == 1
    return mentions[0]


def test_it_works():
    text = "France and the Kremlin’s allies condemned it, the Swedes said in Oslo."
    mentions = find_mentions(text, default_gazetteer())
    assert [(m.text, m.codes[0], m.form, m.plural, m.context) for m in mentions] == [
        ("France", "FRA", Form.NAME, False, Context.FREE),
        ("Kremlin", "RUS", Form.SEAT, False, Context.FREE),
        ("Swedes", "SWE", Form.DEMONYM, True, Context.FREE),
        ("Oslo", "NOR", Form.CAPITAL, False, Context.PLACE),
    ]
    assert all(text[m.start : m.end] == m.text for m in mentions)


def test_it_reads_any_gazetteer():
    atlantis = Gazetteer([ActorEntry(code="ATL", name="Atlantis", type="country")], groups=())
    text = "Atlantis, France and the Congo spoke in Brussels"
    assert [m.codes for m in find_mentions(text, atlantis)] == [("ATL",)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("South Korea's envoy", [("South Korea", "KOR")]),
        ("the Democratic Republic of Congo", [("Democratic Republic of Congo", "COD")]),
        ("Equatorial Guinea shut its border", [("Equatorial Guinea", "GNQ")]),
        ("Papua New Guinea said", [("Papua New Guinea", "PNG")]),
        ("Guinea-Bissau said", [("Guinea-Bissau", "GNB")]),
        ("the Bissau-Guinean leader", [("Bissau-Guinean", "GNB")]),
        ("the UN Security Council met", [("UN Security Council", "UN")]),
        ("the U.S. State Department.", [("U.S. State Department", "USA")]),
        ("said the U.S.", [("U.S.", "USA")]),
        ("the U.S's view", [("U.S", "USA")]),
        ("Côte d’Ivoire condemned", [("Côte d’Ivoire", "CIV")]),
        ("Cote d'Ivoire condemned", [("Cote d'Ivoire", "CIV")]),
        ("United\nKingdom", [("United\nKingdom", "GBR")]),
        ("New\u00a0Zealand said", [("New\u00a0Zealand", "NZL")]),
        ("RUSSIA CONDEMNS COUP", [("RUSSIA", "RUS")]),
        ("the N'Djamena government", [("N'Djamena", "TCD")]),
        ("“Poland” said", [("Poland", "POL")]),
        ("Bosnia and Herzegovina abstained", [("Bosnia and Herzegovina", "BIH")]),
        ("Antigua and Barbuda, Trinidad and Tobago",
         [("Antigua and Barbuda", "ATG"), ("Trinidad and Tobago", "TTO")]),
        ("Burkinabè and Kyrgyz officials", [("Burkinabè", "BFA"), ("Kyrgyz", "KGZ")]),
        ("the Quai d’Orsay said", [("Quai d’Orsay", "FRA")]),
        ("UK/US statement", [("UK", "GBR"), ("US", "USA")]),
    ],
)  # fmt: skip
def test_the_longest_name_wins(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The ambassador assessed the assad affair.",  # names inside words, in lower case
        "He told us who was there.",
        "They ate turkey from fine china.",
        "Romania's".replace("Romania", "Romaniac"),
        "see http://example.org/Russia/index and www.France.fr or press@EU",
        "US$ 5 million",
        "He wore a jersey.",
        "New Mexico, New England and New Jersey voted.",
        "ships in the South China Sea and the Persian Gulf",
        "the Panama Papers showed",
        "a Georgia Tech professor",
        "in Lebanon, Ohio, a man said",
        "in Paris, Texas",
        "a Washington Post report",
        "the Times of India, the Moscow Times and the Kyiv Independent reported",
        "The Jerusalem Post and the Straits Times",
        "Al Arabiya said",
        "Agence France-Presse reported",
        "the Washington state legislature",
        "George Washington said",
        "Paris Hilton said",
        "A woman who gives her name as Paris said",
        "Chad Merriweather, an analyst, said",
        "Mr. Jordan said",
        "Michael Jordan said",
        "Senator Raphael Warnock of Georgia said",
        "Jordan Smith of the think tank said",
        "Real Madrid beat Dynamo Kyiv",
        "the Bank of England raised rates",
        "Latin America and Central American migrants",
        "African Americans marched",
        "the Paris Agreement and the Minsk agreements",
        "Lake Chad and the Niger Delta",
        "Turkish Airlines and Air France cancelled flights",
        "the National Security Council met",
        "WHO SAID WHAT ON THE DAY",
        "CONTACT US FOR MORE",
        "Kingston, an analyst, said",
        "Victoria said",
        "the Turkish Cypriots",
        "the Bosnian Serb leader",
        "ethnic Russians",
        "the Russian Orthodox Church",
        "Male protesters marched.",
        "the University of Warsaw",
        "the Maldivian Democratic Party",
        "Georgian Dream and the Kenyan Law Society",
        "the Front for the Liberation of Mozambique",
        "the Juba Peace Agreement",
    ],
)
def test_nobody_is_meant(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Georgia, Jordan, Chad, Turkey, Israel
        ("Georgia said its envoy would stay in Tbilisi", ["GEO", "GEO"]),
        ("Georgia condemned the coup", ["GEO"]),
        ("The Republican senator urged Georgia.\n\nPolice in Tbilisi", ["GEO", "GEO"]),
        ("The EU-27 agreed", ["EU"]),
        ("Jordan called for calm", ["JOR"]),
        ("Jordan King Abdullah called for calm", ["JOR"]),
        ("Jordan on Monday", ["JOR"]),
        ("Jordan Recalls Its Envoy", ["JOR"]),
        ("Chad President Idriss Deby", ["TCD"]),
        ("Chad's foreign minister", ["TCD"]),
        ("Turkey recalled its envoy", ["TUR"]),
        ("Israel Prime Minister Benjamin Netanyahu", ["ISR"]),
        # Congo x 2
        ("In Brazzaville, Congo's foreign minister said", ["COG", "COG"]),
        ("Congo said", ["COD"]),
        ("Congolese officials in Kinshasa", ["COD", "COD"]),
        ("the Republic of Congo and the DRC", ["COG", "COD"]),
        # Guinea x 4
        ("Guinea said", ["GIN"]),
        ("Guinean officials in Conakry", ["GIN", "GIN"]),
        ("Guinean President Teodoro Obiang in Malabo", ["GNQ", "GNQ"]),
        # Korea x 2
        ("Korea said it was alarmed", ["KOR"]),
        ("Korean officials said in Seoul", ["KOR", "KOR"]),
        ("Korean officials said in Pyongyang", ["PRK", "PRK"]),
        # Dominica and the Dominican Republic
        ("Dominica said", ["DMA"]),
        ("the Dominican president", ["DOM"]),
        ("the Dominican prime minister", ["DMA"]),
        ("Dominican Republic said", ["DOM"]),
        # Niger and Nigeria
        ("Niger and Nigeria", ["NER", "NGA"]),
        ("Nigerien and Nigerian troops", ["NER", "NGA"]),
        # Washington
        ("Washington warned", ["USA"]),
        ("Washington, D.C.", ["USA"]),
        # Brussels, and places that need their country
        ("Brussels said", ["EU"]),
        ("Brussels said, and Belgium's premier agreed", ["BEL", "BEL"]),
        ("Jamaica spoke; Kingston said", ["JAM", "JAM"]),
        ("The Maldives said. In Male, officials", ["MDV", "MDV"]),
        ("Costa Rica spoke from San José", ["CRI", "CRI"]),
        # Organs and ministries of the same name
        ("the Security Council met", ["UN"]),
        ("Russia's Security Council met", ["RUS"]),
        ("the Foreign Office said", ["GBR"]),
        ("the German Foreign Office said", ["DEU"]),
        ("Pakistan's Foreign Office said", ["PAK"]),
        ("Canada's House of Commons", ["CAN", "CAN"]),
        ("No 10 said", ["GBR"]),
        ("the No 10 shirt", []),
        # Organizations
        ("the Commonwealth suspended Fiji", ["COMMONWEALTH", "FJI"]),
        ("the Commonwealth of Independent States", ["CIS"]),
        ("the Commonwealth of Virginia", []),
        ("WHO said", ["UN"]),
        ("EU foreign ministers", ["EU"]),
        ("G7 countries", ["G7"]),
        ("the Visegrad Four and the E3", ["V4", "E3"]),
        ("the Central African leader", ["CAF"]),
        ("Central African states", []),
        ("the Economic Community of Central African States", ["ECCAS"]),
        # Groups
        ("the Baltic states", ["EST+LVA+LTU"]),
        ("the Nordic countries", ["DNK+FIN+ISL+NOR+SWE"]),
        ("the Quad for Sudan", ["USA+GBR+SAU+ARE", "SDN"]),
        ("the Quad met", ["QUAD"]),
        ("US President", ["USA"]),
        ("US TELLS ALLIES", ["USA"]),
    ],
)  # fmt: skip
def test_who_is_meant(text, expected):
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("Moscow said", Context.FREE),
        ("criticism from Moscow", Context.FREE),
        ("a warning to Moscow", Context.FREE),
        ("in Moscow's view", Context.FREE),
        ("protests in Moscow", Context.PLACE),
        ("he flew to Moscow", Context.PLACE),
        ("a Moscow court", Context.PLACE),
        ("the Moscow City Court", Context.PLACE),
        ("the capital, Moscow", Context.PLACE),
        ("the country's biggest city and capital Moscow", Context.PLACE),
        ("flew out of Moscow", Context.PLACE),
        ("criticism of Moscow", Context.FREE),
        ("protests in Russia", Context.PLACE),
        ("troops in the United States", Context.PLACE),
        ("in Russian", Context.FREE),
        ("called in Nepal's envoys", Context.FREE),
        ("US-backed rebels", Context.COMPOUND),
        ("French-led talks", Context.COMPOUND),
        ("pro-Russian groups", Context.COMPOUND),
        ("a London-based group", Context.COMPOUND),
        ("Moscow - which", Context.FREE),
        ("MINSK, Aug 17 (Reuters) - Police", Context.DATELINE),
        ("MINSK (AFP) — Police", Context.DATELINE),
        ("Minsk, 17 August (BelTA) - Police", Context.DATELINE),
        ("LIBREVILLE, March 19 - Police", Context.DATELINE),
        ("BRUSSELS - Ministers met.", Context.DATELINE),
        ("ANKARA-Police met.", Context.DATELINE),
        ("BANGKOK: Police met.", Context.DATELINE),
        ("WASHINGTON/SYDNEY (AFP, REUTERS) - Police", Context.DATELINE),
        ("Harare, June 29, 2008\n\nPolice", Context.DATELINE),
        ("Brussels 15.11.2024 Ministers met.", Context.DATELINE),
        ("Tokyo: the minister said", Context.FREE),
        ("France, 14 August: the president said", Context.FREE),
        ("The French envoy was summoned on 14 August", Context.FREE),
        ("It condemned Belarus on 9 August - and then", Context.FREE),
        ("DJIBOUTI, May 16 - Shops", Context.DATELINE),
        ("at a meeting, Abidjan, March 27, 2012.", Context.PLACE),
        ("UNITED STATES - The president said", Context.FREE),
        ("France: the president said", Context.FREE),
        ("By Jane Doe in Warsaw", Context.BYLINE),
        ("Reporting by Jane Doe in Warsaw; Editing by John Doe", Context.BYLINE),
    ],
)
def test_context(text, context):
    assert only(text).context is context


PIECES = [
    "Guinea", "the Congo", "US", "U.S.", "Côte d’Ivoire", "New\u00a0Zealand", "Georgia", "Tbilisi",
    "Security Council", "Russia's", "Brussels", "said", "in", "-led", ",", ".", "\n", "\n\n", " ",
    "“", "”", "İstanbul", "ﬁn", "KOREA", "Washington Post", "state", "of", "Baltic states", "🙂",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=15).map("".join))
def test_spans_fit_and_do_not_overlap(text):
    mentions = find_mentions(text, default_gazetteer())
    assert mentions == find_mentions(text, default_gazetteer())
    position = 0
    for mention in mentions:
        assert position <= mention.start < mention.end <= len(text)
        assert mention.text == text[mention.start : mention.end]
        assert mention.codes
        position = mention.end


def test_a_country_after_its_town_belongs_to_the_dateline():
    mentions = find_mentions("MINSK, Belarus (AP) - Police", default_gazetteer())
    assert [m.context for m in mentions] == [Context.DATELINE, Context.DATELINE]


def test_a_second_paragraph_changes_nothing_in_the_first():
    first = "Guinea and Jordan urged calm, the Security Council said in New York."
    both = find_mentions(first + "\n\nBrazil said nothing.", default_gazetteer())
    assert both[:-1] == find_mentions(first, default_gazetteer())


@pytest.mark.parametrize("text", ["", " ", "\n\n", "x" * 1_000_000, "\u2019" * 100_000])
def test_text_without_names(text):
    assert found(text) == []


@pytest.mark.parametrize("words", ["US ", "In Paris, ", "Congo ", "US/", "Korean-", "“Georgia’s ”"])
def test_ten_times_the_text_takes_no_more_than_ten_times_as_long(words):
    def seconds(text):
        started = time.process_time()
        find_mentions(text, default_gazetteer())
        return time.process_time() - started

    seconds("France")  # builds the automaton
    short = min(seconds(words * 2_000) for _ in range(3))
    # Far above what a linear scan takes, and far below what a quadratic one would.
    # The better of two: a sweep of the whole heap may fall into one.
    assert min(seconds(words * 20_000) for _ in range(2)) < 40 * short + 0.1


def test_each_trap_holds_a_name_and_means_nobody():
    names = set(default_gazetteer().surfaces | default_ambiguities().surfaces)
    assert [phrase for phrase in read_traps() if found(phrase)] == []
    assert [phrase for phrase in read_traps() if not names & runs_of_words(phrase)] == []


def runs_of_words(phrase):
    words = re.findall(r"[\w'.]+", phrase)
    starts = range(len(words))
    return {" ".join(words[start:end]) for start in starts for end in range(start, len(words) + 1)}


def test_each_rule_is_for_something():
    gazetteer = default_gazetteer()
    known = {surface.text for surface in gazetteer.surfaces.values()}
    for entry in read_ambiguities():
        assert entry.where in WHERE
        assert all(code == "=" or code in gazetteer for code in entry.codes)
        assert len(entry.forms) in (0, len(entry.surfaces))
        if entry.surfaces == ("*",):
            assert entry.codes == ()
        elif not entry.forms:
            assert [text for text in entry.surfaces if text not in known] == []


def test_the_first_rule_that_holds_decides():
    rules = [
        AmbiguityEntry(("Springfield",), ("name",), ("AAA",), "near", "Ohio"),
        AmbiguityEntry(("Springfield",), ("name",), (), "article", "Illinois"),
        AmbiguityEntry(("Springfield",), ("name",), ("BBB",), "always", ""),
    ]
    assert set(Ambiguities(rules).surfaces) == spellings("Springfield")
