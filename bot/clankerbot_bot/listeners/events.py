"""What is said in channels and direct messages; each event once, however often Slack delivers it."""

from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from clankerbot_bot.listeners.bot import Bot
from clankerbot_bot.people import Person
from clankerbot_bot.turns import Origin, turn_at, turn_in_thread
from clankerbot_bot.typed import without_mention
from clankerbot_engine.actions import ApiError

OWNER_LEFT = ApiError(
    code="forbidden", message="Its owner's Slack account was deactivated.", details={"reason": "owner_left"}
)
_SAID = (None, "file_share", "thread_broadcast")
"""Subtypes of a message that say something new; the others tell of changes."""


def register(app: AsyncApp, bot: Bot) -> None:
    @app.event("app_mention")
    async def on_mention(body: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient) -> None:
        event, person = body["event"], Person.of(context)
        if person is None or event.get("bot_id") or not bot.events.is_new(body["event_id"]):
            return
        origin = Origin(channel=event["channel"], thread_ts=event.get("thread_ts"))
        turn = turn_at(origin, person, client, bot.connection, key=f"slack:{body['event_id']}", way_in="mention")
        said = without_mention(event.get("text") or "", context.bot_user_id)
        bot.background.hand_over_patiently(bot.conversation.hear(turn, said), name="slack_mention")

    @app.event("message")
    async def on_message(body: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient) -> None:
        event, person = body["event"], Person.of(context)
        if event.get("channel_type") != "im" or event.get("subtype") not in _SAID or event.get("bot_id"):
            return
        if person is None or not bot.events.is_new(body["event_id"]):
            return
        thread_ts = event.get("thread_ts") or event["ts"]
        turn = turn_in_thread(
            person, client, channel=event["channel"], thread_ts=thread_ts, key=f"slack:{body['event_id']}"
        )
        said = without_mention(event.get("text") or "", context.bot_user_id)
        bot.background.hand_over_patiently(bot.conversation.hear(turn, said), name="slack_message")

    @app.event("user_change")
    async def on_user_change(body: dict[str, Any], context: AsyncBoltContext) -> None:
        team_id = context.enterprise_id if context.is_enterprise_install else context.team_id
        if team_id:
            person = Person(team_id, body["event"]["user"]["id"])
            bot.profiles.forget(person)
            if body["event"]["user"].get("deleted"):
                await _pause_all(bot, person)  # not handed over: where it cannot be done now, Slack is to say it again


async def _pause_all(bot: Bot, person: Person) -> None:
    """Of somebody who left."""
    for schedule in await bot.schedules.all(person.principal):
        await bot.schedules.firing.pause(schedule.id, OWNER_LEFT)
