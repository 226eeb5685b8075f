"""What somebody has logged lately, kept for a while: a new Clockify workspace allows 30 requests an hour to everybody.

What is logged or edited here is noted; after anything else, and after a while, Clockify is asked again.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final
from weakref import WeakValueDictionary
from zoneinfo import ZoneInfo

from clankerbot_bot.cards import Receipt, Totals
from clankerbot_bot.people import Person
from clankerbot_bot.requests import READS
from clankerbot_bot.shelf import Kept
from clankerbot_engine.actions import ActionResult, EditEntry, EntryFact, ListEntries, LogTime
from clankerbot_engine.engine import Engine
from clankerbot_engine.errors import ClankerbotError

log = logging.getLogger(__name__)

GOOD_FOR_S: Final = 600.0
SHARED_GOOD_FOR_S: Final = 1.0
"""Where other instances may log for the same person, of which nothing is told here."""
DAYS: Final = 7
"""At least so many, today included, and this week to its end."""
MOST: Final = 2_000
PATIENCE_S: Final = 2.0
"""A receipt does not wait longer for its totals."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose time, in which zone. `zone` is what days are days of; `timezone` is passed to the engine."""

    person: Person
    zone: ZoneInfo
    timezone: ZoneInfo | None


@dataclass(slots=True)
class _Sheet:
    zone: ZoneInfo
    first: date
    last: date
    read_at: float
    entries: dict[str, EntryFact] = field(default_factory=dict)


class Timesheets:
    """`alone`: no other instance writes for the same people."""

    def __init__(
        self, engine: Engine, *, clock: Callable[[], datetime], monotonic: Callable[[], float], alone: bool
    ) -> None:
        self._good_for_s = GOOD_FOR_S if alone else SHARED_GOOD_FOR_S
        self._engine = engine
        self._clock = clock
        self._monotonic = monotonic
        self._sheets: OrderedDict[Person, _Sheet] = OrderedDict()
        self._locks: WeakValueDictionary[Person, asyncio.Lock] = WeakValueDictionary()

    async def lately(self, asked: Asked, *, anew: bool = False) -> tuple[EntryFact, ...]:
        """The newest first; what is still to come this week too. Raises what the engine raises."""
        lock = self._locks.get(asked.person)
        if lock is None:
            lock = self._locks[asked.person] = asyncio.Lock()
        async with lock:
            sheet = None if anew else self._good(asked)
            if sheet is None:
                sheet = await self._read(asked)
            return tuple(sorted(sheet.entries.values(), key=lambda entry: entry.start, reverse=True))

    async def with_totals(self, kept: Kept, asked: Asked) -> Kept:
        """Without, where they cannot be had: a receipt never fails for its totals."""
        card = kept.card
        if not isinstance(card, Receipt):
            return kept
        self.note(asked.person, (row.result for row in card.rows))
        day = next((found for row in reversed(card.rows) if (found := _day_of(row.result)) is not None), None)
        if day is None:
            return kept
        try:
            async with asyncio.timeout(PATIENCE_S):
                return kept.showing(replace(card, totals=await self._totals(asked, day)))
        except (ClankerbotError, TimeoutError) as error:
            log.info("slack_totals_left_out", extra={"error": type(error).__name__})
            return kept

    def note(self, person: Person, results: Iterable[ActionResult]) -> None:
        """What was written just now. Twice the same does no harm."""
        sheet = self._sheets.get(person)
        for result in results:
            if sheet is None or result.status != "done" or isinstance(result.action, READS):
                continue
            entry = result.entry
            if isinstance(result.action, LogTime | EditEntry) and entry is not None and entry.end is not None:
                sheet.entries[entry.id] = entry
            else:  # other entries may have changed with it
                self.forget(person)

    def take(self, person: Person, entry_id: str, entry: EntryFact | None) -> bool:
        """It is so in Clockify now; None: it is gone. Whether the person's time is known without asking."""
        sheet = self._sheets.get(person)
        if sheet is None or self._monotonic() - sheet.read_at > GOOD_FOR_S:
            return False
        sheet.entries.pop(entry_id, None)
        if entry is not None:
            local = {
                name: at and at.astimezone(sheet.zone) for name, at in (("start", entry.start), ("end", entry.end))
            }
            entry = entry.model_copy(update=local)
            if sheet.first <= entry.start.date() <= sheet.last:
                sheet.entries[entry_id] = entry
        return True

    def forget(self, person: Person) -> None:
        self._sheets.pop(person, None)

    def _good(self, asked: Asked) -> _Sheet | None:
        sheet = self._sheets.get(asked.person)
        if sheet is None or sheet.zone != asked.zone or self._monotonic() - sheet.read_at > self._good_for_s:
            return None
        return sheet if sheet.last >= self._today(asked) else None

    async def _read(self, asked: Asked) -> _Sheet:
        today = self._today(asked)
        monday = _monday(today)
        first, last = min(monday, today - timedelta(days=DAYS - 1)), monday + timedelta(days=6)
        listed = await self._listed(asked, first, last)
        sheet = _Sheet(asked.zone, first, last, self._monotonic(), {entry.id: entry for entry in listed})
        self._sheets.pop(asked.person, None)
        self._sheets[asked.person] = sheet
        while len(self._sheets) > MOST:
            self._sheets.popitem(last=False)
        return sheet

    async def _totals(self, asked: Asked, day: date) -> Totals:
        """Weeks from Monday. What runs is not counted yet."""
        monday = _monday(day)
        if monday == _monday(self._today(asked)):
            entries = await self.lately(asked)
        else:
            entries = await self._listed(asked, monday, monday + timedelta(days=6))
        return Totals(day_s=total(entries, day, day), week_s=total(entries, monday, monday + timedelta(days=6)))

    async def _listed(self, asked: Asked, first: date, last: date) -> tuple[EntryFact, ...]:
        action = ListEntries.model_validate({"from": first, "to": last})
        [result] = await self._engine.run(principal=asked.person.principal, actions=[action], timezone=asked.timezone)
        return result.entries

    def _today(self, asked: Asked) -> date:
        return self._clock().astimezone(asked.zone).date()


def total(entries: Iterable[EntryFact], first: date, last: date) -> int:
    """Whole seconds of the days from `first` to `last`. Entries are told in the person's own time."""
    return sum(entry.duration_s or 0 for entry in entries if first <= entry.start.date() <= last)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _day_of(result: ActionResult) -> date | None:
    if result.status != "done" or isinstance(result.action, READS) or result.entry is None:
        return None
    return result.entry.start.date() if result.entry.end is not None else None
