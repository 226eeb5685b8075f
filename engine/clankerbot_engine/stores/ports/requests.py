"""Requests, by the key that a repeat comes with."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from clankerbot_engine.stores.ports.documents import JsonDict


@dataclass(frozen=True, slots=True)
class StoredRequest:
    principal: str
    key: str
    fingerprint: str
    actions: list[JsonDict]
    created_at: datetime


class RequestStore(Protocol):
    async def remember_once(self, request: StoredRequest) -> StoredRequest:
        """Insert, or return what is there under (principal, key)."""
        ...

    async def find(self, principal: str, key: str) -> StoredRequest | None: ...

    async def forget(self, *, before: datetime) -> int: ...
