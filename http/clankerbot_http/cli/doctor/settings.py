"""Every setting: where its value comes from, and the value unless it is a secret. And names that are no setting."""

import difflib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from dotenv import dotenv_values

from clankerbot_engine.redaction import Redactor
from clankerbot_engine.settings import Settings, holds_secret
from clankerbot_http.cli.doctor.findings import Finding

_OURS = ("CLOCKIFY_", "DEEPSEEK_", "SLACK_", "WEBHOOK_")
_NOT_SETTINGS = frozenset({"CLANKERBOT_TOKEN", "CLANKERBOT_URL"})


@dataclass(frozen=True, slots=True)
class Shown:
    """`value` None: a secret that is set, or nothing."""

    name: str
    state: Literal["set", "default", "unset"]
    value: str | None
    secret: bool


def shown_settings(settings: Settings) -> Iterator[Shown]:
    redactor = Redactor.from_settings(settings)
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        is_set = name in settings.model_fields_set
        nothing = value is None or value == ()
        state: Literal["set", "default", "unset"] = "set" if is_set else "unset" if nothing else "default"
        secret = holds_secret(name)
        text = None if secret or nothing else redactor.redact(_text(value))
        yield Shown(name.upper(), state, text, secret)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def misspelt_settings(environ: Mapping[str, str] = os.environ, env_file: Path = Path(".env")) -> Iterator[Finding]:
    """Of the file every name, of the environment those that look like ours: the rest is other programs'."""
    known = {name.upper() for name in Settings.model_fields} | _NOT_SETTINGS
    in_file = set(dotenv_values(env_file)) if env_file.is_file() else set()
    in_environment = {name for name in environ if name.startswith(_OURS)}
    for name in sorted((in_file | in_environment) - known):
        close = difflib.get_close_matches(name, known, n=1, cutoff=0.8)
        where = str(env_file) if name in in_file else "the environment"
        yield Finding(
            "settings",
            "warning",
            f"{name} in {where} is no setting of clankerbot.",
            f"Did you mean {close[0]}?" if close else "See .env.example for all of them.",
        )
