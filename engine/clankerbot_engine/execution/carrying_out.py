"""The actions of a request: made ready before the first is carried out, or taken up where an earlier try began them."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from ulid import ULID

from clankerbot_engine.actions import ActionBase, ActionResult, ApiError
from clankerbot_engine.errors import ClankerbotError, NotReady
from clankerbot_engine.execution.outcomes import (
    as_api_error,
    combined,
    cut_off_by,
    error_of,
    failed_result,
    result_of,
)
from clankerbot_engine.execution.preparing import Preparer, Step
from clankerbot_engine.execution.write_limit import WriteLimit
from clankerbot_engine.execution.writer import Writer
from clankerbot_engine.integrations.port import Context
from clankerbot_engine.integrations.router import Router
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.stores.ports import Journal, Operation


class CarryingOut:
    """Whoever calls holds the request's lock."""

    def __init__(
        self,
        journal: Journal,
        router: Router,
        preparer: Preparer,
        writer: Writer,
        *,
        clock: Callable[[], datetime],
        metrics: Metrics,
        write_limit: WriteLimit | None,
    ) -> None:
        self._journal = journal
        self._router = router
        self._preparer = preparer
        self._writer = writer
        self._clock = clock
        self._metrics = metrics
        self._write_limit = write_limit

    async def answered(
        self,
        actions: Sequence[ActionBase],
        begun: Sequence[Operation],
        context: Context,
        key: str | None,
        request_key: str,
        remember: Callable[[], Awaitable[None]],
    ) -> list[ActionResult]:
        if begun:
            return await self._taken_up(actions, begun, context)
        steps = await self.made_ready(actions, context)
        if self._write_limit is not None and any(step.writes for step in steps) and not context.late:
            await self._write_limit.check(context.principal)
        if key:
            # Only now: a request that was refused may be mended and sent again under its key.
            await remember()
        return await self._carried_out(steps, context, request_key, keep_answers=key is not None)

    async def made_ready(self, actions: Sequence[ActionBase], context: Context) -> list[Step]:
        try:
            return await self._preparer.made_ready(actions, context)
        except ClankerbotError as error:
            index = error.details.get("index")
            if isinstance(index, int):
                self._metrics.actions.labels(kind=actions[index].kind, outcome="refused").inc()
            raise

    async def _carried_out(
        self, steps: Sequence[Step], context: Context, request_key: str, *, keep_answers: bool
    ) -> list[ActionResult]:
        """The writes of all steps are journalled before the first is sent, so that a crash forgets none of them."""
        operations = [
            _operations(step, position, context, request_key, self._clock()) for position, step in enumerate(steps)
        ]
        await self._journal.begin([operation for of_step in operations for operation in of_step])
        try:
            return await self._sent(steps, operations, context, request_key, keep_answers=keep_answers)
        except NotReady as away:
            if any(operations):
                raise cut_off_by(away) from None
            raise

    async def _sent(
        self,
        steps: Sequence[Step],
        operations: Sequence[Sequence[Operation]],
        context: Context,
        request_key: str,
        *,
        keep_answers: bool,
    ) -> list[ActionResult]:
        results: list[ActionResult] = []
        away: dict[str, ApiError] = {}
        for position, (step, of_step) in enumerate(zip(steps, operations, strict=True)):
            if of_step:
                ended = [await self._ended(operation, step, context, away) for operation in of_step]
                results.append(combined(step.action, [result_of(operation, self._router) for operation in ended]))
            else:
                # What was read before the writes that stand before it is out of date.
                written = any(operations[:position])
                answer = await self._read_now(step.action, context) if written else step.answer
                if keep_answers:
                    await self._keep(answer, position, context.principal, request_key)
                results.append(answer)
        return results

    async def _ended(self, operation: Operation, step: Step, context: Context, away: dict[str, ApiError]) -> Operation:
        """`away`: the integrations whose remote gave no answer a moment ago; nothing more is sent to them."""
        if operation.integration in away:
            return await self._writer.not_sent(operation, away[operation.integration])
        ended = await self._writer.carry_out(operation, context, warnings=step.warnings)
        if ended.state != "done" and error_of(ended).retryable:
            away[operation.integration] = error_of(ended)
        return ended

    async def _taken_up(
        self, actions: Sequence[ActionBase], begun: Sequence[Operation], context: Context
    ) -> list[ActionResult]:
        operations: defaultdict[int, list[Operation]] = defaultdict(list)
        for operation in begun:
            operations[operation.position].append(operation)
        results: list[ActionResult] = []
        for position, action in enumerate(actions):
            if position not in operations:  # a read that had no answer to be kept: writes are begun together
                answer = await self._read_now(action, context)
                await self._keep(answer, position, context.principal, begun[0].request_key)
                results.append(answer)
                continue
            of_action: list[ActionResult] = []
            for operation in operations[position]:
                ended, anew = await self._writer.take_up(operation, context)
                of_action.append(result_of(ended, self._router, replayed=not anew))
            results.append(combined(action, of_action))
        return results

    async def _read_now(self, action: ActionBase, context: Context) -> ActionResult:
        """In the midst of a request what fails is a result: something was written before."""
        try:
            answer = await self._router.integration_for(action).read(action, context)
        except ClankerbotError as error:
            return failed_result(action, as_api_error(error))
        assert answer is not None
        return answer

    async def _keep(self, answer: ActionResult, position: int, principal: str, request_key: str) -> None:
        """For a repeat under the same key. A failure is not kept: the repeat may fare better."""
        if answer.status != "done":
            return
        now = self._clock()
        kept = Operation(
            id=str(ULID()),
            principal=principal,
            request_key=request_key,
            position=position,
            integration=self._router.integration_for(answer.action).name,
            kind=answer.action.kind,
            action=answer.action.model_dump(mode="json"),
            plan={},
            state="done",
            result=answer.model_dump(mode="json"),
            created_at=now,
            updated_at=now,
        )
        await self._journal.begin([kept])


def _operations(step: Step, position: int, context: Context, request_key: str, now: datetime) -> list[Operation]:
    return [
        Operation(
            id=str(ULID()),
            principal=context.principal,
            request_key=request_key,
            position=position,
            part=part,
            integration=write.integration,
            kind=step.action.kind,
            action=step.action.model_dump(mode="json"),
            plan=write.plan,
            state="started",
            undoes=write.undoes,
            way_in=context.way_in,
            created_at=now,
            updated_at=now,
        )
        for part, write in enumerate(step.writes)
    ]
