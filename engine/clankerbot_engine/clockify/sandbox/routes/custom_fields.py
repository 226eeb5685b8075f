"""`/workspaces/{w}/custom-fields` of time entries: few of them, never for add-on tokens to make."""

from fastapi import APIRouter
from starlette.responses import Response

from clankerbot_engine.clockify.sandbox import rendering
from clankerbot_engine.clockify.sandbox.call import Call, Member, answer
from clankerbot_engine.clockify.sandbox.reading import Fields
from clankerbot_engine.clockify.sandbox.records import CustomField
from clankerbot_engine.clockify.sandbox.refusals import Refusal, invalid, missing, taken

router = APIRouter(prefix="/workspaces/{workspace_id}/custom-fields")

TYPES = ("TXT", "NUMBER", "DROPDOWN_SINGLE", "DROPDOWN_MULTIPLE", "CHECKBOX", "LINK")
STATUSES = ("INACTIVE", "VISIBLE", "INVISIBLE")
MOST_VISIBLE = 5


def _require_right(call: Call) -> None:
    call.refuse_addon_token()
    call.require_admin()


def _custom_field(call: Call, field_id: str) -> CustomField:
    field = call.state.custom_fields.get(field_id)
    if field is None:
        raise missing("Custom field")
    return field


def _custom_field_from(call: Call, fields: Fields, field_id: str) -> CustomField:
    name, kind = fields.name(longest=250), fields.choice("type", TYPES)
    if kind is None:
        raise invalid("type is required")
    others = [other for other in call.state.custom_fields.values() if other.id != field_id]
    if any(other.name.casefold() == name.casefold() for other in others):
        raise taken("Custom field", name)
    status = fields.choice("status", STATUSES) or "VISIBLE"
    if status == "VISIBLE" and sum(other.status == "VISIBLE" for other in others) >= MOST_VISIBLE:
        raise Refusal(400, 4033, f"There can be at most {MOST_VISIBLE} visible custom fields")
    return CustomField(
        id=field_id,
        name=name,
        type=kind,
        required=fields.flag("required") or False,
        status=status,
        allowed_values=fields.words("allowedValues") or (),
        default=fields.raw("workspaceDefaultValue"),
        description=fields.text("description"),
        placeholder=fields.text("placeholder"),
        only_admin_can_edit=fields.flag("onlyAdminCanEdit") or False,
    )


@router.get("")
async def custom_fields(call: Member) -> Response:
    """The whole list: paging is ignored, there is no `Last-Page`."""
    name = (call.query.text("name") or "").casefold()
    status = call.query.choice("status", STATUSES)
    entity_type = call.query.choice("entity-type", ("TIMEENTRY", "USER"))
    return answer(
        [
            rendering.custom_field(call.state, field)
            for field in call.state.custom_fields.values()
            if name in field.name.casefold() and status in (None, field.status) and entity_type in (None, "TIMEENTRY")
        ]
    )


@router.post("")
async def create(call: Member) -> Response:
    _require_right(call)
    created = _custom_field_from(call, await call.fields(), call.state.new_id())
    call.state.custom_fields[created.id] = created
    return answer(rendering.custom_field(call.state, created), 201)


@router.put("/{field_id}")
async def update(call: Member, field_id: str) -> Response:
    _require_right(call)
    fields = await call.fields()
    changed = _custom_field_from(call, fields, _custom_field(call, field_id).id)
    call.state.custom_fields[changed.id] = changed
    return answer(rendering.custom_field(call.state, changed))


@router.delete("/{field_id}")
async def delete(call: Member, field_id: str) -> Response:
    """Entries lose its values."""
    _require_right(call)
    gone = _custom_field(call, field_id)
    del call.state.custom_fields[gone.id]
    for entry in call.state.entries.values():
        entry.custom_fields.pop(gone.id, None)
    return Response(status_code=204)
