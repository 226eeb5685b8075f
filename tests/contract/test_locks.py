"""What the `Locks` of every database do. Those of a file: there is one instance, which nobody has to wait for."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from clankerbot_engine.stores.database import Database


@pytest.fixture
async def database(empty_database_url: str) -> AsyncIterator[Database]:
    opened = await Database.open(empty_database_url)
    yield opened
    await opened.close()


async def test_what_is_held_is_given_back_also_by_an_error(database: Database) -> None:
    for _ in range(3):
        with pytest.raises(ValueError, match="within"):
            async with asyncio.timeout(60), database.locks.hold("a name"):
                raise ValueError("within")


async def test_different_names_do_not_wait_for_each_other(database: Database) -> None:
    async with asyncio.timeout(60), database.locks.hold("one"), database.locks.hold("other"):
        pass


async def test_instances_on_one_server_take_turns(postgres_url: str) -> None:
    one, other = [await Database.open(postgres_url) for _ in range(2)]
    order: list[str] = []

    async def wait_for_it() -> None:
        async with other.locks.hold("a name"):
            order.append("other")

    async with asyncio.timeout(60):
        async with one.locks.hold("a name"):
            waiting = asyncio.create_task(wait_for_it())
            async with other.locks.hold("another name"):  # by then it would have had the first
                order.append("one")
        await waiting
    assert order == ["one", "other"]
    await one.close()
    await other.close()
