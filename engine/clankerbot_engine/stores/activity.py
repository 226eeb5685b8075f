"""`Activity` on SQL."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, Connection, func, select

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.ports import Happened, Operation, PostBacklog, PostState, ScheduleRun
from clankerbot_engine.stores.tables import inbox, operations, outbox, schedule_runs


class SqlActivity:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def newest_operations(self, *, limit: int) -> list[Operation]:
        rows = await self._database.rows(select(operations).order_by(operations.c.id.desc()).limit(limit))
        return [Operation(**row) for row in rows]

    async def operation(self, operation_id: str) -> Operation | None:
        row = await self._database.row(select(operations).where(operations.c.id == operation_id))
        return Operation(**row) if row else None

    async def operations_since(self, at: datetime, *, limit: int) -> Sequence[Happened]:
        return await self._happened(operations.c.created_at, operations.c.state, at, limit)

    async def deliveries_since(self, at: datetime, *, limit: int) -> Sequence[Happened]:
        return await self._happened(inbox.c.received_at, inbox.c.state, at, limit)

    async def runs_since(self, at: datetime, *, limit: int) -> list[ScheduleRun]:
        query = select(schedule_runs).where(schedule_runs.c.due_at >= at)
        rows = await self._database.rows(query.order_by(schedule_runs.c.due_at.desc()).limit(limit))
        return [ScheduleRun(**row) for row in rows]

    async def post_backlog(self) -> PostBacklog:
        def work(connection: Connection) -> PostBacklog:
            counted = connection.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state))
            counts: dict[PostState, int] = {row[0]: row[1] for row in counted}
            waiting = outbox.c.state.in_(("waiting", "sending"))
            first = connection.execute(
                select(outbox.c.created_at).where(waiting).order_by(outbox.c.created_at).limit(1)
            ).scalar()
            return PostBacklog(counts, first)

        return await self._database.read(work)

    async def _happened(
        self, moment: Column[datetime], state: Column[str], at: datetime, limit: int
    ) -> Sequence[Happened]:
        query = select(moment, state).where(moment >= at).order_by(moment.desc()).limit(limit)
        return await self._database.read(lambda connection: [Happened(*row) for row in connection.execute(query)])
