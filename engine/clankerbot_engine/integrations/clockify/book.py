"""The time entries that this process has read or written: what can be known of a day without a request.

Clockify gives a new free workspace 30 requests an hour, so an overlap or the next free hour is looked up here first.
Entries changed elsewhere are missed until their day is read again; that may cost a warning, never an entry.
"""

import sys
from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from clankerbot_engine.clockify.models import TimeEntry

KEPT_ENTRIES = 5000
KEPT_WINDOWS = 50
FRESH_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class _Window:
    """All entries of the person that start within [start, end) were read `at`."""

    user_id: str
    start: datetime
    end: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class _Known:
    """An entry, as JSON: as an object it takes three times the room, and thousands are kept for hours."""

    document: str
    user_id: str | None
    start: datetime
    end: datetime | None
    at: datetime

    @classmethod
    def of(cls, entry: TimeEntry, at: datetime) -> Self:
        user_id = None if entry.user_id is None else sys.intern(entry.user_id)
        end = entry.time_interval.end if entry.time_interval else None
        document = entry.model_dump_json(exclude_unset=True)
        return cls(document, user_id, starts_at(entry).astimezone(UTC), end and end.astimezone(UTC), at)

    def entry(self) -> TimeEntry:
        return TimeEntry.model_validate_json(self.document)

    def reaches_until(self, now: datetime) -> datetime:
        return max(now, self.start) if self.end is None else self.end


class EntryBook:
    """Bounded: the entries noted longest ago are forgotten first."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._windows: deque[_Window] = deque(maxlen=KEPT_WINDOWS)

    def note(self, *entries: TimeEntry, at: datetime) -> None:
        """Each has an id and a start."""
        for entry in entries:
            assert entry.id is not None
            self._known[entry.id] = _Known.of(entry, at)
            self._known.move_to_end(entry.id)
        while len(self._known) > KEPT_ENTRIES:
            self._known.popitem(last=False)
            self._windows.clear()  # a day that was known whole may no longer be

    def note_window(
        self, user_id: str, entries: Iterable[TimeEntry], *, start: datetime, end: datetime, at: datetime
    ) -> None:
        """`entries` are all that start within [start, end): others known there are gone."""
        for entry_id in [each for each, _ in self._starting(user_id, start, end)]:
            self.forget(entry_id)
        self._windows.append(_Window(user_id, start, end, at))
        self.note(*entries, at=at)

    def forget(self, entry_id: str) -> None:
        self._known.pop(entry_id, None)

    def knows(self, user_id: str, start: datetime, end: datetime, *, now: datetime) -> bool:
        """Whether what starts within [start, end) was read whole, not long ago."""
        return any(
            window.user_id == user_id and window.start <= start and end <= window.end and now - window.at <= FRESH_FOR
            for window in self._windows
        )

    def starting_within(self, user_id: str, start: datetime, end: datetime) -> list[TimeEntry]:
        """The earliest first."""
        return _as_entries(known for _, known in self._starting(user_id, start, end))

    def overlapping(self, user_id: str, start: datetime, end: datetime, *, now: datetime) -> list[TimeEntry]:
        """What shares time with [start, end), the earliest first.

        A running timer reaches until `now`, if it was seen running not long ago.
        """
        return _as_entries(
            known
            for known in self._known.values()
            if known.user_id == user_id
            and known.start < end
            and known.reaches_until(now) > start
            and not (known.end is None and now - known.at > FRESH_FOR)
        )

    def _starting(self, user_id: str, start: datetime, end: datetime) -> Iterator[tuple[str, _Known]]:
        for entry_id, known in self._known.items():
            if known.user_id == user_id and start <= known.start < end:
                yield entry_id, known


def _as_entries(known: Iterable[_Known]) -> list[TimeEntry]:
    """The earliest first."""
    return [each.entry() for each in sorted(known, key=lambda each: each.start)]


def starts_at(entry: TimeEntry) -> datetime:
    """Raises `ValueError` where Clockify sent none: such an entry cannot be worked with."""
    if entry.time_interval is None or entry.time_interval.start is None:
        raise ValueError("an entry without a start")
    return entry.time_interval.start


def ends_at(entry: TimeEntry, now: datetime) -> datetime:
    end = entry.time_interval.end if entry.time_interval else None
    return max(now, starts_at(entry)) if end is None else end
