"""Being told of something: `remind`, and `missing_hours`, which asks who is to be."""

from datetime import date
from typing import Literal

from clankerbot_engine.actions import ActionBase, MissingHours, Remind
from clankerbot_engine.parsing.assembly.channels import read_channel
from clankerbot_engine.parsing.assembly.outcome import SURE, NotRead, command_confidence
from clankerbot_engine.parsing.assembly.reports import Period, read_period
from clankerbot_engine.parsing.clause import Clause
from clankerbot_engine.parsing.phrases import longest
from clankerbot_engine.parsing.recognizers.clock_phrases import ClockPoint
from clankerbot_engine.parsing.recognizers.durations import Duration
from clankerbot_engine.parsing.recognizers.marks import Mention, Quote, TagNames
from clankerbot_engine.parsing.recognizers.recurrences import Recurrence
from clankerbot_engine.parsing.recognizers.when import When
from clankerbot_engine.parsing.scan import Match, Scan
from clankerbot_engine.parsing.tokens import one_line

TEAM = "team"
"""Who is reminded, where everybody is."""
_TOLD_NOW = 0.85
_LONGEST_GROUP = 4
_LONGEST_CONDITION = 8
"""Tokens before the length: "if i have logged in total less than 7h"."""


def implied_recurrence(clause: Clause) -> Match[Recurrence] | None:
    """`remind me at 5pm if I logged less than 7h`, `nudge the team on Monday at 10 about last week`: a reminder that
    looks first comes again and again; where no day is said, on working days.
    """
    if not clause.of(ClockPoint) or not (_asks_of_hours(clause) or _period_asked(clause) is not None):
        return None
    here = clause.cue.end if clause.cue else clause.start
    for when in clause.of(When):
        weekday = _weekday(clause.scan, when)
        if weekday is not None:
            clause.use(when, "cron")
            return Match(here, here, Recurrence("week", weekdays=str(weekday)), 0)
    return Match(here, here, Recurrence("day", weekdays="1-5"), 0)


