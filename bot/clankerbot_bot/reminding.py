"""`remind`: oneself, somebody else, the team, or a channel; now, or as a schedule comes round.

A plan holds the nudges that are to be, their ids decided once: made again, they are the same ones.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter
from ulid import ULID

from clankerbot_bot.posts import Posts, team_and_user
from clankerbot_bot.reminders import is_set_on_home
from clankerbot_engine.accounts.leading import EVERYBODY, ONESELF, Leading
from clankerbot_engine.actions import ActionBase, ActionResult, CreateSchedule, PostMessage, Remind
from clankerbot_engine.errors import NotFound, ValidationFailed
from clankerbot_engine.integrations.port import Applied, Context, Plan, Prepared, Resources
from clankerbot_engine.nudges.about import About, Kind, Source
from clankerbot_engine.nudges.service import Nudges, new_nudge
from clankerbot_engine.schedules.service import Schedules
from clankerbot_engine.stores.ports import Nudge, Schedule

_NUDGES: Final[TypeAdapter[list[Nudge]]] = TypeAdapter(list[Nudge])
_KINDS: Final[dict[str | None, Kind]] = {None: "text", "missing_hours": "hours", "no_timer": "no_timer"}
_SOMEBODY: Final = re.compile(r"@.+|[UW][A-Z0-9]{3,}")
_OF_SCHEDULE: Final = "schedule:"
PERIOD_EXPIRES_AFTER: Final = timedelta(days=7)
TEXT_EXPIRES_AFTER: Final = timedelta(days=1)

_SAID: Final = {
    "told": "Reminded.",
    "timer_runs": "No reminder: a timer runs.",
    "logged": "No reminder: the hours are logged.",
    "day_off": "No reminder: it is no working day.",
    "stopped": "No reminder: none are wanted any more today.",
    "busy": "The reminder waits: Slack says not to disturb.",
    "unknown": "The reminder waits: Clockify did not answer.",
}
"""What became of a reminder of one's own."""


def is_somebody(channel: str) -> bool:
    """Whether a message would go to one person: `U0ADA`, `@ada`."""
    return _SOMEBODY.fullmatch(channel) is not None


def is_about_people(plan: Plan) -> bool:
    return "nudges" in plan


