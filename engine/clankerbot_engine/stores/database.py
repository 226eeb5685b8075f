"""Where the state is kept, whichever database that is.

What is asked of a database runs in threads, each whole piece of work in one go: a thread's turn costs as much as
several statements.
"""

import logging
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

from sqlalchemy import Connection, RowMapping, Select, Table, make_url
from sqlalchemy.sql import Delete, Insert, Update

from clankerbot_engine.errors import NotReady
from clankerbot_engine.stores.faults import as_not_ready
from clankerbot_engine.stores.locks import Locks

log = logging.getLogger(__name__)

Role = Literal["service", "admin"]
T = TypeVar("T")

SQLITE: Final = "sqlite:///"
POSTGRES: Final = "postgresql://"


def database_path(url: str) -> Path | None:
    """The file that a `sqlite:///` URL names; None for a database that is no file."""
    return Path(url.removeprefix(SQLITE)) if url.startswith(SQLITE) else None


def database_name(url: str) -> str:
    """For people: the file, or the address without its password."""
    path = database_path(url)
    return str(path) if path is not None else make_url(url).set(query={}).render_as_string(hide_password=True)


class Database(ABC):
    """Open with `await Database.open(url)`, close with `await database.close()`.

    Every write is a transaction that runs as if no other ran at the same time, so a store may look first and write
    then. Where a database has to run one again for that, `work` is called again: it changes nothing but the database.
    """

    name: str
    """As `database_name` says."""
    version: str
    """Of the program that keeps it, such as `SQLite 3.50.4`."""
    locks: Locks
    _away = False
    _takes_no_writes = False
    """Of a full disk, and one that may not be written, it can be read all the same: that is not yet back."""

    @staticmethod
    async def open(url: str, *, role: Role = "service") -> "Database":
        """`admin`: for a short command, which may work beside a running service.

        Raises `NotReady`, in words, where it cannot be used.
        """
        path = database_path(url)
        if path is not None:
            from clankerbot_engine.stores.sqlite import SqliteDatabase

            return await SqliteDatabase.open_file(path, role)
        if url.startswith(POSTGRES):
            from clankerbot_engine.stores.postgres import PostgresDatabase

            return await PostgresDatabase.connect(url)
        raise NotReady(f"DATABASE_URL must start with {SQLITE} or {POSTGRES}.")

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Raises `NotReady` where the database cannot be used, as do all the others."""
        return await self._watched(self._run_read(work))

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in one transaction. Committed when this returns.

        Once asked for it is finished, also when the caller is cancelled.
        """
        return await self._watched(self._run_write(work), writes=True)

    async def insert_new(self, table: Table, records: Sequence[Any]) -> int:
        """Those that are not there yet, committed when this returns; how many that were. For what comes in masses.

        `records`: dataclasses of one kind, with a column for each field. Should it fail, some may be there. Once asked
        for it is finished, also when the caller is cancelled.
        """
        return await self._watched(self._run_insert_new(table, records), writes=True)

    async def alter(self, work: Callable[[Connection], T]) -> T:
        """As `write`, with no other instance that alters, and however long it takes: for migrations."""
        return await self._watched(self._run_alter(work), writes=True)

    @abstractmethod
    async def _run_read(self, work: Callable[[Connection], T]) -> T: ...

    @abstractmethod
    async def _run_write(self, work: Callable[[Connection], T]) -> T: ...

    @abstractmethod
    async def _run_insert_new(self, table: Table, records: Sequence[Any]) -> int: ...

    @abstractmethod
    async def _run_alter(self, work: Callable[[Connection], T]) -> T: ...

    async def _watched(self, running: Awaitable[T], *, writes: bool = False) -> T:
        try:
            outcome = await running
        except Exception as error:
            away = as_not_ready(error)
            if away is None:
                raise
            self._takes_no_writes = self._takes_no_writes or writes
            if not self._away:
                self._away = True
                log.warning("database_away", extra={"database": self.name, "reason": _first_line(error)})
            raise away from None
        if self._away and (writes or not self._takes_no_writes):
            self._away = self._takes_no_writes = False
            log.warning("database_back", extra={"database": self.name})
        return outcome

    @abstractmethod
    async def close(self) -> None:
        """What was asked for is finished first."""

    async def rows(self, query: Select[Any], **bound: Any) -> Sequence[RowMapping]:
        """`bound` by the names of the query's `bindparam`s. To build a query anew costs more than to run it."""
        return await self.read(lambda connection: connection.execute(query, bound).mappings().all())

    async def row(self, query: Select[Any], **bound: Any) -> RowMapping | None:
        """The first, where there is one."""
        return await self.read(lambda connection: connection.execute(query, bound).mappings().first())

    async def change(self, statement: Insert | Update | Delete, **bound: Any) -> int:
        """One statement in a transaction of its own; how many rows it touched."""
        return await self.write(lambda connection: connection.execute(statement, bound).rowcount)

    async def ping(self) -> None:
        await self.read(lambda connection: connection.exec_driver_sql("SELECT 1").close())


def _first_line(error: Exception) -> str:
    cause = getattr(error, "orig", None) or error
    return str(cause).strip().partition("\n")[0]
