"""`/workspaces/{w}/time-off/...`: somebody asks for days off, a manager decides, and who may see it searches."""

from fastapi import APIRouter
from starlette.responses import Response

from clankerbot_engine.clockify.sandbox import events
from clankerbot_engine.clockify.sandbox.call import Member, answer
from clankerbot_engine.clockify.sandbox.records import TimeOff
from clankerbot_engine.clockify.sandbox.refusals import invalid, missing, not_in_plan

router = APIRouter(prefix="/workspaces/{workspace_id}/time-off/policies/{policy_id}/requests")
found = APIRouter(prefix="/workspaces/{workspace_id}/time-off/requests")

STATUSES = ("PENDING", "APPROVED", "REJECTED", "ALL")
_EVENTS = {"APPROVED": "TIME_OFF_REQUEST_APPROVED", "REJECTED": "TIME_OFF_REQUEST_REJECTED"}


@router.post("")
async def ask(call: Member, policy_id: str) -> Response:
    """Of the period, `start` and `end` are taken; policies are not looked up."""
    if call.state.plan == "FREE":
        raise not_in_plan("TIME_OFF")
    fields = await call.fields()
    asked = fields.nested("timeOffPeriod")
    period = None if asked is None else asked.nested("period")
    start = None if period is None else period.instant("start")
    end = None if period is None else period.instant("end")
    if start is None or end is None or end < start:
        raise invalid("timeOffPeriod is required")
    state, now = call.state, call.state.now()
    half_day = (asked.flag("isHalfDay") if asked is not None else None) or False
    note = fields.text("note") or ""
    request = TimeOff(state.new_id(), call.caller.id, policy_id, start, end, note, now, half_day)
    state.time_off[request.id] = request
    events.time_off_changed(state, "TIME_OFF_REQUESTED", request)
    return answer(events.time_off_body(state, request), 201)


@router.patch("/{request_id}")
async def decide(call: Member, policy_id: str, request_id: str) -> Response:
    fields = await call.fields()
    request = call.state.time_off.get(request_id)
    if request is None or request.policy_id != policy_id:
        raise missing("Time off request")
    call.require_manager()
    status = fields.choice("status", tuple(_EVENTS))
    if status is None:
        raise invalid("status is required")
    if request.status != "PENDING":
        raise invalid(f"Time off request cannot go from {request.status} to {status}")
    note = fields.text("note", longest=3000)
    request.status, request.decided_by, request.decided_at = status, call.caller.id, call.state.now()
    request.decision_note = note or ""
    events.time_off_changed(call.state, _EVENTS[status], request)
    return answer(events.time_off_body(call.state, request))


@found.post("")
async def search(call: Member) -> Response:
    """A search, in spite of its method. Regular users find their own."""
    if call.state.plan == "FREE":
        raise not_in_plan("TIME_OFF")
    fields = await call.optional_fields()
    start, end = fields.instant("start"), fields.instant("end")
    users, statuses = fields.words("users") or (), fields.choices("statuses", STATUSES)
    page, size = fields.number("page") or 1, fields.number("pageSize") or 50
    if page < 1 or not 1 <= size <= 200:
        raise invalid("Page number and page size must be greater than 0")
    rows = [
        request
        for request in call.state.time_off.values()
        if (call.caller.is_manager or request.user_id == call.caller.id)
        and (not users or request.user_id in users)
        and (not statuses or "ALL" in statuses or request.status in statuses)
        and (start is None or request.end >= start)
        and (end is None or request.start <= end)
    ]
    shown = [events.time_off_body(call.state, request) for request in rows[(page - 1) * size : page * size]]
    return answer({"count": len(rows), "requests": shown})
