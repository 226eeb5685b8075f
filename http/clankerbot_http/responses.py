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

    def __init__(self, body: bytes, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        """Its headers as they are sent: Starlette's own way to make them costs more than the answer itself."""
        self.status_code, self.body, self.background = status, body, None
        self.raw_headers = [(b"content-length", b"%d" % len(body)), (b"content-type", b"application/json")]
        if headers:
            more = headers.items()
            self.raw_headers += [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in more]


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
