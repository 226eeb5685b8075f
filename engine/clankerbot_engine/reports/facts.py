"""What is said of a period's time, as facts: totals, the period before, the target, what changed."""

from datetime import date as Date  # a field is called `date`
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

GroupBy = Literal["project", "client", "task", "tag", "user", "day"]
Unit = Literal["day", "week", "month", "quarter", "year", "days"]
"""`days`: so many of them, and nothing that has a name."""

ClaimCode = Literal[
    "started",  # the period before had no time at all
    "same",  # as much as before, to the second
    "more",
    "less",
    "row_new",  # `name` had nothing before
    "row_gone",  # `name` has nothing now
    "row_doubled",
    "row_more_than_doubled",
    "row_halved",
    "row_less_than_halved",
    "row_more",
    "row_less",
    "empty_days",  # `days` have nothing
    "target_short",
    "target_over",
    "target_met",
    "mostly",  # `name` has more than half of all
    "top",  # `name` has more than any other row
    "busiest_day",  # of `days`, one
]


class Fact(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)


class SummaryRow(Fact):
    id: str | None = None
    name: str
    duration_s: int
    billable_s: int | None = None


class DayTotal(Fact):
    date: Date
    duration_s: int


class Period(Fact):
    from_: Date = Field(alias="from")
    to: Date


class PeriodBefore(Fact):
    """What is compared with: the same days of the unit before where the period still runs (`so_far`)."""

    from_: Date = Field(alias="from")
    to: Date
    unit: Unit
    so_far: bool = False
    total_s: int
    billable_s: int = 0
    entries: int = 0
    rows: tuple[SummaryRow, ...] = ()


class TargetFact(Fact):
    """Hours that `people` are to work: in all of the period, and on its days up to today."""

    total_s: int
    so_far_s: int
    people: int = 1


class Claim(Fact):
    """One sentence about the numbers. Which fields are set depends on `code`; `text` says it in English.

    `duration_s` and `before_s` are what is compared; `name` is that of a row, as it is shown.
    """

    code: ClaimCode
    text: str
    name: str | None = None
    row_id: str | None = None
    duration_s: int = 0
    before_s: int = 0
    days: tuple[Date, ...] = ()


class SummaryFact(Fact):
    """`days`: each of the period with its total, where they are known. `claims`: the most telling first.

    `earlier` and `later` are the periods beside this one; none lies in the future.
    """

    from_: Date = Field(alias="from")
    to: Date
    group_by: GroupBy
    total_s: int
    billable_s: int
    entries: int
    rows: tuple[SummaryRow, ...]
    days: tuple[DayTotal, ...] = ()
    before: PeriodBefore | None = None
    target: TargetFact | None = None
    claims: tuple[Claim, ...] = ()
    earlier: Period | None = None
    later: Period | None = None
