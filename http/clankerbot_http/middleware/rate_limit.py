"""At most so many requests a minute for each address and route; the headers say how many are left.

https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
"""

import math
from functools import lru_cache

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clankerbot_engine.errors import RateLimited
from clankerbot_engine.rate_limits.addresses import address_group
from clankerbot_engine.rate_limits.port import Decision, Limit
from clankerbot_http.access import route_of, template_of
from clankerbot_http.errors import error_answer
from clankerbot_http.requests import services_in

_group = lru_cache(maxsize=4096)(address_group)


class RateLimit:
    def __init__(self, app: ASGIApp, per_minute: int) -> None:
        self.app = app
        self._limit = Limit(per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        route = route_of(scope) if scope["type"] == "http" else None
        if scope["type"] != "http" or (route is not None and not route.limited):
            await self.app(scope, receive, send)
            return
        services = services_in(scope)
        template = template_of(scope)
        decision = await services.shared.limiter.check(
            ("address", _group(scope["clankerbot.client"]), template), self._limit
        )
        headers = _headers(decision)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *headers]
            await send(message)

        if decision.allowed:
            await self.app(scope, receive, send_with_headers)
            return
        services.metrics.rate_limited.labels(template).inc()
        wait_s = max(1, math.ceil(decision.retry_after_s))
        error = RateLimited(
            f"Too many requests: this address may send {decision.limit} a minute to this route. "
            f"Try again in {wait_s} s.",
            retry_after_s=wait_s,
        )
        await error_answer(error)(scope, receive, send_with_headers)


def _headers(decision: Decision) -> tuple[tuple[bytes, bytes], ...]:
    return (
        (b"ratelimit-policy", b'"default";q=%d;w=60' % decision.limit),
        (b"ratelimit", b'"default";r=%d;t=%d' % (decision.remaining, math.ceil(decision.reset_s))),
    )
