"""What is kept about people."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from clankerbot_engine.stores.ports.documents import JsonDict


@dataclass(frozen=True, slots=True)
class StoredConnection:
    """One person's way into Clockify.

    `sealed_key` is opened by the vault alone; None: the account of the settings acts for the member `user_id`.
    """

    principal: str
    base_url: str
    workspace_id: str
    user_id: str
    created_at: datetime
    updated_at: datetime
    sealed_key: str | None = field(repr=False)


class PersonStore(Protocol):
    """What is kept about people, by principal."""

    async def connect(self, connection: StoredConnection) -> None:
        """Insert, or replace what is there."""
        ...

    async def connection(self, principal: str) -> StoredConnection | None: ...

    async def connections(self) -> list[StoredConnection]: ...

    async def connected_as(self, workspace_id: str, user_id: str) -> list[str]:
        """The principals, in order, that are connected as this user of Clockify's."""
        ...

    async def reseal(self, principal: str, *, seen: str, sealed_key: str) -> bool:
        """Put another seal in the place of `seen`. False where the connection was changed or deleted meanwhile."""
        ...

    async def settings(self, principal: str) -> JsonDict | None: ...

    async def with_setting(self, name: str, value: str) -> list[str]:
        """The principals, in order, who have set that to this text."""
        ...

    async def set_settings(self, principal: str, settings: JsonDict, *, at: datetime) -> None: ...

    async def forget(self, principal: str) -> bool:
        """Delete all that any table knows of the person; webhooks that they made go on, without their name.

        False where there was no connection.
        """
        ...

    async def principals(self, prefix: str) -> list[str]:
        """Everybody of whom anything is kept, and whose name begins so."""
        ...
