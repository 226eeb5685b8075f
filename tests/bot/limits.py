"""Slack's limits, checked offline: what `blocks.validate` would refuse, and a little more.

Lengths are counted in UTF-16 units, the most that any count of Slack's could come to.
https://docs.slack.dev/reference/block-kit/blocks
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal

Json = Mapping[str, Any]
Surface = Literal["message", "modal", "home"]

MOST_BLOCKS: Final = {"message": 50, "modal": 100, "home": 100}
MOST_BYTES: Final = {"message": 10_000, "modal": 250_000, "home": 250_000}
"""Of a message's blocks as JSON: Slack's own bound is not documented, and some above 13 kB were refused."""
MOST_TEXT: Final = 4000
"""Of a message's `text`, where it is to be updated."""
OURS: Final = re.compile(r"<!date\^\d+\^[^|<>^]+(\^[^|<>]+)?\|[^<>]+>|<@[UW][A-Z0-9]+>|<#[CG][A-Z0-9]+>")
"""What we send in angle brackets: dates, the person who shares, and channels, which ping nobody."""


def message_violations(message: Json) -> list[str]:
    """Of a message's `text` and `blocks`: each begins with where it is."""
    found = list(_length("text", message.get("text"), 1, MOST_TEXT))
    return found + violations(message.get("blocks", ()), "message") + list(_pings("text", str(message.get("text", ""))))


def view_violations(view: Json) -> list[str]:
    surface: Surface = "home" if view.get("type") == "home" else "modal"
    found = [] if view.get("type") in ("modal", "home") else ["type: neither modal nor home"]
    blocks = view.get("blocks", ())
    if surface == "modal":
        for name in ("title", "submit", "close"):
            if name == "title" or name in view:
                found += _text(name, view.get(name), 24, "plain_text")
        if any(block.get("type") == "input" for block in blocks) and "submit" not in view:
            found.append("submit: required where there is an input")
    else:
        found += [f"{name}: not in a home" for name in ("title", "submit", "close") if name in view]
    found += _length("private_metadata", view.get("private_metadata", ""), 0, 3000)
    found += _length("callback_id", view.get("callback_id", ""), 0, 255)
    return found + violations(blocks, surface)


def violations(blocks: Sequence[Json], surface: Surface) -> list[str]:
    found = []
    if not 1 <= len(blocks) <= MOST_BLOCKS[surface]:
        found.append(f"blocks: {len(blocks)} of {MOST_BLOCKS[surface]}")
    size = len(json.dumps(blocks, ensure_ascii=False).encode())
    if size > MOST_BYTES[surface]:
        found.append(f"blocks: {size} bytes of {MOST_BYTES[surface]}")
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    found += [f"block_id {each}: not unique" for each in sorted({each for each in ids if ids.count(each) > 1})]
    kinds = [block.get("type") for block in blocks]
    for kind, most in (("table", 1), ("data_table", 1), ("data_visualization", 2)):
        if kinds.count(kind) > most:
            found.append(f"blocks: {kinds.count(kind)} of {kind}")
    for index, block in enumerate(blocks):
        found += _block(f"blocks[{index}]", block, surface)
    return found


def _block(at: str, block: Json, surface: Surface) -> Iterator[str]:
    kind = str(block.get("type"))
    check = _BLOCKS.get(kind)
    if check is None:
        yield f"{at}: no block is called {kind}"
        return
    if kind in _ONLY_IN and surface not in _ONLY_IN[kind]:
        yield f"{at}: {kind} in a {surface}"
    yield from _length(f"{at}.block_id", block.get("block_id", "x"), 1, 255)
    actions = [each.get("action_id") for each in _elements(block) if "action_id" in each]
    if len(set(actions)) != len(actions):
        yield f"{at}: action ids are not unique"
    yield from check(f"{at} ({kind})", block)


