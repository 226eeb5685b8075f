"""Finds out what became of the writes that a crash or a lost answer left open."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from clankerbot_engine.execution.request_locks import RequestLocks
from clankerbot_engine.execution.writer import LANDED_AFTER, LOOK_AFTER_S, Writer
from clankerbot_engine.integrations.port import Context
from clankerbot_engine.stores.ports import Journal, Operation, PendingStore

log = logging.getLogger(__name__)

ContextOf = Callable[[str], Awaitable[Context]]
"""Of a principal."""

SENT_AGAIN_WITHIN: Final = timedelta(minutes=10)
"""A write asked for longer ago is not sent any more: the person has moved on, or has done it by hand."""

LONGEST_PAUSE: Final = timedelta(hours=1)
"""Between two looks for the same write; each costs a request."""

OPEN = ("started", "unknown")


class Reconciler:
    def __init__(
        self,
        journal: Journal,
        pending: PendingStore,
        writer: Writer,
        locks: RequestLocks,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._journal = journal
        self._pending = pending
        self._writer = writer
        self._locks = locks
        self._clock = clock

    async def find_out(self, operation: Operation, context: Context) -> Operation:
        """Waits for it if it is under way, then looks as often as it takes; sends nothing."""
        async with self._locks.hold((operation.principal, operation.request_key)):
            operation = await self._journal.get(operation.id) or operation
            if operation.state not in OPEN:
                return operation
            return await self._writer.look(operation, context, after_s=LOOK_AFTER_S, sent_at=operation.updated_at)

    async def settle(self, context_of: ContextOf) -> int:
        """One look for each; what is not there and was asked for just now is sent again. How many came to an end.

        Never raises. A remote that does not answer is left alone until the next time.
        """
        settled = 0
        away: set[str] = set()
        for operation in await self._journal.unsettled(before=self._clock()):
            if operation.integration in away or not self._is_due(operation):
                continue
            try:
                ended = await self._settle(operation, context_of)
            except Exception:
                log.exception("settle_failed", extra={"operation_id": operation.id, "kind": operation.kind})
                away.add(operation.integration)
                continue
            if ended.state not in OPEN:
                settled += 1
            elif ended.updated_at != operation.updated_at:
                away.add(operation.integration)
        if settled:
            log.info("operations_settled", extra={"count": settled})
        return settled

    def _is_due(self, operation: Operation) -> bool:
        """Not in hand; and the longer it is open, the longer the pauses: each doubles the time it has been so."""
        if self._locks.is_held((operation.principal, operation.request_key)):
            return False
        open_for = operation.updated_at - operation.created_at
        return self._clock() - operation.updated_at >= min(open_for, LONGEST_PAUSE)

    async def _settle(self, operation: Operation, context_of: ContextOf) -> Operation:
        async with self._locks.hold((operation.principal, operation.request_key)):
            operation = await self._journal.get(operation.id) or operation
            if operation.state not in OPEN:
                return operation
            context = await context_of(operation.principal)
            landed = self._clock() - operation.updated_at >= LANDED_AFTER
            seen = await self._writer.look(operation, context, absence_counts=landed)
            if seen.state == "failed" and await self._is_still_wanted(operation):
                return await self._writer.send_again(seen, context)
            return seen

    async def _is_still_wanted(self, operation: Operation) -> bool:
        if self._clock() - operation.created_at > SENT_AGAIN_WITHIN:
            return False
        kept = await self._pending.find(operation.principal, operation.request_key)
        return kept is None or kept.state != "discarded"
