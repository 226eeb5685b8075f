"""Clients that talk to a sandbox in this process, on a Tuesday afternoon, without waiting."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import httpx
import pytest
from pydantic import SecretStr

from clankerbot_engine.clockify.client import ClockifyClient, Credential
from clankerbot_engine.clockify.sandbox import (
    OWNER_API_KEY,
    SandboxState,
    create_sandbox,
    seeded_state,
)
from clankerbot_engine.clockify.workspace import FRESH, WorkspaceCache, WorkspaceSnapshot
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.stores.cache import SqlCacheStore
from clankerbot_engine.stores.database import Database
from tests.fakes import sqlite

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
BASE_URL = "http://sandbox.test/api"
STALE = FRESH + timedelta(seconds=1)
"""An age at which the workspace cache looks again."""


class FakeClock:
    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def go_on(self, **by: float) -> None:
        self.now += timedelta(**by)


class FakeSleep:
    """Notes how long was to be slept, and goes on at once."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.waits.append(seconds)
        await asyncio.sleep(0)


class MakeClient(Protocol):
    def __call__(
        self, handler: Callable[[httpx.Request], Any] | None = None, *, key: str = ..., **options: Any
    ) -> ClockifyClient: ...


def tried(metrics: Metrics) -> dict[str, int]:
    """How many tries ended in which status."""
    counts: dict[str, int] = {}
    for sample in next(iter(metrics.clockify_requests.collect())).samples:
        if sample.name.endswith("_total"):
            status = sample.labels["status"]
            counts[status] = counts.get(status, 0) + int(sample.value)
    return counts


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def sleep() -> FakeSleep:
    return FakeSleep()


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
async def state(clock: FakeClock) -> AsyncIterator[SandboxState]:
    state = seeded_state(NOW, clock=clock)
    yield state
    await state.deliveries.aclose()


@pytest.fixture
async def make_client(
    state: SandboxState, clock: FakeClock, sleep: FakeSleep, metrics: Metrics
) -> AsyncIterator[MakeClient]:
    """Of the sandbox or, with a handler, of whatever that answers."""
    opened: list[httpx.AsyncClient] = []
    sandbox = httpx.ASGITransport(create_sandbox(state))

    def make(
        handler: Callable[[httpx.Request], Any] | None = None, *, key: str = OWNER_API_KEY, **options: Any
    ) -> ClockifyClient:
        far_side = sandbox if handler is None else httpx.MockTransport(handler)
        http = httpx.AsyncClient(transport=far_side)
        opened.append(http)
        credential = options.pop("credential", None) or Credential("X-Api-Key", SecretStr(key))
        given = {"base_url": BASE_URL, "metrics": metrics, "sleep": sleep, "chance": lambda: 0.5, "clock": clock}
        return ClockifyClient(http, credential, **{**given, **options})

    yield make
    for http in opened:
        await http.aclose()


@pytest.fixture
def client(make_client: MakeClient) -> ClockifyClient:
    return make_client()


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
