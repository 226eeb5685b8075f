"""Clockify's refusals as errors of ours: by status and numeric code, never by the text alone (`clockify-api` §2.4)."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
from pydantic import JsonValue
from pydantic_core import from_json

from clankerbot_engine.errors import (
    ClankerbotError,
    Forbidden,
    NotFound,
    RateLimited,
    Unauthorized,
    UpstreamError,
    ValidationFailed,
)
from clankerbot_engine.remotes.certificates import certificate_refusal

LONGEST_MESSAGE = 300

_KEY_ADVICE = (
    "Check CLOCKIFY_API_KEY: make a new key in Clockify under Profile settings, API. "
    "A key made on a subdomain or in another region works only there (CLOCKIFY_BASE_URL)."
)
_ADDON_ADVICE = "Check CLOCKIFY_ADDON_TOKEN and the scopes of the add-on: its token changes when it is installed anew."
_BANNED = "Clockify has banned this account or workspace. Ask Clockify's support."
_UNAUTHORIZED = {
    406: _BANNED,
    4019: "Clockify wants the e-mail address of this account to be verified first: see the mail it sent.",
}
_FORBIDDEN = {
    406: _BANNED,
    1003: "That day is locked in Clockify: its lock date lies after it. Ask an admin to unlock it.",
    4005: "That time is part of an approved timesheet. Ask for the approval to be withdrawn first.",
    4030: "This workspace allows timers only: start a timer instead of logging time afterwards.",
}
REASONS = {1003: "locked", 4005: "approved", 4030: "timers_only"}
_NO_WORKSPACE = "This Clockify account has no such workspace. Check CLOCKIFY_WORKSPACE_ID."
NO_ROUTE = 3000
DOMAIN = 501


def unreachable(error: httpx.TransportError) -> str:
    """Why no connection came about."""
    reason = certificate_refusal(error)
    if reason is None:
        return "Clockify cannot be reached."
    return f"Clockify's TLS certificate is not accepted: {reason}. Check CLOCKIFY_BASE_URL, the clock and the proxy."


def limit_used_up(wait_s: float | None, details: dict[str, JsonValue] | None = None) -> RateLimited:
    """As Clockify says it, or where it need not be asked to know what it would say."""
    return RateLimited(
        "Clockify's request limit is used up for now (a new free workspace has 30 an hour). Try again later.",
        details=details or {"source": "clockify"},
        retry_after_s=wait_s,
    )


def translated(response: httpx.Response, *, is_addon: bool, wait_s: float | None = None) -> ClankerbotError:
    """The error for a response that is no success. `wait_s` is what `Retry-After` says.

    `details` hold `source`, `status`, and, where Clockify said them, `code` and `upstream_message`. That text may
    echo what was sent: it is for the caller, not for a log.
    """
    status = response.status_code
    code, said = _body_of(response)
    details: dict[str, JsonValue] = {"source": "clockify", "status": status}
    if code is not None:
        details["code"] = code
    if said:
        details["upstream_message"] = said
    if status == 401:
        advice = _ADDON_ADVICE if is_addon else _KEY_ADVICE
        return Unauthorized(_UNAUTHORIZED.get(code or 0, f"Clockify refused the key. {advice}"), details=details)
    if status == 402:
        details["reason"] = "plan"
        return Forbidden("The plan of this Clockify workspace does not include that.", details=details)
    if status in (403, 406):
        if code in REASONS:
            details["reason"] = REASONS[code]
        return Forbidden(_FORBIDDEN.get(code or 0, "Clockify does not allow this account to do that."), details=details)
    if status in (404, 405) and code == NO_ROUTE:
        return NotFound("Clockify has nothing at that address. Check CLOCKIFY_BASE_URL.", details=details)
    if status == 404:
        return NotFound(f"Clockify: {said}" if said else _NO_WORKSPACE, details=details)
    if status == 429:
        return limit_used_up(wait_s, details)
    if status < 400:
        return UpstreamError("Clockify answered with a redirect. Check CLOCKIFY_BASE_URL.", details=details)
    if status >= 500 or status in (408, 425):
        return UpstreamError(f"Clockify has trouble ({status}).", details=details, retry_after_s=wait_s)
    if status == 400 and code == DOMAIN and _is_missing(said):
        return NotFound(f"Clockify: {said}", details=details)
    return ValidationFailed(f"Clockify refused that: {said or 'it did not say why'}", details=details)


def _is_missing(said: str) -> bool:
    """Of a 400/501: whatever is deleted, foreign, malformed or was never there "doesn't belong to" something."""
    return "doesn't belong to" in said or "not found" in said


def _body_of(response: httpx.Response) -> tuple[int | None, str]:
    """`code` and `message`; either may be missing, and the body may be anything."""
    try:
        body: Any = from_json(response.content)
    except ValueError:
        return None, ""
    if not isinstance(body, dict):
        return None, ""
    code, said = body.get("code"), body.get("message")
    is_code = isinstance(code, int) and not isinstance(code, bool) and abs(code) < 2**31
    return (code if is_code else None), (said[:LONGEST_MESSAGE] if isinstance(said, str) else "")


def retry_after_s(header: str | None, now: datetime) -> float | None:
    """Of `Retry-After`: whole seconds or an HTTP date; None where it is missing or unreadable."""
    if header is None:
        return None
    text = header.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        return max(0.0, (parsedate_to_datetime(text).astimezone(UTC) - now).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None
