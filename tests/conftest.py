"""For every test: no socket leaves this machine, no setting of the developer's shell is seen, logging is as it was."""

import logging
import os
import socket
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any

import pytest

from clankerbot_engine.settings import Settings


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
