"""Projects: the list, a new one, and taking a new one back."""

from datetime import timedelta

from clankerbot_engine.actions import ActionResult, CreateProject, ListProjects, ProjectFact
from clankerbot_engine.clockify.models import Client, NewClient, NewProject, Project, ProjectChange
from clankerbot_engine.errors import Conflict, Forbidden, NotFound, UpstreamError, ValidationFailed
from clankerbot_engine.integrations.clockify import wording
from clankerbot_engine.integrations.clockify.facts import label, project_fact
from clankerbot_engine.integrations.clockify.operations import Done, Find, Send
from clankerbot_engine.integrations.clockify.reading_back import OLDEST_WORK, made_since
from clankerbot_engine.integrations.clockify.timesheet import Timesheet
from clankerbot_engine.integrations.clockify.work import prepared
from clankerbot_engine.integrations.port import Plan, Prepared, Sent

MOST_NAMED = 12
OLD = timedelta(hours=2)
"""Longer than what is known counts as fresh anywhere: Clockify did not answer since, or nobody asked."""


def list_projects(sheet: Timesheet, action: ListProjects) -> ActionResult:
    """Without a request, so it says of when it is; archived ones are left out."""
    active = sorted(
        (project for project in sheet.names.catalogue.projects if not project.archived),
        key=lambda project: (project.name.casefold(), (project.client or "").casefold()),
    )
    count = wording.counted(len(active), "project", "projects")
    names = wording.listed(map(label, active), most=MOST_NAMED)
    message = f"{count}: {names}." if active else "There is no project yet."
    read_at = sheet.snapshot.fetched_at
    is_old = sheet.now - read_at >= OLD
    if is_old:
        message += f" As of {read_at.astimezone(sheet.zone):%d %b, %H:%M}."
    return ActionResult(
        action=action,
        status="done",
        message=message,
        projects=tuple(map(project_fact, active)),
        as_of=read_at.astimezone(sheet.zone),
        details={"as_of": read_at.isoformat(), "is_old": is_old},
    )


async def prepare_create(sheet: Timesheet, action: CreateProject) -> Prepared:
    if sheet.settings.only_admins_create_project and sheet.is_admin is False:
        message = "In this workspace only admins create projects. Ask one of them."
        raise Forbidden(message, details={"reason": "admins_only"})
    name, client_name = _clean(action.project, "project"), _clean(action.client or "", "client") or None
    if len(name) < 2:
        raise ValidationFailed("The name of a project has two letters at least.", field="project")
    _refuse_taken(sheet, name, client_name)
    client = None
    if client_name is not None:
        found = await _client_named(sheet, client_name)
        if found is not None and found.archived:
            raise ValidationFailed(
                f"The client {found.name} is archived. Restore it in Clockify first.", field="client"
            )
        client = {"id": found.id, "name": found.name or client_name} if found else {"id": None, "name": client_name}
    plan = {"op": "create_project", "name": name, "client": client}
    new_client = " and the client" if client is not None and client["id"] is None else ""
    return prepared(action, plan, f"Would create the project {_named(plan)}{new_client}.")


def _clean(text: str, field: str) -> str:
    if "<" in text or ">" in text:
        message = "Clockify does not allow < and > in a name."
        raise ValidationFailed(message, field=field, details={"reason": "angle_brackets"})
    return " ".join(text.split())


def _refuse_taken(sheet: Timesheet, name: str, client_name: str | None) -> None:
    """Names are unique for each client; archived projects keep theirs. Who names no client means no second one."""
    for project in sheet.names.catalogue.projects:
        if project.name.casefold() != name.casefold():
            continue
        if (project.client or "").casefold() == (client_name or "").casefold():
            archived = ", archived" if project.archived else ""
            raise Conflict(f"There is a project {label(project)} already{archived}.")
        if client_name is None:
            raise Conflict(
                f"There is a project {label(project)} already. For one of another client, name the client: "
                f"create project {name} for ..."
            )


