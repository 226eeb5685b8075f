"""Bodies that are too large: refused by their announced length, or as soon as too much has come."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.fakes.services import data_of, error_of, running_service
from tests.rest.conftest import Log

LIMIT = 2048


@pytest.fixture
async def api(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with running_service(tmp_path, max_body_bytes=LIMIT) as service:
        yield await service.client()


class Stream:
    """A body of unknown length; `sent` says how much of it was asked for."""

    def __init__(self, chunks: int, size: int = 1024) -> None:
        self.sent = 0
        self._chunks, self._size = chunks, size

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for _ in range(self._chunks):
            self.sent += self._size
            yield b" " * self._size


PATHS = ["/actions/parse", "/actions/run", "/schedules", "/subscriptions"]


@pytest.mark.parametrize("path", PATHS)
async def test_a_body_that_says_it_is_too_large_is_not_read(api: httpx.AsyncClient, path: str) -> None:
    stream = Stream(10_000)
    answer = await api.post(path, content=stream.__aiter__(), headers={"Content-Length": str(10_000 * 1024)})
    error = error_of(answer, 413, "payload_too_large")
    assert error["details"] == {"field": "body", "max_bytes": LIMIT}
    assert answer.headers["Connection"] == "close"
    assert stream.sent <= LIMIT


@pytest.mark.parametrize("path", PATHS)
async def test_a_stream_is_cut_off_where_it_is_too_large_and_nothing_is_thought_broken(
    api: httpx.AsyncClient, log: Log, path: str
) -> None:
    stream = Stream(10_000)
    error_of(await api.post(path, content=stream.__aiter__()), 413, "payload_too_large")
    assert stream.sent <= LIMIT + 2 * 1024
    assert [line["message"] for line in log.objects] == ["request"]


@pytest.mark.parametrize("length", ["5", "-1", "1e9", "abc", "9" * 30, ""])
async def test_a_length_that_lies_does_not_get_past(api: httpx.AsyncClient, length: str) -> None:
    answer = await api.post("/actions/parse", content=Stream(10).__aiter__(), headers={"Content-Length": length})
    error_of(answer, 413, "payload_too_large")


async def test_the_largest_body_is_read(api: httpx.AsyncClient) -> None:
    body = b'{"text":"help"}'
    data_of(await api.post("/actions/parse", content=body + b" " * (LIMIT - len(body))))
    error_of(await api.post("/actions/parse", content=body + b" " * (LIMIT - len(body) + 1)), 413, "payload_too_large")


async def test_a_caller_that_hangs_up_meanwhile_is_no_error(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with running_service(tmp_path) as service:
        token = await service.token("parse")
        messages = [{"type": "http.request", "body": b'{"te', "more_body": True}, {"type": "http.disconnect"}]
        sent: list[Any] = []

        async def receive() -> Any:
            return messages.pop(0)

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "method": "POST",
            "path": "/actions/parse",
            "query_string": b"",
            "headers": [(b"authorization", f"Bearer {token}".encode())],
            "client": ("127.0.0.1", 1),
        }
        await service.app(scope, receive, send)
        assert sent[0]["status"] == 499
        assert not [record for record in caplog.records if record.levelname == "ERROR"]
