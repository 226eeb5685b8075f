"""The whole service beside a stand-in for Slack, for what it says of its own accord."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from clankerbot_engine.actions import ActionBase, ActionResult, LogTime, Remind
from clankerbot_engine.clockify.sandbox import (
    ADMIN_API_KEY,
    MANAGER_API_KEY,
    OWNER_API_KEY,
    REGULAR_API_KEY,
)
from tests.fakes.clocks import FakeClock
from tests.fakes.services import Service, running_service
from tests.fakes.slack import DEMO_TEAM, SIGNING_SECRET, TOKEN, FakeSlack, Person, front_door, person

BERLIN = ZoneInfo("Europe/Berlin")
KEYS = {"ada": OWNER_API_KEY, "ben": ADMIN_API_KEY, "chiara": MANAGER_API_KEY, "dmitri": REGULAR_API_KEY}
SECRET_KEYS = "a long random word"
TODAY = date(2026, 11, 24)
MISSING = Remind(only_if="missing_hours")


def principal(name: str) -> str:
    return f"slack:{DEMO_TEAM.id}:U0{name.upper()}"


ADA, BEN, DMITRI = principal("ada"), principal("ben"), principal("dmitri")


class Desk:
    """It is Tuesday, three in the afternoon in Berlin. `posts` are those to people: whom, and the text."""

    def __init__(self, service: Service, slack: FakeSlack) -> None:
        self.service = service
        self.slack = slack
        self.services = service.services
        self.sandbox = service.sandbox
        self.clock = service.clock

    def user_id(self, name: str) -> str:
        return self.sandbox.keys[KEYS[name]]

    def forget_time(self, name: str, *days: date) -> None:
        """What was logged on these days; on none: ever."""
        for entry in list(self.sandbox.entries.values()):
            day = entry.start.astimezone(BERLIN).date()
            if entry.user_id == self.user_id(name) and (not days or day in days):
                del self.sandbox.entries[entry.id]

    async def run(self, action: ActionBase, who: str = ADA, **more: Any) -> ActionResult:
        (result,) = await self.services.engine.run(principal=who, actions=[action], **more)
        return result

    async def posts(self) -> list[tuple[str, str]]:
        assert self.services.slack is not None
        await self.services.nudges.work_once()
        while await self.services.slack.outbox.pass_once():
            self.clock.go_on(seconds=2)
        return [(call.args["channel"], call.args["text"]) for call in self.slack.calls_of("chat.postMessage")]

    async def told(self, name: str) -> list[str]:
        return [text for channel, text in await self.posts() if channel == f"U0{name.upper()}"]

    async def go_to(self, moment: datetime) -> None:
        """Ticks once it is then."""
        self.clock.now = moment.astimezone(UTC)
        await self.services.ticker.tick()
        await self.services.schedules.firing.drain(60)
        await self.posts()

    async def settled(self) -> None:
        """Until nothing goes on in the background any more."""
        assert self.services.slack is not None
        await self.services.slack.app.background.drain(60)

    @asynccontextmanager
    async def meets(self, name: str) -> AsyncIterator[Person]:
        async with front_door(self.slack, self.service.app) as door:
            yield person(self.slack, door, name)

    async def log(self, name: str, day: date, *, hours: int) -> None:
        await self.run(LogTime(project="Apollo", date=day, duration_s=hours * 3600), principal(name))

    async def connect(self, *names: str) -> None:
        for name in names:
            await self.services.accounts.connect(principal(name), SecretStr(KEYS[name]))


@asynccontextmanager
async def opened(folder: Path, slack: FakeSlack) -> AsyncIterator[Desk]:
    assert isinstance(slack.clock, FakeClock)
    async with running_service(
        folder,
        background=True,
        clock=slack.clock,
        secret_keys=SECRET_KEYS,
        slack_api_url=f"{slack.url}/api",
        slack_bot_token=TOKEN,
        slack_signing_secret=SIGNING_SECRET,
    ) as service:
        assert service.services.slack is not None
        await service.services.slack.outbox.stop(60)  # the tests make its passes, by their clock
        desk = Desk(service, slack)
        await desk.connect("ada")
        yield desk


def at(hour: int, minute: int = 0, *, day: date = TODAY, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
