"""The part of Slack's Web API that the app calls: https://docs.slack.dev/reference/methods"""

import json
import secrets
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from clankerbot_http.web.slack_sandbox.records import Json, Member, Message
from clankerbot_http.web.slack_sandbox.state import BOT_ID, BOT_USER_ID, TEAM_ID, SlackSandbox

_IN_JSON: Final = ("blocks", "view", "files", "prompts")


class Refusal(Exception):
    """Slack's word for why not."""


Method = Callable[[SlackSandbox, Json], Json]


def create_web_api(slack: SlackSandbox) -> Starlette:
    async def call(request: Request) -> Response:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        method = METHODS.get(request.path_params["method"])
        try:
            if scheme != "Bearer" or not secrets.compare_digest(token.encode(), slack.token.encode()):
                raise Refusal("invalid_auth")
            if method is None:
                raise Refusal("unknown_method")
            return JSONResponse({"ok": True} | method(slack, await _arguments(request)))
        except Refusal as refusal:
            return JSONResponse({"ok": False, "error": str(refusal)})

    async def upload(request: Request) -> Response:
        """Its address is told to the app alone, and leads to a file that is asked for and not there yet."""
        file = slack.files.get(request.path_params["file_id"])
        if file is None or file.content:
            return PlainTextResponse("not found", 404)
        file.content = await request.body()
        return PlainTextResponse("OK")

    return Starlette(
        routes=[
            Route("/api/{method}", call, methods=["GET", "POST"]),
            Route("/upload/{file_id}", upload, methods=["POST"]),
        ]
    )


async def _arguments(request: Request) -> Json:
    """In the query, in a form or in JSON."""
    args: Json = dict(request.query_params)
    body = await request.body()
    kind = request.headers.get("content-type", "").partition(";")[0]
    try:
        if kind == "application/json":
            args |= json.loads(body or b"{}")
        elif kind == "application/x-www-form-urlencoded":
            args |= dict(parse_qsl(body.decode(), keep_blank_values=True))
        return {
            name: json.loads(value) if name in _IN_JSON and isinstance(value, str) else value
            for name, value in args.items()
        }
    except ValueError:
        raise Refusal("invalid_json") from None


def _auth_test(slack: SlackSandbox, args: Json) -> Json:
    return {"team": slack.team_name, "team_id": TEAM_ID, "user_id": BOT_USER_ID, "bot_id": BOT_ID, "user": "clankerbot"}


def _post(slack: SlackSandbox, args: Json) -> Json:
    message = _new_message(slack, args)
    return {"channel": message.channel_id, "ts": message.ts, "message": _shown(slack, message)}


def _post_ephemeral(slack: SlackSandbox, args: Json) -> Json:
    return {"message_ts": _new_message(slack, args, only_for=_member(slack, args).id).ts}


def _new_message(slack: SlackSandbox, args: Json, *, only_for: str | None = None) -> Message:
    channel_id = _channel_id(slack, args)
    return slack.say(
        Message(
            channel_id,
            slack.new_ts(),
            args.get("text") or "",
            blocks=args.get("blocks") or [],
            thread_ts=args.get("thread_ts"),
            only_for=only_for,
        )
    )


def _update(slack: SlackSandbox, args: Json) -> Json:
    message = _message(slack, args)
    slack.change(message, args.get("text") or "", args.get("blocks") or [])
    return {"channel": message.channel_id, "ts": message.ts, "message": _shown(slack, message)}


def _delete(slack: SlackSandbox, args: Json) -> Json:
    message = _message(slack, args)
    slack.forget(message)
    return {"channel": message.channel_id, "ts": message.ts}


def _permalink(slack: SlackSandbox, args: Json) -> Json:
    return {"permalink": f"{slack.url}/archives/{args.get('channel')}/{args.get('message_ts')}"}


def _history(slack: SlackSandbox, args: Json) -> Json:
    channel_id = _channel_id(slack, args)
    said = [each for each in slack.messages.values() if each.channel_id == channel_id and each.only_for is None]
    if "ts" in args:  # `conversations.replies`
        said = [each for each in said if args["ts"] in (each.ts, each.thread_ts)]
    return {"messages": [_shown(slack, each) for each in reversed(said)], "has_more": False}


def _open_view(slack: SlackSandbox, args: Json) -> Json:
    member = _by_trigger(slack, args)
    slack.close(member)
    return {"view": slack.put_on_top(member, args["view"]).as_json(TEAM_ID)}


def _push_view(slack: SlackSandbox, args: Json) -> Json:
    return {"view": slack.put_on_top(_by_trigger(slack, args), args["view"]).as_json(TEAM_ID)}


