"""How often one person may have something written: one stuck key, or one script, does not take it from the others."""

import math
from collections.abc import Callable
from typing import Final

from clankerbot_engine.errors import RateLimited
from clankerbot_engine.rate_limits.port import Limit, RateLimiter

PER_PERSON: Final = Limit(60)
"""Requests that write; one may hold many actions."""


class WriteLimit:
    """`holds_for`: for which principals. Tokens have limits of their own, and schedules a shortest interval."""

    def __init__(self, limiter: RateLimiter, *, holds_for: Callable[[str], bool]) -> None:
        self._limiter = limiter
        self._holds_for = holds_for

    async def check(self, principal: str) -> None:
        """Raises `RateLimited`."""
        if not self._holds_for(principal):
            return
        decision = await self._limiter.check(("writes", principal), PER_PERSON)
        if decision.allowed:
            return
        wait_s = max(1, math.ceil(decision.retry_after_s))
        raise RateLimited(
            f"You have had much written within a minute: {PER_PERSON.calls} requests are the most. "
            f"Try again in {wait_s} s.",
            details={"reason": "too_many_writes"},
            retry_after_s=wait_s,
        )
