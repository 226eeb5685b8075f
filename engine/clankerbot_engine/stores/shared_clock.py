"""The time by the database's clock: what one instance works on is left to it by a clock that all of them share.

Between two looks it goes on by this machine's seconds since it started, which nobody sets. So neither a clock that is
off nor one that is set back matters to instances on one Postgres.
"""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from clankerbot_engine.errors import NotReady
from clankerbot_engine.stores.database import Database

log = logging.getLogger(__name__)

LOOKS_EVERY_S: Final = 60.0
LONGEST_LOOK_S: Final = 0.5
"""An answer that took longer says too little."""
TELLS_FROM: Final = timedelta(seconds=5)


class SharedClock:
    """Open with `await SharedClock.of(database)`, then `look` now and then."""

    def __init__(
        self,
        database: Database,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        own: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._monotonic = monotonic
        self._own = own
        self._at, self._since = own(), monotonic()

    @classmethod
    async def of(cls, database: Database) -> "SharedClock":
        clock = cls(database)
        await clock.look()
        ahead = clock() - clock._own()
        if abs(ahead) > TELLS_FROM:
            log.warning("clock_differs", extra={"database_ahead_s": round(ahead.total_seconds(), 1)})
        return clock

    def __call__(self) -> datetime:
        return self._at + timedelta(seconds=self._monotonic() - self._since)

    async def look(self) -> None:
        """Where the database is away, or slow, it goes on as before."""
        began = self._monotonic()
        try:
            now = await self._database.read(_now)
        except NotReady:
            return
        ended = self._monotonic()
        if ended - began <= LONGEST_LOOK_S:
            self._at, self._since = now, (began + ended) / 2


def _now(connection: Connection) -> datetime:
    now: datetime = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
    return now.astimezone(UTC)
