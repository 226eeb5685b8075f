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
from clankerbot_engine.parsing.assembly.day_lengths import day_length, with_day_lengths
from clankerbot_engine.parsing.assembly.outcome import PLAN_REASON, SURE, NotRead, command_confidence
from clankerbot_engine.parsing.assembly.plans import is_plan, may_be_plan
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
from clankerbot_engine.parsing.scan import Match, Scan
from clankerbot_engine.parsing.sharing import leaves_apiece
from clankerbot_engine.parsing.times import Times, read_days, read_times, read_trailing_day
from clankerbot_engine.parsing.tokens import one_line
from clankerbot_engine.parsing.work import Work, description_start, read_work

_NO_CUE = 0.95
NO_NAME = 0.75
_BARE = 0.92
_DOUBTFUL = 0.5
_SHORTEST_S = 60
_AWAY = 0.85
_BARE_TALK = _LEFT_OVER = _DOUBTED = 0.85
_TO_COME = 0.8
_TALK = 0.85
_PLEA = 0.85
_TIMES = ClockPoint | ClockRange | Duration
_LEFT_WORDS = {"description", "unread"}
_UNREAD_NAME, _UNREAD_MARK = 0.9, 0.88


def log_time(clause: Clause, *, day: date | None = None, at_most: float = 1.0) -> list[ActionBase] | NotRead:
    """One entry, or one for each day of a plan. `at_most`: how sure the reading is that the clause comes from."""
    if not clause.scan.present.isdisjoint(clause.scan.language.day_nouns):
        clause = with_day_lengths(clause)
    away = next(iter(clause.of(Away)), None)
    if away is not None and not any(isinstance(match.value, Duration | ClockRange) for match in clause.matches):
        return _away(clause, away, day)
    body_end = description_start(clause)
    days = read_days(clause, body_end) or read_trailing_day(clause, body_end)
    times = read_times(clause, body_end, day=days[0] if days else day)
    for grouping in clause.of(Grouping) if days else ():
        clause.use(grouping, "date")  # "8h per day from Monday to Wednesday"
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
    if not times.said and (not work.subject.named or clause.cue is None or clause.cue.worth < 1):
        return NotRead("It does not say how long.", "log_time")
    if clause.cue is None and is_plan(clause):
        return NotRead(PLAN_REASON, "log_time")
    _ask_what_is_missing(times)
    confidence = _confidence(clause, times, work, body_end)
    if confidence is not None and _leaves_time(clause, body_end):
        confidence = min(confidence, _DOUBTFUL)
    if confidence is None:
        return NotRead("It reads like a question or a plan, and not like work that is done.", "log_time")
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


def _away(clause: Clause, away: Match[Away], day: date | None) -> list[ActionBase] | NotRead:
    """`on leave Mon-Wed`: working days as long as the person's are, on the project of that name if there is one."""
    scan = clause.scan
    days = read_days(clause, clause.end)
    times = read_times(clause, clause.end, day=days[0] if days else day)
    days = days or ([times.date] if times.date else [])
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


def _too_little(clause: Clause, times: Times, work: Work) -> bool:
    """`one sec`, `book club at 7`: too short a time for work, or no length at all."""
    tiny = times.duration_s is not None and times.duration_s < _SHORTEST_S and work.description is None
    open_end = times.duration_s is None and times.end is None
    return (tiny and clause.cue is None) or (open_end and not any(need.field == "end" for need in times.needs))


def _ask_what_is_missing(times: Times) -> None:
    asked = {need.field for need in times.needs}
    if times.duration_s is None and (times.start is None or times.end is None) and not asked & {"duration_s", "end"}:
        times.needs.append(Need(field="duration_s", reason="How long was it?", code="missing"))


