"""What happens again and again: `create_schedule`, `list_schedules`, `delete_schedule`."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from clankerbot_engine.actions import (
    ActionBase,
    Choice,
    CreateSchedule,
    DeleteSchedule,
    ListEntries,
    ListSchedules,
    LogTime,
    MissingHours,
    Need,
    PostMessage,
    Remind,
    Summary,
)
from clankerbot_engine.parsing.assembly.channels import read_channel
from clankerbot_engine.parsing.assembly.outcome import SURE, NotRead, command_confidence
from clankerbot_engine.parsing.clause import Clause
from clankerbot_engine.parsing.clock_times import settle, settle_range
from clankerbot_engine.parsing.recognizers.clock_phrases import ClockPoint, ClockRange
from clankerbot_engine.parsing.recognizers.marks import Mention, TagNames
from clankerbot_engine.parsing.recognizers.parts import DayPart
from clankerbot_engine.parsing.recognizers.recurrences import Recurrence
from clankerbot_engine.parsing.recognizers.when import When
from clankerbot_engine.parsing.scan import Match
from clankerbot_engine.parsing.tokens import one_line
from clankerbot_engine.reports.relative_periods import with_relative_period

Assemble = Callable[[Clause], list[ActionBase] | NotRead]

_HOURS_OF_PARTS = {"morning": 9, "afternoon": 14, "evening": 18, "night": 21}
_NO_HOUR_SAID, _TOLD_NOW = 0.92, 0.85
_WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
SCHEDULABLE = {
    *("summary", "list_entries", "status", "remind", "missing_hours", "budgets", "post_message"),
    *("log_time", "start_timer", "stop_timer"),
}


def create_schedule(clause: Clause, recurrence: Match[Recurrence], assemble: Assemble) -> list[ActionBase] | NotRead:
    """The rest of the sentence is what is done each time; its own clock range ends when it is done."""
    clause.use(recurrence, "cron")
    often = _on_its_days(clause, recurrence.value)
    hour, minute, worth = _time_of_day(clause, often)
    says = clause.cue is not None and clause.cue.intent == "post_message"
    channel = None if says else read_channel(clause) or _person_told(clause)
    nested = Clause(
        clause.scan, clause.start, clause.end, clause.matches, clause.cue, taken=[*clause.used, *clause.taken]
    )
    actions = assemble(nested)
    if isinstance(actions, NotRead):
        return NotRead("It does not say what to do each time.", "create_schedule")
    if len(actions) != 1 or actions[0].kind not in SCHEDULABLE:
        return NotRead("That cannot be done on a schedule.", "create_schedule")
    action = _timeless(actions[0], clause)
    channel = action.channel if isinstance(action, PostMessage) else channel
    needs: tuple[Need, ...] = ()
    if often.every_other:
        often, needs = _asked_which(often, hour, minute)
    told = clause.cue is None and recurrence.start > clause.start  # "Apollo standup 9:30-9:45 every day"
    worth = min(worth, _TOLD_NOW) if often.perhaps or told else worth
    schedule = CreateSchedule(
        cron=_cron(often, hour, minute),
        needs=needs,
        timezone=clause.scan.zone.key,
        channel=channel,
        action=action,
        confidence=round(min(worth, action.confidence), 3),
        spans=Clause(clause.scan, clause.start, clause.end, (), None, used=clause.used).spans(),
    )
    return [schedule]


def _person_told(clause: Clause) -> str | None:
    """`send my week to @ben`: who is meant by `to` is told, and not asked about."""
    scan, language, cue = clause.scan, clause.scan.language, clause.cue
    if cue is None or cue.intent == "remind":
        return None
    if language.sending_words.isdisjoint((*scan.words[cue.start : cue.end], clause.verb)):
        return None
    told = language.recipient_words
    for mention in clause.of(Mention):
        if mention.value.kind == "user" and scan.words[mention.start - 1] in told:
            clause.use(mention, "channel")
            return mention.value.id
    for tag in clause.of(TagNames):
        if scan.words[tag.start] == "@" and scan.words[tag.start - 1] in told:
            clause.use(tag, "channel")
            return f"@{tag.value.names[0]}"[:100]
    return None


def _asked_which(often: Recurrence, hour: int, minute: int) -> tuple[Recurrence, tuple[Need, ...]]:
    """Cron counts no weeks: the nearest that it knows, and the other that may do."""
    numbers = [int(end) for part in often.weekdays.split(",") for end in part.split("-")]
    if "-" in often.weekdays:
        numbers = list(range(numbers[0], numbers[-1] + 1))
    nearest = replace(often, weekdays=",".join(f"{number}#1,{number}#3" for number in numbers))
    days = " and ".join(_WEEKDAYS[number % 7] for number in numbers)
    labels = ((nearest, f"The 1st and 3rd {days} of each month"), (often, f"Every {days}"))
    choices = tuple(Choice(value=_cron(each, hour, minute), label=label) for each, label in labels)
    reason = "A schedule cannot count weeks. When is it due instead?"
    return nearest, (Need(field="cron", reason=reason, code="ambiguous", choices=choices),)


def _on_its_days(clause: Clause, often: Recurrence) -> Recurrence:
    """`daily at 9:15 on weekdays`: what is said of the days apart."""
    if often.weekdays != "*" or often.unit in {"week", "month"}:
        return often
    for match in clause.of(Recurrence)[:1]:
        if match.value.weekdays != "*" and match.value.days_of_month == "*":
            clause.use(match, "cron")
            return replace(often, weekdays=match.value.weekdays)
    return often


def _timeless(action: ActionBase, clause: Clause) -> ActionBase:
    """Without the dates of the day on which the schedule was made; the day of each firing takes their place."""
    if isinstance(action, Summary | ListEntries | Remind | MissingHours):
        scan = clause.scan
        # On a Sunday the last seven days are this week, but for what they are called.
        said = {match.value.relative for match in clause.matches if isinstance(match.value, When)}
        counted = next((each for each in said if each and re.fullmatch(r"last_\d{1,3}_days", each)), None)
        return with_relative_period(action, scan.today, scan.preferences.week_start, counted)
    if isinstance(action, LogTime):
        length = action.duration_s
        if length is None and action.start is not None and action.end is not None:
            length = round((action.end - action.start).total_seconds())
        needs = tuple(need for need in action.needs if need.field not in {"date", "start", "end"})
        changes = {"date": None, "start": None, "end": None, "duration_s": length, "needs": needs}
        return action.model_copy(update=changes)
    return action


def _time_of_day(clause: Clause, recurrence: Recurrence) -> tuple[int, int, float]:
    scan = clause.scan
    part = next((match.value.part for match in clause.of(DayPart)), None)
    words = scan.words[clause.start : clause.end]
    part = part or next((scan.language.dayparts[word] for word in words if word in scan.language.dayparts), None)
    for match in clause.of(ClockPoint)[:1]:
        clause.use(match, "cron")
        minutes = settle(scan, match.value.clock, part).minutes
        return minutes // 60, minutes % 60, SURE
    for ranged in clause.of(ClockRange)[:1]:
        if ranged.value.last is not None:
            end = settle_range(scan, ranged.value.first, ranged.value.last, part)[1] % (24 * 60)
            return end // 60, end % 60, SURE
    if recurrence.hours is not None or recurrence.minutes is not None:
        return 0, 0, SURE
    if part in _HOURS_OF_PARTS:
        return _HOURS_OF_PARTS[part], 0, SURE
    opens = scan.preferences.day_start
    return opens.hour, opens.minute, _NO_HOUR_SAID


def _cron(recurrence: Recurrence, hour: int, minute: int) -> str:
    days = f"{recurrence.days_of_month} {recurrence.months} {recurrence.weekdays}"
    if recurrence.minutes is not None:
        return f"*/{recurrence.minutes} * {days}" if recurrence.minutes > 1 else f"* * {days}"
    if recurrence.hours is not None:
        return f"0 */{recurrence.hours} {days}" if recurrence.hours > 1 else f"0 * {days}"
    return f"{minute} {hour} {days}"


def list_schedules(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    confidence = command_confidence(clause)
    if confidence is None:
        return NotRead("It asks for more than the schedules.", "help")
    return [ListSchedules(confidence=confidence, spans=clause.spans())]


def names_a_post(clause: Clause) -> bool:
    """`the friday summary`, `the daily report`: what comes again, by its day."""
    scan, language = clause.scan, clause.scan.language
    return any(
        scan.words[match.end] in language.digest_words | language.sending_words
        for match in clause.matches
        if isinstance(match.value, When | Recurrence) and match.end < clause.end
    )


def delete_schedule(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    language = clause.scan.language
    if any(clause.scan.words[i] in language.all_words for i in range(clause.start, clause.end)):
        return NotRead("Schedules are deleted one at a time.", "list_schedules")
    said = language.schedule_words | language.digest_words | language.sending_words | language.me_words
    if said.isdisjoint(clause.scan.words[clause.start : clause.end]):
        return NotRead("Only entries and schedules can be deleted here.", "list_schedules")  # "turn off the lights"
    idle = (
        language.fillers,
        language.possessives,
        language.the_words,
        language.schedule_words,
        language.me_words,
        language.day_prepositions,
        language.ordinal_words,
    )
    left = [clause.trimmed(s, e, idle) for s, e in clause.gaps()]
    left = [(s, e) for s, e in left if s < e]
    if not left:
        left = [clause.trimmed(when.start, when.end, idle) for when in clause.of(When)]  # "cancel my Friday reminder"
    if not left:
        return [DeleteSchedule(target="last", confidence=SURE, spans=clause.spans())]
    start, end = left[0][0], left[-1][1]
    clause.use_tokens(start, end, "target")
    target = one_line(clause.scan.source(start, end).lstrip("#"))[:500]
    return [DeleteSchedule(target=target or "last", confidence=SURE, spans=clause.spans())]
