"""From what Slack sends to what the conversation is asked. Each listener acknowledges and hands over: nothing else."""

from slack_bolt.async_app import AsyncApp

from clankerbot_bot.listeners import buttons, commands, events, forms, home
from clankerbot_bot.listeners.bot import Bot


def register(app: AsyncApp, bot: Bot, *, command: str) -> None:
    """The most frequent first: Bolt asks them in this order."""
    commands.register(app, bot, command)
    buttons.register(app, bot)
    forms.register(app, bot)
    events.register(app, bot)
    home.register(app, bot)
