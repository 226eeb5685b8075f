"""One trace leads from whoever asked, through us, to Clockify: W3C context in, and names that stay."""

import asyncio
from pathlib import Path

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind
from pydantic import SecretStr

from clankerbot_engine.clockify.sandbox import OWNER_API_KEY
from clankerbot_engine.telemetry import Tracing
from tests.fakes.clocks import FakeClock
from tests.fakes.services import data_of, running_service
from tests.fakes.slack import DEMO_TEAM, SIGNING_SECRET, TOKEN, front_door, person, running_slack

TRACE = "0af7651916cd43dd8448eb211c80319c"
TRACEPARENT = f"00-{TRACE}-b7ad6b7169203331-01"


@pytest.fixture
def exporter() -> InMemorySpanExporter:
    return InMemorySpanExporter()


async def exported(tracing: Tracing, exporter: InMemorySpanExporter) -> list[ReadableSpan]:
    await asyncio.to_thread(tracing.provider.force_flush)
    return list(exporter.get_finished_spans())


def trace_of(span: ReadableSpan) -> str:
    assert span.context is not None
    return f"{span.context.trace_id:032x}"


def entry_calls(spans: list[ReadableSpan]) -> list[ReadableSpan]:
    """The writes of time entries to Clockify."""
    return [
        span
        for span in spans
        if span.kind is SpanKind.CLIENT
        and any("time-entries" in str(each) for each in (span.attributes or {}).values())
    ]


async def test_a_callers_trace_goes_on_to_clockify(tmp_path: Path, exporter: InMemorySpanExporter) -> None:
    tracing = Tracing(exporter)
    async with running_service(tmp_path, tracing=tracing) as service:
        api = await service.client(traceparent=TRACEPARENT)
        data_of(await api.post("/actions/run", json={"text": "log 2h on Apollo yesterday"}))
        spans = await exported(tracing, exporter)
    (ours,) = [span for span in spans if span.kind is SpanKind.SERVER]
    assert (ours.name, trace_of(ours)) == ("POST /actions/run", TRACE)
    assert ours.parent is not None
    assert f"{ours.parent.span_id:016x}" == "b7ad6b7169203331"
    *_, call = entry_calls(spans)
    assert (call.name, trace_of(call)) == ("POST /workspaces/{workspace}/time-entries", TRACE)


async def test_names_of_spans_hold_no_ids(tmp_path: Path, exporter: InMemorySpanExporter) -> None:
    tracing = Tracing(exporter)
    async with running_service(tmp_path, tracing=tracing) as service:
        api = await service.client()
        data_of(await api.post("/actions/run", json={"text": "log 2h on Apollo yesterday"}))
        data_of(await api.get("/schedules"))
        names = {span.name for span in await exported(tracing, exporter)}
        workspace = service.sandbox.workspace_id
    assert {"POST /actions/run", "GET /schedules", "POST /workspaces/{workspace}/time-entries", "GET /user"} <= names
    assert not any(workspace in name for name in names)


async def test_a_trace_leads_from_slacks_request_to_clockifys_call(
    tmp_path: Path, exporter: InMemorySpanExporter
) -> None:
    """Slack has its answer long before Clockify is asked."""
    tracing, clock = Tracing(exporter), FakeClock()
    async with (
        running_slack(clock) as slack,
        running_service(
            tmp_path,
            background=True,
            clock=clock,
            tracing=tracing,
            slack_api_url=f"{slack.url}/api",
            slack_bot_token=TOKEN,
            slack_signing_secret=SIGNING_SECRET,
            secret_keys="a long random word",
        ) as service,
        front_door(slack, service.app) as door,
    ):
        await service.services.accounts.connect(f"slack:{DEMO_TEAM.id}:U0ADA", SecretStr(OWNER_API_KEY))
        ada = person(slack, door)
        await ada.command("log 2h on Apollo yesterday")
        await ada.finds("Logged 2 h")
    spans = list(exporter.get_finished_spans())  # all that it began is ended by now
    (asked,) = [span for span in spans if span.kind is SpanKind.SERVER]
    assert asked.name == "POST /slack/events"
    calls = entry_calls(spans)
    assert calls
    assert {trace_of(call) for call in calls} == {trace_of(asked)}
    back = {span.name: trace_of(span) for span in spans if span.kind is SpanKind.CLIENT}
    assert back["POST slack_response_urls"] == trace_of(asked), "the person has their receipt by it"
    assert back["POST users.info"] == trace_of(asked)
    heard = [seen.traceparent for seen in service.sandbox.traffic.log if "time-entries" in seen.path]
    assert {str(context).split("-")[1] for context in heard} == {trace_of(asked)}, "and so Clockify is told"
