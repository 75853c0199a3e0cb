"""Errors: problem+json that says what is wrong, where, and the mend."""

import json
import logging
import os
import subprocess
import sys

import pytest
from django.db import OperationalError
from django.urls import reverse
from rest_framework.test import force_authenticate
from rest_framework.viewsets import ModelViewSet

from reactions.api.problems import PROBLEMS
from reactions.api.serializers import ActorSerializer
from reactions.api.views.stances import Stances
from reactions.models import Actor
from tests.factories import make_actor, make_editor

pytestmark = pytest.mark.django_db

URL = "/api/v1/stances/"


def problem_of(answer, status, slug):
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    problem = json.loads(answer.content)
    assert problem["type"] == f"http://testserver/problems/{slug}/"
    assert problem["title"] == PROBLEMS[slug].title
    assert problem["status"] == status
    assert problem["request_id"] == answer["X-Request-ID"]
    return problem


@pytest.mark.parametrize(
    ("query", "slug", "parameter", "said"),
    [
        ("kynd=reject", "unknown-parameter", "kynd", "Did you mean 'kind'?"),
        ("page=2", "unknown-parameter", "page", "'page'"),
        ("format=json", "unknown-parameter", "format", "'format'"),
        ("kind=rejekt", "bad-parameter", "kind", "Did you mean 'reject'?"),
        ("kind=", "bad-parameter", "kind", "'' is not known"),
        ("region=Asia,,Europe", "bad-parameter", "region", "empty"),
        ("until=", "bad-parameter", "until", "is not a day"),
        ("kind=reject,-foo", "bad-parameter", "kind", "'-foo' is not known"),
        ("actor=gbr", "bad-parameter", "actor", "capitals"),
        ("target=GBR%0A", "bad-parameter", "target", "nor an actor's code"),
        ("target=ZZZ", "bad-parameter", "target", "'ZZZ' is not known"),
        ("target=everybody", "bad-parameter", "target", "nor an actor's code"),
        ("from=yesterday", "bad-parameter", "from", "2026-03-14"),
        ("from=20200817", "bad-parameter", "from", "2026-03-14"),
        ("from=2020-02-30", "bad-parameter", "from", "2026-03-14"),
        ("from=latest", "bad-parameter", "from", "is not a day"),
        ("from=2020-08-01&from=2020-08-02", "bad-parameter", "from", "more than once"),
        ("max_age=-1", "bad-parameter", "max_age", "from 0 to 36500"),
        ("max_age=1.5", "bad-parameter", "max_age", "whole number"),
        ("limit=0", "bad-parameter", "limit", "from 1 to 500"),
        ("limit=501", "bad-parameter", "limit", "from 1 to 500"),
        ("limit=٣", "bad-parameter", "limit", "whole number"),
        ("ordering=level", "bad-parameter", "ordering", "-day"),
        ("fields=id,evidense", "bad-parameter", "fields", "Did you mean 'evidence'?"),
        ("expand=evidence", "bad-parameter", "expand", "decisions"),
        ("q=%00", "bad-parameter", "q", "NUL"),
        ("q=" + "x" * 201, "bad-parameter", "q", "200 characters"),
        ("crisis=a/b", "bad-parameter", "crisis", "short name"),
        ("cursor=x", "bad-cursor", "cursor", "not given out"),
    ],
)
def test_a_parameter_that_cannot_be_read_is_named(client, query, slug, parameter, said):
    problem = problem_of(client.get(f"{URL}?{query}"), 400, slug)
    (error,) = problem["errors"]
    assert error["parameter"] == parameter
    assert said in error["detail"]
    assert error["detail"] in problem["detail"]


def test_all_errors_are_told_at_once(client):
    problem = problem_of(client.get(f"{URL}?kind=x&limit=x"), 400, "bad-parameter")
    assert {error["parameter"] for error in problem["errors"]} == {"kind", "limit"}


@pytest.mark.parametrize(
    "path",
    [
        "nothing/",
        "nothing",
        "stances/x/",
        "stances/1/",
        "stances/99999999999999999999999/",
        "stances/" + "9" * 5000 + "/",
        "actors/gbr/",
        "actors/QQQ/",
        "crises/none/",
        "stances.xml",
        "stances/%0A/",
        "%0A%20",
        "",
    ],
)
def test_an_address_that_is_none_is_a_problem_too(client, path):
    problem_of(client.get(f"/api/v1/{path}"), 404, "not-found")


def test_a_missing_slash_leads_on(client):
    answer = client.get("/api/v1/stances?kind=reject")
    assert answer.status_code == 301
    assert answer["Location"] == "/api/v1/stances/?kind=reject"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize(
    "path", ["stances/", "stances/1/", "stances.csv", "kinds/", "actors/GBR/", "schema/"]
)
def test_nothing_can_be_written(client, method, path):
    superuser = make_editor()
    superuser.is_superuser = True
    superuser.save()
    client.force_login(superuser)
    answer = getattr(client, method)(f"/api/v1/{path}", {}, content_type="application/json")
    problem_of(answer, 405, "method-not-allowed")
    assert answer["Allow"] == "GET, HEAD"


