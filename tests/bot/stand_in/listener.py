"""The simplest app: it keeps what Slack sends."""

import json
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


class Listener:
    """An app that keeps what it got, and answers what the test says."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.answer: Response = Response()

    @property
    def app(self) -> Starlette:
        return Starlette(routes=[Route("/slack/events", self._hear, methods=["POST"])])

    async def _hear(self, request: Request) -> Response:
        if request.headers["content-type"] == "application/json":
            self.got.append(await request.json())
        else:
            self.got.append(dict(parse_qsl((await request.body()).decode(), keep_blank_values=True)))
        return self.answer

    @property
    def payload(self) -> dict[str, Any]:
        """Of the newest interaction."""
        return dict(json.loads(self.got[-1]["payload"]))
