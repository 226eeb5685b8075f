"""Changes to an entry: `edit_entry`."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from clankerbot_engine.actions import ActionBase, EditEntry
from clankerbot_engine.parsing.assembly.additions import parts_of_addition, without_particle
from clankerbot_engine.parsing.assembly.entry_words import (
    describes_entry,
    entry_said,
    idle_beside_entry,
    means_entry,
    states,
    target_of,
)
from clankerbot_engine.parsing.assembly.moves import move_entry, move_said
from clankerbot_engine.parsing.assembly.new_values import Change, read_values, tells_which
from clankerbot_engine.parsing.assembly.outcome import SURE, NotRead
from clankerbot_engine.parsing.clause import Clause
from clankerbot_engine.parsing.name_index import Known
from clankerbot_engine.parsing.names import find_project
from clankerbot_engine.parsing.recognizers import durations
from clankerbot_engine.parsing.recognizers.durations import Duration
from clankerbot_engine.parsing.recognizers.marks import Quote, TagNames
from clankerbot_engine.parsing.recognizers.names import ProjectName
from clankerbot_engine.parsing.recognizers.when import When
from clankerbot_engine.parsing.scan import Match, Scan

_UNSURE_TARGET = 0.65
_UNREAD = 0.15
_LEAST, _TO_COME, _UNSAID_ENTRY, _UNSAID_BY = 0.4, 0.88, 0.85, 0.85
_LONGEST = 8 * 3600
"""More than this is a time of day: "from 9h to 11h30"."""
_PARTINGS = 4
"""How many a `to` from the end may lead to the entry."""


def edit_entry(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    clause = without_particle(_without_old_length(_without_old_value(_before_length(clause))))
    move = move_said(clause)
    if move is not None:
        return move_entry(clause, move)
    change = _parts(clause)
    values = read_values(clause, change)
    if not values:
        return NotRead("It does not say what to change.", "edit_entry")
    difference = _difference(clause) if "duration_s" in values else None
    if difference is not None:
        if difference.sign == 0 or {"start", "end"} & {*values}:
            return NotRead("It says by how much, and not how long it should be.", "edit_entry", final=True)
        if difference.worth < 1.0 and not entry_said(clause):
            return NotRead("It does not say which entry.", "edit_entry")  # "take 2h on Apollo"
        values["longer_by_s"] = difference.sign * values.pop("duration_s")
        clause.used = [(s, e, "longer_by_s" if name == "duration_s" else name) for s, e, name in clause.used]
        clause.join("longer_by_s")
    if _adds_elsewhere(clause, change):
        return NotRead("It does not say which entry.", "edit_entry")
    target, worth = target_of(clause, *change.target)
    worth = min(worth, difference.worth) if difference is not None else worth
    if target != "last" and clause.cue and clause.cue.worth < 1:  # "I meant yesterday: 2h Apollo" is work
        return NotRead("It does not say which entry.", "edit_entry")
    to = clause.scan.words[change.value[0]] in clause.scan.language.become_words  # "until 5pm" is an end
    edge = (to and set(values) == {"end"}) or (set(values) == {"start"} and _pronoun_only(clause, change))
    if edge and not change.fields and not states(clause):
        return NotRead("It does not say whether it began or ended then.", "edit_entry")  # "make it 3pm"
    called = not clause.scan.language.entry_words.isdisjoint(clause.scan.words[clause.start : clause.end])
    if clause.scan.asks and not called and not clause.scan.present.isdisjoint(clause.scan.language.team_words):
        worth = min(worth, _UNSAID_ENTRY)  # "can we move our 1:1 to 3pm?"
    if target != "last" and clause.cue and _names_it(clause):
        worth = min(worth, _UNSURE_TARGET)  # "put it all on Apollo: 8h"
    if target != "last" and not entry_said(clause):
        if set(values) <= {"description", "date", "needs"} and not change.fields:
            return NotRead("It does not say which entry.", "edit_entry")
        worth = min(worth, _UNSURE_TARGET)
    inside = change.value[1] == change.target[1] and change.value[0] < change.target[0]
    if target != "last" and inside and not called and difference is None and not _by_day(clause):
        return NotRead("It does not say which entry.", "edit_entry")  # "fix the loom on Falcon 2h" is work
    needs = values.pop("needs", ())
    opens = clause.verb
    if "tags" in values and (not opens or opens in clause.scan.language.adding_words):
        values["keep_tags"] = True
    if "description" in values and opens in clause.scan.language.appending_words:
        values["keep_description"] = True
    worth = min(worth, clause.cue.worth) if clause.cue else worth
    should = clause.cue is not None and not clause.scan.language.should_words.isdisjoint(
        clause.scan.words[clause.cue.start : clause.cue.end]
    )
    told = states(clause) or (clause.cue is not None and clause.cue.of_subject)
    if {*values} == {"description"} and not change.fields and told and not should:
        return NotRead("It does not say what to change.", "edit_entry")  # "the last one was better"
    if target == "last" and set(values) == {"date"} and not change.fields and not _meant(clause):
        worth = min(worth, _UNSAID_ENTRY)  # "help me move on Saturday"
    if (
        {*values} - {"keep_description"} == {"description"}
        and not change.fields
        and not any(isinstance(match.value, Quote) for match in clause.matches)
        and clause.cue
        and _leads_to_place(clause.scan, clause.cue.end)
    ):
        worth = min(worth, _UNSAID_ENTRY)  # "stick that on the wall", "the last one should go to Sam"
    if {*values} == {"description"} and not change.fields and _pronoun_only(clause, change):
        worth = min(worth, _UNSAID_ENTRY)  # "push it to the limit"
    unread = clause.mark_unread(idle_beside_entry(clause))
    if unread and worth < 1.0 and target == "last" and not called:
        return NotRead("It reads like talk.", "edit_entry")  # "it was 2 hours of pure joy"
    worth -= _UNREAD * unread
    if "date" in values and values["date"] > clause.scan.today:
        worth = min(worth, _TO_COME)  # "move it to tomorrow" may be a meeting
    return [
        EditEntry(
            target=target, **values, needs=needs, confidence=round(SURE * max(worth, _LEAST), 3), spans=clause.spans()
        ),
    ]


def split_entry(clause: Clause, *, day: date | None = None) -> NotRead:
    """Understood, so that it is told what to do instead; so is the next."""
    return NotRead("An entry cannot be split here. Change its length, and log the other part.", "edit_entry")


def repeat_entries(clause: Clause, *, day: date | None = None) -> NotRead:
    return NotRead("Entries cannot be repeated here. Say the project, and how long it was.", "log_time")


def _before_length(clause: Clause) -> Clause:
    """`doch nur 2 Stunden`: the command's last word says how exactly the length is meant."""
    last = clause.cue.end - 1 if clause.cue else clause.start
    length = any(match.start == last and isinstance(match.value, Duration) for match in clause.matches)
    if clause.cue is not None and length and last > clause.cue.start:
        clause.cue = replace(clause.cue, end=last)
    return clause


