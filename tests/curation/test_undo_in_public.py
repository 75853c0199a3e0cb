"""What an undo owes to the public once a decision was seen by everybody."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from reactions import curation
from reactions.curation import InvalidStance
from reactions.models import PublicChange
from tests.factories import make_crisis, make_editor, make_stance

pytestmark = pytest.mark.django_db


def test_a_slip_of_the_hand_needs_no_reason():
    stance, editor = make_stance(), make_editor()
    decision = curation.accept(stance, seen=1, editor=editor)
    curation.undo(decision, editor=editor)
    stance.refresh_from_db()
    assert stance.status == "proposed"


@pytest.mark.parametrize("later", [timedelta(0), timedelta(minutes=11)])
def test_what_was_public_is_undone_with_a_reason(later):
    stance, editor = make_stance(), make_editor()
    decision = curation.accept(stance, seen=1, editor=editor)
    by = editor if later else make_editor()
    with time_machine.travel(timezone.now() + later):
        with pytest.raises(InvalidStance, match="Say in public"):
            curation.undo(decision, editor=by)
        undone = curation.undo(decision, editor=by, public_reason="Misread")
    assert undone.public_reason == "Misread"
    assert list(PublicChange.objects.values_list("type", flat=True)) == ["created", "withdrawn"]


def test_what_nobody_saw_is_undone_without_a_reason():
    stance = make_stance(crisis=make_crisis(published=False))
    decision = curation.accept(stance, seen=1, editor=make_editor())
    curation.undo(decision, editor=make_editor())
    stance.refresh_from_db()
    assert stance.status == "proposed"
