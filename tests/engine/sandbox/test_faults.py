"""Faults, the request log, the budget, settings and reset; connections that really drop, through a real server."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.types import Message

from clankerbot_engine.clockify.sandbox import DEMO_API_KEY, Fault, SandboxState, create_sandbox, seeded_state
from clankerbot_engine.clockify.sandbox.wire import Wire
from tests.engine.sandbox.conftest import NOW, Caller, FakeClock, refusal

START, END = "2026-11-23T20:00:00Z", "2026-11-23T22:00:00Z"


async def switch_on(caller: Caller, **fault: Any) -> None:
    answer = await caller.http.post("/sandbox/faults", json=fault)
    assert answer.status_code == 201, answer.text


async def stored(caller: Caller) -> int:
    return len((await caller.get(caller.own_entries, description="counted")).json())


async def test_a_fault_hits_the_next_matching_requests_only(owner: Caller) -> None:
    await switch_on(owner, kind="server_error", method="POST", path="*/time-entries", times=2)
    assert (await owner.get("/tags")).status_code == 200
    assert (await owner.get(owner.own_entries)).status_code == 200
    for _ in range(2):
        assert refusal(await owner.log(START, END, description="counted")) == (500, None)
    assert (await owner.log(START, END, description="counted")).status_code == 201
    assert await stored(owner) == 1
    assert (await owner.http.get("/sandbox/faults")).json() == []


async def test_a_lasting_fault_goes_on_until_it_is_cleared(owner: Caller) -> None:
    await switch_on(owner, kind="rate_limit", times=None, retryAfter=7)
    for _ in range(3):
        answer = await owner.get("/tags")
        assert refusal(answer) == (429, None)
        assert answer.headers["Retry-After"] == "7"
    (shown,) = (await owner.http.get("/sandbox/faults")).json()
    assert (shown["kind"], shown["times"], shown["retryAfter"]) == ("rate_limit", None, 7)
    assert (await owner.http.delete("/sandbox/faults")).status_code == 204
    assert (await owner.get("/tags")).status_code == 200


async def test_a_429_may_come_without_saying_how_long(owner: Caller) -> None:
    await switch_on(owner, kind="rate_limit")
    answer = await owner.get("/tags")
    assert answer.status_code == 429
    assert "Retry-After" not in answer.headers


@pytest.mark.parametrize("kind", ["server_error", "rate_limit", "empty_body", "html_body", "drop"])
@pytest.mark.parametrize("after", [False, True])
async def test_a_write_is_applied_only_where_the_fault_comes_after(owner: Caller, kind: str, after: bool) -> None:
    await switch_on(owner, kind=kind, after=after, method="POST", path="*/time-entries")
    if kind == "drop":
        with pytest.raises(httpx.RemoteProtocolError):
            await owner.log(START, END, description="counted")
    else:
        answer = await owner.log(START, END, description="counted")
        assert answer.status_code == {"server_error": 500, "rate_limit": 429}.get(kind, 200)
        assert "id" not in answer.text
    assert await stored(owner) == int(after)


async def test_bodies_that_are_no_json_come_with_the_status_asked_for(owner: Caller) -> None:
    await switch_on(owner, kind="html_body", status=502)
    await switch_on(owner, kind="empty_body", status=503)
    html, empty = await owner.get("/tags"), await owner.get("/tags")
    assert (html.status_code, html.headers["content-type"]) == (502, "text/html")
    assert html.text.startswith("<html>")
    assert (empty.status_code, empty.content) == (503, b"")


@pytest.mark.parametrize("after", [False, True])
async def test_latency_delays_the_request_or_its_answer(state: SandboxState, after: bool) -> None:
    waits: list[tuple[float, int]] = []

    async def sleep(seconds: float) -> None:
        waits.append((seconds, len(state.tags)))

    tags = len(state.tags)
    state.faults.add(Fault("latency", after=after, seconds=1.5))
    wire = Wire(create_sandbox(state), state, sleep)
    headers = {"X-Api-Key": DEMO_API_KEY}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(wire), base_url="http://x", headers=headers) as http:
        answer = await http.post(f"/api/v1/workspaces/{state.workspace_id}/tags", json={"name": "late"})
    assert answer.status_code == 201
    assert waits == [(1.5, tags + after)]


async def test_a_slow_request_is_carried_out_also_where_nobody_waits_any_more(state: SandboxState) -> None:
    """As a server does that has the request, and is not told that its client has gone."""
    gone = False

    async def sleep(seconds: float) -> None:
        nonlocal gone
        gone = True

    async def receive() -> Message:
        if gone:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": b'{"name": "late"}', "more_body": False}

    async def send(message: Message) -> None:
        pass

    state.faults.add(Fault("latency", seconds=30))
    scope = {
        "type": "http",
        "method": "POST",
        "path": f"/api/v1/workspaces/{state.workspace_id}/tags",
        "query_string": b"",
        "headers": [(b"x-api-key", DEMO_API_KEY.encode()), (b"content-type", b"application/json")],
    }
    await Wire(create_sandbox(state), state, sleep)(scope, receive, send)
    assert "late" in [tag.name for tag in state.tags.values()]


@pytest.mark.parametrize(
    "fault",
    [
        {},
        {"kind": "gremlins"},
        {"kind": "latency", "seconds": -1},
        {"kind": "latency", "seconds": True},
        {"kind": "drop", "times": 0},
        {"kind": "html_body", "status": 99},
        {"kind": "rate_limit", "retryAfter": -1},
    ],
)
async def test_a_fault_that_makes_no_sense_is_refused(owner: Caller, fault: dict[str, Any]) -> None:
    assert refusal(await owner.http.post("/sandbox/faults", json=[{"kind": "drop"}, fault])) == (400, 501)
    assert (await owner.http.get("/sandbox/faults")).json() == []


async def test_requests_are_counted_and_logged_but_not_those_to_the_sandbox_itself(owner: Caller) -> None:
    await owner.get("/tags/", page=1)
    await switch_on(owner, kind="drop_before")
    with pytest.raises(httpx.RemoteProtocolError):
        await owner.get("/projects")
    seen = (await owner.http.get("/sandbox/requests")).json()
    assert seen["count"] == 2
    tags, projects = seen["requests"]
    assert (tags["method"], tags["path"], tags["query"], tags["status"], tags["fault"]) == (
        "GET",
        f"{owner.workspace}/tags",
        "page=1",
        200,
        None,
    )
    assert (projects["status"], projects["fault"]) == (None, "drop")
    assert (await owner.http.delete("/sandbox/requests")).status_code == 204
    assert (await owner.http.get("/sandbox/requests")).json() == {"count": 0, "requests": []}


async def test_an_hourly_budget_is_shared_by_all_and_comes_back_with_time(
    owner: Caller, regular: Caller, clock: FakeClock
) -> None:
    await owner.http.post("/sandbox/settings", json={"hourlyBudget": 2})
    assert (await owner.get("/tags")).status_code == 200
    clock.go_on(minutes=30)
    assert (await regular.get("/tags")).status_code == 200
    assert refusal(await owner.get("/tags")) == (429, None)
    clock.go_on(minutes=30)
    assert (await owner.get("/tags")).status_code == 200
    assert (await owner.get("/tags")).status_code == 429
    await owner.http.post("/sandbox/settings", json={"hourlyBudget": None})
    assert (await owner.get("/tags")).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {"workspaceSettings": {"forceEverything": True}},
        {"workspaceSettings": {"forceProjects": "yes"}},
        {"workspaceSettings": {"lockTimeEntries": "yesterday"}},
        {"workspaceSettings": {"lockTimeZone": "Mars/Olympus"}},
        {"workspaceSettings": {"timeTrackingMode": "NONE"}},
        {"workspaceSettings": {"automaticLock": {"type": "WEEKLY"}}},
        {"workspaceSettings": {"automaticLock": {"type": "MONTHLY", "dayOfMonth": 32}}},
        {"workspaceSettings": {"forceProjects": True}, "plan": "GOLD"},
        {"workspaceSettings": {"forceProjects": True}, "hourlyBudget": -1},
        {"workspaceSettings": [1]},
    ],
)
async def test_settings_that_make_no_sense_change_nothing(owner: Caller, body: dict[str, Any]) -> None:
    before = (await owner.http.get("/sandbox/settings")).json()
    assert (await owner.http.post("/sandbox/settings", json=body)).status_code == 400
    assert (await owner.http.get("/sandbox/settings")).json() == before


async def test_changed_settings_are_what_the_workspace_says(owner: Caller) -> None:
    await owner.http.post("/sandbox/settings", json={"workspaceSettings": {"forceTags": True}, "plan": "FREE"})
    workspace = (await owner.get("")).json()
    assert (workspace["workspaceSettings"]["forceTags"], workspace["featureSubscriptionType"]) == (True, "FREE")


async def test_reset_goes_back_to_the_seed(owner: Caller) -> None:
    fresh = (await owner.get(owner.own_entries)).json()
    await owner.log(START, END)
    await owner.http.post("/sandbox/settings", json={"workspaceSettings": {"forceTags": True}, "hourlyBudget": 0})
    await switch_on(owner, kind="drop", times=None)
    assert (await owner.http.post("/sandbox/reset")).status_code == 204
    assert (await owner.get(owner.own_entries)).json() == fresh
    assert (await owner.get("")).json()["workspaceSettings"]["forceTags"] is False


async def test_the_overview_names_each_person_s_key(owner: Caller) -> None:
    overview = (await owner.http.get("/sandbox/")).json()
    assert overview["workspaceId"] == owner.state.workspace_id
    assert [person["role"] for person in overview["people"]] == ["OWNER", "WORKSPACE_ADMIN", "TEAM_MANAGER", None]
    assert overview["people"][0]["apiKey"] == DEMO_API_KEY


@pytest.fixture(params=["h11", "httptools"])
async def served(request: pytest.FixtureRequest) -> AsyncIterator[Caller]:
    state = seeded_state(NOW)
    config = uvicorn.Config(create_sandbox(state), http=request.param, log_config=None, lifespan="on")
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        running = asyncio.create_task(server.serve([listener]))
        headers = {"X-Api-Key": DEMO_API_KEY}
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers) as http:
            yield Caller(http, state, DEMO_API_KEY)
        server.should_exit = True
        await running


async def test_over_a_real_socket_a_dropped_connection_ends_without_a_byte(served: Caller) -> None:
    for kind, applied in (("drop_before", 0), ("drop_after", 1)):
        await switch_on(served, kind=kind, method="POST", path="*/time-entries")
        with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
            await served.log(START, END, description="counted")
        assert await stored(served) == applied


async def test_a_drop_logs_no_error_of_the_server_s(served: Caller, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    await switch_on(served, kind="drop")
    with pytest.raises(httpx.RemoteProtocolError):
        await served.get("/tags")
    assert (await served.get("/tags")).status_code == 200
    assert any(record.name.startswith("uvicorn") for record in caplog.records)
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []
