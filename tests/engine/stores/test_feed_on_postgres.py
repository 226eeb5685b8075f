"""A line that is added while its message is being taken to be posted is told all the same."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import psycopg

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.feed import SqlFeedStore
from clankerbot_engine.stores.ports import FeedLine, Post

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
POST = Post("1", "T0DEMO", "C0GENERAL", {"text": ""}, "waiting", due_at=NOW, created_at=NOW)
FIRST = FeedLine("s", "project:1", "1", {"name": "One"}, NOW)
SECOND = replace(FIRST, entity_key="project:2", post_id="2", document={"name": "Two"})


async def test_a_line_is_not_put_into_a_message_that_is_just_being_taken(postgres_url: str) -> None:
    database = await Database.open(postgres_url)
    store = SqlFeedStore(database)
    await store.add(FIRST, POST)
    async with await psycopg.AsyncConnection.connect(postgres_url) as taking:
        await taking.execute("UPDATE outbox SET state = 'sending' WHERE id = '1'")
        adding = asyncio.create_task(store.add(SECOND, replace(POST, id="2", created_at=NOW + timedelta(seconds=1))))
        async with await psycopg.AsyncConnection.connect(postgres_url, autocommit=True) as looking:
            waits = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            while not adding.done() and await (await looking.execute(waits)).fetchone() is None:
                pass
        await taking.commit()
    assert await adding
    line = await store.line("s", "project:2")
    assert line is not None
    assert line.post_id == "2"
    await database.close()
