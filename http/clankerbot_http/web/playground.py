"""The playground: people, a Slack and a Clockify, all made up, in front of a service that is real."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal
from zoneinfo import ZoneInfo

import httpx
from pydantic import SecretStr

from clankerbot_engine.clockify.sandbox import ADMIN_API_KEY, OWNER_API_KEY, Fault, SandboxState
from clankerbot_engine.clockify.sandbox.records import TimeEntry
from clankerbot_engine.engine import Engine
from clankerbot_engine.errors import NotFound, UpstreamError, UpstreamTimeout
from clankerbot_http.web.pulse import Pulse
from clankerbot_http.web.sessions import Sessions
from clankerbot_http.web.slack_sandbox import Member, SlackClient, SlackSandbox
from clankerbot_http.web.slack_sandbox.client import Handle
from clankerbot_http.web.slack_sandbox.state import TEAM_ID
from clankerbot_http.web.words import ENGLISH

if TYPE_CHECKING:
    from clankerbot_http.composition import Services

Trouble = Literal["none", "slow", "down"]
SLOW_S: Final = 6.0
"""Longer than the bot waits before it says that it takes longer."""
EDIT_TIMEOUT_S: Final = 15.0
_FAULTS: Final[dict[Trouble, tuple[Fault, ...]]] = {
    "none": (),
    "slow": (Fault("latency", times=None, seconds=SLOW_S),),
    "down": (Fault("server_error", times=None, status=503),),
}
_KEYS: Final = {"ada": OWNER_API_KEY, "ben": ADMIN_API_KEY}
"""Who can be played, and their keys of the Clockify sandbox."""


def demo_slack(clock: Callable[[], datetime], sandbox: SandboxState) -> SlackSandbox:
    """With the people of the Clockify sandbox who can be played."""
    members = []
    for name, key in _KEYS.items():
        person = sandbox.people[sandbox.keys[key]]
        members.append(Member(f"U0{name.upper()}", name, person.name, person.email, person.time_zone, ENGLISH.locale))
    return SlackSandbox(clock, members, team_name=sandbox.workspace_name)


@dataclass(frozen=True, slots=True)
class EntryChange:
    """What somebody changes in Clockify itself; times are local to the person."""

    start: str
    end: str | None
    description: str


class Playground:
    def __init__(
        self,
        slack: SlackSandbox,
        sandbox: SandboxState,
        *,
        handle: Handle,
        engine: Engine,
        http: httpx.AsyncClient,
        clockify_url: str,
        has_model: bool,
        read_by_model: Callable[[str, bool], None],
        needs_token: bool,
    ) -> None:
        self.slack = slack
        self.sandbox = sandbox
        self.client = SlackClient(slack, handle)
        self.engine = engine
        self.has_model = has_model
        self._read_by_model = read_by_model
        self.needs_token = needs_token
        """Of the service that it stands beside."""
        self.sessions = Sessions()
        self.pulse = Pulse()
        self.trouble: Trouble = "none"
        self._http = http
        self._clockify_url = clockify_url
        self.newest: dict[str, datetime] = {}
        """By person of Clockify: when the entry begins that was changed last."""
        slack.watch(self.pulse.beat)
        sandbox.watch(self._entry_changed)

    @property
    def members(self) -> Sequence[Member]:
        return list(self.slack.members.values())

    def member(self, name: str) -> Member:
        """Raises `NotFound`."""
        for member in self.members:
            if member.name == name:
                return member
        raise NotFound("There is nobody of that name to play.")

    def principal_of(self, member: Member) -> str:
        return f"slack:{TEAM_ID}:{member.id}"

    def user_id_of(self, member: Member) -> str:
        return self.sandbox.keys[_KEYS[member.name]]

    def zone_of(self, member: Member) -> ZoneInfo:
        return ZoneInfo(member.timezone)

    async def settle_in(self, member: Member, *, zone: ZoneInfo, locale: str) -> None:
        """They say where they are and what they speak, as in Slack's own preferences."""
        if (member.timezone, member.locale) == (zone.key, locale):
            return
        member.timezone, member.locale = zone.key, locale
        await self.client.changed(member)
        self.pulse.beat()

    async def say(self, member: Member, text: str, *, by_model: bool) -> None:
        """To the bot, which reads it as it is chosen on the page."""
        self._read_by_model(self.principal_of(member), by_model and self.has_model)
        await self.client.say(member, text)

    def make_trouble(self, trouble: Trouble) -> None:
        self.trouble = trouble
        self.sandbox.faults.clear()
        for fault in _FAULTS[trouble]:
            self.sandbox.faults.add(fault)
        self.pulse.beat()

    async def change_entry(self, member: Member, entry_id: str, change: EntryChange) -> None:
        """As somebody at Clockify's own page: read, change, write all of it back. Raises `UpstreamError`."""
        zone = self.zone_of(member)
        entry = self._own(member, entry_id)
        start = _at(entry.start.astimezone(zone), change.start)
        ended = entry.end or entry.start
        body = {
            "start": _instant(start),
            "end": None if change.end is None else _instant(_at(ended.astimezone(zone), change.end)),
            "description": change.description,
            "billable": entry.billable,
            "projectId": entry.project_id,
            "taskId": entry.task_id,
            "tagIds": list(entry.tag_ids),
        }
        await self._in_clockify(member, "PUT", entry_id, body)

    async def delete_entry(self, member: Member, entry_id: str) -> None:
        self._own(member, entry_id)
        await self._in_clockify(member, "DELETE", entry_id, None)

    def _own(self, member: Member, entry_id: str) -> TimeEntry:
        entry = self.sandbox.entries.get(entry_id)
        if entry is None or entry.user_id != self.user_id_of(member):
            raise NotFound("That entry is not there any more.")
        return entry

    async def _in_clockify(self, member: Member, method: str, entry_id: str, body: object) -> None:
        url = f"{self._clockify_url}/v1/workspaces/{self.sandbox.workspace_id}/time-entries/{entry_id}"
        try:
            answer = await self._http.request(
                method, url, json=body, headers={"X-Api-Key": _KEYS[member.name]}, timeout=EDIT_TIMEOUT_S
            )
        except httpx.TimeoutException:
            raise UpstreamTimeout("Clockify did not answer in time.") from None
        except httpx.HTTPError:
            raise UpstreamError("Clockify could not be reached.") from None
        if answer.is_error:
            said = answer.json().get("message") if answer.headers.get("content-type") == "application/json" else None
            raise UpstreamError(f"Clockify refused that: {said or answer.status_code}")

    def _entry_changed(self, entry: TimeEntry) -> None:
        self.newest[entry.user_id] = entry.start
        self.pulse.beat()


