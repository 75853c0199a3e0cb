"""Web archives: split by offsets, read from anywhere, resumed, broken records passed over."""

import io
import random
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from reactions.ingestion import archives
from reactions.ingestion.archives import ArchiveError, add_archive, read_part
from reactions.ingestion.records import next_record, read_records
from reactions.models import ArchivePart, Article, Capture, Page, Reading
from tests.factories import make_crisis
from tests.ingestion.layouts import Story, document, make_story
from tests.ingestion.stories import event, report

NUMBER = 40


def html(number, *, relevant):
    chance = random.Random(number)  # noqa: S311
    body = "".join(f"<p>{text}</p>" for text in report(event(chance), 0, chance).split("\n"))
    lead = "Belarus arrested protesters after the election in Minsk, the opposition said."
    words = lead if relevant else "A quiet day at the harbor."
    page = f"<article><p>{words} No. {number}.</p>{body}</article>"
    return document(Story(f"Report {number}", []), page)


def write_archive(path, number=NUMBER, *, packed=True, every=4):
    """An archive of pages of which every fourth is about Belarus, as a crawler writes it."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=packed)
        file_info = writer.create_warcinfo_record(path.name, {"software": "tests"})
        writer.write_record(file_info)
        for n in range(number):
            url = f"https://news{n % 5}.example/{n}"
            request = writer.create_warc_record(
                url, "request", payload=io.BytesIO(b"GET / HTTP/1.1\r\n\r\n")
            )
            body = html(n, relevant=n % every == 0).encode()
            headers = StatusAndHeaders(
                "200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1"
            )
            response = writer.create_warc_record(
                url,
                "response",
                payload=io.BytesIO(body),
                http_headers=headers,
                warc_headers_dict={"WARC-Date": "2020-08-18T10:00:00Z"},
            )
            writer.write_record(response)
            writer.write_record(request)
    return path


def lose(part, *, attempts):
    """The row as a worker leaves it that is killed, once its lease is over."""
    ArchivePart.objects.filter(pk=part.pk).update(
        state="started", attempts=attempts, leased_until=timezone.now()
    )


@contextmanager
def killed_after(records):
    """Break off like a kill once the place after so many records is noted."""
    notes = 0

    def count(execute, sql, *rest):
        nonlocal notes
        result = execute(sql, *rest)
        notes += sql.startswith('UPDATE "reactions_archivepart" SET "position"')
        if notes == records:
            raise KeyboardInterrupt
        return result

    with connection.execute_wrapper(count):
        yield


def urls(path, start=0, end=None):
    with path.open("rb") as file:
        end = path.stat().st_size if end is None else end
        return [record.url for record in read_records(file, start, end) if record.url]


@pytest.mark.parametrize("packed", [True, False])
def test_every_record_is_read_once_however_it_is_split(tmp_path, packed):
    path = write_archive(tmp_path / "a.warc", packed=packed)
    size = path.stat().st_size
    whole = urls(path)
    assert len(whole) == NUMBER
    for step in (size, size // 3, size // 7, 5000):
        parts = [urls(path, start, start + step) for start in range(0, size, step)]
        assert [url for part in parts for url in part] == whole


def test_a_page_is_as_it_was_served(tmp_path):
    path = write_archive(tmp_path / "a.warc.gz", 1)
    with path.open("rb") as file:
        (record,) = (one for one in read_records(file, 0, path.stat().st_size) if one.url)
    assert record.body == html(0, relevant=True).encode()
    assert record.retrieved == datetime(2020, 8, 18, 10, tzinfo=UTC)
    assert record.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("packed", [True, False])
def test_what_is_broken_is_passed_over(tmp_path, packed):
    path = write_archive(tmp_path / "a.warc", packed=packed)
    data = bytearray(path.read_bytes())
    with path.open("rb") as file:
        middle = next_record(file, len(data) // 2)
    data[middle + 2 : middle + 40] = b"\xff" * 38
    path.write_bytes(data)
    found = urls(path)
    assert NUMBER - 2 <= len(found) < NUMBER
    assert len(set(found)) == len(found)
    assert found[-1].endswith(f"/{NUMBER - 1}")


def test_a_record_without_an_address_is_passed_over(tmp_path):
    path = tmp_path / "news.warc"
    write_archive(path, packed=False)
    whole = urls(path)
    path.write_bytes(path.read_bytes().replace(b"WARC-Target-URI", b"WARC-Target-URX", 1))
    assert urls(path) == whole[1:]


def test_an_archive_cut_short_gives_what_is_there(tmp_path):
    path = write_archive(tmp_path / "a.warc.gz")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert 10 < len(urls(path)) < NUMBER


@pytest.mark.django_db
class TestSearch:
    """What is stored of an archive."""

    def read_all(self, archive):
        """Read every part to its end, as workers do; the turns that it took."""
        turns = 0
        while due := archives.due_parts(timezone.now(), limit=100):
            for part in due:
                turns += 1
                read_part(part)
            assert turns < 500
        assert not archive.parts.exclude(state="done").exists()
        return turns

    def test_articles_about_a_crisis_are_stored_with_their_proof(self, tmp_path):
        make_crisis()
        archive = add_archive(write_archive(tmp_path / "a.warc.gz"))
        self.read_all(archive)
        assert Article.objects.count() == Reading.objects.count() == NUMBER // 4
        article = Article.objects.get(url="https://news0.example/0")
        assert article.source == archive.source
        assert article.retrieved == datetime(2020, 8, 18, 10, tzinfo=UTC)
        assert Capture.objects.get(article=article).retrieved == article.retrieved
        assert archive.parts.get().records > NUMBER
        assert Page.objects.get(article=article).state == "done"

    def test_it_goes_on_where_it_was(self, tmp_path, monkeypatch):
        make_crisis()
        monkeypatch.setattr(archives, "PART_BYTES", 10_000)
        monkeypatch.setattr(archives, "_SLICE_SECONDS", 0.0)
        archive = add_archive(write_archive(tmp_path / "a.warc.gz"))
        assert archive.parts.count() > 2
        assert self.read_all(archive) > NUMBER
        assert Article.objects.count() == NUMBER // 4
        assert sum(archive.parts.values_list("records", flat=True)) == 2 * NUMBER + 1

    def test_reading_it_twice_adds_nothing(self, tmp_path):
        make_crisis()
        path = write_archive(tmp_path / "a.warc.gz")
        archive = add_archive(path)
        self.read_all(archive)
        ArchivePart.objects.update(state="queued", position=0, next_try=timezone.now())
        self.read_all(add_archive(path))
        assert Article.objects.count() == Capture.objects.count() == NUMBER // 4

    def test_a_lost_worker_is_not_the_end(self, tmp_path):
        make_crisis()
        archive = add_archive(write_archive(tmp_path / "a.warc.gz", 4))
        archive.parts.update(state="started", attempts=1, leased_until=timezone.now())
        self.read_all(archive)

    def test_a_record_that_takes_its_worker_down_is_listed_and_the_rest_is_read(self, tmp_path):
        make_crisis()
        archive = add_archive(write_archive(tmp_path / "a.warc.gz", 8))
        part = archive.parts.get()
        # Once more after a loss: the place is noted after each record.
        lose(part, attempts=1)
        with pytest.raises(KeyboardInterrupt), killed_after(9):
            read_part(part.pk)
        part.refresh_from_db()
        killer = part.position
        assert (part.state, part.records, part.attempts) == ("started", 9, 2)
        # The worker is lost there twice again.
        lose(part, attempts=3)
        self.read_all(archive)
        failed = Page.objects.get(state="failed")
        assert f"record at byte {killer:,} of {archive.path}" in failed.error
        assert "Trying again" in failed.error
        assert failed.url == "https://news4.example/4"
        assert failed.url not in Article.objects.values_list("url", flat=True)
        part.refresh_from_db()
        assert (part.records, part.attempts) == (17, 0)

    def test_a_part_that_failed_is_tried_again_where_it_stands(self, tmp_path, capsys):
        make_crisis()
        path = write_archive(tmp_path / "a.warc.gz", 8)
        archive = add_archive(path)
        path.rename(tmp_path / "away")
        for _ in range(4):
            archive.parts.update(next_try=timezone.now())
            read_part(archive.parts.get().pk)
        assert "The workers must be able to read it" in archive.parts.get().error
        (tmp_path / "away").rename(path)
        call_command("retry")
        assert "1 parts of archives" in capsys.readouterr().out
        self.read_all(archive)
        # What failed for want of the file is no fault of a record.
        assert not Page.objects.filter(state="failed").exists()

    def test_only_the_crisis_asked_for(self, tmp_path):
        make_crisis()
        other = make_crisis("france-2020", focal="FRA", search_terms=[])
        self.read_all(add_archive(write_archive(tmp_path / "a.warc.gz", 8), crisis=other))
        assert not Reading.objects.exclude(crisis=other).exists()

    def test_the_text_of_a_page_will_do(self, tmp_path):
        make_crisis()
        path = tmp_path / "a.warc.wet.gz"
        with path.open("wb") as file:
            writer = WARCWriter(file, gzip=True)
            text = f"Belarus after the election\nProtesters clashed.\n{make_story(1).text}"
            record = writer.create_warc_record(
                "https://news.example/2020/08/17/a",
                "conversion",
                payload=io.BytesIO(text.encode()),
                warc_content_type="text/plain",
                warc_headers_dict={"WARC-Date": "2020-08-18T10:00:00Z"},
            )
            writer.write_record(record)
        self.read_all(add_archive(path))
        article = Article.objects.get()
        assert article.title == "Belarus after the election"
        assert article.published.date().isoformat() == "2020-08-17"


@pytest.mark.django_db
def test_what_is_no_archive_says_so(tmp_path):
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(ArchiveError, match="holds no WARC record"):
        add_archive(path)
    with pytest.raises(ArchiveError, match="No such file"):
        add_archive(tmp_path / "gone.warc")


@pytest.mark.django_db(transaction=True)
def test_the_command_shows_it_to_the_end(tmp_path, start_worker, capsys):
    make_crisis()
    start_worker()
    path = write_archive(tmp_path / "a.warc.gz")
    call_command("ingest", str(path))
    said = capsys.readouterr().out
    assert f"{2 * NUMBER + 1} records, 0 of them broken; {NUMBER // 4} articles" in said
    assert f"{NUMBER // 4} articles read" in said
    assert Path(path).exists()
