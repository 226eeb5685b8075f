"""One Postgres database, shared by any number of instances.

Transactions that write are serializable: Postgres lets them run side by side, and gives one up where they would not
have come out as one after the other. That one is run again. So what holds with SQLite's one writer holds here too.
"""

import asyncio
import hashlib
import logging
import random
import time
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any, Final, Self, TypeVar

import psycopg
from psycopg.types.string import StrDumper
from sqlalchemy import Connection, Engine, String, Table, Text, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.compiler import compiles

from clankerbot_engine.errors import NotReady
from clankerbot_engine.stores.database import Database, database_name
from clankerbot_engine.stores.faults import database_away
from clankerbot_engine.stores.grouped_inserts import insert_new
from clankerbot_engine.stores.postgres_connections import ANSWERS_WITHIN_S, BoundedAsyncConnection, BoundedConnection

log = logging.getLogger(__name__)

T = TypeVar("T")

CONNECTIONS: Final = 15
"""As many threads, so that none waits for a connection. One more connection holds the locks."""
MOST_TRIES: Final = 20
RUN_AGAIN: Final = frozenset({"40001", "40P01"})
"""Given up in favour of another transaction, or to end a deadlock: nothing of it is left."""
LONGEST_PAUSE_S: Final = 0.25
MIGRATING: Final = "migrating"
_NO_ADDRESS: Final = "DATABASE_URL is no address of a Postgres database, such as postgresql://user:password@host/name."
_CONNECT: Final[dict[str, Any]] = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    # Milliseconds. Keepalives are not sent while what we sent is not acknowledged: that would be tried for minutes.
    "tcp_user_timeout": 20_000,
}
# The server, too, is to notice soon that an instance is gone without a word, and give free what it held.
_NOTICED: Final = "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3"
_LIMITS: Final = (
    "SET statement_timeout = '5s'; SET lock_timeout = '2s'; SET idle_in_transaction_session_timeout = '10s'; "
    + _NOTICED
)


class PostgresDatabase(Database):
    def __init__(self, url: str) -> None:
        address = make_url(url)
        self.name = database_name(url)
        self.locks: AdvisoryLocks = AdvisoryLocks(url)
        self._engine = create_engine(
            address.set(drivername="postgresql+psycopg"),
            pool_size=CONNECTIONS,
            max_overflow=0,
            hide_parameters=True,  # an error, and so the log, must not hold what somebody wrote
            connect_args=_CONNECT,
            execution_options={"preserve_rowcount": True},  # of an INSERT, too: 0 says that it was there already
        )
        event.listen(self._engine, "do_connect", _connect)
        event.listen(self._engine, "connect", _configure)
        self._reading = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        self._writing = self._engine.execution_options(isolation_level="SERIALIZABLE")
        self._threads = ThreadPoolExecutor(CONNECTIONS, "database")

    @classmethod
    async def connect(cls, url: str) -> Self:
        """Raises `NotReady`, in words, where nobody answers there, or nobody lets us in."""
        try:
            database = cls(url)
        except (ArgumentError, ValueError):
            raise NotReady(_NO_ADDRESS) from None
        try:
            version = await database._run_read(
                lambda connection: connection.exec_driver_sql("SHOW server_version").scalar()
            )
            database.version = f"Postgres {version}"
        except DBAPIError as error:
            await database.close()
            reason = str(error.orig).strip().partition("\n")[0]
            raise NotReady(f"The database {database.name} cannot be opened: {reason}.") from None
        log.info("database_opened", extra={"postgres_version": version})
        return database

    async def _run_read(self, work: Callable[[Connection], T]) -> T:
        return await self._in_thread(partial(_carried_out, self._reading, work))

    async def _run_write(self, work: Callable[[Connection], T]) -> T:
        return await asyncio.shield(self._in_thread(partial(_carried_out, self._writing, work)))

    async def _run_insert_new(self, table: Table, records: Sequence[Any]) -> int:
        # One statement that looks at nothing but keys needs no order among the transactions.
        return await asyncio.shield(self._run_read(lambda connection: insert_new(connection, table, records)))

    async def _run_alter(self, work: Callable[[Connection], T]) -> T:
        return await asyncio.shield(self._in_thread(partial(_altered, self._engine, work)))

    async def close(self) -> None:
        await asyncio.to_thread(self._threads.shutdown)
        self._engine.dispose()
        await self.locks.close()

    def _in_thread(self, work: Callable[[], T]) -> asyncio.Future[T]:
        return asyncio.get_running_loop().run_in_executor(self._threads, work)


def _carried_out(engine: Engine, work: Callable[[Connection], T]) -> T:
    """In a transaction; again in another one, where nothing of it was committed and that may help."""
    tries, give_up_at = 0, time.monotonic() + ANSWERS_WITHIN_S
    while True:
        tries += 1
        committing = False
        try:
            with engine.connect() as connection:
                outcome = work(connection)
                committing = True
                connection.commit()
                return outcome
        except DBAPIError as error:
            # A connection that is lost while the server is asked to commit leaves it open whether it did.
            lost = error.connection_invalidated and not committing and time.monotonic() < give_up_at
            if not (lost or getattr(error.orig, "sqlstate", None) in RUN_AGAIN) or tries == MOST_TRIES:
                raise
        time.sleep(_jittered(min(LONGEST_PAUSE_S, 0.002 * 2**tries)))


