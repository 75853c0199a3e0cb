"""Who may do what: every address of the site, as each role, in one table.

An address that is in no line of the table fails: whoever adds a page or endpoint says who may.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from reactions.models import SecondOpinion, Source
from reactions.roles import Role, ensure_roles, rights
from reactions.urls import urlpatterns
from tests.factories import make_article, make_crisis, make_editor, make_finding, make_stance

pytestmark = pytest.mark.django_db

VIEWER, EDITOR, SENIOR = Role.VIEWER, Role.EDITOR, Role.SENIOR_EDITOR
EVERYBODY = "everybody"

# The least role that may use an address, by methods where these differ.
TABLE = {
    EVERYBODY: """
        home theme search method method_kinds method_borders method_sources data api explorer
        api_changes problem map positions positions_csv positions_json stances_csv table timeline
        actor stances stance tip changes changes_feed changes_json silence login logout
        password_reset password_reset_sent password_reset_confirm csp_report
    """,
    VIEWER: """
        review review_item review_why review_progress review_articles review_decisions opinions
        disagreements agreement merge_proposals crises sources failures status
        capture
        account byline single_keys sign_out_everywhere password_change
        tokens token_rotate token_revoke token_restore
    """,
    EDITOR: """
        review_accept review_reject review_correct review_withdraw review_mark review_assign
        review_open review_suggest_actors review_suggest_officials review_undo review_undo_latest
        review_guess review_add opinion opinion_back opinion_back_latest
        source source_add bring retry source_test source_pause source_poll
    """,
    SENIOR: """
        review_many review_undo_many review_merge disagreement
        crisis_new crisis_edit crisis_publish crisis_read
    """,
}
LEAST = {name: least for least, names in TABLE.items() for name in names.split()}
# What the API offers to those who work at the desk; all else of it is for everybody.
API_DESK = "api-submissions", "api-desk"


@dataclass(frozen=True)
class Address:
    name: str
    path: str

    @property
    def least(self) -> Role | str | None:
        if self.name in LEAST:
            return LEAST[self.name]
        if self.name.startswith("api-"):
            return EDITOR if self.name.startswith(API_DESK) else EVERYBODY
        return None


@pytest.fixture
def addresses(settings) -> list[Address]:
    """Every address of the site, filled with the ids of rows that are there."""
    settings.SECOND_OPINION_SHARE = 1
    stance = make_stance(status="accepted")
    make_finding(stance)
    waiting = make_stance("RUS", "support")
    source = Source.objects.create(name="Example", type="files")
    values = {
        "slug": make_crisis().slug,
        "code": "GBR",
        "pk": stance.pk,
        "id": stance.pk,
        "article_id": make_article().pk,
        "batch": UUID(int=1),
        "uidb64": "MQ",
        "token": "a-b",
    }
    special = {
        "source": source.pk,
        **dict.fromkeys(("source_test", "source_pause", "source_poll"), source.pk),
        **{
            f"review_{verdict}": waiting.pk
            for verdict in ("accept", "reject", "correct", "mark", "open", "assign")
        },
    }
    return [
        Address(name, _path(name, pattern, {**values, "pk": special.get(name, stance.pk)}))
        for name, pattern in _named(urlpatterns)
    ]


def _named(patterns: list[URLPattern | URLResolver]) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _named(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name, pattern


def _path(name: str, pattern: URLPattern, values: dict[str, object]) -> str:
    if name == "problem":
        return reverse(name, args=["not-found"])
    wanted = pattern.pattern.converters or pattern.pattern.regex.groupindex
    return reverse(name, kwargs={key: values[key] for key in wanted})


def client_of(role: Role | None, *, is_staff: bool = False) -> Client:
    client = Client()
    if role is not None:
        user = User.objects.create_user(role.value.replace(" ", "-"), is_staff=is_staff)
        user.groups.add(ensure_roles()[role])
        client.force_login(user)
    return client


def is_refused(answer) -> bool:
    to_sign_in = "/account/login/?next=" in answer.get("Location", "")
    return answer.status_code in (401, 403) or to_sign_in


def test_every_address_is_in_the_table(addresses):
    assert [each.name for each in addresses if each.least is None] == []
    assert LEAST.keys() - {each.name for each in addresses} == set()


@pytest.mark.parametrize("role", [None, *Role])
def test_each_role_at_each_address(role, addresses):
    order = [EVERYBODY, *Role]
    client_of(role)
    for address in addresses:
        if address.least == EVERYBODY and role is not None:
            continue  # what everybody may, each role may
        answers = [client_again(role).get(address.path)]
        if address.least != EVERYBODY:
            answers.append(client_again(role).post(address.path))
        statuses = [answer.status_code for answer in answers]
        assert 500 not in statuses, address
        refused = [is_refused(answer) for answer in answers]
        may = order.index(address.least) <= (order.index(role) if role else 0)
        if may:
            assert not all(refused), (address, statuses)
        else:
            # Whichever method there is, it is refused; what there is not says so.
            allowed = [
                answer.status_code
                for answer, no in zip(answers, refused, strict=True)
                if not no and answer.status_code != 405
            ]
            assert allowed == [], (address, statuses)


def client_again(role: Role | None) -> Client:
    """A client signed in anew: some addresses sign out."""
    client = Client()
    if role is not None:
        client.force_login(User.objects.get(username=role.value.replace(" ", "-")))
    return client


ADMIN_MODELS = sorted(
    model._meta.model_name for model in admin.site._registry if model._meta.app_label == "reactions"
)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_in_the_admin(role):
    outside = client_of(role)
    assert outside.get("/admin/reactions/tenure/")["Location"].startswith("/admin/login/")
    User.objects.update(is_staff=True)
    inside = client_again(role)
    for model in ADMIN_MODELS:
        held = rights(role)
        proxied = {"country": "country", "organization": "organization"}.get(model, model)
        may_see = f"reactions.view_{proxied}" in held
        may_add = f"reactions.add_{proxied}" in held and model not in NEVER_ADDED
        answer = inside.get(f"/admin/reactions/{model}/").status_code
        assert answer == (200 if may_see else 403), model
        answer = inside.get(f"/admin/reactions/{model}/add/").status_code
        assert answer == (200 if may_add else 403), model


# Records are made by work at the desk, and actors as what they are: country or organization.
NEVER_ADDED = ("actor", "stance", "evidence", "finding", "decision")


def test_a_second_opinion_is_not_given_by_a_viewer(settings):
    settings.SECOND_OPINION_SHARE = 1
    from reactions import curation

    curation.accept(make_stance(), seen=1, editor=make_editor())
    opinion = SecondOpinion.objects.get()
    client = client_of(VIEWER)
    assert client.post(f"/review/second/{opinion.pk}/", {"verdict": "accept"}).status_code == 403
