"""The app in Slack workspaces."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from clankerbot_engine.stores.ports.documents import JsonDict


@dataclass(frozen=True, slots=True)
class StoredInstallation:
    """The app in one Slack workspace, or in a whole organisation. `facts` hold no secret; the tokens are sealed."""

    id: str
    facts: JsonDict
    installed_at: datetime
    expires_at: datetime | None
    """Of the bot token; None: it does not expire."""
    sealed_tokens: str = field(repr=False)


class InstallationStore(Protocol):
    async def save(self, installation: StoredInstallation) -> None:
        """Insert, or replace what is there."""
        ...

    async def get(self, installation_id: str) -> StoredInstallation | None: ...

    async def all(self) -> list[StoredInstallation]: ...

    async def claim_renewal(self, installation_id: str, *, now: datetime, until: datetime) -> bool:
        """For one process alone, until then: a refresh token works once. False where another has it."""
        ...

    async def renew(self, installation_id: str, *, seen: str, sealed_tokens: str, expires_at: datetime | None) -> bool:
        """Put other tokens in the place of `seen`, and end the claim. False where they are gone."""
        ...

    async def delete(self, installation_id: str) -> bool: ...