def _elements(block: Json) -> list[Json]:
    return [*block.get("elements", ()), *(block[name] for name in ("accessory", "element") if name in block)]


def _section(at: str, block: Json) -> Iterator[str]:
    if "text" not in block and "fields" not in block:
        yield f"{at}: neither text nor fields"
    if "text" in block:
        yield from _text(f"{at}.text", block["text"], 3000)
    if "fields" in block:
        yield from _number(f"{at}.fields", block["fields"], 1, 10)
        for each in block["fields"]:
            yield from _text(f"{at}.fields", each, 2000)
    if "accessory" in block:
        yield from _element(f"{at}.accessory", block["accessory"])


def _header(at: str, block: Json) -> Iterator[str]:
    yield from _text(f"{at}.text", block.get("text"), 150, "plain_text")


def _context(at: str, block: Json) -> Iterator[str]:
    yield from _number(at, block.get("elements", ()), 1, 10)
    for each in block.get("elements", ()):
        if each.get("type") == "image":
            yield from _image(at, each)
        else:
            yield from _text(at, each, 3000)


def _actions(at: str, block: Json) -> Iterator[str]:
    yield from _number(at, block.get("elements", ()), 1, 25)
    for index, each in enumerate(block.get("elements", ())):
        yield from _element(f"{at}[{index}]", each)


def _input(at: str, block: Json) -> Iterator[str]:
    yield from _text(f"{at}.label", block.get("label"), 2000, "plain_text")
    if "hint" in block:
        yield from _text(f"{at}.hint", block["hint"], 2000, "plain_text")
    if block.get("element", {}).get("type") in ("button", "overflow"):
        yield f"{at}: no input is a {block['element']['type']}"
    yield from _element(f"{at}.element", block.get("element", {}))


def _image(at: str, block: Json) -> Iterator[str]:
    file = block.get("slack_file")
    if file is None:
        yield from _length(f"{at}.image_url", block.get("image_url"), 1, 3000)
    elif "image_url" in block or not (isinstance(file, dict) and len(file) == 1 and {*file} <= {"id", "url"}):
        yield f"{at}.slack_file: an id or a url, in the place of image_url"
    yield from _length(f"{at}.alt_text", block.get("alt_text"), 1, 2000)


def _table(at: str, block: Json) -> Iterator[str]:
    yield from _rows(at, block.get("rows", ()), most_rows=100)


def _data_table(at: str, block: Json) -> Iterator[str]:
    yield from _length(f"{at}.caption", block.get("caption"), 1, 2000)
    rows = block.get("rows", ())
    yield from _rows(at, rows, most_rows=101)
    if len(rows) < 2:
        yield f"{at}: no data below the header"
    if any(cell.get("type") == "rich_text" for cell in (rows[0] if rows else ())):
        yield f"{at}: rich text in the header"
    if not 1 <= block.get("page_size", 5) <= 100:
        yield f"{at}.page_size"


def _rows(at: str, rows: Sequence[Sequence[Json]], *, most_rows: int) -> Iterator[str]:
    yield from _number(f"{at}.rows", rows, 1, most_rows)
    if len({len(row) for row in rows}) > 1:
        yield f"{at}: rows of different lengths"
    letters = 0
    for number, row in enumerate(rows):
        yield from _number(f"{at}.rows[{number}]", row, 1, 20)
        for cell in row:
            if cell.get("type") not in ("raw_text", "raw_number", "rich_text"):
                yield f"{at}.rows[{number}]: no cell is called {cell.get('type')}"
            if cell.get("type") == "raw_number" and not isinstance(cell.get("value"), int | float):
                yield f"{at}.rows[{number}]: a number without a value"
            if cell.get("type") in ("raw_text", "raw_number"):
                yield from _length(f"{at}.rows[{number}]", cell.get("text"), 1, 10_000)
                letters += _units(str(cell.get("text")))
    if letters > 10_000:
        yield f"{at}: {letters} characters of 10000"


