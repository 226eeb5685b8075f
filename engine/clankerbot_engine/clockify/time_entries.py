"""Time entries: create, read, list, replace, stop, delete, and many at once (`clockify-api` §5.3, §5.4)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from clankerbot_engine.clockify.call import Effect
from clankerbot_engine.clockify.models import (
    EntryReplacement,
    NewTimeEntry,
    TimeEntry,
    TimeEntryChange,
    clockify_instant,
)
from clankerbot_engine.clockify.resources import WORKSPACE, Resource

ENTRIES = f"{WORKSPACE}/time-entries"
ENTRY = f"{ENTRIES}/{{entry}}"
OF_USER = f"{WORKSPACE}/user/{{user}}/time-entries"


class TimeEntryCalls(Resource):
    async def create(self, workspace_id: str, entry: NewTimeEntry) -> TimeEntry:
        """For the key's owner. With an `end` it is refused, even to admins, where the workspace allows timers only."""
        return await self._requester.fetch(
            TimeEntry, "POST", ENTRIES, Effect.CREATE, ids={"workspace": workspace_id}, body=entry.body()
        )

    async def create_for(self, workspace_id: str, user_id: str, entry: NewTimeEntry) -> TimeEntry:
        """For somebody else, by who may; for oneself too, where `create` is refused and one is an admin."""
        ids = {"workspace": workspace_id, "user": user_id}
        return await self._requester.fetch(TimeEntry, "POST", OF_USER, Effect.CREATE, ids=ids, body=entry.body())

    async def get(self, workspace_id: str, entry_id: str, *, hydrated: bool = False) -> TimeEntry:
        ids = {"workspace": workspace_id, "entry": entry_id}
        query = {"hydrated": True} if hydrated else None
        return await self._requester.fetch(TimeEntry, "GET", ENTRY, Effect.READ, ids=ids, query=query)

    async def replace(self, workspace_id: str, entry_id: str, entry: NewTimeEntry) -> TimeEntry:
        """The whole entry: what it leaves out is cleared."""
        ids = {"workspace": workspace_id, "entry": entry_id}
        return await self._requester.fetch(TimeEntry, "PUT", ENTRY, Effect.SET, ids=ids, body=entry.body())

    async def update(self, workspace_id: str, entry_id: str, change: TimeEntryChange) -> TimeEntry:
        """Reads, merges, replaces. Two requests."""
        before = await self.get(workspace_id, entry_id)
        return await self.replace(workspace_id, entry_id, change.of(before))

    async def delete(self, workspace_id: str, entry_id: str) -> None:
        ids = {"workspace": workspace_id, "entry": entry_id}
        await self._requester.perform("DELETE", ENTRY, Effect.REMOVE, ids=ids)

    async def page(
        self,
        workspace_id: str,
        user_id: str,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        description: str | None = None,
        project_id: str | None = None,
        task_id: str | None = None,
        tag_ids: Sequence[str] = (),
        in_progress: bool | None = None,
        hydrated: bool = False,
        page: int = 1,
        page_size: int = 50,
    ) -> list[TimeEntry]:
        """One page, the newest start first; an entry in the future comes before all others. One request.

        `start` and `end` bound the entry's start. Live notes differ on whether Clockify reads them as instants or as
        wall clock of the account: ask for a day more on both sides and filter again. `description` is contained.
        """
        query = _filters(start, end, description, project_id, task_id, tag_ids, in_progress, hydrated)
        return await self._requester.fetch(
            list[TimeEntry],
            "GET",
            OF_USER,
            Effect.READ,
            ids={"workspace": workspace_id, "user": user_id},
            query={**query, "page": page, "page-size": page_size},
        )

    async def all(
        self,
        workspace_id: str,
        user_id: str,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        description: str | None = None,
        project_id: str | None = None,
        task_id: str | None = None,
        tag_ids: Sequence[str] = (),
        in_progress: bool | None = None,
        hydrated: bool = False,
    ) -> list[TimeEntry]:
        """Every page of what `page` says."""
        return await self._requester.pages(
            TimeEntry,
            OF_USER,
            ids={"workspace": workspace_id, "user": user_id},
            query=_filters(start, end, description, project_id, task_id, tag_ids, in_progress, hydrated),
        )

    async def running(self, workspace_id: str, user_id: str) -> TimeEntry | None:
        """The person's timer, if one runs. One request."""
        found = await self.page(workspace_id, user_id, in_progress=True, page_size=1)
        return next((entry for entry in found if entry.is_running), None)

    async def in_progress(self, workspace_id: str) -> list[TimeEntry]:
        """Everybody's running timers, as far as one may see them."""
        return await self._requester.pages(TimeEntry, f"{ENTRIES}/status/in-progress", ids={"workspace": workspace_id})

    async def stop(self, workspace_id: str, user_id: str, end: datetime) -> TimeEntry:
        """Stops what runs. `NotFound` where nothing does."""
        ids = {"workspace": workspace_id, "user": user_id}
        body = {"end": clockify_instant(end)}
        return await self._requester.fetch(TimeEntry, "PATCH", OF_USER, Effect.SET, ids=ids, body=body)

    async def duplicate(self, workspace_id: str, user_id: str, entry_id: str) -> TimeEntry:
        ids = {"workspace": workspace_id, "user": user_id, "entry": entry_id}
        return await self._requester.fetch(TimeEntry, "POST", f"{OF_USER}/{{entry}}/duplicate", Effect.CREATE, ids=ids)

    async def replace_many(
        self, workspace_id: str, user_id: str, entries: Sequence[EntryReplacement]
    ) -> list[TimeEntry]:
        ids = {"workspace": workspace_id, "user": user_id}
        body = [entry.body() for entry in entries]
        return await self._requester.fetch(list[TimeEntry], "PUT", OF_USER, Effect.SET, ids=ids, body=body)

    async def delete_many(self, workspace_id: str, user_id: str, entry_ids: Sequence[str]) -> None:
        """All or none, in one request: a few hundred at most, for they stand in the URL.

        Not `REMOVE`: "not there" may be said of one of them only.
        """
        ids = {"workspace": workspace_id, "user": user_id}
        query = {"time-entry-ids": list(entry_ids)}
        await self._requester.perform("DELETE", OF_USER, Effect.SET, ids=ids, query=query)


def _filters(
    start: datetime | None,
    end: datetime | None,
    description: str | None,
    project_id: str | None,
    task_id: str | None,
    tag_ids: Sequence[str],
    in_progress: bool | None,
    hydrated: bool,
) -> dict[str, Any]:
    return {
        "start": None if start is None else clockify_instant(start),
        "end": None if end is None else clockify_instant(end),
        "description": description,
        "project": project_id,
        "task": task_id,
        "tags": list(tag_ids),
        "in-progress": in_progress,
        "hydrated": True if hydrated else None,
    }
