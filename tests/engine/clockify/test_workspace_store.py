"""The workspace cache: what is invalidated, what outlives a restart, and who may read it."""

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from clankerbot_engine.clockify.client import Credential
from clankerbot_engine.clockify.sandbox import (
    DEMO_ADDON_TOKEN,
    OWNER_API_KEY,
    REGULAR_API_KEY,
    Fault,
    SandboxState,
)
from clankerbot_engine.clockify.workspace import WorkspaceCache
from clankerbot_engine.stores.ports import CacheEntry
from tests.engine.clockify.conftest import (
    NOW,
    FakeClock,
    MakeClient,
    Open,
    Store,
    names,
    paths,
    rename_apollo,
)


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
