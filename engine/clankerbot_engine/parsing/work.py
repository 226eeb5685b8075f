"""What a piece of work is about: project, task, tags, billable, and the words that are left over as its description."""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from clankerbot_engine.parsing.clause import Clause
from clankerbot_engine.parsing.name_index import Known, name_words, plain
from clankerbot_engine.parsing.projects import read_project
from clankerbot_engine.parsing.recognizers.clock_phrases import ClockPoint, ClockRange
from clankerbot_engine.parsing.recognizers.durations import Duration
from clankerbot_engine.parsing.recognizers.marks import Billable, Quote, TagNames, billable_within
from clankerbot_engine.parsing.recognizers.names import ProjectName
from clankerbot_engine.parsing.recognizers.relative import Ago, Lately
from clankerbot_engine.parsing.scan import Match
from clankerbot_engine.parsing.tasks import read_task, task_of
from clankerbot_engine.parsing.tokens import one_line
from clankerbot_engine.parsing.unspelt_projects import MAX_NAME, Subject

_MAX_DESCRIPTION = 3000
_MAX_TAGS = 50
_AMOUNTS = (Duration, ClockRange, Lately)
_OPENS_DESCRIPTION = {":", "-", "("}
_HOURS = {"morning": range(5, 13), "afternoon": (*range(1, 6), *range(12, 18))}
"""In which a part of a day begins, as they are read on either clock where none is said."""
_APART = {",", ";", "-", "(", "/"}


@dataclass(slots=True)
class Work:
    """`doubtful`: among the words that are left over some look as if they told a time."""

    subject: Subject = field(default_factory=Subject)
    task: str | None = None
    tags: tuple[str, ...] = ()
    billable: bool | None = None
    description: str | None = None
    doubtful: bool = False

    @property
    def project(self) -> str | None:
        return self.subject.project

    def fields(self) -> dict[str, Any]:
        return {
            "project": self.subject.project,
            "project_id": self.subject.project_id,
            "task": self.task,
            "tags": self.tags,
            "billable": self.billable,
            "description": self.description,
        }


def description_start(clause: Clause, *, at_once: bool = False) -> int:
    """Where a colon or a dash opens the description; the clause's end where none does.

    That is one after the amount (or, `at_once`, after anything): the one in "Apollo: 2h" opens nothing. So does the
    bracket of "2h Apollo (prep for Friday)".
    """
    scan = clause.scan
    if scan.present.isdisjoint(_OPENS_DESCRIPTION):
        return clause.end
    begins = {match.start: match for match in clause.matches}
    seen = False
    i = max(clause.start, clause.cue.end) if clause.cue and clause.cue.start == clause.start else clause.start
    first = i
    while i < clause.end:
        match = begins.get(i)
        if match is not None:
            seen = seen or at_once or isinstance(match.value, _AMOUNTS)
            i = match.end
            continue
        if seen and scan.words[i] == "(" and _holds_text(clause, i):
            return i
        within = scan.glued[i] and scan.glued[i + 1] and scan.numbers[i - 1] >= 0 and scan.numbers[i + 1] >= 0  # "1:1"
        apart = scan.words[i] == "-" and not scan.glued[i] and not scan.glued[i + 1] and i + 1 not in begins
        opens = ((scan.words[i] == ":" and not within) or apart) and i > first and not _leads_within(clause, i)
        if opens and at_once and _only_a_time(begins.get(i + 1), clause):
            return clause.end
        if opens and (seen or at_once) and i + 1 < clause.end:
            return i
        i += 1
    return clause.end


def _only_a_time(match: Match[object] | None, clause: Clause) -> bool:
    """`Apollo: started 5 minutes ago`: it tells since when, and not what is done."""
    if match is None or match.end < clause.end:
        return False
    value = match.value
    return isinstance(value, Ago | ClockPoint) or (isinstance(value, ClockRange) and value.last is None)


def _leads_within(clause: Clause, i: int) -> bool:
    """The colon of "call with Bob re: pricing", whose words are one description."""
    scan, language = clause.scan, clause.scan.language
    leads = scan.words[i - 1] in language.description_leads and scan.words[i - 1] not in language.edit_fields
    return leads and i - 2 > clause.start and scan.kinds[i - 2] == "word" and not clause.within(i - 2)


def _holds_text(clause: Clause, i: int) -> bool:
    """The bracket at `i` closes at the end, and its words would be torn apart; a day, a tag or a task alone is read."""
    scan, last = clause.scan, clause.end - 1
    if scan.words[last] != ")" or "(" in scan.words[i + 1 : last]:
        return False
    inside = clause.part(i + 1, last, None)
    edges = [i, *(k for k in range(i + 1, last) if scan.words[k] == ","), last]
    idle = scan.language.work_prepositions | scan.language.from_words | scan.language.fillers
    free = [[k for k in range(s + 1, e) if not inside.within(k)] for s, e in pairwise(edges)]
    if any(all(scan.kinds[k] == "symbol" or scan.words[k] in idle for k in part) for part in free):
        return False
    if sum(isinstance(match.value, Duration | ClockRange) for match in inside.matches) > 1:
        return False  # "4h Apollo (1h login, 3h docs)"
    talk = scan.language.doubt_words | scan.language.talk_words | scan.language.question_words
    return bool(inside.matches) or any(scan.norms[k] in talk or scan.words[k] == "?" for part in free for k in part)


