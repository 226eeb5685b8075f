"""How a person becomes known to Clockify: by a key of their own, or as a member of the shared workspace."""

from collections.abc import Mapping, Sequence
from typing import Final

from clankerbot_bot.blocks import action_ids, elements
from clankerbot_bot.blocks.modals import modal
from clankerbot_bot.blocks.shapes import Message, View
from clankerbot_bot.blocks.text import line, safe, said
from clankerbot_bot.cards import ConnectFirst, DisconnectAsked
from clankerbot_bot.words import Words

TEXT_SHOWN: Final = 150
LONGEST_KEY: Final = 200

REGIONS: Final[Mapping[str, str | None]] = {
    "default": None,
    "global": "https://api.clockify.me/api",
    "euc1": "https://euc1.clockify.me/api",
    "use2": "https://use2.clockify.me/api",
    "euw2": "https://euw2.clockify.me/api",
    "apse2": "https://apse2.clockify.me/api",
}
"""The API of each region, None for the one that the service is set to. Submitted is a name of these, no address."""


def connect_prompt(card: ConnectFirst, words: Words) -> Message:
    """What was typed is kept, and carried out once connected. `member` is a suggestion, which the person confirms."""
    blocks = [elements.section(f"*{words.connect_title}*\n{words.connect_text}")]
    if card.text.strip():
        blocks.append(elements.context(words.connect_kept.format(text=safe(card.text, TEXT_SHOWN))))
    value = action_ids.value_of(card.id)
    sentences = [words.connect_title, words.connect_text]
    if card.member is None:
        buttons = [elements.button(words.connect, action_ids.CONNECT, value, style="primary")]
    else:
        blocks.insert(1, elements.section(words.connect_member.format(name=f"*{safe(card.member)}*")))
        sentences.append(words.connect_member.format(name=said(card.member)))
        buttons = [
            elements.button(words.connect_member_yes, action_ids.CONFIRM_MEMBER, value, style="primary"),
            elements.button(words.connect_own_key, action_ids.CONNECT, value),
        ]
    blocks.append(elements.actions(*buttons))
    return {"text": elements.spoken(sentences), "blocks": blocks}


def connected(user_name: str, workspace_name: str, words: Words) -> Message:
    """After connecting."""
    text = words.connected_to.format(name=f"*{safe(user_name)}*", workspace=f"*{safe(workspace_name)}*")
    plain = words.connected_to.format(name=said(user_name), workspace=said(workspace_name))
    return {"text": plain, "blocks": [elements.section(text), elements.context(words.connected_next)]}


def disconnect_prompt(card: DisconnectAsked, words: Words) -> Message:
    """Asked before, since it cannot be undone."""
    value = action_ids.value_of(card.id)
    blocks = [
        elements.section(f"*{words.disconnect_title}*\n{words.disconnect_text}"),
        elements.actions(
            elements.button(words.disconnect, action_ids.CONFIRM_DISCONNECT, value, style="danger"),
            elements.button(words.cancel, action_ids.CANCEL, value),
        ),
    ]
    return {"text": elements.spoken([words.disconnect_title, words.disconnect_text]), "blocks": blocks}


def disconnected(words: Words) -> Message:
    return {"text": words.disconnected, "blocks": [elements.section(words.disconnected)]}


def connect_modal(words: Words, *, region: str = "default", metadata: str = "") -> View:
    """The key is never filled in again, whatever was wrong with it."""
    regions = [elements.option(words.regions[name], name) for name in REGIONS]
    chosen = next((option for option in regions if option["value"] == region), regions[0])
    key = elements.text_input(action_ids.INPUT, placeholder=words.key_placeholder, most=LONGEST_KEY)
    blocks = [
        elements.section(words.key_text),
        elements.input_(action_ids.KEY_BLOCK, words.key_label, key, hint=words.key_hint),
        elements.input_(
            action_ids.REGION_BLOCK,
            words.region_label,
            elements.select(action_ids.INPUT, words.choose, regions, chosen),
            hint=words.region_hint,
        ),
    ]
    return modal(
        action_ids.CONNECT_VIEW,
        words.connect_modal_title,
        blocks,
        submit=words.connect_submit,
        close=words.cancel,
        metadata=metadata,
    )


def workspace_modal(
    user_name: str,
    workspaces: Sequence[tuple[str, str]],
    words: Words,
    *,
    chosen: str | None = None,
    metadata: str = "",
) -> View:
    """After the key was found good: which of the person's `workspaces` (id, name), where there are several."""
    options = [elements.option(line(name, elements.OPTION_TEXT) or each, each) for each, name in workspaces]
    initial = next((option for option in options if option["value"] == chosen), None)
    blocks = [
        elements.section(words.key_good.format(name=f"*{safe(user_name)}*")),
        elements.input_(
            action_ids.WORKSPACE_BLOCK,
            words.workspace_label,
            elements.select(action_ids.INPUT, words.choose, options, initial),
        ),
    ]
    return modal(
        action_ids.WORKSPACE_VIEW,
        words.connect_modal_title,
        blocks,
        submit=words.save,
        close=words.cancel,
        metadata=metadata,
    )
