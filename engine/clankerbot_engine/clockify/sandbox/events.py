"""What webhooks are told: event names, and bodies in the shape of the captures of 2026 (`clockify-api` §6.5)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from clankerbot_engine.clockify.sandbox import rendering
from clankerbot_engine.clockify.sandbox.formats import instant, rate
from clankerbot_engine.clockify.sandbox.records import Approval, Client, Project, Tag, Task, TimeEntry, TimeOff, Webhook
from clankerbot_engine.clockify.sandbox.settings import zone_of
from clankerbot_engine.clockify.sandbox.state import SandboxState

ENTRY_EVENTS = (
    "NEW_TIME_ENTRY",
    "NEW_TIMER_STARTED",
    "TIMER_STOPPED",
    "TIME_ENTRY_UPDATED",
    "TIME_ENTRY_DELETED",
    "TIME_ENTRY_RESTORED",
    "TIME_ENTRY_SPLIT",
)
EVENTS = (
    *ENTRY_EVENTS,
    *("NEW_PROJECT", "PROJECT_UPDATED", "PROJECT_DELETED", "NEW_TASK", "TASK_UPDATED", "TASK_DELETED"),
    *("NEW_CLIENT", "CLIENT_UPDATED", "CLIENT_DELETED", "NEW_TAG", "TAG_UPDATED", "TAG_DELETED"),
    *("NEW_APPROVAL_REQUEST", "APPROVAL_REQUEST_STATUS_UPDATED"),
    *("TIME_OFF_REQUESTED", "TIME_OFF_REQUEST_APPROVED", "TIME_OFF_REQUEST_REJECTED"),
    # Nothing in the sandbox causes the rest; a webhook on them can be made all the same.
    "TIME_OFF_REQUEST_UPDATED",
    *("TIME_OFF_REQUEST_STARTED", "TIME_OFF_REQUEST_WITHDRAWN", "BALANCE_UPDATED", "NEW_INVOICE", "INVOICE_UPDATED"),
    *("EXPENSE_CREATED", "EXPENSE_UPDATED", "EXPENSE_DELETED", "EXPENSE_RESTORED"),
    *("ASSIGNMENT_CREATED", "ASSIGNMENT_UPDATED", "ASSIGNMENT_DELETED", "ASSIGNMENT_PUBLISHED"),
    *("USER_JOINED_WORKSPACE", "USER_DELETED_FROM_WORKSPACE", "USER_DEACTIVATED_ON_WORKSPACE"),
    *("USER_ACTIVATED_ON_WORKSPACE", "USER_EMAIL_CHANGED", "USER_UPDATED", "USERS_INVITED_TO_WORKSPACE"),
    *("LIMITED_USERS_ADDED_TO_WORKSPACE", "USER_GROUP_CREATED", "USER_GROUP_UPDATED", "USER_GROUP_DELETED"),
    *("COST_RATE_UPDATED", "BILLABLE_RATE_UPDATED"),
)
SOURCE_TYPES = ("WORKSPACE_ID", "PROJECT_ID", "USER_ID", "TAG_ID", "TASK_ID", "ASSIGNMENT_ID", "EXPENSE_ID")
_FREE_LIMIT, _ENTERPRISE_LIMITS, _PAID_LIMITS = (3, 3), (100, 300), (10, 100)


def webhook_limits(plan: str) -> tuple[int, int]:
    """How many webhooks a plan allows: for one user, for the workspace."""
    return {"FREE": _FREE_LIMIT, "ENTERPRISE": _ENTERPRISE_LIMITS}.get(plan, _PAID_LIMITS)


def is_plan_enabled(state: SandboxState, webhook: Webhook) -> bool:
    """A downgrade keeps the oldest ones."""
    return webhook.id in list(state.webhooks)[: webhook_limits(state.plan)[1]]


def entry_changed(state: SandboxState, event: str, entry: TimeEntry) -> None:
    body = entry_body(state, entry)
    sources: dict[str, set[str | None]] = {
        "PROJECT_ID": {entry.project_id},
        "USER_ID": {entry.user_id},
        "TAG_ID": set(entry.tag_ids),
        "TASK_ID": {entry.task_id},
    }
    _announce(state, event, body, sources)
    state.tell(entry)


def project_changed(state: SandboxState, event: str, project: Project) -> None:
    tasks = [task_body(task) for task in state.tasks.values() if task.project_id == project.id]
    owner = state.clients.get(project.client_id or "")
    body = {
        **rendering.project(state, project),
        "tasks": tasks,
        "client": None if owner is None else tag_or_client_body(state, owner),
    }
    _announce(state, event, body, {"PROJECT_ID": {project.id}})


def task_changed(state: SandboxState, event: str, task: Task) -> None:
    _announce(state, event, task_body(task), {"PROJECT_ID": {task.project_id}, "TASK_ID": {task.id}})


def tag_changed(state: SandboxState, event: str, tag: Tag) -> None:
    _announce(state, event, tag_or_client_body(state, tag), {"TAG_ID": {tag.id}})


def client_changed(state: SandboxState, event: str, client: Client) -> None:
    _announce(state, event, tag_or_client_body(state, client), {})


def approval_changed(state: SandboxState, event: str, approval: Approval) -> None:
    _announce(state, event, approval_body(state, approval), {"USER_ID": {approval.owner_id}})


def time_off_changed(state: SandboxState, event: str, request: TimeOff) -> None:
    _announce(state, event, time_off_body(state, request), {"USER_ID": {request.user_id}})


def time_off_body(state: SandboxState, request: TimeOff) -> dict[str, Any]:
    """Without the name of anybody but who decided, as the vendor's samples are."""
    person, by = state.people[request.user_id], state.people.get(request.decided_by or "")
    return {
        "id": request.id,
        "userId": request.user_id,
        "workspaceId": state.workspace_id,
        "policyId": request.policy_id,
        "timeZone": person.time_zone,
        "halfDay": request.half_day,
        "timeOffPeriod": {
            "period": {"start": instant(request.start), "end": instant(request.end)},
            "halfDay": request.half_day,
        },
        "note": request.note,
        "status": {
            "statusType": request.status,
            "changedByUserId": request.decided_by,
            "changedByUserName": None if by is None else by.name,
            "changedAt": None if request.decided_at is None else instant(request.decided_at),
            "note": request.decision_note,
        },
        "balanceDiff": 0,
        "createdAt": instant(request.created_at),
        "requesterUserId": request.user_id,
        "excludeDays": [],
        "negativeBalanceUsed": 0,
        "balanceValueAtRequest": 0,
    }


