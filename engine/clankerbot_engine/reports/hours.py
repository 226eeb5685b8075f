"""Who logged how much on which day: one report, however many people there are."""

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from clankerbot_engine.clockify.models import IdFilter, ReportGroup, ReportRange
from clankerbot_engine.clockify.reports import ReportCalls
from clankerbot_engine.reports.periods import pieces

HoursByDay = Mapping[date, int]
"""Seconds by local day; a day without time is not in it."""


async def hours_of_people(
    reports: ReportCalls,
    workspace_id: str,
    first: date,
    last: date,
    zone: ZoneInfo,
    *,
    user_ids: tuple[str, ...] = (),
    is_free_plan: bool,
) -> dict[str, HoursByDay]:
    """By user id; who logged nothing is not in it. `user_ids` empty: everybody whose time one may see.

    Local days of `zone`, both inclusive. What runs is not counted. Raises what Clockify raises: all, or nothing.
    """
    found: dict[str, dict[date, int]] = {}
    for begins, ends in pieces(first, last, is_free_plan=is_free_plan):
        users = IdFilter(ids=user_ids) if user_ids else None
        report = await reports.summary(
            workspace_id, ReportRange.of_days(begins, ends, zone, users=users), groups=("USER", "DATE")
        )
        for person in report.group_one or ():
            days = found.setdefault(str(person.id), {})
            for group in person.children or ():
                day = day_of(group)
                if day is not None and group.duration:
                    days[day] = days.get(day, 0) + group.duration
    return {user_id: days for user_id, days in found.items() if days}


def day_of(group: ReportGroup) -> date | None:
    """Of a group by `DATE`, which is called by its day."""
    for text in (group.id, group.name):
        if isinstance(text, str):
            try:
                return date.fromisoformat(text[:10])
            except ValueError:
                continue
    return None
