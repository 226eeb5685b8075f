"""What a nudge is about, and what was found out for it: kept as JSON, and worded by whoever tells it."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from clankerbot_engine.actions import EntryFact

Kind = Literal["hours", "no_timer", "timer", "text"]
Source = Literal["home", "schedule", "typed", "lead", "timer"]
"""Why it came: the person's setting, a schedule, a command just now, somebody's click, a timer that runs for long."""


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class About(_Kept):
    """`hours`: of a period (relative, or `first` to `last`; none: today) less than `less_than_s`, or than is expected.
    `timer`: the entry that runs. `cron`: of the schedule that it comes from; `by_hand`: besides its rhythm.
    """

    kind: Kind
    source: Source = "typed"
    text: str | None = None
    less_than_s: int | None = None
    period: str | None = None
    first: date | None = None
    last: date | None = None
    entry_id: str | None = None
    cron: str | None = None
    by_hand: bool = False

    @property
    def is_of_today(self) -> bool:
        return self.kind in ("hours", "no_timer") and self.period in (None, "today") and self.first is None


class Gap(_Kept):
    """Hours that are missing on one day, and work of an earlier one that they may have gone on with."""

    day: date
    missing_s: int
    like: EntryFact | None = None


class Findings(_Kept):
    """Of `hours`: whole seconds from `first` to `last`. Of `timer`: what runs, and the usual end of that day."""

    first: date | None = None
    last: date | None = None
    logged_s: int = 0
    expected_s: int = 0
    gaps: tuple[Gap, ...] = ()
    running: EntryFact | None = None
    usual_end: datetime | None = None
    unknown_because: str | None = None
    """The code of the error for which it could not be found out."""
