"""People, projects, tasks, tags and clients: filters, names, archive before delete."""

from typing import Any

import pytest

from tests.engine.sandbox.conftest import Caller, refusal


async def _names(caller: Caller, path: str, **query: Any) -> list[str]:
    return [row["name"] for row in (await caller.get(path, **query)).json()]


async def test_the_name_filter_contains_and_the_strict_one_is_the_whole_name(owner: Caller) -> None:
    assert await _names(owner, "/projects", name="apollo") == ["Apollo", "Apollo Web"]
    assert await _names(owner, "/projects", name="apollo", strict_name_search="true") == ["Apollo"]
    assert await _names(owner, "/projects", name="MÜLLER GmbH", strict_name_search="true") == ["Müller GmbH"]
    assert await _names(owner, "/tags", name="e") != await _names(owner, "/tags", name="urgent") == ["urgent"]
    apollo = await owner.project_id()
    assert await _names(owner, f"/projects/{apollo}/tasks", name="test") == ["Testing"]


async def test_archived_left_out_is_both(owner: Caller) -> None:
    both, active, archived = [
        await _names(owner, "/projects", **query) for query in ({}, {"archived": "false"}, {"archived": "true"})
    ]
    assert archived == ["Zeus"]
    assert sorted(active + archived, key=str.casefold) == both
    assert await _names(owner, "/tags", archived="true") == ["legacy"]


async def test_projects_are_filtered_by_client_access_and_billable_and_sorted(owner: Caller) -> None:
    clients = {client["name"]: client["id"] for client in (await owner.get("/clients")).json()}
    two = [clients["Kestrel Bank"], clients["Müller GmbH"]]
    assert await _names(owner, "/projects", clients=two) == ["Data Warehouse", "Mobile Banking", "Müller GmbH"]
    assert len(await _names(owner, "/projects", clients=two, contains_client="false")) == 9
    assert await _names(owner, "/projects", access="PRIVATE") == ["Recruiting"]
    assert await _names(owner, "/projects", billable="false") == ["Internal", "Recruiting"]
    ascending = await _names(owner, "/projects", sort_column="CLIENT_NAME", sort_order="ASCENDING")
    assert ascending[:2] == ["Website Relaunch", "Café Lumière"]
    assert await _names(owner, "/projects", sort_column="CLIENT_NAME", sort_order="DESCENDING") == ascending[::-1]


async def test_a_project_is_read_with_its_client_and_what_was_tracked(owner: Caller) -> None:
    project = (await owner.get(f"/projects/{await owner.project_id()}", hydrated="true")).json()
    assert (project["name"], project["clientName"], project["archived"]) == ("Apollo", "Northwind Space", False)
    assert project["public"] is True
    assert "isPublic" not in project
    assert project["hourlyRate"] == {"amount": 9500, "currency": "EUR"}
    assert project["costRate"] is None
    assert project["duration"].startswith("PT")
    assert {task["name"] for task in project["tasks"]} == {"Design", "Development", "Testing"}
    assert refusal(await owner.get("/projects/64a687e29ae1f428e7ebe303")) == (400, 501)


async def test_project_names_are_unique_for_each_client(owner: Caller) -> None:
    clients = (await owner.get("/clients")).json()
    first = await owner.post("/projects", {"name": "Twins", "clientId": clients[0]["id"], "color": "#000000"})
    assert (first.status_code, first.json()["color"]) == (201, "#000000")
    again = await owner.post("/projects", {"name": "TWINS", "clientId": clients[0]["id"]})
    assert refusal(again) == (400, 501)
    assert again.json()["message"] == f"TWINS project for client {clients[0]['name']} already exists."
    assert (await owner.post("/projects", {"name": "Twins", "clientId": clients[1]["id"]})).status_code == 201
    assert (await owner.post("/projects", {"name": "Twins"})).json()["clientId"] is None


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": " "},
        {"name": "x"},
        {"name": "x" * 251},
        {"name": "a <b>"},
        {"name": "fine", "clientId": "nonsense"},
        {"name": "fine", "color": "red"},
        {"name": "fine", "tasks": [{"name": ""}]},
    ],
)
async def test_a_project_that_breaks_a_rule_is_not_made(owner: Caller, body: dict[str, object]) -> None:
    assert refusal(await owner.post("/projects", body)) == (400, 501)
    assert len(owner.state.projects) == 12


