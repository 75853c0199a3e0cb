"""`manage.py check_evidence` compares every evidence with its article."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from reactions.models import Evidence
from tests.factories import make_article, make_stance

pytestmark = pytest.mark.django_db


def test_it_counts_what_fits(capsys):
    make_stance(
        article=make_article("\U0001f1eb\U0001f1f7 France condemned it."),
        span="France condemned it.",
    )
    call_command("check_evidence")
    assert "All 1 pieces" in capsys.readouterr().out


def test_it_names_what_does_not_fit():
    stance = make_stance()
    Evidence.objects.update(text="words that nobody wrote")
    with pytest.raises(
        CommandError, match=rf"(?s)of stance {stance.pk}: .*1 of 1 do not fit"
    ) as refused:
        call_command("check_evidence")
    assert "words that nobody wrote" in str(refused.value)
