"""Who calls: the address that counts, which a caller cannot choose."""

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Network = IPv4Network | IPv6Network


def client_address(peer: str, forwarded_for: Sequence[str], trusted: Iterable[Network]) -> str:
    """Who really calls: the peer, unless it is a proxy of ours.

    `forwarded_for` are the `X-Forwarded-For` lines in order. They are walked from the right past trusted proxies; the
    first address that is not one is the caller. Text that is no address ends the walk: what stands left of it was
    written by the caller, who must not choose who he is.
    """
    networks = tuple(trusted)
    caller = _address(peer)
    if caller is None:
        return peer
    hops = [hop.strip() for line in forwarded_for for hop in line.split(",")]
    while hops and _is_in(caller, networks):
        hop = _address(hops.pop())
        if hop is None:
            break
        caller = hop
    return str(caller)


def address_group(address: str) -> str:
    """The part of an address that one customer has: IPv4 as it is, IPv6 up to /64."""
    parsed = _address(address)
    if isinstance(parsed, IPv6Address):
        return str(IPv6Network((parsed.packed[:8] + bytes(8), 64)))
    return address if parsed is None else str(parsed)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        parsed = ip_address(text)
    except ValueError:
        return None
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is not None:
        return parsed.ipv4_mapped
    return parsed


def _is_in(address: IPv4Address | IPv6Address, networks: Iterable[Network]) -> bool:
    return any(address.version == network.version and address in network for network in networks)
