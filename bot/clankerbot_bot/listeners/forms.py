"""What opens forms, what they load while they are filled in, and what is submitted."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any, Final

from pydantic import SecretStr
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from clankerbot_bot import blocks
from clankerbot_bot.blocks import EntryDraft, Options, action_ids
from clankerbot_bot.blocks.reject_form import REASON_BLOCK, REJECT_VIEW
from clankerbot_bot.blocks.share_form import CHANNEL_BLOCK, SHARE_VIEW
from clankerbot_bot.conversation import Manner
from clankerbot_bot.entry_form import Fields, NotFilledIn, read_entry_form
from clankerbot_bot.front_door import Refused
from clankerbot_bot.listeners.bot import Bot
from clankerbot_bot.modals import Modal
from clankerbot_bot.people import Person
from clankerbot_bot.settings_form import read_settings
from clankerbot_bot.shelf import Kept
from clankerbot_bot.turns import Origin, Turn, read_metadata, turn_at
from clankerbot_bot.typed import as_typed
from clankerbot_engine.catalogue import Catalogue

log = logging.getLogger(__name__)

OPTIONS_WITHIN_S: Final = 2.0
"""Slack waits three; a list that is not there by then is empty, and asked for again at the next letter."""
LONGEST_DESCRIPTION: Final = 500
"""Of a message that becomes the description of a time entry."""


def register(app: AsyncApp, bot: Bot) -> None:
    _register_submissions(app, bot)
    _register_options(app, bot)
    _register_shortcuts(app, bot)


def _register_submissions(app: AsyncApp, bot: Bot) -> None:
    @app.view(action_ids.LOG_VIEW)
    async def on_log(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient) -> None:
        turn, told = _submitted(bot, body, context, client)
        try:
            is_log = told.get("kind", "log_time") == "log_time"
            filled = read_entry_form(body["view"], bot.conversation.manner_at_once(turn.person).words, is_log=is_log)
        except NotFilledIn as error:
            await ack(response_action="errors", errors=error.errors)
            return
        await ack()
        bot.background.hand_over(bot.forms.log(turn, filled, told), name="slack_log_form")

    @app.view(action_ids.EDIT_VIEW)
    async def on_edit(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient) -> None:
        turn, told = _submitted(bot, body, context, client)
        if not told.get("entry"):
            raise Refused(400, "incomplete")
        try:
            filled = read_entry_form(body["view"], bot.conversation.manner_at_once(turn.person).words, is_log=False)
        except NotFilledIn as error:
            await ack(response_action="errors", errors=error.errors)
            return
        await ack()
        bot.background.hand_over(bot.forms.edit(turn, filled, told), name="slack_edit_form")

    @app.view(action_ids.CONNECT_VIEW)
    async def on_connect(
        ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient
    ) -> None:
        turn, told = _submitted(bot, body, context, client)
        fields = Fields(body["view"])
        key = SecretStr(str(fields.of(action_ids.KEY_BLOCK).get("value") or "").strip())
        region = fields.chosen(action_ids.REGION_BLOCK) or "default"
        await ack(response_action="update", view=_checking(bot, turn))
        modal = Modal(client, body["view"]["id"])
        bot.background.hand_over(bot.connecting.connect(turn, modal, key, region, told), name="slack_connect_form")

    @app.view(action_ids.WORKSPACE_VIEW)
    async def on_workspace(
        ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient
    ) -> None:
        turn, _ = _submitted(bot, body, context, client)
        await ack(response_action="update", view=_checking(bot, turn))
        modal = Modal(client, body["view"]["id"])
        workspace_id = Fields(body["view"]).chosen(action_ids.WORKSPACE_BLOCK) or ""
        bot.background.hand_over(bot.connecting.choose(turn, modal, workspace_id), name="slack_workspace_form")

    @app.view(action_ids.SETTINGS_VIEW)
    async def on_settings(
        ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient
    ) -> None:
        turn, _ = _submitted(bot, body, context, client)
        try:
            settings = read_settings(body["view"], bot.conversation.manner_at_once(turn.person).words)
        except NotFilledIn as error:
            await ack(response_action="errors", errors=error.errors)
            return
        await ack()
        bot.background.hand_over(bot.settings_form.save(turn, settings), name="slack_settings_form")

    @app.view(action_ids.FOLLOW_VIEW)
    async def on_follow(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient) -> None:
        turn, told = _submitted(bot, body, context, client)
        try:
            action = await bot.follow_form.read(turn, body["view"])
        except NotFilledIn as error:
            await ack(response_action="errors", errors=error.errors)
            return
        await ack()
        bot.background.hand_over(bot.follow_form.submit(turn, action, told), name="slack_follow_form")

    @app.view(action_ids.SCHEDULE_VIEW)
    async def on_schedule(
        ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient
    ) -> None:
        turn, told = _submitted(bot, body, context, client)
        try:
            filled = await bot.schedule_form.read(turn, body["view"], told)
        except NotFilledIn as error:
            await ack(response_action="errors", errors=error.errors)
            return
        await ack()
        bot.background.hand_over(bot.schedule_clicks.submit(turn, filled, told), name="slack_schedule_form")

    @app.view(action_ids.NUDGE_STOP_VIEW)
    async def on_stop(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient) -> None:
        turn, told = _submitted(bot, body, context, client)
        try:
            end = bot.nudges.read_stop(body["view"], told, bot.conversation.manner_at_once(turn.person).words)
        except NotFilledIn as error:
            await ack(response_action="errors", errors=error.errors)
            return
        await ack()
        bot.background.hand_over(bot.nudges.stop_at(turn, end, told), name="slack_stop_form")

    @app.view(SHARE_VIEW)
    async def on_share(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient) -> None:
        await ack()
        turn, told = _submitted(bot, body, context, client)
        channel = Fields(body["view"]).of(CHANNEL_BLOCK).get("selected_conversation")
        if channel is None:
            raise Refused(400, "incomplete")

        async def share(turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
            await bot.receipts.share_in(turn, manner, kept, channel)

        bot.background.hand_over(bot.cards.on_card(turn, str(told.get("card")), None, share), name="slack_share_form")

    @app.view(REJECT_VIEW)
    async def on_reject(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient) -> None:
        turn, told = _submitted(bot, body, context, client)
        reason = str(Fields(body["view"]).of(REASON_BLOCK).get("value") or "").strip() or None
        if reason is not None and ("<" in reason or ">" in reason):  # Clockify would refuse it
            words = bot.conversation.manner_at_once(turn.person).words
            await ack(response_action="errors", errors={REASON_BLOCK: words.error_reason["angle_brackets"]})
            return
        await ack()
        rejecting = bot.approvals.decide(turn, str(told.get("request")), "rejected", reason=reason)
        bot.background.hand_over(rejecting, name="slack_reject_form")


def _somebody(context: AsyncBoltContext) -> Person:
    """Forms and shortcuts are somebody's. Raises `Refused`."""
    person = Person.of(context)
    if person is None:
        raise Refused(400, "nobody")
    return person


