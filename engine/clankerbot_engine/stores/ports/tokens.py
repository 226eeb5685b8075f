"""Callers' tokens."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

Scope = Literal["parse", "run", "schedules", "webhooks", "admin"]
SCOPES: tuple[Scope, ...] = ("parse", "run", "schedules", "webhooks", "admin")


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A caller's token, without the token. `principal` is who the caller is everywhere else.

    `limit_per_minute`: requests, over all routes; None: none beside that of addresses. `last_used_at`: to the minute.
    """

    id: str
    name: str
    scopes: frozenset[Scope]
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    limit_per_minute: int | None = None
    last_used_at: datetime | None = None

    @property
    def principal(self) -> str:
        return f"token:{self.id}"


class TokenStore(Protocol):
    async def add(self, token: ApiToken, token_hash: str) -> None: ...

    async def find(self, token_hash: str) -> ApiToken | None:
        """Revoked and expired ones too: the caller decides by the clock."""
        ...

    async def get(self, token_id: str) -> ApiToken | None: ...

    async def all(self) -> list[ApiToken]: ...

    async def used(self, token_id: str, at: datetime) -> None:
        """Never to an earlier time than is there."""
        ...

    async def revoke(self, token_id: str, at: datetime) -> bool:
        """False where there is no such token, or it was revoked before."""
        ...
