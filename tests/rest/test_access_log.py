"""One line a request, one JSON object each, with what was asked and what came of it, and no secret."""

import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.fakes.services import Service, data_of, error_of, running_service
from tests.rest.conftest import Log

FIELDS = ["timestamp", "level", "message", "request_id", "method", "path", "status", "duration_ms", "client"]


async def test_the_line_has_its_fields_in_their_order(api: httpx.AsyncClient, log: Log) -> None:
    answer = await api.post("/actions/parse?llm=false", json={"text": "log 2h on Apollo for Jane"})
    (line,) = log.of("request")
    assert list(line) == FIELDS
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert (line["method"], line["path"], line["status"], line["client"], line["level"]) == (
        "POST",
        "/actions/parse",
        200,
        "127.0.0.1",
        "info",
    )
    assert line["duration_ms"] > 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["timestamp"])


async def test_neither_query_nor_text_nor_token_is_logged(service: Service, log: Log) -> None:
    token = await service.token()
    api = await service.anonymous(Authorization=f"Bearer {token}")
    await api.post("/actions/parse?note=private", json={"text": "log 2h on Apollo for Jane"})
    await api.get(f"/nowhere/{token}")
    written = "\n".join(log.lines)
    assert "private" not in written
    assert "Jane" not in written
    assert token not in written


async def test_refusals_are_logged_too(nobody: httpx.AsyncClient, log: Log) -> None:
    await nobody.get("/nowhere")
    await nobody.put("/healthz")
    await nobody.get("/metrics")
    assert [line["status"] for line in log.of("request")] == [404, 405, 401]


@pytest.mark.parametrize(
    "path", ["/%0A%7B%22level%22%3A%22error%22%7D", "/%1B[2J", "/%C3%A9%E2%80%AE", "/" + "x" * 9000]
)
async def test_a_hostile_path_is_one_ascii_line(nobody: httpx.AsyncClient, log: Log, path: str) -> None:
    await nobody.get(path)
    (line,) = log.lines
    assert line.isascii()
    assert line.isprintable()
    assert len(line) <= 8192
    assert log.objects[0]["status"] == 404


async def test_the_address_is_that_of_the_peer_where_no_proxy_is_trusted(service: Service, log: Log) -> None:
    caller = await service.anonymous(address="198.51.100.4")
    await caller.get("/healthz", headers={"X-Forwarded-For": "203.0.113.9"})
    assert log.of("request")[0]["client"] == "198.51.100.4"


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("10.1.2.3", ["203.0.113.9"], "203.0.113.9"),
        ("10.1.2.3", ["1.1.1.1, 203.0.113.9"], "203.0.113.9"),
        ("10.1.2.3", ["1.1.1.1", "203.0.113.9, 10.9.9.9"], "203.0.113.9"),
        ("10.1.2.3", ["not an address"], "10.1.2.3"),
        ("10.1.2.3", ["203.0.113.9, \x1b[2J"], "10.1.2.3"),
        ("10.1.2.3", [], "10.1.2.3"),
        ("10.1.2.3", ["::ffff:203.0.113.9"], "203.0.113.9"),
        ("198.51.100.4", ["203.0.113.9"], "198.51.100.4"),
    ],
)
async def test_behind_a_trusted_proxy_it_is_the_last_address_that_is_not_ours(
    tmp_path: Path, log: Log, peer: str, forwarded: list[str], client: str
) -> None:
    async with running_service(tmp_path, trusted_proxies="10.0.0.0/8") as service:
        caller = await service.anonymous(address=peer)
        await caller.get("/healthz", headers=[("X-Forwarded-For", line) for line in forwarded])
        assert log.of("request")[0]["client"] == client


async def test_requests_are_counted_by_template_and_never_by_what_was_sent(
    api: httpx.AsyncClient, nobody: httpx.AsyncClient
) -> None:
    await api.get("/schedules/some-id-of-a-person")
    await nobody.get("/some/path/of/an/attacker")
    await nobody.request("FOO", "/healthz")
    text = (await api.get("/metrics")).text
    assert 'route="/schedules/{schedule_id}",status="404"' in text
    assert 'method="GET",route="unmatched",status="404"' in text
    assert 'method="other",route="/healthz",status="405"' in text
    for sent in ("some-id", "attacker", "FOO"):
        assert sent not in text


async def test_what_nobody_expected_is_logged_with_its_trace_and_answered_without(
    service: Service, api: httpx.AsyncClient, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("the key is sk-abcdefghijklmnopqrstuvwx")

    monkeypatch.setattr(type(service.services.engine), "parse", broken)
    answer = await api.post("/actions/parse", json={"text": "help"})
    error = error_of(answer, 500, "internal_error")
    assert error["details"] == {}
    assert "ZeroDivision" not in answer.text
    (failure,) = log.of("request_failed")
    assert failure["request_id"] == answer.headers["X-Request-ID"]
    assert "ZeroDivisionError" in failure["exception"]
    assert "sk-abcdef" not in "\n".join(log.lines)
    (line,) = log.of("request")
    assert (line["level"], line["status"]) == ("error", 500)
    data_of(await api.post("/schedules", json={"cron": "0 9 * * 1", "action": {"kind": "status"}}), 201)