def _leads_to_place(scan: Scan, i: int) -> bool:
    places = scan.language.work_prepositions
    return scan.words[i - 1] in places or scan.words[i] in places


def _adds_elsewhere(clause: Clause, change: Change) -> bool:
    """`add a note to the ticket`: what `to` leads to is no entry."""
    scan, language = clause.scan, clause.scan.language
    adds = clause.cue is not None and scan.words[clause.cue.start] in language.adding_words
    to = scan.words[change.value[0]]
    leads = to in language.become_words and to in language.work_prepositions
    return adds and leads and "description" in change.fields and not _meant(clause)


def _by_day(clause: Clause) -> bool:
    """`yesterday's standup`"""
    return any(isinstance(match.value, When) and tells_which(clause, match) for match in clause.matches)


def _meant(clause: Clause) -> bool:
    """A word for an entry is there, if only `it`."""
    language = clause.scan.language
    words = clause.scan.words[clause.start : clause.end]
    return any(word in language.entry_words or word in language.last_entry_words for word in words)


@dataclass(frozen=True, slots=True)
class _Difference:
    """A length that is added (`sign` 1) or taken away (-1); 0 where that is not said."""

    sign: int
    worth: float = 1.0


def _difference(clause: Clause) -> _Difference | None:
    """`shorten it by 15 minutes`, `add 15m to my last entry`, `make it 10 min longer`; None of "make it 10 min"."""
    scan, language = clause.scan, clause.scan.language
    length = next((match for match in clause.matches if isinstance(match.value, Duration)), None)
    if length is None:
        return None
    before, after = scan.words[length.start - 1], scan.words[length.end]
    more, less = language.lengthening_words, language.shortening_words
    free = {scan.words[i] for i in range(clause.start, clause.end) if not clause.within(i)}
    free |= {scan.words[i] for start, end, name in clause.used if name == "kind" for i in range(start, end)}
    if before in language.become_words:
        return None  # "auf 45 Minuten kürzen"
    by = length.start > clause.start and before in language.by_words
    compared = after in language.compared_words or after in more or after in less
    added = adds_length(clause)
    verbs = free & (more | less)
    if not (by or compared or added or verbs):
        return None
    for i in range(clause.start, clause.end):
        told = scan.words[i] in language.compared_words or scan.words[i] in more or scan.words[i] in less
        verb = clause.cue is not None and clause.cue.start <= i < clause.cue.end
        if not (verb or clause.within(i)) and (told or (by and i == length.start - 1)):
            clause.use_tokens(i, i + 1, "longer_by_s")
    longer, shorter = not free.isdisjoint(more), not free.isdisjoint(less)
    longer = longer or (added and not shorter)  # "stick another half hour on it"
    sign = 0 if longer == shorter else 1 if longer else -1
    return _Difference(sign, 1.0 if by or compared or added else _UNSAID_BY)