def test_a_view_that_forgets_to_say_who_may_write_is_read_only(rf):
    class Forgetful(ModelViewSet):
        queryset = Actor.objects.all()
        serializer_class = ActorSerializer

    superuser = make_editor()
    superuser.is_superuser = True
    make_actor("GBR")
    for method, action in (("post", "create"), ("put", "update"), ("delete", "destroy")):
        request = getattr(rf, method)(
            "/", {}, content_type="application/json", headers={"X-Request-ID": "abcdef-123456"}
        )
        force_authenticate(request, superuser)
        answer = Forgetful.as_view({method: action})(request, pk=Actor.objects.get().pk)
        problem_of(answer, 405, "method-not-allowed")
    assert Actor.objects.count() == 1


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [
        ("stances/", "text/html", 406),
        ("stances/", "text/html,*/*;q=0.8", 200),
        ("stances/", "application/json", 200),
        ("stances.csv", "text/csv", 200),
        ("stances.csv", "application/json", 406),
        ("stances.ndjson", "application/x-ndjson", 200),
        ("stances/", "application/x-ndjson", 406),
    ],
)
def test_types_that_cannot_be_given_are_refused(client, path, accept, status):
    answer = client.get(f"/api/v1/{path}", headers={"Accept": accept})
    assert answer.status_code == status
    if status == 406:
        problem_of(answer, 406, "not-acceptable")


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer", "Bearer a b", "Basic abc"])
def test_a_bad_token_is_refused_and_not_taken_for_a_stranger(client, header):
    answer = client.get(URL, headers={"Authorization": header})
    problem_of(answer, 401, "not-authenticated")
    assert answer["WWW-Authenticate"] == 'Bearer realm="crisiswatch"'


@pytest.mark.parametrize("slug", PROBLEMS)
def test_the_type_of_a_problem_leads_to_its_page(client, slug):
    answer = client.get(reverse("problem", args=[slug]))
    assert answer.status_code == 200
    assert PROBLEMS[slug].title in answer.content.decode()


def test_there_is_no_page_for_an_unknown_problem(client):
    assert client.get("/problems/nonsense/").status_code == 404


def test_the_request_id_of_a_proxy_is_kept(client, caplog):
    caplog.set_level(logging.INFO, logger="reactions.api")
    answer = client.get(f"{URL}?kynd=x", headers={"X-Request-ID": "abcdef-123456"})
    assert answer.json()["request_id"] == "abcdef-123456"
    assert "abcdef-123456" in caplog.text


@pytest.mark.parametrize(
    ("error", "status", "slug"),
    [
        (OperationalError("the server closed the connection"), 503, "unavailable"),
        (RuntimeError("a defect"), 500, "internal-error"),
    ],
)
def test_what_fails_here_is_logged_and_not_shown(rf, caplog, error, status, slug):
    class Broken(Stances):
        @classmethod
        def rows(cls):
            raise error

    request = rf.get(URL, headers={"X-Request-ID": "abcdef-123456"})
    answer = Broken.as_view({"get": "list"})(request)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.content.decode()
    assert slug in body
    assert str(error) not in body
    record = next(record for record in caplog.records if record.name == "reactions.api")
    assert record.exc_info[1] is error
    assert answer["X-Request-ID"] in record.getMessage()


@pytest.mark.parametrize(
    ("path", "host", "status", "slug"),
    [
        ("/api/v2/stances/", "localhost", 404, "not-found"),
        ("/api/v1/nothing/", "localhost", 404, "not-found"),
        ("/api/v1/stances/", "elsewhere.example", 400, "bad-request"),
    ],
)
def test_what_goes_wrong_outside_the_views_is_a_problem_too(client, path, host, status, slug):
    answer = client.get(path, headers={"Host": host})
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"].endswith(f"/problems/{slug}/")
    assert answer.json()["request_id"]


def test_without_a_database_every_address_says_when_to_try_again(rf):
    """With the whole stack of middleware, on a database that is not there."""
    script = """
import django; django.setup()
from django.test import Client
for path in ("stances/", "stances.csv", "crises/GBR/", "datapackage.json", "positions/?crisis=x"):
    headers = {"Cookie": "sessionid=abc"}
    answer = Client(raise_request_exception=False).get(f"/api/v1/{path}", headers=headers)
    print(answer.status_code, answer["Content-Type"], answer["Retry-After"], answer["X-Request-ID"])
"""
    environment = {
        **os.environ,
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
        "ALLOWED_HOSTS": "testserver",
    }
    ran = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False
    )
    lines = ran.stdout.splitlines()
    assert len(lines) == 5, ran.stderr
    for line in lines:
        assert line.startswith("503 application/problem+json 5 ")
        assert line.split()[-1] in ran.stderr
