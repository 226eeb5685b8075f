"""Timers: one runs at a time, what ran before is not lost, and undo brings it back."""

from datetime import UTC, timedelta

import pytest

from clankerbot_engine.actions import (
    ContinueTimer,
    DeleteEntry,
    EditEntry,
    EntryFact,
    StartTimer,
    Status,
    StopTimer,
    SwitchTimer,
    Undo,
)
from clankerbot_engine.errors import Conflict, NotFound, ValidationFailed
from tests.engine.integrations_clockify.conftest import NOW, Clock, Desk, berlin


def running(desk: Desk) -> str | None:
    """What project runs."""
    entry = desk.state.running_entry(desk.user_id)
    return None if entry is None else desk.state.projects[entry.project_id or ""].name


class TestStatus:
    async def test_nothing_runs(self, desk: Desk) -> None:
        result = await desk.do(Status())
        assert result.message == "No timer is running."
        assert result.entry is None

    async def test_what_runs_and_how_long(self, desk: Desk, clock: Clock) -> None:
        await desk.do(StartTimer(project="Apollo", task="Design"))
        clock.go_on(hours=1, minutes=12)
        result = await desk.do(Status())
        assert result.message == "A timer runs on Apollo: Design (Northwind Space): 1 h 12 min, since today 15:00."
        assert result.entry is not None
        assert (result.entry.end, result.entry.duration_s) == (None, None)
        assert result.details == {"elapsed_s": 4320}
        assert not result.undoable


class TestStarting:
    async def test_a_timer_starts_now(self, desk: Desk) -> None:
        result = await desk.do(StartTimer(project="Apollo"))
        assert result.message == "Started a timer on Apollo (Northwind Space), today 15:00."
        entry = desk.state.running_entry(desk.user_id)
        assert entry is not None
        assert entry.start == NOW
        assert entry.billable is True

    async def test_it_may_have_started_a_while_ago(self, desk: Desk) -> None:
        result = await desk.do(StartTimer(project="Apollo", start=berlin(24, 14, 20)))
        assert result.message.endswith("today 14:20.")

    async def test_starting_stops_what_runs_and_says_so(self, desk: Desk, clock: Clock) -> None:
        await desk.do(StartTimer(project="Hermes"))
        clock.go_on(minutes=30)
        result = await desk.do(StartTimer(project="Apollo"))
        assert result.message == (
            "Started a timer on Apollo (Northwind Space), today 15:30. "
            "Stopped 30 min on Hermes (Olympia Couriers), today 15:00-15:30."
        )
        stopped = EntryFact.model_validate(result.details["stopped"])
        assert (stopped.project, stopped.duration_s) == ("Hermes", 1800)
        assert running(desk) == "Apollo"

    async def test_undo_deletes_it_and_what_ran_before_runs_again(self, desk: Desk, clock: Clock) -> None:
        await desk.do(StartTimer(project="Hermes"))
        clock.go_on(minutes=30)
        await desk.do(StartTimer(project="Apollo"))
        clock.go_on(minutes=5)
        before = len(desk.entries)
        result = await desk.do(Undo())
        assert running(desk) == "Hermes"
        assert len(desk.entries) == before - 1
        assert result.message == (
            "Undone: deleted the timer on Apollo (Northwind Space), since today 15:30. "
            "The timer on Hermes (Olympia Couriers) runs again, since today 15:00."
        )

    async def test_undo_takes_no_work_away_that_was_stopped_elsewhere(self, desk: Desk, clock: Clock) -> None:
        await desk.do(StartTimer(project="Hermes"))
        clock.go_on(minutes=30)
        started = await desk.do(StartTimer(project="Apollo"))
        clock.go_on(minutes=5)
        desk.state.running_entry(desk.user_id).end = clock.now  # type: ignore[union-attr]
        desk.put(clock.now, None, project_id=desk.project_id("Support"))
        before = len(desk.entries)
        assert started.operation_id is not None
        result = await desk.one(Undo(target=started.operation_id))
        assert result.error is not None
        assert result.error.code == "conflict"
        assert "5 min on Apollo" in result.error.message
        assert (running(desk), len(desk.entries)) == ("Support", before)

    async def test_undo_does_not_end_a_third_timer(self, desk: Desk, clock: Clock) -> None:
        await desk.do(StartTimer(project="Hermes"))
        clock.go_on(minutes=30)
        started = await desk.do(StartTimer(project="Apollo"))
        del desk.state.entries[desk.state.running_entry(desk.user_id).id]  # type: ignore[union-attr]
        desk.put(clock.now, None, project_id=desk.project_id("Support"))
        assert started.operation_id is not None
        result = await desk.do(Undo(target=started.operation_id))
        assert running(desk) == "Support"
        assert [warning.code for warning in result.warnings] == ["not_resumed"]

    async def test_what_runs_but_cannot_be_stopped_yet_is_said_beforehand(self, desk: Desk, clock: Clock) -> None:
        await desk.do(StartTimer(description="Something"))
        desk.rule(forceProjects=True)
        await desk.cache.invalidate("workspace")
        clock.go_on(minutes=5)
        for action in (StartTimer(project="Apollo"), SwitchTimer(project="Apollo"), StopTimer()):
            with pytest.raises(ValidationFailed, match="wants project on every entry") as caught:
                await desk.one(action)
            assert "needs" in caught.value.details
        await desk.do(EditEntry(project="Hermes"))
        await desk.do(StartTimer(project="Apollo"))
        assert running(desk) == "Apollo"

    async def test_what_it_will_lack_when_it_stops_is_a_warning(self, desk: Desk) -> None:
        desk.rule(forceTags=True)
        await desk.cache.invalidate("workspace")
        result = await desk.do(StartTimer(project="Apollo"))
        assert [warning.code for warning in result.warnings] == ["required_fields"]

    async def test_it_cannot_start_before_what_runs(self, desk: Desk) -> None:
        await desk.do(StartTimer(project="Hermes"))
        with pytest.raises(ValidationFailed) as caught:
            await desk.one(StartTimer(project="Apollo", start=berlin(24, 14)))
        assert caught.value.field == "start"
        assert running(desk) == "Hermes"


