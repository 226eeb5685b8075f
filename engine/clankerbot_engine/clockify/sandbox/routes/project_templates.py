"""`/workspaces/{w}/projects/...`: a project becomes a template, and a template becomes projects."""

from dataclasses import replace

from fastapi import APIRouter
from starlette.responses import Response

from clankerbot_engine.clockify.sandbox import events, rendering
from clankerbot_engine.clockify.sandbox.call import Member, answer
from clankerbot_engine.clockify.sandbox.refusals import denied, invalid
from clankerbot_engine.clockify.sandbox.routes.projects import refuse_taken

router = APIRouter(prefix="/workspaces/{workspace_id}/projects")


@router.patch("/{project_id}/template")
async def set_template(call: Member, project_id: str) -> Response:
    fields = await call.fields()
    project = call.project(project_id)
    call.require_admin()
    project.template = fields.flag("isTemplate") or False
    return answer(rendering.project(call.state, project))


@router.post("/from-template")
async def create_from_template(call: Member) -> Response:
    """Answers 200, not 201. The template's tasks, members and rates come along; its time does not."""
    state = call.state
    if state.settings["onlyAdminsCreateProject"] and not call.caller.is_admin:
        raise denied()
    fields = await call.fields()
    name = fields.name(shortest=2, longest=250)
    template = call.project(fields.text("templateProjectId") or "")
    if not template.template:
        raise invalid("Project is not a template")
    client_id = (fields.text("clientId") or None) if fields.has("clientId") else template.client_id
    refuse_taken(call, name, client_id)
    project = replace(
        template,
        id=state.new_id(),
        name=name,
        client_id=client_id,
        color=fields.color("color") or template.color,
        public=fields.flag("isPublic") or False,
        archived=False,
        template=False,
        members=list(template.members),
        member_rates={member: replace(rates) for member, rates in template.member_rates.items()},
    )
    state.projects[project.id] = project
    for task in [task for task in state.tasks.values() if task.project_id == template.id]:
        copy = replace(task, id=state.new_id(), project_id=project.id, status="ACTIVE")
        state.tasks[copy.id] = copy
    events.project_changed(state, "NEW_PROJECT", project)
    return answer(rendering.project(state, project))
