"""`RequestStore` on SQL."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.ports import StoredRequest
from clankerbot_engine.stores.tables import requests


class SqlRequestStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def remember_once(self, request: StoredRequest) -> StoredRequest:
        def work(connection: Connection) -> StoredRequest:
            found = connection.execute(_named(request.principal, request.key)).mappings().first()
            if found is not None:
                return StoredRequest(**found)
            connection.execute(insert(requests).values(**asdict(request)))
            return request

        return await self._database.write(work)

    async def find(self, principal: str, key: str) -> StoredRequest | None:
        row = await self._database.row(_named(principal, key))
        return StoredRequest(**row) if row else None

    async def forget(self, *, before: datetime) -> int:
        return await self._database.change(delete(requests).where(requests.c.created_at < before))


def _named(principal: str, key: str) -> Select[Any]:
    return select(requests).where(requests.c.principal == principal, requests.c.key == key)
