"""`.../hourly-rate` and `.../cost-rate`: set by admins, read in the entity itself. Amounts are minor units."""

from fastapi import APIRouter
from starlette.responses import Response

from clankerbot_engine.clockify.sandbox import rendering, rendering_workspace
from clankerbot_engine.clockify.sandbox.call import Call, Member, answer
from clankerbot_engine.clockify.sandbox.rates import Rated
from clankerbot_engine.clockify.sandbox.records import Rates
from clankerbot_engine.clockify.sandbox.refusals import invalid, missing

router = APIRouter(prefix="/workspaces/{workspace_id}")


async def _set(call: Call, rated: Rated) -> None:
    """`since` does nothing here: the sandbox keeps no history of rates."""
    call.require_admin()
    amount = (await call.fields()).number("amount")
    if amount is None or amount < 0:
        raise invalid("Amount is required")
    if call.request.url.path.endswith("/cost-rate"):
        rated.cost_rate = amount
    else:
        rated.hourly_rate = amount


@router.put("/hourly-rate")
@router.put("/cost-rate")
async def of_workspace(call: Member) -> Response:
    await _set(call, call.state.rates)
    return answer(rendering_workspace.workspace(call.state))


@router.put("/users/{user_id}/hourly-rate")
@router.put("/users/{user_id}/cost-rate")
async def of_member(call: Member, user_id: str) -> Response:
    await _set(call, call.person(user_id))
    return answer(rendering_workspace.workspace(call.state))


@router.put("/projects/{project_id}/users/{user_id}/hourly-rate")
@router.put("/projects/{project_id}/users/{user_id}/cost-rate")
async def of_project_member(call: Member, project_id: str, user_id: str) -> Response:
    project, person = call.project(project_id), call.person(user_id)
    if person.id not in project.members:
        raise missing("User", "Project")
    rates = project.member_rates.get(person.id, Rates())
    await _set(call, rates)
    project.member_rates[person.id] = rates
    return answer(rendering.project(call.state, project))


@router.put("/projects/{project_id}/tasks/{task_id}/hourly-rate")
@router.put("/projects/{project_id}/tasks/{task_id}/cost-rate")
async def of_task(call: Member, project_id: str, task_id: str) -> Response:
    task = call.task(call.project(project_id).id, task_id)
    await _set(call, task)
    return answer(rendering.task(call.state, task))
