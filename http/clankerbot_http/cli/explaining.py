"""Why a text was read as it was: below its words, what each was read as."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import click

from clankerbot_engine.actions import ActionBase, ParseResult, Span, Unknown
from clankerbot_http.cli import terminal
from clankerbot_http.cli.cells import cells
from clankerbot_http.cli.reading_text import field_values, questions, reason_and_suggestions, spans_of, value_in_words

_UNREAD = "unread"
_TOGETHER = {"start": "end", "from": "to"}
"""The words of a range are noted under its beginning."""
_MIN_LABEL = 30
"""Columns that are left for a label, wherever its words begin."""
_WORD = re.compile(r"\w+(?:[-'’.]\w+)*")


def explain(result: ParseResult, *, width: int) -> Iterator[str]:
    several = len(result.actions) > 1
    for number, action in enumerate(result.actions, 1):
        if number > 1:
            yield ""
        sure = "" if isinstance(action, Unknown) else f", {action.confidence:.0%} sure"
        yield f"{f'{number}. ' if several else ''}{click.style(action.kind, bold=True)}{sure}"
        yield from (f"  {line}".rstrip() for line in _action(action, result.text, width - 2))
    understood = [action for action in result.actions if not isinstance(action, Unknown)]
    spans = [span for action in understood for span, _ in spans_of(action)]
    passed_over = _words_outside(result.text, spans) if understood else []
    if passed_over:
        yield ""
        yield f"Passed over: {terminal.shown(', '.join(passed_over))}"
    if result.fallback_reason:
        yield ""
        yield f"The language model was not used: {terminal.shown(result.fallback_reason)}"


def _action(action: ActionBase, text: str, width: int) -> Iterator[str]:
    labels = list(_labels(action))
    yield from drawn(text, labels, width=width)
    if isinstance(action, Unknown):
        yield from reason_and_suggestions(action)
        return
    silent = [f"{name} {value_in_words(name, value)}" for name, value in _without_words(action)]
    if silent:
        yield f"with no words of {'their' if len(silent) > 1 else 'its'} own: {terminal.shown(', '.join(silent))}"
    unread = [text[span.start : span.end] for span, _ in spans_of(action) if span.field == _UNREAD]
    if unread:
        yield f"not read: {terminal.shown(', '.join(unread))}"
    yield from questions(action)


@dataclass(frozen=True, slots=True)
class Label:
    """`words` stand below the characters from `start` up to `end`."""

    start: int
    end: int
    words: str


def _labels(action: ActionBase) -> Iterator[Label]:
    """What is said of a field is said where it was read first."""
    values = dict(field_values(action))
    spans = spans_of(action)
    read, told = {span.field for span, _ in spans}, set[str]()
    for span, kind in spans:
        names = [span.field]
        companion = _TOGETHER.get(span.field)
        if companion is not None and companion in values and companion not in read:
            names.append(companion)
        words = [kind if name == "kind" else _label(name, action, values, name in told) for name in names]
        yield Label(span.start, span.end, ", ".join(words))
        told.update(names)


def _label(name: str, action: ActionBase, values: dict[str, object], told: bool) -> str:
    if name == _UNREAD:
        return "not read"
    spoken = name.removesuffix("_s")
    if name not in values:
        return f"{spoken}, asked about" if any(need.field == name for need in action.needs) else spoken
    return spoken if told else f"{spoken}: {value_in_words(name, values[name])}"


def _without_words(action: ActionBase) -> Iterator[tuple[str, object]]:
    """Values that came from elsewhere: another part of the text, the moment, the preferences, the default."""
    said = {span.field for span, _ in spans_of(action)}
    said |= {_TOGETHER[name] for name in said & set(_TOGETHER)}
    for name, value in field_values(action):
        if name not in said and not (name == "action" and "kind" in said):
            yield name.removesuffix("_s"), value


def _words_outside(text: str, spans: Iterable[Span]) -> list[str]:
    read = {offset for span in spans for offset in range(span.start, span.end)}
    return [word.group() for word in _WORD.finditer(text) if read.isdisjoint(range(*word.span()))]


def drawn(text: str, labels: Sequence[Label], *, width: int) -> Iterator[str]:
    """The text, folded so that labels have room; below each line of it the rules of the labels, then their words."""
    shown = terminal.shown(text)
    widths = cells(shown)
    for first, last in _folds(shown, widths, max(width - _MIN_LABEL, 20)):
        line = shown[first:last].rstrip()
        yield line
        here = [label for label in labels if label.start < last and first < label.end and label.start < label.end]
        columns = [sum(widths[first:offset]) for offset in range(first, last + 1)]
        yield from _marks(here, first, first + len(line), columns)
        begun = [(columns[label.start - first], label.words) for label in here if label.start >= first]
        for i in range(len(begun) - 1, -1, -1):
            bars = _placed((column, "│") for column, _ in begun[:i])
            column, words = begun[i]
            yield _dim(f"{bars:<{column}}└ ") + _cut(terminal.shown(words), width - column - 2)


def _folds(text: str, widths: Sequence[int], room: int) -> Iterator[tuple[int, int]]:
    """Where each line begins and ends: between words, or within one that is longer than a line."""
    first = 0
    while sum(widths[first:]) > room:
        last, used = first, 0
        while used + widths[last] <= room:
            used += widths[last]
            last += 1
        space = text.rfind(" ", first + 1, last + 1)
        last = space + 1 if space > first else last
        yield first, last
        first = last
    yield first, len(text)


def _marks(labels: Sequence[Label], first: int, last: int, columns: Sequence[int]) -> Iterator[str]:
    marks = []
    for label in labels:
        begin, end = columns[max(label.start, first) - first], columns[min(label.end, last) - first]
        if end <= begin:
            continue  # nothing but a space before the fold, or no column at all
        rule = "─" * (end - begin)
        marks.append((begin, rule if label.start < first else "┬" + rule[1:]))
    if marks:
        yield _dim(_placed(marks))


def _placed(pieces: Iterable[tuple[int, str]]) -> str:
    line = ""
    for column, piece in pieces:
        line = f"{line:<{column}}{piece}"
    return line


def _cut(words: str, width: int) -> str:
    if sum(cells(words)) <= width:
        return words
    kept, used = "", 0
    for char, columns in zip(words, cells(words), strict=True):
        if used + columns > width - 1:
            break
        kept, used = kept + char, used + columns
    return f"{kept}…"


def _dim(marks: str) -> str:
    return click.style(marks, fg="cyan")
