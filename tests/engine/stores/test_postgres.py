"""One Postgres database for many instances: as safe as the one writer of a SQLite file, and nobody waits for it."""

import asyncio
import threading
from collections.abc import AsyncIterator

import psycopg
import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from clankerbot_engine.errors import NotReady
from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.postgres import AdvisoryLocks
from tests.fakes import postgres


@pytest.fixture
async def one(postgres_url: str) -> AsyncIterator[Database]:
    """An instance."""
    opened = await Database.open(postgres_url)
    await opened.write(create)
    yield opened
    await opened.close()


@pytest.fixture
async def other(one: Database, postgres_url: str) -> AsyncIterator[Database]:
    """Another instance on the same database."""
    opened = await Database.open(postgres_url)
    yield opened
    await opened.close()


def create(connection: Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE counts (name TEXT, n INTEGER)")
    connection.exec_driver_sql("INSERT INTO counts VALUES ('a', 0)")


def add_one(connection: Connection) -> None:
    """Looks first and writes then, as stores do."""
    n = connection.exec_driver_sql("SELECT n FROM counts WHERE name = 'a'").scalar_one()
    connection.exec_driver_sql("UPDATE counts SET n = %s WHERE name = 'a'", (n + 1,))


async def count(database: Database) -> int:
    query = "SELECT n FROM counts WHERE name = 'a'"
    n: int = await database.read(lambda connection: connection.exec_driver_sql(query).scalar_one())
    return n


def end_connections(url: str) -> None:
    """As a server does that is restarted."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


async def test_what_looks_first_and_then_writes_loses_nothing(one: Database, other: Database) -> None:
    await asyncio.gather(*(each.write(add_one) for each in (one, other) for _ in range(20)))
    assert await count(one) == 40


async def test_a_failed_write_leaves_nothing_behind(one: Database) -> None:
    def work(connection: Connection) -> None:
        add_one(connection)
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        await one.write(work)
    assert await count(one) == 0


async def test_a_write_is_finished_also_when_its_caller_is_cancelled(one: Database) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def work(connection: Connection) -> None:
        begun.set()
        go_on.wait(60)
        add_one(connection)

    writing = asyncio.create_task(one.write(work))
    await asyncio.to_thread(begun.wait, 60)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    closing = asyncio.create_task(one.close())
    go_on.set()
    await closing  # waits for it


async def test_a_server_that_was_restarted_is_no_error(one: Database, postgres_url: str) -> None:
    await asyncio.gather(*(one.ping() for _ in range(5)))
    end_connections(postgres_url)
    await asyncio.gather(*(one.write(add_one) for _ in range(5)))
    assert await count(one) == 5


async def test_a_connection_that_is_cut_in_the_middle_is_no_error_either(one: Database, postgres_url: str) -> None:
    tries = []

    def work(connection: Connection) -> None:
        tries.append(1)
        add_one(connection)
        if len(tries) == 1:
            end_connections(postgres_url)
        connection.exec_driver_sql("SELECT 1")

    await one.write(work)
    assert (len(tries), await count(one)) == (2, 1)


async def test_a_server_that_stays_away_is_an_error_after_some_tries(one: Database, postgres_url: str) -> None:
    tries = []

    def work(connection: Connection) -> None:
        tries.append(1)
        end_connections(postgres_url)
        connection.exec_driver_sql("SELECT 1")

    with pytest.raises(NotReady, match=r"^The database \(DATABASE_URL\) cannot be used: "):
        await one.write(work)
    assert 1 < len(tries) <= 20


async def test_text_that_postgres_cannot_keep_is_kept_without_it(one: Database) -> None:
    def work(connection: Connection) -> None:
        connection.exec_driver_sql("INSERT INTO counts VALUES (%s, 1)", ("null\0byte",))

    await one.write(work)
    query = "SELECT name FROM counts WHERE n = 1"
    assert await one.read(lambda connection: connection.exec_driver_sql(query).scalar_one()) == "null\ufffdbyte"


async def test_an_error_does_not_tell_what_was_to_be_written(one: Database) -> None:
    def work(connection: Connection) -> None:
        connection.exec_driver_sql("INSERT INTO nowhere VALUES (%s)", ("a secret",))

    with pytest.raises(DBAPIError) as caught:
        await one.write(work)
    assert "a secret" not in str(caught.value)


async def test_a_lock_is_held_by_one_instance_at_a_time(one: Database, other: Database) -> None:
    order = []

    async def wait() -> None:
        async with other.locks.hold("webhooks"):
            order.append("other")

    async with one.locks.hold("webhooks"):
        async with other.locks.hold("another name"):
            order.append("another name")
        waiting = asyncio.create_task(wait())
        await one.ping()  # meanwhile it asks, and is told to wait
        await other.ping()
        order.append("one")
    await waiting
    assert order == ["another name", "one", "other"]


async def test_who_stops_waiting_for_a_lock_holds_nothing(one: Database, other: Database) -> None:
    async def wait() -> None:
        async with other.locks.hold("webhooks"):
            raise AssertionError("it was held by one")

    async with one.locks.hold("webhooks"):
        waiting = asyncio.create_task(wait())
        await other.ping()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    async with one.locks.hold("webhooks"):
        pass


async def test_who_is_told_twice_to_stop_holds_nothing_either(one: Database, other: Database) -> None:
    async def work() -> None:
        async with other.locks.hold("webhooks"):
            await asyncio.Event().wait()

    async with other.locks.hold("webhooks"):
        pass  # it is connected now, so that what comes next asks at once
    asking = asyncio.create_task(work())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    for _ in range(2):
        asking.cancel()
        await asyncio.sleep(0)
    with pytest.raises(asyncio.CancelledError):
        await asking
    async with asyncio.timeout(60), one.locks.hold("webhooks"):
        pass


async def test_an_instance_that_dies_holds_nothing(one: Database, postgres_url: str) -> None:
    dying = await Database.open(postgres_url)
    holding = dying.locks.hold("webhooks")
    await holding.__aenter__()
    await dying.close()
    async with one.locks.hold("webhooks"):
        pass
    await holding.__aexit__(None, None, None)
    assert isinstance(dying.locks, AdvisoryLocks)
    assert not dying.locks.is_connected  # giving back what is gone makes no new connection


async def test_locks_outlive_their_connection(one: Database, other: Database, postgres_url: str) -> None:
    async def wait() -> None:
        async with other.locks.hold("a"):
            order.append("other")

    order: list[str] = []
    async with one.locks.hold("a"):
        end_connections(postgres_url)
        async with one.locks.hold("b"):  # a connection is made again, and takes what the old one held
            waiting = asyncio.create_task(wait())
            await other.ping()
        order.append("one")
    await waiting
    assert order == ["one", "other"]


@pytest.mark.parametrize("database", ["nowhere", "no where%2f"])
async def test_a_database_that_is_not_there_is_told_in_words(postgres_server: str, database: str) -> None:
    with pytest.raises(NotReady, match=r"cannot be opened: .*does not exist"):
        await Database.open(postgres.at(postgres_server, database))


async def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    with pytest.raises(NotReady, match=r"The database postgresql://clank:\*\*\*@127.0.0.1:1/clank cannot be") as caught:
        await Database.open("postgresql://clank:hunter2@127.0.0.1:1/clank?application_name=hunter3")
    assert "hunter" not in caught.value.message


async def test_what_is_no_address_is_told_without_the_password() -> None:
    with pytest.raises(NotReady, match="is no address of a Postgres database") as caught:
        await Database.open("postgresql://clank:hunter2@localhost:port/clank")
    assert "hunter2" not in str(caught.value)
