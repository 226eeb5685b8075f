"""The whole service in this process: a SQLite file of its own, and the sandbox in the place of Clockify."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from starlette.types import ASGIApp

from clankerbot_engine.clockify.sandbox import OWNER_API_KEY, SandboxState, create_sandbox, seeded_state
from clankerbot_engine.settings import Settings
from clankerbot_engine.stores.ports import SCOPES
from clankerbot_engine.telemetry import Tracing
from clankerbot_engine.tokens import issue_token
from clankerbot_http.app import create_app
from clankerbot_http.composition import Services, open_services
from tests.fakes import sqlite
from tests.fakes.clocks import FakeClock

CLOCKIFY = "http://clockify.test/api"
MODEL = "http://model.test"


@dataclass
class Service:
    """`sandbox` is the Clockify that it works on."""

    app: FastAPI
    services: Services
    sandbox: SandboxState
    clock: FakeClock
    _stack: AsyncExitStack = field(repr=False)

    async def forget_workspaces(self) -> None:
        """What is known of them: something has changed in the sandbox that no webhook told."""
        for account in self.services.accounts.live():
            await account.cache.invalidate()

    async def token(self, *scopes: str) -> str:
        """The text of a new token; without scopes named, it has all of them."""
        made = await issue_token(self.services.token_store, "test", scopes or SCOPES, clock=self.clock)
        return made[1]

    async def client(self, *scopes: str, address: str = "127.0.0.1", **headers: str) -> httpx.AsyncClient:
        """A caller with a token of these scopes, all of them by default."""
        return await self.anonymous(address=address, Authorization=f"Bearer {await self.token(*scopes)}", **headers)

    async def anonymous(self, *, address: str = "127.0.0.1", **headers: str) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False, client=(address, 50000))
        client = httpx.AsyncClient(transport=transport, base_url="http://clankerbot.test", headers=headers)
        return await self._stack.enter_async_context(client)

    @asynccontextmanager
    async def locked(self) -> AsyncIterator[None]:
        """Another program has its SQLite database locked meanwhile, so that nothing can be written."""
        database = self.services.database
        await database.write(lambda connection: connection.exec_driver_sql("PRAGMA busy_timeout = 10").close())
        with closing(sqlite3.connect(database.name, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield


@asynccontextmanager
async def running_service(
    folder: Path,
    *,
    clockify: bool = True,
    clockify_sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    background: bool = False,
    clock: FakeClock | None = None,
    sandbox: SandboxState | None = None,
    tracing: Tracing | None = None,
    model: ASGIApp | None = None,
    **settings: Any,
) -> AsyncIterator[Service]:
    """`settings` are those of `Settings`. `background`: schedules tick, and what is open is settled.

    `clockify_sleep` is how Clockify takes its time, where the sandbox was told to. `sandbox`: that of another service.
    `model` stands in for DeepSeek, at `MODEL`.
    """
    clock = clock or FakeClock()
    database = folder / "clankerbot.db"
    if not database.exists():  # it does after a restart
        await sqlite.new(database)
    sandbox = sandbox or seeded_state(clock.now, clock=clock)
    credential = {"clockify_api_key": OWNER_API_KEY, "clockify_base_url": CLOCKIFY} if clockify else {}
    read = Settings.model_validate(
        {
            "database_url": f"sqlite:///{database}",
            "rate_limit_per_minute": 100_000,
            "timezone": "Europe/Berlin",
            **credential,
            **settings,
        }
    )
    async with AsyncExitStack() as stack:
        stack.push_async_callback(sandbox.deliveries.aclose)
        http = await stack.enter_async_context(
            httpx.AsyncClient(
                transport=httpx.ASGITransport(create_sandbox(sandbox, sleep=clockify_sleep)),
                mounts={} if model is None else {MODEL: httpx.ASGITransport(model)},
            )
        )
        services = await stack.enter_async_context(
            open_services(
                read,
                clock=clock,
                monotonic=clock.monotonic,
                http=http,
                tracing=tracing,
                background=background,
                migrate=False,
            )
        )
        yield Service(create_app(services=services), services, sandbox, clock, stack)


def error_of(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The error in the envelope, after all that is true of every error has been checked."""
    body: dict[str, Any] = answer.json()
    assert (answer.status_code, body["error"]["code"]) == (status, code), answer.text
    assert set(body) == {"ok", "data", "error", "request_id"}
    assert body["ok"] is False
    assert body["error"]["message"]
    assert body["request_id"] == answer.headers["X-Request-ID"]
    error: dict[str, Any] = body["error"]
    return error


def data_of(answer: httpx.Response, status: int = 200) -> Any:
    body = answer.json()
    assert answer.status_code == status, answer.text
    assert body["ok"] is True
    assert body["error"] is None
    assert body["request_id"] == answer.headers["X-Request-ID"]
    return body["data"]
