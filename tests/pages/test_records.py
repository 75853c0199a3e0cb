"""Actors, stances and changes of a crisis."""

from datetime import date

import pytest

from reactions import curation
from reactions.models import Actor, Evidence, Stance
from tests.factories import (
    make_article,
    make_crisis,
    make_editor,
    make_evidence,
    make_membership,
    make_stance,
)
from tests.pages.conftest import MAP

# Right to left, and signs outside the basic plane: offsets count code points.
ARABIC = "\U0001f1ea\U0001f1ec بيان. قالت مصر إنها تدين العنف. انتهى \U0001f54a\ufe0f البيان."


def accept(stance: Stance) -> Stance:
    curation.accept(stance, seen=stance.version, editor=make_editor())
    stance.refresh_from_db()
    return stance


# Stances


def test_the_list_shows_accepted_stances_only(client, belarus):
    page = client.get(f"{MAP}stances/")
    assert page.context["page"].paginator.count == 4
    assert "France" not in page.content.decode()


def test_facets_count_after_the_other_filters(client, belarus):
    facets = {
        facet.name: facet for facet in client.get(f"{MAP}stances/?actor=POL").context["facets"]
    }
    kinds = {value.value: value.count for value in facets["kind"].values}
    actors = {value.value: value.count for value in facets["actor"].values}
    assert kinds == {"urge": 1, "sanction": 1}
    assert actors == {"POL": 2, "RUS": 1, "EU": 1}


def test_a_facet_adds_and_removes_its_value(client, belarus):
    facets = client.get(f"{MAP}stances/?kind=urge").context["facets"]
    links = {value.value: value.href for value in facets[0].values}
    assert links["urge"] == f"{MAP}stances/"
    assert links["support"] == f"{MAP}stances/?kind=support,urge"


def test_words_searched_for_are_marked_and_nothing_else_is_markup(client, belarus):
    article = make_article("A minister said <b>talks</b> & more TALKS are due.")
    make_stance("GBR", "urge", article=article, status="accepted")
    page = client.get(f"{MAP}stances/?q=talks").content.decode()
    assert '&lt;b&gt;<mark class="hit">talks</mark>&lt;/b&gt; &amp; more' in page
    assert '<mark class="hit">TALKS</mark>' in page


def test_the_list_downloads_as_csv(client, belarus):
    answer = client.get(f"{MAP}stances.csv?kind=urge")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 2
    assert "POL" in lines[1]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ('Before. "We condemn it," Raab said. After.', '"We condemn it," Raab said.'),
        (ARABIC, "قالت مصر إنها تدين العنف."),
    ],
)
def test_evidence_stands_in_its_context(client, db, text, span):
    stance = make_stance("GBR", "condemn", article=make_article(text), span=span, status="accepted")
    context = client.get(stance.get_absolute_url()).context["contexts"][0]
    assert "".join(piece.text for piece in context.pieces) == span
    assert context.before + span + context.after == text


def test_official_and_cue_are_marked_within_the_evidence(client, db):
    text = '"We condemn it," Raab said.'
    stance = make_stance("GBR", "condemn", article=make_article(text), status="accepted")
    evidence = stance.evidence.get()
    evidence.cue_start, evidence.cue_end = 4, 11
    evidence.official_start, evidence.official_end = 17, 21
    evidence.save()
    page = client.get(stance.get_absolute_url()).content.decode()
    assert '<span class="cue">condemn</span>' in page
    assert '<span class="official">Raab</span>' in page


def test_long_articles_are_cut_at_words(client, db):
    text = "word " * 200 + "They condemn it." + " word" * 200
    stance = make_stance(
        "GBR", "condemn", article=make_article(text), span="They condemn it.", status="accepted"
    )
    context = client.get(stance.get_absolute_url()).context["contexts"][0]
    assert context.cut_before
    assert context.cut_after
    assert len(context.before) <= 300
    assert context.before.startswith("word")
    assert context.after.endswith("word")


def test_evidence_that_no_longer_fits_stands_alone(client, db):
    stance = make_stance("GBR", "condemn", status="accepted")
    Evidence.objects.update(start=1, end=9)
    page = client.get(stance.get_absolute_url())
    assert page.context["contexts"][0].before == ""
    assert "no longer has these words" in page.content.decode()


def test_proposed_evidence_is_not_shown(client, db):
    stance = make_stance("GBR", "condemn", status="accepted")
    make_evidence(stance, make_article("A second report."), status="proposed")
    assert len(client.get(stance.get_absolute_url()).context["contexts"]) == 1


@pytest.mark.parametrize("status", ["proposed", "rejected", "superseded"])
def test_what_is_not_accepted_has_no_page(client, db, status):
    assert client.get(make_stance(status=status).get_absolute_url()).status_code == 404


def test_a_stance_of_another_crisis_is_not_found_under_this_one(client, belarus):
    other = make_stance("GBR", crisis=make_crisis("sudan-2021"), status="accepted")
    assert client.get(f"{MAP}stances/{other.pk}/").status_code == 404


def test_a_withdrawn_stance_keeps_its_page_with_the_reason_and_nothing_more(client, belarus):
    stance = accept(belarus.stances.get(actor__code="FRA"))
    curation.withdraw(stance, seen=stance.version, editor=make_editor(), public_reason="Misheard.")
    answer = client.get(stance.get_absolute_url())
    page = answer.content.decode()
    assert answer.status_code == 410
    assert "Misheard." in page
    assert "France" not in page
    assert "accept the results" not in page


