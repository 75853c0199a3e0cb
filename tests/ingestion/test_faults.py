"""Everything that an installation stands on, broken while it works: the same content in the end.

The parts are real ones that are killed, stopped and filled up; nobody touches a row. Leases,
waits and the visibility timeout pass as they do in production, so these tests take minutes.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import time
from datetime import timedelta
from pathlib import Path

import pytest
from celery import Celery
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.management import call_command
from django.db import OperationalError, connection

from crisiswatch.embedded import make_socket_folder
from reactions import tasks
from reactions.models import Page, Reading, Source, WorkState
from reactions.reference import load_actors
from tests.factories import make_crisis, make_editor
from tests.ingestion.content import content
from tests.ingestion.installation import (
    BACKGROUND,
    BEAT,
    COLLECT,
    FETCH,
    POSTGRES,
    READ,
    SERVERS,
    TEMPLATE,
    TWINS,
    VALKEY,
    WEB,
    Installation,
    wait_for,
)
from tests.ingestion.layouts import Story, document
from tests.ingestion.site import serve
from tests.ingestion.stories import event, report
from tests.ingestion.test_feeds import item, rss

pytestmark = pytest.mark.long

STORIES = 60
ACTORS = "France Poland Lithuania Canada Norway Japan Germany Ireland Spain Italy Latvia Sweden"
SAID = (
    "{actor} condemned the violence against protesters in Minsk on Monday.",
    "{actor} urged the authorities of Belarus on Monday to release all prisoners.",
    "{actor} said on Monday that it does not accept the results of the election in Belarus.",
)
SECONDS_BETWEEN_SWEEPS = 3
SECONDS_OF_NEWS = 200
# A lost worker's lease, a failure's first wait, and then the work.
PATIENCE = 180


def story(number: int) -> str:
    """A page of which several tell the same stance, all in words of their own."""
    chance = random.Random(number)  # noqa: S311
    actors = ACTORS.split()
    said = SAID[number % len(SAID)].format(actor=actors[number % len(actors)])
    body = "".join(f"<p>{text}</p>" for text in report(event(chance), 0, chance).split("\n"))
    lead = "Belarus arrested protesters after the election in Minsk, the opposition said."
    title = f"Belarus, report {number}"
    page = f"<article><h1>{title}</h1><p>{lead}</p><p>{said}</p>{body}</article>"
    return document(Story(title, []), page)


def say_news(site, number=STORIES):
    """A site with so many stories, a reprint, and two addresses that are no articles."""
    for n in range(number):
        site.say(f"/{n}", story(n))
    site.say("/copy", story(3))
    site.say("/short", document(Story("Nothing", []), "<p>Nothing here.</p>"))
    paths = [*(f"/{n}" for n in range(number)), "/copy", "/short", "/gone"]
    site.say("/feed", rss("".join(item(site.url(path)) for path in paths)), ETag='"1"')


@pytest.fixture(scope="module")
def site():
    with serve() as running:
        say_news(running)
        yield running


@pytest.fixture(scope="module")
def parts(tmp_path_factory, django_db_blocker):
    """The installation's servers, with a prepared database."""
    folder = Path(tmp_path_factory.mktemp("installation"))
    folder.chmod(0o711)
    sockets = make_socket_folder()
    parts = Installation(folder, sockets)
    try:
        parts.start(*SERVERS)
        parts.prepare()
        with django_db_blocker.unblock(), connected(parts, TEMPLATE):
            call_command("migrate", verbosity=0)
            load_actors()
            make_crisis()
        yield parts
    finally:
        parts.stop(*BACKGROUND)
        parts.stop(*SERVERS)
        shutil.rmtree(sockets, ignore_errors=True)


@contextlib.contextmanager
def connected(parts, database):
    """Have the models of this process ask a database of the installation."""
    kept = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(NAME=database, HOST=str(parts.sockets), USER="crisiswatch")
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(kept)


@pytest.fixture
def installation(parts, site, request, django_db_blocker, tmp_path):
    """The installation on a database of the test's own, with the site among its sources."""
    yield from installed(parts, site, request.node.name.split("[")[0], django_db_blocker)


def installed(parts, site, database, django_db_blocker):
    parts.use(database, settings_for(site))
    with django_db_blocker.unblock(), connected(parts, database):
        add_source(site)
        yield parts
        parts.stop(*BACKGROUND)


