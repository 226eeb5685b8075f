"""What every `OutboxStore` does."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from clankerbot_engine.stores.ports import Post
from tests.contract.conftest import Stores

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
SOON = NOW + timedelta(seconds=30)
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
    sending = [replace(post, state="sending", attempts=1, due_at=SOON) for post in (FIRST, SECOND)]
    assert await stores.outbox.take(["2", "1"], until=SOON) == sending
    assert await stores.outbox.take(["1", "2", "3"], until=SOON) == []
    assert await stores.outbox.due(now=LATER) == []
    assert await stores.outbox.next_due_at() is None


async def test_a_post_that_is_put_back_waits_with_its_tries_counted(stores: Stores) -> None:
    await stores.outbox.add(FIRST)
    await stores.outbox.take(["1"], until=SOON)
    await stores.outbox.put_back(["1"], due_at=LATER, error="ratelimited")
    assert await stores.outbox.due(now=LATER) == [replace(FIRST, attempts=1, due_at=LATER, error="ratelimited")]


async def test_what_is_posted_is_over(stores: Stores) -> None:
    await stores.outbox.add(FIRST)
    await stores.outbox.take(["1"], until=SOON)
    await stores.outbox.finish([FIRST], posted_as="1700000000.000100", at=NOW)
    assert await stores.outbox.take(["1"], until=SOON) == []
    assert await stores.outbox.cut_off(now=LATER, until=LATER) == []
    assert await stores.outbox.parked() == []


async def test_what_is_sent_for_too_long_was_cut_off_and_one_alone_looks_into_it(stores: Stores) -> None:
    await stores.outbox.add(FIRST)
    await stores.outbox.add(SECOND)
    await stores.outbox.take(["1"], until=SOON)
    assert await stores.outbox.cut_off(now=NOW, until=LATER) == []
    found = await asyncio.gather(*(stores.outbox.cut_off(now=SOON, until=LATER) for _ in range(5)))
    assert [post for each in found for post in each] == [replace(FIRST, state="sending", attempts=1, due_at=LATER)]


async def test_what_is_parked_can_be_released(stores: Stores) -> None:
    await stores.outbox.add(FIRST)
    await stores.outbox.add(SECOND)
    await stores.outbox.take(["1"], until=SOON)
    await stores.outbox.park(["1"], error="who knows")
    assert await stores.outbox.parked() == [replace(FIRST, state="parked", attempts=1, due_at=SOON, error="who knows")]
    assert await stores.outbox.release("1", due_at=LATER)
    assert not await stores.outbox.release("1", due_at=LATER)
    assert await stores.outbox.due(now=LATER) == [replace(FIRST, due_at=LATER), SECOND]


async def test_only_what_is_over_is_forgotten(stores: Stores) -> None:
    for post in (FIRST, SECOND, replace(FIRST, id="3")):
        await stores.outbox.add(post)
    await stores.outbox.take(["1", "2"], until=SOON)
    await stores.outbox.finish([FIRST], posted_as="ts", at=NOW)
    await stores.outbox.park(["2"], error="is_archived")
    assert await stores.outbox.forget(before=NOW) == 0
    assert await stores.outbox.forget(before=LATER) == 2
    assert [post.id for post in await stores.outbox.due(now=LATER)] == ["3"]


AMENDED = {"text": "hello again"}


async def test_what_is_amended_while_it_waits_is_posted_so(stores: Stores) -> None:
    await stores.outbox.add(FIRST)
    assert await stores.outbox.amend("1", AMENDED, due_at=LATER)
    assert await stores.outbox.due(now=NOW) == [replace(FIRST, message=AMENDED, version=2)]
    assert not await stores.outbox.amend("2", AMENDED, due_at=LATER)


async def test_what_is_amended_when_it_is_posted_waits_to_be_updated(stores: Stores) -> None:
    await stores.outbox.add(FIRST)
    [taken] = await stores.outbox.take(["1"], until=SOON)
    await stores.outbox.finish([taken], posted_as="ts", at=NOW)
    assert await stores.outbox.amend("1", None, due_at=LATER)
    assert await stores.outbox.due(now=NOW) == []
    [post] = await stores.outbox.due(now=LATER)
    assert (post.message, post.posted_as, post.version, post.attempts) == (FIRST.message, "ts", 2, 0)


async def test_what_is_amended_while_it_is_sent_waits_again(stores: Stores) -> None:
    await stores.outbox.add(FIRST)
    [taken] = await stores.outbox.take(["1"], until=SOON)
    await stores.outbox.amend("1", AMENDED, due_at=LATER)
    await stores.outbox.finish([taken], posted_as="ts", at=NOW)
    [post] = await stores.outbox.due(now=NOW)
    assert (post.message, post.posted_as, post.state, post.attempts) == (AMENDED, "ts", "waiting", 0)
    [taken] = await stores.outbox.take(["1"], until=SOON)
    await stores.outbox.finish([taken], posted_as="ts", at=NOW)
    assert await stores.outbox.due(now=LATER) == []


async def test_an_update_that_a_crash_cut_off_is_made_again(stores: Stores) -> None:
    await stores.outbox.add(FIRST)
    [taken] = await stores.outbox.take(["1"], until=SOON)
    await stores.outbox.finish([taken], posted_as="ts", at=NOW)
    await stores.outbox.amend("1", AMENDED, due_at=NOW)
    await stores.outbox.take(["1"], until=SOON)
    assert await stores.outbox.cut_off(now=SOON, until=LATER) == []
    assert [post.id for post in await stores.outbox.due(now=SOON)] == ["1"]


async def test_what_is_parked_cannot_be_amended(stores: Stores) -> None:
    await stores.outbox.add(FIRST)
    await stores.outbox.take(["1"], until=SOON)
    await stores.outbox.park(["1"], error="no")
    assert not await stores.outbox.amend("1", AMENDED, due_at=NOW)
