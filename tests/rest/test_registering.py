"""`/webhooks`: those in Clockify, seen and made over REST."""

import json
from pathlib import Path

import httpx

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
