"""What is taken away: `delete_entry`, parts of an entry, and `undo`."""

from datetime import date

from clankerbot_engine.actions import ActionBase, DeleteEntry, EditEntry, Undo
from clankerbot_engine.parsing.assembly.entry_words import (
    describes_entry,
    idle_beside_entry,
    means_entry,
    target_of,
)
from clankerbot_engine.parsing.assembly.outcome import SURE, NotRead, command_confidence
from clankerbot_engine.parsing.clause import Clause
from clankerbot_engine.parsing.recognizers.marks import TagNames
from clankerbot_engine.parsing.recognizers.when import When

_PARTS_OF_ENTRIES = {"tags", "description", "billable", "project", "task"}
_CLEARABLE = {"tags", "description", "project", "task"}
_UNSAID_ENTRY = 0.85


def delete_entry(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    scan, language = clause.scan, clause.scan.language
    words = scan.words[clause.start : clause.end]
    start = clause.cue.end if clause.cue else clause.start
    fields_said = any(language.edit_fields.get(word) in _PARTS_OF_ENTRIES for word in words)
    if any(word in language.all_words for word in words) and not fields_said:
        return NotRead("Entries are deleted one at a time.", "delete_entry")
    parts = [language.edit_fields[word] for word in words if language.edit_fields.get(word) in _PARTS_OF_ENTRIES]
    if parts:
        return _clear(clause, parts)
    end = _reason_start(clause, start)
    target, worth = target_of(clause, start, end)
    if end < clause.end:
        clause.use_tokens(end, clause.end, "unread")
        worth = min(worth, _UNSAID_ENTRY)
    meant = any(word in language.entry_words or word in language.last_entry_words for word in words)
    meant = meant or sum(word in language.made_words for word in words) > 1  # "delete what I just logged"
    timed = any(isinstance(match.value, When) for match in clause.matches)
    if target != "last" and not meant and not timed:
        return NotRead("It does not say which entry.", "delete_entry")
    if target == "last" and not meant and len(words) > 1 and clause.end > start:
        return NotRead("It does not say which entry.", "delete_entry")
    called = language.entry_words
    if target != "last" and not timed and called.isdisjoint(words):
        worth = min(worth, _UNSAID_ENTRY)  # "delete that tweet"
    worth = min(worth, clause.cue.worth) if clause.cue else worth
    return [DeleteEntry(target=target, confidence=round(SURE * worth, 3), spans=clause.spans())]


def _reason_start(clause: Clause, start: int) -> int:
    """`..., it was a mistake`, `my last entry, wrong box`: where it is told why."""
    words, language = clause.scan.words, clause.scan.language
    opens = language.pronouns | language.others
    for i in range(start + 1, clause.end):
        if words[i] != ",":
            continue
        if words[i + 1] in opens or (_says_last(clause, start, i) and _says_no_entry(clause, i + 1)):
            return i
    return clause.end


def _says_last(clause: Clause, start: int, end: int) -> bool:
    language, said = clause.scan.language, clause.scan.words[start:end]
    return not language.last_entry_words.isdisjoint(said) and not language.entry_words.isdisjoint(said)


def _says_no_entry(clause: Clause, start: int) -> bool:
    """Nothing that picks an entry is named from there: `the last entry, the one on Harbour` still looks for it."""
    named = any(match.end > start for match in clause.matches)
    return not named and clause.scan.language.entry_words.isdisjoint(clause.scan.words[start : clause.end])


def _clear(clause: Clause, parts: list[str]) -> list[ActionBase] | NotRead:
    """`take the tags off my last entry`: what is named is taken away, as a whole."""
    scan, language = clause.scan, clause.scan.language
    words = scan.words[clause.start : clause.end]
    led = any(means_entry(scan, i, clause.end) for i in range(clause.start + 1, clause.end))
    target, worth = "last", 1.0
    opens = clause.cue.end if clause.cue else clause.start
    leads = language.from_words | language.work_prepositions | language.shortening_words
    at = next(
        (i for i in range(max(clause.start + 1, opens - 1), clause.end - 1) if scan.words[i] in leads), clause.end
    )
    if describes_entry(clause, at + 1, clause.end) and not means_entry(scan, at + 1, clause.end):
        target, worth = target_of(clause, at + 1, clause.end)
        clause.use_tokens(max(at, opens), at + 1, "clear")
    if {*parts} - _CLEARABLE:
        return NotRead("Of an entry no such part can be deleted, but it can be changed.", "edit_entry")
    if not led and {*parts} & {"project", "task"}:
        return NotRead("Only entries and schedules can be deleted here.", "delete_entry")
    for i in range(clause.cue.start if clause.cue else clause.start, clause.end):
        if language.edit_fields.get(scan.words[i]) in _CLEARABLE:
            clause.use_tokens(i, i + 1, "clear")
    if clause.mark_unread((*idle_beside_entry(clause), language.all_words)) or any(clause.of(TagNames)):
        return NotRead("Of an entry no single tag can be deleted, but all can, or it can be changed.", "edit_entry")
    said = any(word in language.entry_words | language.last_entry_words for word in words)
    confidence = round(SURE * worth, 3) if said else _UNSAID_ENTRY
    return [EditEntry(target=target, clear=tuple(dict.fromkeys(parts)), confidence=confidence, spans=clause.spans())]


def undo(clause: Clause, *, day: date | None = None) -> list[ActionBase] | NotRead:
    confidence = command_confidence(clause, idle=(clause.scan.language.entry_words, clause.scan.language.last_words))
    if confidence is None:
        return NotRead("It says more than to undo the last change.", "undo")
    return [Undo(confidence=confidence, spans=clause.spans())]
