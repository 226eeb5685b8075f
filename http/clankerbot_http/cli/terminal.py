"""What a terminal shows: text without control characters, columns, JSON."""

import shutil
import sys
import unicodedata
from collections.abc import Sequence
from typing import Any

import click
import orjson

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def shown(text: str) -> str:
    """On one line, and harmless: a project's name must not move the cursor or turn the line around.

    Each character that is replaced is replaced by one, so that offsets stay true.
    """
    return "".join(
        " " if char in "\t\n\r" else "�" if unicodedata.category(char) in ("Cc", "Cs") or char in _BIDI else char
        for char in text
    )


def columns(char: str) -> int:
    """How many columns a character takes."""
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def columns_of(text: str) -> int:
    return sum(map(columns, text))


def table(rows: Sequence[Sequence[str]], *, indent: int = 0) -> list[str]:
    """Lines with the columns of `rows` below one another."""
    cells = [[shown(cell) for cell in row] for row in rows]
    widths = [max(map(columns_of, column)) for column in zip(*cells, strict=True)]
    return [
        (" " * indent + "  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True))).rstrip()
        for row in cells
    ]


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - columns_of(cell))


def duration(seconds: int) -> str:
    """`2h 30m`, `45m`, `1h 0m 5s`."""
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    parts = [f"{hours}h"] if hours else []
    if minutes or (hours and seconds):
        parts.append(f"{minutes}m")
    if seconds or not parts:
        parts.append(f"{seconds}s")
    return " ".join(parts)


def print_json(document: Any) -> None:
    """Indented where a person reads it, one line where a program does."""
    option = orjson.OPT_INDENT_2 if sys.stdout.isatty() else 0
    click.echo(orjson.dumps(document, option=option).decode())


def width() -> int:
    """Columns there are to write in: the terminal's, or 100 into a file or a pipe."""
    return shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100
