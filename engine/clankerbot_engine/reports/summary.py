"""Totals from Clockify's summary report: to the second, over periods longer than one report may span."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from clankerbot_engine.actions import GroupBy, SummaryFact, SummaryRow
from clankerbot_engine.clockify.models import IdFilter, ReportGroup, ReportRange, SummaryReport
from clankerbot_engine.clockify.reports import Group, ReportCalls
from clankerbot_engine.reports.periods import pieces

GROUPS: Mapping[GroupBy, Group] = {
    "project": "PROJECT",
    "client": "CLIENT",
    "task": "TASK",
    "tag": "TAG",
    "user": "USER",
    "day": "DATE",
}


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
    billable: bool | None = None


async def summarize(
    reports: ReportCalls,
    question: Question,
    *,
    is_free_plan: bool,
    whose: Callable[[str], str | None] = lambda entity_id: None,
) -> SummaryFact:
    """`whose` tells rows of the same name apart: to an entity's id, its client or project."""
    answers = [
        await reports.summary(
            question.workspace_id,
            ReportRange.of_days(
                first,
                last,
                question.zone,
                users=IdFilter(ids=question.user_ids) if question.user_ids else None,
                projects=IdFilter(ids=question.project_ids) if question.project_ids else None,
                billable=question.billable,
            ),
            groups=(GROUPS[question.group_by],),
        )
        for first, last in pieces(question.first, question.last, is_free_plan=is_free_plan)
    ]
    return added_up(answers, question, whose)


def added_up(answers: Sequence[SummaryReport], question: Question, whose: Callable[[str], str | None]) -> SummaryFact:
    """Rows may sum to more than the total: an entry counts under each of its tags."""
    groups = [group for answer in answers for group in answer.group_one or ()]
    totals = [total for answer in answers for total in answer.totals or () if total is not None]
    if totals or question.group_by == "tag":
        total_s = sum(total.total_time or 0 for total in totals)
    else:
        total_s = sum(group.duration or 0 for group in groups)
    return SummaryFact(
        from_=question.first,
        to=question.last,
        group_by=question.group_by,
        total_s=total_s,
        billable_s=sum(total.total_billable_time or 0 for total in totals),
        entries=sum(total.entries_count or 0 for total in totals),
        rows=_rows(groups, question, whose),
    )


def _rows(
    groups: Sequence[ReportGroup], question: Question, whose: Callable[[str], str | None]
) -> tuple[SummaryRow, ...]:
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
