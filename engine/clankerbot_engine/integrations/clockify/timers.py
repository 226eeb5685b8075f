"""Timers: start, switch, continue, stop, and what runs now."""

from datetime import datetime

from clankerbot_engine.actions import (
    ActionResult,
    ContinueTimer,
    Notice,
    StartTimer,
    Status,
    StopTimer,
    SwitchTimer,
)
from clankerbot_engine.clockify.models import NewTimeEntry, TimeEntry, clockify_instant
from clankerbot_engine.errors import Conflict, NotFound, ValidationFailed
from clankerbot_engine.integrations.clockify import preflight, targets, wording
from clankerbot_engine.integrations.clockify.book import starts_at
from clankerbot_engine.integrations.clockify.facts import Body, body_of, entry_of
from clankerbot_engine.integrations.clockify.placing import whole_second
from clankerbot_engine.integrations.clockify.timesheet import Timesheet
from clankerbot_engine.integrations.clockify.work import body_for, prepared
from clankerbot_engine.integrations.port import Prepared


async def status(sheet: Timesheet, action: Status) -> ActionResult:
    running = await sheet.running()
    if running is None:
        return ActionResult(action=action, status="done", message="No timer is running.")
    fact = sheet.fact(running)
    elapsed_s = max(0, int((sheet.now - fact.start).total_seconds()))
    message = (
        f"A timer runs {wording.subject(fact)}: {wording.length(elapsed_s)}, "
        f"{wording.span(fact.start, None, zone=sheet.zone, now=sheet.now)}."
    )
    return ActionResult(action=action, status="done", message=message, entry=fact, details={"elapsed_s": elapsed_s})


async def prepare_start(sheet: Timesheet, action: StartTimer | SwitchTimer) -> Prepared:
    start = whole_second(action.start or sheet.now)
    if not action.confirmed:
        preflight.ask(preflight.doubtful_times(sheet, start, None))
    body, notices = body_for(sheet, action, start=start)
    preflight.check_lock(sheet, start)
    running = await sheet.running()
    return _starting(sheet, action, body, running, notices, stops_first=isinstance(action, SwitchTimer))


async def prepare_continue(sheet: Timesheet, action: ContinueTimer) -> Prepared:
    """What the newest fitting entry was about, from now on."""
    newest = await sheet.newest()
    running = next((entry for entry in newest if entry.is_running), None)
    source = _source(sheet, action, newest)
    if source.is_running:
        raise Conflict(f"That runs already: {sheet.say(sheet.fact(source))}.")
    preflight.check_archived(sheet, source.project_id, source.tag_ids or ())
    body = NewTimeEntry.like(source).model_copy(update={"start": whole_second(sheet.now), "end": None}).body()
    return _starting(sheet, action, body, running, (), stops_first=False)


def _source(sheet: Timesheet, action: ContinueTimer, newest: list[TimeEntry]) -> TimeEntry:
    """Entries in the future are plans, not work."""
    candidates = [entry for entry in newest if starts_at(entry) <= sheet.now]
    if action.project_id is not None:
        candidates = [entry for entry in candidates if entry.project_id == action.project_id]
    if action.description is not None:
        words = tuple(targets.words_of(action.description))
        facts = [(entry, sheet.fact(entry)) for entry in candidates]
        candidates = targets.best_fitting(facts, words)
    if not candidates:
        what = action.project or action.description
        raise NotFound(f"None of your newest time entries fits {what}." if what else "There is no time entry yet.")
    return max(candidates, key=starts_at)


def _starting(
    sheet: Timesheet,
    action: StartTimer | SwitchTimer | ContinueTimer,
    body: Body,
    running: TimeEntry | None,
    notices: tuple[Notice, ...],
    *,
    stops_first: bool,
) -> Prepared:
    start = datetime.fromisoformat(body["start"])
    fact = sheet.fact(entry_of(body))
    message = f"Would start a timer {wording.subject(fact)}, {sheet.at(start)}"
    if running is not None:
        _check_can_stop(sheet, running)
        if start < starts_at(running):
            raise ValidationFailed(
                f"What runs now was started later, {sheet.at(starts_at(running))}. Stop it first, or start later.",
                field="start",
            )
        message += f", and stop {sheet.say(sheet.fact(running))}"
    lacking = [need.field for need in preflight.missing_fields(sheet, body)]
    if lacking:
        notice = f"This workspace wants {wording.listed(lacking)} on every entry: set it before you stop the timer."
        notices = (*notices, Notice(code="required_fields", message=notice))
    plan = {
        "op": "start",
        "entry": body,
        "running": None if running is None else {"id": running.id, "entry": body_of(running)},
        "end": clockify_instant(start) if running is not None and stops_first else None,
    }
    return prepared(action, plan, f"{message}.", entry=fact, notices=notices)


async def prepare_stop(sheet: Timesheet, action: StopTimer) -> Prepared:
    running = await sheet.running()
    if running is None:
        raise NotFound("No timer is running.", details={"reason": "no_timer"})
    start = starts_at(running)
    end = max(whole_second(sheet.now), start) if action.end is None else whole_second(action.end)
    if action.end is not None and end <= start:
        raise ValidationFailed(f"The timer was started later, {sheet.at(start)}.", field="end")
    if not action.confirmed:
        preflight.ask(preflight.doubtful_times(sheet, start, end, length_field="end"))
    _check_can_stop(sheet, running)
    preflight.check_lock(sheet, start)
    plan = {"op": "stop", "id": running.id, "end": clockify_instant(end)}
    ended = sheet.fact(entry_of({**body_of(running), "end": plan["end"]}, entry_id=running.id or ""))
    return prepared(action, plan, f"Would stop {sheet.say(ended)}.", entry=ended)


def _check_can_stop(sheet: Timesheet, running: TimeEntry) -> None:
    """A timer may be started without what it cannot be stopped without (`clockify-api` §5.8)."""
    needs = preflight.missing_fields(sheet, body_of(running))
    if not needs:
        return
    lacking = wording.listed([need.field for need in needs])
    raise ValidationFailed(
        f"The timer {wording.subject(sheet.fact(running))} cannot be stopped yet: this workspace wants "
        f"{lacking} on every entry. Set it first, for instance “set {needs[0].field} of my last entry to …”.",
        details={
            "reason": "required_fields",
            "needs": [need.model_dump(mode="json") for need in needs],
            "entry_id": running.id,
        },
    )
