import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clankerbot_engine.actions import ActionBase, ApiError, LogTime
from clankerbot_engine.errors import InternalError, NeedsConnection
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.schedules.firing import Firing
from clankerbot_engine.schedules.service import Schedules
from clankerbot_engine.stores.ports import Schedule, ScheduleRun
from clankerbot_engine.stores.schedules import SqlScheduleStore
from tests.engine.schedules.conftest import STANDUP, Clock, Engine, Owners, Router, Told

NINE = datetime(2026, 4, 22, 9, 0, tzinfo=UTC)


async def _daily(
    schedules: Schedules, cron: str = "0 9 * * *", timezone: str = "UTC", principal: str = "ada"
) -> Schedule:
    return await schedules.keep(schedules.draft(principal, cron=cron, timezone=timezone, action=STANDUP))


async def _fire(firing: Firing) -> None:
    await firing.fire_due()
    await firing.drain(60)


def _count(metrics: Metrics, outcome: str, began: str = "on_time") -> float | None:
    labels = {"outcome": outcome, "began": began}
    return metrics.registry.get_sample_value("clankerbot_schedule_firings_total", labels)


async def test_a_schedule_fires_when_its_time_has_come_as_its_owner_and_once(
    schedules: Schedules, engine: Engine, clock: Clock, metrics: Metrics
) -> None:
    schedule = await _daily(schedules)
    await _fire(schedules.firing)
    assert engine.effects == []

    clock.go_to(NINE)
    for _ in range(3):
        await _fire(schedules.firing)

    assert engine.effects == [("ada", STANDUP)]
    assert engine.keys == [f"schedule:{schedule.id}:2026-04-22T09:00"]
    assert (await schedules.get(schedule.id, None)).next_run_at == NINE + timedelta(days=1)
    (run,) = await schedules.last_runs(schedule)
    assert (run.state, run.message, run.due_at) == ("done", "Logged 30m on Apollo.", NINE)
    assert _count(metrics, "done") == 1


async def test_two_processes_on_one_database_fire_each_time_once(
    schedules: Schedules, store: SqlScheduleStore, engine: Engine, clock: Clock
) -> None:
    for _ in range(20):
        await _daily(schedules)
    other = Firing(store, engine, Router, clock=clock, metrics=Metrics())
    clock.go_to(NINE)
    await asyncio.gather(_fire(schedules.firing), _fire(other))
    assert len(engine.effects) == 20
    assert len(engine.keys) == 20


async def test_one_that_hangs_does_not_hold_up_the_others(schedules: Schedules, engine: Engine, clock: Clock) -> None:
    await _daily(schedules)
    hang = asyncio.Event()
    engine.before = hang.wait
    clock.go_to(NINE)
    await schedules.firing.fire_due()
    await _daily(schedules, "5 9 * * *", principal="grace")
    clock.go_on(minutes=5)
    await schedules.firing.fire_due()
    await engine.effect_made.acquire()
    await engine.effect_made.acquire()
    hang.set()
    await schedules.firing.drain(60)
    assert [principal for principal, _ in engine.effects] == ["ada", "grace"]


async def test_after_downtime_the_newest_missed_run_stands_for_all(
    schedules: Schedules, engine: Engine, clock: Clock
) -> None:
    schedule = await _daily(schedules, "0 * * * *")
    clock.go_on(hours=7)
    await _fire(schedules.firing)
    assert engine.keys == [f"schedule:{schedule.id}:2026-04-22T15:00Z"]
    (run,) = await schedules.last_runs(schedule)
    assert run.message == "Stands for 7 runs that came due while the service was away. Logged 30m on Apollo."
    assert (await schedules.get(schedule.id, None)).next_run_at == datetime(2026, 4, 22, 16, tzinfo=UTC)


@pytest.mark.parametrize(("hours_late", "state"), [(11.9, "done"), (12.1, "skipped")])
async def test_a_run_that_is_more_than_twelve_hours_late_is_recorded_as_skipped(
    schedules: Schedules, engine: Engine, clock: Clock, metrics: Metrics, hours_late: float, state: str
) -> None:
    schedule = await _daily(schedules)
    clock.go_to(NINE + timedelta(hours=hours_late))
    await _fire(schedules.firing)
    (run,) = await schedules.last_runs(schedule)
    assert run.state == state
    assert len(engine.effects) == (state == "done")
    assert (await schedules.get(schedule.id, None)).next_run_at == NINE + timedelta(days=1)
    assert _count(metrics, state, "late") == 1


