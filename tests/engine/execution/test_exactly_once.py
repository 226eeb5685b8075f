"""Each write takes place once, whatever happens to its answer; what is not known is said to be so."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from clankerbot_engine.actions import ActionResult, Need
from clankerbot_engine.errors import ClankerbotError, NeedsInput, NotFound, ValidationFailed
from tests.engine.execution.conftest import NOW, Bench
from tests.engine.execution.notes import BurnNote, ChangeNote, CountNotes, Crash, Fault, WriteNote

A, B = WriteNote(text="a"), WriteNote(text="b")


def outcome(result: ActionResult) -> Any:
    assert result.error is not None
    return result.error.details.get("outcome")


async def test_a_write_is_done_and_can_be_undone(bench: Bench) -> None:
    result = await bench.one(A)
    assert (result.status, result.message) == ("done", "Did write a note.")
    assert result.undoable
    assert not result.replayed
    assert (await bench.operation(result)).entity_id == "note1"
    assert bench.pad.texts() == ["a"]
    assert bench.pad.slept == []


async def test_a_read_is_answered_and_leaves_no_trace(bench: Bench) -> None:
    result = await bench.one(CountNotes())
    assert (result.message, result.operation_id) == ("0 notes.", None)


async def test_the_row_is_committed_before_anything_is_sent(bench: Bench) -> None:
    seen: list[str] = []

    async def look_into_the_journal() -> None:
        seen.extend(operation.state for operation in await bench.journal.unsettled(before=bench.clock()))

    bench.pad.before_answer = look_into_the_journal
    await bench.run(A)
    assert seen == ["started"]


@pytest.mark.parametrize("fault", ["drop_after", "bug_after", "internal_error_after"])
async def test_a_lost_answer_to_what_was_applied_is_found_again(bench: Bench, fault: Fault) -> None:
    bench.pad.faults.append(fault)
    result = await bench.one(A)
    assert (result.status, bench.pad.texts(), bench.pad.sent) == ("done", ["a"], 1)
    assert bench.pad.slept == [0.5]


@pytest.mark.parametrize("fault", ["broken_before", "bug_before"])
async def test_what_was_not_applied_is_sent_once_more_after_the_last_look(bench: Bench, fault: Fault) -> None:
    bench.pad.faults.append(fault)
    result = await bench.one(A)
    assert (result.status, bench.pad.texts(), bench.pad.sent) == ("done", ["a"], 2)
    assert bench.pad.slept == [0.5, 2.0, 6.0]
    assert (await bench.operation(result)).attempts == 2


async def test_what_is_applied_late_is_waited_for(bench: Bench) -> None:
    bench.pad.faults.append("late")
    result = await bench.one(A)
    assert (result.status, bench.pad.texts(), bench.pad.sent) == ("done", ["a"], 1)


async def test_sending_ends_after_two_tries_and_the_error_says_that_nothing_was_written(bench: Bench) -> None:
    bench.pad.faults.extend(["drop_before", "drop_before"])
    result = await bench.one(A)
    assert (result.status, bench.pad.texts(), bench.pad.sent) == ("failed", [], 2)
    assert result.error is not None
    assert (result.error.code, outcome(result), result.error.retryable) == ("upstream_timeout", "not_applied", True)
    assert "nothing was written" in result.message


async def test_what_cannot_be_found_out_is_said_to_be_unknown(bench: Bench) -> None:
    bench.pad.faults.append("drop_after")
    bench.pad.away = True
    result = await bench.one(A)
    assert (result.status, outcome(result), bench.pad.sent, bench.pad.looks) == ("failed", "unknown", 1, 3)
    assert result.operation_id is not None
    assert (await bench.operation(result)).state == "unknown"


async def test_only_the_last_look_proves_that_something_is_absent(bench: Bench) -> None:
    """Looks that saw nothing early on prove nothing once the line is gone."""
    bench.pad.faults.append("drop_before")

    async def go_away_before_the_last_look(seconds: float) -> None:
        await bench.pad.pass_time(seconds)
        bench.pad.away = seconds == 6.0

    bench.sleep = go_away_before_the_last_look
    result = await bench.one(A)
    assert (outcome(result), bench.pad.sent) == ("unknown", 1)


async def test_an_exception_of_ours_is_not_shown(bench: Bench) -> None:
    bench.pad.faults.append("bug_before")
    bench.pad.away = True
    result = await bench.one(A)
    assert result.error is not None
    assert (result.error.code, outcome(result)) == ("internal_error", "unknown")
    assert "secret" not in result.model_dump_json()


async def test_a_refusal_is_final_and_says_why(bench: Bench) -> None:
    bench.pad.faults.append("refuse")
    result = await bench.one(A)
    assert result.error is not None
    assert (result.status, result.error.code, result.message) == ("failed", "forbidden", "The pad is locked.")
    assert bench.pad.looks == 0


async def test_nothing_is_written_where_a_later_action_is_hindered(bench: Bench) -> None:
    with pytest.raises(ValidationFailed) as caught:
        await bench.run(A, B, WriteNote(text="forbidden"))
    assert caught.value.details == {"field": "text", "index": 2}
    assert (bench.pad.sent, await bench.journal.unsettled(before=bench.clock())) == (0, [])


async def test_an_open_question_stops_the_whole_request(bench: Bench) -> None:
    asking = WriteNote(text="b", needs=(Need(field="text", reason="Which?"),))
    with pytest.raises(NeedsInput) as caught:
        await bench.run(A, asking)
    assert caught.value.details["index"] == 1
    assert bench.pad.sent == 0


async def test_a_dry_run_plans_and_writes_nothing(bench: Bench) -> None:
    results = await bench.run(A, CountNotes(), key="k", dry_run=True)
    assert [result.status for result in results] == ["planned", "done"]
    assert bench.pad.sent == 0
    assert (await bench.one(B, key="k")).status == "done"  # and its key is still free


async def test_warnings_of_the_preparation_reach_the_result(bench: Bench) -> None:
    await bench.run(A)
    planned = await bench.one(A, dry_run=True)
    done = await bench.one(A, key="k")
    again = await bench.one(A, key="k")
    assert [notice.code for notice in planned.warnings] == ["same_text"]
    assert planned.warnings == done.warnings == again.warnings


async def test_a_refused_action_does_not_stop_the_ones_after_it(bench: Bench) -> None:
    bench.pad.faults.append("refuse")
    results = await bench.run(A, B)
    assert [result.status for result in results] == ["failed", "done"]


@pytest.mark.parametrize("fault", ["rate_limit", "server_error"])
async def test_nothing_more_is_sent_to_a_remote_that_cannot_take_it_now(bench: Bench, fault: Fault) -> None:
    bench.pad.faults.append(fault)
    results = await bench.run(A, B)
    assert [result.status for result in results] == ["failed", "failed"]
    assert bench.pad.sent == 1
    assert results[1].error is not None
    assert (outcome(results[1]), results[1].error.retryable) == ("not_applied", True)


async def test_a_read_sees_what_was_written_before_it_in_the_same_request(bench: Bench) -> None:
    before, _, after = await bench.run(CountNotes(), A, CountNotes())
    assert (before.message, after.message) == ("0 notes.", "1 notes.")


async def test_a_read_that_fails_after_a_write_is_a_result(bench: Bench) -> None:
    async def go_away() -> None:
        bench.pad.away = True

    bench.pad.before_answer = go_away
    written, read = await bench.run(A, CountNotes())
    assert (written.status, read.status) == ("done", "failed")


async def test_two_writes_that_look_the_same_are_two(bench: Bench) -> None:
    bench.pad.faults.extend(["drop_after", "drop_after"])
    results = await bench.run(A, A)
    assert [result.details["note"] for result in results] == ["note1", "note2"]
    assert bench.pad.texts() == ["a", "a"]


async def test_a_lost_answer_is_not_found_in_what_another_write_left(bench: Bench) -> None:
    """The second was never applied; the note that the first one left must not be taken for it."""
    await bench.run(A)
    bench.pad.faults.append("drop_before")
    bench.clock.now = NOW  # so that the first note is not too old to be the second's
    result = await bench.one(A)
    assert (result.details["note"], bench.pad.texts()) == ("note2", ["a", "a"])


async def test_a_write_whose_answer_is_on_its_way_keeps_what_it_wrote(bench: Bench) -> None:
    """While the first waits for its answer, its note is there, but not its row: the second must not claim it."""
    written, looked = asyncio.Event(), asyncio.Event()

    async def slow_answer() -> None:
        if not written.is_set():
            written.set()
            await looked.wait()

    bench.pad.before_answer = slow_answer
    first = asyncio.create_task(bench.one(A))
    await written.wait()
    bench.pad.faults.append("drop_before")
    bench.clock.now = NOW  # so that the first note is not too old to be the second's
    second = asyncio.create_task(bench.one(A))
    await bench.pad.looked.wait()
    await asyncio.wait([second], timeout=0.05)  # it has found the note by now, and every chance to claim it
    looked.set()
    assert [(await first).details["note"], (await second).details["note"]] == ["note1", "note2"]
    assert bench.pad.texts() == ["a", "a"]


async def test_two_lost_answers_are_not_found_in_one_note(bench: Bench) -> None:
    bench.pad.away = True
    for key, fault in (("k1", "drop_after"), ("k2", "drop_before")):
        bench.pad.faults.append(fault)  # type: ignore[arg-type]
        await bench.run(A, key=key)
    bench.pad.away = False
    both = await asyncio.gather(bench.one(A, key="k1"), bench.one(A, key="k2"))
    assert sorted(str(result.details["note"]) for result in both) == ["note1", "note2"]


async def test_two_changes_of_one_note_both_end(bench: Bench) -> None:
    """Neither brought it into being, so neither stands in the other's way."""
    await bench.run(A)
    bench.pad.faults.extend(["drop_after", "drop_after"])
    for text in ("b", "c"):
        assert (await bench.one(ChangeNote(note="note1", text=text))).status == "done"
    assert bench.pad.texts() == ["c"]


