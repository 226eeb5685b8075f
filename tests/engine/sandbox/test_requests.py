"""Who may ask, and what every request has in common."""

import itertools

import httpx
import pytest

from clankerbot_engine.clockify.sandbox import (
    DEMO_ADDON_TOKEN,
    OWNER_API_KEY,
    SandboxState,
    create_sandbox,
    seeded_state,
)
from tests.engine.sandbox.conftest import NOW, Caller, refusal

# The vendor's names, as far as the sandbox has their rules; clients decode them into closed enums.
KNOWN_FEATURES = {
    "ADD_TIME_FOR_OTHERS",
    "APPROVAL",
    "CUSTOM_FIELDS",
    "DISABLE_MANUAL_MODE",
    "PROJECT_TEMPLATES",
    "REQUIRED_FIELDS",
    "WORKSPACE_LOCK_TIMEENTRIES",
}


@pytest.fixture
async def stranger(state: SandboxState) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(create_sandbox(state)), base_url="http://sandbox.test")


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, 1000),
        ({"X-Api-Key": OWNER_API_KEY, "X-Addon-Token": DEMO_ADDON_TOKEN}, 1000),
        ({"Authorization": f"Bearer {OWNER_API_KEY}"}, 1000),
        ({"X-Api-Key": "nobody's"}, 4003),
        ({"X-Addon-Token": "nobody's"}, 4017),
    ],
)
async def test_exactly_one_known_credential_opens_the_api(
    stranger: httpx.AsyncClient, headers: dict[str, str], code: int
) -> None:
    for path in ("/api/v1/user", "/api/v1/no/such/route"):
        assert refusal(await stranger.get(path, headers=headers)) == (401, code)


async def test_an_addon_token_acts_as_its_user_but_cannot_list_workspaces_or_use_webhooks(
    stranger: httpx.AsyncClient, state: SandboxState
) -> None:
    headers = {"x-addon-token": DEMO_ADDON_TOKEN}
    user = await stranger.get("/api/v1/user", headers=headers)
    assert user.json()["name"] == "Ada Berg"
    webhooks = f"/api/v1/workspaces/{state.workspace_id}/webhooks"
    for path in ("/api/v1/workspaces", webhooks):
        assert (await stranger.get(path, headers=headers)).status_code == 401


async def test_the_user_and_the_workspace_say_where_to_write_and_by_which_rules(owner: Caller) -> None:
    user = (await owner.http.get("/api/v1/user")).json()
    assert (user["name"], user["settings"]["timeZone"], user["settings"]["weekStart"]) == (
        "Ada Berg",
        "Europe/Berlin",
        "MONDAY",
    )
    assert user["activeWorkspace"] == user["defaultWorkspace"] == owner.state.workspace_id
    (listed,) = (await owner.http.get("/api/v1/workspaces")).json()
    assert listed == (await owner.get("")).json()
    assert listed["name"] == "Demo Studio"
    assert len(listed["memberships"]) == 4
    assert set(listed["features"]) <= KNOWN_FEATURES
    settings = listed["workspaceSettings"]
    assert settings["forceProjects"] is False
    assert settings["timeTrackingMode"] == "DEFAULT"
    assert settings["lockTimeEntries"] is None


async def test_an_unknown_workspace_is_404_without_a_body(owner: Caller) -> None:
    for workspace in ("64a687e29ae1f428e7ebe303", "nonsense"):
        answer = await owner.http.get(f"/api/v1/workspaces/{workspace}/projects")
        assert (answer.status_code, answer.content) == (404, b"")


async def test_unknown_routes_and_methods_are_code_3000(owner: Caller) -> None:
    assert refusal(await owner.http.get("/api/v1/nothing")) == (404, 3000)
    assert refusal(await owner.http.get("/")) == (404, 3000)
    assert refusal(await owner.put("", {})) == (405, 3000)
    assert refusal(await owner.call("PATCH", "")) == (405, 3000)
    assert refusal(await owner.patch(f"{owner.own_entries}/stop", {})) == (404, 3000)


async def test_trailing_slashes_and_unknown_keys_change_nothing(owner: Caller) -> None:
    plain = await owner.get("/projects", page_size=3)
    slashed = await owner.get("/projects/", page_size=3, pageSize=1, inProgress="maybe")
    assert slashed.status_code == 200
    assert slashed.json() == plain.json()
    assert (await owner.post("/tags/", {"name": "new", "colour": {"unknown": []}})).status_code == 201


@pytest.mark.parametrize(
    "path",
    ["/projects?page=abc", "/projects?archived=perhaps", "/projects?page-size=1e3", "/users?status=SLEEPING"],
)
async def test_a_parameter_that_cannot_be_converted_is_code_3000(owner: Caller, path: str) -> None:
    assert refusal(await owner.get(path)) == (400, 3000)


async def test_lists_come_in_pages_and_say_which_is_the_last(owner: Caller) -> None:
    seen = []
    for page in (1, 2, 3):
        answer = await owner.get("/projects", page=page, page_size=5)
        seen += [project["name"] for project in answer.json()]
        assert answer.headers["Last-Page"] == ("true" if page == 3 else "false")
    assert len(seen) == len(set(seen)) == 12
    assert (await owner.get("/projects", page=9)).json() == []
    for wrong in ({"page": 0}, {"page_size": 0}, {"page_size": 5001}):
        assert refusal(await owner.get("/projects", **wrong)) == (400, 501)


