"""What is sent again, after how long, and what is said of a write that got no answer (`reliability` §4)."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest

from clankerbot_engine.clockify.client import ClockifyClient
from clankerbot_engine.clockify.models import NewTimeEntry, ReportRange
from clankerbot_engine.clockify.sandbox import Fault, SandboxState
from clankerbot_engine.errors import (
    NotFound,
    RateLimited,
    Unauthorized,
    UpstreamError,
    UpstreamTimeout,
    ValidationFailed,
)
from clankerbot_engine.metrics import Metrics
from tests.engine.clockify.conftest import NOW, FakeSleep, MakeClient, tried

ENTRY = NewTimeEntry(start=NOW - timedelta(hours=2), end=NOW - timedelta(hours=1), description="retried")


def made(state: SandboxState) -> int:
    return sum(entry.description == "retried" for entry in state.entries.values())


async def create(client: ClockifyClient, state: SandboxState) -> None:
    await client.time_entries.create(state.workspace_id, ENTRY)


@pytest.mark.parametrize("fault", [Fault("server_error"), Fault("server_error", status=502), Fault("drop")])
async def test_a_read_is_sent_again(
    client: ClockifyClient, state: SandboxState, metrics: Metrics, fault: Fault
) -> None:
    state.faults.add(fault)
    assert (await client.users.me()).name == "Ada Berg"
    assert sum(tried(metrics).values()) == state.traffic.count == 2


async def test_a_call_is_tried_four_times_with_growing_waits(
    client: ClockifyClient, state: SandboxState, sleep: FakeSleep, metrics: Metrics
) -> None:
    state.faults.add(Fault("server_error", times=None))
    with pytest.raises(UpstreamError) as caught:
        await client.users.me()
    assert sleep.waits == [0.2, 0.4, 0.8]  # half of 0.4, 0.8, 1.6: `chance` is a half
    assert tried(metrics) == {"500": 4}
    assert caught.value.outcome == "not_applied"


async def test_waits_are_anywhere_between_nothing_and_their_longest(make_client: MakeClient, sleep: FakeSleep) -> None:
    chances = iter([0.0, 0.999, 0.25, 1.0])
    client = make_client(lambda _: httpx.Response(500), chance=lambda: next(chances))
    with pytest.raises(UpstreamError):
        await client.users.me()
    assert sleep.waits == pytest.approx([0.0, 0.7992, 0.4])


async def test_a_wrong_key_is_not_tried_again(make_client: MakeClient, state: SandboxState) -> None:
    with pytest.raises(Unauthorized):
        await make_client(key="not-a-key-of-anybody").users.me()
    assert state.traffic.count == 1


async def test_a_refusal_is_not_tried_again(client: ClockifyClient, state: SandboxState) -> None:
    with pytest.raises(NotFound):
        await client.projects.get(state.workspace_id, "65e58d900000000000000000")
    assert state.traffic.count == 1


@pytest.mark.parametrize("fault", [Fault("drop"), Fault("server_error"), Fault("server_error", status=503)])
async def test_a_create_without_an_answer_is_not_sent_again(
    client: ClockifyClient, state: SandboxState, fault: Fault
) -> None:
    state.faults.add(fault)
    with pytest.raises(UpstreamError) as caught:
        await create(client, state)
    assert caught.value.outcome == "unknown"
    assert caught.value.details["outcome"] == "unknown"
    assert "may or may not" in caught.value.message
    assert (state.traffic.count, made(state)) == (1, 0)


@pytest.mark.parametrize("kind", ["drop", "server_error", "empty_body", "html_body"])
async def test_a_create_that_was_applied_unheard_exists_once_and_is_called_unknown(
    client: ClockifyClient, state: SandboxState, kind: str
) -> None:
    state.faults.add(Fault(kind, after=True))  # type: ignore[arg-type]
    with pytest.raises(UpstreamError) as caught:
        await create(client, state)
    assert caught.value.outcome == "unknown"
    assert (state.traffic.count, made(state)) == (1, 1)


@pytest.mark.parametrize(
    "fault",
    [Fault("rate_limit"), Fault("rate_limit", retry_after=1), Fault("server_error", status=503, retry_after=1)],
)
async def test_a_create_that_was_turned_away_is_sent_again(
    client: ClockifyClient, state: SandboxState, fault: Fault
) -> None:
    state.faults.add(fault)
    await create(client, state)
    assert made(state) == 1


@pytest.mark.parametrize("error", [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError])
async def test_a_create_that_never_left_is_sent_again_and_then_not_applied(
    make_client: MakeClient, error: type[httpx.TransportError], metrics: Metrics
) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise error("no way")

    with pytest.raises(UpstreamError) as caught:
        await make_client(fail).time_entries.create("65e58d90", ENTRY)
    assert caught.value.outcome == "not_applied"
    assert "cannot be reached" in caught.value.message
    assert tried(metrics) == {"no_answer": 4}


async def test_what_clockify_says_to_wait_is_waited(
    client: ClockifyClient, state: SandboxState, sleep: FakeSleep
) -> None:
    state.faults.add(Fault("rate_limit", retry_after=3))
    await client.users.me()
    assert sleep.waits == pytest.approx([3.15])  # and up to a tenth more, so that not all come at once


async def test_a_limit_without_a_time_is_left_alone_for_at_least_half_the_wait(
    make_client: MakeClient, state: SandboxState, sleep: FakeSleep
) -> None:
    state.faults.add(Fault("rate_limit"))
    await make_client(chance=lambda: 0.0).users.me()
    assert sleep.waits == pytest.approx([0.2])


async def test_a_wait_that_the_deadline_does_not_allow_is_told_instead(
    client: ClockifyClient, state: SandboxState, sleep: FakeSleep
) -> None:
    state.faults.add(Fault("rate_limit", retry_after=1800))
    with pytest.raises(RateLimited) as caught:
        await create(client, state)
    assert caught.value.retry_after_s == 1800
    assert (sleep.waits, state.traffic.count, made(state)) == ([], 1, 0)


@pytest.mark.parametrize(
    ("header", "waited"),
    [
        ("Tue, 24 Nov 2026 14:00:02 GMT", [2.1]),
        ("Tue, 24 Nov 2026 13:00:00 GMT", [0.0]),
        ("0", [0.0]),
        ("soon", [0.3]),
        ("-5", [0.3]),
        ("nan", [0.3]),
        ("", [0.3]),
    ],
)
async def test_the_time_to_wait_may_be_a_date_or_nonsense(
    make_client: MakeClient, sleep: FakeSleep, header: str, waited: list[float]
) -> None:
    answers = iter([httpx.Response(429, headers={"Retry-After": header}), httpx.Response(200, json={"id": "u"})])
    await make_client(lambda _: next(answers)).users.me()
    assert sleep.waits == pytest.approx(waited)


async def test_a_limit_that_stays_is_told(client: ClockifyClient, state: SandboxState) -> None:
    state.traffic.set_budget(1)
    await client.users.me()
    with pytest.raises(RateLimited):
        await client.users.me()
    assert state.traffic.count == 5


async def _an_entry(client: ClockifyClient, state: SandboxState) -> str:
    entry = await client.time_entries.create(state.workspace_id, ENTRY)
    assert entry.id is not None
    return entry.id


@pytest.mark.parametrize("after", [False, True])
async def test_a_replacement_is_sent_again(client: ClockifyClient, state: SandboxState, after: bool) -> None:
    entry_id = await _an_entry(client, state)
    state.faults.add(Fault("drop", after=after))
    changed = ENTRY.model_copy(update={"description": "replaced"})
    assert (await client.time_entries.replace(state.workspace_id, entry_id, changed)).description == "replaced"


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("kind", ["drop", "server_error"])
async def test_a_removal_is_done_however_its_first_try_ended(
    client: ClockifyClient, state: SandboxState, kind: str, after: bool
) -> None:
    entry_id = await _an_entry(client, state)
    state.faults.add(Fault(kind, after=after, method="DELETE"))  # type: ignore[arg-type]
    await client.time_entries.delete(state.workspace_id, entry_id)
    assert entry_id not in state.entries


async def test_what_was_never_there_cannot_be_removed(client: ClockifyClient, state: SandboxState) -> None:
    with pytest.raises(NotFound):
        await client.time_entries.delete(state.workspace_id, "65e58d900000000000000000")


async def test_removing_many_is_unknown_where_not_there_may_mean_only_one_of_them(
    client: ClockifyClient, state: SandboxState
) -> None:
    entry_id = await _an_entry(client, state)
    state.faults.add(Fault("drop", after=True, method="DELETE"))
    with pytest.raises(UpstreamError) as caught:
        await client.time_entries.delete_many(state.workspace_id, state.owner.id, [entry_id])
    assert caught.value.outcome == "unknown"
    assert entry_id not in state.entries


@pytest.mark.parametrize("kind", ["drop", "server_error"])
async def test_a_timer_that_was_stopped_unheard_is_not_called_missing(
    client: ClockifyClient, state: SandboxState, kind: str
) -> None:
    await client.time_entries.create(state.workspace_id, NewTimeEntry(start=NOW - timedelta(hours=1)))
    state.faults.add(Fault(kind, after=True, method="PATCH"))  # type: ignore[arg-type]
    with pytest.raises(UpstreamError) as caught:
        await client.time_entries.stop(state.workspace_id, state.owner.id, NOW)
    assert caught.value.outcome == "unknown"
    assert state.running_entry(state.owner.id) is None


async def test_a_write_that_clockify_never_confirms_is_unknown_even_if_it_may_be_repeated(
    client: ClockifyClient, state: SandboxState
) -> None:
    entry_id = await _an_entry(client, state)
    state.faults.add(Fault("server_error", after=True, method="PUT", times=None))
    changed = ENTRY.model_copy(update={"description": "replaced"})
    with pytest.raises(UpstreamError) as caught:
        await client.time_entries.replace(state.workspace_id, entry_id, changed)
    assert state.entries[entry_id].description == "replaced"
    assert caught.value.outcome == "unknown"


async def test_an_unheard_write_stays_unknown_when_the_next_tries_are_turned_away(
    client: ClockifyClient, state: SandboxState
) -> None:
    entry_id = await _an_entry(client, state)
    state.faults.add(Fault("drop", after=True, method="PUT"))
    state.faults.add(Fault("rate_limit", method="PUT", retry_after=60))
    with pytest.raises(UpstreamError) as caught:
        await client.time_entries.replace(state.workspace_id, entry_id, ENTRY)
    assert (caught.value.outcome, caught.value.retry_after_s) == ("unknown", 60)


async def test_a_refusal_after_an_unheard_try_is_told_as_it_is(client: ClockifyClient, state: SandboxState) -> None:
    entry_id = await _an_entry(client, state)
    state.faults.add(Fault("drop", method="PUT"))
    with pytest.raises(ValidationFailed, match="< and >"):
        await client.time_entries.replace(state.workspace_id, entry_id, ENTRY.model_copy(update={"description": "<b>"}))


async def test_a_silent_connection_is_a_timeout(make_client: MakeClient) -> None:
    def silent(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("silence", request=request)

    client = make_client(silent)
    with pytest.raises(UpstreamTimeout) as caught:
        await client.time_entries.create("65e58d90", ENTRY)
    assert caught.value.outcome == "unknown"
    with pytest.raises(UpstreamTimeout) as caught:
        await client.users.me()
    assert caught.value.outcome == "not_applied"


@pytest.mark.parametrize("content", [b"", b"<html></html>", b'{"id": ', b"[]", b'{"id": "\\ud800"}'])
async def test_an_answer_that_cannot_be_read_is_clockifys_error(make_client: MakeClient, content: bytes) -> None:
    client = make_client(lambda _: httpx.Response(200, content=content))
    with pytest.raises(UpstreamError, match="cannot be read") as caught:
        await client.users.me()
    assert caught.value.outcome == "not_applied"


async def test_broken_compression_is_clockifys_error(make_client: MakeClient) -> None:
    client = make_client(lambda _: httpx.Response(200, headers={"Content-Encoding": "gzip"}, content=b"no gzip"))
    with pytest.raises(UpstreamError):
        await client.users.me()


async def test_a_report_is_a_read_although_it_is_posted(
    client: ClockifyClient, state: SandboxState, metrics: Metrics
) -> None:
    state.faults.add(Fault("drop"))
    range_ = ReportRange.of_days(date(2026, 11, 23), date(2026, 11, 29), ZoneInfo("Europe/Berlin"))
    await client.reports.summary(state.workspace_id, range_, groups=["PROJECT"])
    assert tried(metrics) == {"no_answer": 1, "200": 1}
