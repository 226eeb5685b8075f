"""Questions about what was tracked: `summary`, `list_entries`, `status`."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from clankerbot_engine.actions import ActionBase, Budgets, ListEntries, Status, Summary
from clankerbot_engine.parsing.assembly.outcome import SURE, NotRead, command_confidence
from clankerbot_engine.parsing.clause import Clause, Cue
from clankerbot_engine.parsing.dates import Days, unit_days
from clankerbot_engine.parsing.names import find_project
from clankerbot_engine.parsing.projects import read_subject
from clankerbot_engine.parsing.recognizers.clock_phrases import ClockPoint, ClockRange
from clankerbot_engine.parsing.recognizers.durations import Duration
from clankerbot_engine.parsing.recognizers.marks import Billable, Grouping, Mention, TagNames
from clankerbot_engine.parsing.recognizers.names import ProjectName
from clankerbot_engine.parsing.recognizers.recurrences import Recurrence
from clankerbot_engine.parsing.recognizers.relative import Lately
from clankerbot_engine.parsing.recognizers.when import When
from clankerbot_engine.parsing.scan import Match
from clankerbot_engine.parsing.tokens import one_line
from clankerbot_engine.reports.facts import GroupBy

_DOUBTFUL_DAY = 0.6
_UNREAD_DAY = 0.88
_UNREAD = 0.12
BARE_PERIOD = TOLD = 0.85
"""What a summary is worth that nothing but a period asks for."""


@dataclass(slots=True)
class Period:
    first: date | None = None
    last: date | None = None
    worth: float = 1.0


def read_period(clause: Clause, *, totals: bool = True) -> Period:
    """What was said in most words; a bare "weekly" is this week.

    "from Monday" runs until today where `totals` are asked for; Monday's entries are those of the one day.
    """
    scan = clause.scan
    for since in clause.of(ClockRange):
        if since.value.vague and since.value.last is None and since.value.first_day is not None:  # "since this morning"
            days = since.value.first_day.settled(scan)
            clause.use(since, "from")
            return Period(days.first, scan.today) if days is not None else Period()
    settled = [(match, match.value.settled(scan)) for match in clause.of(When)]
    known = [(match, days) for match, days in settled if days is not None]
    joined = _joined(clause, known)
    if joined is not None:
        return joined
    if known:
        match, days = max(known, key=lambda each: (each[0].end - each[0].start, -each[0].start))
        clause.use(match, "from")
        if match.value.counted_in is not None:
            days = unit_days(match.value.counted_in, days.first, scan.preferences.week_start)
        of_that_day = not totals and not scan.language.entry_words.isdisjoint(scan.present)  # "entries from Monday"
        open_end = match.value.open == "surely" or (match.value.open == "perhaps" and not of_that_day)
        last = max(days.last, scan.today) if open_end else days.last
        return Period(days.first, last, _DOUBTFUL_DAY if match.value.doubtful else 1.0)
    for lately in clause.of(Lately):  # "the last 48 hours"
        clause.use(lately, "from")
        return Period((scan.now - timedelta(seconds=lately.value.seconds)).date(), scan.today)
    unit = unit_said(clause)
    if unit is None:
        return Period()
    days_of_unit = unit_days(unit, scan.today, scan.preferences.week_start)
    return Period(days_of_unit.first, days_of_unit.last)


def _joined(clause: Clause, known: list[tuple[Match[When], Days]]) -> Period | None:
    """`yesterday and today`: from the first to the last."""
    scan = clause.scan
    if len(known) < 2:
        return None
    joins = scan.language.and_words | {",", "+", "/"}
    if not all(
        after.start - before.end == 1 and scan.words[before.end] in joins for (before, _), (after, _) in pairwise(known)
    ):
        return None
    clause.use_tokens(known[0][0].start, known[-1][0].end, "from")
    in_order = sorted((days for _, days in known), key=lambda days: days.first)
    gaps = any((after.first - before.last).days > 1 for before, after in pairwise(in_order))  # "May and August"
    return Period(in_order[0].first, max(days.last for days in in_order), _DOUBTFUL_DAY if gaps else 1.0)


def is_bare_period(clause: Clause) -> bool:
    """`last week by day`, `Apollo last week`, `this week vs last week`: a period, a project, how to part it."""
    kinds = [type(match.value) for match in clause.matches]
    period = any(isinstance(match.value, When) and not match.value.is_day for match in clause.matches)
    told = any(clause.scan.norms[i] in clause.scan.language.copulas for i in range(clause.start, clause.end))
    joins = clause.scan.language.and_words | clause.scan.language.versus_words
    only = set(kinds) <= {When, Grouping, ProjectName, Billable} and not clause.unread_words(joins)
    return period and not told and only


def tells(clause: Clause) -> bool:
    """It says how long it was, and of what, and asks for nothing."""
    scan = clause.scan
    lengths = [match for match in clause.matches if isinstance(match.value, Duration)]
    named = any(isinstance(match.value, ProjectName) for match in clause.matches)
    return named and any(scan.words[match.start - 1] in scan.language.copulas for match in lengths)


def told(clause: Clause) -> Clause:
    """The same as a report of work, whose command was none."""
    assert clause.cue is not None
    cue = Cue("log_time", clause.cue.start, clause.cue.end, TOLD)
    return Clause(clause.scan, clause.start, clause.end, clause.matches, cue)


def unit_said(clause: Clause) -> str | None:
    """`my week`, `the monthly report`: the unit among the cue's words."""
    language = clause.scan.language
    if clause.cue is None:
        return None
    alone = clause.cue.end + 1 == clause.end and not clause.within(clause.cue.end)  # "summary week"
    for i in range(clause.cue.start, clause.cue.end + alone):
        word = clause.scan.words[i]
        unit = language.recurrences.get(word) or language.calendar_units.get(word)
        if unit in {"day", "week", "month", "quarter", "year"}:
            return unit
    return None