def _chart(at: str, block: Json) -> Iterator[str]:
    yield from _length(f"{at}.title", block.get("title"), 1, 50)
    chart = block.get("chart", {})
    if chart.get("type") == "pie":
        yield from _number(f"{at}.segments", chart.get("segments", ()), 1, 6)
        for segment in chart.get("segments", ()):
            yield from _length(f"{at}.label", segment.get("label"), 1, 20)
            if not segment.get("value", 0) > 0:
                yield f"{at}: a segment of nothing"
        return
    if chart.get("type") not in ("bar", "area", "line"):
        yield f"{at}: no chart is called {chart.get('type')}"
    axis = chart.get("axis_config", {})
    categories = axis.get("categories", ())
    yield from _number(f"{at}.categories", categories, 1, 20)
    for name in ("x_label", "y_label"):
        yield from _length(f"{at}.{name}", axis.get(name, ""), 0, 50)
    yield from _number(f"{at}.series", chart.get("series", ()), 1, 6)
    if len(set(categories)) != len(categories):
        yield f"{at}: categories are not unique"
    for series in chart.get("series", ()):
        if [point.get("label") for point in series.get("data", ())] != list(categories):
            yield f"{at}: a series without one point for each category"
        for point in series.get("data", ()):
            yield from _length(f"{at}.label", point.get("label"), 1, 20)


def _nothing(at: str, block: Json) -> Iterator[str]:
    del at, block
    return iter(())


_BLOCKS: Final[Mapping[str, Callable[[str, Json], Iterator[str]]]] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "divider": _nothing,
    "input": _input,
    "image": _image,
    "table": _table,
    "data_table": _data_table,
    "data_visualization": _chart,
}
_ONLY_IN: Final[Mapping[str, tuple[Surface, ...]]] = {
    "table": ("message",),
    "data_table": ("message",),
    "data_visualization": ("message",),
}


def _element(at: str, element: Json) -> Iterator[str]:
    kind = str(element.get("type"))
    if kind not in _ELEMENTS:
        yield f"{at}: no element is called {kind}"
        return
    yield from _length(f"{at}.action_id", element.get("action_id"), 1, 255)
    if "placeholder" in element:
        yield from _text(f"{at}.placeholder", element["placeholder"], 150, "plain_text")
    if "confirm" in element:
        yield from _confirm(f"{at}.confirm", element["confirm"])
    yield from _ELEMENTS[kind](f"{at} ({kind})", element)


def _button(at: str, element: Json) -> Iterator[str]:
    yield from _text(f"{at}.text", element.get("text"), 75, "plain_text")
    yield from _length(f"{at}.value", element.get("value", ""), 0, 2000)
    yield from _length(f"{at}.url", element.get("url", ""), 0, 3000)
    yield from _length(f"{at}.accessibility_label", element.get("accessibility_label", ""), 0, 75)
    if element.get("style", "primary") not in ("primary", "danger"):
        yield f"{at}.style: {element['style']}"


def _confirm(at: str, confirm: Json) -> Iterator[str]:
    for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        yield from _text(f"{at}.{name}", confirm.get(name), most)


def _select(at: str, element: Json) -> Iterator[str]:
    if "options" in element and "option_groups" in element:
        yield f"{at}: options and option groups"
    offers = element.get("type") in ("static_select", "multi_static_select")
    if offers:
        yield from options_violations(at, element)
    initial = element.get("initial_option")
    for each in [*([initial] if initial else ()), *element.get("initial_options", ())]:
        yield from _option(f"{at}.initial", each)
    chosen = [*([initial] if initial is not None else ()), *element.get("initial_options", ())]
    if offers and any(each not in element.get("options", ()) for each in chosen):
        yield f"{at}: the initial option is none of the options"


