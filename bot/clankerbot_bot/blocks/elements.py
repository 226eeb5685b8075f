"""One place that builds each kind of block and element, and keeps it within Slack's limits."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any, Final, Literal

from clankerbot_bot.blocks import action_ids
from clankerbot_bot.blocks.shapes import Block, Element
from clankerbot_bot.blocks.text import cut, cut_marked, shortened

BUTTON_TEXT: Final = 75
OPTION_TEXT: Final = 75
LONGEST_TEXT: Final = 3000
MOST_OPTIONS: Final = 100
MOST_IN_MENU: Final = 5
MOST_BUTTONS: Final = 5
"""That we show; Slack would take 25."""
SPOKEN: Final = 2000
"""Of a message's `text`; Slack takes 4,000 when a message is updated."""

Style = Literal["primary", "danger"]


def plain(text: str, most: int = LONGEST_TEXT) -> Element:
    return {"type": "plain_text", "text": cut(text, most), "emoji": True}


def mrkdwn(text: str) -> Element:
    """`verbatim`: Slack makes no links or mentions of what is not marked as such."""
    return {"type": "mrkdwn", "text": cut_marked(text, LONGEST_TEXT), "verbatim": True}


def section(text: str, accessory: Element | None = None) -> Block:
    block: Block = {"type": "section", "text": mrkdwn(text)}
    return block if accessory is None else {**block, "accessory": accessory}


def fields(texts: Sequence[str]) -> Block:
    """Side by side, in two columns; up to ten."""
    return {"type": "section", "fields": [mrkdwn(cut_marked(text, 2000)) for text in texts[:10]]}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, 150)}


def context(*texts: str) -> Block:
    return {"type": "context", "elements": [mrkdwn(text) for text in texts[:10]]}


def divider() -> Block:
    return {"type": "divider"}


def picture(file_id: str, text: str) -> Block:
    """A file that was uploaded to Slack; `text` says what it shows to those who do not see it."""
    return {"type": "image", "slack_file": {"id": file_id}, "alt_text": cut(text, 2000)}


def actions(*elements: Element, block_id: str | None = None) -> Block:
    block: Block = {"type": "actions", "elements": list(elements)}
    return block if block_id is None else {**block, "block_id": block_id}


def button(
    text: str,
    action_id: str,
    value: str,
    *,
    style: Style | None = None,
    confirm: Element | None = None,
    label: str | None = None,
) -> Element:
    """`label`: what a screen reader says instead, where the text alone is vague."""
    made: Element = {"type": "button", "text": plain(text, BUTTON_TEXT), "action_id": action_id, "value": value}
    if style is not None:
        made["style"] = style
    if confirm is not None:
        made["confirm"] = confirm
    if label is not None:
        made["accessibility_label"] = cut(label, BUTTON_TEXT)
    return made


def link(text: str, url: str, opens: str) -> Element:
    return {
        "type": "button",
        "text": plain(text, BUTTON_TEXT),
        "url": url,
        "action_id": f"{action_ids.OPEN_LINK}:{opens}",
    }


def confirm(title: str, text: str, yes: str, no: str, *, style: Style = "danger") -> Element:
    return {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
        "style": style,
    }


def option(text: str, value: str, description: str | None = None) -> Element:
    made: Element = {"text": plain(text, OPTION_TEXT), "value": value}
    if description:
        made["description"] = plain(description, OPTION_TEXT)
    return made


def overflow(action_id: str, options: Sequence[Element]) -> Element:
    return {"type": "overflow", "action_id": action_id, "options": list(options[:MOST_IN_MENU])}


def select(action_id: str, placeholder: str, options: Sequence[Element], initial: Element | None = None) -> Element:
    made: Element = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, 150),
        "options": list(options[:MOST_OPTIONS]),
    }
    return made if initial is None else {**made, "initial_option": initial}


