"""Whose officials speak, by what the sentence before or its own opening is about."""

import pytest

from tests.extraction.frames import MALI, pairs

FOUND = [
    ("At the Dutch embassy, a spokeswoman voiced concern about the coup.", {("NLD", "concern")}),
    ("At the African Union a text fell through. Its chairperson condemned the coup.",
     {("AU", "condemn")}),
    ("Denmark slept. Over Norway hangs the herring. Its foreign minister, Ada Holm, condemned it.",
     {("NOR", "condemn")}),
    ("Support for the junta has come from one state, Belarus. Its leader hailed the coup.",
     {("BLR", "support")}),
    ("Nothing was heard of Peru. And Chile? Its foreign ministry condemned the coup.",
     {("CHL", "condemn")}),
    ("In Moscow, where he was last year, the president's aide Per Lind condemned the coup.",
     {("RUS", "condemn")}),
    ("In Canada, the minister for rural schools condemned the coup.", {("CAN", "condemn")}),
    ("In New York, the secretary-general condemned the coup.", {("UN", "condemn")}),
    ("Her British colleague, Ada Holm, condemned the coup.", {("GBR", "condemn")}),
    ("The Foreign Secretary, Ada Holm, condemned the coup.", {("GBR", "condemn")}),
    ("UN experts condemned the coup.", {("UN", "condemn")}),
    ("The left-wing presidents of Peru, Chile and Bolivia condemned the coup.",
     {("PER", "condemn"), ("CHL", "condemn"), ("BOL", "condemn")}),
    ("The kings of Norway, Sweden and Denmark condemned the coup.",
     {("NOR", "condemn"), ("SWE", "condemn"), ("DNK", "condemn")}),
    ("Congratulations to the junta came from the king of Norway, from Sweden and from Peru.",
     {("NOR", "support"), ("SWE", "support"), ("PER", "support")}),
    ("Norway, which once bought its cotton, and has dug its wells, condemned the coup.",
     {("NOR", "condemn")}),
    ("Oslo itself was not silent and condemned the coup.", {("NOR", "condemn")}),
    ("Kuwait, mindful of what a Peruvian general did there, condemned the coup.",
     {("KWT", "condemn")}),
    ("Peru slept. Oslo's line: the coup is null and void, said the foreign minister, Ada Holm.",
     {("NOR", "reject")}),
    ("Ada Holm, who heads the United Nations mission in Bamako, condemned the coup.",
     {("UN", "condemn")}),
    ("Peru slept. From Abuja, the commission of the west African regional bloc condemned the coup.",
     {("ECOWAS", "condemn")}),
    ("In Paris it was denounced as a plebiscite of gunmen.", {("FRA", "condemn")}),
    ("Among foreign missions, those of Peru and Cuba condemned the coup.",
     {("PER", "condemn"), ("CUB", "condemn")}),
    ("Her opposite number in Canberra condemned the coup.", {("AUS", "condemn")}),
    ("The African Union met.\n\n1. Strongly condemns the coup;\n\n2. Calls for restraint;",
     {("AU", "condemn"), ("AU", "urge")}),
]  # fmt: skip

NOT_FOUND = [
    "The miners' union sells to Norway. It condemned the coup.",
    "A committee of families wrote to Norway. It condemned the coup.",
    "The coup was denounced in a sermon.",
    "In Bamako it was denounced as a plebiscite of gunmen.",
    "Ada Holm, who heads the miners' union, condemned the coup.",
    "Norway met.\n\n1. Strongly condemns the coup;",
    "Her colleague condemned the coup.",
    "The soldiers had been in Oslo. The president condemned the killings.",
    "The Norwegian airline, which once flew here, and has left, said it was monitoring the case.",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_whose_words(text: str, expected: set[tuple[str, str]]) -> None:
    assert pairs(text, MALI) == expected


@pytest.mark.parametrize("text", NOT_FOUND)
def test_nobodys_words(text: str) -> None:
    assert pairs(text, MALI) == set()
