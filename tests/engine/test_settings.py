"""Settings: read once, and a wrong value is one line that a person can act on."""

from ipaddress import ip_network
from pathlib import Path

import pytest

from clankerbot_engine.settings import Settings, SettingsError, holds_secret


def refusal(**environ: str) -> str:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment(environ, env_file=None)
    line = str(caught.value)
    assert "\n" not in line
    return line


def test_nothing_set_is_a_valid_start() -> None:
    settings = Settings.from_environment({}, env_file=None)
    assert settings == Settings()
    assert settings.port == 8080
    assert settings.clockify_api_key is None
    assert settings.deepseek_model == "deepseek-flash"


def test_an_empty_or_blank_variable_counts_as_unset() -> None:
    settings = Settings.from_environment({"PORT": "", "REDIS_URL": "  ", "CLOCKIFY_API_KEY": " "}, env_file=None)
    assert settings == Settings()


def test_lists_are_separated_by_commas() -> None:
    settings = Settings.from_environment(
        {
            "TRUSTED_PROXIES": "10.0.0.0/8, fd00::/8,",
            "CORS_ORIGINS": "https://a.example, http://localhost:5173",
            "WEBHOOK_SHARED_SECRET": "new,old",
        },
        env_file=None,
    )
    assert settings.trusted_proxies == (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))
    assert settings.cors_origins == ("https://a.example", "http://localhost:5173")
    assert [secret.get_secret_value() for secret in settings.webhook_shared_secret] == ["new", "old"]


def test_urls_lose_their_trailing_slash() -> None:
    settings = Settings.from_environment({"CLOCKIFY_BASE_URL": "https://euc1.clockify.me/api/"}, env_file=None)
    assert settings.clockify_base_url == "https://euc1.clockify.me/api"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("PORT=9001\nTIMEZONE=Europe/Berlin\nLOG_LEVEL=DEBUG\n")
    settings = Settings.from_environment({"PORT": "9002"}, env_file=file)
    assert (settings.port, settings.zone.key, settings.log_level) == (9002, "Europe/Berlin", "debug")


def test_an_empty_variable_takes_back_what_the_file_says(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("CLOCKIFY_API_KEY=from-the-file\n")
    assert Settings.from_environment({"CLOCKIFY_API_KEY": ""}, env_file=file).clockify_api_key is None


def test_a_file_that_is_not_text_is_one_line_too(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"PORT=\xff\xfe")
    with pytest.raises(SettingsError, match=r"\.env cannot be read"):
        Settings.from_environment({}, env_file=file)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("PORT", "99999", "should be less than or equal to 65535 (for example 8080)"),
        ("PORT", "http", "should be a valid integer"),
        ("CLOCKIFY_TIMEOUT_S", "nan", "should be a finite number"),
        ("DEEPSEEK_TIMEOUT_S", "0", "should be greater than 0"),
        ("RATE_LIMIT_PER_MINUTE", "0", "should be greater than or equal to 1"),
        ("MAX_BODY_BYTES", "1", "should be greater than or equal to 1024"),
        ("TIMEZONE", "Berlin", "must be an IANA time zone (for example Europe/Berlin)"),
        ("LOG_LEVEL", "loud", "should be 'debug', 'info', 'warning' or 'error'"),
        ("LOG_JSON", "maybe", "should be a valid boolean"),
        ("PUBLIC_URL", "clankerbot.example.com", "must be a URL that starts with https:// or http://"),
        ("DEEPSEEK_BASE_URL", "ftp://api.deepseek.com", "must be a URL that starts with https:// or http://"),
        ("SLACK_API_URL", "https://slack.com/api?x=1", "must be a URL without ? and #"),
        ("TRUSTED_PROXIES", "10.0.0.0/8,proxy", "valid IPv4"),
        ("CORS_ORIGINS", "https://a.example/app", "must be origins"),
        ("CORS_ORIGINS", "*", "must be origins"),
        ("SLACK_COMMAND", "clank", "should match pattern"),
        ("CLOCKIFY_WORKSPACE_ID", "my workspace", "should match pattern"),
    ],
)
def test_a_wrong_value_is_named_shown_and_explained(name: str, value: str, says: str) -> None:
    line = refusal(**{name: value})
    assert line.startswith(f"{name}: '")
    assert says in line


