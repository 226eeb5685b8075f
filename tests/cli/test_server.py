"""The server process: its listeners, its bounds on requests, and the order in which it stops."""

import asyncio
import json
import re
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

import pytest

from clankerbot_engine.errors import NotReady
from clankerbot_engine.settings import SettingsError
from clankerbot_http.request_heads import MAX_AROUND_BODY_BYTES, MAX_HEAD_BYTES, BoundedHeads
from clankerbot_http.server import InnerServer, open_listeners, port_of
from tests.fakes.clocks import LoopTime

Scope = dict[str, Any]
Send = Callable[[Scope], Awaitable[None]]


class App:
    """Answers 200 to everything; `/slow` when `released` is set."""

    def __init__(self) -> None:
        self.released = asyncio.Event()
        self.slow_begun = asyncio.Event()
        self.headers: list[Any] = []

    async def __call__(self, scope: Scope, receive: Callable[[], Awaitable[Scope]], send: Send) -> None:
        if scope["type"] == "lifespan":
            return
        self.headers.append(scope["headers"])
        if scope["path"] == "/slow":
            self.slow_begun.set()
            await self.released.wait()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})


class ShortOfTimeForHeads(BoundedHeads):
    head_timeout_s = 0.02


class ShortOfTimeForBodies(BoundedHeads):
    body_timeout_s = 0.02


@asynccontextmanager
async def running(app: Any, **options: Any) -> AsyncIterator[tuple[InnerServer, int, "asyncio.Task[None]"]]:
    listeners = open_listeners("127.0.0.1", 0)
    started = asyncio.Event()
    inner = InnerServer(app, on_started=started.set, **options)
    task = asyncio.create_task(inner.serve(listeners))
    await started.wait()
    try:
        yield inner, port_of(listeners), task
    finally:
        inner.should_exit = True
        await task


