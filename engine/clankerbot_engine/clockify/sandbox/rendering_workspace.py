"""The workspace and its people as the core API prints them."""

from clankerbot_engine.clockify.sandbox.formats import CURRENCY, JsonObject, rate
from clankerbot_engine.clockify.sandbox.records import Person, Rates
from clankerbot_engine.clockify.sandbox.state import SandboxState

# Of the paid plans, those whose rules the sandbox has.
FEATURES = (
    *("ADD_TIME_FOR_OTHERS", "APPROVAL", "CUSTOM_FIELDS", "DISABLE_MANUAL_MODE", "PROJECT_TEMPLATES"),
    *("REQUIRED_FIELDS", "WORKSPACE_LOCK_TIMEENTRIES"),
)


def membership(user_id: str, target_id: str, kind: str, status: str, rates: Rates | Person) -> JsonObject:
    return {
        "userId": user_id,
        "hourlyRate": rate(rates.hourly_rate),
        "costRate": rate(rates.cost_rate),
        "targetId": target_id,
        "membershipType": kind,
        "membershipStatus": status,
    }


def workspace_memberships(state: SandboxState) -> list[JsonObject]:
    return [
        membership(person.id, state.workspace_id, "WORKSPACE", person.membership, person)
        for person in state.people.values()
    ]


def workspace(state: SandboxState) -> JsonObject:
    return {
        "id": state.workspace_id,
        "name": state.workspace_name,
        "hourlyRate": rate(state.rates.hourly_rate),
        "costRate": rate(state.rates.cost_rate),
        "memberships": workspace_memberships(state),
        "workspaceSettings": state.settings,
        "imageUrl": "",
        "featureSubscriptionType": state.plan,
        "features": [] if state.plan == "FREE" else list(FEATURES),
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
