"""Clicks: on cards, on App Home, and on what opens a form."""

import re
from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from clankerbot_bot.blocks import View, action_ids
from clankerbot_bot.blocks.share_form import share_modal
from clankerbot_bot.clicks.common import OnCard
from clankerbot_bot.clicks.reports import listed_entry
from clankerbot_bot.conversation import Manner
from clankerbot_bot.like_entry import log_like
from clankerbot_bot.listeners.bot import Bot
from clankerbot_bot.people import Person
from clankerbot_bot.shelf import Kept
from clankerbot_bot.turns import Origin, Turn, metadata, turn_at

Work = Coroutine[Any, Any, None]


class _Click:
    """One action of a `block_actions` payload."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        self.action: Mapping[str, Any] = body["actions"][0]
        self.trigger_id: str = body["trigger_id"]
        self.origin = Origin.of_click(body)
        head, _, tail = self.action["action_id"].rpartition(":")
        # `clank:answer:0` is `clank:answer`.
        self.name: str = head if tail.isdecimal() else self.action["action_id"]

    @property
    def value(self) -> str:
        """Of a button, or of what was chosen."""
        chosen = self.action.get("selected_option") or {}
        return str(self.action.get("value") or chosen.get("value") or "")

    @property
    def card(self) -> tuple[str, int | None]:
        return action_ids.read_value(self.value)


def register(app: AsyncApp, bot: Bot) -> None:
    on_card, on_row = _card_clicks(bot), _row_clicks(bot)
    others = _other_clicks(bot)

    @app.action(re.compile(re.escape(action_ids.PREFIX)))
    async def on_action(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient) -> None:
        await ack()
        person = Person.of(context)
        if person is None:
            return
        click = _Click(body)
        turn = turn_at(click.origin, person, client, bot.connection, key=f"slack:{click.trigger_id}", way_in="button")
        work: Work | None = None
        if click.name in on_card:
            work = bot.cards.on_card(turn, *click.card, on_card[click.name])
        elif click.name == action_ids.ROW:
            operation, card_id, index = action_ids.read_row_value(click.value)
            if operation == action_ids.ROW_EDIT:
                work = bot.forms.open_from_card(turn, click.trigger_id, click.origin, card_id, index)
            elif operation in on_row:
                work = bot.cards.on_card(turn, card_id, index, on_row[operation])
        elif click.name in others:
            work = others[click.name](turn, click)
        if work is not None:
            bot.background.hand_over(work, name="slack_click")


def _card_clicks(bot: Bot) -> Mapping[str, OnCard]:
    return {
        action_ids.UNDO: bot.receipts.undo,
        action_ids.DELETE: bot.receipts.delete,
        action_ids.STOP: bot.receipts.stop,
        action_ids.CONTINUE: bot.receipts.resume,
        action_ids.AGAIN: bot.receipts.redo,
        action_ids.RETRY: bot.questions.retry,
        action_ids.KEEP: bot.waiting.keep,
        action_ids.DISCARD: bot.waiting.discard,
        action_ids.ANSWER: bot.questions.answer,
        action_ids.CHOOSE: bot.questions.answer,
        action_ids.CREATE_PROJECT: bot.questions.create_project,
        action_ids.CANCEL: bot.questions.cancel,
        action_ids.SUGGESTION: bot.questions.suggestion,
        action_ids.HELP: bot.questions.help,
        action_ids.CONFIRM_MEMBER: bot.connecting.confirm_member,
        action_ids.CONFIRM_DISCONNECT: bot.connecting.confirm_disconnect,
        action_ids.GROUP_BY: bot.reports.regroup,
        action_ids.REFRESH: bot.reports.refresh,
        action_ids.EARLIER: bot.reports.earlier,
        action_ids.LATER: bot.reports.later,
        action_ids.CSV: bot.reports.as_csv,
        action_ids.PICTURE: bot.reports.as_picture,
        action_ids.FOLLOW_STOP: bot.reports.stop_following,
    }


def _row_clicks(bot: Bot) -> Mapping[str, OnCard]:
    return {
        action_ids.ROW_UNDO: bot.receipts.undo,
        action_ids.ROW_CONTINUE: bot.receipts.resume,
        action_ids.ROW_STOP: bot.receipts.stop,
    }


def _other_clicks(bot: Bot) -> Mapping[str, Callable[[Turn, _Click], Work]]:
    """Those that open a form, and those on App Home."""
    home = bot.home_clicks
    return {
        action_ids.EDIT: partial(_open_from_card, bot),
        action_ids.FILL_IN: partial(_open_from_card, bot),
        action_ids.LOG_FORM: lambda turn, click: bot.forms.open_log(turn, click.trigger_id, click.origin),
        action_ids.FOLLOW: lambda turn, click: bot.follow_form.open(
            turn, click.trigger_id, click.origin, click.card[0]
        ),
        action_ids.SCHEDULE: lambda turn, click: bot.schedule_clicks.use(
            turn, click.trigger_id, click.origin, click.value
        ),
        action_ids.NEW_SCHEDULE: lambda turn, click: bot.schedule_form.open_new(turn, click.trigger_id, click.origin),
        action_ids.CONNECT: lambda turn, click: bot.connecting.open(
            turn, click.trigger_id, click.origin, click.card[0]
        ),
        action_ids.POSTED_EARLIER: lambda turn, click: bot.posted_summaries.beside(turn, click.card[0], "earlier"),
        action_ids.POSTED_LATER: lambda turn, click: bot.posted_summaries.beside(turn, click.card[0], "later"),
        action_ids.POSTED_CSV: lambda turn, click: bot.posted_summaries.as_csv(turn, click.card[0]),
        action_ids.SHARE: partial(_share, bot),
        action_ids.PICK_DATE: partial(_pick_date, bot),
        action_ids.ENTRY: partial(_entry_menu, bot),
        action_ids.APPROVE: lambda turn, click: bot.approvals.decide(turn, click.value, "approved"),
        action_ids.REJECT: lambda turn, click: bot.approvals.ask_why(turn, click.trigger_id, click.origin, click.value),
        action_ids.NUDGE: lambda turn, click: bot.nudges.menu(turn, click.value),
        action_ids.REMIND_THEM: lambda turn, click: bot.nudges.remind_them(turn, click.value),
        action_ids.NUDGE_FILL: lambda turn, click: bot.nudges.fill(turn, click.trigger_id, click.origin, click.value),
        action_ids.NUDGE_STOP: lambda turn, click: bot.nudges.stop(turn, click.value),
        action_ids.NUDGE_STOP_AT: lambda turn, click: bot.nudges.ask_when(
            turn, click.trigger_id, click.origin, click.value
        ),
        action_ids.DISCONNECT: lambda turn, _: bot.connecting.disconnect(turn),
        action_ids.HOME_LOG: lambda turn, click: bot.forms.open_log(turn, click.trigger_id, click.origin),
        action_ids.HOME_START: lambda turn, _: home.start(turn),
        action_ids.HOME_STOP: lambda turn, click: home.stop(turn, click.value),
        action_ids.HOME_QUICK: lambda turn, click: home.quick(turn, click.value),
        action_ids.HOME_ENTRY: partial(_home_menu, bot),
        action_ids.HOME_DISCARD: lambda turn, click: bot.waiting.discard_from_home(turn, click.value),
        action_ids.HOME_SETTINGS: lambda turn, click: bot.settings_form.open(turn, click.trigger_id),
        action_ids.HOME_REFRESH: lambda turn, _: bot.home.refresh(turn.person, turn.client),
    }


async def _open_from_card(bot: Bot, turn: Turn, click: _Click) -> None:
    await bot.forms.open_from_card(turn, click.trigger_id, click.origin, *click.card)


async def _share(bot: Bot, turn: Turn, click: _Click) -> None:
    """In a conversation with the bot nobody else would see it: there the person chooses where."""
    card_id, index = click.card
    if turn.channel is not None and not turn.channel.startswith("D"):
        await bot.cards.on_card(turn, card_id, index, bot.receipts.share)
        return

    async def view(manner: Manner) -> View:
        told = metadata(click.origin, card=card_id)
        return share_modal(manner.words.share_title, manner.words.share_label, manner.words, metadata=told)

    await bot.forms.open(turn, click.trigger_id, view)


async def _pick_date(bot: Bot, turn: Turn, click: _Click) -> None:
    """The card's id is that of the block: a date picker has no value of ours."""
    card_id = click.action["block_id"].partition("|")[2]
    picked = click.action.get("selected_date")
    if not picked:
        return

    async def pick(turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        await bot.questions.pick_date(turn, manner, kept, picked)

    await bot.cards.on_card(turn, card_id, None, pick)


async def _entry_menu(bot: Bot, turn: Turn, click: _Click) -> None:
    """Of a list: the list is read anew afterwards, and the receipt stands beside it."""
    operation, card_id, index = action_ids.read_row_value(click.value)

    async def use(turn: Turn, manner: Manner, kept: Kept, index: int | None) -> None:
        entry = listed_entry(kept, index)
        if entry is None:
            await bot.conversation.tell(turn, manner.words.card_gone)
        elif operation == action_ids.ROW_EDIT:
            beside = Origin(click.origin.url, click.origin.channel, thread_ts=click.origin.thread_ts)
            await bot.forms.open_edit(turn, click.trigger_id, beside, entry)
        else:
            action = log_like(entry, day=bot.conversation.today(manner))
            result = await bot.cards.shown_aside(turn, manner, action)
            if result:
                await bot.reports.refresh(turn, manner, kept)

    await bot.cards.on_card(turn, card_id, index, use)


async def _home_menu(bot: Bot, turn: Turn, click: _Click) -> None:
    operation, _, entry_id = click.value.partition("|")
    if operation == action_ids.ROW_EDIT:
        await bot.home_clicks.edit(turn, click.trigger_id, entry_id)
    else:
        await bot.home_clicks.repeat(turn, entry_id)
