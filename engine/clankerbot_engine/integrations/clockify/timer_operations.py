"""As `operations`, for timers. Clockify allows each person one that runs.

start    entry, running, end   a timer; `running` is what it ends, at `end` where a switch says so
unstart  id, entry, running    the timer is deleted, and what ran before it runs again
stop     id, end
resume   id, entry, before     as it is, but for its end and, where `entry` is there, what an edit changed with it
"""

import logging
from datetime import datetime, timedelta

from clankerbot_engine.actions import EntryFact, Notice
from clankerbot_engine.clockify.models import TimeEntry, clockify_instant
from clankerbot_engine.errors import ClankerbotError, Conflict, NotFound, UpstreamError
from clankerbot_engine.integrations.clockify import wording
from clankerbot_engine.integrations.clockify.book import ends_at
from clankerbot_engine.integrations.clockify.facts import body_of, entry_of
from clankerbot_engine.integrations.clockify.operations import Done, Find, Send, merged, planned, refuse_second_timer
from clankerbot_engine.integrations.clockify.reading_back import created_by, entry_if_there
from clankerbot_engine.integrations.clockify.timesheet import Timesheet
from clankerbot_engine.integrations.port import Plan, Sent

log = logging.getLogger(__name__)

GIVEN_BACK_WITHIN = timedelta(minutes=10)
"""Later, a timer that ran on from before would count time that nobody knows of."""


async def start(sheet: Timesheet, plan: Plan) -> Done:
    """Clockify itself ends what runs when a timer starts, but does not say at what time: a switch stops it first."""
    running = plan["running"]
    stopped = running is not None and plan["end"] is not None and await _stop_first(sheet, running["id"], plan["end"])
    try:
        entry = await sheet.create(plan["entry"], user_scoped=False)
    except ClankerbotError as error:
        if stopped and getattr(error, "outcome", None) != "unknown":
            await _run_again(sheet, running["id"])
        raise
    return _started(sheet, plan, entry)


async def _stop_first(sheet: Timesheet, entry_id: str, end: str) -> bool:
    """Whether it is this switch that stopped it: now, or in a first try."""
    at = datetime.fromisoformat(end)
    try:
        await sheet.stop(at)
    except NotFound:
        entry = await entry_if_there(sheet, entry_id)
        return entry is not None and ends_at(entry, sheet.now) == at
    return True


async def _run_again(sheet: Timesheet, entry_id: str) -> None:
    """A switch that failed half way must not leave the person without a timer."""
    try:
        await _run_on(sheet, entry_id)
    except ClankerbotError as error:
        log.warning("switch_half_done", extra={"code": error.code})
        raise UpstreamError(
            "The new timer could not be started, and what ran before is stopped.", outcome="unknown"
        ) from error


def _started(sheet: Timesheet, plan: Plan, entry: TimeEntry) -> Done:
    fact, running = sheet.fact(entry), plan["running"]
    message, stopped = f"Started a timer {wording.subject(fact)}, {sheet.at(fact.start)}.", None
    if running is not None:
        stopped = sheet.fact(_ended(sheet, running, plan["end"] or clockify_instant(fact.start)))
        message += f" Stopped {sheet.say(stopped)}."
    inverse = {"op": "unstart", "id": fact.id, "entry": body_of(entry), "running": running}
    return Done(message, entry=fact, inverse=inverse, entity_id=fact.id, stopped=stopped)


def _ended(sheet: Timesheet, running: Plan, end: str) -> TimeEntry:
    latest = max(running["entry"]["start"], end)  # both are UTC in one form
    entry = entry_of({**running["entry"], "end": latest}, entry_id=running["id"], user_id=sheet.user_id)
    sheet.book.note(entry, at=sheet.now)
    return entry


async def find_started(sheet: Timesheet, plan: Plan, sent: Sent) -> Done | None:
    found = await created_by(sheet, plan["entry"], sent)
    if found is None:
        await _give_back(sheet, plan, sent)
        return None
    return _started(sheet, plan, found)


async def _give_back(sheet: Timesheet, plan: Plan, sent: Sent) -> None:
    """Half a switch is none: where nothing came of the new timer, what the switch has stopped runs again."""
    if plan["running"] is None or plan["end"] is None or sheet.now - sent.at > GIVEN_BACK_WITHIN:
        return
    entry = await entry_if_there(sheet, plan["running"]["id"])
    if entry is not None and not entry.is_running and ends_at(entry, sheet.now) == datetime.fromisoformat(plan["end"]):
        await _resume_if_free(sheet, plan["running"])


