"""A sandbox on a Tuesday afternoon in Berlin, and a client for each person."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from clankerbot_engine.clockify.sandbox import (
    ADMIN_API_KEY,
    MANAGER_API_KEY,
    OWNER_API_KEY,
    REGULAR_API_KEY,
    SandboxState,
    create_sandbox,
    seeded_state,
)

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


class FakeClock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def go_on(self, **by: float) -> None:
        self.now += timedelta(**by)


class Caller:
    """One person's client. Paths start behind the workspace: `/projects`."""

    def __init__(self, http: httpx.AsyncClient, state: SandboxState, key: str) -> None:
        self.http = http
        self.state = state
        self.id = state.keys[key]
        self.workspace = f"/api/v1/workspaces/{state.workspace_id}"

    async def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        return await self.http.request(method, self.workspace + path, **options)

    async def get(self, path: str, **query: Any) -> httpx.Response:
        """`page_size` stands for `page-size`."""
        return await self.call("GET", path, params=_wire_names(query))

    async def post(self, path: str, body: object = None) -> httpx.Response:
        return await self.call("POST", path, json=body)

    async def put(self, path: str, body: object = None) -> httpx.Response:
        return await self.call("PUT", path, json=body)

    async def patch(self, path: str, body: object = None) -> httpx.Response:
        return await self.call("PATCH", path, json=body)

    async def delete(self, path: str, **query: Any) -> httpx.Response:
        return await self.call("DELETE", path, params=_wire_names(query))

    async def report(self, kind: str, body: object) -> httpx.Response:
        return await self.http.post(f"/report/v1/workspaces/{self.state.workspace_id}/reports/{kind}", json=body)

    @property
    def own_entries(self) -> str:
        return f"/user/{self.id}/time-entries"

    async def settings(self, **changes: object) -> None:
        answer = await self.http.post("/sandbox/settings", json={"workspaceSettings": changes})
        assert answer.status_code == 200, answer.text

    async def project_id(self, name: str = "Apollo") -> str:
        rows = (await self.get("/projects", name=name, strict_name_search="true")).json()
        return str(rows[0]["id"])

    async def log(self, start: str, end: str | None, **fields: object) -> httpx.Response:
        body = {"start": start, **({} if end is None else {"end": end}), **fields}
        return await self.post("/time-entries", body)


def _wire_names(query: dict[str, Any]) -> dict[str, Any] | None:
    """None where there are none: httpx takes `{}` for "drop the query of the path"."""
    return {name.replace("_", "-"): value for name, value in query.items()} or None


def refusal(answer: httpx.Response) -> tuple[int, int | None]:
    """Status and numeric code; the message must be there too."""
    body = answer.json()
    assert body["message"]
    return answer.status_code, body.get("code")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOW)


@pytest.fixture
def state(clock: FakeClock) -> SandboxState:
    return seeded_state(NOW, clock=clock)


@pytest.fixture
async def callers(state: SandboxState) -> AsyncIterator[dict[str, Caller]]:
    app = create_sandbox(state)
    async with AsyncExitStack() as stack:
        made = {}
        for key in (OWNER_API_KEY, ADMIN_API_KEY, MANAGER_API_KEY, REGULAR_API_KEY):
            http = httpx.AsyncClient(
                transport=httpx.ASGITransport(app), base_url="http://sandbox.test", headers={"X-Api-Key": key}
            )
            made[key] = Caller(await stack.enter_async_context(http), state, key)
        yield made
        await state.deliveries.aclose()


@pytest.fixture
def owner(callers: dict[str, Caller]) -> Caller:
    return callers[OWNER_API_KEY]


@pytest.fixture
def admin(callers: dict[str, Caller]) -> Caller:
    return callers[ADMIN_API_KEY]


@pytest.fixture
def manager(callers: dict[str, Caller]) -> Caller:
    return callers[MANAGER_API_KEY]


@pytest.fixture
def regular(callers: dict[str, Caller]) -> Caller:
    return callers[REGULAR_API_KEY]
