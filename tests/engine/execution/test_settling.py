"""What a crash or a lost answer left open is found out later, without asking anyone."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from clankerbot_engine.actions import ActionResult
from tests.engine.execution.conftest import Bench
from tests.engine.execution.notes import Crash, WriteNote

A = WriteNote(text="a")
LANDED = timedelta(seconds=31)


async def crash(bench: Bench, when: Any) -> None:
    bench.pad.faults.append(when)
    with pytest.raises(Crash):
        await bench.run(A, key="k")
    bench.restart()


async def lose(bench: Bench, how: Any) -> ActionResult:
    """Run A so that its outcome stays unknown; then the line is mended."""
    bench.pad.faults.append(how)
    bench.pad.away = True
    result = await bench.one(A, key="k")
    bench.pad.away = False
    return result


async def test_with_nothing_open_there_is_nothing_to_do(bench: Bench) -> None:
    await bench.run(A)
    assert await bench.runner.settle() == 0
    assert bench.pad.looks == 0


async def test_what_a_crash_left_applied_is_done(bench: Bench) -> None:
    await crash(bench, "crash_after")
    assert await bench.runner.settle() == 1
    assert (await bench.one(A, key="k")).replayed
    assert bench.pad.sent == 1


async def test_what_a_crash_left_unapplied_is_sent_once_it_cannot_be_on_its_way_any_more(bench: Bench) -> None:
    await crash(bench, "crash_before")
    assert await bench.runner.settle() == 0
    assert bench.pad.sent == 1
    bench.clock.now += LANDED
    assert await bench.runner.settle() == 1
    assert (bench.pad.sent, bench.pad.texts()) == (2, ["a"])


async def test_a_lost_answer_is_found_out_later(bench: Bench) -> None:
    await lose(bench, "drop_after")
    bench.clock.now += LANDED
    assert await bench.runner.settle() == 1
    assert (await bench.one(A, key="k")).status == "done"
    assert bench.pad.sent == 1


async def test_what_was_asked_for_long_ago_is_not_sent_any_more(bench: Bench) -> None:
    await crash(bench, "crash_before")
    bench.clock.now += timedelta(minutes=11)
    assert await bench.runner.settle() == 1
    assert bench.pad.texts() == []
    assert (await bench.one(A, key="k")).status == "done"  # unless someone asks again


async def test_each_look_for_what_stays_open_waits_longer_than_the_one_before(bench: Bench) -> None:
    await crash(bench, "crash_after")
    bench.pad.away = True
    looks = []
    for _ in range(60):
        before = bench.pad.looks
        assert await bench.runner.settle() == 0
        looks.append(bench.pad.looks - before)
        bench.clock.now += timedelta(minutes=1)
    assert 4 <= sum(looks) <= 8
    bench.pad.away = False
    bench.clock.now += timedelta(hours=1)
    assert await bench.runner.settle() == 1


async def test_a_remote_that_is_away_is_asked_once_a_round(bench: Bench) -> None:
    for key in "123":
        bench.pad.faults.append("drop_after")
        bench.pad.away = True
        await bench.run(A, key=key)
    bench.clock.now += timedelta(hours=1)
    before = bench.pad.looks
    assert await bench.runner.settle() == 0
    assert bench.pad.looks == before + 1


async def test_two_rounds_at_once_settle_each_write_once(bench: Bench) -> None:
    await crash(bench, "crash_before")
    bench.clock.now += LANDED
    assert sorted(await asyncio.gather(bench.runner.settle(), bench.runner.settle())) == [0, 1]
    assert bench.pad.texts() == ["a"]


async def test_settling_never_raises(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    await crash(bench, "crash_after")
    bench.restart(integrations=[])  # it was uninstalled meanwhile
    assert await bench.runner.settle() == 0
    assert "settle_failed" in [record.message for record in caplog.records]


async def test_a_write_can_be_undone_for_half_a_year_and_is_then_forgotten(bench: Bench) -> None:
    operation = await bench.operation(await bench.one(A, key="k"))
    bench.clock.now += timedelta(days=179)
    await bench.runner.settle()
    assert await bench.journal.get(operation.id) is not None
    bench.clock.now += timedelta(days=2)
    await bench.runner.settle()
    assert await bench.journal.get(operation.id) is None
    assert bench.pad.texts() == ["a"]
