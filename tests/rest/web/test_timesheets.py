"""The day and the week, laid out: over midnight, on the days that clocks change, and where times overlap."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clankerbot_engine.clockify.sandbox import OWNER_API_KEY, SandboxState, seeded_state
from clankerbot_engine.clockify.sandbox.records import TimeEntry
from clankerbot_http.web.console.charts import chart
from clankerbot_http.web.timesheets import timesheet_of
from tests.fakes.clocks import FakeClock

BERLIN = ZoneInfo("Europe/Berlin")


def empty(now: datetime) -> tuple[SandboxState, str]:
    clock = FakeClock(now)
    state = seeded_state(clock.now, clock=clock)
    state.entries.clear()
    return state, state.keys[OWNER_API_KEY]


def add(state: SandboxState, user_id: str, start: datetime, end: datetime | None) -> None:
    entry = TimeEntry(f"{len(state.entries):024}", user_id, start.astimezone(UTC), end and end.astimezone(UTC))
    state.entries[entry.id] = entry


def at(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN)


def test_an_entry_over_midnight_lies_on_both_days() -> None:
    state, ada = empty(at(26, 12))
    add(state, ada, at(24, 22), at(25, 1, 30))
    sheet = timesheet_of(state, ada, BERLIN, None)
    assert [day.seconds for day in sheet.days] == [0, 7200, 5400, 0, 0, 0, 0]
    assert sheet.seconds == 3 * 3600 + 1800
    (evening,), (night,) = sheet.days[1].bars, sheet.days[2].bars
    assert round(evening.left + evening.width) == 100  # 24:00 is at the edge
    assert night.left == 0


@pytest.mark.parametrize(("month", "day", "hours"), [(3, 29, 23), (10, 25, 25)])
def test_on_the_days_that_clocks_change_the_hours_are_counted_as_they_passed(month: int, day: int, hours: int) -> None:
    start = at(day, 0, month=month)
    state, ada = empty(start + timedelta(days=2))
    add(state, ada, start, at(day, 0, month=month) + timedelta(days=1))
    shown = timesheet_of(state, ada, BERLIN, date(2026, month, day)).shown
    assert shown.seconds == hours * 3600
    (bar,) = shown.bars
    assert (bar.left, bar.width) == (0, 100)


def test_what_lies_at_the_same_time_shares_the_height() -> None:
    state, ada = empty(at(24, 20))
    for begin, end in ((9, 11), (10, 12), (11, 13), (15, 16)):
        add(state, ada, at(24, begin), at(24, end))
    bars = timesheet_of(state, ada, BERLIN, None).shown.bars
    assert [(bar.row, bar.rows) for bar in bars] == [(0, 2), (1, 2), (0, 2), (0, 1)]


def test_a_timer_runs_up_to_now_and_the_week_is_that_of_the_day() -> None:
    state, ada = empty(at(24, 15))
    add(state, ada, at(24, 14, 30), None)
    sheet = timesheet_of(state, ada, BERLIN, None)
    assert (sheet.shown.seconds, sheet.shown.entries[0].end) == (1800, None)
    assert sheet.now_left is not None
    before = timesheet_of(state, ada, BERLIN, date(2026, 11, 22))
    assert [day.date.day for day in before.days] == [16, 17, 18, 19, 20, 21, 22]
    assert before.seconds == 0


def test_another_zone_has_other_days() -> None:
    state, ada = empty(at(24, 15))
    add(state, ada, at(24, 9), at(24, 10))
    assert timesheet_of(state, ada, ZoneInfo("America/Los_Angeles"), None).shown.date.day == 24
    assert timesheet_of(state, ada, ZoneInfo("Asia/Tokyo"), None).shown.entries[0].start.hour == 17


def test_a_chart_counts_what_came_about_in_each_stretch() -> None:
    now = at(24, 15)
    happened = [(now, 1, 0), (now - timedelta(minutes=1), 2, 1), (now - timedelta(minutes=59), 3, 3)]
    drawn = chart("c", [*happened, (now - timedelta(hours=2), 9, 9)], over="hour", now=now, zone=BERLIN)
    assert (drawn.total, drawn.wrong, drawn.most) == (6, 4, 3)
    first, last = drawn.bars
    assert (first.left, first.height, first.wrong) == (0, 100, 100)
    assert (last.height, last.wrong) == (100, 33.3)
    assert chart("c", [], over="day", now=now, zone=BERLIN).bars == ()