def _confidence(clause: Clause, times: Times, work: Work, body_end: int) -> float | None:
    """None: it is no report of work, but a question, a plan, or talk of something else."""
    scan, language = clause.scan, clause.scan.language
    worth = SURE * clause.cue.worth if clause.cue is not None else _NO_CUE
    if work.project is None:
        worth = min(worth, _without_project(clause, work))
    if leaves_apiece(clause):
        worth = min(worth, _DOUBTFUL)
    if work.doubtful:
        worth = min(worth, _LEFT_OVER)
    words = {scan.norms[i] for i in range(clause.start, body_end) if not clause.within(i)}
    opened = clause.cue is not None and clause.cue.start == clause.start
    questions = scan.words[clause.start] in language.question_words and not clause.within(clause.start)
    if clause.cue is None and (scan.asks or questions):
        return None
    if clause.cue is None and not work.subject.named and (words & language.talk_words or _lies_ahead(clause)):
        return None
    if clause.cue is not None and clause.cue.worth < 1 and scan.asks:
        return None  # "got 5 min?"
    after_cue = scan.norms[clause.cue.end] if clause.cue is not None else ""
    asked = clause.cue is not None and scan.norms[clause.cue.end - 1] in language.question_words
    if after_cue in language.others or (asked and after_cue in language.pronouns):
        return None  # "did you log 2h?", "did we bill anything?"
    if clause.cue is not None and after_cue in language.negated_words and not clause.within(clause.cue.end):
        return None  # "I did not work on it"
    if after_cue in language.copulas and not work.subject.named:
        return None  # "logging was broken for 3 hours"
    if clause.cue is not None and _reserves(clause):
        worth = min(worth, _DOUBTED)
    doubts = words & language.doubt_words
    if words & language.me_words or work.subject.named:
        doubts -= language.took_words  # "Apollo took 50 minutes"
    if not opened and doubts:
        if clause.cue is None:
            return None
        worth = min(worth, _DOUBTFUL)
    elif clause.cue is None and work.description and _lasts(clause):
        worth = min(worth, _DOUBTED)
    elif clause.cue is None and times.date is not None and times.date > scan.today:
        worth = min(worth, _TO_COME)
    elif clause.cue is None and (
        _somebody_else(clause) or _lies_ahead(clause) or _is_compared(clause) or may_be_plan(clause)
    ):
        worth = min(worth, _DOUBTFUL)
    elif clause.cue is None and words & language.talk_words and not _own_report(clause, words):
        worth = min(worth, _TALK)
    return round(min(worth, work.subject.worth) * times.worth, 3)


def _leaves_time(clause: Clause, body_end: int) -> bool:
    """A time of day or a length among the words that are left over: "Apollo 9-12, then Hermes till 4pm"."""
    said = (*clause.used, *clause.taken)
    loose = [(start, end) for start, end, name in said if name in _LEFT_WORDS]
    return any(
        isinstance(match.value, _TIMES)
        and match.end <= body_end
        and (not clause.is_used(match.start, match.end) or any(s <= match.start < e for s, e in loose))
        for match in clause.matches
    )


def _own_report(clause: Clause, words: set[str]) -> bool:
    """`on Apollo I worked from 9 to 11`, `Apollo took me 2h`"""
    language = clause.scan.language
    own = words & language.pronouns - language.others and words & language.report_verbs
    return bool(own or (words & language.me_words and words & language.took_words))


def _without_project(clause: Clause, work: Work) -> float:
    """A verb that is said of time alone, with the amount behind it, needs no name; nor do people with a default one."""
    scan, cue = clause.scan, clause.cue
    if work.description is None:
        return _BARE if cue or scan.preferences.default_project else _BARE_TALK
    amounts = {match.start for match in clause.matches if is_amount(scan, match)}
    logs = cue is not None and scan.words[cue.start] in scan.language.log_verbs and cue.end in amounts
    return _BARE if logs or scan.preferences.default_project else NO_NAME


def _reserves(clause: Clause) -> bool:
    """`book room 3 for Apollo 2-3pm`: a verb of logs that is said of other things too, and such a thing behind it."""
    scan, language = clause.scan, clause.scan.language
    assert clause.cue is not None
    at = clause.cue.end
    thing = scan.words[at]
    free = scan.tokens[at].kind == "word" and not clause.within(at) if at < clause.end else False
    return scan.words[clause.cue.start] in language.reserving_words and free and thing not in language.work_prepositions


def _somebody_else(clause: Clause) -> bool:
    """`Ana logged 2h on Apollo`, `Ana: 2h Apollo`"""
    scan, language = clause.scan, clause.scan.language
    return _heads_with_name(clause) or any(
        scan.norms[i] in language.report_verbs
        and scan.tokens[i - 1].kind == "word"
        and scan.norms[i - 1] not in language.pronouns
        and not clause.within(i - 1)
        for i in range(clause.start + 1, clause.end)
    )


def _heads_with_name(clause: Clause) -> bool:
    """One or two capitalized words before a colon, none of which says what was done ("Standup: 30m")."""
    scan, language = clause.scan, clause.scan.language
    colon = next((i for i in range(clause.start, min(clause.end, clause.start + 3)) if scan.words[i] == ":"), None)
    if colon is None or colon == clause.start:
        return False
    heads = range(clause.start, colon)
    return all(
        scan.tokens[i].kind == "word"
        and scan.tokens[i].raw[:1].isupper()
        and not scan.tokens[i].raw.isupper()
        and not clause.within(i)
        and scan.words[i] not in language.activities
        and not scan.words[i].endswith(language.activity_endings)
        for i in heads
    )


def _talks(clause: Clause) -> bool:
    start = clause.cue.end if clause.cue else clause.start
    talk = clause.scan.language.talk_words
    return any(clause.scan.norms[i] in talk for i in range(start, clause.end) if not clause.within(i))


