"""Traces: off and not even imported unless an endpoint is set; then requests in and out, under one request id."""

import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, MutableMapping, Sequence
from contextlib import asynccontextmanager
from threading import Event
from typing import Any

import httpx
import pytest
import respx
from fastapi import FastAPI
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind

from clankerbot_engine.logs import current_request_id
from clankerbot_engine.settings import Settings
from clankerbot_engine.telemetry import Tracing, start_tracing

ON = Settings.model_validate({"otel_exporter_otlp_endpoint": "http://collector.example:4318/"})


class GiveId:
    """What the service's own middleware does, as far as tracing is concerned."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(
        self,
        scope: MutableMapping[str, Any],
        receive: Callable[[], Awaitable[Any]],
        send: Callable[[Any], Awaitable[None]],
    ) -> None:
        token = current_request_id.set("01ARZ3NDEKTSV4RRFFQ69G5FAV")
        try:
            await self.app(scope, receive, send)
        finally:
            current_request_id.reset(token)


class Service:
    """An app that asks a remote, both traced."""

    def __init__(self, tracing: Tracing, remote: httpx.AsyncClient) -> None:
        self.app = FastAPI()

        @self.app.get("/entries/{entry_id}")
        async def entry(entry_id: str) -> dict[str, int]:
            answer = await remote.get(f"http://clockify.example/v1/{entry_id}", params={"description": "my words"})
            return {"status": answer.status_code}

        @self.app.get("/healthz")
        async def healthz() -> dict[str, bool]:
            return {"ok": True}

        self.app.add_middleware(GiveId)
        tracing.instrument_app(self.app)
        tracing.instrument_http(remote)

    async def get(self, path: str) -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://test") as client:
            return await client.get(path)


@asynccontextmanager
async def traced(path: str) -> AsyncIterator[Sequence[ReadableSpan]]:
    exporter = InMemorySpanExporter()
    tracing = start_tracing(ON, exporter=exporter)
    assert tracing is not None
    with respx.mock(assert_all_called=False) as remote_system:
        remote_system.get("http://clockify.example/v1/7").respond(200)
        async with httpx.AsyncClient() as remote:
            assert (await Service(tracing, remote).get(path)).status_code == 200
    tracing.provider.force_flush()
    yield exporter.get_finished_spans()
    tracing.shutdown()


def attributes(span: ReadableSpan) -> Mapping[str, Any]:
    return span.attributes or {}


async def test_a_request_and_what_it_asks_of_a_remote_share_a_trace_and_the_request_id() -> None:
    async with traced("/entries/7") as spans:
        by_kind = {span.kind: span for span in spans}
        assert set(by_kind) == {SpanKind.SERVER, SpanKind.CLIENT}
        server, client = by_kind[SpanKind.SERVER], by_kind[SpanKind.CLIENT]
        assert server.name == "GET /entries/{entry_id}"
        assert client.context.trace_id == server.context.trace_id
        assert client.parent is not None
        assert client.parent.span_id == server.context.span_id
        for span in spans:
            assert attributes(span)["clankerbot.request_id"] == "01ARZ3NDEKTSV4RRFFQ69G5FAV"
            assert span.resource.attributes["service.name"] == "clankerbot"


async def test_what_a_person_wrote_stays_out_of_the_spans() -> None:
    async with traced("/entries/7") as spans:
        (client,) = (span for span in spans if span.kind is SpanKind.CLIENT)
        assert "http://clockify.example/v1/7" in attributes(client).values()
        assert "words" not in "".join(span.to_json() for span in spans)


async def test_health_checks_are_not_traced() -> None:
    async with traced("/healthz") as spans:
        assert spans == ()


def test_spans_go_below_the_endpoint_by_otlp_over_http() -> None:
    tracing = start_tracing(ON)
    assert tracing is not None
    (exporter,) = (
        processor.span_exporter
        for processor in tracing.provider._active_span_processor._span_processors
        if hasattr(processor, "span_exporter")
    )
    assert exporter._endpoint == "http://collector.example:4318/v1/traces"
    tracing.shutdown()


class AwayCollector(SpanExporter):
    """Never answers, until told to."""

    def __init__(self) -> None:
        self.answer = Event()

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        self.answer.wait()
        return SpanExportResult.FAILURE


def test_shutdown_does_not_wait_for_a_collector_that_is_away(caplog: pytest.LogCaptureFixture) -> None:
    collector = AwayCollector()
    tracing = start_tracing(ON, exporter=collector)
    assert tracing is not None
    tracing.provider.get_tracer("test").start_span("work").end()
    tracing.shutdown(timeout_s=0.01)
    assert "traces_not_flushed" in caplog.messages
    collector.answer.set()


def test_shutdown_sends_what_waits() -> None:
    class Collector(InMemorySpanExporter):
        def shutdown(self) -> None:
            """Keeps what it got."""

    collector = Collector()
    tracing = start_tracing(ON, exporter=collector)
    assert tracing is not None
    tracing.provider.get_tracer("test").start_span("work").end()
    tracing.shutdown()
    assert [span.name for span in collector.get_finished_spans()] == ["work"]


def test_without_an_endpoint_there_is_no_tracing() -> None:
    assert start_tracing(Settings()) is None


def test_without_an_endpoint_nothing_of_opentelemetry_is_imported() -> None:
    code = """
import sys
from clankerbot_engine.settings import Settings
from clankerbot_engine import telemetry
assert telemetry.start_tracing(Settings()) is None
print([name for name in sys.modules if name.startswith("opentelemetry")])
"""
    run = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "[]"
