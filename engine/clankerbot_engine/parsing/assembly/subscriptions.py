"""What a channel is to be told of: `subscribe`, `unsubscribe`.

A thing is named with what happens to it ("deleted entries", "project updates", "when a task is created"); who, how long
and on what narrows it down (`webhooks.rules.Filters`, by names that are looked up when the action runs).
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final, Literal

from clankerbot_engine.actions import ActionBase, Choice, Need, Subscribe, Unsubscribe
from clankerbot_engine.parsing.assembly.channels import read_channel
from clankerbot_engine.parsing.assembly.outcome import SURE, NotRead
from clankerbot_engine.parsing.clause import Clause
from clankerbot_engine.parsing.recognizers.clock_phrases import ClockRange
from clankerbot_engine.parsing.recognizers.clocks import Clock
from clankerbot_engine.parsing.recognizers.durations import Duration
from clankerbot_engine.parsing.recognizers.marks import Billable, Mention, TagNames
from clankerbot_engine.parsing.recognizers.names import ProjectName
from clankerbot_engine.parsing.tokens import fold
from clankerbot_engine.webhooks.events import FOLLOWED, Aspect

Topic = Literal["events", "digest"]

_NIGHT: Final = ("20:00", "07:00")
_ONE_PROJECT: Final = frozenset({"project", "projekt"})
_REACH: Final = 4
"""Words behind a thing within which it may be said what happens to it: "when a project is finally deleted"."""


def subscribe(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    channel, topic, events, filters = _subject(clause)
    if topic is None and not events and _foreign(clause):
        return NotRead("It does not say what to follow.", "help")
    if events:
        _name_what_is_left(clause, filters)
    left = [clause.scan.source(start, end) for start, end in clause.unread(_idle(clause))] if events else []
    # Left out in silence, a channel would be told of more than somebody meant it to be.
    needs = tuple(
        Need(
            field="confirmed",
            reason=f"I do not understand “{text}”. Shall it be left out?",
            code="unread",
            choices=(Choice(value=True, label="Yes, leave it out"),),
        )
        for text in left[:1]
    )
    fields: dict[str, Any] = {"channel": channel, "events": events, "filters": filters, "needs": needs}
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
        elif _leads_to_client(clause, i):
            continue
        elif _says_project(clause, i):
            clause.use_tokens(i, i + 1, "filters")
        elif (thing := language.event_things.get(word) or _thing_of_two(clause, i)) is not None:
            topic = topic or "events"
            by_aspect = FOLLOWED[thing]
            for aspect in _aspects(clause, i):
                told = by_aspect.get(aspect, by_aspect["new"])
                events.update(dict.fromkeys(_of_timers(clause) if thing == "timer" else told))
            clause.use_tokens(i, i + 1, "events")
    return channel, topic, tuple(events) if topic == "events" else (), filters


def _of_timers(clause: Clause) -> tuple[str, ...]:
    """Which of the two is said, `started` or `stopped`; both where neither is."""
    language, words = clause.scan.language, clause.scan.words[clause.start : clause.end]
    told = [
        event
        for event, said in (
            ("NEW_TIMER_STARTED", language.event_start_words),
            ("TIMER_STOPPED", language.event_stop_words),
        )
        if not said.isdisjoint(words)
    ]
    return tuple(told) or FOLLOWED["timer"]["new"]


def _thing_of_two(clause: Clause, i: int) -> str | None:
    """ "time off"."""
    words = clause.scan.words
    return clause.scan.language.event_things.get(f"{words[i - 1]} {words[i]}") if i > clause.start else None


def _aspects(clause: Clause, i: int) -> tuple[Aspect, ...]:
    """What happens to the thing at `i`: said right before it, or a little behind."""
    found: dict[Aspect, None] = {}
    before = i - 1
    while before > clause.start and clause.scan.words[before] in clause.scan.language.articles:
        before -= 1  # "deletes an entry"
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


def _name_what_is_left(clause: Clause, filters: dict[str, Any]) -> None:
    """What nothing else read, behind "for" or "on": a client, a project or a team as it is written, to be looked up."""
    scan, language = clause.scan, clause.scan.language
    clients = _clients(clause)
    for begin, end in clause.unread(_idle(clause)):
        start = begin
        while start < end:
            stop = next((i for i in range(start + 1, end) if scan.words[i] in _leads(clause)), end)
            first, last = clause.trimmed(start, stop, (language.the_words, language.client_words, language.and_words))
            start = stop + 1
            before, says_client = _before_name(clause, first)
            if first >= last or not (says_client or scan.words[before] in _leads(clause)):
                continue
            written = scan.source(first, last)
            client = clients.get(fold(written))
            if scan.words[last] in language.everyone_words and "people" not in filters:
                last += 1
                filters["people"] = [scan.source(first, last)]
            elif (says_client or client is not None) and "client" not in filters:
                filters["client"] = client or written
            elif "project" not in filters:
                filters["project"] = written
            else:
                continue
            clause.use_tokens(first, last, "filters")
            for i in range(before + 1, first):
                clause.use_tokens(i, i + 1, "filters")


def _leads(clause: Clause) -> frozenset[str]:
    """Words that say on what, or for whom: not "to", behind which stands what happens."""
    language = clause.scan.language
    return (language.work_prepositions | language.client_leads) - language.event_to_words - language.event_by_words


def _before_name(clause: Clause, first: int) -> tuple[int, bool]:
    """The place of the word before a name, articles left out, and whether the name is said to be a client's."""
    words, language = clause.scan.words, clause.scan.language
    i, says_client = first - 1, False
    passed = language.client_words | language.the_words | _ONE_PROJECT
    while i > clause.start and words[i] in passed:
        says_client = says_client or words[i] in language.client_words - language.the_words
        i -= 1
    return i, says_client


