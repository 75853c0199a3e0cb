"""The OpenAPI document: made without a warning, and true to what the API answers."""

import random
import re
from collections import Counter
from datetime import date

import pytest
import schemathesis
from django.contrib.auth.models import User
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck, settings

from crisiswatch.wsgi import application
from reactions import curation
from reactions.api.urls import COMPUTED, RESOURCES
from reactions.api.writing import KEY_HEADER
from reactions.models import CrisisEvent, Source, Tenure
from tests.factories import (
    make_actor,
    make_article,
    make_crisis,
    make_editor,
    make_evidence,
    make_membership,
    make_official,
    make_stance,
    make_token,
)

# Only we can make a cursor, and which actors and revisions there are a schema does not say; nor
# which stances and articles a body may name.
UNKNOWABLE = {"cursor", "target", "since"}


def test_it_is_made_without_a_warning():
    GENERATOR_STATS.reset()
    document = SchemaGenerator().get_schema(request=None, public=True)
    assert not GENERATOR_STATS
    validate_schema(document)
    assert document["openapi"] == "3.1.0"


def test_it_is_served(client):
    answer = client.get("/api/v1/schema/")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    paths = answer.json()["paths"]
    for name in (*RESOURCES, *(view.resource_name for view in COMPUTED)):
        assert f"/api/v1/{name}/" in paths


def test_it_describes_the_parameters_that_are_read(client):
    operation = client.get("/api/v1/schema/").json()["paths"]["/api/v1/stances/"]["get"]
    kind = next(p for p in operation["parameters"] if p["name"] == "kind")
    assert (kind["style"], kind["explode"]) == ("form", False)
    assert "-reject" in kind["schema"]["items"]["enum"]
    limit = next(p for p in operation["parameters"] if p["name"] == "limit")
    assert limit["schema"] == {"type": "integer", "minimum": 1, "maximum": 500, "default": 100}


def test_reading_asks_for_no_credentials(client):
    paths = client.get("/api/v1/schema/").json()["paths"]
    private = {path for path in paths if re.search(r"/(desk|submissions)/", path)}
    for path, operations in paths.items():
        is_private = path in private
        assert is_private or set(operations) == {"get"}
        for operation in operations.values():
            assert ("security" in operation) == is_private


def test_what_writes_says_what_it_reads_and_builds_on(client):
    paths = client.get("/api/v1/schema/").json()["paths"]
    operation = paths["/api/v1/desk/stances/{id}/reject/"]["post"]
    headers = {p["name"]: "required" in p for p in operation["parameters"] if p["in"] == "header"}
    assert headers == {"If-Match": True, "Idempotency-Key": False}
    body = operation["requestBody"]["content"]["application/json"]["schema"]
    assert body == {"$ref": "#/components/schemas/RejectBody"}
    assert {"200", "401", "403", "409", "412", "422", "428"} < set(operation["responses"])


@pytest.fixture
def api_document(transactional_db):
    """The document, with something of everything in the database.

    The application closes its connection after each request, so that no transaction of the test
    could hold what is in there.
    """
    make_membership("EU", "LTU", since=date(2004, 5, 1))
    source = Source.objects.create(name="Example feed", type="feed", country=make_actor("GBR"))
    article = make_article(source=source, url="https://example.org/1", author="A. Writer")
    editor = make_editor()
    for stance in (
        make_stance(official="Dominic Raab", office="Foreign Secretary", article=article),
        make_stance("RUS", "support", target="all", phase="announced", day=date(2020, 8, 10)),
        make_stance("EU", "sanction", phase="in_force"),
        make_stance("POL", "urge"),
    ):
        curation.accept(stance, seen=1, editor=editor)
    curation.withdraw(stance, seen=2, editor=editor, public_reason="Misread.")
    make_evidence(stance)
    make_stance("FRA", "urge")
    make_editor("program", permissions=("merge_stance",))
    Tenure.objects.create(
        official=make_official(), actor=make_actor("GBR"), office="Foreign Secretary"
    )
    CrisisEvent.objects.create(
        crisis=make_crisis(), day=date(2020, 8, 9), title="Election", source="https://example.org"
    )
    return load_document()


def load_document(**config):
    config = schemathesis.Config.from_dict(config)
    return schemathesis.openapi.from_wsgi("/api/v1/schema/", application, config=config)


@pytest.fixture
def quick_document(api_document):
    """The document, tried at random alone: without the case for every bound of every parameter."""
    return load_document(phases={"coverage": {"enabled": False}})


