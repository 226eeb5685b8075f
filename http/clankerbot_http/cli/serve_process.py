"""The service as a process. Apart from its command, whose help must not wait for all of it to be imported."""

import gc
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from clankerbot_engine.settings import Settings
from clankerbot_http.addresses import url_of
from clankerbot_http.app import create_app
from clankerbot_http.composition import open_services
from clankerbot_http.server import Server, open_listeners, port_of, run_until_stopped

if TYPE_CHECKING:
    from clankerbot_http.web.playground import Playground

log = logging.getLogger(__name__)


def serve(settings: Settings) -> None:
    """Until it is told to stop. Raises `SettingsError` and `NotReady`."""
    run_until_stopped(_serve(settings, open_listeners(settings.host, settings.port)))


@asynccontextmanager
async def _playground(settings: Settings) -> AsyncIterator["Playground | None"]:
    if not settings.playground:
        yield None
        return
    from clankerbot_http.web.opening import open_playground  # with the sandboxes, which nothing else needs

    async with open_playground(settings) as opened:
        yield opened


async def _serve(settings: Settings, listeners: list[socket.socket]) -> None:
    url = url_of(settings.host, port_of(listeners))

    def started() -> None:
        log.info("listening", extra={"url": url})
        if not settings.log_json:
            click.echo(f"Clankerbot listens on {url} (Ctrl-C stops it). What it can do: {url}/docs")

    async with open_services(settings) as opened, _playground(settings) as playground:
        services = replace(opened, playground=playground)

        def stop() -> None:
            services.readiness.start_draining()
            if playground is not None:  # its pages would listen for ever
                playground.pulse.close()

        if services.clockify is None:
            log.warning(
                "clockify_not_configured",
                extra={"effect": "texts are read, but nothing can be logged", "mend": "set CLOCKIFY_API_KEY"},
            )
        app = create_app(services=services)
        server = Server(app, on_started=started, on_stopping=stop)
        # What the start has made stays: a full collection that looks at all of it holds every answer up for 0.2 s.
        gc.freeze()
        await server.serve(listeners)
    log.info("stopped")
