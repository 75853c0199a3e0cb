"""Where articles come from: sources, what failed, and what editors bring themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from celery import Task
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reactions import pipeline, tasks
from reactions.digits import whole
from reactions.ingestion import archives, fetching
from reactions.ingestion.discovery import Candidate, discover
from reactions.ingestion.documents import Document, Problem
from reactions.ingestion.fetching import wanted
from reactions.ingestion.files import document_from, read_upload
from reactions.ingestion.http import Client, FetchError, TemporaryFetchError
from reactions.ingestion.intake import take_in
from reactions.ingestion.pace import NotYet
from reactions.models import ArchivePart, Article, Page, Reading, Source, WorkState
from reactions.source_forms import (
    AddressesForm,
    FilesForm,
    IntakeForm,
    KnownSourceForm,
    SourceForm,
    TextForm,
)
from reactions.views.desk import SEE_THE_DESK, desk, page_of

DECIDE = "reactions.decide_stance"
_DAYS = 7
_SHOWN_ENTRIES = 20
# A page that an editor looks at waits for a site no longer than this, in seconds.
_PATIENCE = 10


@require_safe
@desk(SEE_THE_DESK)
def sources(request: HttpRequest) -> HttpResponse:
    """The sources, with what they gave last and what failed."""
    context = {"page": page_of(request, _with_counts(Source.objects.all())), **_work()}
    return render(request, "sources/sources.html", context)


def _with_counts(rows: QuerySet[Source]) -> QuerySet[Source]:
    """Sources with their articles a day, and their pages that wait or failed."""
    since = timezone.now() - timedelta(days=_DAYS)
    recent = Article.objects.filter(retrieved__gte=since)
    waiting = Page.objects.filter(state__in=[WorkState.QUEUED, WorkState.STARTED])
    return rows.annotate(
        a_day=_count(recent) / float(_DAYS),
        waiting=_count(waiting),
        failed_pages=_count(Page.objects.filter(state=WorkState.FAILED)),
    ).order_by("paused", "-failures", "name")


def _count(rows: QuerySet[Any]) -> Coalesce:
    of_source = rows.filter(source=OuterRef("pk")).order_by().values("source")
    return Coalesce(Subquery(of_source.annotate(number=Count("pk")).values("number")), 0)


def _work() -> dict[str, Any]:
    """How much waits and failed, over all sources."""
    open_states = [WorkState.QUEUED, WorkState.STARTED]
    return {
        "pages_waiting": Page.objects.filter(state__in=open_states).count(),
        "readings_waiting": Reading.objects.filter(state__in=open_states).count(),
        "rereading": pipeline.rereading(),
        "failed": sum(
            rows.failed().count() for rows in (Page.objects, Reading.objects, ArchivePart.objects)
        ),
    }


@require_http_methods(["GET", "POST"])
@desk(DECIDE)
def add_source(request: HttpRequest) -> HttpResponse:
    """Find a site's feed, show what would come in, and add it."""
    typed = request.POST if request.method == "POST" else request.GET
    address = typed.get("address", "").strip()
    if not address:
        return render(request, "sources/add.html", {"address": ""})
    found, problem = _look(address)
    if not found:
        unfound = {"address": address, "problem": problem}
        return render(request, "sources/add.html", unfound, status=400)
    chosen = next((one for one in found if one.address == typed.get("feed")), found[0])
    known = Source.objects.filter(address=chosen.address).first()
    if known is not None:
        messages.info(request, f"“{known}” is among the sources already.")
        return redirect("source", known.pk)
    is_sent = request.method == "POST"
    form = SourceForm(request.POST if is_sent else None, initial={"name": chosen.feed.title})
    if is_sent and form.is_valid():
        form.instance.address, form.instance.type = chosen.address, chosen.feed.type
        source = form.save()
        _nudge(request, tasks.poll_source, [source.pk])
        messages.success(request, f"“{source}” is added and asked for its articles now.")
        return redirect("source", source.pk)
    context = {
        "address": address,
        "found": found,
        "chosen": chosen,
        "form": form,
        "entries": _seen_before(chosen),
    }
    return render(request, "sources/add.html", context, status=400 if form.errors else 200)


