"""Undo is the inverse, journalled like any write: once, the newest request first, a lost answer looked up."""

import asyncio

import pytest

from clankerbot_engine.actions import Undo
from clankerbot_engine.errors import Conflict, NotFound, UpstreamError, ValidationFailed
from tests.engine.execution.conftest import Bench
from tests.engine.execution.notes import BurnNote, ChangeNote, Crash, WriteNote

A, B = WriteNote(text="a"), WriteNote(text="b")


async def test_undo_takes_back_the_last_write(bench: Bench) -> None:
    await bench.run(A)
    await bench.run(B)
    result = await bench.one(Undo())
    assert (result.status, result.action, result.undoable) == ("done", Undo(), False)
    assert bench.pad.texts() == ["a"]


async def test_each_further_undo_goes_one_request_back(bench: Bench) -> None:
    await bench.run(A)
    await bench.run(B)
    await bench.run(Undo())
    await bench.run(Undo())
    assert bench.pad.texts() == []
    with pytest.raises(NotFound, match="nothing to undo"):
        await bench.run(Undo())


async def test_undo_takes_back_all_that_one_request_wrote_the_last_first(bench: Bench) -> None:
    await bench.run(A)
    await bench.run(ChangeNote(note="note1", text="b"), ChangeNote(note="note1", text="c"), B)
    result = await bench.one(Undo())
    assert (result.status, bench.pad.texts()) == ("done", ["a"])
    assert isinstance(result.details["operations"], list)
    assert len(result.details["operations"]) == 3


async def test_undo_after_another_write_in_the_same_request_is_refused(bench: Bench) -> None:
    """It would take back the request before, and leave the write that stands beside it."""
    await bench.run(A)
    with pytest.raises(ValidationFailed) as caught:
        await bench.run(B, Undo())
    assert (caught.value.field, caught.value.details["index"]) == ("target", 1)
    assert bench.pad.texts() == ["a"]
    await bench.run(Undo(), B)
    assert bench.pad.texts() == ["b"]


async def test_undo_by_id_takes_back_that_one_alone(bench: Bench) -> None:
    first, _ = await bench.run(A, B)
    await bench.run(Undo(target=(first.operation_id or "").lower()))
    assert bench.pad.texts() == ["b"]
    await bench.run(Undo())  # the rest of that request
    assert bench.pad.texts() == []


async def test_undoing_twice_is_a_conflict(bench: Bench) -> None:
    done = await bench.one(A)
    undo = Undo(target=done.operation_id or "")
    await bench.run(undo)
    with pytest.raises(Conflict, match="undone already"):
        await bench.run(undo)
    with pytest.raises(Conflict, match="undone already"):
        await bench.run(undo, dry_run=True)


async def test_undone_at_the_same_time_it_is_undone_once(bench: Bench) -> None:
    done = await bench.one(ChangeNote(note=bench.pad.write("a").id, text="b"))
    undo = Undo(target=done.operation_id or "")
    outcomes = await asyncio.gather(*(bench.run(undo) for _ in range(10)), return_exceptions=True)
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 9
    assert bench.pad.sent == 2


async def test_a_repeated_undo_is_replayed_and_undoes_nothing_more(bench: Bench) -> None:
    await bench.run(A)
    await bench.run(B, WriteNote(text="c"))
    first = await bench.one(Undo(), key="k")
    again = await bench.one(Undo(), key="k")
    assert again == first.model_copy(update={"replayed": True})
    assert bench.pad.texts() == ["a"]


async def test_a_dry_run_says_what_would_be_undone(bench: Bench) -> None:
    await bench.run(A, B)
    planned = await bench.one(Undo(), dry_run=True)
    assert (planned.status, planned.message) == (
        "planned",
        "Would undo: Did write a note. Would undo: Did write a note.",
    )
    assert bench.pad.texts() == ["a", "b"]


async def test_an_undo_is_not_undone(bench: Bench) -> None:
    await bench.run(A)
    undone = await bench.one(Undo())
    with pytest.raises(ValidationFailed, match="An undo cannot be undone"):
        await bench.run(Undo(target=undone.operation_id or ""))


