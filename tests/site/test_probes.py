"""What machines ask of the site, and the headers and ids that each answer bears."""

import json
import logging
import logging.config
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from crisiswatch.correlation import AddIds
from reactions.models import Pulse
from reactions.roles import Role, ensure_roles
from reactions.tasks import record_pulse
from tests.factories import make_editor, make_stance

pytestmark = pytest.mark.django_db


def get(path, **headers):
    return Client().get(path, headers=headers)


def test_alive_needs_neither_database_nor_a_known_host(django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = get("/healthz", host="10.1.2.3:8000")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_ready_when_every_queue_has_a_worker():
    cache.clear()
    for queue in Pulse.QUEUES:
        record_pulse(queue)
    answer = get("/readyz")
    assert answer.status_code == 200, answer.json()
    assert answer.json() == {
        "ready": True,
        **dict.fromkeys(("database", "migrations", "workers", "cache", "broker"), "ok"),
    }


def test_not_ready_when_a_queue_was_not_served_for_long(settings):
    for queue in Pulse.QUEUES:
        record_pulse(queue)
    Pulse.objects.filter(queue="read").update(
        at=timezone.now() - timedelta(seconds=settings.SWEEP_SECONDS * Pulse.MISSED_BEATS + 1)
    )
    answer = get("/readyz")
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert answer.json()["workers"] == "nobody takes from: read"


def test_a_broken_part_is_named_without_its_address(settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://:hidden@127.0.0.1:1/0",
        }
    }
    answer = get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["cache"] == "fails: ConnectionError"
    assert b"hidden" not in answer.content


def test_metrics_are_for_those_who_know_the_token(settings):
    settings.METRICS_TOKEN = ""
    assert get("/metrics", authorization="Bearer ").status_code == 404
    settings.METRICS_TOKEN = "t0ken"
    assert get("/metrics").status_code == 404
    assert get("/metrics", authorization="Bearer t0ken").status_code == 200


def test_metrics_tell_of_requests_and_of_the_tables(settings):
    settings.METRICS_TOKEN = "t0ken"
    make_stance()
    record_pulse("read")
    get("/method/")
    lines = get("/metrics", authorization="Bearer t0ken").content.decode().splitlines()
    counted = {
        line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in lines if line[0] != "#"
    }
    assert counted['crisiswatch_requests_total{method="GET",status="200",view="method"}'] >= 1
    assert counted['crisiswatch_stances{status="proposed"}'] == 1
    assert counted["crisiswatch_queue"] == 1
    assert counted["crisiswatch_articles"] == 1
    assert counted['crisiswatch_work_oldest_due_seconds{work="read"}'] == 0
    assert counted['crisiswatch_pulse_age_seconds{queue="read"}'] < 60


def test_a_stranger_makes_no_counters_and_no_lines_of_the_log(settings, caplog):
    settings.METRICS_TOKEN = "t0ken"
    caplog.set_level(logging.INFO, "crisiswatch.requests")
    Client().generic("BREW", "/no-such%0Apage/")
    lines = get("/metrics", authorization="Bearer t0ken").content.decode()
    assert "BREW" not in lines
    assert 'method="other"' in lines
    (said,) = [r.getMessage() for r in caplog.records if "BREW" in r.getMessage()
               and r.name == "crisiswatch.requests"]  # fmt: skip
    assert "/no-such%0Apage/" in said


def test_metrics_cost_the_same_queries_whatever_is_stored(django_assert_num_queries, settings):
    settings.METRICS_TOKEN = "t0ken"
    for code in ("GBR", "FRA", "DEU"):
        make_stance(code)
    with django_assert_num_queries(15):
        get("/metrics", authorization="Bearer t0ken")


def test_an_answer_bears_the_id_that_the_log_has(caplog):
    caplog.handler.addFilter(AddIds())
    answer = get("/no-such-page/")
    assert len(answer["X-Request-ID"]) == 32
    assert get("/", **{"x-request-id": "proxy-0123456789"})["X-Request-ID"] == "proxy-0123456789"
    assert get("/", **{"x-request-id": "a b\\n"})["X-Request-ID"] != "a b\\n"
    missing = next(r for r in caplog.records if "no-such-page" in r.getMessage())
    assert missing.request_id == answer["X-Request-ID"]