def adds_length(clause: Clause) -> bool:
    """`add 15 min to my last entry`, `remove 10 minutes from it`: the length is what is added or taken."""
    cue, scan = clause.cue, clause.scan
    verbs = scan.language.shortening_words | scan.language.adding_words
    if cue is None or (cue.intent == "edit_entry" and scan.words[cue.start] not in verbs):
        return False
    start = cue.end
    while scan.words[start] in scan.language.fillers:
        start += 1
    length = next((match for match in clause.matches if isinstance(match.value, Duration)), None)
    return length is not None and length.start == start and leads_to_entry(clause)


def _names_it(clause: Clause) -> bool:
    """The command's own words say `it`, which is the last entry."""
    assert clause.cue is not None
    language = clause.scan.language
    words = clause.scan.words[clause.cue.start : clause.cue.end]
    return any(word in language.last_entry_words and word in language.timer_words for word in words)


def _without_old_value(clause: Clause) -> Clause:
    """`Apollo, not Hermes`, `2h instead of 3h`: what stands behind tells which entry is meant, and is no new value."""
    scan, language = clause.scan, clause.scan.language
    if scan.present.isdisjoint(language.contrast_words):
        return clause
    begins = {match.start for match in clause.matches}
    for i in range((clause.cue.end if clause.cue else clause.start) + 1, clause.end - 1):
        if scan.words[i] not in language.contrast_words or i in begins:
            continue
        old = i + 2 if scan.words[i + 1] in language.of_words or scan.words[i + 1] == "than" else i + 1
        while scan.words[old] in language.work_prepositions and old not in begins:
            old += 1
        named = None if old in begins else _part_of_name(clause, i, old)
        told = any(match.end == i and isinstance(match.value, ProjectName) for match in clause.matches)
        if old in begins or scan.numbers[old] >= 0 or named is not None or (told and _known(clause, old, clause.end)):
            taken = [(i, clause.end, "target")]
            inside = [match for match in clause.matches if match.end <= i] + ([named] if named is not None else [])
            shorter = Clause(scan, clause.start, i, inside, clause.cue)
            shorter.used.extend(taken)
            return shorter
    return clause


def _part_of_name(clause: Clause, i: int, old: int) -> Match[object] | None:
    """`birchwood not kestrel`: two projects by a part of their names, of which the first, up to `i`, is the new one."""
    scan = clause.scan
    start = clause.cue.end if clause.cue else clause.start
    if scan.index is None or any(match.end > start for match in clause.matches):
        return None
    start, end = clause.trimmed(start, i, (scan.language.be_words, scan.language.work_prepositions))
    new, before = _known(clause, start, end), _known(clause, old, clause.end)
    if new is None or before is None or new is before:
        return None
    return Match(start, end, ProjectName((new,)), 2.0)


def _known(clause: Clause, start: int, end: int) -> Known | None:
    scan = clause.scan
    if scan.index is None:
        return None
    said = scan.source(*clause.trimmed(start, end, ()))
    return find_project(said, scan.index, scan.preferences, spelling="near").known


def _without_old_length(clause: Clause) -> Clause:
    """`from 2h to 3h`: of an entry, two lengths, and no times of day."""
    scan, language = clause.scan, clause.scan.language
    if scan.present.isdisjoint(language.from_words):
        return clause
    for i in range(clause.cue.end if clause.cue else clause.start, clause.end):
        old = durations.duration_at(scan, i + 1) if scan.words[i] in language.from_words else None
        new = durations.duration_at(scan, old[1] + 1) if old and scan.words[old[1]] in language.until_words else None
        if old is None or new is None or new[0] > _LONGEST:
            continue
        others = [match for match in clause.matches if match.end <= i or match.start >= new[1]]
        length = Match(old[1] + 1, new[1], Duration(new[0]), 2.0)
        matches = sorted([*others, length], key=lambda match: match.start)
        return Clause(scan, clause.start, clause.end, matches, clause.cue, used=[(i, old[1], "target")])
    return clause


def _pronoun_only(clause: Clause, change: Change) -> bool:
    """`it`, and no word for an entry."""
    return not any(
        clause.scan.words[i] in clause.scan.language.entry_words - clause.scan.language.pronouns
        for i in (*range(clause.start, clause.cue.end if clause.cue else clause.start), *range(*change.target))
    )


