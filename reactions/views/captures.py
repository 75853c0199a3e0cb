"""What a page said when it was fetched, for editors to compare with."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from reactions.ingestion.captures import bytes_of
from reactions.models import Capture
from reactions.views.desk import SEE_THE_DESK, desk


@require_safe
@desk(SEE_THE_DESK)
def capture(request: HttpRequest, pk: int) -> HttpResponse:
    """A capture as a file to be kept: another site's page is never shown as one of ours."""
    found = get_object_or_404(Capture.objects.exclude(body=""), pk=pk)
    try:
        body = bytes_of(found)
    except FileNotFoundError as error:
        raise Http404(f"The file of capture {pk} is not in storage.") from error
    name = f'attachment; filename="capture-{pk}.html"'
    headers = {"Content-Disposition": name, "Content-Security-Policy": "sandbox"}
    return HttpResponse(body, content_type="application/octet-stream", headers=headers)
