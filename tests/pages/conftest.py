"""A small crisis that most page tests look at."""

from datetime import date

import pytest

from reactions.models import Crisis
from tests.factories import make_crisis, make_stance

MAP = "/crises/belarus-2020/"


@pytest.fixture
def belarus(db) -> Crisis:
    """Poland sanctions after it urged, Russia supports, the EU condemns; one proposal of France."""
    crisis = make_crisis()
    make_stance("POL", "urge", day=date(2020, 8, 10), status="accepted")
    make_stance("POL", "sanction", day=date(2020, 8, 20), status="accepted", phase="announced")
    make_stance("RUS", "support", day=date(2020, 8, 12), status="accepted")
    make_stance("EU", "condemn", day=date(2020, 8, 14), status="accepted")
    make_stance("FRA", "reject", day=date(2020, 8, 14), status="proposed")
    return crisis
