"""The audit log: every change that somebody made, whichever way in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from clankerbot_engine.stores.ports.journal import Operation

WayIn = Literal["slack", "rest", "schedule", "command line", "console", "playground"]


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """A change that is no write of the journal's: a token made, a person connected, a schedule deleted.

    `who`: a principal. `about`: what it was done to, as far as that has a name or an id. `outcome`: `done`, or the code
    of an error.
    """

    id: str
    at: datetime
    who: str
    way_in: WayIn
    what: str
    about: str | None
    outcome: str


class AuditLog(Protocol):
    async def record(self, entry: AuditEntry) -> None: ...

    async def entries(
        self, *, since: datetime | None = None, until: datetime | None = None, who: str | None = None, limit: int
    ) -> list[AuditEntry | Operation]:
        """Of these and of the journal, the newest first, by when they were asked for."""
        ...
