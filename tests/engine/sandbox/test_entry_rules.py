"""Required fields, force timer, locks, roles and plans: who may write what."""

import pytest

from clankerbot_engine.clockify.sandbox import SandboxState
from tests.engine.sandbox.conftest import Caller, FakeClock, refusal

START, END = "2026-11-23T20:00:00Z", "2026-11-23T22:00:00Z"


@pytest.mark.parametrize("rule", ["forceProjects", "forceTasks", "forceTags", "forceDescription"])
async def test_a_finished_entry_needs_what_is_required_from_admins_too(owner: Caller, rule: str) -> None:
    project = await owner.project_id()
    task = (await owner.get(f"/projects/{project}/tasks")).json()[0]["id"]
    tag = next(iter(owner.state.tags))
    whole = {"projectId": project, "taskId": task, "tagIds": [tag], "description": "all of it"}
    lacking = {"forceProjects": "projectId", "forceTasks": "taskId", "forceTags": "tagIds"}.get(rule, "description")
    part = {
        name: value for name, value in whole.items() if name != lacking and (name, rule) != ("taskId", "forceProjects")
    }
    old = (await owner.log(START, END)).json()["id"]
    await owner.settings(**{rule: True})
    refused = await owner.log(START, END, **part)
    assert refusal(refused) == (400, 501)
    assert refused.json()["message"].startswith("Time entry couldn't be created. ")
    assert (await owner.log(START, END, **whole)).status_code == 201
    change = await owner.put(f"/time-entries/{old}", {"start": START, "end": END, **part})
    assert refusal(change) == (400, 501)
    assert change.json()["message"] == "Can't save, required fields are missing or archived."


async def test_an_archived_project_does_not_count_where_one_is_required(owner: Caller) -> None:
    archived = next(project.id for project in owner.state.projects.values() if project.archived)
    await owner.settings(forceProjects=True)
    assert refusal(await owner.log(START, END, projectId=archived)) == (400, 501)


async def test_a_timer_may_start_without_what_it_cannot_be_stopped_without(owner: Caller, clock: FakeClock) -> None:
    await owner.settings(forceDescription=True)
    entry = await owner.post("/time-entries", {})
    assert entry.status_code == 201
    clock.go_on(hours=1)
    assert refusal(await owner.patch(owner.own_entries, {"end": "2026-11-24T15:00:00Z"})) == (400, 501)
    # Nor can another timer end it.
    assert refusal(await owner.post("/time-entries", {"description": "next"})) == (400, 501)
    body = {"start": "2026-11-24T14:00:00Z", "description": "now it has one"}
    assert (await owner.put(f"/time-entries/{entry.json()['id']}", body)).status_code == 200
    assert (await owner.patch(owner.own_entries, {"end": "2026-11-24T15:00:00Z"})).status_code == 200


async def test_a_required_custom_field_is_filled_by_its_default_or_by_the_person(
    owner: Caller, state: SandboxState
) -> None:
    (field,) = state.custom_fields.values()
    field.required = True
    assert refusal(await owner.log(START, END)) == (400, 501)
    assert (await owner.log(START, END, customFields=[{"customFieldId": field.id, "value": "T-1"}])).status_code == 201
    field.default = "none"
    assert (await owner.log(START, END)).json()["customFieldValues"][0]["value"] == "none"


async def test_force_timer_refuses_finished_entries_but_from_admins_on_the_user_scoped_route(
    owner: Caller, regular: Caller
) -> None:
    await owner.settings(timeTrackingMode="STOPWATCH_ONLY")
    finished = {"start": START, "end": END}
    for caller in (owner, regular):
        assert refusal(await caller.post("/time-entries", finished)) == (403, 4030)
        assert (await caller.post("/time-entries", {})).status_code == 201
    assert refusal(await regular.post(regular.own_entries, finished)) == (403, 4030)
    assert (await owner.post(owner.own_entries, finished)).status_code == 201


async def test_before_the_lock_date_regular_users_change_nothing_and_admins_everything(
    owner: Caller, regular: Caller
) -> None:
    entry = (await regular.log(START, END)).json()
    await owner.settings(lockTimeEntries="2026-11-24T00:00:00Z")
    path = f"/time-entries/{entry['id']}"
    late = {"start": "2026-11-24T01:00:00Z", "end": "2026-11-24T02:00:00Z"}
    assert refusal(await regular.log(START, END)) == (403, 1003)
    assert refusal(await regular.put(path, late)) == (403, 1003)
    assert refusal(await regular.delete(path)) == (403, 1003)
    assert refusal(await regular.delete(regular.own_entries, time_entry_ids=entry["id"])) == (403, 1003)
    after = (await regular.post("/time-entries", late)).json()["id"]
    assert refusal(await regular.put(f"/time-entries/{after}", {"start": START, "end": END})) == (403, 1003)
    assert (await regular.get(path)).json()["isLocked"] is True
    assert (await owner.put(path, {"start": START, "end": END})).status_code == 200
    assert (await owner.delete(path)).status_code == 204


