"""Where what a person did came from, and so where they are answered."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from slack_sdk.web.async_client import AsyncWebClient

from clankerbot_bot.people import Person
from clankerbot_bot.surfaces import Outlet, Place, Surface, by_response_url, ephemeral, posting, updating
from clankerbot_bot.web_client import SlackConnection
from clankerbot_engine.stores.ports import WayIn


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that a person did, and where they are answered.

    `surface` shows the answer, `aside` what is said beside it, to the person alone. `key` is Slack's id for what was
    done: the same one again carries nothing out twice. `revise` changes the message that was clicked on, where its
    person alone sees it. `thread_ts`: of a conversation with the assistant, which shows that it works.
    """

    person: Person
    client: AsyncWebClient
    surface: Surface
    aside: Surface
    key: str
    way_in: WayIn
    channel: str | None = None
    thread_ts: str | None = None
    revise: Outlet | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """The message that something began at, small enough to travel with a form. All None: App Home, or a shortcut."""

    url: str | None = None
    """Its response URL."""
    channel: str | None = None
    ts: str | None = None
    """Of a message that can be updated."""
    thread_ts: str | None = None
    replace: bool = False
    """The answer takes the place of the message."""

    @classmethod
    def of_click(cls, body: Mapping[str, Any]) -> Self:
        container = body.get("container") or {}
        if container.get("type") == "view":
            return cls()
        return cls(
            url=body.get("response_url"),
            channel=container.get("channel_id") or (body.get("channel") or {}).get("id"),
            ts=None if container.get("is_ephemeral") else container.get("message_ts"),
            thread_ts=container.get("thread_ts"),
            replace=True,
        )

    @classmethod
    def of_message_shortcut(cls, body: Mapping[str, Any]) -> Self:
        """Answered for the person alone, beside the message."""
        message = body.get("message") or {}
        return cls(
            url=body.get("response_url"),
            channel=(body.get("channel") or {}).get("id"),
            thread_ts=message.get("thread_ts"),
        )

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        names = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in told.items() if name in names})

    def as_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value}


def turn_at(
    origin: Origin, person: Person, client: AsyncWebClient, connection: SlackConnection, *, key: str, way_in: WayIn
) -> Turn:
    ways: list[tuple[str, Outlet]] = []
    aside: list[tuple[str, Outlet]] = []
    revise: Outlet | None = None
    if origin.url is not None:
        outlet = by_response_url(connection, origin.url, replace=origin.replace)
        revise = outlet if origin.replace and origin.ts is None else None
        ways.append(("response_url", outlet))
        aside.append(("response_url", by_response_url(connection, origin.url, replace=False)))
    if origin.channel is not None and origin.ts is not None and origin.replace:
        ways.append(("update", updating(client, Place(origin.channel, origin.ts))))
    if origin.channel is not None:
        way = ("ephemeral", ephemeral(client, origin.channel, person.user_id, thread_ts=origin.thread_ts))
        ways.append(way)
        aside.append(way)
    way = ("direct_message", posting(client, person.user_id))
    ways.append(way)
    aside.append(way)
    return Turn(
        person, client, Surface(client, *ways), Surface(client, *aside), key, way_in, origin.channel, revise=revise
    )


def turn_in_thread(person: Person, client: AsyncWebClient, *, channel: str, thread_ts: str, key: str) -> Turn:
    """A conversation with the assistant: each message of the person begins a thread."""
    way = ("direct_message", posting(client, channel, thread_ts=thread_ts))
    return Turn(person, client, Surface(client, way), Surface(client, way), key, "direct message", channel, thread_ts)


def metadata(origin: Origin, **more: Any) -> str:
    """For a form: `private_metadata`."""
    return json.dumps({"origin": origin.as_json(), **more}, separators=(",", ":"))


def read_metadata(view: Mapping[str, Any]) -> tuple[Origin, dict[str, Any]]:
    told = json.loads(view.get("private_metadata") or "{}")
    return Origin.read(told.get("origin") or {}), told
