"""Projects with an estimate: for whoever leads the workspace."""

from clankerbot_engine.accounts.live import Account
from clankerbot_engine.actions import ActionResult, Budgets
from clankerbot_engine.errors import Forbidden
from clankerbot_engine.estimates.projects import Estimate, estimates_of
from clankerbot_engine.integrations.clockify import wording
from clankerbot_engine.integrations.clockify.timesheet import Timesheet


async def budgets(sheet: Timesheet, account: Account, action: Budgets) -> ActionResult:
    """The fullest first."""
    if sheet.for_member or await sheet.cache.is_admin() is not True:
        raise Forbidden(
            "Only owners and admins of the Clockify workspace see how much of its estimates is used.",
            details={"reason": "not_lead"},
        )
    found = await estimates_of(account, sheet.snapshot, sheet.zone, sheet.today)
    told = wording.listed(_said(each) for each in found)
    return ActionResult(
        action=action,
        status="done",
        message=f"{told}." if found else "No project has an estimate of its own.",
        details={
            "budgets": [
                {
                    "project_id": each.project_id,
                    "project": each.name,
                    "client": each.client,
                    "estimate_s": each.estimate_s,
                    "tracked_s": each.tracked_s,
                    "percent": each.percent,
                    "used_up_on": None if each.used_up_on is None else each.used_up_on.isoformat(),
                }
                for each in found
            ]
        },
    )


def _said(estimate: Estimate) -> str:
    used = f"{wording.length(estimate.tracked_s)} of {wording.length(estimate.estimate_s)}"
    day = estimate.used_up_on
    when = f", used up on {day:%a} {day.day} {day:%b %Y} at this pace" if day is not None else ""
    return f"{estimate.name} {estimate.percent} % ({used}{when})"
