"""Lets a request through to its route only with a token of the route's scope; what is not in `access` is not there.

Failed authentications are counted per address: a token has 256 random bits, so the limit does not protect the token
but the database behind it, and honest callers at the same address pass all the while.
"""

import math
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from clankerbot_engine.errors import ClankerbotError, Forbidden, RateLimited, Unauthorized
from clankerbot_engine.rate_limits.addresses import address_group
from clankerbot_engine.rate_limits.port import Limit
from clankerbot_engine.stores.ports import ApiToken
from clankerbot_http.access import PUBLIC, route_of
from clankerbot_http.composition import Services
from clankerbot_http.errors import error_answer, http_error_answer
from clankerbot_http.requests import services_in

FAILED_LOGINS: Final = Limit(30)


class Tokens:
    """Sets `clankerbot.token`, the caller's."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # there are no web sockets: nothing would check their callers
            await send({"type": "websocket.close", "code": 1008, "reason": ""})
            return
        route = route_of(scope)
        if route is None:
            await http_error_answer(404)(scope, receive, send)
            return
        if scope["method"] not in route.scopes:
            allowed = {"Allow": ", ".join(sorted(route.scopes))}
            await http_error_answer(405, allowed)(scope, receive, send)
            return
        needed = route.scopes[scope["method"]]
        if needed is not PUBLIC:
            try:
                token = await _authenticate(scope, services_in(scope))
                if needed not in token.scopes:
                    raise Forbidden(
                        f"This token may not do that: it lacks the scope {needed}. "
                        f"Make one that has it: clankerbot token create NAME --scope {needed}.",
                        details={"scope": needed},
                    )
            except ClankerbotError as error:
                await error_answer(error)(scope, receive, send)
                return
            scope["clankerbot.token"] = token
        await self.app(scope, receive, send)


async def _authenticate(scope: Scope, services: Services) -> ApiToken:
    text = _bearer(scope)
    if text is None:
        raise Unauthorized("This needs an API token: send the header Authorization: Bearer clank_...")
    try:
        return await services.tokens.verify(text)
    except Unauthorized:
        key = ("failed_login", address_group(scope["clankerbot.client"]))
        decision = await services.shared.limiter.check(key, FAILED_LOGINS)
        if decision.allowed:
            raise
        wait_s = max(1, math.ceil(decision.retry_after_s))
        raise RateLimited(
            f"Too many wrong tokens from this address. Try again in {wait_s} s.", retry_after_s=wait_s
        ) from None


def _bearer(scope: Scope) -> str | None:
    """Two Authorization headers are none: a proxy may have read the other one."""
    given = [value for name, value in scope["headers"] if name == b"authorization"]
    if len(given) != 1:
        return None
    scheme, _, text = given[0].partition(b" ")
    if scheme.lower() != b"bearer":
        return None
    return str(text.strip().decode("latin-1")) or None
