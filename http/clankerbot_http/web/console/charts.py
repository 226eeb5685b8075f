"""What came about over time, as bars: so many in each stretch, and how many of them went wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

Over = Literal["hour", "day"]

_STRETCHES: Final[dict[Over, tuple[timedelta, int]]] = {
    "hour": (timedelta(minutes=2), 30),
    "day": (timedelta(hours=1), 24),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """`left`, `width`, `height` and `wrong` (of the height) in percent."""

    left: float
    width: float
    height: float
    wrong: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """`most`: in one stretch; the height of the chart."""

    name: str
    bars: tuple[Bar, ...]
    total: int
    wrong: int
    most: int
    begins: datetime
    ends: datetime


def period(over: Over) -> timedelta:
    length, number = _STRETCHES[over]
    return length * number


def chart(
    name: str, happened: Iterable[tuple[datetime, int, int]], *, over: Over, now: datetime, zone: ZoneInfo
) -> Chart:
    """`happened`: when, how many, and how many of these went wrong."""
    length, number = _STRETCHES[over]
    begins = now - length * number
    counts, wrongs = [0] * number, [0] * number
    for at, count, wrong in happened:
        index = min(number - 1, int((at - begins) / length))  # this moment is in the last stretch
        if begins <= at <= now:
            counts[index] += count
            wrongs[index] += wrong
    most = max(counts, default=0)
    width = 100 / number
    bars = tuple(
        Bar(
            left=round(n * width, 2),
            width=round(width * 0.8, 2),
            height=round(100 * counts[n] / most, 1),
            wrong=round(100 * wrongs[n] / counts[n], 1),
            label=f"{(begins + n * length).astimezone(zone):%H:%M}: {counts[n]}",
        )
        for n in range(number)
        if counts[n]
    )
    return Chart(name, bars, sum(counts), sum(wrongs), most, begins.astimezone(zone), now.astimezone(zone))
