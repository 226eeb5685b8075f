"""`RequestStore` on SQL."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.ports import StoredRequest
from clankerbot_engine.stores.tables import requests


class SqlRequestStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def remember_once(self, request: StoredRequest) -> StoredRequest:
        async def work(connection: AsyncConnection) -> StoredRequest:
            found = await _find(connection, request.principal, request.key)
            if found is not None:
                return found
            await connection.execute(insert(requests).values(**asdict(request)))
            return request

        return await self._database.write(work)

    async def find(self, principal: str, key: str) -> StoredRequest | None:
        async with self._database.read() as connection:
            return await _find(connection, principal, key)

    async def forget(self, *, before: datetime) -> int:
        async def work(connection: AsyncConnection) -> int:
            return (await connection.execute(delete(requests).where(requests.c.created_at < before))).rowcount

        return await self._database.write(work)


async def _find(connection: AsyncConnection, principal: str, key: str) -> StoredRequest | None:
    query = select(requests).where(requests.c.principal == principal, requests.c.key == key)
    row = (await connection.execute(query)).mappings().first()
    return StoredRequest(**row) if row else None
