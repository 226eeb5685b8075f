"""A summary in English, for the command line and REST."""

from datetime import date
from typing import Final

from clankerbot_engine.actions import Summary
from clankerbot_engine.plain_words import counted, length
from clankerbot_engine.reports.comparing import compared_rows
from clankerbot_engine.reports.facts import GroupBy, SummaryFact, SummaryRow
from clankerbot_engine.reports.sheet import Sheet, SheetDay, SheetRow
from clankerbot_engine.reports.telling import before_called

_COLUMN: Final[dict[GroupBy, str]] = {
    "project": "Project",
    "client": "Client",
    "task": "Task",
    "tag": "Tag",
    "user": "Person",
    "day": "Day",
}
_WITHOUT: Final[dict[GroupBy, str]] = {
    "project": "Without a project",
    "client": "Without a client",
    "task": "Without a task",
    "tag": "Without a tag",
}


def in_english(action: Summary, fact: SummaryFact) -> Sheet:
    target = f" of {length(fact.target.total_s)} ({percent(fact.total_s, fact.target.total_s)})" if fact.target else ""
    compared = fact.before is not None and fact.group_by != "day"
    rows = tuple(_row(_name(fact, each.row), each.seconds, fact.total_s, each.before_s) for each in compared_rows(fact))
    before_s = fact.before.total_s if fact.before is not None and compared else None
    return Sheet(
        title=f"{length(fact.total_s)}{target}",
        about=", ".join([_days(fact), *_whose(action)]),
        facts=", ".join(_facts(action, fact)),
        sentences=tuple(claim.text for claim in fact.claims),
        columns=(_COLUMN[fact.group_by], "Time", "Share", *(("Before", "Change") if compared else ())),
        rows=rows,
        total=_row("Total", fact.total_s, fact.total_s, before_s),
        legend=("This period", "The one before"),
        by_day="By day",
        days=tuple(SheetDay(f"{day.date:%a} {day.date.day}", day.duration_s) for day in fact.days),
        more="{n} more",
        nothing="No time logged.",
    )


def percent(part: int, whole: int) -> str:
    return f"{round(100 * part / whole) if whole else 0} %"


def _row(name: str, seconds: int, whole_s: int, before_s: int | None) -> SheetRow:
    share = percent(seconds, whole_s)
    if before_s is None:
        return SheetRow(name, seconds, length(seconds), share)
    change_s = seconds - before_s
    change = f"{'+' if change_s > 0 else '−'}{length(abs(change_s))}" if change_s else "±0"
    return SheetRow(name, seconds, length(seconds), share, before_s, length(before_s), change)


def _name(fact: SummaryFact, row: SummaryRow) -> str:
    if fact.group_by == "day":
        try:
            return _day(date.fromisoformat(row.name))
        except ValueError:
            return row.name
    return row.name if row.id else _WITHOUT.get(fact.group_by, row.name)


def _days(fact: SummaryFact) -> str:
    if fact.from_ == fact.to:
        return f"{_day(fact.to)} {fact.to.year}"
    year = "" if fact.from_.year == fact.to.year else f" {fact.from_.year}"
    return f"{_day(fact.from_)}{year} to {_day(fact.to)} {fact.to.year}"


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


def _whose(action: Summary) -> list[str]:
    whose = action.user or ("the team" if action.scope == "team" else None)
    billable = None if action.billable is None else "billable time" if action.billable else "time that is not billable"
    return [each for each in (whose, action.client, action.project, billable) if each]


def _facts(action: Summary, fact: SummaryFact) -> list[str]:
    facts = [counted(fact.entries, "time entry", "time entries")] if fact.entries else []
    if action.billable is None and fact.billable_s:
        facts.append(f"{length(fact.billable_s)} billable ({percent(fact.billable_s, fact.total_s)})")
    if fact.before is not None and fact.before.total_s:
        facts.append(f"{before_called(fact.before)} {length(fact.before.total_s)}")
    return facts
