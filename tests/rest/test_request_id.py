"""Each request has one id: in the header, in the body, in the log."""

import re
from typing import Any

import httpx
import pytest

from clankerbot_engine.logs import current_request_id
from tests.fakes.services import Service
from tests.rest.conftest import Log

ULID = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")


@pytest.mark.parametrize("given", ["a", "A-Z_0.9", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "x" * 64])
async def test_a_sane_id_of_the_caller_is_kept(nobody: httpx.AsyncClient, log: Log, given: str) -> None:
    answer = await nobody.get("/healthz", headers={"X-Request-ID": given})
    assert answer.headers["X-Request-ID"] == given
    assert answer.json()["request_id"] == given
    assert [line["request_id"] for line in log.of("request")] == [given]


HOSTILE = [
    b"",
    b"x" * 65,
    b"x" * 3000,
    b"two words",
    b"line\nfeed",
    b"ok\n",
    b"\x1b[2J",
    b"\xff\xfe",
    "é".encode(),
    "١٢٣".encode(),
    b'"},{"level":"error',
    b"../../etc/passwd",
    b"<script>",
    b"\x00",
    b"a%0Ab",
]


@pytest.mark.parametrize("given", HOSTILE)
async def test_any_other_is_replaced_and_reaches_neither_log_nor_answer(
    service: Service, log: Log, given: bytes
) -> None:
    """Straight to the application: servers differ in what they let through."""
    answer = await asked(service, [(b"x-request-id", given)])
    headers = dict(answer[0]["headers"])
    request_id = headers[b"x-request-id"].decode()
    assert ULID.fullmatch(request_id)
    assert f'"request_id":"{request_id}"'.encode() in answer[1]["body"]
    (line,) = log.lines
    assert log.objects[0]["request_id"] == request_id
    assert line.isascii()
    assert line.isprintable()


async def test_the_first_of_two_ids_counts(service: Service) -> None:
    answer = await asked(service, [(b"x-request-id", b"bad one"), (b"x-request-id", b"good")])
    assert ULID.fullmatch(dict(answer[0]["headers"])[b"x-request-id"].decode())


@pytest.mark.parametrize("path", ["/", "/docs", "/openapi.json", "/nowhere", "/metrics", "/actions/parse"])
async def test_every_answer_has_one(nobody: httpx.AsyncClient, path: str) -> None:
    answer = await nobody.get(path)
    assert ULID.fullmatch(answer.headers["X-Request-ID"])
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


async def test_two_requests_have_two_and_none_stays_behind(nobody: httpx.AsyncClient) -> None:
    ids = {(await nobody.get("/healthz")).headers["X-Request-ID"] for _ in range(2)}
    assert len(ids) == 2
    assert current_request_id.get() is None


async def asked(service: Service, headers: list[tuple[bytes, bytes]]) -> list[Any]:
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/healthz",
        "raw_path": b"/healthz",
        "query_string": b"",
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("clankerbot.test", 80),
    }
    await service.app(scope, receive, send)
    return sent
