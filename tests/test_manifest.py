"""The Slack manifest: valid by Slack's own schema, least in scopes, and the committed file is what is rendered."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from clankerbot_bot.manifest import OPTIONAL_SCOPES, SCOPES, build_manifest, render_manifest
from clankerbot_bot.yaml_text import to_yaml
from clankerbot_engine.errors import ValidationFailed

ROOT = Path(__file__).parent.parent
URL = "https://clankerbot.example.com"

# Slack's event reference: what an event costs in scopes.
EVENT_SCOPES = {
    "app_home_opened": set(),
    "app_mention": {"app_mentions:read"},
    "app_uninstalled": set(),
    "message.im": {"im:history"},
    "tokens_revoked": set(),
    "user_change": {"users:read"},
}


def test_the_file_in_the_root_is_what_is_rendered() -> None:
    assert (ROOT / "manifest.yml").read_text() == render_manifest(URL, "/clank"), (
        f"run: clankerbot manifest --url {URL} > manifest.yml"
    )


def test_it_is_valid_by_slacks_schema() -> None:
    schema = json.loads((ROOT / "tests" / "schemas" / "slack-manifest.schema.json").read_text())
    jsonschema.Draft7Validator(schema).validate(yaml.safe_load(render_manifest(URL, "/clank")))


def test_by_socket_mode_it_names_no_address_and_is_valid_too() -> None:
    rendered = render_manifest(None, "/clank")
    assert "https://" not in rendered
    manifest = yaml.safe_load(rendered)
    assert manifest["settings"]["socket_mode_enabled"] is True
    schema = json.loads((ROOT / "tests" / "schemas" / "slack-manifest.schema.json").read_text())
    jsonschema.Draft7Validator(schema).validate(manifest)


def test_as_yaml_it_says_what_was_built() -> None:
    assert yaml.safe_load(render_manifest(URL, "/log-time")) == build_manifest(URL, "/log-time")


def test_the_address_and_the_command_are_the_ones_asked_for() -> None:
    manifest = build_manifest("https://time.example.org/bot/", "/time")
    (command,) = manifest["features"]["slash_commands"]
    assert command["command"] == "/time"
    assert command["url"] == "https://time.example.org/bot/slack/events"
    assert manifest["oauth_config"]["redirect_urls"] == ["https://time.example.org/bot/slack/oauth_redirect"]
    assert manifest["settings"]["event_subscriptions"]["request_url"] == command["url"]
    assert manifest["settings"]["interactivity"]["request_url"] == command["url"]
    assert "clankerbot.example.com" not in json.dumps(manifest)


def test_every_event_has_its_scope_and_every_scope_its_reason() -> None:
    manifest = build_manifest(URL)
    asked = manifest["oauth_config"]["scopes"]
    assert asked == {"bot": list(SCOPES), "bot_optional": list(OPTIONAL_SCOPES)}
    for event in manifest["settings"]["event_subscriptions"]["bot_events"]:
        assert EVENT_SCOPES[event] <= set(asked["bot"])
    rendered = render_manifest(URL)
    for scope, reason in {**SCOPES, **OPTIONAL_SCOPES}.items():
        assert f"- {scope}  # {reason}\n" in rendered


def test_new_apps_get_the_agent_view() -> None:
    features = build_manifest(URL)["features"]
    assert "agent_view" in features
    assert "assistant_view" not in features


@pytest.mark.parametrize(
    "url", ["", "clankerbot.example.com", "http://clankerbot.example.com", "https://", "https://x.example?a=1"]
)
def test_an_address_that_slack_cannot_call_is_refused(url: str) -> None:
    with pytest.raises(ValidationFailed, match=r"https://clankerbot\.example\.com") as caught:
        build_manifest(url)
    assert caught.value.field == "url"


@pytest.mark.parametrize("command", ["clank", "/", "/Clank", "/clank me", "/" + "x" * 32])
def test_a_command_that_slack_would_refuse_is_refused(command: str) -> None:
    with pytest.raises(ValidationFailed, match="/clank") as caught:
        build_manifest(URL, command)
    assert caught.value.field == "command"


@pytest.mark.parametrize(
    "value",
    [
        {
            "text": [
                "yes",
                "No",
                "null",
                "1",
                "1.5",
                "~",
                "",
                " x",
                "x ",
                "a: b",
                "a #b",
                "- a",
                "é",
                "2026-01-01",
                "x:",
            ]
        },
        {"flag": True, "none": None, "number": 7, "empty": {}, "nothing": []},
        {"deep": [{"a": [{"b": "c"}, []], "d": {"e": "f"}}, [["g"]]], "on": "#fff", "a b": 'q"\n\\'},
    ],
)
def test_yaml_reads_back_as_what_was_written(value: dict[str, Any]) -> None:
    assert yaml.safe_load(to_yaml(value)) == value
