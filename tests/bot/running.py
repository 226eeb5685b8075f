"""The Slack app in this process, on the whole engine, with the sandbox in the place of Clockify."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from clankerbot_bot.app import SlackApp, SlackDeps, create_slack_app
from clankerbot_bot.feed import Feed
from clankerbot_bot.listeners.bot import OnUninstalled
from clankerbot_bot.outbox import Outbox
from clankerbot_bot.people import principal_of
from clankerbot_engine.clockify.sandbox import (
    ADMIN_API_KEY,
    MANAGER_API_KEY,
    OWNER_API_KEY,
    REGULAR_API_KEY,
    SandboxState,
)
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.stores.cards import SqlCardStore
from clankerbot_engine.stores.feed import SqlFeedStore
from clankerbot_engine.stores.journal import SqlJournal
from clankerbot_engine.stores.outbox import SqlOutboxStore
from clankerbot_engine.stores.webhook_sources import SqlWebhookSourceStore
from clankerbot_engine.webhooks.changes import EventHandlers
from clankerbot_engine.webhooks.echoes import Echoes
from clankerbot_engine.webhooks.inbox import Inbox
from clankerbot_engine.webhooks.sources import register_source
from tests.fakes.clocks import FakeClock
from tests.fakes.services import Service, running_service
from tests.fakes.slack import SIGNING_SECRET, TOKEN, FakeSlack, FrontDoor, Person, front_door, person

CLOCKIFY_KEYS = {
    "ada": OWNER_API_KEY,
    "ben": ADMIN_API_KEY,
    "chiara": MANAGER_API_KEY,
    "dmitri": REGULAR_API_KEY,
}


class Patience:
    """Sleeping without time: who waits is woken by `run_out`."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self._over = asyncio.Event()
        self._began = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)
        self._began.set()
        self._began = asyncio.Event()
        await self._over.wait()

    async def asked(self, seconds: float, times: int = 1) -> None:
        """Until somebody sleeps so long, for the so-many-eth time."""
        while self.slept.count(seconds) < times:
            began = self._began
            await began.wait()

    async def asked_at_most(self, seconds: float) -> None:
        """Until somebody sleeps no longer than that."""
        while not any(slept <= seconds for slept in self.slept):
            began = self._began
            await began.wait()

    def run_out(self) -> None:
        self._over.set()
        self._over = asyncio.Event()


class Nowhere(AsyncAuthorize):
    """The app is installed in no workspace."""

    def __init__(self) -> None:
        """Bolt's has no types."""

    async def __call__(self, **asked: Any) -> None:
        return None


