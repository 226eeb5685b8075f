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
from tests.end_to_end.processes import run
from tests.fakes.clocks import FakeClock
from tests.fakes.services import CLOCKIFY, Service, running_service
from tests.fakes.slack import APP_TOKEN, CLIENT_ID, CLIENT_SECRET, SIGNING_SECRET, TOKEN, FakeSlack, running_slack
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
OTHERWISE: dict[str, Any] = {
    "clockify_addon_token": "canary.addon.token-0123456789",
    "slack_bot_token": TOKEN,
    "slack_app_token": APP_TOKEN,
}
"""The one instead of the key, and those of another way to set Slack up."""
IN_URLS = {"DATABASE_URL": "canary-of-postgres", "REDIS_URL": "canary-of-redis"}
"""No setting of its own: the password in an address."""
COMMANDS = (
    ["audit", "--format", "jsonl"],
    ["backup", "copy-of-all.db"],
    ["doctor", "--json"],
    ["token", "list"],
    ["inbox", "list", "--json"],
    ["keys", "rotate"],
)
PERSON = "slack:T0DEMO:U0ADA"


def canaries(secrets: dict[str, Any], token: str) -> list[str]:
    words = [word for value in secrets.values() for word in str(value).split(",")]
    return [word for word in words if word != CLIENT_ID] + [REGULAR_API_KEY, token]


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with running_slack(FakeClock()) as slack:
        yield slack


def test_no_secret_among_the_settings_is_left_out() -> None:
    known = {name for name in Settings.model_fields if holds_secret(name)}
    assert known <= {*SECRETS, *OTHERWISE}


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


@pytest.mark.parametrize("otherwise", [False, True], ids=["one way to set it up", "the other one"])
async def test_secrets_stand_in_no_log_trace_metric_answer_file_or_command(
    tmp_path: Path, slack: FakeSlack, log: Log, otherwise: bool
) -> None:
    given = {name: value for name, value in SECRETS.items() if not otherwise or "slack_client" not in name}
    given = {**given, **OTHERWISE} if otherwise else given
    if otherwise:
        del given["clockify_api_key"]
    exporter = InMemorySpanExporter()
    tracing = start_tracing(
        Settings.model_validate({**given, "otel_exporter_otlp_endpoint": "http://127.0.0.1:1"}), exporter=exporter
    )
    assert tracing is not None
    settings = {name: value for name, value in given.items() if name != "slack_app_token"}  # `serve` says what is wrong
    settings |= {"clockify_base_url": CLOCKIFY, "slack_api_url": f"{slack.url}/api"}
    settings |= {"public_url": "https://clankerbot.test", "deepseek_base_url": "http://127.0.0.1:1"}
    answers: list[httpx.Response] = []
    async with running_service(tmp_path, clockify=False, background=True, tracing=tracing, **settings) as service:
        log.redact(service.services.settings)
        token = await service.token()
        secrets = canaries(given, token)
        await service.services.accounts.connect(PERSON, SecretStr(REGULAR_API_KEY))
        api = await service.anonymous(Authorization=f"Bearer {token}")
        for kind in ("server_error", "drop", "html_body", "rate_limit"):
            service.sandbox.faults.add(Fault(kind, method="POST"))
            answers.append(await api.post("/actions/run", json={"text": "log 1h on Apollo yesterday"}))
            await service.services.engine.run(principal=PERSON, text="status")
        for secret in secrets:
            answers += await push(service, token, secret)
        metrics = (await api.get("/metrics")).text
        await asyncio.to_thread(tracing.provider.force_flush)
    spans = json.dumps([json.loads(span.to_json()) for span in exporter.get_finished_spans()])
    told = await asyncio.to_thread(said_by_commands, tmp_path, given)
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert log.lines
    assert spans != "[]"
    for secret in secrets:
        written = {"log": "\n".join(log.lines), "metrics": metrics, "traces": spans, "commands": told}
        for place, text in written.items():
            assert secret not in text, f"{secret} is in the {place}"
        assert secret.encode() not in kept, f"{secret} is in the database, or its copy"
    for word in IN_URLS.values():
        assert word not in told
    for answer in answers:
        sent = answer.request.content.decode(errors="replace") + str(answer.request.url)
        for secret in secrets:
            assert secret not in answer.text or secret in sent, f"{secret} is in {answer.request.url}"


def said_by_commands(folder: Path, given: dict[str, Any]) -> str:
    """What those print that tell of what is kept, and what is said where an address with a password in it is wrong."""
    env = {name.upper(): str(value) for name, value in given.items()}
    env |= {"CLOCKIFY_BASE_URL": "http://127.0.0.1:1/api", "SLACK_API_URL": "http://127.0.0.1:1/api"}
    env |= {"DEEPSEEK_BASE_URL": "http://127.0.0.1:1", "DATABASE_URL": f"sqlite:///{folder}/clankerbot.db"}
    answers = [run(words, folder, **env) for words in COMMANDS]
    answers.append(run(["serve"], folder, **{**env, "SLACK_APP_TOKEN": str(OTHERWISE["slack_app_token"])}))
    assert answers[-1].returncode == 1, answers[-1].stderr
    assert [each.returncode for each in answers[:-1] if "doctor" not in each.args] == [0] * (len(COMMANDS) - 1)
    wrong = {
        "DATABASE_URL": f"postgresql://clankerbot:{IN_URLS['DATABASE_URL']}@127.0.0.1:1/clankerbot",
        "REDIS_URL": f"redis://:{IN_URLS['REDIS_URL']}@127.0.0.1:1/0",
    }
    answers += [run(["doctor"], folder, **{**env, **wrong}), run(["serve"], folder, **{**env, **wrong})]
    answers.append(run(["doctor"], folder, **{**env, "REDIS_URL": wrong["REDIS_URL"], "LOG_LEVEL": "debug"}))
    return "\n".join(each.stdout + each.stderr for each in answers)
