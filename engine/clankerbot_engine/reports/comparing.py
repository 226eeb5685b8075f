"""The rows of a period beside what they had in the period before."""

from dataclasses import dataclass

from clankerbot_engine.reports.facts import SummaryFact, SummaryRow

RowKey = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """`before_s` None: there is nothing to compare with."""

    row: SummaryRow
    before_s: int | None

    @property
    def seconds(self) -> int:
        return self.row.duration_s


def key_of(row: SummaryRow) -> RowKey:
    """A name may be told apart in one period and not in the other; what has an id is known by it alone."""
    return (row.id, None) if row.id is not None else (None, row.name)


def compared_rows(fact: SummaryFact) -> list[ComparedRow]:
    """And behind them those of which there is nothing any more. Days are no rows that could be compared."""
    if fact.before is None or fact.group_by == "day":
        return [ComparedRow(row, None) for row in fact.rows]
    was = {key_of(row): row.duration_s for row in fact.before.rows}
    now = [ComparedRow(row, was.get(key_of(row), 0)) for row in fact.rows]
    there = {key_of(row) for row in fact.rows}
    gone = [row for row in fact.before.rows if key_of(row) not in there and row.duration_s]
    return now + [ComparedRow(_nothing_of(row), row.duration_s) for row in gone]


def _nothing_of(row: SummaryRow) -> SummaryRow:
    return row.model_copy(update={"duration_s": 0, "billable_s": None if row.billable_s is None else 0})
