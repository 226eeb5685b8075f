"""How often Clockify was asked, over the last day: the metrics count from the start and forget when."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from clankerbot_engine.metrics import Metrics

EVERY_S: Final = 60.0
KEPT: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """Requests between two looks; `refused`: those that were not answered by a success."""

    at: datetime
    requests: int
    refused: int


class ClockifyUsage:
    def __init__(self, metrics: Metrics, *, clock: Callable[[], datetime]) -> None:
        self._metrics = metrics
        self._clock = clock
        self._seen = (0, 0)
        self._asked: deque[Asked] = deque()

    async def look(self) -> None:
        """To be called every minute."""
        now, counted = self._clock(), self._counted()
        requests, refused = counted[0] - self._seen[0], counted[1] - self._seen[1]
        self._seen = counted
        if requests:
            self._asked.append(Asked(now, requests, refused))
        while self._asked and self._asked[0].at <= now - KEPT:
            self._asked.popleft()

    def since(self, at: datetime) -> Iterator[Asked]:
        return (each for each in self._asked if each.at > at)

    def _counted(self) -> tuple[int, int]:
        """Sums over all labels."""
        requests = refused = 0
        for family in self._metrics.clockify_requests.collect():
            for sample in family.samples:
                if sample.name.endswith("_total"):
                    requests += int(sample.value)
                    refused += 0 if sample.labels["status"].startswith("2") else int(sample.value)
        return requests, refused
