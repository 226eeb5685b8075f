"""Logs and timers: `log_time`, `start_timer`, `switch_timer`, `stop_timer`, `continue_timer`."""

from datetime import date, datetime, timedelta

from clankerbot_engine.actions import (
    ActionBase,
    ContinueTimer,
    LogTime,
    Need,
    StartTimer,
    StopTimer,
    SwitchTimer,
)
from clankerbot_engine.parsing.assembly.day_lengths import with_day_lengths
from clankerbot_engine.parsing.assembly.outcome import PLAN_REASON, SURE, TALK_REASON, NotRead, command_confidence
from clankerbot_engine.parsing.assembly.plans import is_plan
from clankerbot_engine.parsing.assembly.plausibility import BARE, DOUBTFUL, NO_NAME, leaves_time, log_confidence
from clankerbot_engine.parsing.clause import Clause
from clankerbot_engine.parsing.clock_times import localized
from clankerbot_engine.parsing.intents import TYPO_WORTH, without_politeness
from clankerbot_engine.parsing.names import find_project
from clankerbot_engine.parsing.recognizers.clock_phrases import ClockPoint, ClockRange
from clankerbot_engine.parsing.recognizers.durations import Duration
from clankerbot_engine.parsing.recognizers.marks import Away, Billable, Grouping, Quote, TagNames
from clankerbot_engine.parsing.recognizers.names import ProjectName
from clankerbot_engine.parsing.recognizers.relative import Ago, Lately
from clankerbot_engine.parsing.recognizers.when import When
from clankerbot_engine.parsing.scan import Match
from clankerbot_engine.parsing.times import Times, read_days, read_times, read_trailing_day
from clankerbot_engine.parsing.tokens import one_line
from clankerbot_engine.parsing.work import Work, description_start, read_work

_SHORTEST_S = 60
_AWAY, _MOST_DAYS_AWAY, _SATURDAY = 0.85, 31, 5
_PLEA = _TELLS_NOW = 0.85
_UNREAD_NAME, _UNREAD_MARK = 0.9, 0.88


def log_time(clause: Clause, *, day: date | None = None, at_most: float = 1.0) -> list[ActionBase] | NotRead:
    """One entry, or one for each day of a plan. `at_most`: how sure the reading is that the clause comes from."""
    if not clause.scan.present.isdisjoint(clause.scan.language.day_nouns):
        clause = with_day_lengths(clause)
    away = next(iter(clause.of(Away)), None)
    if away is not None and not any(_tells_amount(match) for match in clause.matches):
        return _away(clause, away, day)
    body_end = description_start(clause)
    days = read_days(clause, body_end) or read_trailing_day(clause, body_end)
    times = read_times(clause, body_end, day=days[0] if days else day)
    for grouping in clause.of(Grouping) if days else ():
        clause.use(grouping, "date")  # "8h per day from Monday to Wednesday"
    for i in range(clause.start, clause.end) if len(days) > 1 else ():
        if clause.scan.words[i] in clause.scan.language.apiece_words and not clause.within(i):
            clause.use_tokens(i, i + 1, "date")  # "2h each on Monday and Tuesday"
    work = read_work(clause, body_end, name_due=True)
    if not clause.used and _asks_to_log(clause):
        needs = (Need(field="duration_s", reason="How long was it?", code="missing"),)
        return [LogTime(needs=needs, confidence=SURE, spans=clause.spans())]
    if not work.subject.named and times.said and _too_little(clause, times, work):
        return NotRead("It does not say what was done.", "log_time")
    if not times.said and work.subject.named and (now := _now_said(clause)):  # "track Apollo from now"
        timer = Clause(clause.scan, clause.start, clause.end, clause.matches, clause.cue)
        timer.use_tokens(*now, "start")
        return start_timer(timer, day=day)
    if not times.said and times.date is None and work.subject.named and _times_it(clause):
        return start_timer(Clause(clause.scan, clause.start, clause.end, clause.matches, clause.cue), day=day)
    if not times.said and (not work.subject.named or clause.cue is None or clause.cue.worth < 1):
        return NotRead("It does not say how long.", "log_time")
    if clause.cue is None and is_plan(clause):
        return NotRead(PLAN_REASON, "log_time")
    _ask_what_is_missing(times)
    confidence = log_confidence(clause, times, work, body_end)
    if confidence is not None and leaves_time(clause, body_end):
        confidence = min(confidence, DOUBTFUL)
    if confidence is None:
        return NotRead(TALK_REASON, "log_time")
    entry = LogTime(
        **work.fields(),
        **times.fields(),
        needs=(*times.needs, *work.subject.needs),
        confidence=min(confidence, at_most),
        spans=clause.spans(),
    )
    if not days or times.start is not None or times.end is not None:
        return [entry]
    return [entry.model_copy(update={"date": each}) for each in days]


