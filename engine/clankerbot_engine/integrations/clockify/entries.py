"""Time entries: log, edit, delete, list."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from clankerbot_engine.actions import ActionResult, Clearable, DeleteEntry, EditEntry, ListEntries, LogTime, Need
from clankerbot_engine.clockify.models import NewTimeEntry, TimeEntry
from clankerbot_engine.errors import NeedsInput, ValidationFailed
from clankerbot_engine.integrations.clockify import placing, preflight, wording
from clankerbot_engine.integrations.clockify.book import starts_at
from clankerbot_engine.integrations.clockify.facts import body_of, entry_of
from clankerbot_engine.integrations.clockify.placing import Interval
from clankerbot_engine.integrations.clockify.resolving import resolved
from clankerbot_engine.integrations.clockify.targets import find_entry
from clankerbot_engine.integrations.clockify.timesheet import Timesheet
from clankerbot_engine.integrations.clockify.work import body_for, check_names, prepared
from clankerbot_engine.integrations.port import Prepared
from clankerbot_engine.reports.periods import LONGEST_LIST_DAYS, period
from clankerbot_engine.reports.relative_periods import USUAL, days_of

_CLEARED: Final[Mapping[Clearable, str]] = {
    "project": "project_id",
    "task": "task_id",
    "tags": "tag_ids",
    "description": "description",
}


async def prepare_log(sheet: Timesheet, action: LogTime) -> Prepared:
    preflight.check_manual_allowed(sheet)
    said = placing.from_clock_times(action.start, action.end, action.duration_s, action.date, sheet.zone)
    interval = said or await _placed(sheet, action)
    body, notices = body_for(sheet, action, start=interval.start, end=interval.end)
    doubts = [] if action.confirmed else preflight.doubtful_times(sheet, interval.start, interval.end)
    preflight.ask([*preflight.missing_fields(sheet, body), *doubts])
    preflight.check_lock(sheet, interval.start)
    if said is not None:
        # Clock times may be wrong in a way that a length alone cannot: one look at that day is worth a request.
        await sheet.entries_of_day(interval.start.astimezone(sheet.zone).date())
        if not action.confirmed:
            preflight.ask(preflight.overlap_needs(sheet, interval))
    notices = (*notices, *preflight.overlap_notices(sheet, interval))
    sheet.earlier.append(interval)
    plan = {"op": "create", "entry": body, "user_scoped": preflight.is_timer_only(sheet)}
    fact = sheet.fact(entry_of(body))
    return prepared(action, plan, f"Would log {sheet.say(fact)}.", entry=fact, notices=notices)


async def _placed(sheet: Timesheet, action: LogTime) -> Interval:
    """Only a length was said, and perhaps a day."""
    if action.duration_s is None:
        question = "How long did it take?"
        raise NeedsInput(question, needs=[Need(field="duration_s", reason=question, code="missing")])
    day = action.date or sheet.today
    opening = sheet.context.preferences.day_start
    midnight = None if action.date is None else placing.day_bounds(day, sheet.zone).start
    if day == sheet.today and not sheet.context.preferences.fill_first_gap:
        return placing.ending_now(action.duration_s, sheet.now, sheet.earlier, midnight=midnight)
    # Where it is to lie depends on what else is there: one look at that day is worth a request.
    taken = sheet.taken(await sheet.entries_of_day(day))
    if sheet.context.preferences.fill_first_gap:
        gap = placing.first_gap(action.duration_s, day, zone=sheet.zone, now=sheet.now, opening=opening, taken=taken)
        if gap is not None:
            return gap
    if day == sheet.today:
        return placing.ending_now(action.duration_s, sheet.now, sheet.earlier, midnight=midnight)
    return placing.after_the_day(action.duration_s, day, zone=sheet.zone, now=sheet.now, opening=opening, taken=taken)


async def prepare_edit(sheet: Timesheet, action: EditEntry) -> Prepared:
    before = await find_entry(sheet, action.target)
    preflight.check_editable(sheet, before)
    fact = sheet.fact(before)
    if action.task is not None and action.project is None and action.project_id is None:
        # The task of the entry's own project, whatever other project has one of that name.
        action = action.model_copy(update={"project": fact.project, "project_id": fact.project_id})
    action = resolved(sheet, action)
    check_names(sheet, action)
    changes = _changes(action, before)
    billable, notices = preflight.settled_billable(sheet, action.billable, bool(before.billable))
    start, end = placing.edited(action, fact.start, fact.end, zone=sheet.zone, now=sheet.now)
    if action.project_id is not None and action.project_id != before.project_id and action.task_id is None:
        changes["task_id"] = None  # a task belongs to its project
    was = body_of(before)
    changes |= {"billable": billable, "start": start, "end": end}
    body = NewTimeEntry.model_validate({**dict(NewTimeEntry.like(before)), **changes}).body()
    if body == was:
        message = "That changes nothing: say what the entry should be."
        raise ValidationFailed(message, field="target", details={"reason": "no_change"})
    doubts = [] if action.confirmed else preflight.doubtful_times(sheet, start, end)
    preflight.ask([*(preflight.missing_fields(sheet, body) if end is not None else ()), *doubts])
    preflight.check_lock(sheet, fact.start, start)
    if end is not None and (start, end) != (fact.start, fact.end):
        notices = (*notices, *preflight.overlap_notices(sheet, Interval(start, end), but=before.id))
    plan = {"op": "replace", "id": before.id, "entry": body, "before": was}
    will_be = sheet.fact(entry_of(body, entry_id=fact.id))
    message = f"Would change {sheet.say(fact)} to {sheet.say(will_be)}."
    return prepared(action, plan, message, entry=will_be, notices=notices)


def _changes(action: EditEntry, before: TimeEntry) -> dict[str, object]:
    changes: dict[str, object] = {_CLEARED[name]: None for name in action.clear}
    if "project" in action.clear:
        changes["task_id"] = None  # a task belongs to its project
    if action.project_id is not None:
        changes["project_id"] = action.project_id
    if action.task_id is not None:
        changes["task_id"] = action.task_id
    if action.tag_ids:
        kept = before.tag_ids or () if action.keep_tags and "tags" not in action.clear else ()
        changes["tag_ids"] = tuple(dict.fromkeys((*kept, *action.tag_ids)))
    if action.description is not None:
        has = before.description if action.keep_description and "description" not in action.clear else None
        said = ", ".join(filter(None, (has, action.description)))
        changes["description"] = preflight.clean_description(said) or None
    return changes


async def prepare_delete(sheet: Timesheet, action: DeleteEntry) -> Prepared:
    entry = await find_entry(sheet, action.target)
    preflight.check_editable(sheet, entry)
    preflight.check_lock(sheet, starts_at(entry))
    plan = {
        "op": "delete",
        "id": entry.id,
        "entry": body_of(entry),
        "user_scoped": preflight.is_timer_only(sheet),
    }
    fact = sheet.fact(entry)
    return prepared(action, plan, f"Would delete {sheet.say(fact)}.", entry=fact)


async def list_entries(sheet: Timesheet, action: ListEntries) -> ActionResult:
    """The earliest first. Today, unless a period is said."""
    default = days_of(action.period or USUAL[action.kind], sheet.today, sheet.snapshot.week_start)
    first, last = period(action.from_, action.to, default=default, today=sheet.today)
    if (last - first).days >= LONGEST_LIST_DAYS:
        raise ValidationFailed(
            f"That is a long list: ask for {LONGEST_LIST_DAYS} days at most, or for a summary.",
            field="from",
            details={"reason": "long_list"},
        )
    begins, ends = placing.day_bounds(first, sheet.zone).start, placing.day_bounds(last, sheet.zone).end
    entries = await sheet.window(begins, ends)
    if action.project_id is not None:
        entries = [entry for entry in entries if entry.project_id == action.project_id]
    facts = tuple(sheet.fact(entry) for entry in entries)
    return ActionResult(
        action=action,
        status="done",
        message=_listed(sheet, action, first, last, [fact.duration_s for fact in facts]),
        entries=facts,
        details={"from": first.isoformat(), "to": last.isoformat()},
    )


def _listed(sheet: Timesheet, action: ListEntries, first: date, last: date, lengths: list[int | None]) -> str:
    when = wording.days(first, last, sheet.today)
    about = f" on {action.project}" if action.project else ""
    if not lengths:
        return f"No time entries{about}, {when}."
    total = wording.length(sum(length or 0 for length in lengths))
    running = ", and a timer that runs" if None in lengths else ""
    count = wording.counted(len(lengths), "time entry", "time entries")
    return f"{count}{about}, {when}: {total}{running}."
