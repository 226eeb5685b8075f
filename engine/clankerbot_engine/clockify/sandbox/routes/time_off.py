"""`/workspaces/{w}/time-off/policies/{policy}/requests`: somebody asks for days off, and a manager decides."""

from fastapi import APIRouter
from starlette.responses import Response

from clankerbot_engine.clockify.sandbox import events
from clankerbot_engine.clockify.sandbox.call import Member, answer
from clankerbot_engine.clockify.sandbox.records import TimeOff
from clankerbot_engine.clockify.sandbox.refusals import invalid, missing, not_in_plan

router = APIRouter(prefix="/workspaces/{workspace_id}/time-off/policies/{policy_id}/requests")

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
    request = TimeOff(state.new_id(), call.caller.id, policy_id, start, end, fields.text("note") or "", now)
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
