"""What was read from Clockify, for a while."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pydantic import JsonValue


@dataclass(frozen=True, slots=True)
class CacheEntry:
    value: JsonValue
    fetched_at: datetime


class CacheStore(Protocol):
    async def get(self, key: str) -> CacheEntry | None: ...

    async def put(self, key: str, entry: CacheEntry) -> None: ...

    async def keys(self, suffix: str) -> list[str]:
        """Every key that ends with `suffix`."""
        ...

    async def delete(self, prefix: str) -> int:
        """Every key that starts with `prefix`."""
        ...
