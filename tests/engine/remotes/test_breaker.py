"""A remote that mostly fails is left alone, then tried by one call; one that refuses is none that fails."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clankerbot_engine.remotes.breaker import LEAST_CALLS, OPEN_S, PROBE_S, WINDOW_S, Breaker
from clankerbot_engine.remotes.retry_budget import REFILL_S, RESERVE, RetryBudget


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(monotonic=clock)


def noted(breaker: Breaker, *, failed: int = 0, answered: int = 0) -> None:
    for _ in range(answered):
        breaker.note(failed=False)
    for _ in range(failed):
        breaker.note(failed=True)


def test_it_opens_where_half_of_enough_calls_failed(breaker: Breaker) -> None:
    noted(breaker, answered=LEAST_CALLS // 2, failed=LEAST_CALLS // 2 - 1)
    assert (breaker.state, breaker.wait_s()) == ("closed", 0)
    assert breaker.note(failed=True) is True
    assert breaker.state == "open"
    assert breaker.wait_s() == OPEN_S


def test_of_a_few_calls_nothing_can_be_said(breaker: Breaker) -> None:
    noted(breaker, failed=LEAST_CALLS - 1)
    assert breaker.state == "closed"


def test_an_answer_never_opens_it_however_many_failed_before(breaker: Breaker) -> None:
    noted(breaker, failed=LEAST_CALLS - 1)
    assert breaker.note(failed=False) is False
    assert breaker.state == "closed"


def test_what_was_long_ago_does_not_count(breaker: Breaker, clock: Clock) -> None:
    noted(breaker, failed=LEAST_CALLS - 1)
    clock.now += WINDOW_S + 1
    noted(breaker, failed=LEAST_CALLS - 1)
    assert breaker.state == "closed"


def test_one_call_tries_and_its_answer_closes_it(breaker: Breaker, clock: Clock) -> None:
    noted(breaker, failed=LEAST_CALLS)
    clock.now += OPEN_S
    assert breaker.wait_s() == 0
    assert breaker.state == "half_open"
    assert all(breaker.wait_s() > 0 for _ in range(100)), "the others wait for it"
    assert breaker.note(failed=False) is True
    assert breaker.wait_s() == 0
    noted(breaker, failed=LEAST_CALLS - 1)
    assert breaker.wait_s() == 0, "it begins anew"


def test_one_call_that_fails_leaves_it_open_for_as_long_again(breaker: Breaker, clock: Clock) -> None:
    noted(breaker, failed=LEAST_CALLS)
    clock.now += OPEN_S
    assert breaker.wait_s() == 0
    breaker.note(failed=True)
    assert breaker.state == "open"
    assert breaker.wait_s() == OPEN_S


def test_a_try_that_nobody_hears_of_again_is_no_end(breaker: Breaker, clock: Clock) -> None:
    noted(breaker, failed=LEAST_CALLS)
    clock.now += OPEN_S
    assert breaker.wait_s() == 0
    clock.now += PROBE_S
    assert breaker.wait_s() == 0


def test_calls_from_before_that_end_meanwhile_do_not_keep_it_open(breaker: Breaker, clock: Clock) -> None:
    noted(breaker, failed=LEAST_CALLS)
    clock.now += OPEN_S - 1
    noted(breaker, failed=50)
    assert breaker.wait_s() == 1


@given(st.lists(st.tuples(st.floats(0, 20), st.booleans()), max_size=300))
def test_while_it_is_open_a_call_in_so_many_seconds_passes(calls: list[tuple[float, bool]]) -> None:
    clock = Clock()
    breaker = Breaker(monotonic=clock)
    noted(breaker, failed=LEAST_CALLS)
    passed_at = [0.0]
    for pause_s, _ in calls:
        clock.now += pause_s
        if breaker.wait_s() == 0:
            assert clock.now - passed_at[-1] >= OPEN_S - 1e-6
            passed_at.append(clock.now)
            breaker.note(failed=True)


def test_retries_are_a_tenth_of_the_calls_and_a_few(clock: Clock) -> None:
    budget = RetryBudget(monotonic=clock)
    retried = 0
    for _ in range(10_000):
        budget.call()
        retried += sum(budget.take() for _ in range(3))
    assert 1000 <= retried <= 1000 + RESERVE


def test_in_quiet_times_a_few_are_saved_up_and_no_more(clock: Clock) -> None:
    budget = RetryBudget(monotonic=clock)
    while budget.take():
        pass
    clock.now += REFILL_S
    assert [budget.take() for _ in range(2)] == [True, False]
    clock.now += 1000 * REFILL_S
    assert sum(budget.take() for _ in range(100)) == RESERVE
