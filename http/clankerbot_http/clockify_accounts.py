"""Clockify as the settings have it: the connections to it, whom one acts as there, and the webhooks that it calls."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from clankerbot_engine.accounts.accounts import Accounts
from clankerbot_engine.accounts.live import Account
from clankerbot_engine.accounts.vault import Vault
from clankerbot_engine.audit import Audit
from clankerbot_engine.clockify.access import Endpoint
from clankerbot_engine.clockify.client import ClockifyClient, Credential
from clankerbot_engine.clockify.pace import Pace, per_hour
from clankerbot_engine.clockify.workspace import WorkspaceCache
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.remotes.host import RemoteHost
from clankerbot_engine.remotes.remote import Remote
from clankerbot_engine.settings import Settings
from clankerbot_engine.stores.cache import SqlCacheStore
from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.people import SqlPersonStore
from clankerbot_engine.stores.subscriptions import SqlSubscriptionStore
from clankerbot_engine.stores.webhook_sources import SqlWebhookSourceStore
from clankerbot_engine.webhooks.registering import Registering
from clankerbot_http.outgoing import Outgoing
from clankerbot_http.shared_state import SharedState


def accounts_on(
    settings: Settings,
    outgoing: Outgoing,
    database: Database,
    *,
    clock: Callable[[], datetime],
    metrics: Metrics,
    shared: SharedState,
    audit: Audit | None = None,
) -> Accounts:
    store = SqlCacheStore(database)
    hourly = settings.clockify_requests_per_hour
    pace = Pace(shared.outward, shared.pauses, hourly=None if hourly is None else per_hour(hourly), metrics=metrics)
    hosts: dict[str, RemoteHost] = {}  # the few regions of Clockify, and the settings'

    def host_of(url: str) -> RemoteHost:
        name = urlsplit(url).hostname or ""
        if name not in hosts:
            hosts[name] = RemoteHost(outgoing.pool(name), Remote(name, metrics=metrics))
        return hosts[name]

    def open_account(credential: Credential, base_url: str, workspace_id: str | None) -> Account:
        own = base_url == settings.clockify_base_url
        reports_url = settings.clockify_reports_url if own else None
        endpoint = Endpoint.of(base_url, reports_url)
        core, reports = host_of(endpoint.core), host_of(endpoint.reports)
        client = ClockifyClient(
            core.http,
            credential,
            base_url=base_url,
            reports_url=reports_url,
            timeout_s=settings.clockify_timeout_s,
            metrics=metrics,
            remote=core.remote,
            reports=reports,
            pace=pace,
            clock=clock,
        )
        return Account(client, WorkspaceCache(client, store, clock=clock, metrics=metrics, workspace_id=workspace_id))

    credential = Credential.from_settings(settings)
    own_account = None
    if credential is not None:
        own_account = open_account(credential, settings.clockify_base_url, settings.clockify_workspace_id)
    return Accounts(
        SqlPersonStore(database),
        Vault(settings.secret_keys),
        shared=own_account,
        open_account=open_account,
        own_url=settings.clockify_base_url,
        personal=lambda principal: principal.startswith("slack:"),
        clock=clock,
        signals=shared.signals,
        audit=audit,
    )


def registering_on(
    database: Database,
    accounts: Accounts,
    settings: Settings,
    *,
    clock: Callable[[], datetime],
    changed: Callable[[], None] = lambda: None,
) -> Registering:
    return Registering(
        SqlWebhookSourceStore(database),
        SqlSubscriptionStore(database),
        accounts,
        Vault(settings.secret_keys),
        public_url=settings.public_url,
        locks=database.locks,
        changed=changed,
        clock=clock,
    )
