"""One SQLite database: one connection that writes and checkpoints, others that only read.

SQLite before 3.51.3 can corrupt a WAL file when two connections write or checkpoint at the same instant, so writes are
serialised here, only the writer checkpoints, and a lock file refuses a second service on the same file. Short admin
commands (`clankerbot token create`) may work beside a running service: they never checkpoint, and take a second lock
that the service holds while it does.

What is asked of the database runs in threads of its own, each whole piece of work in one go: a thread's turn costs as
much as several statements.
"""

import asyncio
import fcntl
import logging
import os
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any, Final, Self, TypeVar

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from clankerbot_engine.errors import NotReady
from clankerbot_engine.stores.database import Database, Role
from clankerbot_engine.stores.grouped_inserts import insert_new
from clankerbot_engine.stores.locks import OneInstance

log = logging.getLogger(__name__)

T = TypeVar("T")

CHECKPOINT_AFTER_WRITES: Final = 500
READERS: Final = 4


class SqliteDatabase(Database):
    def __init__(self, path: Path, role: Role, lock: int | None) -> None:
        self.path = path
        self.name = str(path)
        self.version = f"SQLite {sqlite3.sqlite_version}"
        self.locks = OneInstance()
        self._role = role
        self._lock = lock
        self._writes_since_checkpoint = 0
        self._writer = _engine(path, pool_size=1, read_only=False)
        self._readers = _engine(path, pool_size=READERS, read_only=True)
        self._writing = ThreadPoolExecutor(1, "database_writer")
        self._reading = ThreadPoolExecutor(READERS, "database_reader")

    @classmethod
    async def open_file(cls, path: Path, role: Role) -> Self:
        """Raises `NotReady`, in words, where the file cannot be used or a service already has it."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _check_writable(path)
            lock = _take_lock(path.with_name(path.name + ".lock")) if role == "service" else None
        except BlockingIOError:
            raise NotReady(
                f"The database {path} is in use by a running clankerbot service. Stop that service first, "
                "or talk to it: set CLANKERBOT_TOKEN (and CLANKERBOT_URL)."
            ) from None
        except OSError as error:
            raise NotReady(f"The database {path} cannot be opened: {error.strerror}.") from None
        database = cls(path, role, lock)
        try:
            await database._in_writer(
                database._on_writer, lambda connection: connection.exec_driver_sql("PRAGMA journal_mode=WAL").close()
            )
        except DBAPIError as error:
            await database.close()
            raise NotReady(f"The database {path} cannot be opened: {error.orig}.") from None
        path.chmod(0o600)  # noqa: ASYNC240 - once, at the start
        log.info("database_opened", extra={"sqlite_version": sqlite3.sqlite_version, "role": role})
        return database

    async def _run_read(self, work: Callable[[Connection], T]) -> T:
        """In a reader's thread."""
        return await asyncio.get_running_loop().run_in_executor(self._reading, self._read, work)

    async def _run_write(self, work: Callable[[Connection], T]) -> T:
        """In the writer's thread."""
        return await self._in_writer(self._write, work)

    async def _run_insert_new(self, table: Table, records: Sequence[Any]) -> int:
        # A statement is a transaction of its own: to begin and to end one would take the interpreter's lock anew.
        return await self._in_writer(self._written, lambda connection: insert_new(connection, table, records))

    async def _run_alter(self, work: Callable[[Connection], T]) -> T:
        return await self._run_write(work)  # no other may write anyhow

    async def close(self) -> None:
        for threads, engine in ((self._reading, self._readers), (self._writing, self._writer)):
            await asyncio.to_thread(threads.shutdown)
            engine.dispose()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    async def _in_writer(self, how: Callable[[Callable[[Connection], T]], T], work: Callable[[Connection], T]) -> T:
        return await asyncio.shield(asyncio.get_running_loop().run_in_executor(self._writing, how, work))

    def _read(self, work: Callable[[Connection], T]) -> T:
        with self._readers.connect() as connection:
            return work(connection)

    def _on_writer(self, work: Callable[[Connection], T]) -> T:
        with self._writer.connect() as connection:
            return work(connection)

    def _write(self, work: Callable[[Connection], T]) -> T:
        return self._written(lambda connection: _in_transaction(connection, work))

    def _written(self, work: Callable[[Connection], T]) -> T:
        with _Held(self._checkpoint_lock_path) if self._role == "admin" else nullcontext():
            outcome = self._on_writer(work)
        if self._role == "service":
            self._writes_since_checkpoint += 1
            if self._writes_since_checkpoint >= CHECKPOINT_AFTER_WRITES:
                self._checkpoint()
        return outcome

    def _checkpoint(self) -> None:
        self._writes_since_checkpoint = 0
        with _Held(self._checkpoint_lock_path):
            self._on_writer(lambda connection: connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)").close())

    @property
    def _checkpoint_lock_path(self) -> Path:
        return self.path.with_name(self.path.name + ".checkpoint-lock")


def _in_transaction(connection: Connection, work: Callable[[Connection], T]) -> T:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        outcome = work(connection)
    except BaseException:
        with suppress(DBAPIError):  # a full disk, for one, has rolled it back already
            connection.exec_driver_sql("ROLLBACK")
        raise
    connection.exec_driver_sql("COMMIT")
    return outcome


def _engine(path: Path, *, pool_size: int, read_only: bool) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        poolclass=QueuePool,
        pool_size=pool_size,
        max_overflow=0,
        hide_parameters=True,  # an error, and so the log, must not hold what somebody wrote
        isolation_level="AUTOCOMMIT",  # transactions are begun by hand: the driver's own begin late and as readers
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for pragma in (
            "busy_timeout=5000",
            "foreign_keys=ON",
            "synchronous=FULL",
            "journal_size_limit=67108864",
            "wal_autocheckpoint=0",  # the service checkpoints by itself, under a lock
            *(("query_only=ON",) if read_only else ()),
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return engine


def _check_writable(path: Path) -> None:
    """SQLite opens what it may not write, and fails at the first write."""
    if path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise NotReady(
            f"The database {path} may not be written. Give the user that runs clankerbot the right to write the file "
            "and its folder, or set DATABASE_URL to another place."
        )


def _take_lock(path: Path) -> int:
    """An exclusive lock for as long as the descriptor lives; the system gives it back when the process dies."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


class _Held:
    """Both holders keep it for milliseconds, so waiting for it may block."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)
