"""The new values that a change tells, told apart from the words for the entry that is meant."""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal

from clankerbot_engine.parsing.assembly.additions import appends
from clankerbot_engine.parsing.clause import Clause
from clankerbot_engine.parsing.name_index import plain
from clankerbot_engine.parsing.names import BY_LETTERS, find_project
from clankerbot_engine.parsing.recognizers.clock_phrases import ClockPoint, ClockRange
from clankerbot_engine.parsing.recognizers.clocks import clock_at
from clankerbot_engine.parsing.recognizers.durations import Duration
from clankerbot_engine.parsing.recognizers.marks import Billable, Quote, TagNames
from clankerbot_engine.parsing.recognizers.names import ProjectName
from clankerbot_engine.parsing.recognizers.when import When
from clankerbot_engine.parsing.scan import Match, Scan
from clankerbot_engine.parsing.tasks import read_task
from clankerbot_engine.parsing.times import read_times
from clankerbot_engine.parsing.tokens import one_line


@dataclass(slots=True)
class Change:
    """Tokens of the entry meant, of the field named, and of the new value."""

    target: tuple[int, int]
    value: tuple[int, int]
    fields: list[str] = field(default_factory=list)


def read_values(clause: Clause, change: Change) -> dict[str, Any]:
    first, last = change.value
    inside = clause.part(first, last, None).matches
    matches = [match for match in inside if not tells_which(clause, match)]
    part = Clause(clause.scan, first, last, _with_due_clock(clause.scan, matches, change), None)
    values: dict[str, Any] = {}
    for mark in part.of(Billable)[:1]:
        off = clause.scan.words[clause.cue.start : clause.cue.end] if clause.cue else []
        negated = clause.scan.norms[mark.start - 1] in clause.scan.language.negated_words
        no = clause.scan.language.no_words | clause.scan.language.negated_words
        negated = negated or not no.isdisjoint(off)  # "turn off billable"
        values["billable"] = mark.value.value and not negated
        part.use(mark, "billable")
        scan, language = part.scan, part.scan.language
        answer = scan.words[mark.end + 1] if scan.words[mark.end] in language.become_words else ""
        if mark.end + 1 < part.end and (answer in language.yes_words or answer in language.no_words):
            values["billable"] = answer in language.yes_words  # "billable to no"
            part.use_tokens(mark.end, mark.end + 2, "billable")
    if "billable" in change.fields and "billable" not in values:
        _billable_by_word(part, values)
    tags = [tag for match in part.of(TagNames) for tag in match.value.names]
    if not tags and "tags" in change.fields and first == (clause.cue.start if clause.cue else clause.start):
        tags = _known_tags(part)
    if tags:
        values["tags"] = tuple(dict.fromkeys(tags))
        for match in part.of(TagNames):
            part.use(match, "tags")
    for quote in part.of(Quote)[:1]:
        values["project" if "project" in change.fields else "description"] = quote.value.text.replace("\x00", " ")
        part.use(quote, "project" if "project" in change.fields else "description")
    _time_values(part, change, values)
    for name in part.of(ProjectName)[:1]:
        if "description" not in change.fields and "project" not in values:
            values["project"] = name.value.known[0].project.name
            part.use(name, "project")
            task = read_task(part, name.value.known[0]) if len(name.value.known) == 1 else None
            if task is not None:
                values["task"] = task
    _text_values(clause, part, change, values)
    for start, end, meaning in part.used:
        clause.use_tokens(start, end, meaning)
    return values


def tells_which(clause: Clause, match: Match[object]) -> bool:
    """`yesterday's standup`, `the Apollo entry`: which entry is meant, and no new value."""
    scan = clause.scan
    if isinstance(match.value, When):
        return scan.norms[match.end - 1].endswith("'s")
    return isinstance(match.value, ProjectName) and scan.words[match.end] in scan.language.entry_nouns


def _known_tags(part: Clause) -> list[str]:
    """`add travel as a tag`: the names that the catalogue knows."""
    found: list[str] = []
    i = part.start
    while i < part.end:
        end = part.scan.tag_end(i)
        if end is not None and end <= part.end:
            found.append(part.scan.source(i, end))
            part.use_tokens(i, end, "tags")
        i = end or i + 1
    return found


def _billable_by_word(part: Clause, values: dict[str, Any]) -> None:
    """`billable to no`"""
    language = part.scan.language
    for i in range(part.start, part.end):
        word = part.scan.words[i]
        if word in language.yes_words or word in language.no_words:
            values["billable"] = word in language.yes_words
            part.use_tokens(i, i + 1, "billable")
            return


