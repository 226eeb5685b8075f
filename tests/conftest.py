"""For every test: no socket leaves this machine, no setting of the developer's shell is seen, logging is as it was."""

import asyncio
import logging
import os
import socket
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from ulid import ULID

from clankerbot_engine.settings import Settings
from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.migrations import migrate
from tests import examples  # noqa: F401 - its profile holds for every property
from tests.fakes import postgres, redis
from tests.fakes.clocks import LoopTime
from tests.fakes.distributions import Site


def _is_local(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # a Unix socket
    host = address[0]
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def _no_outside_network() -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    real_connect = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if not _is_local(address):
            raise AssertionError(f"a test tried to reach {address!r}")
        real_connect(self, address)

    patch.setattr(socket.socket, "connect", connect)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def _clean_environment() -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    for name in Settings.model_fields:
        patch.delenv(name.upper(), raising=False)
    for name in list(os.environ):
        if name.startswith(("OTEL_", "CLANKERBOT_")):
            patch.delenv(name)
    yield
    patch.undo()


def _loggers() -> list[logging.Logger]:
    known = logging.root.manager.loggerDict.values()
    return [logging.root, *(each for each in known if isinstance(each, logging.Logger))]


@pytest.fixture(autouse=True)
def _loggers_as_before() -> Iterator[None]:
    """A service in a test configures logging for the whole process; a server of a module did so before its tests."""
    before = [(each, each.level, each.handlers[:], each.propagate) for each in _loggers()]
    yield
    logging.captureWarnings(False)
    for each, level, handlers, propagate in before:
        each.setLevel(logging.NOTSET if each.name.startswith("uvicorn") else level)
        each.handlers[:] = handlers
        each.propagate = propagate


@pytest.fixture
async def loop_time(monkeypatch: pytest.MonkeyPatch) -> LoopTime:
    return LoopTime(monkeypatch)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Where distributions of somebody else can be installed, for this test alone."""
    opened = Site(tmp_path / "site-packages", monkeypatch)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a real server, which starts with the first test that wants it."""
    with postgres.server() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """The name of a database there whose schema is current, to be copied."""
    with postgres.database(postgres_server, "current_schema") as url:
        asyncio.run(_migrate(url))
        yield "current_schema"


async def _migrate(url: str) -> None:
    database = await Database.open(url)
    await migrate(database)
    await database.close()


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """Of a database for this test alone; its schema is current."""
    with postgres.database(postgres_server, f"test_{ULID()}".lower(), like=postgres_template) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Of a database that nothing has been made in."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/with % and space.db"
        return
    with postgres.database(request.getfixturevalue("postgres_server"), f"test_{ULID()}".lower()) as url:
        yield url


@pytest.fixture(scope="session")
def redis_of_all_tests() -> Iterator[str]:
    with redis.url() as url:
        yield url


@pytest.fixture
def redis_url(redis_of_all_tests: str) -> str:
    """Of a real server with nothing in it."""
    with Redis.from_url(redis_of_all_tests) as client:
        client.flushdb()
    return redis_of_all_tests


@pytest.fixture
def redis_server() -> Iterator[redis.Server]:
    """A real server for this test alone, which may be killed."""
    with redis.server() as running:
        yield running