def _announce(state: SandboxState, event: str, body: dict[str, Any], sources: Mapping[str, set[str | None]]) -> None:
    for webhook in list(state.webhooks.values()):
        if webhook.event != event or not (webhook.enabled and webhook.delivery_enabled):
            continue
        if not is_plan_enabled(state, webhook):
            continue
        known = (
            {state.workspace_id} if webhook.source_type == "WORKSPACE_ID" else sources.get(webhook.source_type, set())
        )
        if (webhook.source_type == "WORKSPACE_ID" and not webhook.sources) or known & set(webhook.sources):
            state.deliveries.send(webhook, event, body)


def task_body(task: Task) -> dict[str, Any]:
    """Without `workspaceId`, as the vendor's samples are."""
    return {
        "id": task.id,
        "name": task.name,
        "projectId": task.project_id,
        "assigneeIds": list(task.assignee_ids),
        "assigneeId": task.assignee_ids[0] if task.assignee_ids else "",
        "userGroupIds": [],
        "estimate": task.estimate,
        "status": task.status,
        "duration": "PT0S",
    }


def _task_of_entry(state: SandboxState, task: Task) -> dict[str, Any]:
    return {
        **task_body(task),
        "workspaceId": state.workspace_id,
        "billable": task.billable,
        "budgetEstimate": 0,
    }


def tag_or_client_body(state: SandboxState, entity: Tag | Client) -> dict[str, Any]:
    return {
        "id": entity.id,
        "name": entity.name,
        "workspaceId": state.workspace_id,
        "archived": entity.archived,
    }


def approval_body(state: SandboxState, approval: Approval) -> dict[str, Any]:
    owner = state.people[approval.owner_id]
    return {
        "id": approval.id,
        "workspaceId": state.workspace_id,
        "dateRange": rendering.date_range(approval),
        "owner": {
            "userId": owner.id,
            "userName": owner.name,
            "timezone": owner.time_zone,  # in lower case here, `timeZone` in the REST answer
            "startOfWeek": owner.week_start,
        },
        "status": rendering.approval_status(state, approval),
    }


def _zoned(moment: datetime | None, zone: ZoneInfo) -> tuple[int | None, str | None]:
    if moment is None:
        return None, None
    local = moment.astimezone(zone)
    offset = local.utcoffset()
    return (0 if offset is None else int(offset.total_seconds())), local.strftime("%Y-%m-%dT%H:%M:%S")


def entry_body(state: SandboxState, entry: TimeEntry) -> dict[str, Any]:
    """No top-level `taskId` and `tagIds`, and time-zone fields that only webhooks have."""
    person = state.people[entry.user_id]
    zone = zone_of(person.time_zone) or ZoneInfo("UTC")
    (offset_start, zoned_start), (offset_end, zoned_end) = _zoned(entry.start, zone), _zoned(entry.end, zone)
    project, task = state.projects.get(entry.project_id or ""), state.tasks.get(entry.task_id or "")
    shown = rendering.time_entry(state, entry, with_rates=True)
    values = [{name: value for name, value in field.items() if name != "type"} for field in shown["customFieldValues"]]
    return {
        "id": entry.id,
        "description": entry.description,
        "userId": entry.user_id,
        "billable": entry.billable,
        "projectId": entry.project_id,
        "workspaceId": state.workspace_id,
        "timeInterval": {
            **shown["timeInterval"],
            "timeZone": person.time_zone,
            "offsetStart": offset_start,
            "offsetEnd": offset_end,
            "zonedStart": zoned_start,
            "zonedEnd": zoned_end,
        },
        "isLocked": shown["isLocked"],
        "hourlyRate": shown["hourlyRate"],
        "costRate": shown["costRate"],
        "type": entry.type,
        "kioskId": None,
        "approvalStatus": None,
        "detailedApprovalStatus": None,
        "projectCurrency": None,
        "currentlyRunning": entry.end is None,
        "customFieldValues": values,
        "project": None if project is None else rendering.project(state, project) | {"activeEstimate": "NONE"},
        "task": None if task is None else _task_of_entry(state, task),
        "user": {
            "id": person.id,
            "name": person.name,
            "status": "ACTIVE",
            "hourlyRate": rate(person.hourly_rate),
            "costRate": rate(person.cost_rate),
        },
        "tags": [rendering.tag(state, state.tags[tag_id]) for tag_id in entry.tag_ids if tag_id in state.tags],
    }
