"""Projects with an estimate: how much is used, and when it will be used up."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from clankerbot_bot.blocks import elements
from clankerbot_bot.blocks.budget import fitting_lines
from clankerbot_bot.blocks.shapes import Message
from clankerbot_bot.blocks.text import safe
from clankerbot_bot.words import Words
from clankerbot_engine.actions import ActionResult
from clankerbot_engine.estimates.projects import Estimate

MOST_LISTED = 40
_LONGEST_TEXT = 2800
_BAR = 10


def budgets(result: ActionResult, words: Words) -> Message:
    rows: Any = result.details.get("budgets")
    found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    if not found:
        text = words.budgets.none
        return {"text": text.replace("*", ""), "blocks": [elements.section(text)]}
    lines = [_line(row, words) for row in found]
    shown = fitting_lines(lines, room=_LONGEST_TEXT, most=MOST_LISTED)
    if len(shown) < len(lines):
        shown.append(words.more.format(n=len(lines) - len(shown)))
    spoken = "; ".join(_without_marks(line) for line in shown)
    return {
        "text": f"{words.budgets.title}: {spoken}",
        "blocks": [elements.section("\n".join((f"*{words.budgets.title}*", *shown)))],
    }


def estimate_reached(estimate: Estimate, words: Words) -> str:
    """One that has reached a threshold, in mrkdwn."""
    over_s = estimate.tracked_s - estimate.estimate_s
    template = words.budgets.overdrawn if over_s >= 0 else words.budgets.reached
    text = template.format(
        **_facts(estimate.name, estimate.tracked_s, estimate.estimate_s, words), over=words.length(over_s)
    )
    when = _used_up(estimate.used_up_on, words)
    return f"{text} {when[:1].upper()}{when[1:]}." if when else text


def _line(row: Mapping[str, Any], words: Words) -> str:
    tracked_s, estimate_s = int(row.get("tracked_s") or 0), int(row.get("estimate_s") or 0)
    day = row.get("used_up_on")
    when = _used_up(date.fromisoformat(day) if isinstance(day, str) else None, words)
    told = words.budgets.row.format(**_facts(str(row.get("project") or words.a_project), tracked_s, estimate_s, words))
    full = min(_BAR, _BAR * tracked_s // max(1, estimate_s))
    return f"`{'█' * full}{'░' * (_BAR - full)}` {told}{f' · {when}' if when else ''}"


def _facts(name: str, tracked_s: int, estimate_s: int, words: Words) -> dict[str, str]:
    return {
        "project": safe(name),
        "percent": words.percent(tracked_s, estimate_s),
        "tracked": words.length(tracked_s),
        "estimate": words.length(estimate_s),
    }


def _used_up(day: date | None, words: Words) -> str:
    return "" if day is None else words.budgets.used_up.format(day=f"{words.day(day)} {day.year}")


def _without_marks(line: str) -> str:
    return line.partition("` ")[2].replace("*", "") or line
