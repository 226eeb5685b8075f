"""Time entries through the typed calls, against the sandbox's rules."""

from datetime import timedelta

import pytest

from clankerbot_engine.clockify.client import ClockifyClient
from clankerbot_engine.clockify.models import EntryReplacement, NewTimeEntry, TimeEntry, TimeEntryChange
from clankerbot_engine.clockify.sandbox import REGULAR_API_KEY, SandboxState
from clankerbot_engine.errors import Forbidden, NotFound
from tests.engine.clockify.conftest import NOW, MakeClient

HOUR = timedelta(hours=1)


def entry(hours_ago: float = 2, **fields: object) -> NewTimeEntry:
    start = NOW - timedelta(hours=hours_ago)
    return NewTimeEntry.model_validate({"start": start, "end": start + HOUR, "description": "work", **fields})


def project_id(state: SandboxState, name: str = "Apollo") -> str:
    return next(project.id for project in state.projects.values() if project.name == name)


def id_of(made: TimeEntry) -> str:
    assert made.id is not None
    return made.id


async def test_what_is_created_can_be_read(client: ClockifyClient, state: SandboxState) -> None:
    new = entry(project_id=project_id(state), tag_ids=tuple(state.tags)[:2], billable=False)
    made = await client.time_entries.create(state.workspace_id, new)
    read = await client.time_entries.get(state.workspace_id, id_of(made))
    assert NewTimeEntry.like(read).body() == {**new.body(), "type": "REGULAR"}
    assert (read.user_id, read.is_running) == (state.owner.id, False)
    assert read.time_interval is not None
    assert read.time_interval.duration == 3600


async def test_a_hydrated_entry_has_names(client: ClockifyClient, state: SandboxState) -> None:
    made = await client.time_entries.create(state.workspace_id, entry(project_id=project_id(state)))
    read = await client.time_entries.get(state.workspace_id, id_of(made), hydrated=True)
    assert read.project is not None
    assert read.project.name == "Apollo"


async def test_an_entry_for_somebody_else_is_theirs(client: ClockifyClient, state: SandboxState) -> None:
    other = state.keys[REGULAR_API_KEY]
    assert (await client.time_entries.create_for(state.workspace_id, other, entry())).user_id == other


async def test_where_only_timers_are_allowed_an_admin_logs_by_the_other_route(
    client: ClockifyClient, state: SandboxState
) -> None:
    state.settings["timeTrackingMode"] = "STOPWATCH_ONLY"
    with pytest.raises(Forbidden, match="timers only"):
        await client.time_entries.create(state.workspace_id, entry())
    made = await client.time_entries.create_for(state.workspace_id, state.owner.id, entry())
    assert made.user_id == state.owner.id


async def test_an_update_keeps_what_it_does_not_change(client: ClockifyClient, state: SandboxState) -> None:
    field = next(iter(state.custom_fields))
    new = entry(project_id=project_id(state), tag_ids=tuple(state.tags)[:1], billable=True)
    new = NewTimeEntry.model_validate({**dict(new), "custom_fields": ({"custom_field_id": field, "value": "AP-1"},)})
    made = await client.time_entries.create(state.workspace_id, new)
    change = TimeEntryChange(description="better")
    changed = await client.time_entries.update(state.workspace_id, id_of(made), change)
    assert changed == made.model_copy(update={"description": "better"})
    assert changed.custom_field_values is not None
    assert changed.custom_field_values[0].value == "AP-1"


async def test_an_update_can_clear(client: ClockifyClient, state: SandboxState) -> None:
    made = await client.time_entries.create(state.workspace_id, entry(project_id=project_id(state)))
    change = TimeEntryChange(project_id=None)
    assert (await client.time_entries.update(state.workspace_id, id_of(made), change)).project_id is None


async def test_a_replacement_clears_what_it_leaves_out(client: ClockifyClient, state: SandboxState) -> None:
    made = await client.time_entries.create(state.workspace_id, entry(project_id=project_id(state)))
    replaced = await client.time_entries.replace(state.workspace_id, id_of(made), entry())
    assert replaced.project_id is None


