"""Totals from Clockify's summary report: to the second, over periods longer than one report may span.

The report is asked for by day and, within days, by what rows are of: the days' totals then count each entry once, also
where a row counts it under several tags.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from clankerbot_engine.clockify.models import IdFilter, ReportGroup, ReportRange, SummaryReport
from clankerbot_engine.clockify.reports import Group, ReportCalls
from clankerbot_engine.reports.facts import DayTotal, GroupBy, PeriodBefore, SummaryFact, SummaryRow
from clankerbot_engine.reports.periods import MOST_COMPARED, Before, pieces

GROUPS: Mapping[GroupBy, Group] = {
    "project": "PROJECT",
    "client": "CLIENT",
    "task": "TASK",
    "tag": "TAG",
    "user": "USER",
    "day": "DATE",
}

Whose = Callable[[str], str | None]
"""To an entity's id, the client or project that tells it from another one of its name."""


@dataclass(frozen=True, slots=True)
class Question:
    """`user_ids` empty: everybody whose time one may see. Days are local days of `zone`, both inclusive."""

    workspace_id: str
    first: date
    last: date
    zone: ZoneInfo
    group_by: GroupBy
    user_ids: tuple[str, ...] = ()
    project_ids: tuple[str, ...] = ()
    client_ids: tuple[str, ...] = ()
    billable: bool | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether time that was logged may be left out."""
        return bool(self.project_ids or self.client_ids or self.billable is not None)


async def summarize(
    reports: ReportCalls,
    question: Question,
    *,
    is_free_plan: bool,
    whose: Whose = lambda entity_id: None,
    compared_with: Before | None = None,
) -> SummaryFact:
    """All of it, or the error that one of the reports met. What is `compared_with` is left out where it costs many."""
    fact = await _read(reports, question, is_free_plan=is_free_plan, whose=whose)
    if compared_with is None:
        return fact
    earlier = replace(question, first=compared_with.first, last=compared_with.last)
    if len(pieces(earlier.first, earlier.last, is_free_plan=is_free_plan)) > MOST_COMPARED:
        return fact
    found = await _read(reports, earlier, is_free_plan=is_free_plan, whose=whose)
    before = PeriodBefore(
        from_=found.from_,
        to=found.to,
        unit=compared_with.unit,
        so_far=compared_with.so_far,
        total_s=found.total_s,
        billable_s=found.billable_s,
        entries=found.entries,
        rows=found.rows,
    )
    return fact.model_copy(update={"before": before})


async def _read(reports: ReportCalls, question: Question, *, is_free_plan: bool, whose: Whose) -> SummaryFact:
    answers = [
        await reports.summary(
            question.workspace_id,
            range_of(question, first, last),
            groups=("DATE",) if question.group_by == "day" else ("DATE", GROUPS[question.group_by]),
        )
        for first, last in pieces(question.first, question.last, is_free_plan=is_free_plan)
    ]
    return added_up(answers, question, whose)


def range_of(question: Question, first: date, last: date) -> ReportRange:
    """These days of it."""
    return ReportRange.of_days(
        first,
        last,
        question.zone,
        users=_only(question.user_ids),
        projects=_only(question.project_ids),
        clients=_only(question.client_ids),
        billable=question.billable,
    )


def _only(ids: tuple[str, ...]) -> IdFilter | None:
    return IdFilter(ids=ids) if ids else None


def added_up(answers: Sequence[SummaryReport], question: Question, whose: Whose) -> SummaryFact:
    """Rows may sum to more than the total: an entry counts under each of its tags."""
    by_day = [group for answer in answers for group in answer.group_one or ()]
    totals = [total for answer in answers for total in answer.totals or () if total is not None]
    days = _days(by_day, question)
    total_s = sum(total.total_time or 0 for total in totals)
    if not totals:
        total_s = sum(group.duration or 0 for group in by_day)
    rows = by_day if question.group_by == "day" else [row for group in by_day for row in group.children or ()]
    return SummaryFact(
        from_=question.first,
        to=question.last,
        group_by=question.group_by,
        total_s=total_s,
        billable_s=sum(total.total_billable_time or 0 for total in totals),
        entries=sum(total.entries_count or 0 for total in totals),
        rows=_rows(rows, question, whose),
        # What does not add up to the total is not told of the days.
        days=days if days is not None and sum(day.duration_s for day in days) == total_s else (),
    )


def _days(by_day: Sequence[ReportGroup], question: Question) -> tuple[DayTotal, ...] | None:
    """All of the period, those without time too. None where a day cannot be read, or lies elsewhere."""
    seconds: Counter[date] = Counter()
    for group in by_day:
        day = _day_of(group)
        if day is None or not question.first <= day <= question.last:
            return None
        seconds[day] += group.duration or 0
    count = (question.last - question.first).days + 1
    days = [question.first + timedelta(days=offset) for offset in range(count)]
    return tuple(DayTotal(date=day, duration_s=seconds[day]) for day in days)


def _day_of(group: ReportGroup) -> date | None:
    """Of a group by `DATE`, which is called by its day."""
    for text in (group.id, group.name):
        if isinstance(text, str):
            try:
                return date.fromisoformat(text[:10])
            except ValueError:
                continue
    return None


def _rows(groups: Sequence[ReportGroup], question: Question, whose: Whose) -> tuple[SummaryRow, ...]:
    seconds: Counter[tuple[str | None, str]] = Counter()
    for group in groups:
        entity_id = group.id if isinstance(group.id, str) and group.id else None
        seconds[entity_id, group.name or "Without a name"] += group.duration or 0
    repeated = Counter(name for _, name in seconds)
    rows = []
    for (entity_id, name), duration_s in seconds.items():
        owner = whose(entity_id) if entity_id is not None and repeated[name] > 1 else None
        rows.append(
            SummaryRow(
                id=entity_id,
                name=f"{name} ({owner})" if owner else name,
                duration_s=duration_s,
                # The report does not say how much of a group is billable, unless nothing else was asked for.
                billable_s=None if question.billable is None else duration_s if question.billable else 0,
            )
        )
    if question.group_by == "day":
        return tuple(sorted(rows, key=lambda row: row.name))
    return tuple(sorted(rows, key=lambda row: (-row.duration_s, row.name.casefold())))
