"""What the sandbox keeps: one mutable record for each entity of a workspace, in Clockify's words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

Role = Literal["OWNER", "WORKSPACE_ADMIN", "TEAM_MANAGER"]
Plan = Literal["FREE", "BASIC", "STANDARD", "PRO", "ENTERPRISE"]
PLANS: tuple[Plan, ...] = ("FREE", "BASIC", "STANDARD", "PRO", "ENTERPRISE")


@dataclass
class Rates:
    """Of one hour, in minor units; None: not set here."""

    hourly_rate: int | None = None
    cost_rate: int | None = None


@dataclass
class Person:
    """A member of the workspace. `role` None: a regular user."""

    id: str
    name: str
    email: str
    role: Role | None
    time_zone: str
    week_start: str = "MONDAY"
    hourly_rate: int | None = None  # minor units
    cost_rate: int | None = None
    membership: str = "ACTIVE"
    work_capacity: str = "PT8H"  # of one working day
    working_days: tuple[str, ...] | None = None  # None: the workspace's

    @property
    def is_admin(self) -> bool:
        return self.role in ("OWNER", "WORKSPACE_ADMIN")

    @property
    def is_manager(self) -> bool:
        return self.role is not None


@dataclass
class UserGroup:
    id: str
    name: str
    user_ids: tuple[str, ...] = ()


@dataclass
class Client:
    id: str
    name: str
    email: str | None = None
    address: str | None = None
    note: str | None = None
    archived: bool = False
    currency_id: str | None = None
    cc_emails: tuple[str, ...] | None = None


@dataclass
class Project:
    """`members` matters where the project is private."""

    id: str
    name: str
    client_id: str | None = None
    color: str = "#03A9F4"
    billable: bool = False
    public: bool = True
    archived: bool = False
    template: bool = False
    note: str = ""
    hourly_rate: int | None = None  # minor units
    cost_rate: int | None = None
    members: list[str] = field(default_factory=list)
    member_rates: dict[str, Rates] = field(default_factory=dict)  # by the member's id
    estimate: str = "PT0S"
    estimate_type: str = "AUTO"


@dataclass
class Task:
    id: str
    name: str
    project_id: str
    status: str = "ACTIVE"
    assignee_ids: tuple[str, ...] = ()
    estimate: str = "PT0S"
    billable: bool = True
    hourly_rate: int | None = None  # minor units
    cost_rate: int | None = None


@dataclass
class Tag:
    id: str
    name: str
    archived: bool = False


@dataclass
class CustomField:
    id: str
    name: str
    type: str = "TXT"
    required: bool = False
    status: str = "VISIBLE"
    allowed_values: tuple[str, ...] = ()
    default: Any = None
    description: str | None = None
    placeholder: str | None = None
    only_admin_can_edit: bool = False


@dataclass
class TimeEntry:
    """`end` None: the timer is running."""

    id: str
    user_id: str
    start: datetime
    end: datetime | None
    description: str = ""
    project_id: str | None = None
    task_id: str | None = None
    tag_ids: tuple[str, ...] = ()
    billable: bool = False
    type: str = "REGULAR"
    custom_fields: dict[str, Any] = field(default_factory=dict)  # by the custom field's id
    invoiced: bool = False

    @property
    def seconds(self) -> int:
        """0 while it runs, as in reports."""
        return 0 if self.end is None else int((self.end - self.start).total_seconds())


@dataclass
class Webhook:
    id: str
    name: str
    url: str
    event: str
    source_type: str
    sources: Sequence[str]
    user_id: str
    auth_token: str
    enabled: bool = True
    delivery_enabled: bool = True
    failures: int = 0  # deliveries given up in a row


@dataclass
class Attempt:
    """One row of a webhook's log."""

    id: str
    event_id: str
    webhook_id: str
    status_code: int
    request_body: str
    response_body: str
    responded_at: datetime


@dataclass
class Delivery:
    """What became of one event for one webhook."""

    id: str
    webhook_id: str
    event: str
    status: Literal["RETRYING", "SUCCEEDED", "FAILED"] = "RETRYING"
    retry_count: int = 0


@dataclass
class Approval:
    """A timesheet handed in: the owner's entries that start within [start, end)."""

    id: str
    owner_id: str
    creator_id: str
    start: datetime
    end: datetime
    state: str
    note: str
    updated_by: str
    updated_at: datetime


@dataclass
class Holiday:
    """Whole days, both inclusive; of everybody, unless people or groups are named."""

    id: str
    name: str
    first: date
    last: date
    annually: bool = False
    user_ids: tuple[str, ...] = ()
    group_ids: tuple[str, ...] = ()


@dataclass
class TimeOff:
    """Days off that somebody asked for."""

    id: str
    user_id: str
    policy_id: str
    start: datetime
    end: datetime
    note: str
    created_at: datetime
    half_day: bool = False
    status: str = "PENDING"
    decided_by: str | None = None
    decided_at: datetime | None = None
    decision_note: str = ""
