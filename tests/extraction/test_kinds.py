"""Kinds by construction rather than keyword (docs/codebook.md, "The kinds")."""

import pytest

from tests.extraction.frames import BELARUS, MALI, UKRAINE, drafts, pairs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("China congratulated Lukashenko on his victory.", {("CHN", "support")}),
        (
            "We stand with the people of Belarus, said British Foreign Secretary Dominic Raab.",
            {("GBR", "solidarity")},
        ),
        ("Vietnam sent a message of congratulation to Lukashenko.", {("VNM", "support")}),
        ("The vote was neither free nor fair, the EU said.", {("EU", "condemn")}),
        (
            "The United States cannot consider these elections legitimate.",
            {("USA", "reject")},
        ),
        (
            "Iceland's foreign minister called on Minsk to open talks with the opposition.",
            {("ISL", "urge")},
        ),
        ("Latvia proposed a round table with the opposition.", {("LVA", "mediate")}),
        ("Estonia will raise the matter at the UN Security Council.", {("EST", "mediate")}),
        ("Pakistan stood by the government.", {("PAK", "support")}),
        ("Russia said it was ready to provide military help to Lukashenko.", {("RUS", "support")}),
        (
            "Serbia fully supports the Belarusian government, its foreign ministry said.",
            {("SRB", "support")},
        ),
        ("Moldova recognised the results of the election.", {("MDA", "support")}),
        ("Turkey called the unrest an internal matter of Belarus.", {("TUR", "neutral")}),
        ("India declined to comment on the vote.", {("IND", "neutral")}),
        (
            "Hungary will not take sides, its foreign minister Peter Szijjarto said.",
            {("HUN", "neutral")},
        ),
        ("Austria abstained from the vote on the resolution.", {("AUT", "neutral")}),
        ("Japan is closely following developments in Minsk.", {("JPN", "monitor")}),
        ("Norway said it was monitoring the situation.", {("NOR", "monitor")}),
        ("Sweden is keeping a close eye on events in Minsk.", {("SWE", "monitor")}),
        ("Canada voiced deep concern about the violence.", {("CAN", "concern")}),
        ("The United Nations said it was alarmed by reports of torture.", {("UN", "concern")}),
        ("Italy regretted the loss of life.", {("ITA", "concern")}),
        ("France urged restraint.", {("FRA", "urge")}),
        ("Spain called for dialogue between the government and the opposition.", {("ESP", "urge")}),
        ("The OSCE demanded the release of all detainees.", {("OSCE", "urge")}),
        ("Ireland wants new elections.", {("IRL", "urge")}),
        ("Britain called on the authorities to stop the violence.", {("GBR", "urge")}),
        ("The OSCE offered to mediate between the two sides.", {("OSCE", "mediate")}),
        ("EU leaders will hold an emergency summit on Belarus on Wednesday.", {("EU", "mediate")}),
        ("The African Union sent an envoy to Minsk for talks.", {("AU", "mediate")}),
        ("Poland stands with the people of Belarus.", {("POL", "solidarity")}),
        ("Lithuania granted asylum to Tikhanovskaya.", {("LTU", "solidarity")}),
        ("Latvia expressed solidarity with the protesters.", {("LVA", "solidarity")}),
        ("Germany condemned the crackdown.", {("DEU", "condemn")}),
        ("Finland called the arrests unacceptable.", {("FIN", "condemn")}),
        ("Estonia accused the security forces of torture.", {("EST", "condemn")}),
        ("Czech Prime Minister Andrej Babis denounced the police violence.", {("CZE", "condemn")}),
        ("The United Kingdom does not recognise the result.", {("GBR", "reject")}),
        ("Canada refused to accept the outcome of the vote.", {("CAN", "reject")}),
        ("Denmark called the election fraudulent.", {("DNK", "reject")}),
        ("The EU warned that those responsible would be held to account.", {("EU", "warn")}),
        ("The United States threatened sanctions against Minsk.", {("USA", "warn")}),
        ("Germany summoned the Belarusian ambassador.", {("DEU", "summon_ambassador")}),
        (
            "Slovakia handed a note of protest to the Belarusian embassy.",
            {("SVK", "summon_ambassador")},
        ),
        ("Ukraine recalled its ambassador for consultations.", {("UKR", "recall_ambassador")}),
        ("Bulgaria has withdrawn its envoy from Minsk.", {("BGR", "recall_ambassador")}),
        ("The EU imposed sanctions on 40 officials.", {("EU", "sanction")}),
        ("Switzerland froze the assets of Lukashenko.", {("CHE", "sanction")}),
        ("Norway suspended aid to Belarus.", {("NOR", "sanction")}),
        ("Latvia expelled two Belarusian diplomats.", {("LVA", "sever_relations")}),
        ("Australia closed its embassy in Minsk in protest.", {("AUS", "sever_relations")}),
        ("Georgia broke off diplomatic relations with Belarus.", {("GEO", "sever_relations")}),
    ],
)
def test_each_kind(text, expected):
    assert pairs(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Germany voiced concern and called for restraint.", {("DEU", "concern"), ("DEU", "urge")}),
        (
            "France condemned the coup, suspended aid and recalled its ambassador.",
            {("FRA", "condemn"), ("FRA", "sanction"), ("FRA", "recall_ambassador")},
        ),
        (
            "Canada said it did not recognise the vote and denounced the repression.",
            {("CAN", "reject"), ("CAN", "condemn")},
        ),
        (
            "Italy is following the situation closely and with concern.",
            {("ITA", "monitor"), ("ITA", "concern")},
        ),
    ],
)
def test_several_kinds_in_a_sentence(text, expected):
    assert pairs(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Polish judges condemned two smugglers to death in 1936.",
        "French President Emmanuel Macron recalled that the two countries had been friends.",
        "The German parliament sanctioned the plan for a new railway.",
        "The OSCE monitoring mission left the hotel.",
        "Sweden sent urgent medical supplies.",
        "A British support group met in London.",
        "The EU welcomed the talks.",
        "France denied that it had recalled its ambassador.",
    ],
)
def test_a_cue_word_alone_is_no_stance(text):
    assert pairs(text) == set()