async def unstart(sheet: Timesheet, plan: Plan) -> Done:
    """Raises `Conflict` where the timer was stopped since, other than through here: what it measured is work."""
    entry = await entry_if_there(sheet, plan["id"])
    if entry is not None and not entry.is_running:
        message = f"That timer was stopped since: {sheet.say(sheet.fact(entry))}. If it should go, delete it."
        raise Conflict(message, details={"reason": "timer_stopped"})
    await sheet.delete(plan["id"])
    return _unstarted(sheet, plan, await _resume_if_free(sheet, plan["running"]))


async def _resume_if_free(sheet: Timesheet, running: Plan | None) -> TimeEntry | None:
    """None where there is nothing to resume, or another timer runs, or the entry is gone."""
    if running is None:
        return None
    now_running = await sheet.running()
    if now_running is not None:
        return now_running if now_running.id == running["id"] else None
    try:
        return await _run_on(sheet, running["id"])
    except NotFound:
        return None


async def _run_on(sheet: Timesheet, entry_id: str) -> TimeEntry:
    """As it is now, but for its end: what was changed since it was stopped stays. Raises `NotFound`."""
    current = await sheet.get(entry_id)
    if current.is_running:
        return current
    body = body_of(current)
    body.pop("end", None)
    return await sheet.replace(entry_id, body)


def _unstarted(sheet: Timesheet, plan: Plan, resumed: TimeEntry | None) -> Done:
    deleted = planned(sheet, plan)
    message = f"Deleted {sheet.say(deleted)}."
    if resumed is not None:
        fact = sheet.fact(resumed)
        return Done(f"{message} {_runs_again(sheet, fact)}", entry=fact, deleted=deleted)
    warnings: tuple[Notice, ...] = ()
    if plan["running"] is not None:
        warnings = (Notice(code="not_resumed", message="What ran before was not resumed: another timer runs."),)
    return Done(message, warnings=warnings, deleted=deleted)


async def find_unstarted(sheet: Timesheet, plan: Plan, sent: Sent) -> Done | None:
    if await entry_if_there(sheet, plan["id"]) is not None:
        return None
    running = plan["running"]
    if running is None:
        return _unstarted(sheet, plan, None)
    now_running = await sheet.running()
    if now_running is None:
        return None  # deleted, but not resumed: the whole is sent again, which harms nothing
    return _unstarted(sheet, plan, now_running if now_running.id == running["id"] else None)


async def stop(sheet: Timesheet, plan: Plan) -> Done:
    try:
        entry = await sheet.stop(datetime.fromisoformat(plan["end"]))
    except NotFound:
        entry = await sheet.get(plan["id"])
        if entry.is_running:
            raise
    return _stopped(sheet, plan, entry)


def _stopped(sheet: Timesheet, plan: Plan, entry: TimeEntry) -> Done:
    """Of the entry that was really stopped: another one, if somebody was faster."""
    fact = sheet.fact(entry)
    inverse = {"op": "resume", "id": fact.id, "entry": None}
    return Done(f"Stopped {sheet.say(fact)}.", entry=fact, inverse=inverse)


async def find_stopped(sheet: Timesheet, plan: Plan, sent: Sent) -> Done | None:
    entry = await entry_if_there(sheet, plan["id"])
    return None if entry is None or entry.is_running else _stopped(sheet, plan, entry)


async def resume(sheet: Timesheet, plan: Plan) -> Done:
    now_running = await refuse_second_timer(sheet, but=plan["id"])
    if now_running is not None:
        return _resumed(sheet, now_running)
    if plan["entry"] is None:
        return _resumed(sheet, await _run_on(sheet, plan["id"]))
    body = merged(body_of(await sheet.get(plan["id"])), plan)
    return _resumed(sheet, await sheet.replace(plan["id"], body))


def _resumed(sheet: Timesheet, entry: TimeEntry) -> Done:
    fact = sheet.fact(entry)
    return Done(_runs_again(sheet, fact), entry=fact)


async def find_resumed(sheet: Timesheet, plan: Plan, sent: Sent) -> Done | None:
    entry = await entry_if_there(sheet, plan["id"])
    return _resumed(sheet, entry) if entry is not None and entry.is_running else None


def _runs_again(sheet: Timesheet, fact: EntryFact) -> str:
    since = wording.span(fact.start, None, zone=sheet.zone, now=sheet.now)
    return f"The timer {wording.subject(fact)} runs again, {since}."


OPERATIONS: dict[str, tuple[Send, Find]] = {
    "start": (start, find_started),
    "unstart": (unstart, find_unstarted),
    "stop": (stop, find_stopped),
    "resume": (resume, find_resumed),
}
