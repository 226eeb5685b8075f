"""The workspace of the sandbox: who is in it, what was said, and who wants to know when something changes."""

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from clankerbot_http.web.slack_sandbox.records import Channel, File, Json, Member, Message, Modal, first_values

TEAM_ID: Final = "T0DEMO"
BOT_ID: Final = "B0CLANK"
BOT_USER_ID: Final = "U0CLANK"
MOST_MESSAGES: Final = 400
MOST_FILES: Final = 50


class SlackSandbox:
    """`token` and `signing_secret` are new each time: nobody else on this machine can speak for it."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        members: Iterable[Member],
        channels: Iterable[Channel] = (Channel("C0GENERAL", "general"), Channel("C0STANDUP", "standup")),
        *,
        team_name: str,
    ) -> None:
        self.clock = clock
        self.team_name = team_name
        self.token = f"xoxb-{secrets.token_urlsafe(24)}"
        self.signing_secret = secrets.token_urlsafe(24)
        self.members = {member.id: member for member in members}
        self.channels = {channel.id: channel for channel in channels}
        self.messages: dict[tuple[str, str], Message] = {}
        self.files: dict[str, File] = {}
        self.statuses: dict[str, str] = {}
        """By channel: what the app says that it is doing."""
        self.url = ""
        """Of the server of `create_web_api`, without a trailing slash."""
        self._triggers: dict[str, Member] = {}
        self._numbers = 0
        self._watchers: list[Callable[[], None]] = []

    @property
    def api_url(self) -> str:
        """For `SLACK_API_URL`."""
        return f"{self.url}/api"

    def watch(self, changed: Callable[[], None]) -> None:
        self._watchers.append(changed)

    def tell(self) -> None:
        for changed in self._watchers:
            changed()

    def number(self) -> int:
        self._numbers += 1
        return self._numbers

    def new_trigger(self, member: Member) -> str:
        trigger_id = f"{self.number()}.{secrets.token_hex(8)}"
        self._triggers[trigger_id] = member
        return trigger_id

    def traded(self, trigger_id: str) -> Member | None:
        """Each is good once."""
        return self._triggers.pop(trigger_id, None)

    def say(self, message: Message) -> Message:
        """The oldest goes where there are too many."""
        message.blocks = self.with_ids(message.blocks)
        self.messages[message.channel_id, message.ts] = message
        while len(self.messages) > MOST_MESSAGES:
            self.messages.pop(next(iter(self.messages)))
        self.statuses.pop(message.channel_id, None)
        self.tell()
        return message

    def new_ts(self) -> str:
        return f"{int(self.clock().timestamp())}.{self.number():06d}"

    def change(self, message: Message, text: str, blocks: list[Json]) -> None:
        message.text, message.blocks, message.edits = text, self.with_ids(blocks), message.edits + 1
        self.tell()

    def forget(self, message: Message) -> None:
        self.messages.pop((message.channel_id, message.ts), None)
        self.tell()

    def seen_by(self, member: Member) -> list[Message]:
        """In their conversation with the app and in channels, the oldest first."""
        where = {member.channel_id, *self.channels}
        return [
            each for each in self.messages.values() if each.channel_id in where and each.only_for in (None, member.id)
        ]

    def with_ids(self, blocks: list[Json]) -> list[Json]:
        """Slack names the blocks that have no id."""
        return [{"block_id": f"b{self.number()}"} | block for block in blocks]

    # forms

    def put_on_top(self, member: Member, definition: Json) -> Modal:
        below = member.modals[-1] if member.modals else None
        modal_id = f"V{self.number():05d}"
        modal = Modal(modal_id, {}, "", below.root_id if below else modal_id, below.id if below else None)
        self.define(modal, definition)
        member.modals.append(modal)
        self.tell()
        return modal

    def define(self, modal: Modal, definition: Json) -> None:
        """What was filled in stays where its field does."""
        modal.definition = definition | {"blocks": self.with_ids(definition["blocks"])}
        modal.hash, modal.errors = f"{self.number():08x}", {}
        kept = modal.values
        modal.values = {
            block_id: {action_id: kept.get(block_id, {}).get(action_id, state) for action_id, state in states.items()}
            for block_id, states in first_values(modal.blocks).items()
        }
        self.tell()

    def close(self, member: Member, modal: Modal | None = None) -> None:
        """With those above it; all of them by default."""
        at = 0 if modal is None else member.modals.index(modal)
        del member.modals[at:]
        self.tell()

    def modal(self, modal_id: str) -> tuple[Member, Modal] | None:
        for member in self.members.values():
            for modal in member.modals:
                if modal.id == modal_id:
                    return member, modal
        return None

    def add_file(self, name: str) -> File:
        file = File(f"F{self.number():05d}", name)
        self.files[file.id] = file
        while len(self.files) > MOST_FILES:
            self.files.pop(next(iter(self.files)))
        return file
