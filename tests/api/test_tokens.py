"""API tokens: what opens, what does not, how they end, and the pages where accounts keep them."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from reactions import tokens
from reactions.models import ApiToken, TokenUse
from tests.factories import make_editor, make_stance, make_token

pytestmark = pytest.mark.django_db

URL = "/api/v1/stances/"
PAGES = "/account/tokens/"


def bearer(secret):
    return {"Authorization": f"Bearer {secret}"}


def status(client, secret, url=URL):
    return client.get(url, headers=bearer(secret)).status_code


def test_a_token_opens(client):
    _, secret = make_token()
    assert status(client, secret) == 200


def test_the_secret_is_not_kept():
    token, secret = make_token()
    kept = str(ApiToken.objects.filter(pk=token.pk).values().get())
    assert secret not in kept
    assert secret.startswith(token.hint)


def test_one_that_ended_does_not_open(client):
    past = timezone.now() - timedelta(seconds=1)
    expired, revoked = make_token(expires_at=past)[1], make_token(revoked_at=past)[1]
    gone = make_token()
    gone[0].user.is_active = False
    gone[0].user.save()
    assert [status(client, secret) for secret in (expired, revoked, gone[1])] == [401] * 3


def test_a_closed_site_answers_to_accounts_with_the_scope_alone(client, settings):
    settings.API_OPEN = False
    make_stance(status="accepted")
    assert client.get(URL).status_code == 401
    assert client.get("/api/v1/stances.csv").status_code == 401
    assert client.get("/api/v1/datapackage.json").status_code == 401
    answer = client.get(URL, headers=bearer(make_token(None, "submit")[1]))
    assert answer.status_code == 403
    assert "read" in answer.json()["detail"]
    answer = client.get(URL, headers=bearer(make_token(None, "read")[1]))
    assert len(answer.json()["results"]) == 1
    assert answer["Cache-Control"] == "private, no-cache"
    client.force_login(make_editor())
    assert client.get(URL).status_code == 200


def test_rotating_leaves_the_old_one_a_day(client):
    old, old_secret = make_token(None, "read")
    new, new_secret = tokens.rotate(old)
    assert (new.name, new.scopes, new.replaces) == (old.name, old.scopes, old)
    assert abs(new.expires_at - old.expires_at) < timedelta(minutes=1)
    assert status(client, old_secret) == status(client, new_secret) == 200
    with pytest.raises(tokens.TokenError, match="replaced already"):
        tokens.rotate(old)
    with time_machine.travel(timezone.now() + tokens.OVERLAP):
        assert (status(client, old_secret), status(client, new_secret)) == (401, 200)


def test_a_revocation_can_be_taken_back_for_a_moment(client):
    token, secret = make_token()
    tokens.revoke(token)
    assert status(client, secret) == 401
    tokens.restore(token)
    assert status(client, secret) == 200
    tokens.revoke(token)
    with (
        time_machine.travel(timezone.now() + tokens.SECOND_THOUGHT),
        pytest.raises(tokens.TokenError, match="10 minutes"),
    ):
        tokens.restore(token)


def test_uses_are_counted_and_written_once_a_minute(client):
    token, secret = make_token()
    cache.delete(f"token-uses-{token.pk}")
    for _ in range(3):
        status(client, secret)
    assert TokenUse.objects.get(token=token).requests == 1
    later = timezone.now() + timedelta(minutes=1, seconds=1)
    with time_machine.travel(later, tick=False):
        status(client, secret)
        token.refresh_from_db()
    assert token.last_used_at == later
    assert sum(use.requests for use in token.uses.all()) == 4


def test_without_a_cache_each_use_is_written(client, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "unix:///nowhere/valkey.sock",
        }
    }
    token, secret = make_token()
    assert [status(client, secret) for _ in range(2)] == [200, 200]
    assert token.uses.get().requests == 2


def test_a_request_with_a_token_costs_one_query_more(client, django_assert_num_queries):
    make_stance(status="accepted")
    _, secret = make_token()
    status(client, secret)
    with django_assert_num_queries(4):
        assert status(client, secret) == 200


@pytest.fixture
def few(settings):
    """Room for two requests a minute by address, three by account, one that writes."""
    settings.API_RATE_EVERYBODY, settings.API_RATE_ACCOUNTS, settings.API_RATE_WRITES = 2, 3, 1
    cache.clear()
    with time_machine.travel("2026-03-14T12:00:20Z", tick=False):
        yield
    cache.clear()


def test_a_share_runs_out_and_comes_back(client, few):
    for left in (1, 0):
        answer = client.get(URL)
        assert answer.status_code == 200
        assert answer["RateLimit-Policy"] == '"everybody";q=2;w=60'
        assert answer["RateLimit"] == f'"everybody";r={left};t=40'
    answer = client.get(URL)
    assert answer.status_code == 429
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Retry-After"] == "40"
    assert answer["RateLimit"] == '"everybody";r=0;t=40'
    assert client.get(URL, REMOTE_ADDR="192.0.2.7").status_code == 200
    assert client.get("/api/v1/stances.csv").status_code == 200  # downloads are free
    with time_machine.travel("2026-03-14T12:01:00Z", tick=False):
        assert client.get(URL).status_code == 200


def test_each_token_has_a_share_of_its_own(client, few):
    one, other = make_token()[1], make_token()[1]
    assert [status(client, one) for _ in range(4)] == [200, 200, 200, 429]
    assert status(client, other) == 200
    assert client.get(URL).status_code == 200


def test_wrong_tokens_use_up_the_share_of_their_address(client, few):
    assert [status(client, "nonsense") for _ in range(3)] == [401, 401, 429]


@pytest.mark.parametrize(("proxies", "statuses"), [(0, [200, 200, 429]), (1, [200, 200, 200])])
def test_a_forwarded_address_is_believed_of_known_proxies_alone(
    client, few, settings, proxies, statuses
):
    settings.TRUSTED_PROXIES = proxies
    forwarded = ({"X-Forwarded-For": f"198.51.100.{n}"} for n in range(3))
    assert [client.get(URL, headers=headers).status_code for headers in forwarded] == statuses


def test_an_account_keeps_its_tokens_on_a_page(client):
    user = make_editor()
    client.force_login(user)
    assert client.get("/account/").content.count(PAGES.encode()) == 1
    answer = client.post(PAGES, {"name": "a notebook", "scopes": ["read", "curate"], "days": 30})
    (secret,) = re.findall(r'value="(cw_[^"]+)"', answer.content.decode())
    assert answer["Cache-Control"].startswith("max-age=0")
    assert status(client, secret) == 200
    page = client.get(PAGES).content.decode()
    assert "a notebook" in page
    assert secret not in page
    token = ApiToken.objects.get()
    assert (token.user, token.scopes) == (user, ["read", "curate"])


def test_a_form_without_a_name_or_scope_is_told_so(client):
    client.force_login(make_editor())
    answer = client.post(PAGES, {"name": " ", "days": 30})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "<title>Error: API tokens" in page
    assert "Choose at least one thing that it may do." in page
    assert not ApiToken.objects.exists()


def test_rotate_revoke_and_undo_on_the_page(client):
    token, secret = make_token()
    client.force_login(token.user)
    answer = client.post(f"{PAGES}{token.pk}/rotate/")
    (newer,) = re.findall(r'value="(cw_[^"]+)"', answer.content.decode())
    assert status(client, newer) == 200
    page = client.post(f"{PAGES}{token.pk}/revoke/", follow=True).content.decode()
    assert f"{PAGES}{token.pk}/restore/" in page
    assert status(client, secret) == 401
    client.post(f"{PAGES}{token.pk}/restore/")
    assert status(client, secret) == 200


@pytest.mark.parametrize("action", ["rotate", "revoke", "restore"])
def test_nobody_changes_the_tokens_of_others(client, action):
    token, secret = make_token()
    assert client.post(f"{PAGES}{token.pk}/{action}/").status_code == 302
    client.force_login(make_editor())
    assert client.post(f"{PAGES}{token.pk}/{action}/").status_code == 404
    assert status(client, secret) == 200
