"""`Journal` on SQL."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Select, and_, bindparam, delete, exists, insert, or_, select, union_all, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError

from clankerbot_engine.errors import Conflict
from clankerbot_engine.stores.audit import keep_lines
from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.ports import JsonDict, Operation, OperationState
from clankerbot_engine.stores.tables import operations, touched_entities, values_of

_UNSETTLED = operations.c.state.in_(("started", "unknown"))
_THIS = operations.c.id == bindparam("operation_id")
_INSERT = insert(operations)
_UPDATE = update(operations).where(_THIS)
_TOUCH = upsert(touched_entities).on_conflict_do_nothing()
_BY_ID = select(operations).where(_THIS)
_ROUTE = select(operations.c.integration, operations.c.undoes).where(_THIS)
_OF_REQUEST = (
    select(operations)
    .where(operations.c.principal == bindparam("principal"), operations.c.request_key == bindparam("request_key"))
    .order_by(operations.c.position, operations.c.part)
)


class SqlJournal:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, new: Sequence[Operation]) -> None:
        if not new:  # a request that only reads
            return

        def work(connection: Connection) -> None:
            for operation in new:
                if operation.undoes is not None and connection.scalar(_undo_exists(operation.undoes)):
                    raise Conflict("That is undone already.")
                connection.execute(_INSERT, values_of(operation))

        try:
            await self._database.write(work)
        except IntegrityError:
            raise Conflict("This Idempotency-Key was used before, for another request. Take a new one.") from None

    async def finish(
        self,
        operation_id: str,
        *,
        result: JsonDict,
        inverse: JsonDict | None,
        entity_id: str | None,
        touched: Collection[str] = (),
        at: datetime,
        unless_claimed: bool = False,
    ) -> bool:
        def work(connection: Connection) -> bool:
            row = connection.execute(_ROUTE, {"operation_id": operation_id}).one()
            if unless_claimed and entity_id is not None:
                others = _claims(row.integration, (entity_id,), besides=operation_id)
                if connection.execute(others).first() is not None:
                    return False
            done = {"state": "done", "result": result, "inverse": inverse, "entity_id": entity_id, "error": None}
            connection.execute(_UPDATE, {"operation_id": operation_id, **done, "updated_at": at})
            if touched:
                rows = [{"entity_id": each, "operation_id": operation_id} for each in touched]
                connection.execute(_TOUCH, rows)
            if row.undoes is not None:
                connection.execute(
                    update(operations)
                    .where(operations.c.id == row.undoes)
                    .values(undone_by=operation_id, updated_at=at)
                )
            return True

        return await self._database.write(work)

    async def fail(
        self, operation_id: str, *, state: Literal["failed", "unknown"], error: JsonDict, at: datetime
    ) -> None:
        await self._database.change(_UPDATE, operation_id=operation_id, state=state, error=error, updated_at=at)

    async def restart(self, operation_id: str, *, seen: OperationState, at: datetime) -> bool:
        def work(connection: Connection) -> bool:
            undoes = connection.scalar(select(operations.c.undoes).where(operations.c.id == operation_id))
            if undoes is not None and connection.scalar(_undo_exists(undoes, besides=operation_id)):
                return False
            result = connection.execute(
                update(operations)
                .where(operations.c.id == operation_id, operations.c.state == seen)
                .values(state="started", attempts=operations.c.attempts + 1, updated_at=at)
            )
            return result.rowcount == 1

        return await self._database.write(work)

    async def get(self, operation_id: str) -> Operation | None:
        row = await self._database.row(_BY_ID, operation_id=operation_id)
        return Operation(**row) if row else None

    async def of_request(self, principal: str, request_key: str) -> list[Operation]:
        rows = await self._database.rows(_OF_REQUEST, principal=principal, request_key=request_key)
        return [Operation(**row) for row in rows]

    async def last_undoable(self, principal: str) -> list[Operation]:
        undoable = and_(
            operations.c.principal == principal,
            operations.c.undoes.is_(None),
            operations.c.undone_by.is_(None),
            or_(and_(operations.c.state == "done", operations.c.inverse.is_not(None)), _UNSETTLED),
        )
        newest = (
            select(operations.c.request_key)
            .where(undoable)
            .order_by(operations.c.created_at.desc(), operations.c.id.desc())
            .limit(1)
            .scalar_subquery()
        )
        return await self._all(
            select(operations)
            .where(undoable, operations.c.request_key == newest)
            .order_by(operations.c.position, operations.c.part)
        )

    async def undo_of(self, operation_id: str) -> Operation | None:
        found = await self._all(
            select(operations).where(operations.c.undoes == operation_id, operations.c.state != "failed")
        )
        return found[0] if found else None

    async def claimed(self, integration: str, entity_ids: Iterable[str], *, besides: str) -> frozenset[str]:
        rows = await self._database.rows(_claims(integration, tuple(entity_ids), besides=besides))
        return frozenset(row["entity_id"] for row in rows)

    async def touching(self, entity_id: str, *, under_way_since: datetime) -> list[Operation]:
        rows = await self._database.rows(_TOUCHING, entity_id=entity_id, since=under_way_since)
        return [Operation(**row) for row in rows]

    async def unsettled(self, *, before: datetime, limit: int = 100) -> list[Operation]:
        return await self._all(
            select(operations)
            .where(_UNSETTLED, operations.c.updated_at < before)
            .order_by(operations.c.updated_at, operations.c.id)
            .limit(limit)
        )

    async def forget(self, *, before: datetime, limit: int = 5000) -> int:
        ended = operations.c.state.in_(("done", "failed")), operations.c.updated_at < before
        old = select(operations.c.id).where(*ended).order_by(operations.c.updated_at).limit(limit)

        def work(connection: Connection) -> int:
            ids = connection.execute(old).scalars().all()
            keep_lines(connection, operations.c.id.in_(ids))
            connection.execute(delete(touched_entities).where(touched_entities.c.operation_id.in_(ids)))
            return connection.execute(delete(operations).where(operations.c.id.in_(ids))).rowcount if ids else 0

        return await self._database.write(work)

    async def _all(self, query: Select[Any]) -> list[Operation]:
        return [Operation(**row) for row in await self._database.rows(query)]


_TOUCHING = select(operations).where(
    operations.c.id.in_(  # of a union, so that each side has its index
        union_all(
            select(touched_entities.c.operation_id).where(touched_entities.c.entity_id == bindparam("entity_id")),
            select(operations.c.id).where(
                operations.c.state == "started", operations.c.updated_at >= bindparam("since")
            ),
        )
    )
)


def _undo_exists(undone: str, *, besides: str = "") -> Select[tuple[bool]]:
    return select(
        exists().where(operations.c.undoes == undone, operations.c.state != "failed", operations.c.id != besides)
    )


def _claims(integration: str, entity_ids: Sequence[str], *, besides: str) -> Select[tuple[str]]:
    return select(operations.c.entity_id).where(
        operations.c.integration == integration,
        operations.c.entity_id.in_(entity_ids),
        operations.c.id != besides,
    )
