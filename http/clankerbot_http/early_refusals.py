"""Answers to what never becomes a request of the application: no HTTP, too large a head, a body that does not come or
has too much around it.

The server gives them by itself, before any middleware. They have the form of every other error.
"""

import logging
from collections.abc import Iterable
from http import HTTPStatus

from clankerbot_engine.actions import ApiError
from clankerbot_engine.errors import PayloadTooLarge, ValidationFailed
from clankerbot_engine.execution.outcomes import as_api_error
from clankerbot_engine.logs import current_request_id, log_event
from clankerbot_http.middleware.request_id import new_request_id
from clankerbot_http.middleware.security_headers import HEADERS
from clankerbot_http.responses import failed

log = logging.getLogger(__name__)


def not_http() -> ApiError:
    return as_api_error(ValidationFailed("This is not a valid HTTP request.", details={"status": 400}))


def head_too_large(max_bytes: int) -> ApiError:
    return as_api_error(
        PayloadTooLarge(
            f"The request line and the headers are larger than {max_bytes} bytes, the most that this service reads.",
            details={"max_bytes": max_bytes},
        )
    )


def around_body_too_large(max_bytes: int) -> ApiError:
    return as_api_error(
        PayloadTooLarge(
            f"More than {max_bytes} bytes came around the body: sizes of chunks, and trailers. Send larger chunks.",
            details={"field": "body", "max_bytes": max_bytes},
        )
    )


def body_too_slow(within_s: float) -> ApiError:
    told = ValidationFailed(f"The body did not come in within {within_s:g} s. Nothing was done.", field="body")
    return as_api_error(told).model_copy(update={"retryable": True})


def answer_bytes(
    status: HTTPStatus, error: ApiError, *, client: str, headers: Iterable[tuple[bytes, bytes]] = ()
) -> bytes:
    """The whole answer as it goes over the wire, under an id that is in the log too. Ends the connection."""
    request_id = new_request_id()
    token = current_request_id.set(request_id)
    try:
        response = failed(error, status=status, headers={"Connection": "close", "X-Request-ID": request_id})
        log_event(log, logging.INFO, "request_refused", {"status": int(status), "client": client, "code": error.code})
    finally:
        current_request_id.reset(token)
    lines = [f"HTTP/1.1 {status.value} {status.phrase}".encode()]
    lines += [b"%b: %b" % each for each in (*headers, *response.raw_headers, *HEADERS)]
    return b"\r\n".join([*lines, b"", bytes(response.body)])
