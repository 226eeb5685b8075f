"""Names as people say them to those of the catalogue, with their ids, or to a question.

Exact first, then by case and accents, then by words, then by letters; never an archived project. Two that are close are
a question, never a guess.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal, TypeVar

from rapidfuzz import fuzz, process

from clankerbot_engine.actions import ActionBase, Choice, CreateSchedule, Need
from clankerbot_engine.catalogue import Catalogue, Project, Tag, Task
from clankerbot_engine.parsing.name_index import AND_SIGNS, Known, NameIndex, Words, index_of, name_words, plain
from clankerbot_engine.preferences import Preferences

_A = TypeVar("_A", bound=ActionBase)

_SURE, _LEAD = 80.0, 8.0
"""Of 100: letters in common that make a typo, and how far ahead of the next."""
_NEAR = 55.0
"""That are worth offering where none is meant for sure."""
_MAX_CHOICES = 5
_MIN_LETTERS = 4
_DEFAULTING = {"log_time", "start_timer", "switch_timer"}
_NEW_NAMES = {"create_project"}

BY_LETTERS = 0.91
BY_WORDS = 0.94
BY_CLIENT = 0.93
BY_RECENT_USE = 0.9
"""What a reading is worth at most whose name was not spelt out."""


@dataclass(frozen=True, slots=True)
class Found:
    """`known` where one project is meant; else `choices`: those that may be, or (`near` only) those spelt alike."""

    known: Known | None = None
    choices: tuple[Known, ...] = ()
    near: bool = False
    worth: float = 1.0


def resolve_names(action: _A, catalogue: Catalogue | None, preferences: Preferences) -> _A:
    """The action with canonical names and ids, and with `needs` where a name is not settled. Nested actions too.

    A name whose id is there already is left alone. Without a catalogue only aliases and the default project apply.
    """
    return resolve_in(index_of(catalogue) if catalogue is not None else None, action, preferences)


def resolve_in(index: NameIndex | None, action: _A, preferences: Preferences) -> _A:
    """`resolve_names`, for who has the catalogue's index at hand."""
    if isinstance(action, CreateSchedule):
        nested = resolve_in(index, action.action, preferences)
        return action if nested is action.action else action.model_copy(update={"action": nested})
    fields = _fields_of(type(action))
    if "project_id" not in fields or action.kind in _NEW_NAMES:
        return action
    changes: dict[str, Any] = {}
    needs = list(action.needs)
    asked = {need.field for need in needs}
    project = _settle_project(action, index, preferences, changes, needs) if "project" not in asked else None
    if index is not None and "task_id" in fields and "task" not in asked:
        _settle_task(action, index, project, changes, needs)
    if index is not None and "tag_ids" in fields and "tags" not in asked:
        _settle_tags(action, index, changes, needs)
    if len(needs) > len(action.needs):
        changes["needs"] = tuple(needs)
    return action.model_copy(update=changes) if changes else action


@lru_cache(maxsize=64)
def _fields_of(kind: type[ActionBase]) -> frozenset[str]:
    return frozenset(kind.model_fields)


Spelling = Literal["exact", "near", "far"]
"""How far from a name its spelling may be: not at all, a slip or two, or so far that one can but ask."""


def find_project(query: str, index: NameIndex, preferences: Preferences, *, spelling: Spelling = "far") -> Found:
    """Which project is meant by these words; a client's name among them tells same-named projects apart."""
    meant = _by_alias(plain(query), preferences.aliases) if preferences.aliases else None
    return find_words(name_words(meant or query), query, index, preferences, spelling=spelling)


def find_words(words: Words, query: str, index: NameIndex, preferences: Preferences, *, spelling: Spelling) -> Found:
    """The same, of words that are told apart already (`name_words`); `query` is how they are written."""
    if not any(word[:1].isalnum() for word in words):
        return Found()
    found = _same(query, words, index, preferences) or _by_words(words, index, preferences)
    if found is not None:
        return found
    return Found() if spelling == "exact" else _by_letters(" ".join(words), index, preferences, far=spelling == "far")


def _by_alias(said: str, aliases: Mapping[str, str]) -> str | None:
    return next((name for alias, name in aliases.items() if plain(alias) == said), None)


def _same(query: str, words: Words, index: NameIndex, preferences: Preferences) -> Found | None:
    known = index.named.get(words)
    if not known:
        return None
    spelt = [each for each in known if each.project.name == query]
    return one_of(spelt or known, preferences)


