"""The one shape that every delivery is turned into, and Clockify's event types (`clockify-api` §6.4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal

from clankerbot_engine.stores.ports import JsonDict

UNKNOWN: Final = "unknown"

_BY_ENTITY: Final = {
    "time_entry": "NEW_TIME_ENTRY NEW_TIMER_STARTED TIMER_STOPPED TIME_ENTRY_UPDATED TIME_ENTRY_DELETED "
    "TIME_ENTRY_RESTORED TIME_ENTRY_SPLIT",
    "project": "NEW_PROJECT PROJECT_UPDATED PROJECT_DELETED",
    "task": "NEW_TASK TASK_UPDATED TASK_DELETED",
    "client": "NEW_CLIENT CLIENT_UPDATED CLIENT_DELETED",
    "tag": "NEW_TAG TAG_UPDATED TAG_DELETED",
    "approval_request": "NEW_APPROVAL_REQUEST APPROVAL_REQUEST_STATUS_UPDATED",
    "time_off_request": "TIME_OFF_REQUESTED TIME_OFF_REQUEST_UPDATED TIME_OFF_REQUEST_APPROVED "
    "TIME_OFF_REQUEST_REJECTED TIME_OFF_REQUEST_STARTED TIME_OFF_REQUEST_WITHDRAWN",
    "balance": "BALANCE_UPDATED",
    "invoice": "NEW_INVOICE INVOICE_UPDATED",
    "expense": "EXPENSE_CREATED EXPENSE_UPDATED EXPENSE_DELETED EXPENSE_RESTORED",
    "assignment": "ASSIGNMENT_CREATED ASSIGNMENT_UPDATED ASSIGNMENT_DELETED ASSIGNMENT_PUBLISHED",
    "user": "USER_JOINED_WORKSPACE USER_DELETED_FROM_WORKSPACE USER_DEACTIVATED_ON_WORKSPACE "
    "USER_ACTIVATED_ON_WORKSPACE USER_EMAIL_CHANGED USER_UPDATED",
    "invitation": "USERS_INVITED_TO_WORKSPACE LIMITED_USERS_ADDED_TO_WORKSPACE",
    "user_group": "USER_GROUP_CREATED USER_GROUP_UPDATED USER_GROUP_DELETED",
    "rate": "COST_RATE_UPDATED BILLABLE_RATE_UPDATED",
}
ENTITIES: Final = MappingProxyType({event: entity for entity, events in _BY_ENTITY.items() for event in events.split()})
"""Event type to the kind of thing it is about."""

EVENT_TYPES: Final = tuple(ENTITIES)

BUDGET_REACHED: Final = "BUDGET_REACHED"
"""None of Clockify's: a project has used 80 or 100 percent of its estimate (`estimates.watch`)."""
OWN_EVENTS: Final = (BUDGET_REACHED,)

Aspect = Literal["new", "changed", "gone"]

FOLLOWED: Final[Mapping[str, Mapping[Aspect, tuple[str, ...]]]] = MappingProxyType(
    {
        "entry": {
            "new": ("NEW_TIME_ENTRY", "TIMER_STOPPED"),
            "changed": ("TIME_ENTRY_UPDATED",),
            "gone": ("TIME_ENTRY_DELETED",),
        },
        "timer": {"new": ("NEW_TIMER_STARTED", "TIMER_STOPPED")},
        "project": {"new": ("NEW_PROJECT",), "changed": ("PROJECT_UPDATED",), "gone": ("PROJECT_DELETED",)},
        "task": {"new": ("NEW_TASK",), "changed": ("TASK_UPDATED",), "gone": ("TASK_DELETED",)},
        "client": {"new": ("NEW_CLIENT",), "changed": ("CLIENT_UPDATED",), "gone": ("CLIENT_DELETED",)},
        "tag": {"new": ("NEW_TAG",), "changed": ("TAG_UPDATED",), "gone": ("TAG_DELETED",)},
        "approval": {"new": ("NEW_APPROVAL_REQUEST", "APPROVAL_REQUEST_STATUS_UPDATED")},
        "time_off": {
            "new": (
                "TIME_OFF_REQUESTED",
                "TIME_OFF_REQUEST_UPDATED",
                "TIME_OFF_REQUEST_APPROVED",
                "TIME_OFF_REQUEST_REJECTED",
                "TIME_OFF_REQUEST_WITHDRAWN",
            )
        },
        "person": {"new": ("USER_JOINED_WORKSPACE",)},
        "budget": {"new": (BUDGET_REACHED,)},
    }
)
"""What somebody may follow: a thing, what happens to it, and the events that say so. One that ends is news, too:
"entries" means what was logged by a timer as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """`type` is the provider's word, and `entity` ours (`unknown` for a type that we do not know).

    `actor`: the user id of who did it, where the delivery says so; the owner of a time entry is not its actor.
    `occurred_at`: as the delivery says, if it does. `data`: the entity as delivered.
    """

    type: str
    entity: str
    entity_id: str | None = None
    workspace_id: str | None = None
    actor: str | None = None
    occurred_at: datetime | None = None
    received_at: datetime
    data: JsonDict
