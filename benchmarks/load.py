"""A load generator that costs little: raw sockets kept alive, one request under way on each."""

import asyncio
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Round:
    requests_per_s: float
    median_ms: float
    p99_ms: float


def request_bytes(path: str, body: bytes, token: str | None = None) -> bytes:
    authorization = f"Authorization: Bearer {token}\r\n" if token else ""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{authorization}"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def _one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> None:
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
    body = await reader.readexactly(length)
    if not head.startswith(b"http/1.1 200"):
        raise SystemExit(f"answered {head[:60]!r} {body[:200]!r}")


async def _connection(port: int, request: bytes, count: int, latencies: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(count):
        began = time.perf_counter()
        await _one(reader, writer, request)
        latencies.append(time.perf_counter() - began)
    writer.close()


def run(port: int, request: bytes, *, requests: int, connections: int) -> Round:
    async def all_connections() -> list[float]:
        latencies: list[float] = []
        each = requests // connections
        await asyncio.gather(*(_connection(port, request, each, latencies) for _ in range(connections)))
        return latencies

    began = time.perf_counter()
    with asyncio.Runner() as runner:
        latencies = sorted(runner.run(all_connections()))
    took = time.perf_counter() - began
    return Round(
        len(latencies) / took, latencies[len(latencies) // 2] * 1000, latencies[int(len(latencies) * 0.99)] * 1000
    )