def test_a_merged_stance_leads_to_the_one_it_became(client, belarus):
    into = make_stance("FRA", "condemn", day=date(2020, 8, 14), status="accepted")
    gone = belarus.stances.get(actor__code="FRA", kind="reject")
    Stance.objects.filter(pk=gone.pk).update(status="merged", merged_into=into)
    assert client.get(gone.get_absolute_url())["Location"] == into.get_absolute_url()


def test_public_changes_say_what_and_why_but_not_who(client, belarus):
    stance = accept(belarus.stances.get(actor__code="FRA"))
    page = client.get(stance.get_absolute_url()).content.decode()
    assert "New, by an editor" in page
    assert stance.decisions.get().editor.username not in page


def test_it_can_be_cited(client, belarus):
    stance = belarus.stances.get(actor__code="EU")
    page = client.get(stance.get_absolute_url()).content.decode()
    assert f"@misc{{crisiswatch-{stance.pk}," in page
    assert f"http://testserver{stance.get_absolute_url()}" in page


# Actors


def test_an_actors_page_begins_with_its_position(client, belarus):
    page = client.get(f"{MAP}actors/POL/")
    assert page.context["sentence"] == (
        "Poland announced sanctions on 20 Aug 2020; it also appealed to the parties on 10 Aug."
    )
    assert [segment.kind for segment in page.context["segments"]] == ["urge", "sanction"]


def test_an_actor_without_a_stance_says_so_and_what_its_organizations_said(client, belarus):
    make_membership("EU", "LTU")
    page = client.get(f"{MAP}actors/LTU/")
    assert "No accepted stance by 20 Aug 2020" in page.content.decode()
    assert [entry.actor.code for entry in page.context["related"]] == ["EU"]


def test_an_organizations_page_names_members_that_diverge_or_are_silent(client, belarus):
    for code in ("POL", "LTU"):
        make_membership("EU", code)
    related = client.get(f"{MAP}actors/EU/").context["related"]
    assert [(entry.actor.code, entry.standing is None, entry.diverges) for entry in related] == [
        ("LTU", True, False),
        ("POL", False, True),
    ]


def test_codes_are_found_in_any_case(client, belarus):
    assert client.get(f"{MAP}actors/pol/")["Location"] == f"{MAP}actors/POL/"
    assert client.get(f"{MAP}actors/nobody/").status_code == 404


def test_a_party_to_the_crisis_is_not_coded(client, belarus):
    assert "party to this crisis" in client.get(f"{MAP}actors/BLR/").content.decode()


# Changes and silence


def test_changes_show_what_became_public_and_only_the_number_of_what_left(client, belarus):
    stance = accept(belarus.stances.get(actor__code="FRA"))
    assert "France" in client.get(f"{MAP}changes/").content.decode()
    curation.withdraw(stance, seen=stance.version, editor=make_editor(), public_reason="Misheard.")
    for address in ("changes/", "changes.atom", "changes.json"):
        answer = client.get(MAP + address)
        shown = answer.content.decode()
        assert answer.status_code == 200
        assert "France" not in shown
        assert "Misheard." in shown


def test_an_actor_that_is_the_target_is_called_by_its_name(client, belarus):
    towards = accept(make_stance("POL", "condemn", target="RUS", status="proposed"))
    name = Actor.objects.get(code="RUS").name
    for address in ("changes/", "changes.atom", "changes.json", f"stances/{towards.pk}/"):
        assert f"condemned {name}" in client.get(f"{MAP}{address}").content.decode()
    for address in ("actors/POL/", "stances/", "?selected=POL"):
        assert f"→ {name}" in client.get(f"{MAP}{address}").content.decode()


def test_changes_say_which_positions_hardened(client, belarus):
    for code, kind, day in [("LTU", "urge", 1), ("LTU", "condemn", 3), ("LTU", "concern", 5)]:
        accept(make_stance(code, kind, day=date(2020, 8, day), status="proposed"))
    entries = client.get(f"{MAP}changes/").context["entries"]
    assert [(entry.stance.kind, entry.turn) for entry in entries] == [
        ("concern", "softened"),
        ("condemn", "hardened"),
        ("urge", ""),
    ]


def test_silence_lists_members_without_a_position(client, belarus):
    for organization, code in [("UN", "LTU"), ("UN", "POL"), ("UN", "BLR"), ("EU", "MLT")]:
        make_membership(organization, code)
    page = client.get(f"{MAP}silence/")
    assert [one.country.code for one in page.context["silent"]] == ["LTU"]
    blocs = {bloc.organization.code: bloc for bloc in page.context["blocs"]}
    assert (blocs["UN"].silent, blocs["UN"].members) == (1, 2)
    of_the_eu = client.get(blocs["EU"].href).context["silent"]
    assert [one.country.code for one in of_the_eu] == ["MLT"]


def test_the_timeline_orders_ribbons_by_first_mover(client, belarus):
    page = client.get(f"{MAP}timeline/")
    assert [ribbon.actor.code for ribbon in page.context["ribbons"]] == ["POL", "RUS", "EU"]
    by_name = client.get(f"{MAP}timeline/?ordering=name")
    assert [ribbon.actor.code for ribbon in by_name.context["ribbons"]] == ["EU", "POL", "RUS"]
    totals = {row.label: row.total for row in page.context["numbers"]}
    assert totals == {"10 Aug 2020": 1, "12 Aug 2020": 1, "14 Aug 2020": 1, "20 Aug 2020": 1}
