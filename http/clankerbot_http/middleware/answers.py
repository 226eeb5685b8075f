"""Sees to every answer: it has an id and headers that protect, it is counted and logged, and no body is too large."""

import time
from collections.abc import Sequence
from contextlib import suppress

from starlette.types import ASGIApp, Receive, Scope, Send

from clankerbot_engine.logs import current_request_id
from clankerbot_engine.rate_limits.addresses import Network
from clankerbot_http.middleware.access_log import AccessLog
from clankerbot_http.middleware.body_limit import BodyTooLarge, announced_bytes, too_large_answer
from clankerbot_http.middleware.exchange import Exchange
from clankerbot_http.middleware.request_id import given_request_id, new_request_id


class Answers:
    """Sets `clankerbot.exchange`."""

    def __init__(self, app: ASGIApp, trusted_proxies: Sequence[Network], max_body_bytes: int) -> None:
        self.app = app
        self._log = AccessLog(trusted_proxies)
        self._max_body_bytes = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        request_id = given_request_id(scope) or new_request_id()
        exchange = Exchange(
            receive, send, request_id, client=self._log.client(scope), max_body_bytes=self._max_body_bytes
        )
        scope["clankerbot.exchange"] = exchange
        token = current_request_id.set(request_id)
        try:
            await self._answer(scope, exchange)
        finally:
            self._log.note(scope, exchange, time.perf_counter() - began)
            current_request_id.reset(token)

    async def _answer(self, scope: Scope, exchange: Exchange) -> None:
        if announced_bytes(scope) <= self._max_body_bytes:
            with suppress(BodyTooLarge):
                await self.app(scope, exchange.receive, exchange.send)
        else:
            exchange.is_too_large = True
        if exchange.is_too_large and not exchange.has_started:
            exchange.is_too_large = False  # of all answers, this one goes out
            await too_large_answer(self._max_body_bytes)(scope, exchange.receive, exchange.send)
