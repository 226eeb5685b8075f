"""The workspace as one person sees it, kept: user, settings, projects with tasks, tags.

A new free workspace allows 30 requests an hour for all its people. So what is known is served at once and looked at
again behind the answer (stale-while-revalidate), by one request a part however many ask (single flight), and it
outlives the process through the `CacheStore`. A cold start costs four requests (user, workspace, projects with their
tasks, tags; one more for each further 1,000 projects or tags); a warm one costs none.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

from pydantic import TypeAdapter, ValidationError

from clankerbot_engine.catalogue import Catalogue, Project, Tag
from clankerbot_engine.clockify.client import ClockifyClient
from clankerbot_engine.clockify.models import User, Workspace
from clankerbot_engine.clockify.snapshot import WorkspaceSnapshot, projects_of, tags_of
from clankerbot_engine.errors import ClankerbotError, NotFound, UpstreamError
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.stores.ports import CacheEntry, CacheStore

__all__ = ["WorkspaceCache", "WorkspaceSnapshot", "WorkspaceView"]

log = logging.getLogger(__name__)

Part = Literal["user", "workspace", "projects", "tags", "roles"]
Named = Literal["user", "workspace", "projects", "tags"]
Listed = Literal["projects", "tags"]

FRESH = timedelta(minutes=10)
FRESH_ON_FREE_PLAN = timedelta(hours=1)
"""There a refresh every ten minutes would take 24 of the 30 requests of an hour."""
ROLES_FRESH = timedelta(hours=1)
KEPT = timedelta(days=7)
QUIET = timedelta(minutes=1)
"""How long nobody tries again behind the answers after a try has failed."""

_SHAPES: dict[Part, TypeAdapter[Any]] = {
    "user": TypeAdapter(User),
    "workspace": TypeAdapter(Workspace),
    "projects": TypeAdapter(tuple[Project, ...]),
    "tags": TypeAdapter(tuple[Tag, ...]),
    "roles": TypeAdapter(bool),
}
PARTS: tuple[Named, ...] = ("user", "workspace", "projects", "tags")
_KEPT_AS = "clockify.2"
"""The first part of every key; another number where a part is kept in another form."""
_ALONG: dict[Named, tuple[Part, ...]] = {
    "user": ("user", "roles"),
    "workspace": ("workspace", "roles"),
    "projects": ("projects",),
    "tags": ("tags",),
}


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whose view of the workspace it is, as far as that is known."""

    user_id: str | None = None
    is_admin: bool | None = None


Absorb = Callable[[tuple[Any, ...], Viewer], tuple[Any, ...] | None]
"""From the projects or tags that are known to those that there are now; None: it cannot be told without asking."""


@dataclass(frozen=True, slots=True)
class _Key:
    part: Part
    workspace_id: str = ""


@dataclass(frozen=True, slots=True)
class _Held:
    value: Any
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class _Joined:
    """A snapshot and what it was made of, to be told by identity."""

    snapshot: WorkspaceSnapshot
    parts: tuple[_Held | None, ...]
    projects: tuple[Project, ...]
    tags: tuple[Tag, ...]


class WorkspaceView(Protocol):
    """A workspace as somebody sees it: `WorkspaceCache`, or `accounts.member.MemberWorkspace`."""

    async def snapshot(self, *, max_age: timedelta = KEPT) -> WorkspaceSnapshot: ...

    async def is_admin(self) -> bool | None: ...

    async def invalidate(self, part: Named | None = None) -> None: ...

    def look_again(self, part: Named | None = None) -> None: ...

    async def absorb(self, workspace_id: str, part: Listed, change: Absorb, *, is_sure: bool) -> None: ...

    def is_of(self, user_id: str) -> bool: ...

    async def aclose(self) -> None: ...


