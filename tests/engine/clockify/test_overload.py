"""What is not sent to Clockify: while it is down, beyond the budget of retries, and beyond what a workspace may ask."""

import asyncio

import httpx
import pytest

from clankerbot_engine.clockify.client import ClockifyClient
from clankerbot_engine.clockify.pace import PER_WORKSPACE, Pace, per_hour
from clankerbot_engine.clockify.pauses.memory import MemoryPauses
from clankerbot_engine.clockify.pauses.port import FIRST_S
from clankerbot_engine.clockify.sandbox import ADMIN_API_KEY, Fault, SandboxState
from clankerbot_engine.errors import ClankerbotError, NotFound, RateLimited, UpstreamError
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.rate_limits.memory import MemoryRateLimiter
from clankerbot_engine.rate_limits.port import Decision, Key, Limit
from clankerbot_engine.remotes.breaker import LEAST_CALLS, OPEN_S
from clankerbot_engine.remotes.remote import Remote
from clankerbot_engine.remotes.retry_budget import RESERVE
from tests.engine.clockify.conftest import FakeClock, FakeSleep, MakeClient

STAYS_DOWN = Fault("server_error", times=None)


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def remote(metrics: Metrics, seconds: Seconds) -> Remote:
    return Remote("clockify.test", metrics=metrics, monotonic=seconds)


@pytest.fixture
def client(make_client: MakeClient, remote: Remote) -> ClockifyClient:
    return make_client(remote=remote)


async def failures(client: ClockifyClient, times: int) -> list[ClankerbotError]:
    found: list[ClankerbotError] = []
    for _ in range(times):
        with pytest.raises(ClankerbotError) as caught:
            await client.users.me()
        found.append(caught.value)
    return found


def metric(metrics: Metrics, name: str, **labels: str) -> float:
    return metrics.registry.get_sample_value(name, labels) or 0


async def test_while_clockify_is_down_it_is_asked_little(
    client: ClockifyClient, state: SandboxState, metrics: Metrics
) -> None:
    state.faults.add(STAYS_DOWN)
    *_, last = await failures(client, 200)
    assert state.traffic.count == LEAST_CALLS
    assert isinstance(last, UpstreamError)
    assert last.details == {"source": "clockify", "reason": "left_alone", "outcome": "not_applied"}
    assert last.retry_after_s == OPEN_S
    assert metric(metrics, "clankerbot_breaker_state", remote="clockify.test") == 2
    assert metric(metrics, "clankerbot_breaker_refusals_total", remote="clockify.test") > 100


async def test_it_is_asked_again_by_one_call_and_then_by_all(
    client: ClockifyClient, state: SandboxState, seconds: Seconds, metrics: Metrics
) -> None:
    state.faults.add(STAYS_DOWN)
    await failures(client, 50)
    seconds.now += OPEN_S
    await failures(client, 50)
    assert state.traffic.count == LEAST_CALLS + 1
    state.faults.clear()
    seconds.now += OPEN_S
    assert (await client.users.me()).name == "Ada Berg"
    assert (await client.users.me()).name == "Ada Berg"
    assert metric(metrics, "clankerbot_breaker_state", remote="clockify.test") == 0


async def test_refusals_are_answers(client: ClockifyClient, state: SandboxState, remote: Remote) -> None:
    for _ in range(3 * LEAST_CALLS):
        with pytest.raises(NotFound):
            await client.projects.get(state.workspace_id, "65e58d900000000000000000")
    assert remote.closed_for_s() == 0


async def test_retries_are_a_tenth_of_the_calls(make_client: MakeClient, metrics: Metrics, remote: Remote) -> None:
    """A fifth of the answers: fewer than half, so that the breaker stays closed."""
    answers = iter(range(10**6))

    def answer(_: httpx.Request) -> httpx.Response:
        fails = next(answers) % 5 == 0
        return httpx.Response(500) if fails else httpx.Response(200, json={"id": "u"})

    client, failed, calls = make_client(answer, remote=remote), 0, 2000
    for _ in range(calls):
        try:
            await client.users.me()
        except UpstreamError:
            failed += 1
    sent = metric(metrics, "clankerbot_retries_total", remote="clockify.test", outcome="sent")
    assert sent <= calls / 10 + RESERVE
    assert sent + calls == next(answers)
    assert metric(metrics, "clankerbot_retries_total", remote="clockify.test", outcome="no_budget") == failed > 0


async def test_a_workspace_that_is_told_to_wait_is_not_asked_by_its_other_people(
    make_client: MakeClient, state: SandboxState, clock: FakeClock, sleep: FakeSleep
) -> None:
    pace = Pace(None, MemoryPauses(clock=clock), sleep=sleep)
    ada, ben = make_client(pace=pace), make_client(pace=pace, key=ADMIN_API_KEY)
    state.faults.add(Fault("rate_limit", retry_after=1200, times=None))
    for client in (ada, ben, ada, ben):
        with pytest.raises(RateLimited) as caught:
            await client.projects.all(state.workspace_id)
        assert caught.value.retry_after_s == 1200
    assert state.traffic.count == 1
    state.faults.clear()
    clock.go_on(seconds=1195)
    assert await ben.projects.all(state.workspace_id)
    assert sleep.waits == [5.0], "what is so short is waited for"


async def test_another_workspace_goes_on(make_client: MakeClient, clock: FakeClock, sleep: FakeSleep) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return (
            httpx.Response(429, headers={"Retry-After": "1200"})
            if "/aaa/" in request.url.path
            else httpx.Response(200, json=[])
        )

    client = make_client(answer, pace=Pace(None, MemoryPauses(clock=clock), sleep=sleep))
    with pytest.raises(RateLimited):
        await client.projects.all("aaa")
    assert await client.projects.all("bbb") == []