def _leads_to_client(clause: Clause, i: int) -> bool:
    """ "for the client Acme" names one; "to clients" follows all of them."""
    words, language = clause.scan.words, clause.scan.language
    if words[i] not in language.client_words - language.the_words:
        return False
    before = i - 1
    while before > clause.start and words[before] in language.the_words:
        before -= 1
    return words[before] in _leads(clause) - language.client_words


def _says_project(clause: Clause, i: int) -> bool:
    """ "entries on the Apollo project", "on project Apollo" name one; "changes of a project" follows all of them."""
    words, language = clause.scan.words, clause.scan.language
    if words[i] not in _ONE_PROJECT:
        return False
    ends = language.and_words | language.event_to_words | language.event_things.keys() | {","}
    before = i - 1
    while before > clause.start and words[before] not in ends | _leads(clause):
        before -= 1
    if words[before] not in _leads(clause):
        return False
    idle = language.the_words | language.fillers
    said = language.event_made_words | language.event_changed_words | language.event_gone_words
    named = [word for word in words[before + 1 : i] if word not in idle]
    follows = i + 1 < clause.end and words[i + 1] not in ends | said | language.fillers | language.here_words
    return said.isdisjoint(named) if named else follows and clause.scan.kinds[i + 1] != "symbol"


def _clients(clause: Clause) -> dict[str, str]:
    index = clause.scan.index
    names = {known.project.client for known in index.projects} if index is not None else set()
    return {fold(name): name for name in names if name}


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
    """Words that are none of a subscription's, or that say when, but of nothing that could happen."""
    language = clause.scan.language
    if not language.event_when_words.isdisjoint(clause.scan.words[clause.start : clause.end]):
        return True  # "let me know when it is time"
    return bool(clause.unread((language.me_words, language.subscription_words, language.everyone_words)))


def _idle(clause: Clause) -> tuple[frozenset[str], ...]:
    language = clause.scan.language
    return (
        *(language.me_words, language.subscription_words, language.everyone_words, language.and_words),
        frozenset(language.recurrences),
    )


def _worth(clause: Clause) -> float:
    worth = clause.cue.worth if clause.cue is not None else 1.0
    return round(max(0.4, (SURE - 0.12 * clause.mark_unread(_idle(clause))) * worth), 3)
