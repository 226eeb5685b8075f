"""Tells browsers not to guess types, not to keep answers, and to load and frame nothing."""

from collections.abc import Iterable
from typing import Final

_POLICY: Final = b"content-security-policy"
HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
    (_POLICY, b"default-src 'none'; frame-ancestors 'none'"),
)
_WITHOUT_POLICY: Final = HEADERS[:-1]


def with_security_headers(own: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """A page that needs more brings a policy of its own."""
    headers = list(own)
    for name, _ in headers:
        if name == _POLICY:
            return [*headers, *_WITHOUT_POLICY]
    return [*headers, *HEADERS]
