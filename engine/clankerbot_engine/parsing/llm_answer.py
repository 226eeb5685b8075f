"""From the model's words to actions, trusting nothing: a closed schema, bounded values, our own ids and spans.

What a text can talk the model into is thus what its author could have asked for in plain words, and no more: kinds and
fields are ours, ids come from the catalogue alone, nothing counts as confirmed, and what destroys, speaks in public,
lies long ago or comes in bulk is asked about first unless the rules read the same in the text.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import orjson
from pydantic import ValidationError

from clankerbot_engine.actions import (
    ACTION,
    ActionBase,
    Choice,
    CreateSchedule,
    EditEntry,
    LogTime,
    Need,
    ParseResult,
    Span,
    StartTimer,
    SwitchTimer,
)
from clankerbot_engine.parsing.llm_prompt import MAX_ACTIONS

FallbackReason = Literal[
    "not_configured",
    "not_sendable",  # blank, not Unicode, or it holds what looks like a secret
    "balance_used_up",
    "bad_key",
    "refused",  # another 4xx, or a redirect
    "rate_limited",
    "server_error",
    "no_connection",
    "timeout",
    "invalid_reply",  # not the API's own shape
    "blank_answer",
    "cut_answer",
    "invalid_json",
    "wrong_shape",
    "absurd_value",
    "too_many_actions",
    "not_understood",
    "internal_error",
]


class Unusable(Exception):
    """The model's answer cannot be used; the rules answer instead."""

    def __init__(self, reason: FallbackReason) -> None:
        super().__init__(reason)
        self.reason: FallbackReason = reason


CONFIDENCE = 0.8
"""Of any reading by the model: what it says of its own is not worth more."""

# Ours to set: whatever the model says of them is dropped.
_OURS = {"parser", "confidence", "spans", "needs", "confirmed", "project_id", "task_id", "tag_ids"}

# They destroy, or speak in the person's name.
_ASK_FIRST = {"delete_entry", "undo", "delete_schedule", "disconnect", "post_message"}

_SCHEDULABLE = {
    *("summary", "list_entries", "status", "remind", "missing_hours", "budgets", "post_message"),
    *("log_time", "start_timer", "stop_timer"),
}

_PAST = timedelta(days=10 * 366)
_FUTURE = timedelta(days=2 * 366)
_TOLERANCE = timedelta(minutes=1)
_LONG_AGO = timedelta(days=31)
_BULK = 5


def read_answer(
    content: str, *, text: str, now: datetime, timezone: ZoneInfo, rules: Callable[[], ParseResult]
) -> tuple[ActionBase, ...]:
    """Raises `Unusable`. `rules` gives the rules' reading of the same text; it is called only where that matters."""
    if not content.strip():
        raise Unusable("blank_answer")
    try:
        answer = orjson.loads(content)
    except orjson.JSONDecodeError:
        raise Unusable("invalid_json") from None
    given = answer.get("actions") if isinstance(answer, dict) else None
    if not isinstance(given, list):
        raise Unusable("wrong_shape")
    if len(given) > MAX_ACTIONS:
        raise Unusable("too_many_actions")
    if not given or any(isinstance(each, dict) and each.get("kind") == "unknown" for each in given):
        raise Unusable("not_understood")
    actions = [_read_action(each, timezone) for each in given]
    for action in actions:
        _check_values(action, now, timezone)
    dressed = [
        action.model_copy(update={"parser": "llm", "confidence": CONFIDENCE, "spans": tuple(_spans(action, text))})
        for action in actions
    ]
    return tuple(_ask_first(dressed, now.astimezone(timezone).date(), timezone, rules))


def _read_action(given: Any, timezone: ZoneInfo) -> ActionBase:
    fields = _allowed(given, timezone)
    if fields.get("kind") == "create_schedule":
        fields["action"] = _allowed(fields.get("action"), timezone)
        if fields["action"].get("kind") not in _SCHEDULABLE:
            raise Unusable("wrong_shape")
    try:
        return ACTION.validate_python(fields)
    except ValidationError:
        raise Unusable("wrong_shape") from None


def _allowed(given: Any, timezone: ZoneInfo) -> dict[str, Any]:
    """Without nulls, which models write for "not said", and without what is ours to set."""
    if not isinstance(given, Mapping):
        raise Unusable("wrong_shape")
    fields = {name: value for name, value in given.items() if value is not None and name not in _OURS}
    for name in ("start", "end"):
        if name in fields:
            fields[name] = _instant(fields[name], timezone)
    return fields


def _instant(value: Any, timezone: ZoneInfo) -> datetime:
    """The model gives local times, so that the offset is the zone's and not a guess."""
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise Unusable("wrong_shape") from None
    return moment.replace(tzinfo=timezone) if moment.tzinfo is None else moment


