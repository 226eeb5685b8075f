"""The intake and the worker, on a database file of their own and a clock that stands still."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from pydantic import SecretStr

from clankerbot_engine.metrics import Metrics
from clankerbot_engine.shared.signals import NobodyElse
from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.inbox import SqlInboxStore
from clankerbot_engine.stores.webhook_sources import SqlWebhookSourceStore
from clankerbot_engine.webhooks.changes import Change, EventHandler, EventHandlers
from clankerbot_engine.webhooks.clockify import ClockifyProvider
from clankerbot_engine.webhooks.events import Event
from clankerbot_engine.webhooks.inbox import DEADLINE_S, Inbox, LookUp
from clankerbot_engine.webhooks.intake import Intake, Receipt
from clankerbot_engine.webhooks.port import Envelope, Provider
from clankerbot_engine.webhooks.seen import SeenEvents
from clankerbot_engine.webhooks.sources import KnownSources
from tests.fakes import sqlite
from tests.fakes.clocks import FakeClock

NOW = datetime(2026, 4, 22, 8, 30, tzinfo=UTC)
SECRET = "the-shared-secret"
TAG = {"id": "66aa00000000000000000009", "name": "deploy", "workspaceId": "66aa00000000000000000004", "archived": False}


class Sender:
    """Delivers to an intake. `changes`: what the handlers were given. Several may share one `database`."""

    def __init__(
        self,
        database: Database,
        secrets: Sequence[str] = (SECRET,),
        handlers: Iterable[EventHandler] = (),
        *,
        look_up: LookUp | None = None,
        providers: Sequence[Provider] = (),
        clock: FakeClock | None = None,
        deadline_s: float = DEADLINE_S,
    ) -> None:
        self.changes: list[Change] = []
        self.seen = SeenEvents()
        self.metrics = Metrics()
        self.clock = FakeClock(NOW) if clock is None else clock
        self.bodies_read = 0
        self.store = SqlInboxStore(database)
        self.sources = SqlWebhookSourceStore(database)
        self.handlers = EventHandlers(self._handle, *handlers)
        self.provider = ClockifyProvider(
            KnownSources(self.sources, clock=self.clock, signals=NobodyElse()),
            [SecretStr(secret) for secret in secrets],
        )
        self.intake = Intake(
            [self.provider, *providers],
            self.store,
            wake=lambda: self.inbox.wake(),
            clock=self.clock,
            metrics=self.metrics,
            seen=self.seen,
        )
        self.inbox = Inbox(
            self.store,
            self.intake.providers,
            self.handlers,
            keep=timedelta(days=14),
            clock=self.clock,
            metrics=self.metrics,
            look_up=look_up,
            deadline_s=deadline_s,
            wait_factor=lambda: 1.0,
        )

    async def _handle(self, change: Change) -> None:
        self.changes.append(change)

    @property
    def handled(self) -> list[Event]:
        return [change.event for change in self.changes]

    async def deliver(
        self,
        body: Any = TAG,
        *,
        event_type: str | None = "NEW_TAG",
        event_id: str | bytes | None = None,
        secret: str | bytes | None = SECRET,
        token: str | bytes | None = None,
        source: str | None = None,
        provider: str = "clockify",
        content_type: str | None = "application/json",
    ) -> Receipt:
        given: Mapping[str, str | bytes | None] = {
            "clockify-webhook-event-type": event_type,
            "x-clockify-event-id": event_id,
            "x-webhook-secret": secret,
            "clockify-signature": token,
            "content-type": content_type,
            "idempotency-key": str(self.bodies_read),  # new on each attempt
        }
        headers = {
            name: value.encode() if isinstance(value, str) else value
            for name, value in given.items()
            if value is not None
        }
        content = body if isinstance(body, bytes) else orjson.dumps(body)

        async def read_body() -> bytes:
            self.bodies_read += 1
            return content

        return await self.intake.receive(provider, Envelope(headers, source), read_body)

    async def work(self) -> None:
        """Until nothing is due."""
        while await self.inbox.work_once():
            pass

    def counted(self, outcome: str) -> float | None:
        labels = {"provider": "clockify", "outcome": outcome}
        return self.metrics.registry.get_sample_value("clankerbot_webhook_deliveries_total", labels)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(await sqlite.new(tmp_path / "webhooks.db"))
    yield opened
    await opened.close()


@pytest.fixture
def sources(database: Database) -> SqlWebhookSourceStore:
    return SqlWebhookSourceStore(database)


@pytest.fixture
def sender(database: Database) -> Sender:
    return Sender(database)
