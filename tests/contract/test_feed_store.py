"""What every `FeedStore` does."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from clankerbot_engine.stores.ports import FeedLine, FeedPage, Post
from tests.contract.conftest import Stores

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SOON = NOW + timedelta(seconds=10)
LINE = FeedLine("s", "time_entry:1", "p1", {"said": "ü"}, NOW)
POST = Post("p1", "T1", "C1", {"feed": "p1"}, "waiting", SOON, NOW)


async def test_a_line_is_said_once_and_brings_its_message_with_it(stores: Stores) -> None:
    assert await stores.feed.add(LINE, POST)
    assert not await stores.feed.add(replace(LINE, document={"said": "again"}), replace(POST, id="p9"))
    assert await stores.feed.line("s", "time_entry:1") == LINE
    assert await stores.feed.line("s", "time_entry:2") is None
    assert await stores.outbox.due(now=SOON) == [POST]


async def test_what_comes_while_the_message_waits_goes_into_it(stores: Stores) -> None:
    await stores.feed.add(LINE, POST)
    second = replace(LINE, entity_key="time_entry:2", post_id="p2")
    assert await stores.feed.add(second, replace(POST, id="p2"))
    assert await stores.feed.page("p1", limit=9) == FeedPage("s", [LINE, replace(second, post_id="p1")], 2)
    assert await stores.feed.page("p1", limit=1) == FeedPage("s", [LINE], 2)
    assert await stores.feed.page("p2", limit=9) is None
    assert await stores.outbox.due(now=SOON) == [POST]


async def test_what_comes_when_it_is_sent_begins_another_and_another_subscription_has_its_own(stores: Stores) -> None:
    await stores.feed.add(LINE, POST)
    await stores.feed.add(replace(LINE, subscription_id="t", post_id="p2"), replace(POST, id="p2"))
    await stores.outbox.take(["p1"], until=SOON)
    await stores.feed.add(replace(LINE, entity_key="time_entry:3", post_id="p3"), replace(POST, id="p3"))
    assert [post.id for post in await stores.outbox.due(now=SOON)] == ["p2", "p3"]


async def test_what_a_line_says_is_changed_and_so_is_its_message(stores: Stores) -> None:
    await stores.feed.add(LINE, POST)
    [taken] = await stores.outbox.take(["p1"], until=SOON)
    await stores.outbox.finish([taken], posted_as="ts", at=NOW)
    assert not await stores.feed.change(LINE, due_at=SOON)
    assert await stores.outbox.due(now=SOON) == []
    changed = replace(LINE, document={"said": "else"})
    assert await stores.feed.change(changed, due_at=SOON)
    assert await stores.feed.line("s", "time_entry:1") == changed
    assert [post.id for post in await stores.outbox.due(now=SOON)] == ["p1"]
    assert not await stores.feed.change(replace(LINE, entity_key="unknown"), due_at=SOON)


async def test_of_many_at_once_each_is_said_once(stores: Stores) -> None:
    lines = [replace(LINE, entity_key=f"time_entry:{n % 30}", post_id=f"p{n}") for n in range(90)]
    added = await asyncio.gather(*(stores.feed.add(line, replace(POST, id=line.post_id)) for line in lines))
    assert sum(added) == 30
    pages = [await stores.feed.page(post.id, limit=1) for post in await stores.outbox.due(now=SOON)]
    assert sum(page.count for page in pages if page is not None) == 30


async def test_old_lines_are_forgotten(stores: Stores) -> None:
    await stores.feed.add(LINE, POST)
    assert await stores.feed.forget(before=NOW) == 0
    assert await stores.feed.forget(before=SOON) == 1
    assert await stores.feed.line("s", "time_entry:1") is None


async def test_all_that_is_said_of_one_thing_is_found(stores: Stores) -> None:
    other = replace(LINE, subscription_id="t", post_id="p2")
    await stores.feed.add(LINE, POST)
    await stores.feed.add(other, replace(POST, id="p2"))
    await stores.feed.add(replace(LINE, entity_key="time_entry:2"), POST)
    assert await stores.feed.about(LINE.entity_key) == [LINE, other]
