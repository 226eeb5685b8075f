"""`RequestStore` on SQL."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.ports import StoredRequest
from clankerbot_engine.stores.tables import requests, values_of

_INSERT = insert(requests)
_BY_KEY = select(requests).where(requests.c.principal == bindparam("principal"), requests.c.key == bindparam("key"))


class SqlRequestStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def remember_once(self, request: StoredRequest) -> StoredRequest:
        def work(connection: Connection) -> StoredRequest:
            asked = {"principal": request.principal, "key": request.key}
            found = connection.execute(_BY_KEY, asked).mappings().first()
            if found is not None:
                return StoredRequest(**found)
            connection.execute(_INSERT, values_of(request))
            return request

        return await self._database.write(work)

    async def find(self, principal: str, key: str) -> StoredRequest | None:
        row = await self._database.row(_BY_KEY, principal=principal, key=key)
        return StoredRequest(**row) if row else None

    async def forget(self, *, before: datetime) -> int:
        return await self._database.change(delete(requests).where(requests.c.created_at < before))
