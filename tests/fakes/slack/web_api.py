"""The Web API over HTTP: reading the arguments, tokens and scopes, faults, and the answer in Slack's form.

https://docs.slack.dev/apis/web-api: every refusal is a 200 with `"ok": false`, but for 429 and 5xx.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from tests.fakes.slack import access, assistant, files, history, messages, people, response_urls, views
from tests.fakes.slack.faults import Call, Fault
from tests.fakes.slack.records import Json, Refusal
from tests.fakes.slack.state import FakeSlack
from tests.fakes.slack.web_call import WebCall

_IN_JSON = ("blocks", "attachments", "metadata", "view", "files", "prompts", "loading_messages")
_MALFORMED = (
    "invalid_arguments",
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_json",
    "json_not_object",
    "markdown_text_conflict",
    "msg_too_long",
    "no_text",
    "unknown_method",
    "view_too_large",
)
"""Refusals that are the caller's mistake whatever the state of the workspace is."""


@dataclass(frozen=True)
class Method:
    """`scopes`: any one of them is enough; none: every token may."""

    answer: Callable[[WebCall], Json]
    scopes: tuple[str, ...] = ()


METHODS: dict[str, Method] = {
    "auth.test": Method(access.test),
    "auth.revoke": Method(access.revoke),
    "chat.postMessage": Method(messages.post, ("chat:write",)),
    "chat.postEphemeral": Method(messages.post_ephemeral, ("chat:write",)),
    "chat.update": Method(messages.update, ("chat:write",)),
    "chat.delete": Method(messages.delete, ("chat:write",)),
    "chat.getPermalink": Method(messages.permalink),
    "views.open": Method(views.open_modal),
    "views.push": Method(views.push),
    "views.update": Method(views.update),
    "views.publish": Method(views.publish),
    "users.info": Method(people.user_info, ("users:read",)),
    "dnd.info": Method(people.dnd_info, ("dnd:read",)),
    "users.lookupByEmail": Method(people.lookup_by_email, ("users:read.email",)),
    "conversations.open": Method(people.open_conversation, ("im:write", "mpim:write")),
    "conversations.info": Method(people.conversation_info, ("channels:read", "groups:read", "im:read")),
    "conversations.history": Method(history.of_channel),
    "conversations.replies": Method(history.of_thread),
    "assistant.threads.setStatus": Method(assistant.set_status, ("assistant:write", "chat:write")),
    "assistant.threads.setSuggestedPrompts": Method(assistant.set_suggested_prompts, ("assistant:write",)),
    "files.getUploadURLExternal": Method(files.upload_url, ("files:write",)),
    "files.completeUploadExternal": Method(files.complete_upload, ("files:write",)),
}


def create_stand_in(slack: FakeSlack) -> Starlette:
    async def web_api(request: Request) -> Response:
        call = Call(request.path_params["method"], {}, None)
        slack.calls.append(call)
        return await _with_faults(slack, call, lambda: _carry_out(slack, call), await _read(request, call))

    async def response_url(request: Request) -> Response:
        call = Call("response_url", {"path": request.url.path}, None)
        slack.calls.append(call)
        body = await request.body()
        return await _with_faults(slack, call, lambda: response_urls.post(slack, call, body), None)

    async def upload(request: Request) -> Response:
        if request.path_params["upload_id"] not in slack.uploads:
            return PlainTextResponse("not found", 404)
        slack.uploads[request.path_params["upload_id"]].content = await request.body()
        return PlainTextResponse(f"OK - {len(await request.body())}")

    return Starlette(
        routes=[
            Route("/api/{method}", web_api, methods=["GET", "POST"]),
            Route("/commands/{rest:path}", response_url, methods=["POST"]),
            Route("/actions/{rest:path}", response_url, methods=["POST"]),
            Route("/upload/v1/{upload_id}", upload, methods=["POST"]),
        ]
    )


async def _with_faults(
    slack: FakeSlack, call: Call, carry_out: Callable[[], Response], unreadable: Refusal | None
) -> Response:
    slack.tell()
    fault = slack.faults.take(call)
    if fault is not None and fault.stall is not None:
        await fault.stall.hold()
        fault = None
    carried_out = fault is None or fault.after
    response = (_refused(slack, call, unreadable) if unreadable else carry_out()) if carried_out else Response()
    if fault is not None:
        response = _failed(call, fault)
    call.status = response.status_code
    call.answer = json.loads(bytes(response.body)) if response.media_type == "application/json" else None
    slack.tell()
    return response


def _failed(call: Call, fault: Fault) -> Response:
    if fault.status == 429:
        return JSONResponse(
            {"ok": False, "error": "ratelimited"}, 429, headers={"Retry-After": str(fault.retry_after_s or 0)}
        )
    if call.method == "response_url":
        return PlainTextResponse(fault.error or "error", fault.status if fault.status != 200 else 404)
    if fault.status >= 500:
        return PlainTextResponse("upstream connect error", fault.status)
    return JSONResponse({"ok": False, "error": fault.error}, fault.status)


def _carry_out(slack: FakeSlack, call: Call) -> Response:
    try:
        if call.method == "oauth.v2.access":  # where tokens come from: it needs none
            return JSONResponse({"ok": True} | access.exchange(slack, call.args))
        if call.method == "apps.connections.open":  # with the token of the app, not of an installation
            return JSONResponse({"ok": True} | access.open_connection(slack, call))
        method = METHODS.get(call.method)
        if method is None:
            raise Refusal("unknown_method", req_method=call.method)
        token = access.token_of(slack, call)
        if method.scopes and token.scopes is not None and not token.scopes.intersection(method.scopes):
            raise Refusal("missing_scope", needed=method.scopes[0], provided=",".join(sorted(token.scopes)))
        answer = {"ok": True} | method.answer(WebCall(slack, token, call.args, call.method))
        scopes = {"x-oauth-scopes": ",".join(sorted(token.scopes))} if token.scopes is not None else {}
        return JSONResponse(answer, headers=scopes)
    except Refusal as refusal:
        return _refused(slack, call, refusal)


def _refused(slack: FakeSlack, call: Call, refusal: Refusal) -> Response:
    if refusal.error in _MALFORMED:
        slack.violations.append(f"{call.method}: {refusal.as_json()}")
    return JSONResponse(refusal.as_json())


async def _read(request: Request, call: Call) -> Refusal | None:
    """Arguments may stand in the query, in a form, or in JSON, which wants the token in the header."""
    args: Json = dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0]
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    try:
        if kind == "application/json":
            body = json.loads(await request.body() or b"{}")
            if not isinstance(body, dict):
                return Refusal("json_not_object")
            args |= body
        elif kind == "application/x-www-form-urlencoded":
            args |= dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
        call.token = token if scheme == "Bearer" else args.pop("token", None)
        call.args = {name: _decoded(name, value) for name, value in args.items()}
    except ValueError:
        return Refusal("invalid_json")
    if call.method == "oauth.v2.access" and scheme == "Basic":
        call.args |= access.basic_credentials(token)
    return None


def _decoded(name: str, value: Any) -> Any:
    return json.loads(value) if name in _IN_JSON and isinstance(value, str) and value else value
