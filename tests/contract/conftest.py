"""Every store port with each of its implementations. A further one is a further name in `IMPLEMENTATIONS`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from clankerbot_engine.stores.cache import SqlCacheStore
from clankerbot_engine.stores.cards import SqlCardStore
from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.feed import SqlFeedStore
from clankerbot_engine.stores.inbox import SqlInboxStore
from clankerbot_engine.stores.installations import SqlInstallationStore
from clankerbot_engine.stores.journal import SqlJournal
from clankerbot_engine.stores.migrations import migrate
from clankerbot_engine.stores.outbox import SqlOutboxStore
from clankerbot_engine.stores.people import SqlPersonStore
from clankerbot_engine.stores.ports import (
    CacheStore,
    CardStore,
    FeedStore,
    InboxStore,
    InstallationStore,
    Journal,
    OutboxStore,
    PersonStore,
    RequestStore,
    ScheduleStore,
    SubscriptionStore,
    TokenStore,
    WebhookSourceStore,
)
from clankerbot_engine.stores.requests import SqlRequestStore
from clankerbot_engine.stores.schedules import SqlScheduleStore
from clankerbot_engine.stores.subscriptions import SqlSubscriptionStore
from clankerbot_engine.stores.tokens import SqlTokenStore
from clankerbot_engine.stores.webhook_sources import SqlWebhookSourceStore


@dataclass(frozen=True)
class Stores:
    tokens: TokenStore
    journal: Journal
    requests: RequestStore
    cache: CacheStore
    schedules: ScheduleStore
    subscriptions: SubscriptionStore
    webhook_sources: WebhookSourceStore
    people: PersonStore
    cards: CardStore
    installations: InstallationStore
    outbox: OutboxStore
    inbox: InboxStore
    feed: FeedStore


@asynccontextmanager
async def sqlite(folder: Path) -> AsyncIterator[Stores]:
    database = await Database.open(f"sqlite:///{folder}/stores.db")
    await migrate(database)
    yield Stores(
        tokens=SqlTokenStore(database),
        journal=SqlJournal(database),
        requests=SqlRequestStore(database),
        cache=SqlCacheStore(database),
        schedules=SqlScheduleStore(database),
        subscriptions=SqlSubscriptionStore(database),
        webhook_sources=SqlWebhookSourceStore(database),
        people=SqlPersonStore(database),
        cards=SqlCardStore(database),
        installations=SqlInstallationStore(database),
        outbox=SqlOutboxStore(database),
        inbox=SqlInboxStore(database),
        feed=SqlFeedStore(database),
    )
    await database.close()


IMPLEMENTATIONS = {"sqlite": sqlite}


@pytest.fixture(params=IMPLEMENTATIONS)
async def stores(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stores]:
    async with IMPLEMENTATIONS[request.param](tmp_path) as opened:
        yield opened