def _at(day: datetime, clock: str) -> datetime:
    hour, _, minute = clock.partition(":")
    return day.replace(hour=int(hour), minute=int(minute), second=0)


def _instant(moment: datetime) -> str:
    return moment.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%SZ")


def slack_settings(slack: SlackSandbox) -> dict[str, object]:
    """Of a service whose Slack it is, and nothing of another one."""
    return {
        "slack_bot_token": SecretStr(slack.token),
        "slack_signing_secret": SecretStr(slack.signing_secret),
        "slack_api_url": slack.api_url,
        "slack_app_token": None,
        "slack_client_id": None,
        "slack_client_secret": None,
    }


async def with_playground(
    services: "Services", sandbox: SandboxState, slack: SlackSandbox, *, needs_token: bool = False
) -> "Services":
    """`services` work on `sandbox` and `slack`. Its people are connected, each with a key of their own."""
    assert services.slack is not None
    settings = services.settings
    playground = Playground(
        slack,
        sandbox,
        handle=services.slack.handle,
        engine=services.engine,
        http=services.http,
        clockify_url=str(settings.clockify_base_url).rstrip("/"),
        has_model=settings.deepseek_api_key is not None,
        read_by_model=services.slack.read_by_model,
        needs_token=needs_token,
    )
    for member in playground.members:
        await services.accounts.connect(playground.principal_of(member), SecretStr(_KEYS[member.name]))
    return replace(services, playground=playground)
