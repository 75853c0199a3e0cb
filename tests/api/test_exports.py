"""Downloads: all rows of a filter, in order, as CSV and NDJSON."""

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest

from reactions.exports import STANCE_COLUMNS, cell, csv_lines, ndjson_lines
from tests.factories import make_actor, make_article, make_evidence, make_stance

pytestmark = pytest.mark.django_db


def text(answer):
    assert answer.status_code == 200
    return b"".join(answer).decode()


def rows(answer):
    return list(csv.DictReader(io.StringIO(text(answer), newline="")))


def test_csv_has_a_line_for_each_stance(client):
    article = make_article(
        'Raab said: "We do not\naccept this."',
        title="Commas, and “quotes”",
        url="https://example.org/1",
        published=datetime(2020, 8, 17, 9, tzinfo=UTC),
    )
    stance = make_stance(
        status="accepted", official="Dominic Raab", target="authorities", article=article
    )
    make_evidence(stance)
    make_stance("RUS", "support", status="accepted", day=date(2020, 8, 10))
    answer = client.get("/api/v1/stances.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert answer["Content-Disposition"] == 'attachment; filename="stances.csv"'
    first, second = rows(answer)
    assert list(first) == [column.name for column in STANCE_COLUMNS]
    assert first == {
        "id": str(stance.pk),
        "version": "0",
        "crisis": "belarus-2020",
        "status": "accepted",
        "day": "2020-08-17",
        "day_precision": "day",
        "actor": "GBR",
        "actor_name": "United Kingdom",
        "actor_type": "country",
        "official": "Dominic Raab",
        "office": "",
        "kind": "reject",
        "side": "critical",
        "group": "criticise",
        "level": "5",
        "target": "authorities",
        "phase": "",
        "evidence": 'Raab said: "We do not\naccept this."',
        "evidence_start": "0",
        "evidence_end": str(len(article.text)),
        "article": str(article.pk),
        "article_title": "Commas, and “quotes”",
        "article_url": "https://example.org/1",
        "publisher": "Example News",
        "published": "2020-08-17T09:00:00Z",
        "language": "en",
        "articles": "2",
        "created_at": cell(stance.created_at),
        "changed_at": cell(stance.created_at),
    }
    assert (second["actor"], second["official"], second["articles"]) == ("RUS", "", "1")


def test_downloads_take_the_filters_and_the_order_of_the_list(client):
    make_stance(status="accepted")
    make_stance("RUS", "support", status="accepted", day=date(2020, 8, 10))
    make_stance("LTU", "urge", status="accepted", day=date(2020, 8, 11))
    query = "?side=-supportive&ordering=day"
    listed = [item["actor"] for item in client.get(f"/api/v1/stances/{query}").json()["results"]]
    assert listed == ["LTU", "GBR"]
    assert [row["actor"] for row in rows(client.get(f"/api/v1/stances.csv{query}"))] == listed
    lines = text(client.get(f"/api/v1/stances.ndjson{query}")).splitlines()
    assert [json.loads(line)["actor"] for line in lines] == listed


def test_a_line_of_ndjson_is_an_item_of_the_list(client):
    make_stance(status="accepted")
    (item,) = client.get("/api/v1/stances/?expand=decisions").json()["results"]
    assert json.loads(text(client.get("/api/v1/stances.ndjson?expand=decisions"))) == item


def test_other_lists_can_be_downloaded_too(client):
    make_actor("GBR", aliases=["UK", "Britain"], latitude=-54.5)
    (row,) = rows(client.get("/api/v1/countries.csv"))
    assert (row["code"], row["aliases"], row["latitude"]) == ("GBR", "UK; Britain", "-54.5")
    assert "memberships" not in row
    assert json.loads(text(client.get("/api/v1/actors.ndjson")))["aliases"] == ["UK", "Britain"]
    assert len(rows(client.get("/api/v1/kinds.csv"))) == 14


def test_an_empty_download_has_its_header(client):
    assert text(client.get("/api/v1/stances.csv")).startswith("id,version,crisis,")
    assert text(client.get("/api/v1/stances.ndjson")) == ""


@pytest.mark.parametrize("number", [0, 999, 1000, 1001, 2000])
def test_no_line_is_lost_between_pieces(number):
    wanted = [str(place) for place in range(number)]
    pieces = list(csv_lines(["number"], ([place] for place in range(number))))
    assert "".join(pieces).split() == ["number", *wanted]
    lines = b"".join(ndjson_lines({"number": place} for place in range(number)))
    assert [json.loads(line)["number"] for line in lines.splitlines()] == list(range(number))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+44 20", "'+44 20"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("＝1", "'＝1"),
        (["=1", "b"], "'=1; b"),
        ("a=1", "a=1"),
        (-1.5, -1.5),
        (None, None),
        (True, "true"),
        (date(2020, 8, 17), "2020-08-17"),
        (datetime(2020, 8, 17, 9, tzinfo=UTC), "2020-08-17T09:00:00Z"),
    ],
)
def test_cells(value, expected):
    assert cell(value) == expected


