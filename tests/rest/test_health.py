"""Alive and ready: which dependency is missing, by name, and that draining is not ready."""

from pathlib import Path

import httpx
import pytest

from clankerbot_http.readiness import FRESH_S, Finding, Readiness
from clankerbot_http.readiness_checks import readiness_checks
from tests.fakes.redis import Server
from tests.fakes.services import Service, data_of, error_of, running_service


async def test_alive_asks_nothing_of_the_database(service: Service, nobody: httpx.AsyncClient) -> None:
    await service.services.database.close()
    assert data_of(await nobody.get("/healthz")) == {"alive": True}


async def test_ready_names_each_dependency_with_its_latency(tmp_path: Path) -> None:
    async with running_service(tmp_path, background=True) as service:
        answer = await (await service.anonymous()).get("/readyz")
        report = data_of(answer)
        assert report["ready"] is True
        assert set(report["checks"]) == {"database", "migrations", "scheduler", "inbox"}
        assert all(check["ok"] and check["latency_ms"] >= 0 for check in report["checks"].values())
        assert report["checks"]["inbox"]["facts"] == {"backlog": 0, "oldest_s": 0.0}


async def test_a_scheduler_that_stands_still_is_not_ready(service: Service, nobody: httpx.AsyncClient) -> None:
    answer = await nobody.get("/readyz")
    assert "scheduler" in error_of(answer, 503, "not_ready")["message"]
    checks = answer.json()["data"]["checks"]
    assert [name for name, check in checks.items() if not check["ok"]] == ["scheduler"]


async def test_a_tick_long_ago_is_not_ready_and_a_new_one_is(service: Service) -> None:
    ticker, clock = service.services.ticker, service.clock
    check = readiness_checks(service.services.database, ticker, service.services.inbox_store, clock=clock)["scheduler"]
    await ticker.tick()
    assert (await check()).problem is None
    clock.go_on(seconds=6)
    assert (await check()).problem == "The scheduler last looked 6 s ago."


async def test_a_database_that_cannot_be_read_is_not_ready(service: Service, nobody: httpx.AsyncClient) -> None:
    await service.services.ticker.tick()
    await service.services.database.close()
    Path(service.services.database.name).write_bytes(b"no database" * 1000)
    answer = await nobody.get("/readyz")
    error_of(answer, 503, "not_ready")
    assert answer.json()["data"]["checks"]["database"]["problem"]


async def test_draining_is_not_ready_and_still_alive(tmp_path: Path) -> None:
    async with running_service(tmp_path, background=True) as service:
        nobody = await service.anonymous()
        service.services.readiness.start_draining()
        answer = await nobody.get("/readyz")
        assert error_of(answer, 503, "not_ready")["message"] == "The service is stopping."
        assert answer.json()["data"]["draining"] is True
        assert data_of(await nobody.get("/healthz"))


async def test_redis_is_named_and_its_absence_told_but_no_reason_not_to_be_ready(
    tmp_path: Path, redis_server: Server
) -> None:
    async with running_service(tmp_path, background=True, redis_url=redis_server.url) as service:
        nobody = await service.anonymous()
        redis = data_of(await nobody.get("/readyz"))["checks"]["redis"]
        assert (redis["ok"], redis["needed"], redis["problem"]) == (True, False, None)
        redis_server.kill()
        service.clock.go_on(seconds=FRESH_S)
        await service.services.ticker.tick()
        report = data_of(await nobody.get("/readyz"))
        assert report["ready"] is True
        assert report["checks"]["redis"]["ok"] is False
        assert report["checks"]["redis"]["problem"].startswith(f"{redis_server.url} does not answer: ")


async def test_a_check_that_hangs_is_given_up() -> None:
    async def hang() -> Finding:
        raise TimeoutError

    async def explode() -> Finding:
        raise ZeroDivisionError("with a secret in it")

    report = await Readiness({"hanging": hang, "broken": explode}).report()
    assert report.ready is False
    assert report.checks["hanging"].problem == "No answer within 1.5 s."
    assert report.checks["broken"].problem == "ZeroDivisionError"


async def test_many_balancers_cost_one_look_a_second() -> None:
    looks = 0
    seconds = 0.0

    async def look() -> Finding:
        nonlocal looks
        looks += 1
        return Finding()

    readiness = Readiness({"database": look}, monotonic=lambda: seconds)
    for _ in range(5):
        await readiness.report()
    assert looks == 1
    seconds = 1.0
    await readiness.report()
    assert looks == 2


@pytest.mark.parametrize("path", ["/", "/docs", "/openapi.json"])
async def test_what_the_service_is_needs_no_token(nobody: httpx.AsyncClient, path: str) -> None:
    answer = await nobody.get(path)
    assert answer.status_code == 200
    assert "clankerbot" in answer.text.lower()


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/docs", "/openapi.json"])
async def test_head_is_answered_as_get_without_a_body(tmp_path: Path, path: str) -> None:
    async with running_service(tmp_path) as service:
        await service.services.ticker.tick()
        nobody = await service.anonymous(**{"X-Request-ID": "the-same"})
        head, whole = await nobody.head(path), await nobody.get(path)
        assert (head.status_code, whole.status_code) == (200, 200)
        assert head.content == b""
        assert head.headers.keys() == whole.headers.keys()
        assert head.headers["Content-Type"] == whole.headers["Content-Type"]


async def test_head_says_not_ready_as_get_does(nobody: httpx.AsyncClient) -> None:
    answer = await nobody.head("/readyz")
    assert (answer.status_code, answer.content) == (503, b"")