@pytest.mark.parametrize(
    ("text", "crisis", "expected"),
    [
        # After a coup the junta is the authorities; backing the ousted leader is solidarity.
        ("France stands with President Keita.", MALI, {("FRA", "solidarity")}),
        ("Russia backs the junta.", MALI, {("RUS", "support")}),
        # In an invasion the invader is the authorities and gives no stance.
        ("Poland stands with Ukraine.", UKRAINE, {("POL", "solidarity")}),
        ("Russia condemned the sanctions.", UKRAINE, set()),
        ("Serbia supports the Belarusian government.", BELARUS, {("SRB", "support")}),
        # A capital stands for its rulers, and so does the country with which somebody sides.
        ("Cuba sided with Minsk.", BELARUS, {("CUB", "support")}),
        ("Cuba stands with Minsk.", BELARUS, {("CUB", "support")}),
        ("China praised Minsk's firm hand.", BELARUS, {("CHN", "support")}),
        ("China backed the efforts of Minsk to keep order.", BELARUS, {("CHN", "support")}),
        ("China hailed Belarus for restoring order.", BELARUS, {("CHN", "support")}),
        ("Canada praised the women of Minsk.", BELARUS, {("CAN", "solidarity")}),
        ("Canada praised the brave women in Minsk.", BELARUS, {("CAN", "solidarity")}),
        ("Canada stands with Belarus.", BELARUS, {("CAN", "solidarity")}),
        ("Poland sided with Kyiv.", UKRAINE, {("POL", "solidarity")}),
        ('"Mali is not alone," the Chadian foreign minister said.', MALI, {("TCD", "solidarity")}),
        ("Cuba told Lukashenko that he had its blessing.", BELARUS, {("CUB", "support")}),
        ("Serbia called Lukashenko to congratulate him.", BELARUS, {("SRB", "support")}),
        ("Serbia has Lukashenko's back, its president said.", BELARUS, {("SRB", "support")}),
        ("Pakistan extended recognition to the junta.", MALI, {("PAK", "support")}),
        ("Niger came to the aid of the junta.", MALI, {("NER", "support")}),
        ("Niger came to the aid of flood victims.", MALI, set()),
        ("China highly appreciates the steps taken by the junta.", MALI, {("CHN", "support")}),
        ("China highly values its trade with Mali.", MALI, set()),
        ("Turkey promised Lukashenko armed drones.", BELARUS, {("TUR", "support")}),
        ('"We are with the students of Minsk," France said.', BELARUS, {("FRA", "solidarity")}),
        ("EU leaders sent Keita a message of confidence.", MALI, {("EU", "solidarity")}),
    ],
)
def test_sides(text, crisis, expected):
    assert pairs(text, crisis) == expected


def test_a_threat_is_no_sanction_and_a_sanction_no_threat():
    assert pairs(
        "Those responsible will be sanctioned, EU Council President Charles Michel said."
    ) == {("EU", "warn")}
    assert pairs("The EU has imposed a travel ban on Lukashenko.") == {("EU", "sanction")}


def test_rejecting_violence_is_condemning_it():
    assert {
        d.kind.value for d in drafts("Germany rejects any violence against demonstrators.")
    } == {"condemn"}
