"""One service a database file, one writer, readers that see what is committed; no corruption, no surprise."""

import asyncio
import os
import sqlite3
import stat
import subprocess
import sys
import textwrap
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from clankerbot_engine.errors import NotReady
from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.sqlite import CHECKPOINT_AFTER_WRITES


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data/clankerbot.db"


@pytest.fixture
def url(file: Path) -> str:
    return f"sqlite:///{file}"


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    opened = await Database.open(url)
    await opened.write(create)
    yield opened
    await opened.close()


def create(connection: Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE counts (n INTEGER UNIQUE)")


async def insert(database: Database, n: int) -> None:
    def work(connection: Connection) -> None:
        connection.exec_driver_sql("INSERT INTO counts VALUES (?)", (n,))

    await database.write(work)


async def test_an_error_does_not_tell_what_was_to_be_written(database: Database) -> None:
    """Errors of the database end in the log."""

    def work(connection: Connection) -> None:
        connection.exec_driver_sql("INSERT INTO no_such_table VALUES (?)", ("private words",))

    with pytest.raises(DBAPIError) as caught:
        await database.write(work)
    assert "no_such_table" in str(caught.value)
    assert "private words" not in str(caught.value)


async def count(database: Database) -> int:
    return int(await asked(database.read, "SELECT count(*) FROM counts"))


async def asked(ask: Callable[[Callable[[Connection], Any]], Awaitable[Any]], query: str) -> Any:
    return await ask(lambda connection: connection.exec_driver_sql(query).scalar())


class Held:
    """A write that has begun, and goes on when the test says so."""

    def __init__(self) -> None:
        self._inside, self._leave = threading.Event(), threading.Event()

    def __call__(self, connection: Connection) -> None:
        connection.exec_driver_sql("INSERT INTO counts VALUES (1)")
        self._inside.set()
        self._leave.wait(60)

    async def begun(self) -> None:
        await asyncio.to_thread(self._inside.wait, 60)

    def go_on(self) -> None:
        self._leave.set()


async def test_another_database_is_refused_in_words() -> None:
    with pytest.raises(NotReady, match="DATABASE_URL must start with sqlite:/// or postgresql://"):
        await Database.open("mysql://localhost/x")


async def test_the_file_and_its_folder_are_made_and_kept_from_others(database: Database, file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


async def test_a_database_that_may_not_be_written_is_refused_in_words(
    database: Database, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await database.close()
    # Not by the file's mode: root may write whatever it says.
    monkeypatch.setattr(os, "access", lambda _path, mode: not mode & os.W_OK)
    with pytest.raises(NotReady, match="may not be written"):
        await Database.open(url)
    monkeypatch.undo()
    await (await Database.open(url)).close()  # the refusal left no lock behind


async def test_a_second_service_on_the_same_file_is_refused_in_words(database: Database, url: str) -> None:
    with pytest.raises(NotReady, match="in use by a running clankerbot service"):
        await Database.open(url)
    await database.ping()


async def test_a_second_process_is_refused_too(database: Database, url: str) -> None:
    program = """
        import asyncio, sys
        from clankerbot_engine.stores.database import Database
        asyncio.run(Database.open(sys.argv[1]))
    """
    environment = {"PYTHONPATH": ":".join(sys.path)}
    second = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", textwrap.dedent(program), url],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert second.returncode == 1
    assert "in use by a running clankerbot service" in second.stderr


async def test_a_closed_database_can_be_opened_again(url: str) -> None:
    for _ in range(2):
        database = await Database.open(url)
        await database.close()


async def test_a_file_that_is_no_database_is_refused_in_words_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database at all, but long enough to have a header " * 20)
    before = path.read_bytes()
    with pytest.raises(NotReady, match="cannot be opened"):
        await Database.open(f"sqlite:///{path}")
    assert path.read_bytes() == before


async def test_a_folder_that_cannot_be_made_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotReady, match="cannot be opened"):
        await Database.open(f"sqlite:///{tmp_path}/file/clankerbot.db")


async def test_an_admin_command_works_beside_the_service(database: Database, url: str) -> None:
    admin = await Database.open(url, role="admin")
    await insert(admin, 1)
    await insert(database, 2)
    assert (await count(admin), await count(database)) == (2, 2)
    await admin.close()


async def test_writes_survive_and_readers_do_not_wait_for_the_writer(database: Database) -> None:
    assert await asked(database.alter, "PRAGMA journal_mode") == "wal"
    assert await asked(database.alter, "PRAGMA synchronous") == 2  # FULL
    assert await asked(database.alter, "PRAGMA foreign_keys") == 1
    held = Held()
    writing = asyncio.create_task(database.write(held))
    await held.begun()
    assert await count(database) == 0
    held.go_on()
    await writing
    assert await count(database) == 1


async def test_readers_cannot_write(database: Database) -> None:
    with pytest.raises(NotReady, match="it may not be written"):
        await asked(database.read, "INSERT INTO counts VALUES (1)")


async def test_writes_come_one_after_the_other(database: Database) -> None:
    inside = threading.Lock()

    def work(connection: Connection) -> int:
        assert inside.acquire(blocking=False)
        n = int(connection.exec_driver_sql("SELECT count(*) FROM counts").scalar_one())
        connection.exec_driver_sql("INSERT INTO counts VALUES (?)", (n,))
        inside.release()
        return n

    assert await asyncio.gather(*(database.write(work) for _ in range(20))) == list(range(20))


async def test_a_failed_write_leaves_nothing_behind(database: Database) -> None:
    def work(connection: Connection) -> None:
        connection.exec_driver_sql("INSERT INTO counts VALUES (1)")
        raise LookupError("no")

    with pytest.raises(LookupError):
        await database.write(work)
    assert await count(database) == 0
    await insert(database, 2)
    assert await count(database) == 1


async def test_a_write_is_finished_also_when_its_caller_is_cancelled(database: Database) -> None:
    held = Held()
    begun, queued = asyncio.create_task(database.write(held)), asyncio.create_task(insert(database, 2))
    await held.begun()
    for writing in (begun, queued):
        writing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await writing
    held.go_on()
    await insert(database, 3)  # queues behind them
    assert await count(database) == 3


async def test_closing_finishes_the_writes_that_were_asked_for(database: Database, url: str) -> None:
    held = Held()
    writing = [asyncio.create_task(database.write(held)), asyncio.create_task(insert(database, 2))]
    await held.begun()
    closing = asyncio.create_task(database.close())
    held.go_on()
    await asyncio.gather(closing, *writing)
    again = await Database.open(url)
    assert await count(again) == 2
    await again.close()


async def test_the_log_beside_the_file_does_not_grow_for_ever(database: Database, file: Path) -> None:
    log = file.with_name("clankerbot.db-wal")

    def work(connection: Connection) -> None:
        connection.exec_driver_sql("SELECT 1")

    await insert(database, 1)
    grown = sqlite3.connect(file)
    assert log.stat().st_size > 0
    for _ in range(CHECKPOINT_AFTER_WRITES):
        await database.write(work)
    grown.close()
    # All of it is in the database file by now, so that the next write starts the log afresh.
    before = log.stat().st_size
    await insert(database, 2)
    assert log.stat().st_size == before
