"""Dialogs that hold no form: one is opened at once, as a trigger lives for three seconds, and then becomes another."""

from typing import Final

from clankerbot_bot.blocks import action_ids, elements
from clankerbot_bot.blocks.sentences import explained
from clankerbot_bot.blocks.shapes import Block, View
from clankerbot_bot.blocks.text import safe
from clankerbot_bot.words import Words

TITLE: Final = 24


def modal(
    callback_id: str, title: str, blocks: list[Block], *, close: str, submit: str | None = None, metadata: str = ""
) -> View:
    """`metadata` is for what finds the card again, up to 3,000 characters; anybody's app could read it."""
    view: View = {
        "type": "modal",
        "callback_id": callback_id,
        "title": elements.plain(title, TITLE),
        "close": elements.plain(close, TITLE),
        "blocks": blocks,
    }
    if submit is not None:
        view["submit"] = elements.plain(submit, TITLE)
    if metadata:
        view["private_metadata"] = metadata
    return view


def loading_modal(words: Words, title: str | None = None, *, metadata: str = "") -> View:
    blocks = [elements.section(f":hourglass_flowing_sand: {words.loading}")]
    return modal(action_ids.LOADING_VIEW, title or words.loading_title, blocks, close=words.close, metadata=metadata)


def error_modal(message: str, request_id: str | None, words: Words, *, code: str = "") -> View:
    """`message` is plain text, the engine's sentence; `code`: its error's, which the language may have words for."""
    why = safe(explained(code, message, words), 1000)
    blocks = [elements.section(f":warning: *{why}*\n{words.nothing_changed}")]
    if request_id is not None:
        blocks.append(elements.context(words.reference.format(id=safe(request_id))))
    return modal(action_ids.ERROR_VIEW, words.error_title, blocks, close=words.close)
