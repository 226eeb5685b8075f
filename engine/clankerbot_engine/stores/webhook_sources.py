"""`WebhookSourceStore` on SQL."""

from dataclasses import asdict

from sqlalchemy import insert, select

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.ports import WebhookSource
from clankerbot_engine.stores.tables import webhook_sources


class SqlWebhookSourceStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, source: WebhookSource) -> None:
        await self._database.change(insert(webhook_sources).values(**asdict(source)))

    async def all(self, provider: str) -> list[WebhookSource]:
        query = select(webhook_sources).where(webhook_sources.c.provider == provider)
        return [WebhookSource(**row) for row in await self._database.rows(query)]
