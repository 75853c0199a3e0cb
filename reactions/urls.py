"""The domain's addresses."""

from django.contrib.auth import views as auth
from django.urls import URLPattern, URLResolver, include, path

from reactions.api.views import documents
from reactions.api.views.datapackage import data
from reactions.views import (
    account,
    adding,
    all_days,
    captures,
    changes,
    decide,
    downloads,
    item,
    many,
    maps,
    merging,
    opinions,
    progress,
    public,
    records,
    review,
    silence,
    sources,
    status,
    suggest,
    timeline,
    tokens,
    undoing,
)
from reactions.views import (
    crises as crisis_setup,
)

site: list[URLPattern | URLResolver] = [
    path("", public.home, name="home"),
    path("search/", public.search, name="search"),
    path("theme/", public.theme, name="theme"),
    path("csp-report/", status.csp_report, name="csp_report"),
    path("method/", public.method, name="method"),
    path("method/kinds/", public.method_kinds, name="method_kinds"),
    path("method/borders/", public.method_borders, name="method_borders"),
    path("method/sources/", public.method_sources, name="method_sources"),
]

crises: list[URLPattern | URLResolver] = [
    path("crises/<slug:slug>/", maps.reaction_map, name="map"),
    path("crises/<slug:slug>/positions.json", all_days.positions_of_all_days, name="positions"),
    path("crises/<slug:slug>/map.csv", downloads.positions_csv, name="positions_csv"),
    path("crises/<slug:slug>/map.json", downloads.positions_json, name="positions_json"),
    path("crises/<slug:slug>/stances.csv", downloads.listed_stances_csv, name="stances_csv"),
    path("crises/<slug:slug>/table/", maps.table, name="table"),
    path("crises/<slug:slug>/timeline/", timeline.timeline, name="timeline"),
    path("crises/<slug:slug>/actors/<str:code>/", records.actor, name="actor"),
    path("crises/<slug:slug>/stances/", records.stances, name="stances"),
    path("crises/<slug:slug>/stances/<int:pk>/", records.stance, name="stance"),
    path("crises/<slug:slug>/stances/<int:pk>/tip/", records.tip, name="tip"),
    path("crises/<slug:slug>/changes/", changes.changes, name="changes"),
    path("crises/<slug:slug>/changes.atom", changes.ChangesFeed(), name="changes_feed"),
    path("crises/<slug:slug>/changes.json", changes.changes_json, name="changes_json"),
    path("crises/<slug:slug>/silence/", silence.silence, name="silence"),
]

