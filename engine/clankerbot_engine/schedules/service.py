"""Schedules as their owners see them: made, listed, changed, deleted, run now."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, TypedDict, Unpack

from ulid import ULID

from clankerbot_engine.actions import ActionBase
from clankerbot_engine.errors import Conflict, NotFound, ValidationFailed
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.schedules.cron import read_cron
from clankerbot_engine.schedules.fire_times import fire_times
from clankerbot_engine.schedules.firing import GRACE, Firing
from clankerbot_engine.schedules.planning import next_run_at
from clankerbot_engine.schedules.port import (
    Announce,
    ChannelRefusal,
    KnownActions,
    Owners,
    RunActions,
    every_channel_will_do,
    tell_nobody,
)
from clankerbot_engine.schedules.rules import check_schedulable, read_zone
from clankerbot_engine.stores.ports import Schedule, ScheduleRun, ScheduleStore

CHANNEL_REFUSALS = {
    "not_lead": "only owners and admins of the Clockify workspace post to other people. Leave it out for yourself.",
    "not_wanted": "that person wants no posts by others.",
    "is_archived": "it is archived. Choose another one.",
    "not_in_channel": "the bot is not in it. Invite it there (/invite), or choose another one.",
    "channel_not_found": "the bot cannot see it. If it is private, invite the bot there (/invite).",
}
RUNS_KEPT = timedelta(days=30)
MAX_SCHEDULES = 1000
"""That one principal may have."""


class Changes(TypedDict, total=False):
    """What is left out stays as it is. `channel` None: none any more.

    With a `timezone` it stays there, wherever its owner goes, unless `follows_owner` says that it is theirs.
    """

    cron: str
    timezone: str
    follows_owner: bool
    channel: str | None
    action: ActionBase
    enabled: bool


class Schedules:
    """`owner` below is the principal that asks; None stands for one who may see all. What belongs to another is not
    there: `NotFound`. `run` and `actions` are asked when something is carried out, so the engine may be made later.
    """

    def __init__(
        self,
        store: ScheduleStore,
        *,
        run: RunActions,
        actions: Callable[[], KnownActions],
        clock: Callable[[], datetime],
        metrics: Metrics,
        announce: Announce = tell_nobody,
        channel_refusal: ChannelRefusal = every_channel_will_do,
        owners: Owners | None = None,
        grace: timedelta = GRACE,
    ) -> None:
        self._store = store
        self._actions = actions
        self._clock = clock
        self._channel_refusal = channel_refusal
        self.firing = Firing(
            store, run, actions, clock=clock, metrics=metrics, announce=announce, owners=owners, grace=grace
        )

    def draft(
        self,
        principal: str,
        *,
        cron: str,
        timezone: str,
        action: ActionBase,
        channel: str | None = None,
        follows_owner: bool = False,
    ) -> Schedule:
        """Checked and complete, but not kept yet. Raises `ValidationFailed` and `NeedsInput`."""
        now = self._clock()
        check_schedulable(action, self._actions())
        drafted = Schedule(
            id=str(ULID()),
            principal=principal,
            cron=read_cron(cron).text,
            timezone=timezone,
            channel=channel,
            action=_stored(action),
            enabled=True,
            next_run_at=None,
            created_at=now,
            updated_at=now,
            follows_owner=follows_owner,
        )
        return replace(drafted, next_run_at=next_run_at(drafted, now))

    def carried_out_by(self, action: ActionBase) -> object:
        """The integration. Raises `ValidationFailed` where it cannot be scheduled."""
        check_schedulable(action, self._actions())
        return self._actions().integration_for(action)

    async def check_channel(self, principal: str, channel: str | None) -> None:
        """Raises `ValidationFailed` for one in which nothing can be posted."""
        refusal = None if channel is None else await self._channel_refusal(principal, channel)
        if refusal is not None:
            message = f"channel: nothing can be posted there: {CHANNEL_REFUSALS.get(refusal, refusal)}"
            raise ValidationFailed(message, field="channel", details={"reason": refusal})

    async def keep(self, schedule: Schedule) -> Schedule:
        """Idempotent by id: a write whose outcome is unknown may be repeated. Raises `Conflict` at the limit.

        Of one that was deleted and comes back, nothing is made up for.
        """
        if (found := await self._store.get(schedule.id)) is not None:
            return found
        if len(await self.all(schedule.principal)) >= MAX_SCHEDULES:
            message = f"You have {MAX_SCHEDULES} schedules, which is the limit. Delete one first."
            raise Conflict(message, details={"reason": "too_many_schedules"})
        kept = replace(schedule, next_run_at=next_run_at(schedule, self._clock()))
        await self._store.add(kept)
        return kept

    async def all(self, owner: str | None) -> list[Schedule]:
        return await self._store.all() if owner is None else await self._store.of(owner)

    async def page(self, owner: str | None, *, after: str, limit: int) -> list[Schedule]:
        """Those behind the id `after`, in its order."""
        if owner is None:
            return await self._store.all(after=after, limit=limit)
        return await self._store.of(owner, after=after, limit=limit)

    async def get(self, schedule_id: str, owner: str | None) -> Schedule:
        schedule = await self._store.get(schedule_id)
        if schedule is None or owner not in (None, schedule.principal):
            raise NotFound("There is no such schedule. GET /schedules lists those that there are.")
        return schedule

    async def change(self, schedule_id: str, owner: str | None, **changes: Unpack[Changes]) -> Schedule:
        schedule, now = await self.get(schedule_id, owner), self._clock()
        fields: dict[str, Any] = {**changes, "updated_at": now}
        if "action" in changes:
            check_schedulable(changes["action"], self._actions())
            fields["action"] = _stored(changes["action"])
        if changes.get("channel") is not None and changes["channel"] != schedule.channel:
            await self.check_channel(schedule.principal, changes["channel"])
        if "cron" in changes:
            fields["cron"] = read_cron(changes["cron"]).text
        if "timezone" in changes:
            fields["follows_owner"] = changes.get("follows_owner", False)
        if changes.get("enabled"):
            fields |= {"paused_because": None, "paused_reason": None}
        changed = replace(schedule, **fields)
        if {"cron", "timezone", "enabled"} & changes.keys():
            changed = replace(changed, next_run_at=next_run_at(changed, now))
        if not await self._store.replace(changed):
            raise NotFound("This schedule was deleted meanwhile.")
        return changed

    async def delete(self, schedule_id: str, owner: str | None) -> Schedule:
        schedule = await self.get(schedule_id, owner)
        await self._store.delete(schedule.id)
        return schedule

    async def run_now(self, schedule_id: str, owner: str | None) -> ScheduleRun:
        """Carried out at once and as the schedule's owner; its next fire time stays."""
        return await self.firing.fire_now(await self.get(schedule_id, owner))

    async def last_runs(self, schedule: Schedule) -> list[ScheduleRun]:
        """Newest first, ten at most."""
        return await self._store.runs(schedule.id, limit=10)

    def next_runs(self, schedule: Schedule, count: int = 3) -> list[datetime]:
        """In UTC. None while it is paused, or where its zone is no longer known: the next firing will say so."""
        try:
            return list(islice(self._upcoming(schedule), count)) if schedule.enabled else []
        except ValidationFailed:
            return []

    def _upcoming(self, schedule: Schedule) -> Iterator[datetime]:
        cron, zone = read_cron(schedule.cron), read_zone(schedule.timezone)
        return (fire_time.due_at for fire_time in fire_times(cron, zone, self._clock()))

    async def forget_old_runs(self) -> int:
        return await self._store.forget_runs(before=self._clock() - RUNS_KEPT)


def _stored(action: ActionBase) -> dict[str, Any]:
    return {"kind": action.kind, **action.model_dump(mode="json", exclude_defaults=True)}
