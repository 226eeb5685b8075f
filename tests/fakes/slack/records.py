"""What Slack keeps: teams, people, channels, messages, views, and the tickets that an interaction hands out."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Json = dict[str, Any]


@dataclass(frozen=True)
class Team:
    id: str
    name: str
    domain: str
    enterprise_id: str | None = None


@dataclass
class User:
    """`timezone` None: Slack knows none, and leaves it out of what it tells."""

    id: str
    name: str
    real_name: str
    team: Team
    email: str | None = None
    timezone: str | None = "Europe/Berlin"
    locale: str = "en-US"
    is_bot: bool = False
    dnd: tuple[int, int] | None = None
    """Do not disturb: from and until when, in seconds since 1970."""
    deleted: bool = False


@dataclass
class Channel:
    id: str
    name: str
    team: Team
    members: set[str] = field(default_factory=set)
    kind: Literal["public", "private", "im"] = "public"
    archived: bool = False


@dataclass
class Token:
    """`scopes` None: every one. `org_wide`: for every team of the organisation of `team`."""

    text: str
    team: Team
    bot_user_id: str
    bot_id: str
    scopes: frozenset[str] | None = None
    revoked: bool = False
    org_wide: bool = False

    def reaches(self, team: Team) -> bool:
        return team == self.team or (self.org_wide and team.enterprise_id == self.team.enterprise_id)


@dataclass
class Message:
    """`for_user`: an ephemeral one. `values`: what was chosen in its selects, by block id and action id."""

    channel: Channel
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    metadata: Json = field(default_factory=dict)
    thread_ts: str | None = None
    bot_id: str | None = None
    app_id: str | None = None
    for_user: str | None = None
    edits: int = 0
    values: dict[str, dict[str, Json]] = field(default_factory=dict)

    def as_json(self) -> Json:
        told: Json = {
            "type": "message",
            "user": self.user,
            "team": self.channel.team.id,
            "ts": self.ts,
            "text": self.text,
        }
        optional: Json = {
            "bot_id": self.bot_id,
            "app_id": self.app_id,
            "thread_ts": self.thread_ts,
            "blocks": self.blocks,
            "attachments": self.attachments,
            "metadata": self.metadata,
            "edited": {"user": self.user, "ts": self.ts} if self.edits else None,
        }
        return told | {name: value for name, value in optional.items() if value}


@dataclass
class View:
    """A modal or a Home tab. `values`: what its inputs hold now; `errors`: shown beside them, by block id."""

    id: str
    user: User
    definition: Json
    hash: str
    app_id: str
    bot_id: str
    values: dict[str, dict[str, Json]]
    root_view_id: str
    previous_view_id: str | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.definition["blocks"]
        return blocks

    @property
    def title(self) -> str:
        return str(self.definition.get("title", {}).get("text", ""))

    def as_json(self) -> Json:
        absent: Json = {"title": None, "submit": None, "close": None} if self.definition["type"] == "modal" else {}
        return {
            **absent,
            "callback_id": "",
            "external_id": "",
            "private_metadata": "",
            "clear_on_close": False,
            "notify_on_close": False,
            **self.definition,
            "id": self.id,
            "team_id": self.user.team.id,
            "app_installed_team_id": self.user.team.id,
            "hash": self.hash,
            "state": {"values": self.values},
            "root_view_id": self.root_view_id,
            "previous_view_id": self.previous_view_id,
            "app_id": self.app_id,
            "bot_id": self.bot_id,
        }


@dataclass
class Trigger:
    """`view_id`: it came out of that modal, and may push onto it."""

    id: str
    user: User
    issued_at: datetime
    view_id: str | None = None
    used: bool = False


@dataclass
class ResponseUrl:
    """`origin` is None for a slash command, which has no message."""

    path: str
    user: User
    channel: Channel
    issued_at: datetime
    origin: Message | None = None
    uses: int = 0


@dataclass
class Upload:
    id: str
    name: str
    length: int
    content: bytes | None = None
    title: str = ""
    channels: list[str] = field(default_factory=list)


class Refusal(Exception):
    """Slack's `{"ok": false}`. `details` are the lines of `response_metadata.messages`."""

    def __init__(self, error: str, *details: str, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.details = details
        self.more = more

    def as_json(self) -> Json:
        metadata = {"response_metadata": {"messages": list(self.details)}} if self.details else {}
        return {"ok": False, "error": self.error, **metadata, **self.more}
