"""Reading what a person sees: the text of blocks, and the elements that can be used."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.fakes.slack.records import Json

# By element type: the field of its state, the field of its first value, and what it holds when empty.
_STATE: dict[str, tuple[str, str, Any]] = {
    "plain_text_input": ("value", "initial_value", None),
    "number_input": ("value", "initial_value", None),
    "email_text_input": ("value", "initial_value", None),
    "url_text_input": ("value", "initial_value", None),
    "rich_text_input": ("rich_text_value", "initial_value", None),
    "static_select": ("selected_option", "initial_option", None),
    "external_select": ("selected_option", "initial_option", None),
    "radio_buttons": ("selected_option", "initial_option", None),
    "overflow": ("selected_option", "initial_option", None),
    "multi_static_select": ("selected_options", "initial_options", []),
    "multi_external_select": ("selected_options", "initial_options", []),
    "checkboxes": ("selected_options", "initial_options", []),
    "users_select": ("selected_user", "initial_user", None),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "channels_select": ("selected_channel", "initial_channel", None),
    "multi_users_select": ("selected_users", "initial_users", []),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", []),
    "multi_channels_select": ("selected_channels", "initial_channels", []),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
}
_BUTTONS = ("button", "workflow_button", "icon_button", "feedback_buttons")


@dataclass(frozen=True)
class Element:
    """One that a person can use, with the block that holds it."""

    block: Json
    element: Json

    @property
    def type(self) -> str:
        return str(self.element["type"])

    @property
    def action_id(self) -> str:
        return str(self.element["action_id"])

    @property
    def block_id(self) -> str:
        return str(self.block["block_id"])

    @property
    def is_button(self) -> bool:
        return self.type in _BUTTONS

    @property
    def names(self) -> tuple[str, ...]:
        """What a test may call it by: ids, label, what stands on it or beside it."""
        told = (
            self.element.get("text"),
            self.element.get("placeholder"),
            self.block.get("label"),
            self.block.get("text") if self.block["type"] == "section" else None,
        )
        texts = [each["text"] for each in told if isinstance(each, dict)]
        return (self.action_id, self.block_id, str(self.element.get("accessibility_label", "")), *texts)

    @property
    def dispatches(self) -> bool:
        """An element in an input block says nothing until the modal is submitted, unless it asks to."""
        return self.block["type"] != "input" or bool(self.block.get("dispatch_action"))

    def state(self, value: Any) -> Json:
        return {"type": self.type, _STATE[self.type][0]: value}

    @property
    def first_state(self) -> Json:
        _, initial, empty = _STATE[self.type]
        return self.state(self.element.get(initial, empty))


def elements_of(blocks: list[Json]) -> Iterator[Element]:
    for block in blocks:
        for element in _with_action_id(block):
            yield Element(block, element)


def _with_action_id(part: Any) -> Iterator[Json]:
    if isinstance(part, list):
        for each in part:
            yield from _with_action_id(each)
    elif isinstance(part, dict):
        if "action_id" in part and "type" in part:
            yield part
        for each in part.values():
            yield from _with_action_id(each)


def first_values(blocks: list[Json], kept: dict[str, dict[str, Json]] | None = None) -> dict[str, dict[str, Json]]:
    """`state.values` as a view or message begins; what is typed stays while block id and action id do."""
    values: dict[str, dict[str, Json]] = {}
    for each in elements_of(blocks):
        if each.type in _STATE and each.type != "overflow":
            before = (kept or {}).get(each.block_id, {}).get(each.action_id)
            stays = before is not None and before["type"] == each.type
            values.setdefault(each.block_id, {})[each.action_id] = before if stays and before else each.first_state
    return values


def is_empty(state: Json) -> bool:
    return _STATE[state["type"]][0] not in state or not state[_STATE[state["type"]][0]]


def find_element(blocks: list[Json], name: str, *, nth: int = 0, button: bool | None = None) -> Element:
    """By an id or a text; a text may be given without what surrounds it, such as an emoji."""
    able = [each for each in elements_of(blocks) if button is None or each.is_button is button]
    found = [each for each in able if name in each.names]
    found = found or [each for each in able if any(name.casefold() in text.casefold() for text in each.names)]
    if len(found) <= nth:
        there = [each.names for each in able]
        raise AssertionError(f"nothing called {name!r} to use (number {nth}); there are {there}")
    return found[nth]


def text_of(blocks: list[Json]) -> str:
    """Every text in reading order, a line for each."""
    return "\n".join(_texts(blocks))


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for each in part:
            yield from _texts(each)
    elif isinstance(part, dict):
        if part.get("type") == "date" and "fallback" in part:
            yield str(part["fallback"])
        for name, each in part.items():
            if name in _SPOKEN and isinstance(each, str):
                yield each
            elif name not in _UNSEEN:
                yield from _texts(each)


_SPOKEN = ("text", "alt_text", "caption", "title", "initial_value", "label")
_UNSEEN = ("confirm", "value", "metadata", "option_groups", "options", "fallback")
