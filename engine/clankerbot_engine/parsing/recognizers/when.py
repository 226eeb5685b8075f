"""What a recognizer of days and periods found: settled days, or a date that is told in part."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from clankerbot_engine.parsing.dates import Days, Partial, earliest, latest
from clankerbot_engine.parsing.scan import Scan


@dataclass(slots=True)
class When:
    """A day or a period, settled or in part. `part`: of the day. `relative`: what it is called from any day on.

    `ahead`: it was said to lie before us ("next Monday"). `open`: it goes on from there ("from May 1"). `ranged`: both
    ends were said ("Mon-Wed"). `counted_in`: the unit of "two weeks ago", which to a report is all of that week.
    `unsure`: which days it is exactly was not told. `other`: the day that a weekday beside the date tells, where it is
    another one.
    """

    days: Days | None = None
    partial: Partial | None = None
    part: str | None = None
    relative: str | None = None
    ahead: bool = False
    ranged: bool = False
    open: Literal["perhaps", "surely"] | None = None
    counted_in: str | None = None
    unsure: bool = False
    other: Days | None = None

    @property
    def is_day(self) -> bool:
        if self.partial is not None:
            return self.partial.is_day
        return self.days is not None and self.days.first == self.days.last

    @property
    def doubtful(self) -> bool:
        return self.unsure or self.other is not None or (self.partial is not None and self.partial.swappable)

    def settled(self, scan: Scan, limit: date | None = None) -> Days | None:
        if self.days is not None:
            return self.days
        if self.partial is None:
            return None
        if self.ahead:
            return earliest(self.partial, scan.today + timedelta(days=1))
        return latest(self.partial, limit or scan.today)
