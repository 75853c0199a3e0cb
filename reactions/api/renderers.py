"""How answers are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from rest_framework.renderers import BaseRenderer

_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS


class JSONRenderer(BaseRenderer):
    """JSON by orjson, which writes days and moments itself."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return b"" if data is None else orjson.dumps(data, option=_OPTIONS)


class _Written(BaseRenderer):
    """Stands for what a view writes itself in the negotiation of types."""

    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        raise NotImplementedError("The view writes this itself.")


class CSVRenderer(_Written):
    media_type = "text/csv"
    format = "csv"


class NDJSONRenderer(_Written):
    media_type = "application/x-ndjson"
    format = "ndjson"


class AtomRenderer(_Written):
    media_type = "application/atom+xml"
    format = "atom"


class JSONFeedRenderer(JSONRenderer):
    media_type = "application/feed+json"
    format = "feed"


# What an action answers with, where that is not plain JSON.
RENDERERS: dict[str, type[BaseRenderer]] = {
    "csv": CSVRenderer,
    "coded": CSVRenderer,
    "ndjson": NDJSONRenderer,
    "atom": AtomRenderer,
    "feed": JSONFeedRenderer,
}
