"""The workspace cache: how few requests it costs, how old what it serves may be, and what outlives a restart."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import httpx
import pytest
from pydantic import SecretStr

from clankerbot_engine.clockify.client import ClockifyClient, Credential
from clankerbot_engine.clockify.models import NewTimeEntry
from clankerbot_engine.clockify.sandbox import (
    DEMO_ADDON_TOKEN,
    MANAGER_API_KEY,
    OWNER_API_KEY,
    REGULAR_API_KEY,
    Fault,
    SandboxState,
)
from clankerbot_engine.clockify.workspace import FRESH, KEPT, WorkspaceCache, WorkspaceSnapshot
from clankerbot_engine.errors import NotFound, RateLimited, Unauthorized, UpstreamError
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.preferences import DEFAULT_PREFERENCES
from clankerbot_engine.stores.cache import SqlCacheStore
from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.ports import CacheEntry
from tests.engine.clockify.conftest import NOW, FakeClock, MakeClient
from tests.fakes import sqlite

STALE = FRESH + timedelta(seconds=1)


class Open(Protocol):
    def __call__(self, client: ClockifyClient | None = ..., *, workspace_id: str | None = ...) -> WorkspaceCache: ...


class Store(SqlCacheStore):
    """`meanwhile`: what goes on while something is about to be deleted."""

    meanwhile: Callable[[], Awaitable[None]] | None = None

    async def delete(self, prefix: str) -> int:
        if self.meanwhile is not None:
            await self.meanwhile()
        return await super().delete(prefix)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    database = await Database.open(await sqlite.new(tmp_path / "state.db"))
    yield Store(database)
    await database.close()


@pytest.fixture
async def open_cache(make_client: MakeClient, store: Store, clock: FakeClock, metrics: Metrics) -> AsyncIterator[Open]:
    """A cache as a process has it after its start: nothing in memory, the store as it was left."""
    opened: list[WorkspaceCache] = []

    def open_one(client: ClockifyClient | None = None, *, workspace_id: str | None = None) -> WorkspaceCache:
        cache = WorkspaceCache(client or make_client(), store, clock=clock, metrics=metrics, workspace_id=workspace_id)
        opened.append(cache)
        return cache

    yield open_one
    for cache in opened:
        await cache.aclose()


@pytest.fixture
def cache(open_cache: Open) -> WorkspaceCache:
    return open_cache()


async def landed(cache: WorkspaceCache) -> None:
    """Until nothing is under way behind the answers any more."""
    while cache._tasks:
        await asyncio.wait(tuple(cache._tasks))


def paths(state: SandboxState) -> list[str]:
    return [request.path.rsplit("/", 1)[-1] for request in state.traffic.log]


def names(snapshot: WorkspaceSnapshot) -> set[str]:
    return {project.name for project in snapshot.catalogue.projects}


def rename_apollo(state: SandboxState, name: str) -> None:
    next(project for project in state.projects.values() if project.name.startswith("Apollo")).name = name


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


@pytest.mark.parametrize(
    ("part", "asked"), [("projects", ["projects"]), ("tags", ["tags"]), ("user", ["user"]), ("workspace", ["{w}"])]
)
async def test_one_part_is_invalidated(cache: WorkspaceCache, state: SandboxState, part: Any, asked: list[str]) -> None:
    await cache.snapshot()
    await cache.invalidate(part)
    await cache.snapshot()
    assert paths(state)[4:] == [path.format(w=state.workspace_id) for path in asked]


async def test_all_is_invalidated_in_the_store_too(
    cache: WorkspaceCache, open_cache: Open, state: SandboxState
) -> None:
    await cache.snapshot()
    await cache.invalidate()
    await open_cache().snapshot()
    assert state.traffic.count == 8


async def test_what_was_asked_for_before_an_invalidation_is_not_kept(
    cache: WorkspaceCache, open_cache: Open, state: SandboxState, make_client: MakeClient
) -> None:
    """The answer that is on its way may be older than the change."""
    answered, release = asyncio.Event(), asyncio.Event()
    real = make_client()
    stopping = make_client()

    async def slow_all(workspace_id: str, **_: Any) -> Any:
        found = await real.projects.all(workspace_id)
        answered.set()
        await release.wait()
        return found

    stopping.projects.all = slow_all  # type: ignore[method-assign]
    slow = open_cache(stopping)
    asking = asyncio.create_task(slow.snapshot())
    await answered.wait()
    rename_apollo(state, "Apollo 11")
    await slow.invalidate("projects")
    release.set()
    assert "Apollo 11" not in names(await asking)
    assert "Apollo 11" in names(await slow.snapshot())
    assert "Apollo 11" in names(await open_cache().snapshot())


async def test_what_is_taken_from_the_store_during_an_invalidation_is_not_kept(
    cache: WorkspaceCache,
    open_cache: Open,
    state: SandboxState,
    store: Store,
) -> None:
    await cache.snapshot()
    rename_apollo(state, "Apollo 11")
    restarted = open_cache()

    async def asked_meanwhile() -> None:
        assert "Apollo 11" not in names(await restarted.snapshot())

    store.meanwhile = asked_meanwhile
    await restarted.invalidate("projects")
    assert "Apollo 11" in names(await restarted.snapshot())


async def test_after_a_restart_no_request_is_needed(
    cache: WorkspaceCache, open_cache: Open, state: SandboxState
) -> None:
    before = await cache.snapshot()
    await cache.is_admin()
    asked = state.traffic.count
    after = await open_cache().snapshot()
    assert after == before
    assert await open_cache().is_admin() is True
    assert state.traffic.count == asked


async def test_after_a_night_the_first_answer_still_comes_at_once(
    cache: WorkspaceCache, open_cache: Open, state: SandboxState, clock: FakeClock
) -> None:
    await cache.snapshot()
    clock.go_on(hours=15)
    rename_apollo(state, "Apollo 11")
    state.faults.add(Fault("drop", times=None))
    assert "Apollo" in names(await open_cache().snapshot())


async def test_after_more_than_a_week_away_everything_is_asked_for(
    cache: WorkspaceCache, open_cache: Open, state: SandboxState, clock: FakeClock
) -> None:
    await cache.snapshot()
    clock.go_on(days=8)
    await open_cache().snapshot()
    assert state.traffic.count == 8


@pytest.mark.parametrize("value", [{"projects": 1}, None, "text", [{"no": "name"}]])
async def test_what_another_version_has_kept_is_asked_for_again(
    cache: WorkspaceCache,
    open_cache: Open,
    state: SandboxState,
    store: Store,
    make_client: MakeClient,
    value: Any,
) -> None:
    await cache.snapshot()
    key = f"clockify.2:{make_client().fingerprint}:projects:{state.workspace_id}"
    assert await store.get(key) is not None
    await store.put(key, CacheEntry(value, NOW))
    assert len((await open_cache().snapshot()).catalogue.projects) == 12
    assert paths(state)[4:] == ["projects"]


async def test_what_comes_from_the_future_is_not_believed(
    cache: WorkspaceCache, open_cache: Open, state: SandboxState, clock: FakeClock
) -> None:
    await cache.snapshot()
    clock.go_on(hours=-1)
    await open_cache().snapshot()
    assert state.traffic.count == 8


@pytest.mark.parametrize(
    "other",
    [
        {"key": REGULAR_API_KEY},
        {"base_url": "http://elsewhere.test/api"},
        {"credential": Credential("X-Addon-Token", SecretStr(DEMO_ADDON_TOKEN))},
    ],
)
async def test_another_credential_or_host_reads_nothing_of_it(
    cache: WorkspaceCache, open_cache: Open, make_client: MakeClient, state: SandboxState, other: dict[str, Any]
) -> None:
    await cache.snapshot()
    await open_cache(make_client(**other)).snapshot()
    assert state.traffic.count == 8


async def test_a_person_sees_only_what_is_theirs(open_cache: Open, make_client: MakeClient) -> None:
    await open_cache().snapshot()
    regular = await open_cache(make_client(key=REGULAR_API_KEY)).snapshot()
    assert "Recruiting" in names(await open_cache().snapshot())
    assert "Recruiting" not in names(regular)


async def test_no_key_is_kept(cache: WorkspaceCache, tmp_path: Path) -> None:
    await cache.snapshot()
    connection = sqlite3.connect(tmp_path / "state.db")
    kept = "\n".join(connection.iterdump())
    connection.close()
    assert "Northwind Space" in kept
    assert OWNER_API_KEY not in kept


@pytest.mark.parametrize(
    ("key", "is_admin"), [(OWNER_API_KEY, True), (MANAGER_API_KEY, False), (REGULAR_API_KEY, False)]
)
async def test_who_is_an_admin_costs_one_request_once(
    open_cache: Open, make_client: MakeClient, state: SandboxState, key: str, is_admin: bool
) -> None:
    cache = open_cache(make_client(key=key))
    assert (await cache.snapshot()).is_admin is None
    assert await cache.is_admin() is await cache.is_admin() is is_admin
    assert (await cache.snapshot()).is_admin is is_admin
    assert state.traffic.count == 5


async def test_of_an_add_on_nobody_knows_whether_it_is_an_admin(
    open_cache: Open, make_client: MakeClient, state: SandboxState
) -> None:
    client = make_client(credential=Credential("X-Addon-Token", SecretStr(DEMO_ADDON_TOKEN)))
    assert await open_cache(client).is_admin() is None
    assert state.traffic.count == 0


async def test_if_clockify_cannot_say_who_is_an_admin_nobody_knows(cache: WorkspaceCache, state: SandboxState) -> None:
    await cache.snapshot()
    state.faults.add(Fault("server_error", times=None))
    assert await cache.is_admin() is None


async def test_a_configured_workspace_is_asked_for_at_once(open_cache: Open, state: SandboxState) -> None:
    snapshot = await open_cache(workspace_id=state.workspace_id).snapshot()
    assert snapshot.workspace_id == state.workspace_id
    assert state.traffic.count == 4


async def test_a_workspace_that_is_not_there_is_told(open_cache: Open) -> None:
    with pytest.raises(NotFound, match="CLOCKIFY_WORKSPACE_ID"):
        await open_cache(workspace_id="65e58d900000000000000000").snapshot()


class TwoWorkspaces:
    """A person whose active workspace is `active`."""

    def __init__(self) -> None:
        self.active: str | None = "aaaa"
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/api/v1")
        self.asked.append(path)
        if path == "/user":
            return httpx.Response(200, json={"id": "ada", "activeWorkspace": self.active})
        workspace_id = path.split("/")[2]
        if path.endswith(("/projects", "/tags")):
            named = {"x": f"of {workspace_id}", "y": None, "z": "z" * 300}
            return httpx.Response(200, json=[{"id": id_, "name": name} for id_, name in named.items()])
        return httpx.Response(200, json={"id": workspace_id, "featureSubscriptionType": "PRO"})


async def test_the_active_workspace_is_followed(open_cache: Open, make_client: MakeClient, clock: FakeClock) -> None:
    far_side = TwoWorkspaces()
    cache = open_cache(make_client(far_side))
    assert names(await cache.snapshot()) == {"of aaaa"}
    far_side.active = "bbbb"
    clock.now += STALE
    assert names(await cache.snapshot()) == {"of aaaa"}  # it is looked at behind the answer
    await landed(cache)
    snapshot = await cache.snapshot()
    assert (snapshot.workspace_id, names(snapshot)) == ("bbbb", {"of bbbb"})


async def test_what_has_no_usable_name_is_left_out(open_cache: Open, make_client: MakeClient) -> None:
    snapshot = await open_cache(make_client(TwoWorkspaces())).snapshot()
    assert [project.id for project in snapshot.catalogue.projects] == ["x"]
    assert [tag.id for tag in snapshot.catalogue.tags] == ["x"]


async def test_a_profile_without_an_active_workspace_is_told_what_to_set(
    open_cache: Open, make_client: MakeClient
) -> None:
    far_side = TwoWorkspaces()
    far_side.active = None
    with pytest.raises(NotFound, match="CLOCKIFY_WORKSPACE_ID"):
        await open_cache(make_client(far_side)).snapshot()


async def test_a_user_without_an_id_is_no_user(open_cache: Open, make_client: MakeClient) -> None:
    with pytest.raises(UpstreamError):
        await open_cache(make_client(lambda _: httpx.Response(200, json={}))).snapshot()


async def test_closing_ends_what_is_under_way(open_cache: Open, make_client: MakeClient) -> None:
    async def hang(request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError("never")

    cache = open_cache(make_client(hang))
    asking = asyncio.create_task(cache.snapshot())
    await asyncio.sleep(0)
    await cache.aclose()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert not cache._tasks


async def test_reads_are_counted_by_how_they_were_served(
    cache: WorkspaceCache, clock: FakeClock, metrics: Metrics
) -> None:
    await cache.snapshot()
    await cache.snapshot()
    clock.now += STALE
    await cache.snapshot()
    await landed(cache)

    def count(age: str) -> float | None:
        return metrics.registry.get_sample_value("clankerbot_workspace_snapshots_total", {"age": age})

    assert (count("missing"), count("fresh"), count("stale")) == (1, 1, 1)


@pytest.mark.parametrize(
    ("profile", "zone", "week_start", "order", "day_start"),
    [
        ({"timeZone": "Europe/Berlin", "weekStart": "SUNDAY"}, ZoneInfo("Europe/Berlin"), 6, None, time(9)),
        ({"timeZone": "Mars/Phobos", "weekStart": "NEVER"}, None, 0, None, time(9)),
        ({"timeZone": "../etc/passwd", "dateFormat": "MM/DD/YYYY"}, None, 0, "MDY", time(9)),
        ({"timeZone": "", "dateFormat": "DD.MM.YYYY", "myStartOfDay": "07:30"}, None, 0, "DMY", time(7, 30)),
        ({"dateFormat": "YYYY-MM-DD", "myStartOfDay": "22:00"}, None, 0, None, time(9)),
        ({"dateFormat": None, "myStartOfDay": "early"}, None, 0, None, time(9)),
        (None, None, 0, None, time(9)),
    ],
)
async def test_the_profile_says_how_a_person_reads(
    cache: WorkspaceCache,
    profile: dict[str, Any] | None,
    zone: ZoneInfo | None,
    week_start: int,
    order: str | None,
    day_start: time,
) -> None:
    snapshot = await cache.snapshot()
    user = type(snapshot.user).model_validate({"id": "u", "settings": profile})
    seen = replace(snapshot, user=user)
    assert (seen.timezone, seen.week_start) == (zone, week_start)
    preferences = seen.preferences
    assert (preferences.date_order, preferences.week_start, preferences.day_start) == (order, week_start, day_start)
    assert preferences.day_end == DEFAULT_PREFERENCES.day_end
