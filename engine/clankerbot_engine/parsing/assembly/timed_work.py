"""Logs and timers: `log_time`, `start_timer`, `switch_timer`, `stop_timer`, `continue_timer`."""

from datetime import date, datetime

from clankerbot_engine.actions import (
    ActionBase,
    ContinueTimer,
    LogTime,
    Need,
    StartTimer,
    StopTimer,
    SwitchTimer,
)
from clankerbot_engine.parsing.assembly.outcome import SURE, NotRead, command_confidence
from clankerbot_engine.parsing.clause import Clause
from clankerbot_engine.parsing.clock_times import localized
from clankerbot_engine.parsing.recognizers.clock_phrases import ClockPoint, ClockRange
from clankerbot_engine.parsing.recognizers.durations import Duration
from clankerbot_engine.parsing.recognizers.names import ProjectName
from clankerbot_engine.parsing.recognizers.relative import Lately
from clankerbot_engine.parsing.times import Times, read_days, read_times
from clankerbot_engine.parsing.work import Work, description_start, read_work

_NO_CUE = 0.95
_NO_NAME = 0.75
_BARE = 0.92
_DOUBTFUL = 0.5


def log_time(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    """One entry, or one for each day of a plan."""
    body_end = description_start(clause)
    days = read_days(clause, body_end)
    times = read_times(clause, body_end, day=days[0] if days else day)
    work = read_work(clause, body_end, name_due=True)
    if not times.said and (not work.subject.named or clause.cue is None or clause.cue.worth < 1):
        return NotRead("It does not say how long.", "log_time")
    _ask_what_is_missing(times)
    confidence = _confidence(clause, times, work)
    if confidence is None:
        return NotRead("It reads like a question or a plan, and not like work that is done.", "log_time")
    entry = LogTime(
        **work.fields(),
        **times.fields(),
        needs=(*times.needs, *work.subject.needs),
        confidence=confidence,
        spans=clause.spans(),
    )
    if not days or times.start is not None or times.end is not None:
        return [entry]
    return [entry.model_copy(update={"date": each}) for each in days]


def _ask_what_is_missing(times: Times) -> None:
    asked = {need.field for need in times.needs}
    if times.duration_s is None and (times.start is None or times.end is None) and not asked & {"duration_s", "end"}:
        times.needs.append(Need(field="duration_s", reason="How long was it?"))


def _confidence(clause: Clause, times: Times, work: Work) -> float | None:
    """None: it is no report of work, but a question, a plan, or talk of something else."""
    scan, language = clause.scan, clause.scan.language
    worth = SURE * clause.cue.worth if clause.cue is not None else _NO_CUE
    if work.project is None:
        worth = min(worth, _NO_NAME if work.description else _BARE)
    words = {scan.norms[i] for i in range(clause.start, clause.end) if not clause.within(i)}
    opened = clause.cue is not None and clause.cue.start == clause.start
    if clause.cue is None and (scan.asks or scan.words[clause.start] in language.question_words):
        return None
    if clause.cue is None and not work.subject.named and (words & language.talk_words or _lies_ahead(clause)):
        return None
    if not opened and words & language.doubt_words:
        if clause.cue is None:
            return None
        worth = min(worth, _DOUBTFUL)
    elif clause.cue is None and words & language.talk_words:
        worth = min(worth, 0.85)
    return round(min(worth, work.subject.worth) * times.worth, 3)


def _lies_ahead(clause: Clause) -> bool:
    """`in 10 minutes`"""
    ahead = clause.scan.language.ahead_words
    return any(clause.scan.words[s - 1] in ahead for s, _, name in clause.used if name == "duration_s" and s > 0)


def is_amount(value: object) -> bool:
    """A length or a stretch of time: what makes a text without a cue a log."""
    if isinstance(value, ClockPoint):
        return value.clock.colons
    return isinstance(value, Duration | ClockRange | Lately)


def start_timer(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    if tells_an_end(clause):
        return log_time(clause, day=day)
    start, work, needs, worth = _timer(clause, day)
    if isinstance(needs, NotRead):
        return needs
    return [
        StartTimer(**work.fields(), start=start, needs=tuple(needs), confidence=worth, spans=clause.spans()),
    ]


def tells_an_end(clause: Clause) -> bool:
    """It tells an end: `started at 9 and finished at 11`."""
    if any(isinstance(match.value, ClockRange) and match.value.last is not None for match in clause.matches):
        return True
    roles = {match.value.role for match in clause.matches if isinstance(match.value, ClockPoint)}
    return roles == {"start", "end"}


def switch_timer(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    start, work, needs, worth = _timer(clause, day)
    if isinstance(needs, NotRead):
        return needs
    if work.project is None and work.description is None and work.task is None:
        return NotRead("It does not say what to switch to.", "start_timer")
    return [SwitchTimer(**work.fields(), start=start, needs=tuple(needs), confidence=worth, spans=clause.spans())]


def _timer(clause: Clause, day: date | None) -> tuple[datetime | None, Work, list[Need] | NotRead, float]:
    body_end = description_start(clause, at_once=True)
    times = read_times(clause, body_end, day=day, work=False)
    work = read_work(clause, body_end, name_due=True)
    worth = SURE * (clause.cue.worth if clause.cue else 1.0)
    if times.duration_s is not None and not times.needs:
        worth = min(worth, 0.7)  # a timer has no length: perhaps a log was meant
    if work.project is None and work.description is not None:
        worth = min(worth, _NO_NAME)
    needs = [*(need for need in times.needs if need.field == "start"), *work.subject.needs]
    start = times.start
    if start is not None and start > localized(clause.scan, clause.scan.now) and not needs:
        needs.append(Need(field="start", reason="That is still to come. When did it start?"))
    return start, work, needs, round(min(worth, work.subject.worth) * times.worth, 3)


def stop_timer(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    times = read_times(clause, clause.end, day=day, work=False)
    for name in clause.of(ProjectName)[:1]:
        clause.use(name, "unread")
    confidence = command_confidence(clause, idle=(clause.scan.language.timer_words,))
    if confidence is None:
        return NotRead("It says more than to stop a timer.", "stop_timer")
    end = times.end or times.start
    needs = tuple(need.model_copy(update={"field": "end"}) for need in times.needs if need.field == "start")
    return [StopTimer(end=end, needs=needs, confidence=confidence, spans=clause.spans())]


def continue_timer(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    body_end = description_start(clause, at_once=True)
    work = read_work(clause, body_end, name_due=True)
    worth = SURE * (clause.cue.worth if clause.cue else 1.0)
    if work.project is None and work.description is not None:
        worth = min(worth, _NO_NAME)
    return [
        ContinueTimer(
            project=work.project,
            project_id=work.subject.project_id,
            description=work.description,
            confidence=round(min(worth, work.subject.worth), 3),
            spans=clause.spans(),
        )
    ]
