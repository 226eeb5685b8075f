"""Web pages of configured origins may call; of others they may not."""

from pathlib import Path

import httpx
import pytest

from tests.fakes.services import Service, error_of, running_service

PAGE = "https://app.example.com"
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}


async def test_a_configured_page_may_ask_before_it_has_a_token(tmp_path: Path) -> None:
    async with running_service(tmp_path, cors_origins=PAGE) as service:
        nobody = await service.anonymous()
        answer = await nobody.options("/actions/parse", headers={"Origin": PAGE, **PREFLIGHT})
        assert answer.status_code == 200
        assert answer.headers["Access-Control-Allow-Origin"] == PAGE
        assert "authorization" in answer.headers["Access-Control-Allow-Headers"].lower()


async def test_a_configured_page_can_read_answers_and_refusals(tmp_path: Path) -> None:
    async with running_service(tmp_path, cors_origins=PAGE) as service:
        api, nobody = await service.client(), await service.anonymous()
        for answer in (
            await api.post("/actions/parse", json={"text": "help"}, headers={"Origin": PAGE}),
            await nobody.post("/actions/parse", headers={"Origin": PAGE}),
            await nobody.get("/nowhere", headers={"Origin": PAGE}),
        ):
            assert answer.headers["Access-Control-Allow-Origin"] == PAGE
            assert "X-Request-ID" in answer.headers["Access-Control-Expose-Headers"]


async def test_another_page_is_not_allowed(tmp_path: Path) -> None:
    async with running_service(tmp_path, cors_origins=PAGE) as service:
        nobody = await service.anonymous()
        other = {"Origin": "https://evil.example", **PREFLIGHT}
        preflight = await nobody.options("/actions/parse", headers=other)
        assert error_of(preflight, 400, "validation_error")["details"]["field"] == "Origin"
        for answer in (preflight, await nobody.get("/healthz", headers=other)):
            assert "Access-Control-Allow-Origin" not in answer.headers


async def test_a_method_that_no_page_may_send_is_refused_so_that_the_page_can_read_it(tmp_path: Path) -> None:
    async with running_service(tmp_path, cors_origins=PAGE) as service:
        nobody = await service.anonymous()
        asked = {"Origin": PAGE, "Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "x-other"}
        answer = await nobody.options("/actions/parse", headers=asked)
        error = error_of(answer, 400, "validation_error")
        assert error["details"]["refused"] == ["method", "headers"]
        assert answer.headers["Access-Control-Allow-Origin"] == PAGE
        assert "PATCH" in answer.headers["Access-Control-Allow-Methods"]


@pytest.mark.parametrize("origin", ["https://app.example.com", "null", "*"])
async def test_without_a_configured_origin_nobody_is_allowed(
    service: Service, nobody: httpx.AsyncClient, origin: str
) -> None:
    answer = await nobody.get("/healthz", headers={"Origin": origin})
    assert not [name for name in answer.headers if name.startswith("access-control")]
