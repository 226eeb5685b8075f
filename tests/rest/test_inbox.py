"""`/inbox`: what came in, seen and done again by those who run the service."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.fakes.services import Service, data_of, error_of, running_service

SECRET = "the-shared-secret"
BODY = {"id": "66aa00000000000000000009", "name": "Straße", "workspaceId": "66aa00000000000000000004"}


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    async with running_service(tmp_path, webhook_shared_secret=SECRET) as running:
        yield running


async def _deliver(service: Service, number: int, *, event_type: str = "NEW_TAG") -> None:
    headers = {
        "X-Webhook-Secret": SECRET,
        "Clockify-Webhook-Event-Type": event_type,
        "X-Clockify-Event-Id": f"evt-{number}",
    }
    data_of(await (await service.anonymous()).post("/webhooks/clockify", json=BODY, headers=headers))


async def test_deliveries_are_listed_newest_first_and_shown_with_their_bodies(
    service: Service, api: httpx.AsyncClient
) -> None:
    assert data_of(await api.get("/inbox")) == {"open": 0, "parked": 0, "deliveries": [], "before": None}
    for number in range(3):
        await _deliver(service, number)
    page = data_of(await api.get("/inbox", params={"limit": 2}))
    assert (page["open"], page["parked"], len(page["deliveries"])) == (3, 0, 2)
    newest, second = page["deliveries"]
    assert newest["id"] > second["id"] == page["before"]
    assert (newest["event_type"], newest["state"], newest["sender"]) == ("NEW_TAG", "ready", "clockify")
    assert "data" not in newest
    (oldest,) = data_of(await api.get("/inbox", params={"before": page["before"]}))["deliveries"]

    await service.services.inbox.work_once()
    details = data_of(await api.get(f"/inbox/{oldest['id']}"))
    assert (details["state"], details["data"]) == ("done", BODY)
    assert len(data_of(await api.get("/inbox", params={"state": "done"}))["deliveries"]) == 1  # the others wait in line
    error_of(await api.get("/inbox/unknown"), 404, "not_found")


async def test_a_delivery_is_replayed(service: Service, api: httpx.AsyncClient) -> None:
    await _deliver(service, 1)
    await service.services.inbox.work_once()
    (done,) = data_of(await api.get("/inbox"))["deliveries"]
    again = data_of(await api.post(f"/inbox/{done['id']}/replay"))
    assert (done["state"], again["state"], again["attempts"]) == ("done", "ready", 0)
    assert await service.services.inbox.work_once() == 1
    error_of(await api.post("/inbox/unknown/replay"), 404, "not_found")


async def test_what_is_closed_and_old_is_purged(service: Service, api: httpx.AsyncClient) -> None:
    await _deliver(service, 1)
    await service.services.inbox.work_once()
    service.clock.go_on(days=2)
    await _deliver(service, 2)
    assert data_of(await api.post("/inbox/purge", json={"older_than_days": 3})) == {"deleted": 0}
    assert data_of(await api.post("/inbox/purge", json={"older_than_days": 1})) == {"deleted": 1}
    assert len(data_of(await api.get("/inbox"))["deliveries"]) == 1


async def test_it_is_for_admins_and_what_is_wrong_is_named(service: Service, api: httpx.AsyncClient) -> None:
    other = await service.client("webhooks", "run", "parse", "schedules")
    for path in ("/inbox", "/inbox/1"):
        error_of(await other.get(path), 403, "forbidden")
    for path in ("/inbox/1/replay", "/inbox/purge"):
        error_of(await other.post(path, json={"older_than_days": 0}), 403, "forbidden")
    for query in ({"state": "lost"}, {"limit": 0}, {"limit": 201}, {"before": "x"}, {"color": "red"}):
        error_of(await api.get("/inbox", params=query), 422, "validation_error")
    for body in ({}, {"older_than_days": -1}, {"older_than_days": "7"}, {"older_than_days": 1, "state": "done"}):
        error_of(await api.post("/inbox/purge", json=body), 422, "validation_error")