async def _client_named(sheet: Timesheet, name: str) -> Client | None:
    clients = await sheet.client.clients.all(sheet.workspace_id)
    return next((client for client in clients if (client.name or "").casefold() == name.casefold()), None)


async def create_project(sheet: Timesheet, plan: Plan) -> Done:
    client_id = None
    if plan["client"] is not None:
        client_id = plan["client"]["id"] or await _client_id(sheet, plan["client"]["name"])
    new = NewProject(name=plan["name"], client_id=client_id)
    try:
        project = await sheet.client.projects.create(sheet.workspace_id, new)
    finally:
        await sheet.cache.invalidate("projects")
    return _created(plan, project)


async def _client_id(sheet: Timesheet, name: str) -> str:
    """Looked for again: a first try may have made it."""
    client = await _client_named(sheet, name) or await sheet.client.clients.create(
        sheet.workspace_id, NewClient(name=name)
    )
    if client.id is None:
        raise UpstreamError("Clockify's answer does not say which client it made.", outcome="unknown")
    return client.id


def _created(plan: Plan, project: Project) -> Done:
    if project.id is None:
        raise UpstreamError("Clockify's answer does not say which project it made.", outcome="unknown")
    client_name = plan["client"]["name"] if plan["client"] else None
    inverse = {"op": "delete_project", "id": project.id, "name": plan["name"], "client": plan["client"]}
    return Done(
        f"Created the project {_named(plan)}.",
        inverse=inverse,
        entity_id=project.id,
        projects=(ProjectFact(id=project.id, name=project.name or plan["name"], client=client_name),),
    )


async def find_created_project(sheet: Timesheet, plan: Plan, sent: Sent) -> Done | None:
    await sheet.cache.invalidate("projects")
    rows = await sheet.client.projects.all(sheet.workspace_id, name=plan["name"], hydrated=False)
    client_name = plan["client"]["name"].casefold() if plan["client"] else ""
    same = {
        project.id: project
        for project in rows
        if project.id is not None
        and (project.name or "").casefold() == plan["name"].casefold()
        and (project.client_name or "").casefold() == client_name
        and made_since(project.id, sent.at - OLDEST_WORK)
    }
    claimed = await sent.claimed(same) if same else frozenset()
    oldest = min((project_id for project_id in same if project_id not in claimed), default=None)
    return None if oldest is None else _created(plan, same[oldest])


async def delete_project(sheet: Timesheet, plan: Plan) -> Done:
    """Archived first, as Clockify wants it. Not where time was logged on it: its entries would lose their project."""
    project_id = plan["id"]
    try:
        project = await sheet.client.projects.get(sheet.workspace_id, project_id)
    except NotFound:
        return await _gone(sheet, plan)
    own = await sheet.client.time_entries.page(sheet.workspace_id, sheet.user_id, project_id=project_id, page_size=1)
    if own or project.duration:
        raise Conflict(f"Time has been logged on {_named(plan)}, so it stays. Archive it in Clockify instead.")
    await sheet.client.projects.update(sheet.workspace_id, project_id, ProjectChange(archived=True))
    await sheet.client.projects.delete(sheet.workspace_id, project_id)
    return await _gone(sheet, plan)


async def _gone(sheet: Timesheet, plan: Plan) -> Done:
    await sheet.cache.invalidate("projects")
    return Done(f"Deleted the project {_named(plan)}.")


async def find_deleted_project(sheet: Timesheet, plan: Plan, sent: Sent) -> Done | None:
    try:
        await sheet.client.projects.get(sheet.workspace_id, plan["id"])
    except NotFound:
        return await _gone(sheet, plan)
    return None


def _named(plan: Plan) -> str:
    return f"{plan['name']} ({plan['client']['name']})" if plan["client"] else str(plan["name"])


OPERATIONS: dict[str, tuple[Send, Find]] = {
    "create_project": (create_project, find_created_project),
    "delete_project": (delete_project, find_deleted_project),
}
