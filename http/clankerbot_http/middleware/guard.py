"""Lets a request through to its route, or refuses it; and answers what nobody expected with a 500 that tells nothing.

What nobody expected is logged with its trace.
"""

import logging

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from clankerbot_engine.errors import ClankerbotError
from clankerbot_engine.rate_limits.port import Limit
from clankerbot_http.access import PUBLIC, route_of
from clankerbot_http.errors import error_answer, http_error_answer, unexpected_error_answer
from clankerbot_http.middleware.audit import note_change
from clankerbot_http.middleware.body_limit import BodyTooLarge
from clankerbot_http.middleware.exchange import exchange_of
from clankerbot_http.middleware.queries import check_query
from clankerbot_http.middleware.rate_limit import check_rate
from clankerbot_http.middleware.tokens import authorized

log = logging.getLogger(__name__)


class Guard:
    """Sets `clankerbot.token`, the caller's, where the route needs one. What is not in `access` is not there."""

    def __init__(self, app: ASGIApp, per_minute: int) -> None:
        self.app = app
        self._limit = Limit(per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            else:  # there are no web sockets: nothing would check their callers
                await send({"type": "websocket.close", "code": 1008, "reason": ""})
            return
        try:
            refusal = await self._refusal(scope)
            await (refusal or self.app)(scope, receive, send)
            await note_change(scope)
        except BodyTooLarge:
            raise
        except Exception:
            log.exception("request_failed")
            if exchange_of(scope).has_started:
                raise  # half an answer: the server must break the connection off
            await unexpected_error_answer()(scope, receive, send)

    async def _refusal(self, scope: Scope) -> Response | None:
        route = route_of(scope)
        try:
            if route is None or route.limited:
                await check_rate(scope, self._limit)
            if route is None:
                return http_error_answer(404)
            if scope["method"] not in route.scopes:
                return http_error_answer(405, {"Allow": ", ".join(sorted(route.scopes))})
            needed = route.scopes[scope["method"]]
            if needed is not PUBLIC:
                scope["clankerbot.token"] = await authorized(scope, needed)
                check_query(scope["query_string"], route.takes(scope["method"]))
        except ClankerbotError as error:
            return error_answer(error)
        return None