async def test_a_run_that_was_cut_off_is_taken_up_under_the_same_key_and_does_not_double(
    schedules: Schedules, store: SqlScheduleStore, engine: Engine, clock: Clock
) -> None:
    schedule = await _daily(schedules)
    engine.before = asyncio.Event().wait  # it has written, and dies before it can say so
    clock.go_to(NINE)
    await schedules.firing.fire_due()
    await engine.effect_made.acquire()
    await schedules.firing.drain(0)
    assert [run.state for run in await schedules.last_runs(schedule)] == ["running"]

    engine.before = None
    other = Firing(store, engine, Router, clock=clock, metrics=Metrics())
    clock.go_on(seconds=29)
    assert await other.fire_due() == 0
    clock.go_on(seconds=1)
    assert await other.fire_due() == 1
    await other.drain(60)

    assert len(engine.effects) == 1
    assert engine.keys == [f"schedule:{schedule.id}:2026-04-22T09:00"] * 2
    assert [run.state for run in await schedules.last_runs(schedule)] == ["done"]


async def test_what_takes_long_is_not_taken_over_while_its_process_lives(
    schedules: Schedules, store: SqlScheduleStore, engine: Engine, clock: Clock
) -> None:
    schedule = await _daily(schedules)
    go = asyncio.Event()
    engine.before = go.wait
    other = Firing(store, engine, Router, clock=clock, metrics=Metrics())
    clock.go_to(NINE)
    await schedules.firing.fire_due()
    for _ in range(10):
        clock.go_on(seconds=10)
        await schedules.firing.fire_due()
        assert await other.fire_due() == 0
    go.set()
    await schedules.firing.drain(60)
    assert engine.keys == [f"schedule:{schedule.id}:2026-04-22T09:00"]


async def test_at_a_start_alone_what_was_cut_off_is_taken_up_at_once(
    schedules: Schedules, store: SqlScheduleStore, engine: Engine, clock: Clock
) -> None:
    schedule = await _daily(schedules)
    await store.record(ScheduleRun(schedule.id, "cut off", clock.now, "running", clock.now, None, None, "dead", NINE))
    await schedules.firing.void_leases()
    assert await schedules.firing.fire_due() == 1
    await schedules.firing.drain(60)
    assert engine.keys == [f"schedule:{schedule.id}:cut off"]


async def test_a_run_that_was_cut_off_long_ago_is_said_to_have_failed(
    schedules: Schedules, store: SqlScheduleStore, engine: Engine, clock: Clock
) -> None:
    schedule = await _daily(schedules)
    then = NINE - timedelta(days=1)
    await store.record(ScheduleRun(schedule.id, "2026-04-21T09:00", then, "running", then, lease_until=then))
    await _fire(schedules.firing)
    assert engine.keys == []
    assert [run.state for run in await schedules.last_runs(schedule)] == ["failed"]


async def test_a_run_that_was_cut_off_is_not_taken_up_once_its_schedule_is_paused(
    schedules: Schedules, store: SqlScheduleStore, engine: Engine, clock: Clock
) -> None:
    schedule = await _daily(schedules)
    await store.record(ScheduleRun(schedule.id, "cut off", clock.now, "running", clock.now, lease_until=clock.now))
    await schedules.change(schedule.id, "ada", enabled=False)
    await _fire(schedules.firing)
    assert engine.keys == []
    assert [run.state for run in await schedules.last_runs(schedule)] == ["skipped"]


async def test_what_is_made_up_for_is_carried_out_as_of_when_it_was_due(
    schedules: Schedules, engine: Engine, clock: Clock
) -> None:
    await _daily(schedules)
    clock.go_to(NINE + timedelta(hours=11))
    await _fire(schedules.firing)
    assert engine.asked_as_of == [NINE]