class Reminding:
    def __init__(self, resources: Resources) -> None:
        self._resources = resources

    async def check(self, schedule: CreateSchedule, context: Context) -> CreateSchedule:
        """Before it is made: whom it would remind. That for a team comes as soon as its hour has come for the first of
        them, and waits for the others. Raises what `prepare` raises.
        """
        action = schedule.action
        if not isinstance(action, Remind) or action.channel is not None or schedule.channel is not None:
            return schedule
        people = await self._people(action, context)
        return schedule if people == [context.principal] else await self._in_the_first_zone(schedule, people, context)

    async def prepare(self, action: Remind, context: Context) -> Prepared:
        if action.only_if is None and (action.less_than_s or action.period or action.from_):
            action = action.model_copy(update={"only_if": "missing_hours"})
        if action.channel is not None:
            return _prepared(action, {"id": str(ULID()), "channel": action.channel, "text": action.text})
        people = await self._people(action, context)
        schedule = await self._schedule(context)
        nudges = [await self._nudge(action, context, each, schedule) for each in people]
        return _prepared(action, {"nudges": _NUDGES.dump_python(nudges, mode="json")})

    async def prepare_message(self, action: PostMessage, context: Context) -> Prepared:
        """To one person: as a reminder, under the same rules."""
        prepared = await self.prepare(Remind(who=action.channel, text=action.text), context)
        return replace(prepared, action=action, preview=prepared.preview.model_copy(update={"action": action}))

    async def apply(self, action: ActionBase, plan: Plan, context: Context) -> Applied:
        if not is_about_people(plan):
            poster = self._resources.part(Posts).poster
            if poster is not None:
                await poster.remind(plan["id"], context.principal, plan["channel"], plan["text"])
            return _applied(action, _SAID["told"], {"told": "told"})
        nudges = _NUDGES.validate_python(plan["nudges"])
        service = self._resources.part(Nudges)
        if [nudge.principal for nudge in nudges] == [context.principal]:
            became = await service.tell_now(nudges[0])
            what = "told" if became.times else became.outcome or "told"
            return _applied(action, _SAID.get(what, _SAID["told"]), {"told": what})
        added = [nudge for nudge in nudges if await service.add(nudge)]
        told = f"{len(added)} will be told, if it is so and they want to know."
        return _applied(action, told if added else "Nobody is left to remind.", {"people": len(added)})

    async def _people(self, action: Remind, context: Context) -> list[str]:
        """Principals. Raises `Forbidden` for others, unless one leads them."""
        who = (action.who or "me").strip()
        own = team_and_user(context.principal)
        if who.casefold() in ONESELF or (own is not None and who == own[1]):
            if own is None:
                message = "channel: say which channel is to be reminded, or whom (who): #general, for example."
                raise ValidationFailed(message, field="channel", details={"example": "#general"})
            return [context.principal]
        leading = self._resources.part(Leading)
        if who.casefold() not in EVERYBODY:
            return _somebody(await leading.people(context.principal, who))
        return _somebody(await leading.team(context.principal))

    async def _nudge(self, action: Remind, context: Context, principal: str, schedule: Schedule | None) -> Nudge:
        zone = await self._resources.part(Nudges).zone_of(principal)
        now = self._resources.clock()
        own = principal == context.principal
        about = About(
            kind=_KINDS[action.only_if],
            source=_source(schedule, own=own),
            text=action.text,
            less_than_s=action.less_than_s,
            period=action.period,
            first=action.from_,
            last=action.to,
            cron=None if schedule is None else schedule.cron,
            by_hand=context.key is not None and ":run:" in context.key,
        )
        due_at = now if own or schedule is None else max(now, _local_hour(context, zone))
        source: tuple[str, ...] = (context.key or str(ULID()),)
        if schedule is None and not own and action.only_if == "missing_hours":
            # Whoever clicks twice, or types it again, has nobody told twice of the same days.
            days = f"{action.period}:{now.astimezone(context.timezone).date()}" if action.from_ is None else ""
            source = ("lead", str(action.from_), str(action.to), days)
        return new_nudge(
            source,
            principal,
            about,
            by=context.principal,
            asked=own,
            now=now,
            due_at=due_at,
            expires_at=_expiry(about, due_at.astimezone(zone)),
            schedule_id=None if schedule is None else schedule.id,
        )

    async def _schedule(self, context: Context) -> Schedule | None:
        """The one that this is a firing of."""
        if context.key is None or not context.key.startswith(_OF_SCHEDULE):
            return None
        schedule_id = context.key.removeprefix(_OF_SCHEDULE).partition(":")[0]
        try:
            return await self._resources.part(Schedules).get(schedule_id, None)
        except NotFound:
            return None

    async def _in_the_first_zone(
        self, schedule: CreateSchedule, people: Sequence[str], context: Context
    ) -> CreateSchedule:
        """The easternmost one of theirs and of whoever makes it."""
        zones = [await self._resources.part(Nudges).zone_of(each) for each in people]
        own = context.timezone if schedule.timezone is None else ZoneInfo(schedule.timezone)
        first = max([own, *zones], key=lambda zone: context.now.astimezone(zone).utcoffset() or timedelta())
        return schedule if first == own else schedule.model_copy(update={"timezone": first.key})


def _somebody(people: list[str]) -> list[str]:
    if not people:
        message = "None of them has connected with this Clockify workspace here yet."
        raise NotFound(message, details={"reason": "no_team"})
    return people


def _source(schedule: Schedule | None, *, own: bool) -> Source:
    if schedule is not None:
        return "home" if is_set_on_home(schedule) else "schedule"
    return "typed" if own else "lead"


def _local_hour(context: Context, zone: ZoneInfo) -> datetime:
    """When the clock shows there what it shows where the schedule comes round."""
    return context.now.astimezone(context.timezone).replace(tzinfo=zone).astimezone(context.now.tzinfo)


def _expiry(about: About, due_at: datetime) -> datetime:
    """`due_at` in the person's time: what is about a day is said on it."""
    if about.is_of_today:
        following: date = due_at.date() + timedelta(days=1)
        return datetime.combine(following, time(0), due_at.tzinfo)
    return due_at + (PERIOD_EXPIRES_AFTER if about.kind == "hours" else TEXT_EXPIRES_AFTER)


def _prepared(action: Remind, plan: Plan) -> Prepared:
    message = "Would remind you." if action.who is None else "Would remind them."
    return Prepared(action, plan, ActionResult(action=action, status="planned", message=message))


def _applied(action: ActionBase, message: str, details: dict[str, Any]) -> Applied:
    return Applied(ActionResult(action=action, status="done", message=message, details=details))
