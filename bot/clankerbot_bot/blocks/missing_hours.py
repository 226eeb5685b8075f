"""Who is missing hours: for whoever leads them alone, with a button that has each of them told."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from clankerbot_bot.blocks import action_ids, elements
from clankerbot_bot.blocks.budget import ROOM, fitting_lines
from clankerbot_bot.blocks.shapes import Block, Message
from clankerbot_bot.blocks.text import days_said, safe
from clankerbot_bot.words import Words
from clankerbot_engine.actions import ActionResult

MOST_LISTED = 40
_LONGEST_TEXT = 2800


def missing_hours(result: ActionResult, words: Words) -> Message:
    """The button says which days: what is missing by then is looked up again, for each person in their own time."""
    said, details = words.nudges, result.details
    first, last = str(details.get("from")), str(details.get("to"))
    when = days_said(date.fromisoformat(first), date.fromisoformat(last), words)
    rows: Any = details.get("missing")
    people = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    if not people:
        headline = said.missing_nobody.format(when=when)
        return {"text": headline.replace("*", ""), "blocks": [elements.section(headline)]}
    headline = said.missing_title.format(when=when)
    lines = [_line(person, words) for person in people]
    shown = fitting_lines(lines, room=min(ROOM, _LONGEST_TEXT), most=MOST_LISTED)
    if len(shown) < len(lines):
        shown.append(words.more.format(n=len(lines) - len(shown)))
    asked = elements.confirm(said.remind_title, said.remind_text, said.remind_them, words.cancel, style="primary")
    button = elements.button(
        said.remind_them, action_ids.REMIND_THEM, f"{first}|{last}", style="primary", confirm=asked
    )
    blocks: list[Block] = [
        elements.section("\n".join((headline, *shown))),
        elements.context(said.missing_private),
        elements.actions(button),
    ]
    spoken = "; ".join(line.replace("*", "") for line in shown)
    return {"text": f"{headline.replace('*', '')}: {spoken}", "blocks": blocks}


def _line(person: Mapping[str, Any], words: Words) -> str:
    lengths = {name: words.length(int(person.get(f"{name}_s") or 0)) for name in ("missing", "logged", "expected")}
    row = words.nudges.missing_row.format(name=safe(str(person.get("name") or words.somebody)), **lengths)
    return row if person.get("reached") is not False else f"{row} · {words.nudges.not_reached}"
