"""Time entries: one at a time, one running timer, many at once, and lists."""

import asyncio

import pytest

from clankerbot_engine.clockify.sandbox import SandboxState
from tests.engine.sandbox.conftest import Caller, FakeClock, refusal

START, END = "2026-11-23T20:00:00Z", "2026-11-23T22:00:00Z"


async def test_an_entry_is_created_in_utc_with_whole_seconds_and_explicit_nulls(owner: Caller) -> None:
    project = await owner.project_id()
    answer = await owner.log("2026-11-23T21:00:00.750+01:00", END, projectId=project, description="A &amp; B\n\t😀")
    assert answer.status_code == 201
    entry = answer.json()
    assert entry["timeInterval"] == {"start": START, "end": END, "duration": "PT2H"}
    assert entry["description"] == "A &amp; B\n\t😀"
    assert entry["projectId"] == project
    assert (entry["taskId"], entry["tagIds"], entry["kioskId"]) == (None, None, None)
    assert (entry["userId"], entry["workspaceId"]) == (owner.id, owner.state.workspace_id)
    assert (entry["isLocked"], entry["type"]) == (False, "REGULAR")
    assert "hourlyRate" not in entry
    assert len(entry["id"]) == 24
    read = (await owner.get(f"/time-entries/{entry['id']}")).json()
    assert read["hourlyRate"] == {"amount": 9500, "currency": "EUR"}
    assert read["costRate"] is None
    assert {name: read[name] for name in entry} == entry


async def test_an_empty_body_starts_a_timer_now(owner: Caller) -> None:
    answer = await owner.call("POST", "/time-entries")
    assert answer.status_code == 201
    assert answer.json()["timeInterval"] == {"start": "2026-11-24T14:00:00Z", "end": None, "duration": None}


async def test_the_owner_of_a_new_entry_is_the_key_s_whatever_the_body_says(owner: Caller, regular: Caller) -> None:
    entry = (await owner.log(START, END, userId=regular.id, unknown={"deep": [1]})).json()
    assert entry["userId"] == owner.id


@pytest.mark.parametrize(
    "fields",
    [
        {"end": END},
        {"start": END, "end": START},
        {"start": START, "end": END, "description": "say <hello>"},
        {"start": START, "end": END, "description": "x" * 3001},
        {"start": START, "end": END, "projectId": "64a687e29ae1f428e7ebe303"},
        {"start": START, "end": END, "projectId": "nonsense"},
        {"start": START, "end": END, "tagIds": ["64a687e29ae1f428e7ebe303"]},
        {"start": START, "end": END, "taskId": "64a687e29ae1f428e7ebe303"},
        {"start": START, "end": END, "customFields": [{"customFieldId": "nonsense", "value": 1}]},
    ],
)
async def test_what_breaks_a_rule_is_code_501_and_nothing_is_stored(owner: Caller, fields: dict[str, object]) -> None:
    before = len(owner.state.entries)
    assert refusal(await owner.post("/time-entries", fields)) == (400, 501)
    assert len(owner.state.entries) == before


async def test_a_task_must_be_one_of_the_project(owner: Caller) -> None:
    apollo, hermes = await owner.project_id("Apollo"), await owner.project_id("Hermes")
    task = (await owner.get(f"/projects/{hermes}/tasks")).json()[0]["id"]
    answer = await owner.log(START, END, projectId=apollo, taskId=task)
    assert refusal(answer) == (400, 501)
    assert answer.json()["message"] == "Task doesn't belong to Project"
    assert (await owner.log(START, END, projectId=hermes, taskId=task)).status_code == 201


async def test_overlaps_the_future_zero_length_and_archived_projects_are_accepted(owner: Caller) -> None:
    archived = next(project.id for project in owner.state.projects.values() if project.archived)
    for start, end in ((START, END), (START, END), ("2030-01-01T00:00:00Z", "2030-01-02T01:00:00Z"), (START, START)):
        assert (await owner.log(start, end, projectId=archived)).status_code == 201


async def test_put_replaces_the_whole_entry(owner: Caller) -> None:
    project, tag = await owner.project_id(), next(iter(owner.state.tags))
    entry = (await owner.log(START, END, projectId=project, tagIds=[tag], description="before", billable=True)).json()
    answer = await owner.put(f"/time-entries/{entry['id']}", {"start": START, "end": END, "description": "after"})
    assert answer.status_code == 200
    after = answer.json()
    assert (after["id"], after["description"]) == (entry["id"], "after")
    assert (after["projectId"], after["tagIds"], after["billable"]) == (None, None, False)
    assert refusal(await owner.put(f"/time-entries/{entry['id']}", {"end": END})) == (400, 501)


async def test_delete_is_204_and_then_the_entry_is_a_400(owner: Caller) -> None:
    entry = (await owner.log(START, END)).json()["id"]
    answer = await owner.delete(f"/time-entries/{entry}")
    assert (answer.status_code, answer.content) == (204, b"")
    for answer in (await owner.get(f"/time-entries/{entry}"), await owner.delete(f"/time-entries/{entry}")):
        assert refusal(answer) == (400, 501)
        assert answer.json()["message"] == "Time entry doesn't belong to Workspace"


