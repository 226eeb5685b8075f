"""How often Clockify was asked over the last day."""

from datetime import timedelta

from clankerbot_engine.metrics import Metrics
from clankerbot_engine.usage import ClockifyUsage
from tests.fakes.clocks import FakeClock


async def test_it_tells_what_was_asked_between_two_looks() -> None:
    metrics, clock = Metrics(), FakeClock()
    usage = ClockifyUsage(metrics, clock=clock)
    metrics.clockify_requests.labels("GET", "/user", "200").inc(3)
    metrics.clockify_requests.labels("POST", "/time-entries", "no_answer").inc()
    await usage.look()
    clock.go_on(minutes=1)
    await usage.look()  # nothing in between
    metrics.clockify_requests.labels("GET", "/user", "429").inc()
    clock.go_on(minutes=1)
    await usage.look()
    told = list(usage.since(clock.now - timedelta(hours=1)))
    assert [(each.requests, each.refused) for each in told] == [(4, 1), (1, 1)]
    assert [each.requests for each in usage.since(clock.now - timedelta(minutes=1))] == [1]


async def test_after_a_day_it_is_forgotten() -> None:
    metrics, clock = Metrics(), FakeClock()
    usage = ClockifyUsage(metrics, clock=clock)
    metrics.clockify_requests.labels("GET", "/user", "200").inc()
    await usage.look()
    clock.go_on(days=1)
    await usage.look()
    assert list(usage.since(clock.now - timedelta(days=9))) == []