def implied_recurrence(clause: Clause) -> Match[Recurrence] | None:
    """`send me a daily summary at 6pm`: what is told of each day, at an hour, comes each day."""
    if not clause.of(ClockPoint) or unit_said(clause) != "day" or clause.cue is None:
        return None
    said = clause.scan.words[clause.cue.start : clause.cue.end]
    adverb = not clause.scan.language.recurrences.keys().isdisjoint(said)
    sent = not clause.scan.language.sending_words.isdisjoint(said)
    return Match(clause.cue.end, clause.cue.end, Recurrence("day"), 0) if adverb and sent else None


def summary(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    scan, language = clause.scan, clause.scan.language
    period = read_period(clause)
    grouped: GroupBy | None = None
    for grouping in clause.of(Grouping)[:1]:
        grouped = grouping.value.by
        clause.use(grouping, "group_by")
    billable = None
    marks = clause.of(Billable)
    for mark in marks:
        billable = mark.value.value if len({each.value.value for each in marks}) == 1 else None  # "and non-billable"
        clause.use(mark, "billable")
    if not marks and billable is None and clause.cue is not None:
        billable = _billable_in_cue(clause)
    if grouped is None and unit_said(clause) == "day" and period.first != period.last:
        grouped = "day"  # "daily breakdown for last week"
    client = _client(clause)
    _pass_over_recipient(clause)
    user = _user(clause) or _person(clause)
    words = scan.words[clause.start : clause.end]
    team = any(
        scan.words[i] in language.team_words and not clause.is_used(i, i + 1) for i in range(clause.start, clause.end)
    )
    mine = language.event_my_words | language.me_words | (language.pronouns - language.others - language.team_words)
    own = any(word in mine for word in words)
    scope: Literal["me", "team"] = "team" if user or team or (client is not None and not own) else "me"
    if grouped is None and words and words[0] in language.who_words:
        grouped, scope = "user", "team"
    subject = read_subject(clause)
    idle = (language.team_words, language.report_words, language.question_words, language.pronouns, language.here_words)
    unread = clause.mark_unread(idle)
    about = subject.project is not None and (scan.index is None or subject.known is not None)
    anchored = period.first is not None or grouped is not None or client is not None or about
    if (unread or subject.project is not None) and not anchored and not _speaks_of_work(clause):
        return NotRead("It asks for nothing that was tracked.", "summary")
    confidence = min(subject.worth, period.worth, max(0.3, SURE - _UNREAD * unread)) * (
        clause.cue.worth if clause.cue else 1
    )
    return [
        Summary(
            from_=period.first,
            to=period.last,
            group_by=grouped or "project",
            scope=scope,
            project=subject.project,
            project_id=subject.project_id,
            client=client,
            user=user,
            billable=billable,
            needs=subject.needs,
            confidence=round(confidence, 3),
            spans=clause.spans(),
        )
    ]


def _billable_in_cue(clause: Clause) -> bool | None:
    """`billable hours`: the mark is a part of the cue."""
    assert clause.cue is not None
    for match in clause.matches:
        if isinstance(match.value, Billable) and clause.cue.start <= match.start and match.end <= clause.cue.end:
            return match.value.value
    return None


def _client(clause: Clause) -> str | None:
    """`for the client Kestrel Bank`, `Kestrel Bank hours`: one that the catalogue knows, and no project's name."""
    scan = clause.scan
    if scan.index is None or scan.index.clients.keys().isdisjoint(scan.bases):
        return None
    said = scan.language.client_words - scan.language.the_words
    named = {i for match in clause.of(ProjectName) for i in range(match.start, match.end)}
    for i in range(clause.start, clause.end):
        called = i > clause.start and scan.words[i - 1] in said
        client = scan.client_at(i) if called or i not in named else None
        if client is None or client[1] > clause.end or clause.is_used(i, client[1]):
            continue
        clause.use_tokens(i - 1 if called else i, client[1], "client")
        return client[0]
    return None


def _pass_over_recipient(clause: Clause) -> None:
    """`send my week to @ben`, `to Ben`, `to #general`: it is not his, and here it is shown to whoever asks."""
    scan, language = clause.scan, clause.scan.language
    if clause.cue is None or language.sending_words.isdisjoint(
        (*scan.words[clause.cue.start : clause.cue.end], clause.verb)
    ):
        return
    told = language.recipient_words
    for match in (*clause.of(Mention), *clause.of(TagNames)):
        if match.start > clause.start and scan.words[match.start - 1] in told:
            clause.use(match, "unread")
    for i in range(clause.start + 1, clause.end):
        if scan.words[i - 1] in told and _may_be_a_name(clause, i):
            clause.use_tokens(i, i + 1, "unread")


def _user(clause: Clause) -> str | None:
    for mention in clause.of(Mention):
        if mention.value.kind == "user":
            clause.use(mention, "user")
            return mention.value.id
    return None


def _person(clause: Clause) -> str | None:
    """`summary for Ben`, `how much did Ana log`, `Ben's hours`: a name that is no project's."""
    scan, language = clause.scan, clause.scan.language
    for tag in clause.of(TagNames):
        if scan.words[tag.start] == "@":
            clause.use(tag, "user")
            return tag.value.names[0]
    if scan.index is None:
        return None
    for i in range(clause.start, clause.end):
        if not _may_be_a_name(clause, i):
            continue
        end = i + 1
        while end < clause.end and not scan.norms[end - 1].endswith("'s") and _may_be_a_name(clause, end):
            end += 1  # "Ada Berg"
        owns = scan.norms[end - 1].endswith("'s")
        before = scan.words[i - 1] if i > clause.start else ""
        led = before in language.person_leads or before in language.question_words
        if (owns or led) and find_project(scan.words[i], scan.index, scan.preferences, spelling="near").known is None:
            clause.use_tokens(i, end, "user")
            name = one_line(scan.source(i, end))
            return name[:-2] if owns else name
    return None


def _may_be_a_name(clause: Clause, i: int) -> bool:
    scan = clause.scan
    if not scan.is_like_a_name(i):
        return False
    return scan.words[i] not in scan.language.vocabulary and not clause.within(i) and not clause.is_used(i, i + 1)


def _speaks_of_work(clause: Clause) -> bool:
    """Outside of the command itself, or the command alone: "summary judgement" is none."""
    begin = clause.cue.end if clause.cue else clause.start
    return any(word in clause.scan.language.tracking_words for word in clause.scan.words[begin : clause.end])


def list_entries(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    language = clause.scan.language
    period = read_period(clause, totals=False)
    subject = read_subject(clause)
    unread = clause.mark_unread((language.entry_words, language.report_words, language.pronouns, language.last_words))
    confidence = min(subject.worth, period.worth, max(0.3, SURE - _UNREAD * unread))
    return [
        ListEntries(
            from_=period.first,
            to=period.last,
            project=subject.project,
            project_id=subject.project_id,
            confidence=round(confidence, 3),
            spans=clause.spans(),
        )
    ]


def budgets(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    confidence = command_confidence(clause)
    if confidence is None:
        return NotRead("It asks for more than the budgets.", "help")
    return [Budgets(confidence=confidence, spans=clause.spans())]


def status(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    for when in (whens := clause.of(When)):
        clause.use(when, "unread")
    confidence = command_confidence(clause, idle=(clause.scan.language.timer_words, clause.scan.language.now_words))
    if confidence is None:
        return NotRead("It asks for more than what is running now.", "status")
    confidence = min(confidence, _UNREAD_DAY) if whens else confidence
    return [Status(confidence=confidence, spans=clause.spans())]
