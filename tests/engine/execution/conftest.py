"""A runner on a real database, in front of a pad of notes; `restart` is what a crash leaves."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from clankerbot_engine.actions import ActionBase, ActionResult
from clankerbot_engine.execution.runner import Runner
from clankerbot_engine.integrations.port import Context, Integration
from clankerbot_engine.integrations.router import Router
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.journal import SqlJournal
from clankerbot_engine.stores.pending import SqlPendingStore
from clankerbot_engine.stores.ports import Operation
from clankerbot_engine.stores.requests import SqlRequestStore
from tests.engine.execution.notes import Clock, NotesIntegration, Pad
from tests.fakes import sqlite

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
ME = "token:me"


@dataclass
class Bench:
    database: Database
    clock: Clock = field(default_factory=lambda: Clock(NOW))

    def __post_init__(self) -> None:
        self.pad = Pad(self.clock)
        self.journal: Any = SqlJournal(self.database)
        self.requests: Any = SqlRequestStore(self.database)
        self.pending: Any = SqlPendingStore(self.database)
        self.metrics = Metrics()
        self.sleep = self.pad.pass_time
        self.restart()

    def restart(self, integrations: Sequence[Integration] | None = None) -> None:
        self.router = Router([NotesIntegration(self.pad)] if integrations is None else integrations)
        self.runner = Runner(
            self.journal,
            self.requests,
            self.pending,
            self.router,
            context_of=self._context_of,
            clock=self.clock,
            metrics=self.metrics,
            locks=self.database.locks,
            sleep=lambda seconds: self.sleep(seconds),
        )

    async def _context_of(self, principal: str) -> Context:
        return self.context(principal)

    def context(self, principal: str = ME) -> Context:
        return Context(principal, self.clock(), ZoneInfo("Europe/Berlin"))

    async def run(
        self, *actions: ActionBase, key: str | None = None, principal: str = ME, dry_run: bool = False
    ) -> Sequence[ActionResult]:
        fingerprint = repr(actions)
        return await self.runner.run(
            actions, self.context(principal), key=key, fingerprint=fingerprint, dry_run=dry_run
        )

    async def one(self, action: ActionBase, **asked: Any) -> ActionResult:
        (result,) = await self.run(action, **asked)
        return result

    async def operation(self, result: ActionResult) -> Operation:
        assert result.operation_id is not None
        found: Operation | None = await self.journal.get(result.operation_id)
        assert found is not None
        return found

    def counted(self, kind: str, outcome: str) -> float:
        labels = {"kind": kind, "outcome": outcome}
        return self.metrics.registry.get_sample_value("clankerbot_actions_total", labels) or 0


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    database = await Database.open(await sqlite.new(tmp_path / "bench.db"))
    yield Bench(database)
    await database.close()
