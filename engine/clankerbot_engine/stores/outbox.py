"""`OutboxStore` on SQL."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, Update, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.ports import Post
from clankerbot_engine.stores.tables import outbox


class SqlOutboxStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, post: Post) -> bool:
        return await self._database.change(insert(outbox).values(**asdict(post)).on_conflict_do_nothing()) == 1

    async def due(self, *, now: datetime, limit: int = 100) -> list[Post]:
        come = (outbox.c.state == "waiting", outbox.c.due_at <= now)
        return await self._all(select(outbox).where(*come).order_by(outbox.c.id).limit(limit))

    async def next_due_at(self) -> datetime | None:
        query = select(outbox.c.due_at).where(outbox.c.state == "waiting").order_by(outbox.c.due_at).limit(1)
        row = await self._database.row(query)
        return row["due_at"] if row else None

    async def take(self, post_ids: Sequence[str]) -> list[str]:
        query = (
            update(outbox)
            .where(outbox.c.id.in_(post_ids), outbox.c.state == "waiting")
            .values(state="sending", attempts=outbox.c.attempts + 1)
            .returning(outbox.c.id)
        )

        def work(connection: Connection) -> list[str]:
            return sorted(connection.execute(query).scalars())

        return await self._database.write(work)

    async def finish(self, post_ids: Sequence[str], *, posted_as: str) -> None:
        await self._database.change(_sending(post_ids).values(state="posted", posted_as=posted_as, error=None))

    async def put_back(self, post_ids: Sequence[str], *, due_at: datetime, error: str) -> None:
        await self._database.change(_sending(post_ids).values(state="waiting", due_at=due_at, error=error))

    async def park(self, post_ids: Sequence[str], *, error: str) -> None:
        await self._database.change(_sending(post_ids).values(state="parked", error=error))

    async def park_interrupted(self, *, error: str) -> int:
        return await self._database.change(
            update(outbox).where(outbox.c.state == "sending").values(state="parked", error=error)
        )

    async def parked(self, *, limit: int = 100) -> list[Post]:
        return await self._all(
            select(outbox).where(outbox.c.state == "parked").order_by(outbox.c.id.desc()).limit(limit)
        )

    async def release(self, post_id: str, *, due_at: datetime) -> bool:
        query = update(outbox).where(outbox.c.id == post_id, outbox.c.state == "parked")
        return await self._database.change(query.values(state="waiting", due_at=due_at, attempts=0, error=None)) == 1

    async def forget(self, *, before: datetime) -> int:
        over = (outbox.c.state.in_(("posted", "parked")), outbox.c.created_at < before)
        return await self._database.change(delete(outbox).where(*over))

    async def _all(self, query: Select[Any]) -> list[Post]:
        return [Post(**row) for row in await self._database.rows(query)]


def _sending(post_ids: Sequence[str]) -> Update:
    return update(outbox).where(outbox.c.id.in_(post_ids), outbox.c.state == "sending")
