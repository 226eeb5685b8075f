"""What was kept while Clockify did not answer is there once in the end, whatever goes wrong when it is carried out."""

import dataclasses
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
    Summary,
)
from clankerbot_engine.errors import RateLimited, UpstreamError
from clankerbot_engine.stores.ports import PendingRequest
from tests.engine.integrations_clockify.conftest import ME, Desk, berlin
from tests.engine.integrations_clockify.test_exactly_once import FAULTS, named

LOG = LogTime(project="Apollo", description="Sketches", duration_s=7200)
AWAY: dict[str, Any] = {"kind": "server_error", "status": 503, "retry_after": 600, "method": "*", "path": "*"}


async def keep(desk: Desk, *actions: ActionBase, away: dict[str, Any] = AWAY, **asked: Any) -> PendingRequest:
    desk.break_next(**{**away, "times": None})
    for result in await desk.run(*actions, when_away="keep", **asked):
        assert result.status == "pending", result
    desk.state.faults.clear()
    (request,) = await desk.pending.waiting(ME)
    return request


async def carried_out(desk: Desk, request: PendingRequest) -> PendingRequest:
    """Tried until it has ended."""
    for _ in range(3):
        desk.clock.go_on(minutes=10)
        if await desk.engine.carry_out_pending(request):
            break
    found = await desk.pending.get(request.id)
    assert found is not None
    assert found.ended_at is not None
    return found


@pytest.mark.parametrize("away", FAULTS[:3], ids=named)
@pytest.mark.parametrize("then", [None, *FAULTS], ids=lambda fault: "nothing" if fault is None else named(fault))
async def test_it_is_written_once(desk: Desk, away: dict[str, Any], then: dict[str, Any] | None) -> None:
    """Whether the first try had arrived or not, and whatever happens to the second one."""
    await desk.warm()
    desk.clear()
    lost_for_good = {"method": "*", "path": "*/time-entries*"}
    request = await keep(desk, LOG, away={**away, **lost_for_good})
    if then is not None:
        desk.break_next(**then)
    assert (await carried_out(desk, request)).state == "done"
    (entry,) = desk.entries
    assert entry.description == "Sketches"


async def test_it_is_written_for_when_it_was_said(desk: Desk) -> None:
    await desk.warm()
    desk.clear()
    said_at = desk.clock.now
    request = await keep(desk, LOG)
    desk.clock.go_on(days=2)
    await carried_out(desk, request)
    (entry,) = desk.entries
    assert entry.end is not None
    assert abs((entry.end - said_at).total_seconds()) < 60


async def test_a_deletion_and_a_new_project_wait_too(desk: Desk) -> None:
    entry = desk.put(berlin(23, 9), berlin(23, 10))
    await desk.warm()
    await carried_out(desk, await keep(desk, DeleteEntry(target=entry.id)))
    assert entry.id not in desk.state.entries
    await carried_out(desk, await keep(desk, CreateProject(project="Nimbus")))
    assert desk.project_id("Nimbus")


async def test_an_edit_leaves_what_others_have_changed_since(desk: Desk) -> None:
    entry = desk.put(berlin(23, 9), berlin(23, 10), description="before")
    await desk.warm()
    request = await keep(desk, EditEntry(target=entry.id, description="after"), away={**AWAY, "method": "PUT"})
    desk.state.entries[entry.id].billable = True
    desk.state.entries[entry.id].project_id = desk.project_id("Hermes")
    await carried_out(desk, request)
    now = desk.state.entries[entry.id]
    assert (now.description, now.billable, now.project_id) == ("after", True, desk.project_id("Hermes"))


@pytest.mark.parametrize(
    "action",
    [
        StartTimer(project="Apollo"),
        StopTimer(),
        ContinueTimer(),
        EditEntry(target="last", description="x"),
        DeleteEntry(target="standup"),
        Summary(),
    ],
    ids=lambda action: action.kind,
)
async def test_what_would_mean_something_else_by_then_is_not_kept(desk: Desk, action: ActionBase) -> None:
    await desk.warm()
    desk.break_next(**AWAY, times=None)
    try:
        (result,) = await desk.run(action, when_away="keep")
    except UpstreamError:
        pass
    else:
        assert result.status == "failed"
    assert await desk.pending.waiting(None) == []


async def test_what_is_refused_in_the_end_says_why(desk: Desk) -> None:
    await desk.warm()
    request = await keep(desk, LOG)
    desk.state.settings["lockTimeEntries"] = None
    desk.break_next("server_error", status=403)
    found = await carried_out(desk, request)
    assert found.state == "failed"
    assert found.results is not None
    assert found.results[0]["error"]["code"] == "forbidden"


async def test_what_may_have_been_written_and_is_discarded_is_not_sent_again(desk: Desk) -> None:
    await desk.warm()
    desk.clear()
    request = await keep(desk, LOG, away={"kind": "server_error", "method": "*", "path": "*/time-entries*"})
    desk.clock.go_on(minutes=1)
    assert await desk.engine.discard_pending(request)
    assert await desk.engine.settle() == 1
    assert desk.entries == []


async def test_a_hundred_of_one_person_wait_and_no_more(desk: Desk) -> None:
    await desk.warm()
    request = await keep(desk, LOG)
    for number in range(99):
        another = dataclasses.replace(request, id=f"01K{number:023}", request_key=str(number))
        await desk.pending.keep(another)
    desk.break_next(**AWAY, times=None)
    with pytest.raises(RateLimited, match="100 requests"):
        await desk.run(LOG, when_away="keep")
