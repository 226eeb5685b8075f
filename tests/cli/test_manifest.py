"""`clankerbot manifest` prints what the bot renders."""

from pathlib import Path

from clankerbot_bot.manifest import render_manifest
from tests.cli.conftest import Clankerbot

URL = "https://time.example.org"


def test_it_prints_the_manifest_of_that_address(clankerbot: Clankerbot) -> None:
    assert clankerbot("manifest", "--url", URL).stdout == render_manifest(URL)


def test_address_and_command_come_from_the_settings(clankerbot: Clankerbot) -> None:
    result = clankerbot("manifest", env={"PUBLIC_URL": URL, "SLACK_COMMAND": "/time"})
    assert result.stdout == render_manifest(URL, "/time")


def test_it_is_written_to_a_file_when_asked(clankerbot: Clankerbot) -> None:
    result = clankerbot("manifest", "--url", URL, "--out", "manifest.yml")
    assert result.stdout == "Wrote manifest.yml.\n"
    assert Path("manifest.yml").read_text() == render_manifest(URL)


def test_a_file_that_cannot_be_written_is_told_in_words(clankerbot: Clankerbot) -> None:
    result = clankerbot("manifest", "--url", URL, "--out", "no/such/folder.yml")
    assert result.exit_code == 1
    assert "no/such/folder.yml" in result.stderr


def test_an_address_that_slack_cannot_call_is_refused(clankerbot: Clankerbot) -> None:
    result = clankerbot("manifest", "--url", "http://time.example.org")
    assert result.exit_code == 2
    assert "https" in result.stderr


def test_without_an_address_it_is_asked_for(clankerbot: Clankerbot) -> None:
    result = clankerbot("manifest")
    assert result.exit_code == 2
    assert "--url" in result.stderr


def test_without_any_address_slack_is_called_by_the_service(clankerbot: Clankerbot) -> None:
    assert clankerbot("manifest", "--socket-mode", env={"PUBLIC_URL": URL}).stdout == render_manifest(None)
    assert clankerbot("manifest", "--socket-mode", "--url", URL).exit_code == 2
