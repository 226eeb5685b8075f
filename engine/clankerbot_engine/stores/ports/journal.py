"""The journal of writes."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from clankerbot_engine.stores.ports.documents import JsonDict

OperationState = Literal["started", "done", "failed", "unknown"]
WayIn = Literal[
    "slash command",
    "mention",
    "direct message",
    "button",
    "form",
    "slack",
    "rest",
    "schedule",
    "command line",
    "console",
    "playground",
    "service",
]
"""How something was asked for. `slack`: there, and no more is known; `service`: by nobody, it did so by itself."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One write: asked by whom, in which request at which place, sending what, with what end.

    `part` counts the operations of one action: an undo of a whole request has several. `entity_id` is what the write
    brought into being. `way_in` None: the key and the principal say what is known of it.
    """

    id: str
    principal: str
    request_key: str
    position: int
    integration: str
    kind: str
    action: JsonDict
    plan: JsonDict
    state: OperationState
    created_at: datetime
    updated_at: datetime
    part: int = 0
    attempts: int = 1
    result: JsonDict | None = None
    inverse: JsonDict | None = None
    entity_id: str | None = None
    error: JsonDict | None = None
    undoes: str | None = None
    undone_by: str | None = None
    way_in: WayIn | None = None


class Journal(Protocol):
    """Every write is here before its first byte leaves."""

    async def begin(self, operations: Sequence[Operation]) -> None:
        """Insert all of them, or none.

        Raises `Conflict` where a place in a request is taken, or where one undoes what is undone already, or is being
        undone.
        """
        ...

    async def finish(
        self,
        operation_id: str,
        *,
        result: JsonDict,
        inverse: JsonDict | None,
        entity_id: str | None,
        touched: Collection[str] = (),
        at: datetime,
        unless_claimed: bool = False,
    ) -> bool:
        """`done`; marks the operation that it undoes, if any, in the same transaction.

        False, and nothing changed, where `unless_claimed` and the entity is the work of another operation.
        """
        ...

    async def fail(
        self, operation_id: str, *, state: Literal["failed", "unknown"], error: JsonDict, at: datetime
    ) -> None: ...

    async def restart(self, operation_id: str, *, seen: OperationState, at: datetime) -> bool:
        """Claim an operation for another try: to `started`, one more attempt.

        False where its state is no longer `seen`, or another operation has undone meanwhile what this one undoes.
        """
        ...

    async def get(self, operation_id: str) -> Operation | None: ...

    async def of_request(self, principal: str, request_key: str) -> list[Operation]:
        """By position and part."""
        ...

    async def last_undoable(self, principal: str) -> list[Operation]:
        """What an undo of the newest request takes back: its writes that are not undone.

        Those that are `done` and have an inverse, and those that are not settled yet; by position. Undos do not count.
        """
        ...

    async def undo_of(self, operation_id: str) -> Operation | None:
        """The undo of it that is `done` or not settled yet; there is one at most."""
        ...

    async def claimed(self, integration: str, entity_ids: Iterable[str], *, besides: str) -> frozenset[str]:
        """Which of these are the work of an operation other than `besides`."""
        ...

    async def touching(self, entity_id: str, *, under_way_since: datetime) -> list[Operation]:
        """Those that are `done` and `touched` it, however long ago; and those that are `started`, and something
        happened to since: what they will have touched is not known yet.
        """
        ...

    async def forget(self, *, before: datetime, limit: int = 5000) -> int:
        """Those that ended before, and what they touched: `limit` at most, at once. What is not settled stays.

        The audit log keeps a line of each.
        """
        ...

    async def unsettled(self, *, before: datetime, limit: int = 100) -> list[Operation]:
        """Operations `started` or `unknown` and untouched since `before`, the longest untouched first."""
        ...
