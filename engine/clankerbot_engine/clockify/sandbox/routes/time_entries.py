"""`/workspaces/{w}/time-entries`: create for oneself, read, replace, delete; who is running now."""

from fastapi import APIRouter
from starlette.responses import Response

from clankerbot_engine.clockify.sandbox import rendering
from clankerbot_engine.clockify.sandbox.call import Member, answer
from clankerbot_engine.clockify.sandbox.entry_rules import Writer, entry_of, may_see, require_sight
from clankerbot_engine.clockify.sandbox.refusals import invalid

router = APIRouter(prefix="/workspaces/{workspace_id}/time-entries")


@router.post("")
async def create(call: Member) -> Response:
    """For the key's owner, whatever `userId` says. No body: a timer from now."""
    fields = await call.optional_fields()
    writer = Writer(call, call.caller)
    entry = writer.read(fields, call.state.new_id(), start=writer.new_start(fields))
    writer.add(entry, user_scoped=False)
    return answer(rendering.time_entry(call.state, entry), 201)


@router.post("/batch")
async def read_many(call: Member) -> Response:
    """By their ids; those that are not there, or not the caller's to see, are left out."""
    ids = (await call.fields()).words("timeEntryIds")
    if not ids:
        raise invalid("timeEntryIds are required")
    known = [call.state.entries[entry_id] for entry_id in dict.fromkeys(ids) if entry_id in call.state.entries]
    rows = [entry for entry in known if may_see(call, entry.user_id)]
    return answer([rendering.time_entry(call.state, entry, with_rates=True) for entry in rows])


@router.get("/status/in-progress")
async def in_progress(call: Member) -> Response:
    rows = [
        rendering.time_entry(call.state, entry, with_rates=True)
        for entry in sorted(call.state.entries.values(), key=lambda entry: (entry.start, entry.id), reverse=True)
        if entry.end is None and may_see(call, entry.user_id)
    ]
    return call.page(rows, size=10, largest=1000)


@router.patch("/invoiced")
async def mark_invoiced(call: Member) -> Response:
    call.require_admin()
    fields = await call.fields()
    ids, invoiced = fields.words("timeEntryIds"), fields.flag("invoiced")
    if not ids or invoiced is None:
        raise invalid("timeEntryIds and invoiced are required")
    entries = [entry_of(call, entry_id) for entry_id in ids]
    for entry in entries:
        entry.invoiced = invoiced
    return Response(status_code=200)


@router.get("/{entry_id}")
async def read(call: Member, entry_id: str) -> Response:
    hydrated = call.query.flag("hydrated") or False
    entry = entry_of(call, entry_id)
    require_sight(call, entry.user_id)
    return answer(rendering.time_entry(call.state, entry, with_rates=True, hydrated=hydrated))


@router.put("/{entry_id}")
async def replace(call: Member, entry_id: str) -> Response:
    """The whole entry: what the body leaves out is cleared."""
    fields = await call.fields()
    before = entry_of(call, entry_id)
    writer = Writer(call, call.state.people[before.user_id])
    writer.require_right()
    after = writer.read(fields, before.id, start=None)
    after.invoiced = before.invoiced
    writer.check_change(before, after)
    writer.put(after)
    return answer(rendering.time_entry(call.state, after))


@router.delete("/{entry_id}")
async def delete(call: Member, entry_id: str) -> Response:
    entry = entry_of(call, entry_id)
    writer = Writer(call, call.state.people[entry.user_id])
    writer.require_right()
    writer.check_locks(entry)
    writer.remove(entry)
    return Response(status_code=204)
