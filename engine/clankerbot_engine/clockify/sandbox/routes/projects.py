"""`/workspaces/{w}/projects`: names are unique for each client; archive before delete."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from clankerbot_engine.clockify.sandbox import events, rendering
from clankerbot_engine.clockify.sandbox.call import Call, Member, answer
from clankerbot_engine.clockify.sandbox.reading import Fields
from clankerbot_engine.clockify.sandbox.records import Project, Rates
from clankerbot_engine.clockify.sandbox.refusals import denied, invalid
from clankerbot_engine.clockify.sandbox.routes.tasks import task_from

router = APIRouter(prefix="/workspaces/{workspace_id}/projects")


def _seconds_by_project(call: Call) -> dict[str | None, int]:
    total: dict[str | None, int] = {}
    for entry in call.state.entries.values():
        total[entry.project_id] = total.get(entry.project_id, 0) + entry.seconds
    return total


def _shown(call: Call, project: Project, *, hydrated: bool = False, seconds: int | None = None) -> dict[str, Any]:
    shown = rendering.project(call.state, project, seconds=seconds)
    if hydrated:
        owner = call.state.clients.get(project.client_id or "")
        shown["tasks"] = [
            rendering.task(call.state, task) for task in call.state.tasks.values() if task.project_id == project.id
        ]
        shown["client"] = None if owner is None else rendering.client(call.state, owner)
        shown["customFields"] = []
    return shown


@router.get("")
async def projects(call: Member) -> Response:
    seconds = _seconds_by_project(call)
    clients = call.state.clients

    def client_name(project: Project) -> str:
        return clients[project.client_id].name.casefold() if project.client_id in clients else ""

    columns: dict[str, Any] = {
        "NAME": lambda project: (project.name.casefold(), project.id),
        "ID": lambda project: project.id,
        "CLIENT_NAME": lambda project: (client_name(project), project.name.casefold(), project.id),
        "DURATION": lambda project: (seconds.get(project.id, 0), project.id),
        "BUDGET": lambda project: project.id,
        "PROGRESS": lambda project: project.id,
    }
    rows = _filtered(call, call.archived(call.named([p for p in call.state.projects.values() if call.sees(p)])))
    rows = call.in_order(rows, columns, "NAME")
    hydrated = call.query.flag("hydrated") or False
    return call.page([_shown(call, row, hydrated=hydrated, seconds=seconds.get(row.id, 0)) for row in rows])


def _filtered(call: Call, rows: list[Project]) -> list[Project]:
    query, clients = call.query, call.state.clients
    client_ids, has_client = set(query.words("clients")), query.flag("contains-client")
    client_status = query.choice("client-status", ("ACTIVE", "ARCHIVED", "ALL"))
    user_ids, has_user = set(query.words("users")), query.flag("contains-user")
    billable, template = query.flag("billable"), query.flag("is-template")
    access = query.choice("access", ("PUBLIC", "PRIVATE"))

    def client_fits(project: Project) -> bool:
        if client_status in (None, "ALL") or project.client_id not in clients:
            return True
        return clients[project.client_id].archived is (client_status == "ARCHIVED")

    return [
        project
        for project in rows
        if (not client_ids or (project.client_id in client_ids) is (has_client is not False))
        and client_fits(project)
        and (not user_ids or bool(user_ids & set(project.members)) is (has_user is not False))
        and (billable is None or project.billable is billable)
        and (template is None or project.template is template)
        and (access is None or project.public is (access == "PUBLIC"))
    ]


@router.get("/{project_id}")
async def project(call: Member, project_id: str) -> Response:
    return answer(_shown(call, call.project(project_id), hydrated=call.query.flag("hydrated") or False))


@router.post("")
async def create(call: Member) -> Response:
    state = call.state
    if state.settings["onlyAdminsCreateProject"] and not call.caller.is_admin:
        raise denied()
    fields = await call.fields()
    name = fields.name(shortest=2, longest=250)
    client_id = fields.text("clientId") or None
    refuse_taken(call, name, client_id)
    billable, public = fields.flag("billable"), fields.flag("isPublic")
    project = Project(
        id=state.new_id(),
        name=name,
        client_id=client_id,
        billable=state.settings["defaultBillableProjects"] if billable is None else billable,
        public=state.settings["isProjectPublicByDefault"] if public is None else public,
        members=[call.caller.id],
    )
    _set_details(project, fields)
    for row in fields.rows("memberships") or []:
        _add_member(call, project, row)
    tasks = [task_from(row, state.new_id(), project.id) for row in fields.rows("tasks") or []]
    state.projects[project.id] = project
    state.tasks.update({task.id: task for task in tasks})
    events.project_changed(state, "NEW_PROJECT", project)
    return answer(_shown(call, project), 201)


@router.put("/{project_id}")
async def update(call: Member, project_id: str) -> Response:
    """Mixed: what is left out is kept, but for `billable` and `isPublic`, which fall back to false."""
    fields = await call.fields()
    project = _editable(call, project_id)
    name = fields.name(shortest=2, longest=250) if fields.raw("name") is not None else project.name
    client_id = (fields.text("clientId") or None) if fields.has("clientId") else project.client_id
    refuse_taken(call, name, client_id, besides=project)
    archived, billable, public = fields.flag("archived"), fields.flag("billable"), fields.flag("isPublic")
    _set_details(project, fields)
    project.name, project.client_id = name, client_id
    project.billable, project.public = billable or False, public or False
    project.archived = project.archived if archived is None else archived
    events.project_changed(call.state, "PROJECT_UPDATED", project)
    return answer(_shown(call, project))


@router.delete("/{project_id}")
async def delete(call: Member, project_id: str) -> Response:
    """Its entries stay, without a project and a task."""
    project, state = _editable(call, project_id), call.state
    if not project.archived:
        raise invalid("Cannot delete an active project")
    shown = _shown(call, project)
    events.project_changed(state, "PROJECT_DELETED", project)
    del state.projects[project.id]
    state.tasks = {task.id: task for task in state.tasks.values() if task.project_id != project.id}
    for entry in state.entries.values():
        if entry.project_id == project.id:
            entry.project_id = entry.task_id = None
    return answer(shown)


@router.patch("/{project_id}/estimate")
async def set_estimate(call: Member, project_id: str) -> Response:
    estimate = (await call.fields()).nested("timeEstimate")
    project = _editable(call, project_id)
    if estimate is not None:
        project.estimate = estimate.text("estimate") or "PT0S"
        project.estimate_type = estimate.choice("type", ("AUTO", "MANUAL")) or "AUTO"
    return answer(_shown(call, project))


@router.patch("/{project_id}/memberships")
async def set_members(call: Member, project_id: str) -> Response:
    rows = (await call.fields()).rows("memberships")
    project = _editable(call, project_id)
    if rows is None:
        raise invalid("Memberships are required")
    for row in rows:
        call.person(row.text("userId") or "")
    project.members, project.member_rates = [], {}
    for row in rows:
        _add_member(call, project, row)
    return answer(_shown(call, project))


@router.post("/{project_id}/memberships")
async def add_members(call: Member, project_id: str) -> Response:
    fields = await call.fields()
    project = _editable(call, project_id)
    user_ids = [call.person(user_id).id for user_id in fields.words("userIds") or ()]
    if fields.flag("remove"):
        project.members = [member for member in project.members if member not in user_ids]
    else:
        project.members = list(dict.fromkeys([*project.members, *user_ids]))
    return answer(_shown(call, project))


@router.get("/{project_id}/custom-fields")
async def project_custom_fields(call: Member, project_id: str) -> Response:
    """The whole list: paging is ignored, there is no `Last-Page`."""
    call.project(project_id)
    return answer([rendering.custom_field(call.state, field) for field in call.state.custom_fields.values()])


def _editable(call: Call, project_id: str) -> Project:
    project = call.project(project_id)
    call.require_admin()
    return project


def refuse_taken(call: Call, name: str, client_id: str | None, besides: Project | None = None) -> None:
    """Unique for one client, not for the workspace; archived ones keep their name."""
    client = None if client_id is None else call.client(client_id)
    for other in call.state.projects.values():
        if other is besides or other.client_id != client_id or other.name.casefold() != name.casefold():
            continue
        whose = "" if client is None else f" for client {client.name}"
        raise invalid(f"{name} project{whose} already exists.")


def _set_details(project: Project, fields: Fields) -> None:
    color, note = fields.color("color"), fields.text("note", longest=16384)
    if color is not None:
        project.color = color
    if note is not None:
        project.note = note
    rates, estimate = _rates_from(fields), fields.nested("estimate")
    if rates.hourly_rate is not None:
        project.hourly_rate = rates.hourly_rate
    if rates.cost_rate is not None:
        project.cost_rate = rates.cost_rate
    if estimate is not None:
        project.estimate = estimate.text("estimate") or "PT0S"
        project.estimate_type = estimate.choice("type", ("AUTO", "MANUAL")) or "AUTO"


def _rates_from(fields: Fields) -> Rates:
    hourly, cost = fields.nested("hourlyRate"), fields.nested("costRate")
    return Rates(hourly.number("amount") if hourly else None, cost.number("amount") if cost else None)


def _add_member(call: Call, project: Project, row: Fields) -> None:
    person = call.person(row.text("userId") or "")
    if person.id not in project.members:
        project.members.append(person.id)
    project.member_rates[person.id] = _rates_from(row)