def one_of(known: Sequence[Known], preferences: Preferences) -> Found:
    """One, the one used last, or a question; projects that nothing tells apart are one."""
    if len(known) == 1:
        return Found(known[0])
    apart: dict[tuple[str, str | None, str | None], Known] = {}
    for each in known:
        apart.setdefault((each.project.name, each.project.client, each.project.id), each)
        if len(apart) > _MAX_CHOICES and not preferences.recent_projects:
            break  # of hundreds no more are offered
    if len(apart) == 1 or all(each.project.id is None and each.project.name == known[0].project.name for each in known):
        return Found(known[0])
    for recent in preferences.recent_projects:
        used = [each for each in apart.values() if recent in {each.project.id, each.project.name}]
        if len(used) == 1:
            return Found(used[0], worth=BY_RECENT_USE)
    return Found(choices=tuple(apart.values()))


def _by_words(words: Words, index: NameIndex, preferences: Preferences) -> Found | None:
    """All words said are among those of the name and its client; the whole name beats a part of one."""
    whole: Sequence[Known] = ()
    if len(words) == 1:  # of no name all, or it would be the same
        fitting: Sequence[Known] = index.by_word.get(words[0], ())
    else:
        fitting = [
            known
            for known in index.with_rarest_of(words)
            if any(word in known.words for word in words)
            and all(word in known.words or word in index.words_within(known.project.client or "") for word in words)
        ]
        said = {*words, *AND_SIGNS}
        whole = [known for known in fitting if said.issuperset(known.words)]
    found = whole or fitting
    if not found:
        return _by_beginning(words, index, preferences)
    settled = one_of(found, preferences)
    return replace(settled, worth=min(settled.worth, 1.0 if whole else BY_WORDS))


def _by_beginning(words: Words, index: NameIndex, preferences: Preferences) -> Found | None:
    """`onboard` for Onboarding: each word said begins a word of the name. Else a client with one project."""
    clients = index.of_client(" ".join(words))
    if clients:
        settled = one_of(clients, preferences)
        return replace(settled, worth=min(settled.worth, BY_CLIENT))
    if any(len(word) < 3 or not index.begins_a_word(word) for word in words):
        return None
    fitting = [
        known
        for known in index.with_beginning(words[0])
        if all(any(own.startswith(word) for own in known.words) for word in words)
    ]
    if not fitting:
        return None
    settled = one_of(fitting, preferences)
    return replace(settled, worth=min(settled.worth, BY_WORDS))


def _by_letters(said: str, index: NameIndex, preferences: Preferences, *, far: bool) -> Found:
    if len(said) < _MIN_LETTERS:
        return Found()
    # With a high bar first: the low one, for what may be asked about, takes several times as long
    alike = index.spelt_like(said, _SURE)
    ranked = [each for each in alike if _numbers(each[0]) == _numbers(said)]  # "Client 9" is not Client 7
    if not ranked:
        near = tuple(index.projects[at] for _, _, at in alike)
        return Found(choices=near or _near(said, index), near=True) if far else Found()
    best = ranked[0][1]
    found = one_of([index.projects[at] for _, score, at in ranked if score >= best - _LEAD], preferences)
    return replace(found, worth=min(found.worth, BY_LETTERS))


def _near(said: str, index: NameIndex) -> tuple[Known, ...]:
    """Worth offering: spelt alike as a whole, or in a word of theirs or of their client's. The nearest first."""
    whole = [(score, index.projects[at]) for _, score, at in index.spelt_like(said, _NEAR)]
    ranked = sorted([*whole, *index.with_a_word_like(said, _SURE)], key=lambda each: -each[0])
    return tuple({id(known): known for _, known in ranked}.values())[:_MAX_CHOICES]


def _numbers(name: str) -> list[str]:
    return [word for word in name.split() if word.isdigit()]


def choice_of(project: Project) -> Choice:
    label = f"{project.name} ({project.client})" if project.client else project.name
    return Choice(value=project.name, label=label, id=project.id)


def _settle_project(
    action: ActionBase,
    index: NameIndex | None,
    preferences: Preferences,
    changes: dict[str, Any],
    needs: list[Need],
) -> Project | None:
    said: str | None = getattr(action, "project", None)
    project_id: str | None = getattr(action, "project_id", None)
    if said is None and project_id is None and action.kind in _DEFAULTING:
        said = preferences.default_project
        if said is not None:
            changes["project"] = said
    if index is None:
        alias = _by_alias(plain(said), preferences.aliases) if said else None
        if alias:
            changes["project"] = alias
        return None
    if project_id is not None:
        return index.with_id(project_id)
    if said is None or not index.projects:
        return None
    found = find_project(said, index, preferences)
    if found.known is not None:
        project = found.known.project
        changes["project"], changes["project_id"] = project.name, project.id
        if found.worth < action.confidence:
            changes["confidence"] = found.worth
        return project
    changes["project"] = None
    unknown = found.near or not found.choices
    reason = f"There is no project “{said}”." if unknown else f"Which project is “{said}”?"
    code = "unknown_name" if unknown else "ambiguous"
    needs.append(Need(field="project", reason=reason, code=code, choices=_choices(found.choices)))
    return None


