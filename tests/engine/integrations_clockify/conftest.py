"""The engine, whole, in front of a sandbox: Tuesday, 15:00, in Berlin, with a real database and no waiting."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from pydantic import SecretStr

from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.accounts.live import Account
from clankerbot_engine.accounts.vault import Vault
from clankerbot_engine.actions import ActionBase, ActionResult
from clankerbot_engine.clockify.client import ClockifyClient, Credential
from clankerbot_engine.clockify.sandbox import OWNER_API_KEY, Fault, SandboxState, create_sandbox, seeded_state
from clankerbot_engine.clockify.sandbox.records import TimeEntry
from clankerbot_engine.clockify.snapshot import WorkspaceSnapshot
from clankerbot_engine.clockify.workspace import WorkspaceCache
from clankerbot_engine.engine import Engine
from clankerbot_engine.hours.absences import Absences
from clankerbot_engine.integrations.clockify import ClockifyIntegration
from clankerbot_engine.integrations.port import Resources
from clankerbot_engine.integrations.router import Router
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.preferences import Preferences
from clankerbot_engine.remotes.remote import Remote
from clankerbot_engine.settings import Settings
from clankerbot_engine.shared.signals import NobodyElse
from clankerbot_engine.stores.cache import SqlCacheStore
from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.journal import SqlJournal
from clankerbot_engine.stores.pending import SqlPendingStore
from clankerbot_engine.stores.people import SqlPersonStore
from clankerbot_engine.stores.requests import SqlRequestStore
from tests.fakes import sqlite

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
BASE_URL = "http://sandbox.test/api"
ME = "token:me"
TIMEOUT_S = 20
"""Of a call of Clockify's."""


def berlin(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN)


class Clock:
    """Waiting moves it on, and takes no time."""

    def __init__(self) -> None:
        self.now = NOW
        self.stands_still: asyncio.Event | None = None
        """Set when somebody begins to wait, who then waits for ever: the moment of a crash."""

    def __call__(self) -> datetime:
        return self.now

    def go_on(self, **by: float) -> None:
        self.now += timedelta(**by)

    async def sleep(self, seconds: float) -> None:
        if self.stands_still is not None:
            self.stands_still.set()
            await asyncio.Event().wait()
        self.now += timedelta(seconds=seconds)
        await asyncio.sleep(0)


@dataclass(frozen=True)
class ProfileWith:
    """The person's profile, with other preferences than Clockify's."""

    cache: WorkspaceCache
    preferences: Preferences

    async def snapshot(self, principal: str) -> Any:
        snapshot = await self.cache.snapshot()
        return _Told(snapshot, replace(self.preferences, week_start=snapshot.week_start))


@dataclass(frozen=True)
class _Told:
    snapshot: WorkspaceSnapshot
    preferences: Preferences
    has_set_language: bool = False

    @property
    def catalogue(self) -> Any:
        return self.snapshot.catalogue

    @property
    def timezone(self) -> ZoneInfo | None:
        return self.snapshot.timezone


