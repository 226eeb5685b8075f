"""The composition root: what the service is made of, in the order in which it is opened. Closed in reverse, bounded."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import httpx

from clankerbot_bot.posts import Posts
from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.accounts.leading import Leading
from clankerbot_engine.accounts.vault import Vault
from clankerbot_engine.actions import ActionBase, ActionResult
from clankerbot_engine.audit import Audit
from clankerbot_engine.clock_watch import EVERY_S as LOOK_AT_CLOCK_EVERY_S
from clankerbot_engine.clock_watch import ClockWatch
from clankerbot_engine.clockify.client import ClockifyClient
from clankerbot_engine.engine import Engine
from clankerbot_engine.estimates.watch import EstimateWatch
from clankerbot_engine.execution.write_limit import WriteLimit
from clankerbot_engine.hours.absences import Absences
from clankerbot_engine.integrations.port import Resources
from clankerbot_engine.integrations.router import Router, load_integrations
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.misreadings import Misreadings
from clankerbot_engine.nudges.service import Nudges
from clankerbot_engine.parsing.llm import LlmParser
from clankerbot_engine.pending import EVERY_S as PENDING_EVERY_S
from clankerbot_engine.pending import Pending
from clankerbot_engine.redaction import Redactor
from clankerbot_engine.schedules.owners import ScheduleOwners
from clankerbot_engine.schedules.service import Schedules
from clankerbot_engine.schedules.ticker import Ticker
from clankerbot_engine.settings import Settings
from clankerbot_engine.stores import migrations
from clankerbot_engine.stores.activity import SqlActivity
from clankerbot_engine.stores.audit import SqlAuditLog
from clankerbot_engine.stores.cache import SqlCacheStore
from clankerbot_engine.stores.cards import SqlCardStore
from clankerbot_engine.stores.database import Database, database_path
from clankerbot_engine.stores.feed import SqlFeedStore
from clankerbot_engine.stores.inbox import SqlInboxStore
from clankerbot_engine.stores.installations import SqlInstallationStore
from clankerbot_engine.stores.journal import SqlJournal
from clankerbot_engine.stores.marks import SqlMarkStore
from clankerbot_engine.stores.nudges import SqlNudgeStore
from clankerbot_engine.stores.outbox import SqlOutboxStore
from clankerbot_engine.stores.pending import SqlPendingStore
from clankerbot_engine.stores.people import SqlPersonStore
from clankerbot_engine.stores.ports import Activity, InboxStore, OutboxStore, PendingStore, TokenStore
from clankerbot_engine.stores.requests import SqlRequestStore
from clankerbot_engine.stores.schedules import SqlScheduleStore
from clankerbot_engine.stores.shared_clock import LOOKS_EVERY_S as CLOCK_LOOKS_EVERY_S
from clankerbot_engine.stores.shared_clock import SharedClock
from clankerbot_engine.stores.subscriptions import SqlSubscriptionStore
from clankerbot_engine.stores.tokens import SqlTokenStore
from clankerbot_engine.stores.webhook_sources import SqlWebhookSourceStore
from clankerbot_engine.telemetry import Tracing, start_tracing
from clankerbot_engine.tokens import TokenVerifier
from clankerbot_engine.usage import EVERY_S, ClockifyUsage
from clankerbot_engine.webhooks.changes import EventHandlers
from clankerbot_engine.webhooks.echoes import Echoes
from clankerbot_engine.webhooks.freshness import CatalogueFreshness
from clankerbot_engine.webhooks.groups import GroupMembers
from clankerbot_engine.webhooks.health import Health
from clankerbot_engine.webhooks.inbox import Inbox
from clankerbot_engine.webhooks.intake import Intake
from clankerbot_engine.webhooks.lookups import EntityLookup
from clankerbot_engine.webhooks.previews import Previews
from clankerbot_engine.webhooks.providers import load_providers
from clankerbot_engine.webhooks.registering import Registering
from clankerbot_engine.webhooks.renames import Renames
from clankerbot_engine.webhooks.sources import KnownSources
from clankerbot_engine.webhooks.subscriptions import Subscriptions
from clankerbot_http.clockify_accounts import accounts_on, registering_on
from clankerbot_http.outgoing import Outgoing
from clankerbot_http.readiness import Readiness
from clankerbot_http.readiness_checks import readiness_checks
from clankerbot_http.rounds import Rounds
from clankerbot_http.shared_state import SharedState, open_shared_state

if TYPE_CHECKING:
    from clankerbot_bot.service import SlackService
    from clankerbot_http.web.playground import Playground

log = logging.getLogger(__name__)

DRAIN_S: Final = 10.0
"""How long closing waits for writes under way; what is cut off is settled at the next start."""
SETTLE_EVERY_S: Final = 60.0
"""Finds out what became of writes that a crash or a lost answer left open."""
LOOK_AT_NUDGES_EVERY_S: Final = 5.0
LOOK_AT_WEBHOOKS_EVERY_S: Final = 300.0
LOOK_AT_GROUPS_EVERY_S: Final = 24 * 3600.0
"""Whether the daily look at them is due; Clockify is asked then alone."""
FORGET_EVERY_S: Final = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that a route may work with. `clockify` is that of the settings; None where no key is set there."""

    settings: Settings
    clock: Callable[[], datetime]
    metrics: Metrics
    tracing: Tracing | None
    database: Database
    token_store: TokenStore
    tokens: TokenVerifier
    audit: Audit
    shared: SharedState
    http: httpx.AsyncClient
    clockify: ClockifyClient | None
    accounts: Accounts
    engine: Engine
    pending: Pending
    pending_store: PendingStore
    schedules: Schedules
    nudges: Nudges
    estimates: EstimateWatch
    ticker: Ticker
    registering: Registering
    health: Health
    intake: Intake
    inbox: Inbox
    event_handlers: EventHandlers
    inbox_store: InboxStore
    subscriptions: Subscriptions
    previews: Previews
    outbox_store: OutboxStore
    activity: Activity
    misreadings: Misreadings
    usage: ClockifyUsage
    slack: "SlackService | None"
    readiness: Readiness
    playground: "Playground | None" = None
    """In the demo: what is made up around the service."""


