"""What every `ScheduleStore` does."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from clankerbot_engine.stores.ports import Schedule, ScheduleRun
from tests.contract.conftest import Stores

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SCHEDULE = Schedule(
    id="1",
    principal="token:me",
    cron="0 17 * * 5",
    timezone="Europe/Berlin",
    channel=None,
    action={"kind": "summary"},
    enabled=True,
    next_run_at=NOW,
    created_at=NOW,
    updated_at=NOW,
)
RUN = ScheduleRun("1", "2026-11-25T13:00", NOW, "running", NOW)


async def test_a_schedule_comes_back_as_it_was_added(stores: Stores) -> None:
    await stores.schedules.add(SCHEDULE)
    assert await stores.schedules.get("1") == SCHEDULE
    assert await stores.schedules.all() == [SCHEDULE]
    assert await stores.schedules.get("2") is None


async def test_a_schedule_is_replaced_whole(stores: Stores) -> None:
    await stores.schedules.add(SCHEDULE)
    changed = replace(SCHEDULE, cron="* * * * *", channel="general", enabled=False, next_run_at=None)
    assert await stores.schedules.replace(changed)
    assert await stores.schedules.get("1") == changed
    assert not await stores.schedules.replace(replace(SCHEDULE, id="2"))


async def test_a_deleted_schedule_takes_its_runs_along(stores: Stores) -> None:
    await stores.schedules.add(SCHEDULE)
    await stores.schedules.record(RUN)
    assert await stores.schedules.delete("1")
    assert not await stores.schedules.delete("1")
    assert await stores.schedules.runs("1") == []


async def test_what_is_enabled_and_whose_time_has_come_is_due_the_longest_first(stores: Stores) -> None:
    for id, at in (("a", NOW), ("b", NOW - HOUR), ("c", NOW + HOUR), ("d", None)):
        await stores.schedules.add(replace(SCHEDULE, id=id, next_run_at=at))
    await stores.schedules.add(replace(SCHEDULE, id="e", enabled=False))
    assert [each.id for each in await stores.schedules.due(now=NOW, limit=9)] == ["b", "a"]
    assert [each.id for each in await stores.schedules.due(now=NOW, limit=1)] == ["b"]


async def test_a_run_is_claimed_by_one_of_many_and_the_schedule_moves_on(stores: Stores) -> None:
    await stores.schedules.add(SCHEDULE)
    claims = [stores.schedules.claim(RUN, seen=NOW, next_run_at=NOW + HOUR) for _ in range(10)]
    assert sum(await asyncio.gather(*claims)) == 1
    assert (await stores.schedules.get("1") or SCHEDULE).next_run_at == NOW + HOUR
    assert await stores.schedules.running() == [RUN]


async def test_a_schedule_that_changed_meanwhile_is_not_claimed(stores: Stores) -> None:
    await stores.schedules.add(SCHEDULE)
    assert not await stores.schedules.claim(RUN, seen=NOW - HOUR, next_run_at=NOW + HOUR)
    await stores.schedules.replace(replace(SCHEDULE, enabled=False))
    assert not await stores.schedules.claim(RUN, seen=NOW, next_run_at=NOW + HOUR)
    assert await stores.schedules.runs("1") == []


async def test_a_run_that_is_there_is_not_claimed_again_but_the_schedule_moves_on(stores: Stores) -> None:
    await stores.schedules.add(SCHEDULE)
    await stores.schedules.record(RUN)
    assert not await stores.schedules.claim(RUN, seen=NOW, next_run_at=NOW + HOUR)
    assert await stores.schedules.due(now=NOW, limit=9) == []


async def test_a_recorded_run_leaves_the_rhythm_alone(stores: Stores) -> None:
    await stores.schedules.add(SCHEDULE)
    assert await stores.schedules.record(RUN)
    assert not await stores.schedules.record(RUN)
    assert await stores.schedules.get("1") == SCHEDULE


async def test_a_finished_run_is_running_no_more(stores: Stores) -> None:
    await stores.schedules.record(RUN)
    ended = replace(RUN, state="failed", message="no", finished_at=NOW + HOUR)
    await stores.schedules.finish(ended)
    assert await stores.schedules.running() == []
    assert await stores.schedules.runs("1") == [ended]


async def test_runs_are_listed_the_newest_first(stores: Stores) -> None:
    runs = [replace(RUN, fire_key=f"{n}", started_at=NOW + n * HOUR) for n in range(3)]
    for run in runs:
        await stores.schedules.record(run)
    assert await stores.schedules.runs("1") == runs[::-1]
    assert await stores.schedules.runs("1", limit=2) == runs[:0:-1]


async def test_runs_that_ended_before_are_forgotten(stores: Stores) -> None:
    for key, finished_at in (("old", NOW - HOUR), ("new", NOW), ("running", None)):
        run = replace(RUN, fire_key=key, finished_at=finished_at, state="done" if finished_at else "running")
        await stores.schedules.record(run)
    assert await stores.schedules.forget_runs(before=NOW) == 1
    assert {run.fire_key for run in await stores.schedules.runs("1")} == {"new", "running"}
