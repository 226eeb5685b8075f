"""`CardStore` on SQL."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.ports import StoredCard
from clankerbot_engine.stores.tables import cards


class SqlCardStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, card: StoredCard) -> None:
        query = insert(cards).values(**asdict(card))
        changed = {name: query.excluded[name] for name in ("kind", "document", "updated_at")}
        # The owner never changes: an id that somebody else guessed must not become theirs.
        query = query.on_conflict_do_update(
            index_elements=["id"], set_=changed, where=cards.c.principal == query.excluded.principal
        )
        await self._database.change(query)

    async def get(self, card_id: str) -> StoredCard | None:
        row = await self._database.row(select(cards).where(cards.c.id == card_id))
        return StoredCard(**row) if row else None

    async def forget(self, *, before: datetime) -> int:
        return await self._database.change(delete(cards).where(cards.c.updated_at < before))
