"""`/workspaces/{w}/clients`: PUT replaces the whole; archive before delete."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from clankerbot_engine.clockify.sandbox import events, rendering
from clankerbot_engine.clockify.sandbox.call import Call, Member, answer
from clankerbot_engine.clockify.sandbox.reading import Fields
from clankerbot_engine.clockify.sandbox.records import Client
from clankerbot_engine.clockify.sandbox.refusals import denied, invalid, taken

router = APIRouter(prefix="/workspaces/{workspace_id}/clients")

_SORTED_BY: dict[str, Any] = {
    "NAME": lambda client: (client.name.casefold(), client.id),
    "ID": lambda client: client.id,
}


def _require_right(call: Call) -> None:
    if call.state.settings["onlyAdminsCreateProject"] and not call.caller.is_admin:
        raise denied()


def _client_from(call: Call, fields: Fields, client_id: str) -> Client:
    name = fields.name(longest=100)
    for other in call.state.clients.values():
        if other.id != client_id and other.name.casefold() == name.casefold():
            raise taken("Client", name)
    cc_emails = fields.words("ccEmails")
    if cc_emails is not None and len(cc_emails) > 3:
        raise invalid("There can be at most 3 CC emails")
    return Client(
        id=client_id,
        name=name,
        email=fields.text("email", longest=320),
        address=fields.text("address", longest=3000),
        note=fields.text("note", longest=3000),
        archived=fields.flag("archived") or False,
        currency_id=fields.text("currencyId"),
        cc_emails=cc_emails,
    )


@router.get("")
async def clients(call: Member) -> Response:
    rows = call.archived(call.named(list(call.state.clients.values())))
    return call.page([rendering.client(call.state, client) for client in call.in_order(rows, _SORTED_BY, "NAME")])


@router.get("/{client_id}")
async def client(call: Member, client_id: str) -> Response:
    return answer(rendering.client(call.state, call.client(client_id)))


@router.post("")
async def create(call: Member) -> Response:
    fields = await call.fields()
    _require_right(call)
    created = _client_from(call, fields, call.state.new_id())
    created.archived = False
    call.state.clients[created.id] = created
    events.client_changed(call.state, "NEW_CLIENT", created)
    return answer(rendering.client(call.state, created), 201)


@router.put("/{client_id}")
async def update(call: Member, client_id: str) -> Response:
    """`archive-projects` and `mark-tasks-as-done` take its projects and their tasks along."""
    fields = await call.fields()
    before, state = call.client(client_id), call.state
    _require_right(call)
    after = _client_from(call, fields, before.id)
    archive_projects, finish_tasks = call.query.flag("archive-projects"), call.query.flag("mark-tasks-as-done")
    state.clients[after.id] = after
    if after.archived:
        for project in state.projects.values():
            if project.client_id != after.id:
                continue
            project.archived = project.archived or bool(archive_projects)
            for task in state.tasks.values():
                if finish_tasks and task.project_id == project.id:
                    task.status = "DONE"
    events.client_changed(state, "CLIENT_UPDATED", after)
    return answer(rendering.client(state, after))


@router.delete("/{client_id}")
async def delete(call: Member, client_id: str) -> Response:
    """Its projects stay, without a client."""
    gone = call.client(client_id)
    _require_right(call)
    if not gone.archived:
        raise invalid("Cannot delete an active client")
    del call.state.clients[gone.id]
    for project in call.state.projects.values():
        if project.client_id == gone.id:
            project.client_id = None
    events.client_changed(call.state, "CLIENT_DELETED", gone)
    return answer(rendering.client(call.state, gone))
