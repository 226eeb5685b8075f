"""`WebhookSourceStore` on SQL."""

from dataclasses import asdict

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.ports import WebhookSource
from clankerbot_engine.stores.tables import webhook_sources


class SqlWebhookSourceStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, source: WebhookSource) -> bool:
        query = insert(webhook_sources).values(**asdict(source)).on_conflict_do_nothing(index_elements=["name"])
        return await self._database.change(query) == 1

    async def all(self, provider: str) -> list[WebhookSource]:
        query = select(webhook_sources).where(webhook_sources.c.provider == provider).order_by(webhook_sources.c.id)
        return [WebhookSource(**row) for row in await self._database.rows(query)]

    async def replace(self, source: WebhookSource) -> bool:
        query = update(webhook_sources).where(webhook_sources.c.id == source.id).values(**asdict(source))
        return await self._database.change(query) == 1

    async def reseal(self, source_id: str, *, seen: str, sealed_token: str) -> bool:
        query = (
            update(webhook_sources)
            .where(webhook_sources.c.id == source_id, webhook_sources.c.sealed_token == seen)
            .values(sealed_token=sealed_token)
        )
        return await self._database.change(query) == 1

    async def delete(self, source_id: str) -> bool:
        return await self._database.change(delete(webhook_sources).where(webhook_sources.c.id == source_id)) == 1