def _time_values(part: Clause, change: Change, values: dict[str, Any]) -> None:
    if "description" in change.fields and not {"duration", "time", "start", "end", "date"} & {*change.fields}:
        return
    edges = {"start", "end", "time"} & {*change.fields}
    for point in part.of(ClockPoint) if not edges else ():
        clock = point.value.clock
        told = part.scan.numbers[point.start] >= 0 or part.scan.words[point.start] in part.scan.language.become_words
        if told and point.start == change.value[0] and clock.colons and not clock.exact and clock.half is None:
            values["duration_s"] = clock.hour * 3600 + clock.minute * 60  # "to 2:15"
            part.use(point, "duration_s")
            return
    times = read_times(part, part.end, work=not edges)
    if "start" in change.fields and times.start is None and times.end is not None:
        times.start, times.end = times.end, None
    elif "end" in change.fields and times.end is None and times.start is not None:
        times.start, times.end = None, times.start
    values.update({name: value for name, value in times.fields().items() if value is not None})
    if times.needs:
        values["needs"] = tuple(times.needs)


def _with_due_clock(scan: Scan, matches: list[Match[object]], change: Change) -> list[Match[object]]:
    """`start to 9`: where a time is asked for, a mere number is one."""
    edges = [edge for edge in ("start", "end") if edge in change.fields]
    if len(edges) != 1 or any(isinstance(match.value, ClockPoint | ClockRange | Duration) for match in matches):
        return matches
    taken = {i for match in matches for i in range(match.start, match.end)}
    role: Literal["start", "end"] = "start" if edges == ["start"] else "end"
    for i in range(*change.value):
        clock = clock_at(scan, i, due=True) if i not in taken else None
        if clock is not None and clock[1] <= change.value[1]:
            due = Match(i, clock[1], ClockPoint(role, clock[0]), 1.0)
            return sorted([*matches, due], key=lambda match: match.start)
    return matches


def _text_values(clause: Clause, part: Clause, change: Change, values: dict[str, Any]) -> None:
    """Free words after `to`: a project, a task, tags or a description, as the field says; else a known name first."""
    scan, language = clause.scan, clause.scan.language
    opens = part.start
    added = appends(clause) and {*change.fields} <= {"description"}
    if added and clause.cue is not None and change.value[0] == clause.cue.start:
        opens = clause.cue.end
        while scan.words[opens] in language.articles or scan.words[opens] in language.edit_fields:
            opens += 1  # "add a note with Maria to my last entry"
    elif added:
        opens += scan.words[opens] in language.that_words  # "add a note to it saying ..."
    elif change.value[0] == (clause.cue.start if clause.cue else clause.start):
        named_in_cue = clause.cue is not None and scan.words[clause.cue.end - 1] in language.edit_fields
        if clause.cue is None or not named_in_cue or "description" not in change.fields:
            return
        opens = clause.cue.end  # "add note x to my last entry"
    verbatim = added or (scan.words[opens] == ":" and "description" in change.fields)
    idle = () if verbatim else (language.become_words, language.be_words, language.articles, language.project_words)
    left = [part.trimmed(s, e, idle) for s, e in part.gaps(opens)]
    left = [(s, e) for s, e in left if s < e]
    if not left:
        return
    start, end = left[0][0], left[-1][1]
    text = one_line(scan.source(start, end))
    named = next((name for name in ("project", "task", "description", "tags") if name in change.fields), None)
    if (
        named is not None
        and named not in values
        and part.scan.words[start:end]
        and all(word in language.nothing_words for word in scan.words[start:end])
    ):
        values["clear"] = (named,)
        part.use_tokens(start, end, named)
        return
    pieces = _pieces(part, start, end)
    if named is None and scan.index is not None and all(plain(piece) in scan.index.tags for piece in pieces):
        named = "tags"  # "mark it as urgent"
    if named is None and scan.index is not None and "project" not in values:
        found = find_project(text, scan.index, scan.preferences, spelling="near")
        named = "project" if found.known is not None and found.worth >= BY_LETTERS else None
    if named is None and {"duration_s", "start", "end", "date", "project", "billable", "tags"} & {*values}:
        return
    if named == "tags" and "tags" not in values:
        values["tags"] = tuple(pieces)[:50]
    elif named in {"project", "task"} and named not in values:
        values[named] = text[:250]
    elif named in {"description", None} and "description" not in values:
        values["description"] = text[:3000]
        named = "description"
    else:
        return
    part.use_tokens(start, end, named)


def _pieces(part: Clause, start: int, end: int) -> list[str]:
    """`travel, urgent and ops`"""
    scan, language = part.scan, part.scan.language
    edges = [i for i in range(start, end) if scan.words[i] == "," or scan.words[i] in language.and_words]
    found = (part.trimmed(before + 1, after, ()) for before, after in pairwise((start - 1, *edges, end)))
    return [scan.source(s, e).strip("#") for s, e in found if s < e]
