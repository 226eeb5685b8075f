"""Where one text asks for several things: at what parts two amounts, and before a second command."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from clankerbot_engine.parsing.assembly.mere_words import is_mere_word
from clankerbot_engine.parsing.clause import Clause, Cue
from clankerbot_engine.parsing.intents import find_cue, with_closing_cue
from clankerbot_engine.parsing.recognizers.clock_phrases import ClockPoint, ClockRange
from clankerbot_engine.parsing.recognizers.durations import Duration
from clankerbot_engine.parsing.recognizers.marks import Away
from clankerbot_engine.parsing.recognizers.names import ProjectName
from clankerbot_engine.parsing.recognizers.relative import Lately
from clankerbot_engine.parsing.recognizers.when import When
from clankerbot_engine.parsing.scan import Match, Scan

_STRONG = {";", "\n", ",", "."}
_TIMERS = {"start_timer", "stop_timer", "switch_timer"}
_AFTER_A_COMMAND = {
    *("log_time", "start_timer", "stop_timer", "continue_timer", "switch_timer"),
    *("summary", "status", "list_entries", "undo"),
}
_BEFORE_A_COMMAND = _AFTER_A_COMMAND | {"delete_entry", "edit_entry"}
_WORK = {"log_time", None}
_AMOUNTS = (Duration, ClockRange, Lately, Away)
_NEAR = 12
"""Tokens after a separator that are looked at for a command."""

MAX_CLAUSES = 50
"""More than this a person does not ask for at once."""


def split(clause: Clause) -> list[Clause]:
    """The clauses in order, each with its cue; one that is not split comes back as it is."""
    pieces: list[Clause] = []
    for command in _by_commands(_with_chained_ranges(clause)):
        intent = command.cue.intent if command.cue else None
        pieces.extend(_by_amounts(command) if intent in _WORK else [command])
    return pieces


def _with_chained_ranges(clause: Clause) -> Clause:
    """`9-11 Apollo, then Hermes until 12`: what only ends begins where the one before it ended."""
    if clause.cue is not None and clause.cue.intent != "log_time":
        return clause
    language, words = clause.scan.language, clause.scan.words
    matches: list[Match[object]] = []
    before: ClockRange | None = None
    named = False
    for match in clause.matches:
        value = match.value
        named = named or isinstance(value, ProjectName)
        ends = isinstance(value, ClockPoint) and value.role == "end" and words[match.start] in language.until_words
        if ends and before is not None and before.last is not None and named:
            assert isinstance(value, ClockPoint)
            match = replace(match, value=ClockRange(before.last, value.clock, before.first_day))
        if isinstance(match.value, ClockRange):
            before, named = match.value, False
        matches.append(match)
    if all(one is other for one, other in zip(matches, clause.matches, strict=True)):
        return clause
    return Clause(clause.scan, clause.start, clause.end, matches, clause.cue, clause.used, clause.taken)


def _by_commands(clause: Clause) -> list[Clause]:
    """`stop and start Hermes`. What follows a separator must be a command that is whole in itself.

    After an amount and a colon comes a description, which ends with its line.
    """
    scan = clause.scan
    cue = clause.cue
    if scan.present.isdisjoint(_STRONG) and scan.present.isdisjoint(scan.language.separators):
        return [clause]
    if (cue is None and not _amounts(clause)) or (cue is not None and cue.intent not in _BEFORE_A_COMMAND):
        return [clause]
    begins = {match.start: match for match in clause.matches}
    parts: list[Clause] = []
    start, i, amount_seen = clause.start, max(clause.start, cue.end if cue else 0), False
    while i < clause.end and len(parts) <= MAX_CLAUSES:
        match = begins.get(i)
        if match is not None:
            amount_seen = amount_seen or isinstance(match.value, _AMOUNTS)
            i = match.end
            continue
        if scan.words[i] == ":" and amount_seen:
            while i < clause.end and scan.words[i] not in {"\n", ";"}:
                i += 1
        if i >= clause.end or not _separates(scan, i):
            i += 1
            continue
        after = i + 1
        while after < clause.end and _separates(scan, after):
            after += 1
        following = _command_at(clause, after)
        closed = _closed_command(clause, after) if following is None else None
        if closed is not None:
            return [*parts, clause.part(start, i, cue), closed]
        if following is not None and scan.words[i] == "," and after == i + 1:
            end = next((k for k in range(after, clause.end) if _separates(scan, k)), clause.end)
            if is_mere_word(clause, following, end):
                following = None  # "2h Apollo, pause button"
        if following is not None and cue is not None and cue.intent == "edit_entry":
            following = following if following.intent == "start_timer" else None  # else it may be the new description
        if following is not None:
            parts.append(clause.part(start, i, cue))
            start, cue, amount_seen = after, following, False
            after = following.end
        i = after
    parts.append(clause.part(start, clause.end, cue))
    return parts


def _closed_command(clause: Clause, i: int) -> Clause | None:
    """`stopp und dann Apollo starten`: a command whose word stands at its end."""
    if clause.cue is None or clause.cue.intent not in _TIMERS:
        return None
    part = with_closing_cue(clause.part(i, clause.end, None))
    return part if part.cue is not None and part.cue.intent in _TIMERS else None


def _separates(scan: Scan, i: int) -> bool:
    return scan.words[i] in _STRONG or scan.words[i] in scan.language.separators


def _command_at(clause: Clause, i: int) -> Cue | None:
    scan = clause.scan
    near = clause.part(i, min(clause.end, i + _NEAR), None).matches
    if near and near[0].start == i and isinstance(near[0].value, ClockPoint):  # "and finished at 11"
        return None
    if _tells_since_when(clause, near, i):
        return None
    cue = find_cue(scan, near, i, clause.end, reach=2)
    if cue is None or cue.intent not in _AFTER_A_COMMAND:
        return None
    if cue.intent == "log_time":
        return cue if any(isinstance(match.value, _AMOUNTS) for match in near) else None
    if cue.intent in {"start_timer", "switch_timer"}:
        named = any(isinstance(match.value, ProjectName) and match.start <= cue.end + 2 for match in near)
        return cue if named or scan.index is None else None
    return cue


def _tells_since_when(clause: Clause, near: Sequence[Match[object]], i: int) -> bool:
    """`clock from 8:40`, `been at it since 9`, behind the command to time something: it began then."""
    scan, language = clause.scan, clause.scan.language
    if clause.cue is None or clause.cue.intent not in {"start_timer", "switch_timer"} or not near:
        return False
    first = near[0].value
    since = isinstance(first, ClockPoint) or (isinstance(first, ClockRange) and first.last is None)
    idle = language.going_words | language.timer_words
    return since and all(scan.words[k] in idle for k in range(i, near[0].start))


def _amounts(clause: Clause) -> list[Match[object]]:
    return [match for match in clause.matches if isinstance(match.value, _AMOUNTS)]


def _without_bracketed(clause: Clause, amounts: list[Match[object]]) -> list[Match[object]]:
    """`4h Apollo (1h login, 3h docs)`: those in brackets tell of the one before."""
    words = clause.scan.words
    if "(" not in words[clause.start : clause.end] or not amounts:
        return amounts
    depth, inside = 0, set[int]()
    for i in range(clause.start, clause.end):
        depth += (words[i] == "(") - (words[i] == ")" and depth > 0)
        if depth > 0:
            inside.add(i)
    first, *others = amounts
    bare = first.start not in inside
    return [first, *(match for match in others if not (bare and match.start in inside))]


def _by_amounts(clause: Clause) -> list[Clause]:
    amounts = _without_bracketed(clause, _amounts(clause))
    if len(amounts) < 2:
        return [clause]
    edges: list[int] = []
    day_leads = any(isinstance(match.value, When) and match.end <= amounts[0].start for match in clause.matches)
    names = [match.start for match in clause.matches if isinstance(match.value, ProjectName)]
    described = False
    for before, after in pairwise(amounts):
        described = described or _opens_description(clause, before.end, after.start, names[-1] if names else -1)
        named = bisect_left(names, edges[-1] if edges else clause.start) < bisect_left(names, before.start)
        edge = _edge(clause, before, after, described=described, named=named, day_leads=day_leads)
        if edge is not None:
            edges.append(edge)
            described = False
    bounds = pairwise([clause.start, *edges, clause.end])
    return [
        clause.part(start, _without_separators(clause, start, end), clause.cue if start == clause.start else None)
        for start, end in bounds
    ]


def _without_separators(clause: Clause, start: int, end: int) -> int:
    """What leads to the next piece is no part of this one's description."""
    scan = clause.scan
    while start < end < clause.end and (_separates(scan, end - 1) or _parts_rows(scan, end - 1, end)):
        end -= 1
    return end


