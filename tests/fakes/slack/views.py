"""`views.*`: modals opened by a trigger, pushed, updated, and the Home tab of a person.

https://docs.slack.dev/surfaces/modals
"""

import json
from datetime import timedelta
from typing import Any

from tests.fakes.slack.block_rules import check_view, with_ids
from tests.fakes.slack.elements import first_values
from tests.fakes.slack.records import Json, Refusal, Token, Trigger, User, View
from tests.fakes.slack.state import APP_ID, FakeSlack
from tests.fakes.slack.web_call import WebCall

TRIGGER_LIFE = timedelta(seconds=3)
MOST_VIEWS = 3
MOST_BYTES = 250_000


def open_modal(call: WebCall) -> Json:
    definition = read_definition(call.slack, call.required("view"), "modal")
    trigger = _traded(call)
    _refuse_taken(call.slack, trigger.user, definition)
    if below := call.slack.modals.get(trigger.user.id):
        close(call.slack, below[0])
    return {"view": put_on_top(call.slack, trigger.user, definition, call.token).as_json()}


def push(call: WebCall) -> Json:
    """Onto the modal that the trigger came out of."""
    definition = read_definition(call.slack, call.required("view"), "modal")
    trigger = _traded(call)
    stack = call.slack.modals.get(trigger.user.id, [])
    if not stack or trigger.view_id != stack[0].id:
        raise Refusal("not_found")
    _refuse_taken(call.slack, trigger.user, definition)
    return {"view": put_on_top(call.slack, trigger.user, definition, call.token).as_json()}


def update(call: WebCall) -> Json:
    definition = read_definition(call.slack, call.required("view"), None)
    view = _known(call)
    if definition["type"] != view.definition["type"]:
        raise Refusal("invalid_arguments", "[ERROR] the type of a view cannot change")
    _refuse_stale(call, view)
    replace(call.slack, view, definition)
    return {"view": view.as_json()}


def publish(call: WebCall) -> Json:
    user = call.user("user_id")
    definition = read_definition(call.slack, call.required("view"), "home")
    home = call.slack.homes.get(user.id)
    _refuse_stale(call, home)
    if home is None:
        home = call.slack.homes[user.id] = _new_view(call.slack, user, definition, call.token)
    else:
        replace(call.slack, home, definition)
    return {"view": home.as_json()}


def read_definition(slack: FakeSlack, view: Any, kind: str | None) -> Json:
    """Checked as far as Slack is known to check; `kind` None is either."""
    if not isinstance(view, dict) or view.get("type") not in ((kind,) if kind else ("modal", "home")):
        raise Refusal("invalid_arguments", f"[ERROR] invalid `view.type`, wanted {kind} [json-pointer:/view/type]")
    if len(json.dumps(view, ensure_ascii=False).encode()) > MOST_BYTES:
        raise Refusal("view_too_large")
    if len(view.get("external_id") or "") > 255:
        raise Refusal("invalid_arguments", "[ERROR] must be less than 256 characters: external_id")
    check_view(view)
    return view | {"blocks": with_ids(view["blocks"], slack.number)}


def put_on_top(slack: FakeSlack, user: User, definition: Json, token: Token) -> View:
    stack = slack.modals.setdefault(user.id, [])
    if len(stack) >= MOST_VIEWS:
        raise Refusal("push_limit_reached")
    view = _new_view(slack, user, definition, token, stack[-1] if stack else None)
    stack.append(view)
    return view


def _new_view(slack: FakeSlack, user: User, definition: Json, token: Token, below: View | None = None) -> View:
    view_id = f"V0{slack.number():05d}"
    view = View(
        view_id,
        user,
        definition,
        _new_hash(slack),
        APP_ID,
        token.bot_id,
        first_values(definition["blocks"]),
        below.root_view_id if below else view_id,
        below.id if below else None,
    )
    slack.views[view_id] = view
    return view


def replace(slack: FakeSlack, view: View, definition: Json) -> None:
    view.definition, view.hash, view.errors = definition, _new_hash(slack), {}
    view.values = first_values(view.blocks, view.values)


def close(slack: FakeSlack, view: View) -> None:
    """With those above it; their ids are unknown from then on."""
    stack = slack.modals[view.user.id]
    at = stack.index(view)
    for gone in stack[at:]:
        slack.views.pop(gone.id, None)
    del stack[at:]


def _new_hash(slack: FakeSlack) -> str:
    return f"{int(slack.clock().timestamp())}.{slack.number():08x}"


def _traded(call: WebCall) -> Trigger:
    trigger = call.slack.triggers.get(call.required("trigger_id"))
    if trigger is None or not call.token.reaches(trigger.user.team):
        raise Refusal("invalid_trigger_id")
    if trigger.used:
        raise Refusal("exchanged_trigger_id")
    if call.slack.clock() - trigger.issued_at > TRIGGER_LIFE:
        raise Refusal("expired_trigger_id")
    trigger.used = True
    return trigger


def _known(call: WebCall) -> View:
    view_id, external_id = call.args.get("view_id"), call.args.get("external_id")
    for view in call.slack.views.values():
        named = view.id == view_id if view_id else view.definition.get("external_id") == external_id
        if named and (view_id or external_id) and call.token.reaches(view.user.team):
            return view
    raise Refusal("not_found")


def _refuse_stale(call: WebCall, view: View | None) -> None:
    if call.args.get("hash") and (view is None or call.args["hash"] != view.hash):
        raise Refusal("hash_conflict")


def _refuse_taken(slack: FakeSlack, user: User, definition: Json) -> None:
    external_id = definition.get("external_id")
    for view in slack.views.values():
        if external_id and view.definition.get("external_id") == external_id and view.user.team == user.team:
            raise Refusal("duplicate_external_id")
