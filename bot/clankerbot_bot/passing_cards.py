"""What is said once and not kept: there is nothing to click on."""

from dataclasses import dataclass

from clankerbot_bot.cards import Card


@dataclass(frozen=True, kw_only=True)
class Connected(Card):
    kind = "connected"

    user_name: str
    workspace_name: str


@dataclass(frozen=True, kw_only=True)
class Disconnected(Card):
    kind = "disconnected"


@dataclass(frozen=True, kw_only=True)
class Notice(Card):
    """`text` is a sentence of ours."""

    kind = "notice"
