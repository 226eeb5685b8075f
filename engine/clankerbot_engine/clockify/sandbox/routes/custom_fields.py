"""`/workspaces/{w}/custom-fields`: the list; the sandbox's fields are made by its seed or its state, not by the API."""

from fastapi import APIRouter
from starlette.responses import Response

from clankerbot_engine.clockify.sandbox import rendering
from clankerbot_engine.clockify.sandbox.call import Member, answer

router = APIRouter(prefix="/workspaces/{workspace_id}/custom-fields")


@router.get("")
async def custom_fields(call: Member) -> Response:
    """The whole list: paging is ignored, there is no `Last-Page`."""
    name = (call.query.text("name") or "").casefold()
    status = call.query.choice("status", ("INACTIVE", "VISIBLE", "INVISIBLE"))
    entity_type = call.query.choice("entity-type", ("TIMEENTRY", "USER"))
    return answer(
        [
            rendering.custom_field(call.state, field)
            for field in call.state.custom_fields.values()
            if name in field.name.casefold() and status in (None, field.status) and entity_type in (None, "TIMEENTRY")
        ]
    )
