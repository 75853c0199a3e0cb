"""Who does what by the grammar of a sentence: lists of speakers, participles, infinitives."""

from datetime import date

import pytest

from tests.extraction.frames import drafts, pairs

MINISTERS = "the foreign ministers of France, the Czech Republic and Sweden"


@pytest.mark.parametrize(
    "told",
    [
        f'The EU met. "We condemn the coup," {MINISTERS} said in a joint statement.',
        f"The EU met. The coup is an outrage, {MINISTERS} said on Tuesday.",
        f"After a meeting in Oslo, {MINISTERS} condemned the coup.",
        "Speaking in Oslo, France, the Czech Republic and Sweden condemned the coup.",
    ],
)
def test_several_speakers(told):
    assert pairs(told) == {("FRA", "condemn"), ("CZE", "condemn"), ("SWE", "condemn")}


@pytest.mark.parametrize(
    "told",
    [
        '"We condemn the coup," said {}.',
        "The coup was condemned by {}.",
        "Condemnation of the coup came from {}.",
        "A statement by {} condemned the coup.",
        "The coup is an outrage, according to {}.",
    ],
)
def test_officials_joined_behind_a_verb(told):
    text = told.format("German Chancellor Ada Holm and French President Jon Berg")
    found = {(draft.actor, draft.official) for draft in drafts(text)}
    assert found == {("DEU", "Ada Holm"), ("FRA", "Jon Berg")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "President Jon Berg of Ghana joined the EU, Togo and Canada to demand a recount.",
            {("GHA", "urge"), ("EU", "urge"), ("TGO", "urge"), ("CAN", "urge")},
        ),
        (
            "The decisions taken by Norway and Sweden last month to suspend aid were debated.",
            {("NOR", "sanction"), ("SWE", "sanction")},
        ),
        ("An ultimatum issued on Monday by Norway has expired.", {("NOR", "warn")}),
        ("Norway did not hesitate to condemn the coup.", {("NOR", "condemn")}),
        ("Lukashenko has Norway's full support.", {("NOR", "support")}),
        (
            "Norway expressed hope that Belarus would resolve the crisis through dialogue.",
            {("NOR", "urge")},
        ),
        (
            'Norwegian Premier Ada Holm spoke. "We condemn the coup," She said on her X account.',
            {("NOR", "condemn")},
        ),
        (
            "Norway regretted that the vote had been marred by violence and appealed for calm.",
            {("NOR", "concern"), ("NOR", "urge")},
        ),
        (
            "Norway said people may not be held without charge and condemned the raids.",
            {("NOR", "condemn")},
        ),
        (
            "Norway cut $3 million in military aid and condemned the crackdown.",
            {("NOR", "sanction"), ("NOR", "condemn")},
        ),
        (
            "A spokesman for Ada Holm, Norway's foreign minister, said the coup was unacceptable.",
            {("NOR", "condemn")},
        ),
        (
            "Norway took note of the result, congratulated Lukashenko and called for calm.",
            {("NOR", "support"), ("NOR", "urge")},
        ),
        (
            "Norway said it regrets the turn that things took and wishes for a return to talks.",
            {("NOR", "concern"), ("NOR", "urge")},
        ),
        (
            "The UN mission that verifies the accord of 2016 asked all parties to stop.",
            {("UN", "urge")},
        ),
        ("Norway said the union leaders attacked Lukashenko and called for strikes.", set()),
        # Whose worry it is, and what is asked.
        ("Norway voiced Oslo's unease over the arrests.", {("NOR", "concern")}),
        ("Norway voiced the miners' unease over the arrests.", set()),
        ("Norway asked Lukashenko not to use force.", {("NOR", "urge")}),
        ("Norway has not asked Lukashenko to use force.", set()),
        ("Norway hoped that any dispute would be resolved by law.", {("NOR", "urge")}),
        ("Norway hoped that trade would grow.", set()),
    ],
)
def test_who_is_meant(text, expected):
    assert pairs(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Norway did not name or congratulate the winner, Lukashenko.",
        "Norway left after a crackdown on protesters demanding that Lukashenko step down.",
        "Norway spoke of Lukashenko's attempt to break diplomatic ties.",
        "Norway met on Monday. International observers condemned the fraud.",
        "Norway could not rule out the possibility that the protests would spread.",
        "Norway recognised Belarusian sovereignty.",
        "Norway reported that the opposition had rejected the offer and demanded a recount.",
        "Norway was to have sent a mediator to Minsk last week.",
    ],
)
def test_somebody_else_or_nobody(text):
    assert not pairs(text)


