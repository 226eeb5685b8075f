"""A summary as a terminal shows it: the total, what changed, aligned columns with a small bar for each row."""

from collections.abc import Iterator
from typing import Final

import click

from clankerbot_engine.reports.sheet import Sheet, SheetRow
from clankerbot_http.cli import terminal

LONGEST_BAR: Final = 20
LONGEST_NAME: Final = 40
_EIGHTHS: Final = " ▏▎▍▌▋▊▉"


def as_text(sheet: Sheet) -> Iterator[str]:
    yield f"{click.style(terminal.shown(sheet.title), bold=True)}   {terminal.shown(sheet.about)}"
    if sheet.facts:
        yield terminal.shown(sheet.facts)
    if sheet.sentences:
        yield ""
        yield from (f"  {terminal.shown(sentence)}" for sentence in sheet.sentences)
    yield ""
    if not sheet.rows:
        yield f"  {sheet.nothing}"
        return
    longest = max(row.seconds for row in sheet.rows)
    rows = [_cells(sheet, row, longest) for row in sheet.rows]
    titles = (sheet.columns[0], "", *sheet.columns[1:])
    total = _cells(sheet, sheet.total, 0)
    yield from _aligned([titles, *rows, total])


def _cells(sheet: Sheet, row: SheetRow, longest: int) -> tuple[str, ...]:
    name, *others = sheet.cells(row)
    return (_cut(terminal.shown(name)), bar(row.seconds, longest), *others)


def bar(seconds: int, longest: int) -> str:
    """In eighths of a column; what is more than nothing shows."""
    if seconds <= 0 or longest <= 0:
        return ""
    eighths = max(1, round(8 * LONGEST_BAR * seconds / longest))
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def _aligned(rows: list[tuple[str, ...]]) -> Iterator[str]:
    """Names and bars to the left, numbers to the right."""
    widths = [max(map(terminal.columns_of, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            f"{cell}{' ' * (width - terminal.columns_of(cell))}"
            if index < 2
            else f"{' ' * (width - terminal.columns_of(cell))}{cell}"
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield f"  {'  '.join(cells)}".rstrip()


def _cut(name: str) -> str:
    if terminal.columns_of(name) <= LONGEST_NAME:
        return name
    while terminal.columns_of(name) >= LONGEST_NAME:
        name = name[:-1]
    return f"{name}…"
