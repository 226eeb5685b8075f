"""`clankerbot doctor`: what is wrong, in words, and how to mend it; never a secret."""

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import httpx
import pytest

from clankerbot_engine.clockify.sandbox import DEMO_API_KEY, REGULAR_API_KEY, SandboxState, create_sandbox, seeded_state
from clankerbot_engine.settings import Settings
from clankerbot_http.cli.doctor.examination import examine
from clankerbot_http.cli.doctor.findings import Finding
from clankerbot_http.cli.manifest import SLACK_SCOPES
from clankerbot_http.cli.storage import bring_up_to_date
from tests.cli.conftest import Clankerbot
from tests.fakes import redis

NOW = datetime(2026, 4, 22, 13, 40, tzinfo=UTC)
Answer = Callable[[httpx.Request], httpx.Response]


class Remotes(httpx.AsyncBaseTransport):
    """The sandbox as Clockify; for other hosts, an answer or a refused connection."""

    def __init__(self, state: SandboxState, answers: dict[str, Answer] | None = None) -> None:
        self._clockify = httpx.ASGITransport(create_sandbox(state))
        self._answers = answers or {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == "clockify.test":
            return await self._clockify.handle_async_request(request)
        if request.url.host in self._answers:
            return self._answers[request.url.host](request)
        raise httpx.ConnectError("refused", request=request)


@pytest.fixture
def state() -> SandboxState:
    return seeded_state(NOW)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def examined(
    state: SandboxState,
    *,
    answers: dict[str, Answer] | None = None,
    **environ: str,
) -> dict[str, list[Finding]]:
    """By topic; Clockify is set up unless the settings say otherwise."""
    given = {"CLOCKIFY_API_KEY": DEMO_API_KEY, "CLOCKIFY_BASE_URL": "https://clockify.test/api", **environ}
    settings = Settings.from_environment(given, env_file=None)
    found: dict[str, list[Finding]] = {}

    async def no_wait(_: float) -> None:
        return

    async for finding in examine(settings, clock=lambda: NOW, transport=Remotes(state, answers), sleep=no_wait):
        found.setdefault(finding.topic, []).append(finding)
    return found


def told(findings: list[Finding]) -> str:
    return "\n".join(f"{finding.level}: {finding.message} -> {finding.mend}" for finding in findings)


async def test_a_sound_clockify_is_told_with_person_zone_workspace_and_role(folder: Path, state: SandboxState) -> None:
    findings = (await examined(state))["Clockify"]
    assert {finding.level for finding in findings} == {"ok"}
    for fact in ("Ada Berg", "Europe/Berlin", "Demo Studio", "PRO", "owner or admin", "reports can be read"):
        assert fact in told(findings)


async def test_it_sends_clockify_four_requests_and_no_more(folder: Path, state: SandboxState) -> None:
    await examined(state)
    assert len(state.traffic.to_json()["requests"]) == 4


async def test_who_is_no_admin_is_told_what_that_means(folder: Path, state: SandboxState) -> None:
    findings = (await examined(state, CLOCKIFY_API_KEY=REGULAR_API_KEY))["Clockify"]
    assert "no admin" in told(findings)


async def test_the_workspaces_rules_are_told_in_words(folder: Path, state: SandboxState) -> None:
    state.settings |= {
        "forceProjects": True,
        "forceTags": True,
        "timeTrackingMode": "STOPWATCH_ONLY",
        "lockTimeEntries": "2026-04-01T00:00:00Z",
    }
    findings = (await examined(state))["Clockify"]
    assert "Every entry needs a project, a tag" in told(findings)
    assert "warning: The workspace allows timers only" in told(findings)
    assert "before 2026-04-01 are locked" in told(findings)


async def test_a_wrong_key_and_an_unreachable_clockify_are_told_apart(folder: Path, state: SandboxState) -> None:
    (wrong,) = (await examined(state, CLOCKIFY_API_KEY="wrong-key-0123456789"))["Clockify"]
    assert wrong.level == "problem"
    assert "refused the key" in wrong.message
    assert "wrong-key" not in told([wrong])
    (away,) = (await examined(state, CLOCKIFY_BASE_URL="https://nowhere.test/api"))["Clockify"]
    assert away.level == "problem"
    assert "nowhere.test" in away.message
    assert "key" not in away.message
    assert "network" in (away.mend or "")


async def test_a_certificate_that_is_not_accepted_is_told_apart_from_a_network_that_is_not_there(
    folder: Path, state: SandboxState
) -> None:
    """In the words that httpx has from OpenSSL (`engine/clockify/test_certificates.py` meets a real one)."""

    def expired(request: httpx.Request) -> httpx.Response:
        said = "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1006)"
        raise httpx.ConnectError(said, request=request)

    hosts: dict[str, Answer] = {"api.deepseek.com": expired, "slack.com": expired}
    environ = {"DEEPSEEK_API_KEY": "sk-0123456789abcdef", "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s" * 20}
    found = await examined(state, answers=hosts, **environ)
    for topic, host in (("DeepSeek", "api.deepseek.com"), ("Slack", "slack.com")):
        said = told(found[topic])
        assert f"problem: The TLS certificate of {host} is not accepted: certificate has expired." in said
        assert "the clock of this machine" in said
        assert "network" not in said


async def test_an_address_that_is_not_clockifys_is_not_taken_for_a_wrong_workspace(
    folder: Path, state: SandboxState
) -> None:
    answers: dict[str, Answer] = {"elsewhere.test": lambda _: httpx.Response(404, text="not found")}
    (finding,) = (await examined(state, answers=answers, CLOCKIFY_BASE_URL="https://elsewhere.test/api"))["Clockify"]
    assert finding.level == "problem"
    assert "CLOCKIFY_BASE_URL" in told([finding])
    assert "workspace" not in told([finding])


async def test_a_key_that_travels_in_clear_text_is_a_warning(folder: Path, state: SandboxState) -> None:
    findings = (await examined(state, CLOCKIFY_BASE_URL="http://clockify.test/api"))["Clockify"]
    assert [finding.level for finding in findings] == ["warning", "ok", "ok", "ok"]
    assert "clear text" in findings[0].message


async def test_a_workspace_that_is_not_there_is_named(folder: Path, state: SandboxState) -> None:
    findings = (await examined(state, CLOCKIFY_WORKSPACE_ID="0" * 24))["Clockify"]
    assert [finding.level for finding in findings] == ["ok", "problem"]
    assert "CLOCKIFY_WORKSPACE_ID" in told(findings)


async def test_a_wrong_reports_address_is_found(folder: Path, state: SandboxState) -> None:
    findings = (await examined(state, CLOCKIFY_REPORTS_URL="https://nowhere.test/report"))["Clockify"]
    assert findings[-1].level == "problem"
    assert "CLOCKIFY_REPORTS_URL" in (findings[-1].mend or "")


async def test_no_key_is_a_problem_with_a_way_to_mend_it(folder: Path, state: SandboxState) -> None:
    (finding,) = (await examined(state, CLOCKIFY_API_KEY=""))["Clockify"]
    assert finding.level == "problem"
    assert "CLOCKIFY_API_KEY" in (finding.mend or "")


async def test_the_database_is_told_and_not_made(folder: Path, state: SandboxState) -> None:
    (finding,) = (await examined(state))["database"]
    assert finding.level == "ok"
    assert "is not there yet" in finding.message
    assert not any(os.scandir(folder))


async def test_a_database_of_another_version_is_a_warning(folder: Path, state: SandboxState) -> None:
    (folder / "old.db").touch()
    (finding,) = (await examined(state, DATABASE_URL="sqlite:///old.db"))["database"]
    assert finding.level == "warning"
    assert "clankerbot migrate" in (finding.mend or "")


async def test_a_database_of_a_newer_version_is_not_to_be_migrated(folder: Path, state: SandboxState) -> None:
    url = "sqlite:///new.db"
    await bring_up_to_date(url)
    with closing(sqlite3.connect(folder / "new.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    (finding,) = (await examined(state, DATABASE_URL=url))["database"]
    assert finding.level == "problem"
    assert "newer version" in finding.message
    assert "migrate" not in told([finding])
    assert "Install that version" in (finding.mend or "")


async def test_a_file_that_is_no_database_is_a_problem(folder: Path, state: SandboxState) -> None:
    (folder / "notes.db").write_text("no database " * 100)
    (finding,) = (await examined(state, DATABASE_URL="sqlite:///notes.db"))["database"]
    assert finding.level == "problem"


@pytest.mark.parametrize(
    ("answer", "level", "words"),
    [
        (httpx.Response(200, json={"data": [{"id": "deepseek-flash"}]}), "ok", "accepted"),
        (httpx.Response(200, json={"data": [{"id": "deepseek-v9"}]}), "problem", "deepseek-v9"),
        (httpx.Response(401), "problem", "DEEPSEEK_API_KEY"),
        (httpx.Response(402), "problem", "balance"),
        (httpx.Response(503), "warning", "503"),
    ],
)
async def test_deepseek_is_asked_whether_it_takes_the_key(
    folder: Path, state: SandboxState, answer: httpx.Response, level: str, words: str
) -> None:
    asked: list[httpx.Request] = []

    def deepseek(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return answer

    key = "sk-0123456789abcdef"
    found = await examined(state, answers={"api.deepseek.com": deepseek}, DEEPSEEK_API_KEY=key)
    (finding,) = found["DeepSeek"]
    assert finding.level == level
    assert words in told([finding])
    (request,) = asked
    assert (request.method, request.url.path) == ("GET", "/models")
    assert request.headers["Authorization"] == f"Bearer {key}"


def slack_says(scopes: str, **body: object) -> Answer:
    return lambda _: httpx.Response(200, json=body, headers={"x-oauth-scopes": scopes})


async def test_slacks_scopes_are_compared_with_the_manifests(folder: Path, state: SandboxState) -> None:
    environ = {"SLACK_BOT_TOKEN": "xoxb-123456789", "SLACK_SIGNING_SECRET": "s" * 32}
    environ["PUBLIC_URL"] = "https://time.example.org"
    whole = slack_says(",".join(SLACK_SCOPES), ok=True, team="Acme", user="clankerbot")
    (finding,) = (await examined(state, answers={"slack.com": whole}, **environ))["Slack"]
    assert finding.level == "ok"
    assert "Acme" in finding.message
    less = slack_says("commands, chat:write", ok=True, team="Acme", user="clankerbot")
    (finding,) = (await examined(state, answers={"slack.com": less}, **environ))["Slack"]
    assert finding.level == "problem"
    assert "users:read.email" in finding.message
    assert "chat:write" not in finding.message


async def test_a_slack_token_that_is_refused_and_a_missing_secret_are_problems(
    folder: Path, state: SandboxState
) -> None:
    answers = {"slack.com": slack_says("", ok=False, error="invalid_auth")}
    findings = (await examined(state, answers=answers, SLACK_BOT_TOKEN="xoxb-123456789"))["Slack"]
    assert [finding.level for finding in findings] == ["problem", "warning", "problem"]
    assert "SLACK_SIGNING_SECRET" in told(findings)
    assert "invalid_auth" in told(findings)


async def test_a_clock_that_is_wrong_is_noticed_by_the_remotes_dates(folder: Path, state: SandboxState) -> None:
    def deepseek(_: httpx.Request) -> httpx.Response:
        date = format_datetime(NOW - timedelta(minutes=7), usegmt=True)
        return httpx.Response(200, json={"data": []}, headers={"Date": date})

    found = await examined(
        state, answers={"api.deepseek.com": deepseek}, DEEPSEEK_API_KEY="sk-0123456789", CLOCKIFY_API_KEY=""
    )
    (finding,) = found["clock"]
    assert finding.level == "problem"
    assert "420 s ahead of" in finding.message


async def test_a_public_address_in_clear_text_and_a_short_secret_are_warnings(
    folder: Path, state: SandboxState
) -> None:
    found = await examined(state, PUBLIC_URL="http://time.example.org", WEBHOOK_SHARED_SECRET="short")
    assert found["public URL"][0].level == "warning"
    assert found["webhooks"][0].level == "warning"


async def test_what_runs_at_our_address_is_told_apart(folder: Path, state: SandboxState) -> None:
    for status, level in ((200, "ok"), (503, "problem"), (404, "warning")):
        answers: dict[str, Answer] = {"127.0.0.1": lambda _, status=status: httpx.Response(status)}  # type: ignore[misc]
        assert (await examined(state, answers=answers))["service"][0].level == level
    assert (await examined(state))["service"][0].level == "off"


def test_misspelt_settings_are_found_in_the_file(clankerbot: Clankerbot) -> None:
    Path(".env").write_text("CLOCKIFY_APIKEY=secret-value\nFOO=1\n")
    result = clankerbot("doctor")
    assert "CLOCKIFY_APIKEY in .env is no setting" in result.stdout
    assert "Did you mean CLOCKIFY_API_KEY?" in result.stdout
    assert "FOO in .env" in result.stdout
    assert "secret-value" not in result.output


def test_it_exits_with_1_while_a_problem_stands(clankerbot: Clankerbot) -> None:
    result = clankerbot("doctor")
    assert result.exit_code == 1
    assert "1 problem, 0 warnings." in result.stdout


def test_a_wrong_setting_is_a_finding_too(clankerbot: Clankerbot) -> None:
    result = clankerbot("doctor", "--json", env={"PORT": "eighty"})
    assert result.exit_code == 1
    (finding,) = json.loads(result.stdout)["data"]["findings"]
    assert finding["level"] == "problem"
    assert "PORT" in finding["message"]


def test_every_setting_is_listed_and_no_secret_is_shown(clankerbot: Clankerbot) -> None:
    secrets = {
        name.upper(): f"xoxb-very-secret-{name}"
        for name in ("slack_signing_secret", "slack_client_secret", "webhook_shared_secret", "secret_keys")
    }
    env = {**secrets, "OTEL_EXPORTER_OTLP_ENDPOINT": "http://me:hunter2@127.0.0.1:4318", "TIMEZONE": "Europe/Berlin"}
    plain, document = clankerbot("doctor", env=env).output, clankerbot("doctor", "--json", env=env).output
    for name in Settings.model_fields:
        assert name.upper() in plain
        assert name.upper() in document
    for text in (plain, document):
        assert "very-secret" not in text
        assert "hunter2" not in text
    shown = {each["name"]: each for each in json.loads(document)["data"]["settings"]}
    assert shown["SLACK_SIGNING_SECRET"] == {
        "name": "SLACK_SIGNING_SECRET",
        "state": "set",
        "value": None,
        "secret": True,
    }
    assert shown["TIMEZONE"]["value"] == "Europe/Berlin"
    assert shown["PORT"] == {"name": "PORT", "state": "default", "value": "8080", "secret": False}


async def test_redis_is_looked_at_where_it_is_set(
    folder: Path, state: SandboxState, redis_server: redis.Server
) -> None:
    (unset,) = (await examined(state))["redis"]
    assert unset.level == "off"
    (well,) = (await examined(state, REDIS_URL=redis_server.url))["redis"]
    assert well.level == "ok"
    redis_server.kill()
    (away,) = (await examined(state, REDIS_URL=redis_server.url))["redis"]
    assert away.level == "problem"
    assert f"{redis_server.url} does not answer" in away.message
    with redis.server("--requirepass", "right") as guarded:
        (refused,) = (await examined(state, REDIS_URL=guarded.url))["redis"]
    assert refused.level == "problem"
    assert "REDIS_URL" in told([refused])