def _look(address: str) -> tuple[list[Candidate], str]:
    """The feeds at an address, or why there are none."""
    if "://" not in address:
        address = f"https://{address}"
    try:
        with Client(seconds=_PATIENCE) as client:
            found = discover(client, address)
    except (FetchError, TemporaryFetchError, NotYet) as error:
        return [], str(error)
    mend = "Look on the site for a link named RSS or feed, and give its address."
    return found, "" if found else f"No feed was found at {address}. {mend}"


def _seen_before(candidate: Candidate) -> list[dict[str, Any]]:
    """The entries as they would come in, each with whether its address is known."""
    entries = candidate.feed.entries[:_SHOWN_ENTRIES]
    known = set(
        Page.objects.filter(url__in=[entry.url for entry in entries]).values_list("url", flat=True)
    )
    return [{"entry": entry, "known": entry.url in known} for entry in entries]


@require_http_methods(["GET", "POST"])
@desk(DECIDE)
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """One source: its settings, what it gave, what failed."""
    row = get_object_or_404(_with_counts(Source.objects.all()), pk=pk)
    is_sent = request.method == "POST"
    is_polled = row.type in Source.POLLED
    form = (KnownSourceForm if is_polled else SourceForm)(
        request.POST if is_sent else None, instance=row
    )
    if is_sent and form.is_valid() and _has_feed(form):
        form.save()
        messages.success(request, "Saved.")
        return redirect("source", pk)
    pages = Page.objects.filter(source=row).select_related("article").order_by("-pk")
    context = {
        "source": row,
        "form": form,
        "is_polled": is_polled,
        "page": page_of(request, pages),
    }
    return render(request, "sources/source.html", context, status=400 if form.errors else 200)


def _has_feed(form: SourceForm) -> bool:
    """Whether the address is as it was or leads to a feed; else the form says why not."""
    if not isinstance(form, KnownSourceForm) or "address" not in form.changed_data:
        return True
    found, problem = _look(form.cleaned_data["address"])
    try:
        if not found:
            raise ValidationError(problem)
        form.move(found[0].address, found[0].feed.type)
    except ValidationError as error:
        form.add_error("address", error)
    return form.is_valid()


@require_safe
@desk(DECIDE)
def test_source(request: HttpRequest, pk: int) -> HttpResponse:
    """What would come in now; nothing is stored."""
    row = get_object_or_404(Source, pk=pk)
    found, problem = _look(row.address)
    entries = _seen_before(found[0]) if found else []
    context = {"source": row, "entries": entries, "problem": problem, "tested": timezone.now()}
    return render(request, "sources/test.html", context)


