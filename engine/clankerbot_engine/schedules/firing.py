"""Claims what is due and carries it out, each fire time once, whatever happens to the process.

A run is claimed in the database before it starts and finished after. One that was cut off is taken up again under the
same key, so that what it had written is found in the journal and not written twice.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Literal

from clankerbot_engine.actions import ActionResult
from clankerbot_engine.errors import ClankerbotError
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.schedules.cron import read_cron
from clankerbot_engine.schedules.fire_times import FireTime, fire_times, next_fire_time
from clankerbot_engine.schedules.port import Announce, KnownActions, RunActions, tell_nobody
from clankerbot_engine.schedules.rules import read_zone
from clankerbot_engine.stores.ports import Schedule, ScheduleRun, ScheduleStore

log = logging.getLogger(__name__)

GRACE = timedelta(hours=12)
"""How late a missed run is still made up for; older ones are recorded as skipped."""

CLAIMED_AT_ONCE = 200
RUNNING_AT_ONCE = 10
_MAX_MESSAGE = 1000
_SOON = timedelta(seconds=1)


class Firing:
    """`actions` is asked at each run, since the router may be made later than this."""

    def __init__(
        self,
        store: ScheduleStore,
        run: RunActions,
        actions: Callable[[], KnownActions],
        *,
        clock: Callable[[], datetime],
        metrics: Metrics,
        announce: Announce = tell_nobody,
    ) -> None:
        self._store = store
        self._run = run
        self._actions = actions
        self._announce = announce
        self._clock = clock
        self._metrics = metrics
        self._slots = asyncio.Semaphore(RUNNING_AT_ONCE)
        self._tasks: set[asyncio.Task[ScheduleRun]] = set()

    async def resume(self) -> int:
        """Take up the runs that a crash cut off. For the start, before anything else may fire."""
        runs = await self._store.running()
        for run in runs:
            schedule = await self._store.get(run.schedule_id)
            if schedule is None:
                continue
            if self._clock() - run.due_at > GRACE:
                await self._finish(run, "failed", "The service stopped while this ran, and came back too late.")
            else:
                self._tasks.add(self._start(schedule, run))
        return len(runs)

    async def fire_due(self) -> int:
        """Claim what is due and start it; `drain` waits for it. Returns how many were started."""
        started = 0
        while due := await self._store.due(now=self._clock(), limit=CLAIMED_AT_ONCE):
            for schedule in due:
                started += await self._claim(schedule)
            if len(due) < CLAIMED_AT_ONCE:
                break
        return started

    async def fire_now(self, schedule: Schedule, *, key: str) -> ScheduleRun:
        """Besides the schedule's rhythm; returns the finished run."""
        now = self._clock()
        run = ScheduleRun(schedule.id, key, due_at=now, state="running", started_at=now)
        await self._store.record(run)
        task = self._start(schedule, run)
        self._tasks.add(task)
        return await asyncio.shield(task)  # a caller that hangs up does not cut it off

    async def drain(self, timeout_s: float) -> None:
        """Wait for what runs. What is not done by then is cut off, and taken up at the next start."""
        if not self._tasks:
            return
        _, cut_off = await asyncio.wait(self._tasks, timeout=timeout_s)
        for task in cut_off:
            task.cancel()
        await asyncio.gather(*cut_off, return_exceptions=True)

    async def _claim(self, schedule: Schedule) -> bool:
        seen, now = schedule.next_run_at, self._clock()
        if seen is None:
            return False
        try:
            cron, zone = read_cron(schedule.cron), read_zone(schedule.timezone)
        except ClankerbotError as error:  # a zone that newer tz data no longer has
            return await self._pause(schedule, error.message)
        following = next_fire_time(cron, zone, now)
        next_run_at = following.due_at if following else None
        missed = list(_until(now, fire_times(cron, zone, max(seen, now - GRACE) - _SOON)))
        if missed:
            run = _made_up_for(schedule.id, missed, now)
        elif oldest := next(_until(now, fire_times(cron, zone, seen - _SOON)), None):
            run = _skipped(schedule.id, oldest, now)
        else:  # the zone's rules were changed since `seen` was computed
            await self._store.replace(replace(schedule, next_run_at=next_run_at))
            return False
        if not await self._store.claim(run, seen=seen, next_run_at=next_run_at):
            return False
        if run.state == "skipped":
            self._count(run)
            return False
        self._tasks.add(self._start(schedule, run))
        return True

    async def _pause(self, schedule: Schedule, message: str) -> bool:
        now = self._clock()
        await self._store.replace(replace(schedule, enabled=False, next_run_at=None, updated_at=now))
        run = ScheduleRun(schedule.id, f"paused:{now.isoformat()}", now, "failed", now, now, f"Paused. {message}")
        await self._store.record(run)
        self._count(run)
        return False

    def _start(self, schedule: Schedule, run: ScheduleRun) -> asyncio.Task[ScheduleRun]:
        task = asyncio.create_task(self._carry_out(schedule, run), name=f"schedule {schedule.id}")
        task.add_done_callback(self._tasks.discard)
        return task

    async def _carry_out(self, schedule: Schedule, run: ScheduleRun) -> ScheduleRun:
        async with self._slots:
            results: list[ActionResult] = []
            problem = None
            try:
                results = await self._run(
                    principal=schedule.principal,
                    actions=[self._actions().read_action(schedule.action)],
                    key=f"schedule:{schedule.id}:{run.fire_key}",
                    timezone=read_zone(schedule.timezone),
                )
            except ClankerbotError as error:
                problem = error.message
            except Exception:
                log.exception("schedule_failed", extra={"schedule_id": schedule.id, "fire_key": run.fire_key})
                problem = "An error of ours; the log says more."
            # Before the run is finished: cut off in between, it is taken up again and tells.
            await self._announce(schedule, run, results, problem)
            return await self._finish(run, *(("failed", problem) if problem is not None else _outcome(results)))

    async def _finish(self, run: ScheduleRun, state: Literal["done", "failed"], message: str) -> ScheduleRun:
        said = f"{run.message} {message}" if run.message else message
        finished = replace(run, state=state, message=said[:_MAX_MESSAGE], finished_at=self._clock())
        await self._store.finish(finished)
        self._count(finished)
        return finished

    def _count(self, run: ScheduleRun) -> None:
        self._metrics.firings.labels(outcome=run.state).inc()
        log.info(
            "schedule_fired", extra={"schedule_id": run.schedule_id, "fire_key": run.fire_key, "outcome": run.state}
        )


def _until(now: datetime, all_times: Iterator[FireTime]) -> Iterator[FireTime]:
    return takewhile(lambda fire_time: fire_time.due_at <= now, all_times)


def _made_up_for(schedule_id: str, missed: list[FireTime], now: datetime) -> ScheduleRun:
    """The newest of the fire times stands for all of them."""
    newest = missed[-1]
    late = f"Stands for {len(missed)} runs that came due while the service was away." if len(missed) > 1 else None
    return ScheduleRun(schedule_id, newest.key, newest.due_at, "running", started_at=now, message=late)


def _skipped(schedule_id: str, oldest: FireTime, now: datetime) -> ScheduleRun:
    message = f"Missed by more than {GRACE // timedelta(hours=1)} hours, so it was not made up for."
    return ScheduleRun(schedule_id, oldest.key, oldest.due_at, "skipped", now, now, message)


def _outcome(results: list[ActionResult]) -> tuple[Literal["done", "failed"], str]:
    errors = [result.error.message for result in results if result.error is not None]
    if errors or any(result.status == "failed" for result in results):
        return "failed", " ".join(errors) or "It failed."
    return "done", " ".join(result.message for result in results)
