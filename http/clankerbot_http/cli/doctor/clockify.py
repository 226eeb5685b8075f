"""Clockify: whose key it is, in which workspace, with what rights and rules. Four requests of the hourly budget."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import datetime

import httpx

from clankerbot_engine.clockify.access import Credential
from clankerbot_engine.clockify.client import ClockifyClient
from clankerbot_engine.clockify.models import ReportRange, User, Workspace, WorkspaceSettings
from clankerbot_engine.errors import ClankerbotError, NotFound, UpstreamError
from clankerbot_engine.metrics import Metrics
from clankerbot_engine.settings import Settings
from clankerbot_http.addresses import is_local
from clankerbot_http.cli.doctor.findings import Finding
from clankerbot_http.cli.doctor.remotes import TIMEOUT_S

TOPIC = "Clockify"
_GET_A_KEY = "Make a key in Clockify, Profile settings, API, and set CLOCKIFY_API_KEY to it."
_NETWORK = "Check the network, the proxy and CLOCKIFY_BASE_URL; Clockify's own state: https://status.clockify.me"


async def check_clockify(
    settings: Settings, http: httpx.AsyncClient, now: datetime, sleep: Callable[[float], Awaitable[None]]
) -> AsyncIterator[Finding]:
    credential = Credential.from_settings(settings)
    if credential is None:
        yield Finding(TOPIC, "problem", "There is no key, so nothing can be logged.", _GET_A_KEY)
        return
    client = ClockifyClient(
        http,
        credential,
        base_url=settings.clockify_base_url,
        reports_url=settings.clockify_reports_url,
        timeout_s=min(settings.clockify_timeout_s, TIMEOUT_S),
        metrics=Metrics(),
        sleep=sleep,
    )
    if settings.clockify_base_url.startswith("http://") and not is_local(settings.clockify_base_url):
        yield Finding(TOPIC, "warning", "The key is sent in clear text.", "Set CLOCKIFY_BASE_URL to an https address.")
    user = await _key_holder(client, settings.clockify_base_url)
    if isinstance(user, Finding):
        yield user
        return
    yield _person(user, settings)
    try:
        workspace_id = settings.clockify_workspace_id or user.active_workspace or user.default_workspace
        if workspace_id is None:
            mend = "Set CLOCKIFY_WORKSPACE_ID to the id in the address of the workspace's settings page."
            yield Finding(TOPIC, "problem", "The profile names no workspace.", mend)
            return
        workspace = await client.workspaces.get(workspace_id)
    except ClankerbotError as error:
        yield _refusal(error, settings.clockify_base_url)
        return
    yield await _rights(client, workspace)
    for finding in _rules(workspace.workspace_settings or WorkspaceSettings(), now):
        yield finding
    yield await _reports(client, workspace_id, settings, now)


async def _key_holder(client: ClockifyClient, url: str) -> User | Finding:
    try:
        return await client.users.me()
    except NotFound:  # which speaks of a workspace, but none was asked for yet
        mend = "Check CLOCKIFY_BASE_URL; that of clockify.me is https://api.clockify.me/api."
        return Finding(TOPIC, "problem", f"What answers at {url} is no Clockify API.", mend)
    except ClankerbotError as error:
        return _refusal(error, url)


def _refusal(error: ClankerbotError, url: str) -> Finding:
    """Unreachable and refused are mended in different ways."""
    if isinstance(error, UpstreamError):
        return Finding(TOPIC, "problem", f"{url} did not answer as it should: {error.message}", _NETWORK)
    return Finding(TOPIC, "problem", error.message, None)


def _person(user: User, settings: Settings) -> Finding:
    zone = user.settings.time_zone if user.settings else None
    where = f"their time zone is {zone}" if zone else f"without a time zone, so {settings.timezone} is theirs"
    return Finding(TOPIC, "ok", f"The key is that of {user.name or user.email}; {where}.")


async def _rights(client: ClockifyClient, workspace: Workspace) -> Finding:
    plan = workspace.feature_subscription_type or "FREE"
    named = f"Entries go to the workspace {workspace.name} (plan {plan})"
    if client.is_addon:
        return Finding(TOPIC, "ok", f"{named}, as an add-on.")
    try:
        ruled = await client.workspaces.all(roles=("OWNER", "WORKSPACE_ADMIN"))
    except ClankerbotError:
        return Finding(TOPIC, "ok", f"{named}.")
    if any(each.id == workspace.id for each in ruled):
        return Finding(TOPIC, "ok", f"{named}, where this account is owner or admin.")
    return Finding(
        TOPIC,
        "ok",
        f"{named}, where this account is no admin: it logs for itself only, and can make no webhooks.",
    )


def _rules(rules: WorkspaceSettings, now: datetime) -> Iterator[Finding]:
    required = [
        name
        for name, is_required in (
            ("a project", rules.force_projects),
            ("a task", rules.force_tasks),
            ("a tag", rules.force_tags),
            ("a description", rules.force_description),
        )
        if is_required
    ]
    if required:
        yield Finding(TOPIC, "ok", f"Every entry needs {', '.join(required)}; clankerbot asks where it is missing.")
    if rules.time_tracking_mode == "STOPWATCH_ONLY":
        mend = "Use start and stop, or ask an admin to switch off Force timer."
        yield Finding(TOPIC, "warning", "The workspace allows timers only, so `log 2h` is refused.", mend)
    if rules.lock_time_entries is not None:
        day = rules.lock_time_entries.date()
        yield Finding(TOPIC, "ok", f"Entries before {day} are locked; an admin can move that date.")


async def _reports(client: ClockifyClient, workspace_id: str, settings: Settings, now: datetime) -> Finding:
    today = now.astimezone(settings.zone).date()
    range_ = ReportRange(
        date_range_start=f"{today}T00:00:00.000",
        date_range_end=f"{today}T23:59:59.999",
        time_zone=settings.timezone,
    )
    try:
        await client.reports.summary(workspace_id, range_, groups=("PROJECT",))
    except ClankerbotError as error:
        mend = "Set CLOCKIFY_REPORTS_URL to the reports address of your region; summaries need it."
        return Finding(TOPIC, "problem", f"The reports cannot be read: {error.message}", mend)
    return Finding(TOPIC, "ok", "The reports can be read.")
