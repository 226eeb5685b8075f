"""Requests that wait: what they ask of did not answer, and whoever asked said that they may be carried out later."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from clankerbot_engine.stores.ports.documents import JsonDict
from clankerbot_engine.stores.ports.journal import WayIn

PendingState = Literal["waiting", "trying", "done", "failed", "discarded"]


@dataclass(frozen=True, slots=True)
class PendingRequest:
    """`actions` as they were read when it was `said_at`, which is the time that they are carried out for.

    `reference`: the asker's own name for it. `due_at`: when it is tried next; or, while it is tried, when that must
    have ended. `error`: why the last try came to nothing. `results`: how it ended; None while it waits, and
    where it was discarded. `told`: whoever asked knows how it ended.
    """

    id: str
    principal: str
    request_key: str
    actions: list[JsonDict]
    timezone: str | None
    locale: str | None
    reference: str | None
    said_at: datetime
    due_at: datetime
    state: PendingState = "waiting"
    attempts: int = 0
    error: JsonDict | None = None
    results: list[JsonDict] | None = None
    ended_at: datetime | None = None
    told: bool = False
    way_in: WayIn | None = None

    @property
    def is_open(self) -> bool:
        return self.state in ("waiting", "trying")


@dataclass(frozen=True, slots=True)
class PendingBacklog:
    """`oldest`: when the one was said that has waited longest."""

    count: int
    oldest: datetime | None


class PendingStore(Protocol):
    async def keep(self, request: PendingRequest) -> PendingRequest:
        """Insert, or return what is there under (principal, request key)."""
        ...

    async def get(self, request_id: str) -> PendingRequest | None: ...

    async def find(self, principal: str, request_key: str) -> PendingRequest | None: ...

    async def waiting(self, principal: str | None, *, limit: int = 100) -> list[PendingRequest]:
        """A person's, or everybody's; in the order in which they were said."""
        ...

    async def claim_due(self, *, now: datetime, until: datetime) -> PendingRequest | None:
        """The one that has been due longest, to `trying` until then; one more attempt. What is being tried longer than
        it may was cut off, and is due.

        Of each person only what was said first: nothing overtakes it.
        """
        ...

    async def void_claims(self, *, now: datetime) -> int:
        """Whoever was trying any does so no more: they are due now. How many that were."""
        ...

    async def put_back(self, request_id: str, *, due_at: datetime, error: JsonDict) -> None:
        """To `waiting`."""
        ...

    async def end(
        self,
        request_id: str,
        *,
        state: Literal["done", "failed", "discarded"],
        results: list[JsonDict] | None,
        at: datetime,
        told: bool = False,
    ) -> bool:
        """False where it has ended before, or where it is to be discarded and is being tried."""
        ...

    async def untold(self, *, limit: int = 100) -> list[PendingRequest]:
        """Those that have ended, and whose askers do not know it yet."""
        ...

    async def mark_told(self, request_id: str) -> None: ...

    async def backlog(self) -> PendingBacklog: ...

    async def forget(self, *, before: datetime) -> int:
        """Those that ended before."""
        ...
