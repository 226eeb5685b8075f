"""The audit log, as it is written and as it is told: who, by which way in, what, with what outcome, undone by what."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ulid import ULID

from clankerbot_engine.errors import ClankerbotError
from clankerbot_engine.stores.ports import AuditEntry, AuditLog, Operation
from clankerbot_engine.stores.ports.audit import WayIn

log = logging.getLogger(__name__)

COMMAND_LINE = "cli"
"""Who acts by a command on the machine itself."""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the log. `undo`: the id of the operation that it takes back, or that took it back."""

    id: str
    at: datetime
    who: str
    way_in: str
    what: str
    about: str
    outcome: str
    undo: str | None = None


class Audit:
    def __init__(self, store: AuditLog, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    async def note(
        self, who: str, way_in: WayIn, what: str, about: str | None = None, *, outcome: str = "done"
    ) -> None:
        """What was done is done: where it cannot be written down, the log of the process says so."""
        entry = AuditEntry(str(ULID()), self._clock(), who, way_in, what, about and about[:255], outcome)
        try:
            await self._store.record(entry)
        except ClankerbotError as error:
            log.error("change_not_audited", extra={"who": who, "what": what, "outcome": outcome, "code": error.code})


def as_change(entry: AuditEntry | Operation) -> Change:
    if isinstance(entry, AuditEntry):
        return Change(entry.id, entry.at, entry.who, entry.way_in, entry.what, entry.about or "", entry.outcome)
    outcome: str = "undone" if entry.undone_by is not None else entry.state
    if entry.state == "failed" and entry.error is not None:
        outcome = str(entry.error.get("code", entry.state))
    what = "undo" if entry.undoes is not None else entry.kind
    told = str((entry.result or {}).get("message") or "")
    return Change(
        entry.id,
        entry.created_at,
        entry.principal,
        _way_in(entry),
        what,
        told,
        outcome,
        entry.undoes or entry.undone_by,
    )


def _way_in(operation: Operation) -> str:
    """The key of a request says what asked for it, where that was no person."""
    source = operation.request_key.partition(":")[0]
    if source in ("schedule", "console"):
        return source
    begins = operation.principal.partition(":")[0]
    return {"slack": "slack", "token": "rest", "cli": "command line", "playground": "playground"}.get(begins, begins)
