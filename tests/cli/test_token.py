"""`clankerbot token`: shown once, listed without itself, revoked; beside a running service too."""

import json
import re
from pathlib import Path

import pytest

from clankerbot_engine.stores.database import Database
from clankerbot_engine.stores.migrations import migrate
from clankerbot_engine.stores.tokens import SqlTokenStore
from clankerbot_engine.tokens import is_well_formed, token_hash
from tests.cli.conftest import Clankerbot


def test_a_token_is_the_only_thing_on_standard_output(clankerbot: Clankerbot) -> None:
    result = clankerbot("token", "create", "laptop", "--scope", "parse", "--scope", "run")
    assert result.exit_code == 0
    assert is_well_formed(result.stdout.strip())
    assert "not shown again" in result.stderr
    assert result.stdout.strip() not in result.stderr


def test_it_is_kept_as_a_hash_only(clankerbot: Clankerbot, tmp_path: Path) -> None:
    token = clankerbot("token", "create", "laptop", "--all-scopes").stdout.strip()
    kept = b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir())
    assert token.encode() not in kept
    assert token_hash(token).encode() in kept


def test_the_list_shows_names_scopes_and_states_but_no_token(clankerbot: Clankerbot) -> None:
    first = clankerbot("token", "create", "laptop", "--scope", "run", "--scope", "parse").stdout.strip()
    clankerbot("token", "create", "ci", "--all-scopes", "--expires-days", "30")
    shown = clankerbot("token", "list").stdout
    assert re.search(r"^[0-9A-Z]{26}  laptop  parse run +\d{4}-\d\d-\d\d  never +valid$", shown, re.MULTILINE)
    assert re.search(r"  ci +parse run schedules webhooks admin  \d{4}-\d\d-\d\d  never +expires \d{4}", shown)
    assert first not in shown


def test_a_revoked_token_is_listed_as_revoked_and_cannot_be_revoked_again(clankerbot: Clankerbot) -> None:
    made = json.loads(clankerbot("token", "create", "laptop", "--scope", "run", "--json").stdout)["data"]
    assert is_well_formed(made["token"])
    assert made["scopes"] == ["run"]
    assert clankerbot("token", "revoke", made["id"]).exit_code == 0
    (listed,) = json.loads(clankerbot("token", "list", "--json").stdout)["data"]
    assert listed["revoked_at"] is not None
    assert "token" not in listed
    again = clankerbot("token", "revoke", made["id"])
    assert again.exit_code == 1
    assert "clankerbot token list" in again.stderr


@pytest.mark.parametrize("words", [[], ["--scope", "run", "--all-scopes"], ["--scope", "everything"]])
def test_scopes_are_asked_for_and_must_be_known(clankerbot: Clankerbot, words: list[str]) -> None:
    result = clankerbot("token", "create", "laptop", *words)
    assert result.exit_code == 2
    assert "parse" in result.stderr
    assert "admin" in result.stderr


def test_a_name_of_nothing_is_refused_in_words(clankerbot: Clankerbot) -> None:
    result = clankerbot("token", "create", " ", "--all-scopes")
    assert result.exit_code == 1
    assert "1 to 100 characters" in result.stderr


def test_a_list_of_none_says_how_to_make_one(clankerbot: Clankerbot) -> None:
    assert "clankerbot token create" in clankerbot("token", "list").stdout


async def test_tokens_are_made_beside_a_running_service(clankerbot: Clankerbot, tmp_path: Path) -> None:
    import asyncio

    service = await Database.open(f"sqlite:///{tmp_path / 'data/clankerbot.db'}", role="service")
    try:
        await migrate(service)
        result = await asyncio.to_thread(clankerbot, "token", "create", "laptop", "--all-scopes")
        assert result.exit_code == 0
        assert await SqlTokenStore(service).find(token_hash(result.stdout.strip())) is not None
    finally:
        await service.close()