desk: list[URLPattern | URLResolver] = [
    path("review/", review.queue_list, name="review"),
    path("review/<int:pk>/", item.item, name="review_item"),
    path("review/<int:pk>/accept/", decide.accept, name="review_accept"),
    path("review/<int:pk>/reject/", decide.reject, name="review_reject"),
    path("review/<int:pk>/correct/", decide.correct, name="review_correct"),
    path("review/<int:pk>/withdraw/", decide.withdraw, name="review_withdraw"),
    path("review/<int:pk>/mark/", decide.mark, name="review_mark"),
    path("review/<int:pk>/open/", decide.open_item, name="review_open"),
    path("review/<int:pk>/assign/", decide.assign, name="review_assign"),
    path("review/<int:pk>/why/", item.why, name="review_why"),
    path("review/many/", many.decide_many, name="review_many"),
    path("review/many/<uuid:batch>/undo/", many.undo_many, name="review_undo_many"),
    path("review/suggest/actors/", suggest.suggest_actors, name="review_suggest_actors"),
    path("review/suggest/officials/", suggest.suggest_officials, name="review_suggest_officials"),
    path("review/progress/", progress.progress, name="review_progress"),
    path("review/status/", status.status, name="status"),
    path("review/merge/proposals/", merging.proposals, name="merge_proposals"),
    path("review/merge/", merging.merge, name="review_merge"),
    path("review/undo/", undoing.undo_latest, name="review_undo_latest"),
    path("review/articles/", review.articles, name="review_articles"),
    path("review/articles/<int:article_id>/guess/", adding.guess, name="review_guess"),
    path("review/articles/<int:article_id>/add/", adding.add, name="review_add"),
    path("review/second/", opinions.opinions, name="opinions"),
    path("review/second/back/", opinions.opinion_back_latest, name="opinion_back_latest"),
    path("review/second/<int:pk>/", opinions.opinion, name="opinion"),
    path("review/second/<int:pk>/back/", opinions.opinion_back, name="opinion_back"),
    path("review/disagreements/", opinions.disagreements, name="disagreements"),
    path("review/disagreements/<int:pk>/", opinions.disagreement, name="disagreement"),
    path("review/agreement/", opinions.agreement_page, name="agreement"),
    path("review/captures/<int:pk>/", captures.capture, name="capture"),
    path("review/crises/", crisis_setup.crises, name="crises"),
    path("review/crises/new/", crisis_setup.new_crisis, name="crisis_new"),
    path("review/crises/<slug:slug>/", crisis_setup.crisis, name="crisis_edit"),
    path("review/crises/<slug:slug>/publish/", crisis_setup.publish, name="crisis_publish"),
    path("review/crises/<slug:slug>/read/", crisis_setup.read, name="crisis_read"),
    path("review/decisions/", review.decisions, name="review_decisions"),
    path("review/decisions/<int:pk>/undo/", undoing.undo, name="review_undo"),
]

intake: list[URLPattern | URLResolver] = [
    path("review/sources/", sources.sources, name="sources"),
    path("review/sources/add/", sources.add_source, name="source_add"),
    path("review/sources/bring/", sources.bring, name="bring"),
    path("review/sources/failures/", sources.failures, name="failures"),
    path("review/sources/failures/retry/", sources.retry, name="retry"),
    path("review/sources/<int:pk>/", sources.source, name="source"),
    path("review/sources/<int:pk>/test/", sources.test_source, name="source_test"),
    path("review/sources/<int:pk>/pause/", sources.pause_source, name="source_pause"),
    path("review/sources/<int:pk>/poll/", sources.poll_source, name="source_poll"),
]

accounts: list[URLPattern | URLResolver] = [
    path("account/", account.account, name="account"),
    path("account/tokens/", tokens.token_list, name="tokens"),
    path("account/tokens/<int:pk>/rotate/", tokens.rotate, name="token_rotate"),
    path("account/tokens/<int:pk>/revoke/", tokens.revoke, name="token_revoke"),
    path("account/tokens/<int:pk>/restore/", tokens.restore, name="token_restore"),
    path("account/byline/", account.byline, name="byline"),
    path("account/keys/", account.single_keys, name="single_keys"),
    path("account/logout/everywhere/", account.sign_out_everywhere, name="sign_out_everywhere"),
    path("account/login/", account.SignIn.as_view(), name="login"),
    path("account/logout/", auth.LogoutView.as_view(), name="logout"),
    path("account/password/", account.ChangePassword.as_view(), name="password_change"),
    path("account/password/reset/", account.AskForReset.as_view(), name="password_reset"),
    path("account/password/reset/sent/", account.reset_sent, name="password_reset_sent"),
    path(
        "account/password/reset/<uidb64>/<token>/",
        account.Reset.as_view(),
        name="password_reset_confirm",
    ),
]

api: list[URLPattern | URLResolver] = [
    path("data/", data, name="data"),
    path("api/", documents.guide, name="api"),
    path("api/explorer/", documents.explorer, name="explorer"),
    path("api/changes/", documents.changes_of_api, name="api_changes"),
    path("api/v1/", include("reactions.api.urls")),
    path("problems/<slug:slug>/", documents.problem, name="problem"),
]

urlpatterns: list[URLPattern | URLResolver] = [*api, *site, *crises, *desk, *intake, *accounts]
