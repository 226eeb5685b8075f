"""Requests that wait until what they ask of answers again: which may, what is told of them meanwhile, how they end.

They are carried out under the key that they were asked under, through the journal, as if they were repeated: what is
written already is found to be, and what may be is looked for first.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, Literal

from pydantic import JsonValue
from ulid import ULID

from clankerbot_engine.actions import (
    ActionBase,
    ActionResult,
    ApiError,
    CreateProject,
    DeleteEntry,
    EditEntry,
    LogTime,
    Undo,
)
from clankerbot_engine.errors import Conflict, RateLimited, UpstreamError, UpstreamTimeout
from clankerbot_engine.execution.outcomes import as_api_error, combined, failed_result, result_of
from clankerbot_engine.execution.reconciling import OPEN
from clankerbot_engine.integrations.port import Context
from clankerbot_engine.integrations.router import Router
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.stores.ports import Operation, PendingRequest, PendingStore

WhenAway = Literal["fail", "offer", "keep"]
"""What becomes of a request where what it asks of does not answer; `offer`: it fails, and says that it may be kept."""

MOST: Final = 100
"""Of one person: more than that in an outage is a script that should wait by itself."""
FIRST_WAIT: Final = timedelta(seconds=15)
LONGEST_WAIT: Final = timedelta(minutes=1)
LONGEST_TOLD: Final = timedelta(hours=1)
"""Whatever the far side says of when to come back."""
OFFERED: Final = "offered"
"""In `details.pending` of an error: the request may be kept, if whoever asked accepts that."""

_AWAY: Final = (UpstreamError.code, UpstreamTimeout.code)
_KEPT: Final = "Carried out once Clockify answers again."
_KEPT_UNSURE: Final = (
    "It may have been written already: that is looked for once Clockify answers again, and it is carried out if it was "
    "not."
)
_DISCARDED: Final = Conflict(
    "This was kept for later, and discarded. To have it done after all, ask for it under another key.",
    details={"reason": "discarded"},
)
_NOT_TRIED: Final = Conflict(
    "Not carried out, as another part of the same request was refused.", details={"reason": "another_part"}
)
_BEGUN: Final = (LogTime, CreateProject, EditEntry, DeleteEntry, Undo)
"""Those that mean the same later, once it is settled which entry they are about. Timers do not: they tell of now."""


def is_away(error: ApiError) -> bool:
    """What was asked did not answer, or said that it does not work."""
    return error.code in _AWAY and error.retryable


def may_wait(actions: Sequence[ActionBase], begun: Sequence[Operation]) -> bool:
    """Whether all that is to be written means the same later as it does now."""
    planned = {operation.position for operation in begun}
    return all(position in planned or _is_settled(action) for position, action in enumerate(actions)) and all(
        isinstance(actions[position], _BEGUN) for position in planned
    )


def _is_settled(action: ActionBase) -> bool:
    """`last` would be another entry by then, and what has a name, perhaps too."""
    if isinstance(action, EditEntry | DeleteEntry):
        return len(action.target) == 24 and all(char in "0123456789abcdef" for char in action.target)
    return isinstance(action, LogTime | CreateProject)


def offer(error: UpstreamError) -> None:
    error.details = {**error.details, "pending": OFFERED}


def with_offer(result: ActionResult) -> ActionResult:
    error = result.error
    if error is None or not is_away(error):
        return result
    offered = error.model_copy(update={"details": {**error.details, "pending": OFFERED}})
    return result.model_copy(update={"error": offered})


class WaitingRequests:
    """Whoever calls holds the request's lock. `keep_for`: then it is given up."""

    def __init__(
        self,
        store: PendingStore,
        router: Router,
        *,
        clock: Callable[[], datetime],
        metrics: Metrics,
        keep_for: timedelta,
    ) -> None:
        self._store = store
        self._router = router
        self._clock = clock
        self._metrics = metrics
        self._keep_for = keep_for

    async def keep(
        self, actions: Sequence[ActionBase], context: Context, request_key: str, reference: str | None, why: ApiError
    ) -> PendingRequest:
        """Raises `RateLimited` where enough waits already."""
        if len(await self._store.waiting(context.principal, limit=MOST)) >= MOST:
            raise RateLimited(
                f"{MOST} requests of yours wait for Clockify already. Ask again once it answers.",
                details={"reason": "too_many_pending"},
                retry_after_s=60,
            )
        kept = await self._store.keep(
            PendingRequest(
                id=str(ULID.from_datetime(self._clock())),
                principal=context.principal,
                request_key=request_key,
                actions=[action.model_dump(mode="json") for action in actions],
                timezone=context.timezone.key,
                locale=context.preferences.locale,
                reference=reference,
                said_at=context.now,
                due_at=self._clock() + _wait(1, why),
                error=why.model_dump(mode="json"),
                way_in=context.way_in,
            )
        )
        self._metrics.pending.labels("kept").inc()
        return kept

    def told(self, request: PendingRequest, begun: Sequence[Operation], *, replayed: bool) -> list[ActionResult]:
        """One result for each action, as things stand: of one that waits, was discarded or came to nothing."""
        if request.results is not None:
            results = [self._router.read_result(each) for each in request.results]
            return [result.model_copy(update={"replayed": replayed}) for result in results]
        operations: defaultdict[int, list[Operation]] = defaultdict(list)
        for operation in begun:
            operations[operation.position].append(operation)
        return [
            self._of_action(request, self._router.read_action(action), operations[position], replayed=replayed)
            for position, action in enumerate(request.actions)
        ]

    def _of_action(
        self, request: PendingRequest, action: ActionBase, begun: Sequence[Operation], *, replayed: bool
    ) -> ActionResult:
        if begun and all(operation.state == "done" for operation in begun):
            return combined(action, [result_of(operation, self._router, replayed=replayed) for operation in begun])
        if request.state == "discarded":
            return failed_result(action, as_api_error(_DISCARDED)).model_copy(update={"replayed": replayed})
        is_open = any(operation.state in OPEN for operation in begun)
        details: dict[str, JsonValue] = {"pending": request.id, "said_at": request.said_at.isoformat()}
        if is_open:
            details["outcome"] = "unknown"
        return ActionResult(
            action=action,
            status="pending",
            message=_KEPT_UNSURE if is_open else _KEPT,
            replayed=replayed,
            details=details,
        )

    async def ended(self, request: PendingRequest, results: Sequence[ActionResult]) -> bool:
        """After a try; False: it waits on, for something that may pass is in the way of some part."""
        hindered = next((each.error for each in results if each.error is not None and each.error.retryable), None)
        if hindered is not None and not self._is_given_up(request):
            await self._put_back(request, hindered)
            return False
        if hindered is not None:
            results = [self._given_up(result) for result in results]
        failed = any(result.status != "done" for result in results)
        await self._end(request, "failed" if failed else "done", results)
        return True

    async def hindered(self, request: PendingRequest, error: ApiError) -> bool:
        """A try ended before anything was written; as `ended`."""
        if error.retryable and not self._is_given_up(request):
            await self._put_back(request, error)
            return False
        index = error.details.get("index")
        place = index if isinstance(index, int) else 0
        results = [
            failed_result(self._router.read_action(action), error if each == place else as_api_error(_NOT_TRIED))
            for each, action in enumerate(request.actions)
        ]
        await self._end(request, "failed", [self._given_up(result) for result in results])
        return True

    async def discard(self, request: PendingRequest) -> bool:
        discarded = await self._store.end(request.id, state="discarded", results=None, at=self._clock(), told=True)
        if discarded:
            self._metrics.pending.labels("discarded").inc()
        return discarded

    def _is_given_up(self, request: PendingRequest) -> bool:
        return self._clock() - request.said_at >= self._keep_for

    def _given_up(self, result: ActionResult) -> ActionResult:
        """Why it is not tried any more, where that is the reason."""
        if result.error is None or not result.error.retryable:
            return result
        days = self._keep_for.days
        unsure = result.error.details.get("outcome") == "unknown"
        what = "Whether it was written is not known: look in Clockify." if unsure else "Nothing was written: ask again."
        message = f"Clockify did not answer for {days} {'day' if days == 1 else 'days'}, so this was given up. {what}"
        details: dict[str, JsonValue] = {**result.error.details, "reason": "given_up_unsure" if unsure else "given_up"}
        details.pop("pending", None)
        error = result.error.model_copy(update={"message": message, "details": details, "retryable": False})
        return result.model_copy(update={"message": message, "error": error})

    async def _put_back(self, request: PendingRequest, why: ApiError) -> None:
        due_at = self._clock() + _wait(request.attempts, why)
        await self._store.put_back(request.id, due_at=due_at, error=why.model_dump(mode="json"))
        self._metrics.pending.labels("again").inc()

    async def _end(
        self, request: PendingRequest, state: Literal["done", "failed"], results: Sequence[ActionResult]
    ) -> None:
        kept = [result.model_dump(mode="json") for result in results]
        if await self._store.end(request.id, state=state, results=kept, at=self._clock()):
            self._metrics.pending.labels(state).inc()


def _wait(attempts: int, why: ApiError) -> timedelta:
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(max(0, attempts - 1), 10))
    return max(wait, min(LONGEST_TOLD, timedelta(seconds=why.retry_after_s or 0)))
