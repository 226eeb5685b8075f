"""What is to be done again and again, until the service closes."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any

from clankerbot_engine.logs import failures_logged

log = logging.getLogger(__name__)


class Rounds:
    """Each ends where `stack` is closed: after what was put on it later."""

    def __init__(self, stack: AsyncExitStack) -> None:
        self._stack = stack

    async def every(
        self, seconds: float, work: Callable[[], Awaitable[Any]], *, name: str, first_after_s: float = 0
    ) -> None:
        """`seconds` lie between the end of one round and the next. `name` is for the log."""
        await self._stack.enter_async_context(_again_and_again(seconds, work, name, first_after_s))


@asynccontextmanager
async def _again_and_again(
    every_s: float, work: Callable[[], Awaitable[Any]], name: str, first_after_s: float
) -> AsyncIterator[None]:
    async def go_on() -> None:
        await asyncio.sleep(first_after_s)
        while True:
            with failures_logged(log, f"{name}_failed"):
                await work()
            await asyncio.sleep(every_s)

    task = asyncio.create_task(go_on(), name=name)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
