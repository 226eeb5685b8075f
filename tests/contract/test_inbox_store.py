"""What every `InboxStore` does."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from clankerbot_engine.stores.ports import Backlog, Delivery, EntityState
from tests.contract.conftest import Stores

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
FIRST = Delivery(
    id="1",
    provider="clockify",
    sender="clockify/main",
    identity="id:evt-1",
    event_type="NEW_TAG",
    headers={"clockify-webhook-event-type": "NEW_TAG"},
    body='{"id":"7","name":"Straße"}',
    received_at=NOW,
    state="ready",
    due_at=NOW,
    workspace_id="w",
    order_key="clockify:w:tag:7",
)
SECOND = replace(FIRST, id="2", identity="id:evt-2")
ELSEWHERE = replace(FIRST, id="3", identity="id:evt-3", order_key=None, due_at=NOW + timedelta(seconds=1))
KNOWN = EntityState("w", "tag", "7", "NEW_TAG", {"id": "7", "name": "Straße"}, False, None, NOW)


async def _claim(stores: Stores, *, worker: str = "a", now: datetime = LATER, limit: int = 10) -> list[Delivery]:
    return await stores.inbox.claim(worker=worker, now=now, until=now + timedelta(minutes=1), limit=limit)


def _taken(delivery: Delivery, *, attempts: int = 1, worker: str = "a", now: datetime = LATER) -> Delivery:
    until = now + timedelta(minutes=1)
    return replace(delivery, state="running", worker=worker, attempts=attempts, due_at=until)


async def test_a_delivery_is_kept_once_and_the_first_is_found_by_every_repetition(stores: Stores) -> None:
    assert await stores.inbox.add(FIRST) == FIRST
    again = replace(FIRST, id="9", body='{"id":"other"}', received_at=LATER)
    assert await stores.inbox.add(again) == FIRST
    assert await stores.inbox.add(replace(again, sender="clockify/other")) != FIRST
    assert await stores.inbox.get("1") == FIRST
    assert await stores.inbox.get("9") is not None


async def test_where_nobody_else_can_be_at_work_no_lease_is_waited_for(stores: Stores) -> None:
    await stores.inbox.add(FIRST)
    assert await _claim(stores) == [_taken(FIRST)]
    assert await _claim(stores, worker="b") == []
    await stores.inbox.void_leases(at=LATER)
    assert await _claim(stores, worker="b") == [_taken(FIRST, attempts=2, worker="b")]


async def test_of_many_that_come_at_once_each_event_is_kept_once(stores: Stores) -> None:
    copies = [replace(FIRST, id=f"{event}-{copy}", identity=f"id:{event}") for event in range(300) for copy in range(3)]
    stored = await asyncio.gather(*map(stores.inbox.add, copies))
    assert len({delivery.id for delivery in stored}) == 300
    assert all(len({delivery.id for delivery in stored[at : at + 3]}) == 1 for at in range(0, 900, 3))
    assert await stores.inbox.backlog() == Backlog(300, NOW)


async def test_what_is_kept_is_what_came_whatever_is_in_it(stores: Stores) -> None:
    hostile = """{"a":"\\u0000 % %s :x ? 'it''s' \\\\ \\" \u2028 \U0001f600"}"""
    odd = replace(
        FIRST,
        headers={"x": "' \\ % \xff"},
        body=hostile,
        received_at=NOW + timedelta(microseconds=7),
        workspace_id=None,
        order_key="clockify::tag:' %s",
        error='a "word"',
    )
    parked = replace(odd, id="2", identity="id:evt-2", state="parked", due_at=None, order_key=None)
    assert list(await asyncio.gather(stores.inbox.add(odd), stores.inbox.add(parked))) == [odd, parked]
    assert await stores.inbox.page() == [parked, odd]


async def test_a_nul_in_what_a_delivery_is_about_keeps_none_of_those_beside_it_out(stores: Stores) -> None:
    together = [FIRST, replace(SECOND, order_key="clockify:w:tag:a\0b"), ELSEWHERE]
    await asyncio.gather(*map(stores.inbox.add, together))
    assert len(await stores.inbox.page()) == 3


async def test_a_delivery_is_given_to_one_worker_until_its_lease_is_over(stores: Stores) -> None:
    await stores.inbox.add(FIRST)
    assert await _claim(stores, now=NOW - timedelta(seconds=1)) == []
    assert await _claim(stores) == [_taken(FIRST)]
    assert await _claim(stores, worker="b") == []
    much_later = LATER + timedelta(minutes=1)
    assert await _claim(stores, worker="b", now=much_later) == [
        _taken(FIRST, worker="b", attempts=2, now=much_later),
    ]


async def test_many_workers_share_the_work(stores: Stores) -> None:
    for number in range(40):
        await stores.inbox.add(replace(ELSEWHERE, id=f"{number:02}", identity=str(number)))
    shares = await asyncio.gather(*(_claim(stores, worker=str(worker), limit=10) for worker in range(8)))
    claimed = [delivery.id for share in shares for delivery in share]
    assert len(claimed) == len(set(claimed)) == 40


async def test_what_is_about_the_same_is_worked_off_in_the_order_of_its_coming(stores: Stores) -> None:
    for delivery in (SECOND, FIRST, ELSEWHERE):
        await stores.inbox.add(delivery)
    assert [each.id for each in await _claim(stores)] == ["1", "3"]
    assert await _claim(stores, worker="b") == []
    await stores.inbox.finish([(_taken(FIRST), None)], at=LATER)
    assert [each.id for each in await _claim(stores)] == ["2"]


async def test_what_fails_often_is_passed_by_later_ones(stores: Stores) -> None:
    await stores.inbox.add(FIRST)
    await stores.inbox.add(SECOND)
    now = LATER
    for attempts in range(1, 6):
        assert [(each.id, each.attempts) for each in await _claim(stores, now=now)] == [("1", attempts)]
        due_at = now + timedelta(hours=1)
        await stores.inbox.put_back(_taken(FIRST, attempts=attempts, now=now), due_at=due_at, error="no route")
        if attempts < 5:
            now = due_at
    assert [each.id for each in await _claim(stores, now=now)] == ["2"]
    kept = await stores.inbox.get("1")
    assert kept is not None
    assert (kept.state, kept.attempts, kept.error, kept.worker) == ("ready", 5, "no route", None)


async def test_an_attempt_that_does_not_count_is_forgotten(stores: Stores) -> None:
    await stores.inbox.add(FIRST)
    [taken] = await _claim(stores)
    await stores.inbox.put_back(taken, due_at=LATER, error=None, counts=False)
    assert [each.attempts for each in await _claim(stores)] == [1]


async def test_what_is_done_is_over_and_what_is_known_is_kept_with_it(stores: Stores) -> None:
    await stores.inbox.add(FIRST)
    [taken] = await _claim(stores)
    await stores.inbox.finish([(taken, KNOWN)], at=LATER)
    kept = await stores.inbox.get("1")
    assert kept is not None
    assert (kept.state, kept.due_at, kept.finished_at, kept.error) == ("done", None, LATER, None)
    assert await stores.inbox.backlog() == Backlog(0, None)
    assert await stores.inbox.next_due_at() is None
    assert await stores.inbox.known([KNOWN.key, ("w", "tag", "8")]) == {KNOWN.key: KNOWN}
    assert await stores.inbox.known([]) == {}

    await stores.inbox.add(SECOND)
    [taken] = await _claim(stores)
    gone = replace(KNOWN, event_type="TAG_DELETED", gone=True, received_at=LATER, occurred_at=NOW)
    await stores.inbox.finish([(taken, gone)], at=LATER)
    assert await stores.inbox.known([KNOWN.key]) == {KNOWN.key: gone}


async def test_who_has_lost_the_lease_changes_nothing(stores: Stores) -> None:
    await stores.inbox.add(FIRST)
    [late] = await _claim(stores)
    [taken] = await _claim(stores, worker="b", now=LATER + timedelta(hours=1))
    await stores.inbox.finish([(late, KNOWN)], at=LATER)
    assert await stores.inbox.known([KNOWN.key]) == {}
    await stores.inbox.put_back(late, due_at=LATER, error="x")
    await stores.inbox.park(late, error="x")
    assert await stores.inbox.get("1") == taken


async def test_what_is_parked_is_found_and_can_be_replayed(stores: Stores) -> None:
    await stores.inbox.add(FIRST)
    [taken] = await _claim(stores)
    assert not await stores.inbox.replay("1", at=LATER)
    await stores.inbox.park(taken, error="no such shape")
    assert [(each.id, each.error) for each in await stores.inbox.page(state="parked")] == [("1", "no such shape")]
    assert await stores.inbox.parked() == 1
    assert await _claim(stores, now=LATER + timedelta(days=1)) == []
    assert await stores.inbox.replay("1", at=LATER)
    assert [(each.id, each.attempts, each.error) for each in await _claim(stores)] == [("1", 1, None)]
    assert not await stores.inbox.replay("other", at=LATER)


async def test_a_repetition_is_looked_at_again_only_where_something_newer_has_come(stores: Stores) -> None:
    await stores.inbox.add(FIRST)
    [taken] = await _claim(stores)
    assert not await stores.inbox.look_again(FIRST.sender, FIRST.identity, at=LATER)  # it is still in work
    await stores.inbox.finish([(taken, None)], at=LATER)
    assert not await stores.inbox.look_again(FIRST.sender, FIRST.identity, at=LATER)
    await stores.inbox.add(SECOND)
    assert await stores.inbox.look_again(FIRST.sender, FIRST.identity, at=LATER)
    assert [each.id for each in await _claim(stores)] == ["1"]


async def test_pages_go_back_in_time(stores: Stores) -> None:
    for delivery in (FIRST, SECOND, ELSEWHERE):
        await stores.inbox.add(delivery)
    assert [each.id for each in await stores.inbox.page(limit=2)] == ["3", "2"]
    assert [each.id for each in await stores.inbox.page(before="2")] == ["1"]
    assert await stores.inbox.page(state="done") == []


async def test_what_came_in_since_is_told_by_provider_newest_first(stores: Stores) -> None:
    await stores.inbox.add(FIRST)
    await stores.inbox.add(replace(SECOND, received_at=LATER))
    await stores.inbox.add(replace(ELSEWHERE, provider="github", received_at=LATER))
    since = [each.id for each in await stores.inbox.since(NOW, provider="clockify", limit=10)]
    assert since == ["2", "1"]
    assert [each.id for each in await stores.inbox.since(LATER, provider="clockify", limit=10)] == ["2"]
    assert len(await stores.inbox.since(NOW, provider="clockify", limit=1)) == 1


async def test_what_is_closed_and_old_is_forgotten_and_nothing_else(stores: Stores) -> None:
    for delivery in (FIRST, ELSEWHERE):
        await stores.inbox.add(delivery)
    one, other = await _claim(stores)
    await stores.inbox.finish([(one, KNOWN)], at=LATER)
    assert await stores.inbox.forget(before=NOW) == 0
    assert await stores.inbox.forget(before=LATER) == 1
    assert await stores.inbox.known([KNOWN.key]) == {}
    assert await stores.inbox.get("1") is None
    await stores.inbox.park(other, error="x")
    assert await stores.inbox.forget(before=LATER) == 1