def _altered(engine: Engine, work: Callable[[Connection], T]) -> T:
    # Not serializable: what another instance did while this one waited for its turn is to be seen.
    with engine.begin() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, BoundedConnection)
        with driver.however_long_it_takes():
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0")
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (_number(MIGRATING),))
            return work(connection)


class AdvisoryLocks:
    """`Locks` by Postgres. All that this process holds is held by one connection, and ends with it.

    Should that connection break, the locks are taken anew; what another instance took meanwhile is said in the log.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: BoundedAsyncConnection | None = None
        self._connecting = asyncio.Lock()
        self._held: set[int] = set()
        self._is_closed = False

    @asynccontextmanager
    async def hold(self, name: str) -> AsyncIterator[None]:
        number = _number(name)
        pause_s = 0.005
        while not await self._asked_for(number):
            await asyncio.sleep(_jittered(pause_s))
            pause_s = min(LONGEST_PAUSE_S, 2 * pause_s)
        self._held.add(number)
        try:
            yield
        finally:
            self._held.discard(number)
            await asyncio.shield(self._give_back(number))

    @property
    def is_connected(self) -> bool:
        return self._connection is not None and not self._connection.closed

    async def close(self) -> None:
        """All that is held is given back by it."""
        self._is_closed = True
        if self._connection is not None:
            await self._connection.close()

    async def _asked_for(self, number: int) -> bool:
        """Raises `NotReady`."""
        try:
            return await self._taken_or_given_back(number)
        except psycopg.OperationalError:
            raise database_away() from None

    async def _taken_or_given_back(self, number: int) -> bool:
        """Who stops waiting in the very moment that it is taken, leaves it to nobody."""
        taking = asyncio.ensure_future(self._take(number))
        try:
            return await asyncio.shield(taking)
        except asyncio.CancelledError:
            await asyncio.shield(self._give_back_what_is(taking, number))
            raise

    async def _take(self, number: int) -> bool:
        try:
            return await _taken(await self._connected(), number)
        except psycopg.OperationalError:
            return await _taken(await self._connected(), number)  # that connection had broken: by another one

    async def _give_back_what_is(self, taking: asyncio.Future[bool], number: int) -> None:
        with suppress(psycopg.OperationalError):
            if await taking:
                await self._give_back(number)

    async def _give_back(self, number: int) -> None:
        if self._is_closed:
            return
        try:
            await (await self._connected()).execute("SELECT pg_advisory_unlock(%s)", (number,))
        except psycopg.OperationalError:
            log.warning("lock_connection_lost")  # and with it the lock

    async def _connected(self) -> BoundedAsyncConnection:
        async with self._connecting:
            if self._connection is None or not self.is_connected:
                anew = self._connection is not None
                self._connection = await BoundedAsyncConnection.connect(self._url, autocommit=True, **_CONNECT)
                await self._connection.execute(_NOTICED)
                if anew:
                    lost = [number for number in self._held if not await _taken(self._connection, number)]
                    log.warning("locks_taken_anew", extra={"count": len(self._held), "lost": len(lost)})
            return self._connection


async def _taken(connection: BoundedAsyncConnection, number: int) -> bool:
    row = await (await connection.execute("SELECT pg_try_advisory_lock(%s)", (number,))).fetchone()
    return row is not None and row[0] is True


def _jittered(most_s: float) -> float:
    return random.uniform(0, most_s)  # noqa: S311 - nobody gains by guessing it


def _number(name: str) -> int:
    """What Postgres knows a lock by: 64 bits."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), signed=True)


def _connect(_dialect: object, _record: object, words: list[Any], named: dict[str, Any]) -> BoundedConnection:
    return BoundedConnection.connect(*words, **named)


def _configure(connection: Any, _record: object) -> None:
    connection.adapters.register_dumper(str, _WithoutNul)
    connection.autocommit = True
    connection.execute(_LIMITS)
    connection.autocommit = False


class _WithoutNul(StrDumper):
    """Postgres keeps no NUL in a text, where SQLite does: what somebody sent is not refused for it."""

    def dump(self, obj: str) -> Any:
        return super().dump(obj.replace("\0", "\ufffd"))


@compiles(String, "postgresql")
@compiles(Text, "postgresql")
def _text(_type: String, _compiler: Any, *, type_expression: Any = None, **_: Any) -> str:
    """The lengths of `tables` tell a reader what to expect. SQLite holds nobody to them, so Postgres does not either,
    and orders as SQLite does: by the characters' numbers."""
    return "TEXT" if type_expression is None else 'TEXT COLLATE "C"'
