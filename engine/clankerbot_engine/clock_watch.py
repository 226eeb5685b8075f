"""Notices that somebody set the clock of this machine, and says so: what is odd afterwards has a line in the log."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final

log = logging.getLogger(__name__)

EVERY_S: Final = 5.0
NOTABLE_S: Final = 30.0
"""Less is what NTP does by itself, and what a machine that was busy looks like."""
EFFECT: Final = "what is kept for seconds is looked at anew, schedules go on when their time comes, nothing runs twice"


class ClockWatch:
    """Compares the time of day with the seconds since the start, which nobody can set."""

    def __init__(self, clock: Callable[[], datetime], monotonic: Callable[[], float]) -> None:
        self._clock = clock
        self._monotonic = monotonic
        self._seen = clock(), monotonic()

    async def look(self) -> None:
        """To be called every few seconds."""
        (then, began), now = self._seen, (self._clock(), self._monotonic())
        self._seen = now
        jumped_s = (now[0] - then).total_seconds() - (now[1] - began)
        if abs(jumped_s) >= NOTABLE_S:
            way = "back" if jumped_s < 0 else "forward"
            log.warning("clock_set", extra={"way": way, "by_s": round(abs(jumped_s)), "effect": EFFECT})
