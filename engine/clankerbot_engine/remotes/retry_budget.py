"""How many retries a remote can be asked to bear: a tenth of the calls, and a few in quiet times."""

from collections.abc import Callable
from typing import Final

SHARE: Final = 0.1
RESERVE: Final = 10.0
"""So many may be saved up: a hiccup is to cost nobody an answer."""
REFILL_S: Final = 10.0
"""Where there are few calls, one is saved up after so long."""


class RetryBudget:
    def __init__(self, *, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._saved = RESERVE
        self._at = monotonic()

    def call(self) -> None:
        """One begins."""
        self._save(SHARE)

    def take(self) -> bool:
        """One retry, if there is one left."""
        now = self._monotonic()
        self._save(max(0.0, now - self._at) / REFILL_S)
        self._at = now
        if self._saved < 1:
            return False
        self._saved -= 1
        return True

    def _save(self, retries: float) -> None:
        self._saved = min(RESERVE, self._saved + retries)
