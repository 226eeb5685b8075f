"""Which hours are missing: what is expected of people, less what they have logged. Days are the days of a zone."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from clankerbot_engine.accounts.live import Account
from clankerbot_engine.clockify.models import ReportRange, TimeEntry
from clankerbot_engine.clockify.reports import ReportCalls
from clankerbot_engine.clockify.snapshot import WorkspaceSnapshot
from clankerbot_engine.hours.absences import Absences
from clankerbot_engine.hours.plans import WorkPlan, days_between
from clankerbot_engine.reports.periods import pieces

NOT_WORK: Final = frozenset({"HOLIDAY", "TIME_OFF"})
"""Entries that Clockify makes by itself for days off, of which nothing is expected."""
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayHours:
    day: date
    expected_s: int
    logged_s: int

    @property
    def missing_s(self) -> int:
        return max(0, self.expected_s - self.logged_s)


@dataclass(frozen=True, slots=True)
class Hours:
    """Of one person. More on one day makes up for less on another."""

    days: tuple[DayHours, ...]

    @property
    def expected_s(self) -> int:
        return sum(day.expected_s for day in self.days)

    @property
    def logged_s(self) -> int:
        return sum(day.logged_s for day in self.days)

    @property
    def missing_s(self) -> int:
        return max(0, self.expected_s - self.logged_s)


@dataclass(frozen=True, slots=True)
class PersonHours:
    user_id: str
    name: str
    hours: Hours


def counted_days(first: date, last: date, today: date) -> tuple[date, date]:
    """A day that is not over is not counted, unless it alone is meant: nothing is missing of it yet."""
    return (first, min(last, today)) if first >= today else (first, min(last, today - _DAY))


def hours_of(entries: Iterable[TimeEntry], plan: WorkPlan, first: date, last: date, now: datetime) -> Hours:
    """`now` in the person's own time. What runs counts as far as it has come; an entry belongs to the day it starts."""
    logged: Counter[date] = Counter()
    for entry in entries:
        interval = entry.time_interval
        if interval is None or interval.start is None or entry.type in NOT_WORK:
            continue
        day = interval.start.astimezone(now.tzinfo).date()
        logged[day] += max(0, round(((interval.end or now) - interval.start).total_seconds()))
    return Hours(tuple(DayHours(day, plan.expected_s(day), logged[day]) for day in days_between(first, last)))


async def entries_between(
    account: Account, snapshot: WorkspaceSnapshot, first: date, last: date, zone: ZoneInfo
) -> list[TimeEntry]:
    """The person's own. Asked for a day more on both sides, as Clockify may read the bounds in another zone."""
    begins, ends = datetime.combine(first, time(0), zone), datetime.combine(last + _DAY, time(0), zone)
    return await account.client.time_entries.all(
        snapshot.workspace_id, snapshot.user_id, start=begins - _DAY, end=ends + _DAY
    )


async def team_hours(
    account: Account, snapshot: WorkspaceSnapshot, absences: Absences, first: date, last: date, zone: ZoneInfo
) -> list[PersonHours]:
    """Of all active members whose time the account may see, by name.

    One request for the members, one report for each month or so, and what `Absences.plan` takes; on the free plan,
    which has 30 requests an hour, of those alone of whom something seems to be missing.
    """
    usual = absences.usual(snapshot)
    is_free_plan = snapshot.workspace.feature_subscription_type in (None, "FREE")
    expected_s = sum(usual.expected_s(day) for day in days_between(first, last))
    members = [member for member in await account.client.users.all(snapshot.workspace_id) if member.id]
    logged = await _logged(account.client.reports, snapshot, first, last, zone)
    found: list[PersonHours] = []
    for member in members:
        assert member.id is not None
        plan = usual
        logged_s = sum(logged[member.id, day] for day in days_between(first, last))
        if logged_s < expected_s or not is_free_plan:
            plan = await absences.plan(account, snapshot, member.id, zone, first, last)
        days = tuple(DayHours(day, plan.expected_s(day), logged[member.id, day]) for day in days_between(first, last))
        found.append(PersonHours(member.id, member.name or member.email or "", Hours(days)))
    return sorted(found, key=lambda person: person.name.casefold())


async def _logged(
    reports: ReportCalls, snapshot: WorkspaceSnapshot, first: date, last: date, zone: ZoneInfo
) -> Counter[tuple[str, date]]:
    logged: Counter[tuple[str, date]] = Counter()
    is_free_plan = snapshot.workspace.feature_subscription_type in (None, "FREE")
    for begins, ends in pieces(first, last, is_free_plan=is_free_plan):
        range_ = ReportRange.of_days(begins, ends, zone)
        report = await reports.summary(snapshot.workspace_id, range_, groups=("USER", "DATE"))
        for person in report.group_one or ():
            for day in person.children or ():
                logged[str(person.id), _date(day.name)] += day.duration or 0
    return logged


def _date(name: str | None) -> date:
    try:
        return date.fromisoformat(name or "")
    except ValueError:
        return date.min


def missing_only(people: Sequence[PersonHours]) -> list[PersonHours]:
    return [person for person in people if person.hours.missing_s > 0]
