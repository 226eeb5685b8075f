"""The intake on a real SQLite file, and deliveries as Clockify sends them."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from pydantic import SecretStr

from clankerbot_engine.metrics import Metrics
from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.migrations import migrate
from clankerbot_engine.stores.webhook_sources import SqlWebhookSourceStore
from clankerbot_engine.webhooks.changes import Change, EventHandler
from clankerbot_engine.webhooks.clockify import ClockifyProvider
from clankerbot_engine.webhooks.events import Event
from clankerbot_engine.webhooks.intake import Intake, Receipt
from clankerbot_engine.webhooks.port import Envelope
from clankerbot_engine.webhooks.seen import SeenEvents

NOW = datetime(2026, 4, 22, 8, 30, tzinfo=UTC)
SECRET = "the-shared-secret"
TAG = {"id": "66aa00000000000000000009", "name": "deploy", "workspaceId": "66aa00000000000000000004", "archived": False}


class Sender:
    """Delivers to an intake. `handled`: the events that had an effect."""

    def __init__(
        self, sources: SqlWebhookSourceStore, secrets: Sequence[str] = (SECRET,), handlers: Sequence[EventHandler] = ()
    ) -> None:
        self.handled: list[Event] = []
        self.seen = SeenEvents()
        self.metrics = Metrics()
        self.bodies_read = 0
        provider = ClockifyProvider(sources, [SecretStr(secret) for secret in secrets])
        self.intake = Intake(
            [provider], handlers=[*handlers, self._handle], clock=lambda: NOW, metrics=self.metrics, seen=self.seen
        )

    async def _handle(self, change: Change) -> None:
        self.handled.append(change.event)

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

    def counted(self, outcome: str) -> float | None:
        labels = {"provider": "clockify", "outcome": outcome}
        return self.metrics.registry.get_sample_value("clankerbot_webhook_deliveries_total", labels)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(f"sqlite:///{tmp_path / 'clankerbot.db'}")
    await migrate(database)
    yield database
    await database.close()


@pytest.fixture
def sources(database: Database) -> SqlWebhookSourceStore:
    return SqlWebhookSourceStore(database)


@pytest.fixture
def sender(sources: SqlWebhookSourceStore) -> Sender:
    return Sender(sources)