def test_whose_conduct_is_judged():
    text = "Norway says it is wrong of Sweden and some other states not to recognise Lukashenko."
    assert not {kind for actor, kind in pairs(text)} & {"reject", "support"}


@pytest.mark.parametrize(
    "told",
    [
        "In Oslo Foreign Minister Ada Holm condemned the coup.",
        'Ada Holm (Norway): "We condemn the coup."',
        '"We condemn the coup." Ada Holm, Norwegian foreign minister.',
        "Ministry of Foreign Affairs of Norway\nPress release\n\nThe Ministry condemns the coup.",
        "Statement by the Government of Norway on Belarus\n\nWe condemn the coup.",
        'Date | Country | Words\n3 May | Norway | "We condemn the coup" | Ada Holm',
        "Norway on 7 May condemned the coup.",
        "Norway on May 7, 2020 condemned the coup.",
        "Norway two days ago condemned the coup.",
        "Norway issued a statement on May 7 condemning the coup.",
    ],
)
def test_where_the_speaker_stands(told):
    assert pairs(told) == {("NOR", "condemn")}


def test_acts_of_a_table_with_the_day_first():
    text = (
        "Date | Capital | Step\n"
        "3 May | Oslo | Ambassador brought home\n"
        "4 May | Rome | Credit line stopped\n"
        "5 May | Madrid | Protest note delivered to the Belarusian embassy"
    )
    assert pairs(text) == {
        ("NOR", "recall_ambassador"),
        ("ITA", "sanction"),
        ("ESP", "summon_ambassador"),
    }


def test_a_capital_that_opens_a_cell_names_nobody():
    text = "Country | Measure\nNorway | High-level political contacts suspended | 9 August"
    assert [draft.official for draft in drafts(text)] == [None]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Norway condemned the August 9 vote on Friday.", date(2020, 8, 14)),
        ("Norway stopped on Friday the aid that it has paid since 2011.", date(2020, 8, 14)),
    ],
)
def test_days_that_are_not_of_the_reaction(text, day):
    assert {draft.day for draft in drafts(text)} == {day}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway, which holds the OSCE's rotating presidency, condemned the coup.", "OSCE condemn"),
        ("Norway sent police to Minsk to help with riot control.", "NOR support"),
        ("Norway voiced full support to Belarus.", "NOR support"),
        ("Norway voiced support for the Belarusian government, standing behind an old friend.",
         "NOR support"),
        ("Norway warned that the new law must not silence the opposition.", "NOR urge"),
    ],
)  # fmt: skip
def test_which_actor_and_kind(text, expected):
    assert {f"{actor} {kind}" for actor, kind in pairs(text)} == {expected}


@pytest.mark.parametrize(
    "text",
    [
        "Norway appears concerned over the arrests.",
        "Norway stands by its decision of last month.",
        "Norway declined to comment further.",
        "Norway called a meeting of EU ambassadors in Minsk on trade.",
        "Norway spoke on Monday. Three ministers ignored calls from authorities to come.",
        "Norway has yet to urge restraint.",
        "Norway may refuse to recognise Lukashenko.",
    ],
)
def test_nothing_said(text):
    assert not {kind for _, kind in pairs(text)} - {"mediate"}


@pytest.mark.parametrize(
    "text",
    [
        "Norway said on Tuesday that it was following Peru and Chile in bringing back its staff.",
        "Norway welcomed the parties' choice of a speaker.",
        "Late on Thursday, Norway bowed to the protesters.",
    ],
)
def test_words_that_only_sound_like_a_stance(text):
    assert not {kind for _, kind in pairs(text)} & {"monitor", "mediate", "solidarity"}
