"""The reminder that a person set for themselves: one schedule of theirs, found again by its id."""

import hashlib
from dataclasses import replace
from datetime import time
from typing import Final
from zoneinfo import ZoneInfo

from ulid import ULID

from clankerbot_engine.actions import Remind
from clankerbot_engine.errors import NotFound
from clankerbot_engine.schedules.service import Schedules
from clankerbot_engine.stores.ports import Schedule

_WHAT: Final = Remind(only_if="missing_hours")
_EVERY_DAY: Final = "*"
"""Which of them are working days is looked up when it comes: people's weeks differ."""


class Reminders:
    def __init__(self, schedules: Schedules) -> None:
        self._schedules = schedules

    async def set(self, principal: str, at: time | None, zone: ZoneInfo) -> None:
        """At this time of that zone; None: never. However often, there is one. Raises what making a
        schedule does.
        """
        schedule_id = _id_of(principal)
        if at is None:
            await self._remove(schedule_id, principal)
            return
        cron = f"{at.minute} {at.hour} * * {_EVERY_DAY}"
        drafted = self._schedules.draft(principal, cron=cron, timezone=zone.key, action=_WHAT, follows_owner=True)
        kept = await self._schedules.keep(replace(drafted, id=schedule_id))
        if (kept.cron, kept.timezone, kept.enabled) != (drafted.cron, drafted.timezone, True):
            await self._schedules.change(
                schedule_id, principal, cron=cron, timezone=zone.key, follows_owner=True, enabled=True
            )

    async def _remove(self, schedule_id: str, principal: str) -> None:
        try:
            await self._schedules.delete(schedule_id, principal)
        except NotFound:
            return


def is_set_on_home(schedule: Schedule) -> bool:
    """Whether it is this one."""
    return schedule.id == _id_of(schedule.principal)


def _id_of(principal: str) -> str:
    """An id like all others, that this person's reminder always gets."""
    return str(ULID.from_bytes(hashlib.sha256(f"remind_at:{principal}".encode()).digest()[:16]))
