"""`/workspaces/{w}/holidays`: read by everybody, made and deleted by admins. The whole list, without paging."""

from datetime import date
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from clankerbot_engine.clockify.sandbox.call import Member, answer
from clankerbot_engine.clockify.sandbox.reading import Fields
from clankerbot_engine.clockify.sandbox.records import Holiday
from clankerbot_engine.clockify.sandbox.refusals import invalid, missing, not_in_plan
from clankerbot_engine.clockify.sandbox.state import SandboxState

router = APIRouter(prefix="/workspaces/{workspace_id}/holidays")


def _shown(state: SandboxState, holiday: Holiday) -> dict[str, Any]:
    return {
        "id": holiday.id,
        "workspaceId": state.workspace_id,
        "name": holiday.name,
        "datePeriod": {"startDate": holiday.first.isoformat(), "endDate": holiday.last.isoformat()},
        "occursAnnually": holiday.annually,
        "everyoneIncludingNew": not (holiday.user_ids or holiday.group_ids),
        "userIds": list(holiday.user_ids),
        "userGroupIds": list(holiday.group_ids),
        "automaticTimeEntryCreation": False,
        "projectId": None,
        "taskId": None,
    }


@router.get("")
async def holidays(call: Member) -> Response:
    if call.state.plan == "FREE":
        raise not_in_plan("TIME_OFF")
    return answer([_shown(call.state, holiday) for holiday in call.state.holidays.values()])


@router.post("")
async def create(call: Member) -> Response:
    call.require_admin()
    if call.state.plan == "FREE":
        raise not_in_plan("TIME_OFF")
    fields = await call.fields()
    name, period = fields.name(shortest=2, longest=100), fields.nested("datePeriod")
    first, last = _day(period, "startDate"), _day(period, "endDate")
    if first is None or last is None or last < first:
        raise invalid("datePeriod is required")
    state = call.state
    users, groups = fields.nested("users"), fields.nested("userGroups")
    holiday = Holiday(
        state.new_id(),
        name,
        first,
        last,
        fields.flag("occursAnnually") or False,
        (users.words("ids") or ()) if users is not None else (),
        (groups.words("ids") or ()) if groups is not None else (),
    )
    state.holidays[holiday.id] = holiday
    return answer(_shown(state, holiday), 201)


@router.delete("/{holiday_id}")
async def delete(call: Member, holiday_id: str) -> Response:
    call.require_admin()
    holiday = call.state.holidays.pop(holiday_id, None)
    if holiday is None:
        raise missing("Holiday")
    return answer(_shown(call.state, holiday))


def _day(period: Fields | None, name: str) -> date | None:
    text = None if period is None else period.text(name)
    try:
        return None if text is None else date.fromisoformat(text[:10])
    except ValueError:
        raise invalid(f"{name} has to be a date") from None
