"""The service as an ASGI application: middleware, error handlers, routes, and what they work with."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI
from starlette.middleware import Middleware

from clankerbot_engine.settings import Settings
from clankerbot_engine.telemetry import start_tracing
from clankerbot_http.composition import Services, open_services
from clankerbot_http.errors import add_error_handlers
from clankerbot_http.middleware import middleware
from clankerbot_http.routes import (
    actions,
    console,
    documentation,
    guide,
    health,
    inbox,
    metrics,
    pending,
    playground,
    registering,
    reports,
    root,
    schedules,
    slack,
    subscriptions,
    webhooks,
)
from clankerbot_http.routes.direct import DirectRoutes, direct_endpoints
from clankerbot_http.routes.documentation import document_of
from clankerbot_http.version import version


def create_app(settings: Settings | None = None, *, services: Services | None = None) -> FastAPI:
    """Without `services`, they are opened from the settings (the environment's by default) when the server starts.

    Who passes `services` closes them. Raises `SettingsError`.
    """
    if services is not None:
        settings, tracing = services.settings, services.tracing
    else:
        settings = settings or Settings.from_environment()
        tracing = start_tracing(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if services is not None:
            yield
            return
        async with open_services(settings, tracing=tracing) as opened:
            app.state.services = opened
            yield

    # `/webhooks/sync` comes before `/webhooks/{provider}`.
    modules = (
        actions,
        pending,
        registering,
        webhooks,
        slack,
        reports,
        schedules,
        subscriptions,
        inbox,
        health,
        metrics,
        playground,
        console,
        guide,
        root,
        documentation,
    )
    routers = [module.router for module in modules]
    app = FastAPI(
        title="Clankerbot",
        version=version(),
        lifespan=lifespan,
        middleware=[*middleware(settings), Middleware(DirectRoutes, endpoints=direct_endpoints(routers))],
        # Its own tracing would put queries, and so what people wrote, into the spans (`engine.telemetry` traces).
        telemetry={"tracing": False, "metrics": False, "logs": False},
        openapi_url=None,  # `routes.documentation` serves it
        redirect_slashes=False,
    )
    app.state.services = services
    add_error_handlers(app)
    for router in routers:
        app.include_router(router)
    app.openapi = partial(document_of, app)  # type: ignore[method-assign]
    if tracing is not None:
        tracing.instrument_app(app)
    return app
