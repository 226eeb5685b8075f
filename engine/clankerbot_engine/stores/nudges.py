"""`NudgeStore` on SQL."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, case, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.ports import JsonDict, Nudge
from clankerbot_engine.stores.tables import nudges, values_of

_OPEN: Final = ("waiting", "sending")


class SqlNudgeStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, nudge: Nudge) -> bool:
        return await self._database.change(insert(nudges).values(**values_of(nudge)).on_conflict_do_nothing()) == 1

    async def get(self, nudge_id: str) -> Nudge | None:
        row = await self._database.row(select(nudges).where(nudges.c.id == nudge_id))
        return Nudge(**row) if row else None

    async def claim(self, *, now: datetime, until: datetime, limit: int) -> list[Nudge]:
        due = select(nudges.c.id).where(*_due(now)).order_by(nudges.c.due_at).limit(limit)
        if await self._database.row(due) is None:
            return []

        def work(connection: Connection) -> list[Nudge]:
            ids = list(connection.execute(due.with_for_update(skip_locked=True)).scalars())
            return _claimed(connection, nudges.c.id.in_(ids), until)

        return await self._database.write(work)

    async def take(self, nudge_id: str, *, now: datetime, until: datetime) -> Nudge | None:
        def work(connection: Connection) -> Nudge | None:
            found = connection.execute(select(nudges.c.id).where(nudges.c.id == nudge_id, *_due(now))).first()
            return None if found is None else _claimed(connection, nudges.c.id == nudge_id, until)[0]

        return await self._database.write(work)

    async def begin(self, nudge: Nudge, day: date, message: JsonDict, found: JsonDict) -> bool:
        others = select(nudges.c.id).where(
            nudges.c.principal == nudge.principal, nudges.c.told_on == day, nudges.c.id != nudge.id
        )
        waits = nudges.c.state == "waiting"
        begun = (
            update(nudges)
            .where(nudges.c.id == nudge.id, or_(waits, and_(nudges.c.state == "sending", nudges.c.told_on < day)))
            .values(
                state="sending",
                told_on=day,
                message=message,
                found=found,
                times=nudges.c.times + case((waits, 1), else_=0),
            )
        )

        def work(connection: Connection) -> bool:
            if not nudge.asked and connection.execute(others.limit(1)).first() is not None:
                return False
            return connection.execute(begun).rowcount == 1

        return await self._database.write(work)

    async def change(self, nudge_id: str, change: Callable[[Nudge], Nudge]) -> Nudge | None:
        def work(connection: Connection) -> Nudge | None:
            row = connection.execute(select(nudges).where(nudges.c.id == nudge_id)).mappings().first()
            if row is None:
                return None
            changed = change(Nudge(**row))
            connection.execute(update(nudges).where(nudges.c.id == nudge_id).values(**values_of(changed)))
            return changed

        return await self._database.write(work)

    async def told_on(self, principal: str, day: date, *, besides: str) -> bool:
        return await self._any(nudges.c.principal == principal, nudges.c.told_on == day, nudges.c.id != besides)

    async def stopped_on(self, principal: str, day: date) -> bool:
        return await self._any(nudges.c.principal == principal, nudges.c.stopped_on == day)

    async def forget(self, *, before: datetime) -> int:
        return await self._database.change(
            delete(nudges).where(nudges.c.created_at < before, nudges.c.state.not_in(_OPEN))
        )

    async def _any(self, *conditions: ColumnElement[bool]) -> bool:
        return await self._database.row(select(nudges.c.id).where(*conditions).limit(1)) is not None


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return nudges.c.state.in_(_OPEN), nudges.c.due_at <= now


def _claimed(connection: Connection, which: ColumnElement[bool], until: datetime) -> list[Nudge]:
    query = update(nudges).where(which).values(due_at=until, attempts=nudges.c.attempts + 1).returning(nudges)
    return [Nudge(**row) for row in connection.execute(query).mappings()]
