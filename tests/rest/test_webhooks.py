from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from clankerbot_engine.stores.webhook_sources import SqlWebhookSourceStore
from clankerbot_engine.webhooks.sources import register_source
from tests.fakes.services import Service, data_of, error_of, running_service

SECRET = "the-shared-secret"
TOKEN = "Zk3vPq8LmW0xYb7RtN2sJd5HcF9gA1eU"
TAG = {"id": "66aa00000000000000000009", "name": "deploy", "workspaceId": "66aa00000000000000000004", "archived": False}
PATH = "/webhooks/clockify"


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    async with running_service(tmp_path, webhook_shared_secret=f"{SECRET},older-secret") as running:
        yield running


async def _deliver(
    nobody: httpx.AsyncClient, body: Any = TAG, *, event_type: str = "NEW_TAG", path: str = PATH, **headers: str
) -> httpx.Response:
    content = body if isinstance(body, bytes) else orjson.dumps(body)
    given = {"Content-Type": "application/json", "Clockify-Webhook-Event-Type": event_type, "X-Webhook-Secret": SECRET}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    return await nobody.post(path, content=content, headers=given)


async def test_a_delivery_is_answered_with_the_event_and_a_repetition_with_the_first(
    service: Service, nobody: httpx.AsyncClient
) -> None:
    first = data_of(await _deliver(nobody, X_Clockify_Event_Id="evt-1"))
    assert first["duplicate"] is False
    event = first["event"]
    assert (event["type"], event["entity"], event["entity_id"]) == ("NEW_TAG", "tag", TAG["id"])
    assert (event["workspace_id"], event["actor"], event["occurred_at"]) == (TAG["workspaceId"], None, None)
    assert event["data"] == TAG
    assert event["received_at"].startswith("2026-11-24T14:00:00")

    service.clock.go_on(minutes=1)
    again = data_of(await _deliver(nobody, {**TAG, "name": "other"}, X_Clockify_Event_Id="evt-1"))
    assert again == {"event": event, "duplicate": True}
    assert data_of(await _deliver(nobody, X_Clockify_Event_Id="evt-2"))["duplicate"] is False


async def test_no_api_token_is_needed_and_none_helps(service: Service, api: httpx.AsyncClient) -> None:
    data_of(await _deliver(await service.anonymous()))
    answer = await api.post(PATH, json=TAG, headers={"Clockify-Webhook-Event-Type": "NEW_TAG"})
    error_of(answer, 401, "unauthorized")


async def test_a_delivery_without_the_secret_is_refused_and_leaves_no_trace(nobody: httpx.AsyncClient) -> None:
    for secret in ("", "guessed", SECRET + "x", SECRET.upper(), f"{SECRET},older-secret"):
        error = error_of(
            await _deliver(nobody, X_Webhook_Secret=secret, X_Clockify_Event_Id="evt-1"), 401, "unauthorized"
        )
        assert secret == "" or secret not in str(error)
    assert data_of(await _deliver(nobody, X_Clockify_Event_Id="evt-1"))["duplicate"] is False


async def test_the_secret_is_asked_for_before_the_body_is_looked_at(nobody: httpx.AsyncClient) -> None:
    error_of(await _deliver(nobody, b"{", X_Webhook_Secret="wrong"), 401, "unauthorized")
    error_of(await _deliver(nobody, b"{"), 400, "validation_error")


async def test_the_older_secret_is_still_taken(nobody: httpx.AsyncClient) -> None:
    data_of(await _deliver(nobody, X_Webhook_Secret="older-secret"))


async def test_a_registered_webhook_proves_itself_by_its_token_also_on_its_own_path(
    service: Service, nobody: httpx.AsyncClient
) -> None:
    store = SqlWebhookSourceStore(service.services.database)
    await register_source(store, "main", TOKEN, clock=service.clock)
    data_of(await _deliver(nobody, X_Webhook_Secret="", Clockify_Signature=TOKEN))
    data_of(await _deliver(nobody, path=f"{PATH}/main", X_Webhook_Secret="", Clockify_Signature=TOKEN))
    for path, token in ((f"{PATH}/main", "wrong"), (f"{PATH}/other", TOKEN), (f"{PATH}/%00", TOKEN)):
        error_of(await _deliver(nobody, path=path, Clockify_Signature=token), 401, "unauthorized")


async def test_without_any_secret_nothing_is_taken_and_the_answer_says_what_to_set(tmp_path: Path) -> None:
    async with running_service(tmp_path) as service:
        error = error_of(await _deliver(await service.anonymous()), 401, "unauthorized")
        assert "WEBHOOK_SHARED_SECRET" in error["message"]


async def test_another_provider_is_not_found(nobody: httpx.AsyncClient) -> None:
    for provider in ("gitlab", "Clockify", "%00", "a" * 3000):
        error_of(await _deliver(nobody, path=f"/webhooks/{provider}"), 404, "not_found")


async def test_hostile_bodies_and_headers_get_a_4xx_and_are_not_remembered(nobody: httpx.AsyncClient) -> None:
    bodies = [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"a":NaN}',
        b'{"a":1e999}',
        rb'{"a":"\ud800"}',
        b'{"a":"\xff"}',
        b"[" * 100_000,
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b'{"a":' * 70 + b"1" + b"}" * 70,
    ]
    for body in bodies:
        error_of(await _deliver(nobody, body, X_Clockify_Event_Id="evt-1"), 400, "validation_error")
    for headers in ({"Content_Type": "text/plain"}, {"X_Clockify_Event_Id": "a b"}, {"X_Clockify_Event_Id": "a" * 129}):
        error_of(await _deliver(nobody, **headers), 400, "validation_error")
    error_of(await _deliver(nobody, event_type="<script>"), 400, "validation_error")
    error_of(await _deliver(nobody, b'{"a":"' + b"x" * 5_000_000 + b'"}'), 413, "payload_too_large")
    assert data_of(await _deliver(nobody, X_Clockify_Event_Id="evt-1"))["duplicate"] is False


async def test_text_in_any_script_passes_through_unchanged(nobody: httpx.AsyncClient) -> None:
    body = {"id": "1", "name": "שלום \u0000 🎉 Müller", "deep": [{"a": [1.5, None, True]}], "big": 2**53}
    assert data_of(await _deliver(nobody, body, event_type="SOMETHING_NEW"))["event"]["data"] == body


async def test_deliveries_are_counted_by_how_they_ended(service: Service, nobody: httpx.AsyncClient) -> None:
    for secret in (SECRET, SECRET, "wrong"):
        await _deliver(nobody, X_Webhook_Secret=secret)
    registry = service.services.metrics.registry
    for outcome in ("accepted", "duplicate", "unauthorized"):
        labels = {"provider": "clockify", "outcome": outcome}
        assert registry.get_sample_value("clankerbot_webhook_deliveries_total", labels) == 1
