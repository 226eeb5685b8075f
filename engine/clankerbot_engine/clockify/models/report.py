"""Reports, and which entries they are about (`clockify-api` §5.5). Durations in seconds."""

from datetime import date
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AliasChoices, Field

from clankerbot_engine.clockify.models.time_entry import TimeInterval
from clankerbot_engine.clockify.models.wire import Received, Sent


class Amount(Received):
    """`value` in minor units: 10500 is 105.00."""

    type: str | None = None  # EARNED | COST | PROFIT
    value: float | None = None


class ReportTotals(Received):
    total_time: int | None = None
    total_billable_time: int | None = None
    entries_count: int | None = None
    amounts: tuple[Amount, ...] | None = None


class ReportDay(Received):
    date: str | None = None
    duration: int | None = None


class ReportGroup(Received):
    """`id` is an object on the third level; `duration` in seconds; `days` in weekly reports only."""

    id: Any = Field(default=None, validation_alias=AliasChoices("_id", "id"))
    name: str | None = None
    client_name: str | None = None
    duration: int | None = None
    amounts: tuple[Amount, ...] | None = None
    days: tuple[ReportDay, ...] | None = None
    children: "tuple[ReportGroup, ...] | None" = None


class SummaryReport(Received):
    totals: tuple[ReportTotals | None, ...] | None = None
    group_one: tuple[ReportGroup, ...] | None = None


class ReportTag(Received):
    id: str | None = Field(default=None, validation_alias=AliasChoices("_id", "id"))
    name: str | None = None


class ReportEntry(Received):
    id: str | None = Field(default=None, validation_alias=AliasChoices("_id", "id"))
    description: str | None = None
    user_id: str | None = None
    user_name: str | None = None
    user_email: str | None = None
    project_id: str | None = None
    project_name: str | None = None
    client_name: str | None = None
    task_id: str | None = None
    task_name: str | None = None
    tags: tuple[ReportTag, ...] | None = None
    billable: bool | None = None
    time_interval: TimeInterval | None = None


class DetailedReport(Received):
    totals: tuple[ReportTotals | None, ...] | None = None
    timeentries: tuple[ReportEntry, ...] | None = None


class WeeklyReport(Received):
    totals: tuple[ReportTotals | None, ...] | None = None
    totals_by_day: tuple[ReportDay, ...] | None = None
    group_one: tuple[ReportGroup, ...] | None = None


class IdFilter(Sent):
    ids: tuple[str, ...]
    contains: str = "CONTAINS"
    status: str = "ALL"


class ReportRange(Sent):
    """Which entries a report is about.

    The bounds are wall clock in `time_zone`, an IANA name, and both are part of the range.
    """

    date_range_start: str  # 2026-01-05T00:00:00.000
    date_range_end: str  # 2026-01-11T23:59:59.999
    time_zone: str
    week_start: str | None = None
    users: IdFilter | None = None
    projects: IdFilter | None = None
    clients: IdFilter | None = None
    tasks: IdFilter | None = None
    tags: IdFilter | None = None
    billable: bool | None = None
    description: str | None = None
    sort_order: Literal["ASCENDING", "DESCENDING"] | None = None

    @classmethod
    def of_days(cls, first: date, last: date, zone: ZoneInfo, **filters: Any) -> "ReportRange":
        """Whole local days, `last` included."""
        return cls(
            date_range_start=f"{first.isoformat()}T00:00:00.000",
            date_range_end=f"{last.isoformat()}T23:59:59.999",
            time_zone=zone.key,
            **filters,
        )
