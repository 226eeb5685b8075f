"""What every `PendingStore` does."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from clankerbot_engine.stores.ports import PendingBacklog, PendingRequest
from tests.contract.conftest import Stores

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LATER = NOW + MINUTE
REQUEST = PendingRequest(
    id="01K00000000000000000000001",
    principal="token:me",
    request_key="k",
    actions=[{"kind": "log_time", "duration_s": 3600}],
    timezone="Europe/Berlin",
    locale="de",
    reference="card",
    said_at=NOW,
    due_at=LATER,
    error={"code": "upstream_error"},
)


def another(number: int, **changes: object) -> PendingRequest:
    fresh = replace(REQUEST, id=f"01K0000000000000000000000{number}", request_key=f"k{number}")
    return replace(fresh, said_at=NOW + number * MINUTE / 10, **changes)  # type: ignore[arg-type]


async def test_a_request_is_kept_as_it_was(stores: Stores) -> None:
    assert await stores.pending.keep(REQUEST) == REQUEST
    assert await stores.pending.get(REQUEST.id) == REQUEST
    assert await stores.pending.find("token:me", "k") == REQUEST
    assert await stores.pending.find("token:you", "k") is None
    assert await stores.pending.get("01K00000000000000000000009") is None


async def test_under_one_key_one_is_kept(stores: Stores) -> None:
    wanted = [replace(REQUEST, id=f"01K0000000000000000000000{n}") for n in range(5)]
    kept = await asyncio.gather(*map(stores.pending.keep, wanted))
    assert len({each.id for each in kept}) == 1
    assert await stores.pending.waiting(None) == [kept[0]]


async def test_it_is_claimed_when_it_is_due_and_by_one(stores: Stores) -> None:
    await stores.pending.keep(REQUEST)
    assert await stores.pending.claim_due(now=NOW, until=LATER) is None
    claims = [stores.pending.claim_due(now=LATER, until=LATER + MINUTE) for _ in range(4)]
    claimed = [each for each in await asyncio.gather(*claims) if each is not None]
    assert claimed == [replace(REQUEST, state="trying", due_at=LATER + MINUTE, attempts=1)]


async def test_what_a_crash_left_in_hand_is_due_again(stores: Stores) -> None:
    await stores.pending.keep(REQUEST)
    await stores.pending.claim_due(now=LATER, until=LATER + MINUTE)
    assert await stores.pending.claim_due(now=LATER + MINUTE / 2, until=LATER + 2 * MINUTE) is None
    again = await stores.pending.claim_due(now=LATER + MINUTE, until=LATER + 2 * MINUTE)
    assert again is not None
    assert again.attempts == 2


async def test_after_a_restart_what_was_in_hand_is_due_at_once(stores: Stores) -> None:
    await stores.pending.keep(REQUEST)
    assert await stores.pending.void_claims(now=NOW) == 0
    await stores.pending.claim_due(now=LATER, until=LATER + MINUTE)
    assert await stores.pending.void_claims(now=LATER) == 1
    again = await stores.pending.claim_due(now=LATER, until=LATER + MINUTE)
    assert again is not None


async def test_of_a_person_nothing_overtakes_what_was_said_first(stores: Stores) -> None:
    first, second = another(1), another(2, due_at=NOW)
    other = another(3, principal="token:you", due_at=LATER)
    for request in (second, other, first):
        await stores.pending.keep(request)

    async def claimed() -> str | None:
        request = await stores.pending.claim_due(now=LATER, until=LATER + MINUTE)
        return None if request is None else request.id

    assert await stores.pending.claim_due(now=NOW, until=LATER) is None
    assert [await claimed() for _ in range(3)] == [first.id, other.id, None]
    await stores.pending.end(first.id, state="done", results=[], at=LATER)
    assert await claimed() == second.id


async def test_what_is_put_back_waits_with_the_reason(stores: Stores) -> None:
    await stores.pending.keep(REQUEST)
    await stores.pending.claim_due(now=LATER, until=LATER + MINUTE)
    await stores.pending.put_back(REQUEST.id, due_at=LATER + 5 * MINUTE, error={"code": "upstream_timeout"})
    assert await stores.pending.get(REQUEST.id) == replace(
        REQUEST, due_at=LATER + 5 * MINUTE, attempts=1, error={"code": "upstream_timeout"}
    )


async def test_it_ends_once_and_is_told_once(stores: Stores) -> None:
    await stores.pending.keep(REQUEST)
    results = [{"status": "done"}]
    assert await stores.pending.end(REQUEST.id, state="done", results=results, at=LATER)
    assert not await stores.pending.end(REQUEST.id, state="failed", results=[], at=LATER)
    (untold,) = await stores.pending.untold()
    assert (untold.state, untold.results, untold.ended_at) == ("done", results, LATER)
    assert await stores.pending.waiting("token:me") == []
    assert await stores.pending.claim_due(now=LATER, until=LATER + MINUTE) is None
    await stores.pending.mark_told(REQUEST.id)
    assert await stores.pending.untold() == []


async def test_what_is_being_tried_is_not_discarded(stores: Stores) -> None:
    await stores.pending.keep(REQUEST)
    await stores.pending.claim_due(now=LATER, until=LATER + MINUTE)
    assert not await stores.pending.end(REQUEST.id, state="discarded", results=None, at=LATER)
    await stores.pending.put_back(REQUEST.id, due_at=LATER + MINUTE, error={})
    assert await stores.pending.end(REQUEST.id, state="discarded", results=None, at=LATER, told=True)
    assert await stores.pending.untold() == []


async def test_how_much_waits_and_for_how_long(stores: Stores) -> None:
    assert await stores.pending.backlog() == PendingBacklog(0, None)
    await stores.pending.keep(REQUEST)
    await stores.pending.keep(another(2))
    assert await stores.pending.backlog() == PendingBacklog(2, NOW)
    await stores.pending.end(REQUEST.id, state="done", results=[], at=LATER)
    assert await stores.pending.backlog() == PendingBacklog(1, another(2).said_at)


async def test_old_ones_that_ended_are_forgotten(stores: Stores) -> None:
    for number in (1, 2):
        await stores.pending.keep(another(number))
    await stores.pending.end(another(1).id, state="failed", results=[], at=LATER)
    assert await stores.pending.forget(before=LATER) == 0
    assert await stores.pending.forget(before=LATER + MINUTE) == 1
    assert await stores.pending.get(another(1).id) is None
    assert await stores.pending.get(another(2).id) is not None


async def test_who_disconnects_takes_it_along(stores: Stores) -> None:
    await stores.pending.keep(REQUEST)
    await stores.people.forget("token:me")
    assert await stores.pending.get(REQUEST.id) is None
