"""Each metric that is told moves when what it counts happens."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from clankerbot_engine.clockify.sandbox import Fault
from clankerbot_engine.remotes.breaker import LEAST_CALLS
from tests.fakes.postgres import cut_off
from tests.fakes.redis import Server
from tests.fakes.services import Service, data_of, running_service
from tests.fakes.slack import SIGNING_SECRET, TOKEN

SECRET = "the-shared-secret"
DELIVERY = {"id": "f" * 24, "name": "Nimbus", "workspaceId": "64a687e29ae1f428e7ebe303", "public": True}
HEADERS = {"X-Webhook-Secret": SECRET, "Clockify-Webhook-Event-Type": "NEW_PROJECT"}
LOG = {"text": "log 2h on Apollo yesterday"}
DAILY = {"cron": "0 9 * * *", "timezone": "Europe/Berlin", "action": {"kind": "status"}}

Happening = Callable[[Service, httpx.AsyncClient], Awaitable[object]]


async def a_run(_: Service, api: httpx.AsyncClient) -> None:
    data_of(await api.post("/actions/run", json=LOG))


async def a_parse(_: Service, api: httpx.AsyncClient) -> None:
    data_of(await api.post("/actions/parse?llm=true", json=LOG))


async def a_delivery(service: Service, _: httpx.AsyncClient) -> None:
    caller = await service.anonymous()
    data_of(await caller.post("/webhooks/clockify", json=DELIVERY, headers=HEADERS))
    service.clock.go_on(seconds=30)


async def a_delivery_worked_off(service: Service, api: httpx.AsyncClient) -> None:
    await a_delivery(service, api)
    assert await service.services.inbox.work_once() == 1


async def a_delivery_given_up(service: Service, api: httpx.AsyncClient) -> None:
    await a_delivery(service, api)
    store, now = service.services.inbox_store, service.clock()
    (delivery,) = await store.claim(worker="w", now=now, until=now, limit=1)
    await store.park(delivery, error="nobody can read it")


async def a_firing(service: Service, api: httpx.AsyncClient) -> None:
    made = data_of(await api.post("/schedules", json=DAILY), 201)
    service.clock.now = datetime.fromisoformat(made["next_run_at"])
    await service.services.schedules.firing.fire_due()
    await service.services.schedules.firing.drain(60)


async def a_workspace_that_is_used_up(service: Service, api: httpx.AsyncClient) -> None:
    service.sandbox.faults.add(Fault("rate_limit", retry_after=1200, times=None))
    for _ in range(2):
        await api.post("/actions/run", json=LOG)


async def a_clockify_that_is_down(service: Service, api: httpx.AsyncClient) -> None:
    service.sandbox.faults.add(Fault("server_error", status=500, times=None))
    for _ in range(2 * LEAST_CALLS):
        await api.post("/actions/run", json={"text": "status"})


async def a_request_that_is_kept(service: Service, api: httpx.AsyncClient) -> None:
    await a_run(service, api)  # what is known of the workspace is warm
    service.sandbox.faults.add(Fault("server_error", status=503, times=None, retry_after=600))
    answer = await api.post("/actions/run?accept_pending=true", json={"text": "log 1h on Apollo yesterday"})
    assert answer.status_code == 202, answer.text


async def too_many_requests(service: Service, _: httpx.AsyncClient) -> None:
    caller = await service.anonymous(address="192.0.2.9")
    while (await caller.get("/docs")).status_code != 429:
        pass


async def a_request_of_slacks(service: Service, _: httpx.AsyncClient) -> None:
    assert (await (await service.anonymous()).post("/slack/events", content=b"{}")).status_code == 401


HAPPENINGS: Final[dict[str, Happening]] = {
    "clankerbot_actions_total": a_run,
    "clankerbot_breaker_refusals_total": a_clockify_that_is_down,
    "clankerbot_breaker_state": a_clockify_that_is_down,
    "clankerbot_clockify_budget_total": a_workspace_that_is_used_up,
    "clankerbot_clockify_request_seconds_count": a_run,
    "clankerbot_clockify_requests_total": a_run,
    "clankerbot_http_request_seconds_count": a_parse,
    "clankerbot_http_requests_total": a_parse,
    "clankerbot_llm_readings_total": a_parse,
    "clankerbot_parses_total": a_parse,
    "clankerbot_pending_requests_total": a_request_that_is_kept,
    "clankerbot_queue_oldest_seconds": a_delivery,
    "clankerbot_queue_parked": a_delivery_given_up,
    "clankerbot_queue_waiting": a_delivery,
    "clankerbot_rate_limited_total": too_many_requests,
    "clankerbot_retries_total": a_clockify_that_is_down,
    "clankerbot_schedule_firing_seconds_count": a_firing,
    "clankerbot_schedule_firings_total": a_firing,
    "clankerbot_slack_ack_seconds_count": a_request_of_slacks,
    "clankerbot_slack_requests_total": a_request_of_slacks,
    "clankerbot_webhook_deliveries_total": a_delivery,
    "clankerbot_webhook_events_total": a_delivery_worked_off,
    "clankerbot_workspace_snapshots_total": a_parse,
}
OF_DEPENDENCIES: Final = {"clankerbot_database_away", "clankerbot_redis_away", "clankerbot_rate_limits_alone_total"}
THERE_ALWAYS: Final = {"clankerbot_tasks"}


@asynccontextmanager
async def running(folder: Path, **settings: Any) -> AsyncIterator[tuple[Service, httpx.AsyncClient]]:
    slack = {"slack_bot_token": TOKEN, "slack_signing_secret": SIGNING_SECRET, "slack_api_url": "http://127.0.0.1:9"}
    given = {"webhook_shared_secret": SECRET, "rate_limit_per_minute": 200, **slack, **settings}
    async with running_service(folder, background=True, **given) as service:
        # What is measured happens when the test says so.
        await service.services.inbox.stop(60)
        yield service, await service.client()


async def told(api: httpx.AsyncClient) -> dict[str, float]:
    """By the names of samples, over all labels."""
    answer = await api.get("/metrics")
    assert answer.status_code == 200
    sums: dict[str, float] = {}
    for family in text_string_to_metric_families(answer.text):
        for sample in family.samples:
            sums[sample.name] = sums.get(sample.name, 0) + sample.value
    return sums


@pytest.mark.parametrize("name", HAPPENINGS)
async def test_it_moves(tmp_path: Path, name: str) -> None:
    async with running(tmp_path) as (service, api):
        before = (await told(api)).get(name, 0)
        await HAPPENINGS[name](service, api)
        assert (await told(api))[name] > before


async def test_what_a_dependency_that_is_away_moves(tmp_path: Path, postgres_url: str, redis_server: Server) -> None:
    async with running(tmp_path, database_url=postgres_url, redis_url=redis_server.url) as (_, api):
        before = await told(api)
        redis_server.kill()
        await api.get("/docs")
        with cut_off(postgres_url):
            after = await told(api)
        assert [name for name in sorted(OF_DEPENDENCIES) if after[name] <= before[name]] == []


async def test_there_is_no_metric_besides(tmp_path: Path) -> None:
    async with running(tmp_path) as (service, _):
        families = service.services.metrics.registry.collect()
        names = {family.name for family in families if family.name.startswith("clankerbot_")}
    known = {*HAPPENINGS, *OF_DEPENDENCIES, *THERE_ALWAYS}
    assert names == {name.removesuffix("_total").removesuffix("_count") for name in known}
