"""Asks a running service over REST; the same request, under the same key, again while the connection fails."""

import time
from collections.abc import Callable
from typing import Any

import httpx

from clankerbot_engine.errors import UpstreamError, UpstreamTimeout
from clankerbot_engine.settings import SettingsError
from clankerbot_http.addresses import is_local

WAITS_S = (0.2, 1.0, 3.0)
_TIMEOUT = httpx.Timeout(60, connect=5)


def ask_service(
    url: str,
    token: str,
    path: str,
    body: dict[str, Any],
    *,
    key: str,
    query: dict[str, str],
    transport: httpx.BaseTransport | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> dict[str, Any]:
    """The `ApiResponse` that it gave, as JSON. The key makes each repeat harmless.

    Raises `SettingsError` for a URL or a token that cannot be sent, `UpstreamError` and `UpstreamTimeout`.
    """

    def post(http: httpx.Client, place: str) -> httpx.Response:
        return http.post(place, params=query, json=body, headers={"Idempotency-Key": key})

    return _envelope(url, _answer(url, token, path, post, transport=transport, sleep=sleep))


def read_from_service(
    url: str,
    token: str,
    path: str,
    *,
    query: dict[str, str],
    transport: httpx.BaseTransport | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> dict[str, Any] | bytes:
    """The `ApiResponse`, or the file that was asked for. Raises what `ask_service` raises."""

    def get(http: httpx.Client, place: str) -> httpx.Response:
        return http.get(place, params=query)

    answer = _answer(url, token, path, get, transport=transport, sleep=sleep)
    is_file = answer.is_success and not answer.headers.get("Content-Type", "").startswith(
        ("application/json", "text/html")
    )
    return answer.content if is_file else _envelope(url, answer)


def delete_at_service(url: str, token: str, path: str) -> dict[str, Any]:
    """The `ApiResponse`; deleted twice is deleted. Raises what `ask_service` raises."""

    def delete(http: httpx.Client, place: str) -> httpx.Response:
        return http.delete(place)

    return _envelope(url, _answer(url, token, path, delete, transport=None, sleep=time.sleep))


def _answer(
    url: str,
    token: str,
    path: str,
    send: Callable[[httpx.Client, str], httpx.Response],
    *,
    transport: httpx.BaseTransport | None,
    sleep: Callable[[float], None],
) -> httpx.Response:
    """The same request again while the connection fails, or the service is about to be ready."""
    _check_url(url)
    if not token.isascii() or not token.isprintable():
        raise SettingsError("CLANKERBOT_TOKEN: the value given (not shown) is not valid: it starts with clank_")
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(transport=transport, timeout=_TIMEOUT, trust_env=not is_local(url), headers=headers) as http:
        for wait_s in (*WAITS_S, None):
            try:
                answer = send(http, f"{url.rstrip('/')}{path}")
            except httpx.TransportError as error:
                if wait_s is None:
                    raise _no_answer(url, error) from None
            else:
                if wait_s is None or answer.is_success or not _is_about_to_be_ready(_envelope(url, answer)):
                    return answer
            sleep(wait_s)
    raise AssertionError("the last try returns or raises")


def _check_url(url: str) -> None:
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL:
        parsed = httpx.URL("")
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise SettingsError(f"CLANKERBOT_URL: {url[:100]!r} is not a URL (for example http://127.0.0.1:8080)")


def _no_answer(url: str, error: httpx.TransportError) -> UpstreamError:
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return UpstreamError(
            f"No service answers at {url}. Start it with `clankerbot serve`, or set CLANKERBOT_URL to where it runs."
        )
    return UpstreamTimeout(
        f"The connection to {url} broke before it answered. It may or may not have been done: "
        "look with `clankerbot run status` before you say it again.",
        outcome="unknown",
    )


def _envelope(url: str, answer: httpx.Response) -> dict[str, Any]:
    try:
        envelope = answer.json()
    except ValueError:
        envelope = None
    if not isinstance(envelope, dict) or not isinstance(envelope.get("ok"), bool) or "request_id" not in envelope:
        raise UpstreamError(
            f"What answers at {url} (status {answer.status_code}) is no clankerbot service. Check CLANKERBOT_URL."
        )
    return envelope


def _is_about_to_be_ready(envelope: dict[str, Any]) -> bool:
    """The service is starting or stopping: nothing was done yet. Where it is not set up, waiting does not help."""
    error = envelope.get("error") or {}
    return error.get("code") == "not_ready" and error.get("retryable") is True
