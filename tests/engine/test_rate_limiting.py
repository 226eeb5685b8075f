"""A token bucket for each key in memory that does not grow, and callers who cannot choose who they are."""

import tracemalloc
from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clankerbot_engine.rate_limiting import Network, RateLimiter, address_group, client_address


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


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


@settings(max_examples=50, deadline=None)
@given(limits, st.lists(st.floats(0, 90), max_size=60))
def test_it_decides_as_a_token_bucket_does(limit: int, pauses: list[float]) -> None:
    clock = Clock()
    limiter, bucket = RateLimiter(limit, monotonic=clock), Bucket(limit, clock.now)
    for pause in pauses:
        clock.now += pause
        decision = limiter.check("key")
        assert decision.allowed == bucket.check(clock.now)
        if decision.allowed:
            assert decision.remaining == pytest.approx(bucket.tokens, abs=1)
            assert decision.retry_after_s == 0


@settings(max_examples=50, deadline=None)
@given(limits, st.lists(st.floats(0, 5), max_size=40))
def test_no_minute_admits_more_than_a_full_bucket_and_its_refill(limit: int, pauses: list[float]) -> None:
    clock = Clock()
    limiter = RateLimiter(limit, monotonic=clock)
    admitted = []
    for pause in pauses:
        clock.now += pause
        admitted += [clock.now for _ in range(10) if limiter.check("key").allowed]
    for start in admitted:
        assert sum(start <= at < start + 60 for at in admitted) <= 2 * limit


@given(limits)
def test_a_full_bucket_admits_the_limit_at_once_and_not_one_more(limit: int) -> None:
    limiter = RateLimiter(limit, monotonic=Clock())
    decisions = [limiter.check("key") for _ in range(limit + 1)]
    assert [decision.remaining for decision in decisions] == [*range(limit - 1, -1, -1), 0]
    assert [decision.allowed for decision in decisions] == [True] * limit + [False]


@given(limits, st.integers(0, 2000))
def test_whoever_waits_as_long_as_told_is_admitted_and_not_a_moment_earlier(limit: int, calls: int) -> None:
    clock = Clock()
    limiter = RateLimiter(limit, monotonic=clock)
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
    limiter = RateLimiter(60, monotonic=clock)
    for _ in range(60):
        limiter.check("key")
    first = limiter.check("key")
    assert [limiter.check("key") for _ in range(1000)] == [first] * 1000


def test_after_the_time_to_reset_the_bucket_is_full() -> None:
    clock = Clock()
    limiter = RateLimiter(10, monotonic=clock)
    decision = [limiter.check("key") for _ in range(5)][-1]
    clock.now += decision.reset_s
    assert limiter.check("key").remaining == 9


@settings(max_examples=50, deadline=None)
@given(st.sets(st.tuples(st.ip_addresses(), st.sampled_from(["/a", "/b"])), min_size=2, max_size=50))
def test_keys_do_not_use_up_one_anothers_allowance(keys: set[object]) -> None:
    limiter = RateLimiter(1, monotonic=Clock())
    assert all(limiter.check(key).allowed for key in keys)
    assert not any(limiter.check(key).allowed for key in keys)


def test_memory_does_not_grow_and_the_honest_are_admitted_among_many_addresses() -> None:
    clock = Clock()
    limiter = RateLimiter(60, monotonic=clock)
    honest = [f"honest {n}" for n in range(50)]
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    refused = 0
    for n in range(30_000):
        clock.now += 0.0001
        limiter.check(n)
        if n % 600 == 0:
            refused += not limiter.check(honest[n // 600]).allowed
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert after - before < 10_000
    assert refused == 0


PROXIES: tuple[Network, ...] = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))
addresses = st.ip_addresses().map(str)
outside = addresses.filter(lambda text: not text.startswith(("10.", "fd")) and "::ffff:" not in text)
proxies = st.one_of(st.ip_addresses(network="10.0.0.0/8"), st.ip_addresses(network="fd00::/8")).map(str)


@given(outside, st.lists(st.text(max_size=30), max_size=5))
def test_a_caller_that_is_no_proxy_is_who_it_is_whatever_it_says(peer: str, lines: list[str]) -> None:
    assert client_address(peer, lines, PROXIES) == peer


@given(st.lists(st.text(max_size=30), max_size=4), outside, st.lists(proxies, min_size=1, max_size=4))
def test_behind_proxies_a_caller_cannot_choose_its_address(said: list[str], real: str, hops: list[str]) -> None:
    """Whatever it wrote into the header before, the first proxy appends who it really is."""
    *between, peer = hops
    header = ", ".join([*said, real, *between])
    assert client_address(peer, [header], PROXIES) == str(ip_address(real))
    assert client_address(peer, [*said, real, *between], PROXIES) == str(ip_address(real))


@pytest.mark.parametrize(
    ("peer", "lines", "expected"),
    [
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", [""], "10.0.0.1"),
        ("10.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        ("10.0.0.1", ["1.1.1.1, 203.0.113.9, 10.0.0.2"], "203.0.113.9"),
        ("10.0.0.1", ["1.1.1.1", "203.0.113.9,10.0.0.2"], "203.0.113.9"),
        ("10.0.0.1", ["203.0.113.9, unknown"], "10.0.0.1"),
        ("10.0.0.1", ["203.0.113.9, <script>, 10.0.0.2"], "10.0.0.2"),
        ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("10.0.0.1", ["203.0.113.9:4711"], "10.0.0.1"),
        ("::ffff:10.0.0.1", ["::ffff:203.0.113.9"], "203.0.113.9"),
        ("fd00::1", ["2001:db8::1"], "2001:db8::1"),
        ("testclient", ["203.0.113.9"], "testclient"),
    ],
)
def test_the_header_is_walked_from_the_right_past_our_proxies(peer: str, lines: list[str], expected: str) -> None:
    assert client_address(peer, lines, PROXIES) == expected


@given(addresses, st.lists(st.text(max_size=30), max_size=5))
def test_without_trusted_proxies_the_header_counts_for_nothing(peer: str, lines: list[str]) -> None:
    assert client_address(peer, lines, ()) == client_address(peer, [], ())


@pytest.mark.parametrize(
    ("address", "group"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_one_customers_addresses_are_one_group(address: str, group: str) -> None:
    assert address_group(address) == group
