"""All that an instance depends on, each behind a fault proxy: real servers, and what stands in for the rest.

Ada is connected, and told of new projects in #general.
"""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

import orjson
from pydantic import SecretStr
from sqlalchemy import insert
from starlette.types import Receive, Scope, Send
from ulid import ULID

from clankerbot_engine.accounts.vault import Vault, clockify_key_of
from clankerbot_engine.clockify.sandbox import DEMO_API_KEY, OWNER_API_KEY, SandboxState, create_sandbox, seeded_state
from clankerbot_engine.stores.database import POSTGRES, Database
from clankerbot_engine.stores.migrations import migrate
from clankerbot_engine.stores.people import SqlPersonStore
from clankerbot_engine.stores.ports import SCOPES, ApiToken, StoredConnection
from clankerbot_engine.stores.tables import subscriptions
from clankerbot_engine.stores.tokens import SqlTokenStore
from clankerbot_engine.tokens import issue_token
from tests.cli.serving import serving
from tests.fakes import fault_proxy, redis
from tests.fakes.fault_proxy import FaultProxy
from tests.fakes.slack import SIGNING_SECRET, TOKEN, FakeSlack, furnish
from tests.fakes.slack.web_api import create_stand_in

SECRET = "the-shared-secret-0123456789"
VAULT_KEY = "a long random word of the tests"
ADA = "slack:T0DEMO:U0ADA"
CHANNEL = "C0GENERAL"
WORKSPACE = "64a687e29ae1f428e7ebe303"
"""Of the deliveries; not the sandbox's, whose catalogue they leave alone."""
LOG_A_MINUTE = {"actions": [{"kind": "log_time", "duration_s": 60, "project": "Apollo"}]}


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Surroundings:
    """`settings` lead through the proxies, `database_url` past them."""

    settings: dict[str, str]
    database_url: str
    redis: redis.Server
    sandbox: SandboxState
    slack: FakeSlack
    proxies: Mapping[str, FaultProxy]
    token: ApiToken
    bearer: dict[str, str]

    def told_in_slack(self) -> list[str]:
        """What stands in #general."""
        return [each.text for each in [*self.slack.messages.values()] if each.channel.id == CHANNEL]

    def descriptions(self) -> list[str]:
        """Of the time entries in Clockify."""
        return [entry.description for entry in [*self.sandbox.entries.values()]]


@contextmanager
def surroundings(database_url: str, **settings: str) -> Iterator[Surroundings]:
    """`database_url`: of an empty database, behind a proxy if it is on Postgres."""
    sandbox, slack = seeded_state(utc_now()), FakeSlack(utc_now)
    furnish(slack)
    with ExitStack() as stack:
        redis_server = stack.enter_context(redis.server())
        served = {"clockify": create_sandbox(sandbox), "slack": create_stand_in(slack), "model": model}
        where: dict[str, str | int] = {name: _port(stack.enter_context(serving(app))) for name, app in served.items()}
        where["redis"] = redis_server.url.removeprefix("unix://")
        if database_url.startswith(POSTGRES):
            where["postgres"] = f"{database_url.partition('host=')[2]}/.s.PGSQL.5432"
        proxies = {name: stack.enter_context(fault_proxy.before(target)) for name, target in where.items()}
        urls = {name: f"http://127.0.0.1:{proxy.port}" for name, proxy in proxies.items()}
        slack.url = urls["slack"]
        token, text = asyncio.run(_furnished(database_url, f"{urls['clockify']}/api", sandbox))
        given = {
            "DATABASE_URL": database_url,
            "REDIS_URL": f"redis://127.0.0.1:{proxies['redis'].port}",
            "CLOCKIFY_API_KEY": DEMO_API_KEY,
            "CLOCKIFY_BASE_URL": f"{urls['clockify']}/api",
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_API_URL": f"{urls['slack']}/api",
            "DEEPSEEK_API_KEY": "sk-0123456789abcdef0123456789abcdef",
            "DEEPSEEK_BASE_URL": urls["model"],
            "SECRET_KEYS": VAULT_KEY,
            "WEBHOOK_SHARED_SECRET": SECRET,
            "RATE_LIMIT_PER_MINUTE": "1000000",
            "LOG_LEVEL": "error",
            **settings,
        }
        if "postgres" in proxies:
            name = database_url.partition("?")[0].rpartition("/")[2]
            given["DATABASE_URL"] = f"postgresql://postgres@127.0.0.1:{proxies['postgres'].port}/{name}"
        bearer = {"Authorization": f"Bearer {text}"}
        yield Surroundings(given, database_url, redis_server, sandbox, slack, proxies, token, bearer)
    assert not slack.violations, "\n".join(slack.violations)


def delivery(number: int) -> tuple[dict[str, object], dict[str, str]]:
    """Of a new project, one for each number: body and headers."""
    body = {"id": f"{number:024x}", "name": f"Project {number}", "workspaceId": WORKSPACE, "public": True}
    return body, {"X-Webhook-Secret": SECRET, "Clockify-Webhook-Event-Type": "NEW_PROJECT"}


def _port(url: str) -> int:
    port = urlsplit(url).port
    assert port is not None
    return port


async def _furnished(database_url: str, clockify_url: str, sandbox: SandboxState) -> tuple[ApiToken, str]:
    database = await Database.open(database_url)
    await migrate(database)
    now = utc_now()
    connection = StoredConnection(
        principal=ADA,
        sealed_key=Vault([SecretStr(VAULT_KEY)]).seal(SecretStr(OWNER_API_KEY), clockify_key_of(ADA)),
        base_url=clockify_url,
        workspace_id=sandbox.workspace_id,
        user_id=next(iter(sandbox.people)),
        created_at=now,
        updated_at=now,
    )
    await SqlPersonStore(database).connect(connection)
    # Straight into the table: the workspace is none of the sandbox's, so nobody could subscribe.
    row = {
        "id": str(ULID()),
        "principal": ADA,
        "channel": CHANNEL,
        "topic": "events",
        "events": ["NEW_PROJECT"],
        "filters": {},
        "created_at": now,
        "workspace_id": WORKSPACE,
    }
    await database.change(insert(subscriptions).values(row))
    token = await issue_token(SqlTokenStore(database), "test", SCOPES, clock=utc_now)
    await database.close()
    return token


async def model(scope: Scope, receive: Receive, send: Send) -> None:
    """Reads every text as two hours on Apollo."""
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        pass
    content = orjson.dumps({"actions": [{"kind": "log_time", "project": "Apollo", "duration_s": 7200}]}).decode()
    body = orjson.dumps({"choices": [{"finish_reason": "stop", "message": {"content": content}}]})
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
