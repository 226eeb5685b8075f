"""Clients that talk to a sandbox in this process, on a Tuesday afternoon, without waiting."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import httpx
import pytest
from pydantic import SecretStr

from clankerbot_engine.clockify.client import ClockifyClient, Credential
from clankerbot_engine.clockify.sandbox import OWNER_API_KEY, SandboxState, create_sandbox, seeded_state
from clankerbot_engine.metrics import Metrics

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
BASE_URL = "http://sandbox.test/api"


class FakeClock:
    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def go_on(self, **by: float) -> None:
        self.now += timedelta(**by)


class FakeSleep:
    """Notes how long was to be slept, and goes on at once."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.waits.append(seconds)
        await asyncio.sleep(0)


class MakeClient(Protocol):
    def __call__(
        self, handler: Callable[[httpx.Request], Any] | None = None, *, key: str = ..., **options: Any
    ) -> ClockifyClient: ...


def tried(metrics: Metrics) -> dict[str, int]:
    """How many tries ended in which status."""
    counts: dict[str, int] = {}
    for sample in next(iter(metrics.clockify_requests.collect())).samples:
        if sample.name.endswith("_total"):
            status = sample.labels["status"]
            counts[status] = counts.get(status, 0) + int(sample.value)
    return counts


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def sleep() -> FakeSleep:
    return FakeSleep()


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
async def state(clock: FakeClock) -> AsyncIterator[SandboxState]:
    state = seeded_state(NOW, clock=clock)
    yield state
    await state.deliveries.aclose()


@pytest.fixture
async def make_client(
    state: SandboxState, clock: FakeClock, sleep: FakeSleep, metrics: Metrics
) -> AsyncIterator[MakeClient]:
    """Of the sandbox or, with a handler, of whatever that answers."""
    opened: list[httpx.AsyncClient] = []
    sandbox = httpx.ASGITransport(create_sandbox(state))

    def make(
        handler: Callable[[httpx.Request], Any] | None = None, *, key: str = OWNER_API_KEY, **options: Any
    ) -> ClockifyClient:
        far_side = sandbox if handler is None else httpx.MockTransport(handler)
        http = httpx.AsyncClient(transport=far_side)
        opened.append(http)
        credential = options.pop("credential", None) or Credential("X-Api-Key", SecretStr(key))
        given = {"base_url": BASE_URL, "metrics": metrics, "sleep": sleep, "chance": lambda: 0.5, "clock": clock}
        return ClockifyClient(http, credential, **{**given, **options})

    yield make
    for http in opened:
        await http.aclose()


@pytest.fixture
def client(make_client: MakeClient) -> ClockifyClient:
    return make_client()