def _lasts(clause: Clause) -> bool:
    """`Apollo crashed for 10 minutes`: a sentence, perhaps of something else."""
    scan = clause.scan
    starts = [start for start, _, name in clause.used if name == "duration_s" and start > 0]
    return any(scan.words[start - 1] in scan.language.for_words for start in starts)


def _lies_ahead(clause: Clause) -> bool:
    """`in 10 minutes`"""
    ahead = clause.scan.language.ahead_words
    return any(clause.scan.words[s - 1] in ahead for s, _, name in clause.used if name == "duration_s" and s > 0)


def _is_compared(clause: Clause) -> bool:
    """`15 min late`, `2h slower`"""
    compared = clause.scan.language.compared_words
    return any(clause.scan.words[end] in compared for _, end, name in clause.used if name == "duration_s")


def is_amount(scan: Scan, match: Match[object]) -> bool:
    """A length or a stretch of time: what makes a text without a cue a log."""
    if isinstance(match.value, ClockPoint):
        return match.value.clock.colons and scan.numbers[match.start] >= 0
    return isinstance(match.value, Duration | ClockRange | Lately | Away) or day_length(scan, match) is not None


def start_timer(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    if tells_an_end(clause):
        return log_time(clause, day=day)
    start, work, needs, worth = _timer(clause, day)
    if isinstance(needs, NotRead):
        return needs
    if _pleads(clause):  # "let's start"
        worth = min(worth, _PLEA)
    return [
        StartTimer(**work.fields(), start=start, needs=tuple(needs), confidence=worth, spans=clause.spans()),
    ]


def tells_an_end(clause: Clause) -> bool:
    """It tells an end: `started at 9 and finished at 11`."""
    if any(isinstance(match.value, ClockRange) and match.value.last is not None for match in clause.matches):
        return True
    if clause.cue is not None and clause.within(clause.cue.start) and clause.of(Duration):  # "2h starting at 9"
        return True
    roles = {match.value.role for match in clause.matches if isinstance(match.value, ClockPoint)}
    return roles == {"start", "end"}


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
    return [SwitchTimer(**work.fields(), start=start, needs=tuple(needs), confidence=worth, spans=clause.spans())]


def _timer(clause: Clause, day: date | None) -> tuple[datetime | None, Work, list[Need] | NotRead, float]:
    scan = clause.scan
    body_end = description_start(clause, at_once=True)
    if clause.cue and any(scan.norms[i] in scan.language.copulas for i in range(clause.cue.end, body_end)):
        return None, Work(), NotRead("It reads like talk.", "start_timer"), 0.0  # "start date is June 1"
    times = read_times(clause, body_end, day=day, work=False)
    _use_timer_noun(clause)
    work = read_work(clause, body_end, name_due=True)
    if clause.cue and clause.cue.worth < TYPO_WORTH and not work.subject.named:
        return None, work, NotRead("It reads like talk.", "start_timer"), 0.0  # "I'm on vacation"
    worth = SURE * (clause.cue.worth if clause.cue else 1.0)
    if (times.duration_s is not None or times.end is not None) and not times.needs:
        worth = min(worth, 0.7)  # a timer has no length: perhaps a log was meant
    if work.project is None and work.description is not None:
        told = body_end < clause.end or scan.preferences.default_project
        worth = min(worth, _BARE if told else NO_NAME)
    needs = [*(need for need in times.needs if need.field == "start"), *work.subject.needs]
    start = times.start
    if start is not None and start > localized(clause.scan, clause.scan.now) and not needs:
        needs.append(Need(field="start", reason="That is still to come. When did it start?", code="not_yet"))
    return start, work, needs, round(min(worth, work.subject.worth) * times.worth, 3)


def _use_timer_noun(clause: Clause) -> None:
    """`start a non-billable timer on Internal`: the noun behind the mark says nothing more."""
    for mark in clause.of(Billable):
        if clause.scan.words[mark.end] in clause.scan.language.timer_words and mark.end < clause.end:
            clause.use_tokens(mark.end, mark.end + 1, "kind")


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
    end = times.end or times.start
    needs = tuple(need.model_copy(update={"field": "end"}) for need in times.needs if need.field == "start")
    return [StopTimer(end=end, needs=needs, confidence=confidence, spans=clause.spans())]


def _pleads(clause: Clause) -> bool:
    """`please stop`, `stop?`: one word among polite ones, which may be said to anybody."""
    cue, scan = clause.cue, clause.scan
    alone = cue is not None and cue.end - cue.start == 1 and (cue.start, cue.end) == (clause.start, clause.end)
    if not alone or (clause.start, clause.end) != without_politeness(scan):
        return False
    beside = (*scan.tokens[: clause.start], *scan.tokens[clause.end :])
    return scan.asks or any(token.kind != "symbol" for token in beside)


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
