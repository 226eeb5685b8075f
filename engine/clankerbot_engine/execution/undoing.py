"""What an `undo` takes back: one write by its id, or all writes of the newest request."""

from collections.abc import Sequence

from clankerbot_engine.actions import Undo
from clankerbot_engine.errors import Conflict, NotFound, UpstreamError, ValidationFailed
from clankerbot_engine.execution.reconciling import OPEN, Reconciler
from clankerbot_engine.integrations.port import Context
from clankerbot_engine.stores.ports import Journal, Operation, PendingStore


async def undo_targets(
    action: Undo, context: Context, journal: Journal, pending: PendingStore, reconciler: Reconciler
) -> list[Operation]:
    """The last write first, which is the order to undo them in; each has an inverse.

    Raises `NotFound`, `Conflict` (undone already), `ValidationFailed` (cannot be undone), and `UpstreamError` where it
    cannot be found out what there is to undo: a newest write with a lost answer must not let an older one be undone.
    """

    async def settled(operation: Operation, what: str) -> Operation:
        if operation.state in OPEN:
            operation = await reconciler.find_out(operation, context)
        if operation.state in OPEN:
            raise UpstreamError(
                f"It is not known yet whether {what} was carried out, so nothing was undone now. "
                "Try again in a minute.",
                details={"operation_id": operation.id},
            )
        return operation

    if action.target == "last":
        asked_for = await journal.last_undoable(context.principal)
        await _refuse_while_newer_waits(asked_for, context.principal, pending)
    else:
        asked_for = [await _named(action.target, context.principal, journal)]
    if not asked_for:
        raise NotFound("There is nothing to undo.", details={"reason": "nothing_to_undo"})
    applied = [each for each in [await settled(each, "your last write") for each in asked_for] if each.state == "done"]
    if not applied:
        raise Conflict("There is nothing to undo: that was never carried out.")
    for operation in applied:
        undo = await journal.undo_of(operation.id)
        if undo is not None and (await settled(undo, "the undo before this one")).state == "done":
            raise Conflict("That is undone already.", details={"reason": "undone"})
    undoable = [operation for operation in applied if operation.inverse]
    if not undoable:
        raise ValidationFailed("That cannot be undone.", field="target")
    return undoable[::-1]


async def _refuse_while_newer_waits(last: Sequence[Operation], principal: str, pending: PendingStore) -> None:
    """What the person asked for last is not written yet: the write before it is not what they mean."""
    waiting = await pending.waiting(principal)
    if not waiting:
        return
    newest = waiting[-1]
    if not last or newest.said_at >= last[0].created_at or newest.request_key == last[0].request_key:
        raise Conflict(
            "What you asked for last waits until Clockify answers again, so there is nothing of it to undo yet. "
            "Discard it instead.",
            details={"reason": "waiting", "pending": newest.id},
        )


async def _named(operation_id: str, principal: str, journal: Journal) -> Operation:
    operation = await journal.get(operation_id.upper())  # ULIDs are written in capitals
    if operation is None or operation.principal != principal:
        raise NotFound("There is no such operation to undo. Type: undo, for the last one.")
    if operation.undoes is not None:
        raise ValidationFailed("An undo cannot be undone. Ask for the first thing again.", field="target")
    return operation
