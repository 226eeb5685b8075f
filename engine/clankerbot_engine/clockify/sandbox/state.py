"""All that one sandbox knows: a workspace with its people, keys and entities, the faults, the traffic."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from clankerbot_engine.clockify.sandbox.deliveries import Deliveries
from clankerbot_engine.clockify.sandbox.faults import FaultPlan
from clankerbot_engine.clockify.sandbox.ids import IdSource
from clankerbot_engine.clockify.sandbox.records import (
    Approval,
    Client,
    CustomField,
    Holiday,
    Person,
    Plan,
    Project,
    Rates,
    Tag,
    Task,
    TimeEntry,
    TimeOff,
    UserGroup,
    Webhook,
)
from clankerbot_engine.clockify.sandbox.settings import default_settings, locked_before
from clankerbot_engine.clockify.sandbox.traffic import Traffic

Clock = Callable[[], datetime]


def clock_from(now: datetime) -> Clock:
    """A clock that shows `now` at this moment and goes on from there."""
    began = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - began)


class SandboxState:
    """One workspace, in memory. `seed` fills it, now and at each `reset`; time comes from `clock` (aware, UTC)."""

    def __init__(
        self,
        clock: Clock,
        seed: "Callable[[SandboxState], None]",
        *,
        time_zone: str = "Europe/Berlin",
        deliveries: Deliveries | None = None,
    ) -> None:
        self.clock = clock
        self.seed = seed
        self.time_zone = time_zone
        self.faults = FaultPlan()
        self.traffic = Traffic()
        self.deliveries = deliveries or Deliveries(clock)
        self._watchers: list[Callable[[TimeEntry], None]] = []
        self._start_empty()
        seed(self)

    def _start_empty(self) -> None:
        self.ids = IdSource()
        self.workspace_id = ""
        self.workspace_name = ""
        self.plan: Plan = "PRO"
        self.approval_period = "WEEKLY"
        self.rates = Rates(hourly_rate=0)
        self.settings: dict[str, Any] = default_settings(self.time_zone)
        self.keys: dict[str, str] = {}  # personal API key -> user id
        self.addon_tokens: dict[str, str] = {}  # add-on token -> id of the user it acts as
        self.people: dict[str, Person] = {}
        self.groups: dict[str, UserGroup] = {}
        self.clients: dict[str, Client] = {}
        self.projects: dict[str, Project] = {}
        self.tasks: dict[str, Task] = {}
        self.tags: dict[str, Tag] = {}
        self.custom_fields: dict[str, CustomField] = {}
        self.entries: dict[str, TimeEntry] = {}
        self.webhooks: dict[str, Webhook] = {}
        self.approvals: dict[str, Approval] = {}
        self.time_off: dict[str, TimeOff] = {}
        self.holidays: dict[str, Holiday] = {}

    def watch(self, changed: Callable[[TimeEntry], None]) -> None:
        """`changed` is told each time entry that was made, changed or deleted, as it is or was."""
        self._watchers.append(changed)

    def tell(self, entry: TimeEntry) -> None:
        for changed in self._watchers:
            changed(entry)

    def reset(self) -> None:
        """Back to the seed: entities, settings, plan, webhooks, faults, traffic and budget."""
        self.faults.clear()
        self.traffic.clear()
        self.traffic.set_budget(None)
        self.deliveries.clear()
        self._start_empty()
        self.seed(self)

    def now(self) -> datetime:
        return self.clock().replace(microsecond=0)

    def new_id(self) -> str:
        return self.ids.new(self.clock())

    @property
    def owner(self) -> Person:
        return next(person for person in self.people.values() if person.role == "OWNER")

    def running_entry(self, user_id: str) -> TimeEntry | None:
        return next((entry for entry in self.entries.values() if entry.user_id == user_id and entry.end is None), None)

    def is_before_lock(self, entry: TimeEntry) -> bool:
        lock = locked_before(self.settings, self.clock())
        return lock is not None and entry.start < lock

    def approval_of(self, entry: TimeEntry) -> Approval | None:
        """The handed-in timesheet, pending or approved, that this entry is part of."""
        for approval in self.approvals.values():
            if approval.state not in ("PENDING", "APPROVED") or approval.owner_id != entry.user_id:
                continue
            if approval.start <= entry.start < approval.end:
                return approval
        return None

    def is_approved(self, entry: TimeEntry) -> bool:
        approval = self.approval_of(entry)
        return approval is not None and approval.state == "APPROVED"