class WorkspaceCache:
    """One person's view of one workspace: the given one, or the one active in the profile, followed when it changes."""

    def __init__(
        self,
        client: ClockifyClient,
        store: CacheStore,
        *,
        clock: Callable[[], datetime],
        metrics: Metrics,
        workspace_id: str | None = None,
    ) -> None:
        self._client = client
        self._store = store
        self._clock = clock
        self._metrics = metrics
        self._workspace_id = workspace_id
        self._held: dict[_Key, _Held] = {}
        self._flights: dict[_Key, asyncio.Task[_Held]] = {}
        self._tasks: set[asyncio.Task[_Held]] = set()
        self._quiet_until: dict[_Key, datetime] = {}
        self._storing = asyncio.Lock()
        self._joined: _Joined | None = None

    async def snapshot(self, *, max_age: timedelta = KEPT) -> WorkspaceSnapshot:
        """The same object as long as nothing changed. Raises `ClankerbotError` where what is needed cannot be had.

        `max_age` asks for parts no older than that, at the price of requests: say, for a name that is not found.
        """
        oldest = self._clock() - max_age
        workspace_id = self._workspace_id or await self._active_workspace(oldest)
        keys = _keys_of(workspace_id)
        known = self._known(keys, oldest)
        parts = known or tuple(await asyncio.gather(*(self._part(key, oldest) for key in keys)))
        stale = self._stale(keys, parts)
        for key in stale:
            self._refresh_behind(key)
        self._metrics.snapshots.labels("missing" if known is None else "stale" if stale else "fresh").inc()
        return self._join(workspace_id, parts)

    async def is_admin(self) -> bool | None:
        """Whether the person is an owner or admin; None where Clockify does not tell. One request, then kept."""
        if self._client.is_addon:
            return None  # the list of workspaces is closed to add-ons
        oldest = self._clock() - KEPT
        key = _Key("roles", self._workspace_id or await self._active_workspace(oldest))
        try:
            held = await self._part(key, oldest)
        except ClankerbotError:
            return None  # logged where it failed
        if self._clock() - held.fetched_at >= ROLES_FRESH:
            self._refresh_behind(key)
        return bool(held.value)

    async def invalidate(self, part: Named | None = None) -> None:
        """What is known of `part` (None: of all) is not served again, and not kept by a request under way."""
        parts = tuple(_SHAPES) if part is None else _ALONG[part]
        async with self._storing:
            try:
                for name in parts:
                    await self._store.delete(f"{self._root}:{name}:")
            finally:  # not before: meanwhile somebody may have taken up what the store still held
                self.look_again(part)

    def look_again(self, part: Named | None = None) -> None:
        """Another instance may have put something newer into the store: what is held here of `part` is not served."""
        parts = tuple(_SHAPES) if part is None else _ALONG[part]
        for known in (self._held, self._flights, self._quiet_until):
            for key in [key for key in known if key.part in parts]:
                del known[key]

    async def absorb(self, workspace_id: str, part: Listed, change: Absorb, *, is_sure: bool) -> None:
        """Take what a webhook said into what is known, in memory and in the store, without a request.

        What is not sure is served as stale: it is looked at again behind an answer.
        """
        key = _Key(part, workspace_id)
        async with self._storing:
            held = self._held.get(key) or await self._restored(key)
            self._flights.pop(key, None)  # what a request under way brings may be from before
            if held is None:
                return
            value = change(held.value, self._viewer(workspace_id))
            told = None if value is None else _told(held, value, is_sure, self._clock())
            if told is not None and told != held:
                self._held[key] = told
                await _keep(self._store, self._stored_key(key), part, told)
        if told is None:
            await self.invalidate(part)

    def is_of(self, user_id: str) -> bool:
        """Whether it is this user's view; False where nothing is known yet."""
        user = self._held.get(_Key("user"))
        return user is not None and user.value.id == user_id

    def is_kept_under(self, stored_key: str) -> bool:
        """Whether that key of the `CacheStore` is one of this view's."""
        return stored_key.startswith(f"{self._root}:")

    async def aclose(self) -> None:
        """Ends the requests under way."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _viewer(self, workspace_id: str) -> Viewer:
        user, roles = self._held.get(_Key("user")), self._held.get(_Key("roles", workspace_id))
        return Viewer(None if user is None else user.value.id, None if roles is None else bool(roles.value))

    @property
    def _root(self) -> str:
        return f"{_KEPT_AS}:{self._client.fingerprint}"

    def _stored_key(self, key: _Key) -> str:
        return f"{self._root}:{key.part}:{key.workspace_id}"

    async def _active_workspace(self, oldest: datetime) -> str:
        user: User = (await self._part(_Key("user"), oldest)).value
        workspace_id = user.active_workspace or user.default_workspace
        if workspace_id is None:
            raise NotFound("No workspace is active in this Clockify profile. Set CLOCKIFY_WORKSPACE_ID.")
        return workspace_id

    def _known(self, keys: Iterable[_Key], oldest: datetime) -> tuple[_Held, ...] | None:
        """All of them, from memory; None where one is missing or too old."""
        held = [self._held.get(key) for key in keys]
        found = tuple(one for one in held if one is not None and one.fetched_at >= oldest)
        return found if len(found) == len(held) else None

    def _stale(self, keys: Iterable[_Key], parts: tuple[_Held, ...]) -> list[_Key]:
        _, held_workspace, *_ = parts
        workspace: Workspace = held_workspace.value
        on_free_plan = workspace.feature_subscription_type in (None, "FREE")
        last_fresh = self._clock() - (FRESH_ON_FREE_PLAN if on_free_plan else FRESH)
        return [key for key, held in zip(keys, parts, strict=True) if held.fetched_at <= last_fresh]

    def _join(self, workspace_id: str, parts: tuple[_Held, ...]) -> WorkspaceSnapshot:
        """From the very parts that the last one was made of, the last one."""
        roles = self._held.get(_Key("roles", workspace_id))
        made_of = (*parts, roles)
        last = self._joined
        if last is not None and all(a is b for a, b in zip(made_of, last.parts, strict=True)):
            return last.snapshot
        user, workspace, projects, tags = (held.value for held in parts)
        if last is not None and last.projects is projects and last.tags is tags:
            catalogue = last.snapshot.catalogue
        else:
            catalogue = Catalogue(projects=projects, tags=tags)
        snapshot = WorkspaceSnapshot(
            user=user,
            workspace_id=workspace_id,
            workspace=workspace,
            catalogue=catalogue,
            fetched_at=min(held.fetched_at for held in parts),
            is_admin=None if roles is None else bool(roles.value),
        )
        self._joined = _Joined(snapshot, made_of, projects, tags)
        for key in [key for key in self._held if key.workspace_id not in ("", workspace_id)]:
            del self._held[key]  # the profile has moved on to another workspace
        return snapshot

    async def _part(self, key: _Key, oldest: datetime) -> _Held:
        held = self._held.get(key)
        if held is None:
            held = await asyncio.shield(self._flight(key, from_store=True))
        if held.fetched_at < oldest:
            held = await asyncio.shield(self._flight(key))
        return held

    def _refresh_behind(self, key: _Key) -> None:
        quiet_until = self._quiet_until.get(key)
        if quiet_until is None or quiet_until <= self._clock():
            _ = self._flight(key)

    def _flight(self, key: _Key, *, from_store: bool = False) -> asyncio.Task[_Held]:
        """The one task that gets this part now."""
        flight = self._flights.get(key)
        if flight is None:
            flight = asyncio.create_task(self._get(key, from_store=from_store))
            self._flights[key] = flight
            self._tasks.add(flight)
            flight.add_done_callback(lambda done: self._landed(key, done))
        return flight

    def _landed(self, key: _Key, flight: asyncio.Task[_Held]) -> None:
        self._tasks.discard(flight)
        if self._flights.get(key) is flight:
            del self._flights[key]
        error = None if flight.cancelled() else flight.exception()
        if error is None:
            return
        wait_s = error.retry_after_s if isinstance(error, ClankerbotError) else None
        self._quiet_until[key] = self._clock() + max(QUIET, timedelta(seconds=wait_s or 0))
        code = error.code if isinstance(error, ClankerbotError) else type(error).__name__
        log.warning("workspace_part_failed", extra={"part": key.part, "error": code})

    async def _get(self, key: _Key, *, from_store: bool) -> _Held:
        held = await self._restored(key) if from_store else None
        if held is not None:
            if self._is_current(key):
                self._held[key] = held
            return held
        asked_at = self._clock()
        held = self._unless_equal(key, _Held(await self._fetched(key), asked_at))
        if self._is_current(key):
            self._held[key] = held
            self._quiet_until.pop(key, None)
        async with self._storing:
            if self._is_current(key):  # not invalidated meanwhile
                await _keep(self._store, self._stored_key(key), key.part, held)
        return held

    def _unless_equal(self, key: _Key, new: _Held) -> _Held:
        """With the old value where nothing changed: who has worked on it (the parser's index) need not do so again."""
        old = self._held.get(key)
        return new if old is None or old.value != new.value else _Held(old.value, new.fetched_at)

    def _is_current(self, key: _Key) -> bool:
        return self._flights.get(key) is asyncio.current_task()

    async def _restored(self, key: _Key) -> _Held | None:
        """From before the restart; None where it is too old, from the future, or of a form of another version."""
        held = await _read(self._store, self._stored_key(key), key.part)
        now = self._clock()
        return held if held is not None and now - KEPT <= held.fetched_at <= now else None

    async def _fetched(self, key: _Key) -> Any:
        match key.part:
            case "user":
                user = await self._client.users.me()
                if user.id is None:
                    raise UpstreamError("Clockify did not say whose key this is.", details={"source": "clockify"})
                return user
            case "workspace":
                return await self._client.workspaces.get(key.workspace_id)
            case "projects":
                return projects_of(await self._client.projects.all(key.workspace_id))
            case "tags":
                return tags_of(await self._client.tags.all(key.workspace_id))
            case "roles":
                own = await self._client.workspaces.all(roles=("OWNER", "WORKSPACE_ADMIN"))
                return any(workspace.id == key.workspace_id for workspace in own)


async def absorb_stored(
    store: CacheStore,
    workspace_id: str,
    part: Listed,
    change: Absorb,
    *,
    is_sure: bool,
    now: datetime,
    but: Collection[WorkspaceCache],
) -> None:
    """As `WorkspaceCache.absorb`, in what is kept of people who have not been here since the start."""
    for key in await store.keys(f":{part}:{workspace_id}"):
        if not key.startswith(f"{_KEPT_AS}:") or any(cache.is_kept_under(key) for cache in but):
            continue
        held = await _read(store, key, part)
        value = None if held is None else change(held.value, Viewer())
        if held is None or value is None:
            await store.delete(key)
        elif (told := _told(held, value, is_sure, now)) != held:
            await _keep(store, key, part, told)


def _told(held: _Held, value: tuple[Any, ...], is_sure: bool, now: datetime) -> _Held:
    """What is not sure is as old as what a paid plan looks at again. No older: on a free one, everybody's look at each
    of many changes would take all of its requests."""
    return _Held(value, held.fetched_at if is_sure else min(held.fetched_at, now - FRESH))


async def _read(store: CacheStore, stored_key: str, part: Part) -> _Held | None:
    entry = await store.get(stored_key)
    if entry is None:
        return None
    try:
        return _Held(_SHAPES[part].validate_python(entry.value), entry.fetched_at)
    except ValidationError:
        return None


async def _keep(store: CacheStore, stored_key: str, part: Part, held: _Held) -> None:
    await store.put(stored_key, CacheEntry(_SHAPES[part].dump_python(held.value, mode="json"), held.fetched_at))


def _keys_of(workspace_id: str) -> tuple[_Key, ...]:
    """In the order in which `_join` takes them."""
    return _Key("user"), _Key("workspace", workspace_id), _Key("projects", workspace_id), _Key("tags", workspace_id)
