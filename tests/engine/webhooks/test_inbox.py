"""What was taken in is worked off once, again where it failed, and in the right order."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from clankerbot_engine.errors import NotFound, RateLimited
from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.ports import JsonDict
from clankerbot_engine.webhooks.changes import Change, NotYet
from clankerbot_engine.webhooks.events import Event
from clankerbot_engine.webhooks.inbox import DEADLINE_S, LEASE, MOST_TRIES
from tests.engine.webhooks.conftest import TAG, Sender

DELETED = {"event_type": "TAG_DELETED"}
UPDATED = {"event_type": "TAG_UPDATED"}


class Failing:
    """Fails so often, then lets through. `calls`: the deliveries that it was given."""

    def __init__(self, times: int, error: Exception | None = None) -> None:
        self._left = times
        self._error = RuntimeError("somebody's secret") if error is None else error
        self.calls: list[str] = []

    async def __call__(self, change: Change) -> None:
        self.calls.append(change.delivery_id)
        if self._left:
            self._left -= 1
            raise self._error


async def test_what_fails_is_tried_again_later_and_later(database: Database) -> None:
    failing = Failing(times=3)
    sender = Sender(database, handlers=[failing])
    await sender.deliver()
    for tries, wait_s in enumerate((5, 15, 45), start=1):
        await sender.work()
        assert len(failing.calls) == tries
        sender.clock.go_on(seconds=wait_s - 1)
        await sender.work()
        assert len(failing.calls) == tries
        sender.clock.go_on(seconds=1)
    await sender.work()
    assert len(set(failing.calls)) == 1
    assert len(failing.calls) == 4
    [kept] = await sender.store.page()
    assert (kept.state, kept.error) == ("done", None)


async def test_after_eight_tries_it_is_parked_with_its_reason_and_can_be_replayed(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    failing = Failing(times=MOST_TRIES)
    sender = Sender(database, handlers=[failing])
    await sender.deliver()
    for _ in range(MOST_TRIES + 3):
        await sender.work()
        sender.clock.go_on(hours=5)
    assert len(failing.calls) == MOST_TRIES == 8
    [parked] = await sender.store.page(state="parked")
    assert parked.error == "RuntimeError"
    assert sender.metrics.registry.get_sample_value("clankerbot_webhook_events_total", {"outcome": "parked"}) == 1

    assert (await sender.inbox.replay(parked.id)).state == "ready"
    await sender.work()
    assert len(failing.calls) == MOST_TRIES + 1
    assert (await sender.inbox.replay(parked.id)).state == "ready"  # also what is done
    with pytest.raises(NotFound):
        await sender.inbox.replay("nothing")


async def test_our_own_errors_are_told_in_words(database: Database) -> None:
    sender = Sender(database, handlers=[Failing(1, RateLimited("Clockify asks to wait."))])
    await sender.deliver()
    await sender.work()
    [kept] = await sender.store.page()
    assert (kept.state, kept.error) == ("ready", "Clockify asks to wait.")


async def test_one_handler_that_fails_does_not_keep_the_others_from_theirs(database: Database) -> None:
    first, second = Failing(times=1), Failing(times=0)
    sender = Sender(database, handlers=[first, second])
    await sender.deliver()
    await sender.work()
    assert (len(first.calls), len(second.calls)) == (1, 1)


async def test_a_handler_that_cannot_tell_yet_is_asked_again_and_it_is_no_failure(database: Database) -> None:
    undecided = Failing(times=MOST_TRIES * 2, error=NotYet(2))
    sender = Sender(database, handlers=[undecided])
    await sender.deliver()
    for _ in range(MOST_TRIES * 2):
        await sender.work()
        assert [(each.state, each.attempts) for each in await sender.store.page()] == [("ready", 0)]
        sender.clock.go_on(seconds=2)
    await sender.work()
    assert [each.state for each in await sender.store.page()] == ["done"]


async def test_what_takes_too_long_is_cut_off_and_tried_again(database: Database) -> None:
    async def endless(change: Change) -> None:
        await asyncio.Event().wait()

    sender = Sender(database, handlers=[endless], deadline_s=0)
    await sender.deliver()
    await sender.work()
    [kept] = await sender.store.page()
    assert (kept.state, kept.error) == ("ready", "it took longer than 0 s")
    assert timedelta(seconds=DEADLINE_S) < LEASE


async def test_what_a_crash_cut_off_is_worked_off_by_another_when_the_lease_is_over(database: Database) -> None:
    begun = asyncio.Event()

    async def hangs(change: Change) -> None:
        begun.set()
        await asyncio.Event().wait()

    crashed = Sender(database, handlers=[hangs])
    await crashed.deliver()
    working = asyncio.create_task(crashed.work())
    await begun.wait()

    other = Sender(database)
    await other.work()
    assert other.handled == []
    other.clock.go_on(seconds=LEASE.total_seconds())
    await other.work()
    assert len(other.handled) == 1
    working.cancel()
    await asyncio.wait([working])
    assert [each.state for each in await other.store.page()] == ["done"]


async def test_a_stop_gives_back_what_it_could_not_finish(database: Database) -> None:
    begun = asyncio.Event()

    async def hangs(change: Change) -> None:
        begun.set()
        await asyncio.Event().wait()

    sender = Sender(database, handlers=[hangs])
    await sender.deliver()
    await sender.inbox.start()
    await begun.wait()
    await sender.inbox.stop(0)
    assert [(each.state, each.attempts) for each in await sender.store.page()] == [("ready", 0)]


async def test_a_worker_that_runs_is_woken_by_what_comes_in(database: Database) -> None:
    handled = asyncio.Event()

    async def note(change: Change) -> None:
        handled.set()

    sender = Sender(database, handlers=[note])
    await sender.inbox.start()
    await sender.deliver()
    await asyncio.wait_for(handled.wait(), 60)
    await sender.inbox.stop(60)
    assert [each.state for each in await sender.store.page()] == ["done"]


async def test_no_burst_holds_up_for_long_what_is_to_be_worked_off(database: Database) -> None:
    sender = Sender(database)
    worked_off = asyncio.Event()

    async def note(change: Change) -> None:
        worked_off.set()

    sender.handlers.add(note)
    await sender.inbox.start()
    async with asyncio.timeout(60):
        number = 0
        while not worked_off.is_set():
            number += 1
            sender.inbox.wake()  # as if more had come in all the while
            await sender.deliver({**TAG, "id": str(number)})
            sender.clock.go_on(seconds=0.01)
    await sender.inbox.stop(60)


async def test_handlers_see_what_was_and_what_is(sender: Sender) -> None:
    await sender.deliver()
    renamed = {**TAG, "name": "ship"}
    await sender.deliver(renamed, **UPDATED)
    await sender.deliver(renamed, **DELETED)
    await sender.work()
    assert [(change.before, change.now, change.is_news) for change in sender.changes] == [
        (None, TAG, True),
        (TAG, renamed, True),
        (renamed, None, True),
    ]


async def test_what_comes_late_changes_nothing_and_is_told_so(sender: Sender) -> None:
    renamed = {**TAG, "name": "ship"}
    await sender.deliver(renamed, **UPDATED)
    await sender.deliver()
    await sender.work()
    assert [(change.now, change.is_news) for change in sender.changes] == [(renamed, True), (renamed, False)]
    await sender.deliver(renamed, **DELETED)
    await sender.deliver({**TAG, "name": "late"}, **UPDATED)
    await sender.work()
    assert [(change.now, change.is_news) for change in sender.changes[2:]] == [(None, True), (None, False)]


async def test_a_try_after_a_failure_sees_the_same_as_the_first(database: Database) -> None:
    sender = Sender(database)
    await sender.deliver()
    await sender.work()
    sender.handlers.add(Failing(times=1))
    await sender.deliver({**TAG, "name": "ship"}, **UPDATED)
    await sender.work()
    sender.clock.go_on(minutes=1)
    await sender.work()
    assert sender.changes[1] == sender.changes[2]
    assert sender.changes[1].before == TAG


class Clockify:
    """What the tag is called there, now. None: it is gone."""

    def __init__(self, document: JsonDict | None) -> None:
        self.document = document
        self.error: Exception | None = None
        self.asked = 0

    async def __call__(self, event: Event) -> JsonDict | None:
        self.asked += 1
        if self.error is not None:
            raise self.error
        return self.document


def _named(name: str) -> dict[str, Any]:
    return {**TAG, "name": name}


async def test_where_the_order_cannot_be_told_the_thing_is_looked_up(database: Database) -> None:
    clockify = Clockify(_named("b"))
    sender = Sender(database, look_up=clockify)
    for name in ("b", "a"):
        await sender.deliver(_named(name), **UPDATED)
        await sender.work()
    last = sender.changes[-1]
    assert (last.before, last.now, last.is_sure) == (_named("b"), _named("b"), True)
    assert clockify.asked == 1

    clockify.error = RateLimited("wait")
    await sender.deliver(_named("c"), **UPDATED)
    await sender.work()
    last = sender.changes[-1]
    assert (last.now, last.is_sure) == (_named("c"), False)

    clockify.error, clockify.document = None, None
    await sender.deliver(_named("d"), **UPDATED)
    await sender.work()
    assert sender.changes[-1].now is None


async def test_a_name_that_is_given_back_is_no_mere_repetition(database: Database) -> None:
    """A, B, then A again: the third delivery is, to the last byte, the first."""
    clockify = Clockify(None)
    sender = Sender(database, look_up=clockify)
    for name in ("a", "b", "a"):
        clockify.document = _named(name)
        await sender.deliver(_named(name), **UPDATED)
        await sender.work()
        assert sender.changes[-1].now == _named(name)
    assert len(sender.changes) == 3

    clockify.document = _named("b")
    elsewhere = Sender(database, look_up=clockify)  # where nothing of it is in memory
    assert (await elsewhere.deliver(_named("b"), **UPDATED)).duplicate is True
    await elsewhere.work()
    assert elsewhere.changes == []  # nothing has come after it
    await sender.deliver(_named("c"), **UPDATED)
    assert (await elsewhere.deliver(_named("b"), **UPDATED)).duplicate is True
    await elsewhere.work()
    assert [change.event.data["name"] for change in elsewhere.changes] == ["b", "c"]
    assert elsewhere.changes[-1].now == _named("b")


async def test_what_is_old_is_forgotten_with_what_it_said(database: Database) -> None:
    sender = Sender(database)
    await sender.deliver()
    await sender.work()
    sender.clock.go_on(days=15)
    worked_off = asyncio.Event()

    async def note(change: Change) -> None:
        worked_off.set()

    sender.handlers.add(note)
    await sender.deliver({**TAG, "id": "other"})
    await sender.inbox.start()
    await asyncio.wait_for(worked_off.wait(), 60)
    await sender.inbox.stop(60)
    assert [each.order_key for each in await sender.store.page()] == [f"clockify:{TAG['workspaceId']}:tag:other"]
    assert (await Sender(database).deliver()).duplicate is False
