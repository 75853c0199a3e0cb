"""The editors' desk for their own programs: proposals as they are, and every decision on them.

All changes are those of `curation`, with the rights of the account. What is read here is not
public, and no cache may keep it.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponseBase
from django.urls import reverse
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from reactions import curation
from reactions.api import bodies
from reactions.api.desk_serializers import (
    BatchAnswerSerializer,
    DeskArticleSerializer,
    DeskStanceSerializer,
)
from reactions.api.fields import REASONS
from reactions.api.links import Link
from reactions.api.parameters import (
    ACTORS,
    SLUGS,
    Choice,
    Parameter,
    Text,
    Whole,
    any_of,
    read_parameters,
)
from reactions.api.permissions import HasRight, Scope
from reactions.api.problems import FieldError, Problem, problem_body
from reactions.api.rows import RowReader
from reactions.api.statements import span_of, statement_of
from reactions.api.views.base import Resource
from reactions.api.writing import (
    MATCH_HEADER,
    author_of,
    problem_of,
    seen_version,
    version_tag,
    writes,
)
from reactions.curation import StanceFields
from reactions.extraction.codebook import Kind
from reactions.models import Article, Decision, Evidence, Stance

DECIDE = "reactions.decide_stance"
MERGE = "reactions.merge_stance"
_PRIVATE = {"Cache-Control": "private, no-store"}


class DeskResource(Resource):
    """What only accounts with the scope `curate` may read."""

    http_method_names = ["get", "head", "post", "patch"]
    permission_classes = [HasRight]
    told = ()
    # Of the actions that write: the status of success where it is not 200, and what is answered
    # where it is not an item.
    success: ClassVar[dict[str, int]] = {}
    answer_serializers: ClassVar[dict[str, type[serializers.Serializer[Any]]]] = {}

    def demands(self) -> tuple[str, str]:
        """The scope of the token and the right of the account that the action takes."""
        return Scope.CURATE, MERGE if self.action in ("merge", "batch") else DECIDE

    def problems(self) -> tuple[int, ...]:
        read = (*super().problems(), 401, 403)
        if not hasattr(getattr(self, self.action), "body"):
            return read
        return (*read, 404, 409, 412, 413, 415, 422, 428)

    def list(self, request: Request) -> HttpResponseBase:
        """The items, a page at a time."""
        self.asked = read_parameters(request.query_params, self.parameters())
        return _private(self.page(request))

    def retrieve(self, request: Request, **keys: Any) -> HttpResponseBase:
        """One item by its key."""
        self.asked = read_parameters(request.query_params, self.parameters())
        return _private(self.item(request, **keys))


_OF_ITEM = ("retrieve", "create", "correct", "accept", "reject", "withdraw", "merge", "undo")
_DECISIONS = ("correct", "accept", "reject", "withdraw", "merge", "undo")
# What can be done with a stance as it was answered.
_TO_DECISIONS = tuple(
    Link(f"desk_stances_{action}", {"id": "/id"}, headers={MATCH_HEADER: "ETag"})
    for action in _DECISIONS
)


def _private(response: Response) -> Response:
    for name, value in _PRIVATE.items():
        response[name] = value
    return response


def _of_article(number: int) -> Q:
    return Q(Exists(Evidence.objects.filter(stance=OuterRef("pk"), article=number)))


class DeskStances(DeskResource):
    """Stances of any status, as editors see them: proposals, and what became of them.

    `version` counts the changes; it is the `ETag`, and whoever changes a stance sends it as
    `If-Match`.
    """

    resource_name = "desk/stances"
    leads_to = {
        **dict.fromkeys(_OF_ITEM, _TO_DECISIONS),
        "list": [Link("desk_articles_retrieve", {"id": "/results/0/evidence/0/article"})],
        "batch": [Link("desk_stances_retrieve", {"id": "/results/0/id"})],
    }
    success = {"create": 201}
    answer_serializers = {"batch": BatchAnswerSerializer}
    serializer_class = DeskStanceSerializer
    orderings = {"-id": ("-pk",), "id": ("pk",)}
    filters = (
        Parameter(
            "status",
            "Statuses; proposed unless given.",
            Choice(tuple(Stance.Status.values)),
            many=True,
            default=[Stance.Status.PROPOSED.value],
            condition=any_of("status"),
        ),
        Parameter(
            "crisis",
            "Crises by their short names.",
            SLUGS,
            many=True,
            condition=any_of("crisis__slug"),
        ),
        Parameter(
            "actor",
            "Actors by their codes.",
            ACTORS,
            many=True,
            condition=any_of("actor__code"),
        ),
        Parameter(
            "kind",
            "Kinds.",
            Choice(tuple(Kind), negatable=True),
            many=True,
            condition=any_of("kind"),
        ),
        Parameter(
            "article",
            "The number of an article that has evidence for the stance.",
            Whole(1, 10**15),
            condition=_of_article,
        ),
    )

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        return Stance.objects.all()

    def item(self, request: Request, **keys: Any) -> Response:
        # Read first: a change in between makes the tag stale, and never the item older than it.
        version = Stance.objects.values_list("version", flat=True).filter(pk=keys["id"]).first()
        response = super().item(request, **keys)
        response["ETag"] = version_tag(response.data.get("version", version))
        return response

    @writes(bodies.NewStanceBody, key_required=True)
    def create(self, request: Request, said: dict[str, Any]) -> Response:
        """Add a stance that the engine missed, accepted at once."""
        span = span_of(said["evidence"])
        fields = statement_of(said, None, published=span.article.published.date())
        decision = curation.add(
            said["crisis"], fields, span, editor=author_of(request), note=said["note"]
        )
        response = _shown(decision.stance_id, status=201)
        address = reverse("api-desk/stances-item", args=[decision.stance_id])
        response["Location"] = request.build_absolute_uri(address)
        return response

    @writes(bodies.CorrectionBody)
    def correct(self, request: Request, said: dict[str, Any], id: int) -> Response:  # noqa: A002
        """Set what is wrong and accept."""
        stance, seen = _found(id), seen_version(request)
        span = span_of(said["evidence"]) if "evidence" in said else None
        primary = stance.evidence.filter(primary=True).select_related("article").first()
        article = span.article if span else primary.article if primary else None
        published = article.published.date() if article else None
        fields = statement_of(said, StanceFields.of(stance), published=published)
        curation.correct(
            stance,
            fields,
            seen=seen,
            editor=author_of(request),
            span=span,
            note=said.get("note", ""),
            public_reason=said.get("public_reason", ""),
        )
        return _shown(id)

    @writes(bodies.AcceptBody)
    def accept(self, request: Request, said: dict[str, Any], id: int) -> Response:  # noqa: A002
        """Accept a proposal as it stands."""
        seen = seen_version(request)
        curation.accept(_found(id), seen=seen, editor=author_of(request), note=said["note"])
        return _shown(id)

    @writes(bodies.RejectBody)
    def reject(self, request: Request, said: dict[str, Any], id: int) -> Response:  # noqa: A002
        """Reject a proposal; the engine will not make it again."""
        curation.reject(
            _found(id),
            seen=seen_version(request),
            editor=author_of(request),
            reason=REASONS[said["reason"]],
            note=said["note"],
        )
        return _shown(id)

    @writes(bodies.WithdrawBody)
    def withdraw(self, request: Request, said: dict[str, Any], id: int) -> Response:  # noqa: A002
        """Take back an accepted stance."""
        curation.withdraw(
            _found(id),
            seen=seen_version(request),
            editor=author_of(request),
            public_reason=said["public_reason"],
        )
        return _shown(id)

    @writes(bodies.MergeBody)
    def merge(self, request: Request, said: dict[str, Any], id: int) -> Response:  # noqa: A002
        """Make the stance one with another, which goes on with the evidence of both."""
        into = Stance.objects.filter(pk=said["into"]).first()
        if into is None:
            detail = f"There is no stance {said['into']}."
            raise Problem("invalid", errors=[FieldError(pointer="/into", detail=detail)])
        curation.merge(
            _found(id),
            into,
            seen=seen_version(request),
            editor=author_of(request),
            override=said["override"],
            note=said["note"],
        )
        return _shown(id)

    @writes(bodies.UndoBody)
    def undo(self, request: Request, said: dict[str, Any], id: int) -> Response:  # noqa: A002
        """Take the latest decision back; the stance is again what it was before."""
        stance, seen = _found(id), seen_version(request)
        decision = curation.last_standing(stance)
        if decision is None:
            raise Problem("conflict", f"No decision on stance {id} stands that could be undone.")
        if decision.verdict == Decision.Verdict.MERGE and not request.user.has_perm(MERGE):
            raise PermissionDenied(f"To undo a merge the account needs the right {MERGE}.")
        curation.undo(
            decision, seen=seen, editor=author_of(request), public_reason=said["public_reason"]
        )
        return _shown(id)

    @writes(bodies.BatchBody)
    def batch(self, request: Request, said: dict[str, Any]) -> Response:
        """Accept and reject proposals at once, each for itself."""
        groups: dict[str, dict[int, int]] = {}
        for item in said["items"]:
            reason = REASONS[item["reason"]] if item["action"] == "reject" else ""
            groups.setdefault(reason, {})[item["id"]] = item["version"]
        results: dict[int, dict[str, Any]] = {}
        for reason, seen in groups.items():
            batch = curation.decide_many(seen, editor=author_of(request), reason=reason)
            for decision in batch.decisions:
                results[decision.stance_id] = {
                    "id": decision.stance_id,
                    "status": 200,
                    "version": decision.after["version"],
                    "problem": None,
                }
            for pk, error in batch.refused.items():
                results[pk] = _refused(request, pk, problem_of(error, seen=version_tag(seen[pk])))
        for item in said["items"]:
            pk = item["id"]
            if pk not in results:
                missing = Problem("not-found", f"There is no stance {pk}.")
                results[pk] = _refused(request, pk, missing)
        return Response({"results": [results[item["id"]] for item in said["items"]]})


def _refused(request: Request, pk: int, problem: Problem) -> dict[str, Any]:
    body = problem_body(request._request, problem.slug, str(problem.detail), errors=problem.errors)
    return {"id": pk, "status": problem.status_code, "version": None, "problem": body}


def _found(pk: int) -> Stance:
    stance = Stance.objects.select_related("crisis", "actor", "official").filter(pk=pk).first()
    if stance is None:
        raise Http404(f"There is no stance {pk}.")
    return stance


def _shown(pk: int, *, status: int = 200) -> Response:
    """The stance as it is now, with its version."""
    reader = RowReader(DeskStanceSerializer, DeskStanceSerializer.chosen())
    (item,) = reader.read(Stance.objects.filter(pk=pk))
    headers = {"ETag": version_tag(item["version"]), **_PRIVATE}
    return Response(item, status=status, headers=headers)


class DeskArticles(DeskResource):
    """Articles with their texts, in which evidence is counted."""

    resource_name = "desk/articles"
    serializer_class = DeskArticleSerializer
    orderings = {"-id": ("-pk",), "id": ("pk",)}
    filters = (
        Parameter(
            "url",
            "The address of the article.",
            Text(longest=2000),
            condition=lambda url: Q(url=url),
        ),
    )

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        return Article.objects.all()
