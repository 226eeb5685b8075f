"""`CacheStore` on SQL."""

import orjson
from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.ports import CacheEntry
from clankerbot_engine.stores.tables import cache_entries


class SqlCacheStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, key: str) -> CacheEntry | None:
        query = select(cache_entries.c.value, cache_entries.c.fetched_at).where(cache_entries.c.key == key)
        row = await self._database.row(query)
        return CacheEntry(orjson.loads(row["value"]), row["fetched_at"]) if row else None

    async def put(self, key: str, entry: CacheEntry) -> None:
        known = {"value": orjson.dumps(entry.value).decode(), "fetched_at": entry.fetched_at}
        statement = insert(cache_entries).values(key=key, **known)
        await self._database.change(statement.on_conflict_do_update(index_elements=["key"], set_=known))

    async def keys(self, suffix: str) -> list[str]:
        ends = func.substr(cache_entries.c.key, func.length(cache_entries.c.key) - len(suffix) + 1) == suffix
        return [row["key"] for row in await self._database.rows(select(cache_entries.c.key).where(ends))]

    async def delete(self, prefix: str) -> int:
        # Not LIKE: SQLite's does not tell capitals from small letters.
        begins = func.substr(cache_entries.c.key, 1, len(prefix)) == prefix
        return await self._database.change(delete(cache_entries).where(begins))