def _submitted(
    bot: Bot, body: Mapping[str, Any], context: AsyncBoltContext, client: AsyncWebClient
) -> tuple[Turn, dict[str, Any]]:
    """Each form that is opened is submitted once."""
    person = _somebody(context)
    origin, told = read_metadata(body["view"])
    turn = turn_at(origin, person, client, bot.connection, key=f"slack:{body['view']['id']}", way_in="form")
    return turn, told


def _checking(bot: Bot, turn: Turn) -> dict[str, Any]:
    manner = bot.conversation.manner_at_once(turn.person)
    return dict(blocks.loading_modal(manner.words, manner.words.connect_modal_title))


def _register_options(app: AsyncApp, bot: Bot) -> None:
    async def answered(ack: AsyncAck, options: Options) -> None:
        if "option_groups" in options:
            await ack(option_groups=options["option_groups"])
        else:
            await ack(options=options.get("options", []))

    @app.options(action_ids.PROJECT)
    @app.options(action_ids.DEFAULT_PROJECT)
    async def on_projects(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        catalogue = await _catalogue(bot, context)
        person = _somebody(context)
        words = bot.conversation.manner_at_once(person).words
        await answered(ack, blocks.project_options(body.get("value") or "", catalogue.projects, words))

    @app.options(action_ids.TASK)
    async def on_tasks(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        catalogue = await _catalogue(bot, context)
        chosen = Fields(body.get("view") or {}).chosen(action_ids.PROJECT_BLOCK)
        project = next((each for each in catalogue.projects if each.id is not None and each.id == chosen), None)
        await answered(ack, blocks.task_options(body.get("value") or "", project))

    @app.options(action_ids.CLIENT)
    async def on_clients(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        catalogue = await _catalogue(bot, context)
        await answered(ack, blocks.client_options(body.get("value") or "", catalogue.projects))

    @app.options(action_ids.TAG)
    @app.options(action_ids.TAGS)
    async def on_tags(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        catalogue = await _catalogue(bot, context)
        await answered(ack, blocks.tag_options(body.get("value") or "", catalogue.tags))

    @app.options(action_ids.TIMEZONE)
    async def on_zones(ack: AsyncAck, body: dict[str, Any]) -> None:
        await answered(ack, blocks.timezone_options(body.get("value") or ""))


async def _catalogue(bot: Bot, context: AsyncBoltContext) -> Catalogue:
    """From the cache, as a rule; what takes too long goes on in the background for the next letter."""
    person = _somebody(context)
    look = bot.background.start(bot.accounts.snapshot(person.principal), name="slack_options")
    done, _ = await asyncio.wait({look}, timeout=OPTIONS_WITHIN_S)
    snapshot = look.result() if done and look.exception() is None else None  # it is logged where it ends
    return snapshot.catalogue if snapshot is not None and snapshot.catalogue is not None else Catalogue()


def _register_shortcuts(app: AsyncApp, bot: Bot) -> None:
    @app.global_shortcut(action_ids.SHORTCUT_LOG)
    async def on_shortcut(
        ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient
    ) -> None:
        await ack()
        person = _somebody(context)
        turn = turn_at(Origin(), person, client, bot.connection, key=f"slack:{body['trigger_id']}", way_in="form")
        bot.background.hand_over(bot.forms.open_log(turn, body["trigger_id"], Origin()), name="slack_shortcut")

    @app.message_shortcut(action_ids.SHORTCUT_LOG_MESSAGE)
    async def on_message_shortcut(
        ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient
    ) -> None:
        await ack()
        person = _somebody(context)
        origin = Origin.of_message_shortcut(body)
        turn = turn_at(origin, person, client, bot.connection, key=f"slack:{body['trigger_id']}", way_in="form")
        bot.background.hand_over(_log_message(bot, turn, body, origin), name="slack_message_shortcut")


async def _log_message(bot: Bot, turn: Turn, body: Mapping[str, Any], origin: Origin) -> None:
    """The message and where it stands become the description."""
    message = body["message"]

    async def draft() -> EntryDraft:
        link = await bot.forms.permalink(turn, body["channel"]["id"], message["ts"])
        said = " ".join(as_typed(message.get("text") or "").replace("<", "").replace(">", "").split())
        if len(said) > LONGEST_DESCRIPTION:
            said = f"{said[: LONGEST_DESCRIPTION - 1]}…"
        return EntryDraft(description=" ".join(part for part in (said, link) if part))

    await bot.forms.open_log(turn, body["trigger_id"], origin, draft)
