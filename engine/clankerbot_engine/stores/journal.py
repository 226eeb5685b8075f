"""`Journal` on SQL."""

from dataclasses import asdict
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Select, insert, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.ports import JsonDict, Operation, OperationState
from clankerbot_engine.stores.tables import operations


class SqlJournal:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, operation: Operation) -> Operation:
        async def work(connection: AsyncConnection) -> Operation:
            found = select(operations).where(
                operations.c.principal == operation.principal, operations.c.key == operation.key
            )
            row = (await connection.execute(found)).mappings().first()
            if row is not None:
                return _operation(row)
            await connection.execute(insert(operations).values(**asdict(operation)))
            return operation

        return await self._database.write(work)

    async def finish(self, operation_id: str, *, result: JsonDict, inverse: JsonDict | None, at: datetime) -> None:
        async def work(connection: AsyncConnection) -> None:
            await connection.execute(
                update(operations)
                .where(operations.c.id == operation_id)
                .values(state="done", result=result, inverse=inverse, error=None, updated_at=at)
            )
            undoes = await connection.scalar(select(operations.c.undoes).where(operations.c.id == operation_id))
            if undoes is not None:
                await connection.execute(
                    update(operations).where(operations.c.id == undoes).values(undone_by=operation_id, updated_at=at)
                )

        await self._database.write(work)

    async def fail(
        self, operation_id: str, *, state: Literal["failed", "unknown"], error: JsonDict, at: datetime
    ) -> None:
        async def work(connection: AsyncConnection) -> None:
            await connection.execute(
                update(operations)
                .where(operations.c.id == operation_id)
                .values(state=state, error=error, updated_at=at)
            )

        await self._database.write(work)

    async def restart(self, operation_id: str, *, seen: OperationState, at: datetime) -> bool:
        async def work(connection: AsyncConnection) -> bool:
            result = await connection.execute(
                update(operations)
                .where(operations.c.id == operation_id, operations.c.state == seen)
                .values(state="started", attempts=operations.c.attempts + 1, updated_at=at)
            )
            return result.rowcount == 1

        return await self._database.write(work)

    async def get(self, operation_id: str) -> Operation | None:
        return await self._first(select(operations).where(operations.c.id == operation_id))

    async def find(self, principal: str, key: str) -> Operation | None:
        return await self._first(select(operations).where(operations.c.principal == principal, operations.c.key == key))

    async def last_undoable(self, principal: str) -> Operation | None:
        return await self._first(
            select(operations)
            .where(
                operations.c.principal == principal,
                operations.c.state == "done",
                operations.c.undone_by.is_(None),
                operations.c.undoes.is_(None),
                operations.c.inverse.is_not(None),
            )
            .order_by(operations.c.created_at.desc(), operations.c.id.desc())
            .limit(1)
        )

    async def unsettled(self, *, before: datetime) -> list[Operation]:
        query = (
            select(operations)
            .where(operations.c.state.in_(("started", "unknown")), operations.c.updated_at < before)
            .order_by(operations.c.created_at, operations.c.id)
        )
        async with self._database.read() as connection:
            return [_operation(row) for row in (await connection.execute(query)).mappings()]

    async def _first(self, query: Select[Any]) -> Operation | None:
        async with self._database.read() as connection:
            row = (await connection.execute(query)).mappings().first()
        return _operation(row) if row else None


def _operation(row: RowMapping) -> Operation:
    return Operation(**row)
