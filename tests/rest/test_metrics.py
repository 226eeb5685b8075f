"""What Prometheus is told: the process's own counts, and what waits in the database that all instances share."""

from pathlib import Path

import httpx
import pytest

from tests.fakes.postgres import cut_off
from tests.fakes.services import data_of, running_service

SECRET = "the-shared-secret"
DELIVERY = {"id": "f" * 24, "name": "Nimbus", "workspaceId": "64a687e29ae1f428e7ebe303", "public": True}
HEADERS = {"X-Webhook-Secret": SECRET, "Clockify-Webhook-Event-Type": "NEW_PROJECT"}


async def value(scraper: httpx.AsyncClient, sample: str) -> float:
    answer = await scraper.get("/metrics")
    assert answer.status_code == 200
    (line,) = [line for line in answer.text.splitlines() if line.startswith(f"{sample} ")]
    return float(line.split()[-1])


async def test_what_waits_is_told_with_its_age(tmp_path: Path) -> None:
    async with running_service(tmp_path, webhook_shared_secret=SECRET) as service:
        scraper, clockify = await service.client("admin"), await service.anonymous()
        assert await value(scraper, 'clankerbot_queue_waiting{queue="inbox"}') == 0
        data_of(await clockify.post("/webhooks/clockify", json=DELIVERY, headers=HEADERS))
        service.clock.go_on(seconds=90)
        assert await value(scraper, 'clankerbot_queue_waiting{queue="inbox"}') == 1
        assert await value(scraper, 'clankerbot_queue_oldest_seconds{queue="inbox"}') == 90
        assert await value(scraper, 'clankerbot_queue_waiting{queue="outbox"}') == 0
        await service.services.inbox.work_once()
        assert await value(scraper, 'clankerbot_queue_oldest_seconds{queue="inbox"}') == 0


@pytest.mark.parametrize("sample", ["clankerbot_redis_away", "clankerbot_database_away"])
async def test_all_is_well_is_told_too(tmp_path: Path, sample: str) -> None:
    async with running_service(tmp_path) as service:
        assert await value(await service.client("admin"), sample) == 0


async def test_counts_are_told_while_the_database_is_away(tmp_path: Path, postgres_url: str) -> None:
    async with running_service(tmp_path, database_url=postgres_url) as service:
        scraper = await service.client("admin")
        await value(scraper, "clankerbot_database_away")  # the token is known now
        with cut_off(postgres_url):
            assert await value(scraper, "clankerbot_database_away") == 1
        assert await value(scraper, "clankerbot_database_away") == 0


async def test_a_call_that_the_budget_held_back_is_counted(tmp_path: Path) -> None:
    async with running_service(tmp_path) as service:
        service.sandbox.traffic.set_budget(4)
        api = await service.client()
        for _ in range(3):
            await api.post("/actions/run", json={"text": "log 2h on Apollo yesterday"})
        assert await value(api, 'clankerbot_clockify_budget_total{outcome="told"}') > 0