@pytest.mark.parametrize(
    ("rule", "locked", "open_"),
    [
        ({"type": "OLDER_THAN", "olderThanPeriod": "DAYS", "olderThanValue": 2}, "2026-11-21", "2026-11-22"),
        ({"type": "OLDER_THAN", "olderThanPeriod": "MONTHS", "olderThanValue": 1}, "2026-10-23", "2026-10-24"),
        # 24 November 2026 is a Tuesday: on Wednesdays the week before Monday closes, so the week of the 16th is open.
        ({"type": "WEEKLY", "firstDay": "MONDAY", "changeDay": "WEDNESDAY"}, "2026-11-15", "2026-11-16"),
        ({"type": "WEEKLY", "firstDay": "MONDAY", "changeDay": "TUESDAY"}, "2026-11-22", "2026-11-23"),
        ({"type": "MONTHLY", "dayOfMonth": 5}, "2026-10-31", "2026-11-01"),
        ({"type": "MONTHLY", "dayOfMonth": 25}, "2026-09-30", "2026-10-01"),
    ],
)
async def test_the_automatic_lock_moves_with_the_clock(
    owner: Caller, regular: Caller, rule: dict[str, object], locked: str, open_: str
) -> None:
    await owner.settings(automaticLock=rule)
    assert refusal(await regular.log(f"{locked}T12:00:00Z", f"{locked}T13:00:00Z")) == (403, 1003)
    assert (await regular.log(f"{open_}T12:00:00Z", f"{open_}T13:00:00Z")).status_code == 201


async def test_regular_users_write_and_see_only_their_own_time(owner: Caller, regular: Caller) -> None:
    entry = (await owner.log(START, END)).json()["id"]
    assert refusal(await regular.post(owner.own_entries, {"start": START, "end": END})) == (403, 501)
    assert refusal(await regular.patch(owner.own_entries, {"end": END})) == (403, 501)
    assert refusal(await regular.get(owner.own_entries)) == (403, 501)
    assert refusal(await regular.get(f"/time-entries/{entry}")) == (403, 501)
    assert refusal(await regular.put(f"/time-entries/{entry}", {"start": START, "end": END})) == (403, 501)
    assert refusal(await regular.delete(f"/time-entries/{entry}")) == (403, 501)
    await owner.settings(onlyAdminsSeeAllTimeEntries=False)
    assert (await regular.get(f"/time-entries/{entry}")).status_code == 200
    assert refusal(await regular.delete(f"/time-entries/{entry}")) == (403, 501)


@pytest.mark.parametrize("role", ["owner", "admin", "manager"])
async def test_managers_write_for_others_on_plans_that_have_it(
    role: str, request: pytest.FixtureRequest, regular: Caller
) -> None:
    caller: Caller = request.getfixturevalue(role)
    answer = await caller.post(regular.own_entries, {"start": START, "end": END})
    assert (answer.status_code, answer.json()["userId"]) == (201, regular.id)
    await caller.http.post("/sandbox/settings", json={"plan": "FREE"})
    answer = await caller.post(regular.own_entries, {"start": START, "end": END})
    assert refusal(answer) == (402, None)
    assert (await caller.post(caller.own_entries, {"start": START, "end": END})).status_code == 201


async def test_an_unknown_user_does_not_belong_to_the_workspace(owner: Caller) -> None:
    for answer in (
        await owner.get("/user/nonsense/time-entries"),
        await owner.post("/user/nonsense/time-entries", {}),
    ):
        assert refusal(answer) == (400, 501)


async def test_billable_is_not_for_regular_users_to_say_where_only_admins_may(owner: Caller, regular: Caller) -> None:
    await owner.settings(onlyAdminsCanChangeBillableStatus=True)
    project = await owner.project_id()
    for caller, billable in ((regular, True), (owner, False)):
        assert (await caller.log(START, END, projectId=project, billable=False)).json()["billable"] is billable


async def test_a_deactivated_member_is_refused_and_may_come_back(owner: Caller, regular: Caller) -> None:
    assert (await owner.put(f"/users/{regular.id}", {"status": "INACTIVE"})).status_code == 200
    assert refusal(await regular.get("/projects")) == (403, 501)
    assert (await regular.http.get("/api/v1/workspaces")).json() == []
    assert [row["id"] for row in (await owner.get("/users", status="INACTIVE")).json()] == [regular.id]
    await owner.put(f"/users/{regular.id}", {"status": "ACTIVE"})
    assert (await regular.get("/projects")).status_code == 200
