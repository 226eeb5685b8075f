"""That the clock of the machine was set is said, once; that it goes on is not."""

import logging

import pytest

from clankerbot_engine.clock_watch import ClockWatch
from tests.fakes.clocks import FakeClock


async def test_a_clock_that_is_set_has_a_line_and_one_that_goes_on_has_none(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    clock = FakeClock()
    watch = ClockWatch(clock, clock.monotonic)
    clock.go_on(hours=3)
    await watch.look()
    assert caplog.records == []
    clock.set_back(hours=1)
    clock.go_on(seconds=5)
    await watch.look()
    await watch.look()
    (line,) = caplog.records
    assert (line.message, line.__dict__["way"], line.__dict__["by_s"]) == ("clock_set", "back", 3600)
    clock.set_back(hours=-2)
    await watch.look()
    assert [(each.__dict__["way"], each.__dict__["by_s"]) for each in caplog.records[1:]] == [("forward", 7200)]
