"""How an end is announced: in the answers to those who use what goes, and in the document."""

from datetime import date

import pytest
from drf_spectacular.generators import SchemaGenerator

from reactions.api.deprecation import Deprecation
from reactions.api.parameters import Parameter, Text
from reactions.api.views.reference import Kinds, Tenures

GOING = Deprecation(since=date(2027, 1, 1), sunset=date(2028, 1, 1))


def test_nothing_goes_without_twelve_months_notice():
    with pytest.raises(ValueError, match="twelve months"):
        Deprecation(since=date(2027, 1, 1), sunset=date(2027, 12, 31))


@pytest.mark.django_db
def test_an_address_that_goes_says_so(rf):
    class OldKinds(Kinds):
        deprecated = GOING

    answer = OldKinds.as_view({"get": "list"})(rf.get("/api/v1/kinds/"))
    assert answer["Deprecation"] == "@1798761600"
    assert answer["Sunset"] == "Sat, 01 Jan 2028 00:00:00 GMT"
    assert answer["Link"].endswith('/api/changes/>; rel="deprecation"; type="text/html"')


@pytest.mark.django_db
@pytest.mark.parametrize(("query", "told"), [("", False), ("?was=x", True)])
def test_a_parameter_that_goes_says_so_to_those_who_use_it(rf, query, told):
    class OldTenures(Tenures):
        filters = (*Tenures.filters, Parameter("was", "Old.", Text(), deprecated=GOING))

    answer = OldTenures.as_view({"get": "list"})(rf.get(f"/api/v1/tenures/{query}"))
    assert answer.status_code == 200
    assert ("Sunset" in answer) == told


def test_the_document_marks_what_goes(settings):
    class OldTenures(Tenures):
        deprecated = GOING
        filters = (Parameter("was", "Old.", Text(), deprecated=GOING),)

    from django.urls import path

    patterns = [path("old/", OldTenures.as_view({"get": "list"}))]
    document = SchemaGenerator(patterns=patterns).get_schema(request=None, public=True)
    (operation,) = document["paths"]["/old/"].values()
    assert operation["deprecated"]
    marked = [p["name"] for p in operation["parameters"] if p.get("deprecated")]
    assert marked == ["was"]


def test_nothing_is_deprecated_unannounced():
    from reactions.api.urls import COMPUTED, RESOURCES

    views = [*RESOURCES.values(), *COMPUTED]
    going = [view for view in views if view.deprecated or any(p.deprecated for p in view.filters)]
    assert not going  # else: describe it in docs/api-changes.md
