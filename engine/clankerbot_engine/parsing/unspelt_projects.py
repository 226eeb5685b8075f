"""A project's name that the catalogue does not hold as it is written: where it may stand, and what it may mean."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from clankerbot_engine.actions import Need
from clankerbot_engine.parsing.clause import Clause
from clankerbot_engine.parsing.name_index import Known, Words, name_word
from clankerbot_engine.parsing.names import (
    BY_CLIENT,
    BY_LETTERS,
    BY_WORDS,
    Found,
    Spelling,
    choice_of,
    find_project,
    find_words,
)
from clankerbot_engine.parsing.scan import Scan
from clankerbot_engine.parsing.tokens import one_line

MAX_NAME = 250
STEPS_DOWN = {"/", ">", "→", "»", "|", "\\"}
"""Between a project and its task."""

_MAX_NAME_WORDS = 6
_MOST_TASK_WORDS = 3
_UNKNOWN_NAME, _UNKNOWN_WORDS, _PART_ALONE = 0.85, 0.6, 0.85


@dataclass(slots=True)
class Subject:
    """`project` as said, or as the catalogue has it where it is `known`; its id tells same-named projects apart.

    `named`: it is clearly a name, known or not. `rivals`: of several that were said, which is asked.
    """

    project: str | None = None
    project_id: str | None = None
    known: Known | None = None
    named: bool = False
    worth: float = 1.0
    rivals: tuple[Known, ...] = ()

    @property
    def needs(self) -> tuple[Need, ...]:
        if not self.rivals:
            return ()
        choices = tuple(choice_of(each.project) for each in self.rivals)
        return (Need(field="project", reason="Which of these projects?", code="ambiguous", choices=choices),)


def places_of(clause: Clause, gaps: list[tuple[int, int]], *, name_due: bool) -> list[tuple[int, int, str]]:
    """Where an unknown name may stand, best first: after `on`, where the cue calls for one, after `for`, alone."""
    scan, language = clause.scan, clause.scan.language
    strong: list[tuple[int, int, str]] = []
    weak: list[tuple[int, int, str]] = []
    alone: list[tuple[int, int, str]] = []
    for start, end in gaps:
        breaks = [k for k in range(start, end) if phrase_ends(clause, k)]
        for i in range(start, end):
            word = scan.words[i]
            at = bisect_right(breaks, i)
            stop = breaks[at] if at < len(breaks) else end
            if stop == i + 1:
                continue
            if word in language.name_prepositions or word in language.project_words:
                strong.append((i + 1, stop, "on"))
            elif word in language.loose_prepositions:
                weak.append((i + 1, stop, "with" if word in language.companion_words else "for"))
        if start < end:
            stop = next((k for k in breaks if k > start), end)
            after_cue = name_due and clause.cue is not None and start == clause.cue.end
            if after_cue and (_leads_loosely(clause) or scan.norms[start] in language.articles):
                weak.insert(0, (start, stop, "for"))
            else:
                (strong if after_cue else alone).append((start, stop, "cue" if after_cue else "alone"))
    return [*strong, *weak, *alone]


def _leads_loosely(clause: Clause) -> bool:
    """`i was in`: the cue ends with a word after which anything may follow."""
    assert clause.cue is not None
    return clause.scan.words[clause.cue.end - 1] in clause.scan.language.loose_prepositions


def phrase_ends(clause: Clause, i: int) -> bool:
    """Whether a sign stands there that ends a name or a phrase, and not one within ("v1.2")."""
    scan = clause.scan
    word = scan.words[i]
    if word not in {",", ";", "\n", "(", ")", ":", ".", '"', "!", "?"}:
        return False
    within = scan.glued[i] and scan.glued[i + 1] and scan.words[i + 1][:1].isalnum()
    return not (within and word in {".", ":"})


def take_as_written(clause: Clause, subject: Subject, start: int, end: int, *, led: str) -> bool:
    """Without a catalogue: a capitalized run of words is a name, or all of the few words after `on`."""
    scan = clause.scan
    language = scan.language
    start, end = clause.trimmed(start, end, (language.fillers, language.name_prepositions))
    titled = start + 1 < end and is_capital(scan.written(start)) and is_capital(scan.written(start + 1))
    if start < end and scan.words[start] in language.project_words and not titled:  # "project Apollo", "Project X"
        start += 1
    stops = language.work_prepositions | language.description_leads | language.pronouns
    stop = next((k for k in range(start, end) if scan.words[k] in stops or scan.words[k] in STEPS_DOWN), end)
    stop = max(stop, start)
    run = start
    while run < stop and (is_capital(scan.written(run)) or (run > start and _goes_on(clause, run, stop))):
        run += 1
    if run > start and not (led == "alone" and scan.written(start).isupper() and len(scan.written(start)) == 1):
        stop = run
    elif stop - start > 3 or stop == start or led in {"alone", "for", "with"}:
        if led in {"alone", "for", "with"} or stop == start:
            return False
        stop = start + 1
    subject.project = one_line(scan.source(start, stop))[:MAX_NAME] or None
    if subject.project is None:
        return False
    clause.use_tokens(start, stop, "project")
    subject.named = run > start
    subject.worth = 0.95 if led in {"on", "cue"} else 0.85
    return True


def is_capital(raw: str) -> bool:
    return raw[:1].isupper() or raw[:1].isdigit()


def _goes_on(clause: Clause, i: int, stop: int) -> bool:
    """A sign within a name: `R&D`, `CI/CD`, `Data & Insights`."""
    scan = clause.scan
    return scan.words[i] in {"&", "-", "/", "+", "."} and i + 1 < stop and is_capital(scan.written(i + 1))


def take_near(clause: Clause, subject: Subject, start: int, end: int, *, led: str) -> bool:
    """In a catalogue: the longest beginning of these words that means a project, or a question."""
    scan = clause.scan
    language = scan.language
    assert scan.index is not None
    opened = start
    start, end = clause.trimmed(
        start,
        end,
        (
            language.fillers,
            language.project_words,
            language.client_words,
            language.work_prepositions,
            language.separators,
        ),
    )
    if start >= end:
        return False
    begin = start - 1 if start > opened and scan.words[start - 1] in language.client_words else start
    longest = min(end, start + _MAX_NAME_WORDS)
    leads_on = language.work_prepositions | language.companion_words
    stop = next((k for k in range(start, longest) if scan.words[k] in leads_on), longest)
    question: tuple[int, Found] | None = None
    part: tuple[int, Found] | None = None
    among = False
    whole = stop if scan.words[stop] in leads_on else end  # "harbor w/ Bo"
    to_spell = _ends_to_spell(start, stop, whole if led == "alone" else None)
    tries: list[tuple[int, int, Spelling]] = [(start, last, "exact") for last in range(stop, start, -1)]
    tries += [(first, last, "near") for first in sorted({begin, start}) for last in to_spell]  # "customer succes"
    before_task = False
    for first, last, spelling in tries:
        if spelling == "near" and led == "alone" and not before_task:
            before_task = True
            misspelt = _misspelt_before_task(scan, start, whole)
            if misspelt is not None:
                _take_found(clause, subject, misspelt[0], begin, misspelt[1], led)
                return True
        written = scan.source(first, last)
        if scan.preferences.aliases:
            found = find_project(written, scan.index, scan.preferences, spelling=spelling)
        else:
            words = tuple(word for base in scan.bases[first:last] if (word := name_word(base)))
            found = find_words(words, written, scan.index, scan.preferences, spelling=spelling)
        rare = last == start + 1 and _rare_word(scan, start)
        named = (is_capital(scan.written(start)) and start > 0) or rare
        named = named or (last == whole and found.known is not None and _one_of_many(scan, start, last, found.known))
        named = named or (found.known is not None and last - first == len(found.known.words) > 1)  # "customer succes"
        shortened = found.known is not None and _shortens(scan.bases[first:last], found.known.words)
        sure = found.known is not None and _sure_enough(found, led, last == whole, named=named or shortened)
        sure = sure and not (last < stop and found.worth < 1.0 and is_capital(scan.written(last)))  # "Client 9"
        if sure:
            _take_found(clause, subject, found, begin, last, led)
            if found.worth == BY_WORDS and last == start + 1 < stop and scan.words[start] in language.vocabulary:
                subject.worth = min(subject.worth, _PART_ALONE)  # "on daily stanup"
            return True
        if (shortened or (rare and _leads_to_task(scan, found, last, whole))) and part is None:
            part = last, found  # "marathon app design"
        if question is None and found.choices and not found.near:
            question = last, found
            many = all(_shortens(scan.bases[first:last], each.words) for each in found.choices)
            among = among or (many and last == whole)  # "mobile app" of two of that name
    if led == "alone" and part is not None:
        _take_found(clause, subject, part[1], begin, part[0], led)
        return True
    named = is_capital(scan.written(start))
    if (led == "alone" and not among) or (led in {"for", "cue"} and not named and question is None):
        return False
    if led == "with" and question is None:  # a person
        return False
    subject.named = question is not None
    subject.worth = min(subject.worth, 1.0 if question else _UNKNOWN_NAME if named else _UNKNOWN_WORDS)
    last = question[0] if question else end
    subject.project = one_line(scan.source(start, last))[:MAX_NAME] or None
    clause.use_tokens(start, last, "project")
    return True


def _leads_to_task(scan: Scan, found: Found, i: int, end: int) -> bool:
    """`erp customizing`: a word of the name alone, a task of that very project behind it, and no more."""
    if found.known is None or scan.index is None or scan.norms[end] in scan.language.copulas:
        return False
    tasks = scan.index.tasks_of(found.known.project)
    return any(tuple(scan.norms[i:end]) == words for words, _ in tasks)


def _misspelt_before_task(scan: Scan, start: int, end: int) -> tuple[Found, int] | None:
    """`brnad refresh logo`: a name that is a slip away, right before a task of that very project; where it ends."""
    assert scan.index is not None
    for last in range(max(start + 1, end - _MOST_TASK_WORDS), end):
        if (having := scan.index.by_task.get(" ".join(scan.norms[last:end]))) and last - start <= _MAX_NAME_WORDS:
            words = tuple(word for base in scan.bases[start:last] if (word := name_word(base)))
            found = find_words(words, scan.source(start, last), scan.index, scan.preferences, spelling="near")
            slip = found.worth == BY_LETTERS or (found.worth == BY_WORDS and last > start + 1)  # "bran refresh logo"
            if slip and found.known in having:
                return found, last
    return None


def _take_found(clause: Clause, subject: Subject, found: Found, start: int, end: int, led: str) -> None:
    assert found.known is not None
    subject.known = found.known
    subject.project = found.known.project.name
    subject.project_id = found.known.project.id
    subject.worth = min(subject.worth, found.worth)
    if led == "alone" and found.worth == BY_WORDS:
        subject.worth = _PART_ALONE
    subject.named = True
    clause.use_tokens(start, end, "project")


def _rare_word(scan: Scan, i: int) -> bool:
    """It stands in a project's name, if only as one or many of it ("okr" for OKRs), and says nothing else."""
    assert scan.index is not None
    word = scan.bases[i]
    held = any(each in scan.index.by_word for each in (word, f"{word}s", word.removesuffix("s")))
    return held and word not in scan.language.vocabulary and scan.tag_end(i) is None


def _one_of_many(scan: Scan, start: int, end: int, known: Known) -> bool:
    """`standup` for Standups"""
    return f"{' '.join(scan.bases[start:end])}s" == known.plain


def _shortens(said: Sequence[str], name: Words) -> bool:
    """`cph signage` for CPH Airport Signage, `bridge survey` for 2026-014 Bridge Survey: some words, in order."""
    left = iter(name)
    return 1 < len(said) < len(name) and all(word in left for word in said)


def _ends_to_spell(start: int, stop: int, whole: int | None) -> list[int]:
    """Of how many words a misspelt name may be: all of them, or the first ones. `whole`: it must be all of these."""
    if whole is not None:
        return [stop] if stop == whole else []
    return sorted({stop, min(stop, start + 2), start + 1}, reverse=True)


def _sure_enough(found: Found, led: str, whole: bool, *, named: bool) -> bool:
    """Words that nothing leads to are a name only if they are all of it, or all of them nearly are.

    `named`: they are written as a name, so that a part of one will do.
    """
    if led != "alone":
        return found.worth >= BY_WORDS or whole or found.worth >= BY_LETTERS
    return found.worth == 1.0 or (whole and (found.worth in {BY_LETTERS, BY_CLIENT} or named))
