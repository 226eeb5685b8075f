"""Refuses bodies that are too large: by `Content-Length` at once, else as soon as too much has come."""

from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clankerbot_engine.errors import PayloadTooLarge
from clankerbot_http.errors import error_answer


class BodyTooLarge(Exception):
    """Ends whoever reads the body. Ends here, too."""


class BodyLimit:
    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self.app = app
        self._max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if self._announced(scope) > self._max_bytes:
            await self._refuse(scope, receive, send)
            return
        seen = 0
        too_much = started = False

        async def receive_counted() -> Message:
            nonlocal seen, too_much
            message = await receive()
            if message["type"] == "http.request":
                seen += len(message.get("body", b""))
                if seen > self._max_bytes:
                    too_much = True
                    raise BodyTooLarge
            return message

        async def send_unless_refused(message: Message) -> None:
            # Whoever read the body may have made an answer of his own out of the exception.
            nonlocal started
            if too_much and not started:
                return
            started = True
            await send(message)

        with suppress(BodyTooLarge):
            await self.app(scope, receive_counted, send_unless_refused)
        if too_much and not started:
            await self._refuse(scope, receive, send)

    def _announced(self, scope: Scope) -> int:
        """0 where it does not say: then it is counted."""
        for name, value in scope["headers"]:
            if name == b"content-length":
                return int(value) if len(value) <= 20 and value.isdigit() else 0
        return 0

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        error = PayloadTooLarge(
            f"The body is larger than {self._max_bytes} bytes, the most that this service reads (MAX_BODY_BYTES).",
            details={"field": "body", "max_bytes": self._max_bytes},
        )
        # The rest of the body is not read, so the connection cannot be used again.
        await error_answer(error, headers={"Connection": "close"})(scope, receive, send)
