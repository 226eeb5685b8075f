"""The sandbox as an application: the core API under `/api/v1`, the reports under `/report/v1`, control in `/sandbox`.

The reports answer under `/v1` too, where the global reports host has them: some clients change the host only.

The far side of the wire: the one place in the engine that knows FastAPI, and imported by nothing else in it.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from clankerbot_engine.clockify.sandbox.call import answer, caller_of
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


class Sandbox(FastAPI):
    """A FastAPI whose outermost layer is the wire: faults must reach the connection itself."""

    wire: Wire

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.wire(scope, receive, send)


def create_sandbox(
    state: SandboxState | None = None, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> FastAPI:
    """Serves `state`; without one, the demo workspace as of now. Its deliveries end with the application's lifespan.

    `sleep` is how faults take their time.
    """
    served = state or seeded_state(datetime.now(UTC))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await served.deliveries.aclose()

    app = Sandbox(
        title="Clockify sandbox",
        lifespan=lifespan,
        openapi_url=None,
        redirect_slashes=False,
        exception_handlers={Refusal: _refused, HTTPException: _no_route},
    )
    app.state.sandbox = served
    catalogue = (users, projects, project_templates, rates, tasks, tags, clients, custom_fields, empty_lists, holidays)
    for module in (*catalogue, time_entries, user_time_entries, webhooks, approvals, time_off):
        app.include_router(module.router, prefix=CORE)
    app.include_router(users.members, prefix=CORE)
    app.include_router(time_off.found, prefix=CORE)
    for prefix in REPORTS:
        app.include_router(reports.router, prefix=prefix)
    app.include_router(control.router, prefix=CONTROL)
    app.wire = Wire(super(Sandbox, app).__call__, served, sleep)
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
            caller_of(request.app.state.sandbox, request)
        except Refusal as refusal:
            return await _refused(request, refusal)
    if error.status_code == 405:
        said = f"Request method '{request.method}' is not supported"
    else:
        said = f"No static resource {request.url.path.lstrip('/')}."
    return answer({"message": said, "code": 3000}, error.status_code, headers=error.headers)
