"""What a person does in Slack, sent to the app as Slack sends it: signed, at its front door.

https://docs.slack.dev/reference/interaction-payloads
"""

import hashlib
import hmac
import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol
from urllib.parse import urlencode

from clankerbot_engine.errors import NotFound, UpstreamError, ValidationFailed
from clankerbot_http.web.slack_sandbox.records import (
    SEVERAL,
    Json,
    Member,
    Message,
    Modal,
    elements_of,
    options_of,
    state_of,
)
from clankerbot_http.web.slack_sandbox.state import BOT_USER_ID, TEAM_ID, SlackSandbox
from clankerbot_http.web.slack_sandbox.web_api import user_json

_FORM: Final = "application/x-www-form-urlencoded"
_SPECIAL: Final = re.compile(r"[&<>]")
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME: Final = re.compile(r"\d{2}:\d{2}")


class Answered(Protocol):
    @property
    def status(self) -> int: ...

    @property
    def body(self) -> str: ...


Handle = Callable[[bytes, Mapping[str, str]], Awaitable[Answered]]
"""The app's front door: the bytes of a request, and its headers by their names in lower case."""


@dataclass(frozen=True, slots=True)
class Used:
    """What was clicked on. `value`: of the option that was chosen."""

    block_id: str
    action_id: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str = ""


Filled = Mapping[str, Mapping[str, Sequence[Choice]]]
"""By block id and action id. A text, a day or a time is one choice without a label."""