async def test_a_caller_that_goes_away_does_not_cut_off_what_has_begun(bench: Bench) -> None:
    written, answer = asyncio.Event(), asyncio.Event()

    async def slow_answer() -> None:
        written.set()
        await answer.wait()

    bench.pad.before_answer = slow_answer
    caller = asyncio.create_task(bench.one(A, key="k"))
    await written.wait()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    answer.set()
    again = await bench.one(A, key="k")
    assert (again.status, again.replayed, bench.pad.sent) == ("done", True, 1)


async def test_draining_waits_for_what_runs(bench: Bench) -> None:
    bench.pad.before_answer = lambda: asyncio.sleep(0.01)
    caller = asyncio.create_task(bench.one(A))
    await asyncio.sleep(0)
    await bench.runner.drain(60)
    assert caller.done() or (await caller).status == "done"
    assert bench.pad.texts() == ["a"]


async def test_what_outlasts_the_drain_is_cut_off_and_settled_after_the_restart(bench: Bench) -> None:
    hangs = asyncio.Event()
    bench.pad.before_answer = hangs.wait  # type: ignore[assignment]
    caller = asyncio.create_task(bench.one(A, key="k"))
    await bench.pad.written.wait()
    await bench.runner.drain(0.01)
    with pytest.raises(asyncio.CancelledError):
        await caller
    bench.restart()
    assert await bench.runner.settle() == 1
    assert (await bench.one(A, key="k")).status == "done"
    assert (bench.pad.texts(), bench.pad.sent) == (["a"], 1)