@pytest.mark.parametrize(
    "path",
    [
        "/clients",
        "/projects",
        "/projects/{project}/tasks",
        "/tags",
        "/users",
        "/user-groups",
        "/user/{user}/time-entries",
        "/time-entries/status/in-progress",
        "/approval-requests",
        "/expenses",
        "/invoices",
        "/time-off/policies",
    ],
)
async def test_every_list_with_pages_says_whether_this_is_the_last(owner: Caller, path: str) -> None:
    answer = await owner.get(path.format(project=await owner.project_id(), user=owner.id), page=1, page_size=1)
    assert answer.status_code == 200
    rows = answer.json()
    longer = isinstance(rows, list) and len(rows) == 1
    assert answer.headers["Last-Page"] == ("false" if longer else "true")


async def test_lists_that_have_no_pages_have_no_last_page_header(owner: Caller) -> None:
    for answer in (
        await owner.http.get("/api/v1/workspaces"),
        await owner.get("/webhooks", page_size=1),
        await owner.get("/custom-fields", page_size=1),
        await owner.get("/holidays", page_size=1),
        await owner.get(f"/projects/{await owner.project_id()}/custom-fields"),
    ):
        assert answer.status_code == 200
        assert "Last-Page" not in answer.headers


HOSTILE = [
    b"",
    b"nonsense",
    b"[]",
    b'"text"',
    b'{"name": NaN}',
    b'{"name": 1e999}',
    b'{"name": "\\ud800"}',
    b'{"name": {"a": 1}}',
    b'{"\\ud800": 1}',
    b"\xff\xfe\x00",
    b"[" * 100_000,
    b'{"name": ' * 900 + b"1" + b"}" * 900,
    b'{"name": ' + b"9" * 5000 + b"}",
    b'{"name": "a", "start": 5, "end": [], "tagIds": "x", "status": 7}',
    b'{"name": "a", "start": "2026-02-30T00:00:00Z"}',
    b'{"name": "a", "start": "0001-01-01T00:00:00Z"}',
    b'{"name": "a", "start": "9999-12-31T23:59:59-12:00"}',
]


@pytest.mark.parametrize("body", HOSTILE, ids=lambda body: repr(body[:30]))
async def test_no_body_whatever_it_is_breaks_the_server(owner: Caller, body: bytes) -> None:
    project = await owner.project_id()
    calls = [
        ("POST", "/time-entries"),
        ("POST", f"{owner.own_entries}"),
        ("PUT", f"{owner.own_entries}"),
        ("PATCH", f"{owner.own_entries}"),
        ("PUT", f"/time-entries/{next(iter(owner.state.entries))}"),
        ("PATCH", "/time-entries/invoiced"),
        ("POST", "/projects"),
        ("PUT", f"/projects/{project}"),
        ("POST", f"/projects/{project}/tasks"),
        ("POST", "/tags"),
        ("POST", "/clients"),
        ("POST", "/webhooks"),
        ("POST", "/approval-requests"),
        ("POST", "/users/info"),
    ]
    for method, path in calls:
        answer = await owner.call(method, path, content=body)
        assert answer.status_code < 500, (method, path, answer.text)
        assert answer.status_code != 422
    for path in ("summary", "detailed", "weekly"):
        url = f"/report/v1/workspaces/{owner.state.workspace_id}/reports/{path}"
        assert (await owner.http.post(url, content=body)).status_code == 400
    for path in ("faults", "settings"):
        assert (await owner.http.post(f"/sandbox/{path}", content=body)).status_code < 500


async def test_a_body_that_cannot_be_read_is_code_3002(owner: Caller) -> None:
    for body in (b"{", b"[1]", b'{"start": {}}', b'{"tagIds": {"a": 1}}', b'{"start": "yesterday"}'):
        assert refusal(await owner.call("POST", "/time-entries", content=body)) == (400, 3002)


async def test_a_body_of_many_megabytes_is_refused(owner: Caller) -> None:
    body = b'{"name": "' + b"x" * 3_000_000 + b'"}'
    assert refusal(await owner.call("POST", "/tags", content=body)) == (400, 3002)


async def test_the_same_seed_has_the_same_ids_whenever_it_is_started(state: SandboxState) -> None:
    again = seeded_state(NOW)
    assert (again.workspace_id, list(again.projects), list(again.entries)) == (
        state.workspace_id,
        list(state.projects),
        list(state.entries),
    )
    for known in (again.workspace_id, *again.people, *again.projects, *again.tasks, *again.tags, *again.entries):
        assert len(known) == 24
        assert set(known) <= set("0123456789abcdef")


async def test_the_seed_is_three_weeks_of_working_days_of_four_people_and_nothing_in_the_future(owner: Caller) -> None:
    entries = list(owner.state.entries.values())
    assert len({entry.id for entry in entries}) == len(entries)
    assert {entry.user_id for entry in entries} == set(owner.state.people)
    assert all(entry.end is not None and entry.end <= NOW for entry in entries)
    assert len({entry.start.date() for entry in entries}) == 15
    assert any(entry.start.date() == NOW.date() for entry in entries)
    for one in owner.state.people:
        own = sorted((entry for entry in entries if entry.user_id == one), key=lambda entry: entry.start)
        assert all(before.end <= after.start for before, after in itertools.pairwise(own) if before.end)
    names = {project["name"]: project for project in (await owner.get("/projects")).json()}
    assert {"Apollo", "Apollo Web", "Hermes", "Müller GmbH"} <= set(names)
    assert [name for name, project in names.items() if project["archived"]] == ["Zeus"]
    assert all(project["clientName"] for project in names.values())
    assert {task.project_id for task in owner.state.tasks.values()} == set(owner.state.projects)
