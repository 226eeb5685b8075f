"""Approval requests: hand in, approve, withdraw; what is approved is closed to everyone."""

import pytest

from tests.engine.sandbox.conftest import Caller, refusal

PERIOD = {"period": "WEEKLY", "periodStart": "2026-11-16T00:00:00Z"}
START, END = "2026-11-17T20:00:00Z", "2026-11-17T21:00:00Z"


async def test_a_week_is_handed_in_as_a_pending_request(regular: Caller, manager: Caller) -> None:
    answer = await regular.post("/approval-requests", PERIOD)
    assert answer.status_code == 201
    request = answer.json()
    assert request["status"]["state"] == "PENDING"
    assert request["owner"] == {
        "userId": regular.id,
        "userName": "Dmitri Novák",
        "timeZone": "Europe/Berlin",
        "startOfWeek": "MONDAY",
    }
    assert request["dateRange"] == {"start": "2026-11-15T23:00:00Z", "end": "2026-11-22T22:59:59Z"}
    (row,) = (await manager.get("/approval-requests", status="PENDING", userId="ignored")).json()
    assert row["approvalRequest"] == request
    assert len(row["entries"]) == 25
    assert row["trackedTime"] == row["pendingTime"]
    assert row["approvedTime"] == "PT0S"
    assert (await regular.get(f"/member-profile/{regular.id}")).json()["hasPendingApprovalRequest"] is True


async def test_an_approved_week_is_closed_to_everyone_until_it_is_withdrawn(
    regular: Caller, manager: Caller, owner: Caller
) -> None:
    entry = (await regular.log(START, END)).json()["id"]
    request = (await regular.post("/approval-requests", PERIOD)).json()["id"]
    path, whole = f"/time-entries/{entry}", {"start": START, "end": END, "description": "changed"}
    assert (await regular.put(path, whole)).status_code == 200  # pending is not closed
    approved = await manager.patch(f"/approval-requests/{request}", {"state": "APPROVED", "note": "well done"})
    assert (approved.json()["status"]["state"], approved.json()["status"]["updatedBy"]) == ("APPROVED", manager.id)
    for caller in (regular, owner):
        assert refusal(await caller.put(path, whole)) == (403, 4005)
        assert refusal(await caller.delete(path)) == (403, 4005)
    assert refusal(await regular.log(START, END)) == (403, 4005)
    moved_in = (await regular.log("2026-11-24T07:00:00Z", "2026-11-24T08:00:00Z")).json()["id"]
    assert refusal(await regular.put(f"/time-entries/{moved_in}", whole)) == (403, 4005)
    assert (await regular.get(path)).json()["isLocked"] is True
    assert (await owner.log(START, END)).status_code == 201  # her own week is open
    await manager.patch(f"/approval-requests/{request}", {"state": "WITHDRAWN_APPROVAL"})
    assert (await regular.delete(path)).status_code == 204


async def test_only_managers_decide_and_only_along_the_path(regular: Caller, manager: Caller) -> None:
    request = (await regular.post("/approval-requests", PERIOD)).json()["id"]
    path = f"/approval-requests/{request}"
    assert refusal(await regular.patch(path, {"state": "APPROVED"})) == (403, 501)
    assert refusal(await manager.patch(path, {"state": "WITHDRAWN_APPROVAL"})) == (400, 501)
    assert refusal(await manager.patch(path, {"state": "PERHAPS"})) == (400, 3002)
    assert refusal(await manager.patch("/approval-requests/nonsense", {"state": "APPROVED"})) == (400, 501)
    withdrawn = await regular.patch(path, {"state": "WITHDRAWN_SUBMISSION"})
    assert withdrawn.json()["status"]["state"] == "WITHDRAWN_SUBMISSION"
    assert (await regular.post("/approval-requests", PERIOD)).status_code == 201


async def test_regular_users_see_and_submit_their_own_only(regular: Caller, manager: Caller) -> None:
    assert refusal(await regular.post(f"/approval-requests/users/{manager.id}", PERIOD)) == (403, 501)
    for_other = await manager.post(f"/approval-requests/users/{regular.id}", PERIOD)
    assert (for_other.status_code, for_other.json()["creator"]["userId"]) == (201, manager.id)
    await manager.post("/approval-requests/TIMESHEET", PERIOD)
    assert len((await manager.get("/approval-requests")).json()) == 2
    (own,) = (await regular.get("/approval-requests")).json()
    assert own["approvalRequest"]["owner"]["userId"] == regular.id


@pytest.mark.parametrize(
    "body",
    [{}, {"period": "MONTHLY", "periodStart": "2026-11-16T00:00:00Z"}, {"periodStart": "2026-01-05T00:00:00Z"}],
)
async def test_the_period_must_be_the_workspace_s_and_hold_something(regular: Caller, body: dict[str, str]) -> None:
    assert refusal(await regular.post("/approval-requests", body)) == (400, 501)


async def test_a_week_is_not_handed_in_twice_but_may_be_handed_in_anew(regular: Caller) -> None:
    first = (await regular.post("/approval-requests", PERIOD)).json()["id"]
    assert refusal(await regular.post("/approval-requests", PERIOD)) == (400, 501)
    again = await regular.post("/approval-requests/resubmit-entries-for-approval", PERIOD)
    assert again.status_code == 200
    assert again.json()["id"] != first
    assert len((await regular.get("/approval-requests")).json()) == 1


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        ("MONTHLY", "2026-10-31T23:00:00Z", "2026-11-30T22:59:59Z"),
        ("SEMI_MONTHLY", "2026-11-15T23:00:00Z", "2026-11-30T22:59:59Z"),
    ],
)
async def test_the_workspace_says_how_long_a_period_is(regular: Caller, period: str, start: str, end: str) -> None:
    await regular.http.post("/sandbox/settings", json={"approvalPeriod": period})
    request = await regular.post("/approval-requests", {"period": period, "periodStart": "2026-11-18T00:00:00Z"})
    assert request.json()["dateRange"] == {"start": start, "end": end}
