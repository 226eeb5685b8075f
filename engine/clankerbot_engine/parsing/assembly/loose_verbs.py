"""Verbs of logs that are said of other things too: "bill Apollo for 2h", "had 2h left", "spent 2h and found none"."""

from clankerbot_engine.parsing.clause import Clause
from clankerbot_engine.parsing.recognizers.durations import Duration
from clankerbot_engine.parsing.recognizers.names import ProjectName


def says_something_else(clause: Clause, words: set[str]) -> bool:
    """Perhaps, so that it is asked about. `words`: what stands outside of all that was read, in the body."""
    language = clause.scan.language
    cue = clause.cue
    verb = clause.scan.words[cue.start : cue.end] if cue is not None else []
    if not language.log_verbs.isdisjoint(verb):
        return False  # "log 2h on Apollo, nothing special": it may not be meant otherwise
    if words & language.denying_words or _is_part_of_life(clause):
        return True
    if cue is None:
        return _counts_since(clause)
    if not language.affairs.isdisjoint(verb):
        return True  # "halte 2h für Apollo frei"
    elsewhere = language.doubt_words | language.plan_nouns | language.planned_words
    if clause.scan.words[cue.end] == ":" and clause.scan.words[cue.end - 1] in language.description_leads:
        return True  # "note: Apollo down 2h"
    if not language.loose_verbs.isdisjoint(verb) and words & elsewhere:
        return True
    return _charges(clause) or _is_time_at_hand(clause)


def _is_part_of_life(clause: Clause) -> bool:
    """`Apollo took 2h of my life`"""
    scan, language = clause.scan, clause.scan.language
    if scan.present.isdisjoint(language.possessives):
        return False
    ends = [match.end for match in clause.matches if isinstance(match.value, Duration)]
    return any(scan.words[end + (scan.words[end] in language.of_words)] in language.possessives for end in ends)


def _counts_since(clause: Clause) -> bool:
    """`10h since the last deploy`: no time is told, from which it was worked"""
    scan, since = clause.scan, clause.scan.language.since_words
    return not scan.present.isdisjoint(since) and any(
        isinstance(match.value, Duration) and scan.words[match.end] in since and not clause.within(match.end)
        for match in clause.matches
    )


def _charges(clause: Clause) -> bool:
    """`bill Apollo for 2h`, `book Apollo for Friday`: the project is who pays, or what is kept free."""
    scan, language = clause.scan, clause.scan.language
    assert clause.cue is not None
    verb = scan.words[clause.cue.end - 1]
    charges = verb in language.charging_words
    if not charges and verb not in language.reserving_words:
        return False
    named = next((match for match in clause.matches if match.start == clause.cue.end), None)
    if named is None or not isinstance(named.value, ProjectName):
        return False
    return charges or scan.words[named.end] in language.for_words


def _is_time_at_hand(clause: Clause) -> bool:
    """`we had 2h for Apollo`: time that there was for it, and nobody says what became of it."""
    scan, language = clause.scan, clause.scan.language
    assert clause.cue is not None
    if language.having_words.isdisjoint(scan.words[clause.cue.start : clause.cue.end]):
        return False
    if not language.report_verbs.isdisjoint(scan.words[clause.cue.end : clause.end]):
        return False
    return any(
        isinstance(match.value, Duration) and scan.words[match.end] in language.for_words for match in clause.matches
    )
