"""A message or a view as a drawing in plain text: roughly what a person sees, for the README and for reading a diff."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any, Final

Json = Mapping[str, Any]

WIDTH: Final = 76
_DATE = re.compile(r"<!date\^\d+\^[^|]+\|([^>]+)>")
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)>")
_BOLD = re.compile(r"(?<![\w\u2060])\*(?=\S)([^*\n]+)\*")
_STRUCK = re.compile(r"(?<![\w\u2060])~(?=\S)([^~\n]+)~")
_EMOJI = {":warning:": "⚠", ":hourglass_flowing_sand:": "⏳"}
_INVISIBLE = re.compile("[\u2060\u2068\u2069]")
_MENU = "[⋯]"


def rendered(sent: Json, *, width: int = WIDTH) -> str:
    """Lines of at most `width` columns, in a box; bold and struck words are shown as plain ones."""
    lines = [line for block in sent["blocks"] for line in _block(block, width - 4)]
    if sent.get("type") == "modal":
        title = sent["title"]["text"]
        buttons = " ".join(f"[ {sent[name]['text']} ]" for name in ("close", "submit") if name in sent)
        lines = [title, "─" * (width - 4), *lines, "─" * (width - 4), buttons.rjust(width - 4)]
    inside = [f"│ {line}{' ' * (width - 4 - _columns(line))} │" for line in lines]
    return "\n".join([f"╭{'─' * (width - 2)}╮", *inside, f"╰{'─' * (width - 2)}╯"])


def plain(text: Json) -> str:
    """As it is read: dates in their fallback, marks taken for what they do."""
    shown: str = text["text"]
    if text["type"] == "mrkdwn":
        shown = _MENTION.sub(r"@\1", _DATE.sub(r"\1", shown))
        shown = _STRUCK.sub(r"\1", _BOLD.sub(r"\1", shown)).replace("`", "")
        shown = unescape(shown)
    for code, emoji in _EMOJI.items():
        shown = shown.replace(code, emoji)
    return _INVISIBLE.sub("", shown)


def _block(block: Json, width: int) -> Iterator[str]:
    match block["type"]:
        case "section" if "fields" in block:
            yield from _columns_of([plain(field) for field in block["fields"]], width)
        case "section":
            accessory = _element(block["accessory"]) if "accessory" in block else ""
            first, *rest = _wrapped(plain(block["text"]), width - (_columns(accessory) + 1 if accessory else 0))
            yield f"{first}{' ' * (width - _columns(first) - _columns(accessory))}{accessory}" if accessory else first
            yield from rest
        case "header":
            yield block["text"]["text"]
            yield ""
        case "context":
            yield from _wrapped(" ".join(plain(each) for each in block["elements"]), width)
        case "actions":
            yield from _wrapped("  ".join(_element(each).replace(" ", "\xa0") for each in block["elements"]), width)
        case "divider":
            yield "─" * width
        case "input":
            optional = " (optional)" if block.get("optional") else ""
            yield f"{block['label']['text']}{optional}"
            yield f"  {_element(block['element'])}"
        case "data_visualization":
            yield from _chart(block["chart"], width)
        case "data_table":
            yield from _table([[cell["text"] for cell in row] for row in block["rows"]], width)


def _element(element: Json) -> str:
    match element["type"]:
        case "button":
            return f"[ {element['text']['text']} ]"
        case "overflow":
            return _MENU
        case "checkboxes":
            mark = "x" if element.get("initial_options") else " "
            return f"[{mark}] {element['options'][0]['text']['text']}"
        case "plain_text_input":
            return f"[ {element.get('initial_value') or element.get('placeholder', {}).get('text', '')} ]"
        case "datepicker" | "timepicker":
            placeholder = element.get("placeholder", {}).get("text", "--")
            return f"[ {element.get('initial_date') or element.get('initial_time') or placeholder} ▾ ]"
    chosen = [element["initial_option"]] if "initial_option" in element else element.get("initial_options", ())
    names = ", ".join(option["text"]["text"] for option in chosen)
    return f"[ {names or element['placeholder']['text']} ▾ ]"


def _chart(chart: Json, width: int) -> Iterator[str]:
    """A bar for each series, below one another; the first one is named."""
    largest = max(point["value"] for series in chart["series"] for point in series["data"])
    room = width - 30
    for points in zip(*(series["data"] for series in chart["series"]), strict=True):
        for number, point in enumerate(points):
            bar = "█░"[number % 2] * max(1, round(room * point["value"] / largest))
            yield f"{point['label'] if number == 0 else '':<20} {bar} {point['value']:g}"


def _table(rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Numbers to the right, what they are of to the left."""
    widths = [max(map(_columns, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        gaps = [" " * (room - _columns(cell)) for cell, room in zip(row, widths, strict=True)]
        cells = [row[0] + gaps[0], *(gap + cell for gap, cell in zip(gaps[1:], row[1:], strict=True))]
        yield "  ".join(cells)[:width].rstrip()


def _columns_of(fields: Sequence[str], width: int) -> Iterator[str]:
    half = width // 2
    for left, right in zip(fields[::2], [*fields[1::2], ""], strict=False):
        lines = [each.split("\n") for each in (left, right)]
        for number in range(max(map(len, lines))):
            cells = [each[number] if number < len(each) else "" for each in lines]
            yield f"{cells[0]}{' ' * (half - _columns(cells[0]))}{cells[1]}"


def _wrapped(text: str, width: int) -> list[str]:
    """At spaces; a word that is longer than a line is cut."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            if line and _columns(line) + 1 + _columns(word) > width:
                lines.append(line.rstrip())
                line = ""
            line = f"{line} {word}" if line else word
            while _columns(line) > width:
                kept = line
                while _columns(kept) > width:
                    kept = kept[:-1]
                lines.append(kept)
                line = line[len(kept) :]
        lines.append(line.rstrip())
    return [line.replace("\xa0", " ") for line in lines]


def _columns(text: str) -> int:
    """Of a terminal: wide characters take two, combining ones none."""
    return sum(_width(char) for char in text)


def _width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1
