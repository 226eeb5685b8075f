"""Records as the core API prints them: camelCase, explicit nulls, instants in UTC with whole seconds."""

from datetime import datetime
from typing import Any

from clankerbot_engine.clockify.sandbox.records import (
    Client,
    CustomField,
    Person,
    Project,
    Tag,
    Task,
    TimeEntry,
    Webhook,
)
from clankerbot_engine.clockify.sandbox.state import SandboxState

JsonObject = dict[str, Any]
CURRENCY = "EUR"


def instant(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def iso_duration(seconds: int) -> str:
    """`PT1H30M`, `PT38S`, `PT0S`; hours exceed 24. Java prints the sign on each part."""
    sign, rest = ("-" if seconds < 0 else ""), abs(seconds)
    parts = ((rest // 3600, "H"), (rest % 3600 // 60, "M"), (rest % 60, "S"))
    text = "".join(f"{sign}{count}{unit}" for count, unit in parts if count)
    return f"PT{text or '0S'}"


def rate(amount: int | None) -> JsonObject | None:
    return None if amount is None else {"amount": amount, "currency": CURRENCY}


def membership(user_id: str, target_id: str, kind: str, status: str, amount: int | None = None) -> JsonObject:
    return {
        "userId": user_id,
        "hourlyRate": rate(amount),
        "costRate": None,
        "targetId": target_id,
        "membershipType": kind,
        "membershipStatus": status,
    }


def workspace_memberships(state: SandboxState) -> list[JsonObject]:
    return [
        membership(person.id, state.workspace_id, "WORKSPACE", person.membership, person.hourly_rate)
        for person in state.people.values()
    ]


def workspace(state: SandboxState) -> JsonObject:
    return {
        "id": state.workspace_id,
        "name": state.workspace_name,
        "hourlyRate": {"amount": 0, "currency": CURRENCY},
        "costRate": None,
        "memberships": workspace_memberships(state),
        "workspaceSettings": state.settings,
        "imageUrl": "",
        "featureSubscriptionType": state.plan,
        "features": [] if state.plan == "FREE" else ["ADD_TIME_FOR_OTHERS", "APPROVAL", "LOCK_TIME", "FORCE_TIMER"],
        "currencies": [{"id": f"{state.workspace_id[:-4]}eeee", "code": CURRENCY, "isDefault": True}],
        "subdomain": {"name": None, "enabled": False},
        "cakeOrganizationId": None,
    }


def person(state: SandboxState, person: Person, memberships: list[JsonObject] | None = None) -> JsonObject:
    return {
        "id": person.id,
        "email": person.email,
        "name": person.name,
        "memberships": memberships or [],
        "profilePicture": "https://img.clockify.me/no-user-image.png",
        "activeWorkspace": state.workspace_id,
        "defaultWorkspace": state.workspace_id,
        "settings": {
            "weekStart": person.week_start,
            "timeZone": person.time_zone,
            "timeFormat": "HOUR24",
            "dateFormat": "YYYY-MM-DD",
            "sendNewsletter": False,
            "weeklyUpdates": False,
            "longRunning": False,
            "scheduledReports": True,
            "approval": True,
            "pto": True,
            "alerts": True,
            "reminders": True,
            "timeTrackingManual": True,
            "summaryReportSettings": {"group": "Project", "subgroup": "Time Entry"},
            "isCompactViewOn": False,
            "dashboardSelection": "ME",
            "dashboardViewType": "PROJECT",
            "dashboardPinToTop": False,
            "projectListCollapse": 50,
            "collapseAllProjectLists": False,
            "groupSimilarEntriesDisabled": False,
            "myStartOfDay": "09:00",
            "projectPickerTaskFilter": False,
            "lang": "EN",
            "multiFactorEnabled": False,
            "theme": "DEFAULT",
            "scheduling": True,
            "onboarding": False,
            "showOnlyWorkingDays": False,
            "invoiceReminders": True,
        },
        "status": "ACTIVE",
        "customFields": [],
    }


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
        "hourlyRate": None,
        "costRate": None,
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
        "memberships": [membership(member, project.id, "PROJECT", "ACTIVE") for member in project.members],
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
        "description": None,
        "placeholder": None,
        "type": custom_field.type,
        "allowedValues": list(custom_field.allowed_values),
        "workspaceDefaultValue": custom_field.default,
        "required": custom_field.required,
        "onlyAdminCanEdit": False,
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
        amount = None if of is None else of.hourly_rate
        shown |= {"hourlyRate": rate(amount), "costRate": rate(None if of is None else of.cost_rate)}
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
