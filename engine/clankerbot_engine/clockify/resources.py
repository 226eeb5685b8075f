"""The people and things of Clockify: users, workspaces, projects, tasks, tags, clients, webhooks, approvals.

Typed calls without headers and status codes; every method may raise any `ClankerbotError`, and `NotFound` where
Clockify says that something "doesn't belong to" a workspace. Time entries and reports have modules of their own.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from clankerbot_engine.clockify.call import Effect
from clankerbot_engine.clockify.models import (
    Approval,
    ApprovalRequest,
    Client,
    Member,
    MemberProfile,
    NewClient,
    NewProject,
    NewTask,
    NewWebhook,
    Project,
    ProjectChange,
    Tag,
    Task,
    User,
    UserGroup,
    Webhook,
    Webhooks,
    Workspace,
    clockify_instant,
)
from clankerbot_engine.clockify.requester import Requester

Role = Literal["OWNER", "WORKSPACE_ADMIN", "TEAM_MANAGER", "PROJECT_MANAGER"]
ApprovalState = Literal["PENDING", "APPROVED", "REJECTED", "WITHDRAWN_SUBMISSION", "WITHDRAWN_APPROVAL"]

WORKSPACE = "/workspaces/{workspace}"
PROJECT = f"{WORKSPACE}/projects/{{project}}"
TASK = f"{PROJECT}/tasks/{{task}}"
TAG = f"{WORKSPACE}/tags/{{tag}}"
CLIENT = f"{WORKSPACE}/clients/{{client}}"
WEBHOOK = f"{WORKSPACE}/webhooks/{{webhook}}"
APPROVALS = f"{WORKSPACE}/approval-requests"


class Resource:
    def __init__(self, requester: Requester) -> None:
        self._requester = requester


class UserCalls(Resource):
    async def me(self) -> User:
        """Whose key it is."""
        return await self._requester.fetch(User, "GET", "/user", Effect.READ)

    async def all(self, workspace_id: str, *, status: str | None = "ACTIVE", email: str | None = None) -> list[Member]:
        """`email` is contained, not equal: see `find_by_email`."""
        return await self._requester.pages(
            Member,
            f"{WORKSPACE}/users",
            ids={"workspace": workspace_id},
            query={"status": status, "email": email, "include-roles": False},
        )

    async def find_by_email(self, workspace_id: str, email: str) -> Member | None:
        """The active member with exactly this address, whatever its case."""
        wanted = email.strip().lower()
        for member in await self.all(workspace_id, email=wanted):
            if member.email is not None and member.email.lower() == wanted:
                return member
        return None

    async def profile(self, workspace_id: str, user_id: str) -> MemberProfile:
        """Which days the person works, and how long."""
        ids = {"workspace": workspace_id, "user": user_id}
        return await self._requester.fetch(
            MemberProfile, "GET", f"{WORKSPACE}/member-profile/{{user}}", Effect.READ, ids=ids
        )

    async def groups(self, workspace_id: str) -> list[UserGroup]:
        return await self._requester.pages(UserGroup, f"{WORKSPACE}/user-groups", ids={"workspace": workspace_id})


class WorkspaceCalls(Resource):
    async def all(self, *, roles: Sequence[Role] = ()) -> list[Workspace]:
        """Those where one has any of `roles` (none given: all). Not for add-on tokens."""
        return await self._requester.fetch(
            list[Workspace], "GET", "/workspaces", Effect.READ, query={"roles": list(roles)}
        )

    async def get(self, workspace_id: str) -> Workspace:
        """With its settings."""
        return await self._requester.fetch(Workspace, "GET", WORKSPACE, Effect.READ, ids={"workspace": workspace_id})


class ProjectCalls(Resource):
    async def all(
        self,
        workspace_id: str,
        *,
        archived: bool | None = None,
        name: str | None = None,
        hydrated: bool = True,
        page_size: int = 1000,
    ) -> list[Project]:
        """`archived` None: both kinds. `hydrated`: with tasks and client. `name` is contained, whatever its case."""
        return await self._requester.pages(
            Project,
            f"{WORKSPACE}/projects",
            ids={"workspace": workspace_id},
            query={"archived": archived, "name": name, "hydrated": hydrated},
            page_size=page_size,
        )

    async def get(self, workspace_id: str, project_id: str) -> Project:
        ids = {"workspace": workspace_id, "project": project_id}
        return await self._requester.fetch(Project, "GET", PROJECT, Effect.READ, ids=ids)

    async def create(self, workspace_id: str, project: NewProject) -> Project:
        return await self._requester.fetch(
            Project,
            "POST",
            f"{WORKSPACE}/projects",
            Effect.CREATE,
            ids={"workspace": workspace_id},
            body=project.body(),
        )

    async def update(self, workspace_id: str, project_id: str, change: ProjectChange) -> Project:
        """Reads first: Clockify resets `billable` and `isPublic` where they are left out. Two requests."""
        before = await self.get(workspace_id, project_id)
        kept = {"name": before.name, "billable": before.billable, "isPublic": before.public}
        ids = {"workspace": workspace_id, "project": project_id}
        return await self._requester.fetch(
            Project, "PUT", PROJECT, Effect.SET, ids=ids, body={**kept, **change.set_fields()}
        )

    async def delete(self, workspace_id: str, project_id: str) -> None:
        """Archived ones only."""
        ids = {"workspace": workspace_id, "project": project_id}
        await self._requester.perform("DELETE", PROJECT, Effect.REMOVE, ids=ids)


class TaskCalls(Resource):
    async def all(self, workspace_id: str, project_id: str, *, is_active: bool | None = None) -> list[Task]:
        return await self._requester.pages(
            Task,
            f"{PROJECT}/tasks",
            ids={"workspace": workspace_id, "project": project_id},
            query={"is-active": is_active},
        )

    async def create(self, workspace_id: str, project_id: str, task: NewTask) -> Task:
        ids = {"workspace": workspace_id, "project": project_id}
        return await self._requester.fetch(Task, "POST", f"{PROJECT}/tasks", Effect.CREATE, ids=ids, body=task.body())

    async def replace(self, workspace_id: str, project_id: str, task_id: str, task: NewTask) -> Task:
        ids = {"workspace": workspace_id, "project": project_id, "task": task_id}
        return await self._requester.fetch(Task, "PUT", TASK, Effect.SET, ids=ids, body=task.body())

    async def delete(self, workspace_id: str, project_id: str, task_id: str) -> None:
        """Those that are DONE only."""
        ids = {"workspace": workspace_id, "project": project_id, "task": task_id}
        await self._requester.perform("DELETE", TASK, Effect.REMOVE, ids=ids)


class TagCalls(Resource):
    async def all(self, workspace_id: str, *, archived: bool | None = None, page_size: int = 1000) -> list[Tag]:
        """`archived` None: both kinds."""
        return await self._requester.pages(
            Tag,
            f"{WORKSPACE}/tags",
            ids={"workspace": workspace_id},
            query={"archived": archived},
            page_size=page_size,
        )

    async def create(self, workspace_id: str, name: str) -> Tag:
        return await self._requester.fetch(
            Tag, "POST", f"{WORKSPACE}/tags", Effect.CREATE, ids={"workspace": workspace_id}, body={"name": name}
        )

    async def replace(self, workspace_id: str, tag_id: str, *, name: str, archived: bool) -> Tag:
        """Both are said: a PUT without `archived` un-archives."""
        ids = {"workspace": workspace_id, "tag": tag_id}
        return await self._requester.fetch(
            Tag, "PUT", TAG, Effect.SET, ids=ids, body={"name": name, "archived": archived}
        )

    async def delete(self, workspace_id: str, tag_id: str) -> None:
        ids = {"workspace": workspace_id, "tag": tag_id}
        await self._requester.perform("DELETE", TAG, Effect.REMOVE, ids=ids)


class ClientCalls(Resource):
    async def all(self, workspace_id: str, *, archived: bool | None = None) -> list[Client]:
        """`archived` None: both kinds."""
        return await self._requester.pages(
            Client, f"{WORKSPACE}/clients", ids={"workspace": workspace_id}, query={"archived": archived}
        )

    async def create(self, workspace_id: str, client: NewClient) -> Client:
        return await self._requester.fetch(
            Client, "POST", f"{WORKSPACE}/clients", Effect.CREATE, ids={"workspace": workspace_id}, body=client.body()
        )

    async def archive(self, workspace_id: str, client_id: str) -> Client:
        """Reads first, as PUT replaces. Two requests."""
        ids = {"workspace": workspace_id, "client": client_id}
        before = await self._requester.fetch(Client, "GET", CLIENT, Effect.READ, ids=ids)
        body = before.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"id"})
        return await self._requester.fetch(Client, "PUT", CLIENT, Effect.SET, ids=ids, body={**body, "archived": True})

    async def delete(self, workspace_id: str, client_id: str) -> None:
        """Archived ones only."""
        ids = {"workspace": workspace_id, "client": client_id}
        await self._requester.perform("DELETE", CLIENT, Effect.REMOVE, ids=ids)


class WebhookCalls(Resource):
    """For owners and admins with a key of their own; never for add-on tokens."""

    async def all(self, workspace_id: str) -> list[Webhook]:
        found = await self._requester.fetch(
            Webhooks, "GET", f"{WORKSPACE}/webhooks", Effect.READ, ids={"workspace": workspace_id}
        )
        return list(found.webhooks or ())

    async def get(self, workspace_id: str, webhook_id: str) -> Webhook:
        ids = {"workspace": workspace_id, "webhook": webhook_id}
        return await self._requester.fetch(Webhook, "GET", WEBHOOK, Effect.READ, ids=ids)

    async def create(self, workspace_id: str, webhook: NewWebhook) -> Webhook:
        """With its `auth_token`, which every delivery carries."""
        ids = {"workspace": workspace_id}
        return await self._requester.fetch(
            Webhook, "POST", f"{WORKSPACE}/webhooks", Effect.CREATE, ids=ids, body=webhook.body()
        )

    async def replace(self, workspace_id: str, webhook_id: str, webhook: NewWebhook) -> Webhook:
        ids = {"workspace": workspace_id, "webhook": webhook_id}
        return await self._requester.fetch(Webhook, "PUT", WEBHOOK, Effect.SET, ids=ids, body=webhook.body())

    async def delete(self, workspace_id: str, webhook_id: str) -> None:
        ids = {"workspace": workspace_id, "webhook": webhook_id}
        await self._requester.perform("DELETE", WEBHOOK, Effect.REMOVE, ids=ids)

    async def rotate_token(self, workspace_id: str, webhook_id: str) -> Webhook:
        """The old token dies at once. Sent twice it rotates twice, which harms nobody: the last answer counts."""
        ids = {"workspace": workspace_id, "webhook": webhook_id}
        return await self._requester.fetch(Webhook, "PATCH", f"{WEBHOOK}/token", Effect.SET, ids=ids)


class ApprovalCalls(Resource):
    async def all(
        self, workspace_id: str, *, status: Literal["PENDING", "APPROVED", "WITHDRAWN_APPROVAL"] | None = None
    ) -> list[ApprovalRequest]:
        """Clockify has no filter by person or day that works: the caller filters."""
        return await self._requester.pages(
            ApprovalRequest, APPROVALS, ids={"workspace": workspace_id}, query={"status": status}
        )

    async def submit(
        self,
        workspace_id: str,
        period_start: datetime,
        *,
        period: Literal["WEEKLY", "SEMI_MONTHLY", "MONTHLY"],
        user_id: str | None = None,
    ) -> Approval:
        """`period` must be the workspace's. `user_id`: for somebody else, by a manager."""
        ids = {"workspace": workspace_id, **({"user": user_id} if user_id is not None else {})}
        route = APPROVALS if user_id is None else f"{APPROVALS}/users/{{user}}"
        body = {"period": period, "periodStart": clockify_instant(period_start)}
        return await self._requester.fetch(Approval, "POST", route, Effect.CREATE, ids=ids, body=body)

    async def set_state(
        self, workspace_id: str, approval_id: str, state: ApprovalState, *, note: str | None = None
    ) -> Approval:
        ids = {"workspace": workspace_id, "approval": approval_id}
        body = {"state": state, **({"note": note} if note is not None else {})}
        return await self._requester.fetch(
            Approval, "PATCH", f"{APPROVALS}/{{approval}}", Effect.SET, ids=ids, body=body
        )