async def test_a_new_timer_ends_the_one_before(owner: Caller, clock: FakeClock) -> None:
    first = (await owner.post("/time-entries", {"description": "first"})).json()["id"]
    clock.go_on(minutes=30)
    second = (await owner.post("/time-entries", {"description": "second"})).json()["id"]
    ended = (await owner.get(f"/time-entries/{first}")).json()["timeInterval"]
    assert ended == {"start": "2026-11-24T14:00:00Z", "end": "2026-11-24T14:30:00Z", "duration": "PT30M"}
    running = (await owner.get(owner.own_entries, in_progress="true")).json()
    assert [entry["id"] for entry in running] == [second]


async def test_two_people_run_their_timers_side_by_side_and_managers_see_both(owner: Caller, regular: Caller) -> None:
    await owner.post("/time-entries", {})
    await regular.post("/time-entries", {})
    everybody = await owner.get("/time-entries/status/in-progress")
    assert {entry["userId"] for entry in everybody.json()} == {owner.id, regular.id}
    assert everybody.headers["Last-Page"] == "true"
    assert [entry["userId"] for entry in (await regular.get("/time-entries/status/in-progress")).json()] == [regular.id]


async def test_stopping_ends_what_runs_and_is_404_where_nothing_does(owner: Caller) -> None:
    stop = {"end": "2026-11-24T15:00:38Z"}
    assert refusal(await owner.patch(owner.own_entries, stop)) == (404, 404)
    entry = (await owner.post("/time-entries", {})).json()["id"]
    assert refusal(await owner.patch(owner.own_entries, {"end": START})) == (400, 501)
    assert refusal(await owner.patch(owner.own_entries, {})) == (400, 501)
    answer = await owner.patch(owner.own_entries, stop)
    assert answer.status_code == 200
    assert (answer.json()["id"], answer.json()["timeInterval"]["duration"]) == (entry, "PT1H38S")
    assert refusal(await owner.patch(owner.own_entries, stop)) == (404, 404)


async def test_the_list_is_newest_first_and_filters(owner: Caller) -> None:
    project, tag = await owner.project_id("Hermes"), next(iter(owner.state.tags))
    task = (await owner.get(f"/projects/{project}/tasks")).json()[0]["id"]
    wanted = (
        await owner.log(START, END, projectId=project, taskId=task, tagIds=[tag], description="Quite Unusual")
    ).json()["id"]
    starts = [row["timeInterval"]["start"] for row in (await owner.get(owner.own_entries)).json()]
    assert starts == sorted(starts, reverse=True)
    assert len(starts) == 50
    day = {"start": "2026-11-23T19:00:00Z", "end": "2026-11-23T21:00:00+00:00"}
    for query in (
        {"description": "quite unus"},
        day,
        {**day, "project": project},
        {**day, "task": task},
        {**day, "tags": ["nonsense", tag]},
        {**day, "project_required": "true", "task_required": "true", "in_progress": "false"},
    ):
        rows = (await owner.get(owner.own_entries, **query)).json()
        assert [row["id"] for row in rows] == [wanted], query
    for query in ({**day, "project": "nonsense"}, {**day, "in_progress": "1"}, {"description": "nowhere to be found"}):
        assert (await owner.get(owner.own_entries, **query)).json() == []


async def test_hydrated_entries_carry_what_their_ids_name(owner: Caller) -> None:
    entry = next(entry for entry in owner.state.entries.values() if entry.user_id == owner.id and entry.tag_ids)
    shown = (await owner.get(f"/time-entries/{entry.id}", hydrated="true")).json()
    assert shown["project"]["id"] == shown["projectId"] == entry.project_id
    assert shown["task"]["id"] == entry.task_id
    assert [tag["id"] for tag in shown["tags"]] == list(entry.tag_ids)
    assert shown["user"]["id"] == owner.id
    assert "project" not in (await owner.get(f"/time-entries/{entry.id}")).json()


async def test_many_are_read_by_their_ids_as_far_as_the_caller_may_see_them(owner: Caller, regular: Caller) -> None:
    ids = [(await caller.log(START, END)).json()["id"] for caller in (owner, regular)]
    body = {"timeEntryIds": [*ids, "nonsense"]}
    assert [entry["id"] for entry in (await owner.post("/time-entries/batch", body)).json()] == ids
    assert [entry["id"] for entry in (await regular.post("/time-entries/batch", body)).json()] == ids[1:]
    assert refusal(await owner.post("/time-entries/batch", {})) == (400, 501)


async def test_timers_that_are_started_at_once_leave_one_running(owner: Caller) -> None:
    answers = await asyncio.gather(*(owner.post("/time-entries", {"description": str(n)}) for n in range(5)))
    assert [answer.status_code for answer in answers] == [201] * 5
    running = (await owner.get(owner.own_entries, in_progress="true")).json()
    assert len(running) == 1
    assert len({answer.json()["id"] for answer in answers}) == 5


