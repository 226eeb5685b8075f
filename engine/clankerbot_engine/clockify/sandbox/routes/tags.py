"""`/workspaces/{w}/tags`. A PUT without `archived` un-archives."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from clankerbot_engine.clockify.sandbox import events, rendering
from clankerbot_engine.clockify.sandbox.call import Call, Member, answer
from clankerbot_engine.clockify.sandbox.records import Tag
from clankerbot_engine.clockify.sandbox.refusals import denied, taken

router = APIRouter(prefix="/workspaces/{workspace_id}/tags")

_SORTED_BY: dict[str, Any] = {
    "NAME": lambda tag: (tag.name.casefold(), tag.id),
    "ID": lambda tag: tag.id,
}


def _refuse_taken(call: Call, name: str, besides: str | None = None) -> None:
    for other in call.state.tags.values():
        if other.id != besides and other.name.casefold() == name.casefold():
            raise taken("Tag", name)


def _require_right(call: Call) -> None:
    if call.state.settings["onlyAdminsCreateTag"] and not call.caller.is_admin:
        raise denied()


@router.get("")
async def tags(call: Member) -> Response:
    excluded = set(call.query.words("excluded-ids"))
    rows = [tag for tag in call.archived(call.named(list(call.state.tags.values()))) if tag.id not in excluded]
    return call.page([rendering.tag(call.state, tag) for tag in call.in_order(rows, _SORTED_BY, "NAME")])


@router.get("/{tag_id}")
async def tag(call: Member, tag_id: str) -> Response:
    return answer(rendering.tag(call.state, call.tag(tag_id)))


@router.post("")
async def create(call: Member) -> Response:
    fields = await call.fields()
    _require_right(call)
    name = fields.name(longest=100)
    _refuse_taken(call, name)
    created = Tag(call.state.new_id(), name)
    call.state.tags[created.id] = created
    events.tag_changed(call.state, "NEW_TAG", created)
    return answer(rendering.tag(call.state, created), 201)


@router.put("/{tag_id}")
async def update(call: Member, tag_id: str) -> Response:
    fields = await call.fields()
    changed = call.tag(tag_id)
    _require_right(call)
    name = fields.name(longest=100)
    _refuse_taken(call, name, besides=changed.id)
    archived = fields.flag("archived") or False
    changed.name, changed.archived = name, archived
    events.tag_changed(call.state, "TAG_UPDATED", changed)
    return answer(rendering.tag(call.state, changed))


@router.delete("/{tag_id}")
async def delete(call: Member, tag_id: str) -> Response:
    """Whether active or archived; entries lose it."""
    gone = call.tag(tag_id)
    _require_right(call)
    del call.state.tags[gone.id]
    for entry in call.state.entries.values():
        entry.tag_ids = tuple(kept for kept in entry.tag_ids if kept != gone.id)
    events.tag_changed(call.state, "TAG_DELETED", gone)
    return answer(rendering.tag(call.state, gone))