def _check_values(action: ActionBase, now: datetime, timezone: ZoneInfo) -> None:
    try:
        days = [_local_day(moment, timezone) for moment in _times(action)]
    except OverflowError:
        raise Unusable("absurd_value") from None
    today = now.astimezone(timezone).date()
    if any(not today - _PAST <= day <= today + _FUTURE for day in days):
        raise Unusable("absurd_value")
    if isinstance(action, CreateSchedule):
        _check_values(action.action, now, timezone)
    if isinstance(action, LogTime | EditEntry):
        _check_agreement(action, timezone)


def _times(action: ActionBase) -> Iterator[date]:
    for name in type(action).model_fields:
        value = getattr(action, name)
        if isinstance(value, date):
            yield value


def _local_day(moment: date, timezone: ZoneInfo) -> date:
    return moment.astimezone(timezone).date() if isinstance(moment, datetime) else moment


def _check_agreement(action: LogTime | EditEntry, timezone: ZoneInfo) -> None:
    """Where the model says a thing twice, it must say the same."""
    start, end = action.start, action.end
    if (
        start is not None
        and end is not None
        and action.duration_s is not None
        and abs(_between(start, end) - timedelta(seconds=action.duration_s)) > _TOLERANCE
    ):
        raise Unusable("absurd_value")
    if start is not None and action.date is not None and start.astimezone(timezone).date() != action.date:
        raise Unusable("absurd_value")


def _between(start: datetime, end: datetime) -> timedelta:
    """The time that really passes: within one zone Python subtracts what the clocks show."""
    return end.astimezone(UTC) - start.astimezone(UTC)


def _spans(action: ActionBase, text: str) -> Iterator[Span]:
    """Where the names and words of the action stand in the text, as far as they do; none overlaps another."""
    haystack = text.lower()
    if len(haystack) != len(text):  # a letter whose lower case is longer: offsets would be off
        haystack = text
    taken: list[Span] = []
    for field, words in _words(action):
        needle = words if haystack is text else words.lower()
        start = haystack.find(needle)
        span = Span(start=start, end=start + len(needle), field=field) if start >= 0 else None
        if span and all(span.end <= other.start or span.start >= other.end for other in taken):
            taken.append(span)
    yield from sorted(taken, key=lambda span: span.start)


def _words(action: ActionBase) -> Iterator[tuple[str, str]]:
    for field in ("project", "task", "client", "description", "target", "channel", "text"):
        value = getattr(action, field, None)
        if isinstance(value, str) and value:
            yield field, value
    for tag in getattr(action, "tags", ()):
        yield "tags", tag


def _substance(action: ActionBase) -> str:
    """What is asked for, apart from how it was read."""
    return orjson.dumps(action.model_dump(mode="json", exclude=_OURS), option=orjson.OPT_SORT_KEYS).decode()


def _ask_first(
    actions: Sequence[ActionBase], today: date, timezone: ZoneInfo, rules: Callable[[], ParseResult]
) -> Iterator[ActionBase]:
    read_by_rules: Counter[str] | None = None
    for action in actions:
        doubt = _doubt(action, today, timezone, bulk=len(actions) > _BULK)
        if doubt is None:
            yield action
            continue
        if read_by_rules is None:
            read_by_rules = Counter(_substance(each) for each in rules().actions)
        substance = _substance(action)
        if read_by_rules[substance] > 0:
            read_by_rules[substance] -= 1
            yield action
        else:
            yield action.model_copy(update={"needs": (*action.needs, _confirmation(action, doubt))})


def _doubt(action: ActionBase, today: date, timezone: ZoneInfo, *, bulk: bool) -> str | None:
    """Why the person is asked before this is done on the model's word alone."""
    if action.kind in _ASK_FIRST:
        return f"A language model read this as “{_title(action)}”."
    if isinstance(action, CreateSchedule):
        return _doubt(action.action, today, timezone, bulk=False)
    if isinstance(action, LogTime | EditEntry | StartTimer | SwitchTimer):
        if any(_local_day(moment, timezone) < today - _LONG_AGO for moment in _times(action)):
            return "A language model read a day more than a month ago."
        if bulk:
            return "A language model read many entries at once."
    return None


def _confirmation(action: ActionBase, doubt: str) -> Need:
    return Need(
        field="confirmed",
        reason=f"{doubt} Is that what you want?",
        code="confirm",
        choices=(Choice(value=True, label=f"Yes, {_title(action)}"),),
    )


def _title(action: ActionBase) -> str:
    return action.kind.replace("_", " ")
