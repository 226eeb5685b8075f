"""A TCP proxy between a process and what it depends on: it holds bytes back, loses them, breaks connections, or lets
nobody in."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

BLOCK: int = 65_536


class FaultProxy:
    """On a port of 127.0.0.1, before a Unix socket, or another port. Its methods are for other threads than its own."""

    def __init__(self, target: str | int) -> None:
        self._target = target
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._open: set[asyncio.StreamWriter] = set()
        self._away = False
        self._swallows = False
        self._delay_s = 0.0
        self._server: asyncio.Server | None = None
        self.port = 0
        self.connections = 0

    def start(self) -> None:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def cut(self) -> None:
        """Every connection breaks, in the midst of whatever it carries, and no new one is let through until `heal`."""
        self._away = True
        self._loop.call_soon_threadsafe(self._break_all)

    def interrupt(self) -> None:
        """Every connection breaks; new ones are let through."""
        self._loop.call_soon_threadsafe(self._break_all)

    def drop(self) -> None:
        """Connections stay and new ones are taken, and whatever is sent on them is lost, until `heal` breaks them: what
        was lost of them does not come any more."""
        self._swallows = True

    def delay(self, seconds: float) -> None:
        """From now on every block of bytes is held back for so long."""
        self._delay_s = seconds

    def heal(self) -> None:
        if self._swallows:
            self.interrupt()
        self._away, self._swallows, self._delay_s = False, False, 0.0

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        assert self._server is not None
        self._server.close()
        self._break_all()
        carrying = asyncio.all_tasks() - {asyncio.current_task()}
        if carrying:
            await asyncio.wait(carrying, timeout=10)
        await asyncio.sleep(0.05)  # aborted transports close in the loop's next turns

    def _break_all(self) -> None:
        for writer in [*self._open]:
            writer.transport.abort()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        pair = {writer}
        try:
            if self._away:
                return
            with suppress(OSError):
                there_reader, there_writer = await self._connect()
                pair.add(there_writer)
                self._open |= pair
                await asyncio.gather(self._carry(reader, there_writer), self._carry(there_reader, writer))
        finally:
            self._open -= pair
            for each in pair:
                each.transport.abort()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if isinstance(self._target, str):
            return await asyncio.open_unix_connection(self._target)
        return await asyncio.open_connection("127.0.0.1", self._target)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while block := await reader.read(BLOCK):
                if self._delay_s:
                    await asyncio.sleep(self._delay_s)
                if self._swallows:
                    continue
                writer.write(block)
                await writer.drain()
        writer.transport.abort()


@contextmanager
def before(target: str | int) -> Iterator[FaultProxy]:
    """`target`: the path of a Unix socket, or a port of 127.0.0.1."""
    proxy = FaultProxy(target)
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.stop()
