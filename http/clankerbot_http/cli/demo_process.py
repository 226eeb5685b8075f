"""The demo: the service with a Clockify of its own, the sandbox, in one process.

Apart from its command, whose help must not wait for all of it to be imported.
"""

import fcntl
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
import httpx
from pydantic import SecretStr
from starlette.applications import Starlette

from clankerbot_engine.clockify.sandbox import DEMO_API_KEY, create_sandbox, seeded_state
from clankerbot_engine.errors import NotReady
from clankerbot_engine.logs import configure_logging
from clankerbot_engine.settings import Settings
from clankerbot_engine.stores.database import SQLITE
from clankerbot_engine.stores.ports import SCOPES
from clankerbot_engine.tokens import issue_token
from clankerbot_http.addresses import url_of
from clankerbot_http.app import create_app
from clankerbot_http.cli.demo_text import Demo, introduction
from clankerbot_http.composition import open_services, utc_now
from clankerbot_http.safety import refuse_public_demo
from clankerbot_http.server import Server, open_listeners, port_of, run_until_stopped, served
from clankerbot_http.web.playground import demo_slack, slack_settings, with_playground
from clankerbot_http.web.slack_sandbox import create_web_api

DATABASE = Path("data/demo.db")
ZONE = "Europe/Berlin"
PORTS_TRIED = 20


def run_demo() -> None:
    """Until it is told to stop. Raises `SettingsError` and `NotReady`."""
    given = Settings.from_environment(_environment())
    refuse_public_demo(given)
    # Until the introduction is there, nobody can do anything with what is logged of the start.
    level = given.log_level if "log_level" in given.model_fields_set else "warning"
    configure_logging(level, given.log_json, settings=given)
    forget_former_demo(DATABASE)
    run_until_stopped(_demo(given, _service_listeners(given)))


def _environment() -> dict[str, str]:
    """The demo talks to its sandbox only, whatever the environment and `.env` say of a real Clockify."""
    real = [name.upper() for name in Settings.model_fields if name.startswith("clockify_")]
    return {**os.environ, **dict.fromkeys([*real, "REDIS_URL", "DATABASE_URL", "WEBHOOK_SHARED_SECRET"], "")}


def _has_socket_mode(given: Settings) -> bool:
    """It alone works here, as Slack cannot call this machine: it takes both tokens."""
    return given.slack_bot_token is not None and given.slack_app_token is not None


def forget_former_demo(path: Path) -> None:
    """The sandbox begins anew, so what the database knew of the last one is wrong. Raises `NotReady`."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _locked(path.with_name(f"{path.name}.lock")):
            for suffix in ("", "-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
    except BlockingIOError:
        raise NotReady(
            f"Another demo runs in this folder (on {path}). Stop it, or start this one in another folder."
        ) from None
    except OSError as error:
        raise NotReady(f"The demo's database {path} cannot be made here: {error.strerror}.") from None


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """The lock that `Database` holds while a service runs."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


def _service_listeners(given: Settings) -> list[socket.socket]:
    if "port" in given.model_fields_set:
        return open_listeners(given.host, given.port)
    return _first_free(given.host, [*range(given.port, given.port + PORTS_TRIED), 0])


def _first_free(host: str, ports: list[int]) -> list[socket.socket]:
    *some, last = ports
    for port in some:
        try:
            return open_listeners(host, port)
        except NotReady:
            continue
    return open_listeners(host, last)


async def _demo(given: Settings, listeners: list[socket.socket]) -> None:
    port = port_of(listeners)
    zone = given.timezone if "timezone" in given.model_fields_set else ZONE
    now = datetime.now(UTC)
    sandbox = seeded_state(now, zone)
    sandbox_listeners = _first_free(given.host, [port + 1, 0] if port < 65535 else [0])
    url = url_of(given.host, port)
    sandbox_url = url_of(given.host, port_of(sandbox_listeners))
    webhook_secret = secrets.token_urlsafe(24)
    # With Slack itself, people are there, and the page has nobody to play.
    slack = None if _has_socket_mode(given) else demo_slack(utc_now, sandbox)
    slack_listeners = open_listeners("127.0.0.1", 0)
    if slack is not None:
        slack.url = url_of("127.0.0.1", port_of(slack_listeners))
    settings = given.model_copy(
        update={
            **({} if slack is None else slack_settings(slack)),
            "port": port,
            "public_url": url,  # for the sandbox's webhooks
            "database_url": f"{SQLITE}{DATABASE}",
            "clockify_api_key": SecretStr(DEMO_API_KEY),
            "clockify_base_url": f"{sandbox_url}/api",
            "webhook_shared_secret": (SecretStr(webhook_secret),),
            "secret_keys": given.secret_keys or (SecretStr(secrets.token_urlsafe(32)),),
        }
    )
    async with (
        # Until the service has closed: what it still writes must find its Clockify, what it still says its Slack.
        served(create_sandbox(sandbox), sandbox_listeners, name="sandbox"),
        served(Starlette() if slack is None else create_web_api(slack), slack_listeners, name="slack_sandbox"),
        httpx.AsyncClient(trust_env=False) as http,  # no proxy leads to this machine
        open_services(settings, http=http) as opened,
    ):
        services = opened if slack is None else await with_playground(opened, sandbox, slack)
        _, token = await issue_token(services.token_store, "demo", SCOPES, clock=services.clock)
        await services.registering.sync()
        demo = Demo(
            url=url,
            token=token,
            webhook_secret=webhook_secret,
            sandbox_url=sandbox_url,
            api_key=DEMO_API_KEY,
            workspace=sandbox.workspace_name,
            workspace_id=sandbox.workspace_id,
            user_id=sandbox.owner.id,
            project_id=next(project.id for project in sandbox.projects.values() if project.name == "Apollo"),
            started_at=now,
            has_page=services.playground is not None,
        )

        def stop() -> None:
            services.readiness.start_draining()
            if services.playground is not None:  # pages would listen for ever
                services.playground.pulse.close()

        def introduce() -> None:
            click.echo(introduction(demo))
            configure_logging(given.log_level, given.log_json, settings=given)

        server = Server(
            create_app(services=services),
            on_started=introduce,
            on_stopping=stop,
            grace_s=0,
        )
        await server.serve(listeners)
