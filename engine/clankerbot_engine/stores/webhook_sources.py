"""`WebhookSourceStore` on SQL."""

from dataclasses import asdict

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.ports import WebhookSource
from clankerbot_engine.stores.tables import webhook_sources


class SqlWebhookSourceStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, source: WebhookSource) -> None:
        async def work(connection: AsyncConnection) -> None:
            await connection.execute(insert(webhook_sources).values(**asdict(source)))

        await self._database.write(work)

    async def all(self, provider: str) -> list[WebhookSource]:
        query = select(webhook_sources).where(webhook_sources.c.provider == provider)
        async with self._database.read() as connection:
            return [WebhookSource(**row) for row in (await connection.execute(query)).mappings()]
