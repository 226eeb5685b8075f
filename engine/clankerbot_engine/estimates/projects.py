"""How much of a project's estimate is used, and when it will be used up at the pace of the last weeks."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from clankerbot_engine.accounts.live import Account
from clankerbot_engine.clockify.models import Project, ReportRange
from clankerbot_engine.clockify.snapshot import WorkspaceSnapshot
from clankerbot_engine.hours.plans import WorkPlan, days_between, weekdays_of

THRESHOLDS: Final = (100, 80)
"""Percent, the highest first."""
PACE_DAYS: Final = 28
LOOKS_AHEAD: Final = timedelta(days=2 * 366)
"""What lasts longer has no date."""
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Estimate:
    """Of one project, in whole seconds. `used_up_on`: the working day on which it will be, or was; None: not soon."""

    project_id: str
    name: str
    client: str | None
    estimate_s: int
    tracked_s: int
    used_up_on: date | None = None

    @property
    def percent(self) -> int:
        return 100 * self.tracked_s // self.estimate_s

    @property
    def reached(self) -> int | None:
        """The highest threshold."""
        return next((each for each in THRESHOLDS if self.percent >= each), None)


async def estimates_of(account: Account, snapshot: WorkspaceSnapshot, zone: ZoneInfo, today: date) -> list[Estimate]:
    """The fullest first. Two requests: the projects, and a report of the last weeks.

    Left out is an estimate that begins anew each week or month, of which Clockify does not say how much is used, and
    the sum of the estimates of tasks.
    """
    projects = await account.client.projects.all(snapshot.workspace_id, archived=False, hydrated=False)
    estimated = list(_estimated(projects))
    if not estimated:
        return []
    range_ = ReportRange.of_days(today - PACE_DAYS * _DAY, today - _DAY, zone)
    report = await account.client.reports.summary(snapshot.workspace_id, range_, groups=("PROJECT",))
    lately: Counter[str] = Counter()
    for group in report.group_one or ():
        lately[str(group.id)] += group.duration or 0
    plan = WorkPlan(weekdays_of(snapshot.settings.working_days))
    found = [
        Estimate(
            each.project_id,
            each.name,
            each.client,
            each.estimate_s,
            each.tracked_s,
            used_up_on(each.estimate_s - each.tracked_s, lately[each.project_id], plan, today),
        )
        for each in estimated
    ]
    return sorted(found, key=lambda each: (-each.percent, each.name.casefold()))


def used_up_on(left_s: int, lately_s: int, plan: WorkPlan, today: date) -> date | None:
    """`lately_s`: in the `PACE_DAYS` before today. Only working days count, before and after."""
    worked = sum(plan.works_on(day) for day in days_between(today - PACE_DAYS * _DAY, today - _DAY))
    if left_s <= 0:
        return None
    if lately_s <= 0 or worked == 0:
        return None
    a_day = lately_s / worked
    for day in days_between(today, today + LOOKS_AHEAD):
        left_s -= round(a_day) if plan.works_on(day) else 0
        if left_s <= 0:
            return day
    return None


def _estimated(projects: list[Project]) -> Iterator[Estimate]:
    for project in projects:
        estimate = project.time_estimate
        if estimate is None or project.id is None or estimate.active is False or estimate.reset_option is not None:
            continue
        seconds = estimate.seconds or 0
        if seconds > 0 and estimate.type != "AUTO":
            yield Estimate(project.id, project.name or "", project.client_name or None, seconds, project.duration or 0)
