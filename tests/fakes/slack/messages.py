"""`chat.*`: messages by channel and ts, and those that only one person sees."""

import re
from typing import Any

from tests.fakes.slack.block_rules import check_blocks
from tests.fakes.slack.elements import first_values
from tests.fakes.slack.records import Channel, Json, Message, Refusal
from tests.fakes.slack.state import APP_ID, FakeSlack
from tests.fakes.slack.web_call import WebCall

MOST_TEXT = 40_000
MOST_TEXT_OF_AN_UPDATE = 4_000
MOST_MARKDOWN = 12_000
_BROADCAST = re.compile(r"<!(?:channel|here|everyone|subteam\^\w+)")


def post(call: WebCall) -> Json:
    channel = _where_it_may_write(call)
    message = new_message(call.slack, channel, read_content(call.slack, call.method, call.args), call.token.bot_id)
    return {"channel": channel.id, "ts": message.ts, "message": message.as_json()}


def post_ephemeral(call: WebCall) -> Json:
    """The person has to be in the channel too."""
    user = call.user()
    channel = _where_it_may_write(call)
    if user.id not in channel.members:
        raise Refusal("user_not_in_channel")
    content = read_content(call.slack, call.method, call.args)
    message = new_message(call.slack, channel, content, call.token.bot_id, for_user=user.id)
    return {"message_ts": message.ts}


def update(call: WebCall) -> Json:
    """What is not sent goes: `text` alone takes the blocks away."""
    message = _own_message(call, call.required("ts"), "cant_update_message")
    content = read_content(call.slack, call.method, call.args)
    if len(content["text"]) > MOST_TEXT_OF_AN_UPDATE:
        raise Refusal("msg_too_long")
    change_message(message, content)
    return {"channel": message.channel.id, "ts": message.ts, "text": message.text, "message": message.as_json()}


def delete(call: WebCall) -> Json:
    message = _own_message(call, call.required("ts"), "cant_delete_message")
    del call.slack.messages[message.channel.id, message.ts]
    return {"channel": message.channel.id, "ts": message.ts}


def permalink(call: WebCall) -> Json:
    channel, ts = call.channel(), str(call.required("message_ts"))
    message = call.slack.messages.get((channel.id, ts))
    if message is None or message.for_user:
        raise Refusal("message_not_found")
    link = f"https://{channel.team.domain}.slack.com/archives/{channel.id}/p{ts.replace('.', '')}"
    in_thread = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.thread_ts not in (None, ts) else ""
    return {"channel": channel.id, "permalink": link + in_thread}


def _where_it_may_write(call: WebCall) -> Channel:
    """A channel that the bot is in, or a person's conversation with it, named by the person."""
    named = call.required("channel")
    if named in call.slack.users:
        return call.slack.dm_of(call.slack.user(named, call.token), call.token.bot_user_id)
    channel = call.slack.channel(named, call.token)
    if channel.archived:
        raise Refusal("is_archived")
    if call.token.bot_user_id not in channel.members:
        open_to_it = call.token.scopes and "chat:write.public" in call.token.scopes and channel.kind == "public"
        if not open_to_it:
            raise Refusal("not_in_channel" if channel.kind == "public" else "channel_not_found")
    return channel


def _own_message(call: WebCall, ts: str, unless_own: str) -> Message:
    """Not an ephemeral one: only a response URL reaches those."""
    channel = call.channel()
    message = call.slack.messages.get((channel.id, ts))
    if message is None or message.for_user:
        raise Refusal("message_not_found")
    if message.bot_id != call.token.bot_id:
        raise Refusal(unless_own)
    if channel.archived:
        raise Refusal("is_archived")
    return message


def read_content(slack: FakeSlack, method: str, args: Json) -> Json:
    """Text, blocks, attachments, metadata, thread, checked."""
    text, blocks, attachments = args.get("text") or "", args.get("blocks"), args.get("attachments")
    markdown = args.get("markdown_text")
    if markdown is not None:
        if text or blocks:
            raise Refusal("markdown_text_conflict")
        if len(markdown) > MOST_MARKDOWN:
            raise Refusal("msg_too_long")
        text = markdown
    if not text and not blocks and not attachments:
        raise Refusal("no_text")
    checked = check_blocks(blocks or [], slack.number)
    if not text:
        slack.violations.append(f"{method}: no top-level text, which is all that screen readers and notifications get")
    if _BROADCAST.search(text) or any(_BROADCAST.search(each) for each in _mrkdwn(checked)):
        slack.violations.append(f"{method}: pings everyone: {text!r}")
    return {
        "text": text[:MOST_TEXT],
        "blocks": checked,
        "attachments": attachments or [],
        "metadata": args.get("metadata"),
        "thread_ts": args.get("thread_ts"),
    }


def new_message(
    slack: FakeSlack, channel: Channel, content: Json, bot_id: str, *, for_user: str | None = None
) -> Message:
    bot_user_id = next(token.bot_user_id for token in slack.tokens.values() if token.bot_id == bot_id)
    message = Message(
        channel,
        slack.new_ts(),
        bot_user_id,
        content["text"],
        blocks=content["blocks"],
        attachments=content["attachments"],
        metadata=content["metadata"] or {},
        thread_ts=content["thread_ts"],
        bot_id=bot_id,
        app_id=APP_ID,
        for_user=for_user,
        values=first_values(content["blocks"]),
    )
    slack.messages[channel.id, message.ts] = message
    return message


def change_message(message: Message, content: Json) -> None:
    message.text, message.blocks, message.attachments = content["text"], content["blocks"], content["attachments"]
    if content["metadata"] is not None:
        message.metadata = content["metadata"]
    message.values = first_values(message.blocks, message.values)
    message.edits += 1


def _mrkdwn(part: Any) -> list[str]:
    if isinstance(part, list):
        return [each for element in part for each in _mrkdwn(element)]
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            return [str(part.get("text"))]
        return [each for element in part.values() for each in _mrkdwn(element)]
    return []
