"""How much a message may hold. Slack's own bound on a whole message is not documented; it refuses some above 13 kB."""

import json
from collections.abc import Sequence
from typing import Final

from clankerbot_bot.blocks.shapes import Block

MESSAGE_BYTES: Final = 10_000
LISTED: Final = 40
"""Blocks of a list; Slack takes 50 in a message."""
FRAME_BYTES: Final = 3000
"""Left for what stands around a list: headline, totals, buttons."""
ROOM: Final = MESSAGE_BYTES - FRAME_BYTES
"""For the rows of a list."""


def size(value: object) -> int:
    """Bytes of its JSON."""
    return len(json.dumps(value, ensure_ascii=False).encode())


def fitting(blocks: Sequence[Block], *, room: int = ROOM, most: int = LISTED) -> list[Block]:
    """As many of the first ones as there is room for."""
    shown: list[Block] = []
    for block in blocks[:most]:
        room -= size(block) + 2
        if room < 0:
            break
        shown.append(block)
    return shown


def fitting_lines(lines: Sequence[str], *, room: int, most: int) -> list[str]:
    """As many of the first ones as fit into one text of `room` bytes."""
    shown: list[str] = []
    for each in lines[:most]:
        room -= size(each)
        if room < 0:
            break
        shown.append(each)
    return shown