document = schemathesis.pytest.from_fixture("api_document")
# Downloads read the same parameters by the same code as their lists.
quick = schemathesis.pytest.from_fixture("quick_document").exclude(
    path_regex=r"(?<!/stances)(?<!/positions)\.(csv|ndjson)$"
)
endless = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "derandomize": True,
    "database": None,
}


@quick.parametrize()
@settings(max_examples=15, **endless)
def test_answers_are_as_described(case):
    check(case)


@pytest.mark.long
@document.parametrize()
@settings(max_examples=100, **endless)
def test_many_answers_are_as_described(case):
    check(case)


def test_answers_lead_on_as_described(api_document):
    """A program that knows nothing but the document follows its links, from answer to answer:
    decisions upon decisions in any order, each answered as described, and each done for once."""
    chance = random.Random(7)  # noqa: S311 (no secret)
    found = (result.ok() for result in api_document.get_all_operations())
    operations = {operation.definition.raw["operationId"]: operation for operation in found}
    done = Counter()
    for number in range(6):
        proposal = make_stance(official=f"Speaker {number}")
        links = [
            ("desk_stances_create", {KEY_HEADER: f"key-{number}"}),
            ("desk_stances_retrieve", {"id": proposal.pk}),
        ]
        for step in range(10):
            undone = [link for link in links if not done[link[0], 200]]
            name, known = chance.choice([*undone, *undone, *links])
            answer = ask(operations[name], known, f"{number}.{step}")
            done[name, answer.status_code] += 1
            # What was refused leads nowhere, and left everything as it was.
            links = links_of(operations[name], answer) or links
    decisions = ("accept", "reject", "correct", "withdraw", "merge", "undo")
    assert not [name for name in decisions if not done[f"desk_stances_{name}", 200]], done


def ask(operation, known, number):
    """The answer to an operation with the parameters that are known, checked by the document."""
    name = operation.definition.raw["operationId"]
    body = name in BODIES and {"body": BODIES[name](number), "media_type": "application/json"}
    case = operation.Case(
        path_parameters={name: value for name, value in known.items() if name == "id"},
        headers={name: value for name, value in known.items() if name != "id"},
        **(body or {}),
    )
    return case.call_and_validate(headers=headers_for(case), excluded_checks=unfit_checks(case))


def links_of(operation, answer):
    """Where an answer leads: names of operations, each with the parameters that it gives."""
    described = operation.definition.raw["responses"].get(str(answer.status_code), {})
    return [
        (link["operationId"], {n: said(answer, text) for n, text in link["parameters"].items()})
        for link in described.get("links", {}).values()
    ]


def said(answer, expression):
    """What a runtime expression of OpenAPI stands for."""
    if expression.startswith("$response.header."):
        return answer.headers[expression.removeprefix("$response.header.").lower()][0]
    value = answer.json()
    for name in expression.removeprefix("$response.body#/").split("/"):
        value = value[int(name) if isinstance(value, list) else name]
    return value


def a_new_stance(number):
    words = f"On Monday the United Kingdom did not accept result {number}."
    return {
        "crisis": make_crisis().slug,
        "actor": make_actor("GBR").code,
        "kind": "reject",
        "day": "2020-08-17",
        "official": f"Official {number}",
        "new_official": True,
        "evidence": {"article": make_article(words).pk, "start": 0, "end": len(words)},
    }


# Which rows there are no document says: what these are sent names some.
BODIES = {
    "desk_stances_create": a_new_stance,
    "desk_stances_correct": lambda number: {"office": f"Office {number}", "public_reason": "Why."},
    "desk_stances_reject": lambda number: {"reason": "not_real"},
    "desk_stances_withdraw": lambda number: {"public_reason": "Misread."},
    "desk_stances_undo": lambda number: {"public_reason": "Misread."},
    "desk_stances_accept": lambda number: {},
    "desk_stances_merge": lambda number: {
        "into": make_stance(official=f"Kept {number}").pk,
        "override": True,
    },
}


def check(case):
    case.call_and_validate(headers=headers_for(case), excluded_checks=unfit_checks(case))


def headers_for(case):
    """With the token of a program where the address takes one."""
    headers = {"Accept-Encoding": "identity"}
    if re.search(r"/(desk|submissions)/", case.path):
        editor = User.objects.get(username="program")
        headers["Authorization"] = f"Bearer {make_token(editor)[1]}"
    return headers


def unfit_checks(case):
    """The check that what fits the document is taken, where the document cannot say what does."""
    unknowable = case.method != "GET" or UNKNOWABLE & set(case.query or {})
    return [schemathesis.checks.CHECKS.get_one("positive_data_acceptance")] if unknowable else []
