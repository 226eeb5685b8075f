"""When a schedule fires, around every change of the clocks.

APScheduler's `CronTrigger` skips or repeats days there, so the instants are computed here, from the local times that
the expression names:

- A time of day fires once for each date that has it. Where the clocks skip it, it moves on by what they skip
  (02:30 becomes 03:30); where they repeat it, the first one counts. Two that fall on one instant are one firing.
- A beat through all hours ("every 15 minutes") fires at every instant whose local minute it names: nothing is moved,
  and a repeated hour has its beats twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from clankerbot_engine.schedules.cron import Cron

_DAY = timedelta(days=1)
_NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class FireTime:
    """`due_at` is in UTC. `key` names the firing, for good: the scheduled local minute (`2026-10-25T02:30`), also where
    the clocks skipped it; of a beat the minute in UTC (`2026-10-25T00:30Z`)."""

    due_at: datetime
    key: str


def next_fire_time(cron: Cron, zone: ZoneInfo, after: datetime) -> FireTime | None:
    """The first that is later than `after`; None: there is none in 50 years.

    Local order and the order of instants differ around a change of the clocks, by its size at most. So the search
    starts that much earlier, and goes on that much further once something is found.
    """
    found: FireTime | None = None
    last_local: datetime | None = None
    for local in cron.after(_local(after, zone) - _change(after, zone)):
        for candidate in _instants(cron, local, zone):
            if candidate.due_at > after and (found is None or candidate.due_at < found.due_at):
                found = candidate
                last_local = _local(found.due_at, zone) + _change(found.due_at, zone)
        if last_local is not None and local >= last_local:
            break
    return found


def fire_times(cron: Cron, zone: ZoneInfo, after: datetime) -> Iterator[FireTime]:
    """All of them, in order."""
    while (fire_time := next_fire_time(cron, zone, after)) is not None:
        yield fire_time
        after = fire_time.due_at


def _local(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)


def _change(instant: datetime, zone: ZoneInfo) -> timedelta:
    """By how much the clocks change within a day of `instant`. A day, because no zone ever skipped more."""
    offsets = [moment.astimezone(zone).utcoffset() or _NOTHING for moment in (instant - _DAY, instant, instant + _DAY)]
    return max(offsets) - min(offsets)


def _instants(cron: Cron, local: datetime, zone: ZoneInfo) -> Iterator[FireTime]:
    first = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if not cron.is_rhythm:
        yield FireTime(first, local.isoformat(timespec="minutes"))
        return
    for instant in sorted({first, local.replace(tzinfo=zone, fold=1).astimezone(UTC)}):
        if _local(instant, zone) == local:
            yield FireTime(instant, f"{instant.replace(tzinfo=None).isoformat(timespec='minutes')}Z")
