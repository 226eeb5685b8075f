"""What has happened lately, for those who run the service: looked at, never written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from clankerbot_engine.stores.ports.journal import Operation
from clankerbot_engine.stores.ports.outbox import PostState
from clankerbot_engine.stores.ports.schedules import ScheduleRun


@dataclass(frozen=True, slots=True)
class Happened:
    """When something came about, and what state it is in."""

    at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class PostBacklog:
    """How many posts there are in each state. `oldest`: when the one came that has waited longest."""

    counts: dict[PostState, int]
    oldest: datetime | None


class Activity(Protocol):
    async def newest_operations(self, *, limit: int) -> list[Operation]: ...

    async def operation(self, operation_id: str) -> Operation | None: ...

    async def operations_since(self, at: datetime, *, limit: int) -> Sequence[Happened]:
        """Newest first, here and in the next two."""
        ...

    async def deliveries_since(self, at: datetime, *, limit: int) -> Sequence[Happened]: ...

    async def runs_since(self, at: datetime, *, limit: int) -> list[ScheduleRun]:
        """Of all schedules, by when they were due."""
        ...

    async def post_backlog(self) -> PostBacklog: ...
