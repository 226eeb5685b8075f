"""`workspaceSettings` of the sandbox: the real one's names and defaults, plus what its rules make of them."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from clankerbot_engine.clockify.sandbox.reading import instant_of

DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")


def default_settings(time_zone: str) -> dict[str, Any]:
    return {
        "timeRoundingInReports": False,
        "onlyAdminsSeeBillableRates": True,
        "onlyAdminsCreateProject": True,
        "onlyAdminsSeeDashboard": False,
        "defaultBillableProjects": True,
        "lockTimeEntries": None,
        "lockTimeZone": time_zone,
        "round": {"round": "Round to nearest", "minutes": "15"},
        "projectFavorites": True,
        "canSeeTimeSheet": True,
        "canSeeTracker": True,
        "projectPickerSpecialFilter": False,
        "forceProjects": False,
        "forceTasks": False,
        "forceTags": False,
        "forceDescription": False,
        "onlyAdminsSeeAllTimeEntries": True,
        "onlyAdminsSeePublicProjectsEntries": False,
        "trackTimeDownToSecond": True,
        "projectGroupingLabel": "client",
        "projectLabel": "Project",
        "taskLabel": "Task",
        "adminOnlyPages": [],
        "automaticLock": None,
        "onlyAdminsCreateTag": False,
        "onlyAdminsCreateTask": True,
        "onlyAdminsCanChangeBillableStatus": False,
        "timeTrackingMode": "DEFAULT",
        "isProjectPublicByDefault": True,
        "workingDays": list(DAYS[:5]),
        "durationFormat": "FULL",
        "currencyFormat": "CURRENCY_VALUE",
        "numberFormat": "COMMA_PERIOD",
        "activeBillableHours": True,
        "multiFactorEnabled": False,
        "entityCreationPermissions": {
            "whoCanCreateProjectsAndClients": "ADMINS",
            "whoCanCreateTags": "EVERYONE",
            "whoCanCreateTasks": "ADMINS",
        },
    }


def settings_fault(name: str, value: Any) -> str | None:
    """Why a setting cannot have this value; None where it can. Rules below rely on what passes here."""
    if name == "lockTimeEntries":
        return None if value is None or instant_of(value) else "an ISO 8601 instant or null"
    if name == "lockTimeZone":
        return None if zone_of(value) else "an IANA time zone"
    if name == "timeTrackingMode":
        return None if value in ("DEFAULT", "STOPWATCH_ONLY") else "DEFAULT or STOPWATCH_ONLY"
    if name == "automaticLock":
        return None if value is None or _is_automatic_lock(value) else "null or {type, ...}"
    default = default_settings("UTC")[name]
    return None if isinstance(value, type(default)) else f"a {type(default).__name__}"


def _is_automatic_lock(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    if value.get("type") == "WEEKLY":
        return value.get("firstDay") in DAYS and value.get("changeDay") in DAYS
    if value.get("type") == "MONTHLY":
        return _is_count(value.get("dayOfMonth"), 31)
    return (
        value.get("type") == "OLDER_THAN"
        and value.get("olderThanPeriod") in ("DAYS", "WEEKS", "MONTHS")
        and _is_count(value.get("olderThanValue"), 120)
    )


def _is_count(value: Any, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most


def zone_of(name: Any) -> ZoneInfo | None:
    if not isinstance(name, str) or not name or len(name) > 100 or not name.isascii() or not name.isprintable():
        return None
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # a path, a directory, no such zone
        return None


def locked_before(settings: dict[str, Any], now: datetime) -> datetime | None:
    """Entries that start before this instant are locked for regular users: the later of both kinds of lock."""
    by_hand = instant_of(settings["lockTimeEntries"])
    rule = settings["automaticLock"]
    if rule is None:
        return by_hand
    zone = zone_of(settings["lockTimeZone"]) or ZoneInfo("UTC")
    day = _first_open_day(rule, now.astimezone(zone).date())
    by_rule = datetime.combine(day, time(), zone).astimezone(UTC)
    return by_rule if by_hand is None else max(by_hand, by_rule)


def _first_open_day(rule: dict[str, Any], today: date) -> date:
    if rule["type"] == "WEEKLY":
        # On each `changeDay` everything before the week's `firstDay` closes.
        changed = today - timedelta(days=(today.weekday() - DAYS.index(rule["changeDay"])) % 7)
        return changed - timedelta(days=(changed.weekday() - DAYS.index(rule["firstDay"])) % 7)
    if rule["type"] == "MONTHLY":
        # On `dayOfMonth` the months before close; a month that is shorter has its last day instead.
        change = min(rule["dayOfMonth"], calendar.monthrange(today.year, today.month)[1])
        first = today.replace(day=1)
        return first if today.day >= change else (first - timedelta(days=1)).replace(day=1)
    count = rule["olderThanValue"]
    if rule["olderThanPeriod"] == "MONTHS":
        months = today.year * 12 + today.month - 1 - count
        year, month = divmod(months, 12)
        return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))
    return today - timedelta(days=count * (7 if rule["olderThanPeriod"] == "WEEKS" else 1))
