"""The address is the state of a page: what is copied shows the same again."""

from urllib.parse import urlencode

from django.core.cache import cache
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from reactions.extraction.codebook import Group, Kind, Side
from reactions.positions import Rule
from reactions.views.parameters import ORDER
from tests.pages.conftest import MAP

DAYS = st.dates().map(str)


def some(values) -> st.SearchStrategy[str]:
    """One or several of the values, in any order, some of them excluded."""
    one = st.tuples(st.sampled_from(["", "-"]), st.sampled_from(list(values))).map("".join)
    return st.lists(one, min_size=1, max_size=3).map(",".join)


STATES = st.fixed_dictionaries(
    {},
    optional={
        "day": DAYS,
        "from": DAYS,
        "until": DAYS,
        "target": st.sampled_from(["crisis", "authorities", "opponents", "all", "POL"]),
        "rule": st.sampled_from(list(Rule)),
        "colour": st.sampled_from(["group", "kind"]),
        "kind": some(Kind),
        "group": some(Group),
        "side": some(Side),
        "actor": some(["POL", "RUS", "EU"]),
        "actor_type": some(["country", "organization"]),
        "region": st.text(st.characters(blacklist_categories=["C"]), min_size=1, max_size=10),
        "q": st.text(st.characters(blacklist_categories=["C"]), min_size=1, max_size=20),
        "max_age": st.integers(0, 30_000).map(str),
        "organizations": st.sampled_from(["rail", "members"]),
        "selected": st.sampled_from(["POL", "FRA"]),
        "highlight": st.sampled_from(["act", "condemn"]),
        "viewport": st.sampled_from(["world", "europe", "14,53.25,4.3", "-170,-14,24"]),
        "labels": st.sampled_from(["auto", "on", "off"]),
    },
)


QUICK = settings(
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@settings(QUICK, max_examples=30)
@given(STATES)
def test_a_state_survives_copying_its_address(client, belarus, state):
    cache.clear()  # what is kept comes without its context
    first = client.get(f"{MAP}?{urlencode(state)}", follow=True)
    assert first.status_code == 200
    assert first.context["query"].notices == ()
    cache.clear()
    again = client.get(first.context["query"].canonical)
    assert again.status_code == 200
    assert again.context["query"].params == first.context["query"].params
    assert again.context["listed"] == first.context["listed"]


@settings(QUICK, max_examples=10)
@given(
    st.dictionaries(
        st.sampled_from([*ORDER, "nonsense"]),
        st.text(st.characters(blacklist_categories=["Cs"]), max_size=30),
        max_size=5,
    )
)
def test_no_parameter_breaks_a_page(client, belarus, state):
    for view in ("", "table/", "timeline/", "stances/", "silence/", "changes/"):
        page = client.get(f"{MAP}{view}?{urlencode(state)}", follow=True)
        assert page.status_code == 200
