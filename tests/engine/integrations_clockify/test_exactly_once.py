"""Whatever the moment of the fault: in Clockify it has happened once, or not at all, and the answer says which."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from clankerbot_engine.actions import (
    ActionBase,
    ContinueTimer,
    CreateProject,
    DeleteEntry,
    EditEntry,
    LogTime,
    StartTimer,
    StopTimer,
    SwitchTimer,
    Undo,
)
from clankerbot_engine.clockify.sandbox import Fault
from tests.engine.integrations_clockify.conftest import TIMEOUT_S, Clock, Desk, OpenDesk, berlin
from tests.fakes.clocks import LoopTime

LOG = LogTime(project="Apollo", task="Design", tags=("review",), description="Sketches", duration_s=7200)

FAULTS: list[dict[str, Any]] = [
    {"kind": "drop"},
    {"kind": "drop", "after": True},
    {"kind": "server_error"},
    {"kind": "server_error", "after": True},
    {"kind": "server_error", "after": True, "status": 503},
    {"kind": "empty_body", "after": True},
    {"kind": "html_body", "after": True},
    {"kind": "rate_limit"},
    {"kind": "rate_limit", "retry_after": 1},
]
LOST = FAULTS[:2]


def named(fault: dict[str, Any]) -> str:
    return "_".join(str(value) for value in fault.values()).replace("_True", "_after_applying")


every_fault = pytest.mark.parametrize("fault", FAULTS, ids=named)


class TestALog:
    @every_fault
    async def test_is_there_once(self, desk: Desk, fault: dict[str, Any]) -> None:
        before = len(desk.entries)
        desk.break_next(**fault)
        result = await desk.do(LOG)
        assert len(desk.entries) == before + 1
        assert result.entry is not None
        assert result.entry.id in desk.state.entries
        await desk.do(Undo())
        assert len(desk.entries) == before

    @pytest.mark.parametrize("times", [2, 3])
    @every_fault
    async def test_is_there_once_when_it_happens_again(self, desk: Desk, fault: dict[str, Any], times: int) -> None:
        before = len(desk.entries)
        desk.break_next(**fault, times=times)
        result = await desk.one(LOG)
        assert len(desk.entries) == before + (1 if result.status == "done" else 0)

    async def test_an_answer_that_comes_too_late_is_looked_for(self, desk: Desk, loop_time: LoopTime) -> None:
        desk.break_next("latency", after=True, seconds=2 * TIMEOUT_S)
        before = len(desk.entries)
        logging = asyncio.create_task(desk.do(LOG))
        while len(desk.entries) == before:  # noqa: ASYNC110 - the sandbox has no event for it
            await asyncio.sleep(0)
        loop_time.go_on(seconds=TIMEOUT_S)
        await logging
        assert len(desk.entries) == before + 1

    async def test_its_own_entry_is_found_among_others_that_look_the_same(self, desk: Desk) -> None:
        """Made in Clockify's pages long before; an undo must not delete that one."""
        twin = desk.put(berlin(24, 13), berlin(24, 15), project_id=desk.project_id(), billable=True)
        old_id, twin.id = twin.id, f"{0x65000000:08x}{twin.id[8:]}"
        desk.state.entries[twin.id] = desk.state.entries.pop(old_id)
        desk.break_next("drop", after=True)
        result = await desk.do(LogTime(project="Apollo", duration_s=7200))
        assert result.entry is not None
        assert result.entry.id != twin.id
        await desk.do(Undo())
        assert twin.id in desk.state.entries

    async def test_two_that_look_the_same_are_two(self, desk: Desk) -> None:
        before = len(desk.entries)
        desk.break_next("drop", after=True, times=1)
        first, second = await asyncio.gather(desk.do(LOG), desk.do(LOG))
        assert first.entry is not None
        assert second.entry is not None
        assert first.entry.id != second.entry.id
        assert len(desk.entries) == before + 2

    @pytest.mark.parametrize("but", ["start", "end", "description", "project_id", "task_id", "tag_ids", "billable"])
    async def test_one_made_by_hand_meanwhile_that_differs_in_anything_is_not_taken_for_it(
        self, desk: Desk, but: str
    ) -> None:
        same: dict[str, Any] = {
            "start": berlin(24, 13),
            "end": berlin(24, 15),
            "description": "Sketches",
            "project_id": desk.project_id(),
            "task_id": desk.task_id("Design"),
            "tag_ids": (desk.tag_id("review"),),
            "billable": True,
        }
        other = {
            "start": berlin(24, 14),
            "end": berlin(24, 14, 59),
            "description": "Other",
            "project_id": desk.project_id("Hermes"),
            "billable": False,
            "task_id": None,
            "tag_ids": (),
        }
        by_hand = desk.put(**{**same, but: other[but]})
        desk.break_next("drop")
        result = await desk.do(LOG)
        assert result.entry is not None
        assert result.entry.id != by_hand.id

    async def test_what_an_earlier_request_made_is_not_taken_for_this_ones(self, desk: Desk) -> None:
        before = len(desk.entries)
        first = await desk.do(LOG)
        desk.break_next("drop", after=True)
        second = await desk.do(LOG)
        assert first.entry is not None
        assert second.entry is not None
        assert first.entry.id != second.entry.id
        assert len(desk.entries) == before + 2

    async def test_one_of_long_ago_is_found_behind_hundreds_of_others(self, desk: Desk) -> None:
        start = berlin(1, 0)
        for minute in range(250):
            desk.put(start.replace(hour=minute // 60, minute=minute % 60), start.replace(hour=23))
        desk.break_next("drop", after=True)
        result = await desk.do(LogTime(project="Apollo", start=berlin(5, 9, month=3), duration_s=60))
        assert desk.entries[0].id == (result.entry.id if result.entry else None)
        assert len([entry for entry in desk.entries if entry.seconds == 60]) == 1

    async def test_while_clockify_is_away_the_answer_says_so_and_settling_finds_out(
        self, desk: Desk, clock: Clock
    ) -> None:
        before = len(desk.entries)
        desk.break_next("drop", after=True)
        desk.break_next("server_error", method="GET", path="*", times=None)
        result = await desk.one(LOG, key="k")
        assert result.error is not None
        assert result.error.details["outcome"] == "unknown"
        desk.state.faults.clear()
        clock.go_on(minutes=5)
        await desk.engine.settle()
        again = await desk.do(LOG, key="k")
        assert again.replayed
        assert again.entry is not None
        assert len(desk.entries) == before + 1

    async def test_a_crash_right_after_sending_is_settled_by_the_next_process(
        self, desk: Desk, open_desk: OpenDesk, clock: Clock
    ) -> None:
        before = len(desk.entries)
        desk.break_next("drop", after=True)
        clock.stands_still = asyncio.Event()
        caller = asyncio.create_task(desk.one(LOG, key="k"))
        await clock.stands_still.wait()
        assert len(desk.entries) == before + 1
        await desk.engine.drain(0)
        with pytest.raises(asyncio.CancelledError):
            await caller
        clock.stands_still = None
        clock.go_on(minutes=1)
        restarted = await open_desk()
        assert await restarted.engine.settle() == 1
        result = await restarted.do(LOG, key="k")
        assert result.replayed
        assert len(desk.entries) == before + 1
        await restarted.do(Undo())
        assert len(desk.entries) == before


async def start(desk: Desk) -> None:
    await desk.do(StartTimer(project="Hermes", description="Before"))


async def log(desk: Desk) -> None:
    await desk.do(LOG)


async def log_and_delete(desk: Desk) -> None:
    await desk.do(LOG)
    await desk.do(DeleteEntry())


async def start_and_stop(desk: Desk) -> None:
    await start(desk)
    await desk.do(StopTimer(confirmed=True))


async def start_and_switch(desk: Desk) -> None:
    await start(desk)
    await desk.do(SwitchTimer(project="Apollo"))


async def log_and_edit(desk: Desk) -> None:
    await desk.do(LOG)
    await desk.do(EditEntry(description="Changed"))


async def create_project(desk: Desk) -> None:
    await desk.do(CreateProject(project="Gemini", client="NASA"))


async def nothing(desk: Desk) -> None:
    pass


def seen(desk: Desk) -> Any:
    """What Clockify holds, without the ids that it makes up."""
    entries = [
        (e.start, e.end, e.description, e.project_id in desk.state.projects and desk.state.projects[e.project_id].name)
        for e in desk.entries
    ]
    projects = sorted((project.name, project.archived) for project in desk.state.projects.values())
    return entries, projects, sorted(client.name for client in desk.state.clients.values())


EVERY_WRITE: list[tuple[Callable[[Desk], Any], ActionBase]] = [
    (nothing, LOG),
    (nothing, StartTimer(project="Apollo")),
    (start, StartTimer(project="Apollo")),
    (start, SwitchTimer(project="Apollo")),
    (start_and_stop, ContinueTimer()),
    (start, StopTimer()),
    (log, EditEntry(duration_s=60, description="Changed")),
    (log, DeleteEntry()),
    (nothing, CreateProject(project="Gemini", client="NASA")),
    (nothing, CreateProject(project="Gemini", client="Kestrel Bank")),
    (log, Undo()),
    (start, Undo()),
    (start_and_stop, Undo()),
    (start_and_switch, Undo()),
    (log_and_edit, Undo()),
    (log_and_delete, Undo()),
    (create_project, Undo()),
]


@pytest.mark.parametrize(
    ("before", "action"), EVERY_WRITE, ids=[f"{before.__name__}-{action.kind}" for before, action in EVERY_WRITE]
)
async def test_every_write_leaves_under_every_fault_what_it_leaves_without(
    open_desk: OpenDesk, clock: Clock, before: Callable[[Desk], Any], action: ActionBase
) -> None:
    """The same in one world without faults, and in others where each request that writes is lost, or its answer."""
    began = clock.now
    desk = await open_desk()

    async def world(fault: dict[str, Any] | None = None, at: int = 0) -> tuple[list[int], Any, str]:
        ids = desk.state.ids
        desk.state.reset()
        desk.state.ids = ids  # or else the journal would know the new world's ids from the old one
        clock.now = began
        desk.clear()
        await desk.cache.invalidate("projects")
        await before(desk)
        clock.go_on(minutes=10)
        await desk.warm()
        if fault is not None:
            desk.state.faults.add(later(fault, at))
        result = await desk.one(action)
        writes = [at for at, request in enumerate(desk.state.traffic.log) if request.method != "GET"]
        desk.state.faults.clear()
        return writes, seen(desk), result.status

    writes, wanted, status = await world()
    assert status == "done"
    assert writes
    for fault in LOST:
        for at in writes:
            _, got, status = await world(fault, at)
            assert (status, got) == ("done", wanted), (fault, at)


class LaterFault(Fault):
    """Spares the first requests."""

    spared = 0

    def matches(self, method: str, path: str) -> bool:
        self.spared -= 1
        return self.spared < 0


def later(fault: dict[str, Any], spared: int) -> Fault:
    made = LaterFault(**fault)
    made.spared = spared
    return made


async def test_a_switch_that_fails_for_good_leaves_the_old_timer_running(desk: Desk, clock: Clock) -> None:
    """The first try stops the old timer and gets no answer to its second half; the next try is refused."""
    await start(desk)
    clock.go_on(minutes=10)
    desk.break_next("drop")
    desk.break_next("rate_limit", times=4)
    result = await desk.one(SwitchTimer(project="Apollo"))
    assert result.status == "failed"
    entry = desk.state.running_entry(desk.user_id)
    assert entry is not None
    assert entry.description == "Before"


async def test_a_switch_whose_second_half_never_arrives_is_no_switch(desk: Desk, clock: Clock) -> None:
    """As the answer says: nothing was written."""
    await start(desk)
    clock.go_on(minutes=10)
    desk.break_next("drop", times=2)
    result = await desk.one(SwitchTimer(project="Apollo"), key="k")
    assert result.error is not None
    assert result.error.details["outcome"] == "not_applied"
    entry = desk.state.running_entry(desk.user_id)
    assert entry is not None
    assert entry.description == "Before"
    await desk.do(SwitchTimer(project="Apollo"), key="k")
    old, new = desk.entries[-2:]
    assert old.end == new.start
    assert new.end is None


async def test_hours_later_what_half_a_switch_stopped_stays_stopped(
    desk: Desk, open_desk: OpenDesk, clock: Clock
) -> None:
    """It would count all the time since."""
    await start(desk)
    clock.go_on(minutes=10)
    desk.break_next("drop")
    clock.stands_still = asyncio.Event()
    caller = asyncio.create_task(desk.one(SwitchTimer(project="Apollo")))
    await clock.stands_still.wait()
    await desk.engine.drain(0)
    with pytest.raises(asyncio.CancelledError):
        await caller
    clock.stands_still = None
    clock.go_on(hours=3)
    restarted = await open_desk()
    assert await restarted.engine.settle() == 1
    assert desk.state.running_entry(desk.user_id) is None
