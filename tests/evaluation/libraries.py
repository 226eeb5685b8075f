"""Other libraries on the bare time expressions, each asked in the way that suits it best.

They get the expression cut out of the sentence, and are told what it is (a length, a day, a range); our parser gets the
whole sentence and is told nothing. A library answers with points in time, so the points that it finds first and last
make a range, and a length is how far its answer lies from now.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import dateparser
import parsedatetime
from dateparser.search import search_dates

from tests.evaluation.comparing import agree
from tests.evaluation.corpus import Line
from tests.evaluation.scoring import Tally, Timing, timing

TIME_KINDS = ("duration", "day", "clock_range", "relative", "period")

Points = Sequence[datetime]
"""Local and without a zone, in the order of the text; none where nothing was understood."""

FindPoints = Callable[[str, str, datetime], Points]
"""`(kind, bare, now)`, `now` local and without a zone."""


def dateparser_points(kind: str, bare: str, now: datetime) -> Points:
    settings: dict[str, Any] = {"RELATIVE_BASE": now, "PREFER_DATES_FROM": "past"}
    if kind in ("clock_range", "period"):
        found = search_dates(bare, languages=["en"], settings=settings | {"RETURN_TIME_SPAN": True}) or []
        spans = [point for words, point, *_ in found if words.endswith((" (start)", " (end)"))]
        return spans or [point for _, point, *_ in found]
    point = dateparser.parse(bare, languages=["en"], settings=settings)
    return [point] if point else []


_CALENDAR = parsedatetime.Calendar()


def parsedatetime_points(kind: str, bare: str, now: datetime) -> Points:
    if kind in ("clock_range", "period"):
        start, end, understood = _CALENDAR.evalRanges(bare, now.timetuple())
        if understood:
            return [datetime(*start[:6]), datetime(*end[:6])]  # noqa: DTZ001 - local, as `now` is
        return [point for point, *_ in _CALENDAR.nlp(bare, now) or []]
    point, understood = _CALENDAR.parseDT(bare, sourceTime=now)
    return [point] if understood else []


LIBRARIES: dict[str, FindPoints] = {"dateparser": dateparser_points, "parsedatetime": parsedatetime_points}


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one library did; `by_kind` counts what our own parser is counted for in the same run."""

    by_kind: dict[str, Tally] = field(default_factory=dict)
    timing: Timing = field(default_factory=lambda: Timing(0, 0))


def comparable(lines: Sequence[Line]) -> list[Line]:
    """English lines of time whose expression stands alone too."""
    return [line for line in lines if line.bare and line.kind in TIME_KINDS]


def compare(lines: Sequence[Line], find: FindPoints) -> Comparison:
    """How far `find` gets on `comparable` lines."""
    comparison = Comparison(timing=timing([_asking(find, line) for line in lines], rounds=1))
    for line in lines:
        comparison.by_kind.setdefault(line.kind, Tally()).add(is_right(line, _asking(find, line)()))
    return comparison


def _asking(find: FindPoints, line: Line) -> Callable[[], Points]:
    now = line.now.astimezone(line.zone).replace(tzinfo=None)

    def ask() -> Points:
        try:
            return find(line.kind, line.bare or "", now)
        except Exception:  # noqa: BLE001 - whatever it raises, it did not understand
            return []

    return ask


def is_right(line: Line, points: Points) -> bool:
    if not points:
        return False
    read = _as_fields(line, points)
    return any(
        all(agree(name, value, read.get(name)) for name, value in answer.items() if name in _ASKED[line.kind])
        for answer in line.answers
    )


# The end of what began some time ago is now, or follows from a length that is not in the expression.
_ASKED = {
    "duration": {"duration_s"},
    "day": {"date"},
    "relative": {"start"},
    "clock_range": {"start", "end"},
    "period": {"from", "to"},
}


def _as_fields(line: Line, points: Points) -> dict[str, Any]:
    first, last = _in_zone(points[0], line.zone), _in_zone(points[-1], line.zone)
    return {
        "duration_s": round(abs((first - line.now).total_seconds())),
        "date": first.date().isoformat(),
        "start": first.isoformat(),
        "end": last.isoformat(),
        "from": first.date().isoformat(),
        "to": last.date().isoformat(),
    }


def _in_zone(point: datetime, zone: ZoneInfo) -> datetime:
    return point.replace(tzinfo=zone) if point.tzinfo is None else point.astimezone(zone)
