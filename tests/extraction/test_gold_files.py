"""Gold files that cannot be used are named, with what is wrong in them."""

import json

import pytest

from reactions.extraction.evaluation import GoldError, load_gold

WHOLE = {
    "id": "one",
    "published": "2020-08-17",
    "text": "Britain condemned the vote.",
    "crisis": {"focal": "BLR", "authorities": [], "opponents": []},
    "stances": [],
}


def load(tmp_path, content):
    path = tmp_path / "one.json"
    path.write_text(content)
    return list(load_gold([path]))


def test_a_whole_file_is_read(tmp_path):
    assert load(tmp_path, json.dumps(WHOLE))[0].id == "one"


@pytest.mark.parametrize("missing", ["crisis", "stances", "published", "id"])
def test_what_is_missing_is_named(tmp_path, missing):
    content = json.dumps({name: value for name, value in WHOLE.items() if name != missing})
    with pytest.raises(GoldError, match=rf"one\.json: has no '{missing}'"):
        load(tmp_path, content)


def test_what_is_no_json_is_told_with_its_place(tmp_path):
    with pytest.raises(GoldError, match=r"one\.json: .*line 1"):
        load(tmp_path, "{")
