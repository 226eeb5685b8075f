"""A call ends at its deadline, whatever the far side does meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from clankerbot_engine.clockify.client import ClockifyClient
from clankerbot_engine.clockify.models import NewTimeEntry
from clankerbot_engine.errors import UpstreamError, UpstreamTimeout
from tests.engine.clockify.conftest import NOW, MakeClient

ENTRY = NewTimeEntry(start=NOW - timedelta(hours=2), end=NOW)
TIMEOUT_S = 0.05


class Trickle(httpx.AsyncByteStream):
    """Byte after byte, without end: no read time-out ever sees a silence."""

    def __init__(self) -> None:
        self.sent = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            self.sent += 1
            yield b" "
            await asyncio.sleep(0)


async def _hang(request: httpx.Request) -> httpx.Response:
    await asyncio.Event().wait()
    raise AssertionError("never")


async def test_bytes_that_trickle_in_do_not_extend_the_deadline(make_client: MakeClient) -> None:
    body = Trickle()
    client = make_client(lambda _: httpx.Response(200, stream=body), timeout_s=TIMEOUT_S)
    with pytest.raises(UpstreamTimeout, match=r"within 0\.05 s"):
        await asyncio.wait_for(client.users.me(), 5)
    assert body.sent > 1


async def _create(client: ClockifyClient) -> object:
    return await client.time_entries.create("65e58d90", ENTRY)


async def test_a_write_that_is_under_way_at_the_deadline_is_unknown(make_client: MakeClient) -> None:
    with pytest.raises(UpstreamTimeout) as caught:
        await _create(make_client(_hang, timeout_s=TIMEOUT_S))
    assert caught.value.outcome == "unknown"
    assert caught.value.details == {"source": "clockify", "outcome": "unknown"}


async def test_a_removal_that_is_under_way_at_the_deadline_is_unknown(make_client: MakeClient) -> None:
    with pytest.raises(UpstreamTimeout) as caught:
        await make_client(_hang, timeout_s=TIMEOUT_S).time_entries.delete("65e58d90", "65e58d91")
    assert caught.value.outcome == "unknown"


async def test_a_read_at_the_deadline_has_changed_nothing(make_client: MakeClient) -> None:
    with pytest.raises(UpstreamTimeout) as caught:
        await make_client(_hang, timeout_s=TIMEOUT_S).users.me()
    assert caught.value.outcome == "not_applied"


@pytest.mark.parametrize("status", [429, 503])
async def test_a_deadline_after_a_write_was_turned_away_finds_nothing_applied(
    make_client: MakeClient, status: int
) -> None:
    async def oversleep(seconds: float) -> None:
        await asyncio.Event().wait()

    answer = httpx.Response(status, headers={"Retry-After": "0"})
    client = make_client(lambda _: answer, sleep=oversleep, timeout_s=0.55)
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
