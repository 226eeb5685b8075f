"""Why a request is rejected: whoever asked reads it in Clockify, and the channel on the card."""

from typing import Final

from clankerbot_bot.blocks import action_ids, elements
from clankerbot_bot.blocks.modals import modal
from clankerbot_bot.blocks.shapes import View
from clankerbot_bot.words import Words

REJECT_VIEW: Final = "clank:reject_view"
REASON_BLOCK: Final = "reason"
LONGEST_REASON: Final = 500


def reject_modal(words: Words, *, metadata: str = "") -> View:
    reason = elements.text_input(action_ids.INPUT, multiline=True, most=LONGEST_REASON)
    return modal(
        REJECT_VIEW,
        words.reject_title,
        [elements.input_(REASON_BLOCK, words.reject_reason, reason, optional=True, hint=words.reject_text)],
        submit=words.reject,
        close=words.cancel,
        metadata=metadata,
    )
