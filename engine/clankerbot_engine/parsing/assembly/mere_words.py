"""A command's word that only begins what was done: `stop word filter 2h Apollo`, `summary slides 2h Apollo`."""

from clankerbot_engine.parsing.clause import Clause, Cue
from clankerbot_engine.parsing.recognizers.durations import Duration
from clankerbot_engine.parsing.recognizers.names import ProjectName

MERE_WORD = 0.85
"""It may be meant as a command, after all."""
_WITHOUT_LENGTHS = {"stop_timer", "start_timer", "switch_timer", "continue_timer", "undo", "help"}
_WITH_NOUNS = {"summary", "list_entries"}
_INTENTS = _WITHOUT_LENGTHS | _WITH_NOUNS


def begins_with_mere_word(clause: Clause) -> bool:
    """A project, a length that the command has no use for, and a word right behind the command's that is none of it."""
    cue, scan, language = clause.cue, clause.scan, clause.scan.language
    if cue is None or cue.start != clause.start or cue.intent not in _INTENTS or scan.asks:
        return False
    lengths = [match.start for match in clause.matches if isinstance(match.value, Duration)]
    named = any(isinstance(match.value, ProjectName) for match in clause.matches)
    if not lengths or not named or cue.end >= clause.end:
        return False
    told = language.end_words | language.started_words | language.question_words
    if scan.words[cue.start] in told:  # "finished wiring on Apollo, 2h"
        return False
    if cue.end in lengths:
        return cue.intent in _WITH_NOUNS  # "weekly report 2h Apollo"
    idle = language.fillers | language.timer_words | language.work_prepositions | language.possessives
    free = scan.kinds[cue.end] == "word" and not clause.within(cue.end)
    return free and scan.words[cue.end] not in idle


def is_mere_word(clause: Clause, cue: Cue, end: int) -> bool:
    """Behind a comma, up to `end`: `2h Apollo, weekly report`, `..., pause button`, `..., undo migration`."""
    scan, language = clause.scan, clause.scan.language
    if cue.intent in _WITH_NOUNS:
        return scan.words[cue.start] in language.digest_words or scan.words[cue.start] in language.recurrences
    if cue.intent not in _WITHOUT_LENGTHS or cue.end >= end:
        return False
    free = scan.kinds[cue.end] == "word" and not clause.within(cue.end)
    return free and language.timer_words.isdisjoint(scan.words[cue.start : cue.end + 1])
