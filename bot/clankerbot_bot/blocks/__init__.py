"""Every message and view that the bot can send: pure functions from data and words to Block Kit."""

from clankerbot_bot.blocks.connecting import connect_prompt, connected, disconnected
from clankerbot_bot.blocks.failures import failure, notice_text, pending, unknown
from clankerbot_bot.blocks.modals import error_modal, loading_modal
from clankerbot_bot.blocks.questions import question
from clankerbot_bot.blocks.receipts import receipt
from clankerbot_bot.blocks.shapes import Block, Element, Message, Options, View

__all__ = [
    "Block",
    "Element",
    "Message",
    "Options",
    "View",
    "connect_prompt",
    "connected",
    "disconnected",
    "error_modal",
    "failure",
    "loading_modal",
    "notice_text",
    "pending",
    "question",
    "receipt",
    "unknown",
]
