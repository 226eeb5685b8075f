"""What every `NudgeStore` does."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from clankerbot_engine.stores.ports import Nudge
from tests.contract.conftest import Stores

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SOON, LATER = NOW + timedelta(minutes=2), NOW + timedelta(hours=1)
TODAY = date(2026, 11, 25)
ASKED = Nudge("1", "ada", "ada", True, {"kind": "text"}, "waiting", NOW, LATER, NOW)
FIRST = replace(ASKED, id="2", by="ben", asked=False)
SECOND = replace(FIRST, id="3")
OF_BEN = replace(FIRST, id="4", principal="ben")


async def test_a_nudge_is_added_once(stores: Stores) -> None:
    assert await stores.nudges.add(ASKED)
    assert not await stores.nudges.add(replace(ASKED, due_at=LATER))
    assert await stores.nudges.get("1") == ASKED
    assert await stores.nudges.get("2") is None


async def test_what_is_due_is_claimed_by_one_alone_until_then(stores: Stores) -> None:
    await stores.nudges.add(ASKED)
    await stores.nudges.add(replace(FIRST, due_at=LATER))
    claims = await asyncio.gather(*(stores.nudges.claim(now=NOW, until=SOON, limit=10) for _ in range(3)))
    assert [nudge for claim in claims for nudge in claim] == [replace(ASKED, due_at=SOON, attempts=1)]
    assert await stores.nudges.take("1", now=NOW, until=SOON) is None
    assert await stores.nudges.take("1", now=SOON, until=LATER) == replace(ASKED, due_at=LATER, attempts=2)
    assert await stores.nudges.take("none", now=SOON, until=LATER) is None


async def test_of_those_that_nobody_asked_for_one_a_day_is_told(stores: Stores) -> None:
    for nudge in (FIRST, SECOND, OF_BEN, ASKED):
        await stores.nudges.add(nudge)
    begun = await asyncio.gather(*(stores.nudges.begin(nudge, TODAY, {"text": "x"}, {}) for nudge in (FIRST, SECOND)))
    assert sorted(begun) == [False, True]
    assert await stores.nudges.begin(OF_BEN, TODAY, {"text": "x"}, {})
    assert await stores.nudges.begin(ASKED, TODAY, {"text": "x"}, {})
    waiting = SECOND if begun[0] else FIRST
    assert await stores.nudges.begin(waiting, TODAY + timedelta(days=1), {"text": "x"}, {})


async def test_what_is_being_told_keeps_its_message_and_is_claimed_again_when_its_teller_died(stores: Stores) -> None:
    await stores.nudges.add(ASKED)
    (claimed,) = await stores.nudges.claim(now=NOW, until=SOON, limit=10)
    assert await stores.nudges.begin(claimed, TODAY, {"text": "x"}, {"logged_s": 1})
    assert not await stores.nudges.begin(claimed, TODAY, {"text": "y"}, {})
    assert await stores.nudges.told_on("ada", TODAY, besides="2")
    assert not await stores.nudges.told_on("ada", TODAY, besides="1")
    assert not await stores.nudges.told_on("ada", TODAY + timedelta(days=1), besides="2")
    (again,) = await stores.nudges.claim(now=SOON, until=LATER, limit=10)
    assert (again.state, again.message, again.found, again.times) == ("sending", {"text": "x"}, {"logged_s": 1}, 1)
    assert await stores.nudges.begin(again, TODAY + timedelta(days=1), {"text": "y"}, {"logged_s": 2})
    later = await stores.nudges.get("1")
    assert later is not None
    assert (later.state, later.message, later.told_on, later.times) == (
        "sending",
        {"text": "y"},
        TODAY + timedelta(days=1),
        1,
    )


async def test_it_is_changed_in_one_go(stores: Stores) -> None:
    await stores.nudges.add(ASKED)
    stopped = await stores.nudges.change("1", lambda nudge: replace(nudge, stopped_on=TODAY, state="sent"))
    assert stopped == replace(ASKED, stopped_on=TODAY, state="sent")
    assert await stores.nudges.stopped_on("ada", TODAY)
    assert not await stores.nudges.stopped_on("ben", TODAY)
    assert await stores.nudges.change("none", lambda nudge: nudge) is None


async def test_old_ones_are_forgotten_unless_they_wait(stores: Stores) -> None:
    await stores.nudges.add(ASKED)
    await stores.nudges.add(replace(FIRST, state="sent"))
    assert await stores.nudges.forget(before=NOW) == 0
    assert await stores.nudges.forget(before=LATER) == 1
    assert await stores.nudges.get("1") is not None


async def test_what_is_kept_of_a_person_goes_with_them(stores: Stores) -> None:
    await stores.nudges.add(ASKED)
    await stores.nudges.add(OF_BEN)
    await stores.people.forget("ada")
    assert await stores.nudges.get("1") is None
    assert await stores.nudges.get("4") is not None