async def test_a_deleted_entry_is_not_found(client: ClockifyClient, state: SandboxState) -> None:
    made = await client.time_entries.create(state.workspace_id, entry())
    await client.time_entries.delete(state.workspace_id, id_of(made))
    with pytest.raises(NotFound):
        await client.time_entries.get(state.workspace_id, id_of(made))


async def test_entries_are_listed_by_what_they_are(client: ClockifyClient, state: SandboxState) -> None:
    apollo, hermes = project_id(state), project_id(state, "Hermes")
    tag = next(iter(state.tags))
    made = await client.time_entries.create(state.workspace_id, entry(1, project_id=apollo, description="Needle 1"))
    await client.time_entries.create(state.workspace_id, entry(3, project_id=hermes, tag_ids=(tag,)))
    owner, workspace = state.owner.id, state.workspace_id

    def ids(found: list[TimeEntry]) -> list[str | None]:
        return [one.id for one in found]

    assert ids(await client.time_entries.all(workspace, owner, description="needle")) == [made.id]
    recent = await client.time_entries.all(workspace, owner, start=NOW - 2 * HOUR, end=NOW)
    assert made.id in ids(recent)
    assert all(one.time_interval and one.time_interval.start >= NOW - 2 * HOUR for one in recent)  # type: ignore[operator]
    on_apollo = await client.time_entries.all(workspace, owner, project_id=apollo)
    assert made.id in ids(on_apollo)
    assert {one.project_id for one in on_apollo} == {apollo}
    assert all(tag in (one.tag_ids or ()) for one in await client.time_entries.all(workspace, owner, tag_ids=[tag]))
    everything = await client.time_entries.all(workspace, owner)
    assert len(everything) == sum(one.user_id == owner for one in state.entries.values())
    newest = await client.time_entries.page(workspace, owner, page_size=3)
    assert newest == everything[:3]
    assert await client.time_entries.page(workspace, owner, page=2, page_size=3) == everything[3:6]


async def test_a_timer_runs_until_it_is_stopped(client: ClockifyClient, state: SandboxState) -> None:
    owner, workspace = state.owner.id, state.workspace_id
    assert await client.time_entries.running(workspace, owner) is None
    started = await client.time_entries.create(workspace, NewTimeEntry(start=NOW - HOUR, description="timer"))
    assert started.is_running
    running = await client.time_entries.running(workspace, owner)
    assert running is not None
    assert running.id == started.id
    assert [one.id for one in await client.time_entries.in_progress(workspace)] == [started.id]
    stopped = await client.time_entries.stop(workspace, owner, NOW)
    assert stopped.time_interval is not None
    assert stopped.time_interval.duration == 3600
    with pytest.raises(NotFound, match="running"):
        await client.time_entries.stop(workspace, owner, NOW)


async def test_a_duplicate_is_another_entry(client: ClockifyClient, state: SandboxState) -> None:
    made = await client.time_entries.create(state.workspace_id, entry(description="twice"))
    copy = await client.time_entries.duplicate(state.workspace_id, state.owner.id, id_of(made))
    assert copy.id != made.id
    assert NewTimeEntry.like(copy) == NewTimeEntry.like(made)


async def test_many_are_replaced_and_deleted_at_once(client: ClockifyClient, state: SandboxState) -> None:
    owner, workspace = state.owner.id, state.workspace_id
    made = [await client.time_entries.create(workspace, entry(hours)) for hours in (1, 3, 5)]
    rows = [
        EntryReplacement.model_validate({**dict(NewTimeEntry.like(one)), "id": one.id, "description": "bulk"})
        for one in made
    ]
    replaced = await client.time_entries.replace_many(workspace, owner, rows)
    assert [(one.id, one.description) for one in replaced] == [(one.id, "bulk") for one in made]
    before = state.traffic.count
    await client.time_entries.delete_many(workspace, owner, [id_of(one) for one in made])
    assert not {one.id for one in made} & set(state.entries)
    assert state.traffic.count == before + 1


async def test_a_locked_day_is_refused_with_clockifys_code(make_client: MakeClient, state: SandboxState) -> None:
    state.settings["lockTimeEntries"] = "2026-11-24T12:00:00Z"
    regular = make_client(key=REGULAR_API_KEY)
    with pytest.raises(Forbidden) as caught:
        await regular.time_entries.create(state.workspace_id, entry(5))
    assert caught.value.details["code"] == 1003
