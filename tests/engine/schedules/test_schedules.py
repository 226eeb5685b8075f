import asyncio
from datetime import UTC, date, datetime

import pytest

from clankerbot_engine.actions import (
    ActionBase,
    CreateSchedule,
    LogTime,
    Need,
    PostMessage,
    StartTimer,
    Undo,
    Unknown,
)
from clankerbot_engine.errors import NeedsInput, NotFound, ValidationFailed
from clankerbot_engine.schedules.service import Schedules
from clankerbot_engine.schedules.ticker import Ticker
from tests.engine.schedules.conftest import HELP, STANDUP, WEEK, Clock, Engine


async def _friday(schedules: Schedules, principal: str = "ada") -> str:
    draft = schedules.draft(principal, cron="0 17 * * 5", timezone="Europe/Berlin", action=WEEK, channel="#design")
    return (await schedules.keep(draft)).id


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../../etc/passwd", "Europe", "\x00", "\ud800", "a" * 300])
def test_a_zone_that_does_not_exist_is_refused_with_an_example(schedules: Schedules, zone: str) -> None:
    with pytest.raises(ValidationFailed, match="for example Europe/Berlin") as refused:
        schedules.draft("ada", cron="0 17 * * 5", timezone=zone, action=WEEK)
    assert refused.value.field == "timezone"


@pytest.mark.parametrize(
    ("action", "field"),
    [
        (CreateSchedule(cron="0 9 * * *", action=HELP), "action.kind"),
        (Undo(), "action.kind"),
        (Unknown(reason="What?"), "action.kind"),
        (PostMessage(channel="#design", text="Hello"), "action.kind"),
        (LogTime(project="Apollo", duration_s=60, date=date(2026, 4, 22)), "action.date"),
        (LogTime(project="Apollo", start=datetime(2026, 4, 22, 9, tzinfo=UTC), duration_s=60), "action.start"),
    ],
)
def test_an_action_that_cannot_be_repeated_is_refused_with_an_example(
    schedules: Schedules, action: ActionBase, field: str
) -> None:
    with pytest.raises(ValidationFailed, match=r"For example, \{\"kind\": \"log_time\"") as refused:
        schedules.draft("ada", cron="0 9 * * *", timezone="UTC", action=action)
    assert refused.value.field == field


def test_a_kind_that_nothing_here_carries_out_is_refused_when_it_is_scheduled(schedules: Schedules) -> None:
    with pytest.raises(ValidationFailed, match="Nothing that is installed here carries out start_timer"):
        schedules.draft("ada", cron="0 9 * * *", timezone="UTC", action=StartTimer(project="Apollo"))


def test_an_open_question_is_asked_before_and_not_at_each_firing(schedules: Schedules) -> None:
    action = LogTime(duration_s=60, needs=(Need(field="project", reason="Which project?"),))
    with pytest.raises(NeedsInput, match=r"Which project\?"):
        schedules.draft("ada", cron="0 9 * * *", timezone="UTC", action=action)


async def test_the_next_runs_are_at_the_local_time(schedules: Schedules) -> None:
    schedule = await schedules.get(await _friday(schedules), "ada")
    assert schedules.next_runs(schedule) == [
        datetime(2026, 4, 24, 15, tzinfo=UTC),
        datetime(2026, 5, 1, 15, tzinfo=UTC),
        datetime(2026, 5, 8, 15, tzinfo=UTC),
    ]
    assert schedule.next_run_at == datetime(2026, 4, 24, 15, tzinfo=UTC)


async def test_what_belongs_to_another_is_not_there(schedules: Schedules) -> None:
    schedule_id = await _friday(schedules)
    assert await schedules.all("grace") == []
    for attempt in (
        lambda: schedules.get(schedule_id, "grace"),
        lambda: schedules.change(schedule_id, "grace", enabled=False),
        lambda: schedules.delete(schedule_id, "grace"),
        lambda: schedules.run_now(schedule_id, "grace"),
    ):
        with pytest.raises(NotFound):
            await attempt()
    assert [schedule.id for schedule in await schedules.all(None)] == [schedule_id]


async def test_a_change_of_the_time_moves_the_next_run_and_another_change_does_not(
    schedules: Schedules, clock: Clock
) -> None:
    schedule_id = await _friday(schedules)
    moved = await schedules.change(schedule_id, "ada", cron="0 9 * * 1", timezone="UTC")
    assert moved.next_run_at == datetime(2026, 4, 27, 9, tzinfo=UTC)
    clock.go_on(minutes=1)
    renamed = await schedules.change(schedule_id, "ada", channel=None, action=STANDUP)
    assert (renamed.next_run_at, renamed.channel) == (moved.next_run_at, None)
    assert renamed.updated_at == clock.now
    assert renamed.created_at < clock.now
    assert await schedules.get(schedule_id, "ada") == renamed


async def test_a_change_that_is_wrong_changes_nothing(schedules: Schedules) -> None:
    schedule_id = await _friday(schedules)
    before = await schedules.get(schedule_id, "ada")
    with pytest.raises(ValidationFailed):
        await schedules.change(schedule_id, "ada", channel="#other", cron="* * * * *")
    with pytest.raises(ValidationFailed):
        await schedules.change(schedule_id, "ada", channel="#other", timezone="Mars/Olympus")
    assert await schedules.get(schedule_id, "ada") == before


async def test_a_schedule_that_is_kept_twice_is_there_once(schedules: Schedules) -> None:
    draft = schedules.draft("ada", cron="0 9 * * *", timezone="UTC", action=STANDUP)
    assert await schedules.keep(draft) == await schedules.keep(draft)
    assert len(await schedules.all("ada")) == 1


async def test_the_ticker_fires_what_is_due_until_it_is_stopped(
    schedules: Schedules, engine: Engine, clock: Clock
) -> None:
    await schedules.keep(schedules.draft("ada", cron="0 9 * * *", timezone="UTC", action=STANDUP))
    clock.go_to(datetime(2026, 4, 22, 9, tzinfo=UTC))
    fired = asyncio.Event()

    async def note() -> None:
        fired.set()

    engine.before = note
    ticker = Ticker(schedules, clock=clock, every_s=0.01)
    await ticker.start(alone=True)
    async with asyncio.timeout(60):
        await fired.wait()
    await ticker.stop()
    assert len(engine.effects) == 1
    assert ticker.ticked_at == clock.now


async def test_a_tick_that_goes_wrong_is_not_counted_as_one_and_the_next_one_is(
    schedules: Schedules, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticker = Ticker(schedules, clock=clock)

    async def broken() -> int:
        raise OSError("disk")

    with monkeypatch.context() as patch:
        patch.setattr(schedules.firing, "fire_due", broken)
        await ticker.tick()
    assert ticker.ticked_at is None
    await ticker.tick()
    assert ticker.ticked_at == clock.now
