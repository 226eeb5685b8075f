"""Approval requests (`clockify-api` §5.7)."""

from clankerbot_engine.clockify.models.wire import Instant, Received, WireDuration


class ApprovalStatus(Received):
    state: str | None = None  # PENDING | APPROVED | REJECTED | WITHDRAWN_SUBMISSION | WITHDRAWN_APPROVAL
    note: str | None = None
    updated_by: str | None = None
    updated_by_user_name: str | None = None
    updated_at: Instant | None = None


class ApprovalOwner(Received):
    user_id: str | None = None
    user_name: str | None = None
    time_zone: str | None = None


class DateRange(Received):
    start: Instant | None = None
    end: Instant | None = None


class Approval(Received):
    id: str | None = None
    status: ApprovalStatus | None = None
    owner: ApprovalOwner | None = None
    date_range: DateRange | None = None


class ApprovalRequest(Received):
    """A row of the list: the request and the time that it is about."""

    approval_request: Approval | None = None
    approved_time: WireDuration = None
    pending_time: WireDuration = None
    tracked_time: WireDuration = None
    billable_time: WireDuration = None
