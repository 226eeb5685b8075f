"""Who holds the key, the workspaces, their members."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from clankerbot_engine.clockify.sandbox import rendering, rendering_workspace
from clankerbot_engine.clockify.sandbox.call import Call, KnownCaller, Member, answer
from clankerbot_engine.clockify.sandbox.records import Person
from clankerbot_engine.clockify.sandbox.refusals import invalid, unreadable
from clankerbot_engine.clockify.sandbox.state import SandboxState

router = APIRouter()
members = APIRouter(prefix="/workspaces/{workspace_id}")

STATUSES = ("PENDING", "ACTIVE", "DECLINED", "INACTIVE", "ALL")
MEMBERSHIPS = ("NONE", "WORKSPACE", "PROJECT", "USERGROUP", "ALL")


def _memberships(state: SandboxState, person: Person, kind: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    if kind in ("WORKSPACE", "ALL"):
        rows += [row for row in rendering_workspace.workspace_memberships(state) if row["userId"] == person.id]
    if kind in ("PROJECT", "ALL"):
        rows += [
            row
            for project in state.projects.values()
            for row in rendering.project_memberships(project)
            if row["userId"] == person.id
        ]
    return rows


@router.get("/user")
async def current_user(call: KnownCaller) -> Response:
    kind = "ALL" if call.query.flag("include-memberships") else "NONE"
    return answer(rendering_workspace.person(call.state, call.caller, _memberships(call.state, call.caller, kind)))


@router.get("/workspaces")
async def workspaces(call: KnownCaller) -> Response:
    """The whole list, without paging; not for add-on tokens."""
    call.refuse_addon_token()
    roles = call.query.words("roles")
    is_member = call.caller.membership == "ACTIVE" and (not roles or call.caller.role in roles)
    return answer([rendering_workspace.workspace(call.state)] if is_member else [])


@members.get("")
async def workspace(call: Member) -> Response:
    return answer(rendering_workspace.workspace(call.state))


def _filtered(
    call: Call, *, email: str | None, name: str | None, status: str | None, project_id: str | None
) -> list[Person]:
    """`email` and `name` are contained; equality is the client's business."""
    project = None if project_id is None else call.project(project_id)
    return [
        person
        for person in call.state.people.values()
        if (email or "").casefold() in person.email.casefold()
        and (name or "").casefold() in person.name.casefold()
        and status in (None, "ALL", person.membership)
        and (project is None or project.public or person.id in project.members)
    ]


_SORTED_BY: dict[str, Any] = {
    "ID": lambda person: person.id,
    "EMAIL": lambda person: person.email.casefold(),
    "NAME": lambda person: (person.name.casefold(), person.id),
    "NAME_LOWERCASE": lambda person: (person.name.casefold(), person.id),
    "ACCESS": lambda person: (person.role or "~", person.id),
    "HOURLYRATE": lambda person: (person.hourly_rate or 0, person.id),
    "COSTRATE": lambda person: (person.cost_rate or 0, person.id),
}


def _shown(state: SandboxState, person: Person, kind: str, *, with_roles: bool) -> dict[str, Any]:
    shown = rendering_workspace.person(state, person, _memberships(state, person, kind))
    shown["status"] = person.membership
    if with_roles:
        entities = [{"id": state.workspace_id, "name": state.workspace_name}]
        shown["roles"] = [] if person.role is None else [{"role": person.role, "entities": entities}]
    return shown


@members.get("/users")
async def users(call: Member) -> Response:
    query = call.query
    kind = query.choice("memberships", MEMBERSHIPS) or "NONE"
    status = query.choice("status", STATUSES)
    with_roles = query.flag("include-roles") or False
    rows = _filtered(
        call, email=query.text("email"), name=query.text("name"), status=status, project_id=query.text("project-id")
    )
    rows = call.in_order(rows, _SORTED_BY, "NAME")
    return call.page([_shown(call.state, person, kind, with_roles=with_roles) for person in rows])


@members.post("/users/info")
async def users_info(call: Member) -> Response:
    """The same filters as a body; page and size stand there too."""
    fields = await call.optional_fields()
    rows = _filtered(
        call,
        email=fields.text("email"),
        name=fields.text("name"),
        status=fields.choice("status", STATUSES),
        project_id=fields.text("projectId"),
    )
    roles = fields.words("roles")
    rows = [person for person in rows if not roles or person.role in roles]
    kind = fields.choice("memberships", MEMBERSHIPS) or "NONE"
    page, size = fields.number("page") or 1, fields.number("pageSize") or 50
    if page < 1 or not 1 <= size <= 5000:
        raise invalid("Page number and page size must be greater than 0")
    rows = sorted(rows, key=_SORTED_BY["NAME"])[(page - 1) * size : page * size]
    return answer([_shown(call.state, person, kind, with_roles=True) for person in rows])


@members.get("/member-profile/{user_id}")
async def member_profile(call: Member, user_id: str) -> Response:
    person = call.person(user_id)
    return answer(
        {
            "email": person.email,
            "hasPassword": True,
            "hasPendingApprovalRequest": any(
                approval.owner_id == person.id and approval.state == "PENDING"
                for approval in call.state.approvals.values()
            ),
            "imageUrl": "https://img.clockify.me/no-user-image.png",
            "name": person.name,
            "userCustomFieldValues": [],
            "weekStart": person.week_start,
            "workCapacity": person.work_capacity,
            "workingDays": person.working_days or call.state.settings["workingDays"],
            "workspaceNumber": 1,
        }
    )


@members.patch("/member-profile/{user_id}")
async def change_profile(call: Member, user_id: str) -> Response:
    call.require_admin()
    person, fields = call.person(user_id), await call.fields()
    person.work_capacity = fields.text("workCapacity") or person.work_capacity
    person.working_days = fields.words("workingDays") or person.working_days
    person.week_start = fields.text("weekStart") or person.week_start
    return await member_profile(call, user_id)


@members.put("/users/{user_id}")
async def set_membership(call: Member, user_id: str) -> Response:
    """`{"status": "ACTIVE" | "INACTIVE"}`: activate or deactivate a member."""
    call.require_admin()
    status = (await call.fields()).choice("status", ("ACTIVE", "INACTIVE"))
    if status is None:
        raise unreadable()
    person = call.person(user_id)
    if person.role == "OWNER":
        raise invalid("Workspace owner cannot be deactivated")
    person.membership = status
    return answer(rendering_workspace.workspace(call.state))


@members.get("/user-groups")
async def user_groups(call: Member) -> Response:
    rows = [
        {"id": group.id, "name": group.name, "workspaceId": call.state.workspace_id, "userIds": list(group.user_ids)}
        for group in call.state.groups.values()
    ]
    return call.page(rows)
