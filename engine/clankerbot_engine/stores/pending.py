"""`PendingStore` on SQL."""

from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.ports import JsonDict, PendingBacklog, PendingRequest
from clankerbot_engine.stores.tables import pending_requests, values_of

_OPEN_STATES = ("waiting", "trying")
_OPEN = pending_requests.c.state.in_(_OPEN_STATES)
_IN_ORDER = (pending_requests.c.said_at, pending_requests.c.id)


class SqlPendingStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, request: PendingRequest) -> PendingRequest:
        query = insert(pending_requests).values(**values_of(request)).on_conflict_do_nothing()
        if await self._database.change(query) == 1:
            return request
        kept = await self.find(request.principal, request.request_key)
        assert kept is not None
        return kept

    async def get(self, request_id: str) -> PendingRequest | None:
        return await self._one(pending_requests.c.id == request_id)

    async def find(self, principal: str, request_key: str) -> PendingRequest | None:
        return await self._one(
            and_(pending_requests.c.principal == principal, pending_requests.c.request_key == request_key)
        )

    async def waiting(self, principal: str | None, *, limit: int = 100) -> list[PendingRequest]:
        query = select(pending_requests).where(_OPEN).order_by(*_IN_ORDER).limit(limit)
        if principal is not None:
            query = query.where(pending_requests.c.principal == principal)
        return [PendingRequest(**row) for row in await self._database.rows(query)]

    async def claim_due(self, *, now: datetime, until: datetime) -> PendingRequest | None:
        due = (
            select(pending_requests.c.id)
            .where(_OPEN, pending_requests.c.due_at <= now, _FIRST_OF_PERSON)
            .order_by(pending_requests.c.due_at, *_IN_ORDER)
            .limit(1)
        )
        if await self._database.row(due) is None:
            return None

        def work(connection: Connection) -> PendingRequest | None:
            request_id = connection.execute(due).scalar()
            claimed = (
                update(pending_requests)
                .where(pending_requests.c.id == request_id, _OPEN, pending_requests.c.due_at <= now)
                .values(state="trying", due_at=until, attempts=pending_requests.c.attempts + 1)
                .returning(pending_requests)
            )
            row = connection.execute(claimed).mappings().first()
            return PendingRequest(**row) if row else None

        return await self._database.write(work)

    async def void_claims(self, *, now: datetime) -> int:
        query = update(pending_requests).where(pending_requests.c.state == "trying", pending_requests.c.due_at > now)
        return await self._database.change(query.values(due_at=now))

    async def put_back(self, request_id: str, *, due_at: datetime, error: JsonDict) -> None:
        query = update(pending_requests).where(pending_requests.c.id == request_id, _OPEN)
        await self._database.change(query.values(state="waiting", due_at=due_at, error=error))

    async def end(
        self,
        request_id: str,
        *,
        state: Literal["done", "failed", "discarded"],
        results: list[JsonDict] | None,
        at: datetime,
        told: bool = False,
    ) -> bool:
        may_end = pending_requests.c.state == "waiting" if state == "discarded" else _OPEN
        query = update(pending_requests).where(pending_requests.c.id == request_id, may_end)
        return await self._database.change(query.values(state=state, results=results, ended_at=at, told=told)) == 1

    async def untold(self, *, limit: int = 100) -> list[PendingRequest]:
        ended = pending_requests.c.ended_at.is_not(None), pending_requests.c.told.is_(False)
        query = select(pending_requests).where(*ended).order_by(pending_requests.c.ended_at).limit(limit)
        return [PendingRequest(**row) for row in await self._database.rows(query)]

    async def mark_told(self, request_id: str) -> None:
        query = update(pending_requests).where(pending_requests.c.id == request_id)
        await self._database.change(query.values(told=True))

    async def backlog(self) -> PendingBacklog:
        query = select(func.count().label("count"), func.min(pending_requests.c.said_at).label("oldest")).where(_OPEN)
        return await self._database.read(lambda connection: PendingBacklog(*connection.execute(query).one()))

    async def forget(self, *, before: datetime) -> int:
        return await self._database.change(delete(pending_requests).where(pending_requests.c.ended_at < before))

    async def _one(self, which: ColumnElement[bool]) -> PendingRequest | None:
        row = await self._database.row(select(pending_requests).where(which))
        return PendingRequest(**row) if row else None


_earlier = pending_requests.alias("earlier")
_FIRST_OF_PERSON = ~exists().where(
    _earlier.c.principal == pending_requests.c.principal,
    _earlier.c.state.in_(_OPEN_STATES),
    or_(
        _earlier.c.said_at < pending_requests.c.said_at,
        and_(_earlier.c.said_at == pending_requests.c.said_at, _earlier.c.id < pending_requests.c.id),
    ),
)
"""Nothing that the same person said before still waits."""
