"""The times of a piece of work: from lengths, clock times and days to `start`, `end`, `duration_s`, `date`.

Where a time is doubtful, `start` becomes a question and the length stands in place of `end`, so that any answer to the
question alone completes the action.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from clankerbot_engine.actions import MAX_DURATION_S, Choice, Need
from clankerbot_engine.parsing.bare_lengths import bare_seconds
from clankerbot_engine.parsing.clause import Clause
from clankerbot_engine.parsing.clock_times import Settled, later, localized, moment, moment_of, settle, settle_range
from clankerbot_engine.parsing.dates import add_days
from clankerbot_engine.parsing.recognizers.clock_phrases import ClockRange
from clankerbot_engine.parsing.recognizers.clocks import Clock
from clankerbot_engine.parsing.recognizers.marks import Grouping
from clankerbot_engine.parsing.recognizers.names import ProjectName
from clankerbot_engine.parsing.recognizers.numbers import decimal_at
from clankerbot_engine.parsing.recognizers.vague import Vague
from clankerbot_engine.parsing.recognizers.when import When
from clankerbot_engine.parsing.said_times import Said, collect
from clankerbot_engine.parsing.scan import Match, Scan

_MOST_BARE_HOURS = 12
_BARE_HOURS = 0.75
_VAGUE, _TWO_TIMES, _AT_NIGHT = 0.85, 0.5, 0.5
_MORNING, _HALF_DAY = 5 * 60, 12 * 60
_DAY_S, _SATURDAY = 24 * 3600, 5
_SLACK = timedelta(minutes=5)
"""How far in the future an end may lie and still be meant as now."""


@dataclass(slots=True)
class Times:
    """`said`: whether the clause tells a time or a length at all. `vague`: a length was told without a number."""

    duration_s: int | None = None
    date: Date | None = None
    start: datetime | None = None
    end: datetime | None = None
    needs: list[Need] = field(default_factory=list)
    worth: float = 1.0
    vague: bool = False

    @property
    def said(self) -> bool:
        return self.vague or self.duration_s is not None or self.start is not None or self.end is not None

    def fields(self) -> dict[str, Any]:
        return {"duration_s": self.duration_s, "date": self.date, "start": self.start, "end": self.end}


def read_times(clause: Clause, end: int, *, day: Date | None = None, work: bool = True) -> Times:
    """`day`: taken over from elsewhere in the text. `work`: H:MM alone is a length rather than a time of day."""
    said = collect(clause, end, work=work)
    times = Times()
    if said.duration is None and said.range is None and said.lately is None and work:
        _read_bare_hours(clause, end, said, times)
    if said.no_day is not None and said.day is None:
        reason = f"There is no such day: “{said.no_day}”. Which one is meant?"
        times.needs.append(Need(field="date", reason=reason, code="no_such_day"))
    if said.day is not None:
        times.date = said.day.first
    elif day is not None:
        times.date = day
    elif work:
        _ask_within(clause, end, times)
    _ask_vague(clause, end, times)
    on = times.date or clause.scan.today
    if said.like_a_clock:
        times.worth = min(times.worth, _VAGUE)  # "deadline Friday 17:00"
    if said.duration is not None and said.duration > MAX_DURATION_S:
        said.duration = None
        reason = "That is longer than Clockify takes. How long was it?"
        times.needs.append(Need(field="duration_s", reason=reason, code="too_long"))
    _settle_clock(clause.scan, said, times, on)
    if times.date is not None and times.start is not None and _offset_told(said):
        times.date = times.start.date()
    if said.other_day is not None:
        _ask_day(clause.scan, said, times)
    elif times.start is not None and said.day is None and day is None:
        _ask_if_future(clause.scan, said, times)
    return times


def read_days(clause: Clause, end: int) -> list[Date]:
    """The days of a plan ("Thu and Fri", "Mon-Wed"), or the one that is told twice; else none."""
    whens = clause.of(When, end=end)
    scan = clause.scan
    if not whens:
        return []
    if len(whens) == 1 and not whens[0].value.is_day and (whens[0].value.ranged or _each_day_said(clause)):
        days = None if whens[0].value.doubtful else whens[0].value.settled(scan)
        if days is None or not 1 < (days.last - days.first).days + 1 <= 14 or days.last < days.first:
            return []
        clause.use(whens[0], "date")
        plan = [days.first + timedelta(days=n) for n in range((days.last - days.first).days + 1)]
        return (
            plan if whens[0].value.ranged else [day for day in plan if day.weekday() < _SATURDAY and day <= scan.today]
        )
    joined = len(whens) > 1 and all(_joins(scan, before.end, after.start) for before, after in pairwise(whens))
    if not joined or not all(match.value.is_day and not match.value.doubtful for match in whens):
        return []
    settled = [match.value.settled(scan) for match in whens]
    if any(days is None for days in settled):
        return []
    for match in whens:
        clause.use(match, "date")
    return list(dict.fromkeys(days.first for days in settled if days is not None))  # "Monday evening 26th March"


def _each_day_said(clause: Clause) -> bool:
    """`8h per day last week`, `2h each day this week`"""
    if any(name == "date" for _, _, name in clause.taken):
        return True
    return any(isinstance(match.value, Grouping) and match.value.by == "day" for match in clause.matches)


def read_trailing_day(clause: Clause, body_end: int) -> list[Date]:
    """`2h: booth layout, yesterday`: a day that stands apart at the end of the description, where none is told before.

    "2h: what we left open yesterday" keeps its day: nothing sets it apart.
    """
    scan = clause.scan
    if body_end >= clause.end or clause.of(When, end=body_end):
        return []
    _, last = clause.trimmed(body_end, clause.end, ())
    match = next((each for each in clause.of(When) if each.end == last and each.start > body_end), None)
    if match is None or not match.value.is_day or match.value.doubtful or match.value.part is not None:
        return []
    sign = match.start - 1
    if sign > body_end and scan.words[sign] in scan.language.day_prepositions:  # "..., on Monday"
        sign -= 1
    dash = scan.words[sign] == "-" and not scan.glued[sign] and not scan.glued[sign + 1]
    days = match.value.settled(scan)
    if days is None or not (dash or sign == body_end or scan.words[sign] in {",", ";"}):
        return []
    clause.use_tokens(sign + 1, match.end, "date")
    return [days.first]


def _joins(scan: Scan, start: int, end: int) -> bool:
    words = scan.words[start:end]
    if len(words) > 1 and words[-1] in scan.language.day_prepositions:  # "on Mon and on Tue"
        words = words[:-1]
    return len(words) <= 2 and all(word in {",", "+", "/"} or word in scan.language.and_words for word in words)


def _read_bare_hours(clause: Clause, end: int, said: Said, times: Times) -> None:
    """`log 1.5 on Apollo`, `log 90 Apollo`: a number right after the command."""
    scan, cue = clause.scan, clause.cue
    if cue is None or scan.numbers[cue.end] < 0 or clause.within(cue.end) or clause.is_used(cue.end, cue.end + 1):
        return
    number = decimal_at(scan, cue.end)
    if number is None or number[1] > end or scan.glued[number[1]]:
        return
    named = any(match.start == number[1] for match in clause.of(ProjectName))
    if number[1] < end and not named and scan.words[number[1]] not in scan.language.work_prepositions:
        return
    said.duration = bare_seconds(number[0], most_hours=_MOST_BARE_HOURS)
    if said.duration is None:
        return
    times.worth = _BARE_HOURS
    clause.use_tokens(cue.end, number[1], "duration_s")


def _settle_clock(scan: Scan, said: Said, times: Times, on: Date) -> None:
    times.duration_s = said.duration
    if said.range is not None:
        _settle_range(scan, said, times, on)
        if said.begin is not None or said.finish is not None:  # "Apollo 9 - 12, then Hermes till 4pm"
            times.worth = min(times.worth, _TWO_TIMES)
    elif said.lately is not None:
        now = localized(scan, scan.now)
        times.start, times.end = later(scan, now, -said.lately), now
        times.duration_s = said.duration or said.lately
    elif said.begin is not None and said.finish is not None:
        said.range = ClockRange(said.begin.clock, said.finish.clock)
        _settle_range(scan, said, times, on)
    elif said.begin is not None:
        settled = settle(scan, said.begin.clock, said.part)
        _start_at(scan, times, on, settled, said.begin.clock)
    elif said.finish is not None:
        settled = settle(scan, said.finish.clock, said.part)
        times.end = moment_of(scan, on, settled.minutes, said.finish.clock)
        if times.duration_s is not None:
            times.start = later(scan, times.end, -times.duration_s)
    elif said.ago is not None:
        times.start = later(scan, localized(scan, scan.now), -said.ago)
        if times.duration_s is not None:
            times.end = later(scan, times.start, times.duration_s)


def _offset_told(said: Said) -> bool:
    clock = said.range.first if said.range is not None else said.begin.clock if said.begin is not None else None
    return clock is not None and clock.offset is not None


def _start_at(scan: Scan, times: Times, on: Date, settled: Settled, clock: Clock) -> None:
    times.start = moment_of(scan, on, settled.minutes, clock)
    if settled.other is not None:
        _ask_start(times, [times.start, moment(scan, on, settled.other)], "Morning or evening?")
    elif times.duration_s is not None:
        times.end = later(scan, times.start, times.duration_s)


def _settle_range(scan: Scan, said: Said, times: Times, on: Date) -> None:
    ranged = said.range
    assert ranged is not None
    if ranged.last is None:
        settled = settle(scan, ranged.first, said.part)
        now = localized(scan, scan.now)
        times.start, times.end = moment_of(scan, on, settled.minutes, ranged.first), now
        times.worth = _VAGUE if ranged.vague else times.worth
        if said.duration is not None and abs((now - times.start).total_seconds() - said.duration) > 60:
            times.worth = 0.6  # "2h since 9"
        if times.start > now and settled.other is not None:
            times.start = moment(scan, on, settled.other)
        if times.start >= now and said.day is None:  # "since 11pm", after midnight
            times.start = moment(scan, add_days(on, -1) or on, settled.minutes)
        if times.start >= now:
            times.end = None
        return
    times.worth = _VAGUE if ranged.vague else times.worth
    begin, end_minutes = settle_range(scan, ranged.first, ranged.last, said.part)
    times.start = moment_of(scan, on, begin.minutes, ranged.first)
    if begin.minutes < _MORNING and ranged.first.half is None and not ranged.first.exact:
        times.worth = _AT_NIGHT  # "2-3h"
    last_day = ranged.last_day.settled(scan) if ranged.last_day is not None else None
    if last_day is not None:
        times.end = moment_of(scan, last_day.first, end_minutes % (24 * 60), ranged.last)
    else:
        times.end = moment_of(scan, on, end_minutes, ranged.last)
    if ranged.last.offset is not None and last_day is None and times.end <= times.start:
        times.end = later(scan, times.end, _DAY_S)
    if times.end <= times.start:  # the clocks went forward over all of it
        times.end = None
        reason = "The clocks went forward then. When did it end?"
        times.needs.append(Need(field="end", reason=reason, code="no_such_time"))
    elif begin.other is not None:
        length = round((times.end - times.start).total_seconds())
        times.end, times.duration_s = None, length
        _ask_start(times, [times.start, moment(scan, on, begin.other)], "Morning or evening?")
    elif said.duration is not None and abs((times.end - times.start).total_seconds() - said.duration) > 60:
        times.worth = 0.6


def _names_work(scan: Scan, when: Match[When]) -> bool:
    """`Q3 numbers`, `KW 40 plan`: which, and not when."""
    led = when.start > 0 and scan.words[when.start - 1] in scan.language.day_prepositions - scan.language.for_words
    return when.value.partial is not None and scan.is_noun(when.end) and not led


def _ask_vague(clause: Clause, end: int, times: Times) -> None:
    """`a few hours`, `several days ago`"""
    for match in clause.of(Vague, end=end):
        clause.use(match, match.value.field)
        if match.value.field == "date" and times.date is None:
            times.needs.append(Need(field="date", reason="Which day is meant?", code="missing"))
        elif match.value.field == "start":
            times.needs.append(Need(field="start", reason="When did it start?", code="missing"))
        times.vague = times.vague or match.value.field == "duration_s"


def _ask_within(clause: Clause, end: int, times: Times) -> None:
    """`3h on Apollo last week`: a period is no day."""
    for when in clause.of(When, end=end):
        if not when.value.is_day and when.value.settled(clause.scan) is not None and not _names_work(clause.scan, when):
            clause.use(when, "date")
            words = clause.scan.source(when.start, when.end).replace("\x00", " ")
            times.needs.append(Need(field="date", reason=f"Which day of “{words}”?", code="not_a_day"))
            return


def _ask_start(times: Times, moments: Sequence[datetime], reason: str) -> None:
    choices = tuple(Choice(value=each.isoformat(), label=f"{each:%a %d %b, %H:%M}") for each in sorted(moments))
    times.needs.append(Need(field="start", reason=reason, code="ambiguous", choices=choices))
    times.end = None


def _ask_day(scan: Scan, said: Said, times: Times) -> None:
    assert said.day is not None
    assert said.other_day is not None
    days = [said.day.first, said.other_day.first]
    times.date = None
    if times.start is None:
        choices = tuple(Choice(value=day.isoformat(), label=f"{day:%d %B %Y}") for day in days)
        times.needs.append(Need(field="date", reason="Which day is meant?", code="ambiguous", choices=choices))
        return
    if times.end is not None:
        times.duration_s = round((times.end - times.start).total_seconds())
    minutes = times.start.hour * 60 + times.start.minute
    _ask_start(times, [moment(scan, day, minutes) for day in days], "Which day is meant?")
    times.start = None


def _ask_if_future(scan: Scan, said: Said, times: Times) -> None:
    """No day was said, and today's is still to come: was it yesterday's, or the night's ("1:30-4", told at 10)?"""
    end = times.end or times.start
    assert times.start is not None
    if end is None or end <= scan.now + _SLACK or times.needs:
        return
    if times.end is not None:
        times.duration_s = round((times.end - times.start).total_seconds())
    yesterday = add_days(times.start.date(), -1) or times.start.date()
    minutes = times.start.hour * 60 + times.start.minute
    moments = [moment(scan, yesterday, minutes), times.start]
    clocks = [point.clock for point in (said.begin, said.finish) if point is not None]
    clocks += [each for each in (said.range.first, said.range.last) if each is not None] if said.range else []
    open_half = all(clock.half is None and not clock.exact for clock in clocks)
    if open_half and minutes >= _HALF_DAY > scan.now.hour * 60:
        at_night = moment(scan, times.start.date(), minutes - _HALF_DAY)
        if at_night + timedelta(seconds=times.duration_s or 0) <= scan.now:
            moments.append(at_night)
    _ask_start(times, moments, "That is still to come. Which day is meant?")
