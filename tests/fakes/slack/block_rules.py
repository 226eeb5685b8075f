"""Refusing what Slack refuses about blocks: the limits are those of `tests.bot.limits`."""

from collections.abc import Callable
from typing import Any

from tests.bot import limits
from tests.fakes.slack.records import Json, Refusal


def check_blocks(blocks: Any, number: Callable[[], int]) -> list[Json]:
    """Those of a message, each with an id: a new one where none was given, as Slack does."""
    if not isinstance(blocks, list) or not all(isinstance(each, dict) for each in blocks):
        raise Refusal("invalid_blocks_format")
    if blocks and (problems := limits.violations(blocks, "message")):
        raise Refusal("invalid_blocks", *(f"[ERROR] {each}" for each in problems))
    return with_ids(blocks, number)


def check_view(view: Json) -> None:
    if problems := limits.view_violations(view):
        raise Refusal("invalid_arguments", *(f"[ERROR] {each}" for each in problems))


def with_ids(blocks: list[Json], number: Callable[[], int]) -> list[Json]:
    return [{"block_id": f"b{number()}"} | block for block in blocks]