def multi_select(
    action_id: str, placeholder: str, options: Sequence[Element], initial: Sequence[Element] = ()
) -> Element:
    made: Element = {
        "type": "multi_static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, 150),
        "options": list(options[:MOST_OPTIONS]),
    }
    return {**made, "initial_options": list(initial)} if initial else made


def conversation_select(action_id: str, placeholder: str, *, initial: str | None = None) -> Element:
    """A channel that people are in, public or private. `initial`: its id."""
    made: Element = {
        "type": "conversations_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, 150),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    return made if initial is None else {**made, "initial_conversation": initial}


def loaded_select(
    action_id: str, placeholder: str, *, initial: Element | None = None, min_query_length: int = 0
) -> Element:
    """Its options are asked for while the person types."""
    made: Element = {
        "type": "external_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, 150),
        "min_query_length": min_query_length,
    }
    return made if initial is None else {**made, "initial_option": initial}


def loaded_multi_select(action_id: str, placeholder: str, *, initial: Sequence[Element] = ()) -> Element:
    made: Element = {
        "type": "multi_external_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, 150),
        "min_query_length": 0,
    }
    return {**made, "initial_options": list(initial[:MOST_OPTIONS])} if initial else made


def date_picker(action_id: str, *, initial: date | None = None, placeholder: str | None = None) -> Element:
    made: Element = {"type": "datepicker", "action_id": action_id}
    if initial is not None:
        made["initial_date"] = initial.isoformat()
    if placeholder is not None:
        made["placeholder"] = plain(placeholder, 150)
    return made


def time_picker(action_id: str, *, initial: time | None = None, placeholder: str | None = None) -> Element:
    made: Element = {"type": "timepicker", "action_id": action_id}
    if initial is not None:
        made["initial_time"] = f"{initial:%H:%M}"
    if placeholder is not None:
        made["placeholder"] = plain(placeholder, 150)
    return made


def text_input(
    action_id: str,
    *,
    initial: str | None = None,
    placeholder: str | None = None,
    multiline: bool = False,
    most: int = LONGEST_TEXT,
) -> Element:
    made: Element = {"type": "plain_text_input", "action_id": action_id, "multiline": multiline, "max_length": most}
    if initial:
        made["initial_value"] = shortened(initial, most)
    if placeholder is not None:
        made["placeholder"] = plain(placeholder, 150)
    return made


def checkbox(action_id: str, text: str, value: str, *, checked: bool) -> Element:
    only = option(text, value)
    made: Element = {"type": "checkboxes", "action_id": action_id, "options": [only]}
    return {**made, "initial_options": [only]} if checked else made


def input_(
    block_id: str, label: str, element: Element, *, hint: str | None = None, optional: bool = False, live: bool = False
) -> Block:
    """`live`: each change is sent at once, as an action."""
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, 2000),
        "element": element,
        "optional": optional,
    }
    if hint is not None:
        block["hint"] = plain(hint, 2000)
    if live:
        block["dispatch_action"] = True
    return block


def spoken(sentences: Iterable[str]) -> str:
    """A message's `text`. It is escaped already, so it is not cut within an entity."""
    ended = (each if each.endswith((".", "?", "!", "…", ":")) else f"{each}." for each in sentences if each)
    text = " ".join(ended).replace("`", "")
    if len(text) <= SPOKEN:
        return text
    return f"{text[:SPOKEN].rpartition(' ')[0] or text[:SPOKEN]}…"


def only(blocks: Iterable[Block | None]) -> list[Block]:
    """Those that are there."""
    return [block for block in blocks if block is not None]


def raw_cell(text: str) -> dict[str, Any]:
    """Of a table; an empty one is refused."""
    return {"type": "raw_text", "text": text or "–"}


def raw_number(value: int, text: str) -> dict[str, Any]:
    """Of a table, which sorts by `value` and shows `text`."""
    return {"type": "raw_number", "value": value, "text": text}
