"""What Slack sends to an app: commands, interactions and events, as complete as Slack sends them.

https://docs.slack.dev/reference/interaction-payloads
"""

import re
from collections.abc import Mapping

from tests.fakes.slack.elements import Element
from tests.fakes.slack.records import Channel, Json, Message, Team, User, View
from tests.fakes.slack.state import APP_ID, BOT_USER_ID, FakeSlack

VERIFICATION_TOKEN = "deprecated-verification-token"  # Slack still sends it; nothing may look at it
_TOKEN_OR_SPECIAL = re.compile(r"<[@#!][^<>]*>|[&<>]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def escaped(typed: str) -> str:
    """As Slack hands on what people type; mentions such as `<@U1>` stay."""
    return _TOKEN_OR_SPECIAL.sub(lambda found: _ENTITIES.get(found[0], found[0]), typed)


def command(slack: FakeSlack, user: User, channel: Channel, name: str, text: str) -> dict[str, str]:
    """The fields of the form."""
    enterprise = {"enterprise_id": user.team.enterprise_id, "enterprise_name": "Demo Org"}
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": user.team.id,
        "team_domain": user.team.domain,
        **({name: str(value) for name, value in enterprise.items()} if user.team.enterprise_id else {}),
        "channel_id": channel.id,
        "channel_name": "privategroup" if channel.kind == "private" else channel.name,
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": escaped(text),
        "api_app_id": APP_ID,
        "is_enterprise_install": str(slack.token_for(user.team).org_wide).lower(),
        "response_url": slack.new_response_url("commands", user, channel),
        "trigger_id": slack.new_trigger(user),
    }


def _interaction(slack: FakeSlack, kind: str, user: User) -> Json:
    """Where the app is installed in a whole organisation, `team` is null."""
    org_wide = slack.token_for(user.team).org_wide
    team: Json = {"id": user.team.id, "domain": user.team.domain}
    if user.team.enterprise_id:
        team |= {"enterprise_id": user.team.enterprise_id, "enterprise_name": "Demo Org"}
    return {
        "type": kind,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team.id},
        "api_app_id": APP_ID,
        "token": VERIFICATION_TOKEN,
        "team": None if org_wide else team,
        "enterprise": {"id": user.team.enterprise_id, "name": "Demo Org"} if user.team.enterprise_id else None,
        "is_enterprise_install": org_wide,
    }


def _channel(channel: Channel) -> Json:
    return {"id": channel.id, "name": "privategroup" if channel.kind == "private" else channel.name}


def _container(where: Message | View) -> Json:
    if isinstance(where, View):
        return {"type": "view", "view_id": where.id}
    in_thread = {"thread_ts": where.thread_ts} if where.thread_ts else {}
    return in_thread | {
        "type": "message",
        "message_ts": where.ts,
        "channel_id": where.channel.id,
        "is_ephemeral": where.for_user is not None,
    }


def block_actions(slack: FakeSlack, user: User, where: Message | View, used: Element, chosen: Json) -> Json:
    """Of an ephemeral message the payload has the address only, not the message."""
    action = {"type": used.type, "action_id": used.action_id, "block_id": used.block_id, **chosen}
    action["action_ts"] = slack.new_ts()
    payload = _interaction(slack, "block_actions", user) | {"container": _container(where), "actions": [action]}
    if isinstance(where, View):
        return payload | {"trigger_id": slack.new_trigger(user, where), "view": where.as_json()}
    return payload | {
        "trigger_id": slack.new_trigger(user),
        "channel": _channel(where.channel),
        "state": {"values": where.values},
        "response_url": slack.new_response_url("actions", user, where.channel, where),
        **({} if where.for_user else {"message": where.as_json()}),
    }


def button_press(used: Element) -> Json:
    """The part of the action that a button adds."""
    if used.type == "feedback_buttons":
        return {"value": used.element["positive_button"]["value"]}
    return {name: value for name, value in used.element.items() if name in ("text", "value", "style", "url")}


def block_suggestion(slack: FakeSlack, user: User, where: Message | View, used: Element, typed: str) -> Json:
    payload = _interaction(slack, "block_suggestion", user) | {
        "container": _container(where),
        "action_id": used.action_id,
        "block_id": used.block_id,
        "value": typed,
    }
    if isinstance(where, View):
        return payload | {"view": where.as_json()}
    return payload | {"channel": _channel(where.channel), "message": where.as_json()}


def view_submission(slack: FakeSlack, view: View) -> Json:
    return _interaction(slack, "view_submission", view.user) | {
        "trigger_id": slack.new_trigger(view.user, view),
        "view": view.as_json(),
        "response_urls": [],
    }


def view_closed(slack: FakeSlack, view: View, *, is_cleared: bool) -> Json:
    return _interaction(slack, "view_closed", view.user) | {"view": view.as_json(), "is_cleared": is_cleared}


def shortcut(slack: FakeSlack, user: User, callback_id: str) -> Json:
    """It knows no channel."""
    return _interaction(slack, "shortcut", user) | {
        "callback_id": callback_id,
        "trigger_id": slack.new_trigger(user),
        "action_ts": slack.new_ts(),
    }


def message_action(slack: FakeSlack, user: User, message: Message, callback_id: str) -> Json:
    return _interaction(slack, "message_action", user) | {
        "callback_id": callback_id,
        "trigger_id": slack.new_trigger(user),
        "action_ts": slack.new_ts(),
        "response_url": slack.new_response_url("actions", user, message.channel, None),
        "message_ts": message.ts,
        "channel": _channel(message.channel),
        "message": message.as_json(),
    }


def event(slack: FakeSlack, team: Team, event: Mapping[str, object]) -> Json:
    """The envelope of an event; https://docs.slack.dev/apis/events-api#callback-field"""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": team.id,
        "context_team_id": team.id,
        "context_enterprise_id": team.enterprise_id,
        "api_app_id": APP_ID,
        "event": dict(event),
        "type": "event_callback",
        "event_id": f"Ev0{slack.number():06d}",
        "event_time": int(slack.clock().timestamp()),
        "authorizations": [
            {
                "enterprise_id": team.enterprise_id,
                "team_id": team.id,
                "user_id": BOT_USER_ID,
                "is_bot": True,
                "is_enterprise_install": slack.token_for(team).org_wide,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{slack.number()}",
    }


def typed_message(user: User, message: Message, *, mention: bool) -> Json:
    """The event for what a person wrote to the app: `app_mention`, or `message` in their conversation with it."""
    told = message.as_json() | {"channel": message.channel.id, "event_ts": message.ts}
    told |= {"type": "app_mention" if mention else "message", "client_msg_id": f"{message.ts}-{user.id}"}
    return told if mention else told | {"channel_type": "im"}
