"""What a question may be answered with, and the action with the answer in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from clankerbot_bot.blocks.rhythms import rhythm
from clankerbot_bot.blocks.text import line
from clankerbot_bot.cards import Question
from clankerbot_bot.words import Words
from clankerbot_engine.actions import OF_THE_READING, Choice, Need
from clankerbot_engine.stores.ports import JsonDict

LENGTHS_S: Final = (1800, 3600, 7200)
"""Offered where nobody said how long it was."""

_WITH_ID: Final = frozenset(("project", "task"))
_NESTED: Final = "action."
_DOUBTS: Final = frozenset(("long", "future", "overlap"))
_NAMES: Final = frozenset(("unknown_name", "ambiguous"))


@dataclass(frozen=True, slots=True)
class Answer:
    """`label` is plain text; `changes` are the action's fields."""

    label: str
    changes: JsonDict


def answers(card: Question, words: Words) -> tuple[Answer, ...]:
    """To the first question of the card. A button's index is a place in these, whatever the language."""
    need = card.needs[0]
    if need.choices:
        return tuple(Answer(_label(choice, need, words), _changes(choice, need)) for choice in need.choices)
    if is_doubt(card):
        return (Answer(words.yes_why.get(need.code or "", words.yes), {"confirmed": True}),)
    if _field(need) == "duration_s":
        return tuple(Answer(words.length(seconds), {"duration_s": seconds}) for seconds in LENGTHS_S)
    return ()


def answered(card: Question, changes: Mapping[str, Any]) -> JsonDict:
    """The action asked about, changed so, without the question."""
    need, action = card.needs[0], dict(card.action)
    if need.field.startswith(_NESTED):
        inner = {**action["action"], **changes}
        action["action"] = {**inner, "needs": _without(inner.get("needs"), _field(need))}
        return action
    changed = {**action, **changes}
    return {**changed, "needs": _without(changed.get("needs"), need.field)}


def is_doubt(card: Question) -> bool:
    """What is asked about is known already, and unusual: the question is whether it is right."""
    need = card.needs[0]
    return need.code in _DOUBTS and not need.choices


def named(card: Question) -> str | None:
    """What the person called the thing that is asked about, in their own words: plain text."""
    field = _field(card.needs[0])
    for span in asked_about(card).get("spans") or ():
        words = card.text[span["start"] : span["end"]].strip() if span.get("field") == field else ""
        if words:
            return line(words)
    return None


def asked_about(card: Question) -> JsonDict:
    """The action, or the one inside it."""
    action = card.action
    inner = action.get("action")
    return inner if card.needs[0].field.startswith(_NESTED) and isinstance(inner, dict) else action


def asked_field(card: Question) -> str:
    return _field(card.needs[0])


def can_create(card: Question) -> bool:
    """Whether the question is about a project by a name that none has, and the person may make one."""
    name, need = named(card), card.needs[0]
    if (
        not card.may_create
        or asked_field(card) != "project"
        or need.code not in _NAMES
        or name is None
        or len(name) < 2
    ):
        return False
    return name.casefold() not in {str(choice.value).casefold() for choice in need.choices}


def _field(need: Need) -> str:
    return need.field.removeprefix(_NESTED)


def _without(needs: Any, field: str) -> list[JsonDict]:
    return [need for need in needs or () if need["field"] != field]


def _changes(choice: Choice, need: Need) -> JsonDict:
    if need.code in OF_THE_READING:
        return {}  # the question goes, and that is all: the length may be asked about next
    field = _field(need)
    changes: JsonDict = {field: choice.value}
    if choice.id is not None and field in _WITH_ID:
        changes[f"{field}_id"] = choice.id
    if choice.id is not None and field == "tags":
        changes["tag_ids"] = [choice.id]
    return changes


def _label(choice: Choice, need: Need, words: Words) -> str:
    """Days and times as the language says them; names as they are."""
    field = _field(need)
    if field == "confirmed":
        return words.yes_why.get(need.code or "", words.yes)
    if field == "tags" and isinstance(choice.value, list) and choice.label not in choice.value:
        return words.no_such_tag
    if field == "cron" and isinstance(choice.value, str):
        return rhythm(choice.value, words)
    if field == "later_by_s" and isinstance(choice.value, int):
        moved = words.moved_later if choice.value > 0 else words.moved_earlier
        return moved.format(length=words.length(abs(choice.value)))
    if field in ("start", "end", "date") and isinstance(choice.value, str):
        return next(_when(choice.value, words), choice.label)
    return choice.label


def _when(value: str, words: Words) -> Iterator[str]:
    try:
        if len(value) == len("2026-01-01"):
            yield words.day(date.fromisoformat(value))
        else:
            at = datetime.fromisoformat(value)
            yield f"{words.day(at.date())}, {words.clock(at)}"
    except ValueError:
        return
