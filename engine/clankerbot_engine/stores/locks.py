"""Taking turns among all instances that share a database."""

from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Protocol


class Locks(Protocol):
    """Beyond this process: within it, whoever uses them takes turns by an `asyncio.Lock` first."""

    def hold(self, name: str) -> AbstractAsyncContextManager[None]:
        """Waits until no other instance holds `name`. Given back when the process dies."""
        ...


class OneInstance:
    """There is no other: the lock file beside a SQLite database sees to that."""

    def hold(self, name: str) -> AbstractAsyncContextManager[None]:
        return nullcontext()
