"""The workspace cache: how few requests it costs, and how old what it serves may be."""

import asyncio
import logging
from datetime import timedelta

import pytest

from clankerbot_engine.clockify.models import NewTimeEntry
from clankerbot_engine.clockify.sandbox import (
    Fault,
    SandboxState,
)
from clankerbot_engine.clockify.workspace import KEPT, WorkspaceCache
from clankerbot_engine.errors import RateLimited, Unauthorized, UpstreamError
from tests.engine.clockify.conftest import (
    NOW,
    STALE,
    FakeClock,
    MakeClient,
    Open,
    landed,
    names,
    paths,
    rename_apollo,
)


async def test_a_cold_start_costs_four_requests(cache: WorkspaceCache, state: SandboxState) -> None:
    await cache.snapshot()
    assert sorted(paths(state)) == sorted(["user", state.workspace_id, "projects", "tags"])


async def test_what_is_fresh_costs_nothing_and_stays_the_same_object(
    cache: WorkspaceCache, state: SandboxState, clock: FakeClock
) -> None:
    first = await cache.snapshot()
    clock.go_on(minutes=9)
    assert await cache.snapshot() is first
    assert state.traffic.count == 4


async def test_a_snapshot_holds_what_there_is_to_log_on(cache: WorkspaceCache, state: SandboxState) -> None:
    snapshot = await cache.snapshot()
    assert snapshot.user.email == "ada@demo-studio.example"
    assert (snapshot.user_id, snapshot.workspace_id) == (state.owner.id, state.workspace_id)
    assert snapshot.settings.force_projects is False
    apollo = next(project for project in snapshot.catalogue.projects if project.name == "Apollo")
    assert (apollo.client, apollo.archived, apollo.billable) == ("Northwind Space", False, True)
    assert {task.name for task in apollo.tasks} == {"Design", "Development", "Testing"}
    assert all(task.id in state.tasks for task in apollo.tasks)
    assert next(project for project in snapshot.catalogue.projects if project.name == "Zeus").archived
    assert next(tag for tag in snapshot.catalogue.tags if tag.name == "legacy").archived
    assert snapshot.fetched_at == NOW


async def test_a_task_that_is_done_is_no_choice(cache: WorkspaceCache, state: SandboxState) -> None:
    next(task for task in state.tasks.values() if task.name == "Testing").status = "DONE"
    apollo = next(one for one in (await cache.snapshot()).catalogue.projects if one.name == "Apollo")
    assert {task.name for task in apollo.tasks} == {"Design", "Development"}


async def test_in_steady_state_a_log_costs_one_request(
    cache: WorkspaceCache, make_client: MakeClient, state: SandboxState
) -> None:
    await cache.snapshot()
    before = state.traffic.count
    snapshot = await cache.snapshot()
    apollo = next(project for project in snapshot.catalogue.projects if project.name == "Apollo")
    entry = NewTimeEntry(start=NOW - timedelta(hours=2), end=NOW, project_id=apollo.id)
    await make_client().time_entries.create(snapshot.workspace_id, entry)
    assert state.traffic.count - before == 1


async def test_many_who_ask_at_once_share_the_requests(cache: WorkspaceCache, state: SandboxState) -> None:
    snapshots = await asyncio.gather(*(cache.snapshot() for _ in range(50)))
    assert state.traffic.count == 4
    assert len({id(snapshot) for snapshot in snapshots}) == 1


async def test_what_is_stale_is_served_at_once_and_looked_at_again_once(
    cache: WorkspaceCache, state: SandboxState, clock: FakeClock
) -> None:
    first = await cache.snapshot()
    clock.now += STALE
    rename_apollo(state, "Apollo 11")
    assert await asyncio.gather(*(cache.snapshot() for _ in range(20))) == [first] * 20
    await landed(cache)
    assert state.traffic.count == 8
    second = await cache.snapshot()
    assert "Apollo 11" in names(second)
    assert second.fetched_at == clock.now
    assert state.traffic.count == 8


async def test_a_catalogue_in_which_nothing_changed_stays_the_same_object(
    cache: WorkspaceCache, clock: FakeClock
) -> None:
    first = await cache.snapshot()
    clock.now += STALE
    await cache.snapshot()
    await landed(cache)
    second = await cache.snapshot()
    assert second.fetched_at > first.fetched_at
    assert second.catalogue is first.catalogue


