"""One at a time for each request: a repeat waits for the first, and then finds its answer in the journal."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

from clankerbot_engine.stores.locks import Locks

RequestId = tuple[str, str]
"""Principal and request key."""


class RequestLocks:
    """In this process, and then among all instances by `locks`."""

    def __init__(self, locks: Locks) -> None:
        self._among_instances = locks
        self._locks: WeakValueDictionary[RequestId, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def hold(self, request: RequestId) -> AsyncIterator[None]:
        lock = self._locks.get(request)
        if lock is None:
            lock = self._locks[request] = asyncio.Lock()
        async with lock, self._among_instances.hold("\0".join(request)):
            yield

    def is_held(self, request: RequestId) -> bool:
        """In this process."""
        lock = self._locks.get(request)
        return lock is not None and lock.locked()
