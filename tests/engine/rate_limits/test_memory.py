"""A token bucket for each key, in memory that does not grow."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clankerbot_engine.rate_limits.memory import MemoryRateLimiter
from clankerbot_engine.rate_limits.port import Decision, Limit
from tests.examples import examples


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class OneLimit:
    """A limiter that is always asked for the same limit."""

    def __init__(self, limit: int, *, monotonic: Clock) -> None:
        self._limiter = MemoryRateLimiter(monotonic=monotonic)
        self._limit = Limit(limit)

    def check(self, *key: str) -> Decision:
        return self._limiter.decide(key, self._limit)


class Bucket:
    """A token bucket as everybody knows it: full at first, refilled evenly, a call takes one."""

    def __init__(self, limit: int, now: float) -> None:
        self.limit, self.tokens, self.at = limit, float(limit), now

    def check(self, now: float) -> bool:
        self.tokens = min(self.limit, self.tokens + (now - self.at) * self.limit / 60)
        self.at = now
        if self.tokens < 1 - 1e-6:
            return False
        self.tokens -= 1
        return True


limits = st.sampled_from([1, 2, 3, 7, 60, 1000])


@examples(50)
@given(limits, st.lists(st.floats(0, 90), max_size=60))
def test_it_decides_as_a_token_bucket_does(limit: int, pauses: list[float]) -> None:
    clock = Clock()
    limiter, bucket = OneLimit(limit, monotonic=clock), Bucket(limit, clock.now)
    for pause in pauses:
        clock.now += pause
        decision = limiter.check("key")
        assert decision.allowed == bucket.check(clock.now)
        if decision.allowed:
            assert decision.remaining == pytest.approx(bucket.tokens, abs=1)
            assert decision.retry_after_s == 0


@examples(50)
@given(limits, st.lists(st.floats(0, 5), max_size=40))
def test_no_minute_admits_more_than_a_full_bucket_and_its_refill(limit: int, pauses: list[float]) -> None:
    clock = Clock()
    limiter = OneLimit(limit, monotonic=clock)
    admitted = []
    for pause in pauses:
        clock.now += pause
        admitted += [clock.now for _ in range(10) if limiter.check("key").allowed]
    for start in admitted:
        assert sum(start <= at < start + 60 for at in admitted) <= 2 * limit


@given(limits)
def test_a_full_bucket_admits_the_limit_at_once_and_not_one_more(limit: int) -> None:
    limiter = OneLimit(limit, monotonic=Clock())
    decisions = [limiter.check("key") for _ in range(limit + 1)]
    assert [decision.remaining for decision in decisions] == [*range(limit - 1, -1, -1), 0]
    assert [decision.allowed for decision in decisions] == [True] * limit + [False]


@given(limits, st.integers(0, 2000))
def test_whoever_waits_as_long_as_told_is_admitted_and_not_a_moment_earlier(limit: int, calls: int) -> None:
    clock = Clock()
    limiter = OneLimit(limit, monotonic=clock)
    for _ in range(calls):
        limiter.check("key")
    refused = next(decision for decision in iter(lambda: limiter.check("key"), None) if not decision.allowed)
    assert 0 < refused.retry_after_s <= 60 / limit + 1e-6
    start = clock.now
    clock.now = start + refused.retry_after_s - 1e-4
    assert not limiter.check("key").allowed
    clock.now = start + refused.retry_after_s
    assert limiter.check("key").allowed


def test_a_refused_call_costs_nothing() -> None:
    clock = Clock()
    limiter = OneLimit(60, monotonic=clock)
    for _ in range(60):
        limiter.check("key")
    first = limiter.check("key")
    assert [limiter.check("key") for _ in range(1000)] == [first] * 1000


def test_after_the_time_to_reset_the_bucket_is_full() -> None:
    clock = Clock()
    limiter = OneLimit(10, monotonic=clock)
    decision = [limiter.check("key") for _ in range(5)][-1]
    clock.now += decision.reset_s
    assert limiter.check("key").remaining == 9


@examples(50)
@given(st.sets(st.tuples(st.ip_addresses().map(str), st.sampled_from(["/a", "/b"])), min_size=2, max_size=50))
def test_keys_do_not_use_up_one_anothers_allowance(keys: set[tuple[str, str]]) -> None:
    limiter = OneLimit(1, monotonic=Clock())
    assert all(limiter.check(*key).allowed for key in keys)
    assert not any(limiter.check(*key).allowed for key in keys)


def test_memory_does_not_grow_and_the_honest_are_admitted_among_many_addresses() -> None:
    clock = Clock()
    limiter = OneLimit(60, monotonic=clock)
    honest = [f"honest {n}" for n in range(50)]
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    refused = 0
    for n in range(30_000):
        clock.now += 0.0001
        limiter.check(str(n))
        if n % 600 == 0:
            refused += not limiter.check(honest[n // 600]).allowed
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert after - before < 10_000
    assert refused == 0
