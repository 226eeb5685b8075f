"""`FeedStore` on SQL."""

import asyncio
from datetime import datetime
from typing import Final
from weakref import WeakValueDictionary

from sqlalchemy import Connection, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.outbox import amend
from clankerbot_engine.stores.ports import FeedLine, FeedPage, Post
from clankerbot_engine.stores.tables import feed_lines, outbox, values_of

_LINE: Final = (
    feed_lines.c.subscription_id,
    feed_lines.c.entity_key,
    feed_lines.c.post_id,
    feed_lines.c.document,
    feed_lines.c.created_at,
)
_FIND: Final = select(*_LINE).where(
    feed_lines.c.subscription_id == bindparam("subscription"), feed_lines.c.entity_key == bindparam("entity")
)
_LAST: Final = (
    select(feed_lines.c.post_id, feed_lines.c.position)
    .where(feed_lines.c.subscription_id == bindparam("subscription"))
    .order_by(feed_lines.c.position.desc())
    .limit(1)
)
# Held until the line is there: whoever takes the message to post it reads its lines after that, or it is not waiting.
_STILL_WAITS: Final = (
    select(outbox.c.id)
    .where(outbox.c.id == bindparam("post"), outbox.c.state == "waiting", outbox.c.posted_as.is_(None))
    .with_for_update()
)
_ADD: Final = insert(feed_lines).on_conflict_do_nothing()
_POST: Final = insert(outbox).on_conflict_do_nothing()


class SqlFeedStore:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def line(self, subscription_id: str, entity_key: str) -> FeedLine | None:
        row = await self._database.row(_FIND, subscription=subscription_id, entity=entity_key)
        return FeedLine(**row) if row else None

    async def add(self, line: FeedLine, post: Post) -> bool:
        def work(connection: Connection) -> bool:
            last = connection.execute(_LAST, {"subscription": line.subscription_id}).first()
            position = 1 if last is None else last.position + 1
            waits = last is not None and connection.execute(_STILL_WAITS, {"post": last.post_id}).first() is not None
            post_id = last.post_id if last is not None and waits else post.id
            values = {**values_of(line), "post_id": post_id, "position": position}
            if connection.execute(_ADD, values).rowcount != 1:
                return False
            if post_id == post.id:
                connection.execute(_POST, values_of(post))
            return True

        # Each comes after the one before, so Postgres would let one of those at the same time succeed, and have all
        # others run again.
        turn = self._turns.setdefault(line.subscription_id, asyncio.Lock())
        async with turn:
            return await self._database.write(work)

    async def change(self, line: FeedLine, *, due_at: datetime) -> bool:
        this = (feed_lines.c.subscription_id == line.subscription_id, feed_lines.c.entity_key == line.entity_key)

        def work(connection: Connection) -> bool:
            known = connection.scalar(select(feed_lines.c.document).where(*this))
            if known is None or known == line.document:
                return False
            connection.execute(update(feed_lines).where(*this).values(document=line.document))
            amend(connection, line.post_id, None, due_at=due_at)
            return True

        return await self._database.write(work)

    async def about(self, entity_key: str) -> list[FeedLine]:
        query = select(*_LINE).where(feed_lines.c.entity_key == entity_key).order_by(feed_lines.c.subscription_id)
        return [FeedLine(**row) for row in await self._database.rows(query)]

    async def page(self, post_id: str, *, limit: int) -> FeedPage | None:
        of_post = feed_lines.c.post_id == post_id

        def work(connection: Connection) -> FeedPage | None:
            first = select(*_LINE).where(of_post).order_by(feed_lines.c.position).limit(limit)
            lines = [FeedLine(**row) for row in connection.execute(first).mappings()]
            count = connection.execute(select(func.count()).select_from(feed_lines).where(of_post)).scalar_one()
            return FeedPage(lines[0].subscription_id, lines, count) if lines else None

        return await self._database.read(work)

    async def forget(self, *, before: datetime) -> int:
        return await self._database.change(delete(feed_lines).where(feed_lines.c.created_at < before))
