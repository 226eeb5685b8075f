"""Every error as an HTTP answer: the one table, and the handlers that use it. Nothing else words or numbers errors."""

import logging
import math
from collections.abc import Mapping
from typing import Any, Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import JsonValue
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from clankerbot_engine.actions import ApiError
from clankerbot_engine.errors import (
    ClankerbotError,
    Conflict,
    Forbidden,
    InternalError,
    NeedsConnection,
    NeedsInput,
    NotFound,
    NotReady,
    NotSetUp,
    PayloadTooLarge,
    RateLimited,
    Unauthorized,
    UpstreamError,
    UpstreamTimeout,
    ValidationFailed,
)
from clankerbot_engine.execution.outcomes import as_api_error
from clankerbot_http.responses import failed
from clankerbot_http.validation import as_validation_failed

log = logging.getLogger(__name__)

STATUS: Final[Mapping[type[ClankerbotError], int]] = {
    ClankerbotError: 500,
    Unauthorized: 401,
    Forbidden: 403,
    ValidationFailed: 422,
    NeedsInput: 409,
    NeedsConnection: 409,
    NotFound: 404,
    Conflict: 409,
    PayloadTooLarge: 413,
    RateLimited: 429,
    UpstreamError: 502,
    UpstreamTimeout: 504,
    NotReady: 503,
    NotSetUp: 503,
    InternalError: 500,
}
_STATUS_OF_CODE: Final = {kind.code: status for kind, status in STATUS.items()}
_CLIENT_CLOSED_REQUEST: Final = 499
"""nginx's number for a caller that hung up: nobody reads it but the access log."""


def status_of(code: str, details: Mapping[str, JsonValue]) -> int:
    """Clockify's 400, and a body that is no JSON, stay 400."""
    if code == ValidationFailed.code and details.get("status") == 400:
        return 400
    return _STATUS_OF_CODE.get(code, 500)


def error_headers(error: ApiError) -> dict[str, str]:
    headers = {}
    if error.retry_after_s is not None:
        headers["Retry-After"] = str(max(1, math.ceil(error.retry_after_s)))
    # Clockify's 401 is none that a token of ours would mend.
    if error.code == Unauthorized.code and error.details.get("source") != "clockify":
        headers["WWW-Authenticate"] = "Bearer"
    return headers


def error_answer(error: ClankerbotError, *, headers: Mapping[str, str] | None = None) -> Response:
    described = as_api_error(error)
    return failed(
        described,
        status=status_of(described.code, described.details),
        headers={**error_headers(described), **(headers or {})},
    )


def unexpected_error_answer() -> Response:
    """Says nothing of what happened: that is in the log, under the same request id."""
    return error_answer(
        InternalError("Something went wrong on our side. Try again; if it stays, report the request id.")
    )


_BY_STATUS: Final[Mapping[int, tuple[type[ClankerbotError], str]]] = {
    404: (NotFound, "There is nothing at this address. GET /docs lists what there is."),
    405: (ValidationFailed, "This address does not take that method. The Allow header lists those that it takes."),
    413: (PayloadTooLarge, "The body is larger than this service reads."),
}


def clankerbot_error(_: Request, error: Any) -> Response:
    if STATUS.get(type(error), 500) == 500:
        log.error("request_failed", exc_info=error)
    return error_answer(error)


def _validation_error(_: Request, error: Any) -> Response:
    """FastAPI's own handler echoes what was sent, and answers 500 where that is no JSON (NaN, lone surrogates)."""
    return error_answer(as_validation_failed(error.errors()))


def http_error_answer(status: int, headers: Mapping[str, str] | None = None) -> Response:
    """For what Starlette refuses by itself. Its words stay out: they may hold what was sent."""
    if status in _BY_STATUS:
        kind, message = _BY_STATUS[status]
        described = as_api_error(kind(message))
    elif status < 500:
        described = as_api_error(ValidationFailed("The request cannot be read.", field="body"))
    else:
        described = as_api_error(InternalError("Something went wrong on our side. Try again."))
    return failed(described, status=status, headers=headers)


def _http_exception(_: Request, error: Any) -> Response:
    return http_error_answer(error.status_code, error.headers)


def client_disconnect(_: Request, __: Any) -> Response:
    return Response(status_code=_CLIENT_CLOSED_REQUEST)


def _unexpected(_: Request, error: Exception) -> Response:
    log.error("request_failed", exc_info=error)
    return unexpected_error_answer()


def add_error_handlers(app: FastAPI) -> None:
    app.add_exception_handler(ClankerbotError, clankerbot_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_exception)
    app.add_exception_handler(ClientDisconnect, client_disconnect)
    app.add_exception_handler(Exception, _unexpected)
