"""`/workspaces/{w}/projects/{p}/tasks`: `DONE` before delete."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from clankerbot_engine.clockify.sandbox import events, rendering
from clankerbot_engine.clockify.sandbox.call import Call, Member, answer
from clankerbot_engine.clockify.sandbox.reading import Fields
from clankerbot_engine.clockify.sandbox.records import Task
from clankerbot_engine.clockify.sandbox.refusals import denied, invalid, taken

router = APIRouter(prefix="/workspaces/{workspace_id}/projects/{project_id}/tasks")

_SORTED_BY: dict[str, Any] = {
    "NAME": lambda task: (task.name.casefold(), task.id),
    "ID": lambda task: task.id,
}


def task_from(fields: Fields, task_id: str, project_id: str) -> Task:
    billable = fields.flag("billable")
    return Task(
        id=task_id,
        name=fields.name(longest=1000),
        project_id=project_id,
        status=fields.choice("status", ("ACTIVE", "DONE")) or "ACTIVE",
        assignee_ids=fields.words("assigneeIds") or (),
        estimate=fields.text("estimate") or "PT0S",
        billable=True if billable is None else billable,
    )


def _tasks_of(call: Call, project_id: str) -> list[Task]:
    return [task for task in call.state.tasks.values() if task.project_id == project_id]


def _refuse_taken(call: Call, task: Task) -> None:
    for other in _tasks_of(call, task.project_id):
        if other.id != task.id and other.name.casefold() == task.name.casefold():
            raise taken("Task", task.name)


def _require_right(call: Call) -> None:
    if call.state.settings["onlyAdminsCreateTask"] and not call.caller.is_admin:
        raise denied()


@router.get("")
async def tasks(call: Member, project_id: str) -> Response:
    rows = call.named(_tasks_of(call, call.project(project_id).id))
    active = call.query.flag("is-active")
    rows = [task for task in rows if active is None or (task.status == "ACTIVE") is active]
    rows = call.in_order(rows, _SORTED_BY, "NAME")
    return call.page([rendering.task(call.state, task) for task in rows])


@router.get("/{task_id}")
async def task(call: Member, project_id: str, task_id: str) -> Response:
    found = call.task(call.project(project_id).id, task_id)
    return answer(rendering.task(call.state, found))


@router.post("")
async def create(call: Member, project_id: str) -> Response:
    fields = await call.fields()
    project = call.project(project_id)
    _require_right(call)
    created = task_from(fields, call.state.new_id(), project.id)
    _refuse_taken(call, created)
    call.state.tasks[created.id] = created
    events.task_changed(call.state, "NEW_TASK", created)
    return answer(rendering.task(call.state, created), 201)


@router.put("/{task_id}")
async def update(call: Member, project_id: str, task_id: str) -> Response:
    """`name` is required; what is left out falls back to its default, but for the status, which is kept."""
    fields = await call.fields()
    before = call.task(call.project(project_id).id, task_id)
    _require_right(call)
    after = task_from(fields, before.id, before.project_id)
    if fields.raw("status") is None:
        after.status = before.status
    if fields.flag("billable") is None:
        after.billable = before.billable
    _refuse_taken(call, after)
    call.state.tasks[after.id] = after
    events.task_changed(call.state, "TASK_UPDATED", after)
    return answer(rendering.task(call.state, after))


@router.delete("/{task_id}")
async def delete(call: Member, project_id: str, task_id: str) -> Response:
    """Its entries stay, without a task."""
    found = call.task(call.project(project_id).id, task_id)
    _require_right(call)
    if found.status != "DONE":
        raise invalid("Cannot delete an active task")
    shown = rendering.task(call.state, found)
    del call.state.tasks[found.id]
    for entry in call.state.entries.values():
        if entry.task_id == found.id:
            entry.task_id = None
    events.task_changed(call.state, "TASK_DELETED", found)
    return answer(shown)
