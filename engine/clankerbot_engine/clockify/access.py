"""Where Clockify is, and as whom it is asked."""

import hashlib
import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from pydantic import SecretStr

from clankerbot_engine.errors import ValidationFailed
from clankerbot_engine.settings import Settings

_SENDABLE = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Credential:
    """Exactly one of the two headers is sent: Clockify answers 401 to both and to none."""

    header: Literal["X-Api-Key", "X-Addon-Token"]
    secret: SecretStr

    def __post_init__(self) -> None:
        if not _SENDABLE.fullmatch(self.secret.get_secret_value()):
            raise ValidationFailed("A Clockify key is made of visible ASCII characters, without spaces.")

    @classmethod
    def from_settings(cls, settings: Settings) -> "Credential | None":
        if settings.clockify_api_key is not None:
            return cls("X-Api-Key", settings.clockify_api_key)
        if settings.clockify_addon_token is not None:
            return cls("X-Addon-Token", settings.clockify_addon_token)
        return None

    @property
    def is_addon(self) -> bool:
        return self.header == "X-Addon-Token"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The two roots of one Clockify, each with its version and no trailing slash (`clockify-api` §2.1)."""

    core: str
    reports: str

    @classmethod
    def of(cls, base_url: str, reports_url: str | None = None) -> "Endpoint":
        """`base_url` is `https://api.clockify.me/api` or the like, with or without `/v1`.

        The reports host is another one on the global service, and another path everywhere else.
        """
        if reports_url is not None:
            return cls(_versioned(base_url), _versioned(reports_url))
        parts = urlsplit(base_url)
        if parts.hostname == "api.clockify.me":
            return cls(_versioned(base_url), "https://reports.api.clockify.me/v1")
        return cls(_versioned(base_url), f"{parts.scheme}://{parts.netloc}/report/v1")


def _versioned(url: str) -> str:
    root = url.rstrip("/")
    return root if root.endswith("/v1") else f"{root}/v1"


def fingerprint(credential: Credential, endpoint: Endpoint) -> str:
    """32 hex digits that say who asks where, and from which neither can be told."""
    told = "\0".join((credential.header, credential.secret.get_secret_value(), endpoint.core))
    return hashlib.sha256(told.encode()).hexdigest()[:32]