async def test_every_action_is_counted_by_kind_and_outcome(bench: Bench) -> None:
    await bench.run(A, key="k")
    await bench.run(A, key="k")
    await bench.run(A, dry_run=True)
    bench.pad.faults.append("refuse")
    await bench.run(A)
    bench.pad.faults.append("drop_before")
    bench.pad.away = True
    await bench.run(A)
    with pytest.raises(NotFound):
        await bench.run(ChangeNote(note="none", text="x"))
    outcomes = ("done", "replayed", "planned", "failed", "unknown")
    assert [bench.counted("write_note", outcome) for outcome in outcomes] == [1, 1, 1, 1, 1]
    assert bench.counted("change_note", "refused") == 1


async def test_a_request_that_a_slow_server_carries_out_much_later_is_not_sent_twice(bench: Bench) -> None:
    """The answer was given up after a moment; the server goes on with it all the same."""
    bench.pad.faults.append("late")
    bench.pad.slowness = timedelta(seconds=25)
    result = await bench.one(A)
    assert result.status == "done"
    assert (bench.pad.sent, bench.pad.texts()) == (1, ["a"])


async def test_nor_where_the_request_is_repeated_before_it_is_carried_out(bench: Bench) -> None:
    bench.pad.faults.append("late")
    bench.pad.slowness = timedelta(seconds=25)
    bench.pad.away = True
    assert (await bench.one(A, key="k")).status == "failed"
    bench.pad.away = False
    assert (await bench.one(A, key="k")).status == "done"
    assert (bench.pad.sent, bench.pad.texts()) == (1, ["a"])


async def test_the_log_names_each_write_once_and_never_its_text(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    result = await bench.one(WriteNote(text="private words"))
    ended = [record for record in caplog.records if record.message == "write_ended"]
    assert [record.__dict__["operation_id"] for record in ended] == [result.operation_id]
    assert "private words" not in " ".join(str(record.__dict__) for record in caplog.records)


async def test_a_crash_passes_through(bench: Bench) -> None:
    bench.pad.faults.append("crash_before")
    with pytest.raises(Crash):
        await bench.run(A)
    assert [operation.state for operation in await bench.journal.unsettled(before=bench.clock())] == ["started"]


async def test_what_cannot_be_undone_says_so(bench: Bench) -> None:
    assert not (await bench.one(BurnNote(note="x"))).undoable


async def test_errors_of_the_reading_pass_through(bench: Bench) -> None:
    async def read() -> list[WriteNote]:
        raise ValidationFailed("Not understood.", field="text")

    with pytest.raises(ClankerbotError, match="Not understood"):
        await bench.runner.run(read, bench.context(), key="k", fingerprint="f")
    assert (await bench.one(A, key="k")).status == "done"
