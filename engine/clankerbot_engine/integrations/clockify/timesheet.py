"""One person's time in one workspace, at the moment of one action: reading and writing entries, and what is known.

All that goes to Clockify about entries passes here, so that the book learns of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from clankerbot_engine.actions import EntryFact
from clankerbot_engine.clockify.client import ClockifyClient
from clankerbot_engine.clockify.models import NewTimeEntry, ReportEntry, TimeEntry, WorkspaceSettings
from clankerbot_engine.clockify.snapshot import WorkspaceSnapshot
from clankerbot_engine.clockify.workspace import WorkspaceView
from clankerbot_engine.errors import ClankerbotError, Forbidden, NotFound, UpstreamError, ValidationFailed
from clankerbot_engine.integrations.clockify import wording
from clankerbot_engine.integrations.clockify.book import EntryBook, ends_at, starts_at
from clankerbot_engine.integrations.clockify.facts import Body, Names, entry_of
from clankerbot_engine.integrations.clockify.placing import Interval, day_bounds
from clankerbot_engine.integrations.port import Context

NEWEST = 200
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Timesheet:
    client: ClockifyClient
    cache: WorkspaceView
    snapshot: WorkspaceSnapshot
    names: Names
    book: EntryBook
    context: Context
    workspace_id: str
    """Of the plan, where there is one: the profile may have moved on to another workspace."""
    is_admin: bool | None
    """None: not known; then Clockify decides what may be done."""
    for_member: bool
    """The key is an admin's, who acts for this person: it reaches what the person does not."""
    earlier: list[Interval]
    """Where the same request places entries that are not written yet."""
    makes_entry: bool
    """Whether it writes one before this action: the newest entry now will not be the newest then."""

    @property
    def user_id(self) -> str:
        return self.snapshot.user_id

    @property
    def now(self) -> datetime:
        return self.context.now

    @property
    def zone(self) -> ZoneInfo:
        return self.context.timezone

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    @property
    def settings(self) -> WorkspaceSettings:
        return self.snapshot.settings

    def fact(self, entry: TimeEntry) -> EntryFact:
        """In the person's time."""
        fact = self.names.fact(entry)
        end = None if fact.end is None else _at_offset(fact.end, self.zone)
        return fact.model_copy(update={"start": _at_offset(fact.start, self.zone), "end": end})

    def told(self, entry: ReportEntry) -> EntryFact:
        """As a report tells it, with the names that it brings, in the person's time."""
        interval = entry.time_interval
        start, end = (None, None) if interval is None else (interval.start, interval.end)
        if start is None or end is None:
            raise UpstreamError("Clockify's report does not say when an entry was.")
        return EntryFact(
            id=entry.id or "",
            user=entry.user_name,
            project=entry.project_name,
            project_id=entry.project_id,
            client=entry.client_name,
            task=entry.task_name,
            task_id=entry.task_id,
            tags=tuple(tag.name for tag in entry.tags or () if tag.name),
            tag_ids=tuple(tag.id for tag in entry.tags or () if tag.id),
            description=entry.description or "",
            billable=bool(entry.billable),
            start=_at_offset(start, self.zone),
            end=_at_offset(end, self.zone),
            duration_s=round((end - start).total_seconds()),
        )

    def say(self, fact: EntryFact) -> str:
        return wording.entry(fact, zone=self.zone, now=self.now)

    def at(self, instant: datetime) -> str:
        """`today 14:00`."""
        return f"{wording.day(instant.astimezone(self.zone).date(), self.today)} {wording.clock(instant, self.zone)}"

    async def newest(self, *, description: str | None = None) -> list[TimeEntry]:
        """The newest start first, one page: running and future ones included. Fresh at once, unlike a window."""
        rows = await self.client.time_entries.page(
            self.workspace_id, self.user_id, description=description, page_size=NEWEST
        )
        return self._noted(rows)

    async def window(self, first: datetime, last: datetime) -> list[TimeEntry]:
        """All that start within [first, last), the earliest first.

        Clockify may read the bounds as wall-clock time of the profile's zone (`clockify-api` §5.4): asked for one day
        wider on both sides, and filtered here.
        """
        rows = await self.client.time_entries.all(
            self.workspace_id, self.user_id, start=first - _A_DAY, end=last + _A_DAY
        )
        found = sorted((row for row in self._noted(rows) if first <= starts_at(row) < last), key=starts_at)
        self.book.note_window(self.user_id, found, start=first, end=last, at=self.now)
        return found

    async def entries_of_day(self, day: date) -> list[TimeEntry]:
        """Without a request where the day was read a short while ago."""
        bounds = day_bounds(day, self.zone)
        if self.book.knows(self.user_id, bounds.start, bounds.end, now=self.now):
            return self.book.starting_within(self.user_id, bounds.start, bounds.end)
        return await self.window(bounds.start, bounds.end)

    def known_overlaps(self, interval: Interval) -> list[TimeEntry]:
        return self.book.overlapping(self.user_id, interval.start, interval.end, now=self.now)

    def taken(self, entries: Sequence[TimeEntry]) -> list[Interval]:
        return [Interval(starts_at(entry), ends_at(entry, self.now)) for entry in entries] + self.earlier

    async def running(self) -> TimeEntry | None:
        entry = await self.client.time_entries.running(self.workspace_id, self.user_id)
        return None if entry is None else next(iter(self._noted([entry])), None)

    async def get(self, entry_id: str) -> TimeEntry:
        """Raises `NotFound`."""
        try:
            entry = await self.client.time_entries.get(self.workspace_id, entry_id)
        except NotFound as error:
            self.book.forget(entry_id)
            message = "There is no time entry with that id (any more)."
            raise NotFound(message, details={**error.details, "reason": "entry_gone"}) from None
        if self.for_member and entry.user_id != self.user_id:
            raise NotFound("There is no time entry of yours with that id.", details={"reason": "entry_gone"})
        return self._sound(entry)

    async def create(self, body: Body, *, user_scoped: bool) -> TimeEntry:
        new = NewTimeEntry.model_validate(body)
        try:
            if user_scoped or self.for_member:
                entry = await self.client.time_entries.create_for(self.workspace_id, self.user_id, new)
            else:
                entry = await self.client.time_entries.create(self.workspace_id, new)
        except ClankerbotError as error:
            raise await self._refused(error, body) from None
        return self._sound(entry, body)

    async def replace(self, entry_id: str, body: Body) -> TimeEntry:
        """Raises `NotFound` where the entry, or what it is to be about, is gone."""
        new = NewTimeEntry.model_validate(body)
        try:
            entry = await self.client.time_entries.replace(self.workspace_id, entry_id, new)
        except NotFound as error:
            await self.get(entry_id)
            raise await self._refused(error, body) from None
        except ClankerbotError as error:
            raise await self._refused(error, body) from None
        return self._sound(entry, body, entry_id)

    async def delete(self, entry_id: str) -> bool:
        """False where it was gone already."""
        self.book.forget(entry_id)
        try:
            await self.client.time_entries.delete(self.workspace_id, entry_id)
        except NotFound:
            return False
        return True

    async def stop(self, end: datetime) -> TimeEntry:
        """Raises `NotFound` where nothing runs."""
        return self._sound(await self.client.time_entries.stop(self.workspace_id, self.user_id, end))

    async def _refused(self, error: ClankerbotError, body: Body) -> ClankerbotError:
        """What was refused against our knowledge shows that the knowledge is old: it is not served again."""
        if isinstance(error, NotFound) and body.keys() & {"projectId", "taskId", "tagIds"}:
            await self.cache.invalidate("projects")
            await self.cache.invalidate("tags")
            project = self.names.projects.get(body.get("projectId") or "")
            what = f"{project.name}, or the task or a tag" if project else "The project, the task or a tag"
            return NotFound(
                f"{what} that was meant is no longer in Clockify. Look at your projects and try again.",
                details={**error.details, "reason": "project_gone"},
            )
        if isinstance(error, ValidationFailed | Forbidden):
            await self.cache.invalidate("workspace")
        return error

    def _noted(self, rows: Sequence[TimeEntry]) -> list[TimeEntry]:
        sound = _workable(rows)
        self.book.note(*sound, at=self.now)
        return sound

    def _sound(self, entry: TimeEntry, body: Body | None = None, entry_id: str | None = None) -> TimeEntry:
        """With what Clockify left out filled in from what was sent. The id cannot be guessed: then it is read back."""
        known_id = entry.id or entry_id
        if known_id is None:
            raise UpstreamError("Clockify's answer does not say which entry it made.", outcome="unknown")
        if entry.time_interval is None or entry.time_interval.start is None:
            if body is None:
                raise UpstreamError("Clockify's answer does not say when the entry starts.", outcome="unknown")
            entry = entry_of(body, entry_id=known_id)
        entry = entry.model_copy(update={"id": known_id, "user_id": entry.user_id or self.user_id})
        self.book.note(entry, at=self.now)
        return entry


def _workable(rows: Sequence[TimeEntry]) -> list[TimeEntry]:
    return [row for row in rows if row.id is not None and row.time_interval is not None and row.time_interval.start]


def _at_offset(instant: datetime, zone: ZoneInfo) -> datetime:
    """With the offset alone, not the zone: within one zone Python subtracts wall-clock times, wrong where they jump."""
    local = instant.astimezone(zone)
    return local.astimezone(timezone(local.utcoffset() or timedelta()))
