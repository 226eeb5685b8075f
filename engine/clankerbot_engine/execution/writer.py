"""One write, exactly once: sent, and where its answer is lost looked for before it is sent again.

The row is `started` and committed before the first byte leaves. `done` and `failed` are final words: it was applied,
it was not. `unknown` is neither, and so is `started` in the row of a process that died.
"""

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from clankerbot_engine.actions import ActionResult, ApiError, Notice
from clankerbot_engine.errors import ClankerbotError, UpstreamTimeout
from clankerbot_engine.execution.outcomes import (
    BUG,
    NOT_SENT,
    as_api_error,
    as_not_applied,
    as_unknown,
    error_of,
    may_be_repeated,
    may_have_been_applied,
)
from clankerbot_engine.integrations.port import Applied, Context, Integration, Sent
from clankerbot_engine.integrations.router import Router
from clankerbot_engine.stores.ports import Journal, Operation

log = logging.getLogger(__name__)

LOOK_AFTER_S: Final = (0.5, 2.0, 6.0)
"""When to read back after an answer was lost: what the request left behind may show late."""

LANDED_AFTER: Final = timedelta(seconds=30)
"""A request sent longer ago than this has arrived, or never will: what is not there now was not applied."""


class Writer:
    def __init__(
        self,
        journal: Journal,
        router: Router,
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._journal = journal
        self._router = router
        self._clock = clock
        self._sleep = sleep
        self._in_flight: defaultdict[str, set[asyncio.Future[None]]] = defaultdict(set)

    async def carry_out(self, operation: Operation, context: Context, *, warnings: Sequence[Notice] = ()) -> Operation:
        """Send what is `started`; where no answer comes, look, and where it is not there, send once more."""
        sent_at = self._clock()
        operation = await self._send(operation, context, warnings)
        if operation.state != "unknown":
            return operation
        operation = await self.look(operation, context, after_s=LOOK_AFTER_S, sent_at=sent_at, warnings=warnings)
        if not await self._restarted(operation):
            return operation
        sent_at = self._clock()
        operation = await self._send(operation, context, warnings)
        if operation.state != "unknown":
            return operation
        return await self.look(operation, context, after_s=LOOK_AFTER_S, sent_at=sent_at, warnings=warnings)

    async def take_up(self, operation: Operation, context: Context) -> tuple[Operation, bool]:
        """Bring an earlier operation to its end, as someone asks for it again. False: it had ended before."""
        settled_before = operation.state in ("done", "failed")
        if not settled_before:
            operation = await self.look(operation, context, after_s=LOOK_AFTER_S, sent_at=operation.updated_at)
        if not await self._restarted(operation):
            return operation, not settled_before
        return await self.carry_out(operation, context), True

    async def send_again(self, operation: Operation, context: Context) -> Operation:
        """One that `look` found not applied."""
        return await self.carry_out(operation, context) if await self._restarted(operation) else operation

    async def _restarted(self, operation: Operation) -> bool:
        return may_be_repeated(operation) and await self._journal.restart(operation.id, seen="failed", at=self._clock())

    async def look(
        self,
        operation: Operation,
        context: Context,
        *,
        after_s: Sequence[float] = (0.0,),
        sent_at: datetime | None = None,
        absence_counts: bool = True,
        warnings: Sequence[Notice] = (),
    ) -> Operation:
        """What became of it: `done` where it is found, `failed` where the last look found nothing, else `unknown`.

        Without `absence_counts`, nothing found proves nothing: the request may still be on its way. With `sent_at`,
        one whose answer was given up is waited for until it must have landed.
        """
        integration = self._router.named(operation.integration)
        action = self._router.read_action(operation.action)
        claimed = partial(self._journal.claimed, operation.integration, besides=operation.id)
        sent = Sent(operation.created_at, claimed)
        absent = False
        waits = deque(after_s)
        while waits:
            if wait_s := waits.popleft():
                await self._sleep(wait_s)
            absent = False
            try:
                found = await integration.read_back(action, operation.plan, context, sent)
            except ClankerbotError as away:
                log.warning("read_back_failed", extra={**_named(operation), "code": away.code})
                continue
            except Exception:
                log.exception("read_back_failed", extra=_named(operation))
                continue
            if found is None:
                absent = True
                if not waits and sent_at is not None and (left_s := self._on_its_way_s(operation, sent_at)) > 0:
                    waits.append(left_s)
                    sent_at = None  # once
            elif await self._claim(operation, found, warnings):
                return await self._now(operation)
        error = error_of(operation)
        if absent and absence_counts:
            await self._fail(operation, as_not_applied(error))
        elif operation.state == "started" or not absent:
            await self._leave_unknown(operation, error)
        return await self._now(operation)

    def _on_its_way_s(self, operation: Operation, sent_at: datetime) -> float:
        """For how long it may still land. A connection that broke carries nothing any more; one that was only silent
        may have brought the request to a server that is slow."""
        if operation.state != "started" and error_of(operation).code != UpstreamTimeout.code:
            return 0
        return (sent_at + LANDED_AFTER - self._clock()).total_seconds()

    async def _send(self, operation: Operation, context: Context, warnings: Sequence[Notice]) -> Operation:
        integration = self._router.named(operation.integration)
        action = self._router.read_action(operation.action)
        with self._flight(integration):
            try:
                applied = await integration.apply(action, operation.plan, context)
            except ClankerbotError as error:
                if may_have_been_applied(error):
                    await self._leave_unknown(operation, as_unknown(error))
                else:
                    await self._fail(operation, as_api_error(error))
            except Exception:
                log.exception("write_failed", extra=_named(operation))
                await self._leave_unknown(operation, as_unknown(BUG))
            else:
                await self._finish(operation, applied, warnings, unless_claimed=False)
        return await self._now(operation)

    @contextmanager
    def _flight(self, integration: Integration) -> Iterator[None]:
        landed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        flights = self._in_flight[integration.name]
        flights.add(landed)
        try:
            yield
        finally:
            flights.discard(landed)
            landed.set_result(None)

    async def _claim(self, operation: Operation, found: Applied, warnings: Sequence[Notice]) -> bool:
        """False where what was found turns out to be the work of another write that looks the same.

        The answers that are on their way come first: one of them may say so.
        """
        if found.entity_id is not None and (others := set(self._in_flight[operation.integration])):
            await asyncio.wait(others)
        return await self._finish(operation, found, warnings, unless_claimed=True)

    async def _finish(
        self, operation: Operation, applied: Applied, warnings: Sequence[Notice], *, unless_claimed: bool
    ) -> bool:
        inverse = applied.inverse if operation.undoes is None else None  # an undo is not undone
        result: ActionResult = applied.result.model_copy(
            update={
                "operation_id": operation.id,
                "undoable": inverse is not None,
                "warnings": (*warnings, *applied.result.warnings),
            }
        )
        finished = await self._journal.finish(
            operation.id,
            result=result.model_dump(mode="json"),
            inverse=inverse,
            entity_id=applied.entity_id,
            touched=applied.touched,
            at=self._clock(),
            unless_claimed=unless_claimed,
        )
        if finished:
            _log_end(operation, "done")
        return finished

    async def _fail(self, operation: Operation, error: ApiError) -> None:
        await self._journal.fail(operation.id, state="failed", error=error.model_dump(mode="json"), at=self._clock())
        _log_end(operation, "failed", error.code)

    async def _leave_unknown(self, operation: Operation, error: ApiError) -> None:
        await self._journal.fail(operation.id, state="unknown", error=error.model_dump(mode="json"), at=self._clock())
        _log_end(operation, "unknown", error.code)

    async def not_sent(self, operation: Operation, because: ApiError) -> Operation:
        """Give up, for now, on one that was never sent: a repeat of the request sends it."""
        await self._fail(operation, as_not_applied(because).model_copy(update={"message": NOT_SENT}))
        return await self._now(operation)

    async def _now(self, operation: Operation) -> Operation:
        found = await self._journal.get(operation.id)
        assert found is not None
        return found


def _named(operation: Operation) -> dict[str, str | int]:
    return {
        "operation_id": operation.id,
        "integration": operation.integration,
        "kind": operation.kind,
        "attempts": operation.attempts,
    }


def _log_end(operation: Operation, state: str, code: str | None = None) -> None:
    log.info("write_ended", extra={**_named(operation), "state": state, **({"code": code} if code else {})})
