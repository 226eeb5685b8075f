"""Where the service listens, and how it is found from this machine."""

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


def is_local(url: str) -> bool:
    """Whether it is this machine, which no proxy leads to."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
