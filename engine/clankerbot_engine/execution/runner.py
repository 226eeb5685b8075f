"""Runs the actions of a request: all are made ready before the first is carried out, each write exactly once.

A request has a key. Under a key that was seen before, it is not run but taken up: what ended keeps its first answer,
what is open is brought to its end. Whoever asks without a key gets a fresh one.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from ulid import ULID

from clankerbot_engine.actions import ActionBase, ActionResult, ApiError
from clankerbot_engine.errors import ClankerbotError, Conflict, UpstreamError
from clankerbot_engine.execution.carrying_out import CarryingOut
from clankerbot_engine.execution.outcomes import (
    BUG,
    as_api_error,
    as_unknown,
    outcome_of,
)
from clankerbot_engine.execution.preparing import Preparer
from clankerbot_engine.execution.reconciling import ContextOf, Reconciler
from clankerbot_engine.execution.request_locks import RequestLocks
from clankerbot_engine.execution.running_tasks import RunningTasks
from clankerbot_engine.execution.waiting import WaitingRequests, WhenAway, is_away, may_wait, offer, with_offer
from clankerbot_engine.execution.write_limit import WriteLimit
from clankerbot_engine.execution.writer import Writer
from clankerbot_engine.integrations.port import Context
from clankerbot_engine.integrations.router import Router
from clankerbot_engine.logs import failures_logged
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.stores.locks import Locks
from clankerbot_engine.stores.ports import (
    Journal,
    PendingRequest,
    PendingStore,
    RequestStore,
    StoredRequest,
)

log = logging.getLogger(__name__)

Reading = Callable[[], Awaitable[Sequence[ActionBase]]]

REQUESTS_KEPT: Final = timedelta(days=30)
"""How long a key may be repeated. Its operations stay, so that a key is never taken for a new one."""
OPERATIONS_KEPT: Final = timedelta(days=180)
"""How long a write can be undone, and is known for ours. Longer than requests: one that is sent again while they are
known would else be carried out again.
"""


class Runner:
    """`context_of` a principal is for settling what an earlier request left open. `keep_for`: how long a request may
    wait for a remote that does not answer.
    """

    def __init__(
        self,
        journal: Journal,
        requests: RequestStore,
        pending: PendingStore,
        router: Router,
        *,
        context_of: ContextOf,
        locks: Locks,
        clock: Callable[[], datetime],
        metrics: Metrics,
        write_limit: WriteLimit | None = None,
        keep_for: timedelta = timedelta(days=7),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._journal = journal
        self._requests = requests
        self._pending = pending
        self._router = router
        self._context_of = context_of
        self._clock = clock
        self._metrics = metrics
        self._locks = RequestLocks(locks)
        writer = Writer(journal, router, clock=clock, sleep=sleep)
        self._waiting = WaitingRequests(pending, router, clock=clock, metrics=metrics, keep_for=keep_for)
        self._reconciler = Reconciler(journal, pending, writer, self._locks, clock=clock)
        preparer = Preparer(journal, pending, router, self._reconciler)
        self._carrying_out = CarryingOut(
            journal, router, preparer, writer, clock=clock, metrics=metrics, write_limit=write_limit
        )
        self._tasks = RunningTasks()

    async def run(
        self,
        actions: Sequence[ActionBase] | Reading,
        context: Context,
        *,
        key: str | None = None,
        fingerprint: str | None = None,
        dry_run: bool = False,
        when_away: WhenAway = "fail",
        reference: str | None = None,
    ) -> list[ActionResult]:
        """One result for each action. `actions` may be read only now: under a key seen before, they are not.

        What hinders an action before anything is written is raised, with `details.index`; `Conflict` where the key was
        used for a request with another fingerprint. What fails while it is carried out is a result. A caller that goes
        away does not cut off what has begun. A dry run writes and remembers nothing.

        `when_away`: what becomes of it where what it asks of does not answer. It fails; or that also offers to keep it
        (`details.pending` of the error); or it is kept, with its `reference` (status `pending`), and brought to its end
        by `carry_out_pending`.
        """

        async def read() -> Sequence[ActionBase]:
            return await actions() if callable(actions) else actions

        if dry_run:
            results = [step.answer for step in await self._carrying_out.made_ready(await read(), context)]
        else:
            run = self._run(read, context, key, fingerprint or "", when_away, reference)
            results = await self._tasks.to_the_end(run)
        for result in results:
            self._metrics.actions.labels(kind=result.action.kind, outcome=outcome_of(result)).inc()
        return results

    async def settle(self) -> int:
        """For the start, and now and then: find out what became of the writes that were left open. Never raises."""
        return await self._tasks.to_the_end(self._settle())

    async def _settle(self) -> int:
        with failures_logged(log, "settle_failed"):
            await self._requests.forget(before=self._clock() - REQUESTS_KEPT)
            await self._pending.forget(before=self._clock() - REQUESTS_KEPT)
            while await self._journal.forget(before=self._clock() - OPERATIONS_KEPT):
                pass
            return await self._reconciler.settle(self._context_of)
        return 0

    async def drain(self, timeout_s: float) -> None:
        """Wait for what runs. What has not ended by then is cut off, and settled at the next start."""
        await self._tasks.drain(timeout_s)

    async def carry_out_pending(self, request: PendingRequest, context: Context) -> bool:
        """One try of a request that waits, under its own key. Whether it has ended, now or before."""
        return await self._tasks.to_the_end(self._carry_out_pending(request, context))

    async def hinder_pending(self, request: PendingRequest, why: ApiError) -> bool:
        """That try came to nothing, for this reason. Whether it has ended, now or before."""
        async with self._locks.hold((request.principal, request.request_key)):
            current = await self._pending.get(request.id)
            if current is None or not current.is_open:
                return True
            return await self._waiting.hindered(current, why)

    async def discard_pending(self, request: PendingRequest) -> bool:
        """False where it has ended before, or is being tried."""
        async with self._locks.hold((request.principal, request.request_key)):
            return await self._waiting.discard(request)

    async def _run(
        self,
        read: Reading,
        context: Context,
        key: str | None,
        fingerprint: str,
        when_away: WhenAway,
        reference: str | None,
    ) -> list[ActionResult]:
        request_key = key or str(ULID())
        async with self._locks.hold((context.principal, request_key)):
            known = await self._requests.find(context.principal, request_key) if key else None
            begun = await self._journal.of_request(context.principal, request_key) if key else []
            if (known is None and begun) or (known is not None and known.fingerprint != fingerprint):
                raise Conflict("This Idempotency-Key was used for another request. Take a new one.")
            if known is not None:
                waiting = await self._pending.find(context.principal, request_key)
                if waiting is not None and waiting.state != "done":
                    return self._waiting.told(waiting, begun, replayed=True)
            actions = await read() if known is None else [self._router.read_action(each) for each in known.actions]

            async def remember() -> None:
                if known is None and (key or when_away == "keep"):
                    documents = [action.model_dump(mode="json") for action in actions]
                    await self._requests.remember_once(
                        StoredRequest(context.principal, request_key, fingerprint, documents, self._clock())
                    )

            results: list[ActionResult] = []
            try:
                results = await self._carrying_out.answered(actions, begun, context, key, request_key, remember)
                why = next((each.error for each in results if each.error is not None and is_away(each.error)), None)
                if why is None:
                    return results
            except UpstreamError as away:  # before anything was written
                if when_away == "fail" or not may_wait(actions, begun):
                    raise
                if when_away == "offer":
                    offer(away)
                    raise
                why = as_api_error(away)
            begun = await self._journal.of_request(context.principal, request_key)
            if when_away == "fail" or not may_wait(actions, begun):
                return results
            if when_away == "offer":
                return [with_offer(result) for result in results]
            await remember()
            said = context if known is None else replace(context, now=min(context.now, known.created_at))
            kept = await self._waiting.keep(actions, said, request_key, reference, why)
            return self._waiting.told(kept, begun, replayed=False)

    async def _carry_out_pending(self, request: PendingRequest, context: Context) -> bool:
        async def remembered() -> None:
            pass  # when it was kept

        async with self._locks.hold((request.principal, request.request_key)):
            current = await self._pending.get(request.id)
            if current is None or not current.is_open:
                return True
            actions = [self._router.read_action(each) for each in current.actions]
            begun = await self._journal.of_request(current.principal, current.request_key)
            try:
                key = current.request_key
                results = await self._carrying_out.answered(actions, begun, context, key, key, remembered)
            except ClankerbotError as error:
                return await self._waiting.hindered(current, as_api_error(error))
            except Exception:
                log.exception("pending_request_failed", extra={"pending_id": current.id})
                return await self._waiting.hindered(current, as_unknown(BUG))
            for result in results:
                self._metrics.actions.labels(kind=result.action.kind, outcome=outcome_of(result)).inc()
            return await self._waiting.ended(current, results)
