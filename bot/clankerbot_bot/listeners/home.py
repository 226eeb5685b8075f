"""App Home, the beginning of a conversation with the assistant, and the end of an installation."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from clankerbot_bot.listeners.bot import Bot
from clankerbot_bot.people import Person
from clankerbot_bot.surfaces import NotShown, called


def register(app: AsyncApp, bot: Bot) -> None:
    @app.event("app_home_opened")
    async def on_home(event: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient) -> None:
        person = Person.of(context)
        if person is None:
            return
        if event.get("tab") == "home":
            bot.background.hand_over(bot.home.open(person, client), name="slack_home")
        elif event.get("tab") == "messages":
            bot.background.hand_over(_suggest(bot, person, client, event), name="slack_prompts")

    @app.event("app_uninstalled")
    @app.event("tokens_revoked")
    async def on_end(body: dict[str, Any], context: AsyncBoltContext) -> None:
        event = body["event"]
        tokens = event.get("tokens") or {}
        if event["type"] == "app_uninstalled" or tokens.get("bot"):
            # Not handed over: where it cannot be done now, Slack is to say it again.
            said = body.get("event_time")
            at = None if said is None else datetime.fromtimestamp(said, UTC)
            await bot.on_uninstalled(context.enterprise_id, context.team_id, at)


async def _suggest(bot: Bot, person: Person, client: AsyncWebClient, event: Mapping[str, Any]) -> None:
    words = (await bot.conversation.manner_of(person, client)).words
    prompts = [{"title": title, "message": message} for title, message in words.prompts]
    try:
        await called(
            client.assistant_threads_setSuggestedPrompts,
            channel_id=event["channel"],
            thread_ts=event.get("thread_ts"),
            title=words.prompts_title,
            prompts=prompts,
        )
    except NotShown:
        return  # a nicety: whoever writes is answered all the same
