"""Slack as the service runs it: the app, its installation into workspaces, and the queue of posts to channels."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from slack_sdk.web.async_client import AsyncWebClient
from ulid import ULID

from clankerbot_bot.answer import Answer
from clankerbot_bot.app import connection_for, create_slack_app
from clankerbot_bot.assembly import SlackDeps
from clankerbot_bot.blocks.estimates import estimate_reached
from clankerbot_bot.blocks.text import safe
from clankerbot_bot.feed import Feed
from clankerbot_bot.installations import Installation, Installations, InstalledWorkspaces
from clankerbot_bot.nudging import Nudging
from clankerbot_bot.oauth import OAuth
from clankerbot_bot.outbox import Outbox
from clankerbot_bot.people import Profiles
from clankerbot_bot.posted_summaries import PostedSummaries
from clankerbot_bot.posts import Posts, team_and_user
from clankerbot_bot.schedule_posts import SchedulePosts
from clankerbot_bot.shelf import Shelf
from clankerbot_bot.words import Words, words_for
from clankerbot_engine.accounts.vault import Vault
from clankerbot_engine.actions import ActionResult, ApiError
from clankerbot_engine.errors import NotReady
from clankerbot_engine.estimates.projects import Estimate
from clankerbot_engine.estimates.watch import Audience
from clankerbot_engine.settings import Settings
from clankerbot_engine.stores.ports import (
    InstallationStore,
    JsonDict,
    OutboxStore,
    PendingRequest,
    Schedule,
    ScheduleRun,
)
from clankerbot_engine.webhooks.changes import EventHandler
from clankerbot_engine.webhooks.health import Found

log = logging.getLogger(__name__)

__all__ = ["SlackDeps", "SlackService"]


class SlackService:
    """Raises `NotReady`, in words, where Slack is set up by half. `deps.authorize` is decided here."""

    def __init__(
        self,
        deps: SlackDeps,
        *,
        vault: Vault,
        installations: InstallationStore,
        outbox: OutboxStore,
        posts: Posts,
        feed: Feed,
    ) -> None:
        settings = deps.settings
        check(settings)
        self._deps = deps
        self._profiles = Profiles(monotonic=deps.monotonic)
        self._connection = connection_for(deps)
        self._installations = _installations(settings, installations, vault, self._connection.client, deps.clock)
        if self._installations is not None:
            deps = replace(deps, authorize=InstalledWorkspaces(self._installations), on_uninstalled=self._uninstalled)
        shelf = Shelf(
            deps.cards, read_result=deps.engine.router.read_result, clock=deps.clock, among_instances=deps.locks
        )
        self._summaries = PostedSummaries(shelf, deps.accounts, deps.engine, clock=deps.clock)
        self._of_schedules = SchedulePosts(deps.schedules, deps.accounts, feed, self._client_of, self._summaries)
        self.outbox = Outbox(
            outbox,
            self._client_of,
            clock=deps.clock,
            sleep=deps.sleep,
            compose=self._of_schedules.compose,
            on_refused=self._of_schedules.refused,
            simpler=self._of_schedules.simpler,
        )
        self.messenger = Nudging(
            deps.accounts, self._profiles, self._client_of, self.outbox, zone=settings.zone, clock=deps.clock
        )
        feed.goes_through(self.outbox)
        self._of_schedules.goes_through(self.outbox)
        self._summaries.goes_through(self.outbox)
        self._feed = feed
        self.app = create_slack_app(
            replace(deps, outbox=self.outbox, client_of=self._client_of, profiles=self._profiles), self._connection
        )
        self.oauth = self._oauth(settings, deps.clock)
        posts.go_to(self)

    async def start(self, *, alone: bool) -> None:
        """In the event loop that serves. `alone`: no other instance can be at work on this database.

        Raises `NotReady` where Socket Mode cannot be had.
        """
        await self._connection.open()
        await self._feed.forget_old()
        await self.outbox.start(alone=alone)
        await self.app.start()

    @property
    def event_handlers(self) -> tuple[EventHandler, ...]:
        """What is done in Slack when Clockify tells of something."""
        return (*self.app.event_handlers, self._feed, self._summaries)

    async def handle(self, raw: bytes, headers: Mapping[str, str]) -> Answer:
        """`POST /slack/events`. `headers` by their names in lower case."""
        return await self.app.handle(raw, headers)

    def read_by_model(self, principal: str, chosen: bool) -> None:
        """All that they type from now on, or nothing of it; where nobody chose, what the rules do not understand."""
        self._deps.model_chosen[principal] = chosen

    async def say(self, post_id: str, principal: str, channel: str, text: str) -> None:
        await self._post(post_id, principal, channel, {"text": safe(text)})

    async def remind(self, post_id: str, principal: str, channel: str, text: str | None) -> None:
        words = await self._words(principal)
        said = words.reminded.format(text=safe(text)) if text else words.reminded_to_log
        await self._post(post_id, principal, channel, {"text": said})

    async def announce(
        self, schedule: Schedule, run: ScheduleRun, results: Sequence[ActionResult], problem: ApiError | None
    ) -> None:
        await self._of_schedules.announce(schedule, run, results, problem)

    async def tell_of_pending(self, request: PendingRequest) -> None:
        await self.app.tell_of_pending(request)

    async def tell_of_estimate(self, post_id: str, audience: Audience, estimate: Estimate) -> None:
        person = team_and_user(audience.principal)
        words = await self._words(audience.principal)
        text = estimate_reached(estimate, words)
        if audience.channel is None:
            text = f"{text}\n{words.budgets.instead}"
        channel = audience.channel or (None if person is None else person[1])
        if channel is not None:
            await self._post(post_id, audience.principal, channel, {"text": text})

    async def zone_of(self, principal: str) -> ZoneInfo | None:
        return await self.messenger.zone_of(principal)

    async def refusal_of(self, principal: str, channel: str) -> str | None:
        return await self._of_schedules.refusal_of(principal, channel)

    async def name_of(self, principal: str, channel: str) -> str | None:
        return await self._of_schedules.name_of(principal, channel)

    async def tell_of_webhooks(self, principal: str, found: Sequence[Found]) -> None:
        person = team_and_user(principal)
        if person is None:
            return
        words = await self._words(principal)
        said = {"failing": words.webhook_failing, "off": words.webhook_off, "plan": words.webhook_plan}
        lines = [
            (words.webhook_mended if each.mended else said.get(each.trouble, words.webhook_gone)).format(
                event=f"`{each.event_type}`"  # one of Clockify's names
            )
            for each in found
        ]
        text = "\n".join((words.webhooks_stopped, *lines, words.webhooks_mend))
        await self._post(str(ULID()), principal, person[1], {"text": text})

    async def _post(self, post_id: str, principal: str, channel: str, message: JsonDict) -> None:
        person = team_and_user(principal)
        await self.outbox.add(post_id, person[0] if person else "", channel, message)

    async def _words(self, principal: str) -> Words:
        return words_for((await self._deps.accounts.settings(principal)).language)

    async def close(self, grace_s: float) -> None:
        """No more comes in; what runs is finished within `grace_s`."""
        await self.app.close(grace_s)
        await self.outbox.stop(grace_s)
        await self._connection.close()

    def _oauth(self, settings: Settings, clock: Callable[[], datetime]) -> OAuth | None:
        if self._installations is None:
            return None
        assert settings.slack_client_id is not None
        assert settings.slack_client_secret is not None
        return OAuth(
            self._installations,
            self._connection.client,
            client_id=settings.slack_client_id,
            client_secret=settings.slack_client_secret,
            public_url=settings.public_url or "",
            command=settings.slack_command,
            clock=clock,
            on_installed=self._greet,
        )

    async def _client_of(self, workspace: str) -> AsyncWebClient | None:
        """One that tries nothing again: a post whose answer is lost may have arrived."""
        token = self._deps.settings.slack_bot_token
        if self._installations is not None:
            found = await self._installations.find(workspace, workspace)
            token = None if found is None else found.bot_token
        if token is None:
            return None
        return self._connection.once(token.get_secret_value())

    async def _greet(self, installation: Installation) -> None:
        """By a direct message to whoever installed the app, and to nobody else."""
        installer = f"{installation.principals}{installation.installer_id}"
        await self._deps.audit.note(installer, "slack", "install", installation.id)
        text = words_for(None).installed.format(command=self._deps.settings.slack_command)
        workspace = installation.team_id or installation.enterprise_id or ""
        await self.outbox.add(str(ULID()), workspace, installation.installer_id, {"text": text})

    async def _uninstalled(self, enterprise_id: str | None, team_id: str | None, at: datetime | None) -> None:
        """All that is kept of the workspace goes with it. Slack may say so minutes later, or again."""
        assert self._installations is not None
        if at is not None and await self._installations.is_newer(enterprise_id, team_id, than=at):
            log.info("slack_installed_again", extra={"enterprise_id": enterprise_id, "team_id": team_id})
            return
        gone = await self._installations.delete(enterprise_id, team_id)
        prefix = gone.principals if gone is not None else f"slack:{team_id or enterprise_id}:"
        forgotten = await self._deps.accounts.forget_everybody(prefix)
        await self._deps.audit.note(prefix.rstrip(":"), "slack", "uninstall", f"{forgotten} people forgotten")
        log.info("slack_uninstalled", extra={"installation": prefix, "people": forgotten})


def check(settings: Settings) -> None:
    """Raises `NotReady`, in words, where Slack is set up by half."""
    if settings.slack_signing_secret is None and settings.slack_app_token is None:
        raise NotReady(
            "Slack is set up by half: set SLACK_SIGNING_SECRET too, or SLACK_APP_TOKEN for Socket Mode "
            "(https://api.slack.com/apps, Basic Information)."
        )
    if settings.slack_client_id is None:
        return
    needed = {
        "SLACK_CLIENT_SECRET": settings.slack_client_secret,
        "PUBLIC_URL": settings.public_url,
        "SECRET_KEYS": settings.secret_keys,
    }
    lacking = [name for name, value in needed.items() if not value]
    if lacking:
        raise NotReady(f"SLACK_CLIENT_ID is set, for many workspaces; that also needs {' and '.join(lacking)}.")


def _installations(
    settings: Settings,
    store: InstallationStore,
    vault: Vault,
    client: AsyncWebClient,
    clock: Callable[[], datetime],
) -> Installations | None:
    if settings.slack_client_id is None or settings.slack_client_secret is None:
        return None
    return Installations(
        store,
        vault,
        client,
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret,
        clock=clock,
    )
