"""What Slack is sent: plain JSON. The SDK's models lack the newest blocks, and turn what they do not know to null."""

from typing import Any, Literal, NotRequired, TypedDict

Block = dict[str, Any]
Element = dict[str, Any]


class Message(TypedDict):
    """`text` is what notifications and screen readers get: it says by itself what the blocks show."""

    text: str
    blocks: list[Block]


class View(TypedDict):
    type: Literal["modal", "home"]
    blocks: list[Block]
    callback_id: str
    title: NotRequired[Element]
    submit: NotRequired[Element]
    close: NotRequired[Element]
    private_metadata: NotRequired[str]


class Options(TypedDict, total=False):
    """The answer to a `block_suggestion`: one of the two."""

    options: list[Element]
    option_groups: list[Element]