async def test_while_clockify_is_down_it_is_tried_again_and_told_once_it_went_well(
    schedules: Schedules, engine: Engine, clock: Clock, told: Told
) -> None:
    schedule = await _daily(schedules)
    engine.failure = ApiError(code="upstream_error", message="Clockify answers 503.", retryable=True)
    clock.go_to(NINE)
    await _fire(schedules.firing)
    (run,) = await schedules.last_runs(schedule)
    assert (run.state, run.message) == ("running", "Clockify answers 503. It is tried again.")
    clock.go_on(seconds=59)
    await _fire(schedules.firing)
    assert len(engine.keys) == 1
    engine.failure = None
    clock.go_on(seconds=1)
    await _fire(schedules.firing)
    (run,) = await schedules.last_runs(schedule)
    assert (run.state, run.message) == ("done", "Logged 30m on Apollo.")
    assert engine.asked_as_of == [NINE, NINE]
    assert told.problems == {"2026-04-22T09:00": None}


async def test_who_waits_for_clockify_beyond_the_grace_period_is_told_honestly_and_once(
    schedules: Schedules, engine: Engine, clock: Clock, told: Told
) -> None:
    schedule = await _daily(schedules)
    engine.failure = ApiError(code="upstream_error", message="Clockify answers 503.", retryable=True)
    clock.go_to(NINE)
    for _ in range(13 * 60):
        await _fire(schedules.firing)
        clock.go_on(minutes=1)
    (run,) = await schedules.last_runs(schedule)
    assert (run.state, run.message) == ("failed", "Clockify answers 503.")
    assert told.problems == {"2026-04-22T09:00": "Clockify answers 503."}
    assert 20 < len(engine.keys) < 40


async def test_clockify_says_how_long_to_wait(schedules: Schedules, engine: Engine, clock: Clock) -> None:
    await _daily(schedules)
    engine.failure = ApiError(code="rate_limited", message="Too much.", retryable=True, retry_after_s=600)
    clock.go_to(NINE)
    await _fire(schedules.firing)
    clock.go_on(seconds=599)
    await _fire(schedules.firing)
    assert len(engine.keys) == 1
    clock.go_on(seconds=1)
    await _fire(schedules.firing)
    assert len(engine.keys) == 2


async def test_run_now_says_at_once_that_clockify_is_down(schedules: Schedules, engine: Engine, clock: Clock) -> None:
    schedule = await _daily(schedules)
    engine.failure = ApiError(code="upstream_error", message="Clockify answers 503.", retryable=True)
    run = await schedules.run_now(schedule.id, "ada")
    assert (run.state, run.message) == ("failed", "Clockify answers 503.")


@pytest.mark.parametrize("problem", ["no key", "key refused", "token revoked"])
async def test_a_schedule_whose_owner_is_gone_is_paused_and_told_of_once(
    schedules: Schedules, engine: Engine, clock: Clock, owners: Owners, told: Told, problem: str
) -> None:
    schedule = await _daily(schedules)
    if problem == "token revoked":
        owners.why_gone = "It is gone."
    elif problem == "no key":
        engine.error = NeedsConnection("It is gone.")
    else:
        engine.failure = ApiError(code="unauthorized", message="It is gone.")
    for day in range(3):
        clock.go_to(NINE + timedelta(days=day))
        await _fire(schedules.firing)
    assert told.problems == {"2026-04-22T09:00": "paused: It is gone."}
    kept = await schedules.get(schedule.id, None)
    assert (kept.enabled, kept.next_run_at, kept.paused_because) == (False, None, "It is gone.")
    (run,) = await schedules.last_runs(schedule)
    assert (run.state, run.message) == ("failed", "It is gone.")
    again = await schedules.change(schedule.id, "ada", enabled=True)
    assert (again.paused_because, again.next_run_at) == (None, NINE + timedelta(days=3))


async def test_what_slack_refuses_for_good_pauses_it_and_is_told_once(schedules: Schedules, told: Told) -> None:
    schedule = await _daily(schedules)
    why = ApiError(code="forbidden", message="The channel was archived.")
    assert await schedules.firing.pause(schedule.id, why)
    assert not await schedules.firing.pause(schedule.id, why)
    assert list(told.problems.values()) == ["paused: The channel was archived."]
    (run,) = await schedules.last_runs(schedule)
    assert run.message == "Paused. The channel was archived."


async def test_a_run_of_which_nobody_could_be_told_is_told_of_later(
    schedules: Schedules, engine: Engine, clock: Clock, told: Told
) -> None:
    schedule = await _daily(schedules)
    told.failure = RuntimeError("the database is away")
    clock.go_to(NINE)
    await _fire(schedules.firing)
    assert [run.state for run in await schedules.last_runs(schedule)] == ["running"]
    told.failure = None
    clock.go_on(minutes=1)
    await _fire(schedules.firing)
    assert told.problems == {"2026-04-22T09:00": None}
    assert len(engine.effects) == 1