def settings_for(site):
    return {
        "FETCH_ALLOWED_NETWORKS": "127.0.0.0/8",
        "FETCH_ALLOWED_PORTS": str(site.port),
        "FETCH_HOST_DELAY": "0.25",
        "SWEEP_SECONDS": str(SECONDS_BETWEEN_SWEEPS),
        "BROKER_VISIBILITY_TIMEOUT": "30",
    }


def add_source(site):
    Source.objects.create(
        name="Example", type="feed", address=site.url("/feed"), interval=timedelta(seconds=10)
    )


@pytest.fixture(scope="module")
def undisturbed(parts, site, django_db_blocker):
    """What an installation that nobody disturbs holds in the end."""
    steps = installed(parts, site, "undisturbed", django_db_blocker)
    next(steps)
    parts.start(*BACKGROUND)
    wait_until_settled()
    found = content()
    next(steps, None)
    assert [state for _, state, _ in found["pages"]].count("failed") == 1
    assert (len(found["stances"]), len(found["readings"])) == (len(ACTORS.split()), STORIES)
    assert len(found["evidence"]) == len(found["findings"]) == STORIES
    assert found["primary"]
    return found


def done():
    """How many pages and readings are done; none while the database is away."""
    try:
        return (
            Page.objects.filter(state=WorkState.DONE).count()
            + Reading.objects.filter(state=WorkState.DONE).count()
        )
    except OperationalError:
        connection.close()
        return 0


def is_settled(stories=STORIES):
    """Whether all is done that there is to do, by the rows."""
    try:
        open_readings = Reading.objects.exclude(state=WorkState.DONE).exists()
        return not open_readings and Page.objects.filter(state=WorkState.DONE).count() == (
            stories + 2
        )
    except OperationalError:
        connection.close()
        return False


def wait_until_settled():
    wait_for(is_settled, seconds=PATIENCE, what="work is left")
    # What is on its way twice arrives as well.
    time.sleep(2 * SECONDS_BETWEEN_SWEEPS)


def wait_until_half_is_done():
    wait_for(lambda: done() > STORIES, seconds=PATIENCE, what="too little is done")


def test_workers_killed_at_ten_random_moments(installation, undisturbed):
    installation.start(BEAT)
    for _ in range(10):
        before = done()
        installation.start(READ, FETCH)
        wait_for(lambda before=before: done() > before, seconds=PATIENCE, what="nothing is done")
        time.sleep(random.uniform(0, 1.5))  # noqa: S311
        installation.kill(READ, FETCH)
    assert not is_settled(), "the work was done before the last kill"
    installation.start(READ, FETCH)
    wait_until_settled()
    assert content() == undisturbed


def test_redis_flushed(installation, undisturbed):
    installation.start(*BACKGROUND)
    for share in (0.1, 0.4, 0.7):
        goal = share * 2 * STORIES
        wait_for(lambda goal=goal: done() > goal, seconds=PATIENCE, what="too little is done")
        installation.flush()
    wait_until_settled()
    assert content() == undisturbed


def test_redis_down_for_twenty_seconds(installation, undisturbed):
    """Workers and beat connect again by themselves."""
    installation.start(*BACKGROUND)
    wait_until_half_is_done()
    installation.kill(VALKEY)
    time.sleep(20)
    installation.start(VALKEY)
    wait_until_settled()
    assert all(map(installation.runs, BACKGROUND))
    assert content() == undisturbed


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGQUIT], ids=["in order", "as in a crash"])
def test_postgres_restarted(parts, site, undisturbed, by, django_db_blocker):
    steps = installed(parts, site, f"restarted_{by.name.lower()}", django_db_blocker)
    next(steps)
    parts.start(*BACKGROUND)
    wait_until_half_is_done()
    parts.kill(POSTGRES, by=by)
    time.sleep(3)
    parts.start(POSTGRES)
    connection.close()
    wait_until_settled()
    assert all(map(parts.runs, BACKGROUND))
    assert content() == undisturbed
    next(steps, None)


