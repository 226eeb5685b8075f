"""What is to be done about a schedule whose time has come: run it, make up for it, skip it, or pause it."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice, takewhile

from clankerbot_engine.actions import ApiError
from clankerbot_engine.errors import ValidationFailed
from clankerbot_engine.execution.outcomes import as_api_error
from clankerbot_engine.schedules.cron import read_cron
from clankerbot_engine.schedules.fire_times import FireTime, fire_times, next_fire_time
from clankerbot_engine.schedules.rules import read_zone
from clankerbot_engine.stores.ports import Schedule, ScheduleRun

COUNTED = 1000
"""Missed runs; beyond, they are just many."""
_SOON = timedelta(seconds=1)


def plan_firing(schedule: Schedule, now: datetime, grace: timedelta) -> tuple[Schedule, ScheduleRun | None]:
    """`PlanFiring`, for one that was due at its `next_run_at`. None: its zone's rules have changed since."""
    assert schedule.next_run_at is not None
    try:
        cron, zone = read_cron(schedule.cron), read_zone(schedule.timezone)
    except ValidationFailed as error:  # a zone that newer tz data no longer has
        run = ScheduleRun(schedule.id, f"paused:{now.isoformat()}", now, "failed", now, now, f"Paused. {error.message}")
        return paused(schedule, as_api_error(error), now), run
    following = next_fire_time(cron, zone, now)
    moved = replace(schedule, next_run_at=following.due_at if following else None)
    missed = _until(now, schedule, max(schedule.next_run_at, now - grace))
    if missed:
        return moved, _made_up_for(schedule, missed, now)
    too_late = _until(now, schedule, schedule.next_run_at, most=1)
    return moved, _skipped(schedule, too_late[0], now, grace) if too_late else None


def paused(schedule: Schedule, why: ApiError, now: datetime) -> Schedule:
    """Until somebody switches it on again."""
    reason = "not_connected" if why.details.get("connect") is True else why.details.get("reason") or why.code
    return replace(
        schedule,
        enabled=False,
        next_run_at=None,
        paused_because=why.message,
        paused_reason=str(reason)[:50],
        updated_at=now,
    )


def why_paused(schedule: Schedule) -> ApiError | None:
    """What it was paused for; None where it was not, by itself."""
    if schedule.paused_because is None:
        return None
    reason = schedule.paused_reason or ""
    return ApiError(code=reason, message=schedule.paused_because, details={"reason": reason})


def next_run_at(schedule: Schedule, after: datetime) -> datetime | None:
    """Raises `ValidationFailed`. None where it is paused, or there is none."""
    if not schedule.enabled:
        return None
    found = next_fire_time(read_cron(schedule.cron), read_zone(schedule.timezone), after)
    return found.due_at if found else None


def _until(now: datetime, schedule: Schedule, since: datetime, *, most: int = COUNTED) -> list[FireTime]:
    """The fire times from `since` on, both included."""
    times = fire_times(read_cron(schedule.cron), read_zone(schedule.timezone), since - _SOON)
    return list(islice(takewhile(lambda fire_time: fire_time.due_at <= now, times), most))


def _made_up_for(schedule: Schedule, missed: list[FireTime], now: datetime) -> ScheduleRun:
    """The newest of the fire times stands for all of them."""
    newest = missed[-1]
    late = f"Stands for {len(missed)} runs that came due while the service was away." if len(missed) > 1 else None
    return ScheduleRun(schedule.id, newest.key, newest.due_at, "running", started_at=now, message=late)


def _skipped(schedule: Schedule, oldest: FireTime, now: datetime, grace: timedelta) -> ScheduleRun:
    message = f"Missed by more than {grace / timedelta(hours=1):g} hours, so it was not made up for."
    return ScheduleRun(schedule.id, oldest.key, oldest.due_at, "skipped", now, now, message)