@dataclass
class RunningBot:
    app: SlackApp
    service: Service
    slack: FakeSlack
    door: FrontDoor
    patience: Patience = field(repr=False)
    outbox: Outbox = field(repr=False)
    deps: SlackDeps = field(repr=False)

    @property
    def cards(self) -> SqlCardStore:
        return SqlCardStore(self.service.services.database)

    @property
    def sandbox(self) -> SandboxState:
        return self.service.sandbox

    @property
    def clock(self) -> FakeClock:
        return self.service.clock

    async def person(self, name: str, *, connected: bool = True, channel: str = "C0GENERAL") -> Person:
        """Of the sandbox's people, in #general at first; each has a Clockify key of their own."""
        made = person(self.slack, self.door, name)
        made.channel = self.slack.channels[channel]
        if connected:
            principal = principal_of(made.user.team.id, made.user.id)
            await self.service.services.accounts.connect(principal, SecretStr(CLOCKIFY_KEYS[name]))
        return made

    async def follow_clockify(self, *event_types: str) -> None:
        """From now on the sandbox tells the service of these events, by webhooks."""
        services = self.service.services
        self.sandbox.deliveries.sends_through(await self.service.anonymous())
        for event_type in event_types:
            made = await services.http.post(
                f"{services.settings.clockify_base_url}/v1/workspaces/{self.sandbox.workspace_id}/webhooks",
                headers={"X-Api-Key": OWNER_API_KEY},
                json={
                    "name": event_type.lower().replace("_", "-")[:30],
                    "url": f"http://clankerbot.test/webhooks/clockify/{event_type}",
                    "webhookEvent": event_type,
                    "triggerSourceType": "WORKSPACE_ID",
                    "triggerSource": [],
                },
            )
            store = SqlWebhookSourceStore(services.database)
            await register_source(store, event_type, made.json()["authToken"], clock=self.clock)

    async def clockify(self, method: str, path: str, *, key: str = OWNER_API_KEY, **arguments: Any) -> Any:
        """A call of Clockify's API, as its web page makes one; and all that comes of it is done when this returns."""
        await self.settled()
        services = self.service.services
        url = f"{services.settings.clockify_base_url}/v1/workspaces/{self.sandbox.workspace_id}{path}"
        answer = await services.http.request(method, url, headers={"X-Api-Key": key}, **arguments)
        assert answer.is_success, answer.text
        await self.clockify_is_heard()
        return answer.json() if answer.content else None

    async def clockify_is_heard(self) -> None:
        """What it had to tell has arrived, and is worked off."""
        await self.sandbox.deliveries.drain()
        while await self.service.services.inbox.work_once():
            pass
        await self.settled()

    def inbox_of_another_instance(self) -> Inbox:
        """Another process on the same database, of which this one hears nothing."""
        services = self.service.services
        metrics = Metrics()
        app = create_slack_app(replace(self.deps, metrics=metrics))
        days = timedelta(days=services.settings.inbox_days)
        return Inbox(
            services.inbox_store,
            services.intake.providers,
            EventHandlers(*app.event_handlers),
            keep=days,
            clock=self.clock,
            metrics=metrics,
        )

    async def settled(self) -> None:
        """Until nothing goes on in the background any more."""
        await self.app.background.drain(60)


def _served(app: SlackApp) -> Starlette:
    async def events(request: Request) -> Response:
        answer = await app.handle(await request.body(), request.headers)
        return Response(answer.body, answer.status, answer.headers)

    return Starlette(routes=[Route("/slack/events", events, methods=["POST"])])


@asynccontextmanager
async def running_bot(
    folder: Path,
    slack: FakeSlack,
    *,
    on_uninstalled: OnUninstalled | None = None,
    authorize: AsyncAuthorize | None = None,
    sandbox: SandboxState | None = None,
    **settings: Any,
) -> AsyncIterator[RunningBot]:
    assert isinstance(slack.clock, FakeClock)
    told = {
        "slack_bot_token": TOKEN,
        "slack_signing_secret": SIGNING_SECRET,
        "slack_api_url": f"{slack.url}/api",
        "secret_keys": "a-key-of-the-vault",
    }
    async with running_service(folder, clock=slack.clock, sandbox=sandbox, **{**told, **settings}) as service:
        patience = Patience()
        services = service.services

        async def client_of(workspace: str) -> AsyncWebClient:
            return AsyncWebClient(TOKEN, base_url=slack.api_url, retry_handlers=[])

        feed = Feed(
            services.subscriptions,
            SqlFeedStore(services.database),
            Echoes(SqlJournal(services.database), clock=service.clock),
            services.accounts,
            clock=service.clock,
        )
        outbox = Outbox(
            SqlOutboxStore(services.database),
            client_of,
            clock=service.clock,
            compose=feed.compose,
            on_refused=feed.refused,
        )
        feed.goes_through(outbox)
        deps = SlackDeps(
            engine=services.engine,
            accounts=services.accounts,
            cards=SqlCardStore(services.database),
            feed=SqlFeedStore(services.database),
            pending=services.pending,
            schedules=services.schedules,
            settings=services.settings,
            clock=service.clock,
            monotonic=service.clock.monotonic,
            metrics=services.metrics,
            locks=services.database.locks,
            audit=services.audit,
            outbox=outbox,
            client_of=client_of,
            authorize=authorize,
            on_uninstalled=on_uninstalled,
            sleep=patience,
        )
        app = create_slack_app(deps)
        for handler in app.event_handlers:
            services.event_handlers.add(handler)
        services.event_handlers.add(feed)
        try:
            await app.start()
            async with front_door(slack, _served(app)) as door:
                yield RunningBot(app, service, slack, door, patience, outbox, deps)
        finally:
            await app.close(5)
