"""Logging time: what was said becomes one entry, at the right time, for one request."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from clankerbot_engine.actions import LogTime, StartTimer, StopTimer
from clankerbot_engine.errors import NeedsInput, ValidationFailed
from clankerbot_engine.preferences import Preferences
from tests.engine.integrations_clockify.conftest import NOW, Clock, Desk, OpenDesk, berlin

YESTERDAY = date(2026, 11, 23)


async def test_a_plain_log_costs_exactly_one_request(desk: Desk) -> None:
    before = desk.counted_requests()
    await desk.do(LogTime(project="Apollo", duration_s=7200))
    assert desk.sent == ["POST /time-entries"]
    assert desk.state.traffic.count == 1
    assert desk.counted_requests() - before == 1


async def test_a_log_of_another_day_looks_at_that_day_once(desk: Desk) -> None:
    await desk.do(LogTime(project="Apollo", duration_s=7200, date=YESTERDAY))
    await desk.do(LogTime(project="Hermes", duration_s=1800, date=YESTERDAY))
    look, *written = desk.sent
    assert (look.endswith("/time-entries"), written) == (True, ["POST /time-entries"] * 2)


async def test_a_bare_duration_ends_now(desk: Desk) -> None:
    result = await desk.do(LogTime(project="Apollo", duration_s=5400))
    assert result.entry is not None
    entry = desk.state.entries[result.entry.id]
    assert (entry.start, entry.end) == (datetime(2026, 11, 24, 12, 30, tzinfo=UTC), NOW)
    assert result.message == "Logged 1 h 30 min on Apollo (Northwind Space), today 13:30-15:00."
    assert result.undoable
    assert result.entry.project == "Apollo"
    assert result.entry.duration_s == 5400


async def test_soon_after_midnight_a_bare_duration_is_of_the_evening_before(desk: Desk, clock: Clock) -> None:
    clock.go_on(hours=9, minutes=10)
    result = await desk.do(LogTime(project="Apollo", duration_s=7200))
    assert result.message == "Logged 2 h on Apollo (Northwind Space), yesterday 22:10-today 00:10."


async def test_soon_after_midnight_a_day_that_was_said_is_kept_and_what_lies_ahead_asked(
    desk: Desk, clock: Clock
) -> None:
    desk.clear()
    clock.go_on(hours=9, minutes=10)
    today = LogTime(project="Apollo", duration_s=7200, date=date(2026, 11, 25))
    with pytest.raises(NeedsInput) as asked:
        await desk.do(today)
    assert str(asked.value) == "It ends in the future (today 02:00). Is that right?"
    assert desk.entries == []

    result = await desk.do(today.model_copy(update={"confirmed": True}))
    assert result.message == "Logged 2 h on Apollo (Northwind Space), today 00:00-02:00."


async def test_fractions_of_a_second_do_not_shorten_it(desk: Desk, clock: Clock) -> None:
    clock.go_on(milliseconds=700)
    await desk.do(LogTime(project="Apollo", duration_s=38))
    assert desk.entries[-1].seconds == 38


async def test_a_duration_on_another_day_starts_when_the_person_does(desk: Desk) -> None:
    desk.clear()
    result = await desk.do(LogTime(project="Apollo", duration_s=7200, date=YESTERDAY))
    assert result.message == "Logged 2 h on Apollo (Northwind Space), yesterday 09:00-11:00."


async def test_a_duration_on_another_day_follows_what_clockify_has_of_that_day(desk: Desk) -> None:
    desk.clear()
    desk.put(berlin(23, 8), berlin(23, 12, 20), project_id=desk.project_id("Hermes"))
    result = await desk.do(LogTime(project="Apollo", duration_s=7200, date=YESTERDAY))
    assert result.message == "Logged 2 h on Apollo (Northwind Space), yesterday 12:20-14:20."
    assert result.warnings == ()


async def test_a_second_one_on_that_day_follows_the_first(desk: Desk) -> None:
    desk.clear()
    await desk.do(LogTime(project="Apollo", duration_s=7200, date=YESTERDAY))
    result = await desk.do(LogTime(project="Hermes", duration_s=3600, date=YESTERDAY))
    assert result.message == "Logged 1 h on Hermes (Olympia Couriers), yesterday 11:00-12:00."


async def test_two_in_one_request_do_not_overlap(desk: Desk) -> None:
    desk.clear()
    first, second = await desk.run(
        LogTime(project="Apollo", duration_s=7200), LogTime(project="Hermes", duration_s=1800)
    )
    assert first.entry is not None
    assert second.entry is not None
    assert (first.entry.start, first.entry.end) == (berlin(24, 13), berlin(24, 15))
    assert (second.entry.start, second.entry.end) == (berlin(24, 12, 30), berlin(24, 13))
    assert first.warnings == second.warnings == ()
    third, fourth = await desk.run(
        LogTime(project="Apollo", duration_s=7200, date=YESTERDAY),
        LogTime(project="Hermes", duration_s=1800, date=YESTERDAY),
    )
    assert third.entry is not None
    assert fourth.entry is not None
    assert third.entry.end == fourth.entry.start == berlin(23, 11)


async def test_a_dry_run_neither_writes_nor_takes_up_room(desk: Desk) -> None:
    desk.clear()
    planned = await desk.one(LogTime(project="Apollo", duration_s=7200, date=YESTERDAY), dry_run=True)
    assert planned.status == "planned"
    assert planned.message == "Would log 2 h on Apollo (Northwind Space), yesterday 09:00-11:00."
    assert planned.entry is not None
    assert planned.entry.start == berlin(23, 9)
    assert [sent for sent in desk.sent if not sent.startswith("GET ")] == []
    done = await desk.do(LogTime(project="Apollo", duration_s=7200, date=YESTERDAY))
    assert done.entry is not None
    assert done.entry.start == planned.entry.start


async def test_one_that_fits_no_other_way_ends_with_the_day(desk: Desk) -> None:
    result = await desk.do(LogTime(project="Apollo", duration_s=23 * 3600, date=YESTERDAY))
    assert result.entry is not None
    assert (result.entry.start, result.entry.end) == (berlin(23, 1), berlin(24, 0))


async def test_not_even_more_than_a_day_reaches_into_the_future(desk: Desk, clock: Clock) -> None:
    clock.go_on(hours=-13)
    result = await desk.do(LogTime(project="Apollo", duration_s=30 * 3600, date=YESTERDAY, confirmed=True))
    assert result.entry is not None
    assert result.entry.end == clock.now


async def test_what_does_not_fit_after_the_others_starts_with_the_day_again(desk: Desk) -> None:
    desk.clear()
    await desk.do(LogTime(project="Apollo", start=berlin(23, 9), end=berlin(23, 23)))
    result = await desk.do(LogTime(project="Hermes", duration_s=7200, date=YESTERDAY))
    assert result.entry is not None
    assert result.entry.start == berlin(23, 9)
    assert [warning.code for warning in result.warnings] == ["overlap"]


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ({"start": berlin(23, 9), "end": berlin(23, 11, 30)}, berlin(23, 9), berlin(23, 11, 30)),
        ({"start": berlin(23, 9), "duration_s": 3600}, berlin(23, 9), berlin(23, 10)),
        ({"end": berlin(23, 18), "duration_s": 3600}, berlin(23, 17), berlin(23, 18)),
        # Clock times with another day beside them are of that day.
        ({"start": berlin(24, 9), "end": berlin(24, 11), "date": date(2026, 11, 20)}, berlin(20, 9), berlin(20, 11)),
        ({"start": berlin(24, 23), "end": berlin(25, 1), "date": date(2026, 11, 20)}, berlin(20, 23), berlin(21, 1)),
        ({"start": berlin(23, 9), "end": berlin(23, 10), "duration_s": 3600}, berlin(23, 9), berlin(23, 10)),
    ],
)
async def test_any_two_of_start_end_and_duration_settle_the_third(
    desk: Desk, said: dict[str, object], start: datetime, end: datetime
) -> None:
    desk.clear()
    result = await desk.do(LogTime.model_validate({"project": "Apollo", **said}))
    assert result.entry is not None
    assert (result.entry.start, result.entry.end) == (start, end)


async def test_three_that_contradict_each_other_are_refused(desk: Desk) -> None:
    with pytest.raises(ValidationFailed, match="contradict") as caught:
        await desk.one(LogTime(project="Apollo", start=berlin(23, 9), end=berlin(23, 10), duration_s=7200))
    assert caught.value.field == "duration_s"
    assert desk.sent == []


@pytest.mark.parametrize("said", [{}, {"start": berlin(23, 9)}, {"end": berlin(23, 9)}, {"date": YESTERDAY}])
async def test_without_a_length_it_asks_for_one(desk: Desk, said: dict[str, object]) -> None:
    with pytest.raises(NeedsInput) as caught:
        await desk.one(LogTime.model_validate({"project": "Apollo", **said}))
    assert [need.field for need in caught.value.needs] == ["duration_s"]


async def test_an_interval_within_one_second_is_none(desk: Desk) -> None:
    start = berlin(23, 9)
    with pytest.raises(ValidationFailed, match="end must lie after"):
        await desk.one(LogTime(project="Apollo", start=start, end=start.replace(microsecond=999)))


class TestNightsWhenTheClocksChange:
    """In Berlin on 25 October 2026 at 03:00 it is 02:00 again; on 29 March 02:00 is 03:00."""

    async def test_a_length_is_the_time_that_really_passed(self, desk: Desk) -> None:
        start = datetime(2026, 10, 25, 1, tzinfo=ZoneInfo("Europe/Berlin"))
        result = await desk.do(LogTime(project="Apollo", start=start, duration_s=4 * 3600))
        assert desk.entries[0].seconds == 4 * 3600
        assert result.message.endswith("Sun 25 Oct 01:00-04:00.")

    async def test_between_two_clock_times_lies_what_really_passed(self, desk: Desk) -> None:
        zone = ZoneInfo("Europe/Berlin")
        start, end = datetime(2026, 3, 29, 1, tzinfo=zone), datetime(2026, 3, 29, 4, tzinfo=zone)
        await desk.do(LogTime(project="Apollo", start=start, end=end))
        assert desk.entries[0].seconds == 2 * 3600

    async def test_a_time_that_the_clocks_leave_out_moves_on_with_them(self, desk: Desk) -> None:
        said = LogTime(project="Apollo", start=berlin(23, 2, 30), duration_s=3600, date=date(2026, 3, 29))
        result = await desk.do(said)
        assert result.message.endswith("Sun 29 Mar 03:30-04:30.")


class TestFillingTheFirstGap:
    @pytest.fixture
    async def desk(self, open_desk: OpenDesk) -> Desk:
        desk = await open_desk(preferences=Preferences(fill_first_gap=True))
        await desk.warm()
        desk.clear()
        return desk

    async def test_the_first_gap_that_is_long_enough_is_filled(self, desk: Desk) -> None:
        desk.put(berlin(23, 9), berlin(23, 10))
        desk.put(berlin(23, 10, 30), berlin(23, 12))
        desk.put(berlin(23, 13), berlin(23, 17))
        result = await desk.do(LogTime(project="Apollo", duration_s=3600, date=YESTERDAY))
        assert result.entry is not None
        assert result.entry.start == berlin(23, 12)
        assert desk.sent == [f"GET /user/{desk.user_id}/time-entries", "POST /time-entries"]

    async def test_the_day_is_read_once_for_a_while(self, desk: Desk) -> None:
        await desk.do(LogTime(project="Apollo", duration_s=3600, date=YESTERDAY))
        result = await desk.do(LogTime(project="Apollo", duration_s=3600, date=YESTERDAY))
        assert result.entry is not None
        assert result.entry.start == berlin(23, 10)
        assert desk.entry_calls == ["GET", "POST", "POST"]

    async def test_today_a_gap_ends_before_now_or_there_is_none(self, desk: Desk) -> None:
        desk.put(berlin(24, 9), berlin(24, 14, 30))
        result = await desk.do(LogTime(project="Apollo", duration_s=3600))
        assert result.entry is not None
        assert (result.entry.end, [warning.code for warning in result.warnings]) == (NOW, ["overlap"])


async def test_the_profile_says_when_a_day_starts(open_desk: OpenDesk) -> None:
    desk = await open_desk(preferences=Preferences(day_start=time(7, 30)))
    desk.clear()
    result = await desk.do(LogTime(project="Apollo", duration_s=3600, date=YESTERDAY))
    assert result.entry is not None
    assert result.entry.start == berlin(23, 7, 30)


class TestOverlaps:
    async def test_clock_times_are_worth_one_look_at_the_day(self, desk: Desk) -> None:
        desk.clear()
        desk.put(berlin(23, 10), berlin(23, 12), project_id=desk.project_id("Hermes"), description="Route planner")
        said = LogTime(project="Apollo", start=berlin(23, 9), end=berlin(23, 11))
        with pytest.raises(NeedsInput) as asked:
            await desk.do(said)
        (need,) = asked.value.needs
        overlap = 'It overlaps with time on Hermes (Olympia Couriers) "Route planner", yesterday 10:00-12:00.'
        assert (need.code, need.reason) == ("overlap", f"{overlap} Log it all the same?")
        assert desk.sent == [f"GET /user/{desk.user_id}/time-entries"]

        result = await desk.do(said.model_copy(update={"confirmed": True}))
        assert [(warning.code, warning.message) for warning in result.warnings] == [("overlap", overlap)]
        assert desk.sent == [f"GET /user/{desk.user_id}/time-entries", "POST /time-entries"]

    async def test_a_day_read_a_short_while_ago_is_not_read_again(self, desk: Desk, clock: Clock) -> None:
        await desk.do(LogTime(project="Apollo", start=berlin(23, 19), end=berlin(23, 20)))
        clock.go_on(minutes=9)
        await desk.do(LogTime(project="Apollo", start=berlin(23, 20), end=berlin(23, 21)))
        assert desk.entry_calls == ["GET", "POST", "POST"]
        clock.go_on(minutes=9)
        await desk.do(LogTime(project="Apollo", start=berlin(23, 21), end=berlin(23, 22)))
        assert desk.entry_calls == ["GET", "POST", "POST", "GET", "POST"]

    async def test_a_bare_length_is_warned_of_what_is_known_without_a_request(self, desk: Desk) -> None:
        desk.clear()
        await desk.do(LogTime(project="Apollo", duration_s=7200))
        result = await desk.do(LogTime(project="Hermes", duration_s=3600))
        assert [warning.code for warning in result.warnings] == ["overlap"]
        assert len(desk.sent) == 2

    async def test_a_timer_that_runs_overlaps_until_now(self, desk: Desk, clock: Clock) -> None:
        desk.clear()
        await desk.do(StartTimer(project="Hermes"))
        clock.go_on(minutes=10)
        result = await desk.do(LogTime(project="Apollo", duration_s=60))
        assert [warning.code for warning in result.warnings] == ["overlap"]

    async def test_a_timer_seen_long_ago_may_have_been_stopped_elsewhere(self, desk: Desk, clock: Clock) -> None:
        desk.clear()
        await desk.do(StartTimer(project="Hermes"))
        clock.go_on(minutes=11)
        result = await desk.do(LogTime(project="Apollo", duration_s=60))
        assert result.warnings == ()

    async def test_a_timer_that_another_one_ended_reaches_no_further(self, desk: Desk, clock: Clock) -> None:
        desk.clear()
        await desk.do(StartTimer(project="Hermes"))
        clock.go_on(minutes=5)
        await desk.do(StartTimer(project="Apollo"))
        clock.go_on(minutes=2)
        await desk.do(StopTimer())
        clock.go_on(minutes=2)
        result = await desk.do(LogTime(project="Support", duration_s=60))
        assert result.warnings == ()

    async def test_one_that_ends_where_another_begins_does_not_overlap(self, desk: Desk) -> None:
        desk.clear()
        desk.put(berlin(23, 11), berlin(23, 12))
        result = await desk.do(LogTime(project="Apollo", start=berlin(23, 9), end=berlin(23, 11)))
        assert result.warnings == ()


class TestWhatItIsAbout:
    async def test_task_tags_and_description_arrive(self, desk: Desk) -> None:
        await desk.do(
            LogTime(project="Apollo", task="Design", tags=("review",), description="  Sketches  ", duration_s=60)
        )
        entry = desk.entries[-1]
        assert entry.task_id == desk.task_id("Design")
        assert entry.tag_ids == (desk.tag_id("review"),)
        assert entry.description == "Sketches"

    @pytest.mark.parametrize(
        ("project", "said", "sent"),
        [("Apollo", None, True), ("Internal", None, False), ("Apollo", False, False), ("Internal", True, True)],
    )
    async def test_billable_is_as_said_or_as_the_project_is(
        self, desk: Desk, project: str, said: bool | None, sent: bool
    ) -> None:
        await desk.do(LogTime(project=project, billable=said, duration_s=60))
        assert desk.entries[-1].billable is sent

    @pytest.mark.parametrize("default", [True, False])
    async def test_without_a_project_billable_is_as_the_workspace_has_it(
        self, open_desk: OpenDesk, default: bool
    ) -> None:
        desk = await open_desk()
        desk.rule(defaultBillableProjects=default)
        result = await desk.do(LogTime(description="Reading", duration_s=60))
        assert desk.entries[-1].billable is default
        assert result.message == 'Logged 1 min without a project "Reading", today 14:59-15:00.'

    async def test_ids_alone_are_enough_and_get_their_names(self, desk: Desk) -> None:
        result = await desk.do(LogTime(project_id=desk.project_id(), task_id=desk.task_id("Design"), duration_s=60))
        assert isinstance(result.action, LogTime)
        assert (result.action.project, result.action.task) == ("Apollo", "Design")