def remind(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    """A reminder is made by a schedule; alone it goes out at once."""
    ahead = clause.scan.language.ahead_words
    soon = any(clause.scan.words[match.start - 1] in ahead for match in clause.of(Duration) if match.start > 0)
    if soon or clause.of(ClockPoint) or any(_lies_ahead(clause, when.value) for when in clause.of(When)):
        return NotRead(
            "Reminders for later come again and again: say how often, or ask for one right now.", "create_schedule"
        )
    words, asked = clause.scan.words, clause.cue.end if clause.cue else clause.start
    if words[asked] in clause.scan.language.me_words and words[asked + 1] in clause.scan.language.question_words:
        return NotRead("It asks to be told something.", "help")  # "remind me who Ana is"
    channel = read_channel(clause)
    who = _who(clause)
    less_than_s = _less_than(clause)
    only_if = _condition(clause) or ("missing_hours" if less_than_s is not None else None)
    period = _period(clause, looks=only_if == "missing_hours")
    if period.first is not None:
        only_if = "missing_hours"
    text = next((quote.value.text for quote in clause.of(Quote)), None) or _free_text(clause)
    sure = (
        (clause.taken and not _pings_something(clause, who))
        or who == TEAM
        or _mentions(clause)
        or only_if is not None
        or _of_tracking(clause)
    )
    return [
        Remind.model_validate(
            {
                "channel": channel,
                "who": who,
                "text": one_line(text)[:3000] if text else None,
                "only_if": only_if,
                "less_than_s": less_than_s,
                "from": period.first,
                "to": period.last,
                "confidence": SURE if sure else _TOLD_NOW,
                "spans": clause.spans(),
            }
        )
    ]


def missing_hours(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    period = read_period(clause)
    confidence = command_confidence(clause)
    if confidence is None:
        return NotRead("It asks for more than who is missing hours.", "help")
    fields = {"from": period.first, "to": period.last, "confidence": confidence, "spans": clause.spans()}
    return [MissingHours.model_validate(fields)]


def _weekday(scan: Scan, when: Match[When]) -> int | None:
    """Cron's number of a weekday that is named, and nothing else with it: "on Monday"."""
    named = [
        scan.language.weekdays[word] for word in scan.words[when.start : when.end] if word in scan.language.weekdays
    ]
    if not named or not when.value.is_day or when.value.relative is not None:
        return None
    return (named[0] + 1) % 7


def _asks_of_hours(clause: Clause) -> bool:
    scan = clause.scan
    start = clause.cue.end if clause.cue else clause.start
    return _length_asked(clause) is not None or any(
        longest(scan.language.condition_phrases.start, scan.norms, i, clause.end, scan.language.cue_fillers)
        for i in range(start, clause.end)
    )


def _length_asked(clause: Clause) -> tuple[int, Match[Duration]] | None:
    """`if I logged less than 7h`, `unless I logged 7h`: where the condition begins, and the length."""
    scan, language = clause.scan, clause.scan.language
    for match in clause.of(Duration):
        before = range(max(clause.start, match.start - _LONGEST_CONDITION), match.start)
        begins = next((i for i in reversed(before) if scan.words[i] in language.event_when_words), None)
        unless = next((i for i in reversed(before) if scan.words[i] in language.unless_words), None)
        if begins is not None and any(scan.words[i] in language.event_under_words for i in range(begins, match.end)):
            return begins, match
        if unless is not None:
            return unless, match
    return None


def _less_than(clause: Clause) -> int | None:
    found = _length_asked(clause)
    if found is None:
        return None
    begins, match = found
    scan, language = clause.scan, clause.scan.language
    end = match.end
    behind = language.report_words | language.me_words | language.the_words | language.fillers
    while end < clause.end and (scan.words[end] in behind or _is_today(clause, end)):
        end += 1
    clause.use_tokens(begins, end, "less_than_s")
    return match.value.seconds


def _is_today(clause: Clause, i: int) -> bool:
    """`less than 7h today`, which it is anyway."""
    for when in clause.of(When):
        days = when.value.settled(clause.scan)
        if when.start <= i < when.end:
            return days is not None and days.first == days.last == clause.scan.today
    return False


def _period_asked(clause: Clause) -> Match[When] | None:
    """`about last week`: days that are over or run, with nothing else behind what leads to them."""
    scan, language = clause.scan, clause.scan.language
    for when in clause.of(When):
        days = when.value.settled(scan)
        leads = when.start > clause.start and scan.words[when.start - 1] in language.about_period_words
        ends = clause.trimmed(when.end, clause.end, (language.fillers, language.report_words, language.polite_words))
        if leads and ends[0] >= ends[1] and days is not None and days.first <= scan.today:
            return when
    return None


def _period(clause: Clause, *, looks: bool) -> Period:
    """Which days it is about; nothing said: today."""
    when = _period_asked(clause)
    if when is not None:
        clause.use_tokens(when.start - 1, when.start, "from")
        days = when.value.settled(clause.scan)
        clause.use(when, "from")
        return Period() if days is None else Period(days.first, days.last)
    period = read_period(clause) if looks and clause.of(When) else Period()
    today = clause.scan.today
    return Period() if (period.first, period.last) == (today, today) else period


def _mentions(clause: Clause) -> bool:
    """Somebody, so that there is no doubt that a person is meant."""
    marked = any(isinstance(match.value, Mention) and match.value.kind == "user" for match in clause.matches)
    return marked or "@" in clause.scan.words[clause.start : clause.end]


def _pings_something(clause: Clause, who: str | None) -> bool:
    """`ping the server every 5 minutes`: a verb that is said of events too, and nobody to be told."""
    told = clause.scan.words[clause.cue.end] if clause.cue is not None else ""
    return clause.cue is not None and clause.cue.worth < 1 and who is None and told not in clause.scan.language.me_words


def _of_tracking(clause: Clause) -> bool:
    """It reminds of what this is for: "remind Ben to log his time"."""
    language = clause.scan.language
    return not language.report_words.isdisjoint(clause.scan.words[clause.start : clause.end])


def _lies_ahead(clause: Clause, when: When) -> bool:
    if when.partial is not None and when.is_day:
        return True  # "on the 15th"
    days = when.settled(clause.scan)
    return days is not None and days.first > clause.scan.today


def _condition(clause: Clause) -> Literal["missing_hours", "no_timer"] | None:
    scan = clause.scan
    start = clause.cue.end if clause.cue else clause.start
    for i in range(start, clause.end):
        found = longest(scan.language.condition_phrases.start, scan.norms, i, clause.end, scan.language.cue_fillers)
        if found is not None:
            end = found[1]
            while end < clause.end and (scan.words[end] in scan.language.report_words or clause.within(end)):
                end += 1
            clause.use_tokens(i, end, "only_if")
            return "missing_hours" if found[0] == "missing_hours" else "no_timer"
    return None


def _free_text(clause: Clause) -> str | None:
    """What to say, as it was written, without the `to` or `that` before it."""
    scan, language = clause.scan, clause.scan.language
    leads = language.work_prepositions | language.that_words | language.description_leads | language.everyone_words
    pieces: list[tuple[int, int]] = []
    for s, e in clause.gaps():
        first, last = clause.trimmed(s, e, ())
        while first < last and (scan.words[first] in leads or scan.words[first] in language.me_words):
            first += 1
        if clause.is_used(e, e + 1):  # "to log hours in #ops"
            last = clause.trimmed(first, last, (language.work_prepositions,))[1]
        if first < last:
            pieces.append((first, last))
    if not pieces:
        return None
    for s, e in pieces:
        clause.use_tokens(s, e, "text")
    return scan.source(pieces[0][0], pieces[-1][1])


def _is_plain(scan: Scan, i: int) -> bool:
    """A word that may be a name in small letters: "remind ben to ..."."""
    language = scan.language
    taken = language.me_words | language.fillers | language.the_words | language.pronouns | language.about_period_words
    return scan.kinds[i] == "word" and scan.words[i] not in taken and scan.words[i] not in language.vocabulary


def _who(clause: Clause) -> str | None:
    """A mention, `@anna`, `everyone`, or a name between the cue and `to`."""
    scan = clause.scan
    for mention in clause.of(Mention):
        if mention.value.kind == "user":
            clause.use(mention, "who")
            return mention.value.id
    for tag in clause.of(TagNames):
        if scan.words[tag.start] == "@":
            clause.use(tag, "who")
            return tag.value.names[0]
    cue = clause.cue
    named = cue.end if cue else clause.start
    everyone, language = scan.language.everyone_words, scan.language
    if cue is not None and any(scan.words[i] in everyone for i in range(cue.start, cue.end)):
        return TEAM
    idle = language.the_words | language.possessives | language.all_words | language.of_words
    first = named
    while first < clause.end and scan.words[first] in idle and scan.words[first] not in everyone:
        first += 1
    if scan.words[first] in everyone:
        clause.use_tokens(named, first + 1, "who")
        return TEAM
    leads = language.become_words | language.that_words | language.description_leads | language.of_words
    group = _group_end(clause, first, leads)
    if group > first:
        clause.use_tokens(named, group, "who")
        return scan.source(first, group)
    end = named
    while end < clause.end and scan.written(end)[:1].isupper() and scan.words[end] not in leads:
        end += 1  # "Ada Berg"
    if end == named < clause.end and _is_plain(scan, named):
        end += 1
    if named < end < clause.end and scan.words[end] in leads:
        clause.use_tokens(named, end, "who")
        return scan.source(named, end)
    return None


def _group_end(clause: Clause, first: int, leads: frozenset[str]) -> int:
    """`the design team`: past what names a user group; where there is none, `first`."""
    scan, language = clause.scan, clause.scan.language
    for i in range(first, min(first + _LONGEST_GROUP, clause.end)):
        word = scan.words[i]
        if word in language.group_words:
            return i + 1 if i > first else first
        if scan.kinds[i] != "word" or word in leads | language.me_words | language.everyone_words:
            break
    return first
