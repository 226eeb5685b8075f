"""The clock's tick: looks once a second for what is due. APScheduler does nothing but that.

Its own cron rules and job stores are not used: they are wrong around changes of the clocks, and fire twice where two
processes share a store.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from clankerbot_engine.logs import failures_logged
from clankerbot_engine.schedules.service import Schedules

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger(__name__)


class Ticker:
    """`await start()`, and `await stop()` before the engine is drained. `ticked_at`: the last look that went well."""

    def __init__(self, schedules: Schedules, *, clock: Callable[[], datetime], every_s: float = 1.0) -> None:
        self._schedules = schedules
        self._clock = clock
        self._every_s = every_s
        self._scheduler: AsyncIOScheduler | None = None
        self._ticking = asyncio.Lock()
        self.ticked_at: datetime | None = None

    async def start(self, *, alone: bool) -> None:
        """Takes up what a crash cut off, then ticks. `alone`: no other instance can be at work on this database."""
        from apscheduler.schedulers.asyncio import AsyncIOScheduler  # here: `parse` need not pay for it

        # It logs two lines at each tick.
        logging.getLogger("apscheduler").setLevel(logging.WARNING)
        if alone:
            await self._schedules.firing.void_leases()
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        self._scheduler.add_job(self.tick, "interval", seconds=self._every_s)
        self._scheduler.add_job(self._schedules.firing.follow_zones)
        self._scheduler.add_job(self._schedules.forget_old_runs, "interval", hours=1)
        self._scheduler.start()
        self.ticked_at = self._clock()

    async def tick(self) -> None:
        async with self._ticking:
            with failures_logged(log, "tick_failed"):
                await self._schedules.firing.fire_due()
                self.ticked_at = self._clock()

    async def stop(self, timeout_s: float = 15.0) -> None:
        """No tick after this; waits for what runs, `timeout_s` at most."""
        if self._scheduler is not None:
            self._scheduler.pause()
            async with self._ticking:  # a tick under way may still start something
                await self._schedules.firing.drain(timeout_s)
            self._scheduler.shutdown(wait=False)
            self._scheduler = None
