"""From a scanned text to its actions: the best cover, the clauses, one assembler for each kind."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from clankerbot_engine.actions import ActionBase, StopTimer
from clankerbot_engine.parsing.assembly import (
    accounts,
    changes,
    channels,
    deletions,
    reminders,
    reports,
    schedules,
    subscriptions,
    timed_work,
)
from clankerbot_engine.parsing.assembly.bare_numbers import BARE_NUMBER, with_bare_number
from clankerbot_engine.parsing.assembly.entry_words import marks_entry
from clankerbot_engine.parsing.assembly.mere_words import MERE_WORD, begins_with_mere_word
from clankerbot_engine.parsing.assembly.outcome import (
    PLAN_REASON,
    REST_REASON,
    TAKEN_BACK_REASON,
    TALK_REASON,
    NotRead,
    unknown,
)
from clankerbot_engine.parsing.assembly.plausibility import is_amount, is_amount_of_work
from clankerbot_engine.parsing.clause import Clause, Cue
from clankerbot_engine.parsing.clock_times import later, localized
from clankerbot_engine.parsing.cover import best_cover
from clankerbot_engine.parsing.intents import TYPO_WORTH, find_cue, takes_back, with_closing_cue, without_politeness
from clankerbot_engine.parsing.likely_reads import likely_read
from clankerbot_engine.parsing.recognizers.clock_phrases import ClockRange
from clankerbot_engine.parsing.recognizers.durations import Duration
from clankerbot_engine.parsing.recognizers.marks import Away, Quote
from clankerbot_engine.parsing.recognizers.names import ProjectName
from clankerbot_engine.parsing.recognizers.recurrences import Recurrence
from clankerbot_engine.parsing.recognizers.relative import Ago
from clankerbot_engine.parsing.recognizers.table import table_of
from clankerbot_engine.parsing.recognizers.when import When
from clankerbot_engine.parsing.rows import (
    as_doubtful,
    beside_named,
    in_one_week,
    with_lone_tasks,
    with_project_behind,
    with_project_of,
)
from clankerbot_engine.parsing.scan import Match, Scan
from clankerbot_engine.parsing.sharing import Shared, apiece, under_heading, without_shared
from clankerbot_engine.parsing.splitting import MAX_CLAUSES, split
from clankerbot_engine.parsing.tokens import MOST_TOKENS
from clankerbot_engine.parsing.work import description_start

Assembler = Callable[..., list[ActionBase] | NotRead]

_ASSEMBLERS: Mapping[str, Assembler] = {
    "log_time": timed_work.log_time,
    "start_timer": timed_work.start_timer,
    "switch_timer": timed_work.switch_timer,
    "stop_timer": timed_work.stop_timer,
    "continue_timer": timed_work.continue_timer,
    "status": reports.status,
    "summary": reports.summary,
    "list_entries": reports.list_entries,
    "edit_entry": changes.edit_entry,
    "delete_entry": deletions.delete_entry,
    "undo": deletions.undo,
    "split_entry": changes.split_entry,
    "repeat_entries": changes.repeat_entries,
    "list_projects": accounts.list_projects,
    "create_project": accounts.create_project,
    "list_schedules": schedules.list_schedules,
    "delete_schedule": schedules.delete_schedule,
    "remind": reminders.remind,
    "missing_hours": reminders.missing_hours,
    "budgets": reports.budgets,
    "subscribe": subscriptions.subscribe,
    "unsubscribe": subscriptions.unsubscribe,
    "connect": accounts.connect,
    "disconnect": accounts.disconnect,
    "help": accounts.help_,
    "post_message": channels.post_message,
}
_NEVER_REPEATED = {"list_schedules", "delete_schedule", "create_project", "subscribe", "unsubscribe", "help"}
_WITH_DAYS = {"log_time"}
_ENDING = {"delete_entry", "stop_timer"}
_CHANGES = {"delete_entry", "edit_entry", "undo"}
_AMOUNTS = (Duration, ClockRange)
_BEHIND_TALK, _MOST_TALK = 0.85, 24
_VERBS_OF_WORK = {"edit_entry", "delete_entry", "post_message", "split_entry", "repeat_entries"}
"""Their words also say what was done: "fix the loom on Falcon 2h"."""


def read(scan: Scan) -> list[ActionBase]:
    """At least one action; `unknown` stands alone."""
    language = scan.language
    if {*scan.kinds} <= {"symbol"} and "?" not in scan.norms:
        return [unknown(language, NotRead("There is nothing to read.", "help"))]
    start, end = without_politeness(scan)
    if takes_back(scan, start):
        return [unknown(language, NotRead(TAKEN_BACK_REASON))]
    matches = best_cover(table_of(language).matches(scan), scan.size)
    inside = [match for match in matches if start <= match.start < end]
    end = max(end, inside[-1].end) if inside else end  # a full stop may belong to "a.m."
    clause = Clause(scan, start, end, inside, find_cue(scan, inside, start, end))
    if clause.cue is None or _may_begin_or_end(clause):
        clause = with_closing_cue(clause)
    clause.cue = _meant(clause)
    if clause.cue is None and reports.is_bare_period(clause):
        clause.cue = Cue("summary", start, start, reports.BARE_PERIOD)
    if (clause.cue is None or clause.cue.intent == "log_time") and timed_work.leaves_the_rest(clause):
        return [unknown(language, NotRead(REST_REASON, "log_time"))]
    if scan.size > MOST_TOKENS and description_start(clause, at_once=True) == clause.end:
        return [unknown(language, NotRead("It is too long to be one request."))]
    actions = _scheduled(clause)
    if actions is None:
        actions = _clauses(split(clause))
    if isinstance(actions, NotRead):
        actions = _behind_talk(clause) or _likely(clause, actions) or actions
    return actions if not isinstance(actions, NotRead) else [unknown(language, actions)]


def _likely(clause: Clause, missing: NotRead) -> list[ActionBase] | None:
    return None if missing.final or missing.reason in (TALK_REASON, PLAN_REASON) else likely_read(clause)


def _may_begin_or_end(clause: Clause) -> bool:
    """`habe um 14:20 mit Apollo angefangen`: it tells no length, and the last word may say more than the first.

    So it may in `meine Woche hier posten`.
    """
    if clause.cue is None or clause.cue.intent != "log_time":
        return clause.cue is not None and clause.cue.intent == "summary"
    return not any(isinstance(match.value, _AMOUNTS) for match in clause.matches)


def _meant(clause: Clause) -> Cue | None:
    """The cue, whose verb says something else beside certain words: "stop the daily reminder"."""
    cue, scan = clause.cue, clause.scan
    if cue is None:
        word, language = scan.words[clause.start], scan.language
        tags = language.edit_fields.get(word) == "tags" and word in language.adding_words
        said = scan.words[clause.start + 1 : clause.end]
        entry = not language.entry_names.isdisjoint(said) and not _is_log(clause)
        if tags and entry and scan.words[clause.start + 1] != ":":
            return Cue("edit_entry", clause.start, clause.start + 1)  # "tag yesterday's entry as urgent"
        return None
    ends = cue.intent in _ENDING and (
        not scan.present.isdisjoint(scan.language.schedule_words) or schedules.names_a_post(clause)
    )
    if ends and not any(isinstance(match.value, Quote) for match in clause.matches):
        return replace(cue, intent="delete_schedule")
    if cue.intent == "switch_timer" and not scan.language.entry_names.isdisjoint(scan.words[cue.end : clause.end]):
        return replace(cue, intent="edit_entry", worth=1.0)  # "switch yesterday's entry to Apollo"
    parted = scan.language.parted_verbs.get(scan.words[cue.start])
    if cue.intent == "edit_entry" and parted and scan.words[clause.end - 1] == parted:
        clause.use_tokens(clause.end - 1, clause.end, "kind")
        return replace(cue, intent="continue_timer")  # "mach mit Apollo weiter"
    if cue.intent == "log_time" and channels.quotes_for_channel(clause):
        return replace(cue, intent="post_message")  # "write in #ops 'back at 3'"
    if cue.intent == "post_message" and channels.tells_of_events(clause):
        return replace(cue, intent="subscribe")  # "post in #ops when a project is deleted"
    again = cue.intent == "subscribe" and any(isinstance(match.value, Recurrence) for match in clause.matches)
    if again and not subscriptions.names_a_topic(clause):  # "ping me on Fridays about my timesheet"
        return replace(cue, intent="remind", worth=TYPO_WORTH)
    return cue


def _behind_talk(clause: Clause) -> list[ActionBase] | None:
    """`the last entry is wrong, delete it`, `lunch, stop the timer`: what is asked for once it is told why."""
    scan = clause.scan
    commas = [i for i in range(clause.start + 1, clause.end - 1) if scan.words[i] == ","]
    if len(commas) != 1 or scan.size > _MOST_TALK:
        return None
    part = clause.part(commas[0] + 1, clause.end, None)
    part.cue = find_cue(scan, part.matches, part.start, part.end, reach=2)
    stops = part.cue is not None and part.cue.intent == "stop_timer" and part.cue.end != part.cue.start + 1
    if part.cue is None or not (part.cue.intent in _CHANGES or stops):
        return None
    made = _assemble(part)
    if isinstance(made, NotRead):
        return None
    before: list[Match[Ago]] = clause.part(clause.start, commas[0], None).of(Ago)
    if len(before) == 1 and isinstance(made[0], StopTimer) and made[0].end is None:  # "left 15 minutes ago, stop it"
        made = [made[0].model_copy(update={"end": later(scan, localized(scan, scan.now), -before[0].value.seconds)})]
    return [action.model_copy(update={"confidence": min(action.confidence, _BEHIND_TALK)}) for action in made]


def _scheduled(clause: Clause) -> list[ActionBase] | NotRead | None:
    intent = clause.cue.intent if clause.cue else None
    if intent in _NEVER_REPEATED:
        return None
    recurrences = clause.of(Recurrence)
    if recurrences:
        recurrences = clause.of(Recurrence, end=description_start(clause))
    if not recurrences and intent == "remind" and (implied := reminders.implied_recurrence(clause)) is not None:
        recurrences = [implied]
    if not recurrences and intent == "summary" and (daily := reports.implied_recurrence(clause)) is not None:
        recurrences = [daily]
    if not recurrences or not (intent or _is_log(clause)):
        return None
    if recurrences[0].value.unit == "day" and _within_a_period(clause):  # "each day from Monday to Wednesday"
        return _assemble(
            Clause(
                clause.scan,
                clause.start,
                clause.end,
                clause.matches,
                clause.cue,
                taken=[(recurrences[0].start, recurrences[0].end, "date")],
            )
        )
    return schedules.create_schedule(clause, recurrences[0], _assemble)


def _within_a_period(clause: Clause) -> bool:
    """Days that are over or run are told one by one, and not from now on."""
    for when in clause.of(When):
        days = when.value.settled(clause.scan)
        if not when.value.is_day and days is not None and days.first <= clause.scan.today:
            return True
    return False


def _clauses(clauses: list[Clause]) -> list[ActionBase] | NotRead:
    if len(clauses) > MAX_CLAUSES:
        return NotRead(f"It asks for more than {MAX_CLAUSES} things at once.")
    clauses, shared = _listed(clauses)
    actions: list[ActionBase] = []
    for clause, day in zip(clauses, _shared_days(clauses), strict=True):
        made = _assemble(clause, day=day)
        if isinstance(made, NotRead):
            return made  # all of it or nothing: half a text carried out is worse than a question
        if actions and isinstance(actions[-1], StopTimer) and isinstance(made[0], StopTimer):
            if actions[-1].end is None:  # "forgot to stop, stop it at 5"
                actions[-1] = made[0]
            continue  # "done for today, stop the timer"
        actions.extend(with_project_of(actions[-1] if actions else None, made, clause.scan.index))
    told = len(clauses) > 1 and any(map(timed_work.tells_of_project, clauses))
    actions = as_doubtful(beside_named(with_project_behind(actions)), told=told)
    actions = with_lone_tasks(actions, clauses[0].scan.index, clauses[0].scan.preferences)
    if shared is not None:
        actions = [shared.given_to(action) for action in actions]
    if len(actions) > 1 and any(isinstance(match.value, Away) for clause in clauses for match in clause.matches):
        return in_one_week(actions)
    return actions


def _listed(clauses: list[Clause]) -> tuple[list[Clause], Shared | None]:
    """Pieces of work that are over, one for each entry, and what was said of all of them."""
    scan = clauses[0].scan
    if len(clauses) == 1 and scan.present.isdisjoint(scan.language.apiece_words):
        return clauses, None
    if any(clause.cue is not None and clause.cue.intent != "log_time" for clause in clauses):
        return clauses, None
    clauses, shared = without_shared(clauses)
    return [piece for clause in under_heading(clauses) for piece in apiece(clause)], shared


def _assemble(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    if begins_with_mere_word(clause):
        told = Clause(clause.scan, clause.start, clause.end, clause.matches, taken=clause.taken)
        return timed_work.log_time(told, day=day, at_most=MERE_WORD)
    if clause.cue is not None:
        if clause.cue.intent == "log_time" and changes.leads_to_entry(clause):
            return changes.edit_entry(clause, day=day)  # "add #urgent to the last entry", "add 15 min to it"
        if clause.cue.intent == "delete_entry" and changes.adds_length(clause):
            return changes.edit_entry(clause, day=day)  # "remove 10 min from my last entry"
        if clause.cue.intent == "summary" and not clause.scan.asks and reports.tells(clause):
            return timed_work.log_time(reports.told(clause), day=day)  # "time on Apollo yesterday was 3h"
        made = _ASSEMBLERS[clause.cue.intent](clause, day=day)
        read_otherwise = isinstance(made, NotRead) and not made.final and clause.cue.intent in _VERBS_OF_WORK
        if not (read_otherwise and _is_log(clause)):
            return made
        clause = Clause(clause.scan, clause.start, clause.end, clause.matches, taken=clause.taken)
    if _is_log(clause):
        return timed_work.log_time(clause, day=day)
    if timed_work.tells_a_start(clause) or (timed_work.tells_now(clause) and not clause.scan.asks):
        return timed_work.start_timer(clause, day=day)
    if timed_work.tells_from_when(clause) and not clause.scan.asks:
        return timed_work.log_time(clause, day=day)
    counted = with_bare_number(clause)
    if counted is not None and not clause.scan.asks:
        return timed_work.log_time(counted, day=day, at_most=BARE_NUMBER)
    if marks_entry(clause) and not (clause.scan.asks or _asks(clause)):
        return changes.edit_entry(clause, day=day)  # "don't bill my last entry"
    return NotRead("It asks for nothing that is done here.")


def _asks(clause: Clause) -> bool:
    return clause.scan.words[clause.start] in clause.scan.language.question_words


def _is_log(clause: Clause) -> bool:
    if any(is_amount(clause.scan, match) for match in clause.matches):
        return True
    if any(is_amount_of_work(match) for match in clause.matches) and _names_project(clause):
        return True
    return timed_work.tells_an_end(clause)


def _names_project(clause: Clause) -> bool:
    """Any words may, where no names are known."""
    return clause.scan.index is None or any(isinstance(match.value, ProjectName) for match in clause.matches)


def _shared_days(clauses: list[Clause]) -> list[date | None]:
    """A clause without a day takes over the one said before it, or else the one after."""
    if len(clauses) == 1:
        return [None]
    said = [_day_said(clause) for clause in clauses]
    shared: list[date | None] = []
    before: date | None = None
    for i, day in enumerate(said):
        before = day or before
        shared.append(before or next((each for each in said[i:] if each), None) if _shares(clauses[i]) else None)
    return shared


def _day_said(clause: Clause) -> date | None:
    found: list[Match[When]] = clause.of(When)
    for match in found:
        days = match.value.settled(clause.scan) if match.value.is_day else None
        if days is not None:
            return days.first
    return None


def _shares(clause: Clause) -> bool:
    return clause.cue is None or clause.cue.intent in _WITH_DAYS
