"""Keeps the catalogue true: what a webhook says of a project, a task, a client or a tag is known from then on.

Without a request, so that a project that was made on Clockify's web page can be logged on a second later, also in a
workspace that may ask Clockify 30 times an hour. What the event does not tell is asked for when it is next needed;
where it is not sure which of two events is the later, what is known counts as stale.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final, TypeVar

from pydantic import ValidationError

from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.catalogue import Project, Tag, Task
from clankerbot_engine.clockify import models
from clankerbot_engine.clockify.snapshot import projects_of, tags_of, tasks_of
from clankerbot_engine.clockify.workspace import PARTS, Absorb, Listed, Viewer, WorkspaceCache, absorb_stored
from clankerbot_engine.shared.signals import Signals
from clankerbot_engine.stores.ports import CacheStore, JsonDict
from clankerbot_engine.webhooks.changes import Change

Wire = TypeVar("Wire", models.Project, models.Task, models.Tag)
Named = TypeVar("Named", Project, Task, Tag)


class CatalogueFreshness:
    """An `EventHandler`. Other instances hear by `signals` that the store knows more than they do."""

    def __init__(
        self, accounts: Accounts, store: CacheStore, *, clock: Callable[[], datetime], signals: Signals
    ) -> None:
        self._accounts = accounts
        self._store = store
        self._clock = clock
        self._signals = signals
        signals.on("catalogue", self._look_again)

    async def __call__(self, change: Change) -> None:
        event = change.event
        if event.entity == "user":
            await self._user_changed(event.entity_id)
            return
        told = _TOLD.get(event.entity)
        if told is None or event.workspace_id is None:
            return
        part, absorbing = told
        absorb = absorbing(change)
        caches = [account.cache for account in self._accounts.live()]
        for cache in caches:
            await cache.absorb(event.workspace_id, part, absorb, is_sure=change.is_sure)
        mine = [cache for cache in caches if isinstance(cache, WorkspaceCache)]
        await absorb_stored(
            self._store, event.workspace_id, part, absorb, is_sure=change.is_sure, now=self._clock(), but=mine
        )
        self._signals.tell("catalogue", part)

    async def _user_changed(self, user_id: str | None) -> None:
        """The event tells the name, and not the settings (zone, language), so the profile is asked for anew."""
        for account in self._accounts.live():
            if user_id is not None and account.cache.is_of(user_id):
                await account.cache.invalidate("user")
        self._signals.tell("catalogue", "user")

    def _look_again(self, about: str) -> None:
        part = next((each for each in PARTS if each == about), None)
        for account in self._accounts.live():
            account.cache.look_again(part)


def _project(change: Change) -> Absorb:
    def absorb(known: tuple[Project, ...], viewer: Viewer) -> tuple[Project, ...] | None:
        if change.now is None:
            return _without(known, change.event.entity_id)
        project = next(iter(projects_of(_read(models.Project, change.now))), None)
        if project is None:
            return None
        before = next((each for each in known if each.id == project.id), None)
        visible = _is_visible(change.now, viewer)
        if visible is None and before is None:
            return None
        if visible is False:
            return _without(known, project.id)
        # Its tasks have events of their own. Who sees it already goes on doing so, unless the event says otherwise.
        return _with(known, project if before is None else replace(project, tasks=before.tasks))

    return absorb


def _is_visible(project: JsonDict, viewer: Viewer) -> bool | None:
    """None: that is not known."""
    if project.get("public") is True or viewer.is_admin:
        return True
    members = project.get("memberships")
    if not isinstance(members, list) or viewer.user_id is None:
        return None
    return any(isinstance(each, dict) and each.get("userId") == viewer.user_id for each in members)


def _task(change: Change) -> Absorb:
    def absorb(known: tuple[Project, ...], viewer: Viewer) -> tuple[Project, ...] | None:
        project_id = (change.now or change.event.data).get("projectId")
        project = next((each for each in known if each.id == project_id), None)
        if project is None:
            return known  # of a project that this person does not see
        if change.now is None or change.now.get("status") == "DONE":
            tasks = _without(project.tasks, change.event.entity_id)
        else:
            task = next(iter(tasks_of(_read(models.Task, change.now))), None)
            if task is None:
                return None
            tasks = _with(project.tasks, task)
        return known if tasks == project.tasks else _with(known, replace(project, tasks=tasks))

    return absorb


def _client(change: Change) -> Absorb:
    """Projects that were told of by others than Clockify's lists may know their client by its name alone."""
    was = None if change.before is None else change.before.get("name")

    def is_its(project: Project) -> bool:
        if project.client_id is not None:
            return project.client_id == change.event.entity_id
        return project.client is not None and project.client == was

    def absorb(known: tuple[Project, ...], viewer: Viewer) -> tuple[Project, ...] | None:
        if change.event.type == "NEW_CLIENT":
            return known
        if change.now is None:
            return tuple(replace(each, client=None, client_id=None) if is_its(each) else each for each in known)
        name = change.now.get("name")
        if not isinstance(name, str):
            return None
        return tuple(replace(each, client=name) if is_its(each) else each for each in known)

    return absorb


def _tag(change: Change) -> Absorb:
    def absorb(known: tuple[Tag, ...], viewer: Viewer) -> tuple[Tag, ...] | None:
        if change.now is None:
            return _without(known, change.event.entity_id)
        tag = next(iter(tags_of(_read(models.Tag, change.now))), None)
        return None if tag is None else _with(known, tag)

    return absorb


def _read(model: type[Wire], document: JsonDict) -> tuple[Wire, ...]:
    """None of them where the document is none of that model's."""
    try:
        return (model.model_validate(document),)
    except ValidationError:
        return ()


def _with(known: tuple[Named, ...], new: Named) -> tuple[Named, ...]:
    """In the place of the one with its id, else behind the others."""
    if any(each.id == new.id for each in known):
        return tuple(new if each.id == new.id else each for each in known)
    return known + (new,)  # noqa: RUF005 - of one type, as the checker sees it


def _without(known: tuple[Named, ...], entity_id: str | None) -> tuple[Named, ...]:
    return tuple(each for each in known if each.id != entity_id)


_TOLD: Final[dict[str, tuple[Listed, Callable[[Change], Absorb]]]] = {
    "project": ("projects", _project),
    "task": ("projects", _task),
    "client": ("projects", _client),
    "tag": ("tags", _tag),
}
