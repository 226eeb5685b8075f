"""Socket Mode: what Slack would post to a URL comes in envelopes, over a connection that the app opens.

Not by Bolt's own adapter, which passes them on unread: they are answered as those over HTTP are.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from clankerbot_bot.answer import Answer
from clankerbot_engine.errors import NotReady

_PING_EVERY_S: Final = 10


class SocketMode:
    """Made in the event loop that serves: its client begins to work where it is made."""

    def __init__(
        self,
        app_token: str,
        client: AsyncWebClient,
        answer: Callable[[dict[str, Any]], Awaitable[Answer]],
        *,
        logger: logging.Logger,
    ) -> None:
        self._answer = answer
        self._client = SocketModeClient(app_token, logger, client, ping_interval=_PING_EVERY_S)
        self._client.socket_mode_request_listeners.append(self._hear)
        self._opening: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Raises `NotReady`."""
        try:  # with a bad token, `connect` would try for ever without a word
            self._client.wss_uri = await self._client.issue_new_wss_url()
        except SlackApiError as error:
            why = error.response.get("error") if hasattr(error.response, "get") else "no answer"
            raise NotReady(f"SLACK_APP_TOKEN: Slack refuses Socket Mode with it ({why}).") from None
        except (aiohttp.ClientError, TimeoutError):
            raise NotReady("Slack cannot be reached for Socket Mode. Is this machine online?") from None
        # It ends once the socket is open, and tries until then; the service need not wait for it.
        self._opening = asyncio.create_task(self._client.connect())  # type: ignore[no-untyped-call]

    async def close(self) -> None:
        if self._opening is not None:
            self._opening.cancel()
            await asyncio.gather(self._opening, return_exceptions=True)
        await self._client.close()  # type: ignore[no-untyped-call]

    async def _hear(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        answer = await self._answer(request.payload)
        if answer.status == 200:  # what is not acknowledged, Slack sends again
            told = SocketModeResponse(envelope_id=request.envelope_id, payload=_payload(answer))
            await client.send_socket_mode_response(told)


def _payload(answer: Answer) -> dict[str, Any] | None:
    if not answer.body:
        return None
    if answer.headers.get("content-type", "").startswith("application/json"):
        found: dict[str, Any] = json.loads(answer.body)
        return found
    return {"text": answer.body}
