"""A card shown to others, by its owner's choice or on schedule: what was done, and nothing to click on but a link."""

from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

from clankerbot_bot.blocks import action_ids, elements
from clankerbot_bot.blocks.receipts import receipt
from clankerbot_bot.blocks.shapes import Message
from clankerbot_bot.blocks.summaries import summary
from clankerbot_bot.blocks.text import day_token, time_token
from clankerbot_bot.cards import PostedSummary, Receipt, Row
from clankerbot_bot.words import Words

CLOCKIFY: Final = "https://app.clockify.me/tracker"


def shared_copy(card: Receipt, user_id: str, words: Words, *, chart: bool = False, url: str = CLOCKIFY) -> Message:
    """`user_id` is Slack's, of the person who shares; the person's totals stay private."""
    return _copy(card, words.shared_by.format(person=f"<@{user_id}>"), words, chart=chart, url=url)


def scheduled_copy(card: Receipt, user_id: str | None, words: Words, *, url: str = CLOCKIFY) -> Message:
    """What a schedule posts; `user_id` is Slack's, of its owner."""
    note = words.scheduled_by.format(person=f"<@{user_id}>") if user_id else words.on_schedule
    return _copy(card, note, words, chart=False, url=url)


def scheduled_summary(
    card: PostedSummary,
    user_id: str | None,
    words: Words,
    *,
    chart: bool = False,
    picture: str | None = None,
    url: str = CLOCKIFY,
) -> Message:
    """What a schedule posts of a period, and keeps true. Whoever sees it may ask for what lies beside it."""
    message = summary(card.result, card.id, words, chart=chart, picture=picture)
    blocks = [block for block in message["blocks"] if block["type"] != "actions"]
    by = words.scheduled_by.format(person=f"<@{user_id}>") if user_id else words.on_schedule
    as_of = card.as_of.astimezone(ZoneInfo(card.timezone))
    told = words.as_of.format(time=f"{day_token(as_of, words)}, {time_token(as_of, words)}")
    value, fact = action_ids.value_of(card.id), card.result.summary
    buttons = [elements.button(words.earlier, action_ids.POSTED_EARLIER, value, label=words.earlier_label)]
    if fact is not None and fact.later is not None:
        buttons.append(elements.button(words.later, action_ids.POSTED_LATER, value, label=words.later_label))
    buttons.append(elements.button(words.csv, action_ids.POSTED_CSV, value, label=words.csv_label))
    buttons.append(elements.link(words.open_, url, "clockify"))
    return {"text": message["text"], "blocks": [*blocks, elements.context(by, told), elements.actions(*buttons)]}


def _for_others(row: Row) -> Row:
    """Warnings tell of other entries of the person: with what time this one overlaps."""
    return replace(row, result=row.result.model_copy(update={"warnings": ()}))


def _copy(card: Receipt, note: str, words: Words, *, chart: bool, url: str) -> Message:
    message = receipt(replace(card, totals=None, rows=tuple(map(_for_others, card.rows))), words, chart=chart)
    blocks = [
        {name: value for name, value in block.items() if name != "accessory"}
        for block in message["blocks"]
        if block["type"] != "actions"
    ]
    opened = elements.actions(elements.link(words.open_, url, "clockify"))
    return {"text": message["text"], "blocks": [*blocks, elements.context(note), opened]}
