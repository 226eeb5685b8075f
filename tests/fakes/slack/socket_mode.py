"""Socket Mode: the app calls out for a WebSocket, and what Slack would post to its URL comes in envelopes instead.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from aiohttp import WSMsgType, web

from tests.fakes.slack.front_door import Answer
from tests.fakes.slack.records import Json
from tests.fakes.slack.state import APP_ID, FakeSlack


class SocketDoor:
    """In the place of `FrontDoor`: an envelope out, its acknowledgement as the answer."""

    def __init__(self, slack: FakeSlack) -> None:
        self._slack = slack
        self._link: web.WebSocketResponse | None = None
        self._connected = asyncio.Event()
        self._acknowledged: dict[str, asyncio.Future[Json]] = {}

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        link = web.WebSocketResponse()
        await link.prepare(request)
        await link.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": APP_ID}})
        self._link = link
        self._connected.set()
        async for message in link:
            if message.type == WSMsgType.TEXT:
                told = json.loads(message.data)
                self._acknowledged[told["envelope_id"]].set_result(told)
        return link

    async def form(self, fields: dict[str, str]) -> Answer:
        return await self._send({"type": "slash_commands", "payload": fields})

    async def interaction(self, payload: Json) -> Answer:
        return await self._send({"type": "interactive", "payload": payload})

    async def event(self, envelope: Json, **headers: str) -> Answer:
        return await self._send({"type": "events_api", "payload": envelope, "retry_attempt": 0, "retry_reason": ""})

    async def again(self, answer: Answer, *, retry: int = 0, reason: str = "http_timeout") -> Answer:
        return await self._send(json.loads(answer.sent_body) | {"retry_attempt": retry, "retry_reason": reason})

    async def tell(self, told: Json) -> asyncio.Future[Json]:
        """The acknowledgement is there when the app has sent it, if ever."""
        await self._connected.wait()
        assert self._link is not None
        envelope = told | {"envelope_id": f"envelope-{self._slack.number()}", "accepts_response_payload": True}
        acknowledged = self._acknowledged[envelope["envelope_id"]] = asyncio.get_running_loop().create_future()
        await self._link.send_json(envelope)
        return acknowledged

    async def _send(self, told: Json) -> Answer:
        began = time.perf_counter()
        payload: Any = (await (await self.tell(told))).get("payload")
        content = json.dumps(payload).encode() if payload else b""
        headers = httpx.Headers({"content-type": "application/json"})
        return Answer(200, content, headers, time.perf_counter() - began, json.dumps(told).encode(), {})


@asynccontextmanager
async def socket_door(slack: FakeSlack) -> AsyncIterator[SocketDoor]:
    """Where `apps.connections.open` sends the app, from now on."""
    door = SocketDoor(slack)
    application = web.Application()
    application.add_routes([web.get("/link", door.serve)])
    runner = web.AppRunner(application, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port, *_ = runner.addresses[0]
    slack.socket_url = f"ws://{host}:{port}/link"
    try:
        yield door
    finally:
        slack.socket_url = None
        await runner.cleanup()
