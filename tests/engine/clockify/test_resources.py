"""People, workspaces, projects, tasks, tags, clients, webhooks, approvals and reports through the typed calls."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import httpx
import pytest

from clankerbot_engine.clockify.client import ClockifyClient
from clankerbot_engine.clockify.models import (
    IdFilter,
    NewClient,
    NewProject,
    NewTask,
    NewWebhook,
    ProjectChange,
    ReportRange,
)
from clankerbot_engine.clockify.sandbox import REGULAR_API_KEY, SandboxState
from clankerbot_engine.errors import Forbidden, NotFound, ValidationFailed
from tests.engine.clockify.conftest import MakeClient

BERLIN = ZoneInfo("Europe/Berlin")
LAST_WEEK = ReportRange.of_days(date(2026, 11, 16), date(2026, 11, 22), BERLIN)


async def test_the_key_says_who_one_is(client: ClockifyClient, state: SandboxState) -> None:
    me = await client.users.me()
    assert (me.id, me.email, me.active_workspace) == (state.owner.id, "ada@demo-studio.example", state.workspace_id)
    assert me.settings is not None
    assert (me.settings.time_zone, me.settings.week_start) == ("Europe/Berlin", "MONDAY")


async def test_people_are_listed(client: ClockifyClient, state: SandboxState) -> None:
    assert {member.id for member in await client.users.all(state.workspace_id)} == set(state.people)


@pytest.mark.parametrize("email", ["ben@demo-studio.example", " Ben@Demo-Studio.EXAMPLE "])
async def test_somebody_is_found_by_the_whole_address(client: ClockifyClient, state: SandboxState, email: str) -> None:
    found = await client.users.find_by_email(state.workspace_id, email)
    assert found is not None
    assert found.name == "Ben Okafor"


@pytest.mark.parametrize(
    "email", ["en@demo-studio.example", "ben@demo-studio", "ben+x@demo-studio.example", "nobody@x"]
)
async def test_part_of_an_address_finds_nobody(client: ClockifyClient, state: SandboxState, email: str) -> None:
    assert await client.users.find_by_email(state.workspace_id, email) is None


async def test_a_plus_in_an_address_is_sent_as_one(make_client: MakeClient) -> None:
    asked: list[bytes] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.query)
        return httpx.Response(200, json=[{"id": "u", "email": "a+b@x.example", "name": None, "settings": None}])

    assert await make_client(answer).users.find_by_email("65e58d90", "a+b@x.example") is not None
    assert b"email=a%2Bb%40x.example" in asked[0]


async def test_workspaces_are_told_apart_by_role(make_client: MakeClient, state: SandboxState) -> None:
    owner, regular = make_client(), make_client(key=REGULAR_API_KEY)
    assert [one.id for one in await owner.workspaces.all(roles=("OWNER", "WORKSPACE_ADMIN"))] == [state.workspace_id]
    assert await regular.workspaces.all(roles=("OWNER", "WORKSPACE_ADMIN")) == []
    assert len(await regular.workspaces.all()) == 1


async def test_a_workspace_comes_with_its_rules(client: ClockifyClient, state: SandboxState) -> None:
    state.settings |= {
        "forceProjects": True,
        "lockTimeEntries": "2026-11-01T00:00:00Z",
        "automaticLock": {"type": "WEEKLY", "firstDay": "MONDAY", "changeDay": "TUESDAY"},
    }
    rules = (await client.workspaces.get(state.workspace_id)).workspace_settings
    assert rules is not None
    assert (rules.force_projects, rules.force_tags) == (True, False)
    assert rules.lock_time_entries == datetime(2026, 11, 1, tzinfo=UTC)
    assert rules.automatic_lock is not None
    assert rules.automatic_lock.change_day == "TUESDAY"


async def test_an_unknown_workspace_is_not_found(client: ClockifyClient) -> None:
    with pytest.raises(NotFound, match="CLOCKIFY_WORKSPACE_ID"):
        await client.workspaces.get("65e58d900000000000000000")


async def test_projects_come_with_their_tasks_and_clients_in_one_request(
    client: ClockifyClient, state: SandboxState
) -> None:
    projects = {project.name: project for project in await client.projects.all(state.workspace_id)}
    assert state.traffic.count == 1
    apollo = projects["Apollo"]
    assert {task.name for task in apollo.tasks or ()} == {"Design", "Development", "Testing"}
    assert apollo.client_name == "Northwind Space"
    assert projects["Zeus"].archived is True


async def test_a_project_lives_and_dies(client: ClockifyClient, state: SandboxState) -> None:
    workspace = state.workspace_id
    made = await client.projects.create(workspace, NewProject(name="Ares", billable=True, is_public=True, note="n"))
    assert made.id is not None
    renamed = await client.projects.update(workspace, made.id, ProjectChange(name="Ares II"))
    assert (renamed.name, renamed.billable, renamed.public, renamed.note) == ("Ares II", True, True, "n")
    with pytest.raises(ValidationFailed, match="active project"):
        await client.projects.delete(workspace, made.id)
    await client.projects.update(workspace, made.id, ProjectChange(archived=True))
    await client.projects.delete(workspace, made.id)
    with pytest.raises(NotFound):
        await client.projects.get(workspace, made.id)


async def test_a_task_lives_and_dies(client: ClockifyClient, state: SandboxState) -> None:
    workspace, project = state.workspace_id, next(iter(state.projects))
    made = await client.tasks.create(workspace, project, NewTask(name="Paint"))
    assert made.id is not None
    assert made.id in {task.id for task in await client.tasks.all(workspace, project, is_active=True)}
    await client.tasks.replace(workspace, project, made.id, NewTask(name="Paint", status="DONE"))
    assert made.id not in {task.id for task in await client.tasks.all(workspace, project, is_active=True)}
    await client.tasks.delete(workspace, project, made.id)
    assert made.id not in {task.id for task in await client.tasks.all(workspace, project)}


async def test_a_tag_lives_and_dies(client: ClockifyClient, state: SandboxState) -> None:
    workspace = state.workspace_id
    made = await client.tags.create(workspace, "fresh")
    assert made.id is not None
    assert (await client.tags.replace(workspace, made.id, name="stale", archived=True)).archived is True
    assert made.id not in {tag.id for tag in await client.tags.all(workspace, archived=False)}
    await client.tags.delete(workspace, made.id)
    assert made.id not in {tag.id for tag in await client.tags.all(workspace)}


async def test_a_client_is_archived_with_all_that_it_has(client: ClockifyClient, state: SandboxState) -> None:
    workspace = state.workspace_id
    made = await client.clients.create(workspace, NewClient(name="Ares & Co", address="Hill 1", note="n"))
    assert made.id is not None
    archived = await client.clients.archive(workspace, made.id)
    assert archived == made.model_copy(update={"archived": True})
    await client.clients.delete(workspace, made.id)
    assert made.id not in {one.id for one in await client.clients.all(workspace)}


async def test_a_webhook_lives_and_dies(client: ClockifyClient, state: SandboxState) -> None:
    workspace = state.workspace_id
    new = NewWebhook(name="entries", url="https://bot.example/webhooks/clockify", webhook_event="NEW_TIME_ENTRY")
    made = await client.webhooks.create(workspace, new)
    assert made.id is not None
    assert made.auth_token
    assert await client.webhooks.all(workspace) == [made]
    changed = await client.webhooks.replace(workspace, made.id, new.model_copy(update={"name": "entries 2"}))
    assert (changed.name, changed.auth_token) == ("entries 2", made.auth_token)
    rotated = await client.webhooks.rotate_token(workspace, made.id)
    assert rotated.auth_token not in (None, made.auth_token)
    assert await client.webhooks.get(workspace, made.id) == rotated
    await client.webhooks.delete(workspace, made.id)
    assert await client.webhooks.all(workspace) == []


async def test_webhooks_are_not_for_regular_people(make_client: MakeClient, state: SandboxState) -> None:
    with pytest.raises(Forbidden):
        await make_client(key=REGULAR_API_KEY).webhooks.all(state.workspace_id)


async def test_a_timesheet_is_submitted_and_approved(make_client: MakeClient, state: SandboxState) -> None:
    workspace, owner, regular = state.workspace_id, make_client(), make_client(key=REGULAR_API_KEY)
    start = datetime(2026, 11, 15, 23, tzinfo=UTC)
    made = await regular.approvals.submit(workspace, start, period="WEEKLY")
    assert made.id is not None
    assert made.status is not None
    assert made.status.state == "PENDING"
    (row,) = await owner.approvals.all(workspace, status="PENDING")
    assert row.approval_request is not None
    assert row.approval_request.id == made.id
    assert row.tracked_time is not None
    assert row.tracked_time > 0
    approved = await owner.approvals.set_state(workspace, made.id, "APPROVED", note="fine")
    assert approved.status is not None
    assert (approved.status.state, approved.status.note) == ("APPROVED", "fine")
    assert await owner.approvals.all(workspace, status="PENDING") == []


async def test_a_manager_submits_for_somebody(client: ClockifyClient, state: SandboxState) -> None:
    person = state.keys[REGULAR_API_KEY]
    start = datetime(2026, 11, 15, 23, tzinfo=UTC)
    made = await client.approvals.submit(state.workspace_id, start, period="WEEKLY", user_id=person)
    assert made.owner is not None
    assert made.owner.user_id == person


def seconds_of(state: SandboxState, user_id: str) -> int:
    first, last = datetime(2026, 11, 16, tzinfo=BERLIN), datetime(2026, 11, 23, tzinfo=BERLIN)
    return sum(one.seconds for one in state.entries.values() if one.user_id == user_id and first <= one.start < last)


async def test_a_summary_adds_up(client: ClockifyClient, state: SandboxState) -> None:
    only_me = LAST_WEEK.model_copy(update={"users": IdFilter(ids=(state.owner.id,))})
    report = await client.reports.summary(state.workspace_id, only_me, groups=["PROJECT", "TASK"])
    assert report.totals
    assert report.totals[0] is not None
    total = seconds_of(state, state.owner.id)
    assert report.totals[0].total_time == total == sum(group.duration or 0 for group in report.group_one or ())
    children = [child for group in report.group_one or () for child in group.children or ()]
    assert sum(child.duration or 0 for child in children) == total


async def test_the_days_of_a_report_are_those_of_its_zone(make_client: MakeClient) -> None:
    sent: list[bytes] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.content)
        return httpx.Response(200, json={"totals": [None], "groupOne": None})

    report = await make_client(answer).reports.summary("65e58d90", LAST_WEEK, groups=["USER"])
    assert report.totals == (None,)  # so the real one answers where there is nothing
    assert b'"dateRangeStart":"2026-11-16T00:00:00.000"' in sent[0]
    assert b'"dateRangeEnd":"2026-11-22T23:59:59.999"' in sent[0]
    assert b'"timeZone":"Europe/Berlin"' in sent[0]


async def test_a_detailed_report_comes_in_pages(client: ClockifyClient, state: SandboxState) -> None:
    page = await client.reports.detailed(state.workspace_id, LAST_WEEK, page_size=10)
    assert len(page.timeentries or ()) == 10
    everything = await client.reports.all_entries(state.workspace_id, LAST_WEEK)
    assert everything[:10] == list(page.timeentries or ())
    total = sum(seconds_of(state, user_id) for user_id in state.people)
    assert sum(row.time_interval.duration or 0 for row in everything if row.time_interval) == total
    assert all(row.user_email and row.project_name for row in everything)


async def test_a_detailed_report_of_many_pages_is_read_to_its_end(make_client: MakeClient) -> None:
    sizes = iter([1000, 1000, 3])

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"timeentries": [{"_id": "e"}] * next(sizes)})

    assert len(await make_client(answer).reports.all_entries("65e58d90", LAST_WEEK)) == 2003


async def test_a_weekly_report_has_seven_days(client: ClockifyClient, state: SandboxState) -> None:
    report = await client.reports.weekly(state.workspace_id, LAST_WEEK, group="USER")
    assert len(report.totals_by_day or ()) == 7
    mine = next(group for group in report.group_one or () if group.id == state.owner.id)
    assert sum(day.duration or 0 for day in mine.days or ()) == mine.duration == seconds_of(state, state.owner.id)


async def test_a_week_of_six_days_is_refused(client: ClockifyClient, state: SandboxState) -> None:
    short = ReportRange.of_days(date(2026, 11, 16), date(2026, 11, 21), BERLIN)
    with pytest.raises(ValidationFailed, match="7 days"):
        await client.reports.weekly(state.workspace_id, short)