@pytest.mark.parametrize("name", [name for name in Settings.model_fields if holds_secret(name)])
def test_a_wrong_secret_is_never_shown(name: str) -> None:
    if name in {"webhook_shared_secret", "secret_keys", "generic_webhook_secret", "github_webhook_secret"}:
        settings = Settings.from_environment({name.upper(): "hunter 2"}, env_file=None)
        assert "hunter" not in repr(settings)
        return
    line = refusal(**{name.upper(): "hunter 2"})
    assert line.startswith(f"{name.upper()}: the value given (not shown) is not valid: must be visible ASCII")
    assert "hunter" not in line


def test_the_secrets_are_these() -> None:
    assert {name for name in Settings.model_fields if holds_secret(name)} == {
        "clockify_api_key",
        "clockify_addon_token",
        "deepseek_api_key",
        "secret_keys",
        "webhook_shared_secret",
        "generic_webhook_secret",
        "github_webhook_secret",
        "slack_bot_token",
        "slack_signing_secret",
        "slack_client_secret",
        "slack_app_token",
    }


def test_two_clockify_credentials_are_one_too_many() -> None:
    assert refusal(CLOCKIFY_API_KEY="a", CLOCKIFY_ADDON_TOKEN="b") == (
        "set CLOCKIFY_API_KEY or CLOCKIFY_ADDON_TOKEN, not both: Clockify refuses both"
    )


def test_another_database_is_refused_without_showing_its_password() -> None:
    line = refusal(DATABASE_URL="mysql://clank:hunter2@db.example.com/clank?password=hunter3")
    assert line.startswith("DATABASE_URL: 'mysql://db.example.com/clank' is not valid: must start with sqlite:///")
    assert "postgresql://" in line
    assert "hunter" not in line


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://db.example.com",
        "postgresql://clank:hunter2@db.example.com/",
        "postgresql:///?x=y",
        "postgresql://clank:hunter2@db.example.com:first/clank",
        "postgresql://clank:hunter2@[::1/clank",
    ],
)
def test_a_postgres_address_names_a_database(url: str) -> None:
    line = refusal(DATABASE_URL=url)
    assert "must name a database: postgresql://user:password@host/name" in line
    assert "hunter" not in line


def test_a_postgres_address_is_taken_and_its_password_not_shown() -> None:
    url = "postgresql://clank:hunter2@db.example.com:5433/clank?sslmode=verify-full"
    settings = Settings.from_environment({"DATABASE_URL": url})
    assert settings.database_url == url
    assert "hunter2" not in repr(settings)


@pytest.mark.parametrize("url", ["sqlite:///", "sqlite:///:memory:", "sqlite:///data/clankerbot.db?mode=ro"])
def test_a_database_that_is_no_file_is_refused(url: str) -> None:
    assert "must name a file after sqlite:///" in refusal(DATABASE_URL=url)


@pytest.mark.parametrize(
    "url",
    [
        *("localhost:6379", "http://localhost:6379", "redis://", "redis://host/first", "unix://s"),
        *("redis://host:first/0", "redis://host:99999/0", "redis://[::1/0"),
    ],
)
def test_what_is_no_address_of_redis_is_refused(url: str) -> None:
    line = refusal(REDIS_URL=url.replace("://", "://:hunter2@"))
    assert line.startswith("REDIS_URL: ")
    assert "must be redis://host:port/number" in line
    assert "hunter2" not in line


@pytest.mark.parametrize("url", ["redis://:hunter2@localhost:6379/0", "rediss://host", "unix:///run/redis.sock?db=1"])
def test_an_address_of_redis_is_taken_and_its_password_not_shown(url: str) -> None:
    settings = Settings.from_environment({"REDIS_URL": url}, env_file=None)
    assert settings.redis_url == url
    assert "hunter2" not in repr(settings)


def test_control_characters_of_a_value_do_not_reach_the_terminal() -> None:
    line = refusal(HOST="x", TIMEZONE="\x1b[31mBerlin\nEurope")
    assert "\\x1b[31mBerlin\\nEurope" in line
