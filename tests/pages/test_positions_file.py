"""The file that scrubbing reads says on every day what the position rule says."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reactions import curation
from reactions.extraction.codebook import Kind
from reactions.histories import histories, history, positions_file
from reactions.models import Actor, Crisis
from reactions.positions import Rule, StanceRow, positions
from tests.factories import make_crisis, make_editor, make_membership, make_stance
from tests.pages.conftest import MAP

FIRST = date(2020, 8, 1)
ADDRESS = "/crises/belarus-2020/positions.json"


def row(number: int, day: int, kind: str, **fields) -> StanceRow:
    values = {"actor": "POL", "target": "authorities", "phase": "", **fields}
    return StanceRow(id=number, kind=Kind(kind), day=FIRST + timedelta(days=day), **values)


rows = st.lists(
    st.builds(
        StanceRow,
        id=st.integers(1, 10_000),
        actor=st.sampled_from(["POL", "RUS"]),
        kind=st.sampled_from(list(Kind)),
        target=st.sampled_from(["", "authorities", "opponents"]),
        phase=st.sampled_from(["", "announced", "in_force", "ended"]),
        day=st.dates(FIRST, FIRST + timedelta(days=50)),
    ),
    max_size=12,
    unique_by=lambda stance: stance.id,
)


# A busy machine takes its time to think of stances.
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(rows, st.sampled_from(list(Rule)))
def test_a_history_gives_the_position_of_every_day(stances, rule):
    last = FIRST + timedelta(days=90)
    steps = histories(stances, rule=rule, last=last)
    for offset in range(91):
        day = FIRST + timedelta(days=offset)
        shown = {}
        for actor, taken in steps.items():
            before = [step for step in taken if step.day <= day]
            if before and before[-1].position:
                shown[actor] = before[-1].position
        assert shown == positions(stances, day, rule=rule)


def test_a_summoned_ambassador_runs_out():
    steps = history([row(1, 0, "condemn"), row(2, 1, "summon_ambassador")], last=None)
    kinds = [(step.day, step.position.stance.kind) for step in steps if step.position]
    assert (FIRST + timedelta(days=1), Kind.SUMMON_AMBASSADOR) in kinds
    assert steps[-1].position.stance.kind == Kind.SUMMON_AMBASSADOR
    assert FIRST + timedelta(days=16) in [step.day for step in steps]


def test_the_file_is_compact():
    file = positions_file(
        [row(7, 0, "urge"), row(8, 3, "sanction", phase="announced")],
        first=FIRST,
        last=FIRST + timedelta(days=5),
    )
    urge, sanction = list(Kind).index(Kind.URGE), list(Kind).index(Kind.SANCTION)
    assert file["actors"] == {"POL": [[0, urge, 7, 0, 2, -1, 0], [3, sanction, 8, 3, 0, urge, 2]]}
    assert file["days"] == [0, 3]


def test_it_answers_not_modified_until_something_public_changes(client, belarus: Crisis):
    first = client.get(ADDRESS)
    assert first.json()["actors"].keys() == {"POL", "RUS", "EU"}
    again = client.get(ADDRESS, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304

    proposal = belarus.stances.get(actor__code="FRA")
    curation.accept(proposal, seen=proposal.version, editor=make_editor())
    changed = client.get(ADDRESS, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert "FRA" in changed.json()["actors"]


def test_it_follows_memberships_regions_and_names(client, belarus):
    make_membership("EU", "POL")
    members, region = f"{ADDRESS}?member_of=EU", f"{ADDRESS}?region=Baltic"
    first = client.get(members)
    assert first.json()["actors"].keys() == {"POL"}
    assert client.get(region).json()["actors"] == {}

    make_membership("EU", "RUS")
    changed = client.get(members, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed.json()["actors"].keys() == {"POL", "RUS"}
    Actor.objects.filter(code="POL").update(region="Baltic")
    assert client.get(region).json()["actors"].keys() == {"POL"}


def test_without_a_cache_pages_answer(client, belarus, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "unix:///nowhere/valkey.sock",
        }
    }
    make_crisis("sudan-2021")
    for address in ("/", MAP, f"{MAP}table/", f"{MAP}timeline/", f"{MAP}changes/", ADDRESS):
        assert client.get(address).status_code == 200


def test_filters_have_their_own_file(client, belarus):
    assert client.get(ADDRESS + "?kind=support").json()["actors"].keys() == {"RUS"}
    assert client.get(ADDRESS).json()["actors"].keys() == {"POL", "RUS", "EU"}


@pytest.mark.django_db
def test_nothing_of_an_unpublished_crisis_is_kept(client):
    crisis = make_crisis(published=False)
    client.force_login(make_editor())
    make_stance("POL", "urge", status="accepted")
    address = reverse("positions", args=[crisis.slug])
    assert client.get(address).json()["actors"].keys() == {"POL"}
    make_stance("RUS", "support", status="accepted")
    assert client.get(address).json()["actors"].keys() == {"POL", "RUS"}
