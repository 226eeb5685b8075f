"""What every `ScheduleStore` does."""

import asyncio
from collections.abc import Sequence
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
RUN = ScheduleRun("1", "2026-11-25T13:00", NOW, "running", NOW, worker="ada", lease_until=NOW + HOUR, attempts=1)


def in_an_hour(schedule: Schedule) -> tuple[Schedule, ScheduleRun | None]:
    return replace(schedule, next_run_at=NOW + HOUR), replace(RUN, schedule_id=schedule.id)


async def claimed(stores: Stores, limit: int = 9) -> list[str]:
    return [schedule.id for schedule, _ in await stores.schedules.claim_due(in_an_hour, now=NOW, limit=limit)]


async def taken_over(stores: Stores, now: datetime) -> Sequence[ScheduleRun]:
    return await stores.schedules.take_over("ben", now=now, until=now + HOUR, limit=9)


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


async def test_schedules_are_listed_page_by_page_and_by_their_owner(stores: Stores) -> None:
    for id in ("1", "2", "3"):
        await stores.schedules.add(replace(SCHEDULE, id=id, principal="token:me" if id == "2" else "token:you"))
    assert [each.id for each in await stores.schedules.all(after="1", limit=1)] == ["2"]
    assert [each.id for each in await stores.schedules.of("token:you")] == ["1", "3"]


async def test_a_schedule_is_replaced_only_where_it_is_as_it_was_seen(stores: Stores) -> None:
    await stores.schedules.add(SCHEDULE)
    assert not await stores.schedules.replace(replace(SCHEDULE, cron="x"), seen=NOW + HOUR)
    assert await stores.schedules.replace(replace(SCHEDULE, cron="y"), seen=NOW)
    assert (await stores.schedules.get("1") or SCHEDULE).cron == "y"


async def test_what_is_enabled_and_whose_time_has_come_is_claimed_the_longest_due_first(stores: Stores) -> None:
    for id, at in (("a", NOW), ("b", NOW - HOUR), ("c", NOW + HOUR), ("d", None)):
        await stores.schedules.add(replace(SCHEDULE, id=id, next_run_at=at))
    await stores.schedules.add(replace(SCHEDULE, id="e", enabled=False))
    assert await claimed(stores, limit=1) == ["b"]
    assert await claimed(stores) == ["a"]
    assert await claimed(stores) == []


async def test_a_run_is_claimed_by_one_of_many_and_the_schedule_moves_on(stores: Stores) -> None:
    await stores.schedules.add(SCHEDULE)
    assert sorted(await asyncio.gather(*(claimed(stores) for _ in range(10))))[-2:] == [[], ["1"]]
    assert (await stores.schedules.get("1") or SCHEDULE).next_run_at == NOW + HOUR
    assert await stores.schedules.runs("1") == [RUN]


async def test_of_many_that_are_due_each_is_claimed_once(stores: Stores) -> None:
    for number in range(40):
        await stores.schedules.add(replace(SCHEDULE, id=f"{number:02}"))
    found = await asyncio.gather(*(claimed(stores, limit=7) for _ in range(20)))
    found.append(await claimed(stores, limit=99))
    assert sorted(id for each in found for id in each) == [f"{number:02}" for number in range(40)]


async def test_a_schedule_can_be_paused_instead_and_no_run_need_be(stores: Stores) -> None:
    await stores.schedules.add(SCHEDULE)

    def stop(schedule: Schedule) -> tuple[Schedule, ScheduleRun | None]:
        return replace(schedule, enabled=False, next_run_at=None, paused_because="Its zone is gone."), None

    assert await stores.schedules.claim_due(stop, now=NOW, limit=9) == []
    stopped = await stores.schedules.get("1")
    assert stopped is not None
    assert (stopped.enabled, stopped.paused_because) == (False, "Its zone is gone.")


