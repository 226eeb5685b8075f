"""A summary as CSV: numbers as spreadsheets of any language can be told to read them, and nothing they would run."""

import csv
import io
from typing import Final

from clankerbot_engine.reports.comparing import compared_rows
from clankerbot_engine.reports.facts import SummaryFact

_FORMULA: Final = frozenset("=+-@\t\r\n＝＋－＠")


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


def harmless(text: str) -> str:
    """A spreadsheet would carry out what begins like a formula."""
    return f"'{text}" if text.lstrip(" ")[:1] in _FORMULA and text.strip(" ") else text


def _compared(seconds: int) -> list[object]:
    return [_hours(seconds), seconds]


def _hours(seconds: int) -> str:
    return f"{seconds / 3600:.2f}"
