"""`PersonStore` on SQL."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from clankerbot_engine.stores.audit import keep_lines
from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.ports import JsonDict, StoredConnection
from clankerbot_engine.stores.tables import (
    cards,
    connections,
    nudges,
    operations,
    pending_requests,
    person_settings,
    requests,
    schedule_runs,
    schedules,
    subscriptions,
    webhook_sources,
)

_OF_A_PERSON = (requests, pending_requests, operations, subscriptions, schedules, cards, person_settings, nudges)

_CONNECTED_AS = (
    select(connections.c.principal)
    .where(connections.c.workspace_id == bindparam("workspace"), connections.c.user_id == bindparam("user"))
    .order_by(connections.c.principal)
)


class SqlPersonStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def connect(self, connection: StoredConnection) -> None:
        values = asdict(connection)
        query = insert(connections).values(**values)
        changed = {name: query.excluded[name] for name in values if name not in ("principal", "created_at")}
        query = query.on_conflict_do_update(index_elements=["principal"], set_=changed)
        await self._database.change(query)

    async def connection(self, principal: str) -> StoredConnection | None:
        row = await self._database.row(select(connections).where(connections.c.principal == principal))
        return StoredConnection(**row) if row else None

    async def connections(self) -> list[StoredConnection]:
        rows = await self._database.rows(select(connections).order_by(connections.c.principal))
        return [StoredConnection(**row) for row in rows]

    async def connected_as(self, workspace_id: str, user_id: str) -> list[str]:
        rows = await self._database.rows(_CONNECTED_AS, workspace=workspace_id, user=user_id)
        return [row["principal"] for row in rows]

    async def reseal(self, principal: str, *, seen: str, sealed_key: str) -> bool:
        query = (
            update(connections)
            .where(connections.c.principal == principal, connections.c.sealed_key == seen)
            .values(sealed_key=sealed_key)
        )
        return await self._database.change(query) == 1

    async def settings(self, principal: str) -> JsonDict | None:
        query = select(person_settings.c.settings).where(person_settings.c.principal == principal)
        row = await self._database.row(query)
        return row["settings"] if row else None

    async def with_setting(self, name: str, value: str) -> list[str]:
        query = select(person_settings.c.principal).where(person_settings.c.settings[name].as_string() == value)
        return [row["principal"] for row in await self._database.rows(query.order_by(person_settings.c.principal))]

    async def set_settings(self, principal: str, settings: JsonDict, *, at: datetime) -> None:
        query = insert(person_settings).values(principal=principal, settings=settings, updated_at=at)
        query = query.on_conflict_do_update(
            index_elements=["principal"], set_={"settings": query.excluded.settings, "updated_at": at}
        )
        await self._database.change(query)

    async def forget(self, principal: str) -> bool:
        def work(connection: Connection) -> bool:
            theirs = select(schedules.c.id).where(schedules.c.principal == principal)
            connection.execute(delete(schedule_runs).where(schedule_runs.c.schedule_id.in_(theirs)))
            keep_lines(connection, operations.c.principal == principal)
            for table in _OF_A_PERSON:
                connection.execute(delete(table).where(table.c.principal == principal))
            # What somebody set up for all goes on without their name.
            theirs_too = update(webhook_sources).where(webhook_sources.c.principal == principal)
            connection.execute(theirs_too.values(principal=None))
            gone = connection.execute(delete(connections).where(connections.c.principal == principal))
            return gone.rowcount == 1

        return await self._database.write(work)

    async def principals(self, prefix: str) -> list[str]:
        def work(connection: Connection) -> set[str]:
            found: set[str] = set()
            for table in (*_OF_A_PERSON, connections):
                begins = func.substr(table.c.principal, 1, len(prefix)) == prefix
                found.update(connection.execute(select(table.c.principal).where(begins).distinct()).scalars())
            return found

        return sorted(await self._database.read(work))