async def test_changing_a_project_keeps_what_is_left_out_but_for_billable_and_public(owner: Caller) -> None:
    project = await owner.project_id()
    changed = (await owner.put(f"/projects/{project}", {"note": "hello"})).json()
    assert (changed["name"], changed["clientName"], changed["note"]) == ("Apollo", "Northwind Space", "hello")
    assert (changed["billable"], changed["public"]) == (False, False)
    assert refusal(await owner.put(f"/projects/{project}", {"name": "Apollo Web"})) == (400, 501)


async def test_a_project_is_archived_before_it_is_deleted_and_leaves_its_entries_behind(owner: Caller) -> None:
    project = await owner.project_id("Hermes")
    entry = next(entry for entry in owner.state.entries.values() if entry.project_id == project)
    refused = await owner.delete(f"/projects/{project}")
    assert refusal(refused) == (400, 501)
    assert refused.json()["message"] == "Cannot delete an active project"
    await owner.put(f"/projects/{project}", {"archived": True})
    gone = await owner.delete(f"/projects/{project}")
    assert (gone.status_code, gone.json()["name"]) == (200, "Hermes")
    assert refusal(await owner.get(f"/projects/{project}")) == (400, 501)
    read = (await owner.get(f"/time-entries/{entry.id}")).json()
    assert (read["projectId"], read["taskId"]) == (None, None)


async def test_a_private_project_is_not_there_for_those_outside_it(owner: Caller, regular: Caller) -> None:
    private = await owner.project_id("Recruiting")
    assert "Recruiting" not in await _names(regular, "/projects")
    assert refusal(await regular.get(f"/projects/{private}")) == (400, 501)
    assert refusal(await regular.post("/time-entries", {"projectId": private})) == (400, 501)
    joined = await owner.post(f"/projects/{private}/memberships", {"userIds": [regular.id]})
    assert regular.id in {member["userId"] for member in joined.json()["memberships"]}
    assert (await regular.post("/time-entries", {"projectId": private})).status_code == 201
    await owner.patch(f"/projects/{private}/memberships", {"memberships": [{"userId": owner.id}]})
    assert refusal(await regular.get(f"/projects/{private}")) == (400, 501)


async def test_only_admins_make_projects_clients_and_tasks_by_default(owner: Caller, regular: Caller) -> None:
    project = await regular.project_id()
    for path in ("/projects", "/clients", f"/projects/{project}/tasks"):
        assert refusal(await regular.post(path, {"name": "mine"})) == (403, 501)
    assert (await regular.post("/tags", {"name": "mine"})).status_code == 201
    assert refusal(await regular.put(f"/projects/{project}", {"name": "mine"})) == (403, 501)
    await owner.settings(onlyAdminsCreateProject=False, onlyAdminsCreateTask=False, onlyAdminsCreateTag=True)
    assert (await regular.post("/projects", {"name": "mine"})).status_code == 201
    assert (await regular.post(f"/projects/{project}/tasks", {"name": "mine"})).status_code == 201
    assert refusal(await regular.post("/tags", {"name": "my other"})) == (403, 501)


