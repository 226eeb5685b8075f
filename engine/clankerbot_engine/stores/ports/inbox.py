"""Deliveries of webhooks, and what they said last of each thing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from clankerbot_engine.stores.ports.documents import JsonDict

DeliveryState = Literal["ready", "running", "done", "parked"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event as it came in, until it is forgotten. `headers` are those that the provider needs to read it again.

    `sender` and `identity` together name the event. `order_key`: what it is about; deliveries of one are worked off in
    the order of their coming. `due_at`: when it is to be worked off, or its lease ends; None: it is closed.
    """

    id: str
    provider: str
    sender: str
    identity: str
    event_type: str
    headers: JsonDict
    body: str
    received_at: datetime
    state: DeliveryState
    due_at: datetime | None
    workspace_id: str | None = None
    """Clockify's, as the webhook is known to be of, and not as the body says."""
    order_key: str | None = None
    attempts: int = 0
    worker: str | None = None
    finished_at: datetime | None = None
    error: str | None = None
    """Why the last try failed, or why it is parked."""


EntityKey = tuple[str, str, str]
"""Workspace (empty where none is known), kind of thing, id."""


@dataclass(frozen=True, slots=True)
class EntityState:
    """The newest that deliveries said of one thing in Clockify. `document`: as in `Event.data`."""

    workspace_id: str
    entity: str
    entity_id: str
    event_type: str
    document: JsonDict
    gone: bool
    occurred_at: datetime | None
    received_at: datetime

    @property
    def key(self) -> EntityKey:
        return self.workspace_id, self.entity, self.entity_id


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is not worked off. `oldest`: when the one came in that has waited longest."""

    count: int
    oldest: datetime | None


class InboxStore(Protocol):
    async def add(self, delivery: Delivery) -> Delivery:
        """Committed when this returns. The one that is there already under (sender, identity), where there is one."""
        ...

    async def claim(self, *, worker: str, now: datetime, until: datetime, limit: int) -> list[Delivery]:
        """Ready ones whose time has come, and running ones whose lease is over, those due longest first: `running`, one
        more attempt. Each is given to one worker alone. One waits while an older one with its `order_key` is open,
        unless that has failed often.
        """
        ...

    async def void_leases(self, *, at: datetime) -> None:
        """For a start where nobody else can be at work: what anybody held may be claimed again."""
        ...

    async def next_due_at(self) -> datetime | None: ...

    async def finish(self, worked_off: Sequence[tuple[Delivery, EntityState | None]], *, at: datetime) -> None:
        """`done`, and what is known from now on, in one transaction.

        What another worker has taken over meanwhile is left alone, here and in the next two.
        """
        ...

    async def put_back(self, delivery: Delivery, *, due_at: datetime, error: str | None, counts: bool = True) -> None:
        """`counts` False: the attempt is forgotten."""
        ...

    async def park(self, delivery: Delivery, *, error: str) -> None: ...

    async def look_again(self, sender: str, identity: str, *, at: datetime) -> bool:
        """`ready` once more, if it is done and something newer about the same has come since."""
        ...

    async def replay(self, delivery_id: str, *, at: datetime) -> bool:
        """A parked or done one: `ready`, its attempts forgotten."""
        ...

    async def get(self, delivery_id: str) -> Delivery | None: ...

    async def page(
        self, *, state: DeliveryState | None = None, before: str | None = None, limit: int = 50
    ) -> list[Delivery]:
        """Newest first; `before`: an id."""
        ...

    async def since(self, moment: datetime, *, provider: str, limit: int) -> list[Delivery]:
        """Those that came in since, in whatever state, newest first."""
        ...

    async def backlog(self) -> Backlog: ...

    async def parked(self) -> int:
        """How many."""
        ...

    async def known(self, keys: Collection[EntityKey]) -> dict[EntityKey, EntityState]: ...

    async def forget(self, *, before: datetime, limit: int = 5000) -> int:
        """Closed ones, and what is known of things, that came in before: `limit` of each at most, at once."""
        ...
