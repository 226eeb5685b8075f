"""`SubscriptionStore` on SQL."""

from dataclasses import asdict

from sqlalchemy import delete, insert, select, update

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.ports import Subscription
from clankerbot_engine.stores.tables import subscriptions


class SqlSubscriptionStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, subscription: Subscription) -> None:
        await self._database.change(insert(subscriptions).values(**asdict(subscription)))

    async def all(self) -> list[Subscription]:
        rows = await self._database.rows(select(subscriptions).order_by(subscriptions.c.id))
        return [Subscription(**row) for row in rows]

    async def replace(self, subscription: Subscription) -> bool:
        query = update(subscriptions).where(subscriptions.c.id == subscription.id).values(**asdict(subscription))
        return await self._database.change(query) == 1

    async def delete(self, subscription_id: str) -> bool:
        return await self._database.change(delete(subscriptions).where(subscriptions.c.id == subscription_id)) == 1
