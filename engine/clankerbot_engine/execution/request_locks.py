"""One at a time for each request: a repeat waits for the first, and then finds its answer in the journal."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

RequestId = tuple[str, str]
"""Principal and request key."""


class RequestLocks:
    """In this process, which is the only one: the database's lock file sees to that."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[RequestId, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def hold(self, request: RequestId) -> AsyncIterator[None]:
        lock = self._locks.get(request)
        if lock is None:
            lock = self._locks[request] = asyncio.Lock()
        async with lock:
            yield

    def is_held(self, request: RequestId) -> bool:
        lock = self._locks.get(request)
        return lock is not None and lock.locked()
