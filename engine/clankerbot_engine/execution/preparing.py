"""Makes a request ready: reads are answered, writes are planned, and nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from clankerbot_engine.actions import ActionBase, ActionResult, Notice, Undo
from clankerbot_engine.errors import ClankerbotError, ValidationFailed
from clankerbot_engine.execution.outcomes import combined, result_of
from clankerbot_engine.execution.reconciling import Reconciler
from clankerbot_engine.execution.undoing import undo_targets
from clankerbot_engine.integrations.port import Context, Plan
from clankerbot_engine.integrations.router import Router
from clankerbot_engine.stores.ports import Journal, Operation, PendingStore


@dataclass(frozen=True, slots=True)
class Write:
    integration: str
    plan: Plan
    undoes: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One action, ready. `answer` is that of a read, or the preview of a write; a read has no `writes`."""

    action: ActionBase
    answer: ActionResult
    writes: Sequence[Write] = ()
    warnings: Sequence[Notice] = ()


class Preparer:
    def __init__(self, journal: Journal, pending: PendingStore, router: Router, reconciler: Reconciler) -> None:
        self._journal = journal
        self._pending = pending
        self._router = router
        self._reconciler = reconciler

    async def made_ready(self, actions: Sequence[ActionBase], context: Context) -> list[Step]:
        """Raises what hinders the first action that is hindered, with its place in `details.index`."""
        steps: list[Step] = []
        for index, action in enumerate(actions):
            try:
                if isinstance(action, Undo) and action.target == "last" and any(step.writes for step in steps):
                    raise ValidationFailed(
                        "An undo takes back what was done before, and this request does something first. "
                        "Send the undo by itself.",
                        field="target",
                    )
                steps.append(await self._step(action, context))
            except ClankerbotError as error:
                error.details = {**error.details, "index": index}
                raise
        return steps

    async def _step(self, action: ActionBase, context: Context) -> Step:
        if isinstance(action, Undo):
            return await self._undo(action, context)
        integration = self._router.integration_for(action)
        answer = await integration.read(action, context)
        if answer is not None:
            return Step(action, answer)
        prepared = await integration.prepare(action, context)
        warnings = tuple(dict.fromkeys((*prepared.warnings, *prepared.preview.warnings)))
        return Step(
            prepared.action,
            prepared.preview.model_copy(update={"warnings": warnings}),
            (Write(integration.name, prepared.plan),),
            warnings,
        )

    async def _undo(self, action: Undo, context: Context) -> Step:
        targets = await undo_targets(action, context, self._journal, self._pending, self._reconciler)
        return Step(
            action,
            combined(action, [self._undo_preview(action, target) for target in targets]),
            [Write(target.integration, target.inverse, undoes=target.id) for target in targets if target.inverse],
        )

    def _undo_preview(self, action: Undo, target: Operation) -> ActionResult:
        done = result_of(target, self._router)
        return ActionResult(action=action, status="planned", message=f"Would undo: {done.message}", entry=done.entry)
