"""What must not leave in a log line or a prompt: secrets by their look, and the ones that this process was given."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from pydantic import SecretStr

from clankerbot_engine.settings import Settings, holds_secret

REDACTED = "[redacted]"

_SHORTEST = 6
"""Characters below which a given secret is no secret, and hiding it would blot out ordinary words."""

# Each look with a lower-case substring that every match has, so that text without any is passed by quickly.
_LOOKS = (
    ("clank_", r"clank_[A-Za-z0-9_-]{8,}"),  # our API tokens
    ("xox", r"xox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{6,}"),  # Slack: bot, user, refresh tokens
    ("xapp-", r"xapp-[A-Za-z0-9-]{6,}"),
    ("hooks.slack.com", r"hooks\.slack\.com/(?:services|workflows|commands|actions|triggers)/[A-Za-z0-9/_-]+"),
    ("sk-", r"(?<![A-Za-z0-9])sk-[A-Za-z0-9_-]{16,}"),  # DeepSeek and its like
    # With a digit, or long: "bearer certificates" are words.
    ("bearer", r"(?:(?<=bearer )|(?<=bearer%20))(?=[^\s\d]{0,40}\d|\S{24})[A-Za-z0-9._~+/=-]{8,}"),
    ("x-api-key", r"(?<=x-api-key)(?:['\"]?[:=,] ?b?['\"]?)[!-~]{8,}"),
    ("x-addon-token", r"(?<=x-addon-token)(?:['\"]?[:=,] ?b?['\"]?)[!-~]{8,}"),
    ("://", r"(?<=://)[^/\s:@]{0,100}:[^/\s@]{1,100}(?=@)"),  # the login of a URL
)
_MARKS = tuple(mark for mark, _ in _LOOKS)
_LOOK = re.compile("|".join(look for _, look in _LOOKS), re.IGNORECASE | re.ASCII)


def settings_secrets(settings: Settings) -> list[str]:
    """Every secret among the settings, as text."""
    found: list[str] = []
    for name in type(settings).model_fields:
        if holds_secret(name):
            value = getattr(settings, name)
            several = value if isinstance(value, tuple) else (value,)
            found += [secret.get_secret_value() for secret in several if isinstance(secret, SecretStr)]
    for url in (settings.database_url, settings.redis_url):
        login = urlsplit(url) if url is not None else None
        if login is not None and login.password:
            found += {login.password, unquote(login.password)}
    return found


class Redactor:
    def __init__(self, secrets: Iterable[str] = ()) -> None:
        # The longest first: where one secret holds another, nothing of the longer stays.
        self._secrets = sorted({secret for secret in secrets if len(secret) >= _SHORTEST}, key=len, reverse=True)
        # A rendered line holds a secret as JSON writes it, or, within another object's text, twice so.
        once = [json.dumps(secret)[1:-1] for secret in self._secrets]
        self._forms = {*self._secrets, *once, *(json.dumps(form)[1:-1] for form in once)}

    @classmethod
    def from_settings(cls, settings: Settings, more: Iterable[str] = ()) -> Self:
        return cls([*settings_secrets(settings), *more])

    def may_hold_secret(self, line: str) -> bool:
        """Quick, never wrong when it says no. `line` is text, or text as JSON writes it."""
        lower = line.lower()
        for mark in _MARKS:
            if mark in lower:
                return True
        return any(form in line for form in self._forms)

    def redact(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, REDACTED)
        return _LOOK.sub(REDACTED, text)

    def redact_value(self, value: Any) -> Any:
        """Strings, also within mappings and sequences; other objects as their text if that holds a secret."""
        if isinstance(value, str):
            return self.redact(value)
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, Mapping):
            return {self.redact(str(key)): self.redact_value(item) for key, item in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self.redact_value(item) for item in value]
        return self.redact(str(value))
