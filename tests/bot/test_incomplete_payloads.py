"""Slack's payloads with a part missing, or of another type: refused or left alone, and never a 5xx.

Each of ours is sent through the front door, signed, once for each of its parts down to the third level, and of a form's
fields to the last.
"""

import asyncio
import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any, Final

import pytest

from clankerbot_bot.blocks import action_ids
from clankerbot_bot.blocks.reject_form import REASON_BLOCK, REJECT_VIEW
from clankerbot_bot.blocks.share_form import SHARE_VIEW
from tests.bot.running import RunningBot
from tests.fakes.slack import FakeSlack, Person, payloads
from tests.fakes.slack.records import Json

DEEPEST: Final = 3
WRONG: Final[tuple[Any, ...]] = (None, "", "x", 7, ["x"], {"x": "y"})
"""In the place of a part. What is right by chance does no harm."""
OPTION: Final = {"text": {"type": "plain_text", "text": "Apollo"}, "value": "1"}
FIELDS: Final[Json] = {
    action_ids.PROJECT_BLOCK: {"selected_option": OPTION},
    action_ids.TAGS_BLOCK: {"selected_options": [OPTION]},
    action_ids.DATE_BLOCK: {"selected_date": "2026-11-25"},
    action_ids.START_BLOCK: {"selected_time": "09:00"},
    action_ids.END_BLOCK: {"selected_time": "10:00"},
    action_ids.DURATION_BLOCK: {"value": "1h"},
    action_ids.CHANNEL_BLOCK: {"selected_conversation": "C0GENERAL"},
    action_ids.WHEN_BLOCK: {"value": "every friday at 17:00"},
    action_ids.TIMEZONE_BLOCK: {"selected_option": {**OPTION, "value": "Europe/Berlin"}},
    action_ids.TIMER_BLOCK: {"selected_option": OPTION},
    action_ids.EVENTS_BLOCK: {"selected_options": [OPTION]},
    REASON_BLOCK: {"value": "too long"},
}
FORMS: Final = {
    action_ids.LOG_VIEW: ("project", "tags", "date", "start", "end", "duration"),
    action_ids.EDIT_VIEW: ("date", "start"),
    action_ids.SETTINGS_VIEW: ("timezone", "timer_hours"),
    action_ids.SCHEDULE_VIEW: ("when", "timezone", "channel"),
    action_ids.FOLLOW_VIEW: ("channel", "events"),
    action_ids.NUDGE_STOP_VIEW: ("date", "end"),
    action_ids.CONNECT_VIEW: (),
    action_ids.WORKSPACE_VIEW: (),
    SHARE_VIEW: ("channel",),
    REJECT_VIEW: (REASON_BLOCK,),
}
"""And what is read of each."""
TOLD: Final = {"start": "2026-11-25T09:00:00+00:00", "zone": "Europe/Berlin", "entry": "1", "card": "1", "nudge": "1"}


def _view(callback_id: str, *fields: str) -> Json:
    block = {"type": "input", "block_id": "duration", "element": {"type": "plain_text_input", "initial_value": "2h"}}
    return {
        "id": "V1",
        "team_id": "T0DEMO",
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": json.dumps({"origin": {"channel": "C0GENERAL"}, **TOLD}),
        "blocks": [block],
        "state": {"values": {name: {"clank:x": {"type": "x", **FIELDS[name]}} for name in fields}},
    }


def _samples(slack: FakeSlack, ada: Person) -> dict[str, Json]:
    """By kind, as the stand-in for Slack makes them."""
    user, channel = ada.user, slack.channels["C0GENERAL"]
    said = ada.writes("some work", channel)
    user_part = payloads.shortcut(slack, user, action_ids.SHORTCUT_LOG)
    whose = {name: user_part[name] for name in ("user", "team", "enterprise", "is_enterprise_install", "trigger_id")}
    action = {"type": "button", "action_id": action_ids.UNDO, "block_id": "b", "value": "1", "selected_option": OPTION}
    where = {
        "container": {"type": "message", "message_ts": "1.2", "channel_id": channel.id, "is_ephemeral": True},
        "channel": {"id": channel.id},
        "response_url": slack.new_response_url("actions", user, channel, None),
    }
    samples = {
        name: payloads.event(slack, user.team, event | {"user": user.id, "channel": channel.id, "event_ts": "1.2"})
        for name, event in (
            ("app_home_opened", {"type": "app_home_opened", "tab": "home"}),
            ("messages_tab", {"type": "app_home_opened", "tab": "messages"}),
            ("app_uninstalled", {"type": "app_uninstalled"}),
            ("tokens_revoked", {"type": "tokens_revoked", "tokens": {"oauth": ["U0ADA"], "bot": []}}),
        )
    }
    samples |= {
        "app_mention": payloads.event(slack, user.team, payloads.typed_message(user, said, mention=True)),
        "message": payloads.event(slack, user.team, payloads.typed_message(user, said, mention=False)),
        "user_change": payloads.event(slack, user.team, {"type": "user_change", "user": {"id": user.id}}),
        "url_verification": {"type": "url_verification", "challenge": "x"},
        "shortcut": user_part,
        "message_action": payloads.message_action(slack, user, said, action_ids.SHORTCUT_LOG_MESSAGE),
        "view_closed": {"type": "view_closed", "view": {"id": "V1", "callback_id": "x"}, **whose},
    }
    for name in (action_ids.UNDO, action_ids.ROW, action_ids.PICK_DATE, action_ids.HOME_QUICK, action_ids.SHARE):
        samples[name] = {"type": "block_actions", "actions": [{**action, "action_id": name}], **where, **whose}
    for name in (action_ids.PROJECT, action_ids.TASK, action_ids.TIMEZONE):
        asked = {"action_id": name, "block_id": "project", "value": "a", "view": _view(action_ids.LOG_VIEW, "project")}
        if name != action_ids.TASK:  # it alone is by what else is filled in
            asked.pop("view")
        samples[name] = {"type": "block_suggestion", **asked, **whose}
    for name, fields in FORMS.items():
        samples[name] = {"type": "view_submission", "view": _view(name, *fields), "response_urls": [], **whose}
    return samples


