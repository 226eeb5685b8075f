"""`/sandbox/...`: not Clockify's. Look at the requests, switch faults and settings, start over. Without a key."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from clankerbot_engine.clockify.sandbox.call import answer, state_of
from clankerbot_engine.clockify.sandbox.faults import Fault
from clankerbot_engine.clockify.sandbox.reading import Fields, body_of
from clankerbot_engine.clockify.sandbox.records import PLANS
from clankerbot_engine.clockify.sandbox.refusals import invalid, unreadable
from clankerbot_engine.clockify.sandbox.settings import settings_fault
from clankerbot_engine.clockify.sandbox.state import SandboxState

router = APIRouter()
Sandboxed = Annotated[SandboxState, Depends(state_of)]

PERIODS = ("WEEKLY", "SEMI_MONTHLY", "MONTHLY")


@router.get("")
async def overview(state: Sandboxed) -> Response:
    """Where to start: the workspace, and with which key each person comes."""
    people = [
        {"id": state.people[user_id].id, "name": state.people[user_id].name, "role": state.people[user_id].role}
        | {"apiKey": key}
        for key, user_id in state.keys.items()
    ]
    return answer({"workspaceId": state.workspace_id, "name": state.workspace_name, "people": people})


@router.get("/requests")
async def requests(state: Sandboxed) -> Response:
    return answer(state.traffic.to_json())


@router.delete("/requests")
async def forget_requests(state: Sandboxed) -> Response:
    state.traffic.clear()
    return Response(status_code=204)


@router.get("/faults")
async def faults(state: Sandboxed) -> Response:
    return answer([fault.to_json() for fault in state.faults.all()])


@router.post("/faults")
async def add_faults(state: Sandboxed, request: Request) -> Response:
    """One fault, or a list of them, in the form of `Fault.from_json`."""
    body = await body_of(request)
    rows = body if isinstance(body, list) else [body]
    added = [state.faults.add(fault) for fault in [Fault.from_json(row) for row in rows]]
    return answer([fault.to_json() for fault in added], 201)


@router.delete("/faults")
async def clear_faults(state: Sandboxed) -> Response:
    state.faults.clear()
    return Response(status_code=204)


@router.get("/settings")
async def settings(state: Sandboxed) -> Response:
    return answer(_settings(state))


@router.post("/settings")
async def change_settings(state: Sandboxed, request: Request) -> Response:
    """`{"workspaceSettings"?: {...}, "plan"?, "hourlyBudget"?: N | null, "approvalPeriod"?}`; all or nothing."""
    fields = Fields(await body_of(request))
    changes = fields.raw("workspaceSettings") or {}
    if not isinstance(changes, dict):
        raise unreadable()
    for name, value in changes.items():
        if name not in state.settings:
            raise invalid(f"workspaceSettings has no {name}")
        wanted = settings_fault(name, value)
        if wanted is not None:
            raise invalid(f"{name} has to be {wanted}")
    plan, period = fields.choice("plan", PLANS), fields.choice("approvalPeriod", PERIODS)
    budget = fields.number("hourlyBudget")
    if budget is not None and budget < 0:
        raise invalid("hourlyBudget has to be 0 or more, or null")
    state.settings.update(changes)
    state.plan = next((known for known in PLANS if known == plan), state.plan)
    state.approval_period = period or state.approval_period
    if fields.has("hourlyBudget"):
        state.traffic.set_budget(budget)
    return answer(_settings(state))


def _settings(state: SandboxState) -> dict[str, Any]:
    return {
        "workspaceSettings": state.settings,
        "plan": state.plan,
        "hourlyBudget": state.traffic.hourly_budget,
        "approvalPeriod": state.approval_period,
    }


@router.post("/reset")
async def reset(state: Sandboxed) -> Response:
    state.reset()
    return Response(status_code=204)
