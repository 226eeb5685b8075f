"""What every `OutboxStore` does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from clankerbot_engine.stores.ports import Post
from tests.contract.conftest import Stores

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
FIRST = Post("1", "T1", "C1", {"text": "hello", "blocks": [{"type": "divider"}]}, "waiting", NOW, NOW, batch="events")
SECOND = replace(FIRST, id="2", due_at=LATER, batch=None)


async def test_a_post_is_added_once(stores: Stores) -> None:
    assert await stores.outbox.add(FIRST)
    assert not await stores.outbox.add(replace(FIRST, message={"text": "again"}))
    assert await stores.outbox.due(now=NOW) == [FIRST]


async def test_what_is_due_comes_in_the_order_in_which_it_came(stores: Stores) -> None:
    await stores.outbox.add(SECOND)
    await stores.outbox.add(FIRST)
    assert await stores.outbox.due(now=NOW) == [FIRST]
    assert await stores.outbox.due(now=LATER) == [FIRST, SECOND]
    assert await stores.outbox.due(now=LATER, limit=1) == [FIRST]
    assert await stores.outbox.next_due_at() == NOW


async def test_one_alone_takes_a_post(stores: Stores) -> None:
    await stores.outbox.add(FIRST)
    await stores.outbox.add(SECOND)
    assert await stores.outbox.take(["1", "2"]) == ["1", "2"]
    assert await stores.outbox.take(["1", "2", "3"]) == []
    assert await stores.outbox.due(now=LATER) == []
    assert await stores.outbox.next_due_at() is None


async def test_a_post_that_is_put_back_waits_with_its_tries_counted(stores: Stores) -> None:
    await stores.outbox.add(FIRST)
    await stores.outbox.take(["1"])
    await stores.outbox.put_back(["1"], due_at=LATER, error="ratelimited")
    assert await stores.outbox.due(now=LATER) == [replace(FIRST, attempts=1, due_at=LATER, error="ratelimited")]


async def test_what_is_posted_is_over(stores: Stores) -> None:
    await stores.outbox.add(FIRST)
    await stores.outbox.take(["1"])
    await stores.outbox.finish(["1"], posted_as="1700000000.000100")
    assert await stores.outbox.take(["1"]) == []
    assert await stores.outbox.park_interrupted(error="?") == 0
    assert await stores.outbox.parked() == []


async def test_what_was_being_sent_at_a_crash_is_parked_and_can_be_released(stores: Stores) -> None:
    await stores.outbox.add(FIRST)
    await stores.outbox.add(SECOND)
    await stores.outbox.take(["1"])
    assert await stores.outbox.park_interrupted(error="who knows") == 1
    assert await stores.outbox.parked() == [replace(FIRST, state="parked", attempts=1, error="who knows")]
    assert await stores.outbox.release("1", due_at=LATER)
    assert not await stores.outbox.release("1", due_at=LATER)
    assert await stores.outbox.due(now=LATER) == [replace(FIRST, due_at=LATER), SECOND]


async def test_only_what_is_over_is_forgotten(stores: Stores) -> None:
    for post in (FIRST, SECOND, replace(FIRST, id="3")):
        await stores.outbox.add(post)
    await stores.outbox.take(["1", "2"])
    await stores.outbox.finish(["1"], posted_as="ts")
    await stores.outbox.park(["2"], error="is_archived")
    assert await stores.outbox.forget(before=NOW) == 0
    assert await stores.outbox.forget(before=LATER) == 2
    assert [post.id for post in await stores.outbox.due(now=LATER)] == ["3"]