def options_violations(at: str, answer: Json) -> Iterator[str]:
    """Of an element, or of the answer to a `block_suggestion`."""
    if "option_groups" in answer:
        yield from _number(f"{at}.option_groups", answer["option_groups"], 0, 100)
        for group in answer["option_groups"]:
            yield from _text(f"{at}.label", group.get("label"), 75, "plain_text")
            yield from _options(f"{at}.option_groups", group.get("options", ()), 100)
    else:
        yield from _options(f"{at}.options", answer.get("options", ()), 100)


def _overflow(at: str, element: Json) -> Iterator[str]:
    yield from _options(at, element.get("options", ()), 5)


def _few_options(at: str, element: Json) -> Iterator[str]:
    yield from _options(at, element.get("options", ()), 10)
    for each in element.get("initial_options", ()):
        if each not in element.get("options", ()):
            yield f"{at}: an initial option is none of the options"


def _options(at: str, options: Sequence[Json], most: int) -> Iterator[str]:
    yield from _number(at, options, 0, most)
    values = [option.get("value") for option in options]
    if len(set(values)) != len(values):
        yield f"{at}: values are not unique"
    for each in options:
        yield from _option(at, each)


def _option(at: str, option: Json) -> Iterator[str]:
    yield from _text(f"{at}.text", option.get("text"), 75)
    yield from _length(f"{at}.value", option.get("value"), 1, 150)
    if "description" in option:
        yield from _text(f"{at}.description", option["description"], 75)


def _typed(at: str, element: Json) -> Iterator[str]:
    yield from _length(f"{at}.initial_value", element.get("initial_value", ""), 0, element.get("max_length", 3000))
    if not 1 <= element.get("max_length", 3000) <= 3000:
        yield f"{at}.max_length"


def _date(at: str, element: Json) -> Iterator[str]:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", element.get("initial_date", "2026-01-01")):
        yield f"{at}.initial_date: {element['initial_date']}"


def _time(at: str, element: Json) -> Iterator[str]:
    if not re.fullmatch(r"\d{2}:\d{2}", element.get("initial_time", "00:00")):
        yield f"{at}.initial_time: {element['initial_time']}"


_ELEMENTS: Final[Mapping[str, Callable[[str, Json], Iterator[str]]]] = {
    "button": _button,
    "static_select": _select,
    "external_select": _select,
    "multi_external_select": _select,
    "multi_static_select": _select,
    "overflow": _overflow,
    "checkboxes": _few_options,
    "radio_buttons": _few_options,
    "plain_text_input": _typed,
    "number_input": _nothing,
    "datepicker": _date,
    "timepicker": _time,
    "conversations_select": _nothing,
}


def _text(at: str, text: Any, most: int, kind: str | None = None) -> Iterator[str]:
    if not isinstance(text, Mapping) or text.get("type") not in ("plain_text", "mrkdwn"):
        yield f"{at}: no text"
        return
    if kind is not None and text["type"] != kind:
        yield f"{at}: {text['type']} where only {kind} may be"
    yield from _length(at, text.get("text"), 1, most)
    if text["type"] == "mrkdwn":
        yield from _pings(at, str(text.get("text")))


def _pings(at: str, text: str) -> Iterator[str]:
    """Nothing else is a mention or a link."""
    rest = OURS.sub("", text)
    if "<" in rest or ">" in rest:
        yield f"{at}: {rest!r} holds a mention or a link"
    if re.search(r"&(?!(amp|lt|gt);)", rest):
        yield f"{at}: {rest!r} holds an ampersand that is not escaped"


def _length(at: str, text: Any, least: int, most: int) -> Iterator[str]:
    if not isinstance(text, str) or not least <= _units(text) <= most:
        yield f"{at}: {_units(text) if isinstance(text, str) else text} characters of {least} to {most}"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _number(at: str, values: Sequence[Any], least: int, most: int) -> Iterator[str]:
    if not least <= len(values) <= most:
        yield f"{at}: {len(values)} of {least} to {most}"
