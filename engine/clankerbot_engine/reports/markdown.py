"""A summary as Markdown (GitHub's, with a table): to be pasted into a wiki, an issue or an e-mail."""

import re
from typing import Final

from clankerbot_engine.reports.sheet import Sheet, SheetRow

_MARKS: Final = re.compile(r"([\\`*_\[\]<>|~&])")
_NUMBERS: Final = "--:"


def as_markdown(sheet: Sheet) -> str:
    lines = [f"## {_text(sheet.title)}", "", _text(sheet.about)]
    if sheet.facts:
        lines += ["", _text(sheet.facts)]
    if sheet.sentences:
        lines += ["", *(f"- {_text(sentence)}" for sentence in sheet.sentences)]
    if not sheet.rows:
        return "\n".join([*lines, "", _text(sheet.nothing), ""])
    lines += ["", _row(sheet.columns), _row(("---", *([_NUMBERS] * (len(sheet.columns) - 1))), escape=False)]
    lines += [_row(sheet.cells(row)) for row in sheet.rows]
    return "\n".join([*lines, _total(sheet, sheet.total), ""])


def _total(sheet: Sheet, row: SheetRow) -> str:
    return _row([f"**{_text(cell)}**" for cell in sheet.cells(row)], escape=False)


def _row(cells: tuple[str, ...] | list[str], *, escape: bool = True) -> str:
    return f"| {' | '.join(_text(cell) if escape else cell for cell in cells)} |"


def _text(text: str) -> str:
    """On one line, with no mark or HTML of its own."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
