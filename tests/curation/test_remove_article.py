"""An article is removed on request: its words go everywhere, what it showed is decided anew."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from reactions import curation
from reactions.consistency import faults
from reactions.ingestion.captures import keep_bytes
from reactions.ingestion.documents import Document
from reactions.ingestion.fetching import wanted
from reactions.ingestion.relevance import readings_of
from reactions.ingestion.store import store_article
from reactions.models import (
    Article,
    Capture,
    KeptAnswer,
    Page,
    PublicChange,
    Reading,
    SecondOpinion,
    Stance,
)
from reactions.models.sources import text_digest
from reactions.removal import remove_expired
from tests.factories import (
    make_article,
    make_crisis,
    make_editor,
    make_evidence,
    make_finding,
    make_stance,
    revision,
)

pytestmark = pytest.mark.django_db

WORDS = "The UK deplores the raid on Sapphire Street"
REASON = "Removed at the publisher's request"


def make_capture(article, body=b"<p>page</p>", days=0):
    page, _ = Page.objects.get_or_create(
        url=f"https://news.example.org/{article.pk}", defaults={"article": article}
    )
    capture = Capture.objects.create(
        page=page, article=article, body=keep_bytes(body), status=200, sha256="0" * 64
    )
    Capture.objects.filter(pk=capture.pk).update(retrieved=timezone.now() - timedelta(days=days))
    return capture


@pytest.fixture
def hostile():
    """An article whose words stand in a stance, a finding, a decision, a capture and the audit."""
    return make_article(f"{WORDS}, Raab said.", title=WORDS, url="https://news.example.org/raid")


def accept(stance, editor):
    return curation.accept(stance, seen=stance.version, editor=editor)


def tables_that_say(words):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        found = []
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" AS t WHERE t::text LIKE %s',  # noqa: S608
                [f"%{words}%"],
            )
            if cursor.fetchone()[0]:
                found.append(table)
    return found


def test_no_table_or_file_says_its_words_any_more(hostile, django_capture_on_commit_callbacks):
    editor = make_editor()
    stance = make_stance(article=hostile, span=WORDS)
    make_finding(stance, words=WORDS)
    accept(stance, editor)
    capture = make_capture(hostile, body=WORDS.encode())
    evidence = [{"article": hostile.pk, "text": WORDS}]
    KeptAnswer.objects.create(user=editor, key="1", digest="0", body={"evidence": evidence})
    assert "reactions_decision" in tables_that_say("Sapphire Street")
    with django_capture_on_commit_callbacks(execute=True):
        curation.remove_article(hostile, editor=editor, public_reason=REASON)
    assert tables_that_say("Sapphire Street") == []
    assert not default_storage.exists(capture.body.name)
    assert not Reading.objects.filter(article=hostile).exists()
    assert list(faults()) == []


def test_what_only_it_showed_is_withdrawn_in_public(hostile):
    editor = make_editor()
    stance = make_stance(article=hostile, span=WORDS)
    accepted = accept(stance, editor)
    before = revision()
    (decision,) = curation.remove_article(hostile, editor=editor, public_reason=REASON)
    stance.refresh_from_db()
    assert stance.status == Stance.Status.WITHDRAWN
    assert revision() == before + 1
    change = PublicChange.objects.get(revision=before + 1)
    assert (change.type, change.decision.public_reason) == ("withdrawn", REASON)
    for taken in (decision, accepted):
        with pytest.raises(curation.CurationError):
            curation.undo(taken, editor=editor, public_reason="back")
    assert list(faults()) == []


@pytest.mark.parametrize("of_kept", [False, True])
def test_a_merge_is_not_undone_into_a_stance_without_evidence(hostile, of_kept):
    editor = make_editor()
    other = make_article()
    kept = make_stance(article=hostile if of_kept else other)
    stance = make_stance("FRA", article=other if of_kept else hostile)
    merged = curation.merge(stance, kept, seen=1, editor=editor, override=True)
    curation.remove_article(hostile, editor=editor, public_reason=REASON)
    with pytest.raises(curation.CurationError, match="was removed"):
        curation.undo(merged, editor=editor)
    stance.refresh_from_db()
    assert stance.status == Stance.Status.MERGED
    assert list(faults()) == []


def test_a_second_opinion_is_no_longer_asked_for(hostile, client, settings):
    settings.SECOND_OPINION_SHARE = 1
    first, second = make_editor(), make_editor(permissions=("settle_disagreement",))
    given, waiting = (
        accept_and_ask(make_stance(actor, article=hostile, span=WORDS), first)
        for actor in ("GBR", "FRA")
    )
    curation.give_opinion(given, editor=second, fields=None, reason="1")
    curation.remove_article(hostile, editor=first, public_reason=REASON)
    assert not SecondOpinion.objects.filter(pk=waiting.pk).exists()
    client.force_login(second)
    assert client.get("/review/second/").status_code == 200
    page = client.get(f"/review/disagreements/{given.pk}/").content.decode()
    assert "The article was removed since" in page


def accept_and_ask(stance, editor):
    return SecondOpinion.objects.get(first=accept(stance, editor))


def test_what_another_article_shows_too_stays(hostile):
    editor = make_editor()
    stance = make_stance(article=hostile, span=WORDS)
    accept(stance, editor)
    other = make_evidence(Stance.objects.get(pk=stance.pk))
    curation.remove_article(hostile, editor=editor, public_reason=REASON)
    stance.refresh_from_db()
    other.refresh_from_db()
    assert (stance.status, other.primary) == (Stance.Status.ACCEPTED, True)
    assert PublicChange.objects.last().type == "changed"
    assert list(faults()) == []


def test_what_was_undecided_is_set_aside_without_a_decision(hostile):
    stance = make_stance(article=hostile, span=WORDS)
    made = curation.remove_article(hostile, editor=make_editor(), public_reason=REASON)
    stance.refresh_from_db()
    assert (made, stance.status) == ([], Stance.Status.SUPERSEDED)


def test_it_is_not_stored_again():
    text = f"{WORDS}, Raab said."
    article = make_article(text, url="https://news.example.org/raid")
    curation.remove_article(article, editor=make_editor(), public_reason=REASON)
    again = Document(
        place="feed",
        url=article.url,
        text=text,
        published=article.published,
        published_precision="day",
    )
    assert store_article(again) == (article, False)
    assert article.sha256 == text_digest(text)


def test_nor_is_what_its_address_says_by_now_or_said_before():
    url = "https://news.example.org/raid"

    def told(text):
        return Document(
            place="feed", url=url, text=text, published=timezone.now(), published_precision="day"
        )

    first, _ = store_article(told(f"{WORDS}, Raab said."))
    second, is_new = store_article(told(f"{WORDS}, he said."))
    assert is_new
    curation.remove_article(first, editor=make_editor(), public_reason=REASON)
    # The words that were removed do not come back as a third version; others may.
    assert store_article(told(f"{WORDS}, Raab said.")) == (second, False)
    third, is_new = store_article(told("Nothing of it is left."))
    assert is_new
    curation.remove_article(third, editor=make_editor(), public_reason=REASON)
    third.refresh_from_db()
    assert store_article(told(f"{WORDS}, and more.")) == (third, False)
    assert readings_of(third, asked_for=make_crisis().pk) == []


def test_it_is_not_fetched_again_though_somebody_asks(hostile):
    page = make_capture(hostile).page
    curation.remove_article(hostile, editor=make_editor(), public_reason=REASON)
    asked = wanted(page.url)
    assert asked == page
    assert not Page.objects.due(timezone.now()).exists()


def test_the_command_tells_first_and_acts_on_yes(hostile):
    User.objects.create_user("ada")
    out = StringIO()
    words = ("delete_article", hostile.url, "--reason", REASON, "--by", "ada")
    call_command(*words, stdout=out)
    assert "Nothing is removed" in out.getvalue()
    call_command(*words, "--yes", stdout=out)
    assert Article.objects.get(pk=hostile.pk).removed_at
    with pytest.raises(CommandError, match="no article"):
        call_command(*words, stdout=out)


def test_what_is_kept_too_long_goes_unless_it_shows_a_stance(django_capture_on_commit_callbacks):
    old, young, shown = (make_article() for _ in range(3))
    make_stance(article=shown)
    long_ago = timezone.now() - timedelta(days=40)
    Article.objects.filter(pk__in=[old.pk, shown.pk]).update(retrieved=long_ago)
    same = [make_capture(old, b"same", 40), make_capture(shown, b"same", 40)]
    alone = make_capture(old, b"alone", 40)
    month = timedelta(days=30)
    with django_capture_on_commit_callbacks(execute=True):
        gone = remove_expired(timezone.now(), captures_after=month, texts_after=month, limit=100)
    assert gone == (2, 1)
    assert not default_storage.exists(alone.body.name)
    assert default_storage.exists(same[1].body.name)
    for article in (old, young, shown):
        article.refresh_from_db()
    assert [bool(a.removed_at) for a in (old, young, shown)] == [True, False, False]
    assert remove_expired(timezone.now(), captures_after=None, texts_after=None, limit=9) == (0, 0)
