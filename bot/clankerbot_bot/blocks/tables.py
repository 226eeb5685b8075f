"""All shares of a whole, which the person can sort and page through, in workspaces that have Slack's data tables.

https://docs.slack.dev/reference/block-kit/blocks/data-table-block
"""

from collections.abc import Sequence
from typing import Final

from clankerbot_bot.blocks.budget import fitting
from clankerbot_bot.blocks.charts import Share
from clankerbot_bot.blocks.elements import raw_cell, raw_number
from clankerbot_bot.blocks.shapes import Block
from clankerbot_bot.blocks.text import cut, line
from clankerbot_bot.words import Words

MOST_ROWS: Final = 100
ROWS_BYTES: Final = 4000
NAME: Final = 60


def shares_table(
    caption: str, column: str, shares: Sequence[Share], whole_s: int, words: Words, *, compared: bool = False
) -> Block:
    """`column`: what the shares are. `compared`: with the period before. As many of the first as there is room for."""
    compared = compared and all(share.change_s is not None for share in shares)
    titles = (column, words.duration_label, "%", *((words.before_axis, "±") if compared else ()))
    header = [raw_cell(text) for text in titles]
    rows = [_row(share, whole_s, words, compared=compared) for share in shares]
    return {
        "type": "data_table",
        "caption": cut(line(caption), 150),
        "page_size": 10,
        "rows": [header, *(row["cells"] for row in fitting(rows, room=ROWS_BYTES, most=MOST_ROWS))],
    }


def _row(share: Share, whole_s: int, words: Words, *, compared: bool) -> Block:
    length = raw_number(share.seconds, words.length(share.seconds))
    part = raw_number(round(100 * share.seconds / whole_s) if whole_s else 0, words.percent(share.seconds, whole_s))
    cells = [raw_cell(cut(line(share.name), NAME)), length, part]
    if compared:
        change_s, before_s = share.change_s or 0, share.before or 0
        cells += [raw_number(before_s, words.length(before_s)), raw_number(change_s, words.change(change_s))]
    return {"cells": cells}
