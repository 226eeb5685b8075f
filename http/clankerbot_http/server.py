"""The server process: uvicorn, with our listeners, our log and our way to stop.

uvicorn closes its listener at SIGTERM at once, while a balancer still sends requests. Here SIGTERM first makes
`/readyz` say 503, and requests are served for a few seconds more; then nothing is accepted any more, and what runs is
finished within a bound.
"""

import asyncio
import errno
import logging
import signal
import socket
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from types import FrameType
from typing import Any, Final

import uvicorn
import uvloop
from starlette.types import ASGIApp

from clankerbot_engine.errors import NotReady
from clankerbot_engine.settings import SettingsError
from clankerbot_http.request_heads import BoundedHeads

log = logging.getLogger(__name__)

GRACE_S: Final = 4.0
"""From SIGTERM until nothing is accepted any more: time for a balancer to see the 503 of `/readyz`."""
FINISH_S: Final = 15
"""What then still runs is cancelled after so long."""
KEEP_ALIVE_S: Final = 65
"""Longer than a balancer keeps its idle connections (often 60 s), so that it never meets one that just closed."""


def open_listeners(host: str, port: int) -> list[socket.socket]:
    """Listening sockets on every address of `host`; port 0 takes a free one. Raises `SettingsError` for a host that is
    not this machine, and `NotReady`, in words.

    They listen from now on: who connects while the service starts waits instead of being turned away.
    """
    try:
        addresses = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError):
        raise _wrong_host(host) from None
    listeners: list[socket.socket] = []
    try:
        for family, *_, address in dict.fromkeys(addresses):
            listener = socket.socket(family, socket.SOCK_STREAM)
            listeners.append(listener)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            listener.bind((address[0], port_of(listeners) or port, *address[2:]))
            listener.listen(2048)
            listener.setblocking(False)
    except OSError as error:
        for listener in listeners:
            listener.close()
        raise _why_not(error, host, port) from None
    return listeners


def port_of(listeners: list[socket.socket]) -> int:
    return int(listeners[0].getsockname()[1])


def _why_not(error: OSError, host: str, port: int) -> NotReady | SettingsError:
    if error.errno == errno.EADDRINUSE:
        return NotReady(
            f"Port {port} of {host} is in use by another program. "
            "Stop that program, or set PORT to another port (0 takes a free one)."
        )
    if error.errno == errno.EACCES:
        return NotReady(f"Port {port} may not be used without more rights. Set PORT to one above 1023.")
    return _wrong_host(host)


def _wrong_host(host: str) -> SettingsError:
    return SettingsError(f"HOST: {host!r} is not an address of this machine (for example 127.0.0.1)")


class Server(uvicorn.Server):
    """`on_stopping` is called in the handler of the first signal: it may set a flag, and no more."""

    def __init__(
        self,
        app: Callable[..., Any],
        *,
        on_started: Callable[[], None] = lambda: None,
        on_stopping: Callable[[], None] = lambda: None,
        grace_s: float = GRACE_S,
        finish_s: int = FINISH_S,
        http: type[BoundedHeads] = BoundedHeads,
    ) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=http,
                ws="none",
                log_config=None,
                log_level=max(logging.WARNING, logging.getLogger().level),
                access_log=False,
                server_header=False,
                proxy_headers=False,  # TRUSTED_PROXIES is ours
                timeout_keep_alive=KEEP_ALIVE_S,
                timeout_graceful_shutdown=finish_s,
            )
        )
        self._on_started = on_started
        self._on_stopping = on_stopping
        self._grace_s = grace_s
        self._stop_at: float | None = None
        self._stop_told = False

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            self._on_started()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Not handed on to uvicorn, which would raise the signal again once all is done: a clean stop exits with 0."""
        if self._stop_at is None:
            # Who presses Ctrl-C is no balancer.
            self._stop_at = time.monotonic() + (0.0 if sig == signal.SIGINT else self._grace_s)
            self._on_stopping()
        elif sig == signal.SIGINT:
            # A second Ctrl-C stops at once, as if no handler were there; the journal settles what was under way.
            signal.signal(sig, signal.SIG_DFL)
            signal.raise_signal(sig)

    async def on_tick(self, counter: int) -> bool:
        if self._stop_at is not None:
            if not self._stop_told:  # here, since a signal handler must not write to the log
                self._stop_told = True
                log.info("stopping", extra={"in_s": round(max(0.0, self._stop_at - time.monotonic()), 1)})
            if time.monotonic() >= self._stop_at:
                self.should_exit = True
        return await super().on_tick(counter)


class InnerServer(Server):
    """Served beside another one in the same process, which has the signals; `should_exit` stops it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def served(app: ASGIApp, listeners: list[socket.socket], *, name: str) -> AsyncIterator[None]:
    """Beside another server, until it is left."""
    started = asyncio.Event()
    server = InnerServer(app, on_started=started.set)
    serving = asyncio.create_task(server.serve(listeners), name=name)
    await started.wait()
    try:
        yield
    finally:
        server.should_exit = True
        await serving


def run_until_stopped(main: Coroutine[Any, Any, None]) -> None:
    """On uvloop. Raises `KeyboardInterrupt` where Ctrl-C comes before the server has the signals."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main)
