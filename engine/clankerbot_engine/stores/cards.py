"""`CardStore` on SQL."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.ports import StoredCard
from clankerbot_engine.stores.tables import cards, values_of

_INSERT = insert(cards)
# The owner never changes: an id that somebody else guessed must not become theirs.
_PUT = _INSERT.on_conflict_do_update(
    index_elements=["id"],
    set_={name: _INSERT.excluded[name] for name in ("kind", "document", "updated_at")},
    where=cards.c.principal == _INSERT.excluded.principal,
)
_BY_ID = select(cards).where(cards.c.id == bindparam("card_id"))


class SqlCardStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, card: StoredCard) -> None:
        await self._database.change(_PUT, **values_of(card))

    async def get(self, card_id: str) -> StoredCard | None:
        row = await self._database.row(_BY_ID, card_id=card_id)
        return StoredCard(**row) if row else None

    async def change(self, card_id: str, change: Callable[[StoredCard | None], StoredCard]) -> StoredCard:
        def work(connection: Connection) -> StoredCard:
            row = connection.execute(_BY_ID, {"card_id": card_id}).mappings().first()
            changed = change(StoredCard(**row) if row else None)
            connection.execute(_PUT, values_of(changed))
            return changed

        return await self._database.write(work)

    async def forget(self, *, before: datetime) -> int:
        return await self._database.change(delete(cards).where(cards.c.updated_at < before))
