"""Editing and deleting: the entry that is meant, nothing of it lost, and all of it back by undo."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from clankerbot_engine.actions import ActionBase, DeleteEntry, EditEntry, EntryFact, LogTime, StartTimer, Undo
from clankerbot_engine.clockify.sandbox.records import Approval, TimeEntry
from clankerbot_engine.errors import Forbidden, NeedsInput, NotFound, ValidationFailed
from tests.engine.integrations_clockify.conftest import Clock, Desk, berlin


@pytest.fixture
def apollo(desk: Desk) -> TimeEntry:
    """The only entry: yesterday from 10:00 to 12:00, with all that an entry can have."""
    desk.clear()
    field_id = next(iter(desk.state.custom_fields))
    return desk.put(
        berlin(23, 10),
        berlin(23, 12),
        description="Sketches",
        project_id=desk.project_id(),
        task_id=desk.task_id("Design"),
        tag_ids=(desk.tag_id("review"),),
        billable=True,
        custom_fields={field_id: "T-1"},
    )


def now_is(desk: Desk, entry: TimeEntry) -> TimeEntry:
    return desk.state.entries[entry.id]


class TestEditing:
    async def test_what_is_left_out_stays_as_it_is(self, desk: Desk, apollo: TimeEntry) -> None:
        before = replace(apollo)
        result = await desk.do(EditEntry(description="Better sketches"))
        assert now_is(desk, apollo) == replace(before, description="Better sketches")
        assert result.message == (
            'It is now 2 h on Apollo: Design (Northwind Space) "Better sketches" #review, yesterday 10:00-12:00.'
        )

    @pytest.mark.parametrize(
        ("said", "start", "end"),
        [
            ({"duration_s": 3600}, berlin(23, 10), berlin(23, 11)),
            ({"duration_s": 3 * 3600}, berlin(23, 10), berlin(23, 13)),
            ({"longer_by_s": 900}, berlin(23, 10), berlin(23, 12, 15)),
            ({"longer_by_s": -3600}, berlin(23, 10), berlin(23, 11)),
            ({"longer_by_s": 900, "date": date(2026, 11, 20)}, berlin(20, 10), berlin(20, 12, 15)),
            ({"later_by_s": 1800}, berlin(23, 10, 30), berlin(23, 12, 30)),
            ({"later_by_s": -3600}, berlin(23, 9), berlin(23, 11)),
            ({"later_by_s": -3600, "date": date(2026, 11, 20)}, berlin(20, 9), berlin(20, 11)),
            ({"start": berlin(23, 9)}, berlin(23, 9), berlin(23, 12)),
            ({"start": berlin(23, 13)}, berlin(23, 13), berlin(23, 15)),  # moved, as it would end before it starts
            ({"end": berlin(23, 13)}, berlin(23, 10), berlin(23, 13)),
            ({"date": date(2026, 11, 20)}, berlin(20, 10), berlin(20, 12)),
            ({"date": date(2026, 11, 20), "duration_s": 60}, berlin(20, 10), berlin(20, 10, 1)),
            ({"date": date(2026, 11, 20), "start": berlin(24, 8)}, berlin(20, 8), berlin(20, 12)),
            ({"start": berlin(24, 8), "end": berlin(24, 9)}, berlin(24, 8), berlin(24, 9)),
            ({"start": berlin(24, 8), "duration_s": 60}, berlin(24, 8), berlin(24, 8, 1)),
            ({"end": berlin(24, 8), "duration_s": 3600}, berlin(24, 7), berlin(24, 8)),
        ],
    )
    async def test_its_time_changes_as_said(
        self, desk: Desk, apollo: TimeEntry, said: dict[str, Any], start: datetime, end: datetime
    ) -> None:
        await desk.do(EditEntry.model_validate(said))
        assert (now_is(desk, apollo).start, now_is(desk, apollo).end) == (start, end)

    async def test_a_new_length_does_not_reach_into_the_future(self, desk: Desk) -> None:
        """As after `log 2h on Apollo`, which ends now."""
        desk.clear()
        await desk.do(LogTime(project="Apollo", duration_s=7200))
        await desk.do(EditEntry(duration_s=3 * 3600))
        (entry,) = desk.entries
        assert (entry.start, entry.end) == (berlin(24, 12), berlin(24, 15))
        await desk.do(EditEntry(duration_s=3600))
        (entry,) = desk.entries
        assert (entry.start, entry.end) == (berlin(24, 12), berlin(24, 13))

    async def test_what_it_is_longer_by_does_not_reach_into_the_future(self, desk: Desk) -> None:
        desk.clear()
        await desk.do(LogTime(project="Apollo", duration_s=7200))
        await desk.do(EditEntry(longer_by_s=900))
        (entry,) = desk.entries
        assert (entry.start, entry.end) == (berlin(24, 12, 45), berlin(24, 15))

    async def test_a_timer_is_made_longer_by_an_earlier_start(self, desk: Desk, clock: Clock) -> None:
        desk.clear()
        await desk.do(StartTimer(project="Apollo"))
        clock.go_on(hours=1)
        await desk.do(EditEntry(longer_by_s=900))
        await desk.do(EditEntry(longer_by_s=-300))
        (entry,) = desk.entries
        assert (entry.start, entry.end) == (berlin(24, 14, 50), None)

    async def test_of_a_timer_the_start_is_moved(self, desk: Desk, clock: Clock) -> None:
        desk.clear()
        await desk.do(StartTimer(project="Apollo"))
        clock.go_on(hours=1)
        await desk.do(EditEntry(later_by_s=-1200))
        (entry,) = desk.entries
        assert (entry.start, entry.end) == (berlin(24, 14, 40), None)

    async def test_no_more_is_taken_from_it_than_it_is_long(self, desk: Desk, apollo: TimeEntry) -> None:
        with pytest.raises(ValidationFailed, match="It is 2 h long"):
            await desk.one(EditEntry(longer_by_s=-7200))

    async def test_clock_times_in_a_text_are_of_the_entrys_day(self, desk: Desk, apollo: TimeEntry) -> None:
        """A text says "start at 9:30" and means no day: the reading puts it on today."""
        spans = ({"start": 0, "end": 4, "field": "start"},)
        await desk.do(EditEntry.model_validate({"start": berlin(24, 9, 30), "spans": spans}))
        assert now_is(desk, apollo).start == berlin(23, 9, 30)

    async def test_an_end_before_its_start_is_refused(self, desk: Desk, apollo: TimeEntry) -> None:
        with pytest.raises(ValidationFailed) as caught:
            await desk.one(EditEntry(end=berlin(23, 9)))
        assert caught.value.field == "end"

    async def test_another_project_takes_the_task_away(self, desk: Desk, apollo: TimeEntry) -> None:
        await desk.do(EditEntry(project="Hermes"))
        changed = now_is(desk, apollo)
        assert (changed.project_id, changed.task_id) == (desk.project_id("Hermes"), None)
        assert changed.tag_ids == (desk.tag_id("review"),)

    async def test_a_task_is_of_the_project_named_beside_it(self, desk: Desk, apollo: TimeEntry) -> None:
        await desk.do(EditEntry(project="Hermes", task="Backend"))
        assert now_is(desk, apollo).task_id == desk.task_id("Backend", "Hermes")

    async def test_tags_and_billable_change(self, desk: Desk, apollo: TimeEntry) -> None:
        await desk.do(EditEntry(tags=("deploy", "urgent"), billable=False))
        changed = now_is(desk, apollo)
        assert changed.tag_ids == (desk.tag_id("deploy"), desk.tag_id("urgent"))
        assert changed.billable is False

    async def test_tags_are_added_to_those_it_has(self, desk: Desk, apollo: TimeEntry) -> None:
        await desk.do(EditEntry(tags=("deploy", "review"), keep_tags=True))
        assert now_is(desk, apollo).tag_ids == (desk.tag_id("review"), desk.tag_id("deploy"))

    async def test_a_description_is_added_to_the_one_it_has(self, desk: Desk, apollo: TimeEntry) -> None:
        await desk.do(EditEntry(description="with Maria", keep_description=True))
        assert now_is(desk, apollo).description == "Sketches, with Maria"
        await desk.do(Undo())
        assert now_is(desk, apollo).description == "Sketches"

    async def test_a_description_is_added_to_none(self, desk: Desk, apollo: TimeEntry) -> None:
        await desk.do(EditEntry(clear=("description",)))
        await desk.do(EditEntry(description="with Maria", keep_description=True))
        assert now_is(desk, apollo).description == "with Maria"

    async def test_no_more_is_added_than_a_description_holds(self, desk: Desk, apollo: TimeEntry) -> None:
        with pytest.raises(ValidationFailed, match="3000 characters"):
            await desk.one(EditEntry(description="x" * 2995, keep_description=True))

    async def test_what_is_cleared_is_gone_and_the_rest_stays(self, desk: Desk, apollo: TimeEntry) -> None:
        await desk.do(EditEntry(clear=("tags", "description")))
        changed = now_is(desk, apollo)
        assert (changed.tag_ids, changed.description) == ((), "")
        assert (changed.project_id, changed.task_id) == (apollo.project_id, apollo.task_id)
        assert changed.custom_fields == apollo.custom_fields
        await desk.do(EditEntry(clear=("task",)))
        changed = now_is(desk, apollo)
        assert (changed.project_id, changed.task_id) == (apollo.project_id, None)

    async def test_the_task_goes_with_its_project(self, desk: Desk, apollo: TimeEntry) -> None:
        await desk.do(EditEntry(clear=("project",)))
        changed = now_is(desk, apollo)
        assert (changed.project_id, changed.task_id, changed.tag_ids) == (None, None, apollo.tag_ids)
        await desk.do(Undo())
        assert now_is(desk, apollo).task_id == apollo.task_id

    async def test_what_is_set_beside_is_not_cleared(self, desk: Desk, apollo: TimeEntry) -> None:
        await desk.do(EditEntry(clear=("project", "tags"), project="Hermes", tags=("deploy",)))
        changed = now_is(desk, apollo)
        assert (changed.project_id, changed.tag_ids) == (desk.project_id("Hermes"), (desk.tag_id("deploy"),))

    async def test_what_the_workspace_requires_is_asked_for_instead(self, desk: Desk, apollo: TimeEntry) -> None:
        desk.rule(forceProjects=True)
        await desk.cache.invalidate("workspace")
        with pytest.raises(NeedsInput) as caught:
            await desk.one(EditEntry(clear=("project",)))
        assert [(need.field, need.code) for need in caught.value.needs] == [("project", "missing")]

    async def test_what_changes_nothing_is_refused(self, desk: Desk, apollo: TimeEntry) -> None:
        with pytest.raises(ValidationFailed, match="changes nothing"):
            await desk.one(EditEntry(description="Sketches"))

    async def test_more_than_a_day_or_the_future_is_asked_first(self, desk: Desk, apollo: TimeEntry) -> None:
        for said in (EditEntry(duration_s=25 * 3600), EditEntry(end=berlin(24, 20))):
            with pytest.raises(NeedsInput):
                await desk.one(said)
            await desk.do(said.model_copy(update={"confirmed": True}))

    async def test_a_move_onto_known_time_warns(self, desk: Desk, apollo: TimeEntry) -> None:
        await desk.do(LogTime(project="Hermes", start=berlin(23, 8), end=berlin(23, 9)))
        result = await desk.do(EditEntry(target=apollo.id, start=berlin(23, 8, 30)))
        assert [warning.code for warning in result.warnings] == ["overlap"]
        result = await desk.do(EditEntry(target=apollo.id, start=berlin(23, 9)))
        assert result.warnings == ()

    async def test_undo_gives_the_whole_previous_state_back(self, desk: Desk, apollo: TimeEntry) -> None:
        before = replace(apollo)
        await desk.do(
            EditEntry(project="Hermes", tags=("deploy",), description="x", billable=False, date=date(2026, 11, 20))
        )
        assert now_is(desk, apollo) != before
        result = await desk.do(Undo())
        assert now_is(desk, apollo) == before
        assert result.message == (
            'Undone: it is now 2 h on Apollo: Design (Northwind Space) "Sketches" #review, yesterday 10:00-12:00.'
        )

    async def test_undo_keeps_what_was_changed_elsewhere_since(self, desk: Desk, apollo: TimeEntry) -> None:
        await desk.do(EditEntry(description="x"))
        now_is(desk, apollo).project_id = desk.project_id("Hermes")
        now_is(desk, apollo).task_id = None
        await desk.do(Undo())
        entry = now_is(desk, apollo)
        assert (entry.description, entry.project_id) == ("Sketches", desk.project_id("Hermes"))

    async def test_what_somebody_changed_after_a_lost_answer_is_not_overwritten(
        self, desk: Desk, apollo: TimeEntry, clock: Clock
    ) -> None:
        desk.break_next("drop", method="PUT", path="*", after=True, times=None)
        desk.break_next("server_error", method="GET", path="*/time-entries/*", times=None)
        result = await desk.one(EditEntry(description="Better sketches"), key="k")
        assert result.error is not None
        assert result.error.details["outcome"] == "unknown"
        desk.state.faults.clear()
        now_is(desk, apollo).description = "Better sketches, two of them"
        clock.go_on(minutes=2)
        assert await desk.engine.settle() == 1
        assert now_is(desk, apollo).description == "Better sketches, two of them"
        assert (await desk.do(EditEntry(description="Better sketches"), key="k")).replayed

    async def test_a_dry_run_changes_nothing(self, desk: Desk, apollo: TimeEntry) -> None:
        before = replace(apollo)
        result = await desk.one(EditEntry(duration_s=3600), dry_run=True)
        assert now_is(desk, apollo) == before
        assert result.message == (
            'Would change 2 h on Apollo: Design (Northwind Space) "Sketches" #review, yesterday 10:00-12:00 to '
            '1 h on Apollo: Design (Northwind Space) "Sketches" #review, yesterday 10:00-11:00.'
        )


class TestDeleting:
    async def test_it_is_gone(self, desk: Desk, apollo: TimeEntry) -> None:
        result = await desk.do(DeleteEntry())
        assert desk.entries == []
        assert result.message == (
            'Deleted 2 h on Apollo: Design (Northwind Space) "Sketches" #review, yesterday 10:00-12:00.'
        )
        deleted = EntryFact.model_validate(result.details["deleted"])
        assert (result.entry, deleted.project, deleted.duration_s) == (None, "Apollo", 7200)

    async def test_undo_makes_it_anew_with_all_it_had(self, desk: Desk, apollo: TimeEntry) -> None:
        await desk.do(DeleteEntry())
        result = await desk.do(Undo())
        (restored,) = desk.entries
        assert replace(restored, id=apollo.id) == apollo
        assert result.message.startswith("Undone: restored 2 h on Apollo")
        assert not result.undoable

    async def test_an_entry_that_is_gone_already_counts_as_deleted(self, desk: Desk, apollo: TimeEntry) -> None:
        logged = await desk.do(LogTime(project="Apollo", duration_s=60))
        assert logged.entry is not None
        del desk.state.entries[logged.entry.id]
        result = await desk.do(Undo())
        assert result.message.startswith("Undone: deleted 1 min on Apollo")

    async def test_two_deletions_of_one_entry_are_taken_back_as_one(self, desk: Desk, apollo: TimeEntry) -> None:
        first, second = await desk.run(DeleteEntry(), DeleteEntry())
        assert (first.status, second.status) == ("done", "done")
        assert (first.undoable, second.undoable) == (True, False)
        await desk.do(Undo())
        assert len(desk.entries) == 1

    async def test_undo_of_a_log_deletes_it(self, desk: Desk, apollo: TimeEntry) -> None:
        await desk.do(LogTime(project="Apollo", duration_s=60))
        await desk.do(Undo())
        assert desk.entries == [apollo]

    async def test_a_deleted_entry_is_in_nobodys_way(self, desk: Desk, apollo: TimeEntry) -> None:
        await desk.do(LogTime(project="Apollo", duration_s=3600))
        await desk.do(Undo())
        result = await desk.do(LogTime(project="Apollo", duration_s=3600))
        assert result.warnings == ()


class TestTheEntryThatIsMeant:
    @pytest.fixture(autouse=True)
    def _entries(self, desk: Desk) -> None:
        desk.clear()
        apollo, web = desk.project_id(), desk.project_id("Apollo Web")
        internal = desk.project_id("Internal")
        for day in (20, 23, 24):
            desk.put(berlin(day, 9), berlin(day, 9, 15), description="Daily standup", project_id=internal)
        desk.put(berlin(23, 10), berlin(23, 11), description="Landing page", project_id=web)
        desk.put(berlin(23, 11), berlin(23, 12), description="Telemetry", project_id=apollo)
        desk.put(berlin(24, 10), berlin(24, 11), description="Menu cards", project_id=desk.project_id("Café Lumière"))

    async def found(self, desk: Desk, target: str) -> tuple[str, datetime]:
        result = await desk.one(DeleteEntry(target=target), dry_run=True)
        assert result.entry is not None
        return result.entry.description, result.entry.start

    @pytest.mark.parametrize(
        ("target", "description", "start"),
        [
            ("last", "Menu cards", berlin(24, 10)),
            ("the last entry", "Menu cards", berlin(24, 10)),
            ("landing page", "Landing page", berlin(23, 10)),
            ("Apollo", "Telemetry", berlin(23, 11)),  # not Apollo Web
            ("apollo web", "Landing page", berlin(23, 10)),
            ("telemetri", "Telemetry", berlin(23, 11)),
            ("cafe lumiere", "Menu cards", berlin(24, 10)),
            ("yesterday's standup", "Daily standup", berlin(23, 9)),
            ("the standup from today", "Daily standup", berlin(24, 9)),
            ("standup on friday", "Daily standup", berlin(20, 9)),
            ("standup 2026-11-20", "Daily standup", berlin(20, 9)),
            ("last standup", "Daily standup", berlin(24, 9)),
        ],
    )
    async def test_words_name_it(self, desk: Desk, target: str, description: str, start: datetime) -> None:
        assert await self.found(desk, target) == (description, start)
        assert len(desk.sent) == 1

    async def test_an_id_names_it(self, desk: Desk) -> None:
        entry = desk.entries[0]
        assert await self.found(desk, entry.id) == (entry.description, entry.start)

    async def test_the_last_is_the_one_that_was_written_last(self, desk: Desk, clock: Clock) -> None:
        clock.go_on(minutes=1)
        await desk.do(LogTime(project="Hermes", duration_s=3600, date=date(2026, 11, 20), description="Late"))
        assert await self.found(desk, "my last entry") == ("Late", berlin(20, 9, 15))

    async def test_a_running_timer_may_be_the_last(self, desk: Desk) -> None:
        desk.put(berlin(24, 14), None, description="Now")
        assert (await self.found(desk, "last"))[0] == "Now"

    async def test_what_lies_in_the_future_is_not_the_last(self, desk: Desk) -> None:
        desk.put(berlin(27, 9), berlin(27, 10), description="Planned")
        await desk.do(EditEntry(description="The last"))
        assert [entry.description for entry in desk.entries[-2:]] == ["The last", "Planned"]

    @pytest.mark.parametrize("first", [LogTime(project="Apollo", duration_s=60), StartTimer(project="Apollo")])
    @pytest.mark.parametrize("then", [EditEntry(description="x"), DeleteEntry(target="the last entry")])
    async def test_which_is_the_last_is_not_clear_after_one_that_the_request_makes(
        self, desk: Desk, first: ActionBase, then: ActionBase
    ) -> None:
        """What is the last one now would be changed, and not the one that was just asked for."""
        before = [replace(entry) for entry in desk.entries]
        with pytest.raises(ValidationFailed) as caught:
            await desk.run(first, then)
        assert (caught.value.field, caught.value.details["index"]) == ("target", 1)
        assert desk.entries == before

    async def test_one_that_is_named_may_be_meant_beside_one_that_is_made(self, desk: Desk) -> None:
        desk.put(berlin(24, 8), berlin(24, 9), description="Zeppelin")
        await desk.run(LogTime(project="Apollo", duration_s=60), DeleteEntry(target="zeppelin"))
        assert "Zeppelin" not in [entry.description for entry in desk.entries]

    async def test_several_that_fit_are_a_question_whose_answers_are_ids(self, desk: Desk) -> None:
        with pytest.raises(NeedsInput) as caught:
            await desk.one(DeleteEntry(target="standup"))
        (need,) = caught.value.needs
        assert need.field == "target"
        assert [choice.label for choice in need.choices] == [
            '15 min on Internal (Demo Studio) "Daily standup", today 09:00-09:15',
            '15 min on Internal (Demo Studio) "Daily standup", yesterday 09:00-09:15',
            '15 min on Internal (Demo Studio) "Daily standup", Fri 20 Nov 09:00-09:15',
        ]
        await desk.do(DeleteEntry(target=str(need.choices[1].value)))
        assert [entry.start.day for entry in desk.entries if entry.description == "Daily standup"] == [20, 24]

    @pytest.mark.parametrize("target", ["zeppelin", "f" * 24, "standup on saturday"])
    async def test_what_fits_nothing_is_not_found(self, desk: Desk, target: str) -> None:
        with pytest.raises(NotFound):
            await desk.one(DeleteEntry(target=target))

    async def test_without_any_entry_there_is_no_last(self, desk: Desk) -> None:
        desk.clear()
        with pytest.raises(NotFound, match="no time entry yet"):
            await desk.one(DeleteEntry())

    async def test_somebody_elses_entry_is_left_alone(self, desk: Desk) -> None:
        other = next(user_id for user_id in desk.state.people if user_id != desk.user_id)
        entry = desk.put(berlin(23, 8), berlin(23, 9))
        entry.user_id = other
        with pytest.raises(Forbidden, match="someone else's"):
            await desk.one(DeleteEntry(target=entry.id))


async def test_an_approved_entry_says_why_it_stays(desk: Desk, apollo: TimeEntry) -> None:
    week = datetime(2026, 11, 22, 23, tzinfo=UTC)
    desk.state.approvals["a"] = Approval(
        "a", desk.user_id, desk.user_id, week, week.replace(day=29), "APPROVED", "", desk.user_id, week
    )
    for action in (EditEntry(description="x"), DeleteEntry()):
        result = await desk.one(action)
        assert result.status == "failed"
        assert "approved timesheet" in result.message
    assert desk.entries == [apollo]


async def test_an_entry_deleted_elsewhere_cannot_be_edited_back(desk: Desk, apollo: TimeEntry) -> None:
    await desk.do(EditEntry(description="x"))
    desk.clear()
    result = await desk.one(Undo())
    assert result.error is not None
    assert result.error.code == "not_found"
    assert result.message == "There is no time entry with that id (any more)."
