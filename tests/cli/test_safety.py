"""A service that others reach is not started with settings that let them in: a line names which, and what to do."""

import pytest

from tests.cli.conftest import Clankerbot

SAFE = {
    "PUBLIC_URL": "https://clankerbot.example.com",
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_SIGNING_SECRET": "a-signing-secret",
    "SECRET_KEYS": "a long random word of many letters",
    "WEBHOOK_SHARED_SECRET": "another random word of many letters",
}


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"SECRET_KEYS": ""}, "SECRET_KEYS is not set"),
        ({"SECRET_KEYS": "hunter2"}, "SECRET_KEYS: a word of fewer than 16 characters can be guessed"),
        ({"SECRET_KEYS": "a long random word of many letters,hunter2"}, "SECRET_KEYS: a word of fewer"),
        ({"WEBHOOK_SHARED_SECRET": ""}, "WEBHOOK_SHARED_SECRET is not set, so a relay of webhooks cannot prove itself"),
        ({"GITHUB_WEBHOOK_SECRET": "hunter2"}, "GITHUB_WEBHOOK_SECRET: a word of fewer"),
        ({"GENERIC_WEBHOOK_SECRET": "hunter2"}, "GENERIC_WEBHOOK_SECRET: a word of fewer"),
        ({"WEBHOOK_SHARED_SECRET": "hunter2"}, "WEBHOOK_SHARED_SECRET: a word of fewer"),
        ({"PUBLIC_URL": "http://clankerbot.example.com"}, "PUBLIC_URL: http://clankerbot.example.com is not encrypted"),
        ({"CORS_ORIGINS": "http://app.example.com"}, "CORS_ORIGINS: http://app.example.com is not encrypted"),
        ({"CORS_ORIGINS": "*"}, "CORS_ORIGINS: '*' is not valid"),
        ({"TRUSTED_PROXIES": "0.0.0.0/0"}, "TRUSTED_PROXIES: 0.0.0.0/0 would let every caller choose its address"),
        ({"TRUSTED_PROXIES": "10.0.0.0/8,::/0"}, "TRUSTED_PROXIES: ::/0 would let every caller"),
    ],
)
def test_unsafe_settings_stop_the_start(clankerbot: Clankerbot, changed: dict[str, str], line: str) -> None:
    result = clankerbot("serve", env={**SAFE, **changed})
    assert result.exit_code == 2
    assert line in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert "hunter2" not in result.stderr
    examined = clankerbot("doctor", env={**SAFE, **changed})
    assert line in examined.stdout


def test_the_demos_key_is_no_key_for_others(clankerbot: Clankerbot) -> None:
    from clankerbot_engine.clockify.sandbox import DEMO_API_KEY

    result = clankerbot("serve", env={**SAFE, "CLOCKIFY_API_KEY": DEMO_API_KEY})
    assert result.exit_code == 2
    assert "CLOCKIFY_API_KEY: this is the demo's" in result.stderr


@pytest.mark.parametrize("host", ["203.0.114.7", "2a00::7", "clankerbot.example.com"])
def test_the_demo_does_not_listen_where_others_reach_it(clankerbot: Clankerbot, host: str) -> None:
    result = clankerbot("demo", env={"HOST": host})
    assert result.exit_code == 2
    assert f"HOST: the demo is not for {host}" in result.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "::", ""])
def test_the_demo_listens_on_all_addresses_only_where_none_of_them_is_public(host: str) -> None:
    from clankerbot_engine.settings import Settings, SettingsError
    from clankerbot_http.safety import refuse_public_demo

    settings = Settings(host=host)
    refuse_public_demo(settings, own=lambda: ["10.0.0.7", "fd00::7"])
    with pytest.raises(SettingsError, match=f"HOST: the demo is not for {host}"):
        refuse_public_demo(settings, own=lambda: ["10.0.0.7", "203.0.114.7"])


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"PUBLIC_URL": "http://127.0.0.1:8080"},
        {"PUBLIC_URL": "http://localhost:8080", "SECRET_KEYS": "short"},
        {name: value for name, value in SAFE.items() if not name.startswith("SLACK_")},
        SAFE,
    ],
)
def test_what_is_safe_is_left_alone(settings: dict[str, str]) -> None:
    from clankerbot_engine.settings import Settings
    from clankerbot_http.safety import unsafe

    assert list(unsafe(Settings.from_environment(settings, env_file=None))) == []
