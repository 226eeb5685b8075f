"""Which entry a text is about: the words for one, and those that name it."""

from clankerbot_engine.parsing.clause import Clause
from clankerbot_engine.parsing.recognizers.marks import Billable, TagNames
from clankerbot_engine.parsing.recognizers.names import ProjectName
from clankerbot_engine.parsing.recognizers.when import When
from clankerbot_engine.parsing.scan import Scan
from clankerbot_engine.parsing.tokens import one_line

_MAX_TARGET = 500
_BY_WORDS = 0.95
_DENIED = 0.85
"""`the last one, not this one`: what is not meant is no name of what is."""


def means_entry(scan: Scan, start: int, end: int) -> bool:
    """`my last entry`, `it`: words for an entry and nothing besides."""
    language = scan.language
    words = scan.words[start:end]
    idle = language.fillers | language.possessives | language.the_words | language.last_entry_words
    idle = idle | language.edit_fields.keys() | language.of_words  # "the tags of my last entry"
    idle = idle | language.made_words  # "my most recent entry"
    return all(word in idle or word in language.entry_words for word in words) and any(
        word in language.entry_words or word in language.last_entry_words for word in words
    )


def describes_entry(clause: Clause, start: int, end: int) -> bool:
    """`yesterday's standup entry`, `the entry from this morning`: words that say which, and one for an entry."""
    scan, language = clause.scan, clause.scan.language
    called = next((i for i in range(start, end) if scan.words[i] in language.entry_names), None)
    if called is None:
        return False
    idle = language.from_words | language.day_prepositions | language.polite_words
    return all(clause.within(i) or scan.words[i] in idle for i in range(called + 1, end))


def marks_entry(clause: Clause) -> bool:
    """A tag or billable or not, words for an entry, and nothing besides."""
    language = clause.scan.language
    marks = [match for match in clause.matches if isinstance(match.value, Billable | TagNames)]
    if not marks or len(marks) < len(clause.matches):
        return False
    words = [clause.scan.words[i] for i in range(clause.start, clause.end) if not clause.within(i)]
    idle = language.fillers | language.possessives | language.last_entry_words | language.entry_words
    called = any(word in language.entry_words for word in words)
    return called and all(word in idle or word in language.work_prepositions or not word.isalnum() for word in words)


def states(clause: Clause) -> bool:
    """It opens with the entry, as what is told of, and has no verb that changes."""
    scan, language = clause.scan, clause.scan.language
    if clause.cue is None:
        return True
    opens = clause.cue.start
    while scan.words[opens] in language.the_words or scan.words[opens] in language.possessives:
        if scan.words[opens] in language.last_entry_words:
            return True  # "das war verkehrt"
        opens += 1
    return scan.words[opens] in language.last_entry_words


def entry_said(clause: Clause) -> bool:
    """Words of the text speak of an entry, of one's own, or of the day it was on."""
    language = clause.scan.language
    words = clause.scan.words[clause.start : clause.end]
    own = language.entry_words | language.last_entry_words | language.possessives
    start = clause.cue.end if clause.cue else clause.start
    norms = clause.scan.norms
    dated = any(
        isinstance(match.value, When) and (match.start <= start + 1 or norms[match.end - 1].endswith("'s"))
        for match in clause.matches
    )
    return dated or any(word in own for word in words)


def idle_beside_entry(clause: Clause) -> tuple[frozenset[str], ...]:
    language = clause.scan.language
    return (
        language.possessives,
        language.the_words,
        language.last_entry_words,
        language.entry_words,
        language.become_words,
        language.be_words,
        language.tail_words,
        language.from_words,
        language.pronouns,
        frozenset(language.edit_fields),
    )


def target_of(clause: Clause, start: int, end: int) -> tuple[str, float]:
    """`last` for the newest entry; else the words that name it."""
    scan, language = clause.scan, clause.scan.language
    idle = (
        language.fillers,
        language.possessives,
        language.the_words,
        language.last_entry_words,
        language.entry_words,
        language.work_prepositions,
        language.polite_words,
        language.apology_words,
        language.tail_words,
        language.made_words,
        language.wrong_words,
        language.pronouns,
        language.from_words,
        language.separators,
        frozenset() if clause.cue and clause.cue.intent == "delete_entry" else frozenset(language.edit_fields),
    )
    worth = 1.0
    for old in clause.matches if end < clause.end else ():  # "change it from Hermes to Apollo"
        led = start < old.start < end == old.end and scan.words[old.start - 1] in language.from_words
        if led and isinstance(old.value, ProjectName):
            clause.use_tokens(old.start - 1, end, "target")
            end, worth = old.start - 1, _BY_WORDS
    left = [clause.trimmed(s, e, idle) for s, e in clause.gaps(start, end)]
    left = [(s, e) for s, e in left if s < e]
    if not left and clause.cue is not None:  # "the entry from yesterday should be 2h"
        cue = clause.cue
        named = [match for match in clause.matches if cue.start <= match.start and match.end <= cue.end]
        left = [(match.start, match.end) for match in named if isinstance(match.value, When | ProjectName)]
    if not left:
        called = language.entry_words | language.last_entry_words
        for s, e in list(clause.gaps(start, end)):
            first, last = clause.trimmed(s, e, (language.work_prepositions, language.polite_words))
            if not called.isdisjoint(scan.words[first:last]):
                clause.use_tokens(first, last, "target")
                break
        return "last", worth
    first, last = left[0][0], left[-1][1]
    clause.use_tokens(first, last, "target")
    text = one_line(scan.source(first, last))
    denied = not language.negated_words.isdisjoint(scan.words[first:last])
    return text[:_MAX_TARGET] or "last", _DENIED if denied else _BY_WORDS
