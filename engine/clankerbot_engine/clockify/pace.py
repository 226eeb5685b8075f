"""How often Clockify may be asked for one workspace, by all its people together: who comes too early waits or is told.

Two things hold a call back: the limit that is known, 50 a second, and what Clockify itself said when it refused: until
then nobody asks. So a new free workspace, which allows 30 requests an hour, is asked in vain once, not by everybody.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from clankerbot_engine.clockify.refusals import limit_used_up
from clankerbot_engine.errors import RateLimited
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.rate_limits.port import Limit, RateLimiter

PER_WORKSPACE: Final = Limit(50, 1)
"""Of a paid workspace (`clockify-api` §2.3)."""
FIRST_PAUSE_S: Final = 1.0
LONGEST_PAUSE_S: Final = 300.0
"""Where Clockify does not say how long: twice as long each time."""
LONGEST_BELIEVED_S: Final = 3600.0
MOST: Final = 10_000


class Pace:
    """`limiter` None: only what Clockify says counts. A `workspace` is its id or, in calls that name none, the key's
    fingerprint."""

    def __init__(
        self,
        limiter: RateLimiter | None,
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        metrics: Metrics | None = None,
    ) -> None:
        self._limiter = limiter
        self._clock = clock
        self._sleep = sleep
        self._held_back = None if metrics is None else metrics.clockify_budget
        self._pauses: OrderedDict[str, tuple[datetime, float]] = OrderedDict()

    async def start(self, workspace: str, *, longest_s: float) -> None:
        """Before a call's first try. Raises `RateLimited` where it would have to wait longer than that."""
        pause = self._pauses.get(workspace)
        wait_s = 0.0 if pause is None else (pause[0] - self._clock()).total_seconds()
        if not 0 < wait_s <= LONGEST_BELIEVED_S:  # it is over, or the clock was set back
            return
        if wait_s > longest_s:
            raise self._told(wait_s)
        await self._wait(wait_s)

    async def turn(self, workspace: str, *, longest_s: float) -> None:
        """Before each try. Raises `RateLimited` likewise."""
        if self._limiter is None:
            return
        waited_s = 0.0
        while not (decision := await self._limiter.check(("clockify", workspace), PER_WORKSPACE)).allowed:
            waited_s += decision.retry_after_s
            if waited_s > longest_s:
                raise self._told(decision.retry_after_s)
            await self._wait(decision.retry_after_s)

    def refused(self, workspace: str, said_wait_s: float | None) -> None:
        """Clockify takes no more for so long; None: it did not say."""
        before = self._pauses.get(workspace)
        guessed_s = FIRST_PAUSE_S if before is None else min(LONGEST_PAUSE_S, 2 * before[1])
        wait_s = guessed_s if said_wait_s is None else min(said_wait_s, LONGEST_BELIEVED_S)
        self._pauses[workspace] = (self._clock() + timedelta(seconds=wait_s), guessed_s)
        self._pauses.move_to_end(workspace)
        while len(self._pauses) > MOST:
            self._pauses.popitem(last=False)

    def taken(self, workspace: str) -> None:
        """Clockify takes requests again."""
        self._pauses.pop(workspace, None)

    async def _wait(self, wait_s: float) -> None:
        self._count("waited")
        await self._sleep(wait_s)

    def _told(self, wait_s: float) -> RateLimited:
        self._count("told")
        return limit_used_up(wait_s)

    def _count(self, outcome: str) -> None:
        if self._held_back is not None:
            self._held_back.labels(outcome).inc()
