"""How busy the event loop is, for work that can wait until those are answered who wait for an answer."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final

CALM_TURN_S: Final = 0.002
"""A turn of the event loop that takes longer has much to do already."""

TurnS = Callable[[], Awaitable[float]]


async def turn_s() -> float:
    """Seconds that a turn takes now."""
    began = time.perf_counter()
    await asyncio.sleep(0)
    return time.perf_counter() - began


async def calm(how_long: TurnS = turn_s) -> None:
    """Returns when the event loop is not busy."""
    while await how_long() > CALM_TURN_S:
        pass
