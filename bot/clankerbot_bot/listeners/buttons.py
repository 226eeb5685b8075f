"""Clicks on cards: the card changes where it is."""

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from clankerbot_bot.blocks import action_ids
from clankerbot_bot.clicks import Clicks, OnCard
from clankerbot_bot.listeners.bot import Bot
from clankerbot_bot.people import Person
from clankerbot_bot.turns import Origin, turn_at


def register(app: AsyncApp, bot: Bot) -> None:
    on_card = _clicks(bot.clicks)
    on_row = _row_clicks(bot.clicks)

    @app.action(re.compile(re.escape(action_ids.PREFIX)))
    async def on_action(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient) -> None:
        await ack()
        person = Person.of(context)
        if person is None:
            return
        action = body["actions"][0]
        value = _value(action)
        name = action["action_id"]
        click = on_card.get(_without_number(name))
        card_id, index = action_ids.read_value(value)
        if name == action_ids.ROW:
            operation, card_id, index = action_ids.read_row_value(value)
            click = on_row.get(operation)
        if click is not None:
            turn = turn_at(Origin.of_click(body), person, client, bot.connection, key=f"slack:{body['trigger_id']}")
            bot.background.hand_over(bot.clicks.on_card(turn, card_id, index, click), name="slack_click")


def _clicks(clicks: Clicks) -> Mapping[str, OnCard]:
    return {
        action_ids.UNDO: clicks.undo,
        action_ids.DELETE: clicks.delete,
        action_ids.STOP: clicks.stop,
        action_ids.CONTINUE: clicks.resume,
        action_ids.AGAIN: clicks.redo,
        action_ids.SHARE: clicks.share,
        action_ids.RETRY: clicks.retry,
        action_ids.ANSWER: clicks.answer,
        action_ids.CHOOSE: clicks.answer,
        action_ids.CREATE_PROJECT: clicks.create_project,
        action_ids.CANCEL: clicks.cancel,
        action_ids.SUGGESTION: clicks.suggestion,
        action_ids.HELP: clicks.help,
    }


def _row_clicks(clicks: Clicks) -> Mapping[str, OnCard]:
    return {action_ids.ROW_UNDO: clicks.undo, action_ids.ROW_CONTINUE: clicks.resume}


def _value(action: Mapping[str, Any]) -> str:
    """Of a button, or of what was chosen."""
    chosen = action.get("selected_option") or {}
    return str(action.get("value") or chosen.get("value") or "")


def _without_number(action_id: str) -> str:
    """`clank:answer:0` is `clank:answer`."""
    head, _, tail = action_id.rpartition(":")
    return head if tail.isdecimal() else action_id