def utc_now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def open_services(
    settings: Settings,
    *,
    clock: Callable[[], datetime] | None = None,
    monotonic: Callable[[], float] = time.monotonic,
    http: httpx.AsyncClient | None = None,
    tracing: Tracing | None = None,
    migrate: bool = True,
    background: bool = True,
) -> AsyncIterator[Services]:
    """`clock` None: Postgres' where instances share one, else this machine's. `http` is closed by whoever passed it.

    `background` False: nothing ticks, for one command that is run and over.

    Raises `NotReady`, in words, where the database cannot be used or an integration is broken.
    """
    async with AsyncExitStack() as stack:
        rounds = Rounds(stack)
        metrics = Metrics()
        tracing = tracing or start_tracing(settings)
        if tracing is not None:
            stack.push_async_callback(asyncio.to_thread, tracing.shutdown)

        database = await Database.open(settings.database_url)
        stack.push_async_callback(database.close)
        alone = database_path(settings.database_url) is not None  # a file has one service at a time
        if clock is None and alone:
            clock = utc_now
        elif clock is None:
            clock = shared_clock = await SharedClock.of(database)
            await rounds.every(CLOCK_LOOKS_EVERY_S, shared_clock.look, name="shared_clock")
        if migrate:
            await migrations.migrate(database)
        token_store = SqlTokenStore(database)
        audit = Audit(SqlAuditLog(database), clock=clock)

        shared = await stack.enter_async_context(
            open_shared_state(settings, metrics=metrics, clock=clock, monotonic=monotonic)
        )
        signals = shared.signals

        outgoing = await stack.enter_async_context(aclosing(Outgoing(http, tracing=tracing)))
        http = outgoing.pool("integrations")

        accounts = accounts_on(settings, outgoing, database, clock=clock, metrics=metrics, shared=shared, audit=audit)
        stack.push_async_callback(accounts.aclose)

        # Schedules carry actions out, and some actions make schedules: they find the engine when they run.
        async def run(
            *, principal: str, actions: Sequence[ActionBase], key: str, timezone: ZoneInfo, now: datetime
        ) -> list[ActionResult]:
            return await engine.run(principal=principal, actions=actions, key=key, timezone=timezone, now=now)

        posts = Posts()
        owners = ScheduleOwners(accounts, token_store, profile_zone=posts.zone_of, clock=clock)
        schedules = Schedules(
            SqlScheduleStore(database),
            run=run,
            actions=lambda: router,
            clock=clock,
            metrics=metrics,
            announce=posts.announce,
            channel_refusal=posts.refusal_of,
            owners=owners,
            grace=timedelta(hours=settings.schedule_grace_hours),
        )
        subscription_store = SqlSubscriptionStore(database)
        subscriptions = Subscriptions(subscription_store, accounts, clock=clock, signals=signals)
        source_store = SqlWebhookSourceStore(database)
        sources = KnownSources(source_store, clock=clock, signals=signals)
        registering = registering_on(database, accounts, settings, clock=clock, changed=sources.changed)
        health = Health(registering, source_store, tell=posts.tell_of_webhooks, audit=audit, clock=clock)
        absences = Absences(clock=clock)
        nudges = Nudges(
            SqlNudgeStore(database),
            accounts,
            absences,
            schedules,
            messenger=lambda: posts.messenger,
            zone=settings.zone,
            clock=clock,
        )
        estimates = EstimateWatch(
            accounts,
            SqlPersonStore(database),
            subscriptions,
            nudges,
            SqlMarkStore(database),
            announcer=lambda: posts.poster,
            clock=clock,
        )
        parts: dict[type, Any] = {
            Absences: absences,
            Accounts: accounts,
            Leading: Leading(accounts, SqlPersonStore(database)),
            Nudges: nudges,
            KnownSources: sources,
            Posts: posts,
            Registering: registering,
            Schedules: schedules,
            Subscriptions: subscriptions,
        }

        journal = SqlJournal(database)
        resources = Resources(settings, http, clock, parts)
        router = Router(load_integrations(resources))
        misreadings = Misreadings(Redactor.from_settings(settings), kept=settings.keep_not_understood, clock=clock)
        pending_store = SqlPendingStore(database)
        engine = Engine(
            router,
            journal=journal,
            requests=SqlRequestStore(database),
            pending=pending_store,
            people=accounts,
            llm=LlmParser(outgoing.pool("deepseek"), settings, metrics, clock=clock),
            timezone=settings.zone,
            clock=clock,
            metrics=metrics,
            locks=database.locks,
            write_limit=WriteLimit(shared.limiter, holds_for=accounts.is_personal),
            misreadings=misreadings,
            audit=audit,
            keep_for=timedelta(days=settings.pending_days),
        )
        stack.push_async_callback(engine.drain, DRAIN_S)

        async def remote_of(principal: str) -> str:
            return (await accounts.of(principal)).client.base_url

        async def probe(principal: str) -> None:
            await (await accounts.of(principal)).client.users.me()

        pending = Pending(
            pending_store,
            engine,
            remote_of=remote_of,
            probe=probe,
            gone=owners.gone,
            tell=posts.tell_of_pending,
            audit=audit,
            clock=clock,
        )

        usage = ClockifyUsage(metrics, clock=clock)
        ticker = Ticker(schedules, clock=clock)
        inbox_store = SqlInboxStore(database)
        outbox_store = SqlOutboxStore(database)
        groups = GroupMembers(subscription_store, subscriptions, accounts)
        handlers = EventHandlers(
            CatalogueFreshness(accounts, SqlCacheStore(database), clock=clock, signals=signals),
            groups,
            Renames(subscriptions),
        )
        intake = Intake(
            load_providers(resources),
            inbox_store,
            wake=lambda: inbox.wake(),
            clock=clock,
            metrics=metrics,
        )
        previews = parts[Previews] = Previews(inbox_store, intake.providers, clock=clock)
        inbox = Inbox(
            inbox_store,
            intake.providers,
            handlers,
            keep=timedelta(days=settings.inbox_days),
            look_up=EntityLookup(accounts),
            clock=clock,
            metrics=metrics,
        )
        if background:
            await rounds.every(SETTLE_EVERY_S, engine.settle, name="settling")
            await rounds.every(EVERY_S, usage.look, name="usage")
            await rounds.every(LOOK_AT_CLOCK_EVERY_S, ClockWatch(clock, monotonic).look, name="clock")
            forget = partial(audit.forget, older_than=timedelta(days=settings.audit_days))
            await rounds.every(FORGET_EVERY_S, forget, name="audit_forgetting")

        slack = None
        if background and (settings.slack_bot_token is not None or settings.slack_client_id is not None):
            # Bolt and aiohttp take half a second to import, and only this needs them.
            from clankerbot_bot.feed import Feed
            from clankerbot_bot.service import SlackDeps, SlackService

            feed_store = SqlFeedStore(database)
            slack = SlackService(
                SlackDeps(
                    engine=engine,
                    accounts=accounts,
                    cards=SqlCardStore(database),
                    feed=feed_store,
                    pending=pending,
                    schedules=schedules,
                    settings=settings,
                    clock=clock,
                    monotonic=monotonic,
                    metrics=metrics,
                    locks=database.locks,
                    audit=audit,
                    tracing=tracing,
                    nudges=nudges,
                ),
                vault=Vault(settings.secret_keys),
                installations=SqlInstallationStore(database),
                outbox=outbox_store,
                posts=posts,
                feed=Feed(
                    subscriptions,
                    feed_store,
                    Echoes(journal, clock=clock),
                    accounts,
                    clock=clock,
                ),
            )
            stack.push_async_callback(slack.close, DRAIN_S)
            for handler in slack.event_handlers:
                handlers.add(handler)
            await slack.start(alone=alone)
        if background:  # by now there is somebody to tell people by
            stack.push_async_callback(ticker.stop, DRAIN_S)
            await ticker.start(alone=alone)
            await pending.start(alone=alone)
            later = LOOK_AT_WEBHOOKS_EVERY_S
            await rounds.every(PENDING_EVERY_S, pending.work_once, name="pending_requests")
            await rounds.every(LOOK_AT_NUDGES_EVERY_S, nudges.work_once, name="nudges")
            await rounds.every(LOOK_AT_GROUPS_EVERY_S, nudges.forget_old, name="old_nudges")
            await rounds.every(LOOK_AT_WEBHOOKS_EVERY_S, estimates.look, name="estimates", first_after_s=later)
            await rounds.every(LOOK_AT_WEBHOOKS_EVERY_S, health.check_due, name="webhook_check", first_after_s=later)
            await rounds.every(LOOK_AT_GROUPS_EVERY_S, groups.refresh, name="group_check", first_after_s=later)
        if background:  # last: by now everybody has said what is to be done with events
            stack.push_async_callback(inbox.stop, DRAIN_S)
            await inbox.start(alone=alone)

        yield Services(
            settings=settings,
            clock=clock,
            metrics=metrics,
            tracing=tracing,
            database=database,
            token_store=token_store,
            tokens=TokenVerifier(token_store, clock=clock),
            audit=audit,
            shared=shared,
            http=http,
            clockify=None if accounts.shared is None else accounts.shared.client,
            accounts=accounts,
            engine=engine,
            pending=pending,
            pending_store=pending_store,
            schedules=schedules,
            nudges=nudges,
            estimates=estimates,
            ticker=ticker,
            registering=registering,
            health=health,
            intake=intake,
            inbox=inbox,
            event_handlers=handlers,
            inbox_store=inbox_store,
            subscriptions=subscriptions,
            previews=previews,
            outbox_store=outbox_store,
            activity=SqlActivity(database),
            misreadings=misreadings,
            usage=usage,
            slack=slack,
            readiness=Readiness(
                readiness_checks(database, ticker, inbox_store, shared.redis, clock=clock), monotonic=monotonic
            ),
        )
