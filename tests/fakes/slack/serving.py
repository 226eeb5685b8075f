"""The stand-in on a port of this machine, in the event loop of the test, with a workspace in it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

import httpx
import uvicorn

from clankerbot_http.addresses import url_of
from clankerbot_http.server import open_listeners, port_of
from tests.fakes.clocks import FakeClock
from tests.fakes.slack.front_door import Door, FrontDoor
from tests.fakes.slack.person import Person
from tests.fakes.slack.records import Channel, Team, Token, User
from tests.fakes.slack.state import BOT_ID, BOT_USER_ID, SIGNING_SECRET, TOKEN, FakeSlack
from tests.fakes.slack.web_api import create_stand_in

DEMO_TEAM = Team("T0DEMO", "Demo Studio", "demo-studio")


@asynccontextmanager
async def running_slack(clock: Callable[[], datetime] | None = None) -> AsyncIterator[FakeSlack]:
    """With the four people of the Clockify sandbox, by their e-mail addresses. Fails at its end on violations."""
    slack = FakeSlack(clock or FakeClock())
    furnish(slack)
    async with _served(slack):
        yield slack
        slack.faults.clear()
    assert not slack.violations, "\n".join(slack.violations)


@asynccontextmanager
async def _served(slack: FakeSlack) -> AsyncIterator[None]:
    """Started and stopped by hand: uvicorn's own way waits for its ticks, a tenth of a second for each test."""
    listeners = open_listeners("127.0.0.1", 0)
    slack.url = url_of("127.0.0.1", port_of(listeners))
    server = uvicorn.Server(
        uvicorn.Config(create_stand_in(slack), lifespan="off", log_config=None, log_level="warning", access_log=False)
    )
    server.config.load()
    server.lifespan = server.config.lifespan_class(server.config)
    await server.startup(sockets=listeners)
    try:
        yield
    finally:
        slack.faults.clear()
        for each in server.servers:
            each.close()
        for connection in list(server.server_state.connections):
            connection.shutdown()
        await asyncio.gather(*server.server_state.tasks, return_exceptions=True)


def furnish(slack: FakeSlack, team: Team = DEMO_TEAM) -> None:
    """#general and #private have the bot in them, #random has not, #old is archived."""
    slack.users[BOT_USER_ID] = User(BOT_USER_ID, "clankerbot", "Clankerbot", team, is_bot=True)
    slack.tokens[TOKEN] = Token(TOKEN, team, BOT_USER_ID, BOT_ID)
    for name, real_name, locale in (
        ("ada", "Ada Berg", "en-US"),
        ("ben", "Ben Okafor", "en-GB"),
        ("chiara", "Chiara Rossi", "de-DE"),
        ("dmitri", "Dmitri Novák", "en-US"),
    ):
        user_id = f"U0{name.upper()}"
        email = f"{name}@demo-studio.example"
        slack.users[user_id] = User(user_id, name, real_name, team, email, locale=locale)
    everyone = set(slack.users)
    people = everyone - {BOT_USER_ID}
    for channel in (
        Channel("C0GENERAL", "general", team, set(everyone)),
        Channel("C0RANDOM", "random", team, set(people)),
        Channel("C0PRIVATE", "private", team, {BOT_USER_ID, "U0ADA", "U0BEN"}, "private"),
        Channel("C0OLD", "old", team, set(everyone), archived=True),
    ):
        slack.channels[channel.id] = channel


@asynccontextmanager
async def front_door(slack: FakeSlack, app: object, *, path: str = "/slack/events") -> AsyncIterator[FrontDoor]:
    """`app`: an ASGI application, or the URL of one that is served."""
    if isinstance(app, str):
        client = httpx.AsyncClient(base_url=app, timeout=90)
    else:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)  # type: ignore[arg-type]
        client = httpx.AsyncClient(transport=transport, base_url="http://clankerbot.test", timeout=90)
    async with client:
        yield FrontDoor(client, SIGNING_SECRET, slack.clock, path)


def person(slack: FakeSlack, door: Door, name: str = "ada") -> Person:
    return Person(slack, slack.users[f"U0{name.upper()}"], door)
