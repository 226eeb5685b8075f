"""From a card to the message that shows it."""

from collections.abc import Callable
from typing import Final

from clankerbot_bot import blocks
from clankerbot_bot.blocks import Message
from clankerbot_bot.blocks.waiting import waiting
from clankerbot_bot.cards import (
    Card,
    ConnectFirst,
    DisconnectAsked,
    Failure,
    NotUnderstood,
    Question,
    Receipt,
    Waiting,
)
from clankerbot_bot.passing_cards import Connected, Disconnected, Notice
from clankerbot_bot.words import Words

REFUSED_FOR_S: Final = 24 * 3600.0


class Charts:
    """Slack's charts come to one workspace after the other: where one was refused, bars of text do for a day."""

    def __init__(self, *, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._refused_at: dict[str, float] = {}

    def are_drawn(self, team_id: str) -> bool:
        at = self._refused_at.get(team_id)
        return at is None or self._monotonic() - at > REFUSED_FOR_S

    def were_refused(self, team_id: str) -> None:
        self._refused_at[team_id] = self._monotonic()


def has_chart(message: Message) -> bool:
    """Or a table: they came together, and some workspaces have neither."""
    return any(block["type"] in ("data_visualization", "data_table") for block in message["blocks"])


def render(card: Card, words: Words, *, chart: bool = False) -> Message:
    match card:
        case Receipt():
            return blocks.receipt(card, words, chart=chart)
        case Question():
            return blocks.question(card, words)
        case Failure():
            return blocks.failure(card, words)
        case Waiting():
            return waiting(card, words)
        case NotUnderstood():
            return blocks.unknown(card, words)
        case ConnectFirst():
            return blocks.connect_prompt(card, words)
        case DisconnectAsked():
            return blocks.disconnect_prompt(card, words)
        case Connected():
            return blocks.connected(card.user_name, card.workspace_name, words)
        case Disconnected():
            return blocks.disconnected(words)
        case Notice():
            return blocks.notice_text(card.text)
        case _:
            raise TypeError(f"there is no message for a card of kind {card.kind}")