def _tells_amount(match: Match[object]) -> bool:
    """Not in days: "sick for 3 days"."""
    return isinstance(match.value, ClockRange) or (isinstance(match.value, Duration) and not match.value.in_days)


def _away(clause: Clause, away: Match[Away], day: date | None) -> list[ActionBase] | NotRead:
    """`on leave Mon-Wed`: working days as long as the person's are, on the project of that name if there is one."""
    scan = clause.scan
    ahead = _said_without_year(clause)
    days = read_days(clause, clause.end)
    times = read_times(clause, clause.end, day=days[0] if days else day)
    days = days or ([times.date] if times.date else []) or _working_days(clause, times)
    days = _nearest_year(days, scan.today) if ahead else days
    opens, closes = scan.preferences.day_start, scan.preferences.day_end
    length = (closes.hour - opens.hour) * 3600 + (closes.minute - opens.minute) * 60
    copula = clause.scan.norms[away.start - 1] in clause.scan.language.copulas if away.start > 0 else False
    if not days or length <= 0 or copula:  # "I was sick on Friday" tells a colleague
        return NotRead("It does not say on which days.", "log_time")
    found = find_project(away.value.name, scan.index, scan.preferences, spelling="exact") if scan.index else None
    known = found.known.project if found is not None and found.known is not None else None
    clause.use(away, "project" if known else "description")
    clause.mark_unread()
    entry = LogTime(
        project=known.name if known else None,
        project_id=known.id if known else None,
        description=None if known else one_line(away.value.name),
        duration_s=length,
        date=days[0],
        confidence=_AWAY,
        spans=clause.spans(),
    )
    return [entry.model_copy(update={"date": each}) for each in days]


def _said_without_year(clause: Clause) -> bool:
    """`vacation Oct 1-5`, `5.6.`: a month is named, and no year."""
    scan = clause.scan
    said = [i for when in clause.of(When) for i in range(when.start, when.end)]
    digits = [scan.digits(i) for i in said if scan.numbers[i] >= 0]
    return 4 not in digits and (len(digits) > 1 or any(scan.words[i] in scan.language.months for i in said))


def _nearest_year(days: list[date], today: date) -> list[date]:
    """Leave is told of before it is taken, too, so that the days may lie ahead as well as be over."""
    if not days or days[0] >= today or (days[0].month, days[0].day) == (2, 29):
        return days
    next_year = [day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) else day for day in days]
    return next_year if next_year[0] - today < today - days[0] else days


def _working_days(clause: Clause, times: Times) -> list[date]:
    """`vacation last week`: its Mondays to Fridays."""
    for when in clause.matches:
        days = when.value.settled(clause.scan) if isinstance(when.value, When) else None
        if days is not None and (days.last - days.first).days < _MOST_DAYS_AWAY:
            times.needs.clear()
            each = (days.first + timedelta(days=n) for n in range((days.last - days.first).days + 1))
            return [day for day in each if day.weekday() < _SATURDAY]
    return []


def _asks_to_log(clause: Clause) -> bool:
    """`log time`, and no more: more than the one word, which may be the beginning of anything."""
    cue = clause.cue
    return cue is not None and cue.worth == 1.0 and cue.end - cue.start > 1 and not clause.unread()


def _now_said(clause: Clause) -> tuple[int, int] | None:
    scan = clause.scan
    if scan.present.isdisjoint(scan.language.now_words):
        return None
    at = next((i for i in range(clause.start, clause.end) if scan.words[i] in scan.language.now_words), None)
    return (at, at + 1) if at is not None else None


def _times_it(clause: Clause) -> bool:
    """`track Apollo`: a verb that is said of running timers as well as of time that is over."""
    cue, timing = clause.cue, clause.scan.language.timing_words
    return cue is not None and cue.end == cue.start + 1 and clause.scan.norms[cue.start] in timing


def _too_little(clause: Clause, times: Times, work: Work) -> bool:
    """`one sec`, `book club at 7`: too short a time for work, or no length at all."""
    tiny = times.duration_s is not None and times.duration_s < _SHORTEST_S and work.description is None
    open_end = times.duration_s is None and times.end is None
    return (tiny and clause.cue is None) or (open_end and not any(need.field == "end" for need in times.needs))


def _ask_what_is_missing(times: Times) -> None:
    asked = {need.field for need in times.needs}
    if times.duration_s is None and (times.start is None or times.end is None) and not asked & {"duration_s", "end"}:
        times.needs.append(Need(field="duration_s", reason="How long was it?", code="missing"))


