"""Refuses bodies that are too large: by `Content-Length` at once, else as soon as too much has come."""

from starlette.responses import Response
from starlette.types import Scope

from clankerbot_engine.errors import PayloadTooLarge
from clankerbot_http.errors import error_answer


class BodyTooLarge(Exception):
    """Ends whoever reads the body. Ends in `Answers`."""


def announced_bytes(scope: Scope) -> int:
    """0 where the head does not say: then they are counted."""
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if len(value) <= 20 and value.isdigit() else 0
    return 0


def too_large_answer(max_bytes: int) -> Response:
    error = PayloadTooLarge(
        f"The body is larger than {max_bytes} bytes, the most that this service reads (MAX_BODY_BYTES).",
        details={"field": "body", "max_bytes": max_bytes},
    )
    # The rest of the body is not read, so the connection cannot be used again.
    return error_answer(error, headers={"Connection": "close"})
