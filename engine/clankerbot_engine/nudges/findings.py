"""What Clockify says to a nudge: whether there is anything to tell, and what. Asks as little as it can."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from clankerbot_engine.accounts.live import Account
from clankerbot_engine.accounts.person_settings import PersonSettings
from clankerbot_engine.actions import EntryFact
from clankerbot_engine.clockify.models import TimeEntry
from clankerbot_engine.clockify.snapshot import WorkspaceSnapshot
from clankerbot_engine.hours.absences import Absences
from clankerbot_engine.hours.missing import counted_days, entries_between, hours_of
from clankerbot_engine.integrations.clockify.facts import Names
from clankerbot_engine.nudges.about import About, Findings, Gap
from clankerbot_engine.nudges.deciding import Drop, Wait
from clankerbot_engine.reports.relative_periods import days_of

LOOKS_BACK: Final = timedelta(days=7)
"""For work that may have gone on."""
TIMER_HOURS: Final = 10
"""So long a timer may run before its person is asked, unless they say otherwise."""
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Looked:
    """At what, for whom. `now` in the person's own time."""

    account: Account
    snapshot: WorkspaceSnapshot
    absences: Absences
    settings: PersonSettings
    now: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        return self.now.date()

    async def works_on(self, day: date) -> bool:
        plan = await self.absences.plan(
            self.account, self.snapshot, self.snapshot.user_id, self.zone, day, day, day_s=self.settings.daily_target_s
        )
        return plan.works_on(day)


async def find(about: About, look: Looked) -> Findings | Wait | Drop:
    """Raises what Clockify raises: then it is not known, and nothing is told."""
    match about.kind:
        case "text":
            return Findings()
        case "timer":
            return await _timer(about, look)
        case "no_timer":
            if await look.account.client.time_entries.running(look.snapshot.workspace_id, look.snapshot.user_id):
                return Drop("timer_runs")
            return Findings() if await look.works_on(look.today) else Drop("day_off")
        case "hours":
            return await _hours(about, look)


async def _timer(about: About, look: Looked) -> Findings | Wait | Drop:
    entry = await look.account.client.time_entries.running(look.snapshot.workspace_id, look.snapshot.user_id)
    if entry is None or entry.id != about.entry_id:
        return Drop("no_timer")
    hours = TIMER_HOURS if look.settings.timer_hours is None else look.settings.timer_hours
    running = Names(look.snapshot.catalogue).fact(entry)
    since = running.start.astimezone(look.zone)
    long_at = (running.start + timedelta(hours=hours)).astimezone(UTC)
    if look.now < long_at:
        return Wait(long_at, "too_early")
    usual = look.settings.over(look.snapshot.preferences).day_end
    end = datetime.combine(since.date(), usual, look.zone)
    return Findings(running=running, usual_end=end if since < end < look.now else None)


async def _hours(about: About, look: Looked) -> Findings | Wait | Drop:
    first, last = _days(about, look)
    first, last = counted_days(first, last, look.today)
    if last < first:
        return Drop("logged")
    entries = await entries_between(look.account, look.snapshot, first - LOOKS_BACK, max(last, look.today), look.zone)
    wanted_s = about.less_than_s or (look.settings.daily_target_s if about.is_of_today else None)
    usual = look.absences.usual(look.snapshot, day_s=look.settings.daily_target_s)
    logged_s = hours_of(entries, usual, first, last, look.now).logged_s
    if wanted_s is not None and logged_s >= wanted_s:
        return Drop("logged")
    plan = await look.absences.plan(
        look.account,
        look.snapshot,
        look.snapshot.user_id,
        look.zone,
        min(first, look.today),
        max(last, look.today),
        day_s=look.settings.daily_target_s,
    )
    hours = hours_of(entries, plan, first, last, look.now)
    if hours.expected_s == 0:
        return Drop("day_off")
    expected_s = about.less_than_s or hours.expected_s
    if logged_s >= expected_s:
        return Drop("logged")
    if not plan.works_on(look.today):
        return Wait(look.now + _DAY, "day_off")
    names = Names(look.snapshot.catalogue)
    short = [(day.day, day.missing_s) for day in hours.days if day.missing_s > 0]
    if first == last:
        short = [(first, expected_s - logged_s)]
    gaps = tuple(Gap(day=day, missing_s=seconds, like=_like(names, entries, day, look.zone)) for day, seconds in short)
    return Findings(first=first, last=last, logged_s=logged_s, expected_s=expected_s, gaps=gaps)


def _days(about: About, look: Looked) -> tuple[date, date]:
    if about.first is not None:
        return about.first, about.last or about.first
    return days_of(about.period or "today", look.today, look.snapshot.week_start)


def _like(names: Names, entries: Sequence[TimeEntry], day: date, zone: ZoneInfo) -> EntryFact | None:
    """The newest entry of what most time went into on the last day before with any; on a project that still goes on."""
    earlier: dict[date, list[EntryFact]] = {}
    for entry in entries:
        project = names.projects.get(entry.project_id or "")
        if project is None or project.archived or entry.is_running:
            continue
        fact = names.fact(entry)
        begun = fact.start.astimezone(zone).date()
        if day - LOOKS_BACK <= begun < day:
            earlier.setdefault(begun, []).append(fact)
    if not earlier:
        return None
    of_day = earlier[max(earlier)]
    spent: Counter[str] = Counter()
    for fact in of_day:
        spent[fact.project_id or ""] += fact.duration_s or 0
    [(project_id, _)] = spent.most_common(1)
    return max((fact for fact in of_day if fact.project_id == project_id), key=lambda fact: fact.start)
