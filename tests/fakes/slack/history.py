"""`conversations.history` and `conversations.replies`: what was posted, by pages, newest first."""

from tests.fakes.slack.records import Channel, Json, Message, Refusal
from tests.fakes.slack.web_call import WebCall

_SCOPES = {"public": "channels:history", "private": "groups:history", "im": "im:history"}


def of_channel(call: WebCall) -> Json:
    channel = _readable(call)
    return _page(call, [each for each in _said(call, channel) if each.thread_ts in (None, each.ts)])


def of_thread(call: WebCall) -> Json:
    channel, ts = _readable(call), call.required("ts")
    found = [each for each in _said(call, channel) if ts in (each.ts, each.thread_ts)]
    if not found:
        raise Refusal("thread_not_found")
    return _page(call, found)


def _readable(call: WebCall) -> Channel:
    channel = call.channel()
    needed = _SCOPES[channel.kind]
    if call.token.scopes is not None and needed not in call.token.scopes:
        raise Refusal("missing_scope", needed=needed, provided=",".join(sorted(call.token.scopes)))
    if call.token.bot_user_id not in channel.members:
        raise Refusal("not_in_channel" if channel.kind == "public" else "channel_not_found")
    return channel


def _said(call: WebCall, channel: Channel) -> list[Message]:
    oldest = float(call.args.get("oldest") or 0)
    found = [each for each in call.slack.messages.values() if each.channel is channel and each.for_user is None]
    return sorted((each for each in found if float(each.ts) > oldest), key=lambda each: each.ts, reverse=True)


def _page(call: WebCall, messages: list[Message]) -> Json:
    begins, limit = int(call.args.get("cursor") or 0), int(call.args.get("limit") or 100)
    shown = [_shown(call, each) for each in messages[begins : begins + limit]]
    more = begins + limit < len(messages)
    following = {"response_metadata": {"next_cursor": str(begins + limit)}} if more else {}
    return {"messages": shown, "has_more": more, **following}


def _shown(call: WebCall, message: Message) -> Json:
    """Metadata only where it is asked for."""
    told = message.as_json()
    return told if call.flag("include_all_metadata") else {k: v for k, v in told.items() if k != "metadata"}
