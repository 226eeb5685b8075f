"""What the Slack sandbox keeps: people, channels, messages, forms and files, in Slack's words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

Json = dict[str, Any]
"""Blocks, views and payloads are Slack's, and looked into no further than needed."""

_STATE: Final[Mapping[str, tuple[str, str]]] = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "users_select": ("selected_user", "initial_user"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
}
"""By the type of an element: the field of its state, and of its first value."""
SEVERAL: Final = frozenset({"multi_static_select", "multi_external_select", "checkboxes"})


@dataclass
class Member:
    """A person of the workspace; the bot is none."""

    id: str
    name: str
    real_name: str
    email: str
    timezone: str
    locale: str
    home: Json | None = None
    modals: "list[Modal]" = field(default_factory=list)
    """The one on top last."""

    @property
    def channel_id(self) -> str:
        """Their conversation with the app."""
        return f"D{self.id[1:]}"


@dataclass(frozen=True)
class Channel:
    id: str
    name: str


@dataclass
class Message:
    """`author` None: the app. `only_for`: an ephemeral one. `edits`: how often the app has changed it."""

    channel_id: str
    ts: str
    text: str
    author: str | None = None
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    only_for: str | None = None
    edits: int = 0
    file_ids: tuple[str, ...] = ()

    def as_json(self, bot_id: str, bot_user_id: str, team_id: str) -> Json:
        told: Json = {"type": "message", "ts": self.ts, "text": self.text, "team": team_id}
        told |= {"user": self.author} if self.author else {"user": bot_user_id, "bot_id": bot_id}
        optional = {"blocks": self.blocks, "thread_ts": self.thread_ts}
        return told | {name: value for name, value in optional.items() if value}


@dataclass
class Modal:
    """A form that is open. `errors` stand beside its fields, by block id."""

    id: str
    definition: Json
    hash: str
    root_id: str
    below_id: str | None = None
    errors: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, Json]] = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.definition["blocks"]
        return blocks

    def as_json(self, team_id: str) -> Json:
        absent = {"callback_id": "", "external_id": "", "private_metadata": "", "submit": None, "close": None}
        return {
            **absent,
            **self.definition,
            "id": self.id,
            "hash": self.hash,
            "team_id": team_id,
            "root_view_id": self.root_id,
            "previous_view_id": self.below_id,
            "state": {"values": self.values},
        }


@dataclass
class File:
    id: str
    name: str
    content: bytes = b""


def elements_of(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """What can be used, each with its block."""
    for block in blocks:
        inside = [block.get("accessory"), block.get("element"), *block.get("elements", ())]
        for element in inside:
            if isinstance(element, dict) and "action_id" in element:
                yield block, element


def state_of(element: Json, value: Any) -> Json:
    """`state.values` of an element that holds `value`: a string, an option, a list of options."""
    kind = element["type"]
    return {"type": kind, _STATE[kind][0]: value}


def first_values(blocks: list[Json]) -> dict[str, dict[str, Json]]:
    values: dict[str, dict[str, Json]] = {}
    for block, element in elements_of(blocks):
        if element["type"] in _STATE:
            first = element.get(_STATE[element["type"]][1], [] if element["type"] in SEVERAL else None)
            values.setdefault(block["block_id"], {})[element["action_id"]] = state_of(element, first)
    return values


def options_of(element: Json) -> list[Json]:
    groups = element.get("option_groups") or [element]
    return [option for group in groups for option in group.get("options", ())]
