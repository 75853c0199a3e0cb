"""What is not reviewed or not published cannot be seen at any door of the API."""

from datetime import date

import pytest

from reactions.api.urls import RESOURCES
from reactions.models import CrisisEvent, Source
from tests.factories import make_article, make_crisis, make_editor, make_evidence, make_stance

pytestmark = pytest.mark.django_db

# Every word that only a proposal or an unpublished crisis has.
SECRETS = ("secret", "Nobody Named", "Hidden Person")


@pytest.fixture
def shown():
    """A stance that may be seen, beside a proposal, corroboration and a crisis that may not."""
    source = Source.objects.create(
        name="The secret feed", type="feed", address="https://example.org/secret-key"
    )
    hidden = make_crisis("secret-2021", published=False, title="The secret crisis")
    CrisisEvent.objects.create(
        crisis=hidden, day=date(2021, 1, 1), title="A secret event", source="https://example.org/"
    )
    text = "The secret words of a named person."
    make_stance("POL", official="Nobody Named", article=make_article(text, title="secret title 1"))
    make_stance(
        "FRA",
        official="Hidden Person",
        crisis=hidden,
        status="accepted",
        article=make_article(title="secret title 2", source=source),
    )
    stance = make_stance(status="accepted", official="Dominic Raab")
    make_evidence(
        stance, make_article("More secret words.", title="secret title 3"), status="proposed"
    )
    make_evidence(stance, make_article("secret, too", title="secret 4"), status="rejected")
    return stance


def body(answer):
    assert answer.status_code == 200, answer.content
    return (b"".join(answer) if answer.streaming else answer.content).decode()


@pytest.mark.parametrize("name", RESOURCES)
@pytest.mark.parametrize("form", ["/", ".csv", ".ndjson"])
@pytest.mark.parametrize("signed_in", [False, True])
def test_no_list_shows_it(client, shown, name, form, signed_in):
    if signed_in:
        client.force_login(make_editor())
    expand = ",".join(RESOURCES[name].serializer_class.expandable())
    query = f"?expand={expand}" if expand and form != ".csv" else ""
    text = body(client.get(f"/api/v1/{name}{form}{query}"))
    assert not [word for word in SECRETS if word in text]


def test_no_item_shows_it(client, shown):
    from reactions.models import Article, Official, Stance

    public = {
        "stances": {shown.pk},
        "articles": {shown.evidence.get(primary=True).article_id},
        "officials": {shown.official_id},
        "events": set(),
        "sources": set(),
    }
    models = {
        "stances": Stance,
        "articles": Article,
        "officials": Official,
        "events": CrisisEvent,
        "sources": Source,
    }
    for name, model in models.items():
        for key in model.objects.values_list("pk", flat=True):
            status = client.get(f"/api/v1/{name}/{key}/").status_code
            assert status == (200 if key in public[name] else 404), (name, key)
    assert client.get("/api/v1/crises/secret-2021/").status_code == 404


@pytest.mark.parametrize("name", ["stances", "events", "articles"])
def test_filtering_by_what_is_hidden_is_like_filtering_by_nothing(client, shown, name):
    hidden = client.get(f"/api/v1/{name}/?crisis=secret-2021&count=exact").json()
    nothing = client.get(f"/api/v1/{name}/?crisis=nothing&count=exact").json()
    assert hidden == nothing
    assert hidden["count"] == 0


def test_the_address_of_a_feed_stays_inside(client, shown):
    make_stance(
        "LTU",
        status="accepted",
        article=make_article(source=Source.objects.get()),
    )
    text = body(client.get("/api/v1/sources/"))
    assert "The secret feed" in text
    assert "secret-key" not in text
