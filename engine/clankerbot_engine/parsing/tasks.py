"""Which task of the project: `Apollo / Login`, `task Login`, or a task's whole name beside the project's."""

from clankerbot_engine.parsing.clause import Clause
from clankerbot_engine.parsing.name_index import Known, Words
from clankerbot_engine.parsing.tokens import one_line
from clankerbot_engine.parsing.unspelt_projects import MAX_NAME, STEPS_DOWN, phrase_ends

_MAX_TASK_WORDS = 6
_STEPS = STEPS_DOWN | {"-"}


def read_task(clause: Clause, known: Known | None, *, end: int | None = None) -> str | None:
    """`Apollo / Login`, `Apollo login` and `task Login`; a bare word only if the project has such a task.

    `end`: where a description opens, in which a task is a word as any other.
    """
    scan = clause.scan
    project_end = max((end for _, end, name in clause.used if name == "project"), default=None)
    if project_end is None:
        return None
    tasks = _tasks(clause, known)
    if not tasks and scan.words[project_end] not in _STEPS and scan.present.isdisjoint(scan.language.task_words):
        return None
    dashed = scan.words[project_end] == "-" and known is not None
    stepped = scan.words[project_end] in STEPS_DOWN and project_end + 1 < clause.end
    stepped = stepped and scan.words[project_end + 1] != scan.words[project_end]  # "//" opens no task
    stepped = stepped and (known is None or bool(known.project.tasks))
    start = project_end + 1 if stepped or dashed else project_end
    for words, name in tasks:
        last = start + len(words)
        if last > clause.end or tuple(scan.norms[start:last]) != words or clause.is_used(start, last):
            continue
        if stepped or _ends_phrase(clause, last):
            clause.use_tokens(start, last, "task")
            return name
    spoken = not scan.present.isdisjoint(scan.language.task_words)
    for start_at, end_at in clause.gaps(end=end) if spoken else ():
        lead = next((i for i in range(start_at, end_at) if scan.words[i] in scan.language.task_words), None)
        if lead is not None:
            for words, name in tasks:  # "the login task"
                if lead - len(words) >= start_at and tuple(scan.norms[lead - len(words) : lead]) == words:
                    clause.use_tokens(lead - len(words), lead + 1, "task")
                    return name
        if lead is not None and lead + 1 < end_at and (known is None or not _is_compound(clause, lead, end_at)):
            stepped, start = True, lead + 1
    return _as_written(clause, start) if stepped else None


def _is_compound(clause: Clause, lead: int, end: int) -> bool:
    """`task board cleanup`: the first of several words, where no sign says that a name follows."""
    stop = next((i for i in range(lead + 1, end) if clause.scan.kinds[i] != "word"), end)
    return stop - lead > 2


def _tasks(clause: Clause, known: Known | None) -> list[tuple[Words, str]]:
    """The project's tasks by their words, those of most words first."""
    index = clause.scan.index
    if known is None or index is None or not known.project.tasks:
        return []
    said = {*clause.scan.norms}
    return [task for task in index.tasks_of(known.project) if task[0][0] in said]


def _as_written(clause: Clause, start: int) -> str | None:
    gap = next(((s, e) for s, e in clause.gaps(start) if s == start), None)
    if gap is None:
        return None
    first, last = clause.trimmed(*gap, (clause.scan.language.fillers, clause.scan.language.work_prepositions))
    stop = next((k for k in range(first, last) if phrase_ends(clause, k)), last)
    stop = min(stop, first + _MAX_TASK_WORDS)
    name = one_line(clause.scan.source(first, stop)) if first < stop else ""
    if not name:
        return None
    clause.use_tokens(first, stop, "task")
    return name[:MAX_NAME]


def _ends_phrase(clause: Clause, i: int) -> bool:
    language = clause.scan.language
    return (
        i >= clause.end
        or clause.scan.kinds[i] == "symbol"
        or clause.scan.words[i] in language.work_prepositions
        or clause.scan.norms[i] in language.pronouns
        or clause.is_used(i, i + 1)
    )


def task_of(clause: Clause, start: int, end: int, known: Known | None) -> str | None:
    """The task whose whole name these words are."""
    said = tuple(clause.scan.norms[start:end])
    return next((name for words, name in _tasks(clause, known) if words == said), None)
