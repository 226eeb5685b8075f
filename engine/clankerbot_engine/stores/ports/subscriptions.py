"""What is posted where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from clankerbot_engine.stores.ports.documents import JsonDict


@dataclass(frozen=True, slots=True)
class Subscription:
    """What is posted where.

    `workspace_id`: Clockify's, whose events it follows; None: it was made before that counted.
    """

    id: str
    principal: str
    channel: str
    topic: Literal["events", "digest"]
    events: Sequence[str]
    filters: JsonDict
    created_at: datetime
    workspace_id: str | None = None
    label: str | None = None
    """In the words of whoever made it."""


class SubscriptionStore(Protocol):
    async def add(self, subscription: Subscription) -> None: ...

    async def all(self) -> list[Subscription]: ...

    async def replace(self, subscription: Subscription) -> bool:
        """False where there is none of that id any more."""
        ...

    async def delete(self, subscription_id: str) -> bool: ...
