"""Cron expressions of five fields: which local minutes they name. No zones here; see `fire_times`."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise

from cronsim import CronSim, CronSimError

from clankerbot_engine.errors import ValidationFailed

SHORTEST_PERIOD_MIN = 5
EXAMPLE = "0 17 * * 5"
_DAY = timedelta(days=1)
_DAY_MIN = 24 * 60
_GIVE_UP_AFTER = timedelta(days=50 * 366)
_ANY_MOMENT = datetime(2026, 1, 1)  # noqa: DTZ001 - only to have the expression read


@dataclass(frozen=True, slots=True)
class Cron:
    """Made by `read_cron`. `is_rhythm`: every hour counts ("every 15 minutes"), so it is the beat that must stay even
    around a change of the clocks; otherwise it is the local time that was agreed on."""

    text: str
    is_rhythm: bool
    _days: CronSim = field(repr=False, compare=False)
    _times: tuple[time, ...] = field(repr=False, compare=False)

    def after(self, moment: datetime) -> Iterator[datetime]:
        """The local (naive) times that it names later than `moment` (naive), in order; ends after 50 years of none.

        CronSim says which days. Its own walk tries every hour on the way, and takes ten times as long.
        """
        day = moment.date()
        last = day + _GIVE_UP_AFTER
        while day <= last:
            if day.month in self._days.months and self._days.match_day(day):
                last = day + _GIVE_UP_AFTER
                for at in self._times:
                    if (local := datetime.combine(day, at)) > moment:
                        yield local
            day += _DAY


@lru_cache(1000)
def read_cron(text: str) -> Cron:
    """Raises `ValidationFailed`, which names the field `cron` and gives an example."""
    fields = text.split()
    if len(fields) != 5:
        raise _refusal("has five fields: minute, hour, day of the month, month, day of the week")
    try:
        expression = CronSim(" ".join(fields), _ANY_MOMENT)
    except CronSimError as error:
        raise _refusal(f"{str(error).lower()} in {text!a}") from None
    times = tuple(time(hour, minute) for hour in sorted(expression.hours) for minute in sorted(expression.minutes))
    if _shortest_period_min(times) < SHORTEST_PERIOD_MIN:
        raise _refusal(f"may fire every {SHORTEST_PERIOD_MIN} minutes at most: */{SHORTEST_PERIOD_MIN} * * * *")
    cron = Cron(" ".join(fields), is_rhythm=len(expression.hours) == 24, _days=expression, _times=times)
    if next(cron.after(_ANY_MOMENT), None) is None:
        raise _refusal(f"names no day that exists: {text!a}")
    return cron


def _shortest_period_min(times: tuple[time, ...]) -> int:
    """Between two fire times of one day, or of two days in a row."""
    minutes = [at.hour * 60 + at.minute for at in times]
    return min(later - earlier for earlier, later in pairwise([*minutes, minutes[0] + _DAY_MIN]))


def _refusal(reason: str) -> ValidationFailed:
    return ValidationFailed(
        f"cron: {reason}. For example, {EXAMPLE} is every Friday at 17:00.",
        field="cron",
        details={"example": EXAMPLE},
    )
