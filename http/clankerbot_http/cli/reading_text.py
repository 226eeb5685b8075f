"""A reading, as a person sees it: the text with what was read underlined, then the actions."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

import click

from clankerbot_engine.actions import ActionBase, Need, ParseResult, Span, Unknown
from clankerbot_http.cli import terminal

SURE = 0.9
"""From here on a reading is shown without its confidence."""

_COMMON = frozenset(ActionBase.model_fields)
_NAMES = {"duration_s": "duration", "from_": "from"}


def describe(result: ParseResult, *, width: int) -> Iterator[str]:
    spans = [span for action in result.actions for span in action.spans]
    yield from underlined(result.text, spans, width=width)
    for number, action in enumerate(result.actions, 1):
        yield ""
        lead = f"{number}. " if len(result.actions) > 1 else ""
        yield from _action(action, result.text, lead)
    if result.fallback_reason:
        yield ""
        yield f"The language model was not used: {terminal.shown(result.fallback_reason)}"


def underlined(text: str, spans: Iterable[Span], *, width: int) -> Iterator[str]:
    """The text, folded at `width` columns; below each line a mark for each column that was read."""
    read = {offset for span in spans for offset in range(span.start, span.end)}
    line, marks, used = "", "", 0
    for offset, char in enumerate(terminal.shown(text)):
        columns = terminal.columns(char)
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


def _action(action: ActionBase, text: str, lead: str) -> Iterator[str]:
    sure = "" if action.confidence >= SURE else f"  ({action.confidence:.0%} sure)"
    yield f"{lead}{click.style(action.kind, bold=True)}{sure}"
    if isinstance(action, Unknown):
        yield f"  {terminal.shown(action.reason)}"
        yield from (f"  Try: {terminal.shown(suggestion)}" for suggestion in action.suggestions)
        return
    rows = [(_NAMES.get(name, name), _value(name, value)) for name, value in _fields(action)]
    if rows:
        yield from terminal.table(rows, indent=2)
    for need in action.needs:
        yield from _question(need)


def _fields(action: ActionBase) -> Iterator[tuple[str, Any]]:
    """What was read: neither what all actions have, nor ids beside the names that people know."""
    for name in type(action).model_fields:
        value = getattr(action, name)
        if name in _COMMON or value is None or value in ((), {}):
            continue
        if name.endswith(("_id", "_ids")) and getattr(action, name.replace("_ids", "s").replace("_id", ""), None):
            continue
        yield name, value


def _question(need: Need) -> Iterator[str]:
    yield f"  {click.style('?', fg='yellow')} {need.field}: {terminal.shown(need.reason)}"
    yield from (f"      - {terminal.shown(choice.label)}" for choice in need.choices)


def _value(name: str, value: Any) -> str:
    if name == "duration_s":
        return terminal.duration(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M} ({value:%a}, UTC{value.isoformat()[-6:]})"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d} ({value:%a})"
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value)
    if isinstance(value, ActionBase):
        inner = ", ".join(f"{_NAMES.get(key, key)} {_value(key, item)}" for key, item in _fields(value))
        return f"{value.kind} ({inner})" if inner else value.kind
    return str(value)