def read_work(clause: Clause, body_end: int, *, name_due: bool) -> Work:
    """`body_end`: where the description opens. `name_due`: a name follows the cue at once ("start Apollo")."""
    work = Work()
    _read_marks(clause, work)
    _read_quote(clause, work, body_end)
    if work.project is None:
        _read_sign_as_project(clause, work)
    if work.project is None:
        work.subject = read_project(clause, body_end, name_due=name_due)
    if work.project is not None:
        work.task = read_task(clause, work.subject.known, end=body_end)
    _read_description(clause, work, body_end, work.subject.known)
    return work


def _read_marks(clause: Clause, work: Work) -> None:
    tags: list[str] = []
    for tag in clause.of(TagNames):
        tags.extend(tag.value.names)
        clause.use(tag, "tags")
    work.tags = tuple(dict.fromkeys(one_line(tag)[:MAX_NAME] for tag in tags if one_line(tag)))[:_MAX_TAGS]
    for billable in clause.of(Billable)[:1]:
        work.billable = billable.value.value
        clause.use(billable, "billable")
    for match in clause.matches if work.billable is None else ():
        if isinstance(match.value, Duration) and match.end - match.start > 2:  # "2 billable hours"
            work.billable = work.billable or billable_within(clause.scan, match.start, match.end)


def _read_sign_as_project(clause: Clause, work: Work) -> None:
    """`2h @apollo`: no tag of that name is known, but a project is, and none is named otherwise."""
    index = clause.scan.index
    if index is None or not work.tags or clause.of(ProjectName):
        return
    for tag in work.tags:
        known = index.named.get(name_words(tag))
        if known is not None and len(known) == 1 and plain(tag) not in index.tags:
            project = known[0].project
            work.subject = Subject(project.name, project.id, known[0], named=True)
            work.tags = tuple(each for each in work.tags if each != tag)
            return


def _read_quote(clause: Clause, work: Work, body_end: int) -> None:
    for quote in clause.of(Quote)[:2]:
        before = clause.scan.words[quote.start - 1] if quote.start > clause.start else ""
        language = clause.scan.language
        named = before in language.name_prepositions or before in language.project_words
        index = clause.scan.index
        known = index.named.get(name_words(quote.value.text), ()) if index is not None else ()
        if work.project is None and len(known) == 1 and not clause.of(ProjectName, end=body_end):  # 2h "Apollo"
            work.subject = Subject(known[0].project.name, known[0].project.id, known[0], named=True)
            clause.use(quote, "project")
        elif work.project is None and named and quote.start < body_end and not clause.of(ProjectName, end=body_end):
            work.subject = Subject(one_line(quote.value.text)[:MAX_NAME] or None, named=True)
            clause.use(quote, "project")
        elif not _is_part(clause, quote.start - 1):
            work.description = one_line(quote.value.text)[:_MAX_DESCRIPTION] or None
            clause.use(quote, "description")
            return


def _is_part(clause: Clause, i: int) -> bool:
    """The word before the quotes goes on in them: "api 'work'"."""
    scan, language = clause.scan, clause.scan.language
    if i < clause.start or scan.kinds[i] != "word" or clause.within(i):
        return False
    leads = language.description_leads | language.work_prepositions | language.that_words | language.named_words
    in_cue = clause.cue is not None and clause.cue.start <= i < clause.cue.end
    return not in_cue and scan.words[i] not in leads | language.fillers | language.edit_fields.keys()


