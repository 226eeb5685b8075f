"""The sandbox as an application: the core API under `/api/v1`, the reports under `/report/v1`, control in `/sandbox`.

The reports answer under `/v1` too, where the global reports host has them: some clients change the host only.

The far side of the wire: the one place in the engine that knows FastAPI, and imported by nothing else in it.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Router
from starlette.types import Receive, Scope, Send

from clankerbot_engine.clockify.sandbox.call import answer, caller_of, state_of
from clankerbot_engine.clockify.sandbox.refusals import Refusal
from clankerbot_engine.clockify.sandbox.routes import (
    approvals,
    clients,
    control,
    custom_fields,
    empty_lists,
    holidays,
    project_templates,
    projects,
    rates,
    reports,
    tags,
    tasks,
    time_entries,
    time_off,
    user_time_entries,
    users,
    webhooks,
)
from clankerbot_engine.clockify.sandbox.seed import seeded_state
from clankerbot_engine.clockify.sandbox.state import SandboxState
from clankerbot_engine.clockify.sandbox.wire import CONTROL, Wire

CORE = "/api/v1"
REPORTS = ("/report/v1", "/v1")


class Sandbox:
    """An ASGI application whose outermost layer is the wire: faults must reach the connection itself.

    The routes find `state` at their request, as they are those of all the sandboxes of a process.
    """

    def __init__(self, state: SandboxState, sleep: Callable[[float], Awaitable[None]]) -> None:
        self.state = state
        self._wire = Wire(self._served, state, sleep)
        self._lifespan = Router(lifespan=self._living)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._wire(scope, receive, send)

    async def _served(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(scope, receive, send)
            return
        scope["state"] = {**scope.get("state", {}), "sandbox": self.state}
        await _routes()(scope, receive, send)

    @asynccontextmanager
    async def _living(self, _: object) -> AsyncIterator[None]:
        yield
        await self.state.deliveries.aclose()


def create_sandbox(
    state: SandboxState | None = None, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> Sandbox:
    """Serves `state`; without one, the demo workspace as of now. Its deliveries end with the application's lifespan.

    `sleep` is how faults take their time.
    """
    return Sandbox(state or seeded_state(datetime.now(UTC)), sleep)


@cache
def _routes() -> FastAPI:
    """Once for each process: FastAPI takes longer to look at them than a test takes for all the rest."""
    app = FastAPI(
        title="Clockify sandbox",
        openapi_url=None,
        redirect_slashes=False,
        exception_handlers={Refusal: _refused, HTTPException: _no_route},
    )
    catalogue = (users, projects, project_templates, rates, tasks, tags, clients, custom_fields, empty_lists, holidays)
    for module in (*catalogue, time_entries, user_time_entries, webhooks, approvals, time_off):
        app.include_router(module.router, prefix=CORE)
    app.include_router(users.members, prefix=CORE)
    app.include_router(time_off.found, prefix=CORE)
    for prefix in REPORTS:
        app.include_router(reports.router, prefix=prefix)
    app.include_router(control.router, prefix=CONTROL)
    return app


async def _refused(request: Request, refusal: Any) -> Response:
    if refusal.message is None:
        return Response(status_code=refusal.status)
    body = {"message": refusal.message}
    return answer(body if refusal.code is None else {**body, "code": refusal.code}, refusal.status)


async def _no_route(request: Request, error: Any) -> Response:
    """Who asks is checked before what is asked for."""
    if not request.url.path.startswith(CONTROL):
        try:
            caller_of(state_of(request), request)
        except Refusal as refusal:
            return await _refused(request, refusal)
    if error.status_code == 405:
        said = f"Request method '{request.method}' is not supported"
    else:
        said = f"No static resource {request.url.path.lstrip('/')}."
    return answer({"message": said, "code": 3000}, error.status_code, headers=error.headers)
