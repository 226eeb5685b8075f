"""The kinds of action about schedules: `create_schedule`, `list_schedules`, `delete_schedule`.

A plan is the row to add or to remove, its id decided once, so a plan may be applied twice. What takes a plan back is
the other one.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.actions import (
    ActionBase,
    ActionResult,
    Choice,
    CreateSchedule,
    DeleteSchedule,
    ListSchedules,
    MissingHours,
    Need,
)
from clankerbot_engine.errors import NeedsInput, NotFound, ValidationFailed
from clankerbot_engine.integrations.port import Applied, Context, Plan, Prepared, Resources, Sent
from clankerbot_engine.schedules.rules import read_zone
from clankerbot_engine.schedules.service import Schedules
from clankerbot_engine.stores.ports import Schedule, Subscription
from clankerbot_engine.webhooks.hearing import unheard_of
from clankerbot_engine.webhooks.registering import Registering
from clankerbot_engine.webhooks.subscriptions import Subscriptions

_SCHEDULE: TypeAdapter[Schedule] = TypeAdapter(Schedule)
_SUBSCRIPTIONS: TypeAdapter[list[Subscription]] = TypeAdapter(list[Subscription])


class ChecksSchedules(Protocol):
    """An integration that has a say in the schedules of its actions."""

    async def check_scheduled(self, schedule: CreateSchedule, context: Context) -> CreateSchedule:
        """As it is to be made. Raises what hinders it."""
        ...


class SchedulesIntegration:
    name = "schedules"
    action_types: Sequence[type[ActionBase]] = (CreateSchedule, ListSchedules, DeleteSchedule)

    def __init__(self, resources: Resources) -> None:
        self._schedules = resources.part(Schedules)
        self._accounts: Accounts | None = resources.parts.get(Accounts)
        self._subscriptions: Subscriptions | None = resources.parts.get(Subscriptions)
        self._registering: Registering | None = resources.parts.get(Registering)

    async def read(self, action: ActionBase, context: Context) -> ActionResult | None:
        if not isinstance(action, ListSchedules):
            return None
        schedules = [*await self._schedules.all(context.principal), *await self._of_colleagues(context)]
        listed = "; ".join(
            f"{number}. {_said(schedule, context.timezone)} ({schedule.id})"
            for number, schedule in enumerate(schedules, 1)
        )
        return ActionResult(
            action=action,
            status="done",
            message=f"Your schedules: {listed}." if schedules else "You have no schedules.",
            details={
                "schedules": [_listed(schedule, context.principal) for schedule in schedules],
                **await self._posted(context),
            },
        )

    async def _posted(self, context: Context) -> dict[str, Any]:
        """What subscriptions post, beside what schedules do."""
        found = [] if self._subscriptions is None else await self._subscriptions.all(context.principal)
        if not found:
            return {}
        sources = [] if self._registering is None else await self._registering.all()
        rows = _SUBSCRIPTIONS.dump_python(found, mode="json")
        return {
            "subscriptions": [
                {**row, "unheard": unheard_of(each, sources)} for row, each in zip(rows, found, strict=True)
            ]
        }

    async def _of_colleagues(self, context: Context) -> list[Schedule]:
        """What an admin sees, too."""
        if self._accounts is None:
            return []
        colleagues = await self._accounts.colleagues(context.principal)
        if not colleagues or not await self._accounts.is_admin_over(context.principal, colleagues[0]):
            return []
        return [schedule for each in colleagues for schedule in await self._schedules.all(each)]

    async def prepare(self, action: ActionBase, context: Context) -> Prepared:
        if isinstance(action, CreateSchedule):
            action = _in_its_channel(action)
            await self._schedules.check_channel(context.principal, action.channel)
            action = await self._checked(action, context)
            schedule = self._schedules.draft(
                context.principal,
                cron=action.cron,
                timezone=action.timezone or context.timezone.key,
                action=action.action,
                channel=action.channel,
                follows_owner=action.timezone in (None, context.timezone.key),
            )
            plan: Plan = {"add": _row(schedule)}
        else:
            assert isinstance(action, DeleteSchedule)
            schedule = await self._find(action.target, context)
            action = action.model_copy(update={"target": schedule.id})
            plan = {"remove": _row(schedule)}
        preview = ActionResult(
            action=action, status="planned", message=_message("Would", plan, context), details=self._details(plan)
        )
        return Prepared(action=action, plan=plan, preview=preview)

    async def _checked(self, schedule: CreateSchedule, context: Context) -> CreateSchedule:
        """What carries its action out, where that knows more of it. Zone and kind are looked at before."""
        read_zone(schedule.timezone or context.timezone.key)
        if isinstance(schedule.action, MissingHours) and schedule.channel is not None:
            raise ValidationFailed(
                "channel: who is missing hours is for you alone. Leave it out, and you get a direct message.",
                field="channel",
                details={"reason": "for_you_alone"},
            )
        found = self._schedules.carried_out_by(schedule.action)
        check: Callable[[CreateSchedule, Context], Awaitable[CreateSchedule]] | None
        check = getattr(found, "check_scheduled", None)
        return schedule if check is None else await check(schedule, context)

    async def apply(self, action: ActionBase, plan: Plan, context: Context) -> Applied:
        if "add" in plan:
            schedule = await self._schedules.keep(_SCHEDULE.validate_python(plan["add"]))
            return self._applied(action, plan, context, entity_id=schedule.id)
        try:
            await self._schedules.delete(plan["remove"]["id"], context.principal)
        except NotFound:
            if isinstance(action, DeleteSchedule):
                raise
            # Taking back a schedule that is gone already: there is nothing left to do.
        return self._applied(action, plan, context)

    async def read_back(self, action: ActionBase, plan: Plan, context: Context, sent: Sent) -> Applied | None:
        row: dict[str, Any] = plan.get("add") or plan["remove"]
        try:
            await self._schedules.get(row["id"], context.principal)
        except NotFound:
            return None if "add" in plan else self._applied(action, plan, context)
        return self._applied(action, plan, context, entity_id=row["id"]) if "add" in plan else None

    def _details(self, plan: Plan) -> dict[str, Any]:
        """The schedule, and of a new one the next three runs."""
        if "add" not in plan:
            return {"schedule": plan["remove"]}
        coming = self._schedules.next_runs(_SCHEDULE.validate_python(plan["add"]))
        return {"schedule": plan["add"], "next_runs": [each.isoformat() for each in coming]}

    def _applied(self, action: ActionBase, plan: Plan, context: Context, *, entity_id: str | None = None) -> Applied:
        result = ActionResult(
            action=action,
            status="done",
            message=_message("", plan, context),
            undoable=True,
            details=self._details(plan),
        )
        inverse = {"remove": plan["add"]} if "add" in plan else {"add": plan["remove"]}
        return Applied(result, inverse=inverse, entity_id=entity_id)

    async def _find(self, target: str, context: Context) -> Schedule:
        """By id, by its number in the list, or by words that occur in what it does; `last` is the newest."""
        schedules = await self._schedules.all(context.principal)
        words = target.casefold().split()
        found = [schedule for schedule in schedules if schedule.id.casefold() == target.strip().casefold()]
        if not found and words == ["last"]:
            found = schedules[-1:]
        if not found and target.strip().isdecimal():
            found = schedules[int(target) - 1 : int(target)] if int(target) > 0 else []
            if not found:
                raise NotFound(f"You have no schedule number {target.strip()}. Type: list schedules.")
        if not found:
            found = [schedule for schedule in schedules if _mentions(schedule, words, context.timezone)]
        if not found:
            raise NotFound(f"None of your schedules is called {target!a}. Type: list schedules.")
        if len(found) > 1:
            choices = tuple(Choice(value=each.id, label=_said(each, context.timezone)) for each in found[:25])
            need = Need(field="target", reason="Which of these schedules?", code="ambiguous", choices=choices)
            raise NeedsInput(need.reason, needs=(need,))
        return found[0]


def _in_its_channel(schedule: CreateSchedule) -> CreateSchedule:
    """What is done in a channel is done in that of the schedule, unless another one is said."""
    inner = schedule.action
    if schedule.channel is None or getattr(inner, "channel", schedule.channel) is not None:
        return schedule
    return schedule.model_copy(update={"action": inner.model_copy(update={"channel": schedule.channel})})


def _mentions(schedule: Schedule, words: Sequence[str], zone: ZoneInfo) -> bool:
    text = f"{_said(schedule, zone)} {' '.join(str(value) for value in schedule.action.values())}".casefold()
    return bool(words) and all(word in text for word in words)


def _listed(schedule: Schedule, principal: str) -> dict[str, Any]:
    row = _row(schedule)
    return row if schedule.principal == principal else {**row, "of": schedule.principal}


def _row(schedule: Schedule) -> dict[str, Any]:
    row: dict[str, Any] = _SCHEDULE.dump_python(schedule, mode="json")
    return row


def _message(would: str, plan: Plan, context: Context) -> str:
    added = "add" in plan
    verb = ("schedule" if added else "delete the schedule") if would else ("Scheduled" if added else "Deleted")
    said = _said(_SCHEDULE.validate_python(plan["add"] if added else plan["remove"]), context.timezone)
    return f"{would} {verb} {said}.".strip()


def _said(schedule: Schedule, zone: ZoneInfo) -> str:
    what = schedule.action["kind"].replace("_", " ")
    next_run = schedule.next_run_at
    when = f"next {next_run.astimezone(zone):%A %d %b %Y %H:%M}" if next_run else "paused"
    return f"{what} at {schedule.cron} ({schedule.timezone}), {when}"