class SlackClient:
    def __init__(self, slack: SlackSandbox, handle: Handle) -> None:
        self._slack = slack
        self._handle = handle

    async def say(self, member: Member, text: str) -> None:
        """In their conversation with the app."""
        typed = _SPECIAL.sub(lambda found: _ENTITIES[found[0]], text)
        message = self._slack.say(Message(member.channel_id, self._slack.new_ts(), typed, author=member.id))
        told = message.as_json("", BOT_USER_ID, TEAM_ID)
        told |= {"channel": member.channel_id, "channel_type": "im", "event_ts": message.ts}
        await self._event(told)

    async def changed(self, member: Member) -> None:
        """Their zone or language is another one."""
        await self._event({"type": "user_change", "user": user_json(member), "event_ts": self._slack.new_ts()})

    async def click(self, member: Member, channel_id: str, ts: str, used: Used) -> None:
        """On a message. Raises `NotFound` where it, or what is clicked on, is not there any more."""
        message = self._slack.messages.get((channel_id, ts))
        if message is None or message not in self._slack.seen_by(member):
            raise NotFound("That message is not there any more.")
        block, element = _find(message.blocks, used)
        in_thread = {"thread_ts": message.thread_ts} if message.thread_ts else {}
        container: Json = {"type": "message", "message_ts": ts, "channel_id": channel_id, **in_thread}
        container |= {"is_ephemeral": message.only_for is not None}
        await self._interaction(
            member,
            "block_actions",
            container=container,
            channel={"id": channel_id, "name": "directmessage"},
            message=message.as_json("", BOT_USER_ID, TEAM_ID),
            state={"values": {}},
            actions=[self._action(block, element, used.value)],
        )

    async def click_in_form(self, member: Member, used: Used, filled: Filled) -> None:
        """On something in the form on top that is not only filled in."""
        modal = self._top(member)
        self._fill(modal, filled)
        block, element = _find(modal.blocks, used)
        await self._interaction(
            member,
            "block_actions",
            container={"type": "view", "view_id": modal.id},
            view=modal.as_json(TEAM_ID),
            actions=[self._action(block, element, used.value)],
        )

    async def submit(self, member: Member, filled: Filled) -> None:
        """The form on top. What the app objects to stands beside its fields then."""
        modal = self._top(member)
        self._fill(modal, filled)
        answer = await self._interaction(member, "view_submission", view=modal.as_json(TEAM_ID), response_urls=[])
        told = json.loads(answer.body) if answer.body else {}
        match told.get("response_action"):
            case "errors":
                modal.errors = told["errors"]
                self._slack.tell()
            case "update":
                self._slack.define(modal, told["view"])
            case "push":
                self._slack.put_on_top(member, told["view"])
            case "clear":
                self._slack.close(member)
            case _:
                if modal in member.modals:
                    self._slack.close(member, modal)

    def close_form(self, member: Member) -> None:
        if member.modals:
            self._slack.close(member, member.modals[-1])

    def fill(self, member: Member, filled: Filled) -> None:
        """Not submitted yet: what else is offered may depend on it."""
        self._fill(self._top(member), filled)
        self._slack.tell()

    async def options(self, member: Member, used: Used, typed: str) -> list[Json]:
        """What the app offers in a menu of the form on top."""
        modal = self._top(member)
        block, element = _find(modal.blocks, used)
        answer = await self._interaction(
            member,
            "block_suggestion",
            container={"type": "view", "view_id": modal.id},
            view=modal.as_json(TEAM_ID),
            action_id=element["action_id"],
            block_id=block["block_id"],
            value=typed,
        )
        return options_of(json.loads(answer.body)) if answer.body else []

    def _top(self, member: Member) -> Modal:
        if not member.modals:
            raise NotFound("That form is closed already.")
        return member.modals[-1]

    def _fill(self, modal: Modal, filled: Filled) -> None:
        for block, element in elements_of(modal.blocks):
            given = filled.get(block["block_id"], {}).get(element["action_id"])
            if given is not None and element["type"] not in ("button", "overflow"):
                value = _value_of(element, given)
                modal.values.setdefault(block["block_id"], {})[element["action_id"]] = state_of(element, value)

    def _action(self, block: Json, element: Json, value: str) -> Json:
        action = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"]}
        action["action_ts"] = self._slack.new_ts()
        if element["type"] == "button":
            return action | {name: element[name] for name in ("text", "value", "style", "url") if name in element}
        if element["type"] == "datepicker":
            return action | {"selected_date": _matching(_DAY, value)}
        chosen = next((each for each in options_of(element) if each.get("value") == value), None)
        if chosen is None:
            raise ValidationFailed("That is not offered there.", field="value")
        return action | {"selected_option": chosen}

    async def _interaction(self, member: Member, kind: str, **payload: Any) -> Answered:
        told = {
            "type": kind,
            "user": {"id": member.id, "username": member.name, "name": member.name, "team_id": TEAM_ID},
            "team": {"id": TEAM_ID, "domain": "demo-studio"},
            "enterprise": None,
            "is_enterprise_install": False,
            "trigger_id": self._slack.new_trigger(member),
            **payload,
        }
        return await self._send(urlencode({"payload": json.dumps(told)}).encode(), _FORM)

    async def _event(self, event: Json) -> None:
        number = self._slack.number()
        envelope = {
            "type": "event_callback",
            "team_id": TEAM_ID,
            "event": event,
            "event_id": f"Ev{number:08d}",
            "event_time": int(self._slack.clock().timestamp()),
            "authorizations": [{"team_id": TEAM_ID, "user_id": BOT_USER_ID, "is_bot": True}],
        }
        await self._send(json.dumps(envelope).encode(), "application/json")

    async def _send(self, raw: bytes, content_type: str) -> Answered:
        timestamp = str(int(self._slack.clock().timestamp()))
        signed = b"v0:%b:%b" % (timestamp.encode(), raw)
        signature = hmac.new(self._slack.signing_secret.encode(), signed, hashlib.sha256).hexdigest()
        answer = await self._handle(
            raw,
            {
                "content-type": content_type,
                "x-slack-request-timestamp": timestamp,
                "x-slack-signature": f"v0={signature}",
            },
        )
        if answer.status != 200:
            raise UpstreamError(f"The Slack app answered {answer.status}.")
        return answer


def _find(blocks: list[Json], used: Used) -> tuple[Json, Json]:
    for block, element in elements_of(blocks):
        if block["block_id"] == used.block_id and element["action_id"] == used.action_id:
            return block, element
    raise NotFound("That is not there any more: the message has changed.")


def _value_of(element: Json, given: Sequence[Choice]) -> Any:
    kind = element["type"]
    if kind.startswith("external") or kind.startswith("multi_external"):
        chosen = [{"text": {"type": "plain_text", "text": each.label}, "value": each.value} for each in given]
    else:
        chosen = [option for option in options_of(element) for each in given if option.get("value") == each.value]
    if kind in SEVERAL:
        return chosen
    if kind in ("static_select", "external_select", "radio_buttons"):
        return chosen[0] if chosen else None
    text = given[0].value if given else ""
    if kind == "datepicker":
        return _matching(_DAY, text) if text else None
    if kind == "timepicker":
        return _matching(_TIME, text) if text else None
    return text or None


def _matching(pattern: "re.Pattern[str]", text: str) -> str:
    if not pattern.fullmatch(text):
        raise ValidationFailed("That is no day or time.", field="value")
    return text