async def _following(schedules: Schedules, clock: Clock) -> Schedule:
    drafted = schedules.draft("ada", cron="0 9 * * *", timezone="Europe/Berlin", action=STANDUP, follows_owner=True)
    kept = await schedules.keep(drafted)
    assert kept.next_run_at is not None
    clock.go_to(kept.next_run_at)
    return kept


async def test_where_its_owner_went_west_it_waits_for_its_time_there(
    schedules: Schedules, engine: Engine, clock: Clock, owners: Owners
) -> None:
    schedule = await _following(schedules, clock)
    owners.now_in = ZoneInfo("America/New_York")
    await _fire(schedules.firing)
    assert engine.keys == []
    assert await schedules.last_runs(schedule) == []
    clock.go_on(hours=6)
    await _fire(schedules.firing)
    await _fire(schedules.firing)
    assert engine.asked_as_of == [datetime(2026, 4, 23, 13, tzinfo=UTC)]
    assert engine.zones == ["America/New_York"]


async def test_where_its_owner_went_east_its_time_has_come_already_and_it_fires_once(
    schedules: Schedules, engine: Engine, clock: Clock, owners: Owners
) -> None:
    schedule = await _following(schedules, clock)
    owners.now_in = ZoneInfo("Asia/Tokyo")
    await _fire(schedules.firing)
    assert engine.zones == ["Asia/Tokyo"]
    assert (await schedules.get(schedule.id, None)).next_run_at == datetime(2026, 4, 24, 0, tzinfo=UTC)
    clock.go_on(hours=16)
    await _fire(schedules.firing)
    clock.go_on(hours=1)
    await _fire(schedules.firing)
    assert len(engine.effects) == 2


async def test_one_whose_zone_was_chosen_stays_where_its_owner_goes(
    schedules: Schedules, engine: Engine, clock: Clock, owners: Owners
) -> None:
    await _daily(schedules, timezone="Europe/Berlin")
    owners.now_in = ZoneInfo("America/New_York")
    clock.go_to(NINE)
    await _fire(schedules.firing)
    assert engine.zones == []
    clock.go_on(days=1)
    await _fire(schedules.firing)
    assert engine.zones == ["Europe/Berlin"]


async def test_after_a_start_the_next_runs_are_where_the_rules_of_their_zones_put_them_now(
    schedules: Schedules, store: SqlScheduleStore, clock: Clock
) -> None:
    moved, same, paused = await _daily(schedules), await _daily(schedules), await _daily(schedules)
    await store.replace(replace(moved, next_run_at=NINE + timedelta(hours=1)))  # as old rules had it
    await schedules.change(paused.id, "ada", enabled=False)
    assert await schedules.firing.follow_zones(at_once=2) == 1
    runs = [(await schedules.get(each.id, None)).next_run_at for each in (moved, same, paused)]
    assert runs == [NINE, NINE, None]


async def test_what_fails_is_recorded_in_words_and_the_rhythm_goes_on(
    schedules: Schedules, engine: Engine, clock: Clock, metrics: Metrics
) -> None:
    schedule = await _daily(schedules)
    clock.go_to(NINE)
    engine.failure = ApiError(code="upstream_error", message="Clockify answers 503.")
    await _fire(schedules.firing)
    clock.go_on(days=1)
    engine.error = InternalError("Clockify did not answer in time.")
    await _fire(schedules.firing)
    clock.go_on(days=1)
    engine.error = RuntimeError("a bug, with a secret in it")
    await _fire(schedules.firing)

    runs = await schedules.last_runs(schedule)
    assert [(run.state, run.message) for run in runs] == [
        ("failed", "An error of ours; the log says more."),
        ("failed", "Clockify did not answer in time."),
        ("failed", "Clockify answers 503."),
    ]
    assert _count(metrics, "failed") == 3
    assert (await schedules.get(schedule.id, None)).next_run_at == NINE + timedelta(days=3)


