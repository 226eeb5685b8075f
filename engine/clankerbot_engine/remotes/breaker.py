"""A circuit breaker: a remote that mostly fails is left alone for a while, and then tried by one call."""

from collections import deque
from collections.abc import Callable
from typing import Final, Literal

State = Literal["closed", "open", "half_open"]

WINDOW_S: Final = 30.0
LEAST_CALLS: Final = 20
"""In the window: of fewer, nothing can be said."""
MOST_FAILED: Final = 0.5
OPEN_S: Final = 15.0
PROBE_S: Final = 30.0
"""So long the one call may take; if nothing is heard of it by then, another may try."""


class Breaker:
    """Closed: calls pass. Open: none does. Half open: one is under way, and decides."""

    def __init__(self, *, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._calls: deque[tuple[float, bool]] = deque()
        self._failed = 0
        self._opened_at: float | None = None
        self._probing_since: float | None = None

    @property
    def state(self) -> State:
        if self._opened_at is None:
            return "closed"
        return "open" if self._probing_since is None else "half_open"

    def wait_s(self) -> float:
        """0: the call may go, and `note` is to hear of it. Else: nobody may for so long."""
        if self._opened_at is None:
            return 0
        now = self._monotonic()
        if self._probing_since is not None and now - self._probing_since < PROBE_S:
            return 1.0  # by then it is mostly known
        left = self._opened_at + OPEN_S - now
        if left > 0:
            return left
        self._probing_since = now
        return 0

    def note(self, *, failed: bool) -> bool:
        """Of a call that has ended; whether the state is another one by it."""
        now = self._monotonic()
        if self._opened_at is not None:
            return self._note_while_open(now, failed)
        self._calls.append((now, failed))
        self._failed += failed
        while self._calls[0][0] < now - WINDOW_S:
            self._failed -= self._calls.popleft()[1]
        if not failed or len(self._calls) < LEAST_CALLS or self._failed < MOST_FAILED * len(self._calls):
            return False  # an answer is never why it is left alone, whatever came before
        self._opened_at = now
        return True

    def _note_while_open(self, now: float, failed: bool) -> bool:
        """An answer closes it, also one to a call from before."""
        if not failed:
            self._opened_at = self._probing_since = None
            self._calls.clear()
            self._failed = 0
            return True
        if self._probing_since is None:
            return False  # from before
        self._opened_at, self._probing_since = now, None
        return True