def _update_view(slack: SlackSandbox, args: Json) -> Json:
    found = slack.modal(str(args.get("view_id")))
    if found is None:
        raise Refusal("not_found")
    modal = found[1]
    if args.get("hash") and args["hash"] != modal.hash:
        raise Refusal("hash_conflict")
    slack.define(modal, args["view"])
    return {"view": modal.as_json(TEAM_ID)}


def _publish_view(slack: SlackSandbox, args: Json) -> Json:
    member = _member(slack, {"user": args.get("user_id")})
    member.home = args["view"]
    return {"view": {**args["view"], "id": f"V0HOME{member.id}", "hash": f"{slack.number():08x}"}}


def _user_info(slack: SlackSandbox, args: Json) -> Json:
    return {"user": user_json(_member(slack, args))}


def _user_by_email(slack: SlackSandbox, args: Json) -> Json:
    for member in slack.members.values():
        if member.email == args.get("email"):
            return {"user": user_json(member)}
    raise Refusal("users_not_found")


def user_json(member: Member) -> Json:
    return {
        "id": member.id,
        "team_id": TEAM_ID,
        "name": member.name,
        "real_name": member.real_name,
        "tz": member.timezone,
        "locale": member.locale,
        "is_email_confirmed": True,
        "profile": {"real_name": member.real_name, "display_name": member.real_name, "email": member.email},
    }


def _open_conversation(slack: SlackSandbox, args: Json) -> Json:
    return {"channel": {"id": _member(slack, {"user": args.get("users")}).channel_id}}


def _conversation_info(slack: SlackSandbox, args: Json) -> Json:
    channel_id = _channel_id(slack, args)
    channel = slack.channels.get(channel_id)
    named = {"is_im": True} if channel is None else {"name": channel.name, "is_channel": True, "is_member": True}
    return {"channel": {"id": channel_id, "context_team_id": TEAM_ID, **named}}


def _set_status(slack: SlackSandbox, args: Json) -> Json:
    slack.statuses[str(args.get("channel_id"))] = str(args.get("status") or "")
    slack.tell()
    return {}


def _upload_url(slack: SlackSandbox, args: Json) -> Json:
    file = slack.add_file(str(args.get("filename") or "file"))
    return {"upload_url": f"{slack.url}/upload/{file.id}", "file_id": file.id}


def _complete_upload(slack: SlackSandbox, args: Json) -> Json:
    file_ids = tuple(str(each["id"]) for each in args.get("files") or ())
    if any(file_id not in slack.files for file_id in file_ids):
        raise Refusal("file_not_found")
    said = str(args.get("initial_comment") or "")
    channel_id = _channel_id(slack, {"channel": args.get("channel_id") or args.get("channels")})
    slack.say(Message(channel_id, slack.new_ts(), said, thread_ts=args.get("thread_ts"), file_ids=file_ids))
    return {"files": [{"id": file_id, "title": slack.files[file_id].name} for file_id in file_ids]}


METHODS: Final[Mapping[str, Method]] = {
    "auth.test": _auth_test,
    "chat.postMessage": _post,
    "chat.postEphemeral": _post_ephemeral,
    "chat.update": _update,
    "chat.delete": _delete,
    "chat.getPermalink": _permalink,
    "conversations.history": _history,
    "conversations.replies": _history,
    "conversations.open": _open_conversation,
    "conversations.info": _conversation_info,
    "users.info": _user_info,
    "users.lookupByEmail": _user_by_email,
    "views.open": _open_view,
    "views.push": _push_view,
    "views.update": _update_view,
    "views.publish": _publish_view,
    "assistant.threads.setStatus": _set_status,
    "assistant.threads.setSuggestedPrompts": lambda slack, args: {},
    "files.getUploadURLExternal": _upload_url,
    "files.completeUploadExternal": _complete_upload,
}


def _member(slack: SlackSandbox, args: Json) -> Member:
    member = slack.members.get(str(args.get("user")))
    if member is None:
        raise Refusal("user_not_found")
    return member


def _channel_id(slack: SlackSandbox, args: Json) -> str:
    """A person's id is their conversation with the app."""
    named = str(args.get("channel"))
    if named in slack.members:
        return slack.members[named].channel_id
    if named in slack.channels or any(named == member.channel_id for member in slack.members.values()):
        return named
    raise Refusal("channel_not_found")


def _message(slack: SlackSandbox, args: Json) -> Message:
    message = slack.messages.get((_channel_id(slack, args), str(args.get("ts"))))
    if message is None:
        raise Refusal("message_not_found")
    return message


def _by_trigger(slack: SlackSandbox, args: Json) -> Member:
    member = slack.traded(str(args.get("trigger_id")))
    if member is None:
        raise Refusal("expired_trigger_id")
    return member


def _shown(slack: SlackSandbox, message: Message) -> Any:
    return message.as_json(BOT_ID, BOT_USER_ID, TEAM_ID)