async def test_a_zone_that_is_no_longer_known_pauses_its_schedule_and_no_other(
    schedules: Schedules, store: SqlScheduleStore, engine: Engine, clock: Clock
) -> None:
    good, bad = await _daily(schedules), await _daily(schedules)
    await store.replace(replace(bad, timezone="Europe/Atlantis"))
    clock.go_to(NINE)
    await _fire(schedules.firing)
    assert [key.split(":")[1] for key in engine.keys] == [good.id]
    assert (await schedules.get(bad.id, None)).enabled is False
    (run,) = await schedules.last_runs(bad)
    assert run.message is not None
    assert "Europe/Atlantis" in run.message


async def test_a_fire_time_that_new_rules_of_the_zone_moved_is_not_fired_at_the_old_one(
    schedules: Schedules, store: SqlScheduleStore, engine: Engine, clock: Clock
) -> None:
    schedule = await _daily(schedules)
    await store.replace(replace(schedule, next_run_at=clock.now))  # as old rules had it
    await _fire(schedules.firing)
    assert engine.keys == []
    assert (await schedules.get(schedule.id, None)).next_run_at == NINE


async def test_a_paused_schedule_does_not_fire_and_makes_nothing_up_when_it_goes_on(
    schedules: Schedules, engine: Engine, clock: Clock
) -> None:
    schedule = await _daily(schedules)
    await schedules.change(schedule.id, "ada", enabled=False)
    clock.go_to(NINE + timedelta(hours=1))
    await _fire(schedules.firing)
    changed = await schedules.change(schedule.id, "ada", enabled=True)
    await _fire(schedules.firing)
    assert engine.keys == []
    assert changed.next_run_at == NINE + timedelta(days=1)


async def test_run_now_carries_it_out_and_leaves_the_rhythm_alone(
    schedules: Schedules, engine: Engine, clock: Clock
) -> None:
    schedule = await _daily(schedules)
    first, second = await schedules.run_now(schedule.id, "ada"), await schedules.run_now(schedule.id, "ada")
    assert (first.state, second.state) == ("done", "done")
    assert len(engine.effects) == 2
    assert (await schedules.get(schedule.id, None)).next_run_at == NINE


async def test_the_local_time_is_kept_over_a_change_of_the_clocks(
    schedules: Schedules, engine: Engine, clock: Clock
) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    clock.go_to(datetime(2026, 10, 24, 12, tzinfo=UTC))
    schedule = await _daily(schedules, "30 2 * * *", "Europe/Berlin")
    fired: list[str] = []
    for _ in range(4 * 24 * 2):
        clock.go_on(minutes=30)
        if await schedules.firing.fire_due():
            fired.append(clock.now.astimezone(berlin).isoformat(timespec="minutes"))
    await schedules.firing.drain(60)
    assert fired == [
        "2026-10-25T02:30+02:00",
        "2026-10-26T02:30+01:00",
        "2026-10-27T02:30+01:00",
        "2026-10-28T02:30+01:00",
    ]
    assert {run.state for run in await schedules.last_runs(schedule)} == {"done"}


async def test_what_runs_when_a_schedule_is_deleted_ends_in_peace(
    schedules: Schedules, engine: Engine, clock: Clock
) -> None:
    schedule = await _daily(schedules)
    go = asyncio.Event()
    engine.before = go.wait
    clock.go_to(NINE)
    await schedules.firing.fire_due()
    await schedules.delete(schedule.id, "ada")
    go.set()
    await schedules.firing.drain(60)
    assert await schedules.last_runs(schedule) == []


async def test_runs_are_forgotten_after_thirty_days(schedules: Schedules, engine: Engine, clock: Clock) -> None:
    schedule = await _daily(schedules)
    clock.go_to(NINE)
    await _fire(schedules.firing)
    clock.go_on(days=29)
    assert await schedules.forget_old_runs() == 0
    clock.go_on(days=2)
    assert await schedules.forget_old_runs() == 1
    assert await schedules.last_runs(schedule) == []


async def test_every_field_of_the_action_comes_back_from_the_store(
    schedules: Schedules, engine: Engine, clock: Clock
) -> None:
    action: ActionBase = LogTime(project="Müller GmbH", tags=("daily",), description="שלום 🎉", duration_s=900)
    await schedules.keep(schedules.draft("ada", cron="0 9 * * *", timezone="UTC", action=action))
    clock.go_to(NINE)
    await _fire(schedules.firing)
    assert engine.effects == [("ada", action)]