async def ask(port: int, head: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(head)
        return await reader.read()
    except ConnectionResetError:
        return b""
    finally:
        writer.close()


def refused(answer: bytes, status: int, code: str) -> dict[str, Any]:
    """The error in an answer that the server gave by itself, after all that is true of each has been checked."""
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    assert first == f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    assert len(headers) == len(lines)
    assert headers["content-type"] == "application/json"
    assert headers["connection"] == "close"
    assert headers["x-content-type-options"] == "nosniff"
    assert "date" in headers
    assert int(headers["content-length"]) == len(body)
    envelope: dict[str, Any] = json.loads(body)
    assert (envelope["ok"], envelope["data"], envelope["error"]["code"]) == (False, None, code)
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{26}", envelope["request_id"])
    assert headers["x-request-id"] == envelope["request_id"]
    error: dict[str, Any] = envelope["error"]
    return error


def get(path: str, more: str = "") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{more}\r\n".encode()


async def test_a_port_that_is_taken_is_one_clear_line() -> None:
    (taken,) = open_listeners("127.0.0.1", 0)
    with taken, pytest.raises(NotReady, match=r"^Port \d+ of 127\.0\.0\.1 is in use .* set PORT to another"):
        open_listeners("127.0.0.1", port_of([taken]))


@pytest.mark.parametrize("host", ["no such host", "192.0.2.1", "\x00"])
def test_an_address_that_is_not_this_machines_is_named(host: str) -> None:
    with pytest.raises(SettingsError, match="HOST"):
        open_listeners(host, 0)


def test_port_0_takes_one_free_port_for_every_address_of_the_host() -> None:
    listeners = open_listeners("localhost", 0)
    try:
        assert port_of(listeners) > 0
        assert {listener.getsockname()[1] for listener in listeners} == {port_of(listeners)}
    finally:
        for listener in listeners:
            listener.close()


async def test_who_connects_before_the_service_is_ready_waits_for_it() -> None:
    listeners = open_listeners("127.0.0.1", 0)
    asked = asyncio.create_task(ask(port_of(listeners), get("/")))
    started = asyncio.Event()
    inner = InnerServer(App(), on_started=started.set)
    task = asyncio.create_task(inner.serve(listeners))
    assert (await asked).startswith(b"HTTP/1.1 200")
    inner.should_exit = True
    await task


async def test_after_sigterm_it_goes_on_serving_until_the_grace_is_over() -> None:
    told: list[str] = []
    async with running(App(), on_stopping=lambda: told.append("stopping"), grace_s=60) as (inner, port, task):
        inner.handle_exit(signal.SIGTERM, None)
        assert told == ["stopping"]
        assert (await ask(port, get("/"))).startswith(b"HTTP/1.1 200")
        assert not task.done()
        inner.handle_exit(signal.SIGTERM, None)  # a second one changes nothing
        assert told == ["stopping"]
        assert (await ask(port, get("/"))).startswith(b"HTTP/1.1 200")


async def test_what_runs_is_finished_and_nothing_new_is_taken_in() -> None:
    app = App()
    async with running(app, grace_s=0, finish_s=0) as (inner, port, task):
        slow = asyncio.create_task(ask(port, get("/slow")))
        await app.slow_begun.wait()
        inner.handle_exit(signal.SIGTERM, None)
        async with asyncio.timeout(60):
            while await _accepts(port):
                pass
        assert not task.done()
        app.released.set()
        assert (await slow).startswith(b"HTTP/1.1 200")
        await task


async def _accepts(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


async def test_ctrl_c_waits_for_no_balancer() -> None:
    async with running(App(), grace_s=60) as (inner, _, task):
        inner.handle_exit(signal.SIGINT, None)
        async with asyncio.timeout(60):
            await task


async def test_what_does_not_finish_is_given_up_within_the_bound() -> None:
    app = App()
    async with running(app, grace_s=0, finish_s=0) as (inner, port, task):
        slow = asyncio.create_task(ask(port, get("/slow")))
        await app.slow_begun.wait()
        inner.handle_exit(signal.SIGTERM, None)
        async with asyncio.timeout(60):
            await task
        assert not (await slow).startswith(b"HTTP/1.1 200")


async def test_an_ordinary_answer_does_not_name_the_server() -> None:
    async with running(App()) as (_, port, _task):
        answer = await ask(port, get("/"))
    assert b"\r\nserver:" not in answer.lower()
    assert b"\r\ndate: " in answer.lower()


async def test_an_answer_to_head_has_the_headers_and_no_body() -> None:
    async with running(App()) as (_, port, _task):
        answer = await ask(port, get("/").replace(b"GET", b"HEAD"))
    assert b"\r\ncontent-length: 2\r\n" in answer
    assert answer.endswith(b"\r\n\r\n")


@pytest.mark.parametrize(
    "head",
    [
        get("/" + "a" * MAX_HEAD_BYTES),
        get("/", f"X-Long: {'a' * MAX_HEAD_BYTES}\r\n"),
        get("/", "".join(f"X-{number}: {'a' * 100}\r\n" for number in range(1000))),
        b"GET / HTTP/1.1\r\nX-Endless: " + b"a" * 600_000,
    ],
    ids=["path", "header", "headers", "unfinished"],
)
async def test_a_head_that_is_too_large_is_refused(head: bytes) -> None:
    async with running(App()) as (_, port, _task):
        answer = await ask(port, head)
        if answer:
            error = refused(answer, 431, "payload_too_large")
            assert error["details"] == {"max_bytes": MAX_HEAD_BYTES}
        assert (await ask(port, get("/"))).startswith(b"HTTP/1.1 200")


NOT_HTTP = {
    "words": b"hello\r\n\r\n",
    "tls": bytes.fromhex("16030100a5010000a10303"),
    "http2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "no path": b"GET HTTP/1.1\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na",
    "two framings": b"POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\na",
    "chunk": b"POST /slow HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "header": b"GET / HTTP/1.1\r\nX Y: 1\r\n\r\n",
}


@pytest.mark.parametrize("sent", NOT_HTTP.values(), ids=NOT_HTTP)
async def test_what_is_no_http_is_told_so_in_the_form_of_every_error(sent: bytes) -> None:
    app = App()
    async with running(app) as (_, port, _task), asyncio.timeout(60):
        refused(await ask(port, sent), 400, "validation_error")
        app.released.set()
        assert (await ask(port, get("/"))).startswith(b"HTTP/1.1 200")


async def test_a_refusal_is_never_taken_for_the_answer_to_a_request_before_it() -> None:
    app = App()
    async with running(app) as (_, port, _task), asyncio.timeout(60):
        assert await ask(port, b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n" + b"no http\r\n\r\n") == b""
        app.released.set()


async def test_a_large_head_within_the_bound_is_read() -> None:
    async with running(App()) as (_, port, _task):
        assert (await ask(port, get("/", f"X-Long: {'a' * 60_000}\r\n"))).startswith(b"HTTP/1.1 200")


CHUNKED = b"POST / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.1\r\nTransfer-Encoding: chunked\r\n\r\n"
CLOSING = CHUNKED.replace(b"Host: x", b"Host: x\r\nConnection: close")
CHUNK = b"2\r\n{}\r\n"


async def test_headers_behind_a_body_are_nobodys() -> None:
    """A proxy that hands them on has not looked at them: by one of these a caller could choose its address."""
    app = App()
    async with running(app) as (_, port, _task):
        trailers = b"X-Forwarded-For: 203.0.113.9\r\nAuthorization: Bearer x\r\n\r\n"
        answers = await ask(port, CHUNKED + CHUNK + b"0\r\n" + trailers + get("/"))
    assert answers.count(b"HTTP/1.1 200") == 2
    assert app.headers == [
        [(b"host", b"x"), (b"x-forwarded-for", b"192.0.2.1"), (b"transfer-encoding", b"chunked")],
        [(b"host", b"x"), (b"connection", b"close")],
    ]


ENDLESS = {
    "trailers": CHUNKED + CHUNK + b"0\r\n" + b"a:\r\n" * (MAX_AROUND_BODY_BYTES // 2),
    "a trailer": CHUNKED + CHUNK + b"0\r\na: " + b"a" * (2 * MAX_AROUND_BODY_BYTES),
    "what stands beside a chunk": CHUNKED + b"2;" + b"a" * (2 * MAX_AROUND_BODY_BYTES),
    "leading zeros": CHUNKED + CHUNK + b"0" * (2 * MAX_AROUND_BODY_BYTES),
    "single bytes": CHUNKED + b"1\r\na\r\n" * (MAX_AROUND_BODY_BYTES // 3),
}


async def read_to_its_end(scope: Scope, receive: Callable[[], Awaitable[Scope]], send: Send) -> None:
    while scope["type"] == "http" and (await receive()).get("more_body"):
        pass
    await App()(scope, receive, send)


@pytest.mark.parametrize("sent", ENDLESS.values(), ids=ENDLESS)
async def test_what_stands_around_a_body_is_bounded_too(sent: bytes) -> None:
    async with running(read_to_its_end) as (_, port, _task), asyncio.timeout(60):
        answer = await ask(port, sent)  # none where it was still being sent
        if answer:
            assert refused(answer, 413, "payload_too_large")["details"]["max_bytes"] == MAX_AROUND_BODY_BYTES
        assert (await ask(port, get("/"))).startswith(b"HTTP/1.1 200")


async def test_a_body_in_small_chunks_is_read() -> None:
    chunks = b"1\r\na\r\n" * (MAX_AROUND_BODY_BYTES // 8)
    async with running(read_to_its_end) as (_, port, _task), asyncio.timeout(60):
        assert (await ask(port, CLOSING + chunks + b"0\r\n\r\n")).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nX-Slow: a"])
async def test_who_never_finishes_a_head_is_not_waited_for(begun: bytes) -> None:
    async with running(App(), http=ShortOfTimeForHeads) as (_, port, _task), asyncio.timeout(60):
        assert await ask(port, begun) == b""


async def test_a_slow_body_is_not_cut_off_with_the_head(loop_time: LoopTime) -> None:
    app = App()
    async with running(app) as (_, port, _task):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\na")
        await app.slow_begun.wait()
        loop_time.go_on(seconds=BoundedHeads.head_timeout_s)
        loop_time.run()
        await asyncio.sleep(0)
        writer.write(b"bc")
        app.released.set()
        assert (await reader.readline()).startswith(b"HTTP/1.1 200")
        writer.close()


@pytest.mark.parametrize("rest", [b"", b"a"])
async def test_who_never_finishes_a_body_is_not_waited_for(rest: bytes) -> None:
    app = App()
    async with running(app, http=ShortOfTimeForBodies) as (_, port, _task), asyncio.timeout(60):
        head = b"POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n"
        error = refused(await ask(port, head + rest), 408, "validation_error")
        assert (error["details"]["field"], error["retryable"]) == ("body", True)
        app.released.set()
        assert (await ask(port, get("/"))).startswith(b"HTTP/1.1 200")


def test_a_listener_is_closed_when_another_of_its_host_cannot_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[socket.socket] = []
    real = socket.socket

    def second_fails(*arguments: Any, **named: Any) -> socket.socket:
        if opened:
            raise OSError(98, "Address already in use")
        opened.append(real(*arguments, **named))
        return opened[-1]

    addresses = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 0)),
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.2", 0)),
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: addresses)
    monkeypatch.setattr(socket, "socket", second_fails)
    with pytest.raises(NotReady):
        open_listeners("somewhere", 0)
    assert opened[0].fileno() == -1
