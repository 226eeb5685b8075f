"""Something changed: whoever waits looks again."""

import asyncio


class Pulse:
    def __init__(self) -> None:
        self._waiting: set[asyncio.Event] = set()
        self.closed = False

    def beat(self) -> None:
        for event in self._waiting:
            event.set()

    def close(self) -> None:
        self.closed = True
        self.beat()

    def listen(self) -> "Listener":
        return Listener(self._waiting)


class Listener:
    """What beats while nobody waits is not lost; several beats are one."""

    def __init__(self, waiting: set[asyncio.Event]) -> None:
        self._all = waiting
        self._event = asyncio.Event()

    def __enter__(self) -> "Listener":
        self._all.add(self._event)
        return self

    def __exit__(self, *_: object) -> None:
        self._all.discard(self._event)

    async def beat(self, within_s: float) -> bool:
        """False where there was none in that time."""
        try:
            async with asyncio.timeout(within_s):
                await self._event.wait()
        except TimeoutError:
            return False
        self._event.clear()
        return True
