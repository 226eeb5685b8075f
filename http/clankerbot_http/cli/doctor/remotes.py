"""Remote systems: can they be reached, do they take our credentials, does our clock agree with theirs."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal
from urllib.parse import urlsplit

import httpx

from clankerbot_engine.remotes.certificates import certificate_refusal
from clankerbot_http.cli.doctor.findings import Finding

TIMEOUT_S = 10.0
NOTABLE, SERIOUS = timedelta(seconds=30), timedelta(minutes=4)
"""Slack's signatures die after five minutes."""


class ClockComparison:
    """An httpx response hook that remembers how far our clock is from that of each remote (its `Date` header)."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._ahead: dict[str, timedelta] = {}

    async def __call__(self, response: httpx.Response) -> None:
        try:
            theirs = parsedate_to_datetime(response.headers.get("Date", ""))
            self._ahead[response.url.host] = self._clock() - theirs.astimezone(UTC)
        except (ValueError, TypeError):
            return

    def finding(self) -> Finding:
        if not self._ahead:
            return Finding("clock", "off", "No remote system told the time, so the clock was not compared.")
        host, ahead = max(self._ahead.items(), key=lambda item: abs(item[1]))
        if abs(ahead) < NOTABLE:
            return Finding("clock", "ok", f"It agrees with that of {host}.")
        way = "ahead of" if ahead > timedelta() else "behind"
        level: Literal["warning", "problem"] = "problem" if abs(ahead) >= SERIOUS else "warning"
        seconds = round(abs(ahead).total_seconds())
        return Finding("clock", level, f"It is {seconds} s {way} that of {host}.", "Let NTP set this machine's clock.")


async def answer_of(call: Awaitable[httpx.Response], topic: str, url: str) -> httpx.Response | Finding:
    """The response, or what to say where there is none."""
    try:
        return await call
    except httpx.HTTPError as error:
        host = urlsplit(url).netloc
        if (refusal := certificate_refusal(error)) is not None:
            mend = "Check the address in the settings, the clock of this machine and a proxy that opens TLS."
            return Finding(topic, "problem", f"The TLS certificate of {host} is not accepted: {refusal}.", mend)
        kind = "did not answer in time" if isinstance(error, httpx.TimeoutException) else "cannot be reached"
        return Finding(topic, "problem", f"{host} {kind}.", "Check the network, the proxy and the firewall; try again.")