async def test_many_are_changed_at_once_or_none(owner: Caller) -> None:
    ids = [(await owner.log(START, END, description=str(count))).json()["id"] for count in range(2)]
    rows = [{"id": one, "start": START, "end": END, "description": "changed"} for one in ids]
    wrong = await owner.put(owner.own_entries, [*rows, {"id": "nonsense", "start": START}])
    assert refusal(wrong) == (400, 501)
    assert (await owner.get(f"/time-entries/{ids[0]}")).json()["description"] == "0"
    assert refusal(await owner.put(owner.own_entries, rows[0])) == (400, 3002)
    answer = await owner.put(owner.own_entries, rows)
    assert [(row["id"], row["description"]) for row in answer.json()] == [(one, "changed") for one in ids]


async def test_a_bulk_change_may_leave_the_start_out(owner: Caller) -> None:
    entry = (await owner.log(START, END)).json()["id"]
    (row,) = (await owner.put(owner.own_entries, [{"id": entry, "end": END}])).json()
    assert row["timeInterval"]["start"] == START


async def test_many_are_deleted_at_once_and_the_ids_are_required(owner: Caller) -> None:
    ids = [(await owner.log(START, END)).json()["id"] for _ in range(2)]
    assert refusal(await owner.delete(owner.own_entries)) == (400, 3001)
    assert refusal(await owner.delete(owner.own_entries, time_entry_ids=[ids[0], "nonsense"])) == (400, 501)
    answer = await owner.delete(owner.own_entries, time_entry_ids=ids)
    assert (answer.status_code, [row["id"] for row in answer.json()]) == (200, ids)
    assert refusal(await owner.get(f"/time-entries/{ids[0]}")) == (400, 501)


async def test_duplicates_and_copies_of_an_entry(owner: Caller) -> None:
    project = await owner.project_id()
    entry = (await owner.log(START, END, projectId=project, description="one")).json()
    copy = await owner.call("POST", f"{owner.own_entries}/{entry['id']}/duplicate")
    assert copy.status_code == 201
    assert copy.json() == {**entry, "id": copy.json()["id"]}
    assert copy.json()["id"] != entry["id"]
    resumed = await owner.call("POST", owner.own_entries, params={"from-entry": entry["id"]}, json={})
    assert (resumed.json()["description"], resumed.json()["projectId"]) == ("one", project)
    assert resumed.json()["timeInterval"] == {"start": "2026-11-24T14:00:00Z", "end": None, "duration": None}


async def test_invoiced_entries_look_as_before(owner: Caller) -> None:
    entry = (await owner.log(START, END)).json()
    answer = await owner.patch("/time-entries/invoiced", {"timeEntryIds": [entry["id"]], "invoiced": True})
    assert answer.status_code == 200
    read = (await owner.get(f"/time-entries/{entry['id']}")).json()
    assert {name: read[name] for name in entry} == entry
    assert owner.state.entries[entry["id"]].invoiced


async def test_custom_fields_are_written_under_one_name_and_read_under_another(owner: Caller) -> None:
    (field,) = (await owner.get("/custom-fields")).json()
    value = {"customFieldId": field["id"], "sourceType": "TIMEENTRY", "value": "T-1"}
    entry = (await owner.log(START, END, customFields=[value])).json()
    assert entry["customFieldValues"] == [
        {"customFieldId": field["id"], "timeEntryId": entry["id"], "name": "Ticket", "type": "TXT", "value": "T-1"}
    ]
    lost = await owner.put(f"/time-entries/{entry['id']}", {"start": START, "end": END, "customFieldValues": [value]})
    assert lost.json()["customFieldValues"] == []


async def test_numbers_sent_as_text_come_back_as_numbers(owner: Caller, state: SandboxState) -> None:
    (field,) = state.custom_fields.values()
    field.type = "NUMBER"
    for sent, read in (("12", 12), ("1234.56", 1234.56), (7, 7)):
        entry = (await owner.log(START, END, customFields=[{"customFieldId": field.id, "value": sent}])).json()
        assert entry["customFieldValues"][0]["value"] == read
    answer = await owner.log(START, END, customFields=[{"customFieldId": field.id, "value": "many"}])
    assert refusal(answer) == (400, 501)


async def test_billable_left_out_is_false_though_the_project_is_billable(owner: Caller) -> None:
    project = await owner.project_id()
    assert (await owner.get(f"/projects/{project}")).json()["billable"] is True
    entry = (await owner.log(START, END, projectId=project, billable=True)).json()
    assert entry["billable"] is True
    replaced = await owner.put(f"/time-entries/{entry['id']}", {"start": START, "end": END, "projectId": project})
    assert replaced.json()["billable"] is False
    assert (await owner.log(START, END, projectId=project)).json()["billable"] is False
