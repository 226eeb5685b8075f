"""The service, and callers of it: `api` holds a token of every scope, `nobody` none."""

import io
import json
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from clankerbot_engine.logs import configure_logging
from clankerbot_engine.settings import Settings
from tests.fakes.services import Service, running_service


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    async with running_service(tmp_path) as running:
        yield running


@pytest.fixture
async def api(service: Service) -> httpx.AsyncClient:
    return await service.client()


@pytest.fixture
async def nobody(service: Service) -> httpx.AsyncClient:
    return await service.anonymous()


class Log:
    """What was logged, as JSON lines."""

    def __init__(self) -> None:
        self._stream = io.StringIO()
        configure_logging("info", True, self._stream)

    def redact(self, settings: Settings) -> None:
        """As the service's own log does."""
        configure_logging("debug", True, self._stream, settings=settings)

    @property
    def lines(self) -> list[str]:
        return self._stream.getvalue().splitlines()

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines]

    def of(self, message: str) -> list[dict[str, Any]]:
        return [line for line in self.objects if line["message"] == message]


@pytest.fixture
def log() -> Iterator[Log]:
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    root.handlers.clear()  # pytest's own, which fails where ours must not
    yield Log()
    logging.captureWarnings(False)
    root.setLevel(level)
    root.handlers[:] = handlers