class TestSwitching:
    async def test_the_old_one_ends_where_the_new_one_starts(self, desk: Desk, clock: Clock) -> None:
        await desk.do(StartTimer(project="Hermes"))
        clock.go_on(hours=1)
        await desk.do(SwitchTimer(project="Apollo", start=berlin(24, 15, 45)))
        old, new = desk.entries[-2:]
        assert old.end == new.start == berlin(24, 15, 45)
        assert running(desk) == "Apollo"

    async def test_with_nothing_running_it_just_starts(self, desk: Desk) -> None:
        await desk.do(SwitchTimer(project="Apollo"))
        assert running(desk) == "Apollo"
        assert not [line for line in desk.sent if line.startswith("PATCH")]

    async def test_undo_takes_both_back(self, desk: Desk, clock: Clock) -> None:
        await desk.do(StartTimer(project="Hermes"))
        clock.go_on(hours=1)
        await desk.do(SwitchTimer(project="Apollo"))
        await desk.do(Undo())
        assert running(desk) == "Hermes"
        assert desk.entries[-1].start == NOW

    async def test_where_the_second_half_is_refused_the_first_is_taken_back(self, desk: Desk, clock: Clock) -> None:
        await desk.do(StartTimer(project="Hermes"))
        clock.go_on(hours=1)
        project_id = desk.project_id()
        del desk.state.projects[project_id]
        result = await desk.one(SwitchTimer(project_id=project_id))
        assert result.error is not None
        assert result.error.code == "not_found"
        assert running(desk) == "Hermes"


class TestContinuing:
    async def test_the_newest_is_continued_with_all_that_it_was_about(self, desk: Desk) -> None:
        source = desk.entries[-1]
        result = await desk.do(ContinueTimer())
        entry = desk.state.running_entry(desk.user_id)
        assert entry is not None
        assert result.status == "done"
        for what in ("project_id", "task_id", "tag_ids", "description", "billable"):
            assert getattr(entry, what) == getattr(source, what)
        assert entry.start == NOW

    async def test_a_project_names_the_one_to_continue(self, desk: Desk) -> None:
        desk.put(berlin(23, 20), berlin(23, 21), project_id=desk.project_id("Support"), description="Night shift")
        await desk.do(ContinueTimer(project="Support"))
        entry = desk.state.running_entry(desk.user_id)
        assert entry is not None
        assert entry.description == "Night shift"

    async def test_words_name_the_one_to_continue(self, desk: Desk) -> None:
        await desk.do(ContinueTimer(description="daily standup"))
        assert running(desk) == "Internal"

    async def test_what_fits_nothing_starts_nothing(self, desk: Desk) -> None:
        with pytest.raises(NotFound):
            await desk.one(ContinueTimer(description="zeppelin maintenance"))
        assert running(desk) is None

    async def test_what_runs_already_is_not_started_twice(self, desk: Desk) -> None:
        await desk.do(StartTimer(project="Apollo"))
        with pytest.raises(Conflict, match="runs already"):
            await desk.one(ContinueTimer())

    async def test_an_archived_project_is_not_continued(self, desk: Desk) -> None:
        desk.put(berlin(24, 14, 58), berlin(24, 14, 59), project_id=desk.project_id("Zeus"))
        with pytest.raises(ValidationFailed, match="archived"):
            await desk.one(ContinueTimer())


