"""At most so many requests a minute for each address and route; the headers say how many are left.

https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
"""

import math
from functools import lru_cache

from starlette.types import Scope

from clankerbot_engine.errors import RateLimited
from clankerbot_engine.rate_limits.addresses import address_group
from clankerbot_engine.rate_limits.port import Limit
from clankerbot_http.access import template_of
from clankerbot_http.middleware.exchange import exchange_of
from clankerbot_http.requests import services_in

_group = lru_cache(maxsize=4096)(address_group)


async def check_rate(scope: Scope, limit: Limit) -> None:
    """Counts the request, and says in the answer's headers what is left. Raises `RateLimited`."""
    services, exchange, template = services_in(scope), exchange_of(scope), template_of(scope)
    decision = await services.shared.limiter.check(("address", _group(exchange.client), template), limit)
    exchange.headers += (
        (b"ratelimit-policy", b'"default";q=%d;w=60' % decision.limit),
        (b"ratelimit", b'"default";r=%d;t=%d' % (decision.remaining, math.ceil(decision.reset_s))),
    )
    if decision.allowed:
        return
    services.metrics.rate_limited.labels(template).inc()
    wait_s = max(1, math.ceil(decision.retry_after_s))
    raise RateLimited(
        f"Too many requests: this address may send {decision.limit} a minute to this route. Try again in {wait_s} s.",
        retry_after_s=wait_s,
    )
