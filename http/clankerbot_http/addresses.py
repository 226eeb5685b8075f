"""Where the service listens, and how it is found from this machine."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import urlsplit


def url_of(host: str, port: int) -> str:
    name = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def is_ours(host: str, public_url: str | None) -> bool:
    """Whether nobody else can have that name lead here: an address, a name of this network or machine, or our own."""
    try:
        ip_address(host)
    except ValueError:
        return "." not in host or host.endswith(".localhost") or host == urlsplit(public_url or "").hostname
    return True


def is_every_address(host: str) -> bool:
    """Whether a server that listens on it is reached by whatever addresses the machine has."""
    try:
        return not host or ip_address(host).is_unspecified
    except ValueError:
        return False


def own_addresses() -> Iterator[str]:
    """By which this machine calls others, which is by which others call it. Nothing is sent: a datagram's socket only
    chooses where it would leave by.
    """
    for family, elsewhere in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as leaving:
            leaving.connect((elsewhere, 9))
            yield str(leaving.getsockname()[0])


def is_local(url: str) -> bool:
    """Whether it is this machine, which no proxy leads to."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
