"""Schedules and their runs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from clankerbot_engine.stores.ports.documents import JsonDict


@dataclass(frozen=True, slots=True)
class Schedule:
    id: str
    principal: str
    cron: str
    timezone: str
    channel: str | None
    action: JsonDict
    enabled: bool
    next_run_at: datetime | None
    created_at: datetime
    updated_at: datetime
    follows_owner: bool = False
    """The time zone is its owner's: where they move, it goes with them."""
    paused_because: str | None = None
    """Why it was paused by itself, in words."""
    paused_reason: str | None = None
    """The same, as a code by which it can be said in other languages; None: the words are the owner's own already."""


@dataclass(frozen=True, slots=True)
class ScheduleRun:
    """`running` also while it waits for another try. `worker`: who carries it out; None: nobody at the moment."""

    schedule_id: str
    fire_key: str
    due_at: datetime
    state: Literal["running", "done", "failed", "skipped"]
    started_at: datetime
    finished_at: datetime | None = None
    message: str | None = None
    worker: str | None = None
    lease_until: datetime | None = None
    """While it runs: from when on anybody may take it up."""
    attempts: int = 0


PlanFiring = Callable[[Schedule], tuple[Schedule, ScheduleRun | None]]
"""How a schedule that is due goes on, and the run that is to be; None: there is none. May be asked twice."""


class ScheduleStore(Protocol):
    async def add(self, schedule: Schedule) -> None: ...

    async def get(self, schedule_id: str) -> Schedule | None: ...

    async def all(self, *, after: str = "", limit: int | None = None) -> list[Schedule]:
        """By id; those after it."""
        ...

    async def of(self, principal: str, *, after: str = "", limit: int | None = None) -> list[Schedule]:
        """By id; those after it."""
        ...

    async def replace(self, schedule: Schedule, *, seen: datetime | None = None) -> bool:
        """`seen`: only where that is still its `next_run_at`. False where it is not, or there is no such schedule."""
        ...

    async def delete(self, schedule_id: str) -> bool: ...

    async def claim_due(self, plan: PlanFiring, *, now: datetime, limit: int) -> list[tuple[Schedule, ScheduleRun]]:
        """Of the enabled ones whose `next_run_at` has come, those due longest: moved on, and their runs inserted, in
        one transaction. Each by one caller alone; those whose run is new.
        """
        ...

    async def take_over(self, worker: str, *, now: datetime, until: datetime, limit: int) -> list[ScheduleRun]:
        """Running ones that nobody holds any more: one more attempt of this worker's."""
        ...

    async def hold(self, runs: Sequence[ScheduleRun], *, until: datetime) -> None:
        """Their workers have them for longer."""
        ...

    async def void_leases(self, *, at: datetime) -> None:
        """For a start where nobody else can be at work: what anybody held may be taken up."""
        ...

    async def record(self, run: ScheduleRun) -> bool:
        """Insert the run and leave the schedule's rhythm alone. False where there is such a run."""
        ...

    async def finish(self, run: ScheduleRun) -> bool:
        """False, and nothing is written, where another worker has taken it over. Nobody holds it any more."""
        ...

    async def put_back(self, run: ScheduleRun, *, at: datetime) -> bool:
        """As `finish`, but it runs on from then, with its message."""
        ...

    async def withdraw(self, run: ScheduleRun, schedule: Schedule) -> bool:
        """As if the run had never been; the schedule becomes this one. False where another worker has the run."""
        ...

    async def runs(self, schedule_id: str, *, limit: int = 10) -> list[ScheduleRun]:
        """Newest first."""
        ...

    async def forget_runs(self, *, before: datetime) -> int:
        """Those that ended before."""
        ...
