"""Every secret is pushed through every path; afterwards it stands in nothing that was written."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from pydantic import SecretStr

from clankerbot_engine.clockify.sandbox import OWNER_API_KEY, REGULAR_API_KEY, Fault
from clankerbot_engine.settings import Settings, holds_secret
from clankerbot_engine.telemetry import start_tracing
from clankerbot_http.access import ROUTES
from tests.fakes.clocks import FakeClock
from tests.fakes.services import CLOCKIFY, Service, running_service
from tests.fakes.slack import CLIENT_ID, CLIENT_SECRET, SIGNING_SECRET, FakeSlack, running_slack
from tests.rest.conftest import Log

SECRETS: dict[str, Any] = {
    "clockify_api_key": OWNER_API_KEY,
    "deepseek_api_key": "sk-canary-0123456789abcdef0123",
    "secret_keys": "canary-vault-word-one,canary-vault-word-two",
    "webhook_shared_secret": "canary-webhook-secret-1,canary-webhook-secret-2",
    "generic_webhook_secret": "whsec_Y2FuYXJ5LWdlbmVyaWMtc2VjcmV0LTEyMzQ1Ng==",
    "github_webhook_secret": "canary-github-secret-123",
    "slack_signing_secret": SIGNING_SECRET,
    "slack_client_id": CLIENT_ID,
    "slack_client_secret": CLIENT_SECRET,
}
NOT_SET = {"clockify_addon_token", "slack_bot_token", "slack_app_token"}
"""The one instead of the key, and those of another way to set Slack up."""
PERSON = "slack:T0DEMO:U0ADA"


def canaries(token: str) -> list[str]:
    words = [word for value in SECRETS.values() for word in str(value).split(",")]
    return [word for word in words if word != CLIENT_ID] + [REGULAR_API_KEY, token]


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with running_slack(FakeClock()) as slack:
        yield slack


def test_no_secret_among_the_settings_is_left_out() -> None:
    known = {name for name in Settings.model_fields if holds_secret(name)}
    assert known <= {*SECRETS, *NOT_SET}


async def push(service: Service, token: str, secret: str) -> list[httpx.Response]:
    """As a text, a token, a header, a path, a query, a body that is no JSON, and a delivery: to every route."""
    bearer = {"Authorization": f"Bearer {token}"}
    good, bad = await service.anonymous(**bearer), await service.anonymous(Authorization=f"Bearer {secret}")
    answers = [
        await bad.post("/actions/run", json={"text": "status"}),
        await good.post("/actions/parse", json={"text": "status"}, params={"key": secret}),
        await good.post("/actions/run", content=f'{{"text": "{secret}'.encode()),
        await good.post("/actions/run", json={"text": "status", secret[:40]: 1}),
        await good.post("/actions/run", json={"actions": [{"kind": secret}]}),
        await good.post("/actions/parse?llm=true", json={"text": f"my key is {secret}"}),
    ]
    if secret != REGULAR_API_KEY:  # a stranger's key in a path is known for one by nobody, and paths are logged
        answers.append(await good.get(f"/schedules/{secret.replace('=', '')}"))
    for route in ROUTES:
        if "/webhooks/" in route.template or route.template.startswith("/slack"):
            path = route.template.replace("{provider}", "generic").replace("{source}", "x")
            method = next(iter(route.scopes))
            headers = dict.fromkeys(("X-Webhook-Secret", "Clockify-Signature", "X-Slack-Signature"), secret)
            answers.append(await good.request(method, path, headers=headers, content=b"{}"))
    return answers


async def test_secrets_stand_in_no_log_trace_metric_answer_or_file(tmp_path: Path, slack: FakeSlack, log: Log) -> None:
    exporter = InMemorySpanExporter()
    tracing = start_tracing(
        Settings.model_validate({**SECRETS, "otel_exporter_otlp_endpoint": "http://127.0.0.1:1"}), exporter=exporter
    )
    assert tracing is not None
    settings = {**SECRETS, "clockify_base_url": CLOCKIFY, "slack_api_url": f"{slack.url}/api"}
    settings |= {"public_url": "https://clankerbot.test", "deepseek_base_url": "http://127.0.0.1:1"}
    answers: list[httpx.Response] = []
    async with running_service(tmp_path, background=True, tracing=tracing, **settings) as service:
        log.redact(service.services.settings)
        token = await service.token()
        secrets = canaries(token)
        await service.services.accounts.connect(PERSON, SecretStr(REGULAR_API_KEY))
        api = await service.anonymous(Authorization=f"Bearer {token}")
        for kind in ("server_error", "drop", "html_body", "rate_limit"):
            service.sandbox.faults.add(Fault(kind, method="POST"))
            answers.append(await api.post("/actions/run", json={"text": "log 1h on Apollo yesterday"}))
            await service.services.engine.run(principal=PERSON, text="status")
        for secret in secrets:
            answers += await push(service, token, secret)
        metrics = (await api.get("/metrics")).text
        kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
        await asyncio.to_thread(tracing.provider.force_flush)
    spans = json.dumps([json.loads(span.to_json()) for span in exporter.get_finished_spans()])
    assert log.lines
    assert spans != "[]"
    for secret in secrets:
        for place, written in (("log", "\n".join(log.lines)), ("metrics", metrics), ("traces", spans)):
            assert secret not in written, f"{secret} is in the {place}"
        assert secret.encode() not in kept, f"{secret} is in the database"
    for answer in answers:
        sent = answer.request.content.decode(errors="replace") + str(answer.request.url)
        for secret in secrets:
            assert secret not in answer.text or secret in sent, f"{secret} is in {answer.request.url}"
