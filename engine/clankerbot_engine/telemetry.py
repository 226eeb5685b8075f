"""Traces by OpenTelemetry: nothing of it is imported, and nothing is traced, unless an endpoint is set.

Every span carries the request id as `clankerbot.request_id`. Queries stay out of the spans: they may hold what a person
wrote.
"""

import logging
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

import httpx

from clankerbot_engine.logs import current_request_id
from clankerbot_engine.redaction import Redactor
from clankerbot_engine.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI
    from opentelemetry.context import Context
    from opentelemetry.sdk.trace import Span
    from opentelemetry.sdk.trace.export import SpanExporter

log = logging.getLogger(__name__)

REQUEST_ID = "clankerbot.request_id"
ROUTE: Final = "clankerbot.route"
"""An extension of httpx' requests: the template of the path, by which the span is called. Without it, by the method."""
_UNTRACED = "/healthz,/readyz,/metrics"
_EXPORT_TIMEOUT_S = 3.0

_Message = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]
_App = Callable[[_Message, _Receive, _Send], Awaitable[None]]


def start_tracing(settings: Settings, *, exporter: "SpanExporter | None" = None) -> "Tracing | None":
    """None where `OTEL_EXPORTER_OTLP_ENDPOINT` is not set. `exporter` takes the place of OTLP over HTTP."""
    endpoint = settings.otel_exporter_otlp_endpoint
    if endpoint is None:
        return None
    if exporter is None:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

        # Given as an argument, an endpoint is used as it is: the signal's path is ours to add.
        exporter = OTLPSpanExporter(endpoint=f"{endpoint}/v1/traces", timeout=_EXPORT_TIMEOUT_S)
    return Tracing(exporter, redactor=Redactor.from_settings(settings))


class Tracing:
    def __init__(self, exporter: "SpanExporter", *, redactor: Redactor | None = None) -> None:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        class NameTheRequest(SpanProcessor):
            def on_start(self, span: "Span", parent_context: "Context | None" = None) -> None:
                request_id = current_request_id.get()
                if request_id is not None:
                    span.set_attribute(REQUEST_ID, request_id)

        self._redactor = redactor or Redactor()
        # Not at exit: the flush there would have no bound.
        self.provider = TracerProvider(resource=Resource.create({"service.name": "clankerbot"}), shutdown_on_exit=False)
        self.provider.add_span_processor(NameTheRequest())
        self.provider.add_span_processor(BatchSpanProcessor(exporter))

    def instrument_app(self, app: "FastAPI") -> None:
        """Before the first request, the lifespan's included: then the middleware is settled."""
        from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
        from opentelemetry.metrics import NoOpMeterProvider

        app.add_middleware(_RequestIdOnSpan)
        FastAPIInstrumentor.instrument_app(
            app,
            tracer_provider=self.provider,
            meter_provider=NoOpMeterProvider(),
            excluded_urls=_UNTRACED,
            exclude_spans=["receive", "send"],
            server_request_hook=lambda span, _: _clean(span, self._redactor),
        )

    def instrument_http(self, client: httpx.AsyncClient) -> None:
        from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
        from opentelemetry.metrics import NoOpMeterProvider

        async def name_and_clean(span: Any, request: Any) -> None:
            route = (request.extensions or {}).get(ROUTE)
            if route is not None:
                span.update_name(f"{request.method.decode()} {route}")
                span.set_attribute("url.template", route)
            _clean(span, self._redactor)

        HTTPXClientInstrumentor.instrument_client(
            client,
            tracer_provider=self.provider,
            meter_provider=NoOpMeterProvider(),
            request_hook=name_and_clean,
        )

    @contextmanager
    def call(self, name: str) -> Iterator[None]:
        """A span around a call of another system, for clients that nothing here instruments. Of an error it has the
        name alone: its words may hold an address with a secret in it."""
        from opentelemetry.trace import SpanKind, StatusCode

        tracer = self.provider.get_tracer(__name__)
        with tracer.start_as_current_span(
            name, kind=SpanKind.CLIENT, record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                yield
            except Exception as error:
                span.set_status(StatusCode.ERROR, type(error).__name__)
                raise

    def shutdown(self, timeout_s: float = 5.0) -> None:
        """Send what waits, for `timeout_s` at most; a collector that is away costs its spans, not the shutdown."""
        flush = Thread(target=self.provider.shutdown, name="telemetry-flush", daemon=True)
        flush.start()
        flush.join(timeout_s)
        if flush.is_alive():
            log.warning("traces_not_flushed", extra={"timeout_s": timeout_s})


def _clean(span: Any, redactor: Redactor) -> None:
    """Without the query, and without secrets that somebody wrote into a path."""
    for attribute in ("http.url", "http.target", "url.full", "url.path", "url.query"):
        value = (getattr(span, "attributes", None) or {}).get(attribute)
        if isinstance(value, str):
            span.set_attribute(attribute, "" if attribute == "url.query" else redactor.redact(value.partition("?")[0]))


class _RequestIdOnSpan:
    """The server's span starts before the request has its id, so it learns it when the response starts."""

    def __init__(self, app: _App) -> None:
        self.app = app

    async def __call__(self, scope: _Message, receive: _Receive, send: _Send) -> None:
        from opentelemetry.trace import get_current_span

        span = get_current_span()

        async def named(message: _Message) -> None:
            request_id = current_request_id.get()
            if message["type"] == "http.response.start" and request_id is not None:
                span.set_attribute(REQUEST_ID, request_id)
            await send(message)

        await self.app(scope, receive, named)