def _opens_description(clause: Clause, start: int, end: int, last_name: int) -> bool:
    """A colon or a dash after an amount, with nothing between that would begin another piece.

    Behind a dash that is another project: the last one stands at `last_name`.
    """
    scan = clause.scan
    for i in range(start, end):
        if scan.words[i] == ":" and not clause.within(i):
            return True
        dash = scan.words[i] == "-" and not scan.glued[i] and not scan.glued[i + 1]
        if dash and last_name < i:
            return True
        if scan.words[i] in _STRONG and not clause.within(i):
            return False
    return False


def _edge(
    clause: Clause, before: Match[object], after: Match[object], *, described: bool, named: bool, day_leads: bool
) -> int | None:
    """The token at which the second amount's piece begins; None where both belong to one piece of work.

    `named`: the first one's piece names its project before it. `day_leads`: a day stands before the first amount of
    all, so that one right before this amount leads this piece.
    """
    scan = clause.scan
    inner = clause.part(before.end, after.start, None).matches
    inside = {i for match in inner for i in range(match.start, match.end)}
    free = [i for i in range(before.end, after.start) if i not in inside]
    separators = [i for i in free if _separates(scan, i) or _parts_rows(scan, i, after.start)]
    names = [match for match in inner if isinstance(match.value, ProjectName)]
    same_kind = isinstance(before.value, Duration) == isinstance(after.value, Duration)
    last = separators[-1] if separators else before.end
    if not same_kind and not any(match.start > last for match in names) and _ends_at(clause, after):
        return None  # "2h on Apollo, 9-11"
    heading = _heading(clause, inner)
    if heading is not None:
        return heading
    if separators:
        directly = [i for i in separators if _only_leads_on(scan, i + 1, after.start)]
        strong = [i for i in separators if scan.words[i] in _STRONG]
        if (described or (not same_kind and not names)) and not directly:
            return None
        return (directly or strong or separators)[-1] + 1
    if described or any(isinstance(match.value, ClockPoint) for match in (*inner, before, after)) or not same_kind:
        return None
    day = inner[-1] if inner and day_leads else None
    if day is not None and isinstance(day.value, When) and day.end == after.start:
        return day.start  # "Mon 8h Apollo Tue 7h Hermes"
    if named and names:
        return names[-1].start
    return after.start if free or names else None


