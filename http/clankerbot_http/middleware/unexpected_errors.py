"""Answers what nobody expected with a 500 that tells nothing, and logs the trace."""

import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clankerbot_http.errors import unexpected_error_answer
from clankerbot_http.middleware.body_limit import BodyTooLarge

log = logging.getLogger(__name__)


class UnexpectedErrors:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_and_note(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        except BodyTooLarge:
            raise
        except Exception:
            log.exception("request_failed")
            if started:
                raise  # half an answer: the server must break the connection off
            await unexpected_error_answer()(scope, receive, send)
