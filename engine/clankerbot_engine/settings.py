"""Every setting, read once from the environment (and `.env`), checked at start, passed on as an argument.

A wrong value raises `SettingsError`, whose text is one line that names the variable, what it was (never a secret) and
what it may be. The descriptions and examples below are also what `.env.example` says (`env_example.py`).
"""

import os
import re
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
from pydantic import (
    AfterValidator,
    AnyHttpUrl,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from clankerbot_engine.zones import zone_named


class SettingsError(Exception):
    """One line for the person who starts the program."""


def _comma_list(value: Any) -> Any:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def _known_zone(value: str) -> str:
    try:
        return zone_named(value).key
    except ValueError:
        raise ValueError("must be an IANA time zone") from None


_HTTP_URL = TypeAdapter(AnyHttpUrl)


def _http_url(value: str) -> str:
    """Checked, and without a trailing slash, so that a path can be appended."""
    try:
        url = _HTTP_URL.validate_python(value)
    except ValidationError:
        raise ValueError("must be a URL that starts with https:// or http://") from None
    if url.query is not None or url.fragment is not None:
        raise ValueError("must be a URL without ? and #")
    return str(url).rstrip("/")


def _origin(value: str) -> str:
    if not re.fullmatch(r"https?://[A-Za-z0-9.\[\]:-]+", value):
        raise ValueError("must be origins (scheme, host and port, no path), with commas between them")
    return value


def _sendable(value: SecretStr) -> SecretStr:
    """A key goes into an HTTP header: anything but visible ASCII would fail there, at the first request."""
    if not all("!" <= char <= "~" for char in value.get_secret_value()):
        raise ValueError("must be visible ASCII characters without spaces")
    return value


def _can_be_taken_apart(url: str) -> bool:
    """Whether its port is a number, and brackets are around an address alone."""
    try:
        _ = urlsplit(url).port
    except ValueError:
        return False
    return True


def _database_url(value: str) -> str:
    if value.startswith("postgresql://"):
        if not re.fullmatch(r"postgresql://\S*/[^\s/?]+(\?\S*)?", value) or not _can_be_taken_apart(value):
            raise ValueError("must name a database: postgresql://user:password@host/name")
        return value
    if not value.startswith("sqlite:///"):
        raise ValueError("must start with sqlite:/// (a file) or postgresql:// (a server)")
    path = value.removeprefix("sqlite:///")
    if not path or path == ":memory:" or "?" in path:
        raise ValueError("must name a file after sqlite:///, without ?")
    return value


def _redis_url(value: str) -> str:
    form = r"(rediss?://([^\s/]*@)?[^\s/@?]+(/\d+)?|unix://(\S*@)?/[^\s?]+)(\?\S*)?"
    if not re.fullmatch(form, value) or not _can_be_taken_apart(value):
        raise ValueError("must be redis://host:port/number, rediss:// (over TLS) or unix:// (a socket's path)")
    return value


HttpUrl = Annotated[str, AfterValidator(_http_url)]
Key = Annotated[SecretStr, AfterValidator(_sendable)]
Secrets = Annotated[tuple[SecretStr, ...], BeforeValidator(_comma_list)]
Seconds = Annotated[float, Field(gt=0, le=300, allow_inf_nan=False)]
Network = IPv4Network | IPv6Network


class Settings(BaseModel):
    """Field names are the variables' names in lower case. Empty means unset."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    clockify_api_key: Key | None = Field(
        None, description="Your Clockify key: clockify.me, Profile settings, API. This or CLOCKIFY_ADDON_TOKEN."
    )
    clockify_addon_token: Key | None = Field(None, description="The token of a Clockify add-on installation.")
    clockify_base_url: HttpUrl = Field(
        "https://api.clockify.me/api",
        description="Clockify's API; regional and self-hosted workspaces have their own.",
        examples=["https://euc1.clockify.me/api"],
    )
    clockify_reports_url: HttpUrl | None = Field(
        None,
        description="Clockify's reports API, where it cannot be told from CLOCKIFY_BASE_URL.",
        examples=["https://reports.api.clockify.me"],
    )
    clockify_workspace_id: Annotated[str, Field(pattern=r"^[0-9a-f]{24}$")] | None = Field(
        None,
        description="The workspace to write to: 24 hexadecimal digits. Unset: the one active in the Clockify profile.",
        examples=["64a687e29ae1f428e7ebe303"],
    )
    clockify_timeout_s: Seconds = Field(
        20, description="Seconds that one call to Clockify may take, 300 at most.", examples=["20"]
    )
    clockify_requests_per_hour: Annotated[int, Field(ge=10, le=100_000)] | None = Field(
        None,
        description="How often a workspace may be asked in an hour: a new free one 30. Unset: until Clockify refuses.",
        examples=["30"],
    )

    deepseek_api_key: Key | None = Field(
        None, description="Switches on reading by a language model, for requests that ask for it (llm=true)."
    )
    deepseek_base_url: HttpUrl = Field(
        "https://api.deepseek.com", description="DeepSeek's API.", examples=["https://api.deepseek.com"]
    )
    deepseek_model: str = Field(
        "deepseek-flash", description="Which model reads.", examples=["deepseek-flash", "deepseek-v4-pro"]
    )
    deepseek_timeout_s: Seconds = Field(
        20,
        description="Seconds that the model may take, retries included, 300 at most; then the rules answer.",
        examples=["20"],
    )

    host: str = Field(
        "127.0.0.1",
        description="The address to listen on; 0.0.0.0 is every interface.",
        examples=["0.0.0.0"],  # noqa: S104 - an example, not the default
    )
    port: Annotated[int, Field(ge=0, le=65535)] = Field(
        8080, description="The port to listen on; 0 takes a free one.", examples=["8080"]
    )
    public_url: HttpUrl | None = Field(
        None, description="How the service is reached from outside.", examples=["https://clankerbot.example.com"]
    )
    timezone: Annotated[str, AfterValidator(_known_zone)] = Field(
        "UTC",
        description="The time zone of people whose Clockify profile does not say theirs.",
        examples=["Europe/Berlin"],
    )

    database_url: Annotated[str, AfterValidator(_database_url)] = Field(
        "sqlite:///data/clankerbot.db",
        description="Where the state is kept: a SQLite file (three slashes: relative, four: absolute), or a Postgres "
        "database that several instances may share.",
        examples=["postgresql://clankerbot:password@db.example.com/clankerbot"],
        repr=False,
    )
    redis_url: Annotated[str, AfterValidator(_redis_url)] | None = Field(
        None,
        description="Where several instances share their rate limits and wake one another up; one needs none.",
        examples=["redis://:password@redis.example.com:6379/0"],
        repr=False,
    )
    secret_keys: Secrets = Field(
        (),
        description="Long random words that people's Clockify keys are sealed under; while rotating: new,old.",
        examples=["new-word,old-word"],
    )
    webhook_shared_secret: Secrets = Field(
        (),
        description="What webhook senders prove themselves with (X-Webhook-Secret); while rotating: new,old.",
        examples=["new-secret,old-secret"],
    )
    generic_webhook_secret: Secrets = Field(
        (),
        description="Takes Standard Webhooks at /webhooks/generic: the sender's secret; while rotating: new,old.",
        examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    )
    github_webhook_secret: Secrets = Field(
        (),
        description="Takes GitHub's webhooks at /webhooks/github: the secret set there; while rotating: new,old.",
        examples=["new-secret,old-secret"],
    )
    inbox_days: Annotated[int, Field(ge=1, le=365)] = Field(
        14,
        description="Days that deliveries of webhooks are kept, with what they said. Repetitions are known that long.",
        examples=["30"],
    )

    audit_days: Annotated[int, Field(ge=180, le=3650)] = Field(
        365,
        description="Days that the audit log is kept, 180 at least: so long, writes can be taken back.",
        examples=["365"],
    )

    playground: bool = Field(
        False,
        description="Serve the playground at /: a Clockify and a Slack that are made up, for whoever has an API token.",
        examples=["true"],
    )
    keep_not_understood: bool = Field(
        False,
        description="Show operators (/console) what people typed that was not understood: in memory, without who it "
        "was, and without addresses and numbers.",
        examples=["true"],
    )

    pending_days: Annotated[int, Field(ge=1, le=365)] = Field(
        7,
        description="Days that a request is kept which a person wants carried out once Clockify answers again.",
        examples=["7"],
    )
    schedule_grace_hours: Annotated[float, Field(ge=0, le=168, allow_inf_nan=False)] = Field(
        12,
        description="Hours that a run of a schedule may be late, after downtime or while Clockify does not answer.",
        examples=["12"],
    )

    rate_limit_per_minute: Annotated[int, Field(ge=1, le=1_000_000)] = Field(
        60, description="Requests a minute, for each address and route.", examples=["60"]
    )
    trusted_proxies: Annotated[tuple[Network, ...], BeforeValidator(_comma_list)] = Field(
        (),
        description="Networks of the proxies whose X-Forwarded-For is believed, commas between them.",
        examples=["10.0.0.0/8,172.16.0.0/12"],
    )
    cors_origins: Annotated[tuple[Annotated[str, AfterValidator(_origin)], ...], BeforeValidator(_comma_list)] = Field(
        (),
        description="Origins of web pages that may call the API, commas between them.",
        examples=["https://app.example.com"],
    )
    max_body_bytes: Annotated[int, Field(ge=1024, le=64 * 1024 * 1024)] = Field(
        256 * 1024, description="The largest request body that is read, 1024 to 67108864.", examples=["262144"]
    )

    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="debug, info, warning or error.", examples=["info"]
    )
    log_json: bool = Field(False, description="true: one JSON object a line; false: plain text.", examples=["true"])
    otel_exporter_otlp_endpoint: HttpUrl | None = Field(
        None,
        description="Traces are sent here by OTLP/HTTP (below /v1/traces). Unset: no tracing, at no cost.",
        examples=["http://localhost:4318"],
    )

    slack_bot_token: Key | None = Field(None, description="Bot token of a single-workspace app (xoxb-...).")
    slack_signing_secret: Key | None = Field(None, description="Proves that a request is from Slack.")
    slack_client_id: str | None = Field(None, description="For installing into many workspaces.")
    slack_client_secret: Key | None = Field(None, description="For installing into many workspaces.")
    slack_app_token: Key | None = Field(None, description="Switches to Socket Mode (xapp-...).")
    slack_api_url: HttpUrl = Field(
        "https://slack.com/api", description="Slack's Web API.", examples=["https://slack.com/api"]
    )
    slack_command: Annotated[str, Field(pattern=r"^/[a-z0-9_-]{1,31}$")] = Field(
        "/clank",
        description="The slash command: a slash, then up to 31 of a-z, 0-9, _ and -.",
        examples=["/clank"],
    )

    @model_validator(mode="after")
    def _one_clockify_credential(self) -> Self:
        if self.clockify_api_key and self.clockify_addon_token:
            raise ValueError("set CLOCKIFY_API_KEY or CLOCKIFY_ADDON_TOKEN, not both: Clockify refuses both")
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @classmethod
    def from_environment(
        cls, environ: Mapping[str, str] | None = None, *, env_file: Path | None = Path(".env")
    ) -> Self:
        """The environment wins over the file, an empty variable too. Raises `SettingsError`."""
        merged = read_environment(environ, env_file=env_file)
        given = {
            name: value.strip()
            for name in cls.model_fields
            if (value := merged.get(name.upper())) is not None and value.strip()
        }
        if "log_level" in given:
            given["log_level"] = given["log_level"].lower()
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            raise SettingsError(_one_line(error, given)) from None


def read_environment(
    environ: Mapping[str, str] | None = None, *, env_file: Path | None = Path(".env")
) -> Mapping[str, str | None]:
    """Every variable that there is, `os.environ` by default over the file. Raises `SettingsError`."""
    merged: dict[str, str | None] = dict(_read_env_file(env_file)) if env_file else {}
    merged.update(os.environ if environ is None else environ)
    return merged


def _read_env_file(path: Path) -> Mapping[str, str | None]:
    try:
        return dotenv_values(path)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}") from None


def holds_secret(name: str) -> bool:
    """Whether the setting of this name must never be shown."""
    return "SecretStr" in str(Settings.model_fields[name].annotation)


def _shown(name: str, value: str) -> str:
    """What a variable was, as far as it may be shown: URLs lose their user, password and query."""
    if holds_secret(name):
        return "the value given (not shown)"
    return ascii(without_login(value)[:100])


def without_login(url: str) -> str:
    """A URL as it may be shown."""
    return re.sub(r"\?.*", "", re.sub(r"://.*@", "://", url))


def _one_line(error: ValidationError, given: Mapping[str, str]) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    reason = first["msg"].removeprefix("Value error, ").replace("Input should", "should").replace("\n", " ")
    if not first["loc"]:
        return reason
    name = str(first["loc"][0])
    examples = Settings.model_fields[name].examples
    hint = f" (for example {' or '.join(map(str, examples))})" if examples else ""
    return f"{name.upper()}: {_shown(name, given.get(name, ''))} is not valid: {reason}{hint}"
