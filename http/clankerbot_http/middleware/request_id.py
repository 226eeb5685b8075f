"""What each request is known by: in the log, in `X-Request-ID`, and in the body of every answer."""

import re
import time

from starlette.types import Scope

from clankerbot_engine.ulids import new_ulid

# `fullmatch` on bytes: "$" would let a line feed into the log, `\w` other scripts.
_SANE = re.compile(rb"[A-Za-z0-9._-]{1,64}")


def given_request_id(scope: Scope) -> str | None:
    """The caller's own `X-Request-ID`, where that is a sane token."""
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            return value.decode() if _SANE.fullmatch(value) else None
    return None


def new_request_id() -> str:
    """A ULID."""
    return new_ulid(time.time_ns() // 1_000_000)
