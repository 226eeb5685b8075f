"""Whether a post arrived whose answer was lost: looked for in its channel, by the mark that it was sent with.

Slack knows no idempotency key, but it shows a message's metadata to the app that wrote it
(https://docs.slack.dev/messaging/message-metadata). Reading a channel takes its `history` scope, which a workspace may
have left out; direct messages can always be read.
"""

from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from clankerbot_bot.slack_errors import error_of
from clankerbot_engine.stores.ports import JsonDict, Post

_EVENT: Final = "clankerbot_post"
_MOST_PAGES: Final = 10
_ON_A_PAGE: Final = 100
_CLOCKS_DIFFER: Final = timedelta(minutes=5)
_MAY_NOT_READ: Final = frozenset(
    {
        "channel_not_found",
        "invalid_auth",
        "is_archived",
        "account_inactive",
        "missing_scope",
        "not_in_channel",
        "no_permission",
        "thread_not_found",
        "token_revoked",
        "user_not_found",
    }
)


class CannotTell(Exception):
    """Nobody here may read what is posted there, or there is too much of it."""


def mark(post_ids: Iterable[str]) -> JsonDict:
    """The metadata of a message that these posts are in."""
    return {"event_type": _EVENT, "event_payload": {"posts": " ".join(post_ids)}}


async def find(client: AsyncWebClient, post: Post) -> str | None:
    """How the message is named that it is in (`channel/ts`); None: it never arrived.

    Raises `CannotTell`, and what the client raises where it may be tried again.
    """
    try:
        channel = await _channel_of(client, post.channel)
        async for message in _messages(client, channel, post):
            if post.id in _posts_in(message):
                return f"{channel}/{message['ts']}"
    except SlackApiError as error:
        if error_of(error) in _MAY_NOT_READ:
            raise CannotTell from error
        raise
    return None


async def _channel_of(client: AsyncWebClient, named: str) -> str:
    """A person is written to by their id, and read by that of the conversation."""
    if not named.startswith(("U", "W")):
        return named
    answer = await client.conversations_open(users=[named])
    channel: str = answer["channel"]["id"]
    return channel


async def _messages(client: AsyncWebClient, channel: str, post: Post) -> AsyncIterator[Mapping[str, Any]]:
    oldest = str((post.created_at - _CLOCKS_DIFFER).timestamp())
    thread = post.message.get("thread_ts")
    asked: dict[str, Any] = {
        "channel": channel,
        "oldest": oldest,
        "limit": _ON_A_PAGE,
        "include_all_metadata": True,
    }
    cursor = None
    for _ in range(_MOST_PAGES):
        if thread is not None:
            answer = await client.conversations_replies(**asked, ts=thread, cursor=cursor)
        else:
            answer = await client.conversations_history(**asked, cursor=cursor)
        for message in answer.get("messages") or ():
            yield message
        cursor = (answer.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return
    raise CannotTell


def _posts_in(message: Mapping[str, Any]) -> list[str]:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != _EVENT:
        return []
    return str((metadata.get("event_payload") or {}).get("posts")).split()
