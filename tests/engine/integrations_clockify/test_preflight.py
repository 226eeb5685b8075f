"""What the workspace's rules or plain sense object to is said before anything is written."""

from datetime import date

import pytest

from clankerbot_engine.actions import ActionBase, CreateProject, EditEntry, LogTime, StartTimer
from clankerbot_engine.clockify.sandbox import ADMIN_API_KEY, REGULAR_API_KEY
from clankerbot_engine.clockify.sandbox.records import Project
from clankerbot_engine.errors import ClankerbotError, Forbidden, NeedsInput, ValidationFailed
from tests.engine.integrations_clockify.conftest import Desk, OpenDesk, berlin

AN_HOUR = LogTime(project="Apollo", duration_s=3600)


@pytest.fixture
async def regular(open_desk: OpenDesk) -> Desk:
    """Dmitri, who has no special role."""
    return await open_desk(key=REGULAR_API_KEY)


async def refused(desk: Desk, action: ActionBase) -> ClankerbotError:
    """Refused before a single write left."""
    entries = dict(desk.state.entries)
    with pytest.raises(ClankerbotError) as caught:
        await desk.one(action)
    assert desk.state.entries == entries
    assert not [line for line in desk.sent if not line.startswith("GET")]
    return caught.value


async def questions(desk: Desk, action: ActionBase) -> dict[str, list[str]]:
    error = await refused(desk, action)
    assert isinstance(error, NeedsInput), error
    return {need.field: [choice.label for choice in need.choices] for need in error.needs}


class TestRequiredFields:
    async def test_a_missing_project_is_asked_for_with_those_there_are(self, desk: Desk) -> None:
        desk.rule(forceProjects=True)
        await desk.cache.invalidate("workspace")
        asked = await questions(desk, LogTime(duration_s=60))
        assert list(asked) == ["project"]
        assert "Apollo (Northwind Space)" in asked["project"]
        assert not [label for label in asked["project"] if "Zeus" in label], "archived"

    async def test_a_missing_task_is_asked_for_with_those_of_the_project(self, desk: Desk) -> None:
        desk.rule(forceTasks=True)
        await desk.cache.invalidate("workspace")
        asked = await questions(desk, AN_HOUR)
        assert {field: sorted(labels) for field, labels in asked.items()} == {
            "task": ["Design", "Development", "Testing"]
        }

    async def test_all_that_is_missing_is_asked_for_at_once(self, desk: Desk) -> None:
        desk.rule(forceProjects=True, forceTags=True, forceDescription=True)
        await desk.cache.invalidate("workspace")
        asked = await questions(desk, LogTime(duration_s=60))
        assert list(asked) == ["project", "tags", "description"]
        assert "review" in asked["tags"]
        assert "legacy" not in asked["tags"], "archived"
        await desk.do(LogTime(project="Apollo", tags=("review",), description="Sketches", duration_s=60))

    async def test_a_project_without_tasks_cannot_be_used_where_tasks_are_required(self, open_desk: OpenDesk) -> None:
        desk = await open_desk()
        desk.rule(forceTasks=True)
        desk.state.projects["f" * 24] = Project("f" * 24, "Bare", None)
        error = await refused(desk, LogTime(project_id="f" * 24, duration_s=60))
        assert isinstance(error, ValidationFailed)
        assert "Bare has none" in error.message

    async def test_rules_changed_behind_our_back_are_clockifys_to_refuse_and_ours_to_learn(self, desk: Desk) -> None:
        desk.rule(forceDescription=True)
        result = await desk.one(AN_HOUR)
        assert result.status == "failed"
        assert result.error is not None
        assert result.error.code == "validation_error"
        with pytest.raises(NeedsInput):
            await desk.one(AN_HOUR)


class TestLockDate:
    @pytest.fixture(autouse=True)
    def _locked(self, state: object, regular: Desk) -> None:
        regular.rule(lockTimeEntries="2026-11-23T23:00:00Z")

    async def test_before_it_a_regular_person_writes_nothing(self, regular: Desk) -> None:
        error = await refused(regular, LogTime(project="Apollo", duration_s=60, date=date(2026, 11, 23)))
        assert isinstance(error, Forbidden)
        assert error.message == "Time before today is locked in this workspace. Ask an admin to unlock it."

    async def test_after_it_he_does(self, regular: Desk) -> None:
        await regular.do(AN_HOUR)

    async def test_he_cannot_move_an_entry_out_of_it_nor_into_it(self, regular: Desk) -> None:
        locked = regular.put(berlin(23, 20), berlin(23, 21))
        error = await refused(regular, EditEntry(target=locked.id, date=date(2026, 11, 24)))
        assert isinstance(error, Forbidden)
        free = regular.put(berlin(24, 8), berlin(24, 8, 30))
        error = await refused(regular, EditEntry(target=free.id, date=date(2026, 11, 23)))
        assert isinstance(error, Forbidden)

    async def test_an_admin_is_above_it(self, open_desk: OpenDesk) -> None:
        admin = await open_desk(key=ADMIN_API_KEY)
        await admin.do(LogTime(project="Apollo", duration_s=60, date=date(2026, 11, 23)))


class TestTimersOnly:
    @pytest.fixture(autouse=True)
    def _forced(self, state: object, regular: Desk) -> None:
        regular.rule(timeTrackingMode="STOPWATCH_ONLY")

    async def test_a_regular_person_is_told_to_start_a_timer(self, regular: Desk) -> None:
        error = await refused(regular, AN_HOUR)
        assert isinstance(error, Forbidden)
        assert "start a timer" in error.message

    async def test_an_admin_logs_by_the_route_that_allows_it(self, open_desk: OpenDesk) -> None:
        admin = await open_desk(key=ADMIN_API_KEY)
        await admin.do(AN_HOUR)
        assert admin.sent[-1] == f"POST /user/{admin.user_id}/time-entries"

    async def test_timers_start_all_the_same(self, regular: Desk) -> None:
        await regular.do(StartTimer(project="Apollo"))


