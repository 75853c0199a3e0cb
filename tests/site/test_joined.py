"""Styles and scripts of a page as one file each."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import FileSystemFinder

from crisiswatch.joined import JoinedStaticFilesStorage, join_scripts, join_styles


def test_a_module_is_joined_once_and_before_what_imports_it():
    files = {
        "days.js": 'import { inWords as words } from "./tip.js";\nexport const DAY = words(1);\n',
        "tip.js": "export function inWords(day) {\n  return `day ${day}`;\n}\n",
        "map.js": 'import { DAY } from "./days.js";\n'
        'import { inWords } from "./tip.js";\nshow(DAY);\n',
    }
    assert join_scripts("map.js", files.__getitem__) == (
        "const $tip = (() => {\nfunction inWords(day) {\n  return `day ${day}`;\n}\n"
        "return { inWords };\n})();\n"
        "const $days = (() => {\nconst { inWords: words } = $tip;\nconst DAY = words(1);\n"
        "return { DAY };\n})();\n"
        "const { DAY } = $days;\nconst { inWords } = $tip;\nshow(DAY);\n"
    )


@pytest.mark.parametrize(
    "line", ["export default 1;", "export let day = 1;", 'import * as days from "./days.js";']
)
def test_another_form_of_import_or_export_is_refused(line):
    with pytest.raises(ValueError, match="cannot be joined"):
        join_scripts("map.js", {"map.js": line, "days.js": ""}.__getitem__)


def test_modules_in_a_circle_are_refused():
    files = {"map.js": 'import "./days.js";\n', "days.js": 'import "./map.js";\n'}
    with pytest.raises(ValueError, match="circle"):
        join_scripts("map.js", files.__getitem__)


def test_a_sheet_stands_where_it_was_imported():
    files = {
        "crisis.css": '@import "site.css";\n@import "map.css";\n',
        "site.css": '@import "base.css";\n',
        "base.css": "a { color: red }\n",
        "map.css": "b { color: blue }\n",
    }
    assert join_styles("crisis.css", files.__getitem__) == "a { color: red }\nb { color: blue }\n"


def test_what_is_collected_is_joined_and_named_by_its_digest(tmp_path):
    storage = JoinedStaticFilesStorage(location=tmp_path, base_url="/static/")
    paths = {}
    for path, source in FileSystemFinder().list([]):
        if path.startswith(("css/", "js/")):
            paths[path] = (source, path)
    for name, _, problem in storage.post_process(paths):
        assert not isinstance(problem, Exception), name
    for name in ("css/crisis.css", "js/map.js", "js/review.js"):
        hashed = Path(tmp_path, storage.stored_name(name)).read_text()
        assert hashed == Path(tmp_path, name).read_text()
        assert not re.search(r"^(@?import|export)\b", hashed, re.MULTILINE)
