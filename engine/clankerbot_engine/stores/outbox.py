"""`OutboxStore` on SQL."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, Update, case, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.ports import JsonDict, Post
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

    async def take(self, post_ids: Sequence[str], *, until: datetime) -> list[Post]:
        query = (
            update(outbox)
            .where(outbox.c.id.in_(post_ids), outbox.c.state == "waiting")
            .values(state="sending", attempts=outbox.c.attempts + 1, due_at=until)
            .returning(outbox)
        )

        def work(connection: Connection) -> list[Post]:
            taken = [Post(**row) for row in connection.execute(query).mappings()]
            return sorted(taken, key=lambda post: post.id)

        return await self._database.write(work)

    async def finish(self, posts: Sequence[Post], *, posted_as: str, at: datetime) -> None:
        def work(connection: Connection) -> None:
            for post in posts:
                shown = outbox.c.version == post.version
                connection.execute(
                    _sending([post.id]).values(
                        state=case((shown, "posted"), else_="waiting"),
                        due_at=case((shown, outbox.c.due_at), else_=at),
                        attempts=case((shown, outbox.c.attempts), else_=0),
                        posted_as=posted_as,
                        error=None,
                    )
                )

        await self._database.write(work)

    async def amend(self, post_id: str, message: JsonDict | None, *, due_at: datetime) -> bool:
        return await self._database.write(lambda connection: amend(connection, post_id, message, due_at=due_at))

    async def put_back(self, post_ids: Sequence[str], *, due_at: datetime, error: str) -> None:
        await self._database.change(_sending(post_ids).values(state="waiting", due_at=due_at, error=error))

    async def park(self, post_ids: Sequence[str], *, error: str) -> None:
        await self._database.change(_sending(post_ids).values(state="parked", error=error))

    async def cut_off(self, *, now: datetime, until: datetime) -> list[Post]:
        overdue = (outbox.c.state == "sending", outbox.c.due_at <= now)
        if await self._database.row(select(outbox.c.id).where(*overdue).limit(1)) is None:
            return []
        shown = outbox.c.posted_as.is_not(None)

        def work(connection: Connection) -> list[Post]:
            # To update a message twice harms nobody.
            connection.execute(update(outbox).where(*overdue, shown).values(state="waiting"))
            query = update(outbox).where(*overdue).values(due_at=until).returning(outbox)
            taken = [Post(**row) for row in connection.execute(query).mappings()]
            return sorted(taken, key=lambda post: post.id)

        return await self._database.write(work)

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


def amend(connection: Connection, post_id: str, message: JsonDict | None, *, due_at: datetime) -> bool:
    """See `OutboxStore.amend`. Within a transaction of somebody's, who has more to write."""
    posted = outbox.c.state == "posted"
    changes: dict[str, Any] = {} if message is None else {"message": message}
    query = (
        update(outbox)
        .where(outbox.c.id == post_id, outbox.c.state.in_(("waiting", "sending", "posted")))
        .values(
            version=outbox.c.version + 1,
            state=case((posted, "waiting"), else_=outbox.c.state),
            due_at=case((posted, due_at), else_=outbox.c.due_at),
            attempts=case((posted, 0), else_=outbox.c.attempts),
            **changes,
        )
    )
    return connection.execute(query).rowcount == 1


def _sending(post_ids: Sequence[str]) -> Update:
    return update(outbox).where(outbox.c.id.in_(post_ids), outbox.c.state == "sending")
