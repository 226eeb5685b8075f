"""`clankerbot keys rotate`, and what the doctor says of sealed keys and of posts that did not arrive."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from pydantic import SecretStr

from clankerbot_engine.accounts.vault import Place, Vault, clockify_key_of, slack_tokens_of, webhook_token_of
from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.installations import SqlInstallationStore
from clankerbot_engine.stores.migrations import migrate
from clankerbot_engine.stores.outbox import SqlOutboxStore
from clankerbot_engine.stores.people import SqlPersonStore
from clankerbot_engine.stores.ports import Post, StoredConnection, StoredInstallation, WebhookSource
from clankerbot_engine.stores.webhook_sources import SqlWebhookSourceStore
from clankerbot_http.cli.resealing import Resealed, reseal_all
from tests.cli.conftest import Clankerbot
from tests.fakes import sqlite

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=12)
OLD, NEW = "old word", "new word"
KEY, TOKENS = SecretStr("a-clockify-key"), SecretStr('{"bot_token":"xoxb-1","refresh_token":null}')
WEBHOOK = SecretStr("a-webhook-token")


def vault(*words: str) -> Vault:
    return Vault([SecretStr(word) for word in words])


def person(name: str, sealed: str | None) -> StoredConnection:
    return StoredConnection(f"slack:T1:{name}", "https://clockify.test/api", "w1", "u1", NOW, NOW, sealed)


def installation(team: str, sealed: str) -> StoredInstallation:
    return StoredInstallation(f"T:{team}", {"team_id": team}, NOW, LATER, sealed)


async def fill(database: Database) -> None:
    """Two people of whom one has a key, one installation, one webhook; all under the old word."""
    people, installations = SqlPersonStore(database), SqlInstallationStore(database)
    await people.connect(person("ada", vault(OLD).seal(KEY, clockify_key_of("slack:T1:ada"))))
    await people.connect(person("ben", None))
    await installations.save(installation("T1", vault(OLD).seal(TOKENS, slack_tokens_of("T:T1"))))
    webhook = WebhookSource(
        "1", "a", "clockify", NOW, token_hash="", sealed_token=vault(OLD).seal(WEBHOOK, webhook_token_of("1"))
    )
    await SqlWebhookSourceStore(database).add(webhook)


@pytest.fixture
def within(tmp_path: Path) -> Callable[[Callable[[Database], Awaitable[None]]], None]:
    """Carries something out on the database that the command finds in its folder."""

    async def open_and(work: Callable[[Database], Awaitable[None]]) -> None:
        database = await Database.open(f"sqlite:///{tmp_path}/data/clankerbot.db", role="admin")
        try:
            await migrate(database)
            await work(database)
        finally:
            await database.close()

    return lambda work: asyncio.run(open_and(work))


Within = Callable[[Callable[[Database], Awaitable[None]]], None]


async def all_sealed(database: Database) -> list[tuple[str, Place]]:
    people, sources = SqlPersonStore(database), SqlWebhookSourceStore(database)
    keys = [
        (each.sealed_key, clockify_key_of(each.principal)) for each in await people.connections() if each.sealed_key
    ]
    tokens = [(each.sealed_tokens, slack_tokens_of(each.id)) for each in await SqlInstallationStore(database).all()]
    webhooks = [(each.sealed_token or "", webhook_token_of(each.id)) for each in await sources.all("clockify")]
    return keys + tokens + webhooks


def test_all_is_brought_under_the_newest_word(clankerbot: Clankerbot, within: Within) -> None:
    within(fill)
    result = clankerbot("keys", "rotate", env={"SECRET_KEYS": f"{NEW},{OLD}"})
    assert result.exit_code == 0, result.output
    assert "1 Clockify key, 1 Slack installation, 1 webhook token." in result.stdout
    assert "Now leave the first word of SECRET_KEYS only" in result.stdout

    async def opens_with_the_new_one_alone(database: Database) -> None:
        assert [vault(NEW).unseal(*each) for each in await all_sealed(database)] == [KEY, TOKENS, WEBHOOK]
        (kept,) = await SqlInstallationStore(database).all()
        assert kept.expires_at == LATER

    within(opens_with_the_new_one_alone)
    again = clankerbot("keys", "rotate", "--json", env={"SECRET_KEYS": NEW})
    assert again.exit_code == 0
    assert json.loads(again.stdout)["data"] == {
        "clockify_keys": 1,
        "slack_installations": 1,
        "webhook_tokens": 1,
        "busy": 0,
        "unreadable": 0,
        "complete": True,
    }


def test_what_cannot_be_opened_is_left_and_told(clankerbot: Clankerbot, within: Within) -> None:
    within(fill)

    async def add_one_more(database: Database) -> None:
        await SqlPersonStore(database).connect(
            person("eve", vault("another word").seal(KEY, clockify_key_of("slack:T1:eve")))
        )

    within(add_one_more)
    result = clankerbot("keys", "rotate", env={"SECRET_KEYS": f"{NEW},{OLD}"})
    assert result.exit_code == 1
    assert "1 Clockify key, 1 Slack installation, 1 webhook token." in result.stdout
    assert "1 cannot be opened" in result.stdout
    assert "leave the first word" not in result.stdout

    async def still_opens_with_its_own(database: Database) -> None:
        found = await SqlPersonStore(database).connection("slack:T1:eve")
        assert found is not None
        assert found.sealed_key is not None
        assert vault("another word").unseal(found.sealed_key, clockify_key_of("slack:T1:eve")) == KEY

    within(still_opens_with_its_own)


async def test_tokens_that_a_service_renews_at_this_moment_are_not_touched(tmp_path: Path) -> None:
    database = await Database.open(await sqlite.new(tmp_path / "a.db"))
    await fill(database)
    people, store, sources = SqlPersonStore(database), SqlInstallationStore(database), SqlWebhookSourceStore(database)
    (seen,) = await store.all()
    assert await store.claim_renewal(seen.id, now=NOW, until=NOW + timedelta(minutes=1))
    done = await reseal_all(people, store, sources, vault(NEW, OLD), clock=lambda: NOW)
    assert done == Resealed(clockify_keys=1, webhook_tokens=1, busy=1)
    # The renewal goes on as if nothing had been.
    assert await store.renew(seen.id, seen=seen.sealed_tokens, sealed_tokens="renewed", expires_at=LATER)
    await database.close()


def test_without_a_word_it_is_a_wrong_setting(clankerbot: Clankerbot) -> None:
    result = clankerbot("keys", "rotate")
    assert result.exit_code == 2
    assert "SECRET_KEYS is not set" in result.stderr


def found_by_the_doctor(result: Result, topic: str) -> list[dict[str, str]]:
    findings = json.loads(result.stdout)["data"]["findings"]
    return [each for each in findings if each["topic"] == topic]


@pytest.mark.parametrize(
    ("words", "level", "told"),
    [
        ("", "problem", "3 sealed keys cannot be opened"),
        (NEW, "problem", "opens all but 3 of 3 sealed keys"),
        (f"{NEW},{OLD}", "warning", "a rotation is not finished"),
        (OLD, "ok", "opens all there is"),
    ],
)
def test_the_doctor_looks_at_what_is_sealed(
    clankerbot: Clankerbot, within: Within, words: str, level: str, told: str
) -> None:
    within(fill)
    (finding,) = found_by_the_doctor(clankerbot("doctor", "--json", env={"SECRET_KEYS": words}), "sealed keys")
    assert finding["level"] == level
    assert told in finding["message"]
    assert (finding["mend"] is None) is (level == "ok")


@pytest.mark.parametrize(
    ("slack", "level"),
    [({}, "off"), ({"SLACK_BOT_TOKEN": "xoxb-1"}, "warning"), ({"SLACK_CLIENT_ID": "1.2"}, "problem")],
)
def test_the_doctor_asks_for_a_word_where_slack_needs_one(
    clankerbot: Clankerbot, slack: dict[str, str], level: str
) -> None:
    env = {**slack, "SLACK_API_URL": "http://127.0.0.1:9"}
    (finding,) = found_by_the_doctor(clankerbot("doctor", "--json", env=env), "sealed keys")
    assert finding["level"] == level


def test_the_doctor_shows_the_newest_posts_that_did_not_arrive(clankerbot: Clankerbot, within: Within) -> None:
    async def park_four(database: Database) -> None:
        store = SqlOutboxStore(database)
        for number in range(1, 5):
            await store.add(Post(str(number), "T1", f"C{number}", {"text": "secret text"}, "waiting", NOW, NOW))
            await store.take([str(number)], until=NOW)
            await store.park([str(number)], error=f"reason {number}")

    assert found_by_the_doctor(clankerbot("doctor", "--json"), "posts") == []
    within(park_four)
    (finding,) = found_by_the_doctor(clankerbot("doctor", "--json"), "posts")
    assert finding["level"] == "warning"
    assert finding["message"].startswith("4 messages are not known to have reached Slack.")
    assert [part in finding["message"] for part in ("C4: reason 4", "C3: reason 3", "C2: reason 2", "C1")] == [
        *[True] * 3,
        False,
    ]
    assert "secret text" not in finding["message"]


def test_it_works_beside_a_running_service(clankerbot: Clankerbot, within: Within, tmp_path: Path) -> None:
    within(fill)

    async def beside() -> Result:
        service = await Database.open(f"sqlite:///{tmp_path}/data/clankerbot.db")
        try:
            return await asyncio.to_thread(clankerbot, "keys", "rotate", env={"SECRET_KEYS": f"{NEW},{OLD}"})
        finally:
            await service.close()

    result = asyncio.run(beside())
    assert result.exit_code == 0, result.output
