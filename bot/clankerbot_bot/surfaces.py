"""Where a person is answered: the ways to reach them, the best first.

`response_url` works 30 minutes, five times, and tells of its end by a 404; an ephemeral message needs the person to be
in the channel; a direct message always gets there, while the app is installed. What a surface has shown once, it
changes from then on, where Slack lets that be done.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from clankerbot_bot.blocks.shapes import Message
from clankerbot_bot.response_urls import NotSlacks
from clankerbot_bot.web_client import SlackConnection

log = logging.getLogger(__name__)

BLOCKS_REFUSED: Final = frozenset(("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"))

_PASSING: Final = frozenset(("ratelimited", "rate_limited", "service_unavailable", "internal_error", "fatal_error"))
"""Beside the names of exceptions: there was no answer of Slack's at all."""


class NotShown(Exception):
    """This way did not work. `error` is Slack's word for why."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error

    @property
    def may_pass(self) -> bool:
        """Nothing is wrong with the message or its place: later it may work."""
        return self.error in _PASSING or not self.error.islower()


@dataclass(frozen=True, slots=True)
class Place:
    """A message that can be updated."""

    channel: str
    ts: str


Outlet = Callable[[Mapping[str, Any]], Awaitable[Place | None]]
"""Shows `text` and `blocks`; None where what it showed cannot be updated. Raises `NotShown`."""


class Surface:
    """`name`s are for the log. `simpler` makes do where the workspace refuses a block; without it, the text does."""

    def __init__(self, client: AsyncWebClient, *outlets: tuple[str, Outlet]) -> None:
        self._client = client
        self._outlets = list(outlets)

    async def show(
        self, message: Message, *, simpler: Callable[[], Message] | None = None, anew: bool = False
    ) -> Place | None:
        """Never raises: what cannot be shown anywhere is logged. `anew`: beside what is shown, not in its place."""
        for name, outlet in self._outlets:
            try:
                place = await _shown(outlet, message, simpler)
            except NotShown as error:
                log.warning("slack_answer_not_shown", extra={"way": name, "error": error.error})
                continue
            if place is not None and not anew:
                # From now on it is this message that changes.
                self._outlets = [("update", updating(self._client, place)), *self._outlets]
            return place
        log.error("slack_answer_lost")
        return None


async def _shown(outlet: Outlet, message: Message, simpler: Callable[[], Message] | None) -> Place | None:
    try:
        return await outlet(message)
    except NotShown as error:
        if error.error not in BLOCKS_REFUSED:
            raise
        log.error("slack_blocks_refused", extra={"error": error.error})
    if simpler is not None:
        try:
            return await outlet(simpler())
        except NotShown as error:
            if error.error not in BLOCKS_REFUSED:
                raise
    return await outlet({"text": message["text"]})


def by_response_url(connection: SlackConnection, url: str, *, replace: bool) -> Outlet:
    """`replace`: the message that the click was on; else one more, for the person alone."""

    async def outlet(message: Mapping[str, Any]) -> Place | None:
        how: dict[str, Any] = {"replace_original": True} if replace else {"replace_original": False}
        try:
            answer = await connection.post(url, {**message, **how, "response_type": "ephemeral"})
        except NotSlacks as error:
            raise NotShown("not_slacks") from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise NotShown(type(error).__name__) from error
        if answer.status_code != 200:
            raise NotShown(_word(answer.body) or str(answer.status_code))
        return None

    return outlet


def _word(body: str | None) -> str:
    """`used_url`, or what else the answer is called; not a page of HTML."""
    word = (body or "").strip()
    return word if word.isascii() and word.replace("_", "").isalnum() and len(word) <= 40 else ""


def by_method(method: Callable[..., Awaitable[Any]], **arguments: Any) -> Outlet:
    async def outlet(message: Mapping[str, Any]) -> Place | None:
        answer = await called(method, **arguments, **message)
        channel, ts = answer.get("channel"), answer.get("ts")
        return Place(channel, ts) if isinstance(channel, str) and isinstance(ts, str) else None

    return outlet


async def called(method: Callable[..., Awaitable[Any]], **arguments: Any) -> Any:
    """The answer. Raises `NotShown`, whatever went wrong."""
    try:
        return await method(**arguments)
    except SlackApiError as error:
        response = error.response
        raise NotShown(str(response.get("error") if hasattr(response, "get") else "unreadable_answer")) from error
    except (aiohttp.ClientError, TimeoutError) as error:
        raise NotShown(type(error).__name__) from error


def updating(client: AsyncWebClient, place: Place) -> Outlet:
    """What is left of the message's blocks goes where only a text is sent."""

    async def outlet(message: Mapping[str, Any]) -> Place | None:
        await called(client.chat_update, channel=place.channel, ts=place.ts, **{"blocks": [], **message})
        return place

    return outlet


def posting(client: AsyncWebClient, channel: str, *, thread_ts: str | None = None) -> Outlet:
    """`channel` may be a person's id: then it is their direct message."""
    where = {"channel": channel} if thread_ts is None else {"channel": channel, "thread_ts": thread_ts}
    return by_method(client.chat_postMessage, **where, unfurl_links=False, unfurl_media=False)


def ephemeral(client: AsyncWebClient, channel: str, user: str, *, thread_ts: str | None = None) -> Outlet:
    where = {"channel": channel, "user": user} | ({} if thread_ts is None else {"thread_ts": thread_ts})

    async def outlet(message: Mapping[str, Any]) -> Place | None:
        await called(client.chat_postEphemeral, **where, **message)
        return None

    return outlet


def surface(client: AsyncWebClient, outlets: Sequence[tuple[str, Outlet] | None]) -> Surface:
    return Surface(client, *(outlet for outlet in outlets if outlet is not None))