def test_a_formula_in_a_quotation_is_made_harmless(client):
    make_stance(status="accepted", article=make_article('=HYPERLINK("https://example.org")'))
    (row,) = rows(client.get("/api/v1/stances.csv"))
    assert row["evidence"] == '\'=HYPERLINK("https://example.org")'
    line = json.loads(text(client.get("/api/v1/stances.ndjson")))
    assert line["evidence"][0]["text"].startswith("=HYPERLINK")


def test_a_long_download_is_made_by_as_many_queries_as_batches(client, django_assert_num_queries):
    for place in range(12):
        make_stance(status="accepted", official=f"Official {place}")
    # state, savepoint, cursor, rows, evidence, no more rows, end of the savepoint
    with django_assert_num_queries(7):
        assert len(text(client.get("/api/v1/stances.ndjson")).splitlines()) == 12
    with django_assert_num_queries(4):
        assert len(rows(client.get("/api/v1/stances.csv"))) == 12


def test_event_data_has_a_line_for_each_cameo_root(client):
    make_stance("RUS", "support", status="accepted", target="authorities")
    make_stance("EU", "sanction", status="accepted", target="opponents", phase="in_force")
    make_stance("LTU", "warn", status="accepted", target="RUS")
    make_stance("POL", "urge", status="accepted")
    lines = rows(client.get("/api/v1/stances-coded.csv?ordering=id"))
    names = ("source", "source_role", "target", "target_role", "cameo_root", "quad_class", "plover")
    assert [tuple(line[name] for name in names) for line in lines] == [
        ("RUS", "GOV", "BLR", "GOV", "05", "1", "SUPPORT; AID"),
        ("RUS", "GOV", "BLR", "GOV", "06", "2", "SUPPORT; AID"),
        ("RUS", "GOV", "BLR", "GOV", "07", "2", "SUPPORT; AID"),
        ("EU", "IGO", "BLR", "OPP", "16", "4", "SANCTION; COERCE"),
        ("EU", "IGO", "BLR", "OPP", "17", "4", "SANCTION; COERCE"),
        ("LTU", "GOV", "RUS", "", "13", "3", "THREATEN"),
        ("POL", "GOV", "BLR", "", "02", "1", "REQUEST"),
        ("POL", "GOV", "BLR", "", "10", "3", "REQUEST"),
    ]


READ = {
    "string": str,
    "integer": int,
    "number": float,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "boolean": lambda value: {"true": True, "false": False}[value],
}


def test_the_data_package_describes_every_download(client):
    make_actor("LTU", latitude=55.2)
    make_stance(status="accepted", official="Dominic Raab")
    package = client.get("/api/v1/datapackage.json").json()
    tables = {table["name"]: table for table in package["resources"]}
    assert {"stances", "stances-coded", "kinds", "actors"} <= tables.keys()
    read = {name: rows(client.get(table["path"])) for name, table in tables.items()}
    for name, table in tables.items():
        fields = {field["name"]: READ[field["type"]] for field in table["schema"]["fields"]}
        for line in read[name]:
            assert list(line) == list(fields)
            for field, value in line.items():
                assert value == "" or fields[field](value) is not None
        if key := table["schema"].get("primaryKey"):
            assert len({line[key] for line in read[name]}) == len(read[name])
        for link in table["schema"].get("foreignKeys", ()):
            other = link["reference"]
            there = {line[other["fields"]] for line in read[other["resource"]]}
            assert {line[link["fields"]] for line in read[name]} <= there


def test_the_data_package_names_the_revision(client):
    answer = client.get("/api/v1/datapackage.json")
    assert answer.json()["version"] == answer["Dataset-Revision"] == "0"
    again = client.get("/api/v1/datapackage.json", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    assert client.post("/api/v1/datapackage.json").status_code == 405
