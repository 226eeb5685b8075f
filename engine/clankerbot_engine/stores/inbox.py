"""`InboxStore` on SQL.

Deliveries that come in together are committed together: one transaction and one fsync for all that waits, which is what
makes keeping them as cheap as not keeping them.
"""

import asyncio
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, delete, exists, func, or_, select, update

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.grouped_inserts import insert_or_replace
from clankerbot_engine.stores.ports import Backlog, Delivery, DeliveryState, EntityKey, EntityState
from clankerbot_engine.stores.tables import entity_states, inbox

MOST_AT_ONCE: Final = 500
"""Deliveries in one transaction."""
ENOUGH: Final = 16
"""Deliveries that are worth a transaction of their own, while more are being read."""
PATIENCE: Final = 5
"""After so many attempts, later deliveries about the same thing pass one that fails."""

# To build a query anew costs more than to run it.
_older = inbox.alias("older")
_TURN_HAS_COME: Final = ~exists().where(
    _older.c.order_key == inbox.c.order_key,
    _older.c.due_at.is_not(None),
    _older.c.id < inbox.c.id,
    _older.c.attempts < PATIENCE,
)
_DUE: Final = (
    select(inbox.c.id)
    .where(inbox.c.due_at <= bindparam("now"), _TURN_HAS_COME)
    .order_by(inbox.c.due_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_CLAIM: Final = (
    update(inbox)
    .where(inbox.c.id.in_(_DUE))
    .values(state="running", worker=bindparam("by"), due_at=bindparam("until"), attempts=inbox.c.attempts + 1)
    .returning(inbox)
)
_NEXT: Final = select(inbox.c.due_at).where(inbox.c.due_at.is_not(None)).order_by(inbox.c.due_at).limit(1)
_HELD: Final = update(inbox).where(
    inbox.c.id == bindparam("this"),
    inbox.c.state == "running",
    inbox.c.worker == bindparam("by"),
    inbox.c.attempts == bindparam("attempt"),
)


class SqlInboxStore:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[tuple[Delivery, asyncio.Future[Delivery]]] = []
        self._committing: asyncio.Task[None] | None = None

    async def add(self, delivery: Delivery) -> Delivery:
        committed = asyncio.get_running_loop().create_future()
        self._waiting.append((delivery, committed))
        if self._committing is None or self._committing.done():
            self._committing = asyncio.create_task(self._commit(), name="inbox_commits")
        stored: Delivery = await committed
        return stored

    async def _commit(self) -> None:
        while self._waiting:
            await self._gather()
            group, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
            try:
                stored = await self._stored([delivery for delivery, _ in group])
            except Exception as error:  # noqa: BLE001 - each of them is told; a sender that hears no 2xx sends again
                for _, committed in group:
                    if not committed.done():
                        committed.set_exception(error)
                continue
            for (_, committed), delivery in zip(group, stored, strict=True):
                if not committed.done():  # its request was cancelled
                    committed.set_result(delivery)

    async def _gather(self) -> None:
        """What came in at the same moment is still being read: as long as there is more each time, a larger group is
        the cheaper one.
        """
        before = 0
        while before < len(self._waiting) < ENOUGH:
            before = len(self._waiting)
            await asyncio.sleep(0)

    async def _stored(self, deliveries: Sequence[Delivery]) -> Sequence[Delivery]:
        """Each as it is kept: itself, or the one that was first."""
        # In one order everywhere: instances that add the same wait for each other, and not in a circle.
        ordered = sorted(deliveries, key=lambda delivery: (delivery.sender, delivery.identity))
        if await self._database.insert_new(inbox, ordered) == len(deliveries):
            return deliveries
        first = await self._database.read(partial(_first_of, deliveries))
        return [first[delivery.sender, delivery.identity] for delivery in deliveries]

    async def claim(self, *, worker: str, now: datetime, until: datetime, limit: int) -> list[Delivery]:
        bound = {"by": worker, "now": now, "until": until, "most": limit}

        def work(connection: Connection) -> list[Delivery]:
            rows = connection.execute(_CLAIM, bound).mappings().all()
            return sorted((Delivery(**row) for row in rows), key=lambda delivery: delivery.id)

        return await self._database.write(work)

    async def void_leases(self, *, at: datetime) -> None:
        held = update(inbox).where(inbox.c.state == "running", inbox.c.due_at > at)
        await self._database.change(held.values(due_at=at))

    async def next_due_at(self) -> datetime | None:
        row = await self._database.row(_NEXT)
        return None if row is None else row["due_at"]

    async def finish(self, worked_off: Sequence[tuple[Delivery, EntityState | None]], *, at: datetime) -> None:
        mine = {delivery.id: (delivery.worker, delivery.attempts) for delivery, _ in worked_off}
        leases = select(inbox.c.id, inbox.c.worker, inbox.c.attempts).where(
            inbox.c.id.in_(mine), inbox.c.state == "running"
        )
        done = update(inbox).values(state="done", due_at=None, finished_at=at, error=None)

        def work(connection: Connection) -> None:
            # Whoever has the lease of one by now may have seen a newer state than was seen here.
            held = {row.id for row in connection.execute(leases) if mine[row.id] == (row.worker, row.attempts)}
            states = {state.key: state for each, state in worked_off if state is not None and each.id in held}
            if held:
                connection.execute(done.where(inbox.c.id.in_(held)))
            if states:
                insert_or_replace(connection, entity_states, list(states.values()))

        await self._database.write(work)

    async def put_back(self, delivery: Delivery, *, due_at: datetime, error: str | None, counts: bool = True) -> None:
        attempts = delivery.attempts if counts else delivery.attempts - 1
        changes = {"state": "ready", "due_at": due_at, "error": error, "attempts": attempts, "worker": None}
        await self._database.change(_HELD.values(changes), **_lease(delivery))

    async def park(self, delivery: Delivery, *, error: str) -> None:
        parked = _HELD.values(state="parked", due_at=None, error=error)
        await self._database.change(parked, **_lease(delivery))

    async def look_again(self, sender: str, identity: str, *, at: datetime) -> bool:
        newer = inbox.alias("newer")
        passed = exists().where(newer.c.order_key == inbox.c.order_key, newer.c.id > inbox.c.id)
        this = and_(inbox.c.sender == sender, inbox.c.identity == identity, inbox.c.state == "done")
        again = update(inbox).where(this, passed).values(state="ready", due_at=at, attempts=0)
        return await self._database.change(again) == 1

    async def replay(self, delivery_id: str, *, at: datetime) -> bool:
        closed = update(inbox).where(inbox.c.id == delivery_id, inbox.c.due_at.is_(None))
        return await self._database.change(closed.values(state="ready", due_at=at, attempts=0, error=None)) == 1

    async def get(self, delivery_id: str) -> Delivery | None:
        row = await self._database.row(select(inbox).where(inbox.c.id == delivery_id))
        return Delivery(**row) if row else None

    async def page(
        self, *, state: DeliveryState | None = None, before: str | None = None, limit: int = 50
    ) -> list[Delivery]:
        query = select(inbox).order_by(inbox.c.id.desc()).limit(limit)
        if state is not None:
            query = query.where(_is_in(state))
        if before is not None:
            query = query.where(inbox.c.id < before)
        return await self._all(query)

    async def since(self, moment: datetime, *, provider: str, limit: int) -> list[Delivery]:
        come = select(inbox).where(inbox.c.received_at >= moment, inbox.c.provider == provider)
        return await self._all(come.order_by(inbox.c.received_at.desc(), inbox.c.id.desc()).limit(limit))

    async def backlog(self) -> Backlog:
        query = select(func.count(), func.min(inbox.c.received_at)).where(inbox.c.due_at.is_not(None))
        count, oldest = await self._database.read(lambda connection: connection.execute(query).one())
        return Backlog(count, oldest)

    async def parked(self) -> int:
        query = select(func.count()).select_from(inbox).where(_is_in("parked"))
        return await self._database.read(lambda connection: connection.execute(query).scalar_one())

    async def known(self, keys: Collection[EntityKey]) -> dict[EntityKey, EntityState]:
        ids: dict[tuple[str, str], list[str]] = {}
        for workspace_id, entity, entity_id in keys:
            ids.setdefault((workspace_id, entity), []).append(entity_id)

        def work(connection: Connection) -> Iterator[EntityState]:
            # Not `(workspace_id, entity, entity_id) IN (...)`, for which SQLite looks through the whole table.
            for (workspace_id, entity), of_these in ids.items():
                one = entity_states.c.workspace_id == workspace_id, entity_states.c.entity == entity
                found = select(entity_states).where(*one, entity_states.c.entity_id.in_(of_these))
                yield from (EntityState(**row) for row in connection.execute(found).mappings())

        states = await self._database.read(lambda connection: list(work(connection)))
        return {state.key: state for state in states}

    async def forget(self, *, before: datetime, limit: int = 5000) -> int:
        old = select(inbox.c.id).where(inbox.c.received_at < before, inbox.c.due_at.is_(None)).limit(limit)
        old_state = entity_states.c.received_at < before

        def work(connection: Connection) -> int:
            connection.execute(delete(entity_states).where(old_state))
            return connection.execute(delete(inbox).where(inbox.c.id.in_(old))).rowcount

        return await self._database.write(work)

    async def _all(self, query: Select[Any]) -> list[Delivery]:
        return [Delivery(**row) for row in await self._database.rows(query)]


def _first_of(deliveries: Sequence[Delivery], connection: Connection) -> dict[tuple[str, str], Delivery]:
    names = [and_(inbox.c.sender == delivery.sender, inbox.c.identity == delivery.identity) for delivery in deliveries]
    first: dict[tuple[str, str], Delivery] = {}
    for start in range(0, len(names), 100):  # SQLite nests no more than 1,000 conditions
        for row in connection.execute(select(inbox).where(or_(*names[start : start + 100]))).mappings():
            first[row["sender"], row["identity"]] = Delivery(**row)
    return first


def _is_in(state: DeliveryState) -> ColumnElement[bool]:
    """Written out: of a value that is bound, SQLite does not know that an index of such rows holds it."""
    return inbox.c.state == bindparam("in_state", state, literal_execute=True)


def _lease(delivery: Delivery) -> dict[str, Any]:
    """Of this attempt: when it is over, another worker has another."""
    return {"this": delivery.id, "by": delivery.worker, "attempt": delivery.attempts}
