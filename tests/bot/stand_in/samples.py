"""Small blocks and views, and what is asked of every refusal."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.fakes.slack import FakeSlack

Blocks = list[dict[str, Any]]

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "Logged *2h*"}}
UNDO = {"type": "button", "action_id": "clank:undo", "text": {"type": "plain_text", "text": "Undo"}, "value": "card"}
CARD: Blocks = [SECTION, {"type": "actions", "block_id": "buttons", "elements": [UNDO]}]


def modal(*blocks: dict[str, Any], **fields: Any) -> dict[str, Any]:
    title, submit = {"type": "plain_text", "text": "Log time"}, {"type": "plain_text", "text": "Save"}
    return {"type": "modal", "title": title, "submit": submit, "blocks": list(blocks or (SECTION,)), **fields}


def text_input(label: str, **fields: Any) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": label.lower(), **fields}
    return {"type": "input", "block_id": f"block-{label.lower()}", "label": plain(label), "element": element}


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def expect_violation(slack: FakeSlack, *words: str) -> None:
    assert len(slack.violations) == 1
    assert all(word in slack.violations[0] for word in words), slack.violations
    slack.violations.clear()


async def refusal(call: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        await call
    return str(refused.value.response["error"])
