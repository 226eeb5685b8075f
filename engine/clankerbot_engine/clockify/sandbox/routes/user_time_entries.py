"""`/workspaces/{w}/user/{u}/time-entries`: create for someone, list, stop the timer, many at once, duplicate."""

from dataclasses import replace
from datetime import timedelta

from fastapi import APIRouter
from starlette.responses import Response

from clankerbot_engine.clockify.sandbox import events, rendering
from clankerbot_engine.clockify.sandbox.call import Call, Member, answer
from clankerbot_engine.clockify.sandbox.entry_rules import Writer, entry_of, require_sight
from clankerbot_engine.clockify.sandbox.reading import Fields
from clankerbot_engine.clockify.sandbox.records import TimeEntry
from clankerbot_engine.clockify.sandbox.refusals import Refusal, invalid, missing, parameter_missing, unreadable

router = APIRouter(prefix="/workspaces/{workspace_id}/user/{user_id}/time-entries")


def _writer(call: Call, user_id: str) -> Writer:
    writer = Writer(call, call.person(user_id))
    writer.require_right()
    return writer


def _own_entry(writer: Writer, entry_id: str) -> TimeEntry:
    entry = entry_of(writer.call, entry_id)
    if entry.user_id != writer.owner.id:
        raise missing("Time entry", "User")
    return entry


@router.post("")
async def create(call: Member, user_id: str) -> Response:
    writer = _writer(call, user_id)
    fields = await call.optional_fields()
    source = call.query.text("from-entry")
    like = None if source is None else _own_entry(writer, source)
    entry = writer.read(fields, call.state.new_id(), like=like, start=writer.new_start(fields))
    writer.add(entry, user_scoped=True)
    return answer(rendering.time_entry(call.state, entry), 201)


@router.get("")
async def entries(call: Member, user_id: str) -> Response:
    """The newest start first; an entry in the future comes before all others."""
    person = call.person(user_id)
    require_sight(call, person.id)
    hydrated = call.query.flag("hydrated") or False
    found = [entry for entry in call.state.entries.values() if entry.user_id == person.id]
    found = _filtered(call, found)
    found.sort(key=lambda entry: (entry.start, entry.id), reverse=True)
    return call.page([rendering.time_entry(call.state, entry, with_rates=True, hydrated=hydrated) for entry in found])


def _filtered(call: Call, rows: list[TimeEntry]) -> list[TimeEntry]:
    query = call.query
    start, end, week_before = query.instant("start"), query.instant("end"), query.instant("get-week-before")
    description = (query.text("description") or "").casefold()
    project, task, tags = query.text("project"), query.text("task"), set(query.words("tags"))
    need_project, need_task = query.flag("project-required"), query.flag("task-required")
    running = query.flag("in-progress")
    return [
        entry
        for entry in rows
        if (start is None or entry.start >= start)
        and (end is None or entry.start <= end)
        and (week_before is None or week_before - timedelta(days=7) <= entry.start < week_before)
        and description in entry.description.casefold()
        and (project is None or entry.project_id == project)
        and (task is None or entry.task_id == task)
        and (not tags or tags & set(entry.tag_ids))
        and (not need_project or entry.project_id is not None)
        and (not need_task or entry.task_id is not None)
        and (running is None or (entry.end is None) is running)
    ]


@router.patch("")
async def stop(call: Member, user_id: str) -> Response:
    """Stops what runs; 404/404 when nothing does."""
    writer = _writer(call, user_id)
    end = (await call.fields()).instant("end")
    if end is None:
        raise invalid("End time is required")
    entry = call.state.running_entry(writer.owner.id)
    if entry is None:
        raise Refusal(
            404, 404, f"Currently running time entry doesn't exist on workspace {call.state.workspace_id} for user"
        )
    if end < entry.start:
        raise invalid("End time can't be before start time")
    stopped = replace(entry, end=end)
    writer.check_change(entry, stopped)
    entry.end = end
    events.entry_changed(call.state, "TIMER_STOPPED", entry)
    return answer(rendering.time_entry(call.state, entry))


@router.put("")
async def replace_many(call: Member, user_id: str) -> Response:
    """All or none. Each row is a whole entry, except that `start` may be left out."""
    writer = _writer(call, user_id)
    hydrated = call.query.flag("hydrated") or False
    body = await call.body()
    if not isinstance(body, list):
        raise unreadable()
    changed: list[TimeEntry] = []
    for row in map(Fields, body):
        before = _own_entry(writer, row.text("id") or "")
        after = writer.read(row, before.id, start=before.start)
        after.invoiced = before.invoiced
        writer.check_change(before, after)
        changed.append(after)
    for after in changed:
        writer.put(after)
    return answer([rendering.time_entry(call.state, entry, hydrated=hydrated) for entry in changed])


@router.delete("")
async def delete_many(call: Member, user_id: str) -> Response:
    writer = _writer(call, user_id)
    ids = call.query.words("time-entry-ids")
    if not ids:
        raise parameter_missing("time-entry-ids")
    entries = [_own_entry(writer, entry_id) for entry_id in dict.fromkeys(ids)]
    writer.check_locks(*entries)
    shown = [rendering.time_entry(call.state, entry) for entry in entries]
    for entry in entries:
        writer.remove(entry)
    return answer(shown)


@router.post("/{entry_id}/duplicate")
async def duplicate(call: Member, user_id: str, entry_id: str) -> Response:
    writer = _writer(call, user_id)
    source = _own_entry(writer, entry_id)
    copy = replace(source, id=call.state.new_id(), custom_fields=dict(source.custom_fields), invoiced=False)
    writer.add(copy, user_scoped=True)
    return answer(rendering.time_entry(call.state, copy), 201)
