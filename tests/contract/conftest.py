"""Every store port on each database."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from clankerbot_engine.stores.activity import SqlActivity
from clankerbot_engine.stores.audit import SqlAuditLog
from clankerbot_engine.stores.cache import SqlCacheStore
from clankerbot_engine.stores.cards import SqlCardStore
from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.feed import SqlFeedStore
from clankerbot_engine.stores.inbox import SqlInboxStore
from clankerbot_engine.stores.installations import SqlInstallationStore
from clankerbot_engine.stores.journal import SqlJournal
from clankerbot_engine.stores.marks import SqlMarkStore
from clankerbot_engine.stores.nudges import SqlNudgeStore
from clankerbot_engine.stores.outbox import SqlOutboxStore
from clankerbot_engine.stores.pending import SqlPendingStore
from clankerbot_engine.stores.people import SqlPersonStore
from clankerbot_engine.stores.ports import (
    Activity,
    AuditLog,
    CacheStore,
    CardStore,
    FeedStore,
    InboxStore,
    InstallationStore,
    Journal,
    MarkStore,
    NudgeStore,
    OutboxStore,
    PendingStore,
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
from clankerbot_engine.stores.tables import metadata
from clankerbot_engine.stores.tokens import SqlTokenStore
from clankerbot_engine.stores.webhook_sources import SqlWebhookSourceStore
from tests.fakes import postgres
from tests.fakes import sqlite as sqlite_files


@dataclass(frozen=True)
class Stores:
    tokens: TokenStore
    journal: Journal
    requests: RequestStore
    pending: PendingStore
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
    audit: AuditLog
    activity: Activity
    nudges: NudgeStore
    marks: MarkStore


def stores_on(database: Database) -> Stores:
    return Stores(
        tokens=SqlTokenStore(database),
        journal=SqlJournal(database),
        requests=SqlRequestStore(database),
        pending=SqlPendingStore(database),
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
        audit=SqlAuditLog(database),
        activity=SqlActivity(database),
        nudges=SqlNudgeStore(database),
        marks=SqlMarkStore(database),
    )


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(await sqlite_files.new(tmp_path / "stores.db"))
    yield database
    await database.close()


@pytest.fixture(scope="session")
def postgres_for_stores(postgres_server: str, postgres_template: str) -> Iterator[str]:
    with postgres.database(postgres_server, "stores", like=postgres_template) as url:
        yield url


@pytest.fixture
async def postgresql(postgres_for_stores: str) -> AsyncIterator[Database]:
    """Emptied, which is quicker than a new one."""
    database = await Database.open(postgres_for_stores)
    tables = ", ".join(metadata.tables)
    await database.write(lambda connection: connection.exec_driver_sql(f"TRUNCATE {tables}").close())
    yield database
    await database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def stores(request: pytest.FixtureRequest) -> Stores:
    return stores_on(request.getfixturevalue(request.param))
