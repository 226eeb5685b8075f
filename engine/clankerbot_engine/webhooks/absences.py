"""Requests that somebody decides, as an event tells them: a timesheet handed in, and time off."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any, Final, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from clankerbot_engine.stores.ports import JsonDict
from clankerbot_engine.webhooks.events import Event

APPROVAL: Final = "approval_request"
TIME_OFF: Final = "time_off_request"

State = Literal["pending", "approved", "rejected", "withdrawn"]
_STATES: Final[dict[str, State]] = {
    "PENDING": "pending",
    "APPROVED": "approved",
    "REJECTED": "rejected",
    "WITHDRAWN_SUBMISSION": "withdrawn",
    "WITHDRAWN_APPROVAL": "withdrawn",
}


@dataclass(frozen=True, slots=True)
class Request:
    """`person_name`: of whom asks; None where the event tells the `person_id` alone. `note` is theirs.
    `decided_by`: a name, and `reason`: what they say to it.
    """

    entity: str
    id: str
    workspace_id: str
    state: State
    person_id: str | None = None
    person_name: str | None = None
    policy_id: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    note: str | None = None
    decided_by: str | None = None
    reason: str | None = None

    def to_document(self) -> JsonDict:
        document: JsonDict = _REQUEST.dump_python(self, mode="json")
        return document

    @classmethod
    def from_document(cls, document: Any) -> Self | None:
        """None for what is none, or of another version."""
        try:
            return cls(**asdict(_REQUEST.validate_python(document)))
        except ValidationError:
            return None


_REQUEST: Final = TypeAdapter(Request)


def request_in(event: Event, document: JsonDict) -> Request | None:
    """`document`: the request as it is now. None where the event is about something else."""
    if event.entity not in (APPROVAL, TIME_OFF) or event.entity_id is None or event.workspace_id is None:
        return None
    status, is_approval = document.get("status"), event.entity == APPROVAL
    word = _text(status, "state" if is_approval else "statusType") or "PENDING"
    # A request that was withdrawn still says PENDING of itself: the event alone tells.
    state = "withdrawn" if event.type.endswith("_WITHDRAWN") else _STATES.get(word, "pending")
    owner = document.get("owner")
    period = document.get("dateRange") if is_approval else _inside(document.get("timeOffPeriod"), "period")
    named = _text(owner, "timezone") or _text(owner, "timeZone") if is_approval else _text(document, "timeZone")
    zone = _zone(named)
    return Request(
        entity=event.entity,
        id=event.entity_id,
        workspace_id=event.workspace_id,
        state=state,
        person_id=_text(owner, "userId") if is_approval else _text(document, "userId"),
        person_name=_text(owner, "userName") if is_approval else None,
        policy_id=_text(document, "policyId"),
        starts_at=_moment(_text(period, "start"), zone),
        ends_at=_moment(_text(period, "end"), zone),
        # Of a timesheet there is one note, of whoever spoke last.
        note=_text(status, "note") if is_approval and state == "pending" else _text(document, "note"),
        reason=_text(status, "note") if state != "pending" else None,
        decided_by=_text(status, "updatedByUserName" if is_approval else "changedByUserName"),
    )


def _inside(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None


def _text(value: Any, key: str) -> str | None:
    found = _inside(value, key)
    return found[:500] if isinstance(found, str) and found else None


def _moment(text: str | None, zone: tzinfo) -> datetime | None:
    """In the zone of whoever asks: there it is midnight. Nanoseconds are cut off; without an offset it is no moment."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment.astimezone(zone) if moment.tzinfo is not None else None


def _zone(name: str | None) -> tzinfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ValueError, OSError, KeyError):
        return UTC
