"""The day and the week of a person as their Clockify holds them, laid out for drawing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from clankerbot_engine.clockify.sandbox import SandboxState
from clankerbot_engine.clockify.sandbox.records import TimeEntry

EARLIEST_H: Final = 7
LATEST_H: Final = 19
"""Hours that are always drawn; where there is time before or after, more are."""
NO_COLOR: Final = "#8a8f98"


@dataclass(frozen=True, slots=True)
class Entry:
    """As a row of the day. `end` None: it runs."""

    id: str
    start: datetime
    end: datetime | None
    seconds: int
    project: str | None
    client: str | None
    task: str | None
    color: str
    description: str
    tags: tuple[str, ...]
    billable: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A piece of an entry within one day; `left` and `width` in percent of the hours that are drawn.

    What lies at the same time shares the height: `row` of `rows`.
    """

    entry: Entry
    left: float
    width: float
    row: int
    rows: int


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    entries: tuple[Entry, ...]
    bars: tuple[Bar, ...]
    seconds: int


@dataclass(frozen=True, slots=True)
class Hour:
    hour: int
    left: float


@dataclass(frozen=True, slots=True)
class Timesheet:
    days: tuple[Day, ...]
    shown: Day
    today: date
    seconds: int
    hours: tuple[Hour, ...]
    now_left: float | None
    """Where in the hours the present is; None: outside."""


def timesheet_of(state: SandboxState, user_id: str, zone: ZoneInfo, shown: date | None) -> Timesheet:
    """`shown`: the day that is looked at; its week, from Monday, stands around it."""
    now = state.now().astimezone(zone)
    day = shown or now.date()
    monday = day - timedelta(days=day.weekday())
    dates = [monday + timedelta(days=n) for n in range(7)]
    entries = [_entry(state, each, zone, now) for each in state.entries.values() if each.user_id == user_id]
    pieces = {each: list(_pieces(entries, each, zone, now)) for each in dates}
    first, last = _hours([piece for each in pieces.values() for piece in each], zone)
    days = tuple(_day(each, pieces[each], first, last, zone) for each in dates)
    width = last - first
    at = _hour_of(now, now.date(), zone)
    return Timesheet(
        days=days,
        shown=next(each for each in days if each.date == day),
        today=now.date(),
        seconds=sum(each.seconds for each in days),
        hours=tuple(Hour(hour, _percent(hour - first, width)) for hour in range(first, last + 1, 3)),
        now_left=_percent(at - first, width) if first <= at <= last else None,
    )


@dataclass(frozen=True, slots=True)
class _Piece:
    entry: Entry
    begins: datetime
    ends: datetime


def _entry(state: SandboxState, entry: TimeEntry, zone: ZoneInfo, now: datetime) -> Entry:
    project = state.projects.get(entry.project_id or "")
    client = state.clients.get(project.client_id or "") if project else None
    task = state.tasks.get(entry.task_id or "")
    return Entry(
        id=entry.id,
        start=entry.start.astimezone(zone),
        end=None if entry.end is None else entry.end.astimezone(zone),
        seconds=max(0, int(((entry.end or now) - entry.start).total_seconds())),
        project=None if project is None else project.name,
        client=None if client is None else client.name,
        task=None if task is None else task.name,
        color=NO_COLOR if project is None else project.color,
        description=entry.description,
        tags=tuple(state.tags[tag_id].name for tag_id in entry.tag_ids if tag_id in state.tags),
        billable=entry.billable,
    )


def _pieces(entries: list[Entry], day: date, zone: ZoneInfo, now: datetime) -> Iterator[_Piece]:
    """What of them lies on the day; one that has no length counts where it begins."""
    midnight = datetime.combine(day, time(), zone)
    next_midnight = datetime.combine(day + timedelta(days=1), time(), zone)
    for entry in sorted(entries, key=lambda each: (each.start.timestamp(), each.id)):
        # In UTC: on the days that clocks change, local times lie.
        begins = max(entry.start.astimezone(UTC), midnight.astimezone(UTC))
        ends = min((entry.end or now).astimezone(UTC), next_midnight.astimezone(UTC))
        if begins < ends or entry.start.date() == day:
            yield _Piece(entry, begins, max(begins, ends))


def _hours(pieces: list[_Piece], zone: ZoneInfo) -> tuple[int, int]:
    """The first and the last that are drawn."""
    first, last = float(EARLIEST_H), float(LATEST_H)
    for piece in pieces:
        day = piece.begins.astimezone(zone).date()
        first = min(first, _hour_of(piece.begins, day, zone))
        last = max(last, _hour_of(piece.ends, day, zone))
    return int(first), min(24, int(last) + (last > int(last)))


def _hour_of(moment: datetime, day: date, zone: ZoneInfo) -> float:
    """By the clock on the wall; 24 is the midnight at its end."""
    local = moment.astimezone(zone)
    days = (local.date() - day).days
    return min(24.0, days * 24 + local.hour + local.minute / 60 + local.second / 3600)


def _day(day: date, pieces: list[_Piece], first: int, last: int, zone: ZoneInfo) -> Day:
    width = last - first
    bars = []
    for piece, row, rows in _in_rows(pieces):
        left = _percent(_hour_of(piece.begins, day, zone) - first, width)
        right = _percent(_hour_of(piece.ends, day, zone) - first, width)
        bars.append(Bar(piece.entry, left, round(max(0.6, right - left), 2), row, rows))
    seconds = sum(int((piece.ends - piece.begins).total_seconds()) for piece in pieces)
    return Day(day, tuple(piece.entry for piece in pieces), tuple(bars), seconds)


def _in_rows(pieces: list[_Piece]) -> Iterator[tuple[_Piece, int, int]]:
    """Each with its row, and how many there are where it lies. `pieces` by their beginnings."""
    together: list[tuple[_Piece, int]] = []
    ends: list[datetime] = []
    for piece in pieces:
        if ends and piece.begins >= max(ends):
            yield from ((each, row, len(ends)) for each, row in together)
            together, ends = [], []
        row = next((n for n, end in enumerate(ends) if end <= piece.begins), len(ends))
        ends[row : row + 1] = [piece.ends]
        together.append((piece, row))
    yield from ((each, row, len(ends)) for each, row in together)


def _percent(part: float, whole: float) -> float:
    return round(100 * part / whole, 2)
