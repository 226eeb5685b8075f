"""A database that fails while requests come: a clear 503 that says when to come back, never a 500; then all is well."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Connection

from clankerbot_engine.clockify.sandbox import Fault
from clankerbot_http.access import PUBLIC, ROUTES
from tests.fakes.postgres import cut_off
from tests.fakes.services import Service, data_of, error_of, running_service
from tests.rest.conftest import Log

SECRET = "the-shared-secret"
TEXT = {"text": "log 2h on Apollo yesterday"}
DELIVERY = {"id": "f" * 24, "name": "Nimbus", "workspaceId": "64a687e29ae1f428e7ebe303", "public": True}
HEADERS = {"X-Webhook-Secret": SECRET, "Clockify-Webhook-Event-Type": "NEW_PROJECT"}
BODIES: dict[str, Any] = {
    "/actions/parse": TEXT,
    "/actions/run": TEXT,
    "/schedules": {"text": "every friday at 17:00 summary of this week"},
    "/subscriptions": {"channel": "C1", "events": ["NEW_PROJECT"]},
    "/webhooks/clockify": DELIVERY,
}


@pytest.fixture
async def on_postgres(tmp_path: Path, postgres_url: str) -> AsyncIterator[Service]:
    async with running_service(tmp_path, database_url=postgres_url, webhook_shared_secret=SECRET) as service:
        yield service


async def test_no_route_answers_500_while_postgres_is_away(on_postgres: Service, postgres_url: str, log: Log) -> None:
    api = await on_postgres.client()
    data_of(await api.post("/actions/parse", json=TEXT))  # now the token is known
    statuses: dict[tuple[str, str], int] = {}
    with cut_off(postgres_url):
        for route in ROUTES:
            for method, scope in route.scopes.items():
                if scope is PUBLIC and not route.template.startswith("/webhooks"):
                    continue
                path = route.template.replace("{provider}", "clockify").replace("{", "x").replace("}", "x")
                body = BODIES.get(route.template) if method != "GET" else None
                answer = await api.request(method, path, json=body, headers=HEADERS)
                statuses[method, route.template] = answer.status_code
                if answer.status_code == 503 and "PUBLIC_URL" not in answer.text:
                    error = error_of(answer, 503, "not_ready")
                    assert error["message"].startswith("The database (DATABASE_URL) cannot be used: ")
                    assert error["retryable"] is True
                    assert answer.headers["Retry-After"] == "5"
    assert [each for each, status in statuses.items() if status >= 500 and status != 503] == []
    for method, template in [
        ("POST", "/actions/run"),
        ("POST", "/webhooks/clockify"),
        ("GET", "/schedules"),
        ("GET", "/inbox"),
        ("GET", "/webhooks"),
    ]:
        assert statuses[method, template] == 503, (method, template)
    assert data_of(await api.post("/webhooks/clockify", json=DELIVERY, headers=HEADERS))
    assert len(log.of("database_away")) == len(log.of("database_back")) == 1
    assert "Traceback" not in "".join(log.lines)


async def test_a_token_is_not_called_wrong_because_the_database_is_away(
    on_postgres: Service, postgres_url: str
) -> None:
    api = await on_postgres.client()
    with cut_off(postgres_url):
        error_of(await api.post("/actions/parse", json=TEXT), 503, "not_ready")
    data_of(await api.post("/actions/parse", json=TEXT))


async def test_a_write_that_nobody_could_note_down_is_found_again_and_not_doubled(
    on_postgres: Service, postgres_url: str
) -> None:
    """Clockify carries it out while the database goes away."""
    api = await on_postgres.client(**{"Idempotency-Key": "order-66"})
    data_of(await api.post("/actions/parse", json=TEXT))
    before = set(on_postgres.sandbox.entries)
    on_postgres.sandbox.faults.add(Fault("latency", after=True, method="POST", path="*/time-entries", seconds=0.3))
    running = asyncio.create_task(api.post("/actions/run", json=TEXT))
    await written(on_postgres, len(before))
    with cut_off(postgres_url):
        answer = await running
    error = error_of(answer, 503, "not_ready")
    assert error["details"]["outcome"] == "unknown"
    assert "same Idempotency-Key" in error["message"]
    (result,) = data_of(await api.post("/actions/run", json=TEXT))
    assert result["status"] == "done"
    assert len(set(on_postgres.sandbox.entries) - before) == 1


async def written(service: Service, before: int) -> None:
    async with asyncio.timeout(60):
        while len(service.sandbox.entries) == before:  # noqa: ASYNC110 - the sandbox has no event for it
            await asyncio.sleep(0.01)


@pytest.fixture
async def on_sqlite(tmp_path: Path) -> AsyncIterator[Service]:
    async with running_service(tmp_path, webhook_shared_secret=SECRET) as service:
        yield service


async def run_on_writer(service: Service, command: str) -> None:
    def work(connection: Connection) -> None:
        connection.exec_driver_sql(command).close()

    await service.services.database.write(work)


async def refused(service: Service, because: str) -> None:
    caller = await service.anonymous()
    large = {**DELIVERY, "note": "x" * 100_000}
    error = error_of(await caller.post("/webhooks/clockify", json=large, headers=HEADERS), 503, "not_ready")
    assert error["message"] == f"The database (DATABASE_URL) cannot be used: {because}. Try again in a moment."


async def taken(service: Service) -> None:
    caller = await service.anonymous()
    assert data_of(await caller.post("/webhooks/clockify", json=DELIVERY, headers=HEADERS))["duplicate"] is False


async def test_a_database_that_another_program_has_locked(on_sqlite: Service) -> None:
    async with on_sqlite.locked():
        await refused(on_sqlite, "another program has it locked")
    await taken(on_sqlite)


async def test_a_disk_that_is_full(on_sqlite: Service) -> None:
    await run_on_writer(on_sqlite, "PRAGMA max_page_count = 1")  # SQLite says then what it says of a full disk
    await refused(on_sqlite, "its disk is full")
    await run_on_writer(on_sqlite, "PRAGMA max_page_count = 1000000")
    await taken(on_sqlite)


async def test_a_database_that_may_not_be_written_any_more(on_sqlite: Service) -> None:
    await run_on_writer(on_sqlite, "PRAGMA query_only = ON")
    await refused(on_sqlite, "it may not be written")


async def test_reading_goes_on_while_nothing_can_be_written(on_sqlite: Service) -> None:
    api: httpx.AsyncClient = await on_sqlite.client()
    await run_on_writer(on_sqlite, "PRAGMA max_page_count = 1")
    assert data_of(await api.get("/schedules")) == []
    await refused(on_sqlite, "its disk is full")
