"""Who calls, by the token in `Authorization`.

Failed authentications are counted per address: a token has 256 random bits, so the limit does not protect the token
but the database behind it, and honest callers at the same address pass all the while.
"""

import math
from typing import Final

from starlette.types import Scope

from clankerbot_engine.errors import Forbidden, RateLimited, Unauthorized
from clankerbot_engine.rate_limits.addresses import address_group
from clankerbot_engine.rate_limits.port import Limit
from clankerbot_engine.stores.ports import ApiToken
from clankerbot_engine.stores.ports import Scope as TokenScope
from clankerbot_http.middleware.exchange import exchange_of
from clankerbot_http.requests import services_in

FAILED_LOGINS: Final = Limit(30)


async def authorized(scope: Scope, needed: TokenScope) -> ApiToken:
    """The caller's token. Raises `Unauthorized`, `Forbidden` where it lacks the scope, and `RateLimited`."""
    token = await _authenticate(scope)
    if needed not in token.scopes:
        raise Forbidden(
            f"This token may not do that: it lacks the scope {needed}. "
            f"Make one that has it: clankerbot token create NAME --scope {needed}.",
            details={"scope": needed},
        )
    await _check_pace(token, scope)
    return token


async def _check_pace(token: ApiToken, scope: Scope) -> None:
    """What a token may do in a minute, wherever it is sent from."""
    if token.limit_per_minute is None:
        return
    limiter = services_in(scope).shared.limiter
    decision = await limiter.check(("token", token.id), Limit(token.limit_per_minute))
    if not decision.allowed:
        wait_s = max(1, math.ceil(decision.retry_after_s))
        raise RateLimited(
            f"Too many requests: this token may send {token.limit_per_minute} a minute. Try again in {wait_s} s.",
            retry_after_s=wait_s,
        )


async def _authenticate(scope: Scope) -> ApiToken:
    text = _bearer(scope)
    if text is None:
        raise Unauthorized("This needs an API token: send the header Authorization: Bearer clank_...")
    return await verified(text, scope)


async def verified(text: str, scope: Scope) -> ApiToken:
    """The token of this text, wherever it was sent. Raises `Unauthorized` and `RateLimited`."""
    services = services_in(scope)
    try:
        return await services.tokens.verify(text)
    except Unauthorized:
        key = ("failed_login", address_group(exchange_of(scope).client))
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