async def test_where_clockify_does_not_say_how_long_the_pause_grows(
    make_client: MakeClient, state: SandboxState, clock: FakeClock, sleep: FakeSleep
) -> None:
    pace = Pace(None, MemoryPauses(clock=clock), sleep=sleep)
    for times in range(4):
        await pace.refused("w", None)
        await pace.start("w", longest_s=1000)
        assert sleep.waits[-1] == FIRST_S * 2**times
    await pace.taken("w")
    await pace.start("w", longest_s=1000)
    assert len(sleep.waits) == 4


async def test_a_clock_that_is_set_back_an_hour_holds_nobody_up(clock: FakeClock, sleep: FakeSleep) -> None:
    pace = Pace(None, MemoryPauses(clock=clock), sleep=sleep)
    await pace.refused("w", 1200)
    clock.go_on(hours=-1)
    await pace.start("w", longest_s=10)
    assert sleep.waits == []


async def test_a_burst_of_many_people_stays_below_fifty_a_second(
    make_client: MakeClient, state: SandboxState, seconds: Seconds, clock: FakeClock
) -> None:
    sent_at: list[float] = []

    async def sleep(wait_s: float) -> None:
        seconds.now += wait_s
        await asyncio.sleep(0)

    def answer(_: httpx.Request) -> httpx.Response:
        sent_at.append(seconds.now)
        return httpx.Response(200, json=[])

    pace = Pace(MemoryRateLimiter(monotonic=seconds), MemoryPauses(clock=clock), sleep=sleep)
    clients = [make_client(answer, pace=pace, timeout_s=60) for _ in range(10)]
    await asyncio.gather(*(client.tags.all("w") for client in clients for _ in range(20)))
    assert len(sent_at) == 200
    assert most_within_a_second(sent_at) <= 50
    assert sent_at[-1] <= 200 / 45


async def test_those_who_wait_do_not_all_ask_again_for_each_turn(
    make_client: MakeClient, seconds: Seconds, clock: FakeClock
) -> None:
    class Counting(MemoryRateLimiter):
        asked = 0

        async def check(self, key: Key, limit: Limit) -> Decision:
            self.asked += 1
            return await super().check(key, limit)

    async def sleep(wait_s: float) -> None:
        seconds.now += wait_s
        await asyncio.sleep(0)

    limiter = Counting(monotonic=seconds)
    pace = Pace(limiter, MemoryPauses(clock=clock), sleep=sleep)
    client = make_client(lambda _: httpx.Response(200, json=[]), pace=pace, timeout_s=60)
    await asyncio.gather(*(client.tags.all("w") for _ in range(200)))
    assert limiter.asked <= 2 * 200


async def test_who_stands_too_far_behind_is_told_at_once(make_client: MakeClient, clock: FakeClock) -> None:
    """And those before them have their turn all the same."""
    go_on = asyncio.Event()

    async def sleep(_: float) -> None:
        await go_on.wait()

    pace = Pace(MemoryRateLimiter(monotonic=lambda: 0), MemoryPauses(clock=clock), sleep=sleep)
    longest_s = 1.0
    room = PER_WORKSPACE.calls + int(longest_s / PER_WORKSPACE.interval_s) + 1
    turns = [asyncio.create_task(pace.turn("w", longest_s=longest_s)) for _ in range(room)]
    await asyncio.gather(*turns[: PER_WORKSPACE.calls])
    with pytest.raises(RateLimited) as told:
        await pace.turn("w", longest_s=longest_s)
    assert told.value.retry_after_s == pytest.approx(longest_s, abs=0.1)
    await pace.turn("another", longest_s=longest_s)
    for each in turns:
        each.cancel()
    await asyncio.gather(*turns, return_exceptions=True)


async def test_who_would_wait_too_long_is_told(make_client: MakeClient, seconds: Seconds, clock: FakeClock) -> None:
    async def sleep(_: float) -> None:
        """The bucket stays empty: others are quicker."""

    pace = Pace(MemoryRateLimiter(monotonic=seconds), MemoryPauses(clock=clock), sleep=sleep)
    client = make_client(lambda _: httpx.Response(200, json=[]), pace=pace)
    for _ in range(PER_WORKSPACE.calls):
        await client.tags.all("w")
    with pytest.raises(RateLimited) as caught:
        await client.tags.all("w")
    assert caught.value.retry_after_s == pytest.approx(PER_WORKSPACE.interval_s)


async def test_no_hour_has_more_calls_than_a_free_workspace_may_make(
    make_client: MakeClient, seconds: Seconds, clock: FakeClock
) -> None:
    sent_at: list[float] = []

    def answer(_: httpx.Request) -> httpx.Response:
        sent_at.append(seconds.now)
        return httpx.Response(200, json=[])

    async def sleep(wait_s: float) -> None:
        seconds.now += wait_s

    limiter = MemoryRateLimiter(monotonic=seconds)
    pace = Pace(limiter, MemoryPauses(clock=clock), hourly=per_hour(30), sleep=sleep)
    client = make_client(answer, pace=pace)
    waits = []
    while len(sent_at) < 100:
        try:
            await client.tags.all("w")
        except RateLimited as told:
            waits.append(told.retry_after_s or 0)
            seconds.now += waits[-1]
    assert 0 < min(waits) <= max(waits) <= 240
    most = max(sum(start <= each < start + 3600 for each in sent_at) for start in sent_at)
    assert 29 <= most <= 30


def most_within_a_second(moments: list[float]) -> int:
    return max(sum(start <= each < start + 1 for each in moments) for start in moments)