class Desk:
    """One person's engine. `state` is what really happened in Clockify."""

    def __init__(
        self,
        state: SandboxState,
        clock: Clock,
        database: Database,
        http: httpx.AsyncClient,
        *,
        key: str,
        preferences: Preferences | None = None,
    ) -> None:
        self.state = state
        self.clock = clock
        self.metrics = Metrics()
        self.user_id = state.keys[key]
        self.client = client = ClockifyClient(
            http,
            Credential("X-Api-Key", SecretStr(key)),
            base_url=BASE_URL,
            timeout_s=TIMEOUT_S,
            metrics=self.metrics,
            remote=Remote("clockify", metrics=self.metrics, monotonic=lambda: clock.now.timestamp()),
            sleep=clock.sleep,
            chance=lambda: 0.5,
            clock=clock,
        )
        self.cache = WorkspaceCache(client, SqlCacheStore(database), clock=clock, metrics=self.metrics)
        self.journal = SqlJournal(database)
        self.pending = SqlPendingStore(database)
        accounts = Accounts(
            SqlPersonStore(database),
            Vault(()),
            shared=Account(client, self.cache),
            open_account=lambda *_: Account(client, self.cache),
            own_url=BASE_URL,
            personal=lambda principal: False,
            clock=clock,
            signals=NobodyElse(),
        )
        parts = {Accounts: accounts, Absences: Absences(clock=clock)}
        resources = Resources(Settings(), http, clock, parts)
        self.engine = Engine(
            Router([ClockifyIntegration(resources)]),
            journal=self.journal,
            requests=SqlRequestStore(database),
            pending=self.pending,
            people=accounts if preferences is None else ProfileWith(self.cache, preferences),
            llm=None,
            timezone=BERLIN,
            clock=clock,
            metrics=self.metrics,
            sleep=clock.sleep,
        )

    async def run(self, *actions: ActionBase, **asked: Any) -> list[ActionResult]:
        return await self.engine.run(principal=ME, actions=actions, **asked)

    async def one(self, action: ActionBase, **asked: Any) -> ActionResult:
        (result,) = await self.run(action, **asked)
        return result

    async def do(self, action: ActionBase, **asked: Any) -> ActionResult:
        """What must succeed."""
        result = await self.one(action, **asked)
        assert result.status == "done", result
        return result

    async def warm(self) -> None:
        """As after the first minute of work: the workspace is known, and nothing is counted yet."""
        await self.cache.snapshot()
        self.state.traffic.clear()

    @property
    def entries(self) -> list[TimeEntry]:
        """The person's, the earliest first."""
        own = [entry for entry in self.state.entries.values() if entry.user_id == self.user_id]
        return sorted(own, key=lambda entry: (entry.start, entry.id))

    def clear(self) -> None:
        """Nobody has logged anything yet."""
        self.state.entries.clear()

    def put(self, start: datetime, end: datetime | None, **fields: Any) -> TimeEntry:
        """An entry made elsewhere, in Clockify's own pages."""
        entry_id = self.state.ids.new(start if end is None else end)
        entry = TimeEntry(entry_id, self.user_id, start.astimezone(UTC), end and end.astimezone(UTC), **fields)
        self.state.entries[entry_id] = entry
        return entry

    def project_id(self, name: str = "Apollo") -> str:
        return next(project.id for project in self.state.projects.values() if project.name == name)

    def task_id(self, name: str, project: str = "Apollo") -> str:
        project_id = self.project_id(project)
        return next(t.id for t in self.state.tasks.values() if t.name == name and t.project_id == project_id)

    def tag_id(self, name: str) -> str:
        return next(tag.id for tag in self.state.tags.values() if tag.name == name)

    def rule(self, **settings: Any) -> None:
        """Workspace settings, by Clockify's names."""
        assert settings.keys() <= self.state.settings.keys()
        self.state.settings.update(settings)

    def break_next(self, kind: Any, *, method: str = "POST", path: str = "*/time-entries", **more: Any) -> None:
        self.state.faults.add(Fault(kind, method=method, path=path, **more))

    @property
    def sent(self) -> list[str]:
        """`POST /time-entries`, in order."""
        workspace = f"/workspaces/{self.state.workspace_id}"
        return [f"{seen.method} {seen.path.split(workspace)[-1]}" for seen in self.state.traffic.log]

    @property
    def entry_calls(self) -> list[str]:
        """The methods of what was sent about time entries, in order."""
        return [line.split()[0] for line in self.sent if "/time-entries" in line]

    def counted_requests(self) -> int:
        """By the metric."""
        samples = next(iter(self.metrics.clockify_requests.collect())).samples
        return int(sum(sample.value for sample in samples if sample.name.endswith("_total")))


OpenDesk = Callable[..., Awaitable[Desk]]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def state(clock: Clock) -> SandboxState:
    return seeded_state(NOW, clock=clock)


@pytest.fixture
async def open_desk(state: SandboxState, clock: Clock, tmp_path: Path) -> AsyncIterator[OpenDesk]:
    """Another process with the same database, or another person (`key`)."""
    async with AsyncExitStack() as stack:
        database = await Database.open(await sqlite.new(tmp_path / "desk.db"))
        stack.push_async_callback(database.close)

        async def open_(*, key: str = OWNER_API_KEY, **options: Any) -> Desk:
            http = await stack.enter_async_context(
                httpx.AsyncClient(transport=httpx.ASGITransport(create_sandbox(state)))
            )
            desk = Desk(state, clock, database, http, key=key, **options)
            stack.push_async_callback(desk.cache.aclose)
            return desk

        yield open_


@pytest.fixture
async def desk(open_desk: OpenDesk) -> Desk:
    desk = await open_desk()
    await desk.warm()
    return desk