def _parts_rows(scan: Scan, i: int, amount: int) -> bool:
    """`9-11 Apollo: login / 13-15 Hermes`: a stroke right before the next amount; "Apollo / Design" is one thing."""
    stroke = scan.words[i] in {"/", "|"} and not scan.glued[i] and not scan.glued[i + 1]
    return stroke and _only_leads_on(scan, i + 1, amount)


def _heading(clause: Clause, inner: Sequence[Match[object]]) -> int | None:
    """A day on a line of its own begins what is below it, and is none of what stands above."""
    words = clause.scan.words
    for day in reversed(inner):
        alone = words[day.start - 1] == "\n" and (words[day.end] == "\n" or words[day.end : day.end + 2] == [":", "\n"])
        if isinstance(day.value, When) and alone:
            return day.start
    return None


def _ends_at(clause: Clause, match: Match[object]) -> bool:
    """Nothing but signs follows."""
    return all(clause.scan.kinds[i] == "symbol" for i in range(match.end, min(clause.end, match.end + _NEAR)))


def _only_leads_on(scan: Scan, start: int, end: int) -> bool:
    language = scan.language
    return all(
        scan.words[i] in language.fillers
        or scan.words[i] in language.separators
        or scan.words[i] in language.about_words
        or scan.words[i] in _STRONG
        for i in range(start, end)
    )