async def test_a_template_becomes_a_project_with_its_tasks_but_without_its_time(owner: Caller, regular: Caller) -> None:
    template = await owner.project_id()
    body = {"name": "Artemis", "templateProjectId": template, "isPublic": True}
    assert refusal(await owner.post("/projects/from-template", body)) == (400, 501)  # not yet a template
    marked = await owner.patch(f"/projects/{template}/template", {"isTemplate": True})
    assert marked.json()["template"] is True
    assert await _names(owner, "/projects", is_template="true") == ["Apollo"]
    made = await owner.post("/projects/from-template", body)
    assert made.status_code == 200
    project = made.json()
    assert (project["template"], project["duration"], project["clientName"]) == (False, "PT0S", "Northwind Space")
    assert await _names(owner, f"/projects/{project['id']}/tasks") == ["Design", "Development", "Testing"]
    assert refusal(await owner.post("/projects/from-template", body)) == (400, 501)  # the name is taken
    assert refusal(await regular.post("/projects/from-template", {**body, "name": "Mine"})) == (403, 501)


async def test_custom_fields_are_few_and_obeyed(owner: Caller, regular: Caller) -> None:
    made = await owner.post("/custom-fields", {"name": "Cost centre", "type": "NUMBER"})
    assert made.status_code == 201
    field = made.json()
    assert (field["status"], field["required"], field["entityType"]) == ("VISIBLE", False, "TIMEENTRY")
    one = f"/custom-fields/{field['id']}"
    required = await owner.put(one, {"name": "Cost centre", "type": "NUMBER", "required": True})
    assert required.json() == {**field, "required": True}
    times = ("2026-11-23T20:00:00Z", "2026-11-23T22:00:00Z")
    assert refusal(await owner.log(*times)) == (400, 501)
    entry = await owner.log(*times, customFields=[{"customFieldId": field["id"], "value": "7"}])
    assert entry.json()["customFieldValues"][0]["value"] == 7
    assert refusal(await owner.post("/custom-fields", {"name": "cost centre", "type": "TXT"})) == (400, 501)
    assert refusal(await owner.post("/custom-fields", {"name": "Other", "type": "SMELL"})) == (400, 3002)
    assert refusal(await owner.post("/custom-fields", {"name": "Other"})) == (400, 501)
    for count in range(3):
        await owner.post("/custom-fields", {"name": f"Field {count}", "type": "TXT"})
    assert refusal(await owner.post("/custom-fields", {"name": "One more", "type": "TXT"})) == (400, 4033)
    hidden = {"name": "One more", "type": "TXT", "status": "INVISIBLE"}
    assert (await owner.post("/custom-fields", hidden)).status_code == 201
    assert refusal(await regular.delete(one)) == (403, 501)
    gone = await owner.delete(one)
    assert (gone.status_code, gone.content) == (204, b"")
    assert (await owner.get(f"/time-entries/{entry.json()['id']}")).json()["customFieldValues"] == []
    assert refusal(await owner.delete(one)) == (400, 501)


async def test_a_task_is_done_before_it_is_deleted(owner: Caller) -> None:
    tasks = f"/projects/{await owner.project_id()}/tasks"
    made = await owner.post(tasks, {"name": "Docking", "estimate": "PT3H"})
    assert made.status_code == 201
    assert (made.json()["status"], made.json()["estimate"]) == ("ACTIVE", "PT3H")
    assert refusal(await owner.post(tasks, {"name": "docking"})) == (400, 501)
    one = f"{tasks}/{made.json()['id']}"
    assert refusal(await owner.delete(one)) == (400, 501)
    assert refusal(await owner.put(one, {"status": "DONE"})) == (400, 501)  # the name is required
    done = await owner.put(one, {"name": "Docking", "status": "DONE"})
    assert (done.status_code, done.json()["status"]) == (200, "DONE")
    assert "Docking" not in await _names(owner, tasks, is_active="true")
    assert await _names(owner, tasks, is_active="false") == ["Docking"]
    assert (await owner.delete(one)).status_code == 200
    assert refusal(await owner.get(one)) == (400, 501)
    other = f"/projects/{await owner.project_id('Hermes')}/tasks"
    assert refusal(await owner.get(f"{other}/{next(iter(owner.state.tasks))}")) == (400, 501)


