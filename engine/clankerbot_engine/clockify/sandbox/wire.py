"""What stands between the wire and the routes: the log, trailing slashes, the hourly budget, and the faults.

A dropped connection is really dropped: under uvicorn its transport is closed without an answer, so that clients see
"server disconnected". In-process (`httpx.ASGITransport`) there is no connection to drop: there the same request ends
in `httpx.RemoteProtocolError`, which is what httpx raises in the first case.
"""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clankerbot_engine.clockify.sandbox.faults import Fault
from clankerbot_engine.clockify.sandbox.state import SandboxState
from clankerbot_engine.clockify.sandbox.traffic import SeenRequest

CONTROL = "/sandbox"
HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


class Wire:
    """Pure ASGI, around the whole application: nothing outside it may answer instead (a 500 page, say)."""

    def __init__(
        self, app: ASGIApp, state: SandboxState, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._app = app
        self._state = state
        self._sleep = sleep

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"].rstrip("/") or "/"
        scope = {**scope, "path": path, "raw_path": path.encode("utf-8", "surrogateescape")}
        if path == CONTROL or path.startswith(f"{CONTROL}/"):
            await self._app(scope, receive, send)
            return
        state = self._state
        query = scope["query_string"].decode("latin-1")
        traceparent = dict(scope["headers"]).get(b"traceparent", b"").decode("latin-1") or None
        seen = SeenRequest(scope["method"], path, query, state.clock(), traceparent=traceparent)
        state.traffic.note(seen)
        noting_send = _noting_status(send, seen)
        fault = state.faults.take(scope["method"], path)
        if fault is not None:
            seen.fault = fault.kind
            await self._fail(fault, scope, receive, send, noting_send)
        elif state.traffic.is_over_budget(state.clock()):
            await _answer(noting_send, 429, b'{"message":"Too many requests"}')
        else:
            await self._app(scope, receive, noting_send)

    async def _fail(self, fault: Fault, scope: Scope, receive: Receive, send: Send, noting_send: Send) -> None:
        if fault.kind == "latency":
            if not fault.after:
                taken_in = await _taken_in(receive)
                await self._sleep(fault.seconds)
                await self._app(scope, taken_in, noting_send)
                return
            messages = await self._carry_out(scope, receive)
            await self._sleep(fault.seconds)
            for message in messages:
                await noting_send(message)
            return
        if fault.after:
            await self._carry_out(scope, receive)
        if fault.seconds:
            await self._sleep(fault.seconds)
        if fault.kind == "drop":
            await drop_connection(receive, send)
        elif fault.kind == "empty_body":
            await _answer(noting_send, fault.answer_status, b"")
        elif fault.kind == "html_body":
            await _answer(noting_send, fault.answer_status, HTML, content_type="text/html")
        else:
            text = "Too many requests" if fault.answer_status == 429 else "Internal server error"
            body = json.dumps({"message": text}).encode()
            await _answer(noting_send, fault.answer_status, body, retry_after=fault.retry_after)

    async def _carry_out(self, scope: Scope, receive: Receive) -> list[Message]:
        """Runs the request and keeps the answer back."""
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self._app(scope, receive, keep)
        return messages


async def _taken_in(receive: Receive) -> Receive:
    """The whole request: it is carried out later, also where nobody waits for the answer any more."""
    messages = deque[Message]()
    while not messages or messages[-1].get("more_body"):
        messages.append(await receive())

    async def replayed() -> Message:
        return messages.popleft() if messages else await receive()

    return replayed


def _noting_status(send: Send, seen: SeenRequest) -> Send:
    async def noting(message: Message) -> None:
        if message["type"] == "http.response.start":
            seen.status = message["status"]
        await send(message)

    return noting


async def _answer(
    send: Send,
    status: int,
    body: bytes,
    *,
    content_type: str = "application/json",
    retry_after: int | None = None,
) -> None:
    headers = [(b"content-length", str(len(body)).encode())]
    if body:
        headers.append((b"content-type", content_type.encode()))
    if retry_after is not None:
        headers.append((b"retry-after", str(retry_after).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def drop_connection(receive: Receive, send: Send) -> None:
    """Ends the connection without an answer.

    ASGI has no word for it. uvicorn's `send` belongs to an object that holds the connection's transport; where it is
    not to be found (another server, a wrapped `send`), an answer that promises more bytes than come is the next best.
    """
    transport: Any = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is not None and hasattr(transport, "close"):
        transport.close()
        while (await receive())["type"] != "http.disconnect":
            pass  # what is left of the body
        return
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1")]})
    raise httpx.RemoteProtocolError("Server disconnected without sending a response.")