class TestArchived:
    async def test_an_archived_project_is_refused_by_name(self, desk: Desk) -> None:
        error = await refused(desk, LogTime(project_id=desk.project_id("Zeus"), duration_s=60))
        assert isinstance(error, ValidationFailed)
        assert error.field == "project"
        assert "Zeus is archived" in error.message

    async def test_an_archived_tag_is_refused_by_name(self, desk: Desk) -> None:
        error = await refused(desk, LogTime(project="Apollo", tag_ids=(desk.tag_id("legacy"),), duration_s=60))
        assert isinstance(error, ValidationFailed)
        assert error.field == "tags"
        assert "legacy is archived" in error.message


class TestDescriptions:
    @pytest.mark.parametrize("text", ["a < b", "a > b", "<@U123> asked"])
    async def test_angle_brackets_are_refused_as_clockify_would(self, desk: Desk, text: str) -> None:
        for action in (
            LogTime(project="Apollo", description=text, duration_s=60),
            StartTimer(project="Apollo", description=text),
            EditEntry(description=text),
        ):
            error = await refused(desk, action)
            assert isinstance(error, ValidationFailed)
            assert error.field == "description"

    async def test_other_signs_arrive_byte_for_byte(self, desk: Desk) -> None:
        text = "Fix &amp; test\n\t“naïve” 日本語 🚀"
        await desk.do(LogTime(project="Apollo", description=text, duration_s=60))
        assert desk.entries[-1].description == text


class TestPlainSense:
    async def test_more_than_a_day_is_asked_first(self, desk: Desk) -> None:
        action = LogTime(project="Apollo", duration_s=24 * 3600 + 1)
        error = await refused(desk, action)
        assert isinstance(error, NeedsInput)
        assert (error.needs[0].field, error.needs[0].code) == ("duration_s", "long")
        assert error.needs[0].reason == "That is 24 h 1 s in one entry. Is it right?"
        await desk.do(action.model_copy(update={"confirmed": True}))
        assert max(entry.seconds for entry in desk.entries) == 24 * 3600 + 1

    async def test_a_day_is_not(self, desk: Desk) -> None:
        await desk.do(LogTime(project="Apollo", duration_s=24 * 3600))

    async def test_an_end_in_the_future_is_asked_first(self, desk: Desk) -> None:
        action = LogTime(project="Apollo", start=berlin(24, 15), end=berlin(24, 17))
        error = await refused(desk, action)
        assert isinstance(error, NeedsInput)
        assert (error.needs[0].field, error.needs[0].code) == ("end", "future")
        assert error.needs[0].reason == "It ends in the future (today 17:00). Is that right?"
        await desk.do(action.model_copy(update={"confirmed": True}))

    async def test_a_few_minutes_ahead_are_not(self, desk: Desk) -> None:
        await desk.do(LogTime(project="Apollo", start=berlin(24, 14), end=berlin(24, 15, 5)))

    async def test_a_day_to_come_is_asked_first(self, desk: Desk) -> None:
        asked = await questions(desk, LogTime(project="Apollo", duration_s=60, date=date(2026, 11, 26)))
        assert list(asked) == ["end"]

    async def test_a_timer_from_the_future_is_asked_first(self, desk: Desk) -> None:
        asked = await questions(desk, StartTimer(project="Apollo", start=berlin(24, 16)))
        assert list(asked) == ["start"]


class TestBillable:
    @pytest.fixture(autouse=True)
    def _admins_only(self, state: object, regular: Desk) -> None:
        regular.rule(onlyAdminsCanChangeBillableStatus=True)

    async def test_what_only_admins_may_change_stays_and_is_said(self, regular: Desk) -> None:
        result = await regular.do(LogTime(project="Apollo", billable=False, duration_s=60))
        assert regular.entries[-1].billable is True
        assert [warning.code for warning in result.warnings] == ["billable"]

    async def test_an_admin_changes_it(self, open_desk: OpenDesk) -> None:
        admin = await open_desk(key=ADMIN_API_KEY)
        await admin.do(LogTime(project="Apollo", billable=False, duration_s=60))
        assert admin.entries[-1].billable is False


async def test_a_task_of_another_project_is_refused(desk: Desk) -> None:
    error = await refused(
        desk, LogTime(project_id=desk.project_id(), task_id=desk.task_id("Backend", "Hermes"), duration_s=60)
    )
    assert isinstance(error, ValidationFailed)
    assert "belongs to Hermes" in error.message


async def test_the_role_is_not_asked_for_where_no_rule_depends_on_it(desk: Desk) -> None:
    await desk.do(AN_HOUR)
    assert "GET /api/v1/workspaces" not in desk.sent


async def test_a_project_that_is_gone_is_said_and_not_offered_again(desk: Desk) -> None:
    project_id = desk.project_id()
    del desk.state.projects[project_id]
    result = await desk.one(LogTime(project_id=project_id, duration_s=60))
    assert result.error is not None
    assert result.error.code == "not_found"
    assert result.message.startswith("Apollo, or the task or a tag that was meant is no longer in Clockify.")
    snapshot = await desk.cache.snapshot()
    assert project_id not in [project.id for project in snapshot.catalogue.projects]


async def test_only_admins_create_projects_where_it_says_so(regular: Desk) -> None:
    error = await refused(regular, CreateProject(project="Gemini"))
    assert isinstance(error, Forbidden)
    assert "only admins create projects" in error.message
