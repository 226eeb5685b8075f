"""A call ends at its deadline, whatever the far side does meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import timedelta
from typing import Any

import httpx
import pytest

from clankerbot_engine.clockify.client import ClockifyClient
from clankerbot_engine.clockify.models import NewTimeEntry
from clankerbot_engine.errors import UpstreamError, UpstreamTimeout
from tests.engine.clockify.conftest import NOW, MakeClient
from tests.fakes.clocks import LoopTime

ENTRY = NewTimeEntry(start=NOW - timedelta(hours=2), end=NOW)
TIMEOUT_S = 30
Hang = Callable[[object], Coroutine[Any, Any, httpx.Response]]


class Trickle(httpx.AsyncByteStream):
    """Byte after byte, without end, a second apart: no read time-out ever sees a silence."""

    def __init__(self, loop_time: LoopTime) -> None:
        self.sent = 0
        self._time = loop_time

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            self.sent += 1
            yield b" "
            self._time.go_on(seconds=1)
            await asyncio.sleep(0)


@pytest.fixture
def hang(loop_time: LoopTime) -> Hang:
    """Never answers, nor wakes up, while the time to wait passes."""

    async def hang(_: object) -> httpx.Response:
        loop_time.go_on(seconds=TIMEOUT_S)
        await asyncio.Event().wait()
        raise AssertionError("never")

    return hang


async def test_bytes_that_trickle_in_do_not_extend_the_deadline(make_client: MakeClient, loop_time: LoopTime) -> None:
    body = Trickle(loop_time)
    client = make_client(lambda _: httpx.Response(200, stream=body), timeout_s=TIMEOUT_S)
    with pytest.raises(UpstreamTimeout, match="within 30 s"):
        await asyncio.wait_for(client.users.me(), 2 * TIMEOUT_S)
    assert body.sent > 1


async def _create(client: ClockifyClient) -> object:
    return await client.time_entries.create("65e58d90", ENTRY)


async def test_a_write_that_is_under_way_at_the_deadline_is_unknown(make_client: MakeClient, hang: Hang) -> None:
    with pytest.raises(UpstreamTimeout) as caught:
        await _create(make_client(hang, timeout_s=TIMEOUT_S))
    assert caught.value.outcome == "unknown"
    assert caught.value.details == {"source": "clockify", "outcome": "unknown"}


async def test_a_removal_that_is_under_way_at_the_deadline_is_unknown(make_client: MakeClient, hang: Hang) -> None:
    with pytest.raises(UpstreamTimeout) as caught:
        await make_client(hang, timeout_s=TIMEOUT_S).time_entries.delete("65e58d90", "65e58d91")
    assert caught.value.outcome == "unknown"


async def test_a_read_at_the_deadline_has_changed_nothing(make_client: MakeClient, hang: Hang) -> None:
    with pytest.raises(UpstreamTimeout) as caught:
        await make_client(hang, timeout_s=TIMEOUT_S).users.me()
    assert caught.value.outcome == "not_applied"


@pytest.mark.parametrize("status", [429, 503])
async def test_a_deadline_after_a_write_was_turned_away_finds_nothing_applied(
    make_client: MakeClient, hang: Hang, status: int
) -> None:
    answer = httpx.Response(status, headers={"Retry-After": "0"})
    client = make_client(lambda _: answer, sleep=hang, timeout_s=TIMEOUT_S)
    with pytest.raises(UpstreamTimeout) as caught:
        await _create(client)
    assert caught.value.outcome == "not_applied"


async def test_no_try_begins_that_could_not_end(make_client: MakeClient) -> None:
    """Of 0.6 s a wait of 0.2 s would leave less than half a second: the error is told at once."""
    answers: list[httpx.Request] = []

    def refuse(request: httpx.Request) -> httpx.Response:
        answers.append(request)
        return httpx.Response(500)

    with pytest.raises(UpstreamError):
        await make_client(refuse, timeout_s=0.6).users.me()
    assert len(answers) == 1
