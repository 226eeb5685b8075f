"""The layers stand in the order that the others rely on, and none of them is a `BaseHTTPMiddleware`."""

from pathlib import Path
from typing import Any

from starlette.middleware.base import BaseHTTPMiddleware

from clankerbot_http.middleware.answers import Answers
from clankerbot_http.middleware.cors import Cors
from clankerbot_http.middleware.guard import Guard
from tests.fakes.services import Service, error_of, running_service
from tests.rest.conftest import Log

PAGE = "https://app.example.com"
ORDER = [Answers, Cors, Guard]


async def test_the_layers_stand_in_their_order(tmp_path: Path) -> None:
    async with running_service(tmp_path, cors_origins=PAGE) as service:
        layers: list[Any] = [layer.cls for layer in service.app.user_middleware]
        assert [layer for layer in layers if layer in ORDER] == ORDER
        assert not [layer for layer in layers if issubclass(layer, BaseHTTPMiddleware)]


async def test_too_large_a_body_is_logged_under_its_id(service: Service, log: Log) -> None:
    answer = await (await service.anonymous()).post("/actions/parse", content=b"x" * 10_000_000)
    error_of(answer, 413, "payload_too_large")
    (line,) = log.of("request")
    assert (line["status"], line["request_id"]) == (413, answer.headers["X-Request-ID"])


async def test_too_large_a_body_counts_for_nothing(tmp_path: Path) -> None:
    async with running_service(tmp_path, rate_limit_per_minute=1) as service:
        caller = await service.anonymous()
        for _ in range(3):
            error_of(await caller.post("/actions/parse", content=b"x" * 10_000_000), 413, "payload_too_large")


async def test_a_preflight_is_not_limited(tmp_path: Path) -> None:
    async with running_service(tmp_path, cors_origins=PAGE, rate_limit_per_minute=1) as service:
        caller = await service.anonymous(**{"Origin": PAGE, "Access-Control-Request-Method": "POST"})
        assert {(await caller.options("/actions/parse")).status_code for _ in range(3)} == {200}


async def test_the_limit_comes_before_the_token(tmp_path: Path) -> None:
    async with running_service(tmp_path, rate_limit_per_minute=1) as service:
        caller = await service.anonymous()
        error_of(await caller.get("/metrics"), 401, "unauthorized")
        error_of(await caller.get("/metrics"), 429, "rate_limited")


async def test_the_token_comes_before_the_body(service: Service) -> None:
    caller = await service.anonymous()
    error_of(await caller.post("/actions/parse", content=b"{"), 401, "unauthorized")
