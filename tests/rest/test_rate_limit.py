"""So many requests a minute for each address and route, refilled evenly; the headers say what is left."""

from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest

from clankerbot_engine.tokens import issue_token
from tests.fakes.redis import Server
from tests.fakes.services import Service, error_of, running_service


async def statuses(client: httpx.AsyncClient, path: str, times: int) -> list[int]:
    return [(await client.get(path)).status_code for _ in range(times)]


async def test_the_limit_is_a_burst_that_refills_evenly(tmp_path: Path) -> None:
    async with running_service(tmp_path, rate_limit_per_minute=60) as service:
        caller = await service.anonymous()
        assert await statuses(caller, "/", 61) == [200] * 60 + [429]
        service.clock.go_on(seconds=2)
        assert await statuses(caller, "/", 3) == [200, 200, 429]
        service.clock.go_on(seconds=60)
        assert await statuses(caller, "/", 61) == [200] * 60 + [429]


async def test_who_is_refused_is_told_when_to_come_back(tmp_path: Path) -> None:
    async with running_service(tmp_path, rate_limit_per_minute=2) as service:
        caller = await service.anonymous()
        allowed, _, refused = [await caller.get("/") for _ in range(3)]
        assert allowed.headers["RateLimit-Policy"] == '"default";q=2;w=60'
        assert allowed.headers["RateLimit"] == '"default";r=1;t=30'
        error = error_of(refused, 429, "rate_limited")
        assert error["retryable"] is True
        assert error["retry_after_s"] == 30
        assert refused.headers["Retry-After"] == "30"
        assert refused.headers["RateLimit"] == '"default";r=0;t=60'
        service.clock.go_on(seconds=29.9)
        assert (await caller.get("/")).headers["Retry-After"] == "1"


async def test_addresses_and_routes_are_counted_apart(tmp_path: Path) -> None:
    async with running_service(tmp_path, rate_limit_per_minute=1) as service:
        one, other = await service.anonymous(address="192.0.2.1"), await service.anonymous(address="192.0.2.2")
        assert await statuses(one, "/", 2) == [200, 429]
        assert await statuses(one, "/docs", 2) == [200, 429]
        assert await statuses(other, "/", 2) == [200, 429]


async def test_paths_of_one_template_share_a_count_and_so_do_those_of_none(tmp_path: Path) -> None:
    async with running_service(tmp_path, rate_limit_per_minute=2) as service:
        caller = await service.anonymous()
        by_id = [await caller.get(f"/schedules/{number}") for number in range(3)]
        assert [answer.status_code for answer in by_id] == [401, 401, 429]
        made_up = [await caller.get(f"/made/up/{number}") for number in range(3)]
        assert [answer.status_code for answer in made_up] == [404, 404, 429]


async def test_a_whole_ipv6_network_counts_as_one_customer(tmp_path: Path) -> None:
    async with running_service(tmp_path, rate_limit_per_minute=1) as service:
        one, same, other = [
            await service.anonymous(address=address) for address in ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1")
        ]
        assert [await statuses(each, "/", 1) for each in (one, same, other)] == [[200], [429], [200]]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
async def test_health_is_never_refused(tmp_path: Path, path: str) -> None:
    async with running_service(tmp_path, rate_limit_per_minute=1, background=True) as service:
        caller = await service.anonymous()
        assert await statuses(caller, path, 5) == [200] * 5
        assert "RateLimit" not in (await caller.get(path)).headers


async def test_a_caller_cannot_choose_another_address(tmp_path: Path) -> None:
    async with running_service(tmp_path, rate_limit_per_minute=1) as service:
        caller = await service.anonymous()
        answers = [await caller.get("/", headers={"X-Forwarded-For": f"192.0.2.{number}"}) for number in range(3)]
        assert [answer.status_code for answer in answers] == [200, 429, 429]


async def test_behind_a_trusted_proxy_each_caller_has_his_own_count(tmp_path: Path) -> None:
    async with running_service(tmp_path, rate_limit_per_minute=1, trusted_proxies="127.0.0.0/8") as service:
        proxy = await service.anonymous()
        answers = [await proxy.get("/", headers={"X-Forwarded-For": f"192.0.2.{n}"}) for n in (1, 2, 1)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]


async def test_refusals_are_counted_by_route(tmp_path: Path) -> None:
    async with running_service(tmp_path, rate_limit_per_minute=1) as service:
        await statuses(await service.anonymous(), "/nowhere", 3)
        text = (await (await service.client("admin")).get("/metrics")).text
        assert 'clankerbot_rate_limited_total{route="unmatched"} 2.0' in text


async def test_errors_of_an_allowed_request_say_what_is_left_too(service: Service) -> None:
    answer = await (await service.anonymous()).get("/metrics")
    error_of(answer, 401, "unauthorized")
    assert answer.headers["RateLimit-Policy"] == '"default";q=100000;w=60'


async def test_with_redis_two_instances_share_the_limit_and_without_it_each_has_its_part(
    tmp_path: Path, redis_server: Server
) -> None:
    async with AsyncExitStack() as stack:
        services = [
            await stack.enter_async_context(
                running_service(tmp_path / name, rate_limit_per_minute=5, redis_url=redis_server.url)
            )
            for name in ("one", "other")
        ]
        one, other = [await each.anonymous() for each in services]
        assert await statuses(one, "/", 3) == [200] * 3
        assert await statuses(other, "/", 3) == [200, 200, 429]
        assert (await one.get("/")).headers["RateLimit"].startswith('"default";r=0;t=')
        redis_server.kill()
        assert await statuses(one, "/", 3) == [200, 200, 429]
        assert await statuses(other, "/", 3) == [200, 200, 429]


async def test_a_token_has_a_limit_of_its_own_wherever_it_is_sent_from(service: Service) -> None:
    store, clock = service.services.token_store, service.clock
    limited, text = await issue_token(store, "ci", ["schedules"], clock=clock, limit_per_minute=3)
    bearer = {"Authorization": f"Bearer {text}"}
    one, other = [await service.anonymous(address=f"192.0.2.{n}", **bearer) for n in (1, 2)]
    assert await statuses(one, "/schedules", 2) == [200, 200]
    assert await statuses(other, "/schedules", 2) == [200, 429]
    refused = await other.get("/schedules")
    error = error_of(refused, 429, "rate_limited")
    assert "this token may send 3 a minute" in error["message"]
    assert refused.headers["Retry-After"] == "20"
    assert await statuses(await service.client(), "/schedules", 5) == [200] * 5
    clock.go_on(seconds=20)
    assert await statuses(one, "/schedules", 2) == [200, 429]
    assert limited.limit_per_minute == 3


async def test_a_free_workspace_is_asked_no_more_often_than_it_allows(tmp_path: Path) -> None:
    async with running_service(tmp_path, clockify_requests_per_hour=30) as service:
        caller = await service.client()

        async def log(minutes: int) -> httpx.Response:
            return await caller.post("/actions/run", json={"text": f"log {minutes}m on Apollo"})

        asked = 0
        while (answer := await log(asked + 1)).status_code == 200:
            asked += 1
            assert asked <= 15
        error = error_of(answer, 429, "rate_limited")
        assert 0 < error["retry_after_s"] <= int(answer.headers["Retry-After"]) <= 240
        assert len([each for each in service.sandbox.traffic.log if "/workspaces/" in each.path]) == 15
