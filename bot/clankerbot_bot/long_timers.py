"""Timers that may have been forgotten: as one starts, it is noted to ask about it once it has run for long.

No timer is polled for: a free Clockify workspace has 30 requests an hour.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from clankerbot_bot.people import Person
from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.actions import EntryFact
from clankerbot_engine.nudges.about import About
from clankerbot_engine.nudges.findings import TIMER_HOURS
from clankerbot_engine.nudges.service import Nudges, new_nudge

log = logging.getLogger(__name__)

EXPIRES_AFTER: Final = timedelta(days=3)


class LongTimers:
    """`nudges` None: this process tells nobody anything by itself."""

    def __init__(self, nudges: Nudges | None, accounts: Accounts, *, clock: Callable[[], datetime]) -> None:
        self._nudges = nudges
        self._accounts = accounts
        self._clock = clock

    async def note(self, person: Person, entry: EntryFact) -> None:
        """It runs. However often that is noted, it is asked about once."""
        if self._nudges is None or entry.end is not None or not entry.id:
            return
        hours = (await self._accounts.settings(person.principal)).timer_hours
        if hours == 0:
            return
        now = self._clock()
        due_at = max(now, entry.start + timedelta(hours=hours or TIMER_HOURS))
        await self._nudges.add(
            new_nudge(
                ("timer", entry.id),
                person.principal,
                About(kind="timer", source="timer", entry_id=entry.id),
                by=person.principal,
                asked=hours is not None,
                now=now,
                due_at=due_at,
                expires_at=due_at + EXPIRES_AFTER,
            )
        )
