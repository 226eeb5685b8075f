"""Every system that is called is treated alike: left alone while it is down, tried by one call, few retries."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import aiohttp
import httpx
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError

from clankerbot_bot.web_client import SlackConnection
from clankerbot_engine.clockify.client import ClockifyClient, Credential
from clankerbot_engine.clockify.models import ReportRange
from clankerbot_engine.errors import ClankerbotError
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.parsing.llm import LlmParser
from clankerbot_engine.remotes.breaker import LEAST_CALLS, OPEN_S
from clankerbot_engine.remotes.host import RemoteHost
from clankerbot_engine.remotes.remote import Remote
from clankerbot_engine.remotes.retry_budget import RESERVE
from clankerbot_engine.settings import Settings
from tests.fakes.clocks import FakeClock

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
REMOTES = ("clockify", "clockify_reports", "deepseek", "slack", "slack_once", "slack_response_urls")


@dataclass
class FarSide:
    """Answers every request alike, and counts them; `fails(n)`: whether the n-th of them gets a 503."""

    fails: Callable[[int], bool] = lambda _: False
    arrived: int = 0

    def status(self) -> int:
        self.arrived += 1
        return 503 if self.fails(self.arrived) else 200


@dataclass
class Called:
    """`call` makes one call, and says whether it was answered."""

    name: str
    far: FarSide
    clock: FakeClock
    metrics: Metrics
    call: Callable[[], Awaitable[bool]]
    beside: Callable[[], Awaitable[bool]] = field(repr=False)
    """Of another remote, which is well."""

    async def calls(self, times: int) -> int:
        """How many were answered."""
        return sum([await self.call() for _ in range(times)])

    def metric(self, name: str, **labels: str) -> float:
        label = "slack" if self.name == "slack_once" else self.name
        return self.metrics.registry.get_sample_value(f"clankerbot_{name}", {"remote": label, **labels}) or 0


@pytest.fixture(params=REMOTES)
async def called(request: pytest.FixtureRequest) -> AsyncIterator[Called]:
    name, clock, metrics = str(request.param), FakeClock(), Metrics()
    far = {each: FarSide() for each in REMOTES}

    async def sleep(_: float) -> None:
        await asyncio.sleep(0)

    async with AsyncExitStack() as stack:

        def remote(of: str) -> Remote:
            return Remote(of, metrics=metrics, monotonic=clock.monotonic)

        async def http(of: str, body: object) -> httpx.AsyncClient:
            def answer(_: httpx.Request) -> httpx.Response:
                return httpx.Response(far[of].status(), json=body)

            return await stack.enter_async_context(httpx.AsyncClient(transport=httpx.MockTransport(answer)))

        clockify = ClockifyClient(
            await http("clockify", {"id": "u"}),
            Credential("X-Api-Key", SecretStr("a-key")),
            base_url="http://clockify.test/api",
            metrics=metrics,
            remote=remote("clockify"),
            reports=RemoteHost(await http("clockify_reports", {}), remote("clockify_reports")),
            sleep=sleep,
            clock=clock,
        )
        said = '{"actions": [{"kind": "status"}]}'
        reply = {"choices": [{"finish_reason": "stop", "message": {"content": said}}]}
        model = LlmParser(
            await http("deepseek", reply),
            Settings.model_validate({"deepseek_api_key": "a-key"}),
            metrics,
            clock=clock,
            sleep=sleep,
            remote=remote("deepseek"),
        )

        async def api(_: web.Request) -> web.Response:
            return web.json_response({"ok": True}, status=far[name if name == "slack_once" else "slack"].status())

        async def hook(_: web.Request) -> web.Response:
            return web.Response(status=far["slack_response_urls"].status())

        app = web.Application()
        app.add_routes([web.post("/api/{method}", api), web.post("/hook", hook)])
        server = await stack.enter_async_context(TestServer(app))
        slack = SlackConnection(
            api_url=str(server.make_url("/api")), metrics=metrics, sleep=sleep, monotonic=clock.monotonic
        )
        await slack.open()
        stack.push_async_callback(slack.close)
        range_ = ReportRange.of_days(date(2026, 11, 1), date(2026, 11, 2), ZoneInfo("UTC"))

        async def clockify_call() -> bool:
            return await answers(clockify.users.me())

        async def reports_call() -> bool:
            return await answers(clockify.reports.summary("w", range_, groups=("PROJECT",)))

        async def model_call() -> bool:
            read = await model.parse("how long?", principal="p", now=NOW, timezone=ZoneInfo("UTC"))
            return read.parser == "llm"

        async def slack_call() -> bool:
            return await answers(slack.client.auth_test())

        async def slack_once() -> bool:
            return await answers(slack.once("xoxb-1").auth_test())

        async def hook_call() -> bool:
            return (await slack.post(str(server.make_url("/hook")), {"text": "hello"})).status_code == 200

        async def hook_answers() -> bool:
            try:
                return await hook_call()
            except aiohttp.ClientError:
                return False

        calls = dict(
            zip(REMOTES, (clockify_call, reports_call, model_call, slack_call, slack_once, hook_answers), strict=True)
        )
        beside = "slack_response_urls" if name.startswith("slack_once") or name == "slack" else "slack"
        beside = {"clockify": "clockify_reports", "clockify_reports": "clockify"}.get(name, beside)
        yield Called(name, far[name], clock, metrics, calls[name], calls[beside])


async def answers(call: Awaitable[object]) -> bool:
    try:
        await call
    except (ClankerbotError, SlackApiError, aiohttp.ClientError):
        return False
    return True


async def test_while_it_is_down_it_is_left_alone_and_the_others_are_not(called: Called) -> None:
    assert await called.call()
    called.far.fails = lambda _: True
    assert await called.calls(200) == 0
    assert called.far.arrived <= 1 + LEAST_CALLS + RESERVE
    assert called.metric("breaker_state") == 2
    assert called.metric("breaker_refusals_total") > 100
    assert await called.beside()


async def test_one_call_tries_it_and_its_answer_lets_all_go_again(called: Called) -> None:
    called.far.fails = lambda _: True
    await called.calls(100)
    arrived = called.far.arrived
    called.clock.go_on(seconds=OPEN_S)
    assert await called.calls(20) == 0
    assert called.far.arrived == arrived + 1
    called.far.fails = lambda _: False
    called.clock.go_on(seconds=OPEN_S)
    assert await called.calls(20) == 20
    assert called.metric("breaker_state") == 0


async def test_retries_are_a_tenth_of_the_calls_and_what_was_saved_up(called: Called) -> None:
    """A fifth of the answers fails, so that the breaker stays closed."""
    called.far.fails = lambda number: number % 5 == 0
    calls = 300
    await called.calls(calls)
    sent = called.metric("retries_total", outcome="sent")
    assert called.far.arrived == calls + sent
    if called.name == "slack_once":
        assert sent == 0
    else:
        assert RESERVE < sent <= calls / 10 + RESERVE
        assert called.metric("retries_total", outcome="no_budget") > 0
