"""Who is missing hours: for whoever leads the workspace."""

from typing import Any

from clankerbot_engine.accounts.leading import Leading
from clankerbot_engine.accounts.live import Account
from clankerbot_engine.actions import ActionResult, MissingHours
from clankerbot_engine.errors import Forbidden
from clankerbot_engine.hours.absences import Absences
from clankerbot_engine.hours.missing import PersonHours, counted_days, missing_only, team_hours
from clankerbot_engine.integrations.clockify import wording
from clankerbot_engine.integrations.clockify.timesheet import Timesheet
from clankerbot_engine.reports.periods import period
from clankerbot_engine.reports.relative_periods import USUAL, days_of


async def missing_hours(
    sheet: Timesheet, account: Account, absences: Absences, leading: Leading, action: MissingHours
) -> ActionResult:
    """By name. Days that are not over are left out."""
    if sheet.for_member or await sheet.cache.is_admin() is not True:
        raise Forbidden(
            "Only owners and admins of the Clockify workspace see who is missing hours.",
            details={"reason": "not_lead"},
        )
    default = days_of(action.period or USUAL[action.kind], sheet.today, sheet.snapshot.week_start)
    first, last = counted_days(*period(action.from_, action.to, default=default, today=sheet.today), sheet.today)
    people: list[PersonHours] = []
    if first <= last:
        people = await team_hours(account, sheet.snapshot, absences, first, last, sheet.zone)
    missing = missing_only(people)
    reached = {sheet.user_id, *await leading.of_users(sheet.context.principal, [each.user_id for each in missing])}
    days = wording.days(first, max(first, last), sheet.today)
    listed = wording.listed(f"{each.name} {wording.length(each.hours.missing_s)}" for each in missing)
    told = f"Missing hours, {days}: {listed}." if missing else f"Nobody is missing hours, {days}."
    details: dict[str, Any] = {
        "from": first.isoformat(),
        "to": max(first, last).isoformat(),
        "asked": len(people),
        "missing": [_row(each, reached=each.user_id in reached) for each in missing],
    }
    return ActionResult(action=action, status="done", message=told, details=details)


def _row(person: PersonHours, *, reached: bool) -> dict[str, Any]:
    hours = person.hours
    return {
        "user_id": person.user_id,
        "name": person.name,
        "expected_s": hours.expected_s,
        "logged_s": hours.logged_s,
        "missing_s": hours.missing_s,
        "reached": reached,
    }
