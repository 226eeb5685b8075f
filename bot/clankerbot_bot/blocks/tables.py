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


def shares_table(caption: str, column: str, shares: Sequence[Share], whole_s: int, words: Words) -> Block:
    """`column`: what the shares are. As many of the first ones as there is room for."""
    header = [raw_cell(text) for text in (column, words.duration_label, "%")]
    rows = [_row(share, whole_s, words) for share in shares]
    return {
        "type": "data_table",
        "caption": cut(line(caption), 150),
        "page_size": 10,
        "rows": [header, *(row["cells"] for row in fitting(rows, room=ROWS_BYTES, most=MOST_ROWS))],
    }


def _row(share: Share, whole_s: int, words: Words) -> Block:
    length = raw_number(share.seconds, words.length(share.seconds))
    part = raw_number(round(100 * share.seconds / whole_s) if whole_s else 0, words.percent(share.seconds, whole_s))
    return {"cells": [raw_cell(cut(line(share.name), NAME)), length, part]}
