"""What Slack refuses as `invalid_blocks`, at the least: that blocks are blocks, not too many, with ids of their own."""

import json
from collections.abc import Callable
from typing import Any

from tests.fakes.slack.elements import elements_of
from tests.fakes.slack.records import Json, Refusal

MOST_CHARACTERS = 13_200
"""Of all blocks of a message, as JSON. Undocumented; messages above were refused as `msg_blocks_too_long`."""
_MESSAGES_ONLY = ("markdown", "table", "data_table", "data_visualization", "task_card", "plan")
_VIEWS_ONLY = ("alert",)


def check_blocks(blocks: Any, *, surface: str, number: Callable[[], int]) -> list[Json]:
    """`surface`: message, modal or home. The blocks with an id each, new where none was given, as Slack does."""
    problems = list(_problems(blocks, surface))
    if problems:
        raise Refusal("invalid_blocks", *(f"[ERROR] {each}" for each in problems))
    if surface == "message" and len(json.dumps(blocks, ensure_ascii=False)) > MOST_CHARACTERS:
        raise Refusal("msg_blocks_too_long")
    return [{"block_id": f"b{number()}"} | block for block in blocks]


def _problems(blocks: Any, surface: str) -> list[str]:
    if not isinstance(blocks, list) or not all(isinstance(each, dict) for each in blocks):
        return ["blocks has to be an array of objects"]
    found = []
    most = 50 if surface == "message" else 100
    if len(blocks) > most:
        found.append(f"no more than {most} items allowed [json-pointer:/blocks]")
    ids = [each["block_id"] for each in blocks if each.get("block_id")]
    if len(ids) != len(set(ids)):
        found.append("`block_id` has to be unique within the message")
    unfit = _VIEWS_ONLY if surface == "message" else _MESSAGES_ONLY
    for number, block in enumerate(blocks):
        if not block.get("type"):
            found.append(f"missing required field: type [json-pointer:/blocks/{number}]")
        if block.get("type") in unfit or (surface == "home" and block.get("type") == "alert"):
            found.append(f"unsupported type: {block['type']} [json-pointer:/blocks/{number}/type]")
        found += _in_block(block, number)
    return found


def _in_block(block: Json, number: int) -> list[str]:
    at = f"[json-pointer:/blocks/{number}]"
    found = []
    if block.get("type") == "section" and not block.get("text") and not block.get("fields"):
        found.append(f"missing required field: text {at}")
    if block.get("type") in ("actions", "context") and not block.get("elements"):
        found.append(f"must provide elements {at}")
    if block.get("type") == "input" and not (block.get("label") and block.get("element")):
        found.append(f"missing required field: label or element {at}")
    actions = [each.action_id for each in elements_of([block])]
    if len(actions) != len(set(actions)):
        found.append(f"`action_id` has to be unique within the block {at}")
    return found