@require_POST
@desk(DECIDE)
def pause_source(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop asking a source, or begin again."""
    paused = request.POST.get("paused") == "1"
    Source.objects.filter(pk=pk).update(paused=paused, next_poll=timezone.now())
    messages.success(request, "Paused." if paused else "It is asked again from now on.")
    return redirect("source", pk)


@require_POST
@desk(DECIDE)
def poll_source(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a source now."""
    Source.objects.filter(pk=pk).update(next_poll=timezone.now())
    _nudge(request, tasks.poll_source, [pk])
    messages.success(request, "It is asked now; load the page again in a moment.")
    return redirect("source", pk)


@require_safe
@desk(SEE_THE_DESK)
def failures(request: HttpRequest) -> HttpResponse:
    """Pages, readings and parts of archives that failed, with the reason and the mend."""
    pages = Page.objects.failed().select_related("source").order_by("-next_try")
    readings = Reading.objects.failed().select_related("article", "crisis").order_by("-next_try")
    not_read = Page.objects.exclude(form__in=["", Page.Form.ARTICLE]).select_related("source")
    context = {
        "page": page_of(request, pages),
        "readings": readings.defer("article__text")[:100],
        "parts": ArchivePart.objects.failed().select_related("archive").order_by("-next_try")[:100],
        "not_read": not_read.order_by("-fetched")[:50],
    }
    return render(request, "sources/failures.html", context)


@require_POST
@desk(DECIDE)
def retry(request: HttpRequest) -> HttpResponse:
    """Try again what failed: the pages, readings and parts of archives named, or all."""
    everything = request.POST.get("all") == "1"
    pages = _chosen(request, "page", Page.objects.failed() if everything else None)
    readings = _chosen(request, "reading", Reading.objects.failed() if everything else None)
    parts = _chosen(request, "part", ArchivePart.objects.failed() if everything else None)
    number = fetching.retry(pages) + pipeline.retry(readings) + archives.retry(parts)
    _nudge(request, tasks.fetch_page, pages)
    _nudge(request, tasks.read_reading, readings)
    _nudge(request, tasks.read_archive_part, parts)
    messages.success(request, f"{number} tried again.")
    return redirect("failures")


def _chosen(request: HttpRequest, name: str, rows: QuerySet[Any] | None) -> list[int]:
    if rows is not None:
        return list(rows.values_list("pk", flat=True))
    chosen = map(whole, request.POST.getlist(name))
    return [pk for pk in chosen if pk is not None]


@require_http_methods(["GET", "POST"])
@desk(DECIDE)
def bring(request: HttpRequest) -> HttpResponse:
    """Articles that editors bring: addresses, pasted text, files."""
    forms: dict[str, IntakeForm] = {
        "addresses": AddressesForm(prefix="addresses"),
        "text": TextForm(prefix="text"),
        "files": FilesForm(prefix="files"),
    }
    takers: dict[str, Callable[[HttpRequest, Any], list[Problem] | None]] = {
        "addresses": _take_addresses,
        "text": _take_text,
        "files": _take_files,
    }
    problems: list[Problem] = []
    what = request.POST.get("what", "")
    if what in takers:
        form = forms[what] = type(forms[what])(request.POST, request.FILES, prefix=what)
        if form.is_valid():
            problems = takers[what](request, form.cleaned_data) or []
            if not problems:
                return redirect("bring")
    context = {**forms, "form": forms.get(what), "problems": problems}
    has_problem = bool(problems or (what in forms and forms[what].errors))
    return render(request, "sources/bring.html", context, status=400 if has_problem else 200)


def _take_addresses(request: HttpRequest, data: dict[str, Any]) -> None:
    pages = [wanted(address, crisis=data["crisis"]) for address in data["addresses"]]
    _nudge(request, tasks.fetch_page, [page.pk for page in pages])
    messages.success(request, f"{len(pages)} addresses are fetched now.")


def _take_text(request: HttpRequest, data: dict[str, Any]) -> list[Problem]:
    record = {name: data[name] for name in ("title", "text", "url", "publisher")}
    return _take(request, [document_from("The text", record, data["published"])], data)


def _take_files(request: HttpRequest, data: dict[str, Any]) -> list[Problem]:
    items = [
        item for file in data["documents"] for item in read_upload(file.name or "file", file.read())
    ]
    return _take(request, items, data)


def _take(
    request: HttpRequest, items: list[Document | Problem], data: dict[str, Any]
) -> list[Problem]:
    intake = take_in(items, crisis=data["crisis"])
    _nudge(request, tasks.read_reading, intake.readings)
    words = [f"{intake.new} taken in" if intake.new != 1 else "1 article taken in"]
    if intake.known:
        words.append(f"{intake.known} known already")
    if intake.unread:
        words.append(f"{intake.unread} about no crisis that is tracked, and not read")
    if intake.new or intake.known:
        messages.success(request, ", ".join(words) + ".")
    return intake.problems


def _nudge(request: HttpRequest, task: Task[Any, Any], ids: list[int]) -> None:
    """Send work on, and say so where it has to wait."""
    if not tasks.nudge(task, ids):
        messages.info(request, "The workers cannot be reached now; the work waits for them.")
