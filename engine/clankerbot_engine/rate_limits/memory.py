"""A token bucket as GCRA, one number a key, in memory that never grows.

GCRA keeps the *theoretical arrival time*: when the bucket would be full again. The numbers stand in a sketch of two
rows; a key's number is the smaller of its two cells, and a refused call writes nothing. A cell whose time has passed
equals an empty one, so nothing has to be evicted; an active cell never is. Two keys share a number only where both
cells collide, so a million addresses cost no one his allowance (`benchmarks/rate_limits.py` measures it).
"""

import time
from array import array
from collections.abc import Callable

from clankerbot_engine.rate_limits.port import Decision, Key, Limit, allowed, refused

CELLS = 131_072  # a power of two: the index is a bit mask


class MemoryRateLimiter:
    """Of this process alone."""

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._first = array("d", bytes(8 * CELLS))
        self._second = array("d", bytes(8 * CELLS))

    async def check(self, key: Key, limit: Limit) -> Decision:
        return self.decide(key, limit)

    def decide(self, key: Key, limit: Limit) -> Decision:
        """As `check`. The hashes of texts are secret to this process: nobody can look for keys that collide."""
        now = self._monotonic()
        spread = hash((key, 0x9E3779B9))
        one = spread & (CELLS - 1)
        two = (spread >> 32) & (CELLS - 1)
        first, second = self._first[one], self._second[two]
        arrival = first if first < second else second
        if arrival < now:
            arrival = now
        after = arrival + limit.interval_s
        wait = after - now - limit.period_s
        if wait > 1e-9:
            return refused(limit, arrival - now, wait)
        if after > first:
            self._first[one] = after
        if after > second:
            self._second[two] = after
        return allowed(limit, after - now)
