"""A part that is away is an outage, which passes; a fault of ours is an error."""

import pytest
from django.test import Client


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/database/", 503, b"Away for a moment"),
        ("/broker/", 503, b"Away for a moment"),
        ("/fault/", 500, b"Something went wrong here"),
    ],
)
def test_outages_say_when_to_come_again(settings, db, path, status, words):
    settings.ROOT_URLCONF = "tests.site.away"
    answer = Client(raise_request_exception=False).get(path)
    assert answer.status_code == status
    assert words in answer.content
    assert answer.headers.get("Retry-After") == ("10" if status == 503 else None)
    assert b"refused" not in answer.content


def test_programs_are_told_in_their_own_form(settings, db):
    settings.ROOT_URLCONF = "tests.site.away"
    answer = Client(raise_request_exception=False).get("/api/v1/broker/")
    assert answer.status_code == 503
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Retry-After"]
