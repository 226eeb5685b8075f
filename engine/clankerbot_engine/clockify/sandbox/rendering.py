"""Records as the core API prints them: camelCase, explicit nulls, instants in UTC with whole seconds."""

from datetime import timedelta

from clankerbot_engine.clockify.sandbox.formats import CURRENCY, JsonObject, instant, iso_duration, rate
from clankerbot_engine.clockify.sandbox.rates import cost_rate, hourly_rate
from clankerbot_engine.clockify.sandbox.records import (
    Approval,
    Client,
    CustomField,
    Project,
    Rates,
    Tag,
    Task,
    TimeEntry,
    Webhook,
)
from clankerbot_engine.clockify.sandbox.rendering_workspace import membership, person
from clankerbot_engine.clockify.sandbox.state import SandboxState


def project_memberships(project: Project) -> list[JsonObject]:
    return [
        membership(member, project.id, "PROJECT", "ACTIVE", project.member_rates.get(member, Rates()))
        for member in project.members
    ]


def client(state: SandboxState, client: Client) -> JsonObject:
    return {
        "id": client.id,
        "name": client.name,
        "email": client.email,
        "workspaceId": state.workspace_id,
        "archived": client.archived,
        "address": client.address,
        "note": client.note,
        "currencyId": client.currency_id,
        "currencyCode": CURRENCY,
        "ccEmails": None if client.cc_emails is None else list(client.cc_emails),
    }


def tag(state: SandboxState, tag: Tag) -> JsonObject:
    return {"id": tag.id, "name": tag.name, "workspaceId": state.workspace_id, "archived": tag.archived}


def task(state: SandboxState, task: Task) -> JsonObject:
    seconds = sum(entry.seconds for entry in state.entries.values() if entry.task_id == task.id)
    return {
        "id": task.id,
        "name": task.name,
        "projectId": task.project_id,
        "assigneeIds": list(task.assignee_ids),
        "assigneeId": task.assignee_ids[0] if task.assignee_ids else None,
        "userGroupIds": [],
        "estimate": task.estimate,
        "status": task.status,
        "budgetEstimate": 0,
        "duration": iso_duration(seconds),
        "billable": task.billable,
        "hourlyRate": rate(task.hourly_rate),
        "costRate": rate(task.cost_rate),
    }


def project(state: SandboxState, project: Project, *, seconds: int | None = None) -> JsonObject:
    """`seconds`: tracked on it so far; worked out where it is not given."""
    if seconds is None:
        seconds = sum(entry.seconds for entry in state.entries.values() if entry.project_id == project.id)
    owner = state.clients.get(project.client_id or "")
    return {
        "id": project.id,
        "name": project.name,
        "hourlyRate": rate(project.hourly_rate),
        "clientId": project.client_id,
        "workspaceId": state.workspace_id,
        "billable": project.billable,
        "memberships": project_memberships(project),
        "color": project.color,
        "estimate": {"estimate": project.estimate, "type": project.estimate_type},
        "archived": project.archived,
        "duration": iso_duration(seconds),
        "clientName": owner.name if owner else "",
        "note": project.note,
        "costRate": rate(project.cost_rate),
        "timeEstimate": {
            "estimate": project.estimate,
            "type": project.estimate_type,
            "resetOption": None,
            "active": project.estimate_type == "MANUAL",
            "includeNonBillable": True,
        },
        "budgetEstimate": None,
        "estimateReset": None,
        "template": project.template,
        "public": project.public,
    }


def custom_field(state: SandboxState, custom_field: CustomField) -> JsonObject:
    return {
        "id": custom_field.id,
        "workspaceId": state.workspace_id,
        "name": custom_field.name,
        "description": custom_field.description,
        "placeholder": custom_field.placeholder,
        "type": custom_field.type,
        "allowedValues": list(custom_field.allowed_values),
        "workspaceDefaultValue": custom_field.default,
        "required": custom_field.required,
        "onlyAdminCanEdit": custom_field.only_admin_can_edit,
        "status": custom_field.status,
        "entityType": "TIMEENTRY",
        "projectDefaultValues": [],
    }


def custom_field_values(state: SandboxState, entry: TimeEntry) -> list[JsonObject]:
    return [
        {
            "customFieldId": field_id,
            "timeEntryId": entry.id,
            "name": state.custom_fields[field_id].name,
            "type": state.custom_fields[field_id].type,
            "value": value,
        }
        for field_id, value in entry.custom_fields.items()
        if field_id in state.custom_fields
    ]


def time_entry(
    state: SandboxState, entry: TimeEntry, *, with_rates: bool = False, hydrated: bool = False
) -> JsonObject:
    """Writes answer without rates; `hydrated` adds the entities that the ids name."""
    shown: JsonObject = {
        "id": entry.id,
        "description": entry.description,
        "tagIds": list(entry.tag_ids) or None,
        "userId": entry.user_id,
        "billable": entry.billable,
        "taskId": entry.task_id,
        "projectId": entry.project_id,
        "workspaceId": state.workspace_id,
        "timeInterval": {
            "start": instant(entry.start),
            "end": None if entry.end is None else instant(entry.end),
            "duration": None if entry.end is None else iso_duration(entry.seconds),
        },
        "customFieldValues": custom_field_values(state, entry),
        "type": entry.type,
        "kioskId": None,
        "isLocked": state.is_before_lock(entry) or state.is_approved(entry),
    }
    of = state.projects.get(entry.project_id or "")
    if with_rates:
        shown |= {"hourlyRate": rate(hourly_rate(state, entry)), "costRate": rate(cost_rate(state, entry))}
    if hydrated:
        done_on = state.tasks.get(entry.task_id or "")
        shown |= {
            "project": None if of is None else project(state, of),
            "task": None if done_on is None else task(state, done_on),
            "tags": [tag(state, state.tags[tag_id]) for tag_id in entry.tag_ids if tag_id in state.tags],
            "user": person(state, state.people[entry.user_id]),
            "kiosk": None,
        }
    return shown


def date_range(approval: Approval) -> JsonObject:
    """The last second is part of it."""
    return {"start": instant(approval.start), "end": instant(approval.end - timedelta(seconds=1))}


def approval_status(state: SandboxState, approval: Approval) -> JsonObject:
    return {
        "state": approval.state,
        "updatedBy": approval.updated_by,
        "updatedByUserName": state.people[approval.updated_by].name,
        "updatedAt": instant(approval.updated_at),
        "note": approval.note,
    }


def webhook(state: SandboxState, webhook: Webhook, *, plan_enabled: bool) -> JsonObject:
    return {
        "id": webhook.id,
        "name": webhook.name,
        "url": webhook.url,
        "webhookEvent": webhook.event,
        "triggerSourceType": webhook.source_type,
        "triggerSource": list(webhook.sources),
        "userId": webhook.user_id,
        "workspaceId": state.workspace_id,
        "authToken": webhook.auth_token,
        "enabled": webhook.enabled,
        "deliveryEnabled": webhook.delivery_enabled,
        "planEnabled": plan_enabled,
    }
