"""A write that the rules are not sure of is asked about first: `needs`, with a yes as the one answer."""

from collections.abc import Sequence
from typing import Any

from clankerbot_engine.actions import (
    ActionBase,
    Choice,
    CreateSchedule,
    DeleteEntry,
    DeleteSchedule,
    EditEntry,
    LogTime,
    Need,
    PostMessage,
    Remind,
    StartTimer,
    StopTimer,
    SwitchTimer,
)

ASKED_BELOW = 0.9
"""Of readings from here on at least 95 of 100 are right (`make eval`)."""

_ONLY_READS = frozenset(
    (
        *("status", "summary", "list_entries", "list_projects", "list_schedules", "missing_hours", "budgets"),
        *("help", "connect", "unknown"),
    )
)

_MOST_SHOWN = 5
_PLAIN_QUOTES = str.maketrans("“”", '""')


def asked_if_unsure(actions: Sequence[ActionBase]) -> list[ActionBase]:
    """The first of those of a kind that are not sure asks for all of them.

    It asks nothing where something else is asked already: an answer to that shows the reading too.
    """
    if all(map(_is_sure, actions)):
        return list(actions)
    asked: list[ActionBase] = []
    kinds: set[str] = set()
    for action in actions:
        if _is_sure(action) or action.kind in kinds:
            asked.append(action)
            continue
        kinds.add(action.kind)
        alike = [each for each in actions if each.kind == action.kind and not _is_sure(each)]
        yes = Choice(value=True, label="Yes")
        need = Need(field="confirmed", reason=_question(action, alike), code="confirm", choices=(yes,))
        asked.append(action.model_copy(update={"needs": (need,)}))
    return asked


def _is_sure(action: ActionBase) -> bool:
    nested = action.action.needs if isinstance(action, CreateSchedule) else ()
    return action.confidence >= ASKED_BELOW or bool(action.needs or nested) or action.kind in _ONLY_READS


def _question(action: ActionBase, alike: Sequence[ActionBase]) -> str:
    facts = "; ".join(map(_facts, alike[:_MOST_SHOWN])) + ("; …" if len(alike) > _MOST_SHOWN else "")
    match action:
        case LogTime() if facts:
            reason = f"I am not sure that I read this right. Shall I log “{facts}”?"
        case StartTimer() | SwitchTimer() if facts:
            reason = f"I am not sure that I read this right. Shall I start a timer for “{facts}”?"
        case StopTimer():
            reason = "I am not sure that I read this right. Shall I stop the timer?"
        case EditEntry() if facts:
            reason = f"I am not sure that I read this right. Shall I change the entry: “{facts}”?"
        case DeleteEntry(target="last"):
            reason = "I am not sure that I read this right. Shall I delete your last entry?"
        case DeleteEntry():
            reason = f"I am not sure that I read this right. Shall I delete the entry “{action.target}”?"
        case DeleteSchedule():
            reason = f"I am not sure that I read this right. Shall I delete the schedule “{action.target}”?"
        case CreateSchedule():
            reason = f"I am not sure that I read this right. Shall I do this again and again, at “{action.cron}”?"
        case PostMessage() | Remind() if action.text:
            reason = f"I am not sure that I read this right. Shall I post “{action.text}”?"
        case _:
            reason = f"I am not sure that I read this right. Shall I do this: “{action.kind.replace('_', ' ')}”?"
    return reason


def _facts(action: ActionBase) -> str:
    """What was read, in no language: `2:30 h, Apollo / Login, #travel, 2026-05-19`."""

    def said(name: str) -> Any:
        return getattr(action, name, None)

    target, length, day = said("target"), said("duration_s"), said("date")
    changed_by = [by for by in (said("longer_by_s"), said("later_by_s")) if by]
    facts = [
        target if target not in (None, "last") else "",
        f"{length // 3600}:{length // 60 % 60:02} h" if length else "",
        *(f"{'+' if by > 0 else '-'}{abs(by) // 3600}:{abs(by) // 60 % 60:02} h" for by in changed_by),
        " / ".join(name for name in (said("project"), said("task")) if name),
        said("description") or "",
        *(f"#{tag}" for tag in said("tags") or ()),
        f"{day:%Y-%m-%d}" if day else "",
        "–".join(f"{moment:%H:%M}" for moment in (said("start"), said("end")) if moment),
    ]
    return ", ".join(fact.translate(_PLAIN_QUOTES) for fact in facts if fact)
