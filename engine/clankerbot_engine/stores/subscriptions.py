"""`SubscriptionStore` on SQL."""

from dataclasses import asdict

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.ports import Subscription
from clankerbot_engine.stores.tables import subscriptions


class SqlSubscriptionStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, subscription: Subscription) -> None:
        async def work(connection: AsyncConnection) -> None:
            await connection.execute(insert(subscriptions).values(**asdict(subscription)))

        await self._database.write(work)

    async def all(self) -> list[Subscription]:
        async with self._database.read() as connection:
            rows = (await connection.execute(select(subscriptions).order_by(subscriptions.c.id))).mappings().all()
        return [Subscription(**row) for row in rows]

    async def delete(self, subscription_id: str) -> bool:
        async def work(connection: AsyncConnection) -> bool:
            result = await connection.execute(delete(subscriptions).where(subscriptions.c.id == subscription_id))
            return result.rowcount == 1

        return await self._database.write(work)
