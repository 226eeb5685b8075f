"""A summary as a picture (PNG): the total, what changed, a bar for each row beside that of the period before, the days.

Drawn at twice its size, as screens show it.
"""

import io
from typing import Final

from PIL import Image, ImageDraw

from clankerbot_engine.reports.fonts import runs, width
from clankerbot_engine.reports.sheet import Sheet, SheetRow

SCALE: Final = 2
WIDTH: Final = 800
MARGIN: Final = 36
MOST_ROWS: Final = 12
MOST_SENTENCES: Final = 3
MOST_DAYS: Final = 31
LABELS: Final = 230
NUMBERS: Final = 215
DAYS_HEIGHT: Final = 72

_PAPER, _INK, _GREY, _FAINT = "#ffffff", "#1f2937", "#6b7280", "#e5e7eb"
_BAR, _BEFORE = "#2563eb", "#bfd0f7"


def as_png(sheet: Sheet) -> bytes:
    canvas = _Canvas()
    y = _draw_head(canvas, sheet, MARGIN)
    y = _draw_rows(canvas, sheet, y) if sheet.rows else canvas.write(MARGIN, y + 12, sheet.nothing, 15, _GREY)
    if 2 <= len(sheet.days) <= MOST_DAYS and any(day.seconds for day in sheet.days):
        y = _draw_days(canvas, sheet, y + 26)
    return canvas.png(y + MARGIN)


class _Canvas:
    """Takes lengths at the size in which the picture is shown. Cut to its height when it is done."""

    def __init__(self) -> None:
        most = 260 + 24 * MOST_SENTENCES + 34 * (MOST_ROWS + 2) + 2 * DAYS_HEIGHT
        self._image = Image.new("RGB", (WIDTH * SCALE, most * SCALE), _PAPER)
        self._draw = ImageDraw.Draw(self._image)

    def write(
        self, x: float, y: float, text: str, size: int, ink: str = _INK, *, bold: bool = False, right: bool = False
    ) -> float:
        """Returns where the next line begins. `right`: `x` is where the text ends."""
        at = x - width(text, size * SCALE, bold=bold) / SCALE if right else x
        baseline = (y + size) * SCALE
        for font, part in runs(text, size * SCALE, bold=bold):
            self._draw.text((at * SCALE, baseline), part, fill=ink, font=font, anchor="ls")
            at += font.getlength(part) / SCALE
        return y + size * 1.5

    def bar(self, x: float, y: float, length: float, height: float, ink: str) -> None:
        box = (x * SCALE, y * SCALE, (x + max(length, 2)) * SCALE - 1, (y + height) * SCALE - 1)
        self._draw.rounded_rectangle(box, radius=min(height, max(length, 2), 12) * SCALE / 4, fill=ink)

    def line(self, y: float) -> None:
        self._draw.line((MARGIN * SCALE, y * SCALE, (WIDTH - MARGIN) * SCALE, y * SCALE), fill=_FAINT, width=SCALE)

    def png(self, height: float) -> bytes:
        out = io.BytesIO()
        self._image.crop((0, 0, WIDTH * SCALE, round(height) * SCALE)).save(out, "PNG", optimize=True)
        return out.getvalue()


def _draw_head(canvas: _Canvas, sheet: Sheet, y: float) -> float:
    room = WIDTH - 2 * MARGIN
    y = canvas.write(MARGIN, y, _fitting(sheet.title, 26, room, bold=True), 26, bold=True)
    y = canvas.write(MARGIN, y, _fitting(sheet.about, 14, room), 14, _GREY)
    if sheet.facts:
        y = canvas.write(MARGIN, y, _fitting(sheet.facts, 14, room), 14, _GREY)
    y += 10
    for sentence in sheet.sentences[:MOST_SENTENCES]:
        y = canvas.write(MARGIN, y, _fitting(sentence, 15, room), 15)
    canvas.line(y + 10)
    return y + 22


def _draw_rows(canvas: _Canvas, sheet: Sheet, y: float) -> float:
    if sheet.is_compared:
        y = _draw_legend(canvas, sheet, y)
    shown = sheet.rows[:MOST_ROWS]
    longest = max(max(row.seconds, row.before_s or 0) for row in shown) or 1
    for row in shown:
        _draw_row(canvas, sheet, row, y, longest)
        y += 34
    if len(sheet.rows) > len(shown):
        y = canvas.write(MARGIN, y + 2, sheet.more.format(n=len(sheet.rows) - len(shown)), 14, _GREY)
    return y


def _draw_legend(canvas: _Canvas, sheet: Sheet, y: float) -> float:
    x = float(MARGIN + LABELS)
    for label, ink in zip(sheet.legend, (_BAR, _BEFORE), strict=True):
        canvas.bar(x, y + 3, 10, 10, ink)
        canvas.write(x + 16, y, label, 12, _GREY)
        x += 16 + width(label, 12 * SCALE) / SCALE + 24
    return y + 28


def _draw_row(canvas: _Canvas, sheet: Sheet, row: SheetRow, y: float, longest: int) -> None:
    canvas.write(MARGIN, y + 3, _fitting(row.name, 15, LABELS - 16), 15)
    room = WIDTH - 2 * MARGIN - LABELS - NUMBERS
    if row.seconds:
        canvas.bar(MARGIN + LABELS, y, room * row.seconds / longest, 14, _BAR)
    if row.before_s:
        canvas.bar(MARGIN + LABELS, y + 16, room * row.before_s / longest, 7, _BEFORE)
    end = WIDTH - MARGIN
    if sheet.is_compared:
        canvas.write(end, y + 3, row.change, 14, _GREY, right=True)
        end -= 110
    else:
        canvas.write(end, y + 3, row.share, 14, _GREY, right=True)
        end -= 55
    canvas.write(end, y + 3, row.length, 15, bold=True, right=True)


def _draw_days(canvas: _Canvas, sheet: Sheet, y: float) -> float:
    """Columns; their labels as far as there is room."""
    y = canvas.write(MARGIN, y, sheet.by_day, 13, _GREY) + 4
    most = max(day.seconds for day in sheet.days)
    step = (WIDTH - 2 * MARGIN) / len(sheet.days)
    thick = min(40.0, step * 0.7)
    labelled = max(1, -(-len(sheet.days) // 12))
    for index, day in enumerate(sheet.days):
        x = MARGIN + index * step + (step - thick) / 2
        height = DAYS_HEIGHT * day.seconds / most
        if height:
            canvas.bar(x, y + DAYS_HEIGHT - height, thick, height, _BAR)
        else:
            canvas.bar(x, y + DAYS_HEIGHT - 2, thick, 2, _FAINT)
        if index % labelled == 0:
            middle = x + thick / 2
            canvas.write(
                middle + width(day.label, 11 * SCALE) / SCALE / 2, y + DAYS_HEIGHT + 6, day.label, 11, _GREY, right=True
            )
    return y + DAYS_HEIGHT + 24


def _fitting(text: str, size: int, room: float, *, bold: bool = False) -> str:
    """On one line, cut with an ellipsis where it is longer than `room`."""
    text = " ".join("".join(char if char.isprintable() else " " for char in text).split())[:300]
    if width(text, size * SCALE, bold=bold) <= room * SCALE:
        return text
    while text and width(f"{text}…", size * SCALE, bold=bold) > room * SCALE:
        text = text[:-1]
    return f"{text.rstrip()}…"
