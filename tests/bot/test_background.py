"""Work after the acknowledgement: patient work begins in its turn, and only when the event loop is not busy."""

import asyncio
import inspect

import pytest

from clankerbot_bot.background import MOST_AT_ONCE, Background
from clankerbot_engine.event_loop import CALM_TURN_S


class Loop:
    """An event loop that is busy until the test says otherwise."""

    def __init__(self) -> None:
        self.busy = True
        self.asked = 0
        self.asked_often = asyncio.Event()

    async def turn_s(self) -> float:
        self.asked += 1
        if self.asked == 10:
            self.asked_often.set()
        await asyncio.sleep(0)
        return CALM_TURN_S * (10 if self.busy else 0.1)


@pytest.fixture
def loop() -> Loop:
    return Loop()


@pytest.fixture
def background(loop: Loop) -> Background:
    return Background(turn_s=loop.turn_s)


async def test_patient_work_waits_for_a_calm_turn_and_then_begins_in_order(loop: Loop, background: Background) -> None:
    begun: list[int] = []

    async def work(number: int) -> None:
        begun.append(number)

    for number in range(5):
        background.hand_over_patiently(work(number), name="patient")
    await loop.asked_often.wait()
    assert begun == []
    loop.busy = False
    await background.drain(60)
    assert begun == [0, 1, 2, 3, 4]


async def test_other_work_does_not_wait_for_it(loop: Loop, background: Background) -> None:
    done = asyncio.Event()

    async def work() -> None:
        done.set()

    async def patient() -> None:
        assert done.is_set()

    background.hand_over_patiently(patient(), name="patient")
    background.hand_over(work(), name="at_once")
    await done.wait()
    loop.busy = False
    await background.drain(60)


async def test_work_that_only_waits_keeps_nobody_from_beginning(loop: Loop, background: Background) -> None:
    loop.busy = False
    slow = asyncio.Event()
    begun = asyncio.Event()

    async def waits() -> None:
        await slow.wait()

    async def begins() -> None:
        begun.set()

    background.hand_over_patiently(waits(), name="slow")
    background.hand_over_patiently(begins(), name="quick")
    await begun.wait()
    slow.set()
    await background.drain(60)
    assert len(background) == 0


async def test_so_much_at_once_and_no_more(loop: Loop, background: Background) -> None:
    loop.busy = False
    under_way, most = 0, 0
    full, go_on = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        if under_way == MOST_AT_ONCE:
            full.set()
        await go_on.wait()
        under_way -= 1

    for _ in range(MOST_AT_ONCE + 20):
        background.hand_over_patiently(work(), name="patient")
    await full.wait()
    go_on.set()
    await background.drain(60)
    assert (most, under_way, len(background)) == (MOST_AT_ONCE, 0, 0)


async def test_what_is_cut_off_before_it_began_is_closed(loop: Loop, background: Background) -> None:
    async def work() -> None:
        raise AssertionError("never begun")

    coroutine = work()
    background.hand_over_patiently(coroutine, name="patient")
    await loop.asked_often.wait()
    await background.drain(0)
    assert inspect.getcoroutinestate(coroutine) == inspect.CORO_CLOSED
    assert len(background) == 0
