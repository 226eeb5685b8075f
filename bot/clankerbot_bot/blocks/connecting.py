"""How a person becomes known to Clockify: by a key of their own, or as a member of the shared workspace."""

from typing import Final

from clankerbot_bot.blocks import action_ids, elements
from clankerbot_bot.blocks.shapes import Message
from clankerbot_bot.blocks.text import safe, said
from clankerbot_bot.cards import ConnectFirst
from clankerbot_bot.words import Words

TEXT_SHOWN: Final = 150


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


def disconnected(words: Words) -> Message:
    return {"text": words.disconnected, "blocks": [elements.section(words.disconnected)]}
