"""The clock is set back an hour while the service runs: nothing that was over is believed for an hour more."""

from pathlib import Path

from clankerbot_engine.stores.webhook_sources import SqlWebhookSourceStore
from clankerbot_engine.tokens import FRESH
from clankerbot_engine.webhooks.sources import register_source
from tests.fakes.services import Service, data_of, error_of, running_service

TEXT = {"text": "log 2h on Apollo yesterday"}


async def test_a_token_that_is_revoked_after_the_jump_is_refused(service: Service) -> None:
    api = await service.client("parse")
    data_of(await api.post("/actions/parse", json=TEXT))
    service.clock.set_back(hours=1)
    (token,) = await service.services.token_store.all()
    await service.services.token_store.revoke(token.id, service.clock())
    error_of(await api.post("/actions/parse", json=TEXT), 401, "unauthorized")


async def test_a_webhook_that_is_removed_after_the_jump_is_refused(service: Service) -> None:
    store = SqlWebhookSourceStore(service.services.database)
    source = await register_source(store, "projects", "the-token", clock=service.clock)
    caller = await service.anonymous()
    headers = {"Clockify-Signature": "the-token", "Clockify-Webhook-Event-Type": "NEW_PROJECT"}
    body = {"id": "f" * 24, "name": "Nimbus", "workspaceId": service.sandbox.workspace_id, "public": True}
    data_of(await caller.post("/webhooks/clockify/projects", json=body, headers=headers))
    service.clock.set_back(hours=1)
    assert await store.delete(source.id)
    answer = await caller.post("/webhooks/clockify/projects", json={**body, "name": "Cirrus"}, headers=headers)
    assert answer.status_code in (401, 404), answer.text


async def test_requests_go_on_and_write_once(tmp_path: Path) -> None:
    async with running_service(tmp_path, background=True) as service:
        api = await service.client(**{"Idempotency-Key": "order-66"})
        (first,) = data_of(await api.post("/actions/run", json=TEXT))
        service.clock.set_back(hours=1)
        (again,) = data_of(await api.post("/actions/run", json=TEXT))
        assert again["replayed"] is True
        assert again["entry"] == first["entry"]
        (undone,) = data_of(await (await service.client()).post("/actions/run", json={"text": "log 1h on Hermes"}))
        assert undone["status"] == "done"
        assert data_of(await (await service.anonymous()).get("/readyz"))["ready"] is True
        service.clock.go_on(seconds=FRESH.total_seconds())
        assert data_of(await (await service.anonymous()).get("/readyz"))