async def test_what_someone_else_wrote_is_not_there(bench: Bench) -> None:
    theirs = await bench.one(A, principal="token:you")
    for target in ("last", theirs.operation_id or ""):
        with pytest.raises(NotFound):
            await bench.run(Undo(target=target))
    assert bench.pad.texts() == ["a"]


async def test_what_has_no_inverse_cannot_be_undone(bench: Bench) -> None:
    await bench.run(A)
    burnt = await bench.one(BurnNote(note="x"))
    with pytest.raises(ValidationFailed, match="cannot be undone"):
        await bench.run(Undo(target=burnt.operation_id or ""))


async def test_an_id_that_is_not_known_is_not_found(bench: Bench) -> None:
    with pytest.raises(NotFound):
        await bench.run(Undo(target="01ARZ3NDEKTSV4RRFFQ69G5FAV"))


async def test_a_lost_answer_to_an_undo_is_found_again(bench: Bench) -> None:
    await bench.run(A)
    bench.pad.faults.append("drop_after")
    assert (await bench.one(Undo())).status == "done"
    assert bench.pad.sent == 2


async def test_an_undo_that_failed_for_a_passing_reason_can_be_asked_for_again(bench: Bench) -> None:
    await bench.run(A)
    await bench.run(B)
    bench.pad.faults.append("rate_limit")
    assert (await bench.one(Undo(), key="k1")).status == "failed"
    assert (await bench.one(Undo(), key="k2")).status == "done"
    assert bench.pad.texts() == ["a"]
    # And the first, repeated, does not undo a second time.
    assert (await bench.one(Undo(), key="k1")).status == "failed"
    assert (bench.pad.sent, bench.pad.texts()) == (4, ["a"])


async def test_the_last_write_is_the_one_whose_answer_was_lost(bench: Bench) -> None:
    """Not the one before it, which the person did not mean."""
    await bench.run(A)
    bench.pad.faults.append("drop_after")
    bench.pad.away = True
    await bench.run(B)
    with pytest.raises(UpstreamError, match="not known yet"):
        await bench.run(Undo())
    bench.pad.away = False
    await bench.run(Undo())
    assert bench.pad.texts() == ["a"]


async def test_a_last_write_that_was_never_applied_is_not_sent_in_order_to_be_undone(bench: Bench) -> None:
    await bench.run(A)
    bench.pad.faults.append("drop_before")
    bench.pad.away = True
    await bench.run(B)
    bench.pad.away = False
    with pytest.raises(Conflict, match="never carried out"):
        await bench.run(Undo())
    assert (bench.pad.sent, bench.pad.texts()) == (2, ["a"])


async def test_a_write_that_is_under_way_is_waited_for_and_undone(bench: Bench) -> None:
    written, answer = asyncio.Event(), asyncio.Event()

    async def slow_answer() -> None:
        written.set()
        await answer.wait()

    bench.pad.before_answer = slow_answer
    writing = asyncio.create_task(bench.run(A))
    await written.wait()
    bench.pad.before_answer = None
    undoing = asyncio.create_task(bench.run(Undo()))
    await asyncio.sleep(0.01)
    answer.set()
    await asyncio.gather(writing, undoing)
    assert bench.pad.texts() == []


async def test_an_undo_whose_answer_was_lost_is_looked_up_before_another_is_sent(bench: Bench) -> None:
    changed = await bench.one(ChangeNote(note=bench.pad.write("a").id, text="b"))
    undo = Undo(target=changed.operation_id or "")
    bench.pad.faults.append("drop_after")
    bench.pad.away = True
    await bench.run(undo)
    with pytest.raises(UpstreamError, match="not known yet"):
        await bench.run(undo)
    bench.pad.away = False
    with pytest.raises(Conflict, match="undone already"):
        await bench.run(undo)
    assert (bench.pad.sent, bench.pad.texts()) == (2, ["a"])


async def test_an_undo_that_a_crash_cut_off_is_finished_by_its_repeat(bench: Bench) -> None:
    await bench.run(A)
    await bench.run(B, WriteNote(text="c"))
    bench.pad.faults.append("crash_after")
    with pytest.raises(Crash):
        await bench.run(Undo(), key="k")
    bench.restart()
    assert (await bench.one(Undo(), key="k")).status == "done"
    assert bench.pad.texts() == ["a"]
