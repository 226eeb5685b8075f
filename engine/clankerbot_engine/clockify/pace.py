"""How often Clockify may be asked for one workspace, by all its people together: who comes too early waits or is told.

Three things hold a call back: the limit that all have, 50 a second; the one of a new free workspace, so many an hour,
where the settings say that there is one; and what Clockify itself said when it refused (`pauses`).
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from clankerbot_engine.clockify.pauses.port import Pauses
from clankerbot_engine.clockify.refusals import limit_used_up
from clankerbot_engine.errors import RateLimited
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.rate_limits.port import Key, Limit, RateLimiter

PER_WORKSPACE: Final = Limit(5, 5 / 45)
"""Five at once and 45 a second: within no second more than the fifty of a paid workspace (`clockify-api` §2.3)."""


def per_hour(calls: int) -> Limit:
    """Half of them at once, and the other half within an hour: never more than all of them in any hour."""
    at_once = calls // 2
    return Limit(at_once, 3600 * at_once / (calls - at_once))


@dataclass(slots=True)
class _Line:
    """Those of this instance who wait for their turn, the first of whom asks the limiter: not all of them at once."""

    first: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0


class Pace:
    """`limiter` None: only what Clockify says counts. `hourly`: of each workspace, beside what holds for a second. A
    `workspace` is what `Pauses` calls so.
    """

    def __init__(
        self,
        limiter: RateLimiter | None,
        pauses: Pauses,
        *,
        hourly: Limit | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        metrics: Metrics | None = None,
    ) -> None:
        self._limiter = limiter
        self._pauses = pauses
        self._hourly = hourly
        self._sleep = sleep
        self._held_back = None if metrics is None else metrics.clockify_budget
        self._lines: dict[str, _Line] = {}

    async def start(self, workspace: str, *, longest_s: float) -> None:
        """Before a call's first try. Raises `RateLimited` where it would have to wait longer than that."""
        wait_s = await self._pauses.left_s(workspace)
        if wait_s > longest_s:
            raise self._told(wait_s)
        if wait_s > 0:
            self._count("waited")
            await self._sleep(wait_s)

    async def turn(self, workspace: str, *, longest_s: float) -> None:
        """Before each try. Raises `RateLimited` likewise."""
        if self._limiter is None:
            return
        if self._hourly is not None:
            await self._admitted(self._limiter, ("clockify-hour", workspace), self._hourly, longest_s)
        line = self._lines.setdefault(workspace, _Line())
        ahead_s = line.length * PER_WORKSPACE.interval_s
        if ahead_s > longest_s:
            raise self._told(ahead_s)
        line.length += 1
        try:
            async with asyncio.timeout(longest_s):  # other instances have their turns, too
                await line.first.acquire()
            try:
                waited_s = await self._admitted(self._limiter, ("clockify", workspace), PER_WORKSPACE, longest_s)
            finally:
                line.first.release()
        except TimeoutError:
            raise self._told(ahead_s) from None
        finally:
            line.length -= 1
            if line.length == 0:
                del self._lines[workspace]
        if ahead_s + waited_s > 0:
            self._count("waited")

    async def refused(self, workspace: str, said_wait_s: float | None) -> None:
        """Clockify takes no more for so long; None: it did not say."""
        await self._pauses.begin(workspace, said_wait_s)

    async def taken(self, workspace: str) -> None:
        """Clockify takes requests again."""
        await self._pauses.end(workspace)

    async def _admitted(self, limiter: RateLimiter, key: Key, limit: Limit, longest_s: float) -> float:
        """How long it had to wait."""
        waited_s = 0.0
        while not (decision := await limiter.check(key, limit)).allowed:
            waited_s += decision.retry_after_s
            if waited_s > longest_s:
                raise self._told(decision.retry_after_s)
            await self._sleep(decision.retry_after_s)
        return waited_s

    def _told(self, wait_s: float) -> RateLimited:
        self._count("told")
        return limit_used_up(wait_s)

    def _count(self, outcome: str) -> None:
        if self._held_back is not None:
            self._held_back.labels(outcome).inc()
