"""The envelope of every answer: `{"ok", "data", "error", "request_id"}`."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field
from pydantic_core import to_json
from starlette.responses import Response

from clankerbot_engine.actions import ApiError, ApiResponse, Payload
from clankerbot_engine.logs import current_request_id


class ErrorResponse(ApiResponse[Payload]):
    """How every error is answered. `data` is what there is to say in spite of it: mostly null."""

    ok: Literal[False] = False
    error: ApiError = Field()


class JsonAnswer(Response):
    """Bytes that are JSON already."""

    media_type = "application/json"


def ok(data: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """`data` is anything that pydantic can write: models, and lists and dicts of them."""
    return ok_json(to_json(data), status=status, headers=headers)


def ok_json(data: bytes, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """The same where `data` was written already."""
    body = b'{"ok":true,"data":%b,"error":null,"request_id":"%b"}' % (data, _request_id())
    return JsonAnswer(body, status, headers)


def failed(error: ApiError, *, status: int, data: Any = None, headers: Mapping[str, str] | None = None) -> Response:
    """`data`: what there is to say in spite of the error."""
    body = b'{"ok":false,"data":%b,"error":%b,"request_id":"%b"}' % (to_json(data), to_json(error), _request_id())
    return JsonAnswer(body, status, headers)


def _request_id() -> bytes:
    """Letters, digits and `._-` only (the request id middleware sees to it), so it needs no escaping."""
    return (current_request_id.get() or "").encode()
