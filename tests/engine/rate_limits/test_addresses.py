"""Callers cannot choose who they are."""

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clankerbot_engine.rate_limits.addresses import Network, address_group, client_address

PROXIES: tuple[Network, ...] = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))
addresses = st.ip_addresses().map(str)
outside = addresses.filter(lambda text: not text.startswith(("10.", "fd")) and "::ffff:" not in text)
proxies = st.one_of(st.ip_addresses(network="10.0.0.0/8"), st.ip_addresses(network="fd00::/8")).map(str)


@given(outside, st.lists(st.text(max_size=30), max_size=5))
def test_a_caller_that_is_no_proxy_is_who_it_is_whatever_it_says(peer: str, lines: list[str]) -> None:
    assert client_address(peer, lines, PROXIES) == peer


@given(st.lists(st.text(max_size=30), max_size=4), outside, st.lists(proxies, min_size=1, max_size=4))
def test_behind_proxies_a_caller_cannot_choose_its_address(said: list[str], real: str, hops: list[str]) -> None:
    """Whatever it wrote into the header before, the first proxy appends who it really is."""
    *between, peer = hops
    header = ", ".join([*said, real, *between])
    assert client_address(peer, [header], PROXIES) == str(ip_address(real))
    assert client_address(peer, [*said, real, *between], PROXIES) == str(ip_address(real))


@pytest.mark.parametrize(
    ("peer", "lines", "expected"),
    [
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", [""], "10.0.0.1"),
        ("10.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        ("10.0.0.1", ["1.1.1.1, 203.0.113.9, 10.0.0.2"], "203.0.113.9"),
        ("10.0.0.1", ["1.1.1.1", "203.0.113.9,10.0.0.2"], "203.0.113.9"),
        ("10.0.0.1", ["203.0.113.9, unknown"], "10.0.0.1"),
        ("10.0.0.1", ["203.0.113.9, <script>, 10.0.0.2"], "10.0.0.2"),
        ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("10.0.0.1", ["203.0.113.9:4711"], "10.0.0.1"),
        ("::ffff:10.0.0.1", ["::ffff:203.0.113.9"], "203.0.113.9"),
        ("fd00::1", ["2001:db8::1"], "2001:db8::1"),
        ("testclient", ["203.0.113.9"], "testclient"),
    ],
)
def test_the_header_is_walked_from_the_right_past_our_proxies(peer: str, lines: list[str], expected: str) -> None:
    assert client_address(peer, lines, PROXIES) == expected


@given(addresses, st.lists(st.text(max_size=30), max_size=5))
def test_without_trusted_proxies_the_header_counts_for_nothing(peer: str, lines: list[str]) -> None:
    assert client_address(peer, lines, ()) == client_address(peer, [], ())


@pytest.mark.parametrize(
    ("address", "group"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_one_customers_addresses_are_one_group(address: str, group: str) -> None:
    assert address_group(address) == group
