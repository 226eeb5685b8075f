"""Claims what is due and carries it out, each fire time once, whatever happens to the process.

A run is claimed in the database before it starts and finished after. Its worker holds it by a lease that is renewed
while it runs; when that is over, because the process died, any instance takes the run up under the same key. So what
was written is found in the journal and not written twice, and what was handed over to be posted is there already.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Literal

from ulid import ULID

from clankerbot_engine.actions import ActionResult, ApiError
from clankerbot_engine.errors import ClankerbotError
from clankerbot_engine.execution.outcomes import as_api_error
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.schedules.cron import read_cron
from clankerbot_engine.schedules.fire_times import next_fire_time
from clankerbot_engine.schedules.planning import next_run_at, paused, plan_firing, why_paused
from clankerbot_engine.schedules.port import Announce, KnownActions, Owners, RunActions, UnknownOwners, tell_nobody
from clankerbot_engine.schedules.rules import read_zone
from clankerbot_engine.stores.ports import Schedule, ScheduleRun, ScheduleStore

log = logging.getLogger(__name__)

GRACE = timedelta(hours=12)
"""How late a missed run is still made up for, and a failed one tried again; older ones are recorded as skipped."""

LATE = timedelta(minutes=1)
"""A run that began so long after its time counts as late."""
LEASE = timedelta(seconds=30)
HELD_EVERY = timedelta(seconds=10)
CLAIMED_AT_ONCE = 200
"""In one transaction; and in hand, so that other instances have their share."""
RUNNING_AT_ONCE = 25
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=30)
_MAX_MESSAGE = 1000
_BY_HAND = "run:"
_OURS = ApiError(code="internal_error", message="An error of ours; the log says more.")


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
        owners: Owners | None = None,
        grace: timedelta = GRACE,
    ) -> None:
        self.worker = str(ULID())
        self._store = store
        self._run = run
        self._actions = actions
        self._announce = announce
        self._owners = owners or UnknownOwners()
        self._clock = clock
        self._metrics = metrics
        self._grace = grace
        self._slots = asyncio.Semaphore(RUNNING_AT_ONCE)
        self._in_hand: dict[asyncio.Task[ScheduleRun], ScheduleRun] = {}
        self._held_at = clock()

    async def void_leases(self) -> None:
        """For the start, where no other instance can be at work: what the last process held is taken up at once."""
        await self._store.void_leases(at=self._clock())

    async def fire_due(self) -> int:
        """Claim what is due, or was left by another, and start it; `drain` waits for it. Returns how many."""
        await self._hold()
        started = 0
        while (room := CLAIMED_AT_ONCE - len(self._in_hand)) > 0:
            count = await self._claim(room)
            started += count
            if count < room:
                break
        return started + await self._take_over()

    async def fire_now(self, schedule: Schedule) -> ScheduleRun:
        """Besides the schedule's rhythm; returns the finished run."""
        now = self._clock()
        run = ScheduleRun(schedule.id, f"{_BY_HAND}{ULID()}", due_at=now, state="running", started_at=now)
        held = self._mine(run)
        await self._store.record(held)
        return await asyncio.shield(self._begin(schedule, held))  # a caller that hangs up does not cut it off

    async def pause(self, schedule_id: str, why: ApiError) -> bool:
        """For what will not get better by itself. Its people are told, once. False where it is paused or gone."""
        current = await self._store.get(schedule_id)
        if current is None or not current.enabled:
            return False
        now = self._clock()
        key = f"paused:{current.updated_at.isoformat()}"  # the same until somebody changes it
        run = ScheduleRun(current.id, key, now, "failed", now, now, f"Paused. {why.message}")
        if await self._store.record(run):
            self._count(run)
        await self._stop(current, run, why)
        return True

    async def follow_zones(self, *, at_once: int = 1000) -> int:
        """For the start: the rules of zones may have been changed since the next runs were computed. How many moved."""
        moved, last = 0, ""
        while schedules := await self._store.all(after=last, limit=at_once):
            last = schedules[-1].id
            for schedule in schedules:
                moved += await self._followed(schedule)
            await asyncio.sleep(0)
        return moved

    async def drain(self, timeout_s: float) -> None:
        """Wait for what runs. What is not done by then is cut off, and taken up at the next start."""
        if not self._in_hand:
            return
        _, cut_off = await asyncio.wait(self._in_hand, timeout=timeout_s)
        for task in cut_off:
            task.cancel()
        await asyncio.gather(*cut_off, return_exceptions=True)

    async def _followed(self, schedule: Schedule) -> bool:
        now = self._clock()
        if schedule.next_run_at is None or schedule.next_run_at <= now:
            return False
        try:
            at = next_run_at(schedule, now)
        except ClankerbotError:  # its firing will say so
            return False
        moves = at != schedule.next_run_at
        return moves and await self._store.replace(replace(schedule, next_run_at=at), seen=schedule.next_run_at)

    async def _claim(self, room: int) -> int:
        now = self._clock()
        claimed = await self._store.claim_due(partial(self._plan, now=now), now=now, limit=room)
        for schedule, run in claimed:
            if run.state == "running":
                _ = self._begin(schedule, run)
            else:
                self._count(run)
            if (why := why_paused(schedule)) is not None:
                await self._announce(schedule, run, [], why)
        return len(claimed)

    def _plan(self, schedule: Schedule, *, now: datetime) -> tuple[Schedule, ScheduleRun | None]:
        moved, run = plan_firing(schedule, now, self._grace)
        return moved, self._mine(run) if run is not None and run.state == "running" else run

    def _mine(self, run: ScheduleRun) -> ScheduleRun:
        return replace(run, worker=self.worker, lease_until=self._clock() + LEASE, attempts=run.attempts + 1)

    async def _take_over(self) -> int:
        now = self._clock()
        room = max(1, CLAIMED_AT_ONCE - len(self._in_hand))
        left = await self._store.take_over(self.worker, now=now, until=now + LEASE, limit=room)
        for run in left:
            schedule = await self._store.get(run.schedule_id)
            by_hand = run.fire_key.startswith(_BY_HAND)
            if schedule is None or now - run.due_at > self._grace:
                await self._finish(run, "failed", "The service stopped while this ran, and came back too late.")
            elif not schedule.enabled and not by_hand:
                await self._finish(run, "skipped", "The schedule was paused meanwhile.")
            else:
                _ = self._begin(schedule, run)
        return len(left)

    async def _hold(self) -> None:
        now = self._clock()
        if self._in_hand and now - self._held_at >= HELD_EVERY:
            await self._store.hold(list(self._in_hand.values()), until=now + LEASE)
            self._held_at = now

    def _begin(self, schedule: Schedule, run: ScheduleRun) -> "asyncio.Future[ScheduleRun]":
        task = asyncio.create_task(self._carry_out(schedule, run), name=f"schedule {schedule.id}")
        self._in_hand[task] = run
        task.add_done_callback(self._in_hand.pop)
        return task

    async def _carry_out(self, schedule: Schedule, run: ScheduleRun) -> ScheduleRun:
        async with self._slots:
            try:
                return await self._ended(schedule, run)
            except Exception:
                # Nobody was told, or it could not be written down: all of it once more, under the same key.
                log.exception("schedule_not_ended", extra={"schedule_id": schedule.id, "fire_key": run.fire_key})
                await self._store.put_back(run, at=self._clock() + FIRST_WAIT)
                return run

    async def _ended(self, schedule: Schedule, run: ScheduleRun) -> ScheduleRun:
        gone = await self._owners.gone(schedule.principal)
        if gone is not None:
            return await self._given_up(schedule, run, gone)
        if schedule.follows_owner and not run.fire_key.startswith(_BY_HAND):
            moved = await self._moved(schedule, run)
            if moved is None:
                return run
            schedule = moved
        results, error = await self._results(schedule, run)
        if error is not None and (wait := self._worth_waiting(run, error)) is not None:
            return await self._tried_again(run, error, wait)
        if error is not None and _is_lasting(error):
            return await self._given_up(schedule, run, error)
        # Before the run is finished: cut off in between, it is taken up again and tells.
        await self._announce(schedule, run, results, error)
        if error is not None:
            return await self._finish(run, "failed", error.message)
        return await self._finish(run, "done", " ".join(result.message for result in results))

    async def _results(self, schedule: Schedule, run: ScheduleRun) -> tuple[list[ActionResult], ApiError | None]:
        """What was done, or why nothing was."""
        try:
            results = await self._run(
                principal=schedule.principal,
                actions=[self._actions().read_action(schedule.action)],
                key=f"schedule:{schedule.id}:{run.fire_key}",
                timezone=read_zone(schedule.timezone),
                now=run.due_at,
            )
        except ClankerbotError as error:
            return [], as_api_error(error)
        except Exception:
            log.exception("schedule_failed", extra={"schedule_id": schedule.id, "fire_key": run.fire_key})
            return [], _OURS
        failed = next((result for result in results if result.status == "failed"), None)
        if failed is None:
            return results, None
        return results, failed.error or ApiError(code="internal_error", message=failed.message)

    async def _moved(self, schedule: Schedule, run: ScheduleRun) -> Schedule | None:
        """As it goes on where its owner is now; None where its time has not come there, and so the run is off."""
        zone = await self._owners.zone(schedule.principal)
        if zone is None or zone.key == schedule.timezone:
            return schedule
        now = self._clock()
        following = next_fire_time(read_cron(schedule.cron), zone, now)
        there = replace(
            schedule, timezone=zone.key, next_run_at=following.due_at if following else None, updated_at=now
        )
        log.info("schedule_moved", extra={"schedule_id": schedule.id, "timezone": zone.key})
        if following is not None and following.key == run.fire_key:
            await self._store.withdraw(run, there)
            return None
        await self._store.replace(there, seen=schedule.next_run_at)
        return there

    def _worth_waiting(self, run: ScheduleRun, error: ApiError) -> timedelta | None:
        if not error.retryable or run.fire_key.startswith(_BY_HAND):
            return None
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(run.attempts - 1, 10))
        wait = max(wait, timedelta(seconds=error.retry_after_s or 0))
        return wait if self._clock() + wait - run.due_at <= self._grace else None

    async def _tried_again(self, run: ScheduleRun, error: ApiError, wait: timedelta) -> ScheduleRun:
        waits = replace(run, message=f"{error.message} It is tried again."[:_MAX_MESSAGE])
        await self._store.put_back(waits, at=self._clock() + wait)
        named = {"schedule_id": run.schedule_id, "fire_key": run.fire_key}
        log.warning("schedule_waits", extra={**named, "code": error.code})
        return waits

    async def _given_up(self, schedule: Schedule, run: ScheduleRun, why: ApiError) -> ScheduleRun:
        current = await self._store.get(schedule.id)
        if current is not None and current.enabled:
            await self._stop(current, run, why)
        return await self._finish(run, "failed", why.message)

    async def _stop(self, schedule: Schedule, run: ScheduleRun, why: ApiError) -> None:
        """Told first: cut off in between, it is done once more, and tells nobody twice."""
        stopped = paused(schedule, why, self._clock())
        await self._announce(stopped, run, [], why)
        await self._store.replace(stopped)

    async def _finish(self, run: ScheduleRun, state: Literal["done", "failed", "skipped"], message: str) -> ScheduleRun:
        said = f"{run.message} {message}" if run.message and run.attempts == 1 else message
        finished = replace(run, state=state, message=said[:_MAX_MESSAGE], finished_at=self._clock())
        if await self._store.finish(finished):
            self._count(finished)
        return finished

    def _count(self, run: ScheduleRun) -> None:
        began = "late" if run.started_at - run.due_at >= LATE else "on_time"
        self._metrics.firings.labels(outcome=run.state, began=began).inc()
        if run.state != "skipped" and run.finished_at is not None:
            self._metrics.firing_seconds.observe(max(0.0, (run.finished_at - run.due_at).total_seconds()))
        log.log(
            logging.INFO if run.state == "done" else logging.WARNING,
            "schedule_skipped" if run.state == "skipped" else "schedule_fired",
            extra={"schedule_id": run.schedule_id, "fire_key": run.fire_key, "outcome": run.state},
        )


def _is_lasting(error: ApiError) -> bool:
    """Clockify takes the owner's key no more, or there is none: every run would fail."""
    return error.code == "unauthorized" or error.details.get("connect") is True