async def test_a_free_workspace_is_looked_at_again_once_an_hour_at_most(
    cache: WorkspaceCache, state: SandboxState, clock: FakeClock
) -> None:
    state.plan = "FREE"
    state.traffic.set_budget(30)
    for _ in range(12):
        await cache.snapshot()
        await landed(cache)
        clock.go_on(minutes=5)
    assert state.traffic.count == 4
    await cache.snapshot()
    await landed(cache)
    assert state.traffic.count == 8


async def test_what_cannot_be_looked_at_again_is_served_on_and_left_alone_for_a_minute(
    cache: WorkspaceCache, state: SandboxState, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    first = await cache.snapshot()
    clock.now += STALE
    state.faults.add(Fault("server_error", times=None))
    with caplog.at_level(logging.WARNING):
        assert await cache.snapshot() is first
        await landed(cache)
    failed = [record for record in caplog.records if record.getMessage() == "workspace_part_failed"]
    assert {(record.__dict__["part"], record.__dict__["error"]) for record in failed} == {
        ("user", "upstream_error"),
        ("workspace", "upstream_error"),
        ("projects", "upstream_error"),
        ("tags", "upstream_error"),
    }
    tried = state.traffic.count
    for _ in range(5):
        assert await cache.snapshot() is first
        await landed(cache)
    assert state.traffic.count == tried
    state.faults.clear()
    clock.go_on(seconds=61)
    await cache.snapshot()
    await landed(cache)
    assert state.traffic.count == tried + 4


async def test_a_limit_is_left_alone_as_long_as_clockify_says(
    cache: WorkspaceCache, state: SandboxState, clock: FakeClock
) -> None:
    await cache.snapshot()
    clock.now += STALE
    state.faults.add(Fault("rate_limit", retry_after=1200, times=None))
    await cache.snapshot()
    await landed(cache)
    state.faults.clear()
    tried = state.traffic.count
    clock.go_on(seconds=1199)
    await cache.snapshot()
    await landed(cache)
    assert state.traffic.count == tried
    clock.go_on(seconds=2)
    await cache.snapshot()
    await landed(cache)
    assert state.traffic.count == tried + 4


async def test_what_is_older_than_a_week_is_not_served(
    cache: WorkspaceCache, state: SandboxState, clock: FakeClock
) -> None:
    await cache.snapshot()
    clock.now += KEPT + timedelta(seconds=1)
    rename_apollo(state, "Apollo 11")
    assert "Apollo 11" in names(await cache.snapshot())
    clock.now += KEPT + timedelta(seconds=1)
    state.faults.add(Fault("drop", times=None))
    with pytest.raises(UpstreamError):
        await cache.snapshot()


async def test_a_caller_may_ask_for_something_fresher(
    cache: WorkspaceCache, state: SandboxState, clock: FakeClock
) -> None:
    await cache.snapshot()
    clock.go_on(seconds=90)
    rename_apollo(state, "Apollo 11")
    assert "Apollo 11" not in names(await cache.snapshot(max_age=timedelta(minutes=5)))
    assert "Apollo 11" in names(await cache.snapshot(max_age=timedelta(minutes=1)))
    assert state.traffic.count == 8
    await cache.snapshot(max_age=timedelta(minutes=1))
    assert state.traffic.count == 8


async def test_a_first_failure_is_raised_and_the_next_call_tries_again(
    cache: WorkspaceCache, state: SandboxState, clock: FakeClock
) -> None:
    state.faults.add(Fault("rate_limit", retry_after=60, path="*/projects"))
    with pytest.raises(RateLimited):
        await cache.snapshot()
    await landed(cache)
    clock.go_on(seconds=61)  # which of the four answers came last decides whether the pause still holds
    assert len((await cache.snapshot()).catalogue.projects) == 12
    assert state.traffic.count == 5


async def test_a_wrong_key_is_told(open_cache: Open, make_client: MakeClient) -> None:
    with pytest.raises(Unauthorized):
        await open_cache(make_client(key="not-a-key-of-anybody")).snapshot()


async def test_a_caller_who_hangs_up_does_not_stop_the_others(cache: WorkspaceCache, state: SandboxState) -> None:
    first, second = asyncio.create_task(cache.snapshot()), asyncio.create_task(cache.snapshot())
    await asyncio.sleep(0)
    first.cancel()
    assert len((await second).catalogue.projects) == 12
    assert state.traffic.count == 4
