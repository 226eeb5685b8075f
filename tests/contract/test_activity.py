"""What every `Activity` tells."""

from dataclasses import replace
from datetime import timedelta

from clankerbot_engine.stores.ports import Happened, Post, PostBacklog
from tests.contract.conftest import Stores
from tests.contract.test_inbox_store import FIRST as DELIVERY
from tests.contract.test_journal import NOW, done, operation
from tests.contract.test_schedule_store import RUN

LATER = NOW + timedelta(minutes=5)


async def test_the_newest_operations_come_first(stores: Stores) -> None:
    await stores.journal.begin([operation("1"), operation("2"), operation("3")])
    newest = await stores.activity.newest_operations(limit=2)
    assert [each.id for each in newest] == ["3", "2"]
    assert await stores.activity.operation("1") == operation("1")
    assert await stores.activity.operation("9") is None


async def test_what_happened_since_is_told_with_its_state(stores: Stores) -> None:
    await stores.journal.begin([operation("1"), operation("2", created_at=LATER)])
    await done(stores.journal, "3", created_at=NOW)
    assert await stores.activity.operations_since(LATER, limit=9) == [Happened(LATER, "started")]
    told = await stores.activity.operations_since(NOW, limit=9)
    assert sorted((each.at, each.state) for each in told) == [(NOW, "done"), (NOW, "started"), (LATER, "started")]
    assert len(await stores.activity.operations_since(NOW, limit=1)) == 1

    await stores.inbox.add(DELIVERY)
    await stores.inbox.add(replace(DELIVERY, id="2", identity="other", received_at=LATER))
    assert await stores.activity.deliveries_since(LATER, limit=9) == [Happened(LATER, "ready")]
    assert len(await stores.activity.deliveries_since(NOW, limit=9)) == 2


async def test_runs_of_all_schedules_are_told_by_when_they_were_due(stores: Stores) -> None:
    later = replace(RUN, schedule_id="2", due_at=LATER)
    await stores.schedules.record(RUN)
    await stores.schedules.record(later)
    assert await stores.activity.runs_since(NOW, limit=9) == [later, RUN]
    assert await stores.activity.runs_since(LATER, limit=9) == [later]


async def test_posts_are_counted_by_their_state(stores: Stores) -> None:
    assert await stores.activity.post_backlog() == PostBacklog({}, None)
    first = Post("1", "T1", "C1", {"text": "hello"}, "waiting", NOW, NOW)
    for post in (first, replace(first, id="2", created_at=LATER), replace(first, id="3")):
        await stores.outbox.add(post)
    await stores.outbox.take(["1", "3"], until=LATER)
    await stores.outbox.park(["3"], error="not_in_channel")
    assert await stores.activity.post_backlog() == PostBacklog({"waiting": 1, "sending": 1, "parked": 1}, NOW)
