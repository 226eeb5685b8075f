"""The Clockify API as one person: `client.time_entries.create(...)`."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import httpx

from clankerbot_engine.clockify.access import Credential, Endpoint, fingerprint
from clankerbot_engine.clockify.pace import Pace
from clankerbot_engine.clockify.reports import ReportCalls
from clankerbot_engine.clockify.requester import Requester
from clankerbot_engine.clockify.resources import (
    ApprovalCalls,
    ClientCalls,
    ProjectCalls,
    TagCalls,
    TaskCalls,
    UserCalls,
    WebhookCalls,
    WorkspaceCalls,
)
from clankerbot_engine.clockify.time_entries import TimeEntryCalls
from clankerbot_engine.clockify.time_off import TimeOffCalls
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.remotes.host import RemoteHost
from clankerbot_engine.remotes.remote import Remote

__all__ = ["ClockifyClient", "Credential"]


class ClockifyClient:
    """`timeout_s` is for a whole call, retries included. `http` brings no credential of its own.

    `sleep`, `chance` and `clock` are injected so that tests need not wait (`requester`).
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        credential: Credential,
        *,
        base_url: str,
        reports_url: str | None = None,
        timeout_s: float = 20,
        metrics: Metrics,
        remote: Remote | None = None,
        reports: RemoteHost | None = None,
        pace: Pace | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        endpoint = Endpoint.of(base_url, reports_url)
        requester = Requester(
            http,
            credential,
            endpoint,
            timeout_s=timeout_s,
            metrics=metrics,
            remote=remote,
            reports=reports,
            pace=pace,
            sleep=sleep,
            chance=chance,
            clock=clock,
        )
        self.base_url = endpoint.core
        self.is_addon = credential.is_addon
        self.fingerprint = fingerprint(credential, endpoint)
        self.users = UserCalls(requester)
        self.workspaces = WorkspaceCalls(requester)
        self.projects = ProjectCalls(requester)
        self.tasks = TaskCalls(requester)
        self.tags = TagCalls(requester)
        self.clients = ClientCalls(requester)
        self.time_entries = TimeEntryCalls(requester)
        self.reports = ReportCalls(requester)
        self.webhooks = WebhookCalls(requester)
        self.approvals = ApprovalCalls(requester)
        self.time_off = TimeOffCalls(requester)
