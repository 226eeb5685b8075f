"""What is kept while Clockify does not answer: that it is, and in the end what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from clankerbot_bot.blocks import action_ids, elements
from clankerbot_bot.blocks.shapes import Block, Message
from clankerbot_bot.blocks.text import day_token, safe, time_token
from clankerbot_bot.cards import Waiting
from clankerbot_bot.words import Words
from clankerbot_engine.actions import ActionResult
from clankerbot_engine.integrations.clockify.last_answers import STALE

TEXT_SHOWN = 150
MOST_LINES = 5


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """Of App Home: what is kept, in plain words, and when it was said, in the person's zone."""

    id: str
    what: str
    said_at: datetime


def waiting(card: Waiting, words: Words) -> Message:
    said = words.waiting
    if card.ended is not None:
        unsure = card.ended == "discarded" and card.may_be_done
        text = said.discarded_unsure if unsure else said.ended[card.ended]
        return {"text": text, "blocks": [elements.section(text)]}
    more = [said.parts.format(done=card.done, all=card.all)] if card.done else []
    more += [said.unsure] if card.may_be_done else []
    more.append(said.when)
    blocks = [elements.section(f":inbox_tray: *{said.kept}*\n{' '.join(more)}")]
    if card.text.strip():
        blocks.append(elements.context(words.your_text.format(text=safe(card.text, TEXT_SHOWN))))
    blocks.append(elements.actions(elements.button(said.discard, action_ids.DISCARD, action_ids.value_of(card.id))))
    return {"text": elements.spoken([said.kept, *more]), "blocks": blocks}


def waiting_lines(lines: Sequence[WaitingLine], words: Words) -> list[Block]:
    if not lines:
        return []
    blocks = [elements.section(f":inbox_tray: *{words.waiting.kept}*")]
    for each in lines[:MOST_LINES]:
        when = f"{day_token(each.said_at, words)}, {time_token(each.said_at, words)}"
        discard = elements.button(words.waiting.discard, action_ids.HOME_DISCARD, each.id)
        blocks.append(elements.section(f"{safe(each.what, TEXT_SHOWN)} · {when}", discard))
    if len(lines) > MOST_LINES:
        blocks.append(elements.context(words.more.format(n=len(lines) - MOST_LINES)))
    return blocks


def with_age(message: Message, result: ActionResult, words: Words) -> Message:
    """Where it was read before, and Clockify does not answer now, when that was."""
    if result.as_of is None or not any(warning.code == STALE for warning in result.warnings):
        return message
    spoken = words.waiting.as_of.format(when=words.clock(result.as_of))
    return {
        "text": elements.spoken([message["text"], spoken]),
        "blocks": [age(result.as_of, words), *message["blocks"]],
    }


def age(as_of: datetime, words: Words) -> Block:
    return elements.context(f":hourglass: {words.waiting.as_of.format(when=time_token(as_of, words))}")


def late(message: Message, said_at: datetime, words: Words) -> Message:
    """What became of it, with when it was said above. `said_at`: in the person's zone."""
    shown = words.waiting.since.format(when=f"{day_token(said_at, words)}, {time_token(said_at, words)}")
    spoken = words.waiting.since.format(when=f"{words.day(said_at.date())}, {words.clock(said_at)}")
    return {"text": elements.spoken([message["text"], spoken]), "blocks": [elements.context(shown), *message["blocks"]]}
