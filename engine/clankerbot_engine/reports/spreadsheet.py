"""A summary as CSV: numbers as spreadsheets of any language can be told to read them, and nothing they would run."""

import csv
import io
from typing import Final

from clankerbot_engine.reports.facts import SummaryFact

_FORMULA: Final = frozenset("=+-@\t\r\n＝＋－＠")


def as_csv(fact: SummaryFact) -> str:
    """Hours as decimals with a point, and whole seconds beside them: hundredths do not add up."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n")  # RFC 4180
    before = fact.before if fact.group_by != "day" else None
    compared = ["hours before", "seconds before"] if before is not None else []
    write.writerow([fact.group_by, "hours", "seconds", "billable hours", *compared])
    was = {} if before is None else {row.id or row.name: row.duration_s for row in before.rows}
    for row in fact.rows:
        billable = "" if row.billable_s is None else _hours(row.billable_s)
        cells: list[object] = [harmless(row.name), _hours(row.duration_s), row.duration_s, billable]
        write.writerow(cells + (_compared(was.pop(row.id or row.name, 0)) if before is not None else []))
    for row in () if before is None else before.rows:
        if (row.id or row.name) in was:  # there is none of it now
            write.writerow([harmless(row.name), _hours(0), 0, "", *_compared(row.duration_s)])
    total: list[object] = ["total", _hours(fact.total_s), fact.total_s, _hours(fact.billable_s)]
    write.writerow(total + (_compared(before.total_s) if before is not None else []))
    return out.getvalue()


def harmless(text: str) -> str:
    """A spreadsheet would carry out what begins like a formula."""
    return f"'{text}" if text.lstrip(" ")[:1] in _FORMULA and text.strip(" ") else text


def _compared(seconds: int) -> list[object]:
    return [_hours(seconds), seconds]


def _hours(seconds: int) -> str:
    return f"{seconds / 3600:.2f}"
