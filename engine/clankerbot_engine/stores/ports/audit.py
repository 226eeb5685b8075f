"""The audit log: every change that somebody made, whichever way in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from clankerbot_engine.stores.ports.journal import Operation, WayIn


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """A change that is no write of the journal's: a token made, a person connected, a schedule deleted. Or what is left
    of one that was, when the journal has forgotten it: whose it was, what and when, and nothing that they said.

    `who`: a principal. `about`: what it was done to, as far as that has a name or an id. `outcome`: `done`, or the code
    of an error. `undo`: the id of the operation that it takes back, or that took it back.
    """

    id: str
    at: datetime
    who: str
    way_in: WayIn
    what: str
    about: str | None
    outcome: str
    undo: str | None = None


_BY_KEY: Final[dict[str, WayIn]] = {"schedule": "schedule", "console": "console"}
_BY_PRINCIPAL: Final[dict[str, WayIn]] = {
    "slack": "slack",
    "token": "rest",
    "cli": "command line",
    "playground": "playground",
}


def way_in_of(principal: str) -> WayIn:
    """Where nothing more is known than who it was."""
    return _BY_PRINCIPAL.get(principal.partition(":")[0], "rest")


def line_of(operation: Operation) -> AuditEntry:
    """What the log says of a write. The key of a request says what asked for it, where that was no person."""
    outcome: str = "undone" if operation.undone_by is not None else operation.state
    if operation.state == "failed" and operation.error is not None:
        outcome = str(operation.error.get("code", operation.state))
    source = operation.request_key.partition(":")[0]
    return AuditEntry(
        id=operation.id,
        at=operation.created_at,
        who=operation.principal,
        way_in=_BY_KEY.get(source) or operation.way_in or way_in_of(operation.principal),
        what="undo" if operation.undoes is not None else operation.kind,
        about=operation.entity_id,
        outcome=outcome,
        undo=operation.undoes or operation.undone_by,
    )


class AuditLog(Protocol):
    async def record(self, entry: AuditEntry) -> None: ...

    async def entries(
        self, *, since: datetime | None = None, until: datetime | None = None, who: str | None = None, limit: int
    ) -> list[AuditEntry | Operation]:
        """Of these and of the journal, the newest first, by when they were asked for."""
        ...

    async def forget(self, *, before: datetime, limit: int = 5000) -> int:
        """Those that are older: `limit` at most, at once. Those of the journal go with it."""
        ...