async def test_a_run_that_is_there_is_not_claimed_again_but_the_schedule_moves_on(stores: Stores) -> None:
    await stores.schedules.add(SCHEDULE)
    await stores.schedules.record(RUN)
    assert await claimed(stores) == []
    assert (await stores.schedules.get("1") or SCHEDULE).next_run_at == NOW + HOUR


async def test_a_run_is_taken_over_once_its_lease_is_over_by_one_alone(stores: Stores) -> None:
    await stores.schedules.record(RUN)
    assert await taken_over(stores, NOW + HOUR / 2) == []
    found = await asyncio.gather(*(taken_over(stores, NOW + HOUR) for _ in range(5)))
    assert [run for each in found for run in each] == [
        replace(RUN, worker="ben", lease_until=NOW + 2 * HOUR, attempts=2)
    ]


async def test_a_run_that_is_held_is_not_taken_over(stores: Stores) -> None:
    await stores.schedules.record(RUN)
    await stores.schedules.hold([RUN], until=NOW + 3 * HOUR)
    assert await taken_over(stores, NOW + 2 * HOUR) == []
    (taken,) = await taken_over(stores, NOW + 3 * HOUR)
    await stores.schedules.hold([RUN], until=NOW + 9 * HOUR)  # too late: it is another's
    assert await stores.schedules.runs("1") == [taken]


async def test_where_nobody_else_can_be_at_work_leases_are_void(stores: Stores) -> None:
    waits = replace(RUN, fire_key="later", worker=None, lease_until=NOW + HOUR)
    for run in (RUN, waits):
        await stores.schedules.record(run)
    await stores.schedules.void_leases(at=NOW)
    assert [run.fire_key for run in await taken_over(stores, NOW)] == [RUN.fire_key]


async def test_who_lost_a_run_to_another_writes_nothing(stores: Stores) -> None:
    await stores.schedules.add(SCHEDULE)
    await stores.schedules.record(RUN)
    (taken,) = await taken_over(stores, NOW + HOUR)
    assert not await stores.schedules.finish(replace(RUN, state="done", finished_at=NOW))
    assert not await stores.schedules.put_back(RUN, at=NOW)
    assert not await stores.schedules.withdraw(RUN, SCHEDULE)
    assert await stores.schedules.runs("1") == [taken]


async def test_a_run_that_is_put_back_waits_with_its_message_and_belongs_to_nobody(stores: Stores) -> None:
    await stores.schedules.record(RUN)
    assert await stores.schedules.put_back(replace(RUN, message="Clockify is down."), at=NOW + HOUR)
    assert await taken_over(stores, NOW) == []
    (taken,) = await taken_over(stores, NOW + HOUR)
    assert (taken.message, taken.attempts, taken.state) == ("Clockify is down.", 2, "running")


async def test_a_run_that_is_withdrawn_has_never_been(stores: Stores) -> None:
    await stores.schedules.add(SCHEDULE)
    await stores.schedules.record(RUN)
    assert await stores.schedules.withdraw(RUN, replace(SCHEDULE, timezone="UTC", next_run_at=NOW + HOUR))
    assert await stores.schedules.runs("1") == []
    assert await stores.schedules.get("1") == replace(SCHEDULE, timezone="UTC", next_run_at=NOW + HOUR)


async def test_a_recorded_run_leaves_the_rhythm_alone(stores: Stores) -> None:
    await stores.schedules.add(SCHEDULE)
    assert await stores.schedules.record(RUN)
    assert not await stores.schedules.record(RUN)
    assert await stores.schedules.get("1") == SCHEDULE


async def test_a_finished_run_is_running_no_more(stores: Stores) -> None:
    await stores.schedules.record(RUN)
    ended = replace(RUN, state="failed", message="no", finished_at=NOW + HOUR)
    assert await stores.schedules.finish(ended)
    assert not await stores.schedules.finish(ended)
    assert await taken_over(stores, NOW + 9 * HOUR) == []
    assert await stores.schedules.runs("1") == [replace(ended, lease_until=None)]


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
