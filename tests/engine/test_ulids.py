from datetime import UTC, datetime, timedelta

from ulid import ULID

from clankerbot_engine.ulids import UlidsInOrder, new_ulid
from tests.fakes.clocks import FakeClock


def test_one_is_a_ulid_of_its_moment() -> None:
    moment = datetime(2026, 11, 26, 12, 0, 0, 7000, tzinfo=UTC)
    made = new_ulid(int(moment.timestamp() * 1000))
    assert ULID.from_str(made).datetime == moment
    assert str(ULID.from_str(made)) == made


def test_no_two_are_alike() -> None:
    assert len({new_ulid(1) for _ in range(1000)}) == 1000


def test_they_are_in_order_also_where_the_clock_stands_still_or_is_set_back() -> None:
    clock = FakeClock()
    ids = UlidsInOrder(clock)
    made = [ids.next(), ids.next()]
    clock.now -= timedelta(hours=1)
    made.append(ids.next())
    clock.now += timedelta(hours=2)
    made.append(ids.next())
    assert made == sorted(set(made))
    assert ULID.from_str(made[-1]).datetime == clock.now
