"""`/workspaces/{w}/approval-requests`: a timesheet is handed in, approved, sent back or withdrawn."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from starlette.responses import Response

from clankerbot_engine.clockify.sandbox import events, rendering
from clankerbot_engine.clockify.sandbox.call import Call, Member, answer
from clankerbot_engine.clockify.sandbox.formats import iso_duration
from clankerbot_engine.clockify.sandbox.records import Approval, Person, TimeEntry
from clankerbot_engine.clockify.sandbox.refusals import denied, invalid, missing, not_in_plan
from clankerbot_engine.clockify.sandbox.report_totals import Money
from clankerbot_engine.clockify.sandbox.settings import DAYS, zone_of
from clankerbot_engine.clockify.sandbox.state import SandboxState

router = APIRouter(prefix="/workspaces/{workspace_id}/approval-requests")

PERIODS = ("WEEKLY", "SEMI_MONTHLY", "MONTHLY")
# From which state to which; the owner withdraws a submission, managers do the rest.
_STEPS = {
    "PENDING": ("APPROVED", "REJECTED", "WITHDRAWN_SUBMISSION"),
    "APPROVED": ("WITHDRAWN_APPROVAL",),
}


def period_around(moment: datetime, period: str, zone: ZoneInfo, week_start: str) -> tuple[datetime, datetime]:
    """Whole local days, as UTC instants: the start, and the first instant that is no longer part of it."""
    day = moment.astimezone(zone).date()
    if period == "WEEKLY":
        first = day - timedelta(days=(day.weekday() - DAYS.index(week_start)) % 7)
        after = first + timedelta(days=7)
    else:
        days = calendar.monthrange(day.year, day.month)[1]
        first, after = day.replace(day=1), day.replace(day=days) + timedelta(days=1)
        if period == "SEMI_MONTHLY":
            middle = day.replace(day=16)
            first, after = (first, middle) if day < middle else (middle, after)
    return _midnight(first, zone), _midnight(after, zone)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _entries(state: SandboxState, approval: Approval) -> list[TimeEntry]:
    rows = [
        entry
        for entry in state.entries.values()
        if entry.user_id == approval.owner_id and approval.start <= entry.start < approval.end
    ]
    return sorted(rows, key=lambda entry: entry.start)


def _shown(state: SandboxState, approval: Approval) -> dict[str, Any]:
    owner, creator = state.people[approval.owner_id], state.people[approval.creator_id]
    return {
        "id": approval.id,
        "workspaceId": state.workspace_id,
        "dateRange": rendering.date_range(approval),
        "owner": {
            "userId": owner.id,
            "userName": owner.name,
            "timeZone": owner.time_zone,
            "startOfWeek": owner.week_start,
        },
        "creator": {"userId": creator.id, "userName": creator.name, "userEmail": creator.email},
        "status": rendering.approval_status(state, approval),
    }


def _details(state: SandboxState, approval: Approval) -> dict[str, Any]:
    entries = _entries(state, approval)
    tracked = sum(entry.seconds for entry in entries)
    billable = [entry for entry in entries if entry.billable]
    money = Money(state, ("EARNED",))
    rows = []
    for entry in entries:
        shown = rendering.time_entry(state, entry, with_rates=True, hydrated=True)
        rows.append(shown | {"approvalRequestId": approval.id})
    return {
        "approvalRequest": _shown(state, approval),
        "entries": rows,
        "approvedTime": iso_duration(tracked if approval.state == "APPROVED" else 0),
        "pendingTime": iso_duration(tracked if approval.state == "PENDING" else 0),
        "trackedTime": iso_duration(tracked),
        "breakTime": iso_duration(sum(entry.seconds for entry in entries if entry.type == "BREAK")),
        "billableTime": iso_duration(sum(entry.seconds for entry in billable)),
        "billableAmount": round(money.earned(entries)),
        "costAmount": round(money.cost(entries)),
        "expenseTotal": 0,
        "expenses": [],
    }


@router.get("")
async def approvals(call: Member) -> Response:
    """`userId`, `start` and `end` do nothing here; regular users see their own."""
    wanted = call.query.choice("status", ("PENDING", "APPROVED", "WITHDRAWN_APPROVAL"))
    rows = [
        approval
        for approval in call.state.approvals.values()
        if wanted in (None, approval.state) and (call.caller.is_manager or approval.owner_id == call.caller.id)
    ]
    columns: dict[str, Any] = {
        "ID": lambda approval: approval.id,
        "USER_ID": lambda approval: (approval.owner_id, approval.id),
        "START": lambda approval: (approval.start, approval.id),
        "UPDATED_AT": lambda approval: (approval.updated_at, approval.id),
    }
    return call.page([_details(call.state, row) for row in call.in_order(rows, columns, "START")])


async def _submit(call: Call, owner: Person, *, again: bool = False) -> Approval:
    fields = await call.fields()
    state = call.state
    if state.plan == "FREE":
        raise not_in_plan("APPROVAL")
    if owner.id != call.caller.id:
        call.require_manager()
    start = fields.instant("periodStart")
    period = fields.choice("period", PERIODS)
    if start is None:
        raise invalid("periodStart is required")
    if period not in (None, state.approval_period):
        raise invalid("Approval period does not match the period of the workspace")
    first, after = period_around(
        start, state.approval_period, zone_of(owner.time_zone) or ZoneInfo("UTC"), owner.week_start
    )
    for other in state.approvals.values():
        is_open = (other.state == "PENDING" and not again) or other.state == "APPROVED"
        if other.owner_id == owner.id and is_open and other.start < after and first < other.end:
            raise invalid("Approval request for this period already exists")
    now = state.now()
    approval = Approval(state.new_id(), owner.id, call.caller.id, first, after, "PENDING", "", call.caller.id, now)
    if any(entry.end is None for entry in _entries(state, approval)):
        raise invalid("A running time entry cannot be submitted for approval")
    if not _entries(state, approval):
        raise invalid("There is nothing to submit for this period")
    if again:
        state.approvals = {
            other.id: other
            for other in state.approvals.values()
            if not (other.owner_id == owner.id and other.state == "PENDING" and other.start == first)
        }
    state.approvals[approval.id] = approval
    events.approval_changed(state, "NEW_APPROVAL_REQUEST", approval)
    return approval


@router.post("")
async def submit(call: Member) -> Response:
    return answer(_shown(call.state, await _submit(call, call.caller)), 201)


# Literal routes come before `/{kind}`, which would swallow them.
@router.post("/resubmit-entries-for-approval")
async def resubmit(call: Member) -> Response:
    return answer(_shown(call.state, await _submit(call, call.caller, again=True)))


@router.post("/users/{user_id}")
async def submit_for(call: Member, user_id: str) -> Response:
    return answer(_shown(call.state, await _submit(call, call.person(user_id))), 201)


@router.post("/users/{user_id}/resubmit-entries-for-approval")
async def resubmit_for(call: Member, user_id: str) -> Response:
    return answer(_shown(call.state, await _submit(call, call.person(user_id), again=True)))


@router.post("/users/{user_id}/{kind}")
async def submit_kind_for(call: Member, user_id: str, kind: str) -> Response:
    _require_timesheet(kind)
    return answer(_shown(call.state, await _submit(call, call.person(user_id))), 201)


@router.post("/{kind}")
async def submit_kind(call: Member, kind: str) -> Response:
    _require_timesheet(kind)
    return answer(_shown(call.state, await _submit(call, call.caller)), 201)


def _require_timesheet(kind: str) -> None:
    if kind != "TIMESHEET":
        raise invalid("Only timesheets can be submitted to the sandbox")


@router.patch("/{approval_id}")
async def decide(call: Member, approval_id: str) -> Response:
    fields = await call.fields()
    approval = call.state.approvals.get(approval_id)
    if approval is None:
        raise missing("Approval request")
    wanted = fields.choice("state", ("PENDING", *_STEPS["PENDING"], *_STEPS["APPROVED"]))
    if wanted is None:
        raise invalid("state is required")
    own_withdrawal = wanted == "WITHDRAWN_SUBMISSION" and approval.owner_id == call.caller.id
    if not (call.caller.is_manager or own_withdrawal):
        raise denied()
    if wanted not in _STEPS.get(approval.state, ()):
        raise invalid(f"Approval request cannot go from {approval.state} to {wanted}")
    note = fields.text("note", longest=3000)
    approval.state, approval.note = wanted, note or ""
    approval.updated_by, approval.updated_at = call.caller.id, call.state.now()
    events.approval_changed(call.state, "APPROVAL_REQUEST_STATUS_UPDATED", approval)
    return answer(_shown(call.state, approval))
