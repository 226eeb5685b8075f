"""Schedules on a real SQLite file, a clock that stands where the test puts it, and a far side that counts."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from clankerbot_engine.actions import ACTION, ActionBase, ActionResult, ApiError, Help, LogTime, Summary
from clankerbot_engine.errors import ValidationFailed
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.schedules.service import Schedules
from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.ports import Schedule, ScheduleRun
from clankerbot_engine.stores.schedules import SqlScheduleStore
from tests.fakes import sqlite

WEDNESDAY = datetime(2026, 4, 22, 8, 30, tzinfo=UTC)
CARRIED_OUT = {"help", "log_time", "summary"}


class Clock:
    def __init__(self) -> None:
        self.now = WEDNESDAY

    def __call__(self) -> datetime:
        return self.now

    def go_to(self, moment: datetime) -> None:
        self.now = moment

    def go_on(self, **by: float) -> None:
        self.now += timedelta(**by)


class Engine:
    """Stands for the engine: the same key again gives the first results and has no effect."""

    def __init__(self) -> None:
        self.effects: list[tuple[str, ActionBase]] = []
        self.effect_made = asyncio.Semaphore(0)
        self.keys: list[str] = []
        self.asked_as_of: list[datetime] = []
        self.zones: list[str] = []
        self.error: Exception | None = None
        self.failure: ApiError | None = None
        self.before: Callable[[], Any] | None = None

    async def __call__(
        self, *, principal: str, actions: Sequence[ActionBase], key: str, timezone: ZoneInfo, now: datetime
    ) -> list[ActionResult]:
        self.keys.append(key)
        self.asked_as_of.append(now)
        self.zones.append(timezone.key)
        if self.error is not None:
            raise self.error
        (action,) = actions
        if self.keys.count(key) == 1:
            self.effects.append((principal, action))
            self.effect_made.release()
        if self.before is not None:
            await self.before()
        if self.failure is not None:
            return [ActionResult(action=action, status="failed", message="Failed.", error=self.failure)]
        return [ActionResult(action=action, status="done", message="Logged 30m on Apollo.")]


class Owners:
    def __init__(self) -> None:
        self.now_in: ZoneInfo | None = None
        self.why_gone: str | None = None

    async def zone(self, principal: str) -> ZoneInfo | None:
        return self.now_in

    async def gone(self, principal: str) -> ApiError | None:
        return None if self.why_gone is None else ApiError(code="unauthorized", message=self.why_gone)


class Told:
    """Stands for Slack: what is told again of one run is not told twice."""

    def __init__(self) -> None:
        self.problems: dict[str, str | None] = {}
        self.failure: Exception | None = None

    async def __call__(
        self, schedule: Schedule, run: ScheduleRun, results: Sequence[ActionResult], problem: ApiError | None
    ) -> None:
        if self.failure is not None:
            raise self.failure
        paused = "paused: " if schedule.paused_because else ""
        self.problems.setdefault(run.fire_key, None if problem is None else f"{paused}{problem.message}")


class Router:
    def read_action(self, document: Any) -> ActionBase:
        return ACTION.validate_python(document)

    def integration_for(self, action: ActionBase) -> object:
        if action.kind not in CARRIED_OUT:
            raise ValidationFailed(f"Nothing that is installed here carries out {action.kind}.", field="kind")
        return self


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(await sqlite.new(tmp_path / "clankerbot.db"))
    yield database
    await database.close()


@pytest.fixture
def store(database: Database) -> SqlScheduleStore:
    return SqlScheduleStore(database)


@pytest.fixture
def owners() -> Owners:
    return Owners()


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def schedules(
    store: SqlScheduleStore, engine: Engine, clock: Clock, metrics: Metrics, owners: Owners, told: Told
) -> Schedules:
    return Schedules(store, run=engine, actions=Router, clock=clock, metrics=metrics, owners=owners, announce=told)


STANDUP = LogTime(project="Apollo", duration_s=1800)
WEEK = Summary(group_by="project")
HELP = Help()