def _choices(known: Iterable[Known]) -> tuple[Choice, ...]:
    return tuple(choice_of(each.project) for each in known)[:_MAX_CHOICES]


def _settle_task(
    action: ActionBase, index: NameIndex, project: Project | None, changes: dict[str, Any], needs: list[Need]
) -> None:
    said: str | None = getattr(action, "task", None)
    if said is None or getattr(action, "task_id", None) is not None:
        return
    if project is None:
        if any(need.field == "project" for need in needs):
            return
        owners = index.with_task(plain(said), _SURE)
        if len(owners) != 1 or getattr(action, "project", None) is not None:
            choices = _choices(owners)
            reason = f"Which project has the task “{said}”?"
            needs.append(Need(field="project", reason=reason, code="missing", choices=choices))
            return
        project = owners[0].project
        changes["project"], changes["project_id"] = project.name, project.id
    task = _task_named(said, project.tasks)
    if task is not None:
        changes["task"], changes["task_id"] = task.name, task.id
        return
    changes["task"] = None
    nearest = [Choice(value=each.name, label=each.name, id=each.id) for each in _nearest_tasks(said, project.tasks)]
    reason = f"There is no task “{said}” in “{project.name}”."
    needs.append(Need(field="task", reason=reason, code="unknown_name", choices=tuple(nearest)[:_MAX_CHOICES]))


def _task_named(said: str, tasks: Sequence[Task]) -> Task | None:
    wanted = plain(said)
    by_name = {plain(task.name): task for task in tasks}
    if wanted in by_name:
        return by_name[wanted]
    near = process.extract(wanted, list(by_name), scorer=fuzz.ratio, limit=2, score_cutoff=_SURE)
    if near and (len(near) == 1 or near[0][1] - near[1][1] >= _LEAD):
        return by_name[near[0][0]]
    return None


def _nearest_tasks(said: str, tasks: Sequence[Task]) -> Sequence[Task]:
    ranked = process.extract(plain(said), [plain(task.name) for task in tasks], scorer=fuzz.ratio, limit=_MAX_CHOICES)
    return [tasks[at] for _, _, at in ranked]


def _settle_tags(action: ActionBase, index: NameIndex, changes: dict[str, Any], needs: list[Need]) -> None:
    said: tuple[str, ...] = getattr(action, "tags", None) or ()
    if not said or getattr(action, "tag_ids", None) or not index.tags:
        return
    tags = [_tag_named(name, index) for name in said]
    names = tuple(tag.name if tag else name for name, tag in zip(said, tags, strict=True))
    changes["tags"] = names
    unknown = [name for name, tag in zip(said, tags, strict=True) if tag is None]
    if unknown:
        needs.append(_unknown_tag(unknown[0], names, index))
    else:
        changes["tag_ids"] = tuple(tag.id for tag in tags if tag is not None and tag.id is not None)


def _tag_named(said: str, index: NameIndex) -> Tag | None:
    wanted = plain(said)
    if wanted in index.tags:
        return index.tags[wanted]
    if len(wanted) < _MIN_LETTERS:
        return None
    near = process.extract(wanted, list(index.tags), scorer=fuzz.ratio, limit=2, score_cutoff=_SURE)
    if near and (len(near) == 1 or near[0][1] - near[1][1] >= _LEAD):
        return index.tags[near[0][0]]
    return None


def _unknown_tag(name: str, names: tuple[str, ...], index: NameIndex) -> Need:
    near = process.extract(plain(name), list(index.tags), scorer=fuzz.ratio, limit=3, score_cutoff=_NEAR)
    choices = [
        Choice(value=[index.tags[tag].name if each == name else each for each in names], label=index.tags[tag].name)
        for tag, _, _ in near
    ]
    rest = [each for each in names if each != name]
    choices.append(Choice(value=list(rest), label="No such tag"))
    return Need(field="tags", reason=f"There is no tag “{name}”.", code="unknown_name", choices=tuple(choices))
