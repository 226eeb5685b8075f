"""Whether a text tells of work that is still to be done: an estimate, a budget, an intention."""

from clankerbot_engine.parsing.clause import Clause
from clankerbot_engine.parsing.recognizers.clock_phrases import ClockRange
from clankerbot_engine.parsing.recognizers.durations import Duration
from clankerbot_engine.parsing.recognizers.names import ProjectName
from clankerbot_engine.parsing.scan import Match


def is_plan(clause: Clause) -> bool:
    """`estimate for Apollo: 3h`, `Apollo budget 40h`, `we're planning 2h for Apollo`, `3h estimated for Apollo`.

    Work on one is none: "2h Apollo budget review", "sprint planning 2h Apollo", "log 1h on the estimate".
    """
    scan, language = clause.scan, clause.scan.language
    said = (language.plan_nouns, language.planned_words, language.planning_words)
    if all(scan.present.isdisjoint(words) for words in said):
        return False
    amount = next((match for match in clause.matches if isinstance(match.value, Duration | ClockRange)), None)
    if amount is None:
        return False
    for i in range(clause.start, clause.end):
        word = scan.words[i]
        if not any(word in words for words in said) or clause.within(i):
            continue
        if word in language.planned_words and i == amount.end:
            return scan.words[i + 1] in language.work_prepositions  # "3h estimated for Apollo"
        if i >= amount.start:
            return False
        opens = all(_is_idle(clause, k) for k in range(clause.start, i))
        if opens and word in language.plan_nouns and _leads_to_amount(clause, i + 1, amount):
            return True
        if opens and word in language.planning_words and _said_by_somebody(clause, i):
            return True
    return False


def may_be_plan(clause: Clause) -> bool:
    """`planning 3h for Apollo`: planned, or spent on planning; `plan b: 2h Apollo`: one of several plans."""
    scan, language = clause.scan, clause.scan.language
    if scan.words[clause.start] in language.next_words and not clause.within(clause.start):
        return True  # "next sprint: 20h Apollo"
    if scan.words[clause.start] in language.plan_nouns and not clause.within(clause.start):
        return len(scan.words[clause.start + 1]) == 1 and scan.kinds[clause.start + 1] != "symbol"
    amount = next((match.start for match in clause.matches if isinstance(match.value, Duration)), clause.start)
    behind_name = any(match.end == amount - 1 and isinstance(match.value, ProjectName) for match in clause.matches)
    if behind_name and scan.words[amount - 1].endswith(language.activity_endings):
        return False  # "Apollo planning 2h"
    says = amount > clause.start and scan.words[amount - 1] in language.planning_words
    return says and all(_is_idle(clause, i) for i in range(clause.start, amount - 1))


def _leads_to_amount(clause: Clause, start: int, amount: Match[object]) -> bool:
    """`: 40h`, `is about 40h`, `for Apollo`, `Apollo`; not "budget review"."""
    scan, language = clause.scan, clause.scan.language
    idle = language.copulas | language.about_words | language.be_words | {":", "-", "="}
    i = start
    while i < amount.start and scan.words[i] in idle:
        i += 1
    if i == amount.start or i > start or scan.words[i] in language.work_prepositions | language.of_words:
        return True
    return any(match.start == i and isinstance(match.value, ProjectName) for match in clause.matches)


def _is_idle(clause: Clause, i: int) -> bool:
    """An article, a pronoun, a sign or a verb that helps another: nothing that would name the work."""
    scan, language = clause.scan, clause.scan.language
    return (
        scan.kinds[i] == "symbol"
        or scan.words[i] in language.fillers
        or scan.norms[i] in language.talk_words
        or scan.words[i] in language.possessives
        or scan.words[i] in language.polite_phrases.openers
        or clause.within(i)
    )


def _said_by_somebody(clause: Clause, i: int) -> bool:
    """`we're planning`, `planning to`: the word alone may be the work."""
    scan, language = clause.scan, clause.scan.language
    told = any(scan.norms[k] in language.talk_words for k in range(clause.start, i))
    return told or scan.words[i + 1] in language.become_words
