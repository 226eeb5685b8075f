"""The front door of the app under test: signed requests in, the answer and its time out."""

import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import urlencode

import httpx

from tests.fakes.slack.records import Json

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """`body` and `headers` are those of the request, so that it can be sent again. `took_s` is for figures: a test
    that compares it with anything is flaky."""

    status: int
    content: bytes
    headers: httpx.Headers
    took_s: float
    sent_body: bytes
    sent_headers: dict[str, str]

    def json(self) -> Any:
        return json.loads(self.content) if self.content else None


class Door(Protocol):
    """How what a person does gets to the app."""

    async def form(self, fields: dict[str, str]) -> Answer: ...

    async def interaction(self, payload: Json) -> Answer: ...

    async def event(self, envelope: Json, **headers: str) -> Answer: ...

    async def again(self, answer: Answer, *, retry: int = 0, reason: str = "http_timeout") -> Answer: ...


class FrontDoor:
    """`client` reaches the app, over ASGI or the network."""

    def __init__(
        self, client: httpx.AsyncClient, signing_secret: str, clock: Callable[[], datetime], path: str = "/slack/events"
    ) -> None:
        self._client = client
        self._secret = signing_secret.encode()
        self._clock = clock
        self._path = path

    async def form(self, fields: dict[str, str], **headers: str) -> Answer:
        return await self.send(urlencode(fields).encode(), FORM, **headers)

    async def interaction(self, payload: Json) -> Answer:
        return await self.form({"payload": json.dumps(payload)})

    async def event(self, envelope: Json, **headers: str) -> Answer:
        return await self.send(json.dumps(envelope).encode(), "application/json", **headers)

    async def send(self, body: bytes, kind: str, **headers: str) -> Answer:
        """Signed now. A header given (`_` for `-`) takes the place of ours: a forged signature, an old timestamp."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        timestamp = given.get("X-Slack-Request-Timestamp", str(int(self._clock().timestamp())))
        # Not by Slack's SDK, which takes text alone.
        signature = hmac.digest(self._secret, f"v0:{timestamp}:".encode() + body, "sha256").hex()
        signed = {"Content-Type": kind, "X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={signature}"}
        return await self._post(body, signed | given)

    async def again(self, answer: Answer, *, retry: int = 0, reason: str = "http_timeout") -> Answer:
        """The same request, byte for byte; `retry` is that of the Events API, from 1."""
        marks = {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": reason} if retry else {}
        return await self._post(answer.sent_body, answer.sent_headers | marks)

    async def _post(self, body: bytes, headers: dict[str, str]) -> Answer:
        began = time.perf_counter()
        response = await self._client.post(self._path, content=body, headers=headers)
        took_s = time.perf_counter() - began
        return Answer(response.status_code, response.content, response.headers, took_s, body, headers)
