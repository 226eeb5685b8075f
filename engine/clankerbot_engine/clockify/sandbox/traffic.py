"""What came in: a log of requests for tests and the demo, and the hourly budget of a new free workspace."""

from collections import deque
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

KEPT = 1000


@dataclass
class SeenRequest:
    """`status` None: it is still running, or was never answered. `fault`: the kind that hit it.
    `traceparent`: of whose trace it says that it is a part (W3C)."""

    method: str
    path: str
    query: str
    at: datetime
    status: int | None = None
    fault: str | None = None
    traceparent: str | None = None


class Traffic:
    """`count` counts every request; the log keeps the newest 1,000."""

    def __init__(self) -> None:
        self.count = 0
        self.log: deque[SeenRequest] = deque(maxlen=KEPT)
        self.hourly_budget: int | None = None
        self._spent: deque[datetime] = deque()

    def note(self, request: SeenRequest) -> None:
        self.count += 1
        self.log.append(request)

    def clear(self) -> None:
        self.count = 0
        self.log.clear()

    def set_budget(self, per_hour: int | None) -> None:
        """For the whole workspace, all its people together; counting starts anew."""
        self.hourly_budget = per_hour
        self._spent.clear()

    def is_over_budget(self, at: datetime) -> bool:
        """Counts the request when it still fits into the last 60 minutes."""
        if self.hourly_budget is None:
            return False
        while self._spent and self._spent[0] <= at - timedelta(hours=1):
            self._spent.popleft()
        if len(self._spent) >= self.hourly_budget:
            return True
        self._spent.append(at)
        return False

    def to_json(self) -> dict[str, Any]:
        rows = [{**asdict(request), "at": request.at.isoformat()} for request in self.log]
        return {"count": self.count, "requests": rows}
