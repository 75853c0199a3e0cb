"""Articles from files: what is read, and what is said about files that cannot be."""

import json
from datetime import UTC, date, datetime

import pytest

from reactions.ingestion.documents import Document, Problem
from reactions.ingestion.files import read_paths

TEXT = "France condemned the violence.\n\nPoland called for talks."


def read(path, **options):
    return list(read_paths([path], **options))


def write(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_text_file_takes_its_day_from_its_name(tmp_path):
    (document,) = read(write(tmp_path, "belarus-2020-08-17.txt", TEXT))
    assert document == Document(
        place=str(tmp_path / "belarus-2020-08-17.txt"),
        text=TEXT,
        published=datetime(2020, 8, 17, 12, tzinfo=UTC),
        published_precision="day",
    )


def test_newlines_and_byte_order_mark_are_made_plain(tmp_path):
    path = write(tmp_path, "a.txt", b"\xef\xbb\xbfOne.\r\nTwo.\rThree.\n\n")
    (document,) = read(path, published=date(2020, 8, 17))
    assert document.text == "One.\nTwo.\nThree."


def test_a_page_gives_text_title_and_day(tmp_path):
    paragraphs = "".join(
        f"<p>{'France condemned the violence in Minsk. ' * 4}</p>" for _ in range(4)
    )
    page = f"""<!doctype html><html><head><title>World reacts</title>
        <meta property="article:published_time" content="2020-08-17T09:30:00Z">
        <link rel="canonical" href="https://news.example/world-reacts"></head>
        <body><nav>Home Sport</nav><article><h1>World reacts</h1>{paragraphs}</article>
        </body></html>"""
    (document,) = read(write(tmp_path, "page.html", page))
    assert document.title == "World reacts"
    assert document.published.date() == date(2020, 8, 17)
    assert document.url == "https://news.example/world-reacts"
    assert "France condemned" in document.text
    assert "Sport" not in document.text


def test_json_lines_go_on_after_a_bad_line(tmp_path):
    good = {
        "title": "T",
        "text": TEXT,
        "url": "https://a.example/1",
        "published": "2020-08-17T22:00:00-05:00",
    }
    path = write(
        tmp_path, "a.jsonl", json.dumps(good) + "\n{broken\n\n" + json.dumps({**good, "text": ""})
    )
    first, broken, empty = read(path)
    assert first.published == datetime(2020, 8, 18, 3, tzinfo=UTC)
    assert first.published_precision == "time"
    assert (broken.place, empty.place) == (f"{path}, line 2", f"{path}, line 4")
    assert "not JSON" in broken.reason
    assert "no text" in empty.reason


def test_a_json_file_may_hold_a_list(tmp_path):
    articles = [{"text": f"Text {n}", "published": "2020-08-17"} for n in range(3)]
    assert len(read(write(tmp_path, "a.json", json.dumps(articles)))) == 3


def test_a_folder_is_read_whole_and_in_order(tmp_path):
    for name in ("b-2020-08-18.txt", "a-2020-08-17.txt", "notes.pdf"):
        write(tmp_path, name, name)
    assert [document.text for document in read(tmp_path)] == [
        "a-2020-08-17.txt",
        "b-2020-08-18.txt",
    ]


def test_a_table_is_read_row_by_row(tmp_path):
    rows = (
        "title,text,url,published\r\n"
        f'One,"{TEXT}",https://a.example/1,2020-08-17\r\n'
        "Two,,https://a.example/2,2020-08-17\r\n"
        'Three,"With ""quotes"", and more",https://a.example/3,2020-08-18,beyond\r\n'
    )
    first, empty, third = read(write(tmp_path, "a.csv", rows))
    assert (first.title, first.text, first.url) == ("One", TEXT, "https://a.example/1")
    assert "no text" in empty.reason
    assert empty.place.endswith("a.csv, line 5")
    assert third.text == 'With "quotes", and more'


def test_a_page_without_date_takes_the_day_of_its_name(tmp_path):
    body = "".join(f"<p>{'France condemned the violence. ' * 8}</p>" for _ in range(3))
    page = f"<html><body><article><h1>A</h1>{body}</article></body></html>"
    (document,) = read(write(tmp_path, "a-2020-08-17.html", page))
    assert (document.published.date(), document.url) == (date(2020, 8, 17), None)
    (problem,) = read(write(tmp_path, "a.html", page))
    assert "no date" in problem.reason


@pytest.mark.parametrize(
    ("name", "content", "reason", "mend"),
    [
        ("empty-2020-08-17.txt", "", "no text", "plain text"),
        ("blank-2020-08-17.txt", " \n\n ", "no text", "plain text"),
        ("undated.txt", TEXT, "no date", "--published"),
        ("wrong-2020-13-45.txt", TEXT, "no date", "--published"),
        ("latin-2020-08-17.txt", "Élysée".encode("latin-1"), "not UTF-8 (byte 0 is 0xc9)", "iconv"),
        ("binary-2020-08-17.txt", b"a\x00b", "NUL", "plain text"),
        ("binary.html", b"\x7fELF\x00\x00", "binary", "HTML"),
        ("nothing.html", "<html><body></body></html>", "without an article", ".txt"),
        ("broken.json", "{", "not JSON", "object"),
        ("number.json", "7", "no JSON object", "title"),
        ("types.json", '{"text": 7, "published": "2020-08-17"}', "'text'", "quotation"),
        ("date.json", '{"text": "A", "published": "last week"}', "'last week'", "2020-08-17"),
        (
            "url.json",
            '{"text": "A", "published": "2020-08-17", "url": "javascript:x"}',
            "javascript",
            "https",
        ),
        ("columns.csv", "headline,body\r\na,b\r\n", "no column named text", "first line"),
        ("broken.csv", 'text,published\n"a" b,2020-08-17\n', "not CSV", "quotation"),
        ("picture.png", "x", ".png", ".txt"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_mend(tmp_path, name, content, reason, mend):
    (problem,) = read(write(tmp_path, name, content))
    assert isinstance(problem, Problem)
    assert name in problem.place
    assert reason in problem.reason
    assert mend in problem.mend


def test_a_path_that_is_not_there(tmp_path):
    (problem,) = read(tmp_path / "gone.txt")
    assert "No such file" in problem.reason


def test_an_empty_folder(tmp_path):
    (problem,) = read(tmp_path)
    assert "No articles" in problem.reason
