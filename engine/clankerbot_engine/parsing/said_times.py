"""What a clause says of times, before it is settled which moments and lengths are meant."""

from dataclasses import dataclass

from clankerbot_engine.parsing.clause import Clause
from clankerbot_engine.parsing.dates import Days, latest
from clankerbot_engine.parsing.recognizers.clock_phrases import ClockPoint, ClockRange
from clankerbot_engine.parsing.recognizers.durations import Duration
from clankerbot_engine.parsing.recognizers.parts import DayPart
from clankerbot_engine.parsing.recognizers.relative import Ago, Lately
from clankerbot_engine.parsing.recognizers.when import When

_LONG_SHIFT = 12
"""From so many hours on, `17:00` is the time of day rather than a length."""


@dataclass(slots=True)
class Said:
    """What the clause holds, each the first of its kind."""

    duration: int | None = None
    range: ClockRange | None = None
    begin: ClockPoint | None = None
    finish: ClockPoint | None = None
    ago: int | None = None
    lately: int | None = None
    day: Days | None = None
    other_day: Days | None = None
    no_day: str | None = None
    like_a_clock: bool = False
    part: str | None = None


def collect(clause: Clause, end: int, *, work: bool) -> Said:
    said = Said()
    _collect_days(clause, end, said)
    for ranged in clause.of(ClockRange, end=end)[:1]:
        said.range = ranged.value
        if ranged.value.first_day is not None:
            said.day = said.day or ranged.value.first_day.settled(clause.scan)
            said.part = said.part or ranged.value.first_day.part
        clause.use(ranged, "start")
    for lately in clause.of(Lately, end=end)[:1]:
        said.lately = lately.value.seconds
        clause.use(lately, "start")
    for ago in clause.of(Ago, end=end)[:1]:
        said.ago = ago.value.seconds
        clause.use(ago, "start")
    for duration in clause.of(Duration, end=end)[:1]:
        said.duration = duration.value.seconds
        clause.use(duration, "duration_s")
    points = clause.of(ClockPoint, end=end)
    ends = clause.cue is not None and clause.scan.words[clause.cue.start] in clause.scan.language.end_words
    if work and said.duration is None and said.range is None and said.lately is None:
        for point in points:
            clock = point.value.clock
            if clock.colons and clause.scan.numbers[point.start] >= 0 and (clock.hour or clock.minute):
                said.duration = clock.hour * 3600 + clock.minute * 60
                said.like_a_clock = clock.hour >= _LONG_SHIFT
                clause.use(point, "duration_s")
                break
    for point in clause.of(ClockPoint, end=end):
        if point.value.role == "end" and said.finish is None:
            said.finish = point.value
            clause.use(point, "end")
        elif point.value.role == "start" and ends and said.duration is not None and said.finish is None:
            said.finish = point.value  # "finished Apollo at 5pm, took 2h"
            clause.use(point, "end")
        elif point.value.role == "start" and said.begin is None:
            said.begin = point.value
            clause.use(point, "start")
    return said


def _collect_days(clause: Clause, end: int, said: Said) -> None:
    for part in clause.of(DayPart, end=end)[:1]:
        said.part = part.value.part
        clause.use(part, "start")
    for when in clause.of(When, end=end):
        value = when.value
        if not value.is_day:
            continue
        said.part = said.part or value.part
        if said.day is None:
            said.day = value.settled(clause.scan)
            if said.day is None:
                said.no_day = clause.scan.source(when.start, when.end).replace("\x00", " ")
            if value.other is not None:
                said.other_day = value.other
            elif value.doubtful and value.partial is not None and said.day is not None:
                said.other_day = latest(value.partial.swapped(), clause.scan.today)
            clause.use(when, "date")
        elif value.part is not None or value.settled(clause.scan) == said.day:
            clause.use(when, "date")
