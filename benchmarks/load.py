"""A load generator that costs little: raw sockets kept alive, one request under way on each."""

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Round:
    requests_per_s: float
    median_ms: float
    p99_ms: float


def request_bytes(path: str, body: bytes, headers: Mapping[str, str] | None = None) -> bytes:
    """JSON, unless `headers` say otherwise."""
    told = {"Host": "127.0.0.1", "Content-Type": "application/json", "Content-Length": str(len(body))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in {**told, **(headers or {})}.items())
    return f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode() + body


async def _one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> None:
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
    body = await reader.readexactly(length)
    if not head.startswith(b"http/1.1 200"):
        raise SystemExit(f"answered {head[:60]!r} {body[:200]!r}")


async def _connection(port: int, requests: Iterator[bytes], latencies: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in requests:
        began = time.perf_counter()
        await _one(reader, writer, request)
        latencies.append(time.perf_counter() - began)
    writer.close()


def run(port: int, requests: Sequence[bytes], *, connections: int) -> Round:
    """As fast as they are answered: each connection sends the next as soon as it has its answer."""

    async def all_connections() -> list[float]:
        latencies: list[float] = []
        left = iter(requests)
        await asyncio.gather(*(_connection(port, left, latencies) for _ in range(connections)))
        return latencies

    began = time.perf_counter()
    with asyncio.Runner() as runner:
        latencies = runner.run(all_connections())
    return _round(latencies, time.perf_counter() - began)


def run_paced(port: int, requests: Sequence[bytes], *, per_s: float, connections: int = 64) -> Round:
    """So many a second, whether or not earlier ones are answered; each is timed from when it was due."""

    async def one_connection(requests: Iterator[tuple[int, bytes]], start: float, latencies: list[float]) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for number, request in requests:
            due = start + number / per_s
            await asyncio.sleep(due - time.perf_counter())
            await _one(reader, writer, request)
            latencies.append(time.perf_counter() - due)
        writer.close()

    async def all_connections() -> list[float]:
        latencies: list[float] = []
        left, start = enumerate(requests), time.perf_counter() + 0.2
        await asyncio.gather(*(one_connection(left, start, latencies) for _ in range(connections)))
        return latencies

    began = time.perf_counter()
    with asyncio.Runner() as runner:
        latencies = runner.run(all_connections())
    return _round(latencies, time.perf_counter() - began)


def _round(latencies: list[float], took_s: float) -> Round:
    latencies = sorted(latencies)
    return Round(
        len(latencies) / took_s, latencies[len(latencies) // 2] * 1000, latencies[int(len(latencies) * 0.99)] * 1000
    )
