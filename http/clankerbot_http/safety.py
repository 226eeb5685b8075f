"""What no service that others can reach may be started with: each a line that names the setting, and what to do.

A service counts as reachable by others where `PUBLIC_URL` is no address of this machine.
"""

from collections.abc import Callable, Iterable, Iterator
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from pydantic import SecretStr

from clankerbot_engine.clockify.sandbox import DEMO_API_KEY
from clankerbot_engine.settings import Settings, SettingsError
from clankerbot_http.addresses import is_every_address, is_local, own_addresses

SHORTEST_SECRET: Final = 16
_MAKE_ONE: Final = "Make one with: openssl rand -hex 32"
_LARGEST_NETWORK: Final = {4: 8, 6: 16}
"""By version of IP, the shortest prefix that can be the network of one's own proxies."""


def refuse_unsafe(settings: Settings) -> None:
    """Raises `SettingsError` with the first that is wrong."""
    for line in unsafe(settings):
        raise SettingsError(line)


def unsafe(settings: Settings) -> Iterator[str]:
    """All that is wrong. Empty for a service that only this machine reaches."""
    for network in settings.trusted_proxies:
        if network.prefixlen < _LARGEST_NETWORK[network.version]:
            yield f"TRUSTED_PROXIES: {network} would let every caller choose its address. Name your proxies' network."
    if settings.public_url is None or is_local(settings.public_url):
        return
    if settings.public_url.startswith("http://"):
        yield (
            f"PUBLIC_URL: {settings.public_url} is not encrypted, and tokens would travel in clear text. Put a proxy "
            "with TLS in front, and set PUBLIC_URL to its https address."
        )
    if not settings.secret_keys:
        yield (
            "SECRET_KEYS is not set, so no key of a person and no token of a webhook can be kept safely while others "
            f"reach the service at PUBLIC_URL. {_MAKE_ONE}"
        )
    if not settings.webhook_shared_secret:
        yield (
            "WEBHOOK_SHARED_SECRET is not set, so a relay of webhooks cannot prove itself while others reach "
            f"/webhooks/clockify at PUBLIC_URL. {_MAKE_ONE}"
        )
    for name in ("secret_keys", "webhook_shared_secret", "generic_webhook_secret", "github_webhook_secret"):
        if any(_is_short(secret) for secret in getattr(settings, name)):
            yield f"{name.upper()}: a word of fewer than {SHORTEST_SECRET} characters can be guessed. {_MAKE_ONE}"
    for origin in settings.cors_origins:
        if origin.startswith("http://") and not is_local(origin):
            yield f"CORS_ORIGINS: {origin} is not encrypted: anybody on the way could call as its pages do. Use https."
    key = settings.clockify_api_key
    if key is not None and key.get_secret_value() == DEMO_API_KEY:
        yield "CLOCKIFY_API_KEY: this is the demo's, which everybody knows. Set your own, or leave PUBLIC_URL unset."


def refuse_public_demo(settings: Settings, *, own: Callable[[], Iterable[str]] = own_addresses) -> None:
    """The demo's Clockify lets in everybody who knows its key, and everybody does. `own`: the addresses by which this
    machine is reached, where `HOST` stands for all of them. Raises `SettingsError`.
    """
    reached = own() if is_every_address(settings.host) else [settings.host]
    if any(_is_public(host) for host in reached):
        raise SettingsError(
            f"HOST: the demo is not for {settings.host}, which others can reach: its Clockify has a key that everybody "
            "knows. Use 127.0.0.1, or clankerbot serve."
        )


def _is_short(secret: SecretStr) -> bool:
    return len(secret.get_secret_value()) < SHORTEST_SECRET


def _is_public(host: str) -> bool:
    try:
        return ip_address(host).is_global
    except ValueError:
        name = urlsplit(f"//{host}").hostname or ""
        return "." in name and not name.endswith((".local", ".localhost", ".internal", ".test"))
