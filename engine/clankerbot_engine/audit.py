"""The audit log, as it is written and as it is told: who, by which way in, what, with what outcome, undone by what."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from ulid import ULID

from clankerbot_engine.errors import ClankerbotError
from clankerbot_engine.stores.ports import AuditEntry, AuditLog, Operation, WayIn
from clankerbot_engine.stores.ports.audit import line_of

log = logging.getLogger(__name__)

COMMAND_LINE = "cli"
"""Who acts by a command on the machine itself."""
OF_ITSELF = "service"
"""Who acts where nobody asked for it."""


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

    @asynccontextmanager
    async def noting(self, who: str, way_in: WayIn, what: str, about: str | None = None) -> AsyncIterator[None]:
        """What is done inside, or that it was refused and why."""
        try:
            yield
        except ClankerbotError as error:
            await self.note(who, way_in, what, about, outcome=error.code)
            raise
        await self.note(who, way_in, what, about)

    async def forget(self, *, older_than: timedelta) -> None:
        while await self._store.forget(before=self._clock() - older_than):
            pass


def as_change(entry: AuditEntry | Operation) -> Change:
    line = line_of(entry) if isinstance(entry, Operation) else entry
    # What a write answered is told as long as the journal has it.
    told = str((entry.result or {}).get("message") or "") if isinstance(entry, Operation) else line.about or ""
    return Change(line.id, line.at, line.who, line.way_in, line.what, told, line.outcome, line.undo)
