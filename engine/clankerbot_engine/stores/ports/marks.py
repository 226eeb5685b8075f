"""What is remembered for good by a word: that something was said once, or when something was looked at last."""

from datetime import datetime, timedelta
from typing import Protocol


class MarkStore(Protocol):
    async def has(self, key: str) -> bool: ...

    async def set(self, key: str, *, at: datetime) -> None:
        """Whether it is there or not."""
        ...

    async def renew(self, key: str, *, now: datetime, after: timedelta) -> bool:
        """Set it to `now`, unless it was set less than `after` ago. Of several at once, one alone gets True."""
        ...