Change = Callable[[Json], None]


def _paths(part: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if len(before) >= DEEPEST and "values" not in before:
        return
    pairs = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for name, inner in pairs:
        yield (*before, name)
        yield from _paths(inner, (*before, name))


def _mutants(kind: str, sample: Json) -> Iterator[tuple[str, Json]]:
    for path in _paths(sample):
        if kind in FORMS and kind != action_ids.LOG_VIEW and (path[0] != "view" or "blocks" in path):
            continue  # it is as that of the first
        *to, last = path
        for wrong in ("missing", *WRONG):
            mutant = deepcopy(sample)
            part: Any = mutant
            for name in to:
                part = part[name]
            if wrong == "missing":
                del part[last]
            else:
                part[last] = wrong
            yield f"{path} {wrong!r}", mutant


async def _settled(bot: RunningBot) -> None:
    settled = asyncio.create_task(bot.settled())
    while not settled.done():
        bot.patience.run_out()
        await asyncio.wait({settled}, timeout=0.001)


def _sent(bot: RunningBot, kind: str, body: Json) -> Any:
    is_event = "event" in body or kind == "url_verification"
    return bot.door.event(body) if is_event else bot.door.interaction(body)


async def test_a_payload_that_lacks_a_part_or_has_another_in_its_place_is_no_fault_of_ours(
    bot: RunningBot, ada: Person, slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    faults: list[str] = []
    for kind, sample in _samples(slack, ada).items():
        answer = await _sent(bot, kind, sample)
        assert answer.status == 200, (kind, answer.status)
        for number, (change, mutant) in enumerate(_mutants(kind, sample)):
            if "event_id" in mutant and isinstance(mutant["event_id"], str) and "event_id" not in change:
                mutant["event_id"] = f"Ev{kind}{number}"  # else it would be one that was heard already
            answer = await _sent(bot, kind, mutant)
            if answer.status >= 500:
                faults.append(f"{kind} {change}: {answer.status}")
        await _settled(bot)
    assert not faults, f"{len(faults)}:\n" + "\n".join(faults[:40])
    assert "slack_listener_failed" not in caplog.text


async def test_a_command_that_lacks_a_field_or_leaves_one_empty_is_no_fault_of_ours(
    bot: RunningBot, ada: Person, slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    fields = payloads.command(slack, ada.user, ada.channel, "/clank", "status")
    extra = ("event", "authorizations", "response_urls", "view", "user", "team", "enterprise", "type", "message")
    for name in (*fields, *extra):
        for changed in ({key: value for key, value in fields.items() if key != name}, {**fields, name: ""}):
            assert (await bot.door.form(changed)).status < 500, changed
        assert (await bot.door.form({**fields, name: "x"})).status < 500, name
    for name in ("response_url", "trigger_id", "channel_id"):
        assert (await bot.door.form({key: value for key, value in fields.items() if key != name})).status == 400
    await _settled(bot)
    assert "slack_listener_failed" not in caplog.text


@pytest.mark.parametrize(
    "body",
    [
        {"type": "url_verification"},
        {"type": "url_verification", "challenge": ["x"]},
        {"type": ["block_actions"]},
        {"type": "interactive_message", "callback_id": "clank:undo"},
        {"type": "interactive_message", "callback_id": ["clank:undo"]},
        {"type": "dialog_suggestion", "callback_id": "clank:project"},
        {"type": "event_callback", "event_id": "Ev1", "event": {"type": "app_mention"}},
        {"type": "event_callback", "event": []},
        {"type": "something", "event": None},
        {"type": "view_submission", "user": {"id": "U0ADA"}, "view": {"id": "V1", "callback_id": "clank:log_view"}},
    ],
    ids=str,
)
async def test_what_is_incomplete_gets_400_and_a_line_in_the_log_without_it(
    bot: RunningBot, body: Json, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await bot.door.event({**body, "text": "secret-word"})
    assert (answer.status, answer.content) == (400, b"")
    assert "slack_request_refused" in caplog.text
    assert "secret-word" not in caplog.text


@pytest.mark.parametrize("depth", [20, 200, 400, 900, 3000])
@pytest.mark.parametrize("part", ['{"type":"event_callback","event_id":"Ev1","event":', '{"authorizations":[', '{"a":'])
async def test_what_is_nested_deeply_is_no_fault_of_ours(bot: RunningBot, part: str, depth: int) -> None:
    ends = ("]" if part.endswith("[") else "") + "}"
    body = part * depth + '{"type": "x"}' + ends * depth
    assert (await bot.door.send(body.encode(), "application/json")).status < 500


async def test_the_same_trigger_twice_at_once_is_no_fault_of_ours(
    bot: RunningBot, ada: Person, slack: FakeSlack
) -> None:
    samples = _samples(slack, ada)
    for kind, sample in samples.items():
        answers = await asyncio.gather(*(_sent(bot, kind, sample) for _ in range(3)))
        assert {answer.status for answer in answers} == {200}, kind
    await _settled(bot)
