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


class _Streamed(BaseRenderer):
    """Stands for an export in the negotiation of types: the view streams the answer itself."""

    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        raise NotImplementedError("Exports are streamed by their view.")


class CSVRenderer(_Streamed):
    media_type = "text/csv"
    format = "csv"


class NDJSONRenderer(_Streamed):
    media_type = "application/x-ndjson"
    format = "ndjson"
