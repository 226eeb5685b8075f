"""What a text is read as, for the page: the text in coloured parts, and each action as chips."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from clankerbot_engine.actions import ActionBase, ParseResult, Unknown
from clankerbot_http.cli.reading_text import field_values, spans_of
from clankerbot_http.web.words import PageWords

_SAME: Final = {
    "duration_s": "duration",
    "longer_by_s": "duration",
    "later_by_s": "duration",
    "to": "from",
    "period": "from",
    "end": "start",
    "task": "project",
}
"""Fields that have one colour with another."""
_UNSAID: Final = frozenset(
    {"target", "scope", "keep_tags", "keep_description", "group_by", "clear", "action", "timezone", "filters"}
)
"""Not worth a chip where nobody said it."""


@dataclass(frozen=True, slots=True)
class Part:
    """Of the text, in characters as browsers count them. `tone` names its colour."""

    start: int
    end: int
    field: str
    tone: str


@dataclass(frozen=True, slots=True)
class Chip:
    """`start` and `end`: the words that say so, which are what is changed. None: nobody said it."""

    field: str
    label: str
    value: str
    tone: str
    said: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class ReadAction:
    kind: str
    title: str
    sure: int
    """In percent."""
    chips: tuple[Chip, ...]
    asks: tuple[str, ...]
    suggestions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    parser: str
    took_us: int
    parts: tuple[Part, ...]
    actions: tuple[ReadAction, ...]


def reading_of(result: ParseResult, words: PageWords) -> Reading:
    units = _Units(result.text)
    parts = sorted(
        {
            Part(units.at(span.start), units.at(span.end), span.field, tone_of(span.field))
            for action in result.actions
            for span, _ in spans_of(action)
        },
        key=lambda part: (part.start, part.end),
    )
    actions = tuple(_read_action(action, result.text, units, words) for action in result.actions)
    return Reading(result.parser, result.took_us, tuple(_without_overlaps(parts)), actions)


def tone_of(field: str) -> str:
    name = field.rpartition(".")[2]
    return _SAME.get(name, name)


class _Units:
    """Python counts characters, browsers count UTF-16 units: an emoji is two."""

    def __init__(self, text: str) -> None:
        self._at = [0]
        for char in text:
            self._at.append(self._at[-1] + (2 if ord(char) > 0xFFFF else 1))

    def at(self, offset: int) -> int:
        return self._at[min(offset, len(self._at) - 1)]


def _without_overlaps(parts: list[Part]) -> Iterator[Part]:
    """What two actions share is coloured once."""
    end = 0
    for part in parts:
        if part.start >= end and part.end > part.start:
            yield part
            end = part.end


def _read_action(action: ActionBase, text: str, units: _Units, words: PageWords) -> ReadAction:
    return ReadAction(
        kind=action.kind,
        title=words.kinds.get(action.kind, action.kind),
        sure=round(action.confidence * 100),
        chips=tuple(_chips(action, text, units, words)),
        asks=tuple(need.reason for need in action.needs),
        suggestions=action.suggestions if isinstance(action, Unknown) else (),
    )


def _chips(action: ActionBase, text: str, units: _Units, words: PageWords) -> Iterator[Chip]:
    spans = {span.field: span for span, _ in spans_of(action)}
    for name, value in field_values(action):
        if isinstance(action, Unknown) or (name == "text" and action.kind == "unknown"):
            return
        span = spans.get(name) or spans.get(_SAME.get(name, ""))
        if span is None and (name in _UNSAID or value is False):
            continue
        label = words.fields.get(name, name)
        shown = _in_words(name, value, words)
        if span is None:
            yield Chip(name, label, shown, tone_of(name))
            continue
        said = text[span.start : span.end]
        yield Chip(name, label, shown, tone_of(name), said, units.at(span.start), units.at(span.end))


def _in_words(name: str, value: Any, words: PageWords) -> str:
    if name == "duration_s":
        return words.length(value)
    if name in ("longer_by_s", "later_by_s"):
        return f"{'+' if value > 0 else '-'}{words.length(abs(value))}"
    if isinstance(value, bool):
        return words.yes if value else words.no
    if isinstance(value, datetime):
        return f"{words.day(value.date())} {value:%H:%M}"
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, tuple):
        return ", ".join(str(each) for each in value)
    if name == "action":
        return words.kinds.get(str(value), str(value))
    return str(value)
