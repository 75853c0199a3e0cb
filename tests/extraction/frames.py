"""Crises and the short form that the tables of cases are written in."""

from datetime import date

from reactions.extraction import extract
from reactions.extraction.types import CrisisFrame, Draft

MONDAY = date(2020, 8, 17)

BELARUS = CrisisFrame(
    focal="BLR",
    name="Belarus, disputed election",
    authorities=("Alexander Lukashenko", "the Belarusian government", "the security forces"),
    opponents=("the protesters", "Svetlana Tikhanovskaya", "the opposition"),
)
MALI = CrisisFrame(
    focal="MLI",
    name="Mali, coup",
    authorities=("the junta", "Colonel Assimi Goita"),
    opponents=("President Ibrahim Boubacar Keita", "the ousted government"),
)
UKRAINE = CrisisFrame(
    focal="UKR",
    name="Ukraine, invasion",
    authorities=("the Russian government", "Vladimir Putin"),
    opponents=("the Ukrainian government", "Volodymyr Zelensky"),
    inside=frozenset({"RUS"}),
)


def drafts(text: str, crisis: CrisisFrame = BELARUS, published: date = MONDAY) -> list[Draft]:
    """Return what the engine finds."""
    return extract(text, published=published, crisis=crisis)


def pairs(text: str, crisis: CrisisFrame = BELARUS) -> set[tuple[str, str]]:
    """Return the actors and kinds that the engine finds."""
    return {(draft.actor, draft.kind.value) for draft in drafts(text, crisis)}