def _read_description(clause: Clause, work: Work, body_end: int, known: Known | None) -> None:
    if body_end < clause.end:
        opens = body_end + 1
        if clause.scan.words[opens] in clause.scan.language.description_leads and clause.scan.words[opens + 1] == ":":
            opens += 2  # "- note: ..."
        closes = clause.end - 1 if clause.scan.words[body_end] == "(" else clause.end
        parts = [clause.trimmed(s, e, ()) for s, e in clause.gaps(opens, closes)]
        parts = [(s, e) for s, e in parts if _has_words(clause, s, e)]
        text = " ".join(clause.scan.source(s, e) for s, e in parts)
        if work.description is None and one_line(text):
            work.description = one_line(text)[:_MAX_DESCRIPTION]
            for s, e in parts:
                clause.use_tokens(s, e, "description")
    language = clause.scan.language
    edges: tuple[frozenset[str], ...] = (
        language.work_prepositions,
        language.tail_words,
        language.description_leads - language.edit_fields.keys(),  # "note taking" is a word with another
        language.from_words,
        language.me_words,  # "log me 2h"
    )
    if not clause.scan.present.isdisjoint(language.took_words):  # "took me"
        edges = (*edges, language.took_words)
    chunks: list[str] = []
    nouns = language.project_words | language.task_words
    for s, e in list(clause.gaps(end=body_end)):
        first, last = clause.trimmed(s, e, (*edges, nouns, language.polite_words))
        if first > s and clause.scan.words[first - 1] in nouns and clause.scan.words[s] in _APART:
            first -= 1  # "2h Apollo, project plan"
        while first < last and clause.scan.words[last - 1] in language.description_leads and _opens_text(clause, last):
            first, last = clause.trimmed(first, last - 1, edges)  # "with the note “buttons”"
        first, last = _without_idle_ends(clause, first, last)
        if not _has_words(clause, first, last):
            continue
        if all(clause.scan.words[i] in language.fillers for i in range(first, last)):
            continue  # "1h of non-billable time"
        if _says_part_of(clause, first, last):
            clause.use_tokens(first, last, "start")
            continue  # "spent the morning on Apollo, 9 to 12"
        words = clause.scan.source(first, last)
        bracketed = {clause.scan.words[first], clause.scan.words[last - 1]} <= {*"()[]"}
        named = (first + 1, last - 1) if bracketed else (first, last)
        task = _task_said(clause, *named, known) if work.task is None else None
        if task is not None:
            work.task = task
            clause.use_tokens(first, last, "task")
            continue
        if e == body_end < clause.end and work.description is not None and not chunks:
            work.description = f"{_without_brackets(one_line(words))}: {work.description}"  # "call with Bob: prices"
            clause.use_tokens(first, last, "description")
            continue
        work.doubtful = work.doubtful or any(_tells_time(clause, i) for i in range(first, last))
        chunks.append(_without_brackets(one_line(words)))
        clause.use_tokens(first, last, "description" if work.description is None else "unread")
    if chunks and work.description is None:
        work.description = " ".join(chunks)[:_MAX_DESCRIPTION] or None


def _says_part_of(clause: Clause, start: int, end: int) -> bool:
    """Whether it only says in which half of the day the hours beside it are, and they are."""
    scan, language = clause.scan, clause.scan.language
    parts = [language.dayparts.get(word) for word in scan.words[start:end] if word not in language.the_words]
    hours = _HOURS.get(parts[0] or "", ()) if len(parts) == 1 else ()
    ranges = [match.value.first for match in clause.matches if isinstance(match.value, ClockRange)]
    return len(ranges) == 1 and ranges[0].hour in hours


def _task_said(clause: Clause, start: int, end: int, known: Known | None) -> str | None:
    """`frontend`, `frontend work`"""
    task = task_of(clause, start, end, known)
    if task is None and end - start > 1 and clause.scan.words[end - 1] in clause.scan.language.work_nouns:
        task = task_of(clause, start, end - 1, known)
    return task


def _opens_text(clause: Clause, i: int) -> bool:
    quoted = any(match.start == i and isinstance(match.value, Quote) for match in clause.matches)
    return quoted or clause.scan.words[i] == ":"


def _without_idle_ends(clause: Clause, start: int, end: int) -> tuple[int, int]:
    """Without the noun of "Apollo work, mostly retries", and without "that I did" at the end."""
    scan, language = clause.scan, clause.scan.language
    if start < end and scan.words[start] in language.work_nouns and scan.words[start + 1] in {",", "-", ""}:
        start = clause.trimmed(start + 1, end, ())[0]
    if start < end and scan.norms[end - 1] in language.report_verbs and scan.norms[end - 2] in language.pronouns:
        end = max(start, end - 2)
        end = end - 1 if scan.words[end - 1] in language.that_words else end
    a_day = scan.words[start - 1] in language.articles and language.calendar_units.get(scan.words[start]) == "day"
    if end - start == 1 and (scan.words[start] in language.particles or a_day):  # "put 2h down for Apollo", "2h a day"
        end = start
    return start, end


def _has_words(clause: Clause, start: int, end: int) -> bool:
    """More than signs, as ":)" """
    return any(clause.scan.kinds[i] != "symbol" for i in range(start, end))


def _tells_time(clause: Clause, i: int) -> bool:
    scan, language = clause.scan, clause.scan.language
    if scan.numbers[i] >= 0:
        return not scan.glued[i] and scan.words[i - 1] not in language.number_nouns
    told = scan.words[i] in language.day_nouns  # "the day before", "the other day"
    if told and (scan.words[i + 1] in language.before_words or scan.words[i - 1] in language.other_words):
        return True
    if told and not language.rest_words.isdisjoint(scan.words[max(i - 3, 0) : i]):
        return True  # "rest of the day"
    return scan.words[i] in language.weekdays or scan.words[i] in language.relative_days


def _without_brackets(text: str) -> str:
    """`(standup)` is the word; of a bracket whose partner is elsewhere nothing is kept."""
    if not {*"(["} & {*text}:
        text = text.strip(")] ")
    if not {*")]"} & {*text}:
        text = text.strip("([ ")
    inner = text[1:-1]
    return inner if text[:1] + text[-1:] in {"()", "[]"} and not {*"()[]"} & {*inner} else text
