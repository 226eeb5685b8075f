"""The list of schedules, and what can be done about each."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from clankerbot_bot.blocks import action_ids, elements
from clankerbot_bot.blocks.rhythms import rhythm, zone_of
from clankerbot_bot.blocks.sentences import paused_why, schedule_facts, schedule_what
from clankerbot_bot.blocks.shapes import Block, Element
from clankerbot_bot.blocks.text import day_token, safe, time_token
from clankerbot_bot.words import Words

Row = Mapping[str, Any]
"""A schedule as a result tells of it."""


def rows(schedules: Sequence[Row], card_id: str, words: Words) -> list[Block]:
    return [elements.section(_row(row, words), _menu(row, card_id, n, words)) for n, row in enumerate(schedules)]


def said(row: Row, words: Words) -> str:
    return f"{schedule_what(row, words)}, {rhythm(str(row.get('cron')), words)}"


def _row(row: Row, words: Words) -> str:
    lines = [f"*{safe(schedule_what(row, words))}* · {' · '.join(schedule_facts(row, words))}"]
    next_run, why = row.get("next_run_at"), row.get("paused_because")
    if isinstance(next_run, str):
        at = datetime.fromisoformat(next_run).astimezone(zone_of(str(row.get("timezone"))))
        lines.append(words.next_run.format(time=f"{day_token(at, words)}, {time_token(at, words)}"))
    else:
        why = paused_why(str(why), row.get("paused_reason"), words) if why else ""
        lines.append(f"{words.paused}: {safe(why, 300)}" if why else words.paused)
    return "\n".join(lines)


def _menu(row: Row, card_id: str, index: int, words: Words) -> Element:
    paused = not isinstance(row.get("next_run_at"), str)
    operations = (
        (action_ids.SCHEDULE_ON, words.go_on) if paused else (action_ids.SCHEDULE_OFF, words.pause),
        (action_ids.SCHEDULE_RUN, words.run_now),
        (action_ids.SCHEDULE_EDIT, words.edit),
        (action_ids.SCHEDULE_DELETE, words.delete),
    )
    value = action_ids.value_of(card_id, index)
    return elements.overflow(
        action_ids.SCHEDULE, [elements.option(label, f"{operation}|{value}") for operation, label in operations]
    )
