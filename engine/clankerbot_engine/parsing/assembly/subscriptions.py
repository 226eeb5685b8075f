"""What a channel is to be told of: `subscribe`, `unsubscribe`.

A thing is named with what happens to it ("deleted entries", "project updates", "when a task is created"); who, how long
and on what narrows it down (`webhooks.rules.Filters`, by names that are looked up when the action runs).
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final, Literal

from clankerbot_engine.actions import ActionBase, Subscribe, Unsubscribe
from clankerbot_engine.parsing.assembly.channels import read_channel
from clankerbot_engine.parsing.assembly.outcome import SURE, NotRead
from clankerbot_engine.parsing.clause import Clause
from clankerbot_engine.parsing.recognizers.clock_phrases import ClockRange
from clankerbot_engine.parsing.recognizers.clocks import Clock
from clankerbot_engine.parsing.recognizers.durations import Duration
from clankerbot_engine.parsing.recognizers.marks import Billable, Mention, TagNames
from clankerbot_engine.parsing.recognizers.names import ProjectName
from clankerbot_engine.webhooks.events import FOLLOWED, Aspect

Topic = Literal["events", "digest"]

_NIGHT: Final = ("20:00", "07:00")
_REACH: Final = 4
"""Words behind a thing within which it may be said what happens to it: "when a project is finally deleted"."""


def subscribe(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    channel, topic, events, filters = _subject(clause)
    if topic is None and not events and _foreign(clause):
        return NotRead("It does not say what to follow.", "help")
    fields: dict[str, Any] = {"channel": channel, "events": events, "filters": filters}
    return [Subscribe(**fields, topic=topic or "events", confidence=_worth(clause), spans=clause.spans())]


def unsubscribe(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    channel, topic, events, filters = _subject(clause)
    if topic is None and not events and _foreign(clause):
        return NotRead("It does not say what to stop following.", "help")
    fields: dict[str, Any] = {"channel": channel, "events": events, "filters": filters}
    return [Unsubscribe(**fields, topic=topic, confidence=_worth(clause), spans=clause.spans())]


def names_a_topic(clause: Clause) -> bool:
    language = clause.scan.language
    return any(word in language.digest_words or word in language.event_things for word in clause.scan.words)


def _subject(clause: Clause) -> tuple[str | None, Topic | None, tuple[str, ...], dict[str, Any]]:
    scan, language = clause.scan, clause.scan.language
    channel = read_channel(clause)
    filters = _filters(clause)
    topic: Topic | None = None
    events: dict[str, None] = {}
    for i in range(clause.start, clause.end):
        word = scan.words[i]
        if clause.is_used(i, i + 1):
            continue
        if word in language.digest_words:
            topic = "digest"
            clause.use_tokens(i, i + 1, "topic")
        elif (thing := language.event_things.get(word) or _thing_of_two(clause, i)) is not None:
            topic = topic or "events"
            by_aspect = FOLLOWED[thing]
            for aspect in _aspects(clause, i):
                events.update(dict.fromkeys(by_aspect.get(aspect, by_aspect["new"])))
            clause.use_tokens(i, i + 1, "events")
    return channel, topic, tuple(events) if topic == "events" else (), filters


def _thing_of_two(clause: Clause, i: int) -> str | None:
    """ "time off"."""
    words = clause.scan.words
    return clause.scan.language.event_things.get(f"{words[i - 1]} {words[i]}") if i > clause.start else None


def _aspects(clause: Clause, i: int) -> tuple[Aspect, ...]:
    """What happens to the thing at `i`: said right before it, or a little behind."""
    found: dict[Aspect, None] = {}
    before = i - 1
    while before >= clause.start and (aspect := _aspect(clause, before)) is not None:
        clause.use_tokens(before, before + 1, "events")
        found[aspect] = None
        before -= 1
        joined = clause.scan.words[before] in clause.scan.language.and_words
        if joined and clause.scan.words[before - 2] not in clause.scan.language.event_things:
            before -= 1  # "new and changed projects", but not "project changes and new tasks"
    for behind in range(i + 1, min(i + 1 + _REACH, clause.end)) if not found else ():
        if clause.scan.words[behind] in clause.scan.language.event_things:
            break
        if (aspect := _aspect(clause, behind)) is not None and behind - 1 >= i:
            clause.use_tokens(behind, behind + 1, "events")
            found[aspect] = None
            break
    return tuple(found) or ("new",)


def _aspect(clause: Clause, i: int) -> Aspect | None:
    language, word = clause.scan.language, clause.scan.words[i]
    if word in language.event_changed_words:
        return "changed"
    if word in language.event_gone_words:
        return "gone"
    return "new" if word in language.event_made_words else None


def _filters(clause: Clause) -> dict[str, Any]:
    """In the order in which they would be misread: a length is no time of day, and a person is no project."""
    scan, language = clause.scan, clause.scan.language
    filters: dict[str, Any] = {}
    for length in clause.of(Duration):
        word, first = _lead(clause, length.start)
        words = {word, scan.words[length.start]}  # "over" may belong to the length, as in "over two hours"
        over, under = words & language.event_over_words, words & language.event_under_words
        name = "min_duration_s" if over else "max_duration_s" if under else None
        if name is not None and name not in filters:
            filters[name] = length.value.seconds
            clause.use_tokens(first if word in over | under else length.start, length.end, "filters")
    for hours in clause.of(ClockRange):
        word, first = _lead(clause, hours.start)
        if word in language.event_except_words and hours.value.last is not None:
            filters |= {"quiet_from": _clock(hours.value.first), "quiet_to": _clock(hours.value.last)}
            clause.use_tokens(first, hours.end, "filters")
    for i in range(clause.start, clause.end):
        if scan.words[i] in language.event_night_words and not clause.is_used(i, i + 1):
            word, first = _lead(clause, i)
            if word in language.event_except_words:
                filters |= dict(zip(("quiet_from", "quiet_to"), _NIGHT, strict=True))
                clause.use_tokens(first, i + 1, "filters")
    for project in clause.of(ProjectName)[:1]:
        filters["project"] = project.value.known[0].project.name
        clause.use(project, "filters")
    for mark in clause.of(Billable)[:1]:
        filters["billable"] = mark.value.value
        clause.use(mark, "filters")
    for tag in clause.of(TagNames)[:1]:
        filters["tag"] = tag.value.names[0]
        clause.use(tag, "filters")
    people = [name for i in range(clause.start, clause.end) for name in _people(clause, i)]
    for i in range(clause.start, clause.end - 1):
        if scan.words[i] in language.event_my_words and scan.words[i + 1] in language.event_things:
            people.append("me")
            clause.use_tokens(i, i + 1, "filters")
    if people:
        filters["people"] = people
    return filters


def _lead(clause: Clause, start: int) -> tuple[str, int]:
    """The word before, small words left out: "over 8h", "longer than 8h", "not between 20:00 and 7:00"."""
    scan, language = clause.scan, clause.scan.language
    i = start - 1
    small = language.fillers | language.work_prepositions | language.day_prepositions | language.event_than_words
    saying = language.event_over_words | language.event_under_words | language.event_except_words
    while i > clause.start and scan.words[i] in small - saying:
        i -= 1
    return (scan.words[i], i) if i >= clause.start else ("", start)


def _people(clause: Clause, i: int) -> Iterator[str]:
    """Who stands behind `by`: names with "and" or commas between them, a mention, oneself."""
    scan, language = clause.scan, clause.scan.language
    if scan.words[i] not in language.event_by_words or clause.is_used(i, i + 1):
        return
    mentions = {match.start: match for match in clause.of(Mention) if match.value.kind == "user"}
    start = j = i + 1
    names: list[str] = []
    while j <= clause.end:
        word = scan.words[j] if j < clause.end else ""
        if j in mentions and j == start:
            names.append(f"<@{mentions[j].value.id}>")
            j = start = mentions[j].end
            continue
        is_end = (
            j >= clause.end
            or clause.is_used(j, j + 1)
            or word in language.event_over_words | language.event_under_words
        )
        is_end = (
            is_end
            or word in language.event_except_words | language.event_by_words | language.here_words
            or clause.within(j)
        )
        between = not is_end and (word in language.and_words or word == ",")
        if is_end or between:
            first, last = clause.trimmed(start, j, (language.the_words,))
            if first < last:
                names.append(scan.source(first, last))
            start = j + 1
            if is_end:
                break
        j += 1
    if names:
        clause.use_tokens(i, min(j, clause.end), "filters")
        yield from names


def _clock(clock: Clock) -> str:
    """An evening is meant where nobody says otherwise: quiet hours are read as on a clock of 24."""
    hour = clock.hour % 12 + (12 if clock.half == "pm" else 0) if clock.half is not None else clock.hour
    return f"{hour % 24:02}:{clock.minute:02}"


def _foreign(clause: Clause) -> bool:
    language = clause.scan.language
    return bool(clause.unread((language.me_words, language.subscription_words, language.everyone_words)))


def _worth(clause: Clause) -> float:
    language = clause.scan.language
    idle = (
        *(language.me_words, language.subscription_words, language.everyone_words, language.and_words),
        frozenset(language.recurrences),
    )
    return round(max(0.4, SURE - 0.12 * clause.mark_unread(idle)), 3)
