"""Webhooks that may deliver."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class WebhookSource:
    """A webhook that may deliver. What the service made in Clockify by itself has `remote_id` and `principal`.

    `workspace_id` is what a delivery is counted to: many bodies do not name it, and none is trusted to.
    """

    id: str
    name: str
    provider: str
    created_at: datetime
    token_hash: str = field(repr=False)
    workspace_id: str | None = None
    event_type: str | None = None
    remote_id: str | None = None
    principal: str | None = None
    sealed_token: str | None = field(default=None, repr=False)
    problem: str | None = None
    """Why Clockify does not deliver, as it was when last looked at: in words."""
    checked_at: datetime | None = None
    former_token_hash: str | None = field(default=None, repr=False)
    """Of the token before the last rotation: deliveries that were under way then still carry it."""
    rotated_at: datetime | None = None


class WebhookSourceStore(Protocol):
    async def add(self, source: WebhookSource) -> bool:
        """False, and nothing is written, where its name is taken."""
        ...

    async def all(self, provider: str) -> list[WebhookSource]:
        """The oldest first."""
        ...

    async def replace(self, source: WebhookSource) -> bool:
        """False where it is not there any more."""
        ...

    async def reseal(self, source_id: str, *, seen: str, sealed_token: str) -> bool:
        """Put another seal in the place of `seen`. False where the token was changed or deleted meanwhile."""
        ...

    async def delete(self, source_id: str) -> bool: ...
