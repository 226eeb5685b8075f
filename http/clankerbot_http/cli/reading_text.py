"""A reading, as a person sees it: the text with what was read underlined, then the actions."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

import click

from clankerbot_engine.actions import ActionBase, CreateSchedule, ParseResult, Span, Unknown
from clankerbot_http.cli import terminal
from clankerbot_http.cli.cells import cells

SURE = 0.9
"""From here on a reading is shown without its confidence."""

_COMMON = frozenset(ActionBase.model_fields)
_NAMES = {"duration_s": "duration", "longer_by_s": "longer by", "later_by_s": "later by"}


def describe(result: ParseResult, *, width: int) -> Iterator[str]:
    spans = [span for action in result.actions for span, _ in spans_of(action)]
    yield from underlined(result.text, spans, width=width)
    for number, action in enumerate(result.actions, 1):
        yield ""
        lead = f"{number}. " if len(result.actions) > 1 else ""
        yield from _action(action, lead)
    if result.fallback_reason:
        yield ""
        yield f"The language model was not used: {terminal.shown(result.fallback_reason)}"


def underlined(text: str, spans: Iterable[Span], *, width: int) -> Iterator[str]:
    """The text, folded at `width` columns; below each line a mark for each column that was read."""
    read = {offset for span in spans for offset in range(span.start, span.end)}
    line, marks, used = "", "", 0
    shown = terminal.shown(text)
    for offset, (char, columns) in enumerate(zip(shown, cells(shown), strict=True)):
        if used + columns > width:
            yield from _pair(line, marks)
            line, marks, used = "", "", 0
        line += char
        marks += ("~" if offset in read else " ") * columns
        used += columns
    yield from _pair(line, marks)


def _pair(line: str, marks: str) -> Iterator[str]:
    yield line
    if marks.strip():
        yield click.style(marks.rstrip(), fg="cyan")


def _action(action: ActionBase, lead: str) -> Iterator[str]:
    sure = "" if action.confidence >= SURE else f"  ({action.confidence:.0%} sure)"
    yield f"{lead}{click.style(action.kind, bold=True)}{sure}"
    if isinstance(action, Unknown):
        yield from (f"  {line}" for line in reason_and_suggestions(action))
        return
    rows = [(_NAMES.get(name, name), value_in_words(name, value)) for name, value in _own_values(action)]
    if rows:
        yield from terminal.table(rows, indent=2)
    yield from (f"  {line}" for line in questions(action))


def spans_of(action: ActionBase) -> list[tuple[Span, str]]:
    """In the order of the text, each with the kind of the action it tells of: a schedule's, or the one in it."""
    spans = [(span, action.kind) for span in action.spans]
    if isinstance(action, CreateSchedule):
        spans += spans_of(action.action)
    return sorted(spans, key=lambda each: each[0].start)


def reason_and_suggestions(action: Unknown) -> Iterator[str]:
    yield terminal.shown(action.reason)
    yield from (f"Try: {terminal.shown(suggestion)}" for suggestion in action.suggestions)


def field_values(action: ActionBase) -> Iterator[tuple[str, Any]]:
    """What was read, by the names that spans have: those of a schedule's action stand beside its own."""
    for name, value in _own_values(action):
        if name == "action" and isinstance(action, CreateSchedule):
            yield name, action.action.kind
            yield from field_values(action.action)
        else:
            yield name, value


def _own_values(action: ActionBase) -> Iterator[tuple[str, Any]]:
    """Neither what all actions have, nor ids beside the names that people know."""
    for name, field in type(action).model_fields.items():
        value = getattr(action, name)
        if name in _COMMON or value is None or value in ((), {}) or (value is False and field.default is False):
            continue
        if name.endswith(("_id", "_ids")) and getattr(action, name.replace("_ids", "s").replace("_id", ""), None):
            continue
        yield field.alias or name, value


def questions(action: ActionBase) -> Iterator[str]:
    for need in action.needs:
        yield f"{click.style('?', fg='yellow')} {need.field}: {terminal.shown(need.reason)}"
        yield from (f"    - {terminal.shown(choice.label)}" for choice in need.choices)


def value_in_words(name: str, value: Any) -> str:
    if name in ("duration_s", "duration"):
        return terminal.duration(value)
    if name in ("longer_by_s", "longer_by", "later_by_s", "later_by"):
        return f"{'-' if value < 0 else ''}{terminal.duration(abs(value))}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M} ({value:%a}, UTC{value.isoformat()[-6:]})"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d} ({value:%a})"
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value)
    if isinstance(value, ActionBase):
        inner = ", ".join(f"{_NAMES.get(key, key)} {value_in_words(key, item)}" for key, item in _own_values(value))
        return f"{value.kind} ({inner})" if inner else value.kind
    return str(value)
