"""How much somebody is to log: hours a day on working days, as the Clockify profile says."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from clankerbot_engine.clockify.models import MemberProfile

USUAL_DAY_S: Final = 8 * 3600
WEEKDAYS: Final = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
USUAL_DAYS: Final = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class Capacity:
    """`weekdays`: those worked on, 0 is Monday."""

    day_s: int = USUAL_DAY_S
    weekdays: frozenset[int] = USUAL_DAYS

    def target_s(self, first: date, last: date, *, free: Collection[date] = ()) -> int:
        """From `first` to `last`, both inclusive; `free` days are worked on by nobody. Nothing where they do not lie
        in this order.
        """
        return self.day_s * sum(1 for _ in self.working_days(first, last, free=free))

    def working_days(self, first: date, last: date, *, free: Collection[date] = ()) -> Iterator[date]:
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            if day.weekday() in self.weekdays and day not in free:
                yield day


def capacity_of(
    profile: MemberProfile | None, workspace_days: Collection[str] | None, *, day_s: int | None = None
) -> Capacity:
    """What the profile says, else the workspace, else eight hours from Monday to Friday. `day_s`: set by the person."""
    said = profile.work_capacity if profile is not None else None
    days = (profile.working_days if profile is not None else None) or workspace_days or ()
    weekdays = frozenset(WEEKDAYS.index(day.upper()) for day in days if day.upper() in WEEKDAYS)
    chosen = day_s if day_s is not None else said
    return Capacity(USUAL_DAY_S if chosen is None else chosen, weekdays or USUAL_DAYS)
