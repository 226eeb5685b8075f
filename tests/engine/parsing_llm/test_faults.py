"""A model that fails, is slow, or hangs: how often and how long it is asked."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
import respx

from clankerbot_engine.remotes.breaker import LEAST_CALLS
from tests.engine.parsing_llm.conftest import (
    KEY,
    LOG_APOLLO,
    Reader,
    assert_rules_answered,
    only,
    reply,
)
from tests.fakes.clocks import LoopTime


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (httpx.Response(429), "rate_limited"),
        (httpx.Response(500), "server_error"),
        (httpx.Response(503), "server_error"),
        (httpx.ConnectError("refused"), "no_connection"),
        (httpx.ReadTimeout("silent"), "no_connection"),
        (httpx.RemoteProtocolError("gone"), "no_connection"),
    ],
)
async def test_a_passing_fault_is_tried_three_times_in_all(
    reader: Reader, deepseek: respx.Route, failure: httpx.Response | Exception, reason: str
) -> None:
    deepseek.side_effect = [failure] * 3
    assert_rules_answered(await reader.read(), reason)
    assert deepseek.call_count == 3
    assert reader.slept == [0.5, 1.0]


async def test_a_certificate_that_is_not_accepted_is_named_and_not_tried_again(
    reader: Reader, deepseek: respx.Route, caplog: pytest.LogCaptureFixture
) -> None:
    said = "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1006)"
    deepseek.side_effect = httpx.ConnectError(said)
    assert_rules_answered(await reader.read(), "no_connection")
    assert deepseek.call_count == 1
    (line,) = (record.__dict__ for record in caplog.records if record.message == "llm_certificate_refused")
    assert line["reason"] == "certificate has expired"


async def test_a_fault_that_passes_costs_a_wait_and_no_more(
    reader: Reader, deepseek: respx.Route, caplog: pytest.LogCaptureFixture
) -> None:
    deepseek.side_effect = [httpx.Response(429), httpx.ConnectError("refused"), reply(actions=[LOG_APOLLO])]
    with caplog.at_level(logging.INFO):
        assert (await reader.read()).parser == "llm"
    assert reader.slept == [0.5, 1.0]
    (line,) = (record.__dict__ for record in caplog.records if record.message == "llm_answered")
    assert line["attempts"] == 3


async def test_waits_are_shortened_to_what_is_left_of_the_deadline(
    http: httpx.AsyncClient, deepseek: respx.Route, loop_time: LoopTime
) -> None:
    answers = iter([httpx.Response(503), httpx.Response(503), reply(actions=[LOG_APOLLO])])

    def slowly(_: httpx.Request) -> httpx.Response:
        loop_time.go_on(seconds=0.1)
        return next(answers)

    deepseek.side_effect = slowly
    reader = Reader(http, deepseek_timeout_s=0.4)
    assert (await reader.read()).parser == "llm"
    assert reader.slept == pytest.approx([0.3, 0.2])


class Trickle(httpx.AsyncByteStream):
    """Empty lines for ever, a second apart, each of which restarts a read time-out."""

    def __init__(self, loop_time: LoopTime) -> None:
        self.closed = False
        self._time = loop_time

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            yield b"\n"
            self._time.go_on(seconds=1)
            await asyncio.sleep(0)

    async def aclose(self) -> None:
        self.closed = True


async def test_bytes_that_keep_the_connection_alive_do_not_extend_the_deadline(loop_time: LoopTime) -> None:
    trickle = Trickle(loop_time)
    transport = httpx.MockTransport(lambda request: httpx.Response(200, stream=trickle))
    async with httpx.AsyncClient(transport=transport) as http:
        assert_rules_answered(await Reader(http).read(), "timeout")
    assert trickle.closed


async def test_a_caller_that_gives_up_is_not_answered_by_the_rules() -> None:
    started = asyncio.Event()

    async def silent(request: httpx.Request) -> httpx.Response:
        started.set()
        never: asyncio.Future[httpx.Response] = asyncio.get_running_loop().create_future()
        return await never

    async with httpx.AsyncClient(transport=httpx.MockTransport(silent)) as http:
        task = asyncio.create_task(Reader(http).read())
        await started.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


@pytest.mark.parametrize(("status", "reason"), [(401, "bad_key"), (402, "balance_used_up")])
async def test_what_only_a_person_can_mend_is_said_once_and_the_model_left_alone_for_a_while(
    reader: Reader, deepseek: respx.Route, status: int, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    deepseek.return_value = httpx.Response(status)
    for _ in range(3):
        assert_rules_answered(await reader.read(), reason)
    assert deepseek.call_count == 1
    assert reader.slept == []
    (line,) = (record for record in caplog.records if record.levelno >= logging.WARNING)
    assert (line.message, line.__dict__["reason"]) == ("llm_paused", reason)

    deepseek.return_value = reply(actions=[LOG_APOLLO])
    reader.now += timedelta(minutes=9, seconds=59)
    assert (await reader.read()).parser == "fallback"
    reader.now += timedelta(seconds=2)
    assert (await reader.read()).parser == "llm"


async def test_usage_and_latency_are_logged_and_neither_text_nor_key_is(
    reader: Reader, deepseek: respx.Route, caplog: pytest.LogCaptureFixture
) -> None:
    deepseek.return_value = reply(actions=[LOG_APOLLO])
    with caplog.at_level(logging.DEBUG, "clankerbot_engine"):
        await reader.read()
    (line,) = (record.__dict__ for record in caplog.records if record.message == "llm_answered")
    assert (line["prompt_tokens"], line["completion_tokens"]) == (900, 40)
    assert (line["prompt_cache_hit_tokens"], line["prompt_cache_miss_tokens"]) == (800, 100)
    assert line["duration_ms"] >= 0
    ours = "".join(str(record.__dict__) for record in caplog.records if record.name.startswith("clankerbot"))
    assert "Apollo" not in ours
    assert KEY not in ours


async def test_a_model_that_mostly_fails_is_left_alone_and_the_rules_answer(
    reader: Reader, deepseek: respx.Route
) -> None:
    deepseek.respond(503)
    for _ in range(50):
        result = await reader.read()
        assert (result.parser, only(result).kind) == ("fallback", "log_time")
    assert deepseek.call_count == LEAST_CALLS
    assert reader.metrics.registry.get_sample_value("clankerbot_breaker_state", {"remote": "deepseek"}) == 2
