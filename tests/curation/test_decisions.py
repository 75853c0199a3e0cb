"""Accept, reject, correct, add, withdraw, merge and undo, and what becomes public by them."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from reactions import curation
from reactions.curation import (
    CurationError,
    DuplicateStance,
    EvidenceSpan,
    InvalidStance,
    StaleStance,
    StanceFields,
)
from reactions.models import Decision, Evidence, Official, PublicChange, Stance
from tests.factories import (
    make_actor,
    make_article,
    make_crisis,
    make_editor,
    make_evidence,
    make_official,
    make_stance,
    revision,
)

pytestmark = pytest.mark.django_db


def fields(**changes):
    defaults = {"actor": make_actor("GBR"), "kind": "reject", "day": date(2020, 8, 17)}
    return StanceFields(**{**defaults, **changes})


def changes():
    return list(PublicChange.objects.values_list("revision", "type"))


def test_accept_makes_it_public():
    stance, editor = make_stance(), make_editor()
    decision = curation.accept(stance, seen=1, editor=editor)
    stance.refresh_from_db()
    assert (stance.status, stance.version) == ("accepted", 2)
    assert stance.evidence.get().status == "accepted"
    assert (decision.before["status"], decision.after["status"]) == ("proposed", "accepted")
    assert changes() == [(1, "created")]
    assert revision() == 1


def test_the_second_of_two_editors_is_told():
    stance = make_stance()
    curation.accept(stance, seen=1, editor=make_editor())
    with pytest.raises(StaleStance, match="accepted now"):
        curation.reject(stance, seen=1, editor=make_editor(), reason="1")
    assert Decision.objects.count() == 1


def test_accept_refuses_evidence_that_is_not_in_the_text():
    stance = make_stance()
    Evidence.objects.update(text="words that nobody wrote")
    with pytest.raises(InvalidStance, match="to the letter"):
        curation.accept(stance, seen=1, editor=make_editor())
    assert Stance.objects.get().status == "proposed"


def test_accept_leaves_corroboration_waiting():
    stance = make_stance()
    other = make_evidence(stance)
    curation.accept(stance, seen=1, editor=make_editor())
    other.refresh_from_db()
    assert other.status == "proposed"


def test_reject_keeps_the_reason_and_publishes_nothing():
    stance = make_stance()
    decision = curation.reject(stance, seen=1, editor=make_editor(), reason="3")
    assert decision.get_reason_display() == "wrong actor"
    assert Stance.objects.get().status == "rejected"
    assert revision() == 0


def test_reject_wants_a_reason_of_the_list():
    with pytest.raises(InvalidStance):
        curation.reject(make_stance(), seen=1, editor=make_editor(), reason="9")


def test_nothing_of_an_unpublished_crisis_becomes_public():
    stance = make_stance(crisis=make_crisis(published=False))
    curation.accept(stance, seen=1, editor=make_editor())
    assert revision() == 0


def test_publishing_a_crisis_shows_its_accepted_stances():
    crisis = make_crisis(published=False)
    curation.accept(make_stance(crisis=crisis), seen=1, editor=make_editor())
    make_stance("FRA", crisis=crisis)
    curation.publish(crisis, published=True)
    curation.publish(crisis, published=True)
    assert changes() == [(1, "created")]
    curation.publish(crisis, published=False)
    assert changes() == [(1, "created"), (2, "withdrawn")]


def test_correct_sets_the_fields_and_accepts():
    stance = make_stance(kind="urge")
    raab = make_official("Dominic Raab")
    curation.correct(
        stance,
        fields(official=raab, target="authorities"),
        seen=1,
        editor=make_editor(),
    )
    stance.refresh_from_db()
    assert (stance.kind, stance.official, stance.target) == ("reject", raab, "authorities")
    assert stance.status == "accepted"


def test_correct_moves_the_evidence_to_the_marked_words():
    article = make_article("Nothing here. 🇬🇧 The UK does not accept the results, Raab said.")
    stance = make_stance(article=article, span="Nothing here.")
    start = article.text.index("The UK")
    span = EvidenceSpan(article, start, len(article.text))
    curation.correct(stance, fields(), seen=1, editor=make_editor(), span=span)
    primary = stance.evidence.get(primary=True)
    assert primary.text == "The UK does not accept the results, Raab said."
    assert primary.fits()
    assert stance.evidence.get(primary=False).status == "rejected"


def test_correcting_an_accepted_stance_wants_a_public_reason():
    stance, editor = make_stance(), make_editor()
    curation.accept(stance, seen=1, editor=editor)
    with pytest.raises(InvalidStance, match="in public"):
        curation.correct(stance, fields(kind="warn"), seen=2, editor=editor)
    curation.correct(stance, fields(kind="warn"), seen=2, editor=editor, public_reason="Misread.")
    assert changes() == [(1, "created"), (2, "changed")]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"kind": "shout"}, "kind"),
        ({"target": "GBR"}, "target"),
        ({"target": "NOBODY"}, "target"),
        ({"phase": "in_force"}, "phase"),
        ({"phase": "over", "kind": "sanction"}, "phase"),
        ({"day_precision": "hour"}, "day_precision"),
    ],
)
def test_correct_refuses_what_the_codebook_does_not_allow(change, place):
    with pytest.raises(InvalidStance) as refused:
        curation.correct(make_stance(), fields(**change), seen=1, editor=make_editor())
    assert place in refused.value.errors


def test_an_actor_inside_the_crisis_gives_no_stance():
    with pytest.raises(InvalidStance, match="rule 1"):
        curation.correct(
            make_stance(), fields(actor=make_actor("BLR")), seen=1, editor=make_editor()
        )


def test_correct_names_the_stance_that_says_the_same():
    other = make_stance(kind="reject")
    stance = make_stance(kind="urge")
    with pytest.raises(DuplicateStance) as refused:
        curation.correct(stance, fields(), seen=1, editor=make_editor())
    assert refused.value.other == other
    assert Stance.objects.get(pk=stance.pk).kind == "urge"


def test_add_accepts_at_once_with_its_evidence():
    article = make_article("France condemned the violence.")
    decision = curation.add(
        make_crisis(),
        fields(actor=make_actor("FRA"), kind="condemn"),
        EvidenceSpan(article, 0, 30),
        editor=make_editor(),
    )
    assert decision.stance.status == "accepted"
    assert decision.stance.evidence.get().text == article.text
    assert changes() == [(1, "created")]


def test_add_wants_words_of_the_article():
    article = make_article("Short.")
    with pytest.raises(InvalidStance):
        curation.add(make_crisis(), fields(), EvidenceSpan(article, 2, 99), editor=make_editor())


def test_withdraw_takes_back_with_a_public_reason():
    stance, editor = make_stance(), make_editor()
    curation.accept(stance, seen=1, editor=editor)
    with pytest.raises(InvalidStance):
        curation.withdraw(stance, seen=2, editor=editor, public_reason=" ")
    curation.withdraw(stance, seen=2, editor=editor, public_reason="The quote was retracted.")
    assert changes() == [(1, "created"), (2, "withdrawn")]


def test_merge_keeps_all_evidence():
    editor = make_editor()
    kept, twin = make_stance(official="Dominic Raab"), make_stance()
    curation.accept(kept, seen=1, editor=editor)
    curation.merge(twin, kept, seen=1, editor=editor)
    twin.refresh_from_db()
    assert (twin.status, twin.merged_into) == ("merged", kept)
    assert kept.evidence.count() == 2
    assert changes() == [(1, "created"), (2, "changed")]


def test_merge_refuses_another_kind():
    with pytest.raises(InvalidStance, match="differ in kind"):
        curation.merge(make_stance(), make_stance(kind="urge"), seen=1, editor=make_editor())


def test_an_override_merges_what_differs_but_never_two_crises():
    editor = make_editor()
    twin, kept = make_stance(day=date(2020, 8, 18)), make_stance()
    curation.merge(twin, kept, seen=1, editor=editor, override=True)
    assert kept.evidence.count() == 2
    elsewhere = make_stance(crisis=make_crisis("elsewhere", focal="UKR"))
    with pytest.raises(InvalidStance, match="crisis"):
        curation.merge(elsewhere, kept, seen=1, editor=editor, override=True)


def test_corroboration_is_decided_like_a_stance():
    stance, editor = make_stance(), make_editor()
    more = make_evidence(stance)
    curation.accept(stance, seen=1, editor=editor)
    curation.decide_evidence(more, accepted=True, seen=2, editor=editor)
    more.refresh_from_db()
    assert more.status == "accepted"
    assert changes() == [(1, "created"), (2, "changed")]
    with pytest.raises(StaleStance):
        curation.decide_evidence(more, accepted=False, seen=3, editor=editor)


def test_undo_puts_a_correction_back():
    article = make_article("Nothing here. The UK does not accept the results, Raab said.")
    stance = make_stance(kind="urge", article=article, span="Nothing here.")
    span = EvidenceSpan(article, article.text.index("The UK"), len(article.text))
    editor = make_editor()
    decision = curation.correct(stance, fields(), seen=1, editor=editor, span=span)
    curation.undo(decision, editor=editor)
    stance.refresh_from_db()
    assert (stance.kind, stance.status) == ("urge", "proposed")
    assert stance.evidence.get(primary=True).text == "Nothing here."
    assert changes() == [(1, "created"), (2, "withdrawn")]


def test_undo_of_a_merge_gives_each_its_evidence_back():
    editor = make_editor()
    kept, twin = make_stance(official="Dominic Raab"), make_stance()
    decision = curation.merge(twin, kept, seen=1, editor=editor)
    curation.undo(decision, editor=editor)
    twin.refresh_from_db()
    assert (twin.status, twin.merged_into) == ("proposed", None)
    assert twin.evidence.get().primary
    assert kept.evidence.count() == 1


@pytest.mark.parametrize("twin_is_older", [True, False])
def test_a_merge_is_undone_in_the_order_in_which_it_is_made(twin_is_older):
    """Whoever merges and whoever undoes hold the two in one order, and never wait in a ring."""
    editor = make_editor()
    pair = [make_stance(official="Dominic Raab"), make_stance()]
    twin, kept = pair if twin_is_older else pair[::-1]
    decision = curation.merge(twin, kept, seen=1, editor=editor)
    with CaptureQueriesContext(connection) as asked:
        curation.undo(decision, editor=editor)
    held = [query["sql"] for query in asked if "FOR UPDATE" in query["sql"]]
    assert all(f'"id" = {stance.pk} ' in sql for stance, sql in zip(pair, held, strict=True))
    assert kept.evidence.count() == twin.evidence.count() == 1


def test_undo_finds_the_official_under_another_name():
    stance, editor = make_stance(official="Dominic Raab"), make_editor()
    decision = curation.correct(stance, fields(), seen=1, editor=editor)
    raab = Official.objects.get(name="Dominic Raab")
    raab.name = "Dominic Rennie Raab"
    raab.save()
    curation.undo(decision, editor=editor)
    stance.refresh_from_db()
    assert stance.official == raab


def test_undo_says_why_it_cannot_be_where_nobody_has_the_name():
    stance, editor = make_stance(official="Dominic Raab"), make_editor()
    decision = curation.correct(stance, fields(), seen=1, editor=editor)
    Official.objects.filter(name="Dominic Raab").delete()
    with pytest.raises(CurationError, match="“Dominic Raab” is no official's name"):
        curation.undo(decision, editor=editor)


def test_undo_of_adding_takes_back():
    article = make_article("France condemned the violence.")
    editor = make_editor()
    decision = curation.add(make_crisis(), fields(), EvidenceSpan(article, 0, 6), editor=editor)
    curation.undo(decision, editor=editor)
    assert Stance.objects.get().status == "withdrawn"


def test_decisions_are_undone_from_the_latest_back():
    stance, editor = make_stance(), make_editor()
    first = curation.accept(stance, seen=1, editor=editor)
    second = curation.correct(
        stance, fields(kind="warn"), seen=2, editor=editor, public_reason="Misread."
    )
    with pytest.raises(CurationError):
        curation.undo(first, editor=editor)
    curation.undo(second, editor=editor)
    with pytest.raises(CurationError):
        curation.undo(second, editor=editor)
    curation.undo(first, editor=editor)
    stance.refresh_from_db()
    assert (stance.status, stance.kind) == ("proposed", "reject")


def test_undo_does_not_make_two_live_stances_of_one():
    stance, editor = make_stance(), make_editor()
    decision = curation.reject(stance, seen=1, editor=editor, reason="1")
    twin = make_stance()
    with pytest.raises(DuplicateStance) as refused:
        curation.undo(decision, editor=editor)
    assert refused.value.other == twin


def test_the_database_refuses_two_live_stances_that_say_the_same():
    make_stance()
    with pytest.raises(IntegrityError, match="stance_live_once"), transaction.atomic():
        make_stance()
