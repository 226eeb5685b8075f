"""Slack: is the token taken, and does it have the scopes of our manifest (the `x-oauth-scopes` header says so)."""

from collections.abc import AsyncIterator

import httpx

from clankerbot_engine.settings import Settings
from clankerbot_http.cli.doctor.findings import Finding
from clankerbot_http.cli.doctor.remotes import TIMEOUT_S, answer_of
from clankerbot_http.cli.manifest import SLACK_SCOPES

TOPIC = "Slack"


async def check_slack(settings: Settings, http: httpx.AsyncClient) -> AsyncIterator[Finding]:
    if settings.slack_bot_token is None and settings.slack_client_id is None:
        yield Finding(TOPIC, "off", "Neither SLACK_BOT_TOKEN nor SLACK_CLIENT_ID is set: no Slack.")
        return
    if settings.slack_signing_secret is None and settings.slack_app_token is None:
        mend = "Copy the signing secret from https://api.slack.com/apps, Basic Information, to SLACK_SIGNING_SECRET."
        yield Finding(TOPIC, "problem", "SLACK_SIGNING_SECRET is not set, so no request of Slack's is believed.", mend)
    if settings.public_url is None and settings.slack_app_token is None:
        mend = "Set PUBLIC_URL to the https address of this service, and run: clankerbot manifest"
        yield Finding(TOPIC, "warning", "PUBLIC_URL is not set, so Slack's manifest cannot name this service.", mend)
    if settings.slack_bot_token is not None:
        yield await _token(settings, settings.slack_bot_token.get_secret_value(), http)


async def _token(settings: Settings, token: str, http: httpx.AsyncClient) -> Finding:
    url = f"{settings.slack_api_url}/auth.test"
    call = http.post(url, headers={"Authorization": f"Bearer {token}"}, timeout=TIMEOUT_S)
    answer = await answer_of(call, TOPIC, url)
    if isinstance(answer, Finding):
        return answer
    try:
        said = answer.json()
    except ValueError:
        said = None
    if not isinstance(said, dict):
        return Finding(TOPIC, "warning", f"Slack answered with the status {answer.status_code}.", "Try again later.")
    if not said.get("ok"):
        mend = "Copy the bot token (xoxb-...) from https://api.slack.com/apps, OAuth & Permissions, to SLACK_BOT_TOKEN."
        return Finding(TOPIC, "problem", f"Slack refused the token: {str(said.get('error'))[:60]}.", mend)
    granted = {scope.strip() for scope in answer.headers.get("x-oauth-scopes", "").split(",") if scope.strip()}
    missing = [scope for scope in SLACK_SCOPES if scope not in granted]
    if granted and missing:
        mend = "Put the output of `clankerbot manifest` into the app's settings and install it again."
        return Finding(TOPIC, "problem", f"The app lacks the scopes {', '.join(missing)}.", mend)
    who, where = str(said.get("user"))[:80], str(said.get("team"))[:80]
    return Finding(TOPIC, "ok", f"The token is that of {who} in {where}, with every scope it needs.")
