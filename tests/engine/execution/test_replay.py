"""A key seen again: what ended keeps its first answer, what is open is brought to its end."""

import asyncio
from datetime import timedelta

import pytest

from clankerbot_engine.actions import ActionBase, Undo
from clankerbot_engine.errors import Conflict, RateLimited, ValidationFailed
from tests.engine.execution.conftest import Bench
from tests.engine.execution.notes import CountNotes, Crash, WriteNote

A, B = WriteNote(text="a"), WriteNote(text="b")


async def test_the_same_key_and_request_get_the_first_results(bench: Bench) -> None:
    first = await bench.run(A, CountNotes(), B, key="k")
    await bench.run(WriteNote(text="another"))
    again = await bench.run(A, CountNotes(), B, key="k")
    assert [result.replayed for result in again] == [True, True, True]
    assert [result.model_copy(update={"replayed": False}) for result in again] == list(first)
    assert bench.pad.texts() == ["a", "b", "another"]
    assert bench.pad.reads == 2  # once when it was made ready, once after the write before it


async def test_the_same_key_and_another_request_are_a_conflict(bench: Bench) -> None:
    await bench.run(A, key="k")
    with pytest.raises(Conflict):
        await bench.run(B, key="k")
    assert bench.pad.texts() == ["a"]


async def test_keys_are_each_callers_own(bench: Bench) -> None:
    await bench.run(A, key="k", principal="token:me")
    assert not (await bench.one(B, key="k", principal="token:you")).replayed
    assert bench.pad.texts() == ["a", "b"]


async def test_without_a_key_the_same_request_is_another_one(bench: Bench) -> None:
    await bench.run(A)
    await bench.run(A)
    assert bench.pad.texts() == ["a", "a"]


async def test_keys_that_hold_colons_are_told_apart(bench: Bench) -> None:
    for key in ("k", "k:0", "k:0:0", "k:1"):
        await bench.run(A, B, key=key)
    assert len(bench.pad.notes) == 8


async def test_the_actions_are_those_that_were_read_the_first_time(bench: Bench) -> None:
    """ "yesterday" does not move on, and a model is not asked twice."""
    readings = iter([[A], [B]])

    async def read() -> list[ActionBase]:
        return list(next(readings))

    for _ in range(2):
        (result,) = await bench.runner.run(read, bench.context(), key="k", fingerprint="f")
        assert result.action == A
    assert bench.pad.texts() == ["a"]


async def test_a_request_that_was_refused_may_be_mended_under_its_key(bench: Bench) -> None:
    with pytest.raises(ValidationFailed):
        await bench.run(WriteNote(text="forbidden"), key="k")
    assert (await bench.one(A, key="k")).status == "done"


async def test_a_definite_refusal_is_replayed_as_it_was(bench: Bench) -> None:
    bench.pad.faults.append("refuse")
    first = await bench.one(A, key="k")
    again = await bench.one(A, key="k")
    assert again == first.model_copy(update={"replayed": True})
    assert bench.pad.sent == 1


async def test_what_was_not_applied_for_a_passing_reason_is_tried_again(bench: Bench) -> None:
    bench.pad.faults.append("rate_limit")
    first = await bench.one(A, key="k")
    assert first.error is not None
    assert (first.error.code, first.error.retry_after_s) == (RateLimited.code, 3)
    again = await bench.one(A, key="k")
    assert (again.status, again.replayed, again.operation_id) == ("done", False, first.operation_id)


async def test_what_was_never_sent_is_sent_by_the_repeat_and_the_rest_is_not(bench: Bench) -> None:
    bench.pad.faults.extend(["none", "rate_limit"])
    await bench.run(A, B, WriteNote(text="c"), key="k")
    again = await bench.run(A, B, WriteNote(text="c"), key="k")
    assert [(result.status, result.replayed) for result in again] == [("done", True), ("done", False), ("done", False)]
    assert sorted(bench.pad.texts()) == ["a", "b", "c"]


async def test_an_unknown_outcome_is_looked_up_before_anything_is_sent(bench: Bench) -> None:
    bench.pad.faults.append("drop_after")
    bench.pad.away = True
    await bench.run(A, key="k")
    bench.pad.away = False
    again = await bench.one(A, key="k")
    assert (again.status, again.replayed, bench.pad.sent, bench.pad.texts()) == ("done", False, 1, ["a"])
    assert (await bench.one(A, key="k")).replayed


async def test_an_unknown_outcome_that_turns_out_absent_is_sent_again(bench: Bench) -> None:
    bench.pad.faults.append("drop_before")
    bench.pad.away = True
    await bench.run(A, key="k")
    bench.pad.away = False
    assert (await bench.one(A, key="k")).status == "done"
    assert (bench.pad.sent, bench.pad.texts()) == (2, ["a"])


@pytest.mark.parametrize("when", ["crash_before", "crash_after"])
async def test_a_repeat_after_a_crash_brings_the_request_to_its_end(bench: Bench, when: str) -> None:
    bench.pad.faults.extend(["none", when])  # type: ignore[list-item]
    with pytest.raises(Crash):
        await bench.run(A, B, WriteNote(text="c"), key="k")
    bench.restart()
    results = await bench.run(A, B, WriteNote(text="c"), key="k")
    assert [result.status for result in results] == ["done", "done", "done"]
    assert sorted(bench.pad.texts()) == ["a", "b", "c"]


async def test_an_answer_that_a_crash_kept_from_being_kept_is_read_anew(bench: Bench) -> None:
    bench.pad.faults.append("crash_after")
    with pytest.raises(Crash):
        await bench.run(A, CountNotes(), key="k")
    bench.restart()
    results = await bench.run(A, CountNotes(), key="k")
    assert results[1].message == "1 notes."
    assert (await bench.run(A, CountNotes(), key="k"))[1].replayed


async def test_duplicates_at_the_same_time_get_the_result_of_the_first(bench: Bench) -> None:
    results = [result for (result,) in await asyncio.gather(*(bench.run(A, key="k") for _ in range(20)))]
    assert sum(not result.replayed for result in results) == 1
    assert len({result.operation_id for result in results}) == 1
    assert bench.pad.texts() == ["a"]


async def test_a_replay_tells_that_the_write_was_undone_since(bench: Bench) -> None:
    first = await bench.one(A, key="k")
    await bench.run(Undo())
    again = await bench.one(A, key="k")
    assert (first.undoable, again.undoable, again.replayed) == (True, False, True)


async def test_an_old_key_is_not_taken_for_a_new_one_while_its_write_is_known(bench: Bench) -> None:
    await bench.run(A, key="k")
    bench.clock.now += timedelta(days=100)
    await bench.runner.settle()
    for _ in range(2):
        with pytest.raises(Conflict):
            await bench.run(A, key="k")
    assert bench.pad.texts() == ["a"]
