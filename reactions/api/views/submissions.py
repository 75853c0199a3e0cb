"""Articles and addresses that programs bring."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from reactions import tasks
from reactions.api.bodies import SubmissionBody
from reactions.api.desk_serializers import SubmissionSerializer, SubmittedSerializer
from reactions.api.links import Link
from reactions.api.permissions import Scope
from reactions.api.problems import FieldError, Problem
from reactions.api.views.desk import DECIDE, DeskResource
from reactions.api.writing import writes
from reactions.ingestion import fetching
from reactions.ingestion.documents import Problem as Unreadable
from reactions.ingestion.files import document_from
from reactions.ingestion.intake import take_in
from reactions.models import Page


class Submissions(DeskResource):
    """Articles and addresses, brought to be read. What is found in them becomes proposals."""

    resource_name = "submissions"
    serializer_class = SubmissionSerializer
    orderings = {"-id": ("-pk",), "id": ("pk",)}
    leads_to = {
        "create": [
            Link("submissions_retrieve", {"id": "/submission"}),
            Link("desk_articles_retrieve", {"id": "/article"}),
        ],
        "retrieve": [Link("desk_articles_retrieve", {"id": "/article"})],
    }
    success = {"create": 202}
    answer_serializers = {"create": SubmittedSerializer}

    def demands(self) -> tuple[str, str]:
        return Scope.SUBMIT, DECIDE

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        return Page.objects.all()

    @writes(SubmissionBody, key_required=True)
    def create(self, request: Request, said: dict[str, Any]) -> Response:
        """Bring an address to be fetched, or an article with its text."""
        if "text" in said:
            return _take_text(said)
        page = fetching.wanted(said["url"], crisis=said.get("crisis"))
        _send_on(tasks.fetch_page, [page.pk])
        address = reverse("api-submissions-item", args=[page.pk])
        return Response(
            {
                "submission": page.pk,
                "article": page.article_id,
                "is_new": page.fetched is None,
                "readings": 0,
            },
            status=202,
            headers={"Location": request.build_absolute_uri(address)},
        )


def _take_text(said: dict[str, Any]) -> Response:
    record = {name: said.get(name) for name in ("title", "text", "url", "author", "publisher")}
    document = document_from("The text", {**record, "published": said["published"]}, None)
    if isinstance(document, Unreadable):
        place = "/published" if "date" in document.reason else "/text"
        detail = f"{document.reason} {document.mend}"
        raise Problem("invalid", errors=[FieldError(pointer=place, detail=detail)])
    intake = take_in([document], crisis=said.get("crisis"))
    _send_on(tasks.read_reading, intake.readings)
    (article,) = intake.articles
    return Response(
        {
            "submission": None,
            "article": article,
            "is_new": bool(intake.new),
            "readings": len(intake.readings),
        },
        status=202,
    )


def _send_on(task: Any, ids: Iterable[int]) -> None:
    """Send work on once it is stored."""
    transaction.on_commit(partial(tasks.nudge, task, list(ids)))