def _talks(clause: Clause) -> bool:
    start = clause.cue.end if clause.cue else clause.start
    talk = clause.scan.language.talk_words
    return any(clause.scan.norms[i] in talk for i in range(start, clause.end) if not clause.within(i))


def start_timer(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    if tells_an_end(clause):
        return log_time(clause, day=day)
    start, work, needs, worth = _timer(clause, day)
    if isinstance(needs, NotRead):
        return needs
    if clause.cue is None and start is None:
        worth = min(worth, _TELLS_NOW)
    if _names_another_place(clause):
        worth = min(worth, _PLEA)
    if _starts_a_thing(clause) or any(_is_left_over(clause, match) for match in clause.matches):
        worth = min(worth, _PLEA)
    if _pleads(clause) or (work.project is None and work.description is None and _suggests(clause)):
        worth = min(worth, _PLEA)
    return [
        StartTimer(**work.fields(), start=start, needs=tuple(needs), confidence=worth, spans=clause.spans()),
    ]


def _starts_a_thing(clause: Clause) -> bool:
    """`start the Apollo server`: a thing of the project's; "start the Apollo review" may be the work."""
    scan = clause.scan
    named = [(start, end) for start, end, name in clause.used if name == "project"]
    described = {start for start, _, name in clause.used if name == "description"}
    return any(
        scan.words[start - 1] in scan.language.the_words
        and end in described
        and scan.words[end] not in scan.language.activities
        for start, end in named
    )


def _is_left_over(clause: Clause, match: Match[object]) -> bool:
    """`start with Apollo next week`: a time that is no part of when it began."""
    return (
        isinstance(match.value, When)
        and any(name == "description" and start <= match.start and match.end <= end for start, end, name in clause.used)
        and match.start < description_start(clause, at_once=True)
    )


def leaves_the_rest(clause: Clause) -> bool:
    """`2h Apollo, rest of the day Hermes`: a piece of its own, whose length nobody says."""
    scan, language = clause.scan, clause.scan.language
    if scan.present.isdisjoint(language.rest_words):
        return False
    amounts = [match.start for match in clause.matches if _tells_amount(match)]
    names = {match.start for match in clause.matches if isinstance(match.value, ProjectName)}
    leads = language.of_words | language.work_prepositions
    for i in range(clause.start, description_start(clause)):
        if scan.words[i] not in language.rest_words or clause.within(i):
            continue
        opens = i
        while opens > clause.start and scan.words[opens - 1] in language.the_words:
            opens -= 1
        apart = scan.words[opens - 1] in language.and_words | {",", ";"}
        follows = i + 1 in names or scan.words[i + 1] in leads | language.the_words
        if apart and follows and any(at < i for at in amounts) and not any(at > i for at in amounts):
            return True
    return False


def tells_of_project(clause: Clause) -> bool:
    """`Apollo is closed until 12`, and not `Apollo was 2h`."""
    scan = clause.scan
    amounts = {match.start for match in clause.matches if isinstance(match.value, ClockRange | Duration)}
    return clause.cue is None and any(
        scan.norms[match.end] in scan.language.copulas and match.end + 1 not in amounts
        for match in clause.matches
        if isinstance(match.value, ProjectName) and match.end < clause.end
    )


def _names_another_place(clause: Clause) -> bool:
    """`put me on the list for Hiring`: what the command's own preposition leads to is not the project."""
    scan, language = clause.scan, clause.scan.language
    if clause.cue is None or scan.words[clause.cue.end - 1] not in language.work_prepositions:
        return False
    project = next((start for start, _, name in clause.used if name == "project"), clause.start)
    return any(name == "description" and start < project for start, _, name in clause.used)


def tells_an_end(clause: Clause) -> bool:
    """It tells an end: `started at 9 and finished at 11`."""
    ranges = [match.value for match in clause.matches if isinstance(match.value, ClockRange)]
    if any(ranged.last is not None and not ranged.vague for ranged in ranges):
        return True
    if clause.cue is not None and clause.within(clause.cue.start) and clause.of(Duration):  # "2h starting at 9"
        return True
    roles = {match.value.role for match in clause.matches if isinstance(match.value, ClockPoint)}
    return roles == {"start", "end"}


def tells_a_start(clause: Clause) -> bool:
    """`Apollo started half an hour ago`, `Apollo, started at 2pm`: a project and since when, and nothing besides."""
    return _tells_since_when(clause, clause.scan.language.started_words)


def tells_from_when(clause: Clause) -> bool:
    """`Apollo from 2pm`: it does not say how long."""
    return _tells_since_when(clause, clause.scan.language.from_words)


def tells_now(clause: Clause) -> bool:
    """`Apollo now`, `currently on Apollo`: a project, that it goes on, and nothing besides."""
    language, present = clause.scan.language, clause.scan.present
    now = language.now_words | language.going_words - language.pronouns
    alone = len(clause.matches) == 1 and isinstance(clause.matches[0].value, ProjectName)
    if not alone or present.isdisjoint(now) or clause.cue is not None:
        return False
    if not (language.copulas | language.be_words).isdisjoint(clause.scan.norms[clause.start : clause.end]):
        return False  # "is Apollo still going", "Apollo is back"
    idle = language.now_words | language.going_words | language.work_prepositions
    return not clause.unread_words(idle)


def _tells_since_when(clause: Clause, words: frozenset[str]) -> bool:
    said = [match for match in clause.matches if not isinstance(match.value, ProjectName)]
    language = clause.scan.language
    if len(said) != 1 or len(clause.matches) != 2:
        return False
    if clause.unread_words(words | language.going_words | language.work_prepositions | language.timer_words):
        return False
    value = said[0].value
    point = isinstance(value, ClockPoint) and value.role == "start"
    return (point or isinstance(value, Ago)) and not words.isdisjoint(clause.scan.words[clause.start : clause.end])


def _starts_to_do(clause: Clause, i: int) -> bool:
    """`to` and a verb behind the command; "start to Apollo" names a project."""
    scan = clause.scan
    return scan.words[i] in scan.language.infinitive_words and i + 1 < clause.end and not clause.within(i + 1)


def switch_timer(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    names = clause.of(ProjectName)
    for name in names if len(names) > 1 else ():
        if clause.scan.words[name.start - 1] in clause.scan.language.from_words:  # "from Apollo to Hermes"
            clause.use(name, "unread")
    unread = bool(clause.used)
    start, work, needs, worth = _timer(clause, day)
    worth = min(worth, _UNREAD_NAME) if unread else worth
    if isinstance(needs, NotRead):
        return needs
    if work.project is None and work.description is None and work.task is None:
        return NotRead("It does not say what to switch to.", "start_timer")
    if clause.cue and clause.cue.worth < 1 and not work.subject.named:
        return NotRead("It reads like talk.", "switch_timer")  # "I switched to vim"
    return [SwitchTimer(**work.fields(), start=start, needs=tuple(needs), confidence=worth, spans=clause.spans())]


def _timer(clause: Clause, day: date | None) -> tuple[datetime | None, Work, list[Need] | NotRead, float]:
    scan = clause.scan
    body_end = description_start(clause, at_once=True)
    if clause.cue and any(scan.norms[i] in scan.language.copulas for i in range(clause.cue.end, body_end)):
        return None, Work(), NotRead("It reads like talk.", "start_timer"), 0.0  # "start date is June 1"
    times = read_times(clause, body_end, day=day, work=False)
    _use_timer_noun(clause)
    _use_lead_to_start(clause)
    work = read_work(clause, body_end, name_due=True)
    if clause.cue and _starts_to_do(clause, clause.cue.end):
        return None, work, NotRead("It reads like talk.", "start_timer"), 0.0  # "I'm starting to hate Apollo"
    if clause.cue and clause.cue.worth < TYPO_WORTH and not work.subject.named:
        return None, work, NotRead("It reads like talk.", "start_timer"), 0.0  # "I'm on vacation"
    worth = SURE * (clause.cue.worth if clause.cue else 1.0)
    until_now = any(isinstance(match.value, ClockRange) and match.value.last is None for match in clause.matches)
    if (times.duration_s is not None or times.end is not None) and not times.needs and not until_now:
        worth = min(worth, 0.7)  # a timer has no length: perhaps a log was meant
    if work.project is None and work.description is not None:
        opens = clause.cue is not None and scan.words[clause.cue.end] in {":", "-"}  # "start a timer: fixing the loom"
        told = opens or body_end < clause.end or scan.preferences.default_project
        worth = min(worth, BARE if told else NO_NAME)
    needs = [*(need for need in times.needs if need.field == "start"), *work.subject.needs]
    start = times.start
    if start is None and times.date is not None and times.date != scan.today and not needs:
        if times.date > scan.today:
            needs.append(Need(field="start", reason="That is still to come. When did it start?", code="not_yet"))
        else:
            needs.append(Need(field="start", reason="When did it start?", code="missing"))
    if start is not None and start > localized(clause.scan, clause.scan.now) and not needs:
        needs.append(Need(field="start", reason="That is still to come. When did it start?", code="not_yet"))
    return start, work, needs, round(min(worth, work.subject.worth) * times.worth, 3)


def _use_timer_noun(clause: Clause) -> None:
    """`start a non-billable timer on Internal`, `Timer für Apollo starten`: the noun says nothing more."""
    words, language = clause.scan.words, clause.scan.language
    for mark in clause.of(Billable):
        if words[mark.end] in language.timer_words and mark.end < clause.end:
            clause.use_tokens(mark.end, mark.end + 1, "kind")
    for i in range(clause.start, clause.end - 1) if clause.taken else ():
        if words[i] in language.timer_words and words[i + 1] in language.for_words and not clause.within(i):
            clause.use_tokens(i, i + 1, "kind")


def _use_lead_to_start(clause: Clause) -> None:
    """`start Apollo, clock from 8:40`, `..., been at it since 9`: what leads to the time is not what is done."""
    scan = clause.scan
    idle = scan.language.going_words | scan.language.timer_words
    for match in clause.matches:
        opens = match.start
        while _tells_since(match) and opens > clause.start and scan.words[opens - 1] in idle:
            opens -= 1
        if opens < match.start and scan.words[opens - 1] == ",":
            clause.use_tokens(opens, match.start, "start")


def _tells_since(match: Match[object]) -> bool:
    value = match.value
    point = isinstance(value, ClockPoint) and value.role == "start"
    return point or isinstance(value, Ago) or (isinstance(value, ClockRange) and value.last is None)


def stop_timer(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    if any(isinstance(match.value, Duration) for match in clause.matches):  # "finished 2h of Apollo"
        return log_time(clause, day=day)
    times = read_times(clause, clause.end, day=day, work=False)
    unread = [*clause.of(ProjectName), *clause.of(TagNames), *clause.of(Billable), *clause.of(Quote)]
    for match in unread:  # what runs is stopped, whatever it is
        clause.use(match, "unread")
    confidence = command_confidence(clause, idle=(clause.scan.language.timer_words,))
    if confidence is None:
        return NotRead("It says more than to stop a timer.", "stop_timer")
    if unread:
        named = all(isinstance(match.value, ProjectName) for match in unread)
        confidence = min(confidence, _UNREAD_NAME if named else _UNREAD_MARK)
    if _pleads(clause):
        confidence = min(confidence, _PLEA)
    lately = any(isinstance(match.value, Lately) for match in clause.matches)  # "done for 10 minutes"
    end = (None if lately else times.end) or times.start
    needs = tuple(need.model_copy(update={"field": "end"}) for need in times.needs if need.field == "start")
    if end is None and times.date is not None and times.date != clause.scan.today and not needs:
        needs = (Need(field="end", reason="When did it end?", code="missing"),)  # "stop the timer yesterday"
    return [StopTimer(end=end, needs=needs, confidence=confidence, spans=clause.spans())]


def _suggests(clause: Clause) -> bool:
    """`let's get started`, which no word says to be about a timer."""
    scan, cue = clause.scan, clause.cue
    if cue is None or not scan.language.timer_words.isdisjoint(scan.words[cue.start : cue.end]):
        return False
    return not scan.language.suggesting_words.isdisjoint(scan.norms[: cue.start])


def _pleads(clause: Clause) -> bool:
    """`please stop`, `stop?`: one word among polite ones, which may be said to anybody."""
    cue, scan = clause.cue, clause.scan
    alone = cue is not None and cue.end - cue.start == 1 and (cue.start, cue.end) == (clause.start, clause.end)
    if not alone or (clause.start, clause.end) != without_politeness(scan):
        return False
    beside = (*scan.kinds[: clause.start], *scan.kinds[clause.end :])
    return scan.asks or any(kind != "symbol" for kind in beside)


def continue_timer(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    body_end = description_start(clause, at_once=True)
    said = (TagNames, Billable, ClockPoint, Ago, When)
    unread = [match for match in clause.matches if isinstance(match.value, said) and match.end <= body_end]
    for match in unread:  # what goes on has these already, and goes on now
        clause.use(match, "unread")
    work = read_work(clause, body_end, name_due=True)
    worth = SURE * (clause.cue.worth if clause.cue else 1.0)
    if unread:
        worth = min(worth, _UNREAD_MARK)
    if work.project is None and work.description is not None:
        worth = min(worth, NO_NAME)
        if _talks(clause):
            return NotRead("It reads like talk.", "continue_timer")
    return [
        ContinueTimer(
            project=work.project,
            project_id=work.subject.project_id,
            description=work.description,
            confidence=round(min(worth, work.subject.worth), 3),
            spans=clause.spans(),
        )
    ]
