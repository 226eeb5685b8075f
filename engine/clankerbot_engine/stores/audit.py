"""`AuditLog` on SQL."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, Select, String, Table, cast, delete, insert, select

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.ports import AuditEntry, Operation
from clankerbot_engine.stores.ports.audit import line_of
from clankerbot_engine.stores.tables import audit_entries, operations, values_of

_WRITES: Final = cast(operations.c.plan, String) != "{}"
"""The journal keeps the answers to what was only read under a key, too: nothing was to be sent for those."""


class SqlAuditLog:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, entry: AuditEntry) -> None:
        await self._database.change(insert(audit_entries).values(values_of(entry)))

    async def entries(
        self, *, since: datetime | None = None, until: datetime | None = None, who: str | None = None, limit: int
    ) -> list[AuditEntry | Operation]:
        def selected(table: Table, at: Column[datetime], principal: Column[str]) -> Select[Any]:
            query = select(table).order_by(at.desc(), table.c.id.desc()).limit(limit)
            if since is not None:
                query = query.where(at >= since)
            if until is not None:
                query = query.where(at < until)
            return query if who is None else query.where(principal == who)

        writes = selected(operations, operations.c.created_at, operations.c.principal).where(_WRITES)
        kept = await self._database.rows(selected(audit_entries, audit_entries.c.at, audit_entries.c.who))
        journal = await self._database.rows(writes)
        found: list[AuditEntry | Operation] = [
            *(AuditEntry(**row) for row in kept),
            *(Operation(**row) for row in journal),
        ]
        return sorted(found, key=_asked_at, reverse=True)[:limit]

    async def forget(self, *, before: datetime, limit: int = 5000) -> int:
        old = select(audit_entries.c.id).where(audit_entries.c.at < before).order_by(audit_entries.c.at).limit(limit)
        return await self._database.change(delete(audit_entries).where(audit_entries.c.id.in_(old)))


def keep_lines(connection: Connection, *forgotten: ColumnElement[bool]) -> None:
    """Of the operations that are deleted next, in the same transaction: an audit log outlives what it tells of."""
    rows = connection.execute(select(operations).where(_WRITES, *forgotten)).mappings().all()
    if rows:
        connection.execute(insert(audit_entries), [values_of(line_of(Operation(**row))) for row in rows])


def _asked_at(entry: AuditEntry | Operation) -> tuple[datetime, str]:
    return (entry.at if isinstance(entry, AuditEntry) else entry.created_at), entry.id
