"""Webhooks: made by the API, delivered over HTTP, repeated, given up."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest

from clankerbot_engine.clockify.sandbox import DEMO_API_KEY, Deliveries, SandboxState, create_sandbox, seeded_state
from tests.engine.sandbox.conftest import NOW, Caller, FakeClock, refusal

START, END = "2026-11-23T20:00:00Z", "2026-11-23T22:00:00Z"


class Receiver:
    """Somebody's endpoint; answers with `statuses` in turn, and 200 after that. 0: no answer at all."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self.statuses: list[int] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        status = self.statuses.pop(0) if self.statuses else 200
        if status == 0:
            raise httpx.ConnectError("nobody there")
        return httpx.Response(status, text="noted")


class Slept:
    """`meanwhile`: what goes on while it sleeps."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.meanwhile: Callable[[], Awaitable[object]] | None = None

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        if self.meanwhile is not None:
            await self.meanwhile()


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def slept() -> Slept:
    return Slept()


@pytest.fixture
async def state(clock: FakeClock, receiver: Receiver, slept: Slept) -> AsyncIterator[SandboxState]:
    async with httpx.AsyncClient(transport=httpx.MockTransport(receiver)) as http:
        deliveries = Deliveries(clock, http=http, retry_delays_s=(14, 30), sleep=slept)
        yield seeded_state(NOW, clock=clock, deliveries=deliveries)


def body(event: str, name: str = "a webhook", **changes: Any) -> dict[str, Any]:
    return {
        "name": name,
        "url": "https://bot.example/webhooks/clockify",
        "webhookEvent": event,
        "triggerSourceType": "WORKSPACE_ID",
        "triggerSource": [],
        **changes,
    }


async def made(owner: Caller, event: str, **changes: Any) -> dict[str, Any]:
    answer = await owner.post("/webhooks", body(event, **changes))
    assert answer.status_code == 201, answer.text
    webhook: dict[str, Any] = answer.json()
    return webhook


async def test_a_webhook_is_made_read_changed_and_deleted(owner: Caller) -> None:
    webhook = await made(owner, "NEW_TIME_ENTRY")
    assert len(webhook["authToken"]) == 32
    assert webhook["authToken"].isalnum()
    assert (webhook["enabled"], webhook["deliveryEnabled"], webhook["planEnabled"]) == (True, True, True)
    one = f"/webhooks/{webhook['id']}"
    assert (await owner.get(one)).json() == webhook
    assert (await owner.get("/webhooks")).json() == {"workspaceWebhookCount": 1, "webhooks": [webhook]}
    assert (await owner.get("/webhooks", type="ADDON")).json()["webhooks"] == []
    changed = (await owner.put(one, body("TIMER_STOPPED", "other"))).json()
    assert changed == {**webhook, "name": "other", "webhookEvent": "TIMER_STOPPED"}
    rotated = (await owner.patch(f"{one}/token")).json()["authToken"]
    assert rotated != webhook["authToken"]
    assert (await owner.delete(one)).status_code == 200
    assert refusal(await owner.get(one)) == (400, 501)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": None}, 501),
        ({"name": "x"}, 501),
        ({"name": "x" * 31}, 501),
        ({"url": "ftp://bot.example"}, 501),
        ({"url": None}, 501),
        ({"triggerSource": None}, 501),
        ({"webhookEvent": "TIME_ENTRY_CREATED"}, 3002),
        ({"triggerSourceType": "PLANET_ID"}, 3002),
    ],
)
async def test_a_webhook_that_breaks_a_rule_is_not_made(owner: Caller, changes: dict[str, Any], code: int) -> None:
    assert refusal(await owner.post("/webhooks", body("NEW_TAG", **changes))) == (400, code)


async def test_webhooks_are_for_admins(regular: Caller, manager: Caller, admin: Caller) -> None:
    for caller in (regular, manager):
        assert refusal(await caller.get("/webhooks")) == (403, 501)
        assert refusal(await caller.post("/webhooks", body("NEW_TAG"))) == (403, 501)
    assert (await admin.post("/webhooks", body("NEW_TAG"))).status_code == 201


async def test_plans_limit_webhooks_and_a_downgrade_silences_the_newest(owner: Caller, receiver: Receiver) -> None:
    for count in range(10):
        await made(owner, "NEW_TAG", name=f"webhook {count}")
    assert refusal(await owner.post("/webhooks", body("NEW_TAG"))) == (400, 4033)
    await owner.http.post("/sandbox/settings", json={"plan": "FREE"})
    rows = (await owner.get("/webhooks")).json()["webhooks"]
    assert [row["planEnabled"] for row in rows] == [True] * 3 + [False] * 7
    await owner.post("/tags", {"name": "new"})
    await owner.state.deliveries.drain()
    assert len(receiver.requests) == 3


async def test_an_entry_is_delivered_bare_with_its_event_in_a_header(owner: Caller, receiver: Receiver) -> None:
    webhook = await made(owner, "NEW_TIME_ENTRY")
    project, tag = await owner.project_id(), next(iter(owner.state.tags))
    task = (await owner.get(f"/projects/{project}/tasks")).json()[0]
    entry = (
        await owner.log(START, END, projectId=project, taskId=task["id"], tagIds=[tag], description="Fix &amp; test")
    ).json()
    await owner.state.deliveries.drain()
    (request,) = receiver.requests
    assert str(request.url) == "https://bot.example/webhooks/clockify"
    assert request.headers["clockify-signature"] == webhook["authToken"]
    assert request.headers["clockify-webhook-event-type"] == "NEW_TIME_ENTRY"
    assert request.headers["content-type"] == "application/json"
    sent = httpx.Response(200, content=request.content).json()
    assert (sent["id"], sent["description"], sent["currentlyRunning"]) == (entry["id"], "Fix &amp; test", False)
    assert sent["timeInterval"] == {
        "start": START,
        "end": END,
        "duration": "PT2H",
        "timeZone": "Europe/Berlin",
        "offsetStart": 3600,
        "offsetEnd": 3600,
        "zonedStart": "2026-11-23T21:00:00",
        "zonedEnd": "2026-11-23T23:00:00",
    }
    assert (sent["project"]["name"], sent["project"]["clientName"]) == ("Apollo", "Northwind Space")
    assert (sent["task"]["id"], sent["tags"][0]["id"], sent["user"]["id"]) == (task["id"], tag, owner.id)
    assert not {"taskId", "tagIds", "event"} & set(sent)
    assert set(sent["task"]) == {
        *("id", "name", "projectId", "workspaceId", "assigneeId", "assigneeIds", "userGroupIds"),
        *("estimate", "duration", "status", "billable", "budgetEstimate"),
    }
    assert sent["task"]["assigneeId"] == ""


async def test_each_change_of_an_entry_has_its_own_event(owner: Caller, receiver: Receiver, clock: FakeClock) -> None:
    await owner.http.post("/sandbox/settings", json={"plan": "ENTERPRISE"})
    for event in ("NEW_TIME_ENTRY", "NEW_TIMER_STARTED", "TIMER_STOPPED", "TIME_ENTRY_UPDATED", "TIME_ENTRY_DELETED"):
        await made(owner, event, name=event)

    async def events() -> list[str]:
        await owner.state.deliveries.drain()
        seen = [request.headers["clockify-webhook-event-type"] for request in receiver.requests]
        receiver.requests.clear()
        return sorted(seen)

    first = (await owner.post("/time-entries", {})).json()["id"]
    assert await events() == ["NEW_TIMER_STARTED"]
    clock.go_on(hours=1)
    await owner.post("/time-entries", {})
    assert await events() == ["NEW_TIMER_STARTED", "TIMER_STOPPED"]
    await owner.patch(owner.own_entries, {"end": "2026-11-24T16:00:00Z"})
    assert await events() == ["TIMER_STOPPED"]
    await owner.put(f"/time-entries/{first}", {"start": START, "end": END})
    assert await events() == ["TIME_ENTRY_UPDATED"]
    await owner.delete(f"/time-entries/{first}")
    assert await events() == ["TIME_ENTRY_DELETED"]


@pytest.mark.parametrize(
    ("source_type", "of"),
    [("PROJECT_ID", "project_id"), ("USER_ID", "user_id"), ("TAG_ID", "tag"), ("TASK_ID", "task_id")],
)
async def test_a_narrower_trigger_hears_of_its_own_only(
    owner: Caller, regular: Caller, receiver: Receiver, source_type: str, of: str
) -> None:
    seeded = next(e for e in owner.state.entries.values() if e.user_id == owner.id and e.tag_ids)
    source = seeded.tag_ids[0] if of == "tag" else getattr(seeded, of)
    await made(owner, "TIME_ENTRY_DELETED", triggerSourceType=source_type, triggerSource=[source])
    other = (await regular.log(START, END)).json()["id"]
    await regular.delete(f"/time-entries/{other}")
    await owner.delete(f"/time-entries/{seeded.id}")
    await owner.state.deliveries.drain()
    assert [httpx.Response(200, content=r.content).json()["id"] for r in receiver.requests] == [seeded.id]


async def test_what_is_not_answered_with_2xx_is_sent_again_byte_for_byte_under_a_new_key(
    owner: Caller, receiver: Receiver, slept: Slept
) -> None:
    webhook = await made(owner, "NEW_TAG")
    receiver.statuses = [500, 0, 204]
    await owner.post("/tags", {"name": "new"})
    await owner.state.deliveries.drain()
    assert slept.seconds == [14, 30]
    assert len({request.content for request in receiver.requests}) == 1
    assert len({request.headers["idempotency-key"] for request in receiver.requests}) == 3
    logs = f"/webhooks/{webhook['id']}/logs"
    rows = (await owner.post(logs, {"status": "ALL"})).json()
    assert [row["statusCode"] for row in rows] == [500, 0, 204]
    assert rows[0]["responseBody"] == "noted"
    assert rows[0]["requestBody"].encode() == receiver.requests[0].content
    newest = await owner.post(logs, {"status": "FAILED", "sortByNewest": True})
    assert [row["statusCode"] for row in newest.json()] == [0, 500]
    assert (await owner.call("POST", logs, params={"page": 1, "size": 2}, json={})).json() == rows[2:]
    assert (await owner.post(logs, {"from": "2026-11-25T00:00:00Z"})).json() == []
    (status,) = (await owner.get(f"/webhooks/{webhook['id']}/statuses", statuses=["SUCCEEDED", "FAILED"])).json()
    assert (status["status"], status["retryCount"], status["webhookEvent"]) == ("SUCCEEDED", 2, "NEW_TAG")
    assert refusal(await owner.get(f"/webhooks/{webhook['id']}/statuses")) == (400, 3001)


async def test_a_deleted_webhook_hears_no_more_of_what_was_under_way(
    owner: Caller, receiver: Receiver, slept: Slept
) -> None:
    webhook = await made(owner, "NEW_TAG")
    receiver.statuses = [500, 500]
    slept.meanwhile = lambda: owner.delete(f"/webhooks/{webhook['id']}")
    await owner.post("/tags", {"name": "new"})
    await owner.state.deliveries.drain()
    assert len(receiver.requests) == 1


async def test_after_too_many_failures_delivery_is_switched_off_until_the_webhook_is_changed(
    owner: Caller, receiver: Receiver
) -> None:
    webhook = await made(owner, "NEW_TAG")
    one = f"/webhooks/{webhook['id']}"
    receiver.statuses = [503] * 15
    for count in range(6):
        await owner.post("/tags", {"name": f"tag {count}"})
        await owner.state.deliveries.drain()
    assert len(receiver.requests) == 15
    assert (await owner.get(one)).json()["deliveryEnabled"] is False
    assert (await owner.put(one, body("NEW_TAG"))).json()["deliveryEnabled"] is True
    await owner.post("/tags", {"name": "heard again"})
    await owner.state.deliveries.drain()
    assert len(receiver.requests) == 16


async def test_projects_tasks_tags_and_clients_tell_of_themselves(owner: Caller, receiver: Receiver) -> None:
    for event in ("NEW_PROJECT", "TASK_UPDATED", "TAG_DELETED", "CLIENT_UPDATED"):
        await made(owner, event, name=event)
    await owner.post("/projects", {"name": "New one", "tasks": [{"name": "First"}]})
    project = await owner.project_id()
    task = (await owner.get(f"/projects/{project}/tasks")).json()[0]
    await owner.put(f"/projects/{project}/tasks/{task['id']}", {"name": task["name"], "status": "DONE"})
    tag, client = next(iter(owner.state.tags)), next(iter(owner.state.clients))
    await owner.delete(f"/tags/{tag}")
    await owner.put(f"/clients/{client}", {"name": "Renamed"})
    await owner.state.deliveries.drain()
    sent = {
        request.headers["clockify-webhook-event-type"]: httpx.Response(200, content=request.content).json()
        for request in receiver.requests
    }
    assert (sent["NEW_PROJECT"]["name"], sent["NEW_PROJECT"]["tasks"][0]["name"]) == ("New one", "First")
    assert (sent["TASK_UPDATED"]["status"], "workspaceId" in sent["TASK_UPDATED"]) == ("DONE", False)
    assert sent["TAG_DELETED"]["id"] == tag
    assert set(sent["CLIENT_UPDATED"]) == {"id", "name", "workspaceId", "archived"}


async def test_a_handed_in_week_is_told_with_its_range(owner: Caller, receiver: Receiver) -> None:
    await made(owner, "NEW_APPROVAL_REQUEST")
    asked = await owner.post("/approval-requests", {"period": "WEEKLY", "periodStart": "2026-11-16T12:00:00Z"})
    await owner.state.deliveries.drain()
    (request,) = receiver.requests
    sent = httpx.Response(200, content=request.content).json()
    whole_week = {"start": "2026-11-15T23:00:00Z", "end": "2026-11-22T22:59:59Z"}
    assert sent["dateRange"] == asked.json()["dateRange"] == whole_week
    assert sent["owner"]["timezone"] == "Europe/Berlin"


async def test_without_a_given_client_deliveries_open_one_of_their_own(clock: FakeClock) -> None:
    state = seeded_state(NOW, clock=clock, deliveries=Deliveries(clock, retry_delays_s=()))
    transport = httpx.ASGITransport(create_sandbox(state))
    headers = {"X-Api-Key": DEMO_API_KEY}
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox.test", headers=headers) as http:
        caller = Caller(http, state, DEMO_API_KEY)
        await made(caller, "NEW_TAG", url="http://127.0.0.1:9/closed")
        await caller.post("/tags", {"name": "new"})
        await state.deliveries.drain()
        assert [attempt.status_code for attempt in state.deliveries.attempts] == [0]
    await state.deliveries.aclose()
