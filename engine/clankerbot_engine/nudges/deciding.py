"""Whether a nudge may be told now: pure. What costs a request is decided afterwards (`findings`)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final, Literal

from clankerbot_engine.nudges.about import About
from clankerbot_engine.stores.ports import Nudge

Why = Literal[
    "switched_off",
    "stopped",
    "too_late",
    "one_a_day",
    "quiet",
    "busy",
    "day_off",
    "logged",
    "timer_runs",
    "no_timer",
    "too_early",
    "gone",
    "unknown",
]

QUIET_FROM: Final = time(20)
QUIET_TO: Final = time(8)
"""Unless the person says otherwise."""
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tell:
    """Now."""


@dataclass(frozen=True, slots=True)
class Wait:
    until: datetime
    why: Why


@dataclass(frozen=True, slots=True)
class Drop:
    why: Why


Decision = Tell | Wait | Drop


@dataclass(frozen=True, slots=True)
class Circumstances:
    """`now` in the person's own time. `busy_until`: Slack's do-not-disturb. `takes_others`: what others ask for."""

    now: datetime
    quiet_from: time = QUIET_FROM
    quiet_to: time = QUIET_TO
    busy_until: datetime | None = None
    takes_others: bool = True
    told_today: bool = False
    stopped_today: bool = False


def decide(nudge: Nudge, about: About, at: Circumstances) -> Decision:
    """What a person asked for at this time is told in their quiet hours, and beside others of the day; Slack's
    do-not-disturb, and a stop for today, hold for everything.
    """
    if nudge.by != nudge.principal and not at.takes_others:
        return Drop("switched_off")
    if at.now >= nudge.expires_at:
        return Drop("too_late")
    if at.stopped_today:
        return _tomorrow(about, at, "stopped")
    if at.busy_until is not None and at.busy_until > at.now:
        return _wait(nudge, at.busy_until, "busy")
    if nudge.asked:
        return Tell()
    quiet = end_of_quiet(at.quiet_from, at.quiet_to, at.now)
    if quiet is not None:
        return _wait(nudge, quiet, "quiet")
    return _tomorrow(about, at, "one_a_day") if at.told_today else Tell()


def end_of_quiet(begins: time, ends: time, now: datetime) -> datetime | None:
    """None: it is not quiet now. The two alike: it never is."""
    clock, over_night = now.time(), begins > ends
    if not ((clock >= begins or clock < ends) if over_night else begins <= clock < ends):
        return None
    day = now.date() + _DAY if over_night and clock >= begins else now.date()
    return datetime.combine(day, ends, now.tzinfo)


def _wait(nudge: Nudge, until: datetime, why: Why) -> Decision:
    """Unless it would come too late then."""
    return Wait(until, why) if until < nudge.expires_at else Drop("too_late")


def _tomorrow(about: About, at: Circumstances, why: Why) -> Decision:
    """A timer that runs on is told of then; about all else there will be another nudge, or none is wanted."""
    if about.kind != "timer":
        return Drop(why)
    return Wait(datetime.combine(at.now.date() + _DAY, at.quiet_to, at.now.tzinfo), why)
