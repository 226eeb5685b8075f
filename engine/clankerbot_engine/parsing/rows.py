"""What the pieces of one text say of each other: whose project, how sure, and of which week they are."""

from dataclasses import replace
from datetime import date, timedelta

from clankerbot_engine.actions import ActionBase, LogTime, Need, StartTimer, SwitchTimer
from clankerbot_engine.parsing.assembly.plausibility import NO_NAME, TALK
from clankerbot_engine.parsing.name_index import NameIndex, name_words, plain
from clankerbot_engine.parsing.names import choice_of, one_of
from clankerbot_engine.parsing.sharing import SHARED_PROJECT
from clankerbot_engine.preferences import Preferences

_OF_TASKS = (LogTime, StartTimer, SwitchTimer)
_MOST_OFFERED = 5


def beside_named(actions: list[ActionBase]) -> list[ActionBase]:
    """`2h Apollo, 30m standup`: what stands in a row with named work is work."""
    if len(actions) < 2 or not any(isinstance(action, LogTime) and action.project for action in actions):
        return actions
    return [
        action.model_copy(update={"confidence": SHARED_PROJECT})
        if isinstance(action, LogTime) and action.project is None and NO_NAME <= action.confidence < SHARED_PROJECT
        else action
        for action in actions
    ]


def as_doubtful(actions: list[ActionBase], *, told: bool = False) -> list[ActionBase]:
    """`next sprint: 20h Apollo, 10h Hermes`: what is in a row with talk, perhaps, is none the surer.

    `told`: some piece says how its project is, in whichever place: "Apollo 9-11, then Hermes is closed until 12".
    """
    if not all(isinstance(action, LogTime) and action.project and not action.needs for action in actions):
        return actions
    if actions[0].confidence > TALK and not told:
        return actions
    return [action.model_copy(update={"confidence": min(action.confidence, TALK)}) for action in actions]


def _as_its_task(before: LogTime, action: ActionBase, index: NameIndex | None) -> ActionBase:
    """`Apollo 2h design, 1h review`: a task of the project before is no description."""
    if not isinstance(action, LogTime) or action.project or action.task or not action.description or index is None:
        return action
    known = index.named.get(name_words(before.project or ""), ())
    tasks = index.tasks_of(known[0].project) if len(known) == 1 else ()
    task = next((name for _, name in tasks if plain(name) == plain(action.description)), None)
    if task is None:
        return action
    spans = tuple(replace(span, field="task") if span.field == "description" else span for span in action.spans)
    changes = {"project": before.project, "project_id": before.project_id, "task": task, "description": None}
    return action.model_copy(update={**changes, "spans": spans, "confidence": SHARED_PROJECT, "needs": ()})


def with_lone_tasks(actions: list[ActionBase], index: NameIndex | None, preferences: Preferences) -> list[ActionBase]:
    """`design 2h`: a task, where the text names no project; whose it is, is asked about."""
    if index is None or not index.by_task:
        return actions
    found = [_as_lone_task(action, index, preferences) for action in actions]
    if len(actions) == 1:
        return found
    pairs = zip(actions, found, strict=True)
    named = any(was is now and isinstance(now, _OF_TASKS) and now.project for was, now in pairs)
    return actions if named else found


def _as_lone_task(action: ActionBase, index: NameIndex, preferences: Preferences) -> ActionBase:
    if not isinstance(action, _OF_TASKS) or action.task or action.project_id or (action.project and action.description):
        return action
    said = action.project or action.description or ""
    words = plain(said)
    owners = index.by_task.get(words, ()) if words else ()
    if not owners or any(word in index.by_word for word in name_words(said)):
        return action
    default = [known for known in owners if known.project.name == preferences.default_project]
    meant = one_of(default or owners, preferences)
    field = "project" if action.project else "description"
    changes: dict[str, object] = {
        "project": meant.known.project.name if meant.known else None,
        "project_id": meant.known.project.id if meant.known else None,
        "task": said,
        "description": None,
        "spans": tuple(replace(span, field="task") if span.field == field else span for span in action.spans),
        "confidence": action.confidence if default else TALK if action.confidence >= NO_NAME else action.confidence,
    }
    if meant.known is None:
        which = Need(
            field="project",
            reason=f"Which project has the task “{said}”?",
            code="missing",
            choices=tuple(choice_of(each.project) for each in meant.choices[:_MOST_OFFERED]),
        )
        changes["needs"] = (*action.needs, which)
    return action.model_copy(update=changes)


def with_project_of(before: ActionBase | None, made: list[ActionBase], index: NameIndex | None) -> list[ActionBase]:
    """`Apollo Mon 4h, Tue 3h`: what tells no more than a time goes on with the project before it."""
    if not isinstance(before, LogTime) or before.project is None:
        return made
    shared = {"project": before.project, "project_id": before.project_id, "confidence": SHARED_PROJECT}
    made = [_as_its_task(before, action, index) for action in made]
    return [
        action.model_copy(update=shared)
        if isinstance(action, LogTime)
        and action.project is None
        and not (action.description or action.task)
        and not any(need.field == "project" for need in action.needs)
        else action
        for action in made
    ]


def with_project_behind(actions: list[ActionBase]) -> list[ActionBase]:
    """`9-12 and 13-17 Apollo`: what tells no more than a time is of the project that is named behind it."""
    named = list(actions)
    for i in range(len(named) - 2, -1, -1):
        named[i] = with_project_of(named[i + 1], [named[i]], None)[0]
    return named


def in_one_week(actions: list[ActionBase]) -> list[ActionBase]:
    """`on leave Mon-Wed, 8h Support Thu and Fri`: a plan goes on where it stopped, and not a week before."""
    moved: list[ActionBase] = []
    last: date | None = None
    for action in actions:
        if isinstance(action, LogTime) and action.date is not None and action.start is None:
            if last is not None and timedelta(0) < last - action.date < timedelta(days=7):
                action = action.model_copy(update={"date": action.date + timedelta(days=7)})
            last = action.date
        moved.append(action)
    return moved
