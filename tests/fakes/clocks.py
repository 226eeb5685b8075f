"""Clocks that stand still until they are told to go on."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
"""A Tuesday, three in the afternoon in Berlin."""


class FakeClock:
    """Called, it says the date and time; `monotonic` says seconds since it was made."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now
        self._began = now

    def __call__(self) -> datetime:
        return self.now

    def monotonic(self) -> float:
        return (self.now - self._began).total_seconds()

    def go_on(self, **by: float) -> None:
        self.now += timedelta(**by)

    def set_back(self, **by: float) -> None:
        """As somebody may do to a machine's clock; its seconds since then go on."""
        self.now -= timedelta(**by)
        self._began -= timedelta(**by)


class LoopTime:
    """The running event loop's own time, by which it times out what is bounded.

    As it stands still, no machine is too slow for a bound, and nobody waits for one to pass. What sleeps in the loop
    sleeps until this goes on.
    """

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._real = asyncio.get_running_loop().time
        self._stood_still_at: float | None = self._real()
        self._ahead_s = 0.0
        patch.setattr(asyncio.get_running_loop(), "time", self._time)

    def _time(self) -> float:
        return (self._real() if self._stood_still_at is None else self._stood_still_at) + self._ahead_s

    def go_on(self, *, seconds: float) -> None:
        self._ahead_s += seconds

    def run(self) -> None:
        """It goes on by itself from now on, as a server needs it to end."""
        self._stood_still_at = None
