"""Finding out what became of a write that got no answer (`clockify-api` §5.4)."""

from datetime import datetime, timedelta

from clankerbot_engine.clockify.models import TimeEntry
from clankerbot_engine.errors import NotFound
from clankerbot_engine.integrations.clockify.book import starts_at
from clankerbot_engine.integrations.clockify.facts import Body, entry_of, is_as_sent
from clankerbot_engine.integrations.clockify.timesheet import NEWEST, Timesheet
from clankerbot_engine.integrations.port import Sent

OLDEST_WORK = timedelta(seconds=120)
"""How far Clockify's clock may lie behind ours when an entry is looked for by the time of its creation."""


async def entry_if_there(sheet: Timesheet, entry_id: str) -> TimeEntry | None:
    try:
        return await sheet.get(entry_id)
    except NotFound:
        return None


async def created_by(sheet: Timesheet, body: Body, sent: Sent) -> TimeEntry | None:
    """The entry that a create without an answer made, if it made one: the oldest that nothing else has made.

    The newest entries are looked at first: where they reach back far enough, they tell. Else those with the same
    description, then the moment itself: a window may miss a fresh entry for a while.
    """
    start = starts_at(entry_of(body))
    newest = await sheet.newest()
    found = await _free(sheet, newest, body, sent)
    if found is not None or len(newest) < NEWEST or starts_at(newest[-1]) < start:
        return found
    if body.get("description"):
        found = await _free(sheet, await sheet.newest(description=body["description"]), body, sent)
    if found is None:
        around = await sheet.window(start - timedelta(seconds=1), start + timedelta(seconds=1))
        found = await _free(sheet, around, body, sent)
    return found


async def _free(sheet: Timesheet, rows: list[TimeEntry], body: Body, sent: Sent) -> TimeEntry | None:
    same = {
        row.id: row
        for row in rows
        if row.id is not None
        and row.user_id in (None, sheet.user_id)
        and is_what_was_sent(sheet, row, body)
        and made_since(row.id, sent.at - OLDEST_WORK)
    }
    claimed = await sent.claimed(same) if same else frozenset()
    # An id begins with the second of its creation: the smallest is the oldest.
    oldest = min((entry_id for entry_id in same if entry_id not in claimed), default=None)
    return None if oldest is None else same[oldest]


def is_what_was_sent(sheet: Timesheet, entry: TimeEntry, body: Body) -> bool:
    """A timer may have been stopped since; what only admins may change, Clockify may have changed back."""
    compare_billable = not sheet.settings.only_admins_can_change_billable_status
    return is_as_sent(entry, body, compare_end="end" in body, compare_billable=compare_billable)


def made_since(entry_id: str, at: datetime) -> bool:
    """An id of 24 hexadecimal digits begins with the second of its creation; of others nothing is known."""
    try:
        return len(entry_id) != 24 or int(entry_id[:8], 16) >= at.timestamp()
    except ValueError:
        return True