def test_the_reader_cannot_invent_an_address(settings, rf):
    from crisiswatch.proxies import TrustedProxies

    def address(proxies, heard):
        settings.TRUSTED_PROXIES = proxies
        request = rf.get("/", headers={"x-forwarded-for": heard}, REMOTE_ADDR="172.18.0.2")
        return TrustedProxies(lambda request: request.META["REMOTE_ADDR"])(request)

    assert address(0, "203.0.113.9") == "172.18.0.2"
    assert address(1, "203.0.113.9") == "203.0.113.9"
    assert address(1, "198.51.100.1, 203.0.113.9") == "203.0.113.9"
    assert address(2, "198.51.100.1, 203.0.113.9, 10.0.0.1") == "203.0.113.9"
    assert address(1, "") == "172.18.0.2"


def test_every_answer_has_the_security_headers():
    answer = get("/")
    for name in (
        "Content-Security-Policy",
        "Permissions-Policy",
        "Cross-Origin-Opener-Policy",
        "Cross-Origin-Resource-Policy",
        "X-Content-Type-Options",
        "X-Frame-Options",
        "Referrer-Policy",
    ):
        assert answer.headers.get(name), name
    assert "script-src" in answer["Content-Security-Policy"] or (
        "default-src 'self'" in answer["Content-Security-Policy"]
    )
    assert "unsafe" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"csp-report": {"blocked-uri": "https://evil.example/x.js"}}, 204),
        ({"csp-report": 7}, 400),
        ([], 400),
        ({"csp-report": {"blocked-uri": "x" * 20_000}}, 400),
        ("[" * 9000, 400),
    ],
)
def test_reports_of_the_content_security_policy_are_logged(body, code, caplog):
    caplog.set_level(logging.WARNING)
    sent = body if isinstance(body, str) else json.dumps(body)
    answer = Client(enforce_csrf_checks=True).post(
        "/csp-report/", sent, content_type="application/csp-report"
    )
    assert answer.status_code == code
    assert ("evil.example" in caplog.text) == (code == 204)


def test_whoever_sends_too_many_reports_is_told_so():
    cache.clear()
    report = json.dumps({"csp-report": {"blocked-uri": "inline"}})

    def send(address):
        return Client(REMOTE_ADDR=address).post("/csp-report/", report, "application/csp-report")

    answers = [send("192.0.2.1") for _ in range(70)]
    # A minute may end in between.
    assert 30 <= [answer.status_code for answer in answers].count(204) <= 60
    assert int(answers[-1].headers["Retry-After"]) <= 60
    assert send("192.0.2.2").status_code == 204


def test_a_line_of_the_log_is_one_line():
    formatter = logging.config.DictConfigurator(settings.LOGGING).configure_formatter(
        settings.LOGGING["formatters"]["line"]
    )
    path = "/x\r\n2026-01-01 INFO all is well\x1b[2J"
    record = logging.makeLogRecord({"msg": "GET %s: not-found", "args": (path,)})
    written = formatter.format(record)
    assert written.endswith("GET /x\\x0d\\x0a2026-01-01 INFO all is well\\x1b[2J: not-found")


def test_status_page_is_for_administrators():
    record_pulse("read")
    client = Client()
    assert client.get("/review/status/")["Location"] == "/account/login/?next=/review/status/"
    client.force_login(make_editor("anna"))
    refused = client.get("/review/status/")
    assert refused.status_code == 403
    assert "may not see how the installation is" in refused.content.decode()
    administrator = make_editor("ada")
    administrator.groups.set([ensure_roles()[Role.ADMINISTRATOR]])
    client.force_login(administrator)
    page = client.get("/review/status/").content.decode()
    assert "No worker takes from: fetch" in page
    assert "from the queue (read)" in page
