"""The sample crises come in through workers and curation, and loading again changes nothing."""

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from reactions.models import (
    Article,
    Crisis,
    CrisisEvent,
    Decision,
    Evidence,
    Reading,
    SecondOpinion,
    Source,
    Stance,
    WorkState,
)
from reactions.reference import load_actors

pytestmark = pytest.mark.django_db(transaction=True)


def counts():
    return (
        Crisis.objects.count(),
        CrisisEvent.objects.count(),
        Stance.objects.count(),
        Evidence.objects.count(),
        Decision.objects.count(),
        SecondOpinion.objects.given().count(),
    )


def test_it_loads_and_loading_again_changes_nothing(celery_worker_process, monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "correct horse battery")
    load_actors()
    call_command("load_sample")
    assert Crisis.objects.published().count() == 2
    assert not Reading.objects.exclude(state=WorkState.DONE).exists()
    for crisis in Crisis.objects.all():
        assert crisis.stances.accepted().count() >= 90
        assert crisis.stances.proposed().count() >= 10
    # The sample asks the network for nothing.
    assert Source.objects.count() == 4
    assert not Source.objects.polled().exists()
    assert not Article.objects.filter(source=None).exists()
    assert User.objects.get(username="editor").check_password("correct horse battery")
    given = SecondOpinion.objects.given()
    assert given.filter(agrees=True).count() >= 20
    assert given.filter(agrees=False).exists()
    call_command("check_evidence")
    before = counts()
    call_command("load_sample")
    assert counts() == before