def test_a_full_disk(installation, undisturbed):
    """A small file system of its own for the captures, full until somebody makes room."""
    place = installation.folder / "test_a_full_disk" / "captures"
    place.mkdir(parents=True)
    size = "size=300k,nr_inodes=2000"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", place], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"No file system can be mounted here: {mounted.stderr.decode().strip()}")
    try:
        ballast = place / "ballast"
        ballast.write_bytes(os.urandom(220_000))
        installation.start(*BACKGROUND)
        full = Page.objects.filter(error__contains="No space left on device")
        wait_for(lambda: full.count() > 9, seconds=PATIENCE, what="the disk was never full")
        assert "Make room" in full.first().error
        ballast.unlink()
        subprocess.run(["mount", "-o", "remount,size=20m", place], check=True)
        wait_until_settled()
        assert content() == undisturbed
    finally:
        installation.stop(*BACKGROUND)
        subprocess.run(["umount", "--lazy", place], check=True)


def test_the_same_message_ten_times(installation, undisturbed):
    installation.start(*BACKGROUND)
    wait_for(lambda: done() > 5, seconds=PATIENCE, what="too little is done")
    broker = Celery(broker=installation.urls["REDIS_URL"].replace("unix://", "redis+socket://"))
    for _ in range(10):
        send(broker, tasks.poll_source, Source.objects)
        send(broker, tasks.fetch_page, Page.objects)
        send(broker, tasks.read_reading, Reading.objects)
    wait_until_settled()
    assert content() == undisturbed


def send(broker, task, rows):
    with broker.connection() as link:
        for pk in rows.values_list("pk", flat=True):
            task.apply_async((pk,), connection=link)


def test_two_sweeps_at_once(installation, undisturbed):
    """Two beats, by somebody's mistake, and twice the workers."""
    installation.start(*BACKGROUND, *TWINS)
    wait_until_settled()
    installation.stop(*TWINS)
    assert content() == undisturbed


def test_minutes_of_news_while_everything_is_killed(parts, django_db_blocker, browser, tmp_path):
    """A site that goes on publishing; each part of the installation is killed and started again."""
    with serve() as site, django_db_blocker.unblock():
        say_news(site, 10)
        steps = installed(parts, site, "minutes", django_db_blocker)
        next(steps)
        parts.start(*BACKGROUND)
        stories = publish_and_kill(parts, site, seconds=SECONDS_OF_NEWS)
        parts.start(*(name for name in (*SERVERS, *BACKGROUND) if not parts.is_started(name)))
        connection.close()
        wait_for(lambda: is_settled(stories), seconds=2 * PATIENCE, what="work is left")
        found = content()
        look_at_the_desk(parts, browser, tmp_path)
        next(steps, None)
        steps = installed(parts, site, "minutes_undisturbed", django_db_blocker)
        next(steps)
        parts.start(*BACKGROUND)
        wait_for(lambda: is_settled(stories), seconds=2 * PATIENCE, what="work is left")
        assert found == content()
        next(steps, None)


def publish_and_kill(parts, site, *, seconds):
    """Publish a story every few seconds and kill a part as often; how many stories there are."""
    stories = 10
    end = time.monotonic() + seconds
    killed = []
    while time.monotonic() < end:
        stories += 1
        say_news(site, stories)
        victim = random.choice((*SERVERS, *BACKGROUND))  # noqa: S311
        parts.kill(victim)
        killed.append(victim)
        time.sleep(random.uniform(0, 2))  # noqa: S311
        parts.start(victim)
        time.sleep(random.uniform(1, 5))  # noqa: S311
    assert set(killed) == {*SERVERS, *BACKGROUND}
    return stories


def look_at_the_desk(parts, browser, folder):
    """The sources page, the failed list and the queue, as an editor sees them."""
    editor = make_editor("watcher")
    # As production hashes it: the tests' own settings have a quicker way.
    editor.password = PBKDF2PasswordHasher().encode("correct horse", "salt")
    editor.save()
    parts.run(COLLECT)
    parts.start(WEB)
    page = browser.new_page(base_url=parts.address)
    page.goto("/account/login/")
    page.fill("input[name=username]", "watcher")
    page.fill("input[name=password]", "correct horse")
    page.get_by_role("button", name="Sign in").click()
    seen = {
        "sources": ("/review/sources/", "Example"),
        "failures": ("/review/sources/failures/", "answered 404"),
        "queue": ("/review/", "Belarus"),
    }
    for name, (path, words) in seen.items():
        page.goto(path)
        assert words in page.inner_text("body")
        page.screenshot(path=folder / f"{name}.png", full_page=True)
    page.close()
    parts.stop(WEB)
