"""A summary as CSV: numbers as spreadsheets of any language can be told to read them, and nothing they would run."""

import csv
import io
import re
from collections.abc import Sequence
from typing import Final

from clankerbot_engine.actions import EntryFact
from clankerbot_engine.reports.comparing import compared_rows
from clankerbot_engine.reports.facts import SummaryFact

_FORMULA: Final = re.compile(r'(^|[;\t\r\n])([ "]*)(?=[=+\-@\t\r\n＝＋－＠])')
"""At the beginning, and behind what parts cells and lines where a comma does not: in most of Europe a spreadsheet opens
a file at semicolons, and takes a quotation mark within a line for no quotation."""


def as_csv(fact: SummaryFact) -> str:
    """Hours as decimals with a point, and whole seconds beside them: hundredths do not add up."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n")  # RFC 4180
    before = fact.before if fact.group_by != "day" else None
    compared = ["hours before", "seconds before"] if before is not None else []
    write.writerow([fact.group_by, "hours", "seconds", "billable hours", *compared])
    for each in compared_rows(fact):
        billable = "" if each.row.billable_s is None else _hours(each.row.billable_s)
        cells: list[object] = [harmless(each.row.name), _hours(each.seconds), each.seconds, billable]
        write.writerow(cells + ([] if each.before_s is None else _compared(each.before_s)))
    total: list[object] = ["total", _hours(fact.total_s), fact.total_s, _hours(fact.billable_s)]
    write.writerow(total + (_compared(before.total_s) if before is not None else []))
    return out.getvalue()


def entries_csv(entries: Sequence[EntryFact]) -> str:
    """One line for each entry, with its local times."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n")
    titles = ("date", "start", "end", "hours", "seconds", "person", "project", "client", "task", "description", "tags")
    write.writerow([*titles, "billable"])
    for entry in entries:
        seconds = entry.duration_s or 0
        when = [entry.start.date(), f"{entry.start:%H:%M:%S}", f"{entry.end:%H:%M:%S}" if entry.end else ""]
        texts = (entry.user, entry.project, entry.client, entry.task, entry.description, ", ".join(entry.tags))
        told = [harmless(text or "") for text in texts]
        write.writerow([*when, _hours(seconds), seconds, *told, "yes" if entry.billable else "no"])
    return out.getvalue()


def harmless(text: str) -> str:
    """A spreadsheet would carry out what begins like a formula."""
    return _FORMULA.sub(r"\1'\2", text)


def _compared(seconds: int) -> list[object]:
    return [_hours(seconds), seconds]


def _hours(seconds: int) -> str:
    return f"{seconds / 3600:.2f}"
