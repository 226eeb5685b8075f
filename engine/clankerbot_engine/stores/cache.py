"""`CacheStore` on SQL."""

import orjson
from sqlalchemy import delete, func, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.ports import CacheEntry
from clankerbot_engine.stores.tables import cache_entries


class SqlCacheStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, key: str) -> CacheEntry | None:
        query = select(cache_entries.c.value, cache_entries.c.fetched_at).where(cache_entries.c.key == key)
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        return CacheEntry(orjson.loads(row.value), row.fetched_at) if row else None

    async def put(self, key: str, entry: CacheEntry) -> None:
        value = orjson.dumps(entry.value).decode()

        async def work(connection: AsyncConnection) -> None:
            statement = insert(cache_entries).values(key=key, value=value, fetched_at=entry.fetched_at)
            await connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["key"], set_={"value": value, "fetched_at": entry.fetched_at}
                )
            )

        await self._database.write(work)

    async def delete(self, prefix: str) -> int:
        async def work(connection: AsyncConnection) -> int:
            # Not LIKE: SQLite's does not tell capitals from small letters.
            query = delete(cache_entries).where(func.substr(cache_entries.c.key, 1, len(prefix)) == prefix)
            return (await connection.execute(query)).rowcount

        return await self._database.write(work)
