"""Knows the service's own writes when Clockify tells of them: an entry that was logged here is no news to anybody."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from pydantic import ValidationError

from clankerbot_engine.actions import EntryFact
from clankerbot_engine.integrations.port import STOPPED_OR_DELETED
from clankerbot_engine.stores.ports import Journal, JsonDict, Operation
from clankerbot_engine.webhooks.changes import Change, NotYet
from clankerbot_engine.webhooks.events import Event
from clankerbot_engine.webhooks.time_entries import TIME_ENTRY, entry_in, same_time

LOOKS_BACK: Final = timedelta(minutes=5)
"""Before the delivery. Repetitions have come after 14 to 70 seconds; later, more must be known than that a write of
ours once left the thing so: somebody may have put it back."""
PATIENCE: Final = timedelta(seconds=30)
"""How long one waits for a write that is under way: the delivery may be faster than Clockify's answer."""


class Echoes:
    def __init__(self, journal: Journal, *, clock: Callable[[], datetime]) -> None:
        self._journal = journal
        self._clock = clock

    async def is_echo(self, change: Change) -> bool:
        """Whether a write of ours left the thing in the very state that the event shows.

        Raises `NotYet` while that cannot be said.
        """
        event = change.event
        if event.entity_id is None:
            return False
        lately = event.received_at - LOOKS_BACK
        writes = await self._journal.touching(event.entity_id, under_way_since=lately)
        if any(
            _left_it_so(write, event) and (write.updated_at >= lately or not _followed(write, change, writes))
            for write in writes
        ):
            return True
        under_way = any(write.state == "started" and _may_be_about(write, event) for write in writes)
        if under_way and self._clock() - event.received_at < PATIENCE:
            raise NotYet(1)
        return False


def _may_be_about(operation: Operation, event: Event) -> bool:
    """One that changes something names it; what one brings into being has no name yet."""
    target = operation.plan.get("id")
    return target == event.entity_id if isinstance(target, str) else event.type.startswith(("NEW_", "TIMER_"))


def _followed(write: Operation, change: Change, writes: Sequence[Operation]) -> bool:
    """Whether the thing is known to have been otherwise after the write. What an earlier write of ours left comes late,
    too, when deliveries do."""
    if change.known_at is None or change.known_at <= write.updated_at:
        return False
    before = None if change.before is None else entry_in(change.before)
    earlier = (each for each in writes if each.updated_at <= write.updated_at)
    return before is None or not any(_left(each, before) for each in earlier)


def _left_it_so(operation: Operation, event: Event) -> bool:
    if operation.state != "done" or operation.result is None:
        return False
    if event.entity != TIME_ENTRY:
        return event.type.startswith("NEW_") and operation.entity_id == event.entity_id
    if event.type == "TIME_ENTRY_DELETED":
        return event.entity_id in {entry.id for entry in _entries(operation.result, only="deleted")}
    shown = entry_in(event.data)
    return shown is not None and _left(operation, shown)


def _left(operation: Operation, shown: EntryFact) -> bool:
    return any(entry.id == shown.id and same_time(entry, shown) for entry in _entries(operation.result or {}))


def _entries(result: JsonDict, *, only: str | None = None) -> Iterator[EntryFact]:
    """That a write left behind, or that it took away."""
    details = result.get("details") or {}
    told = {"entry": result.get("entry"), **{name: details.get(name) for name in STOPPED_OR_DELETED}}
    for name, document in told.items():
        if document is None or only not in (None, name):
            continue
        try:
            yield EntryFact.model_validate(document)
        except ValidationError:
            continue