async def test_tags_are_unique_and_a_change_without_archived_brings_them_back(owner: Caller) -> None:
    made = await owner.post("/tags", {"name": " Sprint 7 "})
    assert made.json() == {
        "id": made.json()["id"],
        "name": "Sprint 7",
        "workspaceId": owner.state.workspace_id,
        "archived": False,
    }
    one = f"/tags/{made.json()['id']}"
    assert refusal(await owner.post("/tags", {"name": "sprint 7"})) == (400, 501)
    assert (await owner.put(one, {"name": "Sprint 7", "archived": True})).json()["archived"] is True
    assert refusal(await owner.post("/tags", {"name": "Sprint 7"})) == (400, 501)  # archived ones keep their name
    assert (await owner.put(one, {"name": "Sprint 8"})).json()["archived"] is False
    gone = await owner.delete(one)
    assert (gone.status_code, gone.json()["name"]) == (200, "Sprint 8")
    assert (await owner.post("/tags", {"name": "Sprint 8"})).status_code == 201
    assert refusal(await owner.get(one)) == (400, 501)


async def test_a_client_is_replaced_whole_and_archived_before_it_is_deleted(owner: Caller) -> None:
    made = (await owner.post("/clients", {"name": "Acme", "email": "a@acme.example", "note": "n"})).json()
    assert (made["email"], made["address"], made["currencyCode"]) == ("a@acme.example", None, "EUR")
    one = f"/clients/{made['id']}"
    assert refusal(await owner.post("/clients", {"name": "ACME"})) == (400, 501)
    assert refusal(await owner.put(one, {"name": "Acme", "ccEmails": list("abcd")})) == (400, 501)
    assert (await owner.put(one, {"name": "Acme", "ccEmails": ["c@acme.example"]})).json()["email"] is None
    project = (await owner.post("/projects", {"name": "Rockets", "clientId": made["id"]})).json()["id"]
    assert refusal(await owner.delete(one)) == (400, 501)
    archived = await owner.call(
        "PUT", one, json={"name": "Acme", "archived": True}, params={"archive-projects": "true"}
    )
    assert (archived.json()["archived"], archived.json()["ccEmails"]) == (True, None)
    assert (await owner.get(f"/projects/{project}")).json()["archived"] is True
    assert (await owner.delete(one)).status_code == 200
    assert (await owner.get(f"/projects/{project}")).json()["clientId"] is None


async def test_members_are_found_by_parts_of_their_mail_and_name(owner: Caller) -> None:
    assert await _names(owner, "/users") == ["Ada Berg", "Ben Okafor", "Chiara Rossi", "Dmitri Novák"]
    assert await _names(owner, "/users", email="CHIARA@") == ["Chiara Rossi"]
    assert await _names(owner, "/users", name="nov") == ["Dmitri Novák"]
    by_body = await owner.post("/users/info", {"email": "ben", "status": "ACTIVE", "roles": ["WORKSPACE_ADMIN"]})
    assert [row["name"] for row in by_body.json()] == ["Ben Okafor"]
    assert await _names(owner, "/users", project_id=await owner.project_id("Recruiting")) == ["Ada Berg", "Ben Okafor"]


async def test_roles_and_memberships_come_when_asked_for(owner: Caller) -> None:
    plain, full = (
        (await owner.get("/users")).json(),
        (await owner.get("/users", include_roles="true", memberships="WORKSPACE")).json(),
    )
    assert all(row["memberships"] == [] and "roles" not in row for row in plain)
    roles = [[role["role"] for role in row["roles"]] for row in full]
    assert roles == [["OWNER"], ["WORKSPACE_ADMIN"], ["TEAM_MANAGER"], []]
    assert [row["memberships"][0]["membershipType"] for row in full] == ["WORKSPACE"] * 4


async def test_a_member_profile_says_when_the_week_starts(owner: Caller, regular: Caller) -> None:
    profile = (await owner.get(f"/member-profile/{regular.id}")).json()
    assert (profile["name"], profile["weekStart"], profile["hasPendingApprovalRequest"]) == (
        "Dmitri Novák",
        "MONDAY",
        False,
    )
