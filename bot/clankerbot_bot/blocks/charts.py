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
    """`name` is plain text. `before`: of the period before, where that is compared."""

    name: str
    seconds: int
    before: int | None = None

    @property
    def change_s(self) -> int | None:
        return None if self.before is None else self.seconds - self.before


def bar_chart(title: str, shares: Sequence[Share], words: Words, *, compared: bool = False) -> Block | None:
    """Hours, one bar for each share; beside it, where it is `compared`, that of the period before. None where there is
    nothing to draw.
    """
    drawn = _gathered([share for share in shares if share.seconds > 0 or (compared and share.before)], words)
    if not drawn:
        return None
    labels = _unique([cut(share.name, LABEL) for share in drawn])
    series = [_series(words.now_axis if compared else words.hours_axis, labels, [share.seconds for share in drawn])]
    if compared and all(share.before is not None for share in drawn):
        series.append(_series(words.before_axis, labels, [share.before or 0 for share in drawn]))
    return {
        "type": "data_visualization",
        "title": cut(line(title), 50),
        "chart": {
            "type": "bar",
            "series": series,
            "axis_config": {"categories": labels, "y_label": words.hours_axis},
        },
    }


def _series(name: str, labels: Sequence[str], seconds: Sequence[int]) -> Block:
    points = [{"label": label, "value": round(each / 3600, 2)} for label, each in zip(labels, seconds, strict=True)]
    return {"name": name, "data": points}


def bar(seconds: int, largest: int) -> str:
    """`██████░░░░`: the longest is full, and what is more than nothing shows."""
    filled = 0 if largest <= 0 or seconds <= 0 else max(1, round(BAR * seconds / largest))
    return "█" * filled + "░" * (BAR - filled)


def _gathered(shares: Sequence[Share], words: Words) -> list[Share]:
    if len(shares) <= MOST_BARS:
        return list(shares)
    rest = shares[MOST_BARS - 1 :]
    was = None if any(share.before is None for share in rest) else sum(share.before or 0 for share in rest)
    return [*shares[: MOST_BARS - 1], Share(words.others, sum(share.seconds for share in rest), was)]


def _unique(labels: Sequence[str]) -> list[str]:
    """Two long names may be cut to one: a chart takes each category once."""
    found: list[str] = []
    for label in labels:
        number, new = 2, label
        while new in found:
            new, number = f"{cut(label, LABEL - 3)} {number}", number + 1
        found.append(new)
    return found
