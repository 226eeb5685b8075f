"""Gives each request its id: in the log, in `X-Request-ID`, and in the body of every answer."""

import re
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clankerbot_engine.logs import current_request_id
from clankerbot_engine.ulids import new_ulid

# `fullmatch` on bytes: "$" would let a line feed into the log, `\w` other scripts.
_SANE = re.compile(rb"[A-Za-z0-9._-]{1,64}")


class RequestId:
    """A ULID, or the caller's own `X-Request-ID` where that is a sane token."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _given(scope) or new_request_id()
        header = (b"x-request-id", request_id.encode())

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), header]
            await send(message)

        token = current_request_id.set(request_id)
        try:
            await self.app(scope, receive, send_with_id)
        finally:
            current_request_id.reset(token)


def _given(scope: Scope) -> str | None:
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            return value.decode() if _SANE.fullmatch(value) else None
    return None


def new_request_id() -> str:
    return new_ulid(time.time_ns() // 1_000_000)
