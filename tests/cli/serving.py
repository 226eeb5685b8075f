"""An ASGI application on a local port, in a thread of its own."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from clankerbot_http.addresses import url_of
from clankerbot_http.server import InnerServer, open_listeners, port_of


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """Its URL."""
    listeners = open_listeners("127.0.0.1", 0)
    started = threading.Event()
    server = InnerServer(app, on_started=started.set)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(listeners)))
    thread.start()
    try:
        assert started.wait(60)
        yield url_of("127.0.0.1", port_of(listeners))
    finally:
        server.should_exit = server.force_exit = True  # who still waits for an answer waits in vain
        thread.join()
