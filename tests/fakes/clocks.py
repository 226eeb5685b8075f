"""A clock that stands still until it is told to go on."""

from datetime import UTC, datetime, timedelta

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
