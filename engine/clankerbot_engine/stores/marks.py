"""`MarkStore` on SQL."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.tables import marks


class SqlMarkStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def has(self, key: str) -> bool:
        return await self._database.row(select(marks.c.key).where(marks.c.key == key)) is not None

    async def set(self, key: str, *, at: datetime) -> None:
        await self._database.write(lambda connection: _put(connection, key, at))

    async def renew(self, key: str, *, now: datetime, after: timedelta) -> bool:
        def work(connection: Connection) -> bool:
            row = connection.execute(select(marks.c.set_at).where(marks.c.key == key)).first()
            if row is not None and now - row.set_at < after:
                return False
            _put(connection, key, now)
            return True

        return await self._database.write(work)


def _put(connection: Connection, key: str, at: datetime) -> None:
    query = insert(marks).values(key=key, set_at=at)
    connection.execute(query.on_conflict_do_update(index_elements=["key"], set_={"set_at": at}))
