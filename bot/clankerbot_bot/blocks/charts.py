"""Shares of a whole: as Slack's own chart, and as bars of text for workspaces that do not have it yet.

https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from clankerbot_bot.blocks.shapes import Block
from clankerbot_bot.blocks.text import cut, line
from clankerbot_bot.words import Words

MOST_BARS: Final = 6
"""Of a chart: what all accounts of the block agree on; what is left is one bar."""
LABEL: Final = 20
BAR: Final = 10


@dataclass(frozen=True, slots=True)
class Share:
    """`name` is plain text."""

    name: str
    seconds: int


def bar_chart(title: str, shares: Sequence[Share], words: Words) -> Block | None:
    """Hours, one bar for each share; None where there is nothing to draw."""
    drawn = _gathered([share for share in shares if share.seconds > 0], words)
    if not drawn:
        return None
    labels = _unique([cut(share.name, LABEL) for share in drawn])
    points = [
        {"label": label, "value": round(share.seconds / 3600, 2)} for label, share in zip(labels, drawn, strict=True)
    ]
    return {
        "type": "data_visualization",
        "title": cut(line(title), 50),
        "chart": {
            "type": "bar",
            "series": [{"name": words.hours_axis, "data": points}],
            "axis_config": {"categories": labels, "y_label": words.hours_axis},
        },
    }


def bar(seconds: int, largest: int) -> str:
    """`██████░░░░`: the longest is full, and what is more than nothing shows."""
    filled = 0 if largest <= 0 or seconds <= 0 else max(1, round(BAR * seconds / largest))
    return "█" * filled + "░" * (BAR - filled)


def _gathered(shares: Sequence[Share], words: Words) -> list[Share]:
    if len(shares) <= MOST_BARS:
        return list(shares)
    rest = sum(share.seconds for share in shares[MOST_BARS - 1 :])
    return [*shares[: MOST_BARS - 1], Share(words.others, rest)]


def _unique(labels: Sequence[str]) -> list[str]:
    """Two long names may be cut to one: a chart takes each category once."""
    found: list[str] = []
    for label in labels:
        number, new = 2, label
        while new in found:
            new, number = f"{cut(label, LABEL - 3)} {number}", number + 1
        found.append(new)
    return found
