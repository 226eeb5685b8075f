"""Every setting, read once from the environment (and `.env`), checked at start, passed on as an argument.

A wrong value raises `SettingsError`, whose text is one line that names the variable, what it was (never a secret) and
what it may be.
"""

import os
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from dotenv import dotenv_values
from pydantic import (
    AfterValidator,
    AnyHttpUrl,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)


class SettingsError(Exception):
    """One line for the person who starts the program."""


def _comma_list(value: Any) -> Any:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def _known_zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("must be an IANA time zone such as Europe/Berlin")
    return value


def _without_trailing_slash(value: AnyHttpUrl) -> str:
    return str(value).rstrip("/")


def _sendable(value: SecretStr) -> SecretStr:
    """A key goes into an HTTP header: anything but visible ASCII would fail there, at the first request."""
    if not all("!" <= char <= "~" for char in value.get_secret_value()):
        raise ValueError("must be visible ASCII characters without spaces")
    return value


HttpUrl = Annotated[AnyHttpUrl, AfterValidator(_without_trailing_slash)]
Key = Annotated[SecretStr, AfterValidator(_sendable)]
Seconds = Annotated[float, Field(gt=0, le=300, allow_inf_nan=False)]


class Settings(BaseModel):
    """Field names are the variables' names in lower case. Empty means unset."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    slack_bot_token: Key | None = None
    slack_signing_secret: Key | None = None
    slack_client_id: str | None = None
    slack_client_secret: Key | None = None
    slack_app_token: Key | None = None
    slack_api_url: HttpUrl = "https://slack.com/api"  # type: ignore[assignment]
    slack_command: Annotated[str, Field(pattern=r"^/[a-z0-9_-]{1,31}$")] = "/clank"

    clockify_api_key: Key | None = None
    clockify_addon_token: Key | None = None
    clockify_base_url: HttpUrl = "https://api.clockify.me/api"  # type: ignore[assignment]
    clockify_reports_url: HttpUrl | None = None
    clockify_workspace_id: Annotated[str, Field(pattern=r"^[0-9a-f]{24}$")] | None = None
    clockify_timeout_s: Seconds = 20

    deepseek_api_key: Key | None = None
    deepseek_base_url: HttpUrl = "https://api.deepseek.com"  # type: ignore[assignment]
    deepseek_model: str = "deepseek-flash"
    deepseek_timeout_s: Seconds = 20

    webhook_shared_secret: Annotated[tuple[SecretStr, ...], BeforeValidator(_comma_list)] = ()

    database_url: str = "sqlite:///data/clankerbot.db"
    redis_url: str | None = None
    secret_keys: Annotated[tuple[SecretStr, ...], BeforeValidator(_comma_list)] = ()

    rate_limit_per_minute: Annotated[int, Field(ge=1, le=1_000_000)] = 60
    trusted_proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], BeforeValidator(_comma_list)] = ()
    cors_origins: Annotated[tuple[str, ...], BeforeValidator(_comma_list)] = ()
    max_body_bytes: Annotated[int, Field(ge=1024, le=64 * 1024 * 1024)] = 256 * 1024

    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_json: bool = False
    otel_exporter_otlp_endpoint: HttpUrl | None = None

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    public_url: HttpUrl | None = None
    timezone: Annotated[str, AfterValidator(_known_zone)] = "UTC"

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
        """The environment wins over the file. Raises `SettingsError`."""
        merged: dict[str, str | None] = dict(dotenv_values(env_file)) if env_file else {}
        merged.update(os.environ if environ is None else environ)
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


def _one_line(error: ValidationError, given: Mapping[str, str]) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    reason = first["msg"].removeprefix("Value error, ")
    if not first["loc"]:
        return reason
    name = str(first["loc"][0])
    field = Settings.model_fields[name]
    was = "the value given (not shown)" if "Secret" in str(field.annotation) else repr(given.get(name, ""))
    return f"{name.upper()}: {was} is not valid: {reason}"
