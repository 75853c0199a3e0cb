"""The example alerts are read by Prometheus's grammar and ask for what /metrics tells."""

import re

import promql_parser
import pytest
import yaml

from crisiswatch import metrics
from reactions.models import Pulse
from reactions.tasks import record_pulse
from tests.site.compose import ROOT

RULES = [
    rule
    for group in yaml.safe_load((ROOT / "docs" / "alerts.yml").read_text())["groups"]
    for rule in group["rules"]
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_an_alert_is_whole(rule):
    promql_parser.parse(rule["expr"])
    assert promql_parser.parse_duration(rule.get("for", "1m"))
    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert rule["annotations"]["summary"]


def test_alerts_ask_for_what_is_told(db, client):
    client.get("/")
    for queue in Pulse.QUEUES:
        record_pulse(queue)
    names = set(re.findall(r"^# TYPE (\w+)", metrics.exposition().decode(), re.MULTILINE))
    asked = set(re.findall(r"crisiswatch_\w+", " ".join(rule["expr"] for rule in RULES)))
    assert len(asked) >= 7
    assert {name.removesuffix("_bucket") for name in asked} <= names


def test_the_grammar_refuses_what_is_no_query():
    with pytest.raises(ValueError, match="unclosed"):
        promql_parser.parse("sum(rate(x[5m])")
