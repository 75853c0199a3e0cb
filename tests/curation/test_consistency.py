"""Every kind of fault in the data is found and named with its place."""

import pgtrigger
import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from reactions import curation
from reactions.consistency import faults
from reactions.ingestion.captures import keep_bytes
from reactions.models import Article, Capture, Evidence, Page, PublicChange, Revision, Stance
from reactions.models.sources import text_digest
from tests.factories import make_article, make_editor, make_stance

pytestmark = pytest.mark.django_db


@pytest.fixture
def stance():
    """An accepted one that agrees with everything."""
    made = make_stance()
    curation.accept(made, seen=made.version, editor=make_editor())
    made.refresh_from_db()
    return made


def unaccept(stance):
    Stance.objects.filter(pk=stance.pk).update(status="rejected")


def accept_by_hand(stance):
    make_stance("FRA", status="accepted")


def spoil_evidence(stance):
    Evidence.objects.filter(stance=stance).update(text="never said")


def lose_evidence(stance):
    Evidence.objects.filter(stance=stance).update(status="rejected")


def lose_a_change(stance):
    for _ in range(2):
        curation.publish(stance.crisis, published=False)
        curation.publish(stance.crisis, published=True)
    with pgtrigger.ignore("reactions.PublicChange:public_change_is_final"):
        PublicChange.objects.filter(revision=2).delete()


def forget_the_revision(stance):
    Revision.objects.update(number=0)


def hide_the_crisis(stance):
    type(stance.crisis).objects.update(published=False)


def change_a_text(stance):
    with pgtrigger.ignore("reactions.Article:article_text_is_final"):
        Article.objects.update(sha256=text_digest("another"))


def lose_a_capture(stance):
    make_capture(b"page")
    default_storage.delete(Capture.objects.get().body.name)


def spoil_a_capture(stance):
    make_capture(b"page", sha256=text_digest("another"))


def make_capture(body, sha256=None):
    Capture.objects.create(
        page=Page.objects.create(url="https://news.example.org/1"),
        article=make_article(),
        body=keep_bytes(body),
        status=200,
        sha256=sha256 or text_digest(body.decode()),
    )


def test_it_finds_nothing_where_all_agrees(stance, capsys):
    make_capture(b"page")
    call_command("check_consistency", "--read-captures")
    assert "agree" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (unaccept, "is rejected and not what its latest decision"),
        (accept_by_hand, "is accepted and nobody decided so"),
        (spoil_evidence, "not 'never said'"),
        (lose_evidence, "has no accepted primary evidence"),
        (lose_a_change, "Revisions 1 to 5 have 4 public changes"),
        (forget_the_revision, "The revision is 0 and the newest public change 1"),
        (hide_the_crisis, "is not public and the public changes do not say so"),
        (change_a_text, "its hash differs"),
        (lose_a_capture, "there is no file"),
        (spoil_a_capture, "is not what was fetched"),
    ],
)
def test_it_names_the_fault(stance, spoil, words):
    spoil(stance)
    with pytest.raises(CommandError, match=words):
        call_command("check_consistency", "--read-captures")


def test_it_asks_the_same_number_of_questions_however_much_there_is(
    stance, django_assert_max_num_queries
):
    for actor in ("FRA", "POL", "LTU"):
        made = make_stance(actor)
        curation.accept(made, seen=made.version, editor=make_editor())
    with django_assert_max_num_queries(12):
        assert list(faults()) == []
