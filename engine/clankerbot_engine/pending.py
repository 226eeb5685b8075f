"""Requests that were kept while Clockify did not answer: carried out when it does, and told of once."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from clankerbot_engine.actions import ApiError
from clankerbot_engine.audit import Audit
from clankerbot_engine.engine import Engine
from clankerbot_engine.errors import ClankerbotError, Conflict, NotFound, RateLimited, UpstreamError
from clankerbot_engine.execution.outcomes import as_api_error
from clankerbot_engine.stores.ports import PendingRequest, PendingStore, WayIn
from clankerbot_engine.stores.ports.audit import way_in_of

log = logging.getLogger(__name__)

EVERY_S: Final = 5.0
"""Between two looks whether one is due."""
LEASE: Final = timedelta(seconds=90)
"""How long a try has, as a rule. After that it is taken to be cut off; one that does go on holds the request's lock,
and whoever takes it up then finds what became of it."""

Tell = Callable[[PendingRequest], Awaitable[bool]]
"""How it ended, to whoever asked for it; told again after a crash, it must not be heard twice. False: not by this
process."""


class Pending:
    """`remote_of`: a name for what the requests of a principal ask. `probe` asks it for something cheap, and raises
    `UpstreamError` while it does not answer. `gone`: why nobody may act for that principal any more.
    """

    def __init__(
        self,
        store: PendingStore,
        engine: Engine,
        *,
        remote_of: Callable[[str], Awaitable[str]],
        probe: Callable[[str], Awaitable[None]],
        gone: Callable[[str], Awaitable[ApiError | None]],
        tell: Tell,
        audit: Audit,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._engine = engine
        self._remote_of = remote_of
        self._probe = probe
        self._gone = gone
        self._tell = tell
        self._audit = audit
        self._clock = clock
        self._passing = asyncio.Lock()

    async def waiting(self, principal: str | None) -> list[PendingRequest]:
        """A person's, or everybody's; in the order in which they were said."""
        return await self._store.waiting(principal)

    async def get(self, request_id: str, owner: str | None) -> PendingRequest:
        """`owner` None: anybody's. Raises `NotFound`."""
        request = await self._store.get(request_id)
        if request is None or owner not in (None, request.principal):
            raise NotFound("There is no request kept under this id. GET /pending lists those that wait.")
        return request

    async def discard(self, request_id: str, owner: str | None, *, by: str, way_in: WayIn) -> PendingRequest:
        """`by`: who does so, a principal. Raises `NotFound`, and `Conflict` where it has ended before."""
        request = await self.get(request_id, owner)
        if request.state == "discarded":
            return request
        if not request.is_open:
            raise Conflict("That has ended already. What was written can be undone.", details={"reason": "ended"})
        if not await self._engine.discard_pending(request):
            raise Conflict("That is being tried just now. Look again in a moment.", details={"reason": "being_tried"})
        await self._audit.note(by, way_in, "discard pending request", request.id)
        return await self.get(request_id, owner)

    async def start(self, *, alone: bool) -> None:
        """`alone`: no other instance can be at work, so what was being tried was cut off."""
        if alone:
            await self._store.void_claims(now=self._clock())

    async def work_once(self) -> int:
        """Try those that are due, one after the other, but for those of a remote that showed that it does not answer
        yet; then tell how those ended that did. How many that were.
        """
        async with self._passing:
            await self._try_due()
            return await self._tell_ended()

    async def _try_due(self) -> None:
        away: dict[str, ApiError] = {}
        answering: set[str] = set()
        while (request := await self._store.claim_due(now=self._clock(), until=self._clock() + LEASE)) is not None:
            try:
                remote = await self._remote_of(request.principal)
            except ClankerbotError as gone:  # not connected any more, or not set up
                await self._engine.hinder_pending(request, as_api_error(gone))
                continue
            if remote not in away and remote not in answering:
                why = await self._why_away(request.principal)
                if why is None:
                    answering.add(remote)
                else:
                    away[remote] = why
            if remote in away:
                await self._engine.hinder_pending(request, away[remote])
            else:
                await self._try(request)

    async def _why_away(self, principal: str) -> ApiError | None:
        try:
            await self._probe(principal)
        except (UpstreamError, RateLimited) as away:
            return as_api_error(away)
        except ClankerbotError:
            pass  # it answers; what this means for the request, the request shows
        return None

    async def _try(self, request: PendingRequest) -> None:
        gone = await self._gone(request.principal)
        if gone is not None:
            await self._engine.hinder_pending(request, gone)
        else:
            await self._engine.carry_out_pending(request)

    async def _tell_ended(self) -> int:
        told = 0
        for request in await self._store.untold():
            try:
                if not await self._tell(request):
                    continue
            except Exception:
                log.exception("pending_request_not_told", extra={"pending_id": request.id})
                continue
            log.info("pending_request_ended", extra={"pending_id": request.id, "state": request.state})
            way_in = request.way_in or way_in_of(request.principal)
            done = "carry out pending request"
            await self._audit.note(request.principal, way_in, done, request.id, outcome=request.state)
            await self._store.mark_told(request.id)
            told += 1
        return told
