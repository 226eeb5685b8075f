"""The slash command: answered by its `response_url`, to the person alone."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from clankerbot_bot.listeners.bot import Bot
from clankerbot_bot.people import Person
from clankerbot_bot.turns import Origin, turn_at


def register(app: AsyncApp, bot: Bot, command: str) -> None:
    @app.command(command)
    async def on_command(
        ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient
    ) -> None:
        await ack()
        person = Person.of(context)
        if person is not None:
            origin = Origin(url=body["response_url"], channel=body["channel_id"])
            turn = turn_at(origin, person, client, bot.connection, key=f"slack:{body['trigger_id']}")
            bot.background.hand_over(bot.conversation.hear(turn, body.get("text", "")), name="slack_command")