class TestStopping:
    async def test_it_stops_now(self, desk: Desk, clock: Clock) -> None:
        await desk.do(StartTimer(project="Apollo"))
        clock.go_on(hours=2)
        result = await desk.do(StopTimer())
        assert result.message == "Stopped 2 h on Apollo (Northwind Space), today 15:00-17:00."
        assert desk.entries[-1].seconds == 7200

    async def test_it_may_have_stopped_a_while_ago(self, desk: Desk, clock: Clock) -> None:
        await desk.do(StartTimer(project="Apollo"))
        clock.go_on(hours=2)
        await desk.do(StopTimer(end=berlin(24, 16)))
        assert desk.entries[-1].seconds == 3600

    async def test_but_not_before_it_started(self, desk: Desk) -> None:
        await desk.do(StartTimer(project="Apollo"))
        with pytest.raises(ValidationFailed) as caught:
            await desk.one(StopTimer(end=berlin(24, 14)))
        assert caught.value.field == "end"

    async def test_with_nothing_running_it_says_so(self, desk: Desk) -> None:
        with pytest.raises(NotFound, match="No timer is running"):
            await desk.one(StopTimer())

    async def test_undo_lets_it_run_again_from_its_old_start(self, desk: Desk, clock: Clock) -> None:
        started = await desk.do(StartTimer(project="Apollo", description="Sketches", tags=("review",)))
        clock.go_on(hours=2)
        await desk.do(StopTimer())
        clock.go_on(minutes=1)
        result = await desk.do(Undo())
        entry = desk.state.running_entry(desk.user_id)
        assert entry is not None
        assert started.entry is not None
        assert (entry.id, entry.start) == (started.entry.id, NOW)
        assert (entry.description, entry.tag_ids) == ("Sketches", (desk.tag_id("review"),))
        assert (
            result.message
            == 'Undone: the timer on Apollo (Northwind Space) "Sketches" #review runs again, since today 15:00.'
        )

    async def test_undo_does_not_end_what_runs_now(self, desk: Desk, clock: Clock) -> None:
        await desk.do(StartTimer(project="Apollo"))
        clock.go_on(hours=2)
        await desk.do(StopTimer())
        desk.put(clock.now, None, project_id=desk.project_id("Support"))
        result = await desk.one(Undo())
        assert result.error is not None
        assert result.error.code == "conflict"
        assert running(desk) == "Support"


class TestEditingWhatRuns:
    async def test_a_new_length_counts_back_from_now_and_it_runs_on(self, desk: Desk, clock: Clock) -> None:
        await desk.do(StartTimer(project="Apollo"))
        clock.go_on(hours=1)
        await desk.do(EditEntry(duration_s=1800))
        entry = desk.state.running_entry(desk.user_id)
        assert entry is not None
        assert entry.start == clock.now.astimezone(UTC) - timedelta(minutes=30)

    async def test_an_end_stops_it_and_undo_lets_it_run_again(self, desk: Desk, clock: Clock) -> None:
        await desk.do(StartTimer(project="Apollo"))
        clock.go_on(hours=1)
        await desk.do(EditEntry(end=berlin(24, 15, 30)))
        assert running(desk) is None
        await desk.do(Undo())
        assert running(desk) == "Apollo"

    async def test_undo_of_an_edit_does_not_start_it_again_once_it_is_stopped(self, desk: Desk, clock: Clock) -> None:
        await desk.do(StartTimer(project="Apollo", description="One"))
        edited = await desk.do(EditEntry(description="Two"))
        clock.go_on(hours=1)
        await desk.do(StopTimer())
        assert edited.operation_id is not None
        await desk.do(Undo(target=edited.operation_id))
        assert running(desk) is None
        assert (desk.entries[-1].description, desk.entries[-1].seconds) == ("One", 3600)

    async def test_a_deleted_timer_comes_back_running(self, desk: Desk, clock: Clock) -> None:
        await desk.do(StartTimer(project="Apollo"))
        clock.go_on(hours=1)
        await desk.do(DeleteEntry())
        assert running(desk) is None
        await desk.do(Undo())
        assert running(desk) == "Apollo"
        assert desk.entries[-1].start == NOW


async def test_undo_of_a_stop_keeps_what_was_changed_since(desk: Desk, clock: Clock) -> None:
    await desk.do(StartTimer(project="Apollo"))
    clock.go_on(hours=1)
    stopped = await desk.do(StopTimer())
    await desk.do(EditEntry(description="Named afterwards"))
    assert stopped.operation_id is not None
    await desk.do(Undo(target=stopped.operation_id))
    assert running(desk) == "Apollo"
    assert desk.entries[-1].description == "Named afterwards"
