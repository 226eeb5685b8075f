"""`/webhooks`: those in Clockify, seen and made over REST."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from clankerbot_engine.stores.webhook_sources import SqlWebhookSourceStore
from clankerbot_engine.webhooks.needed import CARDS, FRESHNESS
from clankerbot_engine.webhooks.sources import register_source
from tests.fakes.services import data_of, error_of, running_service


async def test_webhooks_are_made_and_listed_without_their_tokens(tmp_path: Path) -> None:
    async with running_service(tmp_path, public_url="https://bot.example") as service:
        api = await service.client("webhooks")
        assert data_of(await api.get("/webhooks")) == []
        synced = data_of(await api.post("/webhooks/sync"))
        assert (synced["made"], synced["removed"], synced["subscribed_left_out"]) == ([*CARDS, *FRESHNESS][:10], [], [])
        assert synced["reason"] == (
            "Clockify's plan PRO allows 10 webhooks for one account, and 100 in this workspace."
        )
        webhooks = service.sandbox.webhooks
        next(iter(webhooks.values())).enabled = False
        await register_source(
            SqlWebhookSourceStore(service.services.database), "main", "a-token-of-ours", clock=service.clock
        )
        service.clock.go_on(days=1)
        await service.services.health.check_due()
        answer = await api.get("/webhooks")
        *made, by_hand = data_of(answer)
        assert [each["state"] for each in made] == ["problem", *["ok"] * 9]
        assert made[0]["problem"] == "It is switched off in Clockify."
        assert {f"https://bot.example{each['path']}" for each in made} == {each.url for each in webhooks.values()}
        assert (by_hand["name"], by_hand["state"], by_hand["event_type"]) == ("main", "by_hand", None)
        assert not any(each.auth_token in answer.text for each in webhooks.values())


async def test_what_is_missing_is_said(api: httpx.AsyncClient) -> None:
    error = error_of(await api.post("/webhooks/sync"), 503, "not_ready")
    assert "PUBLIC_URL" in error["message"]
    assert error["retryable"] is False


async def test_what_clockify_then_delivers_is_heard(tmp_path: Path) -> None:
    async with running_service(tmp_path, public_url="http://clankerbot.test") as service:
        await service.services.registering.sync()
        services = service.services
        service.sandbox.deliveries.sends_through(await service.anonymous())
        key = services.settings.clockify_api_key
        assert key is not None
        made = await services.http.post(
            f"{services.settings.clockify_base_url}/v1/workspaces/{service.sandbox.workspace_id}/projects",
            json={"name": "Zeppelin"},
            headers={"X-Api-Key": key.get_secret_value()},
        )
        await service.sandbox.deliveries.drain()
        (attempt,) = service.sandbox.deliveries.attempts
        assert attempt.status_code == 200
        (delivery,) = await services.inbox_store.page(limit=9)
        assert (delivery.event_type, delivery.workspace_id) == ("NEW_PROJECT", service.sandbox.workspace_id)
        (source,) = [each for each in await services.registering.all() if each.event_type == "NEW_PROJECT"]
        assert delivery.sender == f"clockify/{source.id}"
        assert json.loads(delivery.body)["id"] == made.json()["id"]


async def test_one_that_was_made_by_hand_is_registered_and_removed(tmp_path: Path) -> None:
    async with running_service(tmp_path) as service:
        api, clockify = await service.client("admin"), await service.anonymous()
        made = data_of(await api.post("/webhooks", json={"name": "main", "token": "a-token-of-ours"}), 201)
        assert (made["path"], made["state"]) == ("/webhooks/clockify/main", "by_hand")
        told = {"id": "1", "name": "deploy", "workspaceId": service.sandbox.workspace_id}
        headers = {"Clockify-Signature": "a-token-of-ours", "Clockify-Webhook-Event-Type": "NEW_TAG"}
        data_of(await clockify.post(made["path"], json=told, headers=headers))
        again = {"name": "main", "token": "another"}
        error_of(await api.post("/webhooks", json=again), 409, "conflict")
        error_of(await api.post("/webhooks/registered/main/rotate"), 422, "validation_error")
        assert data_of(await api.delete("/webhooks/registered/main")) == made
        error_of(await clockify.post(made["path"], json={**told, "id": "2"}, headers=headers), 401, "unauthorized")
        error_of(await api.delete("/webhooks/registered/main"), 404, "not_found")


async def test_one_that_we_made_gets_another_token_and_is_removed_in_clockify_too(tmp_path: Path) -> None:
    async with running_service(tmp_path, public_url="https://bot.example") as service:
        api, webhooks = await service.client("admin"), service.sandbox.webhooks
        await service.services.registering.sync()
        first, *others = data_of(await (await service.client("webhooks")).get("/webhooks"))
        before = {each.id: each.auth_token for each in webhooks.values()}
        answer = await api.post(f"/webhooks/registered/{first['name']}/rotate")
        assert data_of(answer)["name"] == first["name"]
        (changed,) = [each for each in webhooks.values() if each.auth_token != before[each.id]]
        assert changed.auth_token not in answer.text
        data_of(await api.delete(f"/webhooks/registered/{first['name']}"))
        assert len(webhooks) == len(others)


async def test_registering_takes_an_admins_token(tmp_path: Path) -> None:
    async with running_service(tmp_path) as service:
        api = await service.client("webhooks")
        body = {"name": "main", "token": "t"}
        error_of(await api.post("/webhooks", json=body), 403, "forbidden")
        error_of(await api.post("/webhooks/registered/main/rotate"), 403, "forbidden")
        error_of(await api.delete("/webhooks/registered/main"), 403, "forbidden")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "a b", "token": "t"}, "name"),
        ({"name": "", "token": "t"}, "name"),
        ({"name": "main", "token": ""}, "token"),
        ({"name": "main", "token": " "}, "token"),
        ({"name": "main"}, "token"),
        ({"name": "main", "token": 7}, "token"),
    ],
)
async def test_what_cannot_be_registered_is_named(tmp_path: Path, body: dict[str, Any], field: str) -> None:
    async with running_service(tmp_path) as service:
        api = await service.client("admin")
        error = error_of(await api.post("/webhooks", json=body), 422, "validation_error")
        assert error["details"]["field"] == field


async def test_a_subscription_says_what_it_does_not_hear(tmp_path: Path) -> None:
    async with running_service(tmp_path, public_url="https://bot.example") as service:
        service.sandbox.plan = "FREE"  # which allows three
        api = await service.client("webhooks")
        events = ["NEW_PROJECT", "NEW_TASK", "NEW_CLIENT", "NEW_TAG"]
        data_of(await api.post("/subscriptions", json={"channel": "#design", "events": events}), 201)
        await service.services.registering.sync()
        (listed,) = data_of(await api.get("/subscriptions"))
        assert listed["problem"].startswith("NEW_TAG is not heard of. There is no webhook for it")
        next(each for each in service.sandbox.webhooks.values() if each.event == "NEW_TASK").enabled = False
        service.clock.go_on(days=1)
        await service.services.health.check_due()
        (listed,) = data_of(await api.get("/subscriptions"))
        assert "NEW_TASK is not heard of. It is switched off in Clockify." in listed["problem"]
        assert "NEW_CLIENT" not in listed["problem"]
