"""Sending what was planned for time entries, finding out what became of it, and how it is taken back.

A plan is `{"op", ...}`; undoing is another plan of the same kind. Bodies are whole entries as they are sent. Those
about timers are in `timer_operations`.

    create   entry, user_scoped    a finished entry, or a deleted one anew
    replace  id, entry, before     the whole entry `before` becomes `entry`; `merge`: whatever else it has become since
    delete   id, entry, user_scoped
"""

import dataclasses
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from clankerbot_engine.actions import ActionBase, ActionResult, EntryFact, Notice, ProjectFact, Undo
from clankerbot_engine.clockify.models import TimeEntry
from clankerbot_engine.errors import Conflict
from clankerbot_engine.integrations.clockify import wording
from clankerbot_engine.integrations.clockify.facts import Body, body_of, entry_of
from clankerbot_engine.integrations.clockify.reading_back import created_by, entry_if_there
from clankerbot_engine.integrations.clockify.timesheet import Timesheet
from clankerbot_engine.integrations.port import Applied, Plan, Sent


@dataclass(frozen=True, slots=True)
class Done:
    """What a plan did, whether its answer came or it was found out afterwards.

    `entry` is what is there now; `deleted` and `stopped` are what else was touched, for the result's `details`.
    """

    message: str
    entry: EntryFact | None = None
    inverse: Plan | None = None
    entity_id: str | None = None
    warnings: tuple[Notice, ...] = ()
    projects: tuple[ProjectFact, ...] = ()
    deleted: EntryFact | None = None
    stopped: EntryFact | None = None

    def applied(self, action: ActionBase, *, workspace_id: str) -> Applied:
        message = self.message
        if isinstance(action, Undo):
            message = f"Undone: {message[0].lower()}{message[1:]}"
        also = {"deleted": self.deleted, "stopped": self.stopped}
        result = ActionResult(
            action=action,
            status="done",
            message=message,
            undoable=self.inverse is not None,
            warnings=self.warnings,
            entry=self.entry,
            projects=self.projects,
            details={name: fact.model_dump(mode="json") for name, fact in also.items() if fact is not None},
        )
        inverse = None if self.inverse is None else {**self.inverse, "workspace_id": workspace_id}
        return Applied(result=result, inverse=inverse, entity_id=self.entity_id)


Send = Callable[[Timesheet, Plan], Awaitable[Done]]
Find = Callable[[Timesheet, Plan, Sent], Awaitable[Done | None]]


async def create(sheet: Timesheet, plan: Plan) -> Done:
    body: Body = plan["entry"]
    if "end" not in body:
        await refuse_second_timer(sheet, but=None)
    return _created(sheet, plan, await sheet.create(body, user_scoped=plan["user_scoped"]))


def _created(sheet: Timesheet, plan: Plan, entry: TimeEntry) -> Done:
    fact = sheet.fact(entry)
    message = f"{'Restored' if plan.get('restores') else 'Logged'} {sheet.say(fact)}."
    inverse = {"op": "delete", "id": fact.id, "entry": body_of(entry), "user_scoped": plan["user_scoped"]}
    return Done(message, entry=fact, inverse=inverse, entity_id=fact.id)


async def find_created(sheet: Timesheet, plan: Plan, sent: Sent) -> Done | None:
    found = await created_by(sheet, plan["entry"], sent)
    return None if found is None else _created(sheet, plan, found)


async def replace(sheet: Timesheet, plan: Plan) -> Done:
    body: Body = plan["entry"]
    if "end" not in body or plan.get("merge") or sheet.context.late:
        # A timer that has been stopped meanwhile stays stopped: an edit does not start it again. And what waited is
        # not to take back what was changed since.
        body = merged(body_of(await sheet.get(plan["id"])), plan)
    return _replaced(sheet, plan, await sheet.replace(plan["id"], body))


def _replaced(sheet: Timesheet, plan: Plan, entry: TimeEntry) -> Done:
    fact = sheet.fact(entry)
    was_running, before = "end" not in plan["before"], plan["before"]
    if was_running and "end" in plan["entry"]:
        inverse = {"op": "resume", "id": fact.id, "entry": before, "before": plan["entry"]}
    else:
        inverse = {"op": "replace", "id": fact.id, "entry": before, "before": plan["entry"], "merge": True}
    return Done(f"It is now {sheet.say(fact)}.", entry=fact, inverse=inverse)


async def find_replaced(sheet: Timesheet, plan: Plan, sent: Sent) -> Done | None:
    entry = await entry_if_there(sheet, plan["id"])
    if entry is None or _is_as_before(sheet, body_of(entry), plan):
        return None
    return _replaced(sheet, plan, entry)


def _is_as_before(sheet: Timesheet, current: Body, plan: Plan) -> bool:
    """Whether anything that was to change did not. To what it changed does not matter: somebody may have been there
    since, and sending again would undo his work. What only admins may change, Clockify may have changed back."""
    told = changed(plan)
    if sheet.settings.only_admins_can_change_billable_status:
        told -= {"billable"}
    return any(_same(current.get(name), plan["before"].get(name)) for name in told)


def merged(current: Body, plan: Plan) -> Body:
    """`current`, with what the plan changes: what others have changed since stays."""
    told = changed(plan)
    kept = {name: value for name, value in current.items() if name not in told}
    return kept | {name: value for name, value in plan["entry"].items() if name in told}


def changed(plan: Plan) -> set[str]:
    before, entry = plan["before"], plan["entry"]
    return {name for name in before | entry if not _same(before.get(name), entry.get(name))}


def _same(one: Any, other: Any) -> bool:
    """Tags have no order; none, nothing and not billable are one."""
    if isinstance(one, list) and isinstance(other, list):
        return sorted(map(str, one)) == sorted(map(str, other))
    return (one or None) == (other or None)


async def delete(sheet: Timesheet, plan: Plan) -> Done:
    was_there = await sheet.delete(plan["id"])
    done = _deleted(sheet, plan)
    # What was gone already is not ours to take back: two deletions of one entry must not restore two.
    return done if was_there else dataclasses.replace(done, inverse=None)


def _deleted(sheet: Timesheet, plan: Plan) -> Done:
    inverse = {"op": "create", "entry": plan["entry"], "user_scoped": plan["user_scoped"], "restores": True}
    fact = planned(sheet, plan)
    return Done(f"Deleted {sheet.say(fact)}.", inverse=inverse, deleted=fact)


async def find_deleted(sheet: Timesheet, plan: Plan, sent: Sent) -> Done | None:
    return _deleted(sheet, plan) if await entry_if_there(sheet, plan["id"]) is None else None


async def refuse_second_timer(sheet: Timesheet, *, but: str | None) -> TimeEntry | None:
    """What runs, if it is `but`. Raises `Conflict` where another timer runs: it would be ended."""
    running = await sheet.running()
    if running is None or running.id == but:
        return running
    fact = sheet.fact(running)
    message = f"Another timer runs now ({wording.subject(fact)}). Stop it first, then try again."
    raise Conflict(message, details={"reason": "other_timer"})


def planned(sheet: Timesheet, plan: Plan) -> EntryFact:
    """The entry as the plan knows it: it may be gone."""
    return sheet.fact(entry_of(plan["entry"], entry_id=plan["id"], user_id=sheet.user_id))


OPERATIONS: dict[str, tuple[Send, Find]] = {
    "create": (create, find_created),
    "replace": (replace, find_replaced),
    "delete": (delete, find_deleted),
}
