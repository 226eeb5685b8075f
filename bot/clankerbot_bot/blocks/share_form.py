"""Where to share what was done, for somebody who is in their direct messages: the channel that they choose."""

from typing import Final

from clankerbot_bot.blocks import action_ids, elements
from clankerbot_bot.blocks.modals import modal
from clankerbot_bot.blocks.shapes import View
from clankerbot_bot.words import Words

SHARE_VIEW: Final = "clank:share_view"
CHANNEL_BLOCK: Final = "channel"


def share_modal(title: str, label: str, words: Words, *, metadata: str = "") -> View:
    chosen = elements.conversation_select(action_ids.INPUT, words.choose)
    return modal(
        SHARE_VIEW,
        title,
        [elements.input_(CHANNEL_BLOCK, label, chosen)],
        submit=words.share,
        close=words.cancel,
        metadata=metadata,
    )
