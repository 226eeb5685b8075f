"""What is counted by whom: the port that `memory` and `redis` implement."""

from typing import NamedTuple, Protocol

Key = tuple[str, ...]
"""What is counted together, such as ("address", "192.0.2.1", "/actions/run"). Its first part says what kind it is."""


class Limit:
    """`calls` at once, refilled evenly over `period_s`."""

    __slots__ = ("calls", "interval_s", "period_s")

    def __init__(self, calls: int, period_s: float = 60) -> None:
        self.calls = calls
        self.period_s = period_s
        self.interval_s = period_s / calls
        """After so long, there is one call more."""

    def shared_by(self, several: int) -> "Limit":
        """What each of them may do, so that all together do no more: one call at least, but then less often."""
        calls = max(1, self.calls // several)
        return self if several == 1 else Limit(calls, self.period_s * max(1.0, several / self.calls))


class Decision(NamedTuple):
    """Seconds are from now; `retry_after_s` is 0 where the call is allowed."""

    allowed: bool
    limit: int
    remaining: int
    reset_s: float
    retry_after_s: float


class RateLimiter(Protocol):
    async def check(self, key: Key, limit: Limit) -> Decision:
        """Counts the call where it is allowed; a refused one costs nothing. Never raises, and never waits for long.

        A key is always asked for with the same limit.
        """
        ...


def allowed(limit: Limit, used_s: float) -> Decision:
    """`used_s`: until the bucket is full again."""
    return Decision(True, limit.calls, int((limit.period_s - used_s) / limit.interval_s + 1e-6), used_s, 0)


def refused(limit: Limit, used_s: float, wait_s: float) -> Decision:
    return Decision(False, limit.calls, 0, used_s, wait_s)