def _parts(clause: Clause) -> Change:
    """Parted by `to`, `as`, `:`; `to` may also lead to the entry ("add tag x to my last entry")."""
    scan, language = clause.scan, clause.scan.language
    start = clause.cue.end if clause.cue else clause.start
    first = clause.cue.start if clause.cue and not states(clause) else clause.start
    within = {i for match in clause.matches for i in range(match.start + 1, match.end)}  # "9:00 to 10:30"
    parting = [i for i in range(start, clause.end - 1) if scan.words[i] in language.become_words and i not in within]
    prepositions = language.work_prepositions | language.from_words
    leading = [i for i in range(start + 1, clause.end - 1) if scan.words[i] in prepositions]
    called = next((i for i in range(first, clause.end) if scan.words[i] in language.entry_words), clause.end)
    if clause.cue is not None and clause.cue.of_subject:
        told = [
            language.edit_fields[w] for w in scan.words[clause.start : clause.cue.start] if w in language.edit_fields
        ]
        return Change((clause.start, clause.cue.start), (clause.cue.end, clause.end), told)
    after_entry = range(max(called + 1, start), clause.end - 1)
    parting = parting or [i for i in after_entry if scan.words[i] in language.be_words]
    if not parting and _puts_entry(clause):
        parting = [i for i in range(called + 1, clause.end - 1) if scan.words[i] in language.name_prepositions]
    named = {
        i for match in clause.matches if isinstance(match.value, ProjectName) for i in range(match.start, match.end)
    }
    fields = [
        language.edit_fields[scan.words[i]]
        for i in range(first, parting[0] if parting else clause.end)
        if scan.words[i] in language.edit_fields and i not in named
    ]
    appended = parts_of_addition(clause)
    if appended is not None:
        return Change(*appended, ["description"])
    if clause.verb in language.edit_fields and clause.end > start:
        fields.append(language.edit_fields[clause.verb])
    adds = clause.cue is not None and scan.words[clause.cue.start] in language.adding_words
    for i in (*parting[: -_PARTINGS - 1 : -1], *leading[: -_PARTINGS - 1 : -1]):
        if means_entry(scan, i + 1, clause.end) or (adds and describes_entry(clause, i + 1, clause.end)):
            named_there = [
                language.edit_fields[word] for word in scan.words[i : clause.end] if word in language.edit_fields
            ]
            return Change((i + 1, clause.end), (first, i), [*fields, *named_there])
    for to, opens in pairwise(parting):
        if means_entry(scan, to + 1, opens):  # "add a note to my last entry: ..."
            return Change((to + 1, opens), (opens, clause.end), fields)
    if parting:
        return Change((start, parting[0]), (parting[0], clause.end), fields)
    if fields and clause.cue is not None and clause.cue.worth < 1:  # "the description should say lunch"
        return Change((start, start), (start, clause.end), fields)
    behind = _behind_entry(clause, start)
    held = clause.cue is not None and behind == clause.cue.end  # "call the last entry lunch"
    if behind is not None and (held or {"tags", "description", "project", "task"} & {*fields}):  # "tag it urgent"
        return Change((start, behind), (behind, clause.end), fields)
    return Change((start, clause.end), (first, clause.end), fields)


def _behind_entry(clause: Clause, start: int) -> int | None:
    """Where the words for an entry end, and the field's name behind them, if more follows."""
    scan, language = clause.scan, clause.scan.language
    opens = clause.cue.start if clause.cue else start
    entry = language.entry_words | language.last_entry_words
    said = [i for i in range(opens, clause.end) if scan.words[i] in entry]
    if not said:
        return None
    end = max(said[0] + 1, start)
    fields = {word for word, name in language.edit_fields.items() if name != "billable"}
    named = language.entry_words | language.the_words | fields
    while end < clause.end and scan.words[end] in named:
        end += 1
    return end if end < clause.end else None


def _puts_entry(clause: Clause) -> bool:
    """`put yesterday's standup entry on Apollo`"""
    scan, language = clause.scan, clause.scan.language
    if clause.cue is None or any(isinstance(match.value, Duration) for match in clause.matches):
        return False
    return any(
        scan.words[i] in language.entry_nouns and scan.words[i + 1] in language.name_prepositions
        for i in range(clause.cue.end, clause.end - 2)
    )


def leads_to_entry(clause: Clause) -> bool:
    """`... to my last entry` at the end, `add ... to the note`."""
    language, last = clause.scan.language, clause.scan.words[clause.end - 1]
    if parts_of_addition(clause) is not None or _puts_entry(clause):
        return True
    said = last in language.entry_words or last in language.last_entry_words or last in language.edit_fields
    if not said and clause.scan.present.isdisjoint(language.entry_names):
        return False
    change = _parts(clause)
    ends = change.target[1] == clause.end and change.value[0] < change.target[0]
    described = any(isinstance(match.value, TagNames) for match in clause.matches) and describes_entry(
        clause, *change.target
    )
    return ends and (means_entry(clause.scan, *change.target) or described)
